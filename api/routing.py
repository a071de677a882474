"""What every route asks for: the desk, and the question of its query string."""

from typing import Annotated, Any

from fastapi import Depends, Request

from api import params
from api.desk import Desk
from models import vocabulary
from models.search import FACETS, MODOS, ORDENES, SearchQuery


def _desk(request: Request) -> Desk:
    found: Desk = request.app.state.desk
    return found


def _query(request: Request, desk: Annotated[Desk, Depends(_desk)]) -> SearchQuery:
    query = params.parse(request.query_params.multi_items())
    params.check_entities(query, desk.index.entity_name)
    return query


AtDesk = Annotated[Desk, Depends(_desk)]
AskedFor = Annotated[SearchQuery, Depends(_query)]


def search_parameters() -> dict[str, Any]:
    """The parameters of a search as OpenAPI describes them: from the tables, so that a new facet is documented at once."""
    date = {"type": "string", "description": "día, mes o año: 2021-07-24, 2021-07, 2021"}
    plain: list[tuple[str, dict[str, Any]]] = [
        ("q", {"type": "string", "description": "la consulta; vacía = todas"}),
        *((name, date) for name in ("desde", "hasta", "publicado_desde", "publicado_hasta")),
        ("orden", {"type": "string", "enum": list(ORDENES)}),
        ("modo", {"type": "string", "enum": list(MODOS), "default": "auto"}),
        ("series", {"type": "string", "enum": ["juntas", "todas"]}),
        ("pagina", {"type": "integer", "minimum": 1, "default": 1}),
        ("por_pagina", {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}),
        ("facetas", {"type": "string", "description": "nombres separados por comas"}),
        ("max", {"type": "integer", "minimum": 0, "default": 50, "description": "valores por faceta; 0 = todos"}),
        ("vacio", {"type": "array", "items": {"type": "string", "enum": list(FACETS)}}),
    ]
    for facet in FACETS:
        known = vocabulary.values(facet)
        names = [term.valor for term in known or ()] + (["todos"] if facet == "proceso" else [])
        schema = {"type": "array", "items": {"type": "string", **({"enum": names} if known else {})}}
        plain += [(facet, {**schema, "description": vocabulary.facet_name(facet)}), (f"no.{facet}", schema)]
    return {"parameters": [{"name": name, "in": "query", "required": False, "schema": schema} for name, schema in plain]}

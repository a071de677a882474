"""`/entidades` and `/entidad/{slug}`: who was sued, and how those cases ended."""

from dataclasses import dataclass, replace
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response

from api.collection import EntityBody, entities, entity_query
from api.desk import Desk
from api.figures import Outcomes, outcomes
from api.links import href, only
from models import vocabulary
from models.errors import NotFound
from models.ids import fold
from models.search import SearchQuery
from web.facets import FacetView, facet_views
from web.hits import HitView, hit_views
from web.render import desk_of, page
from web.search_page import part_of

NEW_CODE = "2021-07-24"
"""The day the Nuevo Código Procesal Constitucional (Ley 31307) came into force."""
_LAST_OF_OLD = "2021-07-23"
_FACETS = ("tema", "defensa", "defensa_aceptada", "costos", "anio", "distrito", "norma")


@dataclass(frozen=True, slots=True)
class KindView:
    """Entities of one kind, most rulings first."""

    titulo: str
    entities: tuple[EntityBody, ...]


@dataclass(frozen=True, slots=True)
class EntitiesContext:
    """Every institution sued in the habeas data rulings of this collection, or those whose name holds `part`; `total` counts those shown."""

    total: int
    kinds: tuple[KindView, ...]
    part: str


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure with its universe in words and as a link to the very search it comes from."""

    titulo: str
    figure: Outcomes
    href: str


@dataclass(frozen=True, slots=True)
class EntityContext:
    """An institution: figures (all, under each code, its peers), what the cases were about, the newest rulings."""

    nombre: str
    tipo: str
    total: int
    figures: tuple[FigureView, ...]
    peers: FigureView | None
    facets: tuple[FacetView, ...]
    newest: tuple[HitView, ...]
    search_href: str
    csv_href: str


def entity_list(request: Request) -> Response:
    """`/entidades`, the whole list or the part that `contiene` asks for."""
    part = part_of(request)
    found = [one for one in entities(desk_of(request).index) if fold(part) in fold(one.nombre)]
    kinds = (
        KindView(vocabulary.label("tipo_entidad", kind) if kind else "", tuple(group))
        for kind, group in groupby(sorted(found, key=_kind), key=_kind)
    )
    context = EntitiesContext(
        len(found), tuple(sorted(kinds, key=lambda kind: (not kind.titulo, -sum(one.n for one in kind.entities)))), part
    )
    return page(request, "entidades.html", context)


def _kind(entity: EntityBody) -> str:
    return entity.tipo or ""


def entity(request: Request) -> Response:
    """`/entidad/{slug}`. Raises NotFound when no ruling here has it."""
    desk, slug = desk_of(request), request.path_params["slug"]
    name = desk.index.entity_name(slug)
    if name is None:
        raise NotFound(slug)
    query = entity_query(slug)
    found = desk.search(replace(query, facetas=_FACETS, max_valores=8, orden="-fecha", por_pagina=10, series="todas"))
    kind = vocabulary.entity_kinds().get(slug)
    context = EntityContext(
        nombre=name,
        tipo=vocabulary.label("tipo_entidad", kind) if kind else "",
        total=found.total,
        figures=_figures(desk, query),
        peers=_figure(desk, "Entidades del mismo tipo", only(SearchQuery(), tipo_entidad=kind)) if kind else None,
        facets=facet_views(found.facetas, query),
        newest=hit_views(found.resultados, ""),
        search_href=href("/buscar", query),
        csv_href=href("/buscar.csv", query),
    )
    return page(request, "entidad.html", context)


def _figures(desk: Desk, query: SearchQuery) -> tuple[FigureView, ...]:
    periods = (
        ("Todas sus sentencias", query),
        ("Decididas desde el 24 de julio de 2021 (código vigente)", replace(query, desde=NEW_CODE)),
        ("Decididas antes del 24 de julio de 2021", replace(query, hasta=_LAST_OF_OLD)),
    )
    return tuple(_figure(desk, title, one) for title, one in periods)


def _figure(desk: Desk, title: str, query: SearchQuery) -> FigureView:
    made = outcomes(desk.index, query)
    return FigureView(title, made, href("/buscar", made.universo))

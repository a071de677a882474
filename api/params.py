"""URL parameters ↔ SearchQuery: `parse` and `to_query_string` are inverses (contracts.md §6)."""

import calendar
import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Literal, TypeVar
from urllib.parse import parse_qsl, urlencode

from rapidfuzz import process

from indexer.index.query.parse import that_works
from models import vocabulary
from models.errors import BadParameter, BadQuery
from models.search import FACETS, MODOS, ORDENES, Filter, SearchQuery

T = TypeVar("T", bound=str)
Items = Iterable[tuple[str, str]]

MAX_Q = 8_000
"""Longer questions are refused: pasted paragraphs are shorter, and the words of a longer one would not narrow the answer."""
MAX_PAGE = 1_000_000
_DATES = ("desde", "hasta", "publicado_desde", "publicado_hasta")
_SINGLE = ("q", "orden", "modo", "series", "pagina", "por_pagina", "facetas", "max", "explicar", *_DATES)
NAMES = (*_SINGLE, *FACETS, *(f"no.{facet}" for facet in FACETS), "vacio")
"""Every parameter of a search."""
_FOREIGN = re.compile(r"utm_\w+|fbclid|gclid|lang|contiene")
_OPEN = {
    "anio": re.compile(r"\d{4}"),
    "anio_publicacion": re.compile(r"\d{4}"),
    "precedente": re.compile(r"\d{5}-\d{4}-[A-Z]{1,3}(?:-[a-z]+)?(?:-\d+)?"),
    "entidad": re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*"),
}
_EXPECTED = {
    "anio": "un año, como 2015",
    "anio_publicacion": "un año, como 2015",
    "precedente": "un id, como 01797-2002-HD",
    "entidad": "un nombre corto, como oficina-de-ejemplo",
}


def parse(source: str | Items, *, page: bool = False) -> SearchQuery:
    """The question of a query string or its decoded pairs. Raises BadParameter, and BadQuery when `q` itself can't be a question.

    Pages (`page`) let utm_*, fbclid, gclid, empty fields of forms and what is theirs alone (lang, contiene) pass; the API refuses them.
    """
    pairs = parse_qsl(source, keep_blank_values=True) if isinstance(source, str) else list(source)
    if page:
        pairs = [(name, value) for name, value in pairs if not _FOREIGN.fullmatch(name) and (value.strip() or name == "q")]
    single = _singles(pairs)
    return SearchQuery(
        q=_question(single.get("q", "")),
        filters=_filters(pairs),
        desde=_day(single, "desde", first=True),
        hasta=_day(single, "hasta", first=False),
        publicado_desde=_day(single, "publicado_desde", first=True),
        publicado_hasta=_day(single, "publicado_hasta", first=False),
        orden=_choice(single, "orden", ORDENES),
        modo=_choice(single, "modo", MODOS) or "auto",
        series=_choice(single, "series", _SERIES),
        pagina=_number(single, "pagina", 1, 1, MAX_PAGE),
        por_pagina=_number(single, "por_pagina", 20, 1, 100),
        facetas=_facets(single),
        max_valores=_number(single, "max", 50, 0, 100_000),
        explicar=_choice(single, "explicar", ("0", "1")) == "1",
    )


_SERIES: tuple[Literal["juntas"], Literal["todas"]] = ("juntas", "todas")


def to_query_string(query: SearchQuery) -> str:
    """The shortest query string that `parse` turns into this question; "" for the question of all rulings."""
    pairs: list[tuple[str, str]] = [("q", query.q)] if query.q else []
    for chosen in query.filters:
        pairs += [(chosen.facet, value) for value in chosen.values]
        pairs += [(f"no.{chosen.facet}", value) for value in chosen.excluded]
        pairs += [("vacio", chosen.facet)] if chosen.empty else []
    named = [*((name, getattr(query, name)) for name in _DATES), ("orden", query.orden), ("series", query.series)]
    pairs += [(name, value) for name, value in named if value is not None]
    numbers = [("pagina", query.pagina, 1), ("por_pagina", query.por_pagina, 20), ("max", query.max_valores, 50)]
    pairs += [(name, str(value)) for name, value, usual in numbers if value != usual]
    pairs += [("modo", query.modo)] if query.modo != "auto" else []
    pairs += [("facetas", ",".join(query.facetas))] if query.facetas is not None else []
    pairs += [("explicar", "1")] if query.explicar else []
    return urlencode(pairs)


def _singles(pairs: list[tuple[str, str]]) -> dict[str, str]:
    single: dict[str, str] = {}
    for name, value in pairs:
        if name not in NAMES:
            raise BadParameter(name, value, "ese parámetro no existe", _closest(name, NAMES))
        if name in _SINGLE:
            if name in single:
                raise BadParameter(name, value, "se escribe una sola vez")
            single[name] = value
    return single


def _closest(word: str, known: Iterable[str]) -> str | None:
    found = process.extractOne(word[:60], list(known), score_cutoff=70)
    return found[0] if found else None


def _question(q: str) -> str:
    if "\0" in q:
        raise BadQuery(
            "La consulta contiene un carácter que no se puede buscar.", q.index("\0"), that_works(q[:MAX_Q], q.replace("\0", " ")[:200])
        )
    if len(q) > MAX_Q:
        raise BadQuery(f"La consulta es demasiado larga: {len(q)} caracteres; el máximo es {MAX_Q}.", MAX_Q, that_works(q[:MAX_Q], q[:200]))
    return q.strip()


def _filters(pairs: list[tuple[str, str]]) -> tuple[Filter, ...]:
    values: dict[str, list[str]] = {}
    excluded: dict[str, list[str]] = {}
    empty: set[str] = set()
    for name, value in pairs:
        facet = name.removeprefix("no.")
        if name == "vacio":
            if value not in FACETS:
                raise BadParameter(name, value, "no es el nombre de una faceta", _closest(value, FACETS))
            empty.add(value)
        elif facet in FACETS:
            target = (excluded if name.startswith("no.") else values).setdefault(facet, [])
            checked = check_value(facet, value)
            if checked not in target:
                target.append(checked)
    chosen = (Filter(f, tuple(values.get(f, ())), tuple(excluded.get(f, ())), f in empty) for f in FACETS)
    return tuple(one for one in chosen if one.values or one.excluded or one.empty)


def check_value(facet: str, value: str) -> str:
    """The value, when the facet can have it. Raises BadParameter naming what it can have."""
    if facet == "proceso" and value == "todos":
        return value
    known = vocabulary.values(facet)
    if known is not None:
        names = [term.valor for term in known]
        if value not in names:
            raise BadParameter(facet, value, f"puede ser {', '.join(names[:12])}{'…' if len(names) > 12 else ''}", _closest(value, names))
    elif facet in _OPEN and not _OPEN[facet].fullmatch(value):
        raise BadParameter(facet, value, f"se espera {_EXPECTED[facet]}")
    elif not 0 < len(value) <= 200 or not value.isprintable():
        raise BadParameter(facet, value, "se espera un valor de hasta 200 caracteres")
    return value


def _day(single: dict[str, str], name: str, *, first: bool) -> str | None:
    """ISO day; a year or month widens to its first or last day."""
    value = single.get(name)
    if value is None:
        return None
    found = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", value)
    try:
        if not found:
            raise ValueError(value)
        year, month, day = int(found[1]), int(found[2] or (1 if first else 12)), found[3]
        return date(year, month, int(day) if day else (1 if first else calendar.monthrange(year, month)[1])).isoformat()
    except ValueError as error:
        raise BadParameter(name, value, "se espera una fecha como 2021-07-24, 2021-07 o 2021") from error


def _choice(single: dict[str, str], name: str, allowed: tuple[T, ...]) -> T | None:
    value = single.get(name)
    if value is None:
        return None
    for one in allowed:
        if one == value:
            return one
    raise BadParameter(name, value, f"puede ser {', '.join(allowed)}", _closest(value, allowed))


def _number(single: dict[str, str], name: str, usual: int, low: int, high: int) -> int:
    value = single.get(name, str(usual))
    if not re.fullmatch(r"[0-9]{1,9}", value) or not low <= int(value) <= high:
        raise BadParameter(name, value, f"se espera un número de {low} a {high}")
    return int(value)


def _facets(single: dict[str, str]) -> tuple[str, ...] | None:
    value = single.get("facetas")
    if value is None:
        return None
    names = tuple(dict.fromkeys(name for name in value.split(",") if name))
    for name in names:
        if name not in FACETS:
            raise BadParameter("facetas", name, "no es el nombre de una faceta", _closest(name, FACETS))
    return names


Check = Callable[[str], str | None]


def check_entities(query: SearchQuery, entity_name: Check) -> None:
    """Refuses slugs that neither the collection (`entity_name`) nor the table of institutions knows. Raises BadParameter."""
    known = vocabulary.entity_kinds()
    for chosen in query.filters:
        for value in (*chosen.values, *chosen.excluded) if chosen.facet == "entidad" else ():
            if value not in known and entity_name(value) is None:
                raise BadParameter("entidad", value, "no conocemos esa entidad", _closest(value, known))

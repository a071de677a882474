"""The facets beside a search: ten values each, what is chosen, how to drop, exclude or ask for none."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from api.links import emptied, excluding, filter_of, href, toggled
from indexer.index.base import SearchIndex
from models import vocabulary
from models.ids import fold
from models.search import Facet, SearchQuery

PAGE_FACETS = (
    "sentido", "resultado", "entidad", "tema", "anio", "ambito", "derecho", "tipo_entidad", "tipo", "costos", "defensa", "defensa_aceptada",
    "norma", "precedente", "distrito", "sala", "magistrado", "voto", "pretension", "votacion",
)  # fmt: skip
"""Facets of the page, in its order; the others come when they are chosen."""
OPEN = frozenset(["sentido", "entidad", "tema", "anio"])
"""Facets that stand open from the start."""


@dataclass(frozen=True, slots=True)
class ValueView:
    """A value: its count, the search that chooses or drops it, the search that excludes it."""

    etiqueta: str
    marca: str
    n: int
    activo: bool
    href: str
    exclude_href: str


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet with its commonest values; `more_href` shows them all, `empty_href` asks for rulings without a value."""

    name: str
    titulo: str
    values: tuple[ValueView, ...]
    mas: int
    more_href: str
    empty_href: str
    open: bool


@dataclass(frozen=True, slots=True)
class ChosenView:
    """A choice in force, in words, and the search without it."""

    facet: str
    text: str
    excluded: bool
    href: str


def page_facets(query: SearchQuery) -> tuple[str, ...]:
    """The facets that the page asks the index for: its own and the chosen ones."""
    return tuple(dict.fromkeys([*PAGE_FACETS, *(chosen.facet for chosen in query.filters)]))


def facet_views(facets: Iterable[Facet], query: SearchQuery) -> tuple[FacetView, ...]:
    """The facets that have values, chosen values first."""
    return tuple(_view(facet, query) for facet in facets if facet.valores)


def _view(facet: Facet, query: SearchQuery) -> FacetView:
    name = facet.nombre
    values = (
        ValueView(
            one.etiqueta, vocabulary.term(name, one.valor).marca, one.n, one.activo,
            href("/buscar", toggled(query, name, one.valor)), href("/buscar", excluding(query, name, one.valor)),
        )
        for one in sorted(facet.valores, key=lambda value: not value.activo)
    )  # fmt: skip
    chosen = filter_of(query, name)
    return FacetView(
        name, vocabulary.facet_name(name), tuple(values), facet.mas, href("/buscar", replace(query, facetas=(name,), max_valores=0, pagina=1)),
        href("/buscar", emptied(query, name)), name in OPEN or bool(chosen.values or chosen.excluded or chosen.empty),
    )  # fmt: skip


def narrowed(views: Iterable[FacetView], part: str) -> tuple[FacetView, ...]:
    """The facets with the values whose words hold `part`, blind to accents and case; chosen values stay."""
    wanted = fold(part)
    return tuple(
        replace(view, values=tuple(one for one in view.values if one.activo or wanted in fold(one.etiqueta)), open=True) for view in views
    )


def value_name(index: SearchIndex, facet: str, value: str) -> str:
    """A value in words: entities by their name, closed lists by their label."""
    return (index.entity_name(value) if facet == "entidad" else None) or vocabulary.label(facet, value)


def chosen_views(query: SearchQuery, index: SearchIndex) -> tuple[ChosenView, ...]:
    """Every choice in force, with the way to drop it."""
    named = partial(value_name, index)
    views = []
    for one in query.filters:
        title = vocabulary.facet_name(one.facet)
        views += [ChosenView(title, named(one.facet, v), False, href("/buscar", toggled(query, one.facet, v))) for v in one.values]
        views += [ChosenView(title, named(one.facet, v), True, href("/buscar", excluding(query, one.facet, v))) for v in one.excluded]
        views += [ChosenView(title, "sin valor", False, href("/buscar", emptied(query, one.facet)))] if one.empty else []
    limits = (
        ("Desde", query.desde, replace(query, desde=None)),
        ("Hasta", query.hasta, replace(query, hasta=None)),
        ("Publicada desde", query.publicado_desde, replace(query, publicado_desde=None)),
        ("Publicada hasta", query.publicado_hasta, replace(query, publicado_hasta=None)),
    )
    views += [ChosenView(title, value, False, href("/buscar", replace(without, pagina=1))) for title, value, without in limits if value]
    return tuple(views)

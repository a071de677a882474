"""The facets beside a search: ten values each, what is chosen, how to drop, exclude or ask for none."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from api.links import emptied, excluding, filter_of, href, toggled
from indexer.index.base import SearchIndex
from models import vocabulary
from models.ids import fold
from models.search import Facet, FacetValue, SearchQuery

PAGE_FACETS = (
    "sentido", "resultado", "entidad", "tema", "anio", "ambito", "derecho", "tipo_entidad", "tipo", "costos", "defensa", "defensa_aceptada",
    "norma", "precedente", "distrito", "sala", "magistrado", "voto", "pretension", "votacion",
)  # fmt: skip
"""Facets of the page, in its order; the others come when they are chosen."""
OPEN = frozenset(["sentido", "entidad", "tema", "anio"])
"""Facets that stand open from the start."""


@dataclass(frozen=True, slots=True)
class ValueView:
    """A value: its count, the search that chooses or drops it, the search that excludes it. `etiqueta` is read in its place, `nombre` alone;
    `title` is a law's own title; `under` are the articles of a law, whose `n` are never more than the law's."""

    etiqueta: str
    nombre: str
    marca: str
    n: int
    activo: bool
    href: str
    exclude_href: str
    title: str = ""
    under: tuple["ValueView", ...] = ()

    @property
    def leads(self) -> bool:
        """Whether it or one under it is chosen."""
        return self.activo or any(one.activo for one in self.under)


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

    @property
    def shown(self) -> int:
        """How many values are seen, those under others too."""
        return sum(1 + len(one.under) for one in self.values)


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
    values = _by_law(facet.valores, query) if name == "norma" else (_value(name, one, query) for one in facet.valores)
    chosen = filter_of(query, name)
    return FacetView(
        name, vocabulary.facet_name(name), tuple(sorted(values, key=lambda one: not one.leads)), facet.mas,
        href("/buscar", replace(query, facetas=(name,), max_valores=0, pagina=1)), href("/buscar", emptied(query, name)),
        name in OPEN or bool(chosen.values or chosen.excluded or chosen.empty),
    )  # fmt: skip


def _value(name: str, one: FacetValue, query: SearchQuery) -> ValueView:
    return ValueView(
        one.etiqueta, one.etiqueta, vocabulary.term(name, one.valor).marca, one.n, one.activo,
        href("/buscar", toggled(query, name, one.valor)), href("/buscar", excluding(query, name, one.valor)),
    )  # fmt: skip


def _by_law(found: Iterable[FacetValue], query: SearchQuery) -> Iterator[ValueView]:
    """Laws with the articles that were found under each; an article whose law was not found (it is chosen and rare) stands alone."""
    laws: dict[str, ValueView] = {}
    articles: dict[str, list[ValueView]] = {}
    for one in found:
        law, _, article = one.valor.partition(":")
        view = replace(_value("norma", one, query), title=vocabulary.law_title(law) or "")
        if article:
            articles.setdefault(law, []).append(view)
        else:
            laws[law] = view
    for law, view in laws.items():
        under = sorted(articles.pop(law, ()), key=lambda one: not one.activo)
        yield replace(view, under=tuple(replace(one, etiqueta=one.etiqueta.removeprefix(f"{view.etiqueta}, ")) for one in under))
    for alone in articles.values():
        yield from alone


def narrowed(views: Iterable[FacetView], part: str) -> tuple[FacetView, ...]:
    """The facets with the values whose words, or their law's title, hold `part`, blind to accents and case; chosen values and the laws of what is
    found stay."""
    wanted = fold(part)

    def fits(one: ValueView) -> bool:
        return one.activo or wanted in fold(f"{one.nombre} {one.title}")

    cut = (
        replace(view, values=tuple(replace(one, under=tuple(filter(fits, one.under))) for one in view.values), open=True) for view in views
    )
    return tuple(replace(view, values=tuple(one for one in view.values if one.under or fits(one))) for view in cut)


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

"""`/buscar`: what was understood, facets, the outcomes of this very set, results."""

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api import params
from api.desk import Desk, perhaps
from api.figures import Outcomes, outcomes
from api.links import fixed, href, ruling_path, toggled
from api.params import to_query_string
from api.suggesting import offer_path, offers
from models import vocabulary
from models.errors import BadParameter, BadQuery
from models.search import Orden, SearchPage, SearchQuery
from web.facets import ChosenView, FacetView, chosen_views, facet_views, narrowed, page_facets, value_name
from web.hits import HitView, hit_views
from web.render import desk_of, page

_ORDER_NAMES: dict[Orden, str] = {
    "relevancia": "más pertinentes",
    "-fecha": "más recientes",
    "fecha": "más antiguas",
    "citas": "más citadas",
}


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link with its words; `current` when it is this very page."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class ProblemView:
    """Why a question could not be answered: the sentence, the question cut at the place, and one that works."""

    mensaje: str
    before: str
    after: str
    sugerencia: str | None
    sugerencia_href: str | None


@dataclass(frozen=True, slots=True)
class FormField:
    """A hidden field that carries a choice along when the question changes."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class PagerView:
    """Pages near this one, the first and the last; "" where there is no previous or next."""

    pages: tuple[LinkView, ...] = ()
    previous_href: str = ""
    next_href: str = ""


@dataclass(frozen=True, slots=True)
class SearchContext:
    """The whole page of a search; `problem` is set instead of an answer when the question was not understood."""

    q: str
    carried: tuple[FormField, ...]
    desde: str
    hasta: str
    problem: ProblemView | None = None
    modo: str = ""
    chosen: tuple[ChosenView, ...] = ()
    clear_href: str = "/buscar"
    other_mode_href: str = ""
    avisos: tuple[str, ...] = ()
    total: int = 0
    first: int = 0
    last: int = 0
    hits: tuple[HitView, ...] = ()
    facets: tuple[FacetView, ...] = ()
    whole_facet: bool = False
    part: str = ""
    whole: tuple[FormField, ...] = ()
    back_href: str = ""
    orders: tuple[LinkView, ...] = ()
    pager: PagerView = PagerView()
    csv_href: str = ""
    jsonl_href: str = ""
    atom_href: str = ""
    api_href: str = ""
    figure: Outcomes | None = None
    universe_href: str = ""
    loosen: tuple[LinkView, ...] = ()
    offers: tuple[LinkView, ...] = ()
    quiza: LinkView | None = None


def search(request: Request) -> Response:
    """The page of a search; a question that is one ruling's name goes to it; 400 with the reason when it can't be understood."""
    desk = desk_of(request)
    pairs = request.query_params.multi_items()
    try:
        query = params.parse(pairs, page=True)
        params.check_entities(query, desk.index.entity_name)
        return _straight(desk, query) or page(request, "buscar.html", _answer(desk, query, part_of(request)))
    except (BadQuery, BadParameter) as error:
        return page(request, "buscar.html", _problem(dict(pairs).get("q", "")[: params.MAX_Q], error), status=400)


def part_of(request: Request) -> str:
    """What a long list is narrowed to (`contiene`), "" for the whole list."""
    return request.query_params.get("contiene", "").replace("\0", " ").strip()[:200]


def _straight(desk: Desk, query: SearchQuery) -> Response | None:
    """A whole question that is an expediente goes to its ruling, or to the choice of its resolutions (query-language.md)."""
    if query.filters or not query.q or len(query.q) > 60:
        return None
    pinned = [one for one in offers(desk, query.q) if one.tipo == "fundamento"]
    if len(pinned) == 1:
        return RedirectResponse(offer_path(pinned[0]), 302)
    gone = desk.withdrawn()
    found = [one for one in desk.index.resolve(query.q) if one not in gone]
    if not found:
        return None
    return RedirectResponse(ruling_path(found[0]) if len(found) == 1 else f"/exp/{quote(query.q, safe='')}", 302)


def _problem(q: str, error: BadQuery | BadParameter) -> SearchContext:
    at = error.posicion if isinstance(error, BadQuery) and error.posicion is not None else len(q)
    better = error.sugerencia if isinstance(error, BadQuery) else None
    shown = ProblemView(str(error), q[:at], q[at:], error.sugerencia, href("/buscar", SearchQuery(q=better)) if better else None)
    return SearchContext(q, (), "", "", problem=shown)


def _answer(desk: Desk, query: SearchQuery, part: str) -> SearchContext:
    whole_facet = query.facetas is not None
    better = desk.correction(query.q)
    found = desk.search(query if whole_facet else replace(query, facetas=page_facets(query), max_valores=10))
    linked = fixed(replace(query, facetas=None, max_valores=50), found.modo)
    figure = outcomes(desk.index, linked) if found.total and not whole_facet else None
    views = facet_views(found.facetas, linked)
    first = (found.pagina - 1) * found.por_pagina + 1 if found.resultados else 0
    return SearchContext(
        q=query.q,
        carried=_carried(query),
        desde=query.desde or "",
        hasta=query.hasta or "",
        modo=found.modo if query.q else "",
        chosen=chosen_views(linked, desk.index),
        clear_href=href("/buscar", SearchQuery(q=query.q)),
        other_mode_href=_other_mode(linked, found.modo),
        avisos=tuple(one for one in found.avisos if better is None or one != perhaps(better)),
        total=found.total,
        first=first,
        last=first + len(found.resultados) - 1 if found.resultados else 0,
        hits=hit_views(found.resultados, query.q),
        facets=narrowed(views, part) if whole_facet else views,
        part=part,
        whole=_fields(query) if whole_facet else (),
        whole_facet=whole_facet,
        back_href=href("/buscar", linked),
        orders=_orders(found, linked),
        pager=_pager(found, linked),
        csv_href=href("/buscar.csv", replace(linked, pagina=1)),
        jsonl_href=href("/buscar.jsonl", replace(linked, pagina=1)),
        atom_href=href("/buscar.atom", replace(linked, pagina=1, orden=None)),
        api_href=href("/api/v1/sentencias", linked),
        figure=figure,
        universe_href=href("/buscar", figure.universo) if figure else "",
        loosen=() if found.total else _loosen(desk, linked),
        offers=() if query.filters else _offers(desk, query.q),
        quiza=LinkView(better, href("/buscar", replace(query, q=better, pagina=1))) if better else None,
    )


def _other_mode(query: SearchQuery, modo: str) -> str:
    """The same words in the other mode; "" without words."""
    return href("/buscar", replace(query, modo="exacto" if modo == "amplio" else "amplio", pagina=1)) if query.q else ""


def _offers(desk: Desk, q: str) -> tuple[LinkView, ...]:
    """What the words name, each as a link: a ruling, or the search of the rest with that filter."""
    return tuple(
        LinkView(f"{vocabulary.facet_name(one.tipo)}: {one.texto}" if one.values else one.texto, offer_path(one)) for one in offers(desk, q)
    )


def _orders(found: SearchPage, query: SearchQuery) -> tuple[LinkView, ...]:
    """The orders there are; by relevance only where words were asked for."""
    return tuple(
        LinkView(words, href("/buscar", replace(query, orden=orden, pagina=1)), orden == found.orden)
        for orden, words in _ORDER_NAMES.items()
        if query.q or orden != "relevancia"
    )


def _carried(query: SearchQuery) -> tuple[FormField, ...]:
    return _fields(replace(query, q="", pagina=1, modo="auto", facetas=None, max_valores=50, desde=None, hasta=None))


def _fields(query: SearchQuery) -> tuple[FormField, ...]:
    return tuple(FormField(name, value) for name, value in parse_qsl(to_query_string(query)))


def _pager(found: SearchPage, query: SearchQuery) -> PagerView:
    last = max(1, -(-found.total // found.por_pagina))

    def to(number: int) -> str:
        return href("/buscar", replace(query, pagina=number))

    near = sorted({1, last, *range(max(1, found.pagina - 2), min(last, found.pagina + 2) + 1)})
    return PagerView(
        tuple(LinkView(str(number), to(number), number == found.pagina) for number in near) if last > 1 else (),
        to(min(found.pagina - 1, last)) if found.pagina > 1 else "",
        to(found.pagina + 1) if found.pagina < last else "",
    )


def _loosen(desk: Desk, query: SearchQuery) -> tuple[LinkView, ...]:
    """Searches that are one choice away and find something, for an empty page."""
    tries: list[tuple[str, SearchQuery]] = []
    for chosen in query.filters:
        for value in chosen.values:
            tries.append((f"sin el filtro «{value_name(desk.index, chosen.facet, value)}»", toggled(query, chosen.facet, value)))
    if query.desde or query.hasta:
        tries.append(("sin límite de fechas", replace(query, desde=None, hasta=None)))
    if better := desk.correction(query.q):
        tries.append((f"con «{better}»", replace(query, q=better, pagina=1)))
    if query.q:
        tries.append(("con las mismas palabras, de forma amplia", replace(query, modo="amplio", pagina=1)))
        tries.append(("con los mismos filtros y sin palabras", replace(query, q="", modo="auto", orden=None, pagina=1)))
    counted = ((text, one, desk.search(replace(one, facetas=(), por_pagina=1)).total) for text, one in tries[:6])
    return tuple(LinkView(f"{text}: {n}", href("/buscar", one)) for text, one, n in counted if n)

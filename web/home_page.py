"""`/`: one box, what is here, the newest rulings."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from api.links import href
from models.search import Filter, SearchQuery
from web.hits import HitView, hit_views
from web.render import desk_of, page

EXAMPLES = ('"información pública"', "copias de planillas", "historia clínica", "fallo:infundada municipalidad")
"""Questions to try: a phrase, plain words, a theme, a zone."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question and the search it opens."""

    q: str
    href: str


@dataclass(frozen=True, slots=True)
class HomeContext:
    """The front page: how many rulings of habeas data, of which years, when they were indexed, the newest and the most cited."""

    total: int
    first_year: str
    last_year: str
    indexed: str
    sentencias: int
    examples: tuple[Example, ...]
    newest: tuple[HitView, ...]
    cited: tuple[HitView, ...]


def home(request: Request) -> Response:
    """The front page."""
    desk = desk_of(request)
    newest = desk.search(SearchQuery(por_pagina=6, orden="-fecha", series="todas", facetas=("anio", "tipo"), max_valores=0))
    cited = desk.search(SearchQuery(por_pagina=6, orden="citas", series="todas", facetas=(), filters=(Filter("tipo", ("sentencia",)),)))
    counts = {facet.nombre: {one.valor: one.n for one in facet.valores} for facet in newest.facetas}
    years = sorted(counts.get("anio", {}))
    context = HomeContext(
        total=newest.total,
        first_year=years[0] if years else "",
        last_year=years[-1] if years else "",
        indexed=desk.index.generation().created.isoformat(),
        sentencias=counts.get("tipo", {}).get("sentencia", 0),
        examples=tuple(Example(q, href("/buscar", SearchQuery(q=q))) for q in EXAMPLES),
        newest=hit_views(newest.resultados, ""),
        cited=tuple(hit for hit in hit_views(cited.resultados, "") if hit.citada_por),
    )
    return page(request, "home.html", context)

"""Laws with their articles, and themes: what the facets `norma` and `tema` count, as lists and as cards with outcomes."""

from dataclasses import dataclass

from fastapi import APIRouter

from api.collection import FigureBody, figure
from api.desk import Desk
from api.figures import outcomes
from api.links import href
from api.routing import AtDesk
from api.schemas import SEARCH
from models import vocabulary
from models.errors import NotFound
from models.search import FacetValue, Filter, SearchQuery

router = APIRouter(prefix="/api/v1", tags=["colección"])


@dataclass(frozen=True, slots=True)
class CountBody:
    """A law, article or theme, in how many habeas data rulings it stands, and the search of them."""

    id: str
    nombre: str
    n: int
    url: str


@dataclass(frozen=True, slots=True)
class CountsBody:
    """All of them, most rulings first."""

    total: int
    lista: tuple[CountBody, ...]


@dataclass(frozen=True, slots=True)
class CardBody:
    """One with its outcomes; `titulo` is a law's full title or what a theme's lawyers call it, null when the tables hold none; `partes` are a
    law's articles."""

    dato: CountBody
    titulo: str | None
    cifras: FigureBody
    partes: tuple[CountBody, ...] = ()


def _values(desk: Desk, facet: str) -> tuple[FacetValue, ...]:
    page = desk.index.search(SearchQuery(facetas=(facet,), max_valores=0, por_pagina=1))
    return next((found.valores for found in page.facetas if found.nombre == facet), ())


def _query(facet: str, value: str) -> SearchQuery:
    return SearchQuery(filters=(Filter(facet, (value,)),))


def _count(facet: str, value: FacetValue) -> CountBody:
    return CountBody(value.valor, value.etiqueta, value.n, href(SEARCH, _query(facet, value.valor)))


def _counts(desk: Desk, facet: str) -> tuple[CountBody, ...]:
    return tuple(_count(facet, value) for value in _values(desk, facet))


def _card(desk: Desk, facet: str, value: str, titulo: str | None) -> CardBody:
    """Raises NotFound when no habeas data ruling here has the value."""
    counts = _counts(desk, facet)
    found = next((one for one in counts if one.id == value), None)
    if found is None:
        raise NotFound(value)
    parts = tuple(one for one in counts if one.id.startswith(f"{value}:"))
    return CardBody(found, titulo, figure(outcomes(desk.index, _query(facet, value))), parts)


@router.get("/normas", summary="Normas citadas")
def laws(desk: AtDesk) -> CountsBody:
    """Every law that a ruling cites."""
    found = tuple(one for one in _counts(desk, "norma") if ":" not in one.id)
    return CountsBody(len(found), found)


@router.get("/normas/{norma}", summary="Una norma")
def law(desk: AtDesk, norma: str) -> CardBody:
    """A law with its outcomes and its articles. 404 when no ruling here cites it."""
    return _card(desk, "norma", norma, vocabulary.law_title(norma))


@router.get("/normas/{norma}/{articulo}", summary="Un artículo")
def article(desk: AtDesk, norma: str, articulo: str) -> CardBody:
    """An article with its outcomes. 404 when no ruling here cites it."""
    return _card(desk, "norma", f"{norma}:{articulo}", vocabulary.law_title(norma))


@router.get("/temas", summary="Temas")
def themes(desk: AtDesk) -> CountsBody:
    """Every theme that a ruling has."""
    found = _counts(desk, "tema")
    return CountsBody(len(found), found)


@router.get("/temas/{tema}", summary="Un tema")
def theme(desk: AtDesk, tema: str) -> CardBody:
    """A theme with its outcomes. 404 when no ruling here has it."""
    return _card(desk, "tema", tema, vocabulary.term("tema", tema).glosa or None)

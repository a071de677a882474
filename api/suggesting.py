"""Help while one types: completions, what the words name, a correction; and the rulings nearest to one."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query

from api.desk import Desk
from api.links import href, ruling_path
from api.routing import AtDesk
from api.rulings import fetch
from api.schemas import HitBody, hit_body
from indexer.index.base import SearchIndex
from indexer.index.completing import Completer, Completion
from indexer.index.recognising import Offer, Recogniser
from models import vocabulary
from models.ids import RulingId
from models.search import Filter, SearchQuery

router = APIRouter(prefix="/api/v1", tags=["buscar"])

PAGE = "/buscar"
NEAREST = 10
"""Rulings that `parecidas` gives."""
_TOLD = 120
"""Words of a ruling that ask for others like it."""


@dataclass(frozen=True, slots=True)
class SuggestionBody:
    """What the words may mean: `tipo` sentencia, fundamento, expediente (`url` is its page), entidad, norma, tema (`url` is the search with that
    filter), palabra (`url` searches `texto`). `n` = rulings, null where it is one thing."""

    tipo: str
    texto: str
    n: int | None
    url: str


@dataclass(frozen=True, slots=True)
class SuggestionsBody:
    """`quiza`: the query with misspelt words corrected, null when none is; never a person's name."""

    consulta: str
    quiza: str | None
    sugerencias: tuple[SuggestionBody, ...]


@dataclass(frozen=True, slots=True)
class SimilarBody:
    """The rulings nearest to one, best first; those of its own near-duplicate series apart, by id."""

    sentencia: str
    parecidas: tuple[HitBody, ...]
    iguales: tuple[str, ...]


@lru_cache(maxsize=4)
def _names(index: SearchIndex, generation: str) -> tuple[Recogniser, Completer]:
    """Prepared once a generation."""
    return Recogniser(index), Completer(index)


def offers(desk: Desk, q: str) -> tuple[Offer, ...]:
    """What the query names, withdrawn rulings apart."""
    recogniser, _ = _names(desk.index, desk.index.generation().name)
    gone = desk.withdrawn()
    return tuple(one for one in recogniser.offers(q) if one.id not in gone)


def offer_path(offer: Offer) -> str:
    """Where an offer leads: a ruling's page, a fundamento in it, or the search with its filter."""
    if offer.id:
        return ruling_path(offer.id) + (f"#f{quote(offer.fundamento)}" if offer.fundamento else "")
    return href(PAGE, SearchQuery(q=offer.q, filters=(Filter(offer.tipo, offer.values),)))


@router.get("/sugerencias", summary="Completar y reconocer lo escrito")
def suggestions(desk: AtDesk, q: Annotated[str, Query(max_length=400)] = "") -> SuggestionsBody:
    """What is named in the query and how its last word may go on; nothing for less than two letters."""
    text = q.replace("\0", " ")
    _, completer = _names(desk.index, desk.index.generation().name)
    gone = desk.withdrawn()
    named = [SuggestionBody(one.tipo, one.texto, None, offer_path(one)) for one in offers(desk, text)]
    told = {one.url for one in named}
    more = (_completed(one) for one in completer.complete(text) if one.tipo != "expediente" or one.valor not in gone)
    return SuggestionsBody(q, desk.correction(text), (*named, *(one for one in more if one.url not in told)))


def _completed(one: Completion) -> SuggestionBody:
    if one.tipo == "expediente":
        return SuggestionBody(one.tipo, one.texto, None, ruling_path(one.valor))
    if one.tipo == "palabra":
        return SuggestionBody(one.tipo, one.valor, one.n, href(PAGE, SearchQuery(q=one.valor)))
    return SuggestionBody(one.tipo, one.texto, one.n, href(PAGE, SearchQuery(filters=(Filter(one.tipo, (one.valor,)),))))


def similar(desk: Desk, ruling_id: RulingId) -> SimilarBody:
    """The nearest rulings of the same process, by what was asked, of whom, and about what. Raises NotFound."""
    ruling = fetch(desk, ruling_id).ruling
    same = _members(desk, ruling.serie) if ruling.serie else ()
    query = SearchQuery(
        q=_question(desk, ruling_id),
        modo="amplio",
        filters=(Filter("proceso", (ruling.proceso or "todos",)),),
        por_pagina=min(100, NEAREST + len(same) + 1),
        facetas=(),
    )
    page = desk.search(query)
    apart = {ruling_id, *same}
    found = (replace(hit, iguales=tuple(one for one in hit.iguales if one not in apart)) for hit in page.resultados if hit.id not in apart)
    return SimilarBody(ruling_id, tuple(map(hit_body, found))[:NEAREST], tuple(one for one in same if one != ruling_id))


def _members(desk: Desk, serie: str) -> tuple[str, ...]:
    """The ids of a series, in the order of dates."""
    gone = desk.withdrawn()
    query = SearchQuery(filters=(Filter("serie", (serie,)), Filter("proceso", ("todos",))), orden="fecha")
    return tuple(hit.id for hit in desk.index.scan(query) if hit.id not in gone)


def _question(desk: Desk, ruling_id: RulingId) -> str:
    """A ruling as somebody would ask for it: what was requested (else its asunto), of whom, its themes."""
    whole = fetch(desk, ruling_id)
    ruling = whole.ruling
    asked = ruling.informacion_solicitada or next(
        (whole.text[one.inicio : one.fin] for one in ruling.secciones if one.zona == "asunto"), whole.text
    )
    themes = (vocabulary.label("tema", one) for one in ruling.temas)
    words = " ".join([*asked.split()[:_TOLD], *ruling.entidades, *themes])
    return words[:2000]

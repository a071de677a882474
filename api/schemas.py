"""What the API answers, as dataclasses: OpenAPI describes them and `habeas search --json` prints the same."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from typing import Any

from pydantic import TypeAdapter

from api.links import choosing, fixed, ruling_path
from indexer.index.base import ParagraphPage
from models.privacy import mask_numbers
from models.search import Facet, Hit, SearchPage, SearchQuery

SEARCH = "/api/v1/sentencias"


@dataclass(frozen=True, slots=True)
class FragmentBody:
    """A passage around the words asked for: HTML-safe with <mark>; its zone, and its fundamento ("16", "v1.3") where it has a number."""

    texto: str
    zona: str | None
    fundamento: str | None


@dataclass(frozen=True, slots=True)
class HitBody:
    """One line of results; `iguales` are near-duplicates it stands for, `ficticia` marks rulings of the sample court."""

    id: str
    expediente: str
    titulo: str
    fecha: str | None
    sala: str | None
    resultado: str | None
    sentido_para_demandante: str | None
    entidades: tuple[str, ...]
    temas: tuple[str, ...]
    url: str
    iguales: tuple[str, ...]
    fragmentos: tuple[FragmentBody, ...]
    ficticia: bool


@dataclass(frozen=True, slots=True)
class FacetValueBody:
    """A value, its count without its own facet's filter, and the search that chooses it (or drops it when `activo`)."""

    valor: str
    etiqueta: str
    n: int
    activo: bool
    url: str


@dataclass(frozen=True, slots=True)
class FacetBody:
    """The commonest values of a facet; `mas` were cut off (`max=0` shows all)."""

    valores: tuple[FacetValueBody, ...]
    mas: int


@dataclass(frozen=True, slots=True)
class SearchBody:
    """A page of rulings. `total` and every count are rulings, never groups."""

    total: int
    pagina: int
    por_pagina: int
    orden: str
    modo: str
    consulta: str
    avisos: tuple[str, ...]
    resultados: tuple[HitBody, ...]
    facetas: Mapping[str, FacetBody]


@dataclass(frozen=True, slots=True)
class ParagraphBody:
    """A fundamento that answers a question; `texto` is HTML-safe with <mark>."""

    sentencia: str
    fundamento: str
    texto: str
    titulo: str
    resultado: str | None
    fecha: str | None


@dataclass(frozen=True, slots=True)
class ParagraphsBody:
    """A page of fundamentos, best first."""

    total: int
    modo: str
    avisos: tuple[str, ...]
    resultados: tuple[ParagraphBody, ...]


@dataclass(frozen=True, slots=True)
class QuoteBody:
    """One fundamento to quote: `cita` as the ruling's own header prints it; `restaurado` says that accents were put back by a machine."""

    sentencia: str
    fundamento: str
    texto: str
    cita: str
    restaurado: bool


@dataclass(frozen=True, slots=True)
class CitedBody:
    """A ruling that this one cites: which of its `fundamentos`, the sentence where it does and the fundamento `en` that holds it (null when not
    found)."""

    sentencia: str
    estado: str | None
    fundamentos: tuple[int, ...]
    veces: int
    donde: str
    contexto: str | None
    en: str | None


@dataclass(frozen=True, slots=True)
class CitingBody:
    """A ruling of the collection that cites this one: which of its `fundamentos`, and the sentence and the fundamento `en` where it does."""

    sentencia: str
    titulo: str
    fecha: str | None
    resultado: str | None
    fundamentos: tuple[int, ...]
    contexto: str | None
    en: str | None


@dataclass(frozen=True, slots=True)
class CitationsBody:
    """Both directions."""

    citas: tuple[CitedBody, ...]
    citada_por: tuple[CitingBody, ...]


@dataclass(frozen=True, slots=True)
class TermBody:
    """A value of a closed list; outcomes have a mark and a word."""

    valor: str
    etiqueta: str
    glosa: str
    marca: str | None
    palabra: str | None


@dataclass(frozen=True, slots=True)
class ChangeBody:
    """A line of the change log, numbered for ever; `campos` are the fields that a `cambio` touched."""

    n: int
    tipo: str
    id: str
    fecha: str
    campos: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangesBody:
    """Changes after `desde`, oldest first; ask again with `siguiente` until the list is empty."""

    cambios: tuple[ChangeBody, ...]
    siguiente: int


def search_body(page: SearchPage, query: SearchQuery, base: str = SEARCH) -> SearchBody:
    """The answer of a search as its readers get it; `base` is the path that the facets' links lead to."""
    query = fixed(query, page.modo)
    return SearchBody(
        page.total, page.pagina, page.por_pagina, page.orden, page.modo, page.consulta, page.avisos,
        tuple(map(hit_body, page.resultados)),
        {facet.nombre: _facet(facet, query, base) for facet in page.facetas},
    )  # fmt: skip


def search_answer(body: SearchBody) -> bytes:
    """The same as JSON, without asking every value for its type again."""
    return _search_body().dump_json(body)


@cache
def _search_body() -> TypeAdapter[SearchBody]:
    return TypeAdapter(SearchBody)


def search_json(page: SearchPage, query: SearchQuery) -> dict[str, Any]:
    """`search_body` as plain JSON values, for whoever prints it."""
    return asdict(search_body(page, query))


def paragraphs_body(page: ParagraphPage) -> ParagraphsBody:
    """The answer of a search among fundamentos."""
    hits = (ParagraphBody(h.sentencia, h.fundamento, hidden(h.texto), h.titulo, h.resultado, h.fecha) for h in page.resultados)
    return ParagraphsBody(page.total, page.modo, page.avisos, tuple(hits))


@lru_cache(maxsize=20_000)
def hidden(passage: str) -> str:
    """A marked passage without DNI, private e-mails, telephones and accounts; a number that a <mark> cuts is seen whole."""
    plain = re.sub(r"</?mark>", "", passage)
    masked = mask_numbers(plain)
    if masked == plain:
        return passage
    letters = iter(masked)
    return "".join(
        part if part in ("<mark>", "</mark>") else "".join(next(letters) for _ in part) for part in re.split(r"(</?mark>)", passage)
    )


def hit_body(hit: Hit) -> HitBody:
    """A line of results as its readers get it."""
    return HitBody(
        hit.id, hit.expediente, hit.titulo, hit.fecha, hit.sala, hit.resultado, hit.sentido_para_demandante, hit.entidades, hit.temas,
        ruling_path(hit.id), hit.iguales,
        tuple(FragmentBody(hidden(one.texto), one.zona, one.fundamento) for one in hit.fragmentos), hit.ficticia,
    )  # fmt: skip


def _facet(facet: Facet, query: SearchQuery, base: str) -> FacetBody:
    link = choosing(base, query, facet.nombre)
    values = (FacetValueBody(one.valor, one.etiqueta, one.n, one.activo, link(one.valor)) for one in facet.valores)
    return FacetBody(tuple(values), facet.mas)

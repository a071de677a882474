"""The port: what an engine must do, in the product's own words. Never an engine's query language (house-style, pitfall 1)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from models.errors import NotDone
from models.ids import RulingId
from models.ruling import Ruling
from models.search import Hit, SearchPage, SearchQuery

if TYPE_CHECKING:  # the port itself loads no engine: the help of a command that names it comes at once
    from indexer.index.spelling import Speller


@dataclass(frozen=True, slots=True)
class Indexed:
    """One ruling as it goes into an index and comes out whole: the record, its two texts, and how many others here cite it."""

    ruling: Ruling
    text: str
    original: str
    paginas: tuple[int, ...]
    citada_por: int = 0


@dataclass(frozen=True, slots=True)
class Generation:
    """A finished index. `fingerprint` says what it was made of: the same fingerprint needs no new build."""

    name: str
    fingerprint: str
    created: datetime
    documents: int


@dataclass(frozen=True, slots=True)
class ParagraphHit:
    """A fundamento that answers a question; `texto` is HTML-safe with <mark>."""

    sentencia: str
    fundamento: str
    texto: str
    titulo: str
    resultado: str | None
    fecha: str | None


@dataclass(frozen=True, slots=True)
class ParagraphPage:
    """A page of fundamentos, best first."""

    total: int
    modo: str
    avisos: tuple[str, ...]
    resultados: tuple[ParagraphHit, ...]


class GenerationGone(NotDone):
    """The generation that was being read is no longer there: a newer one took its place, and answers if asked again."""

    def __init__(self) -> None:
        super().__init__("El índice fue reemplazado mientras se leía; repita la consulta.")


class SearchIndex(Protocol):
    """An open index. Safe to share between threads. Every method raises NotDone when the engine is down."""

    def __hash__(self) -> int:
        """By identity: what is prepared for an index is kept beside it."""

    def generation(self) -> Generation:
        """The one that answers now."""

    def search(self, query: SearchQuery) -> SearchPage:
        """A page of rulings with exact counts. Raises BadQuery (exacto only)."""

    def scan(self, query: SearchQuery) -> Iterator[Hit]:
        """Every ruling of the answer in its order, without page, ceiling, passages or facets: for exports and feeds."""

    def paragraphs(self, query: SearchQuery) -> ParagraphPage:
        """A page of numbered fundamentos."""

    def get(self, ruling_id: RulingId) -> Indexed | None:
        """The whole ruling; None when it is not here."""

    def resolve(self, spelling: str) -> tuple[RulingId, ...]:
        """Every ruling that a spelling of a case, an id or "Sentencia 312/2022 Sala 1" can mean, by date; () when none."""

    def nearest(self, spelling: str) -> tuple[RulingId, ...]:
        """Up to five ids that look like the spelling, best first; for 404 pages."""

    def values(self, facet: str) -> Mapping[str, int]:
        """Every value that a facet has here, each with its number of rulings."""

    def speller(self) -> "Speller":
        """Proposes words of this collection for misspelt ones; the same object for as long as the generation answers."""

    def entity_name(self, slug: str) -> str | None:
        """The canonical name behind a slug; None when no ruling here has it."""

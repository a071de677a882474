"""The index that serves: follows the pointer of its home (HOME/indice/ACTUAL, or the alias on the server), so that a new generation answers
without a restart."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import TypeVar

from indexer.index.base import Generation, GenerationGone, Indexed, ParagraphPage, SearchIndex
from indexer.index.engines import engine_of
from indexer.index.spelling import Speller
from models.errors import ConfigError, NotDone
from models.ids import RulingId
from models.search import Hit, SearchPage, SearchQuery
from models.settings import Settings

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class _Serving:
    """An open generation, the state of the pointers it was chosen by, and whether it is the sample court's."""

    index: SearchIndex
    stamps: tuple[object, object]
    sample: bool


class LiveIndex:
    """Implements SearchIndex for a home; the sample court's while the home holds no ruling. Safe between threads.

    Calls that are running keep the generation they began with; where an engine took it away meanwhile, they begin again. Raises NotDone where
    there is none at all, or the engine is down or of the wrong version: then it answers again by itself once that is mended.
    """

    def __init__(self, settings: Settings) -> None:
        self._place = settings.home
        self._home, self._sample_home = engine_of(settings), engine_of(replace(settings, home=settings.sample_home))
        self._serving: _Serving | None = None
        self._lock = Lock()

    @property
    def is_sample(self) -> bool:
        """Whether the fictional rulings of the sample court are being served."""
        return self._current().sample

    def generation(self) -> Generation:
        """The one that answers now."""
        return self._current().index.generation()

    def search(self, query: SearchQuery) -> SearchPage:
        """A page of rulings with exact counts."""
        return self._ask(lambda index: index.search(query))

    def scan(self, query: SearchQuery) -> Iterator[Hit]:
        """Every ruling of the answer, in its order."""
        return self._current().index.scan(query)

    def paragraphs(self, query: SearchQuery) -> ParagraphPage:
        """A page of numbered fundamentos."""
        return self._ask(lambda index: index.paragraphs(query))

    def get(self, ruling_id: RulingId) -> Indexed | None:
        """The whole ruling; None when it is not here."""
        return self._ask(lambda index: index.get(ruling_id))

    def resolve(self, spelling: str) -> tuple[RulingId, ...]:
        """Every ruling that a spelling can mean, by date."""
        return self._ask(lambda index: index.resolve(spelling))

    def nearest(self, spelling: str) -> tuple[RulingId, ...]:
        """Up to five ids that look like the spelling."""
        return self._ask(lambda index: index.nearest(spelling))

    def values(self, facet: str) -> Mapping[str, int]:
        """Every value that a facet has here, each with its number of rulings."""
        return self._ask(lambda index: index.values(facet))

    def speller(self) -> Speller:
        """Proposes words of the collection for misspelt ones."""
        return self._ask(lambda index: index.speller())

    def entity_name(self, slug: str) -> str | None:
        """The canonical name behind a slug."""
        return self._ask(lambda index: index.entity_name(slug))

    def _ask(self, question: Callable[[SearchIndex], Answer]) -> Answer:
        try:
            return question(self._current().index)
        except GenerationGone:
            with self._lock:
                self._serving = self._open((None, None))
                index = self._serving.index
            return question(index)
        except ConfigError as error:
            raise NotDone(str(error)) from error

    def _current(self) -> _Serving:
        try:
            stamps = (self._home.stamp(), self._sample_home.stamp())
            serving = self._serving
            if serving is not None and serving.stamps == stamps:
                return serving
            with self._lock:
                if self._serving is None or self._serving.stamps != stamps:
                    self._serving = self._open(stamps)
                return self._serving
        except ConfigError as error:  # a server that is replaced while we serve: not ours to end for
            raise NotDone(str(error)) from error

    def _open(self, stamps: tuple[object, object]) -> _Serving:
        """The home's generation if it holds rulings, else the sample court's, else the home's empty one."""
        found = [(engine, engine.current()) for engine in (self._home, self._sample_home)]
        held = [(engine, one) for engine, one in found if one is not None]
        chosen = next(((engine, one) for engine, one in held if one.documents), held[0] if held else None)
        if chosen is None:
            raise NotDone(f"No hay ningún índice en {self._place}: ejecute «habeas build», o «habeas up» para ver el tribunal de muestra.")
        engine, generation = chosen
        return _Serving(engine.open(generation), stamps, engine is self._sample_home)

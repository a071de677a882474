"""The index that serves: follows HOME/indice/ACTUAL, so that a new generation answers without a restart."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from indexer.index.base import Generation, Indexed, ParagraphPage
from indexer.index.embedded import EmbeddedIndex
from indexer.index.generations import CURRENT, FOLDER, current_generation, directory_of
from indexer.index.spelling import Speller
from models.errors import ConfigError, NotDone
from models.ids import RulingId
from models.search import Hit, SearchPage, SearchQuery
from models.settings import Settings

_Stamp = tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class _Serving:
    """An open generation, the state of the pointers it was chosen by, and whether it is the sample court's."""

    index: EmbeddedIndex
    stamps: tuple[_Stamp, _Stamp]
    sample: bool


class LiveIndex:
    """Implements SearchIndex for a home; the sample court's while the home holds no ruling. Safe between threads.

    Calls that are running keep the generation they began with. Raises NotDone where there is none at all.
    """

    def __init__(self, settings: Settings) -> None:
        if settings.engine != "embedded":
            raise ConfigError("El motor «elastic» llega con una versión posterior; use HABEAS_ENGINE=embedded.")
        self._home, self._sample_home = settings.home, settings.sample_home
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
        return self._current().index.search(query)

    def scan(self, query: SearchQuery) -> Iterator[Hit]:
        """Every ruling of the answer, in its order."""
        return self._current().index.scan(query)

    def paragraphs(self, query: SearchQuery) -> ParagraphPage:
        """A page of numbered fundamentos."""
        return self._current().index.paragraphs(query)

    def get(self, ruling_id: RulingId) -> Indexed | None:
        """The whole ruling; None when it is not here."""
        return self._current().index.get(ruling_id)

    def resolve(self, spelling: str) -> tuple[RulingId, ...]:
        """Every ruling that a spelling can mean, by date."""
        return self._current().index.resolve(spelling)

    def nearest(self, spelling: str) -> tuple[RulingId, ...]:
        """Up to five ids that look like the spelling."""
        return self._current().index.nearest(spelling)

    def values(self, facet: str) -> Mapping[str, int]:
        """Every value that a facet has here, each with its number of rulings."""
        return self._current().index.values(facet)

    def speller(self) -> Speller:
        """Proposes words of the collection for misspelt ones."""
        return self._current().index.speller()

    def entity_name(self, slug: str) -> str | None:
        """The canonical name behind a slug."""
        return self._current().index.entity_name(slug)

    def _current(self) -> _Serving:
        stamps = (_stamp(self._home), _stamp(self._sample_home))
        serving = self._serving
        if serving is not None and serving.stamps == stamps:
            return serving
        with self._lock:
            if self._serving is None or self._serving.stamps != stamps:
                self._serving = self._open(stamps)
            return self._serving

    def _open(self, stamps: tuple[_Stamp, _Stamp]) -> _Serving:
        """The home's generation if it holds rulings, else the sample court's, else the home's empty one."""
        found = [(home, current_generation(home)) for home in (self._home, self._sample_home)]
        held = [(home, one) for home, one in found if one is not None]
        chosen = next(((home, one) for home, one in held if one.documents), held[0] if held else None)
        if chosen is None:
            raise NotDone(f"No hay ningún índice en {self._home}: ejecute «habeas build», o «habeas up» para ver el tribunal de muestra.")
        home, generation = chosen
        return _Serving(EmbeddedIndex(directory_of(home, generation), generation), stamps, home == self._sample_home)


def _stamp(home: Path) -> _Stamp:
    """What changes when the pointer is replaced; None when there is none."""
    try:
        about = (home / FOLDER / CURRENT).stat()
    except OSError:
        return None
    return about.st_ino, about.st_mtime_ns, about.st_size

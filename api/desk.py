"""What every answer is made from: the open index and the settings; and what the catalogue adds (changes, runs, withdrawals)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Protocol, runtime_checkable

from crawler.monitors import Alarm, month_ranges, standing
from indexer.index.base import ParagraphPage, SearchIndex
from models.coverage import Coverage, coverage
from models.errors import NotDone
from models.ids import RulingId
from models.register import DATASETS, register_by_year, register_since
from models.search import SearchPage, SearchQuery
from models.settings import Settings
from models.store import RawStore
from models.stored import Event, Run

CHANGES = 1000
"""Lines of the change log in one answer."""


@runtime_checkable
class Sampling(Protocol):
    """An index that can fall back on the sample court."""

    @property
    def is_sample(self) -> bool:
        """Whether the sample court answers, because the user's home holds nothing."""


@dataclass(frozen=True, slots=True)
class Covered:
    """What the catalogue tells of coverage: by source the believable rows of each month, and the register's rows by year and since when it is here."""

    coverage: Coverage
    ranges: Mapping[str, Mapping[str, tuple[int, int]]]
    published: Mapping[str, int]
    entered: Mapping[str, int]
    since: str


@lru_cache(maxsize=16)
def _covered(home: Path, processes: tuple[str, ...], stamp: tuple[tuple[int, int], ...]) -> Covered:
    """As `Desk.coverage`; `stamp` tells one state of the catalogue from the next."""
    with RawStore.open(home) as store:
        found = coverage(store, processes)
        ranges = {one.fuente: month_ranges(store, one.fuente) for one in found.fuentes}
        published, entered = (register_by_year(store, name, processes) for name in DATASETS)
        return Covered(found, ranges, published, entered, register_since(store))


@lru_cache(maxsize=512)
def _correction(index: SearchIndex, generation: str, q: str) -> str | None:
    """As `Desk.correction`: a page, its facets and its feed ask the same; `generation` tells one collection from the next."""
    return index.speller().corrected(q)


@lru_cache(maxsize=16)
def _withdrawn(home: Path, stamp: tuple[tuple[int, int], ...]) -> frozenset[RulingId]:
    """As `Desk.withdrawn`, of one state of the catalogue."""
    with RawStore.open(home) as store:
        return frozenset(one for one, last in store.withdrawals().items() if last.state != "restaurado")


def perhaps(better: str) -> str:
    """What a reader is told of a corrected query."""
    return f"Quizá quisiste decir «{better}»."


@dataclass(frozen=True, slots=True)
class Desk:
    """The open index and the settings, shared by all requests of a process."""

    index: SearchIndex
    settings: Settings
    product: str = field(default_factory=lambda: version("habeas"))

    @property
    def is_sample(self) -> bool:
        """Whether what is served now is the sample court; False where nothing is served, so that a page can say so."""
        try:
            return isinstance(self.index, Sampling) and self.index.is_sample
        except NotDone:
            return False

    @property
    def home(self) -> Path:
        """The home that is served now."""
        return self.settings.sample_home if self.is_sample else self.settings.home

    def withdrawn(self) -> frozenset[RulingId]:
        """Ids that may not be shown: blocked or withdrawn; asked at each request, since it must not wait for a build."""
        stamp = self._stamp()
        return _withdrawn(self.home, stamp) if stamp else frozenset()

    def search(self, query: SearchQuery) -> SearchPage:
        """A page of rulings without those withdrawn since the index was built; counts are the index's until the next build. Raises BadQuery."""
        found, gone, better = self.index.search(query), self.withdrawn(), self.correction(query.q)
        shown = tuple(hit for hit in found.resultados if hit.id not in gone) if gone else found.resultados
        return replace(found, resultados=shown, avisos=(*found.avisos, perhaps(better)) if better else found.avisos)

    def paragraphs(self, query: SearchQuery) -> ParagraphPage:
        """A page of fundamentos, likewise."""
        found, gone, better = self.index.paragraphs(query), self.withdrawn(), self.correction(query.q)
        shown = tuple(hit for hit in found.resultados if hit.sentencia not in gone) if gone else found.resultados
        return replace(found, resultados=shown, avisos=(*found.avisos, perhaps(better)) if better else found.avisos)

    def correction(self, q: str) -> str | None:
        """The query with the words that no ruling holds replaced by likely ones; None when there are none."""
        return _correction(self.index, self.index.generation().name, q) if q.strip() else None

    def changes(self, since: int) -> tuple[Event, ...]:
        """The change log after number `since`, oldest first, at most CHANGES lines."""
        store = self._store()
        if store is None:
            return ()
        with store:
            return tuple(islice(store.events(since), CHANGES))

    def runs(self, limit: int = 10) -> tuple[Run, ...]:
        """The last runs of collecting and building commands, newest first."""
        store = self._store()
        if store is None:
            return ()
        with store:
            return tuple(islice(store.runs(), limit))

    def open_issues(self) -> Mapping[str, int]:
        """How many issue lines are open, by stage."""
        counts: dict[str, int] = {}
        store = self._store()
        if store is not None:
            with store:
                for issue in store.issues():
                    counts[issue.etapa] = counts.get(issue.etapa, 0) + 1
        return counts

    def alarms(self) -> tuple[Alarm, ...]:
        """The alarms that are on."""
        store = self._store()
        if store is None:
            return ()
        with store:
            return standing(store)

    def coverage(self, processes: Collection[str]) -> Covered:
        """What is announced and held of these processes; nothing where nothing was ever collected. Reckoned anew when the catalogue has changed."""
        stamp = self._stamp()
        return _covered(self.home, tuple(processes), stamp) if stamp else Covered(Coverage(), {}, {}, {}, "")

    def _stamp(self) -> tuple[tuple[int, int], ...]:
        """Tells one state of the catalogue from the next; () where there is none."""
        catalogue = self.home / "catalogo.sqlite"
        files = [path.stat() for path in (catalogue, catalogue.with_name("catalogo.sqlite-wal")) if path.is_file()]
        return tuple((file.st_mtime_ns, file.st_size) for file in files)

    def _store(self) -> RawStore | None:
        """The catalogue of the home; None where nothing was ever collected (a reader never creates one)."""
        return RawStore.open(self.home) if (self.home / "catalogo.sqlite").is_file() else None

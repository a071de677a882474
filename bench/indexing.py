"""From derivado.sqlite to an index that answers: rulings a second by the clock and of processor time, size, memory, and the first answer."""

import os
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from indexer.derived import Derived
from indexer.index.generations import build_generation, directory_of
from indexer.index.live import LiveIndex
from indexer.publishing import lots
from indexer.relate.relations import learn
from models.search import SearchQuery
from models.settings import Settings


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock and of all cores, other processes' included."""

    wall: float
    processor: float


@dataclass(frozen=True, slots=True)
class Indexing:
    """`size` of the generation and `memory` (the most that the builder and one of its processes held) in bytes; `first`: seconds from opening to an
    answer with facets."""

    rulings: int
    fundamentos: int
    relating: Cost
    indexing: Cost
    size: int
    memory: tuple[int, int]
    first: float

    @property
    def per_second(self) -> float:
        """Rulings a second by the clock, relating and indexing together."""
        return self.rulings / max(self.relating.wall + self.indexing.wall, 1e-9)


def indexing(home: Path) -> Indexing:
    """Relates the records of a home and indexes them in a folder of its own; what serves there stays as it is."""
    with tempfile.TemporaryDirectory() as folder, Derived.open(home) as derived:
        settings = Settings(home=Path(folder))
        with _timed() as relating:
            relations = learn(derived)
        with _timed() as building:
            generation = build_generation(settings, lots(derived, relations), "bench")
        began = time.perf_counter()
        index = LiveIndex(settings)
        index.search(SearchQuery(q="información"))
        first = time.perf_counter() - began
        found = index.paragraphs(SearchQuery(q="", modo="exacto")).total
        size = sum(path.stat().st_size for path in directory_of(settings.home, generation).rglob("*") if path.is_file())
    held = tuple(resource.getrusage(who).ru_maxrss * 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Indexing(generation.documents, found, relating[0], building[0], size, (held[0], held[1]), first)


def show(made: Indexing) -> str:
    """The figures as lines."""
    n = max(made.rulings, 1)
    costs = (("relacionar", made.relating), ("indexar", made.indexing))
    lines = [
        f"  {name:32} {made.rulings:6d} sentencias  {n / max(cost.wall, 1e-9):8.0f} por segundo, {1000 * cost.processor / n:.2f} ms de procesador cada una"
        for name, cost in costs
    ]
    return "\n".join(
        [
            *lines,
            f"  {'de los datos al índice':32} {made.rulings:6d} sentencias  {made.per_second:8.0f} por segundo ({made.fundamentos} fundamentos)",
            f"  tamaño {made.size / 1e6:.0f} MB, memoria {made.memory[0] / 1e6:.0f} MB y {made.memory[1] / 1e6:.0f} MB por proceso, "
            f"abrir y primera respuesta {1000 * made.first:.0f} ms",
        ]
    )


@contextmanager
def _timed() -> Iterator[list[Cost]]:
    """A list that holds the block's cost when it has ended."""
    cost: list[Cost] = []
    wall, before = time.perf_counter(), os.times()
    yield cost
    after = os.times()
    spent = (after[at] - before[at] for at in range(4))
    cost.append(Cost(time.perf_counter() - wall, sum(spent)))

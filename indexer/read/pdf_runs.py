"""Runs of glyphs on a page, and those among them that belong to no ruling: signature stamps printed over the text."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from indexer.read.noise import is_signed


@dataclass(slots=True)
class Run:
    """Glyphs set one after the other on one baseline in one size."""

    x0: float
    x1: float
    y: float
    size: float
    text: list[str] = field(default_factory=list)

    def string(self) -> str:
        return "".join(self.text)


_SMALL = 0.78
_NEXT_LINE = 2.4


def without_stamps(runs: Sequence[Run]) -> list[Run]:
    """The runs without stamps of digital signatures set in smaller type than the page's: the whole block of lines around each phrase of one, before
    its words can mix with the line that it was printed over."""
    seeds = [run for run in runs if is_signed(run.string())]
    if not seeds:
        return list(runs)
    usual = median([run.size for run in runs for _ in run.text])
    small = [run for run in runs if run.size < _SMALL * usual]
    waiting = [run for run in seeds if run.size < _SMALL * usual]
    gone = {id(run) for run in waiting}
    while waiting:
        seed = waiting.pop()
        for run in small:
            if id(run) not in gone and _beside(seed, run):
                gone.add(id(run))
                waiting.append(run)
    return [run for run in runs if id(run) not in gone]


def _beside(one: Run, other: Run) -> bool:
    """Whether two runs are lines of one block: of one size, one under the other, or parts of one line."""
    if abs(one.size - other.size) > 0.15 * one.size or abs(one.y - other.y) > _NEXT_LINE * one.size:
        return False
    return other.x0 < one.x1 + one.size and one.x0 < other.x1 + one.size

"""Page heads in two columns ("CORTE SUPREMA / DE JUSTICIA" beside "APELACIÓN N.° … / CUSCO"): read one column after the other, as they are meant."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.read.pdf_runs import Run
from indexer.read.rules import capitals

_TOP = 0.72
"""Heads end above this share of the page's height."""
_GUTTER = 1.2
"""Least room between two columns, in sizes of the type."""
_STEP = 2.2
_CASE = re.compile(r"\d\s?[-–/]\s?\d{4}")


@dataclass(frozen=True, slots=True)
class _Row:
    """The runs of one baseline, from left to right."""

    runs: tuple[Run, ...]

    @property
    def y(self) -> float:
        return self.runs[0].y

    @property
    def size(self) -> float:
        return max(run.size for run in self.runs)

    def gaps(self) -> list[tuple[float, float]]:
        """The rooms between its words that are wide enough for a gutter."""
        places = [run.words() for run in self.runs]
        return [(a[1], b[0]) for a, b in itertools.pairwise(places) if b[0] - a[1] >= _GUTTER * self.size]

    def beside(self, at: float) -> bool:
        """Whether no word stands at this place."""
        return all(run.words()[1] <= at or run.words()[0] >= at for run in self.runs)


def in_columns(runs: list[Run], height: float) -> list[list[Run]]:
    """The runs in the groups to be read one after the other: what stands above a head of two columns, its left one, its right one, the rest; all in
    one group where no such head is. A head is in capitals and names its case; signatures in two columns are read across."""
    rows = _rows([run for run in runs if run.y > _TOP * height and run.string().strip()])
    for start, row in enumerate(rows[:4]):
        if not _is_head(row):
            continue
        for low, high in row.gaps():
            block, middle = _block(rows[start:], (low, high))
            words = " ".join(run.string() for one in block for run in one.runs)
            if len(block) > 1 and _CASE.search(words):
                return _parted(runs, block, middle)
    return [runs]


def _rows(runs: Sequence[Run]) -> list[_Row]:
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: -run.y):
        if rows and rows[-1][0].y - run.y < 0.3 * run.size:
            rows[-1].append(run)
        else:
            rows.append([run])
    return [_Row(tuple(sorted(row, key=lambda run: run.x0))) for row in rows]


def _is_head(row: _Row) -> bool:
    return all(capitals(run.string()) or not any(map(str.isalpha, run.string())) for run in row.runs)


def _block(rows: Sequence[_Row], gutter: tuple[float, float]) -> tuple[list[_Row], float]:
    """The rows from the first on that leave one gutter free, and its middle."""
    low, high = gutter
    block: list[_Row] = []
    for row in rows:
        if block and (not _is_head(row) or block[-1].y - row.y > _STEP * row.size or not row.beside((low + high) / 2)):
            break
        for left, right in row.gaps():
            if left < (low + high) / 2 < right:
                low, high = max(low, left), min(high, right)
        block.append(row)
    return block, (low + high) / 2


def _parted(runs: list[Run], block: Sequence[_Row], middle: float) -> list[list[Run]]:
    inside = {id(run) for row in block for run in row.runs}
    above = [run for run in runs if id(run) not in inside and run.y > block[0].y]
    left = [run for row in block for run in row.runs if run.words()[0] < middle]
    right = [run for row in block for run in row.runs if run.words()[0] >= middle]
    below = [run for run in runs if id(run) not in inside and run.y <= block[0].y]
    return [part for part in (above, left, right, below) if part]

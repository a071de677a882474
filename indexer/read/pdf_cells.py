"""Tables on a page: runs sorted by the cell whose rules stand around them, because a row of a table read across mixes the words of its columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pdfminer.layout import LTCurve, LTRect

from indexer.read.pdf_runs import Run

_THIN, _SHORT_RULE, _LOW_RULE = 2.5, 12.0, 6.0
_REACH = 5.0
_MOST_RULES = 1500
"""A drawing, not a table: nothing is sought between so many strokes."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """A line from `low` to `high` at `at`: upright or lying."""

    at: float
    low: float
    high: float


_Cell = tuple[float, float, float, float]


def in_cells(runs: list[Run], curves: Sequence[LTCurve]) -> Iterator[tuple[int, list[Run]]]:
    """The runs outside tables (number 0) and those of each cell (1, 2, …): cells by rows, from left to right, what stands above a table before it."""
    lying, upright = _rules(curves)
    if len(upright) < 3 or len(lying) < 2 or len(curves) > _MOST_RULES:
        yield 0, runs
        return
    cells: dict[_Cell, list[Run]] = {}
    outside: list[Run] = []
    for run in [part for whole in runs for part in _within(whole, upright)]:
        cell = _cell(run, lying, upright) if run.string().strip() else None
        outside.append(run) if cell is None else cells.setdefault(cell, []).append(run)
    if len(cells) < 2:
        yield 0, runs
        return
    for number, (cell, inside) in enumerate(sorted(cells.items(), key=lambda item: (-round(item[0][0] / 3), item[0][1])), 1):
        above = [run for run in outside if run.y >= cell[0]]
        if above:
            yield 0, above
            outside = [run for run in outside if run.y < cell[0]]
        yield number, inside
    if outside:
        yield 0, outside


def _rules(curves: Sequence[LTCurve]) -> tuple[list[_Rule], list[_Rule]]:
    """Lying and upright rules: thin strokes and thin filled boxes; of a drawn box its four sides."""
    lying, upright = list[_Rule](), list[_Rule]()
    for item in curves:
        wide, high = item.width >= _SHORT_RULE, item.height >= _LOW_RULE
        if item.height < _THIN and wide:
            lying.append(_Rule((item.y0 + item.y1) / 2, item.x0, item.x1))
        elif item.width < _THIN and high:
            upright.append(_Rule((item.x0 + item.x1) / 2, item.y0, item.y1))
        elif isinstance(item, LTRect) and item.stroke and wide and high:
            lying += [_Rule(item.y0, item.x0, item.x1), _Rule(item.y1, item.x0, item.x1)]
            upright += [_Rule(item.x0, item.y0, item.y1), _Rule(item.x1, item.y0, item.y1)]
    return lying, upright


def _within(run: Run, upright: Sequence[_Rule]) -> list[Run]:
    """The run cut where upright rules cross it: narrow columns leave less room between their words than a justified line."""
    places = sorted({rule.at for rule in upright if rule.low <= run.y + 0.3 * run.size <= rule.high and run.x0 + 1 < rule.at < run.x1 - 1})
    return run.parted(places) if places else [run]


def _cell(run: Run, lying: Sequence[_Rule], upright: Sequence[_Rule]) -> _Cell | None:
    """(top, left, bottom, right) of the rules around the run's middle; None when one side is open."""
    x, y = (run.x0 + run.x1) / 2, run.y + 0.3 * run.size
    beside = [rule.at for rule in upright if rule.low - 2 <= y <= rule.high + 2]
    left, right = max((at for at in beside if at <= x), default=None), min((at for at in beside if at > x), default=None)
    if left is None or right is None:
        return None
    across = [rule.at for rule in lying if rule.low <= left + _REACH and rule.high >= right - _REACH]
    top, bottom = min((at for at in across if at >= y), default=None), max((at for at in across if at < y), default=None)
    return None if top is None or bottom is None else (round(top), round(left), round(bottom), round(right))

"""What is near what: over all places of two sides at once, in one text or in many that lie far apart."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.index.columns import Mask, Numbers
from indexer.index.query.tree import Near


@dataclass(frozen=True, slots=True)
class Places:
    """Where a side of a proximity stands: first word and the word behind the last, in order of the first."""

    starts: Numbers
    ends: Numbers

    def __len__(self) -> int:
        return len(self.starts)


def close(left: Places, right: Places, near: Near) -> Mask:
    """Which of the left places have a right one, apart from them, with at most distance - 1 words between (behind them, where ordered)."""
    if not len(left) or not len(right):
        return np.zeros(len(left), np.bool_)
    after = np.searchsorted(right.starts, left.ends)
    held = right.starts[np.minimum(after, len(right) - 1)] <= left.ends + near.distance - 1
    held &= after < len(right)
    if not near.ordered:
        ends = np.sort(right.ends)
        before = np.searchsorted(ends, left.starts, "right") - 1
        held |= (before >= 0) & (ends[np.maximum(before, 0)] >= left.starts - near.distance + 1)
    return np.asarray(held)


def together(left: Places, right: Places, left_in: Numbers, right_in: Numbers) -> Numbers:
    """The stretches (by the numbers that both sides' places carry, in order) that hold a left and a right place, apart from each other.

    Two places are apart in one of the orders; so some are, where the last of one side begins behind the end of the first of the other.
    """
    both = shared(_once(left_in), _once(right_in))
    if not len(both):
        return both
    first_left, last_left = _extremes(left, left_in, both)
    first_right, last_right = _extremes(right, right_in, both)
    return np.asarray(both[(last_right >= first_left) | (last_left >= first_right)])


def _once(ordered: Numbers) -> Numbers:
    """Each number once."""
    return np.asarray(ordered[np.flatnonzero(np.diff(ordered, prepend=-1))])


def shared(one: Numbers, other: Numbers | NDArray[np.uint32]) -> Numbers:
    """The numbers of `one` that `other` has too; each has them in order, and once."""
    if not len(one) or not len(other):
        return one[:0]
    at = np.searchsorted(other, one.astype(other.dtype))
    return np.asarray(one[other[np.minimum(at, len(other) - 1)] == one])


def _extremes(side: Places, stretches: Numbers, wanted: Numbers) -> tuple[Numbers, Numbers]:
    """The earliest end and the latest start of the places in each wanted stretch."""
    at = np.searchsorted(wanted, stretches)
    inside = wanted[np.minimum(at, len(wanted) - 1)] == stretches
    ends = np.full(len(wanted), np.iinfo(np.int64).max)
    starts = np.full(len(wanted), -1, np.int64)
    np.minimum.at(ends, at[inside], side.ends[inside])
    np.maximum.at(starts, at[inside], side.starts[inside])
    return ends, starts

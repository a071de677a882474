"""Series of near-identical rulings against one institution (domain.md §0.12): ONP contributions, dismissed workers, one claimant's hundred suits.

Two rulings are near when they sue an institution in common and share NEAR of the pairs of their reasons: the same words against another body are the
Court's formula (costs, above all), not a series. Near ones are joined, and a chain of neighbours is cut by its middle: every member must be LIKE the
ruling that is most like the others. The sketches propose, the pairs themselves decide whatever the sketches leave open.

A series bears the id of its oldest ruling: later ones join it, or join two, which leaves the older name. Only a middle that moves can drop the
oldest: of 1,934 series before 2020 in 42,195 rulings, 4 have another name with the rulings of 2020 to 2024.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from indexer.relate.shapes import BINS, estimates, occupied
from indexer.workers import cores
from models.ids import RulingId

NEAR = 0.45
"""Pairs in common with a neighbour. Read by eye around it: from 0.40 on all pairs against one institution were copies; 0.40 joins what only shares
the formula of access between two requests of one claimant."""
LIKE = 0.30
"""Pairs in common with the middle of the series."""
_MARGIN = 0.09
"""Three standard deviations of a sketch: within it the pairs are counted."""
_TRIED = 3
"""Doubtful neighbours that are counted for a ruling: its best ones; a series has many ways to be joined."""
_SAMPLE = 400
"""Members that a long series is compared with to find its middle."""


@dataclass(frozen=True, slots=True)
class Member:
    """What grouping needs to know of a ruling; `key` finds its pairs."""

    ruling: RulingId
    fecha: str | None
    bodies: tuple[str, ...]
    key: str
    size: int
    sketch: bytes


@dataclass(frozen=True, slots=True)
class Belongs:
    """The series of a ruling and how like its middle it is."""

    serie: RulingId
    likeness: float


def series(members: Sequence[Member], likeness: Callable[[str, str], float]) -> Mapping[RulingId, Belongs]:
    """The series of every ruling that has one. `likeness` counts the pairs that two keys have in common."""
    known = sorted((one for one in members if one.size), key=_age)
    sketches = np.frombuffer(b"".join(one.sketch for one in known), np.uint8).reshape(-1, BINS)
    joined = _Joined(len(known))
    doubtful: list[tuple[float, int, int]] = []
    with ThreadPoolExecutor(cores()) as threads:  # numpy works on all cores at once
        for sure, unsure in threads.map(partial(_compared, known, sketches), _blocks(known)):
            doubtful += unsure
            for one, other in sure:
                joined.join(one, other)
    for _, one, other in sorted(doubtful, reverse=True):
        if joined.root(one) != joined.root(other) and likeness(known[one].key, known[other].key) >= NEAR:
            joined.join(one, other)
    found: dict[RulingId, Belongs] = {}
    for chain in joined.groups():
        for group, near in _cut(sketches, chain):
            oldest = known[int(group.min())].ruling
            found.update({known[int(place)].ruling: Belongs(oldest, float(like)) for place, like in zip(group, near, strict=True)})
    return found


def _age(member: Member) -> tuple[str, str]:
    return member.fecha or "9999", str(member.ruling)


def _blocks(known: Sequence[Member]) -> Iterator[list[int]]:
    """Places of the rulings against each institution, the shortest reasons first."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, member in enumerate(known):
        for body in member.bodies:
            blocks[body].append(place)
    for _, block in sorted(blocks.items()):
        if len(block) > 1:
            yield sorted(block, key=lambda place: (known[place].size, place))


def _compared(
    known: Sequence[Member], sketches: NDArray[np.uint8], block: Sequence[int]
) -> tuple[list[tuple[int, int]], list[tuple[float, int, int]]]:
    """The pairs of a block that the sketches settle, and the best of what they leave open."""
    sizes = np.array([known[place].size for place in block])
    mine, places = sketches[block], np.array(block)
    taken = occupied(mine)
    reach = np.searchsorted(sizes, sizes / (NEAR - _MARGIN), side="right")  # reasons twice as long can't be near
    sure: list[tuple[int, int]] = []
    doubtful: list[tuple[float, int, int]] = []
    for row, place in enumerate(block):
        window = slice(row + 1, reach[row])
        guessed = estimates(mine[row], mine[window], taken[window])
        others = places[window]
        sure += [(place, int(other)) for other in others[guessed >= NEAR + _MARGIN]]
        open_ones = np.flatnonzero((guessed >= NEAR - _MARGIN) & (guessed < NEAR + _MARGIN))
        best = open_ones[np.argsort(-guessed[open_ones], kind="stable")[:_TRIED]]
        doubtful += [(float(guessed[one]), place, int(others[one])) for one in best]
    return sure, doubtful


def _cut(sketches: NDArray[np.uint8], chain: Sequence[int]) -> Iterator[tuple[NDArray[np.intp], NDArray[np.float64]]]:
    """The chain's groups around their middles, with each member's likeness to it. What is left over has lost its links: it must be NEAR a middle."""
    left, wanted = np.array(chain), LIKE
    while len(left) > 1:
        sample, theirs = left[:: -(-len(left) // _SAMPLE)], sketches[left]
        taken = occupied(theirs)
        closeness = sum(estimates(sketches[one], theirs, taken) for one in sample)
        near = estimates(theirs[int(np.argmax(closeness))], theirs, taken)
        inside = near >= wanted
        if inside.sum() > 1:
            yield left[inside], near[inside]
        left, wanted = left[~inside], NEAR


class _Joined:
    """Disjoint sets of places."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def root(self, place: int) -> int:
        """The oldest place of its set."""
        while self._above[place] != place:
            self._above[place] = self._above[self._above[place]]
            place = self._above[place]
        return place

    def join(self, one: int, other: int) -> None:
        """Makes one set of two."""
        first, second = sorted((self.root(one), self.root(other)))
        self._above[second] = first

    def groups(self) -> Iterator[list[int]]:
        """Every set of two or more, places in order."""
        sets: dict[int, list[int]] = defaultdict(list)
        for place in range(len(self._above)):
            sets[self.root(place)].append(place)
        yield from (one for one in sets.values() if len(one) > 1)

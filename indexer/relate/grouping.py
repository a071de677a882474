"""The series of a collection, with its shapes kept from build to build."""

from collections.abc import Mapping
from functools import lru_cache

from indexer.derived import Derived
from indexer.relate.facts import Facts
from indexer.relate.series import Member, series
from indexer.relate.shapes import likeness
from models.ids import RulingId

_HELD = 4096
"""Shapes in memory at a time while pairs are counted, about 2 kB each."""


class Shaping:
    """Takes every ruling of a collection, then says which are near-duplicates. Memory: a sketch a ruling."""

    def __init__(self, derived: Derived) -> None:
        self._derived = derived
        self._known = derived.sketches()
        self._members: list[Member] = []

    def add(self, one: Facts) -> None:
        """One ruling's facts; one without a text has no shape."""
        if one.shape in self._known:
            self._members.append(Member(one.name, one.fecha, one.bodies, one.shape, *self._known[one.shape]))

    def series(self) -> Mapping[RulingId, tuple[RulingId, float]]:
        """The series of every ruling that has one, with its likeness to the middle; shapes of rulings that are gone are forgotten."""
        self._derived.drop_shapes(self._known.keys() - {one.key for one in self._members})
        pairs = lru_cache(maxsize=_HELD)(self._derived.pairs)
        found = series(self._members, lambda one, other: likeness(pairs(one), pairs(other)))
        self._derived.commit()
        return {name: (one.serie, one.likeness) for name, one in found.items()}

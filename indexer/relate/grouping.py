"""The series of a collection, with its shapes kept from build to build."""

from collections.abc import Mapping
from functools import lru_cache

from indexer.derived import Derived, TextKey
from indexer.relate.series import Member, series
from indexer.relate.shapes import likeness, shape, shape_key
from models.ids import RulingId
from models.ruling import Ruling

_HELD = 4096
"""Shapes in memory at a time while pairs are counted, about 2 kB each."""


class Shaping:
    """Takes every ruling of a collection, then says which are near-duplicates. Memory: a sketch a ruling."""

    def __init__(self, derived: Derived) -> None:
        self._derived = derived
        self._known = derived.sketches()
        self._members: list[Member] = []

    def add(self, ruling: Ruling, key: TextKey) -> None:
        """One ruling; its text is read only where its shape is not known yet. One without a text has none."""
        wanted = shape_key(ruling, ruling.texto_sha256)
        if wanted not in self._known:
            document = self._derived.text(key)
            if document is None:
                return
            made = shape(ruling, document.text)
            self._derived.put_shape(wanted, made.size, made.sketch, made.pairs)
            self._known[wanted] = (made.size, made.sketch)
        self._members.append(Member(RulingId(ruling.id), ruling.fecha, ruling.entidades_slug, wanted, *self._known[wanted]))

    def series(self) -> Mapping[RulingId, tuple[RulingId, float]]:
        """The series of every ruling that has one, with its likeness to the middle; shapes of rulings that are gone are forgotten."""
        self._derived.drop_shapes(self._known.keys() - {one.key for one in self._members})
        pairs = lru_cache(maxsize=_HELD)(self._derived.pairs)
        found = series(self._members, lambda one, other: likeness(pairs(one), pairs(other)))
        self._derived.commit()
        return {name: (one.serie, one.likeness) for name, one in found.items()}

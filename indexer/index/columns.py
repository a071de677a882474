"""Facets and dates of every ruling as columns in memory, so that a page's counts cost a few additions a ruling (search-engine.md §2.3).

A ruling's values of one facet are one of few different sets (most benches sat together hundreds of times), and the sets of all the small
facets together are one of a few thousand *bundles*. Counting adds up bundles and sets over the rulings of an answer, and only then values.
A ruling is named by its place in the generation, in the order in which it was added.
"""

import json
import sqlite3
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from models.search import FACETS, Filter

Mask: TypeAlias = NDArray[np.bool_]
"""Which rulings (or fundamentos) of a generation, by place."""
Numbers: TypeAlias = NDArray[np.int64]

TABLE = "CREATE TABLE columnas (nombre TEXT PRIMARY KEY, datos BLOB NOT NULL) STRICT, WITHOUT ROWID;"
BUNDLED = 12
"""Different sets up to which a facet is counted in the bundle."""
_NO_DAY = 0


class ColumnsWriter:
    """Collects the columns while rulings stream by: a few numbers a ruling, each different set once."""

    def __init__(self) -> None:
        self._keys = array("Q")
        self._of = {facet: array("I") for facet in FACETS}
        self._sets: dict[str, dict[tuple[str, ...], int]] = {facet: {} for facet in FACETS}
        self._days = array("I")

    def add(self, clave: int, values: Mapping[str, tuple[str, ...]], days: tuple[int, int, int, int]) -> None:
        """A ruling's key, its values by facet, and its four days (schema.DATES; 0 = unknown)."""
        self._keys.append(clave)
        self._days.extend(days)
        for facet, found in values.items():
            sets = self._sets[facet]
            self._of[facet].append(sets.setdefault(found, len(sets)))

    def write(self, db: sqlite3.Connection) -> None:
        """All of it into TABLE."""
        columns = {"claves": self._keys.tobytes(), "dias": self._days.tobytes()}
        small = [facet for facet in FACETS if len(self._sets[facet]) <= BUNDLED]
        bundles: dict[tuple[int, ...], int] = {}
        rows = (tuple(self._of[facet][place] for facet in small) for place in range(len(self._keys)))
        columns["lotes"] = array("I", [bundles.setdefault(row, len(bundles)) for row in rows]).tobytes()
        for facet in FACETS:
            bundled = facet in small
            of = array("I", [one[small.index(facet)] for one in bundles]) if bundled else self._of[facet]
            columns[f"de:{facet}"] = of.tobytes()
            names: dict[str, int] = {}
            flat = array("I", [names.setdefault(value, len(names)) for found in self._sets[facet] for value in found])
            columns[f"largo:{facet}"] = array("I", map(len, self._sets[facet])).tobytes()
            columns[f"valor:{facet}"] = flat.tobytes()
            columns[f"nombre:{facet}"] = json.dumps([bundled, list(names)], ensure_ascii=False).encode("utf-8", "surrogatepass")
        db.executemany("INSERT INTO columnas VALUES (?, ?)", columns.items())


@dataclass(frozen=True)
class _Facet:
    """`of`: ruling (or bundle) → set; `flat`: the values of all sets, one set after the other, where each `begins` and of what `lengths`."""

    bundled: bool
    of: Numbers
    lengths: Numbers
    begins: Numbers
    flat: Numbers
    single: Numbers | None
    """The sets that hold a value, where every value is alone in one."""
    names: Sequence[str]

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Value → its number; made when a filter first asks, since opening must be quick."""
        return {name: number for number, name in enumerate(self.names)}

    def having(self, values: Sequence[str]) -> Mask:
        """Which sets hold one of the values."""
        wanted = np.zeros(len(self.names) + 1, np.bool_)
        wanted[[self.numbers[value] for value in values if value in self.numbers]] = True
        holders = np.repeat(np.arange(len(self.lengths)), self.lengths)[wanted[self.flat]]
        return np.bincount(holders, minlength=len(self.lengths)) > 0

    def values(self, sets: NDArray[np.float64] | Numbers) -> Numbers:
        """How often each value stands in so many of each set; where few of many sets occur, only those are looked at."""
        if self.single is not None:
            found = np.zeros(len(self.names), np.int64)
            found[self.flat] = sets[self.single]
            return found
        flat, lengths = self.flat, self.lengths
        occurring = np.flatnonzero(sets)
        if len(occurring) * 2 < len(sets):
            lengths, sets = lengths[occurring], sets[occurring]
            before = np.cumsum(lengths) - lengths
            flat = flat[np.repeat(self.begins[occurring] - before, lengths) + np.arange(lengths.sum())]
        return np.bincount(flat, np.repeat(sets, lengths), len(self.names)).astype(np.int64)


class Columns:
    """The columns of a finished generation. Never changed, so safe between threads."""

    def __init__(self, db: sqlite3.Connection) -> None:
        stored = dict(db.execute("SELECT nombre, datos FROM columnas"))
        self.keys = np.frombuffer(stored["claves"], np.uint64).astype(np.int64)
        """Key of the ruling at each place."""
        self._order = np.argsort(self.keys, kind="stable")
        self._sorted = self.keys[self._order]
        self._days = np.frombuffer(stored["dias"], np.uint32).reshape(-1, 4)
        self._bundle = _numbers(stored["lotes"])
        self._bundles = int(self._bundle.max(initial=-1)) + 1
        self._facets = {facet: _facet(stored, facet) for facet in FACETS}

    def __len__(self) -> int:
        return len(self.keys)

    def places(self, keys: Numbers) -> Numbers:
        """The places of rulings that are here, by their keys."""
        return np.asarray(self._order[np.searchsorted(self._sorted, keys)], np.int64)

    def filtered(self, one: Filter) -> Mask:
        """The rulings with any of the values, or with none at all where asked; none of those excluded."""
        facet = self._facets[one.facet]
        sets = facet.having(one.values)
        if one.empty:
            sets |= facet.lengths == 0
        if not one.values and not one.empty:
            sets[:] = True
        if one.excluded:
            sets &= ~facet.having(one.excluded)
        chosen = sets[facet.of]
        return np.asarray(chosen[self._bundle] if facet.bundled else chosen)

    def within(self, which: int, low: int | None, high: int | None) -> Mask:
        """The rulings whose date of decision (0) or publication (1) is known and lies inside, as compile_tantivy.within."""
        begins, ends = self._days[:, which * 2], self._days[:, which * 2 + 1]
        return np.asarray((begins != _NO_DAY) & (begins >= (low or 0)) & (ends <= (high or 9999_12_31)))

    def counts(self, members: Mask, facets: Sequence[str]) -> Mapping[str, Numbers]:
        """Facet → in how many of these rulings each of its values (`names`) stands. Of a large part of all, what is missing is counted."""
        inside = int(np.count_nonzero(members))
        if inside * 2 <= len(members):
            return self._added(np.flatnonzero(members), facets)
        missing = self._added(np.flatnonzero(~members), facets)
        return {facet: self._totals[facet] - missing[facet] for facet in facets}

    def names(self, facet: str) -> Sequence[str]:
        """The values of a facet, in the order of its counts."""
        return self._facets[facet].names

    def numbers(self, facet: str, values: Sequence[str]) -> list[int]:
        """Where the values stand among `names`; those that no ruling has are left out."""
        known = self._facets[facet].numbers if values else {}
        return [known[value] for value in values if value in known]

    @cached_property
    def _totals(self) -> Mapping[str, Numbers]:
        return self._added(np.arange(len(self)), FACETS)

    def _added(self, places: Numbers, facets: Sequence[str]) -> Mapping[str, Numbers]:
        bundles = np.bincount(self._bundle[places], minlength=self._bundles).astype(np.float64)
        found: dict[str, Numbers] = {}
        for name in facets:
            facet = self._facets[name]
            members, weights = (facet.of, bundles) if facet.bundled else (facet.of[places], None)
            sets = np.bincount(members, weights, len(facet.lengths))
            found[name] = facet.values(sets)
        return found


def _facet(stored: Mapping[str, bytes], facet: str) -> _Facet:
    bundled, names = json.loads(stored[f"nombre:{facet}"])
    of, lengths, flat = (_numbers(stored[f"{part}:{facet}"]) for part in ("de", "largo", "valor"))
    single = np.flatnonzero(lengths) if len(flat) == len(names) and lengths.max(initial=0) <= 1 else None
    return _Facet(bundled, of, lengths, np.cumsum(lengths) - lengths, flat, single, names)


def _numbers(packed: bytes) -> Numbers:
    return np.frombuffer(packed, np.uint32).astype(np.int64)

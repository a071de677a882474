"""Which words of a vocabulary a leaf of the tree means: as a table over the words' numbers, to look all words of a text up at once."""

import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.index.analysis import ENYE, stem_of
from indexer.index.query.tree import Phrase, Wildcard, Word
from indexer.index.units import Unit, compiled, exact_units, stem_units

Table: TypeAlias = NDArray[np.bool_]
"""Word number → whether it is meant."""

ASKED = 64
"""Tables that a generation keeps, a byte a word of its vocabulary each."""
_LAST = "\U0010ffff"


class Lexicon(Protocol):
    """A vocabulary whose words have numbers. None stands for a table of none."""

    def stemming_to(self, stem: str) -> Table | None:
        """The words with that stem."""

    def fitting(self, unit: Unit, lenient: bool) -> Table | None:
        """The words that the unit asks for; `lenient`: in a text whose source lost its ñ."""


Leaf = Word | Phrase | Wildcard


def tables(leaf: Leaf, lexicon: Lexicon, lenient: bool) -> list[Table]:
    """The words that may stand at each place of the leaf, side by side; [] where one of them is in no text."""
    if isinstance(leaf, Word):
        found = [lexicon.stemming_to(stem) for stem in stem_units(leaf)]
    else:
        found = [lexicon.fitting(unit, lenient) for unit in exact_units(leaf)]
    known = [table for table in found if table is not None]
    return known if len(known) == len(found) else []


def firsts(ids: NDArray[np.integer[Any]], wanted: Sequence[Table]) -> NDArray[np.int64]:
    """Where the words stand side by side: the places of the first ones."""
    width = len(wanted)
    if not wanted or len(ids) < width:
        return np.zeros(0, np.int64)
    found = np.flatnonzero(wanted[0][ids[: len(ids) - width + 1]])
    for step in range(1, width):
        found = found[wanted[step][ids[found + step]]]
    return found


class ListedWords:
    """The vocabulary of one text: word i is the list's i-th."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words

    def stemming_to(self, stem: str) -> Table | None:
        """Stemming cuts and changes ends only, never the first two letters: most words need not be stemmed to know."""
        heads = tuple("".join(letters) for letters in product(*((c, ENYE) if c == "n" else (c,) for c in stem[:2])))
        return self._table([number for number, word in enumerate(self._words) if word.startswith(heads) and stem_of(word) == stem])

    def fitting(self, unit: Unit, lenient: bool) -> Table | None:
        """By the unit's pattern, or as it stands."""
        if unit.literal is not None and not (lenient and unit.has_enye):
            return self._table([self._words.index(unit.literal)] if unit.literal in self._words else [])
        fits = compiled(unit, lenient).fullmatch
        return self._table([number for number, word in enumerate(self._words) if fits(word)])

    def _table(self, numbers: list[int]) -> Table | None:
        return _table(numbers, len(self._words))


class KeptWords:
    """The vocabulary of a generation: table `vocabulario`, asked once a leaf. Safe between threads."""

    def __init__(self, db: sqlite3.Connection, size: int) -> None:
        self._db, self._size = db, size
        self.stemming_to = lru_cache(ASKED)(self._stemming_to)
        self.fitting = lru_cache(ASKED)(self._fitting)

    def _stemming_to(self, stem: str) -> Table | None:
        return self._found("raiz = ?", stem)

    def _fitting(self, unit: Unit, lenient: bool) -> Table | None:
        if unit.literal is not None and not (lenient and unit.has_enye):
            return self._found("palabra = ?", unit.literal)
        pattern = unit.glob(lenient)
        start = pattern.translate(str.maketrans("*?[", "***")).partition("*")[0]
        return self._found("palabra >= ? AND palabra < ? AND palabra GLOB ?", start, start + _LAST, pattern)

    def _found(self, condition: str, *values: str) -> Table | None:
        rows = self._db.execute(f"SELECT numero FROM vocabulario WHERE {condition}", values)
        return _table([number for (number,) in rows], self._size)


def _table(numbers: list[int], size: int) -> Table | None:
    if not numbers:
        return None
    table = np.zeros(size, np.bool_)
    table[numbers] = True
    return table

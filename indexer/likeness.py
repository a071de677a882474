"""How far two texts hold the same words: what tells another copy of one resolution from another resolution.

Copies of one resolution differ in letters (OCR of two scans, a note more, a page head less), never in what they say; two resolutions of one case
share their header and their parties, and little more.
"""

import re
from dataclasses import dataclass, field

from indexer.derived import Derived, TextKey
from models.ids import fold

WIDTH = 3
"""Words of a shingle: long enough that two rulings of one case share few, short enough that one letter in fifty misread leaves three of four."""
SHORTEST = 40
"""Shingles below which a text is too short to be told by."""
_WORD = re.compile(r"[a-z0-9]+")
_UNEVEN = 3
"""A text so many times as long as the other is no copy of it, whatever they share."""


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Every run of WIDTH words, marks and case left out."""
    words = _WORD.findall(fold(text))
    return frozenset(zip(*(words[start:] for start in range(WIDTH)), strict=False))


def likeness(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    """The share (0–1) of the shorter text's shingles that the longer one holds; 0 where one is too short to tell, or far longer than the other.

    Of the shorter and not of both: a copy with its votes, or with the pages that another scan lacks, is a copy.
    """
    short, long = sorted((len(one), len(other)))
    if short < SHORTEST or long > _UNEVEN * short:
        return 0.0
    return len(one & other) / short


@dataclass(slots=True)
class Texts:
    """The shingles of read files, each made once."""

    derived: Derived
    _made: dict[TextKey, frozenset[tuple[str, ...]]] = field(default_factory=dict)

    def likeness(self, one: TextKey, other: TextKey) -> float:
        """Of the texts of two files; 0 where either was not read."""
        return likeness(self._of(one), self._of(other))

    def forget(self) -> None:
        """Lets go of what was made: groups are compared one after the other, and memory stays flat."""
        self._made.clear()

    def _of(self, key: TextKey) -> frozenset[tuple[str, ...]]:
        if key not in self._made:
            text = self.derived.text(key)
            self._made[key] = shingles(text.text) if text is not None else frozenset()
        return self._made[key]

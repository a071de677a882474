"""Digests searched by their words (BM25), in memory: some thousand short texts, the same for every engine."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

_K1, _B = 1.2, 0.75
"""The usual ones, as both engines have them."""


class WordIndex:
    """Texts given as stems, found by place."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._many = len(texts)
        lengths = np.array([len(text) for text in texts], np.float64)
        self._norm = _K1 * (1 - _B + _B * lengths / lengths.mean()) if self._many and lengths.any() else np.ones(self._many)
        found: dict[str, tuple[list[int], list[int]]] = {}
        for place, text in enumerate(texts):
            for stem, times in Counter(text).items():
                places, counts = found.setdefault(stem, ([], []))
                places.append(place)
                counts.append(times)
        self._postings = {stem: (np.array(places), np.array(counts, np.float64)) for stem, (places, counts) in found.items()}

    def scores(self, stems: Iterable[str]) -> NDArray[np.float64]:
        """The score of each text, 0 where it has none of the stems."""
        total = np.zeros(self._many)
        for stem in dict.fromkeys(stems):
            if stem in self._postings:
                places, counts = self._postings[stem]
                rarity = np.log(1 + (self._many - len(places) + 0.5) / (len(places) + 0.5))
                total[places] += rarity * counts * (_K1 + 1) / (counts + self._norm[places])
        return total

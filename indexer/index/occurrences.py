"""Where each word of the vocabulary stands in all rulings: the forward files turned round, for proximities whose words are in many rulings.

DIR/apariciones.bin  4 bytes a place: the word's number within its block, in order, one word of the vocabulary after the other
   /hasta.bin        4 bytes a word of the vocabulary as it was then: where its places in the block end
   /bloques.bin      4 × 8 bytes a block of some millions of words: its first word, where its places and its ends begin, and how many ends it has
A block is sorted as soon as it is full, so that building holds no more than one.
"""

import os
import weakref
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.index.columns import Numbers

BLOCK = 8_000_000
"""Words from which a block is closed."""
_PLACES, _ENDS, _BLOCKS = "apariciones.bin", "hasta.bin", "bloques.bin"


class OccurrencesWriter:
    """Writes the files as rulings stream by."""

    def __init__(self, directory: Path) -> None:
        self._places, self._ends, self._blocks = ((directory / name).open("wb") for name in (_PLACES, _ENDS, _BLOCKS))
        self._held: list[NDArray[np.uint32]] = []
        self._words = self._first = self._ends_written = 0

    def add(self, ids: NDArray[np.uint32], vocabulary: int) -> None:
        """The words of one ruling, and how many different ones there are so far."""
        self._held.append(ids)
        self._words += len(ids)
        if self._words - self._first >= BLOCK:
            self._close_block(vocabulary)

    def close(self, vocabulary: int | None) -> None:
        """Closes the files; `vocabulary` None: not every ruling was added."""
        try:
            if vocabulary is not None and self._held:
                self._close_block(vocabulary)
        finally:
            for file in (self._places, self._ends, self._blocks):
                file.close()

    def _close_block(self, vocabulary: int) -> None:
        ids = np.concatenate(self._held).astype(np.uint64)
        ends = np.cumsum(np.bincount(ids.astype(np.int64), minlength=vocabulary)).astype(np.uint32)
        ids <<= np.uint64(32)
        ids |= np.arange(len(ids), dtype=np.uint64)
        ids.sort()
        self._places.write((ids & np.uint64(0xFFFFFFFF)).astype(np.uint32).tobytes())
        self._ends.write(ends.tobytes())
        self._blocks.write(np.array([self._first, self._first, self._ends_written, len(ends)], np.uint64).tobytes())
        self._ends_written += len(ends)
        self._first = self._words
        self._held.clear()


class Occurrences:
    """The files of a finished generation. Safe between threads; they may be deleted while they are in use."""

    def __init__(self, directory: Path) -> None:
        self._files = {name: os.open(directory / name, os.O_RDONLY) for name in (_PLACES, _ENDS)}
        self.close = weakref.finalize(self, _close, tuple(self._files.values()))
        """Closes the files; whoever lets the object go need not."""
        self._blocks: Sequence[Sequence[int]] = np.fromfile(directory / _BLOCKS, np.uint64).reshape(-1, 4).tolist()

    def of(self, words: Sequence[int]) -> Numbers:
        """Every place where one of the words (by number) stands, counted over all rulings, in order."""
        found = [np.zeros(0, np.int64)]
        for first, places, ends, known in self._blocks:
            parts = [self._part(places, ends, word) for word in words if word < known]
            here = np.concatenate(parts) if parts else np.zeros(0, np.uint32)
            if len(parts) > 1:
                here.sort()
            found.append(here.astype(np.int64) + first)
        return np.concatenate(found)

    def _part(self, places: int, ends: int, word: int) -> NDArray[np.uint32]:
        """The places of a word in a block."""
        known = self._read(_ENDS, ends + max(word - 1, 0), ends + word + 1)
        first, end = (0, int(known[0])) if word == 0 else (int(known[0]), int(known[1]))
        return self._read(_PLACES, places + first, places + end)

    def _read(self, name: str, first: int, end: int) -> NDArray[np.uint32]:
        return np.frombuffer(os.pread(self._files[name], (end - first) * 4, first * 4), np.uint32)


def _close(files: Sequence[int]) -> None:
    for file in files:
        os.close(file)

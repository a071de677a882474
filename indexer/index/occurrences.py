"""Where each word of the vocabulary stands in all rulings: the forward files turned round, for proximities whose words are in many rulings.

DIR/apariciones.bin  4 bytes a place: the word's number within its block, in order, one word of the vocabulary after the other
   /hasta.bin        4 bytes a word of the vocabulary as it was then: where its places in the block end
   /bloques.bin      4 × 8 bytes a block of some millions of words: its first word, where its places and its ends begin, and how many ends it has
A block is sorted as soon as it is full, so that building holds no more than one.
"""

import os
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.index.columns import Numbers

BLOCK = 8_000_000
"""Words from which a block is closed."""
_MOST = 0xFFFF_FFFF
_Block: TypeAlias = tuple[int, int, NDArray[np.uint32]]
"""Number of its first word, where its places begin in their file, and where each word's end."""
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
        self._file = os.open(directory / _PLACES, os.O_RDONLY)
        self.close = weakref.finalize(self, os.close, self._file)
        """Closes the file; whoever lets the object go need not."""
        ends = np.fromfile(directory / _ENDS, np.uint32)
        blocks: list[list[int]] = np.fromfile(directory / _BLOCKS, np.uint64).reshape(-1, 4).tolist()
        self._blocks = [(first, places, ends[at : at + known]) for first, places, at, known in blocks]

    def how_many(self, words: Numbers) -> int:
        """How many places the words (by number) have."""
        return sum(int((ends - begins).sum()) for _, begins, ends in self._stretches(words))

    def of(self, words: Numbers) -> NDArray[np.uint32] | Numbers:
        """Every place where one of the words stands, counted over all rulings, in order; in 4 bytes each where that is enough."""
        found: list[NDArray[Any]] = [np.zeros(0, np.uint32)]
        for (first, places, _), begins, ends in self._stretches(words):
            parts = [
                self._read(places + begin, places + end) for begin, end in zip(begins.tolist(), ends.tolist(), strict=True) if begin < end
            ]
            here = np.concatenate(parts) if parts else np.zeros(0, np.uint32)
            if len(parts) > 1:
                here.sort()
            found.append(here + np.uint32(first) if first <= _MOST - BLOCK * 2 else here.astype(np.int64) + first)
        return np.concatenate(found)

    def _stretches(self, words: Numbers) -> Iterator[tuple[_Block, Numbers, Numbers]]:
        """Of each block where the places of each word begin and end."""
        for block in self._blocks:
            ends = block[2]
            known = words[words < len(ends)]
            begins = np.where(known > 0, ends[np.maximum(known - 1, 0)], 0)
            yield block, begins.astype(np.int64), ends[known].astype(np.int64)

    def _read(self, first: int, end: int) -> NDArray[np.uint32]:
        return np.frombuffer(os.pread(self._file, (end - first) * 4, first * 4), np.uint32)

"""The words of all rulings of a generation as numbers, one ruling after the other: what passages are marked by and proximities verified in.

DIR/palabras.bin    4 bytes a word: its number in the generation's vocabulary
   /blancos.bin     1 byte a word: characters between it and the word before
   /frases.bin      4 bytes each: the first words of a ruling's sentences but its first
   /lineas.bin      the same of its paragraphs
   /numerados.bin   8 bytes each: first word of a fundamento, and the word behind its last
   /filas.bin       5 × 8 bytes a ruling: where each of these ends, and whether its source lost its ñ
   /largos.bin      1 byte a word of the vocabulary: its letters
A word begins where the one before it ends, plus the characters between: places cost a byte a word. Words whose letters are not those of their
form, or that a long gap precedes, are told apart (`odd`). Read by pread: what is asked for takes memory only while it is looked at.
"""

import os
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BufferedWriter
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.index.analysis import Words
from indexer.index.columns import Numbers
from indexer.index.cutting import Cut, Places, Ranges
from indexer.index.lexicon import Lexicon
from indexer.index.occurrences import Occurrences, OccurrencesWriter

FOLDER = "palabras"
Odd: TypeAlias = Sequence[Sequence[int]]
"""(word, characters before it, its length) of words that the rule does not place."""

_PARTS = ("palabras", "frases", "lineas", "numerados")
_GAPS, _ROWS, _LENGTHS = "blancos", "filas", "largos"
_MOST, _MOST_IN_4 = 0xFF, 0xFFFF_FFFF


@dataclass(frozen=True, slots=True)
class Parted:
    """One ruling's words and cuts, packed as the files have them; `ids` are still those of its own vocabulary, `odd` is kept beside its text."""

    ids: bytes
    gaps: bytes
    sentences: bytes
    paragraphs: bytes
    numbered: bytes
    odd: Odd


def part(words: Words, made: Cut) -> Parted:
    """The ruling's words and cuts, packed."""
    local = np.array(words.ids, np.uint32)
    starts, ends = np.array(words.starts, np.int64), np.array(words.ends, np.int64)
    lengths, gaps = ends - starts, np.diff(starts, prepend=0)
    gaps[1:] -= lengths[:-1]
    expected = np.minimum(np.fromiter(map(len, words.vocabulary), np.int64, len(words.vocabulary)), _MOST)[local]
    odd = np.flatnonzero((gaps > _MOST) | (lengths != expected))
    sentences, paragraphs, numbered = (np.array(cuts, np.uint32).tobytes() for cuts in (made.sentences, made.paragraphs, made.numbered))
    told = np.stack([odd, gaps[odd], lengths[odd]], axis=1).tolist()
    return Parted(local.tobytes(), np.minimum(gaps, _MOST).astype(np.uint8).tobytes(), sentences, paragraphs, numbered, told)


class _Numbers(dict[str, int]):
    """A number for each word that is asked for, from 0 on."""

    def __missing__(self, word: str) -> int:
        made = self[word] = len(self)
        return made


class ForwardWriter:
    """Writes the files as rulings stream by."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir()
        self._directory = directory
        self._files: dict[str, BufferedWriter] = {name: _file(directory, name).open("wb") for name in (*_PARTS, _GAPS, _ROWS)}
        self._occurrences = OccurrencesWriter(directory)
        self._ends = dict.fromkeys(_PARTS, 0)
        self.numbers: dict[str, int] = _Numbers()
        """Word (exact form) → its number, of every word so far."""

    def close(self, whole: bool) -> None:
        """Closes the files; `whole`: every ruling was added."""
        for file in self._files.values():
            file.close()
        self._occurrences.close(len(self.numbers) if whole else None)
        if whole:
            _file(self._directory, _LENGTHS).write_bytes(bytes(min(len(word), _MOST) for word in self.numbers))

    def add(self, made: Parted, vocabulary: Sequence[str], sin_enye: bool) -> None:
        """Keeps one ruling's words and cuts; `vocabulary` is what its own numbers stand for."""
        numbers = list(map(self.numbers.__getitem__, vocabulary))
        ids = np.array(numbers, np.uint32)[np.frombuffer(made.ids, np.uint32)]
        self._append("palabras", ids.tobytes())
        self._occurrences.add(ids, len(self.numbers))
        for name, part in (("frases", made.sentences), ("lineas", made.paragraphs), ("numerados", made.numbered)):
            self._append(name, part)
        self._files[_GAPS].write(made.gaps)
        self._files[_ROWS].write(np.array([*self._ends.values(), sin_enye], np.uint64).tobytes())

    def _append(self, name: str, part: bytes) -> None:
        self._files[name].write(part)
        self._ends[name] += len(part) // 4


class Forward:
    """The files of a finished generation. Safe between threads; they may be deleted while they are in use."""

    def __init__(self, directory: Path) -> None:
        self._files = {name: os.open(_file(directory, name), os.O_RDONLY) for name in (*_PARTS, _GAPS)}
        self.close = weakref.finalize(self, _close, tuple(self._files.values()))
        """Closes the files; whoever lets the object go need not."""
        rows = np.fromfile(_file(directory, _ROWS), np.uint64).astype(np.int64).reshape(-1, len(_PARTS) + 1)
        ends = np.zeros((len(rows) + 1, len(_PARTS)), np.int64)
        ends[1:] = rows[:, :-1]
        self._bounds = {name: np.ascontiguousarray(ends[:, at]) for at, name in enumerate(_PARTS)}
        self.sin_enye = rows[:, -1].astype(np.bool_)
        """Whether the source of the ruling at each place lost its ñ."""
        self._lengths = np.fromfile(_file(directory, _LENGTHS), np.uint8)
        self.occurrences = Occurrences(directory)
        """Where each word stands."""

    @property
    def vocabulary(self) -> int:
        """How many different words there are."""
        return len(self._lengths)

    @property
    def firsts(self) -> Numbers:
        """The number of the first word of the ruling at each place, counted over all rulings; and behind the last, how many words there are."""
        return self._bounds["palabras"]

    def ids(self, first: int, end: int) -> NDArray[np.uint32]:
        """The words first..end (not included), counted over all rulings."""
        return np.frombuffer(self._read("palabras", first * 4, end * 4), np.uint32)

    def cut(self, place: int, zones: Ranges, lexicon: Lexicon) -> Cut:
        """The ruling at a place, cut into words."""
        first, end = self.firsts[place : place + 2].tolist()
        sentences, paragraphs = (self.starts(name, place, place + 1) for name in ("frases", "lineas"))
        return Cut((), self.ids(first, end), zones, sentences, paragraphs, self.numbered(place, place + 1), lexicon)

    def starts(self, name: Literal["frases", "lineas"], place: int, end: int) -> NDArray[np.uint32]:
        """The first words of the sentences or paragraphs of the rulings at place..end (not included), each counted from its ruling's first."""
        first, last = (int(self._bounds[name][at]) for at in (place, end))
        return np.frombuffer(self._read(name, first * 4, last * 4), np.uint32)

    @cached_property
    def sentences(self) -> Numbers | NDArray[np.uint32]:
        """The first words of all sentences but each ruling's first, counted over all rulings."""
        return self._all_starts("frases")

    @cached_property
    def paragraphs(self) -> Numbers | NDArray[np.uint32]:
        """The first words of all paragraphs but each ruling's first, counted over all rulings."""
        return self._all_starts("lineas")

    def _all_starts(self, name: Literal["frases", "lineas"]) -> Numbers | NDArray[np.uint32]:
        """In 4 bytes each where that is enough: they stay in memory."""
        rulings = len(self.firsts) - 1
        kind = np.uint32 if self.firsts[-1] <= _MOST_IN_4 else np.int64
        return np.repeat(self.firsts[:-1].astype(kind), self.how_many(name, 0, rulings)) + self.starts(name, 0, rulings)

    def how_many(self, name: Literal["frases", "lineas", "numerados"], place: int, end: int) -> Numbers:
        """How many of these the rulings at place..end have, each."""
        return np.diff(self._bounds[name][place : end + 1])

    def numbered(self, place: int, end: int) -> NDArray[np.uint32]:
        """First word, and word behind the last, of the fundamentos of these rulings: a row each."""
        first, last = (int(self._bounds["numerados"][at]) for at in (place, end))
        return np.frombuffer(self._read("numerados", first * 4, last * 4), np.uint32).reshape(-1, 2)

    def fundamentos(self, rulings: Numbers, which: Numbers) -> tuple[Numbers, Numbers]:
        """First word, and word behind the last, of a fundamento (by its place among them) of each of these rulings, counted over all rulings."""
        if not len(rulings):
            return rulings, rulings
        first, end = int(rulings.min()), int(rulings.max()) + 1
        rows = self.numbered(first, end).astype(np.int64)[
            self._bounds["numerados"][rulings] // 2 - int(self._bounds["numerados"][first]) // 2 + which
        ]
        return self.firsts[rulings] + rows[:, 0], self.firsts[rulings] + rows[:, 1]

    def places(self, place: int, made: Cut, odd: Odd) -> Places:
        """Where the words of the ruling at a place stand in its text; `odd` is what was to be kept of it."""
        first, end = self.firsts[place : place + 2].tolist()
        gaps = np.frombuffer(self._read(_GAPS, first, end), np.uint8).astype(np.int64)
        lengths = self._lengths[made.ids].astype(np.int64)
        for word, gap, length in odd:
            gaps[word], lengths[word] = gap, length
        return Places(np.cumsum(gaps + lengths) - lengths, lengths)

    def _read(self, name: str, first: int, end: int) -> bytes:
        return os.pread(self._files[name], end - first, first)


def _close(files: Sequence[int]) -> None:
    for file in files:
        os.close(file)


def _file(directory: Path, name: str) -> Path:
    return directory / f"{name}.bin"

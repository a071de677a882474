"""A text cut once for all: its words, where they stand, and where zones, sentences and paragraphs begin.

A generation keeps the cut of every ruling, so that neither a passage nor a proximity cuts or folds a text again: `pack_words` what verifying
needs, `pack_places` what marks need besides.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from indexer.index.analysis import Words, exact
from indexer.index.fields import ZONE_OF
from indexer.index.lexicon import Lexicon
from indexer.index.synonyms import abbreviations
from models.ruling import Fundamento, Seccion

_STOP = re.compile(r"[.!?…\n](?:(?<=\n)|[»”\"')\]]*\s+(?=[\"“«¿¡(\[]?[A-ZÁÉÍÓÚÑÜ0-9]))")
"""Where a sentence ends: at a line's end, or at a mark before a capital."""
_LONGEST = 0xFF
"""Letters of a word whose length is kept; longer ones are noise that no engine finds (analysis.LONGEST)."""

Ranges = Mapping[str, list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Cut:
    """Word i is vocabulary[ids[i]]. `sentences` and `paragraphs` are the first words of each but the first, `zones` and `numbered` (the
    fundamentos) ranges of words."""

    vocabulary: Sequence[str]
    ids: Sequence[int] | NDArray[np.uint32]
    zones: Ranges
    sentences: Sequence[int] | NDArray[np.uint32]
    paragraphs: Sequence[int] | NDArray[np.uint32]
    numbered: Sequence[tuple[int, int]] | NDArray[np.uint32]
    lexicon: Lexicon | None = None
    """Where the ids are those of a whole generation's vocabulary (`vocabulary` is empty then)."""

    def numbered_part(self, place: int, zone: str) -> "Cut":
        """One fundamento as a cut of its own, all of one zone."""
        first, end = (int(at) for at in self.numbered[place])
        ids = self.ids[first:end]
        sentences, paragraphs = ([int(cut) - first for cut in cuts if first < cut < end] for cuts in (self.sentences, self.paragraphs))
        return Cut(self.vocabulary, ids, {zone: [(0, len(ids))]}, sentences, paragraphs, (), self.lexicon)


@dataclass(frozen=True, slots=True)
class Places:
    """Word i is text[starts[i]:starts[i] + lengths[i]]."""

    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]

    def stretches(self, words: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """The stretches of text that runs of words (first, behind the last) cover."""
        if not words:
            return []
        runs = np.array(words)
        last = runs[:, 1] - 1
        return list(zip(self.starts[runs[:, 0]].tolist(), (self.starts[last] + self.lengths[last]).tolist(), strict=True))

    def end(self, word: int) -> int:
        """The offset behind a word."""
        return int(self.starts[word] + self.lengths[word])

    def part(self, first: int, end: int, offset: int) -> "Places":
        """The places of words first..end in the stretch of the text that begins at `offset`."""
        return Places(self.starts[first:end] - offset, self.lengths[first:end])


def cut(words: Words, zones: Ranges, fundamentos: Sequence[Fundamento]) -> Cut:
    """The cut of a text whose zones are known as ranges of words."""
    numbered = [(bisect_left(words.starts, one.inicio), bisect_left(words.starts, one.fin)) for one in fundamentos]
    return Cut(words.vocabulary, words.ids, zones, _sentences(words), _paragraphs(words, fundamentos), numbered)


def places(words: Words) -> Places:
    """Where the words stand."""
    return Places(np.array(words.starts, np.int64), np.array(list(map(len, words.surfaces)), np.int64))


def zone_ranges(words: Words, sections: Sequence[Seccion]) -> dict[str, list[tuple[int, int]]]:
    """Zone, by its name in the query language → the ranges of words of its sections."""
    found: dict[str, list[tuple[int, int]]] = {}
    for section in sections:
        if name := ZONE_OF.get(section.zona):
            first = bisect_left(words.starts, section.inicio)
            found.setdefault(name, []).append((first, bisect_right(words.ends, section.fin)))
    return found


def _sentences(words: Words) -> list[int]:
    """A stop that belongs to the word before it ends none: «art. 13», «N. 5»."""
    starts, ends, found = words.starts, words.ends, []
    for stop in _STOP.finditer(words.text):
        after = bisect_left(starts, stop.end())
        point = after > 0 and ends[after - 1] == stop.start() and words.text[stop.start()] == "."
        if not (point and _abbreviates(words.exact[after - 1])):
            found.append(after)
    return found


def _abbreviates(word: str) -> bool:
    return (len(word) == 1 and word.isalpha()) or word in _abbreviations()


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(form for word in abbreviations() for form in exact(word))


def _paragraphs(words: Words, fundamentos: Sequence[Fundamento]) -> list[int]:
    """A fundamento with its sub-paragraphs is one, elsewhere a line is."""
    inside = [(f.inicio, f.fin) for f in fundamentos]
    cuts = {end for pair in inside for end in pair}
    starts = [start for start, _ in inside]
    line = words.text.find("\n") + 1
    while line:
        at = bisect_right(starts, line) - 1
        if at < 0 or line >= inside[at][1]:
            cuts.add(line)
        line = words.text.find("\n", line) + 1
    return [bisect_left(words.starts, place) for place in sorted(cuts)]


def pack_words(made: Cut) -> bytes:
    """Vocabulary and ids, as `unpack_words` reads them."""
    kind = "H" if len(made.vocabulary) <= 0xFFFF else "I"
    return kind.encode() + "\n".join([" ".join(made.vocabulary), ""]).encode("utf-8", "surrogatepass") + array(kind, made.ids).tobytes()


def unpack_words(packed: bytes) -> tuple[list[str], Sequence[int]]:
    """Vocabulary and ids that `pack_words` packed on this machine."""
    end = packed.index(b"\n")
    words = packed[1:end].decode("utf-8", "surrogatepass")
    return words.split(" ") if words else [], array(chr(packed[0]), packed[end + 1 :])


def pack_places(made: Places) -> bytes:
    """Starts and lengths, as `unpack_places` reads them."""
    return np.minimum(made.lengths, _LONGEST).astype(np.uint8).tobytes() + made.starts.astype(np.uint32).tobytes()


def unpack_places(packed: bytes) -> Places:
    """The places that `pack_places` packed on this machine."""
    words = len(packed) // 5
    return Places(np.frombuffer(packed, np.uint32, offset=words).astype(np.int64), np.frombuffer(packed, np.uint8, words).astype(np.int64))

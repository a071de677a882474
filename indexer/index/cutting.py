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

from indexer.index.analysis import Words, exact
from indexer.index.fields import ZONE_OF
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
    ids: Sequence[int]
    zones: Ranges
    sentences: Sequence[int]
    paragraphs: Sequence[int]
    numbered: Sequence[tuple[int, int]]

    def numbered_part(self, place: int, zone: str) -> "Cut":
        """One fundamento as a cut of its own, all of one zone."""
        first, end = self.numbered[place]
        ids = self.ids[first:end]
        sentences, paragraphs = ([cut - first for cut in cuts if first < cut < end] for cuts in (self.sentences, self.paragraphs))
        return Cut(self.vocabulary, ids, {zone: [(0, len(ids))]}, sentences, paragraphs, ())


@dataclass(frozen=True, slots=True)
class Places:
    """Word i is text[starts[i]:starts[i] + lengths[i]]."""

    starts: Sequence[int]
    lengths: Sequence[int]

    def stretch(self, first: int, end: int) -> tuple[int, int]:
        """The stretch of text that words first..end (not included) cover."""
        return self.starts[first], self.starts[end - 1] + self.lengths[end - 1]

    def part(self, first: int, end: int, offset: int) -> "Places":
        """The places of words first..end in the stretch of the text that begins at `offset`."""
        return Places([start - offset for start in self.starts[first:end]], self.lengths[first:end])


def cut(words: Words, zones: Ranges, fundamentos: Sequence[Fundamento]) -> Cut:
    """The cut of a text whose zones are known as ranges of words."""
    numbered = [(bisect_left(words.starts, one.inicio), bisect_left(words.starts, one.fin)) for one in fundamentos]
    return Cut(words.vocabulary, words.ids, zones, _sentences(words), _paragraphs(words, fundamentos), numbered)


def places(words: Words) -> Places:
    """Where the words stand."""
    return Places(words.starts, list(map(len, words.surfaces)))


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
    longest = max(made.lengths, default=0)
    lengths = made.lengths if longest <= _LONGEST else [min(length, _LONGEST) for length in made.lengths]
    return bytes(lengths) + array("I", made.starts).tobytes()


def unpack_places(packed: bytes) -> Places:
    """The places that `pack_places` packed on this machine."""
    words = len(packed) // 5
    return Places(array("I", packed[words:]), packed[:words])

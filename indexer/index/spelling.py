"""«Quizá quiso decir…»: corrections from the collection's own words, never from a person's name (query-language.md; privacy.md 1)."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest
from math import log10

from rapidfuzz import process
from rapidfuzz.distance import OSA

from indexer.index.analysis import ENYE, Remembered, exact_of, folded
from indexer.index.query.parse import parse
from indexer.index.query.tree import ZONES, All, And, Field, Near, Or, Tree, Word, conjunction
from models.errors import BadQuery

SHORTEST = 4
"""Letters of the shortest word that is corrected: of three letters almost any is one letter away from another word."""

MOSTLY = 0.25
"""Share of a word's rulings that must write it in lower case when it is also part of a name («rosa», «flores»): names are capitalised."""

LEAST = 3
"""Rulings that a word must stand in to be proposed: rarer ones are mostly slips of OCR."""

_SWAPPED = 0.5
"""Distance of a word that sounds the same: b-v, s-c-z, y-ll, an h that is mute are how people misspell in Spanish."""
_COMMON, _SKIPPED = 0.15, 0.2
"""Taken off a distance: for each tenfold number of rulings, and for a longer word."""
_SOUND = str.maketrans({"v": "b", "z": "s", "c": "s", "q": "s", "k": "s", "y": "i", "j": "g", "h": None, "w": "u", "ñ": "n", ENYE: "n"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word of the collection: as it is mostly written, and the number of rulings that hold it in any case."""

    forma: str
    n: int


class VocabularyCount:
    """Counts words while rulings stream by: those that stand in lower case somewhere can be proposed, the others are only known to exist."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()
        self._written: Counter[str] = Counter()
        self._names: set[str] = set()

    def add(self, surfaces: Iterable[str], vocabulary: Iterable[str], names: Iterable[str]) -> None:
        """The words of one ruling as they stand and in their exact forms (analysis.Words), each once, and the names of the people in it."""
        self._seen.update(vocabulary)
        self._written.update(filter(_proposable.__getitem__, surfaces))
        self._names.update(word for name in names for word in folded(name))

    def rows(self) -> Iterator[tuple[str, str | None, int]]:
        """Every word of the collection in its exact form; how it is mostly written where it may be proposed, else None; rulings."""
        shown: dict[str, tuple[int, str]] = {}
        for surface, n in self._written.items():
            word = exact_of(surface)
            known = shown.get(word, (0, ""))
            shown[word] = (n, surface) if (n, known[1]) > (known[0], surface) else known
        for word, seen in sorted(self._seen.items()):
            n, surface = shown.get(word, (0, ""))
            is_name = word.replace(ENYE, "n") in self._names and n <= MOSTLY * seen
            yield word, None if n < LEAST or is_name else surface.replace(ENYE, "ñ"), seen


def _can_be_proposed(word: str) -> bool:
    return len(word) >= SHORTEST and word.islower() and word.isalpha()


_proposable = Remembered(_can_be_proposed)


class Speller:
    """Proposes for words that the collection does not hold. `holds` says whether a word (exact form) stands in any ruling."""

    def __init__(self, spoken: Mapping[str, Spoken], holds: Callable[[str], bool]) -> None:
        self._spoken, self._holds = spoken, holds
        self._words = list(spoken)
        self._sounds = [_sound(word) for word in self._words]
        self._sorted = sorted(spoken)

    def beginning(self, start: str, limit: int) -> list[Spoken]:
        """The commonest words that begin so (marks apart), at most `limit`; [] for less than two letters."""
        typed = "".join(folded(start))
        if len(typed) < 2:
            return []
        first, end = bisect_left(self._sorted, typed), bisect_left(self._sorted, typed + "\uffff")
        return nlargest(limit, (self._spoken[word] for word in self._sorted[first:end]), key=lambda one: (one.n, one.forma))

    def corrected(self, q: str) -> str | None:
        """The query with each unknown plain word replaced by the likeliest one; None when there is nothing to replace."""
        try:
            tree = parse(q)
        except BadQuery:  # amplio reads any text as words
            tree = conjunction([All(), *map(Word, q.lower().split())])
        better = q
        for text in dict.fromkeys(_words(tree)):
            found = self.nearest(text)
            if found is not None:
                better = _replaced(better, text, found)
        return better if better != q else None

    def nearest(self, text: str) -> str | None:
        """The likeliest word for one that no ruling holds; None when it is held, too short, no word, or nothing is near."""
        typed = folded(text)
        if len(typed) != 1 or len(typed[0]) < SHORTEST or not typed[0].isalpha() or self._held(text, typed[0]):
            return None
        word = typed[0]
        far = 1 if len(word) < 6 else 2
        near = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=far, limit=50)
        sounding = process.extract(_sound(word), self._sounds, scorer=OSA.distance, score_cutoff=0, limit=50)
        places = {place: distance for _, distance, place in near} | {place: _SWAPPED for _, _, place in sounding}
        best = min(places, key=lambda place: (self._cost(word, place, places[place]), self._words[place]), default=None)
        return None if best is None else self._spoken[self._words[best]].forma

    def _cost(self, typed: str, place: int, distance: float) -> float:
        """What makes a proposal unlikely: its distance, less what common words and longer ones (fingers skip letters) earn."""
        word = self._words[place]
        return distance - _COMMON * log10(self._spoken[word].n) - _SKIPPED * (len(word) > len(typed))

    def _held(self, text: str, word: str) -> bool:
        return self._holds(word) or ("ñ" in text.lower() and self._holds(text.lower().replace("ñ", ENYE)))


def _sound(word: str) -> str:
    """How a word sounds, roughly."""
    return word.replace("ll", "i").replace("gue", "ge").replace("gui", "gi").translate(_SOUND)


def _words(tree: Tree) -> Iterator[str]:
    """The plain words that the query asks for, negated ones apart."""
    match tree:
        case Word(text):
            yield text
        case And(items) | Or(items):
            for item in items:
                yield from _words(item)
        case Near(left, right):
            yield from _words(left)
            yield from _words(right)
        case Field(name, item) if name in ZONES:
            yield from _words(item)
        case _:
            return


def _replaced(q: str, text: str, better: str) -> str:
    """The query with a word replaced wherever it stands, in any case."""
    pieces, at, lower = [], 0, q.lower()
    while (found := lower.find(text, at)) >= 0:
        end = found + len(text)
        apart = (found == 0 or not lower[found - 1].isalnum()) and (end == len(q) or not lower[end].isalnum())
        pieces += [q[at:found], better if apart else q[found:end]]
        at = end
    return "".join([*pieces, q[at:]])

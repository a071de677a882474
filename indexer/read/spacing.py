"""Words whose letters stand apart in a text layer: titles set with wide letters, and blanks that bad kerning put inside words ("J iménez", "2 0 11")."""

import itertools
import re
from functools import lru_cache

from indexer.read.rules import rules
from indexer.read.vocabulary import frequency, is_word

_APART = re.compile(r"(?<!\S)(?:[^\W_][.:,]? ){3,}[^\W_][.:,]?(?!\S)")
_WIDE_APART = re.compile(r"(?<!\S)(?:[^\W_] ){2,}[^\W_](?!\S)(?:\s{2,}(?:[^\W_] )*[^\W_][.:,]?(?!\S))+")
_YEAR = re.compile(r"(?<!\d)(?<!\d )(?=[12 ]{1,2}[\d ]{4,7})(?:1 ?9|2 ?0) ?\d ?\d(?! ?\d)")
_OF = re.compile(r"(?:\bdel?|\baño|-) ?$", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")
_MOST = 40
_OFTENER = 20.0
_NEVER_ALONE = frozenset("BCDFGHIJKLMNPQRSTVWXZ")
"""Capitals that begin a name and are no word: what follows in small letters and is none either is the rest of it ("M enacho")."""


def spelled(text: str) -> str:
    """A run whose letters stand one by one with blanks between, words by more than one: the words. Before runs of blanks are made one."""
    if "  " not in text:
        return text
    return _WIDE_APART.sub(lambda found: " ".join(word.replace(" ", "") for word in re.split(r"\s{2,}", found[0])), text)


def mended(text: str) -> tuple[str, tuple[int, ...]]:
    """A clean line with its words whole, and where in it blanks were taken out (offsets of `text`)."""
    if " " not in text:
        return text, ()
    gone = sorted({*_letter_by_letter(text), *_years(text), *_cut_words(text)})
    if not gone:
        return text, ()
    places = frozenset(gone)
    return "".join(char for at, char in enumerate(text) if at not in places), tuple(gone)


def _letter_by_letter(text: str) -> list[int]:
    """Blanks inside "H A R E S U E L T O": all but those where the letters fall into known words."""
    gone: list[int] = []
    for found in _APART.finditer(text):
        blanks = [found.start() + at for at, char in enumerate(found[0]) if char == " "]
        letters = "".join(char for char in found[0] if char.isalnum())
        parts = _parted(letters.lower()) if letters.isalpha() and len(letters) <= _MOST else None
        if letters.isdigit() and len(letters) > 4:
            gone += blanks
        elif parts:
            ends = {sum(parts[: n + 1]) for n in range(len(parts) - 1)}
            gone += [blank for number, blank in enumerate(blanks, 1) if number not in ends]
    return gone


@lru_cache(1024)
def _parted(letters: str) -> tuple[int, ...] | None:
    """The lengths of the fewest known words that the letters make; None when they make none. Short ones only of the table's own."""
    best: list[tuple[int, ...] | None] = [(), *[None] * len(letters)]
    for end in range(1, len(letters) + 1):
        for start in range(end):
            before, word = best[start], letters[start:end]
            known = is_word(word) if len(word) > 2 else word in rules().short
            if before is not None and known and (best[end] is None or len(before) + 1 < len(best[end] or ())):
                best[end] = (*before, end - start)
    return best[-1]


def _years(text: str) -> list[int]:
    """Blanks inside a year after "de", "del", "año" or a dash."""
    gone: list[int] = []
    for found in _YEAR.finditer(text):
        if " " in found[0] and _OF.search(text[: found.start()]):
            gone += [found.start() + at for at, char in enumerate(found[0]) if char == " "]
    return gone


def _cut_words(text: str) -> list[int]:
    """The blank between two halves that are no words, while the whole is one."""
    gone: list[int] = []
    words = list(_LETTERS.finditer(text))
    for left, right in itertools.pairwise(words):
        at = left.end()
        if right.start() == at + 1 and text[at] == " " and (not gone or gone[-1] != left.start() - 1) and _is_cut(left[0], right[0]):
            gone.append(at)
    return gone


@lru_cache(16384)
def _is_cut(left: str, right: str) -> bool:
    """Whether two pieces are one word: one piece alone is hardly ever seen, the whole often. "en torno", "si no", "sobre todo" are words on their own."""
    if len(right) < 2 or (right[0].isupper() != left[-1].isupper() and not (len(left) == 1 and right[0].islower())):
        return False
    if len(left) == 1 and left in "aeouy":
        return False
    whole, pieces = frequency(left + right), (0.0 if len(left) == 1 else frequency(left), frequency(right))
    if not any(pieces):
        return whole > 0 or (left in _NEVER_ALONE and right[0].islower())
    judged = [(right, pieces[1])] if len(left) == 1 else list(zip((left, right), pieces, strict=True))
    return any(whole > _OFTENER * (seen + 1) and not (len(piece) == 2 and piece.lower() in rules().short) for piece, seen in judged)

"""Private persons' names in passages → initials (domain/privacy.md 1). Full names stand only on the ruling's own page.

OCR breaks names, so a word counts as the name's also with one letter wrong; a run of name words becomes its initials. Masking a word too many
costs a reader little, a name too few costs a person much.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz.distance import Levenshtein

from models.ids import fold
from models.names import initials

_PARTICLES = frozenset(["de", "del", "la", "las", "los", "y", "e", "vda", "viuda", "da", "do", "dos", "van", "von", "san", "santa"])
_WORD = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[\s.,'’\-–]*")
_CALLED = re.compile(r"\b(?:don|dona|senor(?:a|ita)?|sra?\.?|abogad[oa]|ciudadan[oa]|recurrente|demandante|trabajadora?)\s*$")
_AROUND = 60
"""Characters beyond a passage in which the rest of a name may stand."""
_FUZZY, _ALONE, _END = 6, 4, 3
"""Shortest word recognised with one letter wrong; shortest that is masked when it stands alone; half of the first."""


@dataclass(frozen=True, slots=True)
class Mask:
    """text[start:end] is shown as `initials`."""

    start: int
    end: int
    initials: str


_folded = lru_cache(maxsize=20_000)(fold)
"""Passages are made of the same few thousand words."""


@lru_cache(maxsize=4096)
def _name_words(names: tuple[str, ...]) -> frozenset[str]:
    words = (fold(word) for name in names for word in _WORD.findall(name))
    return frozenset(word for word in words if len(word) > 1 and word not in _PARTICLES)


def masks(text: str, names: Sequence[str], others: Sequence[str] = ()) -> list[Mask]:
    """Where the names stand in the text, in order, not overlapping; [] when no private person is named.

    `names`: of the parties, of whom one word is enough; `others`: whom the text names besides, and whose words may be anybody's or a place's:
    two of one person in a row, or one after «señor», «don»…
    """
    said = _Said(text)
    wanted = _name_words(tuple(names))
    found = [mask for run in said.runs(wanted) if (mask := _mask(run))] if wanted else []
    for other in others:
        words = _name_words((other,))
        if not words.isdisjoint(said.folded):
            found += [_short(run) for run in said.runs(words) if len(run) > 1 or _is_called(text, run[0])]
    return _apart(found)


def mask(text: str, names: Sequence[str], others: Sequence[str] = ()) -> str:
    """The text with the names by initials."""
    for found in reversed(masks(text, names, others)):
        text = f"{text[: found.start]}{found.initials}{text[found.end :]}"
    return text


def masks_within(text: str, start: int, end: int, names: Sequence[str], others: Sequence[str] = ()) -> list[Mask]:
    """The masks of text[start:end], places in the whole text: a name that the edge cuts is recognised by its words beyond it."""
    low, high = max(0, start - _AROUND), min(len(text), end + _AROUND)
    found = []
    for one in masks(text[low:high], names, others):
        first, last = max(start, one.start + low), min(end, one.end + low)
        if first < last:
            whole = (first, last) == (one.start + low, one.end + low)
            found.append(Mask(first, last, one.initials if whole else initials(text[first:last])))
    return found


def _apart(found: list[Mask]) -> list[Mask]:
    """In order; of those that overlap the longest."""
    kept: list[Mask] = []
    for one in sorted(found, key=lambda mask: (mask.start, -mask.end)):
        if not kept or kept[-1].end <= one.start:
            kept.append(one)
        elif one.end - one.start > kept[-1].end - kept[-1].start:
            kept[-1] = one
    return kept


def _is_called(text: str, word: re.Match[str]) -> bool:
    return word[0][0].isupper() and _CALLED.search(fold(text[max(0, word.start() - 20) : word.start()])) is not None


class _Said:
    """The words of a text, each folded once for all names that are looked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.folded = list(map(_folded, _WORD.findall(text)))

    def runs(self, wanted: frozenset[str]) -> Iterator[list[re.Match[str]]]:
        """Stretches of words of the names, particles and blanks between them allowed."""
        run: list[re.Match[str]] = []
        last = 0
        heads, tails = _ends(wanted)
        names = {
            word
            for word in set(self.folded)
            if word in wanted or (len(word) >= _FUZZY and (word[:_END] in heads or word[-_END:] in tails) and _is_nearly(word, wanted))
        }
        for place in [place for place, word in enumerate(self.folded) if word in names] if names else []:
            if run and not self._joined(last, place):
                yield run
                run = []
            run.append(self._words[place])
            last = place
        if run:
            yield run

    @cached_property
    def _words(self) -> list[re.Match[str]]:
        return list(_WORD.finditer(self._text))

    def _joined(self, first: int, end: int) -> bool:
        """Whether nothing but particles and blanks stands between two words."""
        words, gaps = self._words, range(first, end)
        return all(word in _PARTICLES for word in self.folded[first + 1 : end]) and all(
            _GAP.fullmatch(self._text, words[at].end(), words[at + 1].start()) for at in gaps
        )


@lru_cache(maxsize=4096)
def _ends(wanted: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """How the long names begin and end: one wrong letter leaves one of the two as it is."""
    long = [name for name in wanted if len(name) >= _FUZZY]
    return frozenset(name[:_END] for name in long), frozenset(name[-_END:] for name in long)


def _is_nearly(word: str, wanted: frozenset[str]) -> bool:
    return any(len(name) >= _FUZZY and Levenshtein.distance(word, name, score_cutoff=1) <= 1 for name in wanted)


def _mask(run: list[re.Match[str]]) -> Mask | None:
    """The mask of a run; None for one word in lower case or of few letters, which is likelier a word than a name."""
    if len(run) == 1 and (len(run[0][0]) < _ALONE or not run[0][0][0].isupper()):
        return None
    return _short(run)


def _short(run: list[re.Match[str]]) -> Mask:
    return Mask(run[0].start(), run[-1].end(), " ".join(f"{word[0][0].upper()}." for word in run))

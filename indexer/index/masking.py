"""Private persons' names in passages → initials (domain/privacy.md 1). Full names stand only on the ruling's own page.

OCR breaks names, so a word counts as the name's also with one letter wrong; a run of name words becomes its initials. Masking a word too many
costs a reader little, a name too few costs a person much.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from models.ids import fold

_PARTICLES = frozenset(["de", "del", "la", "las", "los", "y", "e", "vda", "viuda", "da", "do", "dos", "van", "von", "san", "santa"])
_WORD = re.compile(r"[^\W\d_]+")
_FUZZY, _ALONE = 6, 4
"""Shortest word recognised with one letter wrong; shortest that is masked when it stands alone."""


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


def masks(text: str, names: Sequence[str]) -> list[Mask]:
    """Where the names stand in the text, in order, not overlapping; [] when no private person is named."""
    wanted = _name_words(tuple(names))
    return [mask for run in _runs(text, wanted) if (mask := _mask(run))] if wanted else []


def mask(text: str, names: Sequence[str]) -> str:
    """The text with the names by initials."""
    for found in reversed(masks(text, names)):
        text = f"{text[: found.start]}{found.initials}{text[found.end :]}"
    return text


def _runs(text: str, wanted: frozenset[str]) -> Iterator[list[re.Match[str]]]:
    """Stretches of words of the names, particles and blanks between them allowed."""
    run: list[re.Match[str]] = []
    bridge = 0
    for word in _WORD.finditer(text):
        folded = _folded(word[0])
        near = bool(run) and re.fullmatch(r"[\s.,'’\-–]*", text[bridge : word.start()]) is not None
        if near and folded in _PARTICLES:
            bridge = word.end()
            continue
        if run and not near:
            yield run
            run = []
        if _is_name(folded, wanted):
            run.append(word)
            bridge = word.end()
        elif run:
            yield run
            run = []
    if run:
        yield run


@lru_cache(maxsize=50_000)
def _is_name(word: str, wanted: frozenset[str]) -> bool:
    if word in wanted:
        return True
    return len(word) >= _FUZZY and any(len(name) >= _FUZZY and Levenshtein.distance(word, name, score_cutoff=1) <= 1 for name in wanted)


def _mask(run: list[re.Match[str]]) -> Mask | None:
    """The mask of a run; None for one word in lower case or of few letters, which is likelier a word than a name."""
    if len(run) == 1 and (len(run[0][0]) < _ALONE or not run[0][0][0].isupper()):
        return None
    return Mask(run[0].start(), run[-1].end(), " ".join(f"{word[0][0].upper()}." for word in run))

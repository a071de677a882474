"""Where a ruling tells which court below decided: the courts named, the verbs of deciding, where each instance begins (domain.md §9)."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from indexer.extract.anchors import anchored
from indexer.extract.tables import keys, phrases
from models.ruling import Seccion

VERSION = 2
FILE = "cortes.toml"


@cache
def compiled(section: str, key: str) -> re.Pattern[str]:
    """A pattern of cortes.toml. Raises KeyError where there is none."""
    return re.compile(phrases(FILE, section, key)[0])


def sentence_start(text: str, start: int, end: int) -> int:
    """Where the sentence that holds `end` begins, not before `start`; initials, "Dr.", "N." and "cfr." end none."""
    last = start
    for match in re.finditer(
        r"(?<!\b[a-z])(?<!\bdr)(?<!\bsr)(?<!\bn)(?<!\bcfr)(?<!\bff)(?<!\bfs)(?<!\bexp)\.\s+(?=[a-z])", text[start:end]
    ):
        last = start + match.end()
    return last


@dataclass(frozen=True, slots=True)
class _Marks:
    """What a stretch says where: verbs of deciding, courts of each instance, words that stand for them; offsets in order."""

    verbs: tuple[int, ...]
    first: tuple[int, ...]
    second: tuple[int, ...]
    named_second: tuple[int, ...]


@lru_cache(maxsize=32)
def _marks(text: str, start: int, end: int) -> _Marks:
    verbs = tuple(match.start() for match in anchored(_verb(), phrases(FILE, "anclas", "verbos"), text, start, end))
    first = [place for place, _ in courts(text, start, end, "primera")]
    anchors = phrases(FILE, "anclas", "marcas")
    first += [match.start() for match in anchored(compiled("marcas", "primera"), anchors, text, start, end)]
    second = tuple(match.start() for match in anchored(compiled("marcas", "segunda"), anchors, text, start, end))
    return _Marks(verbs, tuple(sorted(first)), second, tuple(place for place, _ in courts(text, start, end, "segunda")))


@cache
def _verb() -> re.Pattern[str]:
    return re.compile("|".join(phrases(FILE, "verbos", key)[0] for key in keys(FILE, "verbos")))


def courts(text: str, start: int, end: int, which: str) -> Iterator[tuple[int, int]]:
    """Where courts of an instance are named: start (its ordinal included) and end of the word that says what it is."""
    for word in phrases(FILE, "organos", f"palabras_{which}"):
        place = text.find(word, start, end)
        while place >= 0:
            if match := compiled("organos", which).match(text, place, end):
                window = max(start, place - 34)
                ordinal = compiled("organos", "ordinal").search(text, window, place)
                yield (ordinal.start() if ordinal else place), match.end()
            place = text.find(word, place + 1, end)


def first_stretch(text: str, section: Seccion) -> tuple[int, int]:
    """From the naming of the first court to the second's; (-1, -1) when neither a court nor a heading opens it."""
    marks = _marks(text, section.inicio, section.fin)
    opening = [start for start in marks.first if _decides(text, marks, start)]
    if not opening:
        return -1, -1
    leading = [start for start in opening if _leads(text, section.inicio, start)] or opening
    start = min(leading)
    second = second_mark(text, start + 10, section)
    while second > 0 and (again := [one for one in leading if one > second + 10]) and _annulled(text, second, again[0]):
        # The Sala annulled what the court had decided, and the court decided again.
        start, second = again[0], second_mark(text, again[0] + 10, section)
    return start, second if second > 0 else section.fin


def _annulled(text: str, start: int, end: int) -> bool:
    return compiled("verbos", "anula").search(text, start, end) is not None


def second_mark(text: str, start: int, section: Seccion) -> int:
    """Where the telling of the second instance begins; -1 when it does not."""
    marks = _marks(text, section.inicio, section.fin)
    found = [one for one in marks.second if one >= start]
    found += [one for one in marks.named_second if one >= start and _decides(text, marks, one)]
    return min(found, default=-1)


def _decides(text: str, marks: _Marks, start: int) -> bool:
    """Whether a court named here decides in what follows, rather than being mentioned."""
    at = bisect_left(marks.verbs, start)
    if at == len(marks.verbs) or marks.verbs[at] > start + 420:
        return False
    verb = marks.verbs[at]
    # "admitió a trámite" is a step, not a decision: what is decided comes later.
    return text.count("\n", start, verb) < 2 and compiled("marcas", "tramite").search(text, start, verb) is None


def _leads(text: str, floor: int, start: int) -> bool:
    """Whether a court is the subject of its sentence, not one that somebody tells of."""
    begin = max(text.rfind("\n", floor, start) + 1, sentence_start(text, max(floor, start - 200), start))
    return compiled("marcas", "antesala").fullmatch(text, begin, start) is not None

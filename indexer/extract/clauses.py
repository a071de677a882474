"""A decision cut into its operative clauses: numbered items, and in each the outcomes, orders and words on costs (domain.md §7, R3)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest

from indexer.extract.decision import TABLE, Stretch
from indexer.extract.phrases import Phrase, labelled
from indexer.extract.plain import plain
from indexer.extract.tables import keys, nearest, phrases

VERSION = 3
_ITEM = re.compile(r"(?:^|\n)[^\w\n]{0,3}(?P<n>\d{1,2}|[lIB])\s?(?:[.)]\s?[-–]?|[-–])\s{0,3}(?=[A-Za-zÁÉÍÓÚÑáéíóúñ(\"“«])")
_INLINE = re.compile(r"(?<=[.;:])\s+(?P<n>\d{1,2})\s?[.)]\s?[-–]?\s{0,3}(?=[A-ZÁÉÍÓÚÑ])")
_WORD = re.compile(r"[a-z0-9]{4,16}")
_PARTLY = re.compile(r"\W{0,4}(?:en\s?,?\s?parte\b|parcialmente)")
_JOINTS = frozenset(
    [
        "se",
        "le",
        "consecuencia",
        "asimismo",
        "consiguiente",
        "tanto",
        "ademas",
        "ello",
        "efecto",
        "finalmente",
        "igualmente",
        "dispositivo",
        "y",
        "e",
    ]
)
"""Words after which a verb in lower case may open a clause."""
_NOUNS = frozenset(
    ["multa", "aclara", "precisar", "establecer", "rectificar", "notificar", "comunicar", "devolver", "recordar", "suspender", "convertir"]
)
"""Words of [verbo] that are as often nouns or purposes: in lower case they count at the head of a point only."""


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered point of the decision (`number` None where none is printed)."""

    number: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Event:
    """A word that opens a clause: an outcome (`outcome`) or a verb (`verb`: a key of the table's [verbo])."""

    start: int
    end: int
    outcome: str | None = None
    verb: str | None = None


def items(text: str, stretch: Stretch) -> list[Item]:
    """The points of a decision in print order; what stands before the first number is a point without one."""
    marks = [(match.end(), _digits(match["n"]), match.start()) for match in _ITEM.finditer(text, stretch.start, stretch.end)]
    marks += [(match.end(), _digits(match["n"]), match.start()) for match in _INLINE.finditer(text, stretch.start, stretch.end)]
    starts: list[tuple[int, int | None, int]] = []
    for end, number, start in sorted(marks):
        if not starts or (number is not None and (starts[-1][1] or 0) < number <= (starts[-1][1] or 0) + 3) or number is None:
            starts.append((end, number, start))
    found: list[Item] = []
    first = starts[0][2] if starts else stretch.end
    if text[stretch.start : first].strip(" \n.:,;"):
        found.append(Item(_number_lost(text[stretch.start : first], starts), stretch.start, first))
    for (begin, number, _), after in zip_longest(starts, starts[1:]):
        found.append(Item(number, begin, after[2] if after else stretch.end))
    return [trimmed for item in found for trimmed in _paragraphs(text, item)]


def _number_lost(before: str, starts: list[tuple[int, int | None, int]]) -> int | None:
    """1 for the one paragraph that stands before a point 2: its number was lost, its place was not; None for any other."""
    said = [piece for piece in before.split("\n") if len(piece.strip()) > _SHORTEST]
    return 1 if starts and starts[0][1] == 2 and len(said) == 1 else None


_SHORTEST = 15
"""Characters that a point has at least; what is shorter is a stamp or a scrawl."""


def _digits(printed: str) -> int | None:
    return int(printed) if printed.isdigit() else None


def _paragraphs(text: str, item: Item) -> Iterator[Item]:
    """An unnumbered stretch of several paragraphs is as many points; a numbered one keeps its lettered lines."""
    if item.number is not None:
        yield item
        return
    start = item.start
    for piece in text[item.start : item.end].split("\n"):
        if piece.strip():
            yield Item(None, start, start + len(piece))
        start += len(piece) + 1


@cache
def _outcomes() -> dict[str, str]:
    return {word: outcome for outcome in keys(TABLE, "resultado") for word in phrases(TABLE, "resultado", outcome)}


def events(text: str, item: Item, loose: bool) -> list[Event]:
    """The clause openers of a point, in order. `loose`: outcomes count in lower case too (a razón, a vote), elsewhere they must be declared."""
    bare = plain(text)
    found: list[Event] = []
    for match in _WORD.finditer(bare, item.start, item.end):
        printed = text[match.start() : match.end()]
        capitals = sum(map(str.isupper, printed)) > 0.6 * len(printed)
        outcome = _outcome(match[0], capitals)
        if outcome and (capitals or loose or _declared(bare, item, match.start(), found)):
            found.append(Event(match.start(), match.end(), outcome=_partly(bare, match.end(), outcome)))
    taken = {event.start for event in found}
    for phrase in labelled(bare, item.start, item.end, TABLE, "verbo"):
        if phrase.start not in taken and _opens(text, bare, item, phrase):
            found.append(Event(phrase.start, phrase.end, verb=phrase.label))
    return sorted(found, key=lambda event: event.start)


@cache
def _outcome(word: str, capitals: bool) -> str | None:
    known = _outcomes().get(word)
    if known or not capitals or len(word) < 6:
        return known
    close = nearest(word, tuple(one for one in _outcomes() if len(one) > 6), 80)
    return _outcomes()[close] if close else None


def _partly(bare: str, end: int, outcome: str) -> str:
    return "fundada_en_parte" if outcome == "fundada" and _PARTLY.match(bare, end) else outcome


def _declared(bare: str, item: Item, start: int, before: list[Event]) -> bool:
    """A lower-case outcome counts right after declarar, or joined by y/e to one that counts."""
    back = bare[max(item.start, start - 70) : start]
    if re.search(r"\b(?:d?[ec]clar|pedlar)(?:ar|a|o|an|aron|ase|ese|ando)\b[^.;]{0,60}$", back) and "que declar" not in back:
        return True
    return bool(before) and bool(re.search(r"\b[ye]\s+(?:declarar\s+)?$", back))


def _opens(text: str, bare: str, item: Item, phrase: Phrase) -> bool:
    """Whether a verb opens a clause: in capitals, at the head of the point, or after a stop, a comma or a joint."""
    printed = text[phrase.start : phrase.end]
    if sum(map(str.isupper, printed)) > 0.6 * sum(map(str.isalpha, printed)):
        return True
    back = bare[item.start : phrase.start].split()
    if len(back) <= 2 or (back[-1].isdigit() and printed[0].isupper()) or _CERTAIN.match(bare, phrase.start):
        return True
    if bare[phrase.start : phrase.end] in _NOUNS:
        return False
    return back[-1][-1] in ".;:," or (back[-1].strip(",") in _JOINTS and back[-2] not in ("que", "para", "fin", "de"))


_CERTAIN = re.compile(r"deb(?:e|era) |cumpla con|corresponde que|en consecuencia , ")
"""Phrases of [verbo] that order wherever they stand in a decision."""


def clause_end(text: str, item: Item, event: Event, after: Event | None) -> int:
    """Where an event's clause ends: at the next event, at a semicolon or full stop, at the point's end."""
    bound = after.start if after else item.end
    stop = re.compile(r";|(?<![\s.][A-Z])\.(?=\s+[A-ZÁÉÍÓÚÑ0-9])|\.\s*$|\n").search(text, event.end, bound)
    if stop or not after:
        return stop.start() if stop else bound
    joint = _JOINED.search(plain(text)[event.end : bound])
    return bound - len(joint[0]) if joint else bound


_JOINED = re.compile(r"(?:[\s,]+(?:y|e|en consecuencia|por (?:lo )?tanto|por consiguiente|asimismo|ademas|se))*[\s,]+$")
"""What joins a clause to the next and belongs to neither."""

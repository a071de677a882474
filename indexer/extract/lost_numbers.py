"""Numbers of fundamentos that a scan damaged or lost, given back by their place: between n-1 and n+1 stands n, where one reading alone fits.

A number is recovered only when as many paragraphs could bear a number as numbers are missing; where more or fewer could, it stays missing (a
wrong pin-cite is worse than none). Born-digital texts lose no numbers: there only what is printed counts.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from indexer.extract.plain import plain
from indexer.extract.tables import phrases

TABLE = "zonas.toml"
How = Literal["impreso", "danado", "lugar"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A number at the head of a paragraph: printed so, damaged, or known by its place alone."""

    number: int
    start: int
    how: How = "impreso"


@dataclass(frozen=True, slots=True)
class _Place:
    """A paragraph in a gap that could bear a missing number. `headed`: it follows a sub-heading; `damaged`: something stands where the number stood;
    `digits`: that something, where it is a number."""

    start: int
    damaged: bool
    headed: bool
    digits: str = ""


def with_lost(text: str, start: int | None, chain: Sequence[Mark], *, scanned: bool) -> list[Mark]:
    """The chain, and in its gaps the numbers of which one place alone can be meant; before it too, from `start` on, unless that is None.
    `scanned`: the text comes from a scan, which may have lost a number whole."""
    whole: list[Mark] = [] if start is not None else list(chain[:1])
    before = Mark(0, start) if start is not None else chain[0]
    for after in chain[len(whole) :]:
        if after.number > before.number + 1:
            whole += _between(text, before, after, scanned=scanned)
        whole.append(after)
        before = after
    return whole


def _between(text: str, before: Mark, after: Mark, *, scanned: bool) -> list[Mark]:
    """The missing numbers that are found: first those still printed, then, between these, those whose place is certain."""
    found: list[Mark] = []
    at = before.start + len(str(before.number)) + 1 if before.number else before.start
    for number in range(before.number + 1, after.number) if before.number else ():
        if (printed := _printed(text, at, after.start, number)) is not None:
            found.append(Mark(number, printed, "danado"))
            at = printed + 1
    known = [before, *found, after]
    for low, high in itertools.pairwise(known):
        found += _by_place(text, low, high, scanned=scanned)
    return sorted(found, key=lambda mark: mark.start)


_HEAD = r"^[^\w\n]{{0,3}}(?P<n>{0}\b(?!\.[02-9])(?:\.1(?!\d))?[.)|]{{0,2}}\s{{1,2}})(?=[A-ZÁÉÍÓÚÑ][a-záéíóúñ]*[\s,])"
_WHOLE = (
    r"(?:^[^\w\n]{{0,3}}|(?:[a-záéíóúñ]{{4}}|\d{{4}}|[)\]»”\"])[.:;]?[)\]»”\"]?[.:;]\s)(?P<n>{0}\b(?!\.[02-9])(?:\.1(?!\d))?[.)|]{{0,2}}\s{{0,2}})"
    r"(?=[A-ZÁÉÍÓÚÑ][a-záéíóúñ]*\s[a-záéíóúñ])"
)
"""A number at the head of a paragraph that lost its point, or inside a line after a full stop."""
_HEADED = r"^(?!\W{{0,3}}\d)[^\n.;:,]{{6,160}}?\s/?\s?(?P<n>{0}[.)/]{{1,2}}\s?)(?=[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+,?\s[a-záéíóúñ])"
"""A number whose line was joined to the sub-heading above it: "Cuestión procesal previa 2. De acuerdo…"."""


def _printed(text: str, start: int, end: int, number: int) -> int | None:
    """Where the number still stands; None when nowhere or in two places."""
    for pattern in (_HEAD, _WHOLE, _HEADED):
        places = [match.start("n") for match in re.compile(pattern.format(number), re.MULTILINE).finditer(text, start, end)]
        places = [place for place in places if not is_quoted(text, place)]
        if places:
            return places[0] if len(places) == 1 else None
    return None


def _by_place(text: str, low: Mark, high: Mark, *, scanned: bool) -> Iterator[Mark]:
    """The numbers between two known ones, in order, when their places can be told."""
    missing = range(low.number + 1, high.number)
    if not missing:
        return
    every = list(_places(text, low, high))
    if sum(text[one.start] == "-" for one in every) > 1:  # a list with dashes
        every = [one for one in every if text[one.start] != "-"]
    damaged = [one for one in every if one.damaged and (not one.digits or any(_like(one.digits, number) for number in missing))]
    sure = [one for one in every if one in damaged or one.headed]
    tries = (every, sure, damaged) if scanned else (damaged,)
    for places in tries:
        if len(places) == len(missing) and all(one in damaged or not one.digits for one in places):
            yield from (Mark(number, one.start, _how(one, number)) for number, one in zip(missing, places, strict=True))
            return


def _how(place: _Place, number: int) -> How:
    return "danado" if place.damaged and (not place.digits or _like(place.digits, number)) else "lugar"


def _like(printed: str, number: int) -> bool:
    """Whether a printed number may be this one with a digit lost or misread."""
    wanted = str(number)
    if printed == "0":
        return True
    if len(printed) == len(wanted):
        differ = [{a, b} for a, b in zip(printed, wanted, strict=True) if a != b]
        return len(differ) <= 1 and all(pair in _ALIKE for pair in differ)
    return printed in wanted if len(printed) < len(wanted) else printed.endswith(wanted) and len(printed) == len(wanted) + 1


_ALIKE = tuple({*pair} for pair in ("17", "14", "41", "38", "35", "56", "58", "68", "08", "06", "27", "12"))
"""Digits that scans take for one another."""
_JUNK = re.compile(
    r"(?P<junk>(?:[^\w\s\"“«‘(\[¿¡•·▪>*–—-]{1,3}|-(?=\s)|[A-Za-z]{0,2}\d{0,2}[A-Za-z]?[.)/|°º,-]{0,3})\s{1,3}(?:(?P<n>\d{1,3})[.)/|]{1,2}\s{1,3})?)"
    r"(?=[A-ZÁÉÍÓÚÑ](?:[a-záéíóúñ]+[\s,]|\s[a-záéíóúñ]))"
)
"""Up to four strokes where a number stood: "B. ", "V3. ", ". ", ") ", "U ", "12. "."""
_WORDS = frozenset(re.findall(r"\w+", "a al de del e el en es la las le lo los me mi ni no o por que se si su sus tal un una y ya"))
_LETTERED = re.compile(r"(?:[a-zñ]|[ivx]{1,4})\s?[.)]", re.IGNORECASE)
_SHORT = 60
"""Characters that a fundamento has at least; what is shorter is a heading or a stroke of the pen."""
_CLOSED = re.compile(r"[.?!»”\"’'\])][\W\d]{0,4}$")
_SHORTENED = re.compile(r"\b(?:cfr|arts?|inc|n[uú]m|exp|N|ff?|fj|ffjj|fs|sr|dr|Lic)\.$", re.IGNORECASE)
_OPENED = re.compile(r"[:]\W{0,4}\w{0,2}$")
_ARTICLE = re.compile(r"\W{0,3}Art[ií]culo\s\d")
"""A quoted article: its text follows."""
_ELLIPSIS = re.compile(r"^\W{0,3}[A-Z]?\s?[\[({]\W{0,5}[\])J}]|^\W{2,}$")


def _places(text: str, low: Mark, high: Mark) -> Iterator[_Place]:
    """The paragraphs after the first of a gap that could bear a number, in order."""
    before, headed, opened = "", low.number == 0, False
    start = low.start
    for piece in text[low.start : high.start].split("\n"):
        at, start = start, start + len(piece) + 1
        line = piece.strip()
        if not line:
            continue
        if at == low.start and low.number:
            before, opened = line, bool(_OPENED.search(line))
            continue
        if _is_heading(line):
            if not before or _ends(before):  # else it is debris of a page inside a sentence
                before, headed, opened = "", True, False
            continue
        place = _place(text, at, line, headed=headed)
        if place and not opened and (headed or place.damaged or not before or _ends(before)):
            yield place
        opened = bool(_OPENED.search(line) or _ARTICLE.match(line)) or (opened and bool(_ELLIPSIS.match(line)))
        before, headed = line, False


def _ends(line: str) -> bool:
    """Whether a paragraph can end with this line: a closed sentence, no parenthesis left open, no abbreviation."""
    return bool(_CLOSED.search(line)) and not _SHORTENED.search(line) and line.rfind("(") <= line.rfind(")")


def _is_heading(line: str) -> bool:
    short = len(line) <= 70 or (len(line) <= 120 and "," not in line)
    return (short and not re.search(r"[.:;,)\]»”\"]\W{0,3}$", line) and line[:1].isupper()) or line.isupper()


def _place(text: str, at: int, line: str, *, headed: bool) -> _Place | None:
    """The paragraph as a place for a number; None when it is a quotation, a lettered item, a list, or goes on."""
    start = at + text[at:].index(line[0]) if line else at
    if len(line) < _SHORT or line[0] in '"“«‘' or is_quoted(text, start):
        return None
    found = _JUNK.match(line)
    junk = found["junk"].strip() if found else ""
    if junk and junk.lower().strip(".,") not in _WORDS:
        digits = (found["n"] if found else None) or (re.sub(r"\D", "", junk) if re.fullmatch(r"\d{1,3}\W{0,3}", junk) else "")
        if _LETTERED.fullmatch(junk) and not _MISREAD.fullmatch(junk):
            return None
        return _Place(start, True, headed, digits)
    begins = re.match(r"[^\W\d]+", line)
    return _Place(start, False, headed) if begins and line[0].isupper() and (len(begins[0]) < 3 or not begins[0].isupper()) else None


_MISREAD = re.compile(r"[lIBSGOZD]\s?[.)]")
"""Letters that OCR puts for digits."""


@cache
def _provisions() -> re.Pattern[str]:
    """How provisions begin that rulings quote with their own numbers or in several paragraphs."""
    return re.compile(r"\W{0,4}(?:\d{1,2}\s?[.)°º-]{0,2}\s{0,2})?\W{0,3}(?:" + "|".join(phrases(TABLE, "citados", "comienzos")) + ")")


def is_quoted(text: str, start: int) -> bool:
    """Whether the paragraph at `start` is a provision of the table [citados]."""
    return bool(_provisions().match(plain(text), start, min(len(text), start + 90)))

"""The paragraphs of a text as the zone rules see them: where they stand, their bare letters, whether they are in capitals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from indexer.extract.magistrates import repaired
from indexer.extract.plain import plain
from indexer.extract.tables import keys, nearest, phrases

VERSION = 2
TABLE = "zonas.toml"
_LETTERS = re.compile(r"[^a-z]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph: `letters` is its plain text without anything but a–z, `capitals` whether nearly all its letters are upper case."""

    start: int
    end: int
    plain: str
    letters: str
    capitals: bool


def lines(text: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """Every paragraph of a stretch that has a character, in order, offsets of the whole text."""
    return iter(_lines(text, start, len(text) if end is None else end))


@lru_cache(maxsize=32)
def _lines(text: str, start: int, stop: int) -> tuple[Line, ...]:
    """Kept, because several rules read the same zone of one text."""
    bare = plain(text)
    found = []
    while start < stop:
        close = text.find("\n", start, stop)
        close = stop if close == -1 else close
        piece = text[start:close]
        if piece.strip():
            here = bare[start:close]
            found.append(Line(start, close, here, _LETTERS.sub("", here[:_READ]), len(piece) <= _LONGEST and _in_capitals(piece)))
        start = close + 1
    return tuple(found)


_READ = 80
"""Characters of a paragraph whose letters are kept: no heading is longer."""
_LONGEST = 420
"""A longer paragraph is no heading in capitals, whatever its letters."""


def _in_capitals(piece: str) -> bool:
    if 5 * sum(map(str.islower, piece[: len(piece) // 3 + 1])) > len(piece):  # too many already: most paragraphs end here
        return False
    upper = sum(map(str.isupper, piece))
    return upper > 0 and upper >= 4 * sum(map(str.islower, piece))


@cache
def _headings() -> dict[str, str]:
    return {heading: zone for zone in keys(TABLE, "encabezados") for heading in phrases(TABLE, "encabezados", zone)}


def heading(line: Line) -> str | None:
    """The zone whose heading this whole line is; in capitals one damaged letter in five or six is forgiven; None for other lines."""
    if not line.letters or len(line.letters) > 50:
        return None
    known = _headings().get(line.letters)
    if known is None and line.capitals and len(line.letters) > 4:
        choices = (*_headings(), *phrases(TABLE, "membrete", "frases"))
        close = nearest(line.letters, choices, 90 if len(line.letters) < 9 or "tribunal" in line.letters else 81)
        known = _headings().get(close) if close else None
    if known == "fallo" and not line.capitals and line.letters not in ("haresuelto", "hanresuelto", "resuelve", "falla", "fallo"):
        return None
    return known


@cache
def _followed() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (zone, re.compile(rf"\W{{0,3}}(?:[IVX]+\s*\.?\s*)?{phrases(TABLE, 'seguidos', zone)[0]}\s*[:.]?\s+(?=[\d\"“A-ZÁÉÍÓÚÑ])"))
        for zone in keys(TABLE, "seguidos")
    )


def run_in_heading(text: str, line: Line) -> str | None:
    """The zone whose heading stands in capitals at the head of a longer line ("VISTO El recurso…"); None for other lines."""
    return next((zone for zone, pattern in _followed() if pattern.match(text, line.start, line.end)), None)


@cache
def _openings() -> re.Pattern[str]:
    ways = sorted(phrases(TABLE, "votos", "aperturas"), key=len, reverse=True)
    return re.compile(r"\W{0,4}(?:" + "|".join(r"\W{0,3}\d?\W{0,2}".join(way.split()) for way in ways) + r")")


def opens_vote(line: Line) -> bool:
    """Whether the line is a vote's heading: in capitals, or short, naming a magistrate and no sentence."""
    if len(line.plain) > 420 or not _openings().match(line.plain):
        return False
    if line.capitals:
        return len(line.letters) > 4
    return len(line.plain) < 110 and "magistrad" in line.plain and not line.plain.rstrip().endswith((".", ",", ";"))


def is_signature(line: Line) -> bool:
    """ "SS.", "S.", "Sr." alone or before the names."""
    if line.letters in ("ss", "s", "sr", "sra", "srs", "sres", "sss") and len(line.plain.strip()) <= 8:
        return True
    return line.capitals and bool(re.match(r"\W{0,3}s\W?\s?s?\s?[.,]\s+[a-z]{3}", line.plain)) and len(line.plain) < 400


def is_name(line: Line) -> bool:
    """Whether the line is nothing but a magistrate's name in capitals, as under a signature."""
    return line.capitals and len(line.letters) < 40 and repaired(line.plain) is not None


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(r"\W{0,4}(?:" + "|".join(map(re.escape, phrases(TABLE, "cierre", "frases"))) + ")")


def closes(line: Line) -> bool:
    """Whether the line ends the decision: Publíquese…, Lo que certifico, PONENTE X."""
    found = _closing().match(line.plain)
    if not found:
        return False
    return line.capitals if "ponente" in found[0] else True

"""The magistrates of the Court: a closed list that repairs names which OCR broke (domain.md §14). Later ones are kept as printed."""

import re
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from indexer.extract.plain import plain
from indexer.extract.tables import rows

_JOINTS = re.compile(r"[\s*.'’,~-]+")


@dataclass(frozen=True, slots=True)
class Named:
    """A magistrate named in the text: canonical surnames, and where."""

    name: str
    start: int
    end: int


@cache
def surnames() -> tuple[str, ...]:
    """Canonical surnames, "Espinosa-Saldaña Barrera", in order of seniority."""
    return tuple(row["nombre"] for row in rows("magistrados.csv"))


@cache
def _pattern() -> re.Pattern[str]:
    """Any magistrate of the table in plain text, blanks and hyphens free: they are what OCR and line breaks change."""
    ways = [rf"(?P<m{place}>{_loose(name)})" for place, name in enumerate(surnames())]
    return re.compile(rf"(?<![a-z])(?:{'|'.join(ways)})(?![a-z])")


def _loose(name: str) -> str:
    words = [re.sub("n", "n~?", word) for word in _JOINTS.split(plain(name))]
    joined = r"[\s*.'’~-]*".join(words)
    if name.startswith("Espinosa"):  # a common cut: the second half of the compound alone
        joined = r"espinosa[\s*.'’~-]*salda[a-z~]{0,4}(?:[\s*.'’~-]*barrera)?"
    return joined


@cache
def _folded() -> dict[str, str]:
    return {_JOINTS.sub("", plain(name)): name for name in surnames()}


@cache
def _first_surnames() -> tuple[re.Pattern[str], dict[str, str]]:
    """The first surname alone, as a razón names magistrates ("los magistrados Ferrero, Miranda y Ramos"); the latest of two namesakes."""
    firsts = {_JOINTS.split(plain(name))[0]: name for name in surnames()}
    return re.compile(rf"(?<![a-z])(?:{'|'.join(firsts)})(?![a-z])"), firsts


def named_short(text: str, start: int, end: int) -> list[Named]:
    """As `named`, first surnames alone counting too: for lists of magistrates only."""
    whole = named(text, start, end)
    pattern, firsts = _first_surnames()
    alone = [Named(firsts[match[0]], match.start(), match.end()) for match in pattern.finditer(plain(text), start, end)]
    free = [one for one in alone if not any(other.start <= one.start < other.end for other in whole)]
    return sorted([*whole, *free], key=lambda one: one.start)


def named(text: str, start: int, end: int) -> list[Named]:
    """Every magistrate of the table named in the stretch by all his surnames, in order, damaged letters not forgiven."""
    found = []
    for match in _pattern().finditer(plain(text), start, end):
        place = int((match.lastgroup or "m0")[1:])
        found.append(Named(surnames()[place], match.start(), match.end()))
    return found


@cache
def repaired(printed: str) -> str | None:
    """The magistrate that a whole printed name stands for ("ESPINOSA-SALDANA BARRER A", "Ernesto Blume Fortini"); None when none is near."""
    folded = _JOINTS.sub("", plain(printed))
    if len(folded) < 6:
        return None
    for known, name in _folded().items():
        if known in folded:
            return name
    close = process.extractOne(folded, list(_folded()), scorer=fuzz.ratio, score_cutoff=80)
    return _folded()[close[0]] if close else None

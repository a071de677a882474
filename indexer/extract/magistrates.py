"""The magistrates of the Court: a table that repairs names which OCR broke (domain.md §14), and the names that a ruling itself teaches.

Whoever sits after the table was made is learned from the text: from the composition sentence, a clean column of signatures, PONENTE, the heading
of a vote. A name so learned must be printed twice, or stand in a signature that is all undamaged and all unknown, before it is believed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from indexer.extract.plain import plain
from indexer.extract.tables import rows

_JOINTS = re.compile(r"[\s*.'’,~-]+")
_NAME = r"(?:[a-z]{2,}[ -]){1,4}[a-z]{3,}"
_LISTED = re.compile(
    r"(?:integrad\w+ por|asistencia de)(?: los| las)?(?: senor\w*| magistrad\w+){1,2}:?\s(?P<list>[^.]{5,400}?)"
    r"(?=,?\s+(?:pronunci|ha emitid|emite|ha dictad|expid|dicta)|\.)"
)
_HEAD = 6000
"""Characters from the start in which a composition sentence stands."""
_SIGNED = re.compile(r"^\W{0,2}s\W{0,2}s?r?s?\W{0,2}$(?P<column>(?:\n[^\n]{5,40}$){1,8})", re.MULTILINE)
_COLUMN_ENDS = re.compile(r"^\W*l[o0u]\s{1,2}[qg]|certific|ponente|public|documento|^\W*(?:voto|fundamento)")
_SECRETARY = re.compile(r"s[ec]\w?r[eo]t|relat|rolat")
_TITLED = re.compile(rf"^\W{{0,3}}(?:ponente:?\s+|(?:voto|fundamento)[^\n]{{0,30}}magistrad[oa] )(?P<name>{_NAME})\W*$", re.MULTILINE)
_NO_NAME = re.compile(
    r"^(?:de|del|la)\b|\b(?:de|del|la)$|\b(?:tribunal|poder|judicial|sala|pleno|secretari\w*|relator\w*|presiden\w*|magistrad\w*|certific\w*|constitucional|republica|sentencia|expediente|voto|fundamento|"
    r"demanda\w*|declarar|ponente|respecto|documento|ficticio|lima|publiquese|senor\w*|doctor\w*)\b"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A magistrate named in the text: canonical surnames, and where."""

    name: str
    start: int
    end: int


@cache
def surnames() -> tuple[str, ...]:
    """Canonical surnames of the table, "Espinosa-Saldaña Barrera", in order of seniority."""
    return tuple(row["nombre"] for row in rows("magistrados.csv"))


@cache
def _table_pattern() -> re.Pattern[str]:
    return _pattern_of(surnames())


def _pattern_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the names in plain text, blanks and hyphens free: they are what OCR and line breaks change."""
    ways = [rf"(?P<m{place}>{_loose(name)})" for place, name in enumerate(names)]
    return re.compile(rf"(?<![a-z])(?:{'|'.join(ways)})(?![a-z])")


@lru_cache(maxsize=8)
def _taught(text: str) -> tuple[re.Pattern[str], tuple[str, ...]] | None:
    """The pattern of the magistrates that the text itself teaches, and their names; None when all of them are in the table."""
    names = tuple(_learned(text))
    return (_pattern_of(names), tuple(_whole(name, names) for name in names)) if names else None


def _whole(name: str, learned: tuple[str, ...]) -> str:
    """Whom a learned name stands for: the magistrate of the table, or another learned one, whose given name and first surname it is ("Ernesto
    Blume" is Blume Fortini) or whose last surnames; else itself."""
    words = _JOINTS.split(plain(name))
    for row in rows("magistrados.csv"):
        surname, given = _JOINTS.split(plain(row["nombre"])), plain(row["nombres"]).split()
        called = len(words) > 1 and words[-1] == surname[0] and set(words[:-1]) <= set(given)
        if called or (len(words) > 1 and words == surname[-len(words) :]):
            return row["nombre"]
    fuller = (one for one in learned if one != name and len(words) == 2 and _JOINTS.split(plain(one))[0] == words[1])
    return next(fuller, name)


def _loose(name: str) -> str:
    if name.startswith("Espinosa-Sal"):  # a common cut: the second half of the compound alone
        return r"espinosa[\s*.'’~-]*salda[a-z~]{0,4}(?:[\s*.'’~-]*barrera)?"
    return r"[\s*.'’~-]*".join(re.sub("n", "n~?", word) for word in _JOINTS.split(plain(name)))


def _learned(text: str) -> list[str]:
    """Names that the text gives to magistrates whom the table does not hold, in print order, as the text spells them best."""
    bare = plain(text)
    seen: dict[str, list[str]] = {}
    for start, end, sure in _candidates(text, bare):
        name = bare[start:end]
        if repaired(name) is None and not _NO_NAME.search(name) and re.fullmatch(_NAME, name):
            seen.setdefault(name, []).extend([text[start:end]] * (2 if sure else 1))
    best = {}
    for name, printed in seen.items():
        if len(printed) > 1 or len(re.findall(re.escape(name), bare)) > 1:
            mixed = next((one for one in printed if not one.isupper()), None) or _elsewhere(text, bare, name) or printed[0].title()
            best[name] = mixed
    return list(best.values())


def _elsewhere(text: str, bare: str, name: str) -> str | None:
    """The name as running text prints it, for one learned from capitals."""
    for match in re.finditer(re.escape(name), bare):
        printed = text[match.start() : match.end()]
        if not printed.isupper():
            return printed
    return None


def _candidates(text: str, bare: str) -> Iterator[tuple[int, int, bool]]:
    """Stretches that may be a magistrate's name, and whether one such is enough."""
    for match in _LISTED.finditer(bare, 0, _HEAD):
        place = match.start("list")
        for piece in re.split(r"([,;\n]| y | e )", match["list"]):
            yield (*_trimmed(bare, place, place + len(piece)), False)
            place += len(piece)
    for match in _SIGNED.finditer(bare):
        column = list(_column(text, bare, match.start("column") + 1, match.end("column")))
        clean = all(re.fullmatch(_NAME, bare[start:end]) and repaired(bare[start:end]) is None for start, end in column)
        yield from ((start, end, clean) for start, end in column)
    for match in _TITLED.finditer(bare):
        yield match.start("name"), match.end("name"), False


def _column(text: str, bare: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The signatures of a column: its lines in capitals, up to the certification or a secretary, whose own name stands above his office."""
    spans: list[tuple[int, int]] = []
    place = start
    for line in bare[start:end].split("\n"):
        if _COLUMN_ENDS.search(line) or _SECRETARY.search(line):
            yield from spans[:-1] if _SECRETARY.search(line) else spans
            return
        if text[place : place + len(line)].isupper():
            spans.append(_trimmed(bare, place, place + len(line)))
        place += len(line) + 1
    yield from spans


def _trimmed(bare: str, start: int, end: int) -> tuple[int, int]:
    piece = bare[start:end]
    first = start + len(piece) - len(piece.lstrip(" .,;:\n"))
    return first, max(first, start + len(piece.rstrip(" .,;:\n")))


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
    """Every magistrate named in the stretch by all his surnames, in order, damaged letters not forgiven."""
    bare = plain(text)
    found = [Named(surnames()[_place(match)], match.start(), match.end()) for match in _table_pattern().finditer(bare, start, end)]
    if taught := _taught(text):
        pattern, names = taught
        taught_ones = [Named(names[_place(match)], match.start(), match.end()) for match in pattern.finditer(bare, start, end)]
        found += [one for one in taught_ones if not any(other.start <= one.start < other.end for other in found)]
        found.sort(key=lambda one: one.start)
    return found


def _place(match: re.Match[str]) -> int:
    return int((match.lastgroup or "m0")[1:])


@cache
def repaired(printed: str) -> str | None:
    """The magistrate of the table that a whole printed name stands for ("ESPINOSA-SALDANA BARRER A", "Ernesto Blume Fortini"); None when none is near."""
    folded = _JOINTS.sub("", plain(printed))
    if len(folded) < 6:
        return None
    for known, name in _folded().items():
        if known in folded:
            return name
    close = process.extractOne(folded, list(_folded()), scorer=fuzz.ratio, score_cutoff=80)
    return _folded()[close[0]] if close else None

"""Dates of Peruvian rulings: in digits, in words, with a footnote's number glued to the year, through OCR damage (irregularities.md §4)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from rapidfuzz import fuzz, process

from indexer.extract.plain import plain

VERSION = 2
MONTHS = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "setiembre", "octubre", "noviembre", "diciembre")
_UNITS = {
    word: number
    for number, words in enumerate(
        (
            "cero", "un uno primer primero primera", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce",
            "trece", "catorce", "quince", "dieciseis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiun veintiuno", "veintidos",
            "veintitres", "veinticuatro", "veinticinco", "veintiseis", "veintisiete", "veintiocho", "veintinueve", "treinta",
        )
    )
    for word in words.split()
}  # fmt: skip
_TENS = {
    word: 20 + 10 * place
    for place, word in enumerate(["veinte", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"])
}
_LONG = "|".join(sorted((*_UNITS, *_TENS), key=len, reverse=True))
_FUSED = rf"(?:{'|'.join(word[:-1] for word in _TENS)})[ai]\s?(?:{'|'.join(w for w, n in _UNITS.items() if 0 < n < 10)})"
"""noventisiete, treintaiuno: the Court's spelling until about 2000."""
_SMALL = rf"(?:{_FUSED}|(?:{_LONG})(?:\s+[yi]\s+(?:{_LONG}))?)"
_YEAR = rf"(?P<digits>(?:1\s?9|2\s?[0o])\s?[\dol]\s?[\dol])(?:\d{{1,2}})?(?![\d/-]\d|\d)|(?P<words>(?:mil\s+novecientos|dos\s?mil)(?:\s+(?:y\s+)?{_SMALL})?)"
_DAY = rf"(?:(?<![\w/.-])|(?<=\be[l1]))(?P<day>\d{{1,2}}|[lio]\d|{_SMALL})(?:[°º'.]|ro|er|o\b)?"
_TAIL = rf"(?:[\s'’]*,?\s*(?:d[eci]l?|dei)?(?:l?\s*an[oi])?\s+|\s+)(?:{_YEAR})"
_GLUED = "|".join(MONTHS)
_FULL = re.compile(
    rf"{_DAY}\s*(?:\(\w{{1,15}}\)\s*)?(?:(?:(?:d\w{{0,3}}|m\w{{1,2}}|ines|dei?)[.,!]?\s+){{1,5}}|d[ec](?={_GLUED})|(?=(?:{_GLUED})\b))(?P<month>[a-z0-9]{{4,11}}){_TAIL}"
)
"""Between day and month stand "días del mes de", any of them missing ("a 27 noviembre de 2007") or damaged ("mcs", "dej")."""
_MONTH = re.compile(rf"\b(?P<month>{'|'.join(MONTHS)}|septiembre){_TAIL}")
_SLASHED = re.compile(r"(?<![\d/.-])(?P<day>\d{1,2})(?P<sep>[/.-])(?P<month>\d{1,2})(?P=sep)(?P<digits>(?:19|20)\d{2})(?![\d/-])")


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A date and where it stands: `value` is "YYYY-MM-DD", or "YYYY-MM" where no day is given; the span leaves out a note's glued digit."""

    value: str
    start: int
    end: int


def find_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[DateMatch]:
    """Every date of the stretch, in order, offsets of the whole text; what is no day of the calendar (31 February) is left out."""
    bare = plain(text)
    stop = len(bare) if end is None else end
    found: list[DateMatch] = []
    for match in (*_FULL.finditer(bare, start, stop), *_SLASHED.finditer(bare, start, stop)):
        day, month, year = _day(match["day"]), _month(match["month"]), _year(match)
        if day and month and year and (value := _iso(year, month, day)):
            found.append(DateMatch(value, match.start(), _year_end(match)))
    taken = [(one.start, one.end) for one in found]
    for match in _MONTH.finditer(bare, start, stop):
        year, month = _year(match), _month(match["month"])
        if year and month and not any(a <= match.start() < b for a, b in taken) and not _leftover_day(bare, match.start(), start):
            found.append(DateMatch(f"{year:04d}-{month:02d}", match.start(), _year_end(match)))
    yield from sorted(found, key=lambda one: one.start)


def _leftover_day(bare: str, month_start: int, start: int) -> bool:
    """Whether a number stands before the month: then the full date was refused (31 February) and its month alone says nothing either."""
    return bool(re.search(r"\d\s*(?:de|del mes de)\s+$", bare[max(start, month_start - 20) : month_start]))


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _year_end(match: re.Match[str]) -> int:
    groups = match.re.groupindex
    return match.end("digits") if match["digits"] else match.end("words") if "words" in groups else match.end()


def _day(word: str) -> int | None:
    if any(c.isdigit() for c in word):
        return int(word.translate(str.maketrans("lio", "110")))
    return number_of(word)


@cache
def _month(word: str) -> int | None:
    """1–12; a damaged word counts when one month is clearly the nearest; None when no month is near."""
    if word.isdigit():
        return int(word)
    if word == "septiembre":
        return 9
    if word in MONTHS:
        return MONTHS.index(word) + 1
    near = process.extract(word, MONTHS, scorer=fuzz.ratio, limit=2)
    (name, best, _), (_, second, _) = near
    return MONTHS.index(name) + 1 if best >= 74 and best - second >= 10 else None


def _year(match: re.Match[str]) -> int | None:
    if match["digits"]:
        return int(re.sub(r"\s", "", match["digits"]).replace("o", "0").replace("l", "1"))
    head, _, rest = re.sub(r"\s+", " ", match["words"]).replace("dosmil", "dos mil").partition("mil")
    base = 1900 if not head.strip() else 2000
    return base + (number_of(rest.replace("novecientos", "").strip().removeprefix("y ")) or 0)


@cache
def number_of(words: str) -> int | None:
    """ "treinta y uno" → 31, "noventisiete" → 97; None for anything else."""
    words = words.strip()
    if words in _UNITS:
        return _UNITS[words]
    if words in _TENS:
        return _TENS[words]
    for tens, value in _TENS.items():
        if split := re.fullmatch(rf"{tens[:-1]}[ai]?e?(?:\s?[yi]\s|\s?)(\w+)", words):
            unit = _UNITS.get(split[1])
            return value + unit if unit is not None and unit < 10 else None
    if split := re.fullmatch(r"diez\s+[yi]\s+(\w+)", words):
        unit = _UNITS.get(split[1])
        return 10 + unit if unit is not None and unit < 10 else None
    return None

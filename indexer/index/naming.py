"""Spellings of a case, ids and sentencia numbers → rulings of a generation (contracts.md §4)."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from rapidfuzz import fuzz, process

from models.errors import BadIdentity
from models.ids import RulingId, fold, identify, name_of, spellings

_NUMBERED = re.compile(r"sentencia\s*(?:n[.°ºro]*\s*)?0*(\d{1,4}\s*/\s*\d{4})(.*)")
_CHAMBERS = {"primera": "Sala Primera", "1": "Sala Primera", "segunda": "Sala Segunda", "2": "Sala Segunda", "pleno": "Pleno"}


class Cases(Protocol):
    """What an engine keeps about the names of its rulings (indexer.index.stored.Stored, elastic.records.Records)."""

    def known(self, field: str) -> Mapping[str, int]:
        """The values of a field, here ids of rulings, each with its number of rulings."""

    def by_number(self, numero: str, sala: str | None) -> tuple[RulingId, ...]:
        """Rulings with that sentencia number, by date; `sala` None = any."""

    def by_date(self, ids: Sequence[str]) -> tuple[RulingId, ...]:
        """The ids ordered by date, unknown last."""


def resolve(spelling: str, stored: Cases) -> tuple[RulingId, ...]:
    """Every ruling that the spelling can mean, by date, unknown last; () when none. An id that is here means itself alone."""
    text = spelling.strip()
    known = stored.known("expediente")
    for exact in (text, text.upper(), f"{text[:13].upper()}{text[13:].lower()}"):
        if exact in known:
            return (RulingId(exact),)
    if numbered := _NUMBERED.fullmatch(fold(text)):
        return _by_number(re.sub(r"\s", "", numbered[1]), numbered[2], stored)
    if kind := _by_name(text, known):
        return stored.by_date(kind)
    found = spellings(text)
    if len({(one.number, one.year, one.code) for one in found}) != 1:
        return ()
    start = f"{found[0].number:05d}-{found[0].year}-"  # every id is looked at: the cheap question first
    return stored.by_date([ruling for ruling in known if ruling.startswith(start) and found[0].matches(RulingId(ruling))])


def _by_name(text: str, known: Collection[str]) -> list[str]:
    """ "01797-2002-HD Aclaracion": the resolutions of that kind; [] for a name without a kind."""
    try:
        named = identify(name_of(text))
    except BadIdentity:
        return []
    if not named.kind:
        return []
    first = named.ruling_id()
    return [ruling for ruling in known if ruling == first or re.fullmatch(rf"{re.escape(first)}-\d+", ruling)]


def _by_number(numero: str, rest: str, stored: Cases) -> tuple[RulingId, ...]:
    chamber = re.search(r"primera|segunda|pleno|\b[12]\b", rest)
    return stored.by_number(numero, _CHAMBERS[chamber[0]] if chamber else None)


def nearest(spelling: str, stored: Cases) -> tuple[RulingId, ...]:
    """Up to five ids that look like the spelling, best first; for 404 pages. () for a spelling without digits."""
    text = spelling.strip()[:80]
    if not re.search(r"\d", text):
        return ()
    found = spellings(text)
    wanted = f"{found[0].number:05d}-{found[0].year}-{found[0].code or 'HD'}" if found else text.upper()
    best = process.extract(wanted, stored.known("expediente").keys(), scorer=fuzz.ratio, limit=5, score_cutoff=60)
    return tuple(RulingId(name) for name, _, _ in best)

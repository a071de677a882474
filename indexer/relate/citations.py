"""What the collection knows of a citation: contracts.md §6 (resuelta, fuera_de_la_coleccion, ambigua, errata_probable; no_reconocida comes from extraction)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from indexer.extract.tables import keys, phrases
from models.ids import ExpedienteNumber, RulingId
from models.ruling import Cita

USUAL = 3
"""Rulings that must cite a case for a fundamento before that fundamento tells the case by itself."""

_TABLE = "citas.toml"
_ONE_SERIES = ("AA", "HC", "HD", "AC")
"""Processes that share one numbering by intake: a number and year belong to one of them, whatever the print says."""

ByCase = Mapping[ExpedienteNumber, tuple[RulingId, ...]]
Pins = Mapping[ExpedienteNumber, frozenset[int]]


def state(cita: Cita, by_case: ByCase, pins: Pins | None = None) -> Cita:
    """The citation with its `estado`; one that extraction settled keeps it. `pins` (`usual`) is needed for slips that no table knows.

    errata_probable: a known slip (domain.md §0.15), or not here and one digit away from the only case here that is cited for the same fundamentos.
    resuelta: the case is here. ambigua: it is here by several resolutions of which none is the sentencia, or only under another process of the same
    number and year.
    """
    if cita.estado == "no_reconocida":
        return cita
    case = RulingId(cita.sentencia).expediente
    if (case, True) in ((slip, numbers <= set(cita.fundamentos)) for slip, numbers in _slips()):
        return replace(cita, estado="errata_probable")
    if held := by_case.get(case):
        return replace(cita, estado="resuelta" if RulingId(case) in held or len(held) == 1 else "ambigua")
    if pins is not None and _misprinted(cita, case, by_case, pins):
        return replace(cita, estado="errata_probable")
    elsewhere = any(ExpedienteNumber(f"{case[:10]}-{code}") in by_case for code in _others(case))
    return replace(cita, estado="ambigua" if elsewhere else "fuera_de_la_coleccion")


def usual(counts: Mapping[tuple[ExpedienteNumber, int], int]) -> dict[ExpedienteNumber, frozenset[int]]:
    """From how many rulings cite (case, fundamento) to the fundamentos that each case is usually cited for."""
    found: dict[ExpedienteNumber, set[int]] = {}
    for (case, fundamento), rulings in counts.items():
        if rulings >= USUAL:
            found.setdefault(case, set()).add(fundamento)
    return {case: frozenset(numbers) for case, numbers in found.items()}


def _others(case: ExpedienteNumber) -> Iterator[str]:
    return (code for code in _ONE_SERIES if code != case.code) if case.code in _ONE_SERIES else iter(())


@cache
def _slips() -> tuple[tuple[str, frozenset[int]], ...]:
    """Cases that are cited by mistake, and the fundamentos that show it."""
    return tuple((case, frozenset(int(number) for number in phrases(_TABLE, "erratas", case)[1:])) for case in keys(_TABLE, "erratas"))


def _misprinted(cita: Cita, case: ExpedienteNumber, by_case: ByCase, pins: Pins) -> bool:
    """Whether exactly one case here, of the same year and process, is a digit away and cited for all that this one is cited for."""
    if not cita.fundamentos:
        return False
    near = {ExpedienteNumber(f"{number:05d}{case[5:]}") for number in _near(case[:5])}
    near |= {ExpedienteNumber(f"{case[:6]}{case[6:at]}{digit}{case[at + 1 :]}") for at in (8, 9) for digit in "0123456789"} - {case}
    return sum(one in by_case and pins.get(one, frozenset()) >= set(cita.fundamentos) for one in near) == 1


def _near(digits: str) -> set[int]:
    """The numbers one slip away: a digit changed, two neighbours swapped, one left out or put in. "00296" → 296 changed to 5296 …"""
    found = {int(digits[:at] + digit + digits[at + 1 :]) for at in range(5) for digit in "0123456789"}
    found |= {int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]) for at in range(4)}
    bare = digits.lstrip("0")
    found |= {int(bare[:at] + bare[at + 1 :] or 0) for at in range(len(bare))}
    if len(bare) < 5:
        found |= {int(bare[:at] + digit + bare[at:]) for at in range(len(bare) + 1) for digit in "0123456789"}
    return found - {int(digits), 0}

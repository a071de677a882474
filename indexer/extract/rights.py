"""Which right the Court examines: access to public information (2.5), informational self-determination (2.6) or both (domain.md §1)."""

import re
from dataclasses import dataclass
from functools import cache

from indexer.extract.anchors import anchored
from indexer.extract.defences import answers
from indexer.extract.majority import facts, reasons
from indexer.extract.plain import plain
from indexer.extract.source import Source
from indexer.extract.tables import keys, phrases
from models.ruling import Derecho, Evidencia, Found

VERSION = 3
_FILE = "derechos.toml"
_SHARE = 0.6
"""A second right counts when it has at least this share of the weight of the first."""
_SECOND = 1.0
"""A second right with less weight than one mention in the reasons is told of in passing."""
_FLOOR = 1.8
"""Where the appeal is about costs, less weight than this is a mention in the facts: the Court does not examine the right."""


@dataclass(slots=True)
class _Weight:
    """How much speaks for one right, and where it is said best."""

    total: float = 0.0
    best: float = 0.0
    evidence: Evidencia | None = None


@cache
def _named() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{right}>{phrases(_FILE, 'derechos', right)[0]})" for right in keys(_FILE, "derechos")))


@cache
def _part(section: str, key: str) -> re.Pattern[str]:
    return re.compile(phrases(_FILE, section, key)[0])


def derechos(source: Source) -> tuple[Found[Derecho], ...]:
    """The right or rights at issue by what the decision and its reasons name, heaviest first; () where only costs are discussed.
    A right that the Court says was invoked by error is left out, and so is what only the respondent speaks of."""
    text = plain(source.text)
    weights = _weights(source, text)
    ranked = sorted(weights.items(), key=lambda one: -one[1].total)
    costs = any(_part("descuento", "costos").search(text, section.inicio, section.fin) for section in source.zones("asunto"))
    least = max(_FLOOR if costs else 0.0, _SHARE * max((weight.total for _, weight in ranked), default=0.0))
    first = tuple(right for right, _ in ranked[:1])
    return tuple(
        Found(right, (weight.evidence,))
        for right, weight in ranked
        if weight.evidence and weight.total >= (least if right in first else max(least, _SECOND))
    )


def _weights(source: Source, text: str) -> dict[Derecho, _Weight]:
    weights: dict[Derecho, _Weight] = {"acceso_informacion_publica": _Weight(), "autodeterminacion_informativa": _Weight()}
    answered = answers(source)
    mistaken: set[str | None] = set()
    for section in (*reasons(source), *facts(source)):
        scale = {"fallo": 6.0, "fundamentos": 1.0, "voto": 1.0}.get(section.zona, 0.3)
        for match in anchored(_named(), phrases(_FILE, "anclas", "palabras"), text, section.inicio, section.fin):
            start, end = _sentence(text, match.start(), match.end(), section.inicio, section.fin)
            excused = match[0].startswith("datos") and _part("descuento", "reserva").search(text, start, end)
            if section.zona == "fundamentos" and _by_error(text, match, start, end):
                mistaken.add(match.lastgroup)
            if excused or _defended(text, match, start, section.zona, answered) or _part("descuento", "ambos").search(text, start, end):
                continue
            decides = _part("peso", "decide").search(text, max(start, match.start() - 90), min(end, match.end() + 60))
            weight = weights[match.lastgroup]  # type: ignore[index]
            value = scale * (2.0 if decides else 1.0)
            weight.total += value
            if value > weight.best:
                weight.best, weight.evidence = value, source.quote(match.start(), match.end(), "derechos.examen", 0.85)
    return {right: weight for right, weight in weights.items() if right not in mistaken}


def _by_error(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether the Court says in this sentence that the right just named was invoked by error."""
    before, after = _part("descuento", "error_antes"), _part("descuento", "error_despues")
    return "rron" in text[start:end] and bool(before.search(text, start, match.start()) or after.match(text, match.end(), end))


def _defended(text: str, match: re.Match[str], start: int, zone: str, answered: tuple[tuple[int, int], ...]) -> bool:
    """Whether the right is named by the respondent: in his answer, or where the reasons tell it."""
    if zone != "fundamentos":
        return any(first <= match.start() < last for first, last in answered)
    return _part("descuento", "defensa").search(text, start, match.start()) is not None


def _sentence(text: str, start: int, end: int, floor: int, ceiling: int) -> tuple[int, int]:
    begin = max(text.rfind("\n", floor, start), text.rfind(". ", floor, start), floor)
    ends = [place for place in (text.find("\n", end, ceiling), text.find(". ", end, ceiling)) if place >= 0]
    return begin, min(ends, default=ceiling)

"""Which right the Court examines: access to public information (2.5), informational self-determination (2.6) or both (domain.md §1)."""

import re
from dataclasses import dataclass
from functools import cache

from indexer.extract.anchors import anchored
from indexer.extract.majority import facts, reasons
from indexer.extract.plain import plain
from indexer.extract.source import Source
from indexer.extract.tables import keys, phrases
from models.ruling import Derecho, Evidencia, Found

VERSION = 2
_FILE = "derechos.toml"
_SHARE = 0.6
"""A second right counts when it has at least this share of the weight of the first."""
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
    """The right or rights at issue by what the decision and its reasons name, heaviest first; () where only costs are discussed."""
    text = plain(source.text)
    weights = _weights(source, text)
    ranked = sorted(weights.items(), key=lambda one: -one[1].total)
    costs = any(_part("descuento", "costos").search(text, section.inicio, section.fin) for section in source.zones("asunto"))
    least = max(_FLOOR if costs else 0.0, _SHARE * ranked[0][1].total)
    return tuple(Found(right, (weight.evidence,)) for right, weight in ranked if weight.evidence and weight.total >= least)


def _weights(source: Source, text: str) -> dict[Derecho, _Weight]:
    weights: dict[Derecho, _Weight] = {"acceso_informacion_publica": _Weight(), "autodeterminacion_informativa": _Weight()}
    for section in (*reasons(source), *facts(source)):
        scale = {"fallo": 6.0, "fundamentos": 1.0, "voto": 1.0}.get(section.zona, 0.3)
        for match in anchored(_named(), phrases(_FILE, "anclas", "palabras"), text, section.inicio, section.fin):
            start, end = _sentence(text, match.start(), match.end(), section.inicio, section.fin)
            excused = match[0].startswith("datos") and _part("descuento", "reserva").search(text, start, end)
            if excused or _part("descuento", "ambos").search(text, start, end):
                continue
            decides = _part("peso", "decide").search(text, max(start, match.start() - 90), min(end, match.end() + 60))
            weight = weights[match.lastgroup]  # type: ignore[index]
            value = scale * (2.0 if decides else 1.0)
            weight.total += value
            if value > weight.best:
                weight.best, weight.evidence = value, source.quote(match.start(), match.end(), "derechos.examen", 0.85)
    return weights


def _sentence(text: str, start: int, end: int, floor: int, ceiling: int) -> tuple[int, int]:
    begin = max(text.rfind("\n", floor, start), text.rfind(". ", floor, start), floor)
    ends = [place for place in (text.find("\n", end, ceiling), text.find(". ", end, ceiling)) if place >= 0]
    return begin, min(ends, default=ceiling)

"""Which right the Court examines: access to public information (2.5), informational self-determination (2.6) or both (domain.md §1)."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from indexer.extract.anchors import anchored
from indexer.extract.majority import facts, reasons
from indexer.extract.plain import plain
from indexer.extract.rac import objeto_del_rac
from indexer.extract.request import asked
from indexer.extract.source import Source
from indexer.extract.speakers import answers
from indexer.extract.tables import keys, phrases
from models.ruling import Derecho, Evidencia, Found

VERSION = 4
_FILE = "derechos.toml"
_SHARE = 0.6
"""A second right counts when it has at least this share of the weight of the first."""
_SECOND = 1.0
"""A second right with less weight than one mention in the reasons is told of in passing."""
_ACCESS: Derecho = "acceso_informacion_publica"
_OWN: Derecho = "autodeterminacion_informativa"


@dataclass(slots=True)
class _Weight:
    """How much speaks for one right, where it is said best, and whether the Court says that it is the one to be judged by or that it was (not)
    violated."""

    total: float = 0.0
    best: float = 0.0
    evidence: Evidencia | None = None
    judged: Evidencia | None = None


@cache
def _named() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{right}>{phrases(_FILE, 'derechos', right)[0]})" for right in keys(_FILE, "derechos")))


@cache
def _part(section: str, key: str) -> re.Pattern[str]:
    return re.compile(phrases(_FILE, section, key)[0])


@lru_cache(maxsize=2)
def derechos(source: Source) -> tuple[Found[Derecho], ...]:
    """The right or rights that the Court judges by, else those that the decision, its reasons and the facts name, heaviest first. A right that the
    Court says was invoked by error is left out, and so is what only the respondent speaks of. Where no right is named it follows from the request
    (Const. 200.3: there is no third one); () where only costs are discussed or no request is told."""
    text = plain(source.text)
    weights = _weights(source, text)
    ranked = sorted(((right, one) for right, one in weights.items() if one.evidence), key=lambda one: -one[1].total)
    judged = tuple(Found(right, (one.judged,)) for right, one in ranked if one.judged)
    if judged or not ranked:
        return judged or _of_the_request(source, text)
    least = max(_SECOND, _SHARE * ranked[0][1].total)
    return tuple(
        Found(right, (one.evidence,)) for place, (right, one) in enumerate(ranked) if one.evidence and (place == 0 or one.total >= least)
    )


def _of_the_request(source: Source, text: str) -> tuple[Found[Derecho], ...]:
    told, appeal = asked(source), objeto_del_rac(source)
    decided = any(_part("peticion", "decide").search(text, one.inicio, one.fin) for one in source.zones("fallo"))
    if told is None or not decided or (appeal and appeal.value in ("costos", "ejecucion")):
        return ()
    for right, key in ((_OWN, "propios"), (_ACCESS, "documento")):
        said = (one for one in _part("peticion", key).finditer(text, *told) if not _answered(one, answers(source)))
        if match := next(said, None):
            return (Found(right, (source.quote(match.start(), match.end(), "derechos.peticion", 0.6),)),)
    return ()


def _weights(source: Source, text: str) -> dict[Derecho, _Weight]:
    weights: dict[Derecho, _Weight] = {_ACCESS: _Weight(), _OWN: _Weight()}
    answered = answers(source)
    mistaken: set[str | None] = set()
    for section in (*reasons(source), *facts(source)):
        scale = {"fallo": 6.0, "fundamentos": 1.0, "voto": 1.0}.get(section.zona, 0.3)
        for match in anchored(_named(), phrases(_FILE, "anclas", "palabras"), text, section.inicio, section.fin):
            start, end = _sentence(text, match.start(), match.end(), section.inicio, section.fin)
            if section.zona == "fundamentos" and _by_error(text, match, start, end):
                mistaken.add(match.lastgroup)
                continue
            weight = weights[match.lastgroup]  # type: ignore[index]
            if section.zona in ("fallo", "fundamentos") and _judged(text, match, start, end):
                weight.judged = weight.judged or source.quote(match.start(), match.end(), "derechos.juzgado", 0.9)
            elif _in_passing(text, match, (start, end), section.zona, answered):
                continue
            decides = _part("peso", "decide").search(text, max(start, match.start() - 90), min(end, match.end() + 60))
            value = scale * (2.0 if decides else 1.0)
            weight.total += value
            if value > weight.best:
                weight.best, weight.evidence = value, source.quote(match.start(), match.end(), "derechos.examen", 0.85)
    return {right: weight for right, weight in weights.items() if right not in mistaken}


def _judged(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether the Court says here that it judges by the right just named, or that it was violated or not; what a party or another court says of it
    in the same sentence does not tell."""
    said = list(_part("juzga", "antes").finditer(text, start, match.start()))
    if not said or _part("juzga", "ajeno").search(text, start, said[-1].end()):
        return False
    return not _part("juzga", "corta").search(text, said[-1].end(), match.start())


def _by_error(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether the Court says in this sentence that the right just named was invoked by error, or is not the one at issue."""
    before, after = _part("descuento", "error_antes"), _part("descuento", "error_despues")
    if "rron" in text[start:end] and (before.search(text, start, match.start()) or after.match(text, match.end(), end)):
        return True
    return bool(
        _part("descuento", "no_este").search(text, start, match.start()) and _part("descuento", "sino_otro").match(text, match.end(), end)
    )


def _in_passing(text: str, match: re.Match[str], sentence: tuple[int, int], zone: str, answered: tuple[tuple[int, int], ...]) -> bool:
    """Whether this mention tells nothing of the case: other people's data, both rights in one breath, or the respondent's words."""
    start, end = sentence
    excused = match[0].startswith(("datos", "pro")) and _part("descuento", "reserva").search(text, start, end)
    return bool(excused or _defended(text, match, start, zone, answered) or _part("descuento", "ambos").search(text, start, end))


def _defended(text: str, match: re.Match[str], start: int, zone: str, answered: tuple[tuple[int, int], ...]) -> bool:
    """Whether the right is named by the respondent: in his answer, or where the reasons tell it."""
    if zone != "fundamentos":
        return _answered(match, answered)
    return _part("descuento", "defensa").search(text, start, match.start()) is not None


def _answered(match: re.Match[str], answered: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= match.start() < last for first, last in answered)


def _sentence(text: str, start: int, end: int, floor: int, ceiling: int) -> tuple[int, int]:
    begin = max(text.rfind("\n", floor, start), text.rfind(". ", floor, start), floor)
    ends = [place for place in (text.find("\n", end, ceiling), text.find(". ", end, ceiling)) if place >= 0]
    return begin, min(ends, default=ceiling)

"""What a court below decided on the demand, as outcome words tell it through OCR (domain.md §9); indexer.extract.instances says which court."""

import re
from dataclasses import dataclass
from functools import cache

from indexer.extract.courts import FILE, compiled
from indexer.extract.tables import keys, nearest, phrases
from models.ruling import ResultadoInstancia

VERSION = 1
_OBJECT = 46
"""How many characters after an outcome word may say what it is of."""


@dataclass(frozen=True, slots=True)
class InstanceOutcome:
    """An outcome of the demand and where it is said."""

    result: ResultadoInstancia
    start: int
    end: int
    partial: bool = False


def decided(text: str, start: int, end: int) -> InstanceOutcome | None:
    """The outcome for the demand in a stretch: grant and rejection of two parts of it make a partial grant."""
    special = _special(text, start, end)
    found = outcomes(text, start, end)
    if special and (not found or special.start < found[0].start):
        return special
    if not found:
        return special
    first = found[0]
    dismissed = compiled("verbos", "desestima_parte").search(text, first.end, end)
    if first.result == "fundada" and (first.partial or dismissed or _mixed(text, found)):
        return InstanceOutcome("fundada_en_parte", first.start, first.end)
    if first.result in ("infundada", "improcedente") and any(one.result == "fundada" for one in found[1:2]) and _mixed(text, found):
        return InstanceOutcome("fundada_en_parte", first.start, first.end)
    return first


def _mixed(text: str, found: list[InstanceOutcome]) -> bool:
    """Whether another part of the same demand went the other way."""
    for one in found[1:]:
        after = text[one.end : one.end + 60]
        rejects = one.result != found[0].result and one.result != "inadmisible"
        if rejects and re.search(compiled("objetos", "extremo"), after) and not re.search(compiled("objetos", "costos"), after):
            return True
    return False


def _special(text: str, start: int, end: int) -> InstanceOutcome | None:
    """Ways of ending without one of the four words: rejected outright, dismissed, concluded, annulled; in execution, held to be complied with."""
    ways: tuple[tuple[str, ResultadoInstancia], ...] = (
        ("rechaza", "improcedente"), ("desestima", "infundada"), ("concluye", "conclusion_sin_fondo"), ("anula", "nulo"),
        ("ejecuta", "otro"), ("estima_parte", "fundada_en_parte"), ("estima", "fundada"),
    )  # fmt: skip
    found = [
        InstanceOutcome(result, match.start(), match.end())
        for key, result in ways
        for match in [compiled("verbos", key).search(text, start, end)]
        if match
    ]
    return min(found, key=lambda one: one.start, default=None)


def outcomes(text: str, start: int, end: int) -> list[InstanceOutcome]:
    """Every outcome word said of the demand, in order; of exceptions, costs and nullities none."""
    found: list[InstanceOutcome] = []
    for verb in compiled("verbos", "declara").finditer(text, start, end):
        stop = min(end, verb.end() + 240)
        sentence = re.search(r"\.\s+[a-z]|\n", text[verb.end() : stop])
        stop = verb.end() + sentence.start() if sentence else stop
        for word in re.finditer(r"[a-z]{6,14}", text[verb.end() : stop]):
            result = _result(word[0])
            begin, finish = verb.end() + word.start(), verb.end() + word.end()
            if result is None or (found and found[-1].start >= begin):
                continue
            after = text[finish : min(end, finish + _OBJECT)]
            if not compiled("objetos", "ajeno").search(after) and not re.search(r"excepcion\w*\s*$", text[begin - 14 : begin]):
                found.append(InstanceOutcome(result, begin, finish, bool(compiled("objetos", "parte").search(after))))
    return found


@cache
def _result(word: str) -> ResultadoInstancia | None:
    """The outcome a word says, through OCR: "improcedepte", "anfundada"; None for other words."""
    if word.startswith("proced"):
        return None  # "la procedencia de la demanda" is no outcome
    known = {spelling: key for key in keys(FILE, "resultados") for spelling in phrases(FILE, "resultados", key)}
    if word in known:
        return known[word]  # type: ignore[return-value]
    close = nearest(word, tuple(known), 80) if word[-3:] not in ("ndo", "mos") and len(word) > 6 else None
    if close and close.startswith("fund") and word.startswith("fund"):
        return "fundada"  # run into the next word: "fundadala"
    if close and close.startswith("fund") and len(word) > 7:
        return "infundada"
    return known[close] if close else None  # type: ignore[return-value]

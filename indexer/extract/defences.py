"""What the respondent answered, as codes of a closed list, and whether the Court took it (domain.md §10; models/tables/defensas.toml)."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from indexer.extract.courts import first_stretch
from indexer.extract.majority import facts
from indexer.extract.plain import plain
from indexer.extract.source import Source
from indexer.extract.tables import keys, phrases
from models.ruling import Defensa, Found

_FILE = "defensas.toml"
ENTIDAD = "entidad"
"""Who raised it: the respondent."""


@cache
def _codes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, re.compile(phrases(_FILE, "defensas", code)[0])) for code in keys(_FILE, "defensas"))


@cache
def _part(section: str, key: str) -> re.Pattern[str]:
    return re.compile(phrases(_FILE, section, key)[0])


def defensas(source: Source) -> tuple[Found[Defensa], ...]:
    """Each defence of the answer to the demand once, in the order of the answer; `aceptada` None where the decision does not tell."""
    text = plain(source.text)
    seen: dict[str, tuple[int, int]] = {}
    for start, end in _answers(source, text):
        for code, pattern in _codes():
            if code not in seen and (match := pattern.search(text, start, end)):
                seen[code] = (match.start(), match.end())
    outcome = _outcome(source, text)
    found = []
    for code, (start, end) in sorted(seen.items(), key=lambda one: one[1]):
        taken = _taken(source, text, code, outcome, len(seen) == 1)
        found.append(Found(Defensa(code, ENTIDAD, taken), (source.quote(start, end, f"defensas.{code}", 0.75),)))
    return tuple(found)


def excepciones_invocadas(found: tuple[Found[Defensa], ...]) -> tuple[Found[str], ...]:
    """The codes of what the respondent raised, from `defensas`."""
    return tuple(Found(one.value.codigo, one.evidence) for one in found if one.value.quien == ENTIDAD)


def _answers(source: Source, text: str) -> Iterator[tuple[int, int]]:
    """The stretches that tell the answer: from its opening to where the first court decides."""
    for section in facts(source):
        brought = re.compile(phrases("partes.toml", "demanda", "presenta")[0]).search(text, section.inicio, section.fin)
        floor = brought.end() if brought else section.inicio
        stop = first_stretch(text, section)[0]
        end = stop if stop > floor else section.fin
        if opening := _part("respuesta", "abre").search(text, floor + 60 if brought else floor, end):
            sentence = max(text.rfind("\n", 0, opening.start()), text.rfind(". ", floor, opening.start()))
            # A respondent called by his procurador in the demand itself has not answered yet.
            if opening.start() - floor > 300 or "\n" in text[floor : opening.start()] or text[floor : opening.start()].count(". "):
                yield max(sentence, floor), end
                return


def _outcome(source: Source, text: str) -> Literal["concede", "rechaza"] | None:
    """Whether the decision grants the demand whole or rejects it whole; None when it does neither, or is not found."""
    for section in source.zones("fallo"):
        if _part("decision", "parte").search(text, section.inicio, section.fin):
            return None
        grants = _part("decision", "concede").search(text, section.inicio, section.fin)
        rejects = _part("decision", "rechaza").search(text, section.inicio, section.fin)
        if bool(grants) != bool(rejects):
            return "concede" if grants else "rechaza"
    return None


def _taken(source: Source, text: str, code: str, outcome: str | None, alone: bool) -> Literal["si", "no"] | None:
    """ "no" where all was granted; "si" where all was rejected, no other defence was raised and the reasons speak of this one; else unknown."""
    if outcome == "concede":
        return "no"
    reasons = source.zones("fundamentos")
    pattern = dict(_codes())[code]
    if outcome == "rechaza" and alone and any(pattern.search(text, section.inicio, section.fin) for section in reasons):
        return "si"
    return None

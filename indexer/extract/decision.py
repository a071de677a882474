"""Which text is the Court's decision (domain.md §6): the razón that states the result, the numbered decision, or the votes; never anything else."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from indexer.extract.lines import is_signature, lines
from indexer.extract.phrases import Phrase, labelled
from indexer.extract.plain import in_plain, plain
from indexer.extract.source import Source
from indexer.extract.zones import verb
from models.ruling import Seccion

VERSION = 2
TABLE = "resultados.toml"
From = Literal["razon", "cuerpo", "voto"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the text that decides, and what it is: offsets of the text."""

    start: int
    end: int
    origin: From


def body(source: Source) -> Stretch | None:
    """What follows HA RESUELTO in the decision's zone; None when the ruling has no numbered decision of the majority."""
    section = next(source.zones("fallo"), None)
    return Stretch(_after_verb(source, section), section.fin, "cuerpo") if section else None


def _after_verb(source: Source, section: Seccion) -> int:
    """Where the decision proper begins: after the last verb of its head; after the formula where the verb was lost."""
    bare = plain(source.text)
    head = min(section.fin, section.inicio + 1200)
    first = _declaring().search(bare, section.inicio, head)
    stop = first.start() if first else head
    said = [match.end() for match in verb().finditer(bare, section.inicio, head) if match.start() <= stop]
    if said:  # the blank line end stays: a first "1." is told by it
        return said[-1]
    line = bare.find("\n", section.inicio, section.fin)
    formula = bare[section.inicio : section.inicio + 40].lstrip().startswith(("por ", "en uso", "con la autoridad"))
    return line + 1 if formula and line != -1 else section.inicio


@cache
def _declaring() -> re.Pattern[str]:
    return re.compile(r"\bdeclar[ae]|\bfundad[ao]\b|\binfundad[ao]\b|\bimprocedente\b|\bconfirma|\brevoca")


def told(source: Source) -> Stretch | None:
    """The clause of the razón de relatoría that states the result, minority opinions cut off; None when no razón states one (R1)."""
    bare = plain(source.text)
    for section in source.zones("razon"):
        end = _signed(source, section)
        said = list(labelled(bare, section.inicio, end, TABLE, "razon"))
        states = [one for one in said if one.label in ("dice", "fuerte") and _declares(bare, one, end)]
        strong = [one for one in states if one.label == "fuerte"]
        chosen = next((one for one in strong if bare[one.start : one.end] == "corresponde declarar"), None) or next(
            iter(strong or states), None
        )
        if chosen:
            cut = next((one.start for one in said if one.label == "corta" and one.start > chosen.end), end)
            return Stretch(chosen.end, cut, "razon")
    return None


def _signed(source: Source, section: Seccion) -> int:
    for line in lines(source.text, section.inicio, section.fin):
        if is_signature(line):
            return line.start
    return section.fin


def _declares(bare: str, said: Phrase, end: int) -> bool:
    """Whether an outcome follows closely, in the same statement."""
    return bool(re.search(r"fundad|procedent|nul[ao]|ordena|admit", bare[said.end : min(end, said.end + 120)]))


def voted(source: Source, section: Seccion) -> Stretch | None:
    """What one vote would decide: after its own HA RESUELTO, else its last "debe declararse…" or "mi voto es…"; None when it says neither."""
    bare = plain(source.text)
    end = _vote_end(source, section)
    verbs = [
        match
        for match in verb().finditer(bare, section.inicio, end)
        if _alone(bare, match) and _declaring().search(bare, match.end(), match.end() + 250)
    ]
    if verbs:
        return Stretch(verbs[-1].end(), end, "voto")
    said = [
        match
        for match in _OPINION.finditer(bare, section.inicio, end)
        if _declaring().search(bare, match.end(), min(end, match.end() + 200)) or _declaring().search(match[0])
    ]
    whole = [match for match in said if not _ONLY_COSTS.match(bare, match.start(), min(end, match.end() + 200))]
    chosen = (whole or said)[-1:]
    return Stretch(chosen[0].start(), min(end, chosen[0].end() + 400), "voto") if chosen else None


_ONLY_COSTS = re.compile(
    r"(?:(?!fundad|procedente)[^.;]){0,80}(?:in)?(?:fundad[oa]|improcedente)\W{1,3}"
    r"(?:(?:en )?el extremo (?:del?|referido al?|relativo al?)\W)?(?:(?:el|la|los|las) )?(?:pago|condena|costos)\b"
)
"""A last word on costs alone: what the vote says of the demanda stands before it."""


_OPINION = re.compile(
    r"(?:mi|nuestro) (?:voto|opinion|parecer) (?:tambien )?(?:es|en el sentido)|se declare |sea declarad[ao]|"
    r"(?:votamos|voto)(?:,? entonces,?)? (?:por|a favor|en el sentido|porque)|"
    r"(?:me adhiero|nos adherimos|me sumo|comparto|compartimos|coincido|suscribo)\b|(?:a nuestro juicio|a mi juicio),? corresponde|"
    r"(?:debe|debio|deberia|corresponde|debemos|considero que|opino que|estimo que|procede)[^.;]{0,40}? "
    r"(?:ser )?(?:declarar(?:se)?|declarad[ao]|desestimar(?:se)?|estimar(?:se)?)"
)
"""How a vote says what it would decide."""


def _alone(bare: str, match: re.Match[str]) -> bool:
    """Whether the verb ends its line or the formula: quoted lower courts "resuelven declarar" in running text."""
    line = bare[bare.rfind("\n", 0, match.start()) + 1 : match.start()].strip(" .,:;'\"-")
    return not line or line.startswith(("por est", "por los", "por tal", "por las", "en uso"))


def _vote_end(source: Source, section: Seccion) -> int:
    for line in lines(source.text, section.inicio, section.fin):
        if is_signature(line) and line.start > section.inicio + 40:
            return line.start
    return section.fin


def assembled(source: Source) -> bool:
    """Whether the file holds no decision of a majority but votes that make one."""
    return not source.has("fallo") and source.has("voto")


def in_minority(source: Source) -> bool:
    """Whether a razón speaks of a minority: then the printed body may be a draft that lost."""
    return next(in_plain(source, re.compile(r"en minoria|voto en minoria|votos? singular"), "razon"), None) is not None

"""What a ruling says of its votes before it prints them: whose vote is apart, who was called to break a tie, whose vote is the decision itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.extract.caption import composition
from indexer.extract.magistrates import Named, named
from indexer.extract.plain import plain
from indexer.extract.source import Source
from models.ruling import Evidencia, TipoVoto

VERSION = 2


@dataclass(frozen=True, slots=True)
class Announced:
    """A vote apart that the composition sentence or the razón announces."""

    name: str
    tipo: TipoVoto
    start: int
    end: int


_ANNOUNCED = re.compile(r"(?P<kind>fundamentos? de voto|votos? (?:singular(?:es)?|en minoria|dirimentes?|discordantes?))")
_KIND_OF: tuple[tuple[str, TipoVoto], ...] = (
    ("fundamento", "fundamento_de_voto"),
    ("dirimente", "voto_dirimente"),
    ("voto", "voto_singular"),
)


def announced(source: Source) -> list[Announced]:
    """Votes apart announced before the ruling: "con el voto singular del magistrado X", "los magistrados X e Y formularon votos singulares"."""
    bare = plain(source.text)
    found: list[Announced] = []
    for start, end in _told(source):
        for match in _ANNOUNCED.finditer(bare, start, end):
            kind = next(tipo for word, tipo in _KIND_OF if word in match["kind"])
            for one in _whose(source.text, bare, start, end, match):
                if one.name not in {other.name for other in found if other.tipo == kind}:
                    found.append(Announced(one.name, kind, min(one.start, match.start()), max(one.end, match.end())))
    return found


def _whose(text: str, bare: str, start: int, end: int, match: re.Match[str]) -> list[Named]:
    """The magistrates whose vote it is: after "del magistrado", or before "formuló", in the same sentence."""
    after = re.compile(r"[^.;\n]{0,30}?(?:de la|del|de los|de las|el|la|los|las)\s+(?:senor\w* )?magistrad[oa]s?\s").match(
        bare, match.end(), min(end, match.end() + 60)
    )
    if after:
        stop = re.compile(r"[.;\n]|\bque se\b|,? (?:y )?(?:con )?(?:el|los) (?:voto|fundamento)|\bsiendo\b|\bquien").search(
            bare, after.end(), end
        )
        return named(text, after.end(), min(stop.start() if stop else end, after.end() + 160))
    head = max(bare.rfind(mark, start, match.start()) for mark in (". ", "\n", ";")) + 1
    said = bare[max(head, start) : match.start()]
    start = max(head, start)
    if re.search(r"con (?:su|el) $", said):
        return named(text, start, match.start())[-1:]
    if re.search(r"formul|emit|agreg|adjunt|suscrib|ha[n]? emitido", said):
        begin = said.rfind("magistrad")
        who = named(text, start + max(0, begin), match.start())
        return who if "magistrados" in said[begin : begin + 12] else who[-1:]
    return []


_CALLED = re.compile(
    r"magistrad[oa]s? (?P<who>(?:(?!magistrad)[^.;]){5,140}?),? (?:(?:quien(?:es)? )?(?:fue|fueron) |siendo (?:este|esta) ultim[oa] |y )?"
    r"(?:convocad|llamad)\w+ (?:sucesivamente )?(?:para|a) (?:dirimir|componer)"
)
_CALLS = re.compile(
    r"(?:llamad|convocad)\w+ (?:para|a) (?:dirimir|componer)\w*(?: l[ao] (?:misma |presente )?discordia)?[^.;,]{0,25}? "
    r"(?:al|a la|a los|el|la|los) (?:senor\w* )?magistrad[oa]s? (?P<who>(?:(?!magistrad)[^.;,]){5,90})"
)
"""The other order: "se ha llamado para dirimirla al magistrado X"."""
_IN_MAJORITY = re.compile(
    r"votos? en mayoria de l[ao]s magistrad[oa]s (?P<who>(?:(?!magistrad|devino)[^.;]){5,140}?)"
    r"(?=,? (?:y el voto|y los votos|con|y con|que se)\b|[.;\n])"
)


def called(source: Source) -> frozenset[str]:
    """The magistrates called to break a tie, as razón or composition sentence say; one only where "este último" or "quien" was."""
    bare = plain(source.text)
    found: set[str] = set()
    for start, end in _told(source):
        for match in _CALLED.finditer(bare, start, end):
            who = [one.name for one in named(source.text, match.start("who"), match.end("who"))]
            several = re.search(r"quienes|fueron|convocados|llamados", bare[match.end("who") : match.end()])
            found.update(who if several else who[-1:])
        for match in _CALLS.finditer(bare, start, end):
            found.update(one.name for one in named(source.text, match.start("who"), match.end("who")))
    return frozenset(found)


def majority_vote(source: Source) -> frozenset[str]:
    """The magistrates "con el voto en mayoría de" whom the ruling is pronounced: their joint vote is the decision's own text."""
    bare = plain(source.text)
    matches = [match for start, end in _told(source) for match in _IN_MAJORITY.finditer(bare, start, end)]
    return frozenset(one.name for match in matches for one in named(source.text, match.start("who"), match.end("who")))


def _told(source: Source) -> Iterator[tuple[int, int]]:
    yield from ((section.inicio, section.fin) for section in source.zones("razon"))
    if span := composition(source):
        yield span


def evidence_of(source: Source, one: Announced, rule: str) -> Evidencia:
    """The words that announce a vote."""
    return source.quote(one.start, one.end, rule, 0.8)

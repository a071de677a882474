"""Votes apart, in print order, then those announced whose text is not here: whose, of what kind, what they would decide (domain.md §6)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from indexer.extract.announced import Announced, announced, called, evidence_of, majority_vote
from indexer.extract.decision import voted
from indexer.extract.magistrates import Named, named, repaired
from indexer.extract.plain import plain
from indexer.extract.points import Clause, clauses
from indexer.extract.source import Source
from models.ruling import Ambito, Found, Seccion, TipoVoto, Voto

VERSION = 4
_KINDS: tuple[tuple[re.Pattern[str], TipoVoto], ...] = (
    (re.compile(r"fundamentos?\s?de\s?voto|voto concurrente|opinion concurrente"), "fundamento_de_voto"),
    (re.compile(r"dirimente"), "voto_dirimente"),
    (re.compile(r"voto\W{0,3}\d?\W{0,3}singular|discordante|en discordia|minoria"), "voto_singular"),
)
_BREAKS_TIE = re.compile(r"dirimir|dirimente|discordia")
_AGREES = re.compile(r"(?:compart|coincid|concuerd|de acuerdo|suscrib|adhier|adhir|conform)\w*")
_DIFFERS = re.compile(
    r"discrep|dis[ie]nt|no (?:compart|coincid|concuerd)\w*|me apart|nos apart|en contra|respetuosamente[^.]{0,60}voto singular"
)
_FAVOUR = ("fundada", "fundada_en_parte")
_REFUSED = ("infundada", "improcedente")
_OUTCOMES = (*_FAVOUR, *_REFUSED)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a vote is compared with: the Court's outcome word, and whom a razón names as the majority."""

    resultado: str | None
    mayoria: frozenset[str]
    assembled: bool


@dataclass(frozen=True, slots=True)
class _Case:
    """What every vote of one ruling is read against."""

    source: Source
    decided: Decided
    told: tuple[Announced, ...]
    called: frozenset[str]


def votos(source: Source, decided: Decided, ambito: Ambito | None = None) -> tuple[Found[Voto], ...]:
    """Every vote: one entry a magistrate, joint votes repeated; evidence is the heading, or the words that announce it."""
    case = _Case(source, decided, tuple(announced(source)), called(source))
    own = majority_vote(source)
    found: dict[str, Found[Voto]] = {}
    for section in source.zones("voto"):
        who = _whose(source, section)
        if len(who) > 1 and own >= {one.name for one in who} and _title_kind(plain(section.titulo or "")) is None:
            continue  # the decision printed once more as the vote of those who made it
        for one in who:
            found.setdefault(one.name, _beside(case.source, section, _vote(case, section, one, ambito, joint=len(who) > 1), found))
    for announcement in case.told:
        if announcement.name not in found:
            found[announcement.name] = _only_announced(source, announcement, decided)
    return tuple(found.values())


_JOINS = re.compile(
    r"(?:adhier|adhir|asum|compart|concuerd|concord|suscrib)\w*[^.;\n]{0,110}?"
    r"(?:de l[ao]s? |del )(?:magistrad[oa]s?|juec?es? constitucional(?:es)?) (?P<who>[^.;\n]{5,90})"
)
"""A vote that takes another's side: "asumiendo los fundamentos y la conclusión del voto del magistrado X"."""


def _beside(source: Source, section: Seccion, vote: Found[Voto], found: Mapping[str, Found[Voto]]) -> Found[Voto]:
    """The vote; where its bare heading says no kind and its first words join a dissenter, a dissent like his."""
    joins = _JOINS.search(plain(source.text), section.inicio, min(section.fin, section.inicio + 700))
    if joins is None or _title_kind(plain(section.titulo or "")):
        return vote
    for other in named(source.text, joins.start("who"), joins.end("who")):
        beside = found.get(other.name)
        if beside and beside.value.tipo == "voto_singular" and beside.value.integra_mayoria is False:
            return replace(vote, value=replace(vote.value, tipo="voto_singular", sentido=beside.value.sentido, integra_mayoria=False))
    return vote


def _whose(source: Source, section: Seccion) -> list[Named]:
    """The magistrates of a vote: of its heading, else of its signature. [] when neither can be read."""
    head = min(section.fin, section.inicio + max(len(section.titulo or "") + 40, 60))
    limit = _opinion_starts(section)
    by_title = named(source.text, section.inicio, min(head, section.inicio + limit))
    if by_title:
        return _unique(by_title)
    fixed = repaired(re.sub(r"^.*?magistrad\w*|(?i:en el que|por los).*$", "", plain(section.titulo or "")))
    if fixed:
        return [Named(fixed, section.inicio, section.inicio + limit)]
    signature = list(re.compile(r"^\W{0,3}S(?:r|S)?a?\W{0,3}S?\W{0,2}$", re.MULTILINE).finditer(source.text, section.inicio, section.fin))
    for match in signature[:1]:
        return _unique(named(source.text, match.end(), min(section.fin, match.end() + 160)))
    return []


def _opinion_starts(section: Seccion) -> int:
    """How much of the heading names whose vote it is: "…, EN EL QUE OPINA" and "RESPECTO DE LA SENTENCIA" name nobody."""
    title = plain(section.titulo or "")
    cut = re.search(r"en el que|respecto|por cuanto|con relacion|sobre ", title)
    return (cut.start() if cut else len(title)) + (0 if cut else 30)


def _unique(found: Sequence[Named]) -> list[Named]:
    return list({one.name: one for one in found}.values())


def _vote(case: _Case, section: Seccion, one: Named, ambito: Ambito | None, *, joint: bool) -> Found[Voto]:
    inside = clauses_of_vote(case.source, section)
    word = _word(inside)
    kind = _kind(case, section, one, word, joint=joint)
    agrees = kind == "fundamento_de_voto" or (word is None and _stance(case.source, section) == "agrees")
    sentido = case.decided.resultado if agrees else word  # a fundamento de voto agrees by definition, whatever outcome it quotes
    alcance = _alcance(section, inside)
    if sentido is None and alcance == "todo" and case.decided.assembled and one.name in case.decided.mayoria:
        sentido = case.decided.resultado  # the razón says that this vote makes the decision
    heading = case.source.quote(section.inicio, section.inicio + max(len(section.titulo or ""), 20), "voto.titulo", 0.95)
    value = Voto(
        one.name,
        kind,
        sentido,
        "costos" if ambito == "costos" and alcance == "todo" else alcance,
        _in_majority(one.name, kind, sentido, case.decided),
    )
    return Found(value, (heading,))


@cache
def _title_kind(title: str) -> TipoVoto | None:
    return next((kind for pattern, kind in _KINDS if pattern.search(title)), None)


def _kind(case: _Case, section: Seccion, one: Named, word: str | None, *, joint: bool) -> TipoVoto:
    """By the heading; a bare VOTO by its announcement, by being called to break a tie, by whether it agrees with the decision."""
    if kind := _title_kind(plain(section.titulo or "")):
        return kind
    if kind := next((announcement.tipo for announcement in case.told if announcement.name == one.name), None):
        return kind
    bare = plain(case.source.text)
    head = min(section.fin, section.inicio + 900)
    if not joint and (one.name in case.called or _BREAKS_TIE.search(bare, section.inicio, head)):
        return "voto_dirimente"
    agrees = _agrees(case.source, section, one.name, word, case.decided)
    if joint and case.decided.assembled and agrees:
        return "voto"
    return "fundamento_de_voto" if agrees else "voto_singular"


def _agrees(source: Source, section: Seccion, name: str, word: str | None, decided: Decided) -> bool:
    if name in decided.mayoria or (decided.mayoria and decided.assembled):
        return name in decided.mayoria
    if word and decided.resultado:
        return (word in _FAVOUR) == (decided.resultado in _FAVOUR)
    return not decided.assembled and _stance(source, section) == "agrees"


def _stance(source: Source, section: Seccion) -> Literal["agrees", "differs"] | None:
    """Whether the vote's first words join the decision or leave it; None when they say neither."""
    bare = plain(source.text)
    start = section.inicio + len(section.titulo or "")
    end = min(section.fin, start + 700)
    if _DIFFERS.search(bare, start, end):
        return "differs"
    return "agrees" if _AGREES.search(bare, start, end) else None


def clauses_of_vote(source: Source, section: Seccion) -> list[Clause]:
    """The operative clauses that a vote proposes; [] when it proposes none in words we know."""
    stretch = voted(source, section)
    return clauses(source.text, stretch)[:8] if stretch else []


def _word(inside: Sequence[Clause]) -> str | None:
    """One outcome word of a vote, on the demanda before costs, R4 and R5 applied; "admite_a_tramite" or "nulo" where it would send the case back."""
    whole = [one.resultado for one in inside if one.objeto in ("demanda", "recurso_de_agravio") and not one.about_costs]
    words = whole if set(whole) & set(_OUTCOMES) else whole + [one.resultado for one in inside if one.about_costs]
    won = [word for word in words if word in _FAVOUR]
    lost = [word for word in words if word in _REFUSED]
    if won:
        return "fundada_en_parte" if lost or "fundada_en_parte" in won else "fundada"
    if lost:
        return "infundada" if "infundada" in lost else "improcedente"
    if any(word == "admite" for word in words):
        return "admite_a_tramite"
    return "nulo_todo_lo_actuado" if any(one.resultado == "nulo" for one in inside) else None


def _alcance(section: Seccion, inside: Sequence[Clause]) -> Literal["todo", "costos", "extremo"] | None:
    """What of the decision the vote is about, by its heading and its proposal; all of it when neither limits it."""
    title = plain(section.titulo or "")
    if "costos" in title:
        return "costos"
    if "extremo" in title:
        return "extremo"
    outcomes = [one for one in inside if one.objeto in ("demanda", "recurso_de_agravio", "costos")]
    return "costos" if outcomes and all(one.about_costs or one.objeto == "costos" for one in outcomes) else "todo"


def _in_majority(name: str, kind: TipoVoto, sentido: str | None, decided: Decided) -> bool | None:
    if decided.mayoria and (decided.assembled or name in decided.mayoria):
        return name in decided.mayoria
    if kind == "fundamento_de_voto":
        return True
    if kind == "voto_singular":
        return False
    if sentido and decided.resultado:
        return (sentido in _FAVOUR) == (decided.resultado in _FAVOUR)
    return None


def _only_announced(source: Source, told: Announced, decided: Decided) -> Found[Voto]:
    sentido = decided.resultado if told.tipo == "fundamento_de_voto" else None
    return Found(
        Voto(told.name, told.tipo, sentido, None, _in_majority(told.name, told.tipo, sentido, decided)),
        (evidence_of(source, told, "voto.anunciado"),),
    )

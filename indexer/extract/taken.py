"""What the Court made of a defence: read from the paragraphs of its reasons that speak of it, and from what it decided (domain.md §10)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from indexer.extract.codes import FILE, OTHER, codes, part
from indexer.extract.plain import plain
from indexer.extract.source import Source
from indexer.extract.tables import keys, phrases
from models.ruling import Ambito

Taken = Literal["si", "no", "en_parte"]
Outcome = Literal["concede", "rechaza", "cesa", "parte"]
Span = tuple[int, int]
_MASKED = frozenset(
    ["intimidad_datos_personales", "reserva_tributaria", "secreto_bancario", "investigacion_reservada", "seguridad_nacional"]
)
"""Defences that an order may honour by having something crossed out."""
_NOT_THERE, _NOT_MADE = "informacion_inexistente_o_no_poseida", "obligacion_de_crear_informacion"
_REQUIREMENTS = frozenset(["falta_de_fecha_cierta_o_requerimiento", "falta_via_previa"])
_OF_THE_WHOLE = _REQUIREMENTS | {"caducidad", "competencia", "entidad_privada_no_obligada"}
"""Defences against the demand as such: where a part of it was granted they were not taken."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """The Court's reasons paragraph by paragraph, `stances` of each ("si" against the demand, "no" for it), and what it decided."""

    text: str
    paragraphs: tuple[Span, ...]
    stances: tuple[frozenset[str], ...]
    outcome: Outcome | None
    masked: bool


def reasons_of(source: Source, ambito: Ambito | None) -> Reasons:
    """The reasons and the decision of the majority; no outcome where the decision is about something else than the demand."""
    text = plain(source.text)
    paragraphs = tuple(_paragraphs(source, text))
    stances = tuple(_stances(text, *one) for one in paragraphs)
    outcome = None if ambito in ("costos", "ejecucion", "otro") else _outcome(source, text)
    masked = any(part("decision", "tacha").search(text, one.inicio, one.fin) for one in source.zones("fundamentos", "fallo"))
    return Reasons(text, paragraphs, stances, outcome, masked)


def taken(reasons: Reasons, code: str, alone: bool) -> Taken | None:
    """ "no" where all was granted, or where the reasons that speak of it dismiss it; "si" where the demand was rejected for it; "en_parte" where it
    carried a part of the demand, or something was ordered to be crossed out for it; None where the decision does not tell."""
    if reasons.outcome == "concede":
        return "en_parte" if code in _MASKED and reasons.masked else "no"
    if reasons.outcome == "cesa":
        return "si" if code == "ya_entregada" else None
    if reasons.outcome is None:
        return None
    if code in _REQUIREMENTS and _met(reasons):
        return "no"
    against, favour = _counted(reasons, code)
    if reasons.outcome == "rechaza":
        return "si" if against or favour or (alone and (code == OTHER or _spoken_of(reasons, code))) else None
    if code in _OF_THE_WHOLE:
        return "no"
    if against or (code in _MASKED and reasons.masked):
        return "en_parte" if favour or code in _MASKED else "si"
    return "no" if favour else None


def grounds_of_the_court(reasons: Reasons, raised: frozenset[str]) -> Iterator[tuple[str, Span]]:
    """What the Court of its own accord found against the demand: codes of [hallazgos] in a paragraph that rejects it, which nobody had raised; a rule
    ([alcance]) also in the paragraph before. That something need not be made is why it is not there: of the two the first is the ground."""
    if reasons.outcome not in ("rechaza", "parte"):
        return
    told = set(raised)
    for code in keys(FILE, "hallazgos"):
        rule = code in phrases(FILE, "alcance", "en_parte")
        if code in told or (code == _NOT_THERE and _NOT_MADE in told) or (reasons.outcome == "parte" and not rule):
            continue
        if code in _REQUIREMENTS and _met(reasons):
            continue
        for place, span in enumerate(reasons.paragraphs):
            rejects = any("si" in stance for stance in reasons.stances[place : place + 1 + rule])
            if rejects and (match := part("hallazgos", code).search(reasons.text, *span)):
                told.add(code)
                yield code, match.span()
                break


def _met(reasons: Reasons) -> bool:
    """Whether the Court finds the requirements of the demand met."""
    return any(part("postura", "cumplido").search(reasons.text, *span) for span in reasons.paragraphs)


def _spoken_of(reasons: Reasons, code: str) -> bool:
    pattern = dict(codes())[code]
    return any(pattern.search(reasons.text, *span) for span in reasons.paragraphs)


def _counted(reasons: Reasons, code: str) -> tuple[int, int]:
    """How many paragraphs that speak of a defence go against the demand and for it; one that decides nothing goes with the next that does."""
    pattern = dict(codes())[code]
    against = favour = 0
    for place, (start, end) in enumerate(reasons.paragraphs):
        if not pattern.search(reasons.text, start, end):
            continue
        stance = next((one for one in reasons.stances[place : place + 3] if one), frozenset())
        against += "si" in stance
        favour += "no" in stance
    return against, favour


def _paragraphs(source: Source, text: str) -> Iterator[Span]:
    for section in source.zones("fundamentos"):
        place = section.inicio
        while place < section.fin:
            stop = text.find("\n", place, section.fin)
            stop = section.fin if stop < 0 else stop
            if stop > place:
                yield place, stop
            place = stop + 1


def _stances(text: str, start: int, end: int) -> frozenset[str]:
    return frozenset(stance for stance, key in (("si", "contra"), ("no", "favor")) if part("postura", key).search(text, start, end))


def _outcome(source: Source, text: str) -> Outcome | None:
    """Whether the decision grants the demand whole, in part, rejects it whole or finds its matter gone; None when it does none, or is not found."""
    for section in source.zones("fallo"):
        reformed = part("decision", "reforma").search(text, section.inicio, section.fin)
        start = reformed.end() if reformed else section.inicio
        grants = part("decision", "concede").search(text, start, section.fin)
        rejects = part("decision", "rechaza").search(text, start, section.fin)
        if part("decision", "parte").search(text, start, section.fin) or (grants and rejects):
            return "parte"
        if rejects and part("decision", "cesa").search(text, start, section.fin):
            return "cesa"
        if grants or rejects:
            return "concede" if grants else "rechaza"
    return None

"""The Court's decision, whole: which text decides, its points, the outcome, and where razón and body disagree (domain.md §6–§8)."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.extract.decision import Stretch, body, told, voted
from indexer.extract.outcome import Outcome, decide
from indexer.extract.points import Clause, clauses, first_words, len_of_words
from indexer.extract.rac import Rac
from indexer.extract.source import Source
from models.ruling import Advertencia, Found, PuntoFallo

VERSION = 2
_WON = ("fundada", "fundada_en_parte")


@dataclass(frozen=True, slots=True)
class Decision:
    """The clauses that decide and what they come to; `warnings` where two texts of the file differ."""

    clauses: tuple[Clause, ...]
    outcome: Outcome
    warnings: tuple[Advertencia, ...] = ()


def decision(source: Source, rac: Rac | None, second: str | None) -> Decision:
    """R1: who won is the razón's word, how far is the body's; without either, the votes', when they all say one thing."""
    stated, numbered = told(source), body(source)
    if numbered is None:
        return _of(source, stated, rac, second) if stated else _of_votes(source, rac, second)
    own = _of(source, numbered, rac, second)
    if stated is None:
        return own
    razon = _of(source, stated, rac, second)
    if razon.outcome.resultado is None or not _contrary(razon.clauses, own.clauses):
        return own if own.outcome.resultado else razon
    warning = Advertencia(
        "resultado",
        "La razón de relatoría y el cuerpo deciden distinto: vale la razón.",
        (razon.outcome.resultado.value, _word(own.outcome)),
    )
    return Decision(razon.clauses, razon.outcome, (warning,))


def _of(source: Source, stretch: Stretch, rac: Rac | None, second: str | None) -> Decision:
    found = tuple(clauses(source.text, stretch))
    return Decision(found, decide(source, found, rac, second))


def _of_votes(source: Source, rac: Rac | None, second: str | None) -> Decision:
    """Without razón or decision: the first vote's proposal, when no other vote opposes it; else nothing is known."""
    proposed = [_of(source, stretch, rac, second) for section in source.zones("voto") for stretch in [voted(source, section)] if stretch]
    words = {_word(one.outcome) for one in proposed if one.outcome.resultado}
    if len(words) == 1:
        return next(one for one in proposed if one.outcome.resultado)
    return Decision((), Outcome(None, None, None, None))


def _word(outcome: Outcome) -> str:
    return str(outcome.resultado.value) if outcome.resultado else ""


def _contrary(razon: Sequence[Clause], own: Sequence[Clause]) -> bool:
    """Whether no outcome of the razón is on the side of any of the body's."""
    sides = [{one.resultado in _WON for one in some if one.resultado in (*_WON, "infundada", "improcedente")} for some in (razon, own)]
    return bool(sides[0]) and bool(sides[1]) and not sides[0] & sides[1]


def points(source: Source, found: Sequence[Clause]) -> tuple[Found[PuntoFallo], ...]:
    """The clauses as the record shows them, each with the words that say it."""
    return tuple(
        Found(
            PuntoFallo(one.punto, one.resultado, one.objeto, first_words(source.text, one.start, one.end)),
            (source.quote(one.start, _shown_end(source, one), "fallo.punto", 0.97),),
        )
        for one in found
    )


def _shown_end(source: Source, one: Clause) -> int:
    """The end of a point's evidence: of the words that the record repeats, or of those that declare it where these go further."""
    return min(one.end, max(one.start + len_of_words(source.text, one.start, one.end), one.said[1] if one.said else 0))

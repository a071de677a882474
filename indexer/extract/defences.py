"""What spoke against the demand, as codes of a closed list: by whom, and whether the Court took it (domain.md §10; models/tables/defensas.toml).

What the respondent answered stands first, in its order; then why each court below rejected the demand, and what the Court itself found against it.
"""

from collections.abc import Iterator

from indexer.extract.codes import OTHER, held_up, part
from indexer.extract.grounds import grounds_below
from indexer.extract.plain import plain
from indexer.extract.source import Source
from indexer.extract.speakers import answers
from indexer.extract.taken import grounds_of_the_court, reasons_of, taken
from models.ruling import Ambito, Defensa, Found

VERSION = 5
ENTIDAD = "entidad"
"""Who raised it: the respondent."""
TRIBUNAL = "tribunal"
"""The Constitutional Court of its own accord."""


def defensas(source: Source, ambito: Ambito | None = None) -> tuple[Found[Defensa], ...]:
    """Each defence once for each who raised it, the respondent's first, in the order of the answer; `aceptada` None where the decision does not
    tell, as one on the costs alone (`ambito`). An answer with reasons that are none of the list's is "otra". Of a decision on costs or in
    execution only the respondent's are told: what the courts below decided about the demand is not what is appealed."""
    said = [(ENTIDAD, code, span) for code, span in sorted(_answered(source).items(), key=lambda one: one[1])]
    reasons = reasons_of(source, ambito)
    if ambito in (None, "demanda"):
        below = [(court, code, span) for court, found in grounds_below(source) for code, span in found.items()]
        raised = frozenset(code for _, code, _ in (*said, *below))
        said = [*said, *below, *((TRIBUNAL, code, span) for code, span in grounds_of_the_court(reasons, raised))]
    alone = len({code for who, code, _ in said if who == ENTIDAD}) == 1
    found = []
    for who, code, (start, end) in said:
        judged = "si" if who == TRIBUNAL else taken(reasons, code, alone)
        sure = 0.75 if who == ENTIDAD else 0.6
        found.append(Found(Defensa(code, who, judged), (source.quote(start, end, f"defensas.{code}", sure),)))
    return tuple(found)


def excepciones_invocadas(found: tuple[Found[Defensa], ...]) -> tuple[Found[str], ...]:
    """The codes of what the respondent raised, from `defensas`."""
    return tuple(Found(one.value.codigo, one.evidence) for one in found if one.value.quien == ENTIDAD)


def _answered(source: Source) -> dict[str, tuple[int, int]]:
    """The codes of the respondent's answer, each with the span of its words."""
    text = plain(source.text)
    spoken = answers(source)
    seen = held_up(text, spoken)
    if not seen and (reason := next(_reasons(text, spoken), None)):
        seen[OTHER] = reason
    return seen


def _reasons(text: str, spoken: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int]]:
    for start, end in spoken:
        if verb := part("quien", "alega").search(text, start, end):
            yield verb.start(), end

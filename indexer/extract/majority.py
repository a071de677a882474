"""What the Court itself says: the zones of the majority, or, where a file holds only votes, the one that tells the case (domain.md §6)."""

import re
from collections.abc import Sequence

from indexer.extract.plain import plain
from indexer.extract.source import Source
from models.ruling import Seccion, Zona

MAJORITY: tuple[Zona, ...] = ("caratula", "asunto", "antecedentes", "fundamentos", "fallo")


_TELLS = re.compile(
    r"\n\W*(?:[ivx]+\W+)?(?:asunto|antecedentes)\W*\n|interp[a-z]{2,6} (?:la presente |recurso|su )?(?:demanda|de agravio)|interpuesto por don"
)


def majority(source: Source, deciding: Sequence[Seccion] = ()) -> tuple[Seccion, ...]:
    """The sections of the majority's text, in text order; in a decision assembled from votes those that are known to make it (`deciding`), else the vote
    that tells the case, stand in."""
    sections = tuple(source.zones(*MAJORITY))
    if deciding:
        return tuple(sorted((*sections, *deciding), key=lambda section: section.inicio))
    return sections if source.has("fundamentos", "fallo") else (*sections, *leading_vote(source))


def reasons(source: Source) -> tuple[Seccion, ...]:
    """The sections where the Court gives its reasons and decides; the vote that tells the case where there is nothing else."""
    return tuple(source.zones("fundamentos", "fallo")) or leading_vote(source)


def facts(source: Source) -> tuple[Seccion, ...]:
    """The sections that tell the case: antecedentes; where they were not found, what else of the majority comes before the decision."""
    return tuple(source.zones("antecedentes")) or tuple(one for one in majority(source) if one.zona != "fallo")


def leading_vote(source: Source) -> tuple[Seccion, ...]:
    """The first vote with the headings of a draft (ASUNTO, ANTECEDENTES), else the first that tells the demand, else the first; () without votes."""
    votes = tuple(source.zones("voto"))
    text = plain(source.text)
    telling = [(one, _TELLS.search(text, one.inicio, one.fin)) for one in votes]
    headed = [one for one, found in telling if found and "\n" in found[0]]
    return tuple((headed or [one for one, found in telling if found] or list(votes))[:1])

"""What the Court itself says: the zones of the majority, or, where a file holds only votes, the first of them (domain.md §6)."""

from indexer.extract.source import Source
from models.ruling import Seccion, Zona

MAJORITY: tuple[Zona, ...] = ("caratula", "asunto", "antecedentes", "fundamentos", "fallo")


def majority(source: Source) -> tuple[Seccion, ...]:
    """The sections of the majority's text, in text order; in a decision assembled from votes the first vote, which tells the case, stands in."""
    sections = tuple(source.zones(*MAJORITY))
    if source.has("fundamentos", "fallo"):
        return sections
    return (*sections, *tuple(source.zones("voto"))[:1])


def reasons(source: Source) -> tuple[Seccion, ...]:
    """The sections where the Court gives its reasons and decides; the first vote where there is nothing else."""
    return tuple(source.zones("fundamentos", "fallo")) or tuple(source.zones("voto"))[:1]


def facts(source: Source) -> tuple[Seccion, ...]:
    """The sections that tell the case: antecedentes; where they were not found, what else of the majority comes before the decision."""
    return tuple(source.zones("antecedentes")) or tuple(one for one in majority(source) if one.zona != "fallo")

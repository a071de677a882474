"""Which votes are the Court's own text, where a decision is made of votes alone (domain.md §6; gold/SCHEMA.md: the majority text)."""

from collections.abc import Mapping, Sequence

from indexer.extract.decision import assembled
from indexer.extract.majority import leading_vote
from indexer.extract.source import Source
from models.ruling import Evidencia, Seccion, Voto

VERSION = 1


def deciding_votes(source: Source, votes: Sequence[Voto], evidence: Mapping[str, tuple[Evidencia, ...]]) -> tuple[Seccion, ...]:
    """The sections of the votes that make the majority, by `integra_mayoria` of each and where its evidence `votos[n]` stands; with them the vote that
    tells the case, unless it is known to be a dissenter's. () where the Court decides in a text of its own, or no vote is known to decide."""
    if not assembled(source):
        return ()
    own, others = (_places(votes, evidence, side) for side in (True, False))
    deciding = [one for one in source.zones("voto") if any(one.inicio <= place < one.fin for place in own)]
    lost = [one for one in source.zones("voto") if one not in deciding and any(one.inicio <= place < one.fin for place in others)]
    telling = [one for one in leading_vote(source) if one not in deciding and one not in lost]
    return tuple(sorted((*deciding, *telling), key=lambda one: one.inicio)) if deciding else ()


def _places(votes: Sequence[Voto], evidence: Mapping[str, tuple[Evidencia, ...]], side: bool) -> list[int]:
    """Where the votes of a side stand; of those who lost, only the ones whose sense is known."""
    return [
        one.inicio
        for place, vote in enumerate(votes)
        if vote.integra_mayoria is side and (side or vote.sentido is not None)
        for one in evidence.get(f"votos[{place}]", ())[:1]
        if one.inicio is not None
    ]

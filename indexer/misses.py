"""What is wrong in a measured field, worst first, with the passages that misled; and what two extractions changed, ruling by ruling."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from indexer.scoring import Difference, Record, difference, holds

PASSAGE = 160
"""Characters of a passage that are shown."""


@dataclass(frozen=True, slots=True)
class Miss:
    """One ruling's fault in one field: what the label holds and was not given, what was given and it does not hold. `passages` are the words that
    the wrong values rest on; `confidence` is the surest wrong value's, None when only something is lacking."""

    ruling: str
    lost: tuple[str, ...]
    extra: tuple[str, ...]
    passages: tuple[str, ...]
    confidence: float | None

    @property
    def weight(self) -> tuple[int, float]:
        """What is worse comes first: more wrong values, then the surer ones."""
        return -len(self.lost) - len(self.extra), -(self.confidence or 0.0)


@dataclass(frozen=True, slots=True)
class Changes:
    """Rulings whose field has fewer faults than before, and those that have more."""

    gained: tuple[str, ...]
    lost: tuple[str, ...]


def worst(labels: Mapping[str, Record], found: Mapping[str, Record], texts: Mapping[str, str], field: str) -> list[Miss]:
    """Every miss of a field, worst first; all by `scoring.key`. Raises KeyError for a field that is not scored."""
    every = (_miss(name, label, found.get(name, {}), texts.get(name, ""), field) for name, label in labels.items() if holds(label, field))
    return sorted((miss for miss in every if miss), key=lambda miss: miss.weight)


def changes(labels: Mapping[str, Record], before: Mapping[str, Record], now: Mapping[str, Record], field: str) -> Changes:
    """What a change of rules did to a field. Rulings that one of the two lacks count as wrong there."""
    faults = {
        name: tuple(difference(label, some.get(name, {}), field).faults for some in (before, now))
        for name, label in labels.items()
        if holds(label, field)
    }
    return Changes(
        tuple(name for name, (old, new) in faults.items() if new < old), tuple(name for name, (old, new) in faults.items() if new > old)
    )


def _miss(name: str, label: Record, record: Record, text: str, field: str) -> Miss | None:
    between = difference(label, record, field)
    if not between.faults:
        return None
    proofs = list(_proofs(record, between, field))
    passages = (_words(text, proof) for proof in proofs)
    surest = max((float(proof["confianza"]) for proof in proofs), default=None)
    lost, extra = (tuple(str(one) for one in some) for some in (between.lost, between.extra))
    return Miss(name, lost, extra, tuple(dict.fromkeys(passage for passage in passages if passage)), surest)


def _proofs(record: Record, between: Difference, field: str) -> Iterator[Mapping[str, Any]]:
    """The evidence of the values that are wrong."""
    evidence: Mapping[str, Any] = record.get("evidencia") or {}
    paths = [f"{between.source}[{place}]" for place in between.places] or [field, between.source.partition(".")[0]]
    for path in paths:
        if path in evidence:
            yield from evidence[path]
            if not between.places:
                return


def _words(text: str, proof: Mapping[str, Any]) -> str:
    start, end = proof.get("inicio"), proof.get("fin")
    if start is None or end is None or not text:
        return ""
    words = " ".join(text[start:end].split())
    return words if len(words) <= PASSAGE else words[:PASSAGE] + "…"

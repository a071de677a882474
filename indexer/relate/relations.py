"""Stage 4: what only the whole collection knows, in one pass over light facts; then each record is completed on its way to the index.

Cited-by, the state of each citation, the other resolutions of a dispute (families), near-duplicates (series), frequent litigants. Of a ruling the pass
keeps ids, names and a sketch of 256 bytes; sketches stay in derivado.sqlite, so that only new words are looked at again.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from indexer.derived import Derived, TextKey
from indexer.extract.source import derived as follows
from indexer.extract.tables import raw
from indexer.relate import families
from indexer.relate.citations import state, usual
from indexer.relate.facts import Facts, facts_of, gather, known
from indexer.relate.litigants import Litigants
from models.ids import ExpedienteNumber, RulingId
from models.ruling import Cita, Evidencia, Ruling

RELATE_VERSION = "3"


@dataclass(frozen=True, slots=True)
class Relations:
    """What was learnt: rulings by case, in order of id; how many others cite a case, and the fundamentos that it is usually cited for; claimants that
    sue often (folded names, never shown); the cases of each dispute and the steps that texts tell; the series of a ruling and how like its middle
    it is."""

    by_case: Mapping[ExpedienteNumber, tuple[RulingId, ...]]
    cited_by: Mapping[ExpedienteNumber, int]
    frequent: frozenset[str]
    pins: Mapping[ExpedienteNumber, frozenset[int]] = field(default_factory=dict)
    disputes: Mapping[ExpedienteNumber, frozenset[ExpedienteNumber]] = field(default_factory=dict)
    steps: Mapping[RulingId, tuple[families.Step, ...]] = field(default_factory=dict)
    series: Mapping[RulingId, tuple[RulingId, float]] = field(default_factory=dict)


@dataclass(slots=True)
class _Gathered:
    """What the pass gathers."""

    by_case: defaultdict[ExpedienteNumber, list[RulingId]] = field(default_factory=lambda: defaultdict(list))
    cited_by: Counter[ExpedienteNumber] = field(default_factory=Counter)
    pinned: Counter[tuple[ExpedienteNumber, int]] = field(default_factory=Counter)
    litigants: Litigants = field(default_factory=Litigants)
    claimants: dict[RulingId, frozenset[str]] = field(default_factory=dict)
    tellings: list[families.Telling] = field(default_factory=list)
    keys: dict[RulingId, TextKey] = field(default_factory=dict)

    def add(self, one: Facts, key: TextKey) -> None:
        """One ruling's."""
        name = one.name
        self.by_case[name.expediente].append(name)
        cited = [(RulingId(cita.sentencia).expediente, cita.fundamentos) for cita in one.citas if cita.estado != "no_reconocida"]
        self.cited_by.update({case for case, _ in cited} - {name.expediente})
        self.pinned.update((case, number) for case, numbers in cited for number in numbers)
        self.litigants.count(dict(one.claimants), one.bodies)
        self.claimants[name] = frozenset(who for who, _ in one.claimants)
        self.tellings += one.tellings()
        self.keys[name] = key


def relate_stamp() -> str:
    """Changes when the rules of this stage do: records completed under another one are stale."""
    return f"{RELATE_VERSION}-{hashlib.sha256(raw(families.TABLE)).hexdigest()[:8]}"


def learn(derived: Derived) -> Relations:
    """One pass over the collection, then a look at the few texts that tell of another case. Keeps new shapes, forgets those of rulings that are gone."""
    from indexer.relate.grouping import Shaping  # numpy: only in a build that has something to do

    gather(derived)
    facts, shaping = _Gathered(), Shaping(derived)
    for one, key in known(derived):
        facts.add(one, key)
        shaping.add(one)
    by_case = {case: tuple(sorted(ids)) for case, ids in facts.by_case.items()}

    def text(name: RulingId) -> str | None:
        document = derived.text(facts.keys[name])
        return document.text if document else None

    disputes, steps = families.families(by_case, facts.tellings, facts.claimants, text)
    told = families.by_ruling(steps)
    return Relations(by_case, facts.cited_by, facts.litigants.frequent(), usual(facts.pinned), disputes, told, shaping.series())


@dataclass(frozen=True, slots=True)
class Completion:
    """What the collection adds to one record. `reasons`: of each of the family; `frequent`: None when no claimant is known; `cited_by`: how many
    other rulings here cite the case (only its sentencia collects them when there are several resolutions)."""

    citas: tuple[Cita, ...]
    family: tuple[RulingId, ...]
    reasons: tuple[Evidencia, ...]
    serie: RulingId | None
    likeness: float
    frequent: bool | None
    cited_by: int


def completion(one: Facts, relations: Relations) -> Completion:
    """What the collection adds to the record with these facts."""
    name = one.name
    family = _family(name, relations)
    serie, likeness = relations.series.get(name, (None, 0.0))
    first = relations.by_case.get(name.expediente, (name,))[0]
    return Completion(
        tuple(state(cita, relations.by_case, relations.pins) for cita in one.citas),
        family,
        tuple(_why(name, other, relations) for other in family),
        serie,
        round(likeness, 2),
        any(who in relations.frequent for who, _ in one.claimants) if one.sues else None,
        relations.cited_by.get(name.expediente, 0) if name == first else 0,
    )


def with_completion(ruling: Ruling, added: Completion) -> Ruling:
    """The record with what the collection adds to it, and why."""
    evidence = {**ruling.evidencia, **{f"familia[{place}]": (why,) for place, why in enumerate(added.reasons)}}
    if added.serie:
        evidence["serie"] = (follows("fundamentos,entidades", "serie.medio", added.likeness),)
    if added.frequent is not None:
        evidence["litigante_frecuente"] = (follows("demandantes", "litigantes.cuenta"),)
    return replace(
        ruling, citas=added.citas, familia=added.family, serie=added.serie, litigante_frecuente=added.frequent, evidencia=evidence
    )


def complete(ruling: Ruling, relations: Relations) -> Ruling:
    """The record with what the collection adds to it, and why."""
    return with_completion(ruling, completion(facts_of(ruling), relations))


def _family(name: RulingId, relations: Relations) -> tuple[RulingId, ...]:
    cases = relations.disputes.get(name.expediente, frozenset([name.expediente]))
    return tuple(sorted(other for case in cases for other in relations.by_case.get(case, ()) if other != name))


def _why(name: RulingId, other: RulingId, relations: Relations) -> Evidencia:
    """The words of this ruling that make the other a step of its dispute; else that it is of the same case, or that another one tells it."""
    if told := next((one for one in relations.steps.get(name, ()) if one.other == other.expediente), None):
        return told.evidence
    return follows("expediente", "familia.expediente" if other.expediente == name.expediente else "familia.contada_por_otra", 0.85)

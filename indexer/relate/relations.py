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
from indexer.relate.litigants import Litigants, litigant
from models.ids import ExpedienteNumber, RulingId
from models.ruling import Evidencia, Ruling

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
class _Facts:
    """What the pass gathers."""

    by_case: defaultdict[ExpedienteNumber, list[RulingId]] = field(default_factory=lambda: defaultdict(list))
    cited_by: Counter[ExpedienteNumber] = field(default_factory=Counter)
    pinned: Counter[tuple[ExpedienteNumber, int]] = field(default_factory=Counter)
    litigants: Litigants = field(default_factory=Litigants)
    claimants: dict[RulingId, frozenset[str]] = field(default_factory=dict)
    tellings: list[families.Telling] = field(default_factory=list)
    keys: dict[RulingId, TextKey] = field(default_factory=dict)

    def add(self, ruling: Ruling, key: TextKey) -> None:
        """One ruling's."""
        name = RulingId(ruling.id)
        self.by_case[name.expediente].append(name)
        cited = [(RulingId(cita.sentencia).expediente, cita.fundamentos) for cita in ruling.citas if cita.estado != "no_reconocida"]
        self.cited_by.update({case for case, _ in cited} - {name.expediente})
        self.pinned.update((case, number) for case, numbers in cited for number in numbers)
        self.litigants.add(ruling.demandantes, ruling.entidades_slug)
        self.claimants[name] = families.claimants_of(ruling)
        self.tellings += families.tellings(ruling)
        self.keys[name] = key


def relate_stamp() -> str:
    """Changes when the rules of this stage do: records completed under another one are stale."""
    return f"{RELATE_VERSION}-{hashlib.sha256(raw(families.TABLE)).hexdigest()[:8]}"


def learn(derived: Derived) -> Relations:
    """One pass over the collection, then a look at the few texts that tell of another case. Keeps new shapes, forgets those of rulings that are gone."""
    from indexer.relate.grouping import Shaping  # numpy: only in a build that has something to do

    facts, shaping = _Facts(), Shaping(derived)
    for ruling, key in derived.rulings():
        facts.add(ruling, key)
        shaping.add(ruling, key)
    by_case = {case: tuple(sorted(ids)) for case, ids in facts.by_case.items()}

    def text(name: RulingId) -> str | None:
        document = derived.text(facts.keys[name])
        return document.text if document else None

    disputes, steps = families.families(by_case, facts.tellings, facts.claimants, text)
    told = families.by_ruling(steps)
    return Relations(by_case, facts.cited_by, facts.litigants.frequent(), usual(facts.pinned), disputes, told, shaping.series())


def complete(ruling: Ruling, relations: Relations) -> Ruling:
    """The record with what the collection adds to it, and why."""
    name, evidence = RulingId(ruling.id), dict(ruling.evidencia)
    family = _family(name, relations)
    for place, other in enumerate(family):
        evidence[f"familia[{place}]"] = (_why(name, other, relations),)
    serie, likeness = relations.series.get(name, (None, 0.0))
    if serie:
        evidence["serie"] = (follows("fundamentos,entidades", "serie.medio", round(likeness, 2)),)
    sues_often = {litigant(one) for one in ruling.demandantes} & relations.frequent if ruling.demandantes else None
    if sues_often is not None:
        evidence["litigante_frecuente"] = (follows("demandantes", "litigantes.cuenta"),)
    return replace(
        ruling,
        citas=tuple(state(cita, relations.by_case, relations.pins) for cita in ruling.citas),
        familia=family,
        serie=serie,
        litigante_frecuente=None if sues_often is None else bool(sues_often),
        evidencia=evidence,
    )


def cited(ruling: Ruling, relations: Relations) -> int:
    """How many other rulings here cite this case; only its sentencia collects them when there are several resolutions."""
    name = RulingId(ruling.id)
    first = relations.by_case.get(name.expediente, (name,))[0]
    return relations.cited_by.get(name.expediente, 0) if name == first else 0


def _family(name: RulingId, relations: Relations) -> tuple[RulingId, ...]:
    cases = relations.disputes.get(name.expediente, frozenset([name.expediente]))
    return tuple(sorted(other for case in cases for other in relations.by_case.get(case, ()) if other != name))


def _why(name: RulingId, other: RulingId, relations: Relations) -> Evidencia:
    """The words of this ruling that make the other a step of its dispute; else that it is of the same case, or that another one tells it."""
    if told := next((one for one in relations.steps.get(name, ()) if one.other == other.expediente), None):
        return told.evidence
    return follows("expediente", "familia.expediente" if other.expediente == name.expediente else "familia.contada_por_otra", 0.85)

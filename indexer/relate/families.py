"""Several numbers of one dispute: a queja, a first trip that ends in "admit the demanda", a second on the merits, a third on its execution
(domain.md §0.3). Only what a text says links two numbers: one claimant's suits of one day against one body are as often different suits.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from indexer.extract.plain import plain
from indexer.extract.tables import phrases
from indexer.relate.litigants import litigant
from models.ids import ExpedienteNumber, RulingId
from models.ruling import Evidencia, Ruling, Zona

TABLE = "familias.toml"
_TOLD: tuple[Zona, ...] = ("caratula", "razon", "asunto", "antecedentes")
"""Where a ruling tells its own story; in fundamentos and votes other cases are cited as law."""
_REACH = 400
"""Characters around a case's number in which its sentence stands."""
_SAME_NAME = 88
"""Likeness of two prints of one name."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A ruling that names another case where it tells its own story, and where: evidence of the citation."""

    ruling: RulingId
    other: ExpedienteNumber
    places: tuple[Evidencia, ...]
    execution: bool


@dataclass(frozen=True, slots=True)
class Step:
    """An earlier step of the same dispute, and the words that say so."""

    ruling: RulingId
    other: ExpedienteNumber
    evidence: Evidencia


def tellings(ruling: Ruling) -> Iterator[Telling]:
    """The cases that might be earlier steps of this one; whether they are, only the text says."""
    stories = [one for one in ruling.secciones if one.zona in _TOLD]
    execution = ruling.objeto_del_rac == "ejecucion" or ruling.ambito == "ejecucion"
    for place, cita in enumerate(ruling.citas):
        spans = [one for one in ruling.evidencia.get(f"citas[{place}]", ()) if one.inicio is not None]
        told = tuple(one for one in spans if any(story.inicio <= (one.inicio or 0) < story.fin for story in stories))
        if told and cita.estado != "no_reconocida":
            yield Telling(RulingId(ruling.id), RulingId(cita.sentencia).expediente, told, execution)


def step(telling: Telling, text: str) -> Step | None:
    """The sentence that makes the other case a step of this dispute; None where it is named for another reason."""
    bare = plain(text)
    for one in telling.places:
        assert one.inicio is not None
        start = max(bare.rfind(mark, max(0, one.inicio - _REACH), one.inicio) for mark in (". ", "\n", ";")) + 1
        stop = _stop().search(bare, one.fin or one.inicio, one.inicio + _REACH)
        end = stop.start() if stop else min(len(bare), one.inicio + _REACH)
        first = _done().search(bare, start, end) if _by().search(bare, start, end) else None
        found = first or (_executed().search(bare, start, end) if telling.execution else None)
        if found:
            low, high = min(one.inicio, found.start()), max(one.fin or one.inicio, found.end())
            return Step(telling.ruling, telling.other, Evidencia("texto", "familia.paso", 0.9, low, min(high, low + 300), one.pagina))
    return None


def families(
    by_case: Mapping[ExpedienteNumber, Sequence[RulingId]],
    told: Iterable[Telling],
    claimants: Mapping[RulingId, frozenset[str]],
    text: Callable[[RulingId], str | None],
) -> tuple[Mapping[ExpedienteNumber, frozenset[ExpedienteNumber]], tuple[Step, ...]]:
    """The cases of each family of two or more, by every case in it; and the steps that made them."""
    groups: dict[ExpedienteNumber, frozenset[ExpedienteNumber]] = {}
    steps: list[Step] = []
    for one in told:
        held = by_case.get(one.other, ())
        words = text(one.ruling) if held and _one_dispute(claimants, one.ruling, held) else None
        if found := step(one, words) if words else None:
            steps.append(found)
            own = one.ruling.expediente
            joined = groups.get(own, frozenset([own])) | groups.get(one.other, frozenset([one.other]))
            groups.update(dict.fromkeys(joined, joined))
    return groups, tuple(steps)


def claimants_of(ruling: Ruling) -> frozenset[str]:
    """The claimants that can be told from others."""
    return frozenset(who for name in ruling.demandantes if (who := litigant(name)))


def by_ruling(steps: Iterable[Step]) -> Mapping[RulingId, tuple[Step, ...]]:
    """The steps that each ruling tells."""
    told: dict[RulingId, list[Step]] = defaultdict(list)
    for one in steps:
        told[one.ruling].append(one)
    return {name: tuple(those) for name, those in told.items()}


def _one_dispute(claimants: Mapping[RulingId, frozenset[str]], name: RulingId, held: Sequence[RulingId]) -> bool:
    """Whether the other case may be the same dispute: the same process or a queja, and a claimant in common, however damaged the print."""
    codes = {name.expediente.code, *(other.expediente.code for other in held)} - {"Q"}
    theirs = frozenset[str]().union(*(claimants.get(other, frozenset()) for other in held))
    return len(codes) < 2 and any(fuzz.token_set_ratio(one, other) >= _SAME_NAME for one in claimants.get(name, ()) for other in theirs)


@cache
def _stop() -> re.Pattern[str]:
    return re.compile(r"\.\s+[a-z]{3}|\n|;")


@cache
def _done() -> re.Pattern[str]:
    return re.compile("|".join(phrases(TABLE, "paso", "hecho")))


@cache
def _by() -> re.Pattern[str]:
    return re.compile("|".join(phrases(TABLE, "paso", "quien")))


@cache
def _executed() -> re.Pattern[str]:
    return re.compile("|".join(phrases(TABLE, "ejecucion", "hecho")))

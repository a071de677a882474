"""Stage 4: what only the whole collection knows, in one pass over light facts; then each record is completed on its way to the index.

First level: cited-by, state of each citation, resolutions of the same case, frequent litigants. Series of near-identical rulings come later:
`serie` stays None.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from models.ids import ExpedienteNumber, RulingId, fold
from models.names import is_institution
from models.ruling import Cita, Ruling

FREQUENT = 10
"""Rulings from which a claimant counts as a frequent litigant (domain.md §0.11: nine families make a quarter of the case law)."""

RELATE_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Relations:
    """What was learnt: rulings by case, in order of id; how many others cite a case; claimants that sue often (folded names, never shown)."""

    by_case: Mapping[ExpedienteNumber, tuple[RulingId, ...]]
    cited_by: Mapping[ExpedienteNumber, int]
    frequent: frozenset[str]


def learn(rulings: Iterable[Ruling]) -> Relations:
    """One pass over the collection; keeps ids and names only."""
    by_case: dict[ExpedienteNumber, list[RulingId]] = defaultdict(list)
    cited_by: Counter[ExpedienteNumber] = Counter()
    litigants: Counter[str] = Counter()
    for ruling in rulings:
        case = RulingId(ruling.id).expediente
        by_case[case].append(RulingId(ruling.id))
        cited_by.update({RulingId(cita.sentencia).expediente for cita in ruling.citas} - {case})
        litigants.update({person(name) for name in ruling.demandantes})
    frequent = frozenset(name for name, n in litigants.items() if n >= FREQUENT)
    return Relations({case: tuple(sorted(ids)) for case, ids in by_case.items()}, cited_by, frequent)


def complete(ruling: Ruling, relations: Relations) -> Ruling:
    """The record with what the collection adds to it."""
    case = RulingId(ruling.id).expediente
    return replace(
        ruling,
        citas=tuple(_state(cita, relations) for cita in ruling.citas),
        familia=tuple(other for other in relations.by_case.get(case, ()) if other != ruling.id),
        litigante_frecuente=any(person(name) in relations.frequent for name in ruling.demandantes) if ruling.demandantes else None,
    )


def cited(ruling: Ruling, relations: Relations) -> int:
    """How many other rulings here cite this case; only its sentencia collects them when there are several resolutions."""
    name = RulingId(ruling.id)
    first = relations.by_case.get(name.expediente, (name,))[0]
    return relations.cited_by.get(name.expediente, 0) if name == first else 0


def person(name: str) -> str:
    """A claimant under every order and spelling of marks; institutions too, since unions and companies also sue in series."""
    words = [word for word in fold(name).replace(".", " ").split() if len(word) > 2 or is_institution(name)]
    return " ".join(sorted(words))


def _state(cita: Cita, relations: Relations) -> Cita:
    held = relations.by_case.get(RulingId(cita.sentencia).expediente, ())
    return replace(cita, estado="resuelta" if held else "fuera_de_la_coleccion")

"""How often what the rules say is right, by field, rule and the rule's own grade of certainty: the source of models/tables/confianza.csv.

A confidence that nobody measured is an opinion. Each value whose field a label holds is judged right or wrong by the rules of scoring; the share
of right ones, drawn towards the rule's own grade while there are few of them, is what the record states (indexer/extract/confidence.py).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from indexer.scoring import Record, same_vote, value_of
from indexer.scoring_values import core_norms, expediente, fold, laws, same_name

PRIOR = 6.0
"""A rule's own grade weighs as much as this many judged values: 3 of 3 right does not make certainty."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One value of a record: its path, and whether the label agrees. `rules` are (rule, grade) of its evidence, the surest first."""

    path: str
    field: str
    right: bool
    rules: tuple[tuple[str, float], ...]

    @property
    def stated(self) -> float:
        """The confidence that a reader sees: the surest evidence's."""
        return self.rules[0][1]


@dataclass(frozen=True, slots=True)
class Reliability:
    """A row of the table: how many values one grade of one rule gave in a field and how many were right."""

    field: str
    rule: str
    grade: float
    n: int
    right: int

    @property
    def confidence(self) -> float:
        """The share of right ones, drawn towards the grade."""
        return round((self.right + PRIOR * self.grade) / (self.n + PRIOR), 3)


_SCALARS = (
    "expediente", "tipo_resolucion", "numero_sentencia", "sala", "fecha", "distrito", "resultado", "ambito", "costos", "costas",
    "sentido_para_demandante", "fecha_demanda", "primera_instancia.resultado", "segunda_instancia.resultado", "votacion", "ponente",
)  # fmt: skip
_NAMED_LIKE = {"ponente"}


def _named(label: Record, field: str) -> Callable[[Any], bool]:
    wanted = label.get(field) or []
    return lambda item: any(same_name(one, item) for one in wanted)


def _among(label: Record, field: str) -> Callable[[Any], bool]:
    wanted = set(label.get(field) or [])
    return lambda item: item in wanted


def _votes(label: Record, field: str) -> Callable[[Any], bool]:
    wanted = [(vote.get("magistrado"), vote.get("tipo")) for vote in label.get(field) or []]
    return lambda item: any(same_vote(one, (item["magistrado"], item["tipo"])) for one in wanted)


def _points(label: Record, field: str) -> Callable[[Any], bool]:
    wanted = {(point.get("resultado"), point.get("objeto")) for point in label.get(field) or []}
    return lambda item: (item["resultado"], item["objeto"]) in wanted


def _norms(label: Record, field: str) -> Callable[[Any], bool]:
    held = label.get(field) or []
    articles, named = set(core_norms(held)), set(laws(held))
    return lambda item: bool(set(core_norms([item])) <= articles and set(laws([item])) <= named)


def _rulings(label: Record, field: str) -> Callable[[Any], bool]:
    wanted = {expediente(one) for one in label.get(field) or []}
    return lambda item: expediente(item) in wanted


def _defences(label: Record, field: str) -> Callable[[Any], bool]:
    wanted = {one.get("codigo") for one in label.get(field) or []}
    return lambda item: item["codigo"] in wanted


_LISTS: Mapping[str, Callable[[Record, str], Callable[[Any], bool]]] = {
    "demandantes": _named,
    "entidades": _named,
    "categoria_entidad": _among,
    "derechos": _among,
    "magistrados": _named,
    "votos": _votes,
    "fallo": _points,
    "normas": _norms,
    "precedentes": _rulings,
    "excepciones_invocadas": _among,
    "defensas": _defences,
    "temas": _among,
    "pretension": _among,
}
_FOLLOWS = {"entidades_slug": "entidades"}
"""Fields that are another one in other words: right where that one is."""
_UNSCORED = {"derechos": {"otro"}, "excepciones_invocadas": {"otra"}, "fallo": {"otro", "ordena", "exhorta"}, "defensas": {"otra"}}
"""Values that SCHEMA.md leaves out."""


def judge(label: Record, record: Record) -> Iterator[Judged]:
    """Every value of a record, judged where the label holds its field. An institution's name is judged for its slug too."""
    evidence: Mapping[str, Any] = record.get("evidencia") or {}
    for field in _SCALARS:
        held, _, inner = field.partition(".")
        proofs = evidence.get(field) or evidence.get(held)
        if held in label and proofs and _scalar(record, held, inner) is not None:
            yield _judged(field, field, _right(label, record, field), proofs)
    for field, reader in _LISTS.items():
        if field in label:
            right = reader(label, field)
            for place, item in enumerate(record.get(field) or []):
                proofs = evidence.get(f"{field}[{place}]")
                if proofs and not _unscored(field, item):
                    yield from _item(f"{field}[{place}]", right(item), evidence)


def _item(path: str, right: bool, evidence: Mapping[str, Any]) -> Iterator[Judged]:
    field, _, place = path.partition("[")
    yield _judged(path, field, right, evidence[path])
    for other, source in _FOLLOWS.items():
        if source == field and (proofs := evidence.get(f"{other}[{place}")):
            yield _judged(f"{other}[{place}", other, right, proofs)


def _judged(path: str, field: str, right: bool, proofs: Iterable[Mapping[str, Any]]) -> Judged:
    rules = sorted(((one["regla"], one["confianza"]) for one in proofs), key=lambda one: -one[1])
    return Judged(path, field, right, tuple(rules))


def _scalar(record: Record, held: str, inner: str) -> Any:
    value = record.get(held)
    return (value or {}).get(inner) if inner else value


def _right(label: Record, record: Record, field: str) -> bool:
    if field in _NAMED_LIKE:
        return same_name(label.get(field), record.get(field))
    if field in ("costas", "votacion"):
        return fold(label.get(field)) == fold(record.get(field))
    return value_of(label, field) == value_of(record, field)


def _unscored(field: str, item: Any) -> bool:
    named = item["resultado"] if field == "fallo" else item["codigo"] if field == "defensas" else item
    return isinstance(named, str) and named in _UNSCORED.get(field, ())


def reliabilities(judged: Iterable[Judged]) -> list[Reliability]:
    """The table, in order of field, rule and grade. A value counts for each piece of its evidence."""
    n: dict[tuple[str, str, float], int] = defaultdict(int)
    right: dict[tuple[str, str, float], int] = defaultdict(int)
    for one in judged:
        for rule, grade in set(one.rules):
            n[one.field, rule, grade] += 1
            right[one.field, rule, grade] += one.right
    return [Reliability(*key, n[key], right[key]) for key in sorted(n)]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Whether stated confidences hold: of `n` judged values `sure` state 0.9 or more, and `right` of those are right."""

    n: int
    sure: int
    right: int

    def as_dict(self) -> dict[str, float | None]:
        """`n`, the share of sure values and how many of them are right; None where there is none."""
        return {"n": self.n, "seguros": self.sure / self.n if self.n else None, "aciertos": self.right / self.sure if self.sure else None}


def calibration(judged: Iterable[Judged], floor: float = 0.9) -> Calibration:
    """Counts over judged values; the table itself must come from other labels, or the figure flatters."""
    every = list(judged)
    sure = [one for one in every if one.stated >= floor]
    return Calibration(len(every), len(sure), sum(one.right for one in sure))


def grades(record: Record) -> Iterator[float]:
    """The stated confidence of every value of a record, judged or not."""
    for path, proofs in (record.get("evidencia") or {}).items():
        if re.match(r"\w", path):
            yield max(one["confianza"] for one in proofs)

"""Extractions against hand-made labels: the same numbers as ../shared/gold/score.py gives (test), for `habeas score`.

Scalars score accuracy, lists micro-averaged precision, recall and F1. A field that a label does not hold is not asked of it; a ruling without
an extraction counts as all wrong. The rules are SCHEMA.md's, "Fields scored".
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from indexer.scoring_values import (
    core_norms,
    expediente,
    fold,
    laws,
    month,
    orders,
    same_name,
    sentencia,
)

Record = Mapping[str, Any]
"""A label or an extraction as plain JSON: this is the border where files from outside enter."""


@dataclass(frozen=True, slots=True)
class Score:
    """One field: `accuracy` for a scalar, the other three for a list; `n` rulings or items."""

    n: int
    accuracy: float | None = None
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None

    def as_dict(self) -> dict[str, float]:
        """Only what it has, as score.py --json prints it."""
        every = {"accuracy": self.accuracy, "precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {**{name: value for name, value in every.items() if value is not None}, "n": self.n}


_SCALARS: Mapping[str, Callable[[Any], str]] = {
    "expediente": expediente,
    "tipo_resolucion": fold,
    "numero_sentencia": sentencia,
    "sala": fold,
    "fecha": lambda value: str(value or ""),
    "distrito": fold,
    "resultado": fold,
    "ambito": fold,
    "costos": fold,
    "sentido_para_demandante": fold,
    "primera_instancia.resultado": fold,
    "segunda_instancia.resultado": fold,
    "fecha_demanda": month,
    "hay_orden": orders,
}


def _equal(one: Any, other: Any) -> bool:
    return bool(one == other)


def same_vote(one: Any, other: Any) -> bool:
    """Whether two (magistrate, kind) are one vote."""
    return bool(one[1] == other[1]) and same_name(one[0], other[0])


_UNSCORED_POINTS = (None, "otro", "ordena", "exhorta")
_Items = Callable[[Record], list[Any]]
_LISTS: Mapping[str, tuple[_Items, Callable[[Any, Any], bool]]] = {
    "demandantes": (lambda record: list(record.get("demandantes") or []), same_name),
    "entidades": (lambda record: list(record.get("entidades") or []), same_name),
    "categoria_entidad": (lambda record: sorted(set(record.get("categoria_entidad") or [])), _equal),
    "derechos": (lambda record: sorted(set(record.get("derechos") or []) - {"otro"}), _equal),
    "magistrados": (lambda record: list(record.get("magistrados") or []), same_name),
    "votos": (lambda record: [(vote.get("magistrado"), vote.get("tipo")) for vote in record.get("votos") or []], same_vote),
    "fallo": (
        lambda record: [
            (point.get("resultado"), point.get("objeto"))
            for point in record.get("fallo") or []
            if point.get("resultado") not in _UNSCORED_POINTS
        ],
        _equal,
    ),
    "normas": (lambda record: core_norms(record.get("normas") or []), _equal),
    "leyes": (lambda record: laws(record.get("normas") or []), _equal),
    "precedentes": (lambda record: sorted({expediente(cited) for cited in record.get("precedentes") or []}), _equal),
    "excepciones_invocadas": (lambda record: sorted(set(record.get("excepciones_invocadas") or []) - {"otra"}), _equal),
}
_READ_FROM = {"leyes": "normas", "hay_orden": "fallo"}
"""Scored fields that are read from another one."""
FIELDS = (*(field for field in (*_SCALARS, *_LISTS) if field != "hay_orden"), "hay_orden")


def key(record: Record) -> str:
    """What a label and an extraction are joined on: the file's base name without extensions ("06850-2013-HD")."""
    name = PurePosixPath(str(record.get("file") or record.get("source") or "")).name
    return re.sub(r"\.(pdf|md|html?|txt|json)", "", name)


def score(gold: Mapping[str, Record], found: Mapping[str, Record]) -> dict[str, Score]:
    """The scores of every field that some label holds, over the labels that hold it; both by `key`."""
    scores = {}
    for field in FIELDS:
        held = {name: label for name, label in gold.items() if holds(label, field)}
        if held:
            scores[field] = (_accuracy if field in _SCALARS else _overlap)(held, found, field)
    return scores


@dataclass(frozen=True, slots=True)
class Difference:
    """What a label and an extraction do not share in one field: values of the label that were not found, values found that it does not hold, and
    the places of these in the record's list `source` (none for a scalar)."""

    lost: tuple[Any, ...]
    extra: tuple[Any, ...]
    source: str
    places: tuple[int, ...] = ()

    @property
    def faults(self) -> int:
        """How many values are wrong or lacking; a wrong scalar is both."""
        return len(self.lost) + len(self.extra)


def difference(label: Record, record: Record, field: str) -> Difference:
    """Where the two differ in a scored field. Raises KeyError for one that is not scored."""
    source = _READ_FROM.get(field, field)
    if field in _SCALARS:
        if record and value_of(label, field) == value_of(record, field):
            return Difference((), (), source)
        return Difference((_shown(label, field),), (_shown(record, field),), source)
    items, same = _LISTS[field]
    wanted, given = items(label), items(record)
    lost = tuple(one for one in wanted if not any(same(one, other) for other in given))
    extra = tuple(one for one in given if not any(same(one, other) for other in wanted))
    places = tuple(place for place, raw in enumerate(record.get(source) or []) if any(one in extra for one in items({source: [raw]})))
    return Difference(lost, extra, source, places)


def misses(gold: Mapping[str, Record], found: Mapping[str, Record], field: str) -> Iterator[str]:
    """What is wrong in one field, a line a ruling. Raises KeyError for a field that is not scored."""
    if field not in FIELDS:
        raise KeyError(field)
    for name, label in gold.items():
        between = difference(label, found.get(name, {}), field) if holds(label, field) else None
        if between is None or not (between.lost or between.extra):
            continue
        if field in _SCALARS:
            yield f"{name}: gold {between.lost[0]!r}, found {between.extra[0]!r}"
        else:
            yield f"{name}: lost {list(between.lost)}, extra {list(between.extra)}"


def holds(record: Record, field: str) -> bool:
    """Whether a label says anything about a field, be it null."""
    return _READ_FROM.get(field, field).partition(".")[0] in record


def _get(record: Record, path: str) -> Any:
    value: Any = record
    for part in path.split("."):
        value = (value or {}).get(part)
    return value


def value_of(record: Record, field: str) -> str:
    """A scored scalar as it is compared."""
    return _SCALARS[field](_get(record, _READ_FROM.get(field, field)))


def _shown(record: Record, field: str) -> Any:
    return value_of(record, field) if field in _READ_FROM else _get(record, field)


def _accuracy(gold: Mapping[str, Record], found: Mapping[str, Record], field: str) -> Score:
    right = sum(name in found and value_of(label, field) == value_of(found[name], field) for name, label in gold.items())
    return Score(len(gold), accuracy=right / len(gold))


def _overlap(gold: Mapping[str, Record], found: Mapping[str, Record], field: str) -> Score:
    items, same = _LISTS[field]
    hits = wanted = given = 0
    for name, label in gold.items():
        mine, theirs = items(label), items(found.get(name, {}))
        hits, wanted, given = hits + _paired(mine, theirs, same), wanted + len(mine), given + len(theirs)
    precision, recall = hits / given if given else 0.0, hits / wanted if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return Score(wanted, precision=precision, recall=recall, f1=f1)


def _paired(gold: Sequence[Any], found: Sequence[Any], same: Callable[[Any, Any], bool]) -> int:
    """How many label items find a partner, each extracted item being used once."""
    left = list(found)
    hits = 0
    for item in gold:
        partner = next((one for one in left if same(item, one)), None)
        if partner is not None:
            left.remove(partner)
            hits += 1
    return hits

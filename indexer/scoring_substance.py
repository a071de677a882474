"""What a ruling is about, against readers' labels: themes, claims, who raised which defence and whether the Court took it.

`score_substance` compares as indexer.scoring does; the labels are lines of {file, temas, pretension, defensas} (tests/indexer/extract/labels).
Not scored, as in gold/SCHEMA.md: the defence "otra". `aceptada` is compared where label and extraction name the same defence of the same one.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from indexer.scoring import Record, Score

WHO = ("entidad", "primera_instancia", "segunda_instancia", "tribunal")
"""Who raises a defence."""
FIELDS = ("temas", "pretension", "defensas", *(f"defensas.{who}" for who in WHO), "aceptada")
_Items = set[tuple[str, ...]]


def score_substance(gold: Mapping[str, Record], found: Mapping[str, Record]) -> dict[str, Score]:
    """The scores of FIELDS over the labels, both by `scoring.key`; a ruling that was not extracted counts as all wrong. `aceptada` is an accuracy
    over the defences that both name, n of them."""
    scores = {field: _overlap(gold, found, _items_of(field)) for field in FIELDS if field != "aceptada"}
    judged = [
        (taken, _taken(found.get(name, {})).get(which, "")) for name, label in gold.items() for which, taken in _shared(label, found, name)
    ]
    scores["aceptada"] = Score(len(judged), accuracy=sum(one == other for one, other in judged) / len(judged) if judged else 0.0)
    return scores


def misses_substance(gold: Mapping[str, Record], found: Mapping[str, Record], field: str) -> Iterator[str]:
    """What is wrong in one field, a line a ruling. Raises KeyError for a field that is not scored."""
    if field not in FIELDS:
        raise KeyError(field)
    for name, label in gold.items():
        if field == "aceptada":
            wanted: _Items = {(*which, str(taken)) for which, taken in _shared(label, found, name)}
            given: _Items = {(*which, str(taken)) for which, taken in _taken(found.get(name, {})).items() if which in _taken(label)}
        else:
            items = _items_of(field)
            wanted, given = items(label), items(found.get(name, {}))
        if wanted != given:
            yield f"{name}: lost {sorted(wanted - given)}, extra {sorted(given - wanted)}"


def _items_of(field: str) -> Callable[[Record], _Items]:
    if not field.startswith("defensas"):
        return lambda record: {(str(value),) for value in record.get(field) or []}
    who = field.partition(".")[2]
    return lambda record: {which for which in _taken(record) if not who or which[0] == who}


def _taken(record: Record) -> dict[tuple[str, ...], Any]:
    """Who raised what, and what became of it."""
    raised = [one for one in record.get("defensas") or [] if one["codigo"] != "otra"]
    return {(one["quien"], one["codigo"]): one["aceptada"] for one in raised}


def _shared(label: Record, found: Mapping[str, Record], name: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    given = _taken(found.get(name, {}))
    return ((which, taken) for which, taken in _taken(label).items() if which in given)


def _overlap(gold: Mapping[str, Record], found: Mapping[str, Record], items: Callable[[Record], _Items]) -> Score:
    hits = wanted = given = 0
    for name, label in gold.items():
        mine, theirs = items(label), items(found.get(name, {}))
        hits, wanted, given = hits + len(mine & theirs), wanted + len(mine), given + len(theirs)
    precision, recall = hits / given if given else 0.0, hits / wanted if wanted else 0.0
    return Score(wanted, precision=precision, recall=recall, f1=2 * precision * recall / (precision + recall) if hits else 0.0)

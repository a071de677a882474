"""The report of faults: worst first, with the passage; and what changed between two extractions."""

from typing import Any

from indexer.misses import changes, worst


def record(**fields: Any) -> dict[str, Any]:
    return fields


def test_the_worst_miss_comes_first_and_shows_the_words_that_misled() -> None:
    labels = {"a": record(sala="Pleno"), "b": record(sala="Sala Primera"), "c": record(sala="Pleno")}
    proofs = {name: [{"regla": "r", "confianza": sure, "inicio": 0, "fin": 4}] for name, sure in (("a", 0.6), ("b", 0.9))}
    found = {name: record(sala="Sala Segunda", evidencia={"sala": some}) for name, some in proofs.items()}
    misses = worst(labels, found, {"a": "uno dos", "b": "tres cuatro"}, "sala")
    assert [(miss.ruling, miss.confidence, miss.passages) for miss in misses] == [
        ("b", 0.9, ("tres",)),
        ("a", 0.6, ("uno",)),
        ("c", None, ()),
    ]


def test_a_list_tells_what_was_lost_and_what_was_invented_with_the_evidence_of_that() -> None:
    labels = {"a": record(precedentes=["00001-2005", "00002-2006"])}
    proofs = {f"precedentes[{n}]": [{"regla": "r", "confianza": 0.9, "inicio": n, "fin": n + 1}] for n in (0, 1)}
    found = {"a": record(precedentes=["00001-2005-HD", "00009-2009-HD"], evidencia=proofs)}
    (miss,) = worst(labels, found, {"a": "xy"}, "precedentes")
    assert (miss.lost, miss.extra, miss.passages) == (("00002-2006",), ("00009-2009",), ("y",))


def test_changes_name_the_rulings_that_a_field_gained_and_lost() -> None:
    labels = {name: record(derechos=["acceso_informacion_publica"]) for name in ("a", "b", "c")}
    right, wrong = record(derechos=["acceso_informacion_publica"]), record(derechos=[])
    found = changes(labels, {"a": wrong, "b": right, "c": right}, {"a": right, "b": wrong, "c": right}, "derechos")
    assert (found.gained, found.lost) == (("a",), ("b",))

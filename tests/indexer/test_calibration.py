"""Confidences: what is judged, how a table is made from that, and that the record states the table's figures."""

from typing import Any

import pytest

from indexer.calibration import Judged, calibration, judge, reliabilities
from indexer.extract import confidence
from indexer.extract.tables import rows
from models.ruling import Evidencia


def proof(regla: str, grade: float) -> dict[str, Any]:
    return {"origen": "texto", "regla": regla, "confianza": grade, "inicio": 0, "fin": 1}


def test_every_value_whose_field_is_labelled_is_judged_with_its_rules() -> None:
    label = {"resultado": "fundada", "entidades": ["Ministerio Inventado"], "votos": []}
    record = {
        "resultado": "fundada",
        "sala": "Pleno",
        "entidades": ["Ministerio Inventado", "Banco Imaginario"],
        "evidencia": {
            "resultado": [proof("a", 0.8), proof("b", 0.9)],
            "sala": [proof("c", 0.9)],
            "entidades[0]": [proof("d", 0.9)],
            "entidades[1]": [proof("d", 0.9)],
            "entidades_slug[1]": [proof("d", 0.9)],
        },
    }
    found = {one.path: (one.right, one.stated) for one in judge(label, record)}
    assert found == {"resultado": (True, 0.9), "entidades[0]": (True, 0.9), "entidades[1]": (False, 0.9), "entidades_slug[1]": (False, 0.9)}


def test_a_norm_is_right_when_its_article_and_its_law_are_labelled() -> None:
    label = {"normas": ["LEY-27806:13", "LEY-29999"]}
    values = ["LEY-27806:13", "LEY-27806:15", "LEY-29999:4", "LEY-28888"]
    record = {"normas": values, "evidencia": {f"normas[{place}]": [proof("n", 0.9)] for place in range(4)}}
    assert [one.right for one in judge(label, record)] == [True, False, True, False]


def test_values_that_the_schema_leaves_out_are_not_judged() -> None:
    record = {"excepciones_invocadas": ["otra"], "evidencia": {"excepciones_invocadas[0]": [proof("x", 0.7)]}}
    assert list(judge({"excepciones_invocadas": []}, record)) == []


def test_few_values_do_not_make_certainty() -> None:
    few, many = (
        reliabilities(Judged(f"f[{n}]", "f", right=True, rules=(("r", 0.7),)) for n in range(size))[0].confidence for size in (2, 200)
    )
    assert 0.7 < few < 0.8
    assert many > 0.98


def test_a_calibration_counts_the_sure_and_the_right_among_them() -> None:
    judged = [Judged("a", "a", right, (("r", stated),)) for right, stated in ((True, 0.95), (False, 0.92), (False, 0.5))]
    assert calibration(judged).as_dict() == {"n": 3, "seguros": pytest.approx(2 / 3), "aciertos": 0.5}


def test_a_record_states_what_was_measured_and_else_the_rules_own_grade(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confidence, "_measured", lambda: {("precedentes", "citas.numero", 0.9): 0.97})
    confidence._stated.cache_clear()
    given = {path: (Evidencia("texto", "citas.numero", 0.9, 0, 1),) for path in ("precedentes[0]", "citas[0]", "normas[0]")}
    stated = {path: proofs[0].confianza for path, proofs in confidence.calibrated(given).items()}
    confidence._stated.cache_clear()
    assert stated == {"precedentes[0]": 0.97, "citas[0]": 0.97, "normas[0]": 0.9}


def test_the_shipped_table_states_what_its_counts_say() -> None:
    for row in rows("confianza.csv"):
        n, right, grade = int(row["n"]), int(row["aciertos"]), float(row["grado"])
        assert 0 <= right <= n
        assert float(row["confianza"]) == pytest.approx((right + 6 * grade) / (n + 6), abs=0.001)

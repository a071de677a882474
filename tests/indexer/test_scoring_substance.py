"""Themes, claims and defences against labels, by invented records."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bench.substance import main
from indexer.scoring_substance import FIELDS, misses_substance, score_substance


def _defence(who: str, code: str, taken: str | None = None) -> dict[str, str | None]:
    return {"quien": who, "codigo": code, "aceptada": taken}


LABEL: dict[str, Any] = {
    "file": "md/2015/90001-2014-HD.pdf.md",
    "temas": ["A01", "A26"],
    "pretension": ["B01"],
    "defensas": [_defence("entidad", "caducidad", "no"), _defence("tribunal", "falta_via_previa", "si"), _defence("entidad", "otra", "si")],
}
RECORD: dict[str, Any] = {
    "file": "md/2015/90001-2014-HD.pdf.md",
    "temas": ["A01", "A02"],
    "pretension": ["B01"],
    "defensas": [_defence("entidad", "caducidad", "si"), _defence("primera_instancia", "falta_via_previa", "si")],
}


def test_shares_are_of_the_items_that_both_name() -> None:
    scores = score_substance({"r": LABEL}, {"r": RECORD})
    assert (scores["temas"].precision, scores["temas"].recall, scores["temas"].n) == (0.5, 0.5, 2)
    assert scores["pretension"].f1 == 1.0
    assert (scores["defensas"].precision, scores["defensas"].recall, scores["defensas"].n) == (0.5, 0.5, 2)  # "otra" is not scored
    assert scores["defensas.entidad"].f1 == 1.0
    assert scores["defensas.tribunal"].f1 == 0.0
    assert (scores["aceptada"].accuracy, scores["aceptada"].n) == (0.0, 1)


def test_what_was_not_extracted_is_all_wrong() -> None:
    assert score_substance({"r": LABEL}, {})["temas"].recall == 0.0


def test_misses_tell_what_is_lost_and_what_is_extra() -> None:
    found = {"r": RECORD}
    assert list(misses_substance({"r": LABEL}, found, "temas")) == ["r: lost [('A26',)], extra [('A02',)]"]
    assert list(misses_substance({"r": LABEL}, found, "aceptada")) == [
        "r: lost [('entidad', 'caducidad', 'no')], extra [('entidad', 'caducidad', 'si')]"
    ]
    assert list(misses_substance({"r": LABEL}, found, "pretension")) == []


def test_a_field_that_is_not_scored_is_refused() -> None:
    with pytest.raises(KeyError):
        list(misses_substance({}, {}, "votos"))


def test_the_command_prints_a_line_a_field(tmp_path: Path) -> None:
    (tmp_path / "labels.jsonl").write_text(json.dumps(LABEL) + "\n", encoding="utf-8")
    (tmp_path / "found.jsonl").write_text(json.dumps(RECORD) + "\n", encoding="utf-8")
    ran = CliRunner().invoke(main, [str(tmp_path / "labels.jsonl"), str(tmp_path / "found.jsonl"), "--misses", "temas"])
    assert ran.exit_code == 0, ran.output
    assert [line.split()[0] for line in ran.output.splitlines()] == [*FIELDS, "90001-2014-HD:"]

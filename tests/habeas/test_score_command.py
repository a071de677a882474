"""`habeas score` on an invented store: the table, the misses, the comparison, JSON."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from habeas import score as score_module
from habeas.cli import App
from habeas.score import command, record_of
from indexer.scoring import Record
from models.document import RawDocument
from models.errors import ConfigError
from models.settings import Settings

TEXT = """EXP. N.° 90001-2012-PHD/TC
LIMA
ROSA QUISPE FICTICIA
SENTENCIA DEL TRIBUNAL CONSTITUCIONAL
En Lima, a los 3 días del mes de mayo de 2013, la Sala Primera del Tribunal Constitucional pronuncia la siguiente sentencia
ASUNTO
Recurso de agravio constitucional interpuesto por doña Rosa Quispe Ficticia.
HA RESUELTO
Declarar INFUNDADA la demanda.
SS.
"""


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"file": "90001-2012-HD", "resultado": "infundada", "sala": "Pleno"}) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> App:
    """An app whose store gives one record; the extraction itself has its own tests."""
    record: dict[str, Record] = {"90001-2012-HD": {"resultado": "infundada", "sala": "Sala Primera"}}
    monkeypatch.setattr(score_module, "extracted", lambda home, labels: record)
    return App(Settings(home=tmp_path))


def run(app: App, *arguments: str) -> str:
    result = CliRunner().invoke(command, list(arguments), obj=app, catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_the_table_gives_each_field_with_its_n(app: App, gold: Path) -> None:
    lines = run(app, str(gold)).splitlines()
    assert lines[0] == "1 sentencias etiquetadas, 1 encontradas"
    assert [line.split() for line in lines[1:]] == [["sala", "acierto", "0.000", "n", "1"], ["resultado", "acierto", "1.000", "n", "1"]]


def test_json_has_the_shape_of_gold_score_py(app: App, gold: Path) -> None:
    assert json.loads(run(app, str(gold), "--json")) == {"sala": {"accuracy": 0.0, "n": 1}, "resultado": {"accuracy": 1.0, "n": 1}}


def test_misses_are_listed_by_field(app: App, gold: Path) -> None:
    assert run(app, str(gold), "--misses", "sala") == "90001-2012-HD: gold 'Pleno', found 'Sala Primera'\n"


def test_an_older_extraction_is_compared(app: App, gold: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.jsonl"
    old.write_text(json.dumps({"file": "90001-2012-HD", "resultado": "fundada", "sala": "Pleno"}), encoding="utf-8")
    lines = run(app, str(gold), "--against", str(old)).splitlines()
    assert [line.split()[-3:] for line in lines[1:]] == [["antes", "1.000", "-1.000"], ["antes", "0.000", "+1.000"]]


def test_a_field_that_is_not_scored_is_told(app: App, gold: Path) -> None:
    with pytest.raises(ConfigError, match="no se mide"):
        run(app, str(gold), "--misses", "titulo")


def test_a_line_that_is_no_json_is_told_with_its_number(app: App, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"file": "x"}\n{"file"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="línea 2"):
        run(app, str(broken))


def test_a_stored_document_is_extracted_with_its_evidence() -> None:
    raw = RawDocument("file:90001-2012-HD.txt", "90001-2012-HD", TEXT.encode(), "texto", "carpeta", datetime(2026, 1, 1, tzinfo=UTC))
    record = record_of(score_module.Job(raw, ()))
    assert isinstance(record, dict)
    assert record["resultado"] == "infundada"
    assert record["evidencia"]["resultado"][0]["origen"] == "texto"

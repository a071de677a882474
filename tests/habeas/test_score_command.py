"""`habeas score` on an invented store: the table, the misses, the comparison, JSON."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from habeas import score as score_module
from habeas.cli import App
from habeas.score import command, record_of
from indexer.measured import read
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
    proof = {"origen": "texto", "regla": "composicion.sala", "confianza": 0.98, "inicio": 4, "fin": 16}
    records: dict[str, Record] = {
        "90001-2012-HD": {"resultado": "infundada", "sala": "Sala Primera", "sello": "s1", "evidencia": {"sala": [proof]}}
    }
    found = score_module.Extracted(records, {"90001-2012-HD": "ESA Sala Primera dijo"})
    monkeypatch.setattr(score_module, "extracted", lambda home, labels: found)
    return App(Settings(home=tmp_path))


def run(app: App, *arguments: str) -> str:
    result = CliRunner().invoke(command, list(arguments), obj=app, catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_the_table_gives_each_field_with_its_n(app: App, gold: Path) -> None:
    lines = run(app, str(gold)).splitlines()
    assert lines[0] == "1 sentencias etiquetadas, 1 encontradas"
    assert [line.split() for line in lines[1:3]] == [["sala", "acierto", "0.000", "n", "1"], ["resultado", "acierto", "1.000", "n", "1"]]
    assert lines[3] == "confianza: 1.000 de 1 valores declaran 0,9 o más; de ellos aciertan 0.000"


def test_each_field_shows_its_worst_misses_with_the_passage_that_misled(app: App, gold: Path) -> None:
    lines = run(app, str(gold)).splitlines()
    assert lines[5:] == ["sala", "  90001-2012-HD  (0.98)", "    − Pleno", "    + Sala Primera", "    » Sala Primera"]


def test_what_was_measured_is_kept_for_the_page_on_quality(app: App, gold: Path) -> None:
    run(app, str(gold))
    run(app, str(gold))
    (kept,) = read(app.settings.home)
    assert (kept.etiquetas, kept.sello, kept.sentencias, kept.encontradas) == ("gold.jsonl", "s1", 1, 1)
    assert kept.campos["sala"].accuracy == 0.0
    assert (kept.confianza.sure, kept.confianza.right) == (1, 0)


def test_json_has_the_shape_of_gold_score_py(app: App, gold: Path) -> None:
    assert json.loads(run(app, str(gold), "--json")) == {"sala": {"accuracy": 0.0, "n": 1}, "resultado": {"accuracy": 1.0, "n": 1}}


def test_misses_are_listed_by_field(app: App, gold: Path) -> None:
    assert run(app, str(gold), "--misses", "sala").splitlines()[:3] == ["  90001-2012-HD  (0.98)", "    − Pleno", "    + Sala Primera"]


def test_an_older_extraction_is_compared(app: App, gold: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.jsonl"
    old.write_text(json.dumps({"file": "90001-2012-HD", "resultado": "fundada", "sala": "Pleno"}), encoding="utf-8")
    lines = run(app, str(gold), "--against", str(old)).splitlines()
    assert [line.split()[-3:] for line in lines[1:3]] == [["antes", "1.000", "-1.000"], ["antes", "0.000", "+1.000"]]
    assert lines[4:] == ["", "sala", "  perdidas 1: 90001-2012-HD", "", "resultado", "  ganadas 1: 90001-2012-HD"]


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
    made = record_of(score_module.Job(raw, ()))
    assert isinstance(made, tuple)
    record, text = made
    span = record["evidencia"]["resultado"][0]
    assert "INFUNDADA" in text[span["inicio"] : span["fin"]]
    assert record["resultado"] == "infundada"
    assert record["evidencia"]["resultado"][0]["origen"] == "texto"

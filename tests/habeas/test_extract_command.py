"""`habeas extract` on invented files: one line a document, in order, errors as lines."""

import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.platforms.files import entries_in
from habeas.cli import App
from habeas.extract import Job, Wanted, command, line_of
from models.settings import Settings

RULING = """EXP. N.° 900{n}-2012-PHD/TC
LIMA
ROSA QUISPE FICTICIA
SENTENCIA DEL TRIBUNAL CONSTITUCIONAL
En Lima, a los 3 dias del mes de mayo de 2013, la Sala Primera del Tribunal Constitucional, integrada por los magistrados Uno Dos,
Tres Cuatro y Cinco Seis, pronuncia la siguiente sentencia
ASUNTO
Recurso de agravio constitucional interpuesto por doña Rosa Quispe Ficticia contra la resolución que declaró improcedente la demanda.
ANTECEDENTES
La recurrente interpone demanda de hábeas data contra la Municipalidad Distrital de Ejemplo.
FUNDAMENTOS
1. Se pide copia de un plano que la emplazada no entregó.
Por estos fundamentos, el Tribunal Constitucional, con la autoridad que le confiere la Constitución Política del Perú,
HA RESUELTO
1. Declarar FUNDADA la demanda.
2. Ordenar a la Municipalidad Distrital de Ejemplo que entregue la copia.
Publíquese y notifíquese.
SS.
UNO DOS
TRES CUATRO
CINCO SEIS
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(1, 7):
        (tmp_path / f"900{number:02d}-2012-HD.txt").write_text(RULING.format(n=f"{number:02d}"), encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> list[dict[str, object]]:
    result = CliRunner().invoke(command, list(arguments), catch_exceptions=False, obj=App(Settings(home=Path("no hay"))))
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


def jobs(path: Path, wanted: Wanted, *, alone: bool = False) -> list[Job]:
    return [Job(entry, wanted, alone) for entry in entries_in(path)]


def test_one_line_a_document_in_input_order_a_tar_counting_as_its_files(folder: Path, tmp_path: Path) -> None:
    (folder / "90003-2012-HD.txt").write_text("nada que se parezca a una resolución\n" * 4, encoding="utf-8")
    packed = tmp_path / "paquete.tar.xz"
    with tarfile.open(packed, "w:xz") as tar:
        for number in (2, 1):
            tar.add(folder / f"900{number:02d}-2012-HD.txt", f"md/2013/900{number:02d}-2012-HD.txt")
    lines = run(str(packed), *(str(path) for path in sorted(folder.glob("*.txt"))))
    assert [line["file"] for line in lines[:2]] == ["md/2013/90002-2012-HD.txt", "md/2013/90001-2012-HD.txt"]
    assert [line["file"] for line in lines[2:]] == [f"900{number:02d}-2012-HD.txt" for number in range(1, 7)]
    assert [line.get("resultado") for line in lines] == ["fundada"] * 4 + [None] + ["fundada"] * 3
    assert set(lines[4]) == {"file", "error"}


def test_a_record_says_whose_file_it_is_first_and_dates_its_publication_by_the_folder(folder: Path) -> None:
    year = folder / "2013"
    year.mkdir()
    (folder / "90001-2012-HD.txt").rename(year / "90001-2012-HD.txt")
    record = json.loads(line_of(jobs(year.parent, "record")[0]))
    assert next(iter(record)) == "file"
    assert record["id"] == "90001-2012-HD"
    assert record["fecha_publicacion"] == "2013"


def test_the_text_of_one_input_goes_out_alone(folder: Path) -> None:
    (job, *_) = jobs(folder, "text", alone=True)
    assert line_of(job).startswith("EXP. N.° 90001-2012-PHD/TC\nLIMA\n")


def test_texts_of_several_inputs_are_lines(folder: Path) -> None:
    assert [set(json.loads(line_of(job))) for job in jobs(folder, "text")] == [{"file", "texto"}] * 6


def test_the_unrestored_text_has_the_length_of_the_text(folder: Path) -> None:
    restored, original = (line_of(jobs(folder, wanted, alone=True)[0]) for wanted in ("text", "original"))
    assert len(restored) == len(original)


def test_a_path_that_does_not_exist_is_a_usage_error(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "habeas", "extract", str(tmp_path / "no.pdf")], capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert "No existe" in result.stderr


def test_a_reader_that_closes_the_pipe_is_no_error(folder: Path) -> None:
    line = f"{sys.executable} -m habeas extract {folder} | head -c 10 > /dev/null; echo ${{PIPESTATUS[0]}}"
    result = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert result.stderr == ""
    assert result.stdout.strip() == "0"

"""The store's commands as they are run: tables, JSON lines, exit codes."""

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from habeas.__main__ import habeas as root
from habeas.__main__ import main
from models.ids import RulingId
from models.issues import Issue
from models.store import RawStore

PDF = b"%%PDF-1.7\n%s\n%%%%EOF\n"
Run = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "casa"


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("LANG", "es_PE.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    return lambda *arguments: CliRunner().invoke(root, ["--home", str(home), *map(str, arguments)], prog_name="habeas")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three rulings and two files that are none."""
    folder = tmp_path / "pdf" / "2021"
    folder.mkdir(parents=True)
    for number in (90001, 90002, 90003):
        (folder / f"{number}-2019-HD.pdf").write_bytes(PDF % str(number).encode())
    (folder / "comunicado.pdf").write_bytes(PDF % b"x")
    (folder / "90004-2019-HD.pdf").write_bytes(b"")
    return folder.parent


def table(result: Result) -> dict[str, int]:
    lines = [line.split() for line in result.stdout.splitlines()]
    return {line[0]: int(line[1]) for line in lines if len(line) == 2 and line[1].isdigit()}


def lines(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_an_import_counts_everything_it_saw(run: Run, folder: Path) -> None:
    result = run("import", folder)
    assert result.exit_code == 0
    assert table(result) == {"vistos": 5, "nuevos": 3, "versiones": 0, "iguales": 0, "duplicados": 0, "avisos": 2}
    assert [line["regla"] for line in lines(run("issues", "--json"))] == ["vacio", "nombre"]


def test_the_same_import_again_keeps_nothing_twice(run: Run, folder: Path, home: Path) -> None:
    run("import", folder)
    before = {path: path.stat().st_mtime_ns for path in (home / "archivos").rglob("*") if path.is_file()}
    assert table(run("import", folder)) == {"vistos": 5, "nuevos": 0, "versiones": 0, "iguales": 3, "duplicados": 0, "avisos": 2}
    assert {path: path.stat().st_mtime_ns for path in (home / "archivos").rglob("*") if path.is_file()} == before
    (folder / "2021" / "comunicado.pdf").unlink()
    (folder / "2021" / "90004-2019-HD.pdf").unlink()
    assert "Nada que hacer" in run("import", folder).stdout


def test_changed_copied_and_mended_files_are_told_apart(run: Run, folder: Path) -> None:
    run("import", folder)
    (folder / "2021" / "90001-2019-HD.pdf").write_bytes(PDF % b"corregida")
    (folder / "2022").mkdir()
    (folder / "2022" / "90002-2019-HD.pdf").write_bytes(PDF % b"90002")
    (folder / "2021" / "90004-2019-HD.pdf").write_bytes(PDF % b"90004")
    assert table(run("import", folder)) == {"vistos": 6, "nuevos": 1, "versiones": 1, "iguales": 2, "duplicados": 1, "avisos": 1}
    found = {(line["url"], line["version"]): (line["estado"], line["id"]) for line in lines(run("documents", "--json"))}
    assert found == {
        ("file:2021/90001-2019-HD.pdf", 1): ("reemplazado", "90001-2019-HD"),
        ("file:2021/90001-2019-HD.pdf", 2): ("vigente", "90001-2019-HD"),
        ("file:2021/90002-2019-HD.pdf", 1): ("vigente", "90002-2019-HD"),
        ("file:2022/90002-2019-HD.pdf", 1): ("duplicado", "90002-2019-HD"),
        ("file:2021/90003-2019-HD.pdf", 1): ("vigente", "90003-2019-HD"),
        ("file:2021/90004-2019-HD.pdf", 1): ("vigente", "90004-2019-HD"),
    }
    assert [line["regla"] for line in lines(run("issues", "--json"))] == ["nombre"]


def test_the_issue_of_a_broken_archive_closes_when_it_is_whole(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "copia.tar.gz"
    with tarfile.open(path, "w:gz") as made:
        for number in range(90001, 90051):
            body = PDF % str(number).encode()
            entry = tarfile.TarInfo(f"2021/{number}-2019-HD.pdf")
            entry.size = len(body)
            made.addfile(entry, io.BytesIO(body))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert table(run("import", path))["avisos"] == 1
    path.write_bytes(whole)
    assert table(run("import", path))["avisos"] == 0
    assert run("issues", "--json").stdout == ""
    assert [line["abierta"] for line in lines(run("issues", "--all", "--json"))] == [False]
    assert len(lines(run("documents", "--json"))) == 50


def test_strict_tells_that_something_was_left_out(run: Run, folder: Path) -> None:
    assert run("import", "--strict", folder).exit_code == 1
    assert run("import", "--strict", folder / "2021" / "90001-2019-HD.pdf").exit_code == 0
    assert run("status", "--strict").exit_code == 1


def test_a_path_that_does_not_exist_is_usage_and_nothing_is_imported(
    home: Path, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["habeas", "--home", str(home), "import", str(folder), str(folder / "nada")])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "nada" in capsys.readouterr().err
    assert not home.exists()


def test_documents_have_the_fields_of_the_contract(run: Run, folder: Path) -> None:
    run("import", folder)
    first = lines(run("documents", "--json"))[0]
    assert list(first) == ["id", "url", "sha256", "expediente", "formato", "version", "estado", "lectura", "obtenido"]
    assert (first["formato"], first["version"], first["estado"], first["lectura"]) == ("pdf", 1, "vigente", "pendiente")
    assert isinstance(first["obtenido"], str)
    assert first["obtenido"].endswith("Z")
    assert len(run("documents").stdout.splitlines()) == 3


def test_what_waits_for_its_words_has_no_id(run: Run, folder: Path) -> None:
    (folder / "2022").mkdir()
    (folder / "2022" / "90001-2019-HD.pdf").write_bytes(PDF % b"otra resolucion")
    run("import", folder)
    found = {line["url"]: line["id"] for line in lines(run("documents", "--json")) if line["expediente"] == "90001-2019-HD"}
    assert found == {"file:2021/90001-2019-HD.pdf": None, "file:2022/90001-2019-HD.pdf": None}


def test_issues_have_the_fields_of_the_contract(run: Run, folder: Path) -> None:
    run("import", folder)
    first = lines(run("issues", "--json"))[0]
    assert list(first) == ["etapa", "fuente", "url", "expediente", "regla", "mensaje", "fecha", "abierta"]
    assert (first["etapa"], first["expediente"], first["abierta"]) == ("recoleccion", "90004-2019-HD", True)
    assert len(run("issues").stdout.splitlines()) == 2


def test_status_is_one_object_that_counts_every_stage(run: Run, folder: Path, home: Path) -> None:
    run("import", folder)
    (home / "indice").mkdir()
    (home / "indice" / "ACTUAL").write_text('{"name": "g1"}\n')
    (found,) = lines(run("status", "--json"))
    assert found["home"] == str(home)
    assert found["documentos"] == {
        "total": 3,
        "estado": {"vigente": 3, "reemplazado": 0, "retirado_en_origen": 0, "retirado_por_privacidad": 0, "duplicado": 0},
        "lectura": {"leido": 0, "sin_leer": 0, "pendiente": 3},
        "formato": {"pdf": 3, "html": 0, "texto": 0},
    }
    assert found["sentencias"] == {"con_id": 3, "documentos_sin_id": 0}
    assert found["avisos"] == {"total": 2, "recoleccion": 2, "lectura": 0, "extraccion": 0, "relaciones": 0, "indice": 0}
    assert found["indice"] == {"name": "g1"}
    runs = found["corridas"]
    assert isinstance(runs, list)
    assert (runs[0]["orden"], runs[0]["estado"], runs[0]["cuentas"]["vistos"]) == ("import", "completa", 5)


def test_status_shows_the_health_and_alarms_of_each_source(run: Run, home: Path) -> None:
    (found,) = lines(run("status", "--json"))
    assert found["indice"] is None
    assert {(source["fuente"], source["salud"]) for source in _sources(found)} >= {("sedetc", "sin_recolectar")}
    with RawStore.open(home) as store:
        store.finish_run(store.start_run("collect", "sedetc"), "completa", {"filas": 10})
    assert run("status", "--strict").exit_code == 0
    with RawStore.open(home) as store:
        store.report(Issue("recoleccion", "fuera_de_rango", "Pocas en 2021.", "sedetc", "https://ejemplo.pe#2021"))
    (found,) = lines(run("status", "--json"))
    sedetc = next(source for source in _sources(found) if source["fuente"] == "sedetc")
    assert (sedetc["salud"], sedetc["alarmas"]) == ("alarma", ["Pocas en 2021."])
    assert "Pocas en 2021." in run("status").stdout
    assert run("status", "--strict").exit_code == 1


def _sources(found: dict[str, object]) -> list[dict[str, object]]:
    sources = found["fuentes"]
    assert isinstance(sources, list)
    return sources


def test_verify_says_what_is_wrong_and_what_it_proposes_mends_it(run: Run, folder: Path, home: Path) -> None:
    run("import", folder)
    assert run("verify", "--strict").exit_code == 0
    changed, missing = sorted(path for path in (home / "archivos").rglob("*") if path.is_file())[:2]
    changed.write_bytes(b"x")
    missing.unlink()
    result = run("verify")
    assert result.exit_code == 0
    assert str(changed) in result.stdout
    assert str(missing) in result.stdout
    assert run("verify", "--strict").exit_code == 1
    changed.unlink()
    run("import", folder)
    assert run("verify", "--strict").exit_code == 0


def test_a_ruling_is_withdrawn_in_any_spelling_and_restored(run: Run, folder: Path, home: Path) -> None:
    run("import", folder)
    assert run("withdraw", "Exp. N.° 90001-2019-PHD/TC", "--reason", "oposición del titular").exit_code == 0
    assert [line["estado"] for line in lines(run("documents", "--json"))] == ["retirado_por_privacidad", "vigente", "vigente"]
    with RawStore.open(home) as store:
        withdrawal = store.withdrawals()[RulingId("90001-2019-HD")]
    assert (withdrawal.state, withdrawal.reason) == ("retirado", "oposición del titular")
    assert run("withdraw", "90002-2019-HD", "--block", "--reason", "se decide").exit_code == 0
    assert run("restore", "90001-2019-HD").exit_code == 0
    assert [line["estado"] for line in lines(run("documents", "--json"))] == ["vigente", "retirado_por_privacidad", "vigente"]


def test_withdrawing_needs_a_reason_and_a_ruling_that_is_here(run: Run, folder: Path) -> None:
    run("import", folder)
    assert run("withdraw", "90001-2019-HD").exit_code == 2
    for arguments in (
        ("withdraw", "99999-2019-HD", "--reason", "x"),
        ("withdraw", "90001-2019-HD", "--reason", " "),
        ("restore", "90001-2019-HD"),
    ):
        result = run(*arguments)
        assert result.exception is not None
        assert type(result.exception).__module__ == "models.errors"


def test_every_command_has_help_with_an_example_in_both_languages(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("import", "documents", "issues", "status", "verify", "withdraw", "restore"):
        spanish = run(name, "--help").stdout
        assert f"Ejemplo: habeas {name}" in spanish
        monkeypatch.setenv("LANG", "en_US.UTF-8")
        english = run(name, "--help").stdout
        monkeypatch.setenv("LANG", "es_PE.UTF-8")
        assert english.splitlines()[2] != spanish.splitlines()[2]

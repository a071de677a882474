"""`habeas import` of what is no folder of documents: saved rows of the listing, the open register, a repository by its address."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from habeas.__main__ import habeas
from models.coverage import coverage
from models.register import register_by_year
from models.store import RawStore

Run = Callable[..., Result]
URL = "https://tc.gob.pe/jurisprudencia/2021/{}.pdf"
HEADER = "id_interno,numero_expediente,url_archivo,fecha_publicacion\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("LANG", "es_PE.UTF-8")

    def call(*arguments: str | Path) -> Result:
        return CliRunner().invoke(habeas, ["--home", str(home), *map(str, arguments)])

    return call


def rows(*lines: str) -> str:
    return HEADER + "".join(f"{line}\n" for line in lines)


def open_rules(home: Path) -> list[tuple[str, str]]:
    with RawStore.open(home) as store:
        return [(issue.regla, issue.url) for issue in store.issues()]


def test_saved_rows_tell_of_what_is_held_and_leave_gaps_for_what_is_not(run: Run, home: Path, tmp_path: Path) -> None:
    (tmp_path / "90501-2019-HD.pdf").write_bytes(b"%PDF-1.4 uno %%EOF")
    (tmp_path / "filas.csv").write_text(
        rows(
            f"1,90501-2019-HD,{URL.format('90501-2019-HD')},2021-01-31",
            f"2,90502-2019-HD,{URL.format('90502-2019-HD')},2021-01-31",
            "3,90503-2019-AA,,2021-01-31",
            "4,90504-219-HD,,2021-01-31",
        )
    )
    found = run("import", tmp_path / "90501-2019-HD.pdf", tmp_path / "filas.csv", "--strict")
    assert found.exit_code == 1, found.output
    assert "filas 2, filas nuevas 2, filas ajenas 1, filas ilegibles 1" in found.stdout
    with RawStore.open(home) as store:
        assert [gap.expediente for gap in coverage(store).huecos] == ["90502-2019-HD"]
    assert open_rules(home) == [("expediente_ilegible", "file:filas.csv#4")]
    (tmp_path / "filas.csv").write_text(rows(f"2,90502-2019-HD,{URL.format('90502-2019-HD')},2021-01-31"))
    assert "filas nuevas" not in run("import", tmp_path / "filas.csv").stdout
    assert open_rules(home) == []


def test_a_saved_row_never_replaces_one_that_knows_more(run: Run, home: Path, tmp_path: Path) -> None:
    numbers, full, other = tmp_path / "id_map-2021.json", tmp_path / "b.csv", tmp_path / "c.csv"
    numbers.write_text(json.dumps({"1": "90501-2019-HD"}))
    full.write_text(rows(f"1,90501-2019-HD,{URL.format('90501-2019-HD')},2021-01-31"))
    other.write_text(rows(f"1,90501-2019-HD,{URL.format('otro')},2022-01-31"))
    for path in (numbers, full, other, numbers):
        assert run("import", path).exit_code == 0
    with RawStore.open(home) as store:
        (listing,) = store.listings(URL.format("90501-2019-HD"))
        assert listing.fecha_publicacion == "2021-01-31"
        assert store.listings(URL.format("otro")) == ()


def test_the_open_register_is_kept_as_totals_and_a_newer_one_takes_its_place(run: Run, home: Path, tmp_path: Path) -> None:
    table = tmp_path / "dataset_pub.csv"
    table.write_text("FEC_INGRESO,CDES_TIPOPROCESO,PUB_PAGWEB,FALLO\n20190101,HABEAS DATA,20210101,Fundada\n20190101,AMPARO,20210101,--\n")
    for expected in ("nuevos             1", "iguales            1"):
        assert expected in run("import", table).stdout
    with RawStore.open(home) as store:
        assert register_by_year(store, "publicados", ["HD"]) == {"2021": 1}
        assert register_by_year(store, "ingresados") == {}
    table.write_text("FEC_INGRESO,CDES_TIPOPROCESO,PUB_PAGWEB,FALLO\n20190101,HABEAS DATA,20220101,Fundada\n2019,AMPARO,20211301,--\n")
    assert run("import", table).exit_code == 0
    with RawStore.open(home) as store:
        assert register_by_year(store, "publicados") == {"": 1, "2022": 1}
    assert open_rules(home) == [("fecha_ilegible", "file:dataset_pub.csv")]


def git(folder: Path, *arguments: str) -> None:
    name = ("-c", "user.name=x", "-c", "user.email=x@ejemplo.pe", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *name, *arguments], cwd=folder, check=True, capture_output=True)


def test_a_repository_is_copied_imported_and_its_copy_thrown_away(run: Run, home: Path, tmp_path: Path) -> None:
    origin = tmp_path / "alex"
    (origin / "md" / "2021").mkdir(parents=True)
    (origin / "md" / "2021" / "90501-2019-HD.pdf.md").write_text(f"[Documento original]({URL.format('90501-2019-HD')})\ntexto")
    git(origin, "init", "-q")
    git(origin, "add", ".")
    git(origin, "commit", "-qm", "uno")
    found = run("import", origin.as_uri())
    assert found.exit_code == 0, found.output
    with RawStore.open(home) as store:
        assert [(one.source, one.url) for one in store.versions()] == [("alex", URL.format("90501-2019-HD"))]
    assert open_rules(home) == []
    assert list((home / "tmp").iterdir()) == []


def test_a_repository_that_can_not_be_had_is_said_with_what_to_do(run: Run, tmp_path: Path) -> None:
    found = run("import", (tmp_path / "nada").as_uri())
    assert found.exception is not None
    assert "importe su carpeta" in str(found.exception)
    assert run("import", "http://127.0.0.1:1/nada.git").exception is not None

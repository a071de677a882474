"""The sample court's site answers as the Court's does, and is collected by the same spider."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from models.store import RawStore
from sample.serve import COURT, serving
from sample.site import Site

MONTH = "/api/visitor/sentencia/busqueda/cronologico"


def _ruling(court: Path, number: int, date: str, formats: tuple[str, ...], suffix: str) -> None:
    name = f"9{number:04d}-2021-HD"
    folder = court / name
    folder.mkdir(parents=True)
    listing = {
        "id": 90000 + number,
        "numero_expediente": name,
        "url_archivo": f"https://www.tc.gob.pe/jurisprudencia/{date[:4]}/{name}{suffix}",
        "fecha_publicacion": date,
        "nombre_demandante": "Rosa Inventada",
        "nombre_demandado": "Municipalidad de Ejemplo",
        "sentencia_sala": {"id": 1, "nombre": "Sala 1"},
        "sentencia_distrito": None,
    }
    (folder / "listing.json").write_text(json.dumps(listing), encoding="utf-8")
    bodies = {"pdf": b"%PDF-1.4\n" + name.encode() + b"\n%%EOF\n", "htm": b"<html><body><p>" + name.encode() + b"</p></body></html>"}
    for formato in formats:
        (folder / f"ruling.{formato}").write_bytes(bodies[formato])


@pytest.fixture
def court(tmp_path: Path) -> Path:
    """Thirteen rulings, twelve of one month; the last has both formats, the first only HTML."""
    court = tmp_path / "court"
    for number in range(1, 14):
        formats = ("htm",) if number == 1 else ("pdf", "htm") if number == 13 else ("pdf",)
        _ruling(court, number, "2022-01-05" if number == 13 else "2021-12-10", formats, ".htm" if number == 1 else ".pdf")
    return court


def _data(site: Site, target: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(site.answer(target).body)
    return found


def _ids(answer: dict[str, object]) -> list[str]:
    data = answer["data"]
    assert isinstance(data, list)
    return [hit["_id"] for hit in data]


def test_a_month_comes_ten_rows_a_page_newest_first(court: Path) -> None:
    site = Site(court)
    first, second = (_data(site, f"{MONTH}?fecha_publicacion=2021-12&page={page}") for page in (1, 2))
    assert (len(_ids(first)), len(_ids(second)), first["total"]) == (10, 2, "12")
    assert _ids(first)[0] == "90012"
    assert _ids(_data(site, f"{MONTH}?fecha_publicacion=2020-01&page=1")) == []


@pytest.mark.parametrize(
    ("target", "ids"),
    [
        ("/api/visitor/sentencia/busqueda?search=90013-2021", ["90013"]),
        ("/api/visitor/sentencia/busqueda/avanzada?numero_expediente=90004-2021-HD&page=1", ["90004"]),
        ("/api/visitor/sentencia/busqueda/avanzada?fecha_publicacion=2022-01&id_sentencia_sala=1", ["90013"]),
        ("/api/visitor/sentencia/busqueda/avanzada?id_sentencia_sala=3", []),
    ],
)
def test_searches_narrow_the_list(court: Path, target: str, ids: list[str]) -> None:
    assert _ids(_data(Site(court), target)) == ids


def test_files_are_where_the_listing_says_and_their_twin_beside_them(court: Path) -> None:
    site = Site(court)
    for path, media in (
        ("2022/90013-2021-HD.pdf", "application/pdf"),
        ("2022/90013-2021-HD.htm", "text/html"),
        ("2021/90001-2021-HD.htm", "text/html"),
    ):
        reply = site.answer(f"/jurisprudencia/{path}")
        assert (reply.status, reply.media_type) == (200, media)
    assert site.answer("/jurisprudencia/2021/90001-2021-HD.pdf").status == 404
    assert site.answer("/jurisprudencia/../../listing.json").status == 404


def test_it_serves_on_loopback_robots_and_vocabularies(court: Path) -> None:
    with serving(court) as origin:
        assert origin.startswith("http://127.0.0.1:")
        with urlopen(f"{origin}/robots.txt") as robots:
            assert robots.status == 200
        with urlopen(f"{origin}/api/visitor/init") as init:
            assert json.load(init)["data"]["salas"] == [{"id": 1, "nombre": "Sala 1"}]


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[int]]:
    """A home with the sample court in it, collected twice by the real command; and its exit codes."""
    home = tmp_path_factory.mktemp("home")
    environ = {name: value for name, value in os.environ.items() if not name.startswith("HABEAS_")}
    command = [sys.executable, "-m", "habeas", "--home", str(home), "collect", "sample", "--strict"]
    codes = [subprocess.run(command, env=environ, capture_output=True, timeout=120, check=False).returncode for _ in range(2)]
    return home, codes


def test_the_whole_sample_court_is_collected_into_a_home_of_its_own(collected: tuple[Path, list[int]]) -> None:
    home, codes = collected
    assert codes == [0, 0]
    assert not (home / "catalogo.sqlite").exists()
    announced = {json.loads(path.read_text(encoding="utf-8"))["url_archivo"] for path in COURT.glob("*/listing.json")}
    with RawStore.open(home / "muestra") as store:
        versions = list(store.versions())
    assert {version.url for version in versions} == announced
    assert all(version.ficticia and version.source == "sample" for version in versions)


def test_the_second_time_nothing_new_is_found(collected: tuple[Path, list[int]]) -> None:
    home, _ = collected
    with RawStore.open(home / "muestra") as store:
        last, first = list(store.runs())
    assert (last.counts["nuevos"], last.counts["ya_estaban"]) == (0, first.counts["nuevos"])

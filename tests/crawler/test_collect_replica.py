"""Collecting from a Court with every fault of sources.md: what can be had is stored, all else is an issue line, and a later run closes it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from models.issues import Issue
from models.store import RawStore
from tests.crawler.replica import CHRONOLOGICAL, Replica, court_url, pdf, row, running, times

JAN, FEB, MAR, APR, MAY = "2021-01-30", "2021-02-15", "2021-03-01", "2021-04-01", "2021-05-01"
HTML = "<html><body><p>EXP. N.º 90117-2020-HD</p><p>sesión</p></body></html>".encode("cp1252")
BLOCK = b"<html><head><title>Attention Required! | Cloudflare</title></head><body>Ray ID: 1</body></html>"
HAD = {
    "/jurisprudencia/2021/90101-2019-HD.pdf",
    "/jurisprudencia/2021/90103-2019-HD Resolucion.pdf",
    "/jurisprudencia/2021/90104-2019-HD.pdf",
    "/jurisprudencia/2021/90105-2020-Q.pdf",
    "/jurisprudencia/2021/90106-2019-HD Resolucion.pdf",
    "/jurisprudencia/2021/90114-2021-HD.pdf",
    "/jurisprudencia/2021/90117-2020-HD.htm",
    "/jurisprudencia/2021/90118-2020-HD.pdf",
    "/jurisprudencia/2021/90119-2020-HD.pdf",
    "/jurisprudencia/2021/90121-2020-HD.pdf",
    "/jurisprudencia/2021/90201-2020-HD.pdf",
    "/jurisprudencia/2021/90401-2020-HD.pdf",
    "/jurisprudencia/2021/90501-2020-HD.pdf",
}


def _renamed() -> dict[str, object]:
    """A row in which the API calls a field otherwise."""
    said = row(119, "90119-2020-HD", JAN)
    said["nombre_del_demandante"] = said.pop("nombre_demandante")
    return said


def _rows() -> list[dict[str, object]]:
    resolution = court_url("2021", "90103-2019-HD Resolucion")
    return [
        row(101, "90101-2019-HD", JAN),
        row(102, "90101-2019-HD", JAN),  # the same file under two ids
        row(103, "90103-2019-HD (Auto) ", JAN, resolution),
        row(104, "90104-2019-HD", JAN, sentencia_distrito=None),
        row(105, "90105-2020-Q", JAN, tipo={"nombre": "Queja", "slug": "queja"}),
        row(106, "90106-2019-HD", JAN, court_url("2021", "90106-2019-HD Resolucion"), tipo="Improcedente"),
        row(107, "90107-2019-AA", JAN),
        row(108, "90108-2019-HD", JAN),  # block page
        row(109, "90109-2019-HD", JAN),  # zero bytes
        row(110, "90110-2019-HD", JAN),  # cut short
        row(111, "90111-2019-HD", JAN),  # 404
        row(112, "90112-2019-HD", JAN, court_url("2021", "90112-2019-HD", host="https://copias.ejemplo.org")),
        row(113, "90113-2019-HD", JAN, "https://www.tc.gob.pe/jurisprudencia/2021/prohibido/90113-2019-HD.pdf"),
        row(114, "90114-021-HD", JAN, court_url("2021", "90114-2021-HD")),  # a typing error that the file does not have
        row(115, "90115-2019-HD", JAN, "ftp://tc.gob.pe/jurisprudencia/2021/90115-2019-HD.pdf"),
        row(116, "90116-2019-HD", JAN, "https://tc.gob.pe/jurisprudencia/%2e%2e/privado/90116-2019-HD.pdf"),
        row(117, "90117-2020-HD", JAN, court_url("2021", "90117-2020-HD", ".htm")),
        row(118, "90118-2020-HD", JAN, court_url("2021", "90118-2020-HD", host="http://tc.gob.pe")),
        _renamed(),
        row(120, "s/n-HD", JAN, court_url("2021", "documento")),
        row(121, "90121-2020-HD", JAN),  # cut short once
        row(122, "90122-2020-HD", JAN, court_url("2021", "90101-2019-HD")),  # the file of another case
        row(201, "90201-2020-HD", FEB),
        row(301, "90301-2020-HD", MAR),
        row(401, "90401-2020-HD", APR),
        row(501, "90501-2020-HD", MAY),
    ]


def _files() -> dict[str, list[tuple[int, dict[str, str], bytes]]]:
    folder = "/jurisprudencia/2021"
    good = {"Content-Type": "application/pdf"}
    return {
        f"{folder}/90108-2019-HD.pdf": [(200, {"Content-Type": "text/html"}, BLOCK)],
        f"{folder}/90109-2019-HD.pdf": [(200, good, b"")],
        f"{folder}/90110-2019-HD.pdf": [(200, good, b"%PDF-1.4\nhalf of it")],
        f"{folder}/90111-2019-HD.pdf": [(404, {}, b"no")],
        f"{folder}/90117-2020-HD.htm": [(200, {"Content-Type": "text/html"}, HTML)],
        f"{folder}/90121-2020-HD.pdf": [(200, good, b"%PDF-1.4\nhalf"), (200, good, pdf("whole"))],
    }


def _court() -> Replica:
    replica = Replica()
    replica.rows = _rows()
    replica.files = _files()
    replica.totals = {"2021-02": 1, "2021-04": None, "2021-05": 7}
    replica.without_pagination = {"2021-04", "2021-05"}
    default = replica.listing("", 1)
    replica.faults = [
        times(1, (429, {"Retry-After": "1"}, b"{}"), CHRONOLOGICAL, fecha_publicacion="2021-02"),
        times(1, default, CHRONOLOGICAL, fecha_publicacion="2021-02"),
        times(100, default, CHRONOLOGICAL, fecha_publicacion="2021-03"),
        times(2, (503, {}, b"down"), CHRONOLOGICAL, fecha_publicacion="2021-04"),
    ]
    return replica


@dataclass
class Told:
    """What three runs left behind."""

    home: Path
    outputs: list[str] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)
    files: list[list[str]] = field(default_factory=list)
    issues: list[dict[tuple[str, str], Issue]] = field(default_factory=list)


def _heal(replica: Replica) -> None:
    replica.faults.clear()
    replica.files = {path: answers for path, answers in replica.files.items() if path.endswith(".htm")}
    replica.totals.clear()
    replica.robots = (404, {}, b"")
    replica.rows[11]["url_archivo"] = court_url("2021", "90112-2019-HD")


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    """The Court, served."""
    with running(_court()) as served:
        yield served


@pytest.fixture(scope="module")
def told(replica: Replica, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """A first run, a second over the unchanged Court, a third after everything was mended."""
    told = Told(tmp_path_factory.mktemp("home"))
    for heal in (False, False, True):
        if heal:
            _heal(replica)
        before = len(replica.of_files())
        done = replica.habeas(told.home, "collect", "--since", "2021-01", "--until", "2021-05")
        told.outputs.append(done.stdout + done.stderr)
        told.codes.append(done.returncode)
        told.files.append(replica.of_files()[before:])
        with RawStore.open(told.home) as store:
            told.issues.append({(issue.regla, issue.url.rsplit("/", 1)[-1]): issue for issue in store.issues()})
    return told


def test_everything_that_could_be_had_is_stored_after_one_run(told: Told) -> None:
    with RawStore.open(told.home) as store:
        first = list(store.runs())[-1]
        stored = {version.url for version in store.versions()}
    assert first.counts["nuevos"] == len(HAD)
    assert {f"/jurisprudencia/{url.split('/jurisprudencia/')[1].replace('%20', ' ')}" for url in stored} >= HAD


@pytest.mark.parametrize(
    ("regla", "end"),
    [
        ("bloqueo", "90108-2019-HD.pdf"),
        ("vacio", "90109-2019-HD.pdf"),
        ("truncado", "90110-2019-HD.pdf"),
        ("no_existe", "90111-2019-HD.pdf"),
        ("host_ajeno", "90112-2019-HD.pdf"),
        ("robots", "90113-2019-HD.pdf"),
        ("direccion", "90115-2019-HD.pdf"),
        ("ruta", "90116-2019-HD.pdf"),
        ("expediente_ilegible", "documento.pdf"),
        ("campo_desconocido", "cronologico?fecha_publicacion=2021-01#_source.nombre_del_demandante"),
        ("campo_ausente", "cronologico?fecha_publicacion=2021-01#_source.nombre_demandante"),
        ("pagina_ajena", "cronologico?fecha_publicacion=2021-03&page=1"),
        ("archivo_ajeno", "cronologico?fecha_publicacion=2021-01#122"),
        ("total_ausente", "cronologico?fecha_publicacion=2021-04"),
        ("total_no_cuadra", "cronologico?fecha_publicacion=2021-05"),
    ],
)
def test_what_could_not_be_had_is_an_issue_line(told: Told, regla: str, end: str) -> None:
    issue = told.issues[0][regla, end]
    assert issue.etapa == "recoleccion"
    assert issue.fuente == "sedetc"
    assert len(issue.mensaje) > 40


def test_there_is_no_other_issue_line(told: Told) -> None:
    assert len(told.issues[0]) == 15, sorted(told.issues[0])


def test_a_listing_under_two_ids_is_kept_twice_and_its_file_once(told: Told) -> None:
    with RawStore.open(told.home) as store:
        assert [listing.key for listing in store.listings(court_url("2021", "90101-2019-HD"))] == ["101", "102", "122"]
    assert told.files[0].count("/jurisprudencia/2021/90101-2019-HD.pdf") == 1


def test_the_listing_of_another_process_is_not_kept(told: Told) -> None:
    with RawStore.open(told.home) as store:
        assert store.listings(court_url("2021", "90107-2019-AA")) == ()


def test_the_kind_comes_from_the_files_name_and_the_parenthesis(told: Told) -> None:
    with RawStore.open(told.home) as store:
        ids = {version.url: version.ruling_id for version in store.versions()}
    assert ids[court_url("2021", "90103-2019-HD Resolucion")] == "90103-2019-HD-auto"


def test_a_second_run_asks_for_no_file_that_is_there(told: Told) -> None:
    assert set(told.files[1]) == {f"/jurisprudencia/2021/{name}-2019-HD.pdf" for name in ("90108", "90109", "90110", "90111")}


def test_issues_of_an_unchanged_court_stay_open(told: Told) -> None:
    assert told.issues[1].keys() == told.issues[0].keys()


def test_a_later_run_that_succeeds_closes_the_issues(told: Told) -> None:
    left = {("direccion", "90115-2019-HD.pdf"), ("ruta", "90116-2019-HD.pdf")}
    left |= {("archivo_ajeno", "cronologico?fecha_publicacion=2021-01#122"), ("expediente_ilegible", "documento.pdf")} | {
        key for key in told.issues[0] if key[0].startswith("campo_")
    }
    assert told.issues[2].keys() == left
    with RawStore.open(told.home) as store:
        assert store.has_url(court_url("2021", "90112-2019-HD"))
        assert store.has_url(court_url("2021", "90301-2020-HD"))


def test_a_run_with_issues_is_done_and_says_so(told: Told) -> None:
    assert told.codes == [0, 0, 0], told.outputs
    assert "habeas issues" in told.outputs[0]


def test_robots_txt_is_asked_for_first_and_every_request_names_us(replica: Replica, told: Told) -> None:
    assert replica.asked[0].path == "/robots.txt"
    assert {request.user_agent.split("/")[0] for request in replica.asked} == {"habeas"}
    assert all("(+prueba@ejemplo.pe)" in request.user_agent for request in replica.asked)
    assert not any("prohibido" in request.path for request in replica.asked[: len(told.files[0])])


def test_a_host_pauses_when_it_asks_for_it(replica: Replica, told: Told) -> None:
    assert told.codes
    refused = next(index for index, request in enumerate(replica.asked) if "2021-02" in request.path)
    assert replica.gaps()[refused] >= 0.9, "Retry-After: 1, less what a busy machine takes to note a request"


def test_no_cookie_nor_referrer_is_sent(replica: Replica, told: Told) -> None:
    assert told.codes
    assert all(name.lower() not in ("cookie", "referer") for request in replica.asked for name in request.headers)


def test_the_whole_row_is_kept_as_it_came(told: Told) -> None:
    with RawStore.open(told.home) as store:
        (listing,) = store.listings(court_url("2021", "90104-2019-HD"))
    assert json.loads(listing.raw)["_source"]["sentencia_distrito"] is None
    assert listing.distrito == ""

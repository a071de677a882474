"""The consulta de causas collected by the real command: pending cases kept, files in both formats, every fault an issue line, nothing asked for twice."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from models.store import RawStore
from tests.crawler.consulta import DETAIL, LIST, YEARS, Case, Consulta, Home, Published, court_file, of_consulta, served
from tests.crawler.replica import CHRONOLOGICAL, RESET, TORN, Answer, Replica, pdf, row, running, times

BLOCK = b"<html><head><title>Attention Required! | Cloudflare</title></head><body>Ray ID: 1</body></html>"
PDF, HTML = court_file("2022", "90002-2021-HD Resolucion"), court_file("2022", "90002-2021-HD Resolucion", ".html")
WORD = "<html><body><p>EXP. N.º 90002-2021-PHD/TC</p><p>razón</p></body></html>".encode()


def _court(consulta: Consulta, **more: object) -> Replica:
    court = Replica(faults=[consulta], **more)  # type: ignore[arg-type]
    served(court, PDF, pdf("auto"))
    served(court, HTML, WORD, "text/html")
    return court


def _consulta() -> Consulta:
    """Two years: a pending case, a decided one, a queja, and amparos enough for three pages."""
    decided = Published(PDF, HTML, "AUTO", "03/04/2022", "Improcedente")
    crowd = [Case(100 + n, f"9{100 + n:04d}-2022-AA") for n in range(45)]
    return Consulta([Case(1, "90001-2021-HD"), Case(2, "90002-2021-HD", published=(decided,)), *crowd, Case(200, "90200-2022-Q")])


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home that holds nothing."""
    return Home(tmp_path / "home")


def _address(year: str, number: int) -> str:
    return f"?bus=tc&action=search&n_exp=&a_exp={year}&tip_exp=&demdt=&demdo=&ponte=&cod=&pagina={number}"


def test_pending_cases_are_kept_and_files_come_in_both_formats_under_one_id(home: Home) -> None:
    with running(_court(_consulta())) as court:
        done = home.collect(court)
        assert (done.returncode, home.issues) == (0, {}), done.stderr
        asked = of_consulta(court)
    assert sorted(asked) == sorted(["2021/1", "2021/2", "2022/1", "2022/2", "2022/3", "2022/4", "#1", "#2", "#200"])
    assert home.states() == {"90001-2021-HD": "pendiente", "90002-2021-HD": "resuelta", "90200-2022-Q": "pendiente"}
    detail = home.causa(1).detail
    assert detail is not None
    assert (detail.fecha_ingreso, detail.sala, detail.ponente, detail.publicaciones) == ("2021-03-12", "Sala 1", "Inventado Ríos", ())
    with RawStore.open(home.path) as store:
        versions = list(store.versions())
        (listing,) = store.listings(PDF)
    assert {(version.formato, version.ruling_id, version.source) for version in versions} == {
        ("pdf", "90002-2021-HD-auto", "causas"),
        ("html", "90002-2021-HD-auto", "causas"),
    }
    assert (listing.source, listing.sentido, listing.ponente, listing.fecha_publicacion) == (
        "causas", "Improcedente", "Inventado Ríos", "2022-04-03",
    )  # fmt: skip


def test_an_unchanged_consulta_is_asked_for_its_list_alone(home: Home) -> None:
    with running(_court(_consulta())) as court:
        home.collect(court)
        assert home.collect(court, *YEARS, "--strict").returncode == 0
        assert of_consulta(court) == ["2021/1", "2021/2", "2022/1", "2022/2", "2022/3", "2022/4"]
        assert court.of_files() == []


def test_a_case_is_looked_at_again_when_its_row_changed_or_when_asked_to(home: Home) -> None:
    consulta = _consulta()
    with running(_court(consulta)) as court:
        home.collect(court)
        home.collect(court, *YEARS, "--refresh")
        assert {name for name in of_consulta(court) if name.startswith("#")} == {"#1", "#2", "#200"}
        consulta.put(2, demandado="Otro Inventado")
        home.collect(court)
        assert "#2" in of_consulta(court)
    assert home.causa(2).row.demandado == "Otro Inventado"


def test_a_pending_case_is_found_decided_when_the_other_listing_brought_something_new(home: Home) -> None:
    consulta, ruling = _consulta(), court_file("2022", "90001-2021-HD")
    months = ("collect", "--since", "2021-01", "--until", "2022-06")
    with running(_court(consulta, rows=[row(1, "90900-2020-HD", "2022-05-10")])) as court:
        home.collect(court, *months)
        court.rows.append(row(2, "90001-2021-HD", "2022-05-11"))
        consulta.put(1, published=(Published(ruling, "", "SENTENCIA", "11/05/2022", "Fundada"),))
        home.collect(court, *months)
        assert "#1" in of_consulta(court)
        assert Counter(court.of_files())["/jurisprudencia/2022/90001-2021-HD.pdf"] == 1, "both listings name it"
        home.collect(court, *months)
        assert [name for name in of_consulta(court) if name.startswith("#")] == []
    assert home.states()["90001-2021-HD"] == "resuelta"
    with RawStore.open(home.path) as store:
        assert [one.source for one in store.listings(ruling)] == ["sedetc", "causas"]


def test_a_case_that_the_list_has_no_more_is_kept_as_withdrawn_and_comes_back(home: Home) -> None:
    consulta = _consulta()
    gone = consulta.cases[1]
    with running(_court(consulta)) as court:
        home.collect(court)
        consulta.cases.remove(gone)
        home.collect(court)
        assert home.states()["90002-2021-HD"] == "retirada"
        consulta.cases.insert(0, gone)
        home.collect(court)
    assert home.states()["90002-2021-HD"] == "resuelta"


def test_other_processes_come_on_demand_and_take_nothing_away(home: Home) -> None:
    with running(_court(_consulta())) as court:
        home.collect(court)
        home.collect(court, *YEARS, "--process", "AA", "--since", "2022-01")
        assert len([name for name in of_consulta(court) if name.startswith("#1")]) == 45
    assert home.states()["90200-2022-Q"] == "pendiente"


def test_a_dry_run_keeps_nothing_and_counts_what_it_would_ask_for(home: Home) -> None:
    with running(_court(_consulta())) as court:
        done = court.habeas(home.path, *YEARS, "--dry-run")
        assert court.of_files() == []
    assert done.returncode == 0, done.stderr
    assert not (home.path / "catalogo.sqlite").exists()
    assert [line.split() for line in done.stdout.splitlines() if line.split()[:2] == ["por", "pedir"]] == [["por", "pedir", "2"]]


def _loop(path: str, query: Mapping[str, str]) -> Answer | None:
    """A case whose page redirects to itself."""
    if path != DETAIL or query.get("id_exp") != "5":
        return None
    return 302, {"Location": f"{DETAIL}?id_exp=5"}, b""


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, list[str], Home, list[str]]]:
    """A run with many faults, and one after they were mended: the homes with their lines, and what was said."""
    consulta = _consulta()
    consulta.cases += [Case(n, f"9000{n}-2021-HD") for n in (3, 4, 5, 6, 7)]
    hostile = (
        Published("https://copias.ejemplo.org/jurisprudencia/2022/90008-2021-HD.pdf", "file:///etc/passwd"),
        Published(court_file("2022", "../../privado/90008-2021-HD"), court_file("2022", "90777-2020-HD")),
        Published(court_file("2022", "90008-2021-HD"), "", "AUTO"),
        Published("", "", "DECRETO", "01/01/2022", "Notifiquese"),
    )
    consulta.cases.append(Case(8, "90008-2021-HD", published=hostile))
    bad: Answer = (500, {}, b"no")
    consulta.faults = [
        times(99, bad, LIST, a_exp="2022", pagina="2"),  # a page that is lost for good
        times(1, (200, {}, BLOCK), LIST, a_exp="2021", pagina="1"),
        times(1, (418, {}, BLOCK), LIST, a_exp="2022", pagina="1"),
        times(2, (503, {"Retry-After": "0"}, b""), LIST, a_exp="2022", pagina="3"),
        times(1, (RESET, {}, b"<html>"), LIST, a_exp="2022", pagina="4"),
        times(99, bad, DETAIL, id_exp="3"),
        times(1, (TORN, {}, b"<html>"), DETAIL, id_exp="4"),
        _loop,
        times(99, (200, {"Content-Type": "text/html"}, BLOCK), DETAIL, id_exp="6"),
        times(1, (200, {}, b"<html><p>Fecha de Ingreso: 01/0"), DETAIL, id_exp="7"),
        times(1, (200, {}, consulta.list_page("2021", 1).encode()), DETAIL, id_exp="2"),
    ]
    home = Home(tmp_path_factory.mktemp("home"))
    with running(_court(consulta)) as court:
        served(court, court_file("2022", "90777-2020-HD"), pdf("de otro"))
        said = home.collect(court)
        first = Home(home.path, home.issues)
        consulta.faults.clear()
        consulta.put(8, published=())
        healed = home.collect(court, "collect", "causas", "--refresh")
        yield first, [str(said.returncode), said.stdout + said.stderr], home, [str(healed.returncode), healed.stdout + healed.stderr]


def test_every_fault_is_outlasted_or_has_its_line(faulty: tuple[Home, list[str], Home, list[str]]) -> None:
    first, said, _, _ = faulty
    assert said[0] == "0", said[1]
    assert first.issues.keys() == {
        ("http_500", _address("2022", 2)),
        ("http_500", "detalles-consulta?id_exp=3"),
        ("redireccion", "detalles-consulta?id_exp=5"),
        ("bloqueo", "detalles-consulta?id_exp=6"),
        ("host_ajeno", "https://copias.ejemplo.org/jurisprudencia/2022/90008-2021-HD.pdf"),
        ("direccion", "file:///etc/passwd"),
        ("ruta", court_file("2022", "../../privado/90008-2021-HD")),
        ("archivo_ajeno", court_file("2022", "90777-2020-HD")),
        ("no_existe", court_file("2022", "90008-2021-HD")),
        ("sin_archivo", "detalles-consulta?id_exp=8#DECRETO-2022-01-01"),
    }
    assert all(issue.fuente == "causas" and len(issue.mensaje) > 30 for issue in first.issues.values())
    assert {issue.expediente for issue in first.issues.values()} == {"", *(f"9000{n}-2021-HD" for n in (3, 5, 6, 8))}


def test_a_later_run_closes_every_line_of_what_was_had_or_is_announced_no_more(faulty: tuple[Home, list[str], Home, list[str]]) -> None:
    _, _, home, said = faulty
    assert said[0] == "0", said[1]
    still_there = court_file("2022", "90777-2020-HD")
    assert home.issues.keys() == {("ya_no_anunciado", still_there)}, "the file that a case named by mistake is kept, and said"
    assert len(home.states()) == 9
    assert all(home.causa(n).detail is not None for n in (1, 2, 3, 4, 5, 6, 7, 8, 200))


@pytest.mark.parametrize(
    ("answer", "rule"),
    [
        ((404, {}, b"<html>No existe</html>"), "no_existe"),
        ((200, {}, b"<html><body><h1>Bienvenidos</h1></body></html>"), "respuesta_ilegible"),
    ],
)
def test_a_consulta_that_moved_is_said_and_no_failure_of_the_command(home: Home, answer: Answer, rule: str) -> None:
    with running(_court(Consulta(faults=[times(999, answer, LIST)]))) as court:
        done = home.collect(court, "collect", "causas", "--since", "2015-01", "--until", "2022-12")
        assert len(set(of_consulta(court))) == 3
    assert done.returncode == 0, done.stderr
    assert {found for found, _ in home.issues} == {rule}


def test_robots_txt_may_forbid_the_consulta(home: Home) -> None:
    with running(_court(_consulta(), robots=(200, {}, b"User-agent: *\nDisallow: /consultas-de-causas/\n"))) as court:
        assert home.collect(court).returncode == 0
        assert of_consulta(court) == []
    assert {rule for rule, _ in home.issues} == {"robots"}


def test_a_consulta_without_a_single_case_is_an_alarm(home: Home) -> None:
    with running(_court(Consulta())) as court:
        done = home.collect(court, "collect", "causas", "--strict")
    assert done.returncode == 1
    assert {rule for rule, _ in home.issues} == {"listado_vacio"}


def test_pages_in_windows_1252_are_read_and_a_default_collection_has_the_consulta(home: Home) -> None:
    consulta = _consulta()
    consulta.encoding = "cp1252"
    consulta.put(1, demandante="María Ñahui Inventada")
    with running(_court(consulta, rows=[row(1, "90900-2020-HD", "2021-05-10")])) as court:
        home.collect(court, "collect", "--since", "2021-01", "--until", "2021-12")
        assert any(CHRONOLOGICAL in request.path for request in court.asked)
    assert home.causa(1).row.demandante == "María Ñahui Inventada"

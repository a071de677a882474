"""A run over some months settles what was told of them, and a run over all of them adds up to what the source says it has."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from models.issues import Issue
from models.store import RawStore
from tests.crawler.consulta import Case, Consulta, Home
from tests.crawler.replica import CHRONOLOGICAL, CONSULTA, Answer, Replica, court_url, row, running, times

MONTHS = ("2021-01", "2021-02", "2021-03")
BLOCK = b"<html><head><title>Attention Required! | Cloudflare</title></head><body>Ray ID: 1</body></html>"


def _court() -> Replica:
    cases = [f"9000{place}-2020-HD" for place, _ in enumerate(MONTHS)]
    rows = [row(place, case, f"{month}-10", court_url("2021", case)) for place, (case, month) in enumerate(zip(cases, MONTHS, strict=True))]
    return Replica(rows=rows)


def _collect(court: Replica, home: Path, *more: str) -> list[Issue]:
    """The lines that are open after a run."""
    done = court.habeas(home, "collect", "sedetc", *more)
    assert done.returncode == 0, done.stderr
    with RawStore.open(home) as store:
        return list(store.issues())


def _renamed(path: str, query: Mapping[str, str], court: Replica) -> Answer | None:
    """January and March have a field of another name."""
    if path != CHRONOLOGICAL or query["fecha_publicacion"] not in MONTHS[::2]:
        return None
    status, headers, body = court.listing(query["fecha_publicacion"], int(query["page"]))
    return status, headers, body.replace(b"nombre_demandado", b"demandado")


def test_a_line_about_a_month_is_closed_when_that_month_is_read_again_and_is_right(tmp_path: Path) -> None:
    with running(_court()) as court:
        court.faults.append(lambda path, query: _renamed(path, query, court))
        lines = _collect(court, tmp_path, "--since", "2021-01", "--until", "2021-03")
        assert {(line.regla, line.url.partition("fecha_publicacion=")[2]) for line in lines} == {
            ("campo_desconocido", "2021-01#_source.demandado"),
            ("campo_ausente", "2021-01#_source.nombre_demandado"),
        }
        court.faults.clear()
        assert len(_collect(court, tmp_path, "--since", "2021-02", "--until", "2021-03")) == len(lines)
        assert _collect(court, tmp_path, "--since", "2021-01", "--until", "2021-01") == []


def test_a_line_stays_where_another_month_still_gives_reason_for_it(tmp_path: Path) -> None:
    with running(_court()) as court:
        court.faults.append(lambda path, query: _renamed(path, query, court))
        lines = _collect(court, tmp_path, "--since", "2021-01", "--until", "2021-03")
        court.rows[0]["fecha_publicacion"] = "2021-02-11"  # nothing in January any more; March is as it was
        again = _collect(court, tmp_path, "--since", "2021-02", "--until", "2021-03")
        assert {line.url for line in again} == {line.url for line in lines}


@pytest.mark.parametrize("missing", [True, False])
def test_a_month_that_is_empty_from_the_first_run_on_is_missed_in_the_sum(tmp_path: Path, missing: bool) -> None:
    with running(_court()) as court:
        nothing = json.dumps({"error": False, "data": [], "total": 0, "total_agregados": len(MONTHS)}).encode()
        if missing:
            court.faults.append(
                lambda path, query: (200, {}, nothing) if path == CHRONOLOGICAL and query["fecha_publicacion"] == "2021-02" else None
            )
        lines = _collect(court, tmp_path)
        assert [line.regla for line in lines] == ["total_no_cuadra"] * missing
        court.faults.clear()
        assert _collect(court, tmp_path) == []


def test_pages_that_no_one_will_ask_for_again_keep_no_line_once_the_year_is_read(tmp_path: Path) -> None:
    home, consulta = Home(tmp_path), Consulta([Case(1, "90001-2021-HD"), Case(2, "90002-2022-HD")])
    with running(Replica(faults=[times(10**6, (200, {"Content-Type": "text/html"}, BLOCK), CONSULTA), consulta])) as court:
        home.collect(court)
        assert len(home.issues) > 2  # pages behind the first, too: nothing said where the list ends
        del court.faults[0]
        home.collect(court)
        assert home.issues == {}


def test_a_site_that_asks_for_its_cookie_back_gets_it(tmp_path: Path) -> None:
    def demand(path: str, query: Mapping[str, str]) -> Answer | None:
        if path == "/robots.txt" or "paso=1" in court.asked[-1].headers.get("Cookie", ""):
            return None
        return 302, {"Set-Cookie": "paso=1; Path=/", "Location": court.asked[-1].path}, b""

    with running(_court()) as court:
        court.faults.append(demand)
        assert _collect(court, tmp_path, "--since", "2021-01", "--until", "2021-03") == []
        assert len(court.of_files()) == len(MONTHS)

"""What a later run asks for again and what becomes of files that change, go and come back. Small Courts on loopback, the real command."""

import hashlib
from collections.abc import Mapping
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

import pytest

from models.issues import Issue
from models.store import RawStore
from tests.crawler.replica import CHRONOLOGICAL, DETAILED, INIT, Answer, Json, Replica, court_url, pdf, row, running, times

MONTHS = ("collect", "sedetc", "--since", "2022-04", "--until", "2022-06")
ONE, TWO, THREE = (f"/jurisprudencia/2022/9000{n}-2021-HD.pdf" for n in (1, 2, 3))


class Court(Replica):
    """Three rulings in two months, on a server that knows conditional requests."""

    def conditional(self, path: str, given: Mapping[str, str]) -> Answer:
        """The file with its validators, or 304 to who has it."""
        status, headers, body = self._file(path)
        if status != 200:
            return status, headers, body
        etag = f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
        if given.get("If-None-Match") == etag:
            return 304, {"ETag": etag}, b""
        return (
            200,
            {
                **headers,
                "ETag": etag,
                "Last-Modified": format_datetime(parsedate_to_datetime("Tue, 10 May 2022 10:00:00 GMT"), usegmt=True),
            },
            body,
        )

    def answer(self, target: str) -> Answer:
        if target.startswith("/jurisprudencia/"):
            return self.conditional(target.split("?")[0].replace("%20", " "), self.asked[-1].headers)
        return super().answer(target)


def _court() -> Court:
    dates = ("2022-04-10", "2022-05-10", "2022-05-11")
    return Court(rows=[row(n, f"9000{n}-2021-HD", date) for n, date in enumerate(dates, 1)])


def _asked(court: Replica, home: Path, *more: str, **environ: str) -> list[str]:
    """The files that a run asks for."""
    before = len(court.of_files())
    done = court.habeas(home, *MONTHS, *more)
    assert done.returncode == 0, done.stderr
    return court.of_files()[before:]


def _versions(home: Path) -> list[tuple[str, int, str]]:
    with RawStore.open(home) as store:
        return [(str(v.expediente)[:5], v.version, v.estado) for v in store.versions()]


def _issues(home: Path) -> list[Issue]:
    with RawStore.open(home) as store:
        return list(store.issues())


@pytest.fixture
def collected(tmp_path: Path) -> Path:
    """A home."""
    return tmp_path / "home"


def test_an_unchanged_source_costs_its_listings_and_refresh_costs_304s(collected: Path) -> None:
    with running(_court()) as court:
        assert _asked(court, collected) == [ONE, TWO, THREE]
        assert _asked(court, collected) == []
        assert _asked(court, collected, "--refresh") == [ONE, TWO, THREE]
        again = [request.headers for request in court.asked if "/jurisprudencia/" in request.path][3:]
        assert all("If-None-Match" in headers and "If-Modified-Since" in headers for headers in again)
    assert {version[1:] for version in _versions(collected)} == {(1, "vigente")}


def test_a_row_that_says_something_else_has_its_file_and_its_month_asked_for(collected: Path) -> None:
    with running(_court()) as court:
        _asked(court, collected)
        court.rows[1]["attachment"] = {"content_length": 7}
        court.files[TWO] = [(200, {}, pdf("corrected"))]
        assert _asked(court, collected)[:2] == [TWO, THREE]
        assert _asked(court, collected) == []
    assert ("90002", 1, "reemplazado") in _versions(collected)
    assert ("90002", 2, "vigente") in _versions(collected)


def test_bytes_that_change_without_a_word_are_found_when_anything_changes_and_in_time(collected: Path) -> None:
    with running(_court()) as court:
        _asked(court, collected)
        court.files[ONE] = [(200, {}, pdf("changed in silence"))]
        assert _asked(court, collected) == [], "nobody can know"
        court.rows.append(row(4, "90004-2021-HD", "2022-06-01"))
        assert ONE in _asked(court, collected)
        assert _asked(court, collected) == []
    assert ("90001", 2, "vigente") in _versions(collected)


def test_a_file_not_looked_at_for_a_month_is_looked_at(collected: Path) -> None:
    with running(_court()) as court:
        _asked(court, collected)
        with RawStore.open(collected) as store, store.transaction():
            store.catalogue.execute("UPDATE looks SET looked = '2026-01-01T00:00:00Z' WHERE document = 1")
        assert _asked(court, collected) == [ONE]


def test_what_is_gone_from_listing_and_site_is_withdrawn_at_its_source_and_comes_back(collected: Path) -> None:
    with running(_court()) as court:
        _asked(court, collected)
        taken = court.rows.pop(1)
        assert TWO in _asked(court, collected)
        assert _asked(court, collected) == []
        assert ("90002", 1, "retirado_en_origen") in _versions(collected)
        assert _issues(collected) == [], "a clean withdrawal needs nobody"
        with RawStore.open(collected) as store:
            assert next(v for v in store.versions() if v.expediente == "90002-2021-HD").retirado
        court.rows.insert(1, taken)
        assert TWO in _asked(court, collected)
    assert ("90002", 1, "vigente") in _versions(collected)


def test_what_is_gone_from_the_listing_alone_is_said_until_it_is_announced_again(collected: Path) -> None:
    with running(_court()) as court:
        _asked(court, collected)
        taken = court.rows.pop(1)
        court.files[TWO] = [(200, {}, pdf(TWO))]
        assert TWO in _asked(court, collected)
        for _ in range(2):
            assert [(issue.regla, issue.url) for issue in _issues(collected)] == [("ya_no_anunciado", court_url("2022", "90002-2021-HD"))]
            assert _asked(court, collected) == []
        court.rows.insert(1, taken)
        _asked(court, collected)
    assert _issues(collected) == []


def test_what_is_announced_and_gone_is_withdrawn_and_asked_for_until_it_is_back(collected: Path) -> None:
    with running(_court()) as court:
        _asked(court, collected)
        court.files[TWO] = [(404, {}, b"")]
        assert _asked(court, collected, "--refresh").count(TWO) == 2, "a second 404 confirms the first"
        assert ("90002", 1, "retirado_en_origen") in _versions(collected)
        assert [issue.regla for issue in _issues(collected)] == ["no_existe"]
        assert _asked(court, collected) == [TWO]
        court.files.clear()
        assert _asked(court, collected) == [TWO]
    assert ("90002", 1, "vigente") in _versions(collected)
    assert _issues(collected) == []


def test_the_change_log_tells_of_both(collected: Path) -> None:
    with running(_court()) as court:
        _asked(court, collected)
        with RawStore.open(collected) as store:
            ruling = next(v.ruling_id for v in store.versions() if v.expediente == "90002-2021-HD")
            assert ruling is not None
            store.announce("alta", ruling, "f" * 64)
        taken = court.rows.pop(1)
        _asked(court, collected)
        court.rows.insert(1, taken)
        _asked(court, collected)
    with RawStore.open(collected) as store:
        assert [(event.tipo, event.campos) for event in store.events()] == [("alta", ()), ("cambio", ("fuente",)), ("cambio", ("fuente",))]


def test_a_month_that_loses_everything_is_a_fault_unless_its_files_are_gone_too(collected: Path) -> None:
    with running(_court()) as court:
        _asked(court, collected)
        taken = court.rows.pop(0)
        court.files[ONE] = [(200, {}, pdf(ONE))]
        _asked(court, collected)
        assert {issue.regla for issue in _issues(collected)} == {"mes_vacio", "ya_no_anunciado"}
        court.rows.insert(0, taken)
        _asked(court, collected)
        assert _issues(collected) == []
        court.rows.pop(0)
        court.files.clear()
        _asked(court, collected)
    assert ("90001", 1, "retirado_en_origen") in _versions(collected)
    assert _issues(collected) == []


def test_a_dry_run_counts_what_a_run_would_ask_for(collected: Path) -> None:
    with running(_court()) as court:
        _asked(court, collected)
        court.rows[1]["attachment"] = {"content_length": 7}
        done = court.habeas(collected, *MONTHS, "--dry-run")
        assert ["por", "pedir", "2"] in [line.split() for line in done.stdout.splitlines()]
        assert _asked(court, collected)[:2] == [TWO, THREE]


def test_rows_without_outcome_are_completed_once_and_economically(collected: Path) -> None:
    court = _court()
    for one in court.rows[:2]:
        del one["sentencia_sentido"]
    court.rows.append(row(9, "90001-2021-HD (Auto)", "2022-04-10", court_url("2022", "90001-2021-HD Resolucion")))
    del court.rows[-1]["sentencia_sentido"]
    court.faults = [times(9, (404, {}, b""), DETAILED, numero_expediente="90002-2021-HD")]
    with running(court):
        for _ in range(2):
            _asked(court, collected)
        cases = [request.path.split("numero_expediente=")[1].split("&")[0] for request in court.asked if "avanzada" in request.path]
        assert cases == ["90001-2021-HD", "90002-2021-HD", "90002-2021-HD"], "the lost one again, nothing else"
        assert [(issue.regla, issue.expediente) for issue in _issues(collected)] == [("no_existe", "90002-2021-HD")]
        court.faults.clear()
        _asked(court, collected)
    assert _issues(collected) == []
    with RawStore.open(collected) as store:
        assert {listing.sentido for name in ("90001-2021-HD", "90002-2021-HD") for listing in store.listings(court_url("2022", name))} == {
            "Infundada"
        }


def test_values_that_come_and_go_in_the_vocabularies_are_signalled(collected: Path) -> None:
    with running(_court()) as court:
        _asked(court, collected)
        assert [request.path for request in court.asked].count(INIT) == 1
        court.vocabularies["sentidos"] = [{"id": 2, "nombre": "Improcedente"}]
        _asked(court, collected)
        (issue,) = _issues(collected)
        assert (issue.regla, issue.url.rsplit("#")[-1]) == ("vocabulario_cambiado", "sentidos")
        assert "Improcedente" in issue.mensaje
        assert "Fundada" in issue.mensaje
        _asked(court, collected)
    assert _issues(collected) == []


def test_rows_that_move_while_the_month_is_walked_are_all_had(collected: Path) -> None:
    court = _court()
    court.rows += [row(n, f"9{n:04d}-2021-HD", "2022-05-20") for n in range(10, 30)]
    late: Json = row(99, "90099-2021-HD", "2022-05-01")

    def published_meanwhile(path: str, query: Mapping[str, str]) -> Answer | None:
        if path == CHRONOLOGICAL and query.get("page") == "2" and late not in court.rows:
            court.rows.append(late)  # before the others: their pages shift by one
        return None

    court.faults = [published_meanwhile]
    with running(court):
        assert len(_asked(court, collected)) == len(court.rows)
    assert _issues(collected) == []

"""How a run behaves: pace, limits, interruptions, exit codes. Small Courts on loopback, the real command."""

import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from crawler.lock import collecting
from models.issues import Issue
from models.store import RawStore
from tests.crawler.replica import CHRONOLOGICAL, HANG_UP, Answer, Replica, court_url, pdf, row, running, times

ONE_MONTH = ("collect", "sedetc", "--since", "2022-05", "--until", "2022-05")


def _court(files: int = 3) -> Replica:
    return Replica(rows=[row(number, f"9{number:04d}-2021-HD", "2022-05-10") for number in range(1, files + 1)])


def _issues(home: Path) -> dict[str, Issue]:
    with RawStore.open(home) as store:
        return {issue.regla: issue for issue in store.issues()}


def _stored(home: Path) -> int:
    with RawStore.open(home) as store:
        return sum(1 for _ in store.versions())


def test_the_delay_of_robots_txt_counts_when_it_is_longer(tmp_path: Path) -> None:
    court = _court(2)
    court.robots = (200, {}, b"User-agent: *\nCrawl-delay: 0.4\n")
    with running(court):
        assert court.habeas(tmp_path, *ONE_MONTH).returncode == 0
    assert min(court.gaps()) >= 0.3, "less what a busy machine takes to note a request"


def test_our_delay_counts_when_it_is_longer(tmp_path: Path) -> None:
    court = _court(2)
    with running(court):
        assert court.habeas(tmp_path, *ONE_MONTH, HABEAS_CRAWL_DELAY="0.3").returncode == 0
    assert min(court.gaps()) >= 0.2


def test_a_spent_allowance_is_waited_for(tmp_path: Path) -> None:
    court = _court(1)
    listing = court.listing("2022-05", 1)
    spent: Answer = (200, {**listing[1], "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1"}, listing[2])
    court.faults = [times(1, spent, CHRONOLOGICAL)]
    with running(court):
        assert court.habeas(tmp_path, *ONE_MONTH).returncode == 0
    assert max(court.gaps()) >= 0.9


def test_robots_txt_that_forbids_the_listing_ends_the_run_as_not_done(tmp_path: Path) -> None:
    court = _court()
    court.robots = (200, {}, b"User-agent: habeas\nDisallow: /api/\n")
    with running(court):
        done = court.habeas(tmp_path, *ONE_MONTH)
    assert done.returncode == 3, done.stderr
    assert [request.path for request in court.asked] == ["/robots.txt"]
    assert "robots" in _issues(tmp_path)


def test_a_redirect_to_another_host_is_an_issue_and_not_followed(tmp_path: Path) -> None:
    court, elsewhere = _court(1), _court(0)
    with running(court), running(elsewhere):
        away = f"http://127.0.0.1:{elsewhere.port}/jurisprudencia/x.pdf"
        court.files = {"/jurisprudencia/2022/90001-2021-HD.pdf": [(302, {"Location": away}, b"")]}
        assert court.habeas(tmp_path, *ONE_MONTH).returncode == 0
    assert elsewhere.asked == []
    assert _issues(tmp_path)["host_ajeno"].url == court_url("2022", "90001-2021-HD")


def test_a_redirect_within_the_court_is_followed(tmp_path: Path) -> None:
    court = _court(1)
    court.files = {"/jurisprudencia/2022/90001-2021-HD.pdf": [(301, {"Location": "/jurisprudencia/2022/90001-2021-hd.pdf"}, b"")]}
    court.files["/jurisprudencia/2022/90001-2021-hd.pdf"] = [(200, {"Content-Type": "application/pdf"}, pdf("moved"))]
    with running(court):
        assert court.habeas(tmp_path, *ONE_MONTH).returncode == 0
    with RawStore.open(tmp_path) as store:
        assert [version.url for version in store.versions()] == [court_url("2022", "90001-2021-HD")]


def test_api_and_files_may_live_on_two_servers(tmp_path: Path) -> None:
    api, files = _court(3), _court(3)
    with running(api), running(files):
        done = api.habeas(tmp_path, *ONE_MONTH, "--strict", HABEAS_TC_URL=f"http://127.0.0.1:{files.port}")
    assert done.returncode == 0, done.stderr
    assert (api.of_files(), len(files.of_files()), _stored(tmp_path)) == ([], 3, 3)
    assert api.asked[0].path == files.asked[0].path == "/robots.txt"


def test_what_breaks_off_is_tried_again_and_what_is_too_big_is_not_read(tmp_path: Path) -> None:
    court = _court(4)
    good: Answer = (200, {"Content-Type": "application/pdf"}, pdf("whole"))
    court.files = {
        "/jurisprudencia/2022/90001-2021-HD.pdf": [(HANG_UP, {}, b""), good],
        "/jurisprudencia/2022/90002-2021-HD.pdf": [(200, {"Content-Length": "9999"}, b"%PDF-1.4 half"), good],
        "/jurisprudencia/2022/90003-2021-HD.pdf": [(200, {"Content-Length": str(60 * 2**20)}, b"%PDF-1.4 half")],
    }
    with running(court):
        assert court.habeas(tmp_path, *ONE_MONTH).returncode == 0
    assert _stored(tmp_path) == 3
    assert _issues(tmp_path).keys() == {"demasiado_grande"}
    assert court.of_files().count("/jurisprudencia/2022/90003-2021-HD.pdf") == 1


def test_a_dry_run_reads_the_listing_and_writes_nothing(tmp_path: Path) -> None:
    court, home = _court(), tmp_path / "home"
    with running(court):
        done = court.habeas(home, *ONE_MONTH, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert court.of_files() == []
    assert "por pedir" in done.stdout
    assert not home.exists()


def test_limit_leaves_the_rest_for_the_next_run(tmp_path: Path) -> None:
    court = _court(5)
    with running(court):
        court.habeas(tmp_path, *ONE_MONTH, "--limit", "2")
        assert _stored(tmp_path) == 2
        court.habeas(tmp_path, *ONE_MONTH)
    assert _stored(tmp_path) == 5
    assert set(Counter(court.of_files()).values()) == {1}


def test_other_processes_are_collected_when_asked_for(tmp_path: Path) -> None:
    court = _court(1)
    court.rows.append(row(2, "90002-2021-AA", "2022-05-10"))
    with running(court):
        court.habeas(tmp_path, *ONE_MONTH, "--process", "aa")
    assert court.of_files() == ["/jurisprudencia/2022/90002-2021-AA.pdf"]


def test_strict_ends_with_1_when_something_was_left_out(tmp_path: Path) -> None:
    court = _court(1)
    court.files = {"/jurisprudencia/2022/90001-2021-HD.pdf": [(404, {}, b"")]}
    with running(court):
        assert court.habeas(tmp_path, *ONE_MONTH, "--strict").returncode == 1
        court.files.clear()
        assert court.habeas(tmp_path, *ONE_MONTH, "--strict").returncode == 0


@pytest.mark.parametrize(
    "arguments", [("nada",), ("--since", "2021-13"), ("--since", "2022-02", "--until", "2022-01"), ("sample", "sedetc")]
)
def test_a_wrong_order_is_refused_before_anything_is_asked(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    court = _court(1)
    with running(court):
        done = court.habeas(tmp_path, "collect", *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert court.asked == []


def test_a_page_that_fails_for_good_does_not_hide_the_pages_after_it(tmp_path: Path) -> None:
    court = _court(25)
    court.faults = [times(9, (400, {}, b""), CHRONOLOGICAL, page="2")]
    with running(court):
        assert court.habeas(tmp_path, *ONE_MONTH).returncode == 0
        assert _stored(tmp_path) == 15
        assert _issues(tmp_path)["http_400"].url.endswith("page=2")
        court.faults.clear()
        court.habeas(tmp_path, *ONE_MONTH)
    assert _stored(tmp_path) == 25
    assert _issues(tmp_path) == {}


def test_a_run_killed_at_any_point_is_finished_by_the_next(tmp_path: Path) -> None:
    court = _court(30)
    with running(court):
        for stop in (5, 17, 26):
            before = len(court.asked)
            command = [sys.executable, "-m", "habeas", "--home", str(tmp_path), *ONE_MONTH]
            quiet = subprocess.DEVNULL
            with subprocess.Popen(command, env=court.environ(), stderr=quiet, stdout=quiet, text=True) as process:
                _wait_for(court, before + stop, process)
                process.send_signal(signal.SIGKILL)
        assert court.habeas(tmp_path, *ONE_MONTH, "--strict").returncode == 0
    asked = Counter(court.of_files())
    assert _stored(tmp_path) == 30
    assert sum(asked.values()) <= 30 + 2 * 3, "each kill may cost what was under way, no more"
    with RawStore.open(tmp_path) as store:
        assert list(store.verify()) == []


def test_ctrl_c_ends_in_order_and_says_that_it_can_be_repeated(tmp_path: Path) -> None:
    court = _court(30)
    with running(court):
        command = [sys.executable, "-m", "habeas", "--home", str(tmp_path), *ONE_MONTH]
        with subprocess.Popen(command, env=court.environ(HABEAS_CRAWL_DELAY="0.1"), stderr=subprocess.PIPE, text=True) as process:
            _wait_for(court, 6, process)
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=30)
    assert process.returncode == 3
    assert "Repita la orden" in errors
    with RawStore.open(tmp_path) as store:
        assert next(store.runs()).estado == "incompleta"


def test_two_collectors_of_one_home_are_one_too_many(tmp_path: Path) -> None:
    court = _court(1)
    with running(court), collecting(tmp_path):
        done = court.habeas(tmp_path, *ONE_MONTH)
    assert done.returncode == 3
    assert court.asked == []


FULL_AT_THE_THIRD = """
import errno, sys
from models.blobs import Blobs
put, seen = Blobs.put, []
def full(self, sha256, body):
    seen.append(sha256)
    if len(seen) > 2:
        raise OSError(errno.ENOSPC, "No space left on device")
    return put(self, sha256, body)
Blobs.put = full
from habeas.__main__ import main
main()
"""


def test_a_full_disk_ends_the_run_with_a_sentence_and_keeps_what_came_before(tmp_path: Path) -> None:
    court = _court(30)
    command = [sys.executable, "-c", FULL_AT_THE_THIRD, "--home", str(tmp_path), *ONE_MONTH]
    with running(court):
        done = subprocess.run(command, env=court.environ(), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert len(court.of_files()) < 10
    assert _stored(tmp_path) == 2
    with RawStore.open(tmp_path) as store:
        assert next(store.runs()).estado == "fallida"


@pytest.mark.slow
def test_a_source_that_is_down_is_not_done_and_not_knocked_at_for_ever(tmp_path: Path) -> None:
    court = _court()
    court.robots = (503, {}, b"")
    with running(court):
        done = court.habeas(tmp_path, *ONE_MONTH)
    assert done.returncode == 3, done.stderr
    assert 2 <= len(court.asked) <= 15, "four tries in each of three rounds"
    assert "robots_inaccesible" in _issues(tmp_path)


def _wait_for(court: Replica, requests: int, process: "subprocess.Popen[str]") -> None:
    """Until the Court has seen so many requests, or the process is over."""
    deadline = time.monotonic() + 60
    while len(court.asked) < requests and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.mark.slow
def test_a_whole_run_settles_what_the_source_no_longer_says(tmp_path: Path) -> None:
    court = _court(1)
    court.rows.append(row(2, "90002-2021-HD", "2022-05-10", "https://copias.ejemplo.org/90002-2021-HD.pdf"))
    court.rows[0]["campo_nuevo"] = 1
    with running(court):
        court.habeas(tmp_path, "collect", HABEAS_CRAWL_DELAY="0")
        assert _issues(tmp_path).keys() == {"host_ajeno", "campo_desconocido"}
        court.rows[1]["url_archivo"] = court_url("2022", "90002-2021-HD")
        del court.rows[0]["campo_nuevo"]
        assert court.habeas(tmp_path, "collect", "--strict", HABEAS_CRAWL_DELAY="0").returncode == 0
    assert _issues(tmp_path) == {}


@pytest.mark.slow
def test_a_listing_that_is_wholly_empty_is_not_a_court_without_rulings(tmp_path: Path) -> None:
    with running(Replica()) as court:
        assert court.habeas(tmp_path, "collect", "--strict", HABEAS_CRAWL_DELAY="0").returncode == 1
    assert "listado_vacio" in _issues(tmp_path)

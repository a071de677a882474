"""Killed -9 at ten moments, a walk through the consulta ends as an undisturbed one, and reads twice no page that it had committed."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from models.store import RawStore
from tests.crawler.consulta import YEARS, Case, Consulta, Home, Published, court_file, of_consulta, served
from tests.crawler.replica import Replica, pdf, running


@pytest.mark.slow
def test_a_run_killed_at_ten_moments_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    moments = random.Random(10)
    consulta = Consulta([Case(n, f"9{n:04d}-{2021 + n % 2}-HD", published=_one(n)) for n in range(1, 41)])
    court = Replica(faults=[consulta])
    for case in consulta.cases:
        for one in case.published:
            served(court, one.pdf, pdf(case.expediente))
    with running(court):
        assert Home(tmp_path / "undisturbed").collect(court).returncode == 0
        court.asked.clear()
        for _ in range(10):
            _killed(court, tmp_path / "killed", moments.randint(1, 14), moments.random() / 20)
        assert court.habeas(tmp_path / "killed", *YEARS, HABEAS_CRAWL_DELAY="0.01").returncode == 0
        visits = Counter(name for name in of_consulta(court) if name.startswith("#"))
        files = Counter(court.of_files())
    assert _state(tmp_path / "killed") == _state(tmp_path / "undisturbed")
    assert sum(visits.values()) - 40 <= 10, "a kill may cost the one page that was under way"
    assert sum(files.values()) - 20 <= 10


def _one(number: int) -> tuple[Published, ...]:
    return (Published(court_file("2022", f"9{number:04d}-{2021 + number % 2}-HD")),) if number % 2 else ()


def _killed(court: Replica, home: Path, requests: int, delay: float) -> None:
    """A run that ends with kill -9, `delay` seconds after so many requests."""
    before = len(court.asked)
    command = [sys.executable, "-m", "habeas", "--home", str(home), *YEARS]
    with subprocess.Popen(
        command, env=court.environ(HABEAS_CRAWL_DELAY="0.01"), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    ) as process:
        deadline = time.monotonic() + 60
        while len(court.asked) < before + requests and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.002)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)


def _state(home: Path) -> list[list[tuple[object, ...]]]:
    """All that the catalogue says of cases and files, without instants and numbers of runs."""
    with RawStore.open(home) as store:
        assert list(store.verify()) == []
        queries = (
            "SELECT causa, said, row_sha256, tramite, missed FROM causas ORDER BY 1",
            "SELECT url, ruling_id FROM documents ORDER BY 1",
            "SELECT source, key, said FROM listings ORDER BY 1, 2",
            "SELECT source, month, digest, rows FROM months ORDER BY 1, 2",
            "SELECT url, regla FROM issues WHERE abierta ORDER BY 1, 2",
        )
        return [[tuple(found) for found in store.catalogue.execute(query)] for query in queries]

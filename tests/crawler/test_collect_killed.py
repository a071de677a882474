"""Killed -9 at twenty moments, a collection ends in the state that an undisturbed one ends in, and asks twice for nothing that it had committed."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from models.store import RawStore
from tests.crawler.replica import Answer, Replica, court_url, row, running

MONTHS = ("collect", "sedetc", "--since", "2022-01", "--until", "2022-06")
KILLS = 20
FILES = 60


def _court() -> Replica:
    rows = [row(n, f"9{n:04d}-2021-HD", f"2022-0{n % 6 + 1}-10") for n in range(1, FILES + 1)]
    rows.append(row(900, "90900-2021-HD", "2022-03-10"))
    rows.append(row(901, "90901-2021-HD", "2022-04-10", "https://copias.ejemplo.org/90901-2021-HD.pdf"))
    del rows[7]["sentencia_sentido"]
    gone: Answer = (404, {}, b"")
    return Replica(rows=rows, files={"/jurisprudencia/2022/90900-2021-HD.pdf": [gone]})


def _state(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that the catalogue says, without instants and numbers of runs."""
    with RawStore.open(home) as store:
        assert list(store.verify()) == []
        db = store.catalogue
        return {
            "versions": sorted((v.url, v.version, v.sha256, v.estado, v.ruling_id, v.fecha_publicacion) for v in store.versions()),
            "listings": [tuple(found) for found in db.execute("SELECT source, key, stem, said FROM listings ORDER BY 1, 2")],
            "months": [tuple(found) for found in db.execute("SELECT source, month, digest, rows FROM months ORDER BY 1, 2")],
            "sightings": [
                tuple(found) for found in db.execute("SELECT source, key, month, row_sha256, missed, enriched FROM sightings ORDER BY 1, 2")
            ],
            "issues": [(issue.url, issue.regla) for issue in store.issues()],
        }


def _killed(court: Replica, home: Path, requests: int, delay: float) -> None:
    """A run that ends with kill -9, `delay` seconds after so many requests."""
    before = len(court.asked)
    command = [sys.executable, "-m", "habeas", "--home", str(home), *MONTHS]
    with subprocess.Popen(command, env=court.environ(), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 60
        while len(court.asked) < before + requests and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.002)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)


@pytest.mark.slow
def test_a_run_killed_at_twenty_moments_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    moments = random.Random(20)
    with running(_court()) as court:
        assert court.habeas(tmp_path / "undisturbed", *MONTHS).returncode == 0
    with running(_court()) as court:
        for _ in range(KILLS):
            _killed(court, tmp_path / "killed", moments.randint(1, 14), moments.random() / 20)
        before = len(court.asked)
        assert court.habeas(tmp_path / "killed", *MONTHS).returncode == 0
        asked = Counter(court.of_files())
        last = len(court.asked) - before
    assert _state(tmp_path / "killed") == _state(tmp_path / "undisturbed")
    del asked["/jurisprudencia/2022/90900-2021-HD.pdf"]  # it is never had
    assert set(asked) == {court_url("2022", f"9{n:04d}-2021-HD").removeprefix("https://www.tc.gob.pe") for n in range(1, FILES + 1)}
    assert sum(asked.values()) - FILES <= KILLS, "a kill may cost the one file that was under way"
    assert last < FILES

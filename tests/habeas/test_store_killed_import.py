"""kill -9 at any moment: what is committed is whole, the next import completes, nothing is there twice."""

import io
import random
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest

from models.store import RawStore

FILES = 1500


def _archive(path: Path) -> Path:
    with tarfile.open(path, "w") as made:
        for number in range(FILES):
            body = b"%%PDF-1.7\n%d\n%s%%%%EOF\n" % (number, random.Random(number).randbytes(8000).hex().encode())
            entry = tarfile.TarInfo(f"2021/{number + 1:05d}-2019-HD.pdf")
            entry.size = len(body)
            made.addfile(entry, io.BytesIO(body))
    return path


def _start(home: Path, archive: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "habeas", "--home", str(home), "import", str(archive)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _stored(home: Path) -> int:
    """How many versions there are, each with its whole bytes."""
    with RawStore.open(home) as store:
        versions = list(store.versions())
        for version in versions:
            store.body(version.sha256)
        kinds = {problem.que.split(":")[0] for problem in store.verify()}
    assert kinds <= {"archivo huérfano", "resto de una orden interrumpida"}
    return len(versions)


@pytest.mark.parametrize("seed", range(3))
def test_an_import_killed_at_random_moments_goes_on_where_it_was(tmp_path: Path, seed: int) -> None:
    archive, home = _archive(tmp_path / "a.tar"), tmp_path / "casa"
    chance, seen = random.Random(seed), 0
    for _ in range(3):
        before = _files(home)
        process = _start(home, archive)
        _wait_for_work(home, before, process)
        time.sleep(chance.uniform(0, 0.4))
        process.send_signal(signal.SIGKILL)
        process.wait()
        stored = _stored(home)
        assert stored >= seen
        seen = stored
    assert _start(home, archive).wait() == 0
    with RawStore.open(home) as store:
        versions = list(store.versions())
        assert list(store.verify()) == []
        assert next(store.runs()).estado == "completa"
    assert len(versions) == FILES
    assert len({version.ruling_id for version in versions} - {None}) == FILES
    assert {version.version for version in versions} == {1}
    assert len([path for path in (home / "archivos").rglob("*") if path.is_file()]) == FILES


def _files(home: Path) -> int:
    return sum(1 for _ in (home / "archivos").glob("*/*"))


def _wait_for_work(home: Path, before: int, process: subprocess.Popen[bytes]) -> None:
    """Until the import has begun to write, so that the kill falls into its work and not into Python's start."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and process.poll() is None and _files(home) == before:
        time.sleep(0.005)

"""`habeas serve` and `habeas export`, as processes: the port, the log, the end, the files."""

import csv
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from indexer.index.generations import build_generation
from models.settings import Settings
from tests.api.invented import documents
from tests.conftest import environment


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that holds the invented rulings."""
    made = tmp_path_factory.mktemp("servir")
    build_generation(Settings(home=made), documents(), "prueba")
    return made


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def serving(home: Path, *options: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The command on a free port, once it answers; ended with Ctrl-C."""
    port = free_port()
    command = [sys.executable, "-m", "habeas", "serve", "--port", str(port), *options]
    process = subprocess.Popen(command, env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 60
    try:
        while time.monotonic() < deadline:
            try:
                httpx.get(f"{address}/api/v1/estado")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield process, address
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_it_says_the_address_answers_and_ends_well_with_ctrl_c(home: Path, workers: str) -> None:
    with serving(home, "--workers", workers) as (process, address):
        assert httpx.get(f"{address}/buscar?q=secretisimo").status_code == 200
        process.send_signal(signal.SIGINT)
        out, log = process.communicate(timeout=30)
    assert process.returncode == 0
    assert address in out
    assert "/buscar" in log
    assert "secretisimo" not in out + log
    assert "127.0.0.1" not in log


def test_a_taken_port_is_refused_with_a_free_one(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "habeas", "serve", "--port", str(port)]
        done = subprocess.run(command, env=environment(home), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    offered = int(done.stderr.rsplit("--port ", 1)[1].rstrip(".\n"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", offered))


def test_a_new_generation_is_served_without_a_restart(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    build_generation(settings, documents()[:3], "uno")
    with serving(tmp_path) as (_, address):
        assert httpx.get(f"{address}/api/v1/sentencias").json()["total"] == 3
        first = httpx.get(f"{address}/buscar").headers["etag"]
        build_generation(settings, documents()[:5], "dos")
        assert httpx.get(f"{address}/api/v1/sentencias").json()["total"] == 5
        assert httpx.get(f"{address}/buscar", headers={"if-none-match": first}).status_code == 200


def run(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "habeas", "export", *arguments]
    return subprocess.run(command, env=environment(home), capture_output=True, text=True, timeout=60, check=False)


def test_exports_write_whole_files_with_the_filters_asked_for(home: Path, tmp_path: Path) -> None:
    table, lines = tmp_path / "hijo" / "todo.csv", tmp_path / "fundadas.jsonl"
    assert run(home, "csv", str(table)).returncode == 0
    done = run(home, "jsonl", str(lines), "--filter", "resultado=fundada", "--filter", "tema=A04")
    assert "resoluciones" in done.stderr
    with table.open(newline="") as rows:
        assert len(list(csv.DictReader(rows))) == 45
    records = [json.loads(line) for line in lines.read_text().splitlines()]
    assert records
    assert {record["resultado"] for record in records} == {"fundada"}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    assert not list(tmp_path.glob("*.codigos.csv"))
    with (table.parent / "todo.codigos.csv").open(newline="") as rows, table.open(newline="") as data:
        assert [row["columna"] for row in csv.DictReader(rows)] == csv.DictReader(data).fieldnames


def test_a_dash_writes_to_standard_output(home: Path) -> None:
    assert len(run(home, "jsonl", "-", "--filter", "anio=2023").stdout.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments", [("csv", "x.csv", "--filter", "nada=1"), ("csv", "x.csv", "--filter", "resultado"), ("site", "x"), ("xml", "x")]
)
def test_what_cannot_be_exported_is_usage(home: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run(home, arguments[0], str(tmp_path / arguments[1]), *arguments[2:])
    assert done.returncode == 2
    assert done.stderr.strip()
    assert list(tmp_path.iterdir()) == []

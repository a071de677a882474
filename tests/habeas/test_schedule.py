"""The timetable of a server: the units name what exists, the rounds ask for what they say, nothing that fails ends it."""

import configparser
import os
import signal
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from habeas.collect import command as collect

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
LIMA = timedelta(hours=5)


def unit(name: str) -> configparser.ConfigParser:
    found = configparser.ConfigParser(interpolation=None, strict=False)
    found.optionxform = str  # type: ignore[assignment,method-assign]  # names of systemd have capitals
    found.read(DEPLOY / "systemd" / name, encoding="utf-8")
    return found


@pytest.fixture
def bin(tmp_path: Path) -> Path:
    """A folder with programs that only note how they were called."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program(folder / "habeas", 'echo "$@" >> "$LOG"; [ "$1" != collect ] || exit "${CODE:-0}"')
    return folder


def program(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def run(bin: Path, script: str, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = ["sh", str(DEPLOY / script), *arguments]
    return subprocess.run(command, env=environment(bin, **more), capture_output=True, text=True, timeout=60, check=False)


def environment(bin: Path, **more: str) -> dict[str, str]:
    return {"PATH": f"{bin}:{os.environ['PATH']}", "LOG": str(bin / "log"), **more}


def asked(bin: Path) -> list[str]:
    return (bin / "log").read_text().splitlines() if (bin / "log").exists() else []


def test_each_timer_starts_a_unit_that_is_here_with_a_round_that_exists() -> None:
    rounds = set()
    for path in sorted((DEPLOY / "systemd").glob("*.timer")):
        timer = unit(path.name)
        name, _, kind = timer["Timer"]["Unit"].removesuffix(".service").partition("@")
        assert (DEPLOY / "systemd" / f"{name}@.service").exists()
        assert timer["Timer"]["Persistent"] == "yes" or timer["Timer"]["Persistent"] == "true"
        assert timer["Install"]["WantedBy"] == "timers.target"
        rounds.add(kind)
    assert rounds == {"diaria", "mensual"}
    started = unit("habeas-ronda@.service")["Service"]["ExecStart"].split()
    assert started[0].endswith("/deploy/ronda.sh")
    assert os.access(DEPLOY / "ronda.sh", os.X_OK)


def test_the_daily_round_asks_for_this_month_and_three_before(bin: Path) -> None:
    assert run(bin, "ronda.sh", "diaria").returncode == 0
    now = datetime.now(UTC) - LIMA
    months = now.year * 12 + now.month - 1 - 3
    assert asked(bin) == [f"collect --since {months // 12:04d}-{months % 12 + 1:02d}", "build"]


def test_the_monthly_round_asks_for_all_of_it_again(bin: Path) -> None:
    assert run(bin, "ronda.sh", "mensual").returncode == 0
    assert asked(bin) == ["collect --refresh", "build"]
    assert {"--since", "--refresh"} <= {option for parameter in collect.params for option in parameter.opts}


def test_what_came_is_built_also_when_a_source_could_not_be_read(bin: Path) -> None:
    assert run(bin, "ronda.sh", "diaria", CODE="3").returncode == 3
    assert asked(bin)[-1] == "build"


def test_a_round_that_does_not_exist_is_refused(bin: Path) -> None:
    assert run(bin, "ronda.sh", "anual").returncode == 2
    assert asked(bin) == []


def test_the_container_begins_with_a_round_and_sleeps_until_the_next_night(bin: Path) -> None:
    program(bin / "sleep", 'echo "sleep $1" >> "$LOG"; exit 1')
    assert run(bin, "calendario.sh", CODE="3").returncode == 1
    *round_, slept = asked(bin)
    assert [line.split()[0] for line in round_] == ["collect", "build"]
    woken = datetime.now(UTC) - LIMA + timedelta(seconds=int(slept.split()[1]))
    assert 0 < int(slept.split()[1]) <= 86400
    assert abs((woken - woken.replace(hour=3, minute=30, second=0)).total_seconds()) < 60


def test_a_round_that_is_told_to_end_lets_the_collecting_end_in_order(bin: Path) -> None:
    program(bin / "habeas", 'trap \'echo ended >> "$LOG"; exit 3\' TERM; echo begun >> "$LOG"; while :; do sleep 0.05; done')
    with subprocess.Popen(["sh", str(DEPLOY / "ronda.sh"), "diaria"], env=environment(bin)) as started:
        deadline = time.monotonic() + 20
        while not asked(bin) and time.monotonic() < deadline:
            time.sleep(0.05)
        started.send_signal(signal.SIGTERM)
        assert started.wait(20) == 143
    assert asked(bin) == ["begun", "ended"]


def test_the_collector_of_the_compose_file_keeps_the_timetable_and_the_image_has_it() -> None:
    collector = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["collector"]
    assert collector["command"] == ["sh", "deploy/calendario.sh"]
    assert collector["restart"] == "unless-stopped"
    assert "COPY deploy deploy" in (ROOT / "Dockerfile").read_text()

"""The whole flow on invented rulings, through the real command line: nothing lost, nothing twice, whatever happens in between."""

import fcntl
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Habeas = Callable[..., "subprocess.CompletedProcess[str]"]
Folder = Callable[..., Path]


def rows(habeas: Habeas, *command: str) -> list[dict[str, object]]:
    shown = habeas(*command, "--json")
    assert shown.returncode == 0, shown.stderr
    return [json.loads(line) for line in shown.stdout.splitlines()]


def found(habeas: Habeas, query: str) -> int:
    shown = habeas("search", query, "--json")
    assert shown.returncode == 0, shown.stderr
    return int(json.loads(shown.stdout)["total"])


def test_every_document_is_read_or_has_an_issue_and_again_there_is_nothing_to_do(habeas: Habeas, alex_folder: Folder) -> None:
    folder = alex_folder(12)
    (folder / "md" / "2015" / "90599-2015-HD.pdf").write_bytes(b"%PDF-1.4 broken\n%%EOF")
    assert habeas("import", folder).returncode == 0
    built = habeas("build")
    assert built.returncode == 0, built.stderr
    documents = rows(habeas, "documents")
    assert len(documents) == 13
    assert sorted({str(row["lectura"]) for row in documents}) == ["leido", "sin_leer"]
    unread = {row["url"] for row in documents if row["lectura"] == "sin_leer"}
    assert unread == {row["url"] for row in rows(habeas, "issues") if row["etapa"] == "lectura"}
    assert found(habeas, "planillas") == 12
    again = habeas("build")
    assert again.returncode == 0
    assert "Nada que hacer" in again.stdout


def test_a_changed_document_is_a_new_version_and_one_change_in_the_log(habeas: Habeas, alex_folder: Folder, tmp_path: Path) -> None:
    habeas("import", alex_folder(3))
    habeas("build")
    folder = alex_folder(1, "de la carretera")
    assert habeas("import", folder).returncode == 0
    assert habeas("build").returncode == 0
    states = sorted(str(row["estado"]) for row in rows(habeas, "documents"))
    assert states == ["reemplazado", "vigente", "vigente", "vigente"]
    assert found(habeas, "carretera") == 1
    events = log(tmp_path / "home")
    assert [kind for kind, _, _ in events] == ["alta", "alta", "alta", "cambio"]
    assert events[3][1] == "90501-2013-HD"
    assert "texto_sha256" in events[3][2]


def test_a_withdrawn_ruling_is_gone_from_the_next_index_and_comes_back(habeas: Habeas, alex_folder: Folder, tmp_path: Path) -> None:
    habeas("import", alex_folder(3))
    habeas("build")
    assert habeas("withdraw", "90501-2013-HD", "--reason", "pedido").returncode == 0
    assert habeas("build").returncode == 0
    assert found(habeas, "planillas") == 2
    assert habeas("restore", "90501-2013-HD").returncode == 0
    assert habeas("build").returncode == 0
    assert found(habeas, "planillas") == 3
    assert [kind for kind, _, _ in log(tmp_path / "home")] == ["alta"] * 3 + ["retiro", "alta"]


def log(home: Path) -> list[tuple[str, str, tuple[str, ...]]]:
    from models.store import RawStore

    with RawStore.open(home) as store:
        events = list(store.events())
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    return [(event.tipo, str(event.id), event.campos) for event in events]


def test_the_same_words_under_another_address_are_a_duplicate_and_other_words_a_second_resolution(
    habeas: Habeas, alex_folder: Folder
) -> None:
    folder = alex_folder(1)
    first = folder / "md" / "2015" / "90501-2013-HD.pdf.md"
    for year, text in (("2016", first.read_text().replace("\n", "  \n")), ("2017", first.read_text().replace("puente", "parque"))):
        other = folder / "md" / year / first.name
        other.parent.mkdir()
        other.write_text(text.replace("jurisprudencia/2015", f"jurisprudencia/{year}"))
    habeas("import", folder)
    assert habeas("build").returncode == 0
    got = sorted((str(row["id"]), str(row["estado"])) for row in rows(habeas, "documents"))
    assert got == [("90501-2013-HD", "duplicado"), ("90501-2013-HD", "vigente"), ("90501-2013-HD-2", "vigente")]
    assert found(habeas, "planillas") == 2


def test_a_second_builder_is_told_to_wait_and_does_nothing(habeas: Habeas, alex_folder: Folder, tmp_path: Path) -> None:
    habeas("import", alex_folder(2))
    with (tmp_path / "home" / "construccion.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = habeas("build")
    assert refused.returncode == 3
    assert "construyendo" in refused.stderr
    assert habeas("build").returncode == 0


@pytest.mark.slow
def test_killed_at_any_moment_the_last_state_serves_and_the_next_run_completes(habeas: Habeas, alex_folder: Folder, tmp_path: Path) -> None:
    habeas("import", alex_folder(6))
    assert habeas("build").returncode == 0
    habeas("import", alex_folder(40))
    moments = random.Random(7)
    for _ in range(4):
        process = subprocess.Popen(
            [sys.executable, "-m", "habeas", "build"],
            env={"PATH": os.environ["PATH"], "HABEAS_HOME": str(tmp_path / "home")},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(moments.uniform(0.2, 3.0))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert found(habeas, "planillas") in (6, 40)
    assert habeas("build").returncode == 0
    assert found(habeas, "planillas") == 40
    assert len(rows(habeas, "documents")) == 40
    events = log(tmp_path / "home")
    assert len({name for kind, name, _ in events if kind == "alta"}) == sum(kind == "alta" for kind, _, _ in events) == 40
    # The same invented claimant sues forty times: the first six rulings learn that she sues often.
    assert {campos for kind, _, campos in events if kind == "cambio"} <= {("litigante_frecuente",)}

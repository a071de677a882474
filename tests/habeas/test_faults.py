"""What happens to a home when the machine fails: read-only folders, full disks, kills, closed pipes. The last committed state is always there."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from indexer import pipeline
from indexer.derived import Derived, mended
from indexer.index import generations
from indexer.reading import key_of
from models.document import RawDocument
from models.errors import NotDone, NotFound
from models.ids import RulingId
from models.settings import Settings
from models.store import RawStore

Habeas = Callable[..., "subprocess.CompletedProcess[str]"]
Folder = Callable[..., Path]
ID = RulingId("90901-2020-HD")


def filled(home: Path) -> Path:
    """A home with one file."""
    body = b"%PDF-1.4\n%%EOF\n"
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    with RawStore.open(home) as store:
        store.add(RawDocument("https://ejemplo.pe/2021/90901-2020-HD.pdf", "90901-2020-HD", body, "pdf", "prueba", moment))
    return home


def without_side_files(home: Path) -> None:
    """SQLite can't make its file beside the catalogue any more, as on a read-only or full disk: a folder is in its place."""
    (home / "catalogo.sqlite-shm").mkdir()


def test_a_home_where_nothing_can_be_written_is_read_and_refuses_writers_with_a_sentence(tmp_path: Path) -> None:
    home = filled(tmp_path / "casa")
    without_side_files(home)
    with RawStore.open(home) as store:
        assert [version.ruling_id for version in store.versions()] == [ID]
        assert list(store.verify()) == []
        with pytest.raises(NotDone, match="No se puede escribir"):
            store.withdraw(ID, "retirado", "prueba")


def test_a_command_that_writes_ends_with_3_where_nothing_can_be_written_and_those_that_read_with_0(habeas: Habeas, tmp_path: Path) -> None:
    home = filled(tmp_path / "casa con ñ y espacios")
    without_side_files(home)
    assert habeas("withdraw", ID, "--reason", "prueba", home=home).returncode == 3
    for command in ("status", "documents", "issues", "verify"):
        assert habeas(command, home=home).returncode == 0, command


def test_a_missing_folder_of_files_is_told_by_verify(tmp_path: Path) -> None:
    home = filled(tmp_path / "casa")
    (home / "archivos").rename(home / "otra")
    with RawStore.open(home) as store:
        assert [problem.que for problem in store.verify()] == ["falta el archivo de una versión"]


def test_a_build_that_fails_says_so_in_its_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise NotDone("disco lleno")

    monkeypatch.setattr(pipeline, "publish", full)
    settings = Settings(home=tmp_path / "casa")
    with pytest.raises(NotDone):
        pipeline.build(settings)
    with RawStore.open(settings.home) as store:
        assert [(run.command, run.estado) for run in store.runs()] == [("build", "fallida")]


def test_derived_texts_that_are_damaged_are_made_again_and_a_failing_disk_loses_none(tmp_path: Path) -> None:
    path = tmp_path / "derivado.sqlite"
    path.write_bytes(b"esto no es una base de datos" * 100)
    with Derived.open(tmp_path) as derived:
        assert derived.text_stamps() == {}
    path.unlink()
    path.mkdir()  # a file that SQLite can't open, whatever the reason
    with pytest.raises(NotDone), mended(tmp_path), Derived.open(tmp_path):
        pass
    assert path.is_dir()


def test_a_damaged_page_met_on_the_way_is_not_done_and_the_next_build_begins_anew(tmp_path: Path) -> None:
    Derived.open(tmp_path).__exit__(None, None, None)
    error = sqlite3.DatabaseError("database disk image is malformed")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    with pytest.raises(NotDone, match="se borró"), mended(tmp_path):
        raise error
    assert not (tmp_path / "derivado.sqlite").exists()


def test_restoring_what_was_never_withdrawn_says_that_and_not_that_it_is_unknown(tmp_path: Path) -> None:
    with RawStore.open(filled(tmp_path / "casa")) as store, pytest.raises(NotFound, match="entre las retiradas"):
        store.withdraw(ID, "restaurado", "")


def test_up_builds_a_home_that_was_imported_and_never_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from habeas import up

    asked: list[Path] = []
    monkeypatch.setattr(pipeline, "build", lambda settings, progress: asked.append(settings.home))
    settings = Settings(home=filled(tmp_path / "casa"))
    assert not up.is_empty(settings)
    up.prepare_own(settings)
    assert asked == [settings.home]


def test_a_reader_that_has_enough_ends_a_listing_without_failure(tmp_path: Path) -> None:
    home = filled(tmp_path / "casa")
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "habeas", "--home", str(home), "documents"]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False, timeout=60)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def archive(path: Path) -> Path:
    """So many files that an import takes seconds."""
    with tarfile.open(path, "w") as made:
        for number in range(3000):
            body = b"%%PDF-1.7\n%d\n%s%%%%EOF\n" % (number, random.Random(number).randbytes(4000).hex().encode())
            entry = tarfile.TarInfo(f"2021/{number + 1:05d}-2019-HD.pdf")
            entry.size = len(body)
            made.addfile(entry, BytesIO(body))
    return path


def started(home: Path, *arguments: str) -> "subprocess.Popen[str]":
    """A command in a process group of its own, that hears Ctrl-C also where the tests were started in the background."""
    command = [
        sys.executable,
        "-c",
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from habeas.__main__ import main; main()",
    ]
    return subprocess.Popen(
        [*command, "--home", str(home), *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def until(holds: Callable[[], bool], seconds: float) -> bool:
    """Whether it came true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.02)
    return False


def test_an_import_interrupted_by_ctrl_c_ends_with_3_and_says_how_to_go_on(tmp_path: Path) -> None:
    home, packed = tmp_path / "casa", archive(tmp_path / "paquete.tar")
    process = started(home, "import", str(packed))
    assert until(lambda: any((home / "archivos").glob("??/*")), 20)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=20)
    assert process.returncode == 3
    assert "repita la orden" in told
    assert "Traceback" not in told
    with RawStore.open(home) as store:
        assert next(store.runs()).estado == "incompleta"


@pytest.mark.slow
@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT])
def test_a_build_that_is_stopped_leaves_no_process_behind(
    habeas: Habeas, alex_folder: Folder, tmp_path: Path, stop: signal.Signals
) -> None:
    habeas("import", alex_folder(120))
    process = started(tmp_path / "home", "build")
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    assert until(lambda: len(children.read_text().split()) >= 2, 20)
    process.send_signal(stop)
    process.wait(20)

    def gone() -> bool:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, 0)
            return False
        return True

    assert until(gone, 10)
    assert process.stderr is not None
    process.stderr.close()


@pytest.mark.slow
def test_a_withdrawn_ruling_is_in_no_generation_and_in_no_derived_text(habeas: Habeas, alex_folder: Folder, tmp_path: Path) -> None:
    home = tmp_path / "home"
    habeas("import", alex_folder(2))
    habeas("build")
    assert habeas("withdraw", "90501-2013-HD", "--reason", "prueba").returncode == 0
    assert habeas("build").returncode == 0
    assert len([path for path in (home / "indice").iterdir() if path.is_dir()]) == 1
    with RawStore.open(home) as store, Derived.open(home) as derived:
        texts = {version.ruling_id: derived.text(key_of(version)) for version in store.versions()}
    assert texts[RulingId("90501-2013-HD")] is None
    assert texts[RulingId("90502-2014-HD")] is not None


def test_a_disk_that_fills_while_the_index_is_written_is_not_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise ValueError("An error occurred in a thread: 'Worker thread failed.. (io::Error most likely) or panicked.'")

    monkeypatch.setattr(generations, "_sync", full)
    with pytest.raises(NotDone, match="el anterior sigue"):
        pipeline.build(Settings(home=tmp_path / "casa"))


@pytest.mark.slow
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_second_of_a_kind_is_the_later_one_whatever_the_order_of_the_paths(
    habeas: Habeas, tmp_path: Path, order: tuple[int, ...]
) -> None:
    folders = [tmp_path / name for name in ("a", "b", "c")]
    for year, folder in zip((2016, 2015, 2017), folders, strict=True):
        path = folder / "md" / str(year) / "90501-2013-HD Resolucion.pdf.md"
        path.parent.mkdir(parents=True)
        address = f"https://tc.gob.pe/jurisprudencia/{year}/90501-2013-HD%20Resolucion.pdf"
        path.write_text(
            f"90501-2013-HD Resolucion.pdf\n=====\n\n[Documento original]({address})\n---\nEXP. N.o 90501-2013-PHD/TC\nTexto de {year}.\n"
        )
    assert habeas("import", *(folders[i] for i in order)).returncode == 0
    assert habeas("build").returncode == 0
    with RawStore.open(tmp_path / "home") as store:
        given = {version.fecha_publicacion: version.ruling_id for version in store.versions()}
    assert given == {"2015": "90501-2013-HD-auto", "2016": "90501-2013-HD-auto-2", "2017": "90501-2013-HD-auto-3"}

"""The catalogue on disk: migrations, a full disk, damage, and what verify says of it."""

import errno
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models import blobs, catalogue, schema
from models.document import RawDocument
from models.errors import ConfigError, CorruptStore, NotDone
from models.ids import name_of
from models.store import RawStore

AT = datetime(2026, 3, 4, tzinfo=UTC)


def document(number: int, body: bytes | None = None) -> RawDocument:
    url = f"https://tc.gob.pe/jurisprudencia/2021/{number}-2019-HD.pdf"
    return RawDocument(url, name_of(url), body or str(number).encode(), "pdf", "tc", AT)


def filled(home: Path, count: int = 3) -> Path:
    with RawStore.open(home) as store:
        for number in range(90001, 90001 + count):
            store.add(document(number))
    return home


def problems(home: Path) -> list[str]:
    with RawStore.open(home) as store:
        return [problem.que for problem in store.verify()]


def blob(home: Path) -> Path:
    return next(path for path in sorted((home / "archivos").rglob("*")) if path.is_file())


def test_a_sound_store_has_no_problems(tmp_path: Path) -> None:
    assert problems(filled(tmp_path)) == []


def test_an_older_catalogue_is_brought_to_the_newest_schema_with_all_it_holds(tmp_path: Path) -> None:
    older: Sequence[schema.Migration] = (("CREATE TABLE notes (note TEXT NOT NULL) STRICT",),)
    newer = (*older, ("ALTER TABLE notes ADD COLUMN author TEXT", "UPDATE notes SET author = 'TC'"))
    db = sqlite3.connect(tmp_path / "x.sqlite", isolation_level=None)
    catalogue.migrate(db, older)
    db.execute("INSERT INTO notes VALUES ('primera')")
    catalogue.migrate(db, newer)
    catalogue.migrate(db, newer)
    assert db.execute("SELECT note, author FROM notes").fetchall() == [("primera", "TC")]
    assert db.execute("PRAGMA user_version").fetchone() == (2,)
    db.close()


def test_a_home_of_the_first_schema_still_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = filled(tmp_path)
    later = (*catalogue.MIGRATIONS, ("CREATE TABLE alerts (alert INTEGER PRIMARY KEY) STRICT",))
    monkeypatch.setattr(catalogue, "MIGRATIONS", later)
    with RawStore.open(home) as store:
        assert [version.ruling_id for version in store.versions()] == ["90001-2019-HD", "90002-2019-HD", "90003-2019-HD"]
    db = sqlite3.connect(home / "catalogo.sqlite")
    assert db.execute("SELECT count(*) FROM alerts").fetchone() == (0,)
    db.close()


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "x.sqlite", isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):
        catalogue.migrate(db, (("CREATE TABLE one (a TEXT) STRICT",), ("CREATE TABLE one (a TEXT) STRICT",)))
    assert db.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)
    assert db.execute("PRAGMA user_version").fetchone() == (0,)
    db.close()


def test_a_catalogue_of_a_newer_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    home = filled(tmp_path)
    db = sqlite3.connect(home / "catalogo.sqlite", isolation_level=None)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(ConfigError, match="más nueva"):
        RawStore.open(home)
    db = sqlite3.connect(home / "catalogo.sqlite")
    assert db.execute("PRAGMA user_version").fetchone() == (99,)
    db.close()


def test_a_file_that_is_no_catalogue_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / "catalogo.sqlite").write_bytes(b"no es una base de datos" * 100)
    with pytest.raises(CorruptStore, match="dañado"):
        RawStore.open(tmp_path)


def test_no_room_for_the_catalogue_keeps_the_last_state(tmp_path: Path) -> None:
    with RawStore.open(filled(tmp_path)) as store:
        pages = store._db.execute("PRAGMA page_count").fetchone()[0]
        store._db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(NotDone, match="espacio"):
            _add_many(store, range(91000, 92000))
        store._db.execute("PRAGMA max_page_count = 100000")
        assert len(list(store.versions())) == 3
        store.add(document(91000))
        assert len(list(store.versions())) == 4
    assert problems(tmp_path) == []


def _add_many(store: RawStore, numbers: range) -> None:
    with store.transaction():
        for number in numbers:
            store.add(document(number))


def test_no_room_for_a_file_keeps_the_last_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    with RawStore.open(filled(tmp_path)) as store:
        with monkeypatch.context() as patched:
            patched.setattr(blobs, "_sync_one", full)
            with pytest.raises(NotDone, match="libere espacio"):
                store.add(document(90009))
        assert len(list(store.versions())) == 3
        assert store.add(document(90009)).outcome == "nuevo"
    assert problems(tmp_path) == []


def test_another_writer_is_waited_for_and_then_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "_WAIT", 0.05)
    with RawStore.open(filled(tmp_path)) as one, RawStore.open(tmp_path) as other, one.transaction():
        one.add(document(90008))
        with pytest.raises(NotDone, match="Otro proceso"):
            other.add(document(90009))


def test_verify_finds_changed_missing_and_unknown_files_and_leftovers(tmp_path: Path) -> None:
    home = filled(tmp_path)
    changed = blob(home)
    changed.write_bytes(b"otra cosa")
    missing = next(path for path in sorted((home / "archivos").rglob("*")) if path.is_file() and path != changed)
    missing.unlink()
    orphan = home / "archivos" / "ff" / ("f" * 64)
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"nadie lo nombra")
    (home / "archivos" / "tmp" / "resto").write_bytes(b"a medias")
    with RawStore.open(home) as store:
        found = {problem.donde: problem.que for problem in store.verify()}
    assert {path: words.split()[0] for path, words in found.items()} == {
        str(changed): "los",
        str(missing): "falta",
        str(orphan): "archivo",
        str(home / "archivos" / "tmp" / "resto"): "resto",
    }


def test_changed_and_missing_bytes_are_never_given_out(tmp_path: Path) -> None:
    home = filled(tmp_path, 2)
    with RawStore.open(home) as store:
        first, second = store.versions()
        (home / "archivos" / first.sha256[:2] / first.sha256).write_bytes(b"otra cosa")
        (home / "archivos" / second.sha256[:2] / second.sha256).unlink()
        with pytest.raises(CorruptStore, match="cambió"):
            store.body(first.sha256)
        with pytest.raises(CorruptStore, match="Falta"):
            store.raw(second)


def test_a_missing_file_comes_back_with_the_next_import(tmp_path: Path) -> None:
    home = filled(tmp_path, 1)
    blob(home).unlink()
    with RawStore.open(home) as store:
        assert store.add(document(90001)).outcome == "igual"
    assert problems(home) == []


def test_equal_contents_share_one_file(tmp_path: Path) -> None:
    with RawStore.open(tmp_path) as store:
        store.add(document(90001, b"lo mismo"))
        store.add(document(90002, b"lo mismo"))
    assert len([path for path in (tmp_path / "archivos").rglob("*") if path.is_file()]) == 1


def test_what_a_killed_transaction_left_is_swept_by_the_next(tmp_path: Path) -> None:
    home = filled(tmp_path, 1)
    rest = home / "archivos" / "tmp" / "resto"
    rest.write_bytes(b"a medias")
    with RawStore.open(home) as store:
        store.add(document(90002))
    assert not rest.exists()

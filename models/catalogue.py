"""The catalogue's schema, its migrations, and the way in: stdlib sqlite3, WAL, foreign keys, strict tables."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from models import schema
from models.errors import ConfigError, CorruptStore, NotDone
from models.schema import Migration

_WAIT = 60.0
"""Seconds to wait for another writer: a batch of an import holds the lock for a second or two."""

_SIDE_FILE = 64 * 1024
"""Bytes that SQLite wants beside a catalogue in WAL mode: twice the 32 KiB of one -shm."""

_NO_SIDE_FILES = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL)
_NO_WRITING = "revise los permisos de la carpeta."

MIGRATIONS: Sequence[Migration] = (schema.FIRST, schema.LOOKS, schema.CAUSAS)
"""One entry a schema version, only ever appended to: what is written here has already run on somebody's disk."""


def connect(path: Path) -> sqlite3.Connection:
    """The catalogue, made or brought to the newest schema. Raises ConfigError for a newer one, CorruptStore, NotDone.

    Where SQLite can't have its side files (a read-only folder, a disk without a free byte) the connection is one that only reads: what is
    committed can be served and listed, each attempt to write is NotDone.
    """
    with spoken(path):
        try:
            return _opened(path, migrate_to=MIGRATIONS)
        except sqlite3.OperationalError as error:
            if _code(error) not in _NO_SIDE_FILES or not path.is_file() or not path.stat().st_size:
                raise
            return _only_reading(path)


def _only_reading(path: Path) -> sqlite3.Connection:
    """A connection that writes nothing, not even side files. Raises sqlite3.OperationalError where that can't be."""
    try:
        return _opened(path, "?mode=ro")  # as one reader among others, where a writer keeps the side files at this moment
    except sqlite3.OperationalError:
        wal = path.with_name(f"{path.name}-wal")
        if wal.is_file() and wal.stat().st_size:  # a killed writer's last commits: only a connection that may lock can read them
            return _opened(path, alone=True)
        return _opened(path, "?mode=ro&immutable=1")


def _opened(path: Path, how: str = "", *, alone: bool = False, migrate_to: Sequence[Migration] = ()) -> sqlite3.Connection:
    """`alone`: takes the file for itself and keeps the index of the log in memory instead of beside it."""
    db = sqlite3.connect(f"{path.absolute().as_uri()}{how}", uri=True, timeout=_WAIT, isolation_level=None)
    try:
        db.row_factory = sqlite3.Row
        if alone:
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
        if not how:
            db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA foreign_keys = ON")
        if migrate_to:
            migrate(db, migrate_to)
        else:
            _readable(_version(db), path)
    except BaseException:
        db.close()
        raise
    return db


def migrate(db: sqlite3.Connection, migrations: Sequence[Migration]) -> None:
    """Runs what is missing, all or nothing. Raises ConfigError when the catalogue is of a newer program than this one."""
    if _version(db) == len(migrations):
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        version = _version(db)  # again, under the lock: another process may have migrated meanwhile
        if version > len(migrations):
            raise _newer(version, len(migrations))
        for migration in migrations[version:]:
            for statement in migration:
                db.execute(statement)
        db.execute(f"PRAGMA user_version = {len(migrations)}")
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


def _newer(version: int, known: int) -> ConfigError:
    return ConfigError(
        f"Esta carpeta de datos es de una versión más nueva de habeas (esquema {version}; este programa conoce hasta el {known}): "
        "actualice el programa o use otra carpeta con --home."
    )


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _readable(version: int, path: Path) -> None:
    """Raises ConfigError or NotDone when a catalogue that can't be migrated now is of another schema."""
    if version > len(MIGRATIONS):
        raise _newer(version, len(MIGRATIONS))
    if version < len(MIGRATIONS):
        raise NotDone(f"El catálogo {path} es de una versión anterior y no se puede poner al día: {_NO_WRITING}")


def _code(error: sqlite3.Error) -> int:
    """The primary result code, 0 where there is none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


@contextmanager
def spoken(path: Path) -> Iterator[None]:
    """Turns what SQLite and the disk say into NotDone (full, busy, read-only) or CorruptStore, with what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = _code(error)
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise CorruptStore(
                f"El catálogo {path} está dañado ({error}): recupérelo de una copia, o bórrelo y vuelva a importar."
            ) from error
        told = {
            sqlite3.SQLITE_FULL: disk_full(path),
            sqlite3.SQLITE_BUSY: f"Otro proceso está escribiendo en {path}: espere a que termine y repita la orden.",
            sqlite3.SQLITE_READONLY: disk_full(path) if _is_full(path) else f"No se puede escribir en {path}: {_NO_WRITING}",
            sqlite3.SQLITE_CANTOPEN: f"No se puede abrir {path}: revise que la carpeta exista y sus permisos.",
            sqlite3.SQLITE_IOERR: disk_full(path)
            if _is_full(path)
            else f"El disco falló al usar {path} ({error}). Lo último guardado sigue en pie.",
        }.get(code)
        if told is None:
            raise
        raise NotDone(told) from error
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise NotDone(disk_full(path)) from error


def _is_full(path: Path) -> bool:
    """Whether the disk has no room left for SQLite's side files: then they fail with anything but «full»."""
    try:
        return shutil.disk_usage(path.parent).free < _SIDE_FILE
    except OSError:
        return False


def disk_full(path: Path) -> str:
    """The sentence for a full disk."""
    return f"No queda espacio en el disco de {path.parent}: libere espacio y repita la orden. Lo guardado hasta aquí sigue en pie."

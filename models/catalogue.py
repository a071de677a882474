"""The catalogue's schema, its migrations, and the way in: stdlib sqlite3, WAL, foreign keys, strict tables."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from models.errors import ConfigError, CorruptStore, NotDone

Migration = Sequence[str]

_WAIT = 60.0
"""Seconds to wait for another writer: a batch of an import holds the lock for a second or two."""

_SIDE_FILE = 64 * 1024
"""Bytes that SQLite wants beside a catalogue in WAL mode: twice the 32 KiB of one -shm."""

_NO_SIDE_FILES = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL)
_NO_WRITING = "revise los permisos de la carpeta."

_FIRST: Migration = (
    """CREATE TABLE documents (
        document INTEGER PRIMARY KEY,
        stem TEXT NOT NULL,
        formato TEXT NOT NULL CHECK (formato IN ('pdf', 'html', 'texto')),
        url TEXT NOT NULL,
        name TEXT NOT NULL,
        expediente TEXT NOT NULL,
        kind TEXT NOT NULL,
        fecha_publicacion TEXT NOT NULL,
        ruling_id TEXT,
        ficticia INTEGER NOT NULL,
        UNIQUE (stem, formato)
    ) STRICT""",
    "CREATE INDEX documents_of_a_kind ON documents (expediente, kind)",
    "CREATE INDEX documents_of_a_ruling ON documents (ruling_id)",
    "CREATE INDEX documents_undecided ON documents (expediente, kind) WHERE ruling_id IS NULL",
    """CREATE TABLE versions (
        document INTEGER NOT NULL REFERENCES documents,
        version INTEGER NOT NULL CHECK (version > 0),
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        size INTEGER NOT NULL,
        media_type TEXT NOT NULL,
        source TEXT NOT NULL,
        obtained TEXT NOT NULL,
        estado TEXT NOT NULL CHECK (estado IN ('vigente', 'reemplazado', 'retirado_en_origen', 'duplicado')),
        lectura TEXT NOT NULL CHECK (lectura IN ('leido', 'sin_leer', 'pendiente')),
        words_sha256 TEXT,
        PRIMARY KEY (document, version),
        UNIQUE (document, sha256)
    ) STRICT""",
    "CREATE INDEX versions_of_a_content ON versions (sha256)",
    """CREATE TABLE listings (
        source TEXT NOT NULL,
        key TEXT NOT NULL,
        stem TEXT NOT NULL,
        said TEXT NOT NULL,
        since TEXT NOT NULL,
        PRIMARY KEY (source, key)
    ) STRICT""",
    "CREATE INDEX listings_of_a_document ON listings (stem)",
    """CREATE TABLE listing_history (
        source TEXT NOT NULL,
        key TEXT NOT NULL,
        said TEXT NOT NULL,
        since TEXT NOT NULL,
        until TEXT NOT NULL,
        FOREIGN KEY (source, key) REFERENCES listings
    ) STRICT""",
    """CREATE TABLE issues (
        etapa TEXT NOT NULL,
        url TEXT NOT NULL,
        regla TEXT NOT NULL,
        fuente TEXT NOT NULL,
        expediente TEXT NOT NULL,
        mensaje TEXT NOT NULL,
        fecha TEXT NOT NULL,
        abierta INTEGER NOT NULL,
        PRIMARY KEY (etapa, url, regla)
    ) STRICT""",
    """CREATE TABLE events (
        seq INTEGER PRIMARY KEY,
        tipo TEXT NOT NULL CHECK (tipo IN ('alta', 'cambio', 'retiro')),
        ruling_id TEXT NOT NULL,
        at TEXT NOT NULL,
        campos TEXT NOT NULL
    ) STRICT""",
    "CREATE TABLE announced (ruling_id TEXT PRIMARY KEY, record_sha256 TEXT NOT NULL) STRICT",
    """CREATE TABLE runs (
        number INTEGER PRIMARY KEY,
        command TEXT NOT NULL,
        source TEXT NOT NULL,
        started TEXT NOT NULL,
        finished TEXT,
        estado TEXT NOT NULL CHECK (estado IN ('en_curso', 'completa', 'incompleta', 'fallida')),
        counts TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE withdrawals (
        number INTEGER PRIMARY KEY,
        ruling_id TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('bloqueado', 'retirado', 'restaurado')),
        reason TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT""",
    # What is shown: a withdrawal lies over the version's own state and leaves it untouched, so that restoring is only another row.
    """CREATE VIEW held AS
        SELECT v.rowid AS row, d.*, v.version, v.sha256, v.size, v.media_type, v.source, v.obtained, v.lectura, v.words_sha256, v.estado AS own_estado,
            CASE WHEN w.ruling_id IS NULL THEN v.estado ELSE 'retirado_por_privacidad' END AS estado
        FROM versions v JOIN documents d USING (document)
        LEFT JOIN (SELECT ruling_id, state, max(number) FROM withdrawals GROUP BY ruling_id) w
            ON w.ruling_id = d.ruling_id AND w.state <> 'restaurado'""",
)

MIGRATIONS: Sequence[Migration] = (_FIRST,)
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

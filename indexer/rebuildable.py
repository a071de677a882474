"""SQLite files that hold nothing that can't be made again: one that is damaged, or of another version, is thrown away and made anew."""

import sqlite3
from pathlib import Path
from typing import Literal


def opened(path: Path, version: int, schema: str, isolation: Literal["DEFERRED"] | None, added: str = "") -> sqlite3.Connection:
    """The file, open for its one writer and many readers, its `schema` made where it is new and `added` (IF NOT EXISTS) in
    any; what is deleted leaves no trace (privacy.md 6).

    Raises sqlite3.OperationalError when the disk is full, the file busy or read-only: what is there is good and stays.
    """
    try:
        return _connected(path, version, schema, isolation, added)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        throw_away(path)
        return _connected(path, version, schema, isolation, added)


def throw_away(path: Path) -> None:
    """Deletes the file and what SQLite keeps beside it."""
    for leftover in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        leftover.unlink(missing_ok=True)


def _connected(path: Path, version: int, schema: str, isolation: Literal["DEFERRED"] | None, added: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=isolation, timeout=30)
    for setting in ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {setting}")
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found not in (0, version):
        connection.close()
        raise sqlite3.DatabaseError(f"version {found}")
    if not found:
        connection.executescript(f"BEGIN; {schema} PRAGMA user_version={version}; COMMIT;")
    connection.executescript(added)
    return connection

"""What the stages leave on disk for the next one: texts and rulings. All of it can be made again from the raw store.

`HOME/derivado.sqlite` (WAL):
    texts(sha256, formato, stamp, words_sha256, body)  one text for the bytes of a file; `stamp` of the readers that made it
    rulings(id, input, record_sha256, text_sha256, formato, body)  one record for a ruling; `input` = hash of all that it was made from
    shapes(key, size, sketch, pairs)  what tells near-duplicates (indexer.relate.shapes), by all that it was made from
    facts(id, made, body)  what relating asks of a record (indexer.relate.facts); `made` = rules and record that it was made from
    meta(key, value)
`body` is zlib of JSON. A file of another schema version is thrown away: nothing here is the only copy of anything.
"""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import TypeAdapter

from indexer import rebuildable
from models.catalogue import disk_full
from models.document import DocumentText
from models.errors import NotDone
from models.ids import RulingId
from models.ruling import Ruling
from models.ruling_json import from_json, to_json

VERSION = 1
FILE = "derivado.sqlite"
_SCHEMA = """
CREATE TABLE texts (sha256 TEXT, formato TEXT, stamp TEXT NOT NULL, words_sha256 TEXT NOT NULL, body BLOB NOT NULL,
                    PRIMARY KEY (sha256, formato)) WITHOUT ROWID;
CREATE TABLE rulings (id TEXT PRIMARY KEY, input TEXT NOT NULL, record_sha256 TEXT NOT NULL, text_sha256 TEXT NOT NULL, formato TEXT NOT NULL,
                      body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
_ADDED = """
CREATE TABLE IF NOT EXISTS shapes (key TEXT PRIMARY KEY, size INTEGER NOT NULL, sketch BLOB NOT NULL, pairs BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (id TEXT PRIMARY KEY, made TEXT NOT NULL, body BLOB NOT NULL) WITHOUT ROWID;
"""
"""Tables that came after version 1: a file without them gets them, and keeps its texts."""


@dataclass(frozen=True, slots=True)
class TextKey:
    """Which text: the bytes and how they were read."""

    sha256: str
    formato: str


@cache
def _texts() -> TypeAdapter[DocumentText]:
    return TypeAdapter(DocumentText)


def pack_text(document: DocumentText) -> bytes:
    """The text as it is kept; made in the worker, so that the parent only writes."""
    return zlib.compress(_texts().dump_json(document), 1)


def unpack_text(body: bytes) -> DocumentText:
    """The inverse of `pack_text`."""
    return _texts().validate_json(zlib.decompress(body))


class Derived:
    """The file of texts and rulings. One writer (the build holds the lock)."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    @classmethod
    def open(cls, home: Path) -> Self:
        """Opens or makes the file; one of another version, or one that is no database, is thrown away and made again."""
        return cls(rebuildable.opened(home / FILE, VERSION, _SCHEMA, "DEFERRED", _ADDED))

    @classmethod
    def reading(cls, home: Path) -> Self:
        """Opens the file of a home for reading, while another process may write it."""
        return cls(sqlite3.connect(f"{(home / FILE).resolve().as_uri()}?mode=ro", uri=True, timeout=30))

    @property
    def home(self) -> Path:
        """Where the file lies."""
        return Path(self._db.execute("PRAGMA database_list").fetchone()[2]).parent

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._db.close()

    def commit(self) -> None:
        """Makes everything since the last commit durable."""
        self._db.commit()

    def text_stamps(self) -> dict[TextKey, tuple[str, str]]:
        """Every text there is: key → (stamp of its readers, hash of its words)."""
        rows = self._db.execute("SELECT sha256, formato, stamp, words_sha256 FROM texts")
        return {TextKey(sha, formato): (stamp, words) for sha, formato, stamp, words in rows}

    def put_text(self, key: TextKey, stamp: str, words_sha256: str, body: bytes) -> None:
        """Keeps a packed text, replacing an older one."""
        self._db.execute("REPLACE INTO texts VALUES (?, ?, ?, ?, ?)", (key.sha256, key.formato, stamp, words_sha256, body))

    def text(self, key: TextKey) -> DocumentText | None:
        """The text, None when it was not read or could not be."""
        row = self._db.execute("SELECT body FROM texts WHERE sha256 = ? AND formato = ?", (key.sha256, key.formato)).fetchone()
        return unpack_text(row[0]) if row and row[0] else None

    def keep_texts(self, wanted: Set[TextKey]) -> None:
        """Forgets every other text, its bytes overwritten: replaced versions, and what was withdrawn for privacy."""
        gone = [(key.sha256, key.formato) for key in self.text_stamps() if key not in wanted]
        self._db.executemany("DELETE FROM texts WHERE sha256 = ? AND formato = ?", gone)

    def inputs(self) -> dict[RulingId, str]:
        """Every ruling there is → hash of what it was made from."""
        return {RulingId(name): made for name, made in self._db.execute("SELECT id, input FROM rulings")}

    def put_ruling(self, ruling: Ruling, made_from: str, key: TextKey) -> str:
        """Keeps a record, replacing an older one; returns its hash."""
        line = to_json(ruling)
        record_sha256 = hashlib.sha256(line).hexdigest()
        row = (ruling.id, made_from, record_sha256, key.sha256, key.formato, zlib.compress(line, 1))
        self._db.execute("REPLACE INTO rulings VALUES (?, ?, ?, ?, ?, ?)", row)
        return record_sha256

    def drop_rulings(self, ids: set[RulingId]) -> None:
        """Forgets records whose document is gone or no longer gives a ruling."""
        self._db.executemany("DELETE FROM rulings WHERE id = ?", [(name,) for name in ids])

    def hashes(self) -> dict[RulingId, str]:
        """Every ruling → hash of its record, in order of id."""
        return {RulingId(name): sha for name, sha in self._db.execute("SELECT id, record_sha256 FROM rulings ORDER BY id")}

    def rulings(self) -> Iterator[tuple[Ruling, TextKey]]:
        """Every record with the key of its text, in order of id; one in memory at a time."""
        for body, sha256, formato in self._db.execute("SELECT body, text_sha256, formato FROM rulings ORDER BY id"):
            yield from_json(zlib.decompress(body)), TextKey(sha256, formato)

    def records(self, ids: Sequence[str]) -> Iterator[tuple[Ruling, TextKey, str]]:
        """These records, in this order, each with the key of its text and its hash; those that there are not are left out."""
        for name in ids:
            row = self._db.execute("SELECT body, text_sha256, formato, record_sha256 FROM rulings WHERE id = ?", (name,)).fetchone()
            if row is not None:
                yield from_json(zlib.decompress(row[0])), TextKey(row[1], row[2]), row[3]

    def lacking_facts(self, stamp: str) -> list[str]:
        """The records, in order of id, without facts that were made from them by these rules."""
        asked = "SELECT id FROM rulings r WHERE NOT EXISTS (SELECT 1 FROM facts f WHERE f.id = r.id AND f.made = ? || r.record_sha256) ORDER BY id"
        return [name for (name,) in self._db.execute(asked, (f"{stamp} ",))]

    def put_facts(self, name: str, stamp: str, record_sha256: str, body: bytes) -> None:
        """Keeps the facts of a record, replacing older ones."""
        self._db.execute("REPLACE INTO facts VALUES (?, ?, ?)", (name, f"{stamp} {record_sha256}", body))

    def facts(self) -> Iterator[tuple[bytes, TextKey]]:
        """The facts of every record that has some, with the key of its text, in order of id."""
        for body, sha256, formato in self._db.execute(
            "SELECT f.body, text_sha256, formato FROM rulings r JOIN facts f USING (id) ORDER BY r.id"
        ):
            yield body, TextKey(sha256, formato)

    def drop_facts(self) -> None:
        """Forgets the facts of records that are gone."""
        self._db.execute("DELETE FROM facts WHERE id NOT IN (SELECT id FROM rulings)")

    def has_shape(self, key: str) -> bool:
        """Whether there is such a shape."""
        return self._db.execute("SELECT 1 FROM shapes WHERE key = ?", (key,)).fetchone() is not None

    def put_shape(self, key: str, size: int, sketch: bytes, pairs: bytes) -> None:
        """Keeps a shape, replacing an older one."""
        self._db.execute("REPLACE INTO shapes VALUES (?, ?, ?, ?)", (key, size, sketch, pairs))

    def sketches(self) -> dict[str, tuple[int, bytes]]:
        """Every shape there is: key → (size, sketch); their pairs stay on disk."""
        return {key: (size, sketch) for key, size, sketch in self._db.execute("SELECT key, size, sketch FROM shapes")}

    def pairs(self, key: str) -> bytes:
        """The pairs of a shape that there is."""
        found: bytes = self._db.execute("SELECT pairs FROM shapes WHERE key = ?", (key,)).fetchone()[0]
        return found

    def drop_shapes(self, keys: Set[str]) -> None:
        """Forgets shapes whose ruling is gone or has other words now."""
        self._db.executemany("DELETE FROM shapes WHERE key = ?", [(key,) for key in keys])

    def meta(self) -> Mapping[str, str]:
        """Small facts about the last build."""
        return dict(self._db.execute("SELECT key, value FROM meta"))

    def set_meta(self, key: str, value: str) -> None:
        """Keeps a small fact."""
        self._db.execute("REPLACE INTO meta VALUES (?, ?)", (key, value))


@contextmanager
def mended(home: Path) -> Iterator[None]:
    """Turns what SQLite says of the file into NotDone. One found damaged on the way is thrown away: the next build makes it again."""
    path = home / FILE
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_FULL:
            raise NotDone(disk_full(path)) from error
        if code not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise NotDone(f"No se pudo usar {path} ({error}). Lo último construido sigue sirviendo.") from error
        rebuildable.throw_away(path)
        raise NotDone(f"{path} estaba dañado y se borró; repita «habeas build»: se rehace con los archivos guardados.") from error

"""HOME/sentido.sqlite: what is known of meaning, made from a generation of the index and made again from it whenever it is lost.

    pasajes(tipo, unico, huella, texto)  every ruling (tipo 0) and fundamento (1) that has a vector or waits for one; `texto` only while it waits
    resumenes(clave, dicho, temas, clases)  of each ruling its digest (indexer.meaning.digest) and what it is grouped by
    senalados(clave, numero, n)  how many rulings name the fundamento `numero` of a ruling when they cite it
    ecos(unico, clave, numero)  which ruling, and fundamento ("" = none named), a fundamento cites
    vectores(huella, vector)  384 bytes of int8; `huella` = hash of the model's name and the text, so that nothing is embedded twice
    datos(clave, valor)  `hecho_de`: the fingerprint of the generation that all but the vectors were made from
A kill -9 costs at most one batch. Vectors whose passage is gone (withdrawn, changed) go with it, their bytes overwritten.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

from indexer import rebuildable
from indexer.meaning.model import DIMENSIONS, Vectors

FILE = "sentido.sqlite"
VERSION = 1
MADE_FROM = "hecho_de"
_SCALE = 127.0
_SCHEMA = """
CREATE TABLE pasajes (tipo INTEGER NOT NULL, unico INTEGER NOT NULL, huella BLOB NOT NULL, texto TEXT, PRIMARY KEY (tipo, unico)) STRICT,
WITHOUT ROWID;
CREATE INDEX por_huella ON pasajes (huella);
CREATE TABLE resumenes (clave INTEGER PRIMARY KEY, dicho TEXT NOT NULL, temas TEXT NOT NULL, clases TEXT NOT NULL) STRICT;
CREATE TABLE senalados (clave INTEGER NOT NULL, numero TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (clave, numero)) STRICT, WITHOUT ROWID;
CREATE TABLE ecos (unico INTEGER NOT NULL, clave INTEGER NOT NULL, numero TEXT NOT NULL, PRIMARY KEY (unico, clave, numero)) STRICT,
WITHOUT ROWID;
CREATE TABLE vectores (huella BLOB PRIMARY KEY, vector BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE datos (clave TEXT PRIMARY KEY, valor TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class About:
    """A ruling's digest as it is kept: `clave` is fields.key."""

    clave: int
    said: str
    themes: tuple[str, ...]
    kinds: tuple[str, ...]
    """Kinds of institution."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that gets a vector; `key` is its document's in the index of its kind."""

    kind: Literal["sentencias", "parrafos"]
    key: int
    mark: bytes
    text: str


@dataclass(frozen=True, slots=True)
class Listed:
    """What a generation gives: `pinned` (ruling's key, number of a fundamento, rulings that name it), `echoes` (fundamento's key, key of the ruling
    it cites, number of the fundamento or "")."""

    passages: list[Passage]
    about: list[About]
    pinned: list[tuple[int, str, int]]
    echoes: list[tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A passage without a vector."""

    mark: bytes
    text: str


class Kept:
    """The file, open. One writer (the build holds the lock), many readers."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    @classmethod
    def open(cls, home: Path) -> Self:
        """Opens or makes it; one of another version, or one that is no database, is made again: it holds nothing that can't be."""
        return cls(rebuildable.opened(home / FILE, VERSION, _SCHEMA, None))

    @classmethod
    def read(cls, home: Path) -> Self | None:
        """For reading, between threads; None where there is none of this version."""
        path = home / FILE
        try:
            db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False, isolation_level=None)
            if db.execute("PRAGMA user_version").fetchone()[0] != VERSION:
                return None
        except sqlite3.DatabaseError:
            return None
        return cls(db)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def made_from(self) -> str | None:
        """Fingerprint of the generation whose passages are listed; None before the first."""
        row = self._db.execute("SELECT valor FROM datos WHERE clave = ?", (MADE_FROM,)).fetchone()
        return row[0] if row else None

    def state(self) -> int:
        """Changes whenever somebody else has written."""
        found: int = self._db.execute("PRAGMA data_version").fetchone()[0]
        return found

    def replace(self, made_from: str, listed: Listed) -> None:
        """Lists what a generation gives instead of what was listed: known vectors stay, those that nobody has any more go."""
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            for table in ("pasajes", "resumenes", "senalados", "ecos"):
                self._db.execute(f"DELETE FROM {table}")
            known = "SELECT ?1, ?2, ?3, CASE WHEN EXISTS (SELECT 1 FROM vectores WHERE huella = ?3) THEN NULL ELSE ?4 END"
            rows = ((int(one.kind == "parrafos"), one.key, one.mark, one.text) for one in listed.passages)
            self._db.executemany(f"INSERT INTO pasajes {known}", rows)
            digests = ((one.clave, one.said, json.dumps(one.themes), json.dumps(one.kinds)) for one in listed.about)
            self._db.executemany("INSERT INTO resumenes VALUES (?, ?, ?, ?)", digests)
            self._db.executemany("INSERT INTO senalados VALUES (?, ?, ?)", listed.pinned)
            self._db.executemany("INSERT OR IGNORE INTO ecos VALUES (?, ?, ?)", listed.echoes)
            self._db.execute("DELETE FROM vectores WHERE huella NOT IN (SELECT huella FROM pasajes)")
            self._db.execute("REPLACE INTO datos VALUES (?, ?)", (MADE_FROM, made_from))

    def waiting(self) -> list[Waiting]:
        """Every text that waits for its vector, each once: rulings before fundamentos, since a question is answered by those."""
        rows = self._db.execute("SELECT huella, texto FROM pasajes WHERE texto IS NOT NULL ORDER BY tipo, unico")
        return [Waiting(mark, text) for mark, text in dict(rows).items()]

    def put(self, marks: Sequence[bytes], vectors: Vectors) -> None:
        """Keeps the vectors of these texts; durable when it returns."""
        packed = packed_vectors(vectors)
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany("REPLACE INTO vectores VALUES (?, ?)", ((m, row.tobytes()) for m, row in zip(marks, packed, strict=True)))
            self._db.executemany("UPDATE pasajes SET texto = NULL WHERE huella = ?", ((m,) for m in marks))

    def counts(self) -> tuple[int, int]:
        """(passages, those that still wait for a vector)."""
        row = self._db.execute("SELECT count(*), count(texto) FROM pasajes").fetchone()
        return int(row[0]), int(row[1])

    def vectors(self, kind: Literal["sentencias", "parrafos"]) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
        """Keys of documents of that kind, in order, and their vectors, a row each."""
        asked = "SELECT unico, vector FROM pasajes JOIN vectores USING (huella) WHERE tipo = ? ORDER BY unico"
        rows = self._db.execute(asked, (int(kind == "parrafos"),)).fetchall()
        packed = np.frombuffer(b"".join(vector for _, vector in rows), np.int8).reshape(-1, DIMENSIONS)
        return np.array([unico for unico, _ in rows], np.int64), packed

    def about(self) -> Iterator[About]:
        """The digests, in order of key."""
        for clave, said, themes, kinds in self._db.execute("SELECT clave, dicho, temas, clases FROM resumenes ORDER BY clave"):
            yield About(clave, said, tuple(json.loads(themes)), tuple(json.loads(kinds)))

    def pinned(self) -> dict[tuple[int, str], int]:
        """(ruling's key, number of a fundamento) → rulings that name it."""
        return {(clave, numero): n for clave, numero, n in self._db.execute("SELECT clave, numero, n FROM senalados")}

    def echoes(self) -> dict[int, tuple[tuple[int, str], ...]]:
        """Fundamento's key → what it cites."""
        found: dict[int, list[tuple[int, str]]] = {}
        for unico, clave, numero in self._db.execute("SELECT unico, clave, numero FROM ecos ORDER BY unico, clave, numero"):
            found.setdefault(unico, []).append((clave, numero))
        return {unico: tuple(cites) for unico, cites in found.items()}


def mark_of(model: str, text: str) -> bytes:
    """What a vector is known by."""
    return hashlib.sha256(f"{model}\0{text}".encode("utf-8", "surrogatepass")).digest()[:16]


def packed_vectors(vectors: Vectors) -> NDArray[np.int8]:
    """Unit vectors as int8: a quarter of the room, no loss that the keys show (.908 against .906, text-tools.md §6)."""
    packed: NDArray[np.int8] = np.clip(np.rint(vectors * _SCALE), -_SCALE, _SCALE).astype(np.int8)
    return packed


def unpacked(packed: NDArray[np.int8]) -> Vectors:
    """The vectors of `packed_vectors`, ready to be multiplied with a question's."""
    return packed.astype(np.float32) / np.float32(_SCALE)

"""Writes what a generation keeps whole (read by indexer.index.stored): records, texts, lines of results, known values. One SQLite file, and the
words as numbers beside it (indexer.index.forward).

Tables: sentencias (clave = fields.key; `cortes`: the zones in words, and the words that stand oddly), valores (facet or
expediente/cita → value → rulings), columnas (facets and dates of all rulings, indexer.index.columns), entidades (slug → name), vocabulario
(indexer.index.spelling: `forma` NULL = known, never proposed; `numero` in the forward files).
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from indexer.index.analysis import stem_of
from indexer.index.columns import TABLE as COLUMNS_TABLE
from indexer.index.columns import ColumnsWriter
from indexer.index.forward import FOLDER, ForwardWriter
from indexer.index.preparing import Prepared
from indexer.index.spelling import VocabularyCount

_TABLES = """
CREATE TABLE sentencias (
  clave INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, expediente TEXT NOT NULL, fecha TEXT, numero TEXT, sala TEXT, serie TEXT,
  citada_por INTEGER NOT NULL, cortes TEXT NOT NULL, linea BLOB NOT NULL, texto BLOB NOT NULL, original BLOB, paginas TEXT NOT NULL, record BLOB NOT NULL
) STRICT;
CREATE TABLE valores (campo TEXT NOT NULL, valor TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (campo, valor)) STRICT, WITHOUT ROWID;
CREATE TABLE entidades (slug TEXT PRIMARY KEY, nombre TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE vocabulario (
  palabra TEXT PRIMARY KEY, forma TEXT, n INTEGER NOT NULL, numero INTEGER NOT NULL, raiz TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX por_expediente ON sentencias (expediente);
CREATE INDEX por_raiz ON vocabulario (raiz, numero);
CREATE INDEX por_numero ON sentencias (numero) WHERE numero IS NOT NULL;
ANALYZE;
"""
_INSERT = f"INSERT INTO sentencias VALUES ({', '.join('?' * 14)})"


class StoredWriter:
    """Writes the file; one transaction, durable when the block ends without an error."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.executescript(_TABLES + COLUMNS_TABLE)
        self._db.execute("BEGIN")
        self._values: Counter[tuple[str, str]] = Counter()
        self._names: dict[str, str] = {}
        self._words = VocabularyCount()
        self._columns = ColumnsWriter()
        self._forward = ForwardWriter(path.parent / FOLDER)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            self._forward.close(error is None)
            if error is None:
                rows = ((field, value, n) for (field, value), n in sorted(self._values.items()))
                self._db.executemany("INSERT INTO valores VALUES (?, ?, ?)", rows)
                self._db.executemany("INSERT INTO entidades VALUES (?, ?)", sorted(self._names.items()))
                self._db.executemany("INSERT INTO vocabulario VALUES (?, ?, ?, ?, ?)", self._vocabulary())
                self._columns.write(self._db)
                self._db.execute("COMMIT")
                self._db.executescript(_INDEXES)
        finally:
            self._db.close()

    def add(self, made: Prepared) -> None:
        """Keeps one ruling. Raises sqlite3.IntegrityError when its id was added before."""
        self._db.execute(_INSERT, made.row)
        self._forward.add(made.parted, made.vocabulary, made.sin_enye)
        self._columns.add(made.clave, made.facets, made.days)
        self._values.update((facet, value) for facet, values in made.facets.items() for value in values)
        self._values.update(("cita", value) for value in made.cited)
        self._values["expediente", made.id] += 1
        self._names.update(made.entities)
        self._words.add(made.surfaces, made.vocabulary, made.names)

    def _vocabulary(self) -> Iterator[tuple[str, str | None, int, int, str]]:
        """Every word with its number in the forward files, and its stem."""
        numbers = self._forward.numbers
        return ((word, written, n, numbers[word], stem_of(word)) for word, written, n in self._words.rows())

"""What a generation keeps whole: records, texts, lines of results, known values. One SQLite file, written once, then only read.

Tables: sentencias (clave = fields.key; `palabras`, `cortes` and `lugares` are the text cut into words, indexer.index.cutting), valores (facet or
expediente/cita → value → rulings), columnas (facets and dates of all rulings, indexer.index.columns), entidades (slug → name), vocabulario
(indexer.index.spelling: `forma` NULL = known, never proposed).
SQLite rather than tantivy's store: look-ups by expediente and sentencia number, and 0.1 ms a ruling either way.
"""

import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

from indexer.index.analysis import Words
from indexer.index.base import Indexed
from indexer.index.columns import TABLE as COLUMNS_TABLE
from indexer.index.columns import Columns, ColumnsWriter
from indexer.index.cutting import Cut, cut, pack_places, pack_words, places, unpack_places, unpack_words, zone_ranges
from indexer.index.fields import cited, facet_values, key, period
from indexer.index.lines import Line, line_of
from indexer.index.match import Matcher
from indexer.index.spelling import Spoken, VocabularyCount
from models.ids import RulingId
from models.privacy import public
from models.ruling_json import from_json, to_json

_TABLES = """
CREATE TABLE sentencias (
  clave INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, expediente TEXT NOT NULL, fecha TEXT, numero TEXT, sala TEXT, serie TEXT,
  citada_por INTEGER NOT NULL, cortes TEXT NOT NULL, palabras BLOB NOT NULL, linea BLOB NOT NULL, lugares BLOB NOT NULL, texto BLOB NOT NULL,
  original BLOB, paginas TEXT NOT NULL, record BLOB NOT NULL
) STRICT;
CREATE TABLE valores (campo TEXT NOT NULL, valor TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (campo, valor)) STRICT, WITHOUT ROWID;
CREATE TABLE entidades (slug TEXT PRIMARY KEY, nombre TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE vocabulario (palabra TEXT PRIMARY KEY, forma TEXT, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX por_expediente ON sentencias (expediente);
CREATE INDEX por_numero ON sentencias (numero) WHERE numero IS NOT NULL;
ANALYZE;
"""


RECENT = 400
"""Rulings whose words and text stay unpacked, some 0.1 MB each: those that answer one question answer the next ones too."""


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

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if error is None:
                rows = ((field, value, n) for (field, value), n in sorted(self._values.items()))
                self._db.executemany("INSERT INTO valores VALUES (?, ?, ?)", rows)
                self._db.executemany("INSERT INTO entidades VALUES (?, ?)", sorted(self._names.items()))
                self._db.executemany("INSERT INTO vocabulario VALUES (?, ?, ?)", self._words.rows())
                self._columns.write(self._db)
                self._db.execute("COMMIT")
                self._db.executescript(_INDEXES)
        finally:
            self._db.close()

    def add(self, indexed: Indexed, words: Words) -> None:
        """Keeps one ruling, cut into these words. Raises sqlite3.IntegrityError when its id was added before."""
        ruling = indexed.ruling
        shown = public(ruling)
        line = line_of(indexed, shown)
        made = cut(words, zone_ranges(words, line.secciones), line.fundamentos)
        row = (
            key(ruling.id), ruling.id, ruling.expediente, ruling.fecha, _bare(ruling.numero_sentencia), ruling.sala, ruling.serie,
            indexed.citada_por, _cuts(line.sin_enye, made),
            _packed(pack_words(made)), line.to_json(), _packed(pack_places(places(words))), _packed(_bytes(indexed.text)),
            None if indexed.original == indexed.text else _packed(_bytes(indexed.original)), json.dumps(indexed.paginas),
            _packed(to_json(ruling)),
        )  # fmt: skip
        self._db.execute(f"INSERT INTO sentencias VALUES ({', '.join('?' * len(row))})", row)
        found = facet_values(ruling)
        self._columns.add(row[0], found, (*(period(ruling.fecha) or (0, 0)), *(period(ruling.fecha_publicacion) or (0, 0))))
        for facet, values in found.items():
            self._values.update((facet, value) for value in values)
        self._values.update(("cita", value) for value in cited(ruling))
        self._values["expediente", ruling.id] += 1
        self._names.update(zip(shown.entidades_slug, shown.entidades, strict=False))
        self._words.add(words.surfaces, words.vocabulary, (*line.privados, *line.otros))


class Stored:
    """The file of a finished generation. One connection for all threads (SQLite serialises); it outlives the file's name."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._known: dict[str, Mapping[str, int]] = {}
        self._recent = lru_cache(RECENT)(self._read)

    def close(self) -> None:
        """Closes the file; for tests, others leave it to the garbage collector."""
        self._db.close()

    def get(self, ruling_id: str) -> Indexed | None:
        """The whole ruling; None when it is not here."""
        row = self._db.execute("SELECT record, texto, original, paginas, citada_por FROM sentencias WHERE id = ?", (ruling_id,)).fetchone()
        if row is None:
            return None
        text = _text(row[1])
        return Indexed(
            from_json(zlib.decompress(row[0])), text, text if row[2] is None else _text(row[2]), tuple(json.loads(row[3])), row[4]
        )

    def line(self, clave: int) -> Line:
        """What a line of results shows."""
        return Line.from_json(self._db.execute("SELECT linea FROM sentencias WHERE clave = ?", (clave,)).fetchone()[0])

    def cut(self, clave: int) -> Matcher:
        """The ruling's words, cut when it was indexed: for verifying, without its text."""
        row = self._db.execute("SELECT cortes, palabras FROM sentencias WHERE clave = ?", (clave,)).fetchone()
        return _matcher(*row)

    def matcher(self, clave: int, line: Line) -> Matcher:
        """The ruling's text, ready to be matched and marked."""
        return replace(self._recent(clave), secciones=line.secciones, fundamentos=line.fundamentos, _cache={})

    def _read(self, clave: int) -> Matcher:
        row = self._db.execute("SELECT cortes, palabras, lugares, texto FROM sentencias WHERE clave = ?", (clave,)).fetchone()
        return replace(_matcher(row[0], row[1]), text=_text(row[3]), kept=unpack_places(zlib.decompress(row[2])))

    def series(self) -> Mapping[int, str]:
        """Key → near-duplicate series, for the rulings that have one."""
        return dict(self._db.execute("SELECT clave, serie FROM sentencias WHERE serie IS NOT NULL"))

    def known(self, field: str) -> Mapping[str, int]:
        """The values that a facet, `cita` or `expediente` has here, each with its number of rulings. Kept after the first call."""
        if field not in self._known:
            self._known[field] = dict(self._db.execute("SELECT valor, n FROM valores WHERE campo = ?", (field,)))
        return self._known[field]

    @cached_property
    def columns(self) -> Columns:
        """Facets and dates of every ruling, read whole."""
        return Columns(self._db)

    def entities(self) -> Mapping[str, str]:
        """Slug → canonical name."""
        return dict(self._db.execute("SELECT slug, nombre FROM entidades"))

    def spoken(self) -> Mapping[str, Spoken]:
        """The words that may be proposed for a misspelt one, by their exact form."""
        rows = self._db.execute("SELECT palabra, forma, n FROM vocabulario WHERE forma IS NOT NULL")
        return {word: Spoken(forma, n) for word, forma, n in rows}

    def holds(self, word: str) -> bool:
        """Whether any ruling has the word (exact form)."""
        return self._db.execute("SELECT 1 FROM vocabulario WHERE palabra = ?", (word,)).fetchone() is not None

    def by_number(self, numero: str, sala: str | None) -> tuple[RulingId, ...]:
        """Rulings with that sentencia number ("312/2022"), by date; `sala` None = any."""
        rows = self._db.execute(
            "SELECT id FROM sentencias WHERE numero = ? AND (?2 IS NULL OR sala = ?2) ORDER BY fecha IS NULL, fecha, id",
            (_bare(numero), sala),
        )
        return tuple(RulingId(row[0]) for row in rows)

    def by_date(self, ids: Sequence[str]) -> tuple[RulingId, ...]:
        """The ids ordered by date, unknown last."""
        marks = ", ".join("?" * len(ids))
        rows = self._db.execute(f"SELECT id FROM sentencias WHERE id IN ({marks}) ORDER BY fecha IS NULL, fecha, id", tuple(ids))
        return tuple(RulingId(row[0]) for row in rows)

    def lines(self, claves: Iterable[int]) -> Iterator[Line]:
        """Lines of results in the order given, one in memory at a time."""
        return (self.line(clave) for clave in claves)


def _bare(numero: str | None) -> str | None:
    """ "0312/2022" → "312/2022"."""
    return numero.strip().lstrip("0") if numero else None


def _cuts(sin_enye: bool, made: Cut) -> str:
    return json.dumps([sin_enye, made.zones, made.sentences, made.paragraphs, made.numbered], separators=(",", ":"))


def _matcher(cortes: str, palabras: bytes) -> Matcher:
    sin_enye, *cuts = json.loads(cortes)
    vocabulary, ids = unpack_words(zlib.decompress(palabras))
    return Matcher("", sin_enye, given=Cut(vocabulary, ids, *cuts))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _packed(content: bytes) -> bytes:
    """Level 1: a tenth larger than level 6, in half the time."""
    return zlib.compress(content, 1)


def _text(packed: bytes) -> str:
    return zlib.decompress(packed).decode("utf-8", "surrogatepass")

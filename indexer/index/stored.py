"""What a generation keeps whole: records, texts, lines of results, known values. One SQLite file, written once (indexer.index.storing), then only read.

SQLite rather than tantivy's store: look-ups by expediente and sentencia number, and 0.1 ms a ruling either way.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from indexer.index.base import Indexed
from indexer.index.columns import Columns
from indexer.index.cutting import Ranges
from indexer.index.forward import FOLDER, Forward
from indexer.index.lexicon import KeptWords
from indexer.index.lines import Line
from indexer.index.match import Matcher
from indexer.index.preparing import bare_number
from indexer.index.spelling import Spoken
from models.ids import RulingId
from models.ruling_json import from_json

RECENT = 400
"""Rulings whose words and text stay unpacked, some 0.1 MB each: those that answer one question answer the next ones too."""


LINES = 2_000
"""Lines that stay at hand, some 5 KB each."""


class Stored:
    """The files of a finished generation. One connection for all threads (SQLite serialises); they outlive the files' names."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._known: dict[str, Mapping[str, int]] = {}
        self.forward = Forward(path.parent / FOLDER)
        self.lexicon = KeptWords(self._db, self.forward.vocabulary)
        self._recent = lru_cache(RECENT)(self._read)
        self.line = lru_cache(LINES)(self._line)
        """What a line of results shows, by the ruling's key."""

    def close(self) -> None:
        """Closes the file; for tests, others leave it to the garbage collector."""
        self._db.close()
        self.forward.close()
        self.forward.occurrences.close()

    def get(self, ruling_id: str) -> Indexed | None:
        """The whole ruling; None when it is not here."""
        row = self._db.execute("SELECT record, texto, original, paginas, citada_por FROM sentencias WHERE id = ?", (ruling_id,)).fetchone()
        if row is None:
            return None
        text = _text(row[1])
        return Indexed(
            from_json(zlib.decompress(row[0])), text, text if row[2] is None else _text(row[2]), tuple(json.loads(row[3])), row[4]
        )

    def _line(self, clave: int) -> Line:
        return Line.from_json(self._db.execute("SELECT linea FROM sentencias WHERE clave = ?", (clave,)).fetchone()[0])

    def ids(self, claves: Sequence[int]) -> tuple[RulingId, ...]:
        """The ids of rulings by their keys, in the same order."""
        found = (self._db.execute("SELECT id FROM sentencias WHERE clave = ?", (clave,)).fetchone()[0] for clave in claves)
        return tuple(map(RulingId, found))

    def cut(self, clave: int) -> Matcher:
        """The ruling's words, cut when it was indexed: for verifying, without its text."""
        (cortes,) = self._db.execute("SELECT cortes FROM sentencias WHERE clave = ?", (clave,)).fetchone()
        return self._matcher(clave, json.loads(cortes)[0])[0]

    def matcher(self, clave: int, line: Line) -> Matcher:
        """The ruling's text, ready to be matched and marked."""
        return replace(self._recent(clave), secciones=line.secciones, fundamentos=line.fundamentos, _cache={})

    def _read(self, clave: int) -> Matcher:
        cortes, texto = self._db.execute("SELECT cortes, texto FROM sentencias WHERE clave = ?", (clave,)).fetchone()
        zones, odd = json.loads(cortes)
        matcher, place = self._matcher(clave, zones)
        return replace(matcher, text=_text(texto), kept=self.forward.places(place, matcher.cut, odd))

    def _matcher(self, clave: int, zones: Ranges) -> tuple[Matcher, int]:
        place = int(self.columns.places(np.array([clave]))[0])
        return Matcher("", bool(self.forward.sin_enye[place]), given=self.forward.cut(place, zones, self.lexicon)), place

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
            (bare_number(numero), sala),
        )
        return tuple(RulingId(row[0]) for row in rows)

    def by_date(self, ids: Sequence[str]) -> tuple[RulingId, ...]:
        """The ids ordered by date, unknown last."""
        marks = ", ".join("?" * len(ids))
        rows = self._db.execute(f"SELECT id FROM sentencias WHERE id IN ({marks}) ORDER BY fecha IS NULL, fecha, id", tuple(ids))
        return tuple(RulingId(row[0]) for row in rows)

    def lines(self, claves: Iterable[int]) -> Iterator[Line]:
        """Lines of results in the order given, one in memory at a time."""
        return (self._line(clave) for clave in claves)


def _text(packed: bytes) -> str:
    return zlib.decompress(packed).decode("utf-8", "surrogatepass")

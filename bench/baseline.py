"""The baseline: SQLite FTS5 set up as its experts would, doing the same work on the same records. Not part of the product.

Same analysis (words folded, and folded and stemmed, by the product's own recipe before FTS5 sees them), an external facet table with a covering index, one
temporary table of matches for a faceted page, a table of sentences without their text for what stands in one, FTS5's own snippet() for the passages;
the file mapped, statements prepared once (sqlite3 keeps them), ANALYZE run.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from indexer.index.analysis import exact, stems, words
from indexer.index.base import Indexed
from indexer.index.cutting import cut
from indexer.index.fields import facet_values

PAGE = 20
SENTENCES = 16
"""Bits of a sentence's number below its ruling's."""


class Fts5:
    """An FTS5 index of rulings with their facets."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute("PRAGMA cache_size=-65536")
        self._db.execute("PRAGMA temp_store=MEMORY")
        self._db.execute("PRAGMA mmap_size=4294967296")

    @property
    def size(self) -> int:
        """How many rulings are in it; 0 when it was never filled."""
        try:
            return int(self._db.execute("SELECT count(*) FROM rulings").fetchone()[0])
        except sqlite3.OperationalError:
            return 0

    def fill(self, rulings: Iterable[Indexed]) -> None:
        """Builds the whole index."""
        self._db.executescript(
            """CREATE VIRTUAL TABLE texts USING fts5(body, words, tokenize="unicode61 remove_diacritics 0");
            CREATE VIRTUAL TABLE sentences USING fts5(body, content='', tokenize="unicode61 remove_diacritics 0");
            CREATE TABLE rulings (rowid INTEGER PRIMARY KEY, id TEXT, fecha TEXT, proceso TEXT);
            CREATE TABLE facets (facet TEXT, value TEXT, ruling INTEGER, PRIMARY KEY (facet, value, ruling)) WITHOUT ROWID;"""
        )
        for rowid, indexed in enumerate(rulings, 1):
            row = (rowid, " ".join(stems(indexed.text)), " ".join(exact(indexed.text)))
            self._db.execute("INSERT INTO texts(rowid, body, words) VALUES (?, ?, ?)", row)
            self._db.execute(
                "INSERT INTO rulings VALUES (?, ?, ?, ?)", (rowid, indexed.ruling.id, indexed.ruling.fecha, indexed.ruling.proceso)
            )
            self._db.executemany("INSERT OR IGNORE INTO facets VALUES (?, ?, ?)", _facet_rows(rowid, indexed))
            self._db.executemany("INSERT INTO sentences(rowid, body) VALUES (?, ?)", _sentences(rowid, indexed))
        self._db.execute("CREATE INDEX by_ruling ON facets (ruling, facet, value)")
        self._db.execute("INSERT INTO texts(texts) VALUES ('optimize')")
        self._db.execute("INSERT INTO sentences(sentences) VALUES ('optimize')")
        self._db.execute("ANALYZE")
        self._db.commit()

    def page(self, match: str, filters: Mapping[str, str] | None = None) -> tuple[int, list[tuple[str, str]]]:
        """Total and the first page, best first, with a passage each."""
        where, values = _where(filters or {})
        total = self._db.execute(f"SELECT count(*) FROM texts WHERE texts MATCH ?{where}", (match, *values)).fetchone()[0]
        hits = self._db.execute(
            f"""SELECT (SELECT id FROM rulings WHERE rulings.rowid = texts.rowid), snippet(texts, 0, '<mark>', '</mark>', '…', 32)
            FROM texts WHERE texts MATCH ?{where} ORDER BY rank LIMIT {PAGE}""",
            (match, *values),
        ).fetchall()
        return total, hits

    def together(self, match: str, sentence: str) -> tuple[int, list[tuple[str, str]]]:
        """Total and first page of the rulings that have the words in one sentence."""
        self._db.execute("DROP TABLE IF EXISTS temp.together")
        self._db.execute("CREATE TEMP TABLE together (ruling INTEGER PRIMARY KEY)")
        self._db.execute(f"INSERT OR IGNORE INTO together SELECT rowid >> {SENTENCES} FROM sentences WHERE sentences MATCH ?", (sentence,))
        total = self._db.execute("SELECT count(*) FROM together").fetchone()[0]
        hits = self._db.execute(
            f"""SELECT (SELECT id FROM rulings WHERE rulings.rowid = texts.rowid), snippet(texts, 0, '<mark>', '</mark>', '…', 32)
            FROM texts WHERE texts MATCH ? AND +texts.rowid IN together ORDER BY rank LIMIT {PAGE}""",
            (match,),
        ).fetchall()
        return total, hits

    def faceted(self, match: str, filters: Mapping[str, str], facets: Sequence[str]) -> tuple[int, dict[str, list[tuple[str, int]]]]:
        """Total, first page and counts of every facet, its own filter left out."""
        total, _ = self.page(match, filters)
        counts = {}
        self._match(match, filters)
        for facet in facets:
            if facet in filters:
                self._match(match, {name: value for name, value in filters.items() if name != facet})
            counts[facet] = self._db.execute(
                """SELECT value, count(*) AS n FROM matches CROSS JOIN facets ON facets.ruling = matches.ruling AND facets.facet = ?
                GROUP BY value ORDER BY n DESC, value LIMIT 50""",
                (facet,),
            ).fetchall()
            if facet in filters:
                self._match(match, filters)
        return total, counts

    def _match(self, match: str, filters: Mapping[str, str]) -> None:
        where, values = _where(filters)
        self._db.execute("DROP TABLE IF EXISTS temp.matches")
        self._db.execute(f"CREATE TEMP TABLE matches AS SELECT rowid AS ruling FROM texts WHERE texts MATCH ?{where}", (match, *values))


def _sentences(rowid: int, indexed: Indexed) -> Iterator[tuple[int, str]]:
    """The stems of each sentence, numbered so that the ruling is seen from the number."""
    found = words(indexed.text)
    cuts = [0, *cut(found, {}, ()).sentences, len(found)]
    for number, (first, end) in enumerate(pairwise(cuts)):
        yield rowid << SENTENCES | number, " ".join(found.stems[first:end])


def _facet_rows(rowid: int, indexed: Indexed) -> Iterator[tuple[str, str, int]]:
    for facet, values in facet_values(indexed.ruling).items():
        for value in values:
            yield facet, value, rowid


def _where(filters: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    # The plus keeps the planner from asking FTS5 once a ruling: with it the filter is a set.
    clause = " AND +texts.rowid IN (SELECT ruling FROM facets WHERE facet = ? AND value = ?)"
    return clause * len(filters), tuple(part for pair in filters.items() for part in pair)

"""What the catalogue remembers of looking at a source: its rows, its months, its vocabularies, and when each file was last asked for.

Comparisons are between numbers of runs, never between clocks: "changed in run 7" and "looked at in run 5" means due, whenever run 7 was killed.
"""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from models import holdings
from models.document import Listing
from models.ids import RulingId
from models.journal import keep_listing, now
from models.store import RawStore
from models.urls import formato_of, stem


@dataclass(frozen=True, slots=True)
class Held:
    """A file that is here: the last look at its address and what is known since. `run` 0: never noted; `etag`, `modified` "" where not told."""

    document: int
    run: int
    looked: str
    """Instant (ISO, UTC) of the last look, else of when it was obtained."""
    etag: str
    modified: str
    retirado: bool
    """Its source said that it was gone."""
    whole: bool
    """Its bytes lie on the disk."""
    changed: int
    """The run in which a row that announces it last said something else."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What seeing a row meant: `fresh` = not seen before or says something else now; `enriched` = its detailed answer is here."""

    fresh: bool
    enriched: bool
    before: str = ""
    """The address that it announced before it changed."""


class Looks:
    """The looks of one source, in an open store."""

    def __init__(self, store: RawStore, source: str) -> None:
        self._store, self._source = store, source
        self._db: sqlite3.Connection = store.catalogue

    def held(self, url: str) -> Held | None:
        """The file at this address in the format that it promises; None when it is not here."""
        row = self._db.execute(
            """SELECT d.document, v.estado, v.sha256, v.size, coalesce(k.run, 0) AS run, coalesce(k.looked, v.obtained) AS looked,
                coalesce(k.etag, '') AS etag, coalesce(k.modified, '') AS modified,
                (SELECT coalesce(max(s.changed), 0) FROM listings l JOIN sightings s USING (source, key) WHERE l.stem = d.stem) AS changed
            FROM documents d JOIN versions v USING (document) LEFT JOIN looks k USING (document)
            WHERE d.stem = ? AND d.formato = coalesce(?, d.formato) ORDER BY v.estado = 'reemplazado', v.version DESC LIMIT 1""",
            (stem(url), formato_of(url)),
        ).fetchone()
        if row is None:
            return None
        whole = self._store.holds(row["sha256"], row["size"])
        gone = row["estado"] == "retirado_en_origen"
        return Held(row["document"], row["run"], row["looked"], row["etag"], row["modified"], gone, whole, row["changed"])

    def note(self, document: int, run: int, etag: str, modified: str) -> None:
        """The address was asked for and the file is there, with these validators of the bytes that are current now."""
        with self._store.transaction():
            was_gone = self._db.execute("SELECT gone FROM looks WHERE document = ?", (document,)).fetchone()
            self._db.execute(
                "INSERT OR REPLACE INTO looks (document, run, looked, etag, modified, gone) VALUES (?, ?, ?, ?, ?, NULL)",
                (document, run, now(), etag, modified),
            )
            gone = self._db.execute(
                "SELECT version FROM versions WHERE document = ? AND estado = 'retirado_en_origen'", (document,)
            ).fetchall()
            for row in gone:
                holdings.revive(self._db, document, row["version"])
            if gone or (was_gone is not None and was_gone["gone"]):
                self._tell(document)

    def gone(self, document: int, run: int) -> bool:
        """The source says that the file is gone: its version is retirado_en_origen since now, its bytes stay. False when it was so already."""
        with self._store.transaction():
            newly = holdings.retire(self._db, document)
            self._db.execute(
                """INSERT INTO looks (document, run, looked, etag, modified, gone) VALUES (?1, ?2, ?3, '', '', ?3)
                ON CONFLICT DO UPDATE SET run = ?2, looked = ?3, gone = coalesce(gone, ?3)""",
                (document, run, now()),
            )
            if newly:
                self._tell(document)
        return newly

    def see(self, listing: Listing, month: str, row_sha256: str, run: int) -> Sight:
        """Keeps a row that a walk found; the listing itself only when it says something else than before."""
        with self._store.transaction():
            old = self._sighting(listing.key)
            same = old is not None and old["row_sha256"] == row_sha256
            before = self._announced(listing.key) if old is not None and not same else ""
            if not same:
                keep_listing(self._db, listing)
            self._db.execute(
                """INSERT INTO sightings (source, key, month, row_sha256, run) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT DO UPDATE SET month = ?3, row_sha256 = ?4, run = ?5, missed = 0,
                    changed = CASE WHEN row_sha256 <> ?4 OR missed > 0 THEN ?5 ELSE changed END,
                    enriched = CASE WHEN row_sha256 <> ?4 THEN 0 ELSE enriched END""",
                (self._source, listing.key, month, row_sha256, run),
            )
        return Sight(not same, bool(old is not None and same and old["enriched"]), before)

    def would_change(self, key: str, row_sha256: str) -> bool:
        """Whether the row is here and said something else: what `see` would find, without keeping it."""
        old = self._sighting(key)
        return old is not None and (old["row_sha256"] != row_sha256 or bool(old["missed"]))

    def enrich(self, listing: Listing) -> None:
        """Keeps a row with what the detailed answer adds to it."""
        with self._store.transaction():
            keep_listing(self._db, listing)
            self._db.execute("UPDATE sightings SET enriched = 1 WHERE source = ? AND key = ?", (self._source, listing.key))

    def rows_known(self, month: str) -> int:
        """How many rows the month had when it last had any; 0 for a month never read."""
        row = self._month(month)
        return int(row["rows"]) if row else 0

    def read_month(self, month: str, digest: str, rows: int, run: int) -> bool:
        """Keeps that a month was read whole; whether it is otherwise than before. A month later than all that were read before is news, others are not."""
        with self._store.transaction():
            old = self._month(month)
            newest = self._db.execute("SELECT max(month) FROM months WHERE source = ? AND run < ?", (self._source, run)).fetchone()[0]
            news = old["digest"] != digest if old else bool(rows and newest and month > newest)
            self._db.execute(
                """INSERT INTO months (source, month, digest, rows, run, looked, changed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                ON CONFLICT DO UPDATE SET digest = ?3, rows = CASE WHEN ?4 > 0 THEN ?4 ELSE rows END, run = ?5, looked = ?6,
                    changed = CASE WHEN ?7 > 0 THEN ?7 ELSE changed END""",
                (self._source, month, digest, rows, run, now(), run if news else 0),
            )
        return bool(news and old)

    def would_read(self, month: str, digest: str) -> bool:
        """Whether the month was read before and was otherwise."""
        old = self._month(month)
        return old is not None and old["digest"] != digest

    def changed_in(self, month: str) -> int:
        """The run in which the month was last found otherwise than before; 0 when never."""
        row = self._month(month)
        return int(row["changed"]) if row else 0

    def explained(self, month: str) -> None:
        """The month is empty for good reason: all that it had is gone."""
        with self._store.transaction():
            self._db.execute("UPDATE months SET rows = 0 WHERE source = ? AND month = ?", (self._source, month))

    def all_gone(self, month: str) -> bool:
        """Whether the month had files of ours once and its source has none of them any more."""
        query = """SELECT count(*) AS had, sum(v.estado IN ('vigente', 'duplicado')) AS here FROM sightings s JOIN listings l USING (source, key)
            JOIN documents d ON d.stem = l.stem JOIN versions v USING (document) WHERE s.source = ? AND s.month = ?"""
        row = self._db.execute(query, (self._source, month)).fetchone()
        return int(row["had"]) > 0 and int(row["here"]) == 0

    def listed(self, month: str, run: int) -> list[Listing]:
        """The rows of a month that this run has seen, as kept."""
        return self._listings("s.source = ? AND s.month = ? AND s.missed = 0 AND s.run >= ?", self._source, month, run)

    def missing(self, run: int) -> list[Listing]:
        """What months read whole in this run do not announce any more, and was not known to be missing."""
        months = "SELECT month FROM months WHERE source = s.source AND run = ?"
        return self._listings(f"s.source = ? AND s.run < ? AND s.missed = 0 AND s.month IN ({months})", self._source, run, run)

    def missed(self, key: str, run: int) -> None:
        """The row is not announced any more."""
        with self._store.transaction():
            self._db.execute("UPDATE sightings SET missed = ? WHERE source = ? AND key = ?", (run, self._source, key))

    def unannounced(self) -> list[Listing]:
        """The rows that a run missed, as they last were."""
        return self._listings("s.source = ? AND s.missed > 0", self._source)

    def announces(self, url: str) -> bool:
        """Whether a row that is not missed announces this file."""
        query = "SELECT 1 FROM listings l JOIN sightings s USING (source, key) WHERE l.stem = ? AND s.source = ? AND s.missed = 0 LIMIT 1"
        return self._db.execute(query, (stem(url), self._source)).fetchone() is not None

    def superseded(self) -> list[int]:
        """Documents at an address that a row announced once and no row of any source does now, where that row's present file is held, of the same case.

        From the history of the rows and not from one run's memory: a run that was killed before it could say so leaves the same to the next.
        """
        rows = self._db.execute(
            """SELECT DISTINCT json_extract(h.said, '$.url') AS old, l.stem FROM listing_history h JOIN listings l USING (source, key)
            JOIN sightings s USING (source, key) WHERE h.source = ? AND s.missed = 0 AND json_extract(h.said, '$.url') NOT IN ('', l.said ->> '$.url')""",
            (self._source,),
        ).fetchall()
        query = """SELECT o.document FROM documents o JOIN versions v USING (document) WHERE o.stem = ?1 AND o.formato = coalesce(?2, o.formato)
            AND ?1 <> ?3 AND v.estado IN ('vigente', 'duplicado')
            AND NOT EXISTS (SELECT 1 FROM listings l LEFT JOIN sightings s USING (source, key) WHERE l.stem = ?1 AND coalesce(s.missed, 0) = 0)
            AND EXISTS (SELECT 1 FROM documents n JOIN versions w USING (document)
                WHERE n.stem = ?3 AND n.expediente = o.expediente AND w.estado IN ('vigente', 'duplicado'))"""
        found = (self._db.execute(query, (stem(row["old"]), formato_of(row["old"]), row["stem"])) for row in rows)
        return sorted({int(one["document"]) for documents in found for one in documents})

    def news(self, run: int) -> bool:
        """Whether any month is otherwise than in the last run that came to its end; False before there was one."""
        last = self._db.execute(
            "SELECT max(number) FROM runs WHERE command = 'collect' AND source = ? AND number < ? AND estado IN ('completa', 'incompleta')",
            (self._source, run),
        ).fetchone()[0]
        query = "SELECT 1 FROM months WHERE source = ? AND changed > ? LIMIT 1"
        return last is not None and self._db.execute(query, (self._source, last)).fetchone() is not None

    def stalest(self, run: int, limit: int) -> list[Listing]:
        """Rows seen in this run whose files were not looked at in it, the longest not looked at first."""
        rows = self._db.execute(
            """SELECT l.said FROM sightings s JOIN listings l USING (source, key) JOIN documents d ON d.stem = l.stem
            LEFT JOIN looks k USING (document) WHERE s.source = ? AND s.run = ? AND coalesce(k.run, 0) < ?
            ORDER BY coalesce(k.run, 0), k.looked, d.document LIMIT ?""",
            (self._source, run, run, limit),
        )
        return [Listing(**json.loads(row["said"])) for row in rows]

    def vocabulary(self, name: str, values: Sequence[str]) -> tuple[str, ...] | None:
        """Keeps the values of a vocabulary; those that it had before, None when it was not known."""
        said = json.dumps(sorted(set(values)), ensure_ascii=False)
        with self._store.transaction():
            old = self._db.execute("SELECT said FROM vocabularies WHERE source = ? AND name = ?", (self._source, name)).fetchone()
            if old is None or old["said"] != said:
                self._db.execute("INSERT OR REPLACE INTO vocabularies VALUES (?, ?, ?, ?)", (self._source, name, said, now()))
        return None if old is None else tuple(json.loads(old["said"]))

    def _listings(self, where: str, *values: str | int) -> list[Listing]:
        query = f"SELECT l.said FROM sightings s JOIN listings l USING (source, key) WHERE {where} ORDER BY s.month, s.key"
        return [Listing(**json.loads(row["said"])) for row in self._db.execute(query, values)]

    def _announced(self, key: str) -> str:
        row = self._db.execute("SELECT said FROM listings WHERE source = ? AND key = ?", (self._source, key)).fetchone()
        return str(json.loads(row["said"])["url"]) if row else ""

    def _sighting(self, key: str) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._db.execute("SELECT * FROM sightings WHERE source = ? AND key = ?", (self._source, key)).fetchone()
        return row

    def _month(self, month: str) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._db.execute("SELECT * FROM months WHERE source = ? AND month = ?", (self._source, month)).fetchone()
        return row

    def _tell(self, document: int) -> None:
        """An event in the change log: the ruling is the same, where it comes from is not."""
        row = self._db.execute(
            "SELECT ruling_id, record_sha256 FROM documents JOIN announced USING (ruling_id) WHERE document = ?", (document,)
        ).fetchone()
        if row is not None:
            self._store.announce("cambio", RulingId(row["ruling_id"]), row["record_sha256"], ("fuente",))

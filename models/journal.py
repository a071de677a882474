"""What else the catalogue remembers: listings with their history, issues, the change log, runs, privacy withdrawals.

Functions over an open connection; `models.store.RawStore` owns the transaction that they run in.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from models.document import Listing
from models.errors import NotFound
from models.holdings import instant
from models.ids import RulingId
from models.issues import Issue
from models.stored import Event, Run, Withdrawal
from models.urls import stem


def now() -> str:
    """This instant as the catalogue writes it."""
    return instant(datetime.now(UTC))


def keep_listing(db: sqlite3.Connection, listing: Listing) -> None:
    """Writes a row of a source; one that says something else now goes to the history. A date it tells makes the document's date exact."""
    said, moment = json.dumps(asdict(listing), ensure_ascii=False, sort_keys=True), now()
    old = db.execute("SELECT said, since FROM listings WHERE source = ? AND key = ?", (listing.source, listing.key)).fetchone()
    if old is None:
        db.execute("INSERT INTO listings VALUES (?, ?, ?, ?, ?)", (listing.source, listing.key, stem(listing.url), said, moment))
    elif old["said"] != said:
        db.execute("INSERT INTO listing_history VALUES (?, ?, ?, ?, ?)", (listing.source, listing.key, old["said"], old["since"], moment))
        db.execute(
            "UPDATE listings SET stem = ?, said = ?, since = ? WHERE source = ? AND key = ?",
            (stem(listing.url), said, moment, listing.source, listing.key),
        )
    if listing.url and len(listing.fecha_publicacion) > 4:
        db.execute(
            "UPDATE documents SET fecha_publicacion = ? WHERE stem = ? AND length(fecha_publicacion) <= 4",
            (listing.fecha_publicacion, stem(listing.url)),
        )


def listings_of(db: sqlite3.Connection, url: str) -> tuple[Listing, ...]:
    """What the sources say of the file at this address, in order of (source, key), the consulta de causas last; () for "".

    Who reads takes the first that tells a name: the systematised listing writes names clean and accented (sources.md §1.4).
    """
    if not url:
        return ()
    rows = db.execute("SELECT said FROM listings WHERE stem = ? ORDER BY source = 'causas', source, key", (stem(url),))
    return tuple(Listing(**json.loads(row["said"])) for row in rows)


def report(db: sqlite3.Connection, issue: Issue) -> None:
    """Opens or renews the issue."""
    db.execute(
        """INSERT INTO issues (etapa, url, regla, fuente, expediente, mensaje, fecha, abierta) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET (fuente, expediente, mensaje, fecha, abierta) =
            (excluded.fuente, excluded.expediente, excluded.mensaje, excluded.fecha, excluded.abierta)""",
        (issue.etapa, issue.url, issue.regla, issue.fuente, issue.expediente, issue.mensaje, issue.fecha or now(), int(issue.abierta)),
    )


def issues(db: sqlite3.Connection, *, open_only: bool) -> Iterator[Issue]:
    """Every issue in order of (etapa, url, regla)."""
    where = "WHERE abierta" if open_only else ""
    for row in db.execute(f"SELECT * FROM issues {where} ORDER BY etapa, url, regla").fetchall():
        yield Issue(
            row["etapa"], row["regla"], row["mensaje"], row["fuente"], row["url"], row["expediente"], row["fecha"], bool(row["abierta"])
        )  # fmt: skip


def announce(db: sqlite3.Connection, tipo: str, ruling_id: RulingId, record_sha256: str, campos: Sequence[str]) -> None:
    """Writes the next event, and the hash as the one last announced; a retiro leaves none."""
    seq = int(db.execute("SELECT coalesce(max(seq), 0) + 1 FROM events").fetchone()[0])
    db.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?)", (seq, tipo, ruling_id, now(), json.dumps(list(campos))))
    if tipo == "retiro":
        db.execute("DELETE FROM announced WHERE ruling_id = ?", (ruling_id,))
    else:
        db.execute("INSERT OR REPLACE INTO announced VALUES (?, ?)", (ruling_id, record_sha256))


def events(db: sqlite3.Connection, since: int) -> Iterator[Event]:
    """The change log after number `since`, in order."""
    for row in db.execute("SELECT * FROM events WHERE seq > ? ORDER BY seq", (since,)).fetchall():
        moment = datetime.fromisoformat(row["at"])
        yield Event(row["seq"], row["tipo"], RulingId(row["ruling_id"]), moment, tuple(json.loads(row["campos"])))


def start_run(db: sqlite3.Connection, command: str, source: str) -> int:
    """The number of a run that begins now."""
    row = db.execute(
        "INSERT INTO runs (command, source, started, estado, counts) VALUES (?, ?, ?, 'en_curso', '{}')", (command, source, now())
    )
    assert row.lastrowid is not None  # an INSERT always has one
    return row.lastrowid


def finish_run(db: sqlite3.Connection, number: int, estado: str, counts: Mapping[str, int]) -> None:
    """Closes a run."""
    db.execute("UPDATE runs SET finished = ?, estado = ?, counts = ? WHERE number = ?", (now(), estado, json.dumps(dict(counts)), number))


def runs(db: sqlite3.Connection) -> Iterator[Run]:
    """Every run, newest first."""
    for row in db.execute("SELECT * FROM runs ORDER BY number DESC").fetchall():
        yield Run(
            number=row["number"],
            command=row["command"],
            source=row["source"],
            started=datetime.fromisoformat(row["started"]),
            finished=datetime.fromisoformat(row["finished"]) if row["finished"] else None,
            estado=row["estado"],
            counts=json.loads(row["counts"]),
        )


def withdraw(db: sqlite3.Connection, ruling_id: RulingId, state: str, reason: str) -> None:
    """Writes the new state; the same again writes nothing. Raises NotFound for an id that was never given, or was not withdrawn (restaurado)."""
    last = withdrawals(db).get(ruling_id)
    if last is not None and last.state == state:
        return
    known = db.execute("SELECT 1 FROM documents WHERE ruling_id = ? LIMIT 1", (ruling_id,)).fetchone()
    if known is not None and last is None and state == "restaurado":
        raise NotFound(f"{ruling_id} entre las retiradas")
    if known is None:
        near = db.execute("SELECT DISTINCT ruling_id FROM documents WHERE expediente = ? ORDER BY 1", (ruling_id.expediente,)).fetchall()
        raise NotFound(str(ruling_id), tuple(row[0] for row in near if row[0] and row[0] != ruling_id))
    db.execute("INSERT INTO withdrawals (ruling_id, state, reason, at) VALUES (?, ?, ?, ?)", (ruling_id, state, reason, now()))


def withdrawals(db: sqlite3.Connection) -> Mapping[RulingId, Withdrawal]:
    """The last word on each id."""
    rows = db.execute("SELECT * FROM withdrawals ORDER BY number").fetchall()
    words = (Withdrawal(RulingId(row["ruling_id"]), row["state"], row["reason"], datetime.fromisoformat(row["at"])) for row in rows)
    return {word.id: word for word in words}

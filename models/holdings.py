"""Documents, their versions and their ids in the catalogue: what counts as one document, and which id it gets (contracts.md §4).

Functions over an open connection; `models.store.RawStore` owns the transaction that they run in.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby

from models.document import Formato, Listing, RawDocument
from models.errors import BadIdentity
from models.ids import ExpedienteNumber, Identity, RulingId, identify
from models.stored import Added, Estado, Lectura, StoredVersion
from models.urls import stem, year_of

Group = tuple[str, str]
"""(expediente, kind): documents that compete for one id and its -2, -3 …"""

_CHUNK = 500


def identity_of(raw: RawDocument, listings: Iterable[Listing]) -> Identity:
    """Case and kind from the file's name, the kind from the first listing that tells one. Raises BadIdentity."""
    told: Identity | None = None
    for name in (raw.name, *(listing.expediente for listing in listings)):
        try:
            found = identify(raw.name, name)
        except BadIdentity:
            continue
        told = found if told is None or (found.kind and not told.kind) else told
    if told is None:
        raise BadIdentity(raw.name)
    return told


def admit(db: sqlite3.Connection, raw: RawDocument, sha256: str, listings: Sequence[Listing]) -> tuple[Added, Group]:
    """The rows of one file: a new document, a new version of one, or nothing. Raises BadIdentity before anything is written."""
    found = db.execute("SELECT * FROM documents WHERE stem = ? AND formato = ?", (stem(raw.url), raw.formato)).fetchone()
    if found is None:
        found = _new_document(db, raw, listings)
    document, group = int(found["document"]), (found["expediente"], found["kind"])
    same = db.execute("SELECT version, estado FROM versions WHERE document = ? AND sha256 = ?", (document, sha256)).fetchone()
    last = _latest(db, document)
    if same is not None and not (same["estado"] == "reemplazado" and _speaks_now(raw, last)):
        if same["estado"] == "retirado_en_origen":
            revive(db, document, same["version"])
        return Added("igual", document, same["version"], same["estado"] == "duplicado"), group
    if last is not None:
        db.execute("UPDATE versions SET estado = 'reemplazado' WHERE document = ? AND version = ?", (document, last["version"]))
        if last["estado"] == "duplicado":  # it had the id of the other one, and may have become something else
            db.execute("UPDATE documents SET ruling_id = NULL WHERE document = ?", (document,))
    twin = _twin(db, document, group, raw.formato, sha256)
    if same is not None:  # the source went back to bytes that it had before
        estado = "duplicado" if twin else "vigente"
        db.execute("UPDATE versions SET estado = ? WHERE document = ? AND version = ?", (estado, document, same["version"]))
        return Added("version", document, same["version"], twin), group
    number = 1 if last is None else int(last["last"]) + 1
    db.execute(
        "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pendiente', NULL)",
        (document, number, sha256, len(raw.body), raw.media_type, raw.source, instant(raw.obtained), "duplicado" if twin else "vigente"),
    )
    return Added("nuevo" if number == 1 else "version", document, number, twin), group


def _new_document(db: sqlite3.Connection, raw: RawDocument, listings: Sequence[Listing]) -> sqlite3.Row:
    """The row of a document not seen before; a format of one that is here belongs to the same case and kind."""
    identity = identity_of(raw, listings)
    sibling = db.execute("SELECT expediente, kind FROM documents WHERE stem = ? ORDER BY document LIMIT 1", (stem(raw.url),)).fetchone()
    case, kind = (sibling["expediente"], sibling["kind"]) if sibling else (str(identity.expediente), identity.kind)
    dates = [listing.fecha_publicacion for listing in listings if listing.fecha_publicacion]
    date = min(dates) if dates else raw.fecha_publicacion or year_of(raw.url)
    cursor = db.execute(
        "INSERT INTO documents (stem, formato, url, name, expediente, kind, fecha_publicacion, ruling_id, ficticia) VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?)",
        (stem(raw.url), raw.formato, raw.url, raw.name, case, kind, date, int(raw.ficticia)),
    )
    made: sqlite3.Row = db.execute("SELECT * FROM documents WHERE document = ?", (cursor.lastrowid,)).fetchone()
    return made


def _latest(db: sqlite3.Connection, document: int) -> sqlite3.Row | None:
    """The version that is not replaced, and the highest number of all as `last`; None for a document without any."""
    row: sqlite3.Row | None = db.execute(
        """SELECT version, estado, source, obtained, (SELECT max(version) FROM versions WHERE document = ?1) AS last FROM versions
        WHERE document = ?1 ORDER BY estado = 'reemplazado', version DESC LIMIT 1""",
        (document,),
    ).fetchone()
    return row


def _speaks_now(raw: RawDocument, last: sqlite3.Row | None) -> bool:
    """Whether these bytes are what the source of the current version has since: an old copy imported again is no news."""
    return last is not None and raw.source == last["source"] and instant(raw.obtained) > last["obtained"]


def retire(db: sqlite3.Connection, document: int) -> bool:
    """The document's current version is gone at its source; a duplicate that is still there takes its place. False when it was gone already."""
    current = db.execute(
        "SELECT version, estado FROM versions WHERE document = ? AND estado IN ('vigente', 'duplicado')", (document,)
    ).fetchone()
    if current is None:
        return False
    db.execute("UPDATE versions SET estado = 'retirado_en_origen' WHERE document = ? AND version = ?", (document, current["version"]))
    copy = db.execute(
        """SELECT v.document, v.version FROM documents own JOIN documents d ON d.ruling_id = own.ruling_id AND d.formato = own.formato
        JOIN versions v ON v.document = d.document AND v.estado IN ('vigente', 'duplicado')
        WHERE own.document = ? ORDER BY v.estado DESC, d.fecha_publicacion, d.url LIMIT 1""",
        (document,),
    ).fetchone()
    if copy is not None:
        db.execute("UPDATE versions SET estado = 'vigente' WHERE document = ? AND version = ?", (copy["document"], copy["version"]))
    return True


def revive(db: sqlite3.Connection, document: int, version: int) -> None:
    """A version that was gone is at its source again: current, or a duplicate where another document has taken its place meanwhile."""
    db.execute(
        """UPDATE versions SET estado = CASE WHEN EXISTS (
            SELECT 1 FROM documents own JOIN documents d ON d.ruling_id = own.ruling_id AND d.formato = own.formato AND d.document <> own.document
            JOIN versions v ON v.document = d.document AND v.estado = 'vigente' AND v.sha256 = versions.sha256
            WHERE own.document = versions.document) THEN 'duplicado' ELSE 'vigente' END
        WHERE document = ? AND version = ?""",
        (document, version),
    )


def _twin(db: sqlite3.Connection, document: int, group: Group, formato: Formato, sha256: str) -> bool:
    """Whether these bytes are the current ones of another document of the group, and this one has no id of its own."""
    query = """SELECT 1 FROM versions v JOIN documents d USING (document)
        WHERE v.sha256 = ? AND v.estado IN ('vigente', 'duplicado') AND d.document <> ? AND d.expediente = ? AND d.kind = ? AND d.formato = ?
        AND NOT EXISTS (SELECT 1 FROM documents own WHERE own.document = ? AND own.ruling_id IS NOT NULL) LIMIT 1"""
    return db.execute(query, (sha256, document, *group, formato, document)).fetchone() is not None


def undecided(db: sqlite3.Connection) -> list[Group]:
    """Every group that holds a document without id."""
    return [(row[0], row[1]) for row in db.execute("SELECT DISTINCT expediente, kind FROM documents WHERE ruling_id IS NULL ORDER BY 1, 2")]


def settle(db: sqlite3.Connection, group: Group) -> int:
    """Gives the ids of a group that need no reading: the only one of its kind, formats of one document, equal bytes. How many it gave.

    What is left without id has competitors: their words must be compared (`RawStore.assign`). The result does not depend on the order of arrival.
    """
    before = _without_id(db, group)
    if not before:
        return 0
    _elect(db, group)
    stems = [row[0] for row in db.execute(
        """SELECT DISTINCT d.stem FROM documents d JOIN versions v USING (document)
        WHERE d.expediente = ? AND d.kind = ? AND v.estado IN ('vigente', 'retirado_en_origen')""",
        group,
    )]  # fmt: skip
    if (
        len(stems) == 1
        and db.execute("SELECT 1 FROM documents WHERE expediente = ? AND kind = ? AND ruling_id IS NOT NULL", group).fetchone() is None
    ):
        first = db.execute("SELECT document FROM documents WHERE stem = ? ORDER BY document", (stems[0],)).fetchone()[0]
        _give(db, first, Identity(ExpedienteNumber(group[0]), group[1]).ruling_id())
    named = "SELECT document, ruling_id FROM documents WHERE expediente = ? AND kind = ? AND ruling_id IS NOT NULL ORDER BY document"
    for row in db.execute(named, group).fetchall():
        _spread(db, row["document"], row["ruling_id"])
    return before - _without_id(db, group)


def assign(db: sqlite3.Connection, document: int, ruling_id: RulingId) -> None:
    """Gives the id to a document, the other formats of its URL and its duplicates. Raises ValueError when it has another or is of another case."""
    row = db.execute("SELECT expediente, ruling_id FROM documents WHERE document = ?", (document,)).fetchone()
    if row is None:
        raise ValueError(f"no document {document}")
    if row["ruling_id"] not in (None, ruling_id):
        raise ValueError(f"document {document} is {row['ruling_id']} for ever, not {ruling_id}")
    if ruling_id.expediente != row["expediente"]:
        raise ValueError(f"document {document} is of {row['expediente']}, not of {ruling_id.expediente}")
    _give(db, document, ruling_id)
    _spread(db, document, ruling_id)


def _without_id(db: sqlite3.Connection, group: Group) -> int:
    query = "SELECT count(*) FROM documents WHERE expediente = ? AND kind = ? AND ruling_id IS NULL"
    return int(db.execute(query, group).fetchone()[0])


def _give(db: sqlite3.Connection, document: int, ruling_id: str) -> None:
    db.execute("UPDATE documents SET ruling_id = ? WHERE document = ?", (ruling_id, document))


def _elect(db: sqlite3.Connection, group: Group) -> None:
    """Of equal bytes in one group, the document with an id stands, else the first by (fecha_publicacion, url); the others are duplicates of it."""
    rows = db.execute(
        """SELECT d.document, d.formato, v.sha256, d.ruling_id IS NOT NULL AS named FROM documents d JOIN versions v USING (document)
        WHERE d.expediente = ? AND d.kind = ? AND v.estado IN ('vigente', 'duplicado')
        ORDER BY d.formato, v.sha256, named DESC, v.estado = 'duplicado' AND named, d.fecha_publicacion, d.url""",
        group,
    ).fetchall()
    for _, equal in groupby(rows, key=lambda row: (row["formato"], row["sha256"])):
        leader, *others = equal
        changes = [(row["document"], "duplicado") for row in others if not row["named"]]
        if changes and not leader["named"]:
            changes.append((leader["document"], "vigente"))
        for document, estado in changes:
            db.execute(
                "UPDATE versions SET estado = ? WHERE document = ? AND estado IN ('vigente', 'duplicado') AND estado <> ?",
                (estado, document, estado),
            )


def _spread(db: sqlite3.Connection, document: int, ruling_id: str) -> None:
    """The id for its other formats, unless another document is that format of this id already, and for files of the same bytes."""
    db.execute(
        """UPDATE documents SET ruling_id = ?1 WHERE ruling_id IS NULL AND stem = (SELECT stem FROM documents WHERE document = ?2)
        AND NOT EXISTS (SELECT 1 FROM documents o JOIN versions v ON v.document = o.document AND v.estado = 'vigente'
            WHERE o.ruling_id = ?1 AND o.formato = documents.formato AND o.document <> documents.document)""",
        (ruling_id, document),
    )
    db.execute(
        """UPDATE documents SET ruling_id = ?1 WHERE ruling_id IS NULL AND document IN (
            SELECT copy.document FROM documents own JOIN versions v ON v.document = own.document AND v.estado IN ('vigente', 'duplicado')
            JOIN versions copy ON copy.sha256 = v.sha256 AND copy.estado = 'duplicado'
            JOIN documents other ON other.document = copy.document
                AND (other.expediente, other.kind, other.formato) = (own.expediente, own.kind, own.formato)
            WHERE own.ruling_id = ?1)""",
        (ruling_id,),
    )


def held(db: sqlite3.Connection, *, current_only: bool) -> Iterator[StoredVersion]:
    """Every version as it stood at the call, in order; rows changed meanwhile are given as they are when their turn comes."""
    order = "expediente, kind, fecha_publicacion, url, formato, version"
    where = " WHERE estado = 'vigente'" if current_only else ""
    rows = [row[0] for row in db.execute(f"SELECT row FROM held{where} ORDER BY {order}")]
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        yield from map(_stored, db.execute(f"SELECT * FROM held WHERE row IN ({marks}) ORDER BY {order}", chunk).fetchall())


def instant(moment: datetime) -> str:
    """ISO UTC to the second, "2026-02-03T10:00:00Z". Raises ValueError on a moment without time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _stored(row: sqlite3.Row) -> StoredVersion:
    formato: Formato = row["formato"]
    estado: Estado = row["estado"]
    lectura: Lectura = row["lectura"]
    return StoredVersion(
        document=row["document"],
        url=row["url"],
        name=row["name"],
        formato=formato,
        source=row["source"],
        version=row["version"],
        sha256=row["sha256"],
        size=row["size"],
        media_type=row["media_type"],
        obtained=datetime.fromisoformat(row["obtained"]),
        estado=estado,
        lectura=lectura,
        ruling_id=None if row["ruling_id"] is None else RulingId(row["ruling_id"]),
        expediente=ExpedienteNumber(row["expediente"]),
        kind=row["kind"],
        fecha_publicacion=row["fecha_publicacion"],
        ficticia=bool(row["ficticia"]),
        words_sha256=row["words_sha256"],
        retirado=row["gone"],
    )

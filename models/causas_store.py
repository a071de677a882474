"""The cases of the consulta de causas in the catalogue (models.schema.CAUSAS): what each said and says, when it was looked at, and which are open."""

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from models.catalogue import spoken
from models.causa import ESTADOS, Causa, CausaDetail, CausaRow, EstadoDeCausa, chamber, days_pending, from_json, to_json
from models.document import Listing
from models.ids import RulingId
from models.journal import now
from models.names import slug
from models.store import RawStore
from models.urls import stem

_ENDS = ("", "interlocutoria")
"""Kinds of resolution (models.ids) that end a case, for one whose page does not show yet what the collection holds."""
_ESTADO = f"""CASE WHEN c.missed > 0 THEN 'retirada' WHEN c.tramite = 'resuelta' OR (c.expediente <> '' AND EXISTS (
    SELECT 1 FROM documents d WHERE d.expediente = c.expediente AND d.kind IN ({", ".join(f"'{kind}'" for kind in _ENDS)})
    )) THEN 'resuelta' ELSE c.tramite END"""
Motivo = Literal["nueva", "fila", "pedida", "antigua", "novedades"]


@dataclass(frozen=True, slots=True)
class KnownCausa:
    """A case as it is kept. `seen`, `changed`, `look`: runs; `looked` instant (ISO, UTC) or None; `gone` since when the list has it no more."""

    key: str
    causa: Causa
    seen: int
    changed: int
    look: int
    looked: str | None
    gone: str | None


@dataclass(frozen=True, slots=True)
class ShownCausa:
    """A case with what the collection knows: its state, its rulings here, and the ruling of each of its resolutions (None: not here)."""

    known: KnownCausa
    expediente: str
    """As ids write it; as said where that can't be read."""
    proceso: str
    estado: EstadoDeCausa
    sentencias: tuple[RulingId, ...]
    publicadas: tuple[RulingId | None, ...]


@dataclass(frozen=True, slots=True)
class CausasQuery:
    """Which cases: OR within a field, AND across; () means any. `salas`: slugs; `ponentes`: slugs of words that the name holds; `hidden`: expedientes
    that may not be shown."""

    estados: tuple[EstadoDeCausa, ...] = ()
    anios: tuple[str, ...] = ()
    procesos: tuple[str, ...] = ()
    salas: tuple[str, ...] = ()
    ponentes: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CausasFound:
    """One page, newest entry first; `by_estado`: how many of each state the other filters leave."""

    total: int
    causas: tuple[ShownCausa, ...]
    by_estado: Mapping[EstadoDeCausa, int]


class CausasStore:
    """The cases in an open store."""

    def __init__(self, store: RawStore) -> None:
        self._store = store
        self._db: sqlite3.Connection = store.catalogue

    def known(self, key: str) -> KnownCausa | None:
        """The case of that row; None when it is new."""
        row = self._db.execute("SELECT * FROM causas WHERE causa = ?", (key,)).fetchone()
        return None if row is None else _known(row)

    def see(self, row: CausaRow, anio: str, run: int) -> bool:
        """Keeps a row that was found in the list of its year; whether it is new, says something else, or is there again."""
        sha = _sha(row)
        with self._store.transaction():
            old = self._db.execute("SELECT * FROM causas WHERE causa = ?", (row.key,)).fetchone()
            fresh = old is None or old["row_sha256"] != sha or old["missed"] > 0 or old["anio"] != anio
            if old is None:
                self._insert(Causa(row, anio), sha, run)
            elif fresh:
                self._write(row.key, replace(from_json(old["said"]), row=row, anio=anio), old)
                self._db.execute(
                    "UPDATE causas SET row_sha256 = ?, seen = ?, changed = ?, missed = 0, gone = NULL WHERE causa = ?",
                    (sha, run, run, row.key),
                )
            else:
                self._db.execute("UPDATE causas SET seen = ? WHERE causa = ?", (run, row.key))
        return fresh

    def keep(self, key: str, detail: CausaDetail, run: int) -> None:
        """Keeps what the case's page says now; what it said before goes to the history."""
        with self._store.transaction():
            old = self._db.execute("SELECT * FROM causas WHERE causa = ?", (key,)).fetchone()
            self._write(key, replace(from_json(old["said"]), detail=detail), old)
            self._db.execute("UPDATE causas SET look = ?, looked = ? WHERE causa = ?", (run, now(), key))

    def missing(self, anio: str, run: int) -> list[str]:
        """What the list of a year, read whole in this run, has no more, and had before."""
        rows = self._db.execute("SELECT causa FROM causas WHERE anio = ? AND seen < ? AND missed = 0 ORDER BY causa", (anio, run))
        return [row["causa"] for row in rows]

    def miss(self, key: str, run: int) -> None:
        """The list has the case no more, since now."""
        with self._store.transaction():
            self._db.execute("UPDATE causas SET missed = ?, gone = ? WHERE causa = ?", (run, now(), key))

    def due(self, known: KnownCausa | None, *, refresh: bool, days: int, moment: datetime) -> Motivo | None:
        """Why the case's page is asked for; None when it is not. `days`: after how many the page of a case that is decided is looked at again."""
        if known is None or known.looked is None:
            return "nueva"
        if known.look < known.changed:
            return "fila"
        if refresh:
            return "pedida"
        age = days if known.causa.tramite == "resuelta" else min(days, days_pending())
        return "antigua" if moment - datetime.fromisoformat(known.looked) > timedelta(days=age) else None

    def stalest(self, processes: Sequence[str], run: int, limit: int) -> list[KnownCausa]:
        """Cases not looked at since any listing of any source last changed: what is open first, then the longest not looked at.

        A new resolution shows in a case's page, not in its row; it comes with a change of the Court's other listing. What was looked at after the
        last run that came to its end is fresh enough: that run was cut off, and the next one goes on where it was.
        """
        marks = ", ".join("?" * len(processes))
        rows = self._db.execute(
            f"""SELECT c.* FROM causas c WHERE c.missed = 0 AND c.look > 0 AND c.proceso IN ({marks}, '')
            AND c.look < (SELECT coalesce(max(changed), 0) FROM months) AND c.look <= (SELECT coalesce(max(number), 0) FROM runs
                WHERE command = 'collect' AND source = 'causas' AND number < ? AND estado IN ('completa', 'incompleta'))
            ORDER BY c.tramite = 'resuelta', c.look, c.looked, c.causa LIMIT ?""",
            (*processes, run, limit),
        )
        return [_known(row) for row in rows]

    def listings(self, key: str) -> list[Listing]:
        """What was kept of the resolutions in the case's page and is announced still."""
        rows = self._db.execute(
            """SELECT l.said FROM listings l JOIN sightings s USING (source, key)
            WHERE l.source = 'causas' AND s.missed = 0 AND substr(l.key, 1, ?) = ? ORDER BY l.key""",
            (len(key) + 1, f"{key}#"),
        )
        return [Listing(**json.loads(row["said"])) for row in rows]

    def find(self, query: CausasQuery, offset: int, limit: int) -> CausasFound:
        """A page of cases. Raises NotDone, CorruptStore."""
        with spoken(self._store.home / "catalogo.sqlite"):
            where, values = _where(replace(query, estados=()))
            rows = self._db.execute(f"SELECT {_ESTADO} AS estado, count(*) AS n FROM causas c WHERE {where} GROUP BY 1", values)
            counts: dict[str, int] = {row["estado"]: row["n"] for row in rows}
            where, values = _where(query)
            total = self._db.execute(f"SELECT count(*) FROM causas c WHERE {where}", values).fetchone()[0]
            found = self._db.execute(
                f"SELECT c.*, {_ESTADO} AS estado FROM causas c WHERE {where} "
                "ORDER BY c.ingreso DESC, c.anio DESC, c.expediente DESC, c.causa LIMIT ? OFFSET ?",
                (*values, limit, offset),
            ).fetchall()
            return CausasFound(int(total), tuple(map(self._shown, found)), {estado: counts.get(estado, 0) for estado in ESTADOS})

    def newest_look(self) -> str | None:
        """Instant of the last look at any case; None before the first."""
        found: str | None = self._db.execute("SELECT max(looked) FROM causas").fetchone()[0]
        return found

    def _shown(self, row: sqlite3.Row) -> ShownCausa:
        known = _known(row)
        here = self._db.execute(
            "SELECT DISTINCT ruling_id FROM documents WHERE expediente = ? AND ruling_id IS NOT NULL ORDER BY fecha_publicacion, ruling_id",
            (row["expediente"],),
        )
        published = known.causa.detail.publicaciones if known.causa.detail else ()
        return ShownCausa(
            known,
            row["expediente"] or known.causa.row.expediente,
            row["proceso"],
            row["estado"],
            tuple(RulingId(one["ruling_id"]) for one in here),
            tuple(self._ruling_at(one.pdf or one.html) for one in published),
        )

    def _ruling_at(self, url: str) -> RulingId | None:
        if not url:
            return None
        found = self._db.execute(
            "SELECT ruling_id FROM documents WHERE stem = ? AND ruling_id IS NOT NULL LIMIT 1", (stem(url),)
        ).fetchone()
        return None if found is None else RulingId(found["ruling_id"])

    def _insert(self, causa: Causa, sha: str, run: int) -> None:
        self._db.execute(
            """INSERT INTO causas (causa, expediente, proceso, anio, sala, ponente, tramite, ingreso, said, since, row_sha256, seen, changed)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (causa.row.key, *_columns(causa), to_json(causa), now(), sha, run, run),
        )

    def _write(self, key: str, causa: Causa, old: sqlite3.Row) -> None:
        said = to_json(causa)
        if said == old["said"]:
            return
        moment = now()
        self._db.execute("INSERT INTO causa_history VALUES (?, ?, ?, ?)", (key, old["said"], old["since"], moment))
        self._db.execute(
            """UPDATE causas SET expediente = ?, proceso = ?, anio = ?, sala = ?, ponente = ?, tramite = ?, ingreso = ?, said = ?, since = ?
            WHERE causa = ?""",
            (*_columns(causa), said, moment, key),
        )


def _columns(causa: Causa) -> tuple[str, ...]:
    """expediente, proceso, anio, sala, ponente, tramite, ingreso."""
    number, detail = causa.expediente, causa.detail or CausaDetail()
    return (
        str(number or ""), number.code if number else "", causa.anio, slug(chamber(detail.sala)), slug(detail.ponente), causa.tramite,
        detail.fecha_ingreso,
    )  # fmt: skip


def _known(row: sqlite3.Row) -> KnownCausa:
    return KnownCausa(row["causa"], from_json(row["said"]), row["seen"], row["changed"], row["look"], row["looked"], row["gone"])


def _where(query: CausasQuery) -> tuple[str, list[str]]:
    """The condition and its values."""
    parts, values = ["1"], list[str]()
    fields = (
        (_ESTADO, query.estados), ("c.anio", query.anios), ("c.proceso", query.procesos), ("c.sala", query.salas),
    )  # fmt: skip
    for column, chosen in fields:
        if chosen:
            parts.append(f"{column} IN ({', '.join('?' * len(chosen))})")
            values += chosen
    if query.ponentes:
        ways = [[f"-{word}-" for word in one.split("-")] for one in query.ponentes]
        parts.append("(" + " OR ".join(" AND ".join(["instr('-' || c.ponente || '-', ?) > 0"] * len(way)) for way in ways) + ")")
        values += [word for way in ways for word in way]
    if query.hidden:
        parts.append(f"c.expediente NOT IN ({', '.join('?' * len(query.hidden))})")
        values += query.hidden
    return " AND ".join(parts), values


def _sha(row: CausaRow) -> str:
    said = [row.id_exp, row.expediente, row.demandante, row.demandado, row.nro_pj]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()

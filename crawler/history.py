"""What the catalogue knows of earlier months, runs and documents of a source: what its alarms are reckoned from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from models.store import RawStore

_CASES = "SELECT max(since) FROM causas WHERE ?1 = 'causas'"
"""Most cases of the consulta are pending, and announce no file."""
_YEARS = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class MonthRows:
    """Rows (of any process) that a month had when it was last read, the run that read it, and that in which it last said something else."""

    rows: int
    run: int
    changed: int


@dataclass(frozen=True, slots=True)
class Loss:
    """Rows of our processes that a month ever had, and how many of them it does not announce any more."""

    had: int
    lost: int


def months(store: RawStore, source: str) -> Mapping[str, MonthRows]:
    """Every month that was ever read whole, in order."""
    rows = store.catalogue.execute("SELECT month, rows, run, changed FROM months WHERE source = ? ORDER BY month", (source,))
    return {row["month"]: MonthRows(row["rows"], row["run"], row["changed"]) for row in rows}


def losses(store: RawStore, source: str) -> Mapping[str, Loss]:
    """Month → what is missing there; months that lack nothing are left out."""
    rows = store.catalogue.execute(
        "SELECT month, count(*) AS had, sum(missed > 0) AS lost FROM sightings WHERE source = ? GROUP BY month HAVING lost > 0", (source,)
    )
    return {row["month"]: Loss(row["had"], row["lost"]) for row in rows}


def says_so_since(store: RawStore, source: str, run: int) -> datetime | None:
    """When the first run after number `run`, or that run itself, began: since then the source says what it says. None before there was one."""
    row = store.catalogue.execute(
        "SELECT min(started) FROM runs WHERE command = 'collect' AND source = ? AND number >= ?", (source, run)
    ).fetchone()
    return datetime.fromisoformat(row[0]) if row[0] else None


def yields(store: RawStore, source: str, before: int, pages: int) -> list[float]:
    """Rows for each listing page, of the last ten runs before number `before` that read at least so many pages."""
    rows = store.catalogue.execute(
        "SELECT counts FROM runs WHERE command = 'collect' AND source = ? AND number < ? AND estado = 'completa' ORDER BY number DESC",
        (source, before),
    )
    counts = (json.loads(row["counts"]) for row in rows)
    found = [count["filas"] / count["paginas"] for count in counts if count.get("paginas", 0) >= max(pages, 1)]
    return found[:10]


def last_news(store: RawStore, source: str) -> datetime | None:
    """When a row of the source last came or changed, a case in the consulta de causas too; None for a source without rows."""
    queries = ["SELECT max(since) FROM listings WHERE source = ?1", *([_CASES] if source == "causas" else [])]
    said = [found for query in queries if (found := store.catalogue.execute(query, (source,)).fetchone()[0])]
    return datetime.fromisoformat(max(said)) if said else None


def longest_pause(store: RawStore, source: str) -> int:
    """The most days between two dates of publication of its rows in the three years before the newest one; 0 with fewer than two."""
    rows = store.catalogue.execute(
        """SELECT DISTINCT json_extract(said, '$.fecha_publicacion') AS day FROM listings
        WHERE source = ? AND length(day) = 10 AND day <= date('now', '+1 day') ORDER BY day""",
        (source,),
    )
    days = [date.fromisoformat(row["day"]) for row in rows]
    return max(((after - before).days for before, after in pairwise(days) if before >= days[-1] - _YEARS), default=0)


def last_end(store: RawStore, source: str) -> datetime | None:
    """When a collecting run of the source last came to its end, whatever it lacked; None when none ever did."""
    row = store.catalogue.execute(
        "SELECT max(finished) FROM runs WHERE command = 'collect' AND source = ? AND estado IN ('completa', 'incompleta')", (source,)
    ).fetchone()
    return datetime.fromisoformat(row[0]) if row[0] else None


def readings(store: RawStore, source: str) -> tuple[int, int]:
    """How many current documents of the source were tried to be read, and how many could not be."""
    row = store.catalogue.execute(
        "SELECT count(*), coalesce(sum(lectura = 'sin_leer'), 0) FROM versions WHERE source = ? AND estado = 'vigente' AND lectura <> 'pendiente'",
        (source,),
    ).fetchone()
    return int(row[0]), int(row[1])

"""Totals of the Court's open register, kept in the catalogue: what the Court itself counts, to hold beside what is announced and held.

register(dataset, year, process, result, n, file, since)   dataset: publicados, ingresados; a newer table replaces the whole dataset
"""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from models.journal import now
from models.store import RawStore

Dataset = Literal["publicados", "ingresados"]
DATASETS: tuple[Dataset, ...] = ("publicados", "ingresados")
_TABLE = """CREATE TABLE IF NOT EXISTS register (dataset TEXT NOT NULL, year TEXT NOT NULL, process TEXT NOT NULL, result TEXT NOT NULL,
    n INTEGER NOT NULL, file TEXT NOT NULL, since TEXT NOT NULL, PRIMARY KEY (dataset, year, process, result)) STRICT"""
"""Made with the first register that is kept: few homes ever have one."""


@dataclass(frozen=True, slots=True)
class Total:
    """So many rows of a year ("" unknown), a process (code, or as written) and an outcome ("" none yet)."""

    year: str
    process: str
    result: str
    n: int


@dataclass(frozen=True, slots=True)
class Totals:
    """A table of the register, counted; `odd_dates` rows had a date that is none."""

    dataset: Dataset
    lines: tuple[Total, ...]
    odd_dates: int = 0


def keep_register(store: RawStore, totals: Totals, file: str) -> bool:
    """Keeps the table in place of the one before; False when it says the same."""
    with store.transaction():
        db = store.catalogue
        db.execute(_TABLE)
        old = tuple(_lines(db, totals.dataset))
        if old == totals.lines:
            return False
        db.execute("DELETE FROM register WHERE dataset = ?", (totals.dataset,))
        moment = now()
        rows = [(totals.dataset, one.year, one.process, one.result, one.n, file, moment) for one in totals.lines]
        db.executemany("INSERT INTO register VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    return True


def register_by_year(store: RawStore, dataset: Dataset, processes: Iterable[str] | None = None) -> Mapping[str, int]:
    """Year → rows of these processes (None: all), in order; empty where no register was imported."""
    wanted = None if processes is None else set(processes)
    counts: dict[str, int] = {}
    for one in _lines(store.catalogue, dataset):
        if wanted is None or one.process in wanted:
            counts[one.year] = counts.get(one.year, 0) + one.n
    return counts


def register_since(store: RawStore) -> str:
    """The instant (ISO, UTC) of the newest table that is kept; "" without one."""
    if not _exists(store.catalogue):
        return ""
    row = store.catalogue.execute("SELECT max(since) FROM register").fetchone()
    return row[0] or ""


def _lines(db: sqlite3.Connection, dataset: Dataset) -> Iterable[Total]:
    if not _exists(db):
        return
    for row in db.execute("SELECT * FROM register WHERE dataset = ? ORDER BY year, process, result", (dataset,)):
        yield Total(row["year"], row["process"], row["result"], row["n"])


def _exists(db: sqlite3.Connection) -> bool:
    return db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'register'").fetchone() is not None

"""The columns and labels of the consulta de causas by their words (models/tables/causas.toml), and what a cell of it says."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crawler.pages.markup import Cell
from crawler.pages.sedetc import Signal
from models.causa import plain

_NO_COLUMN = frozenset(["", "ver", "detalle", "ver detalle", "opciones", "accion", "acciones", "n", "nro", "item"])
"""Heads of columns that hold a link or count rows."""


@dataclass(frozen=True, slots=True)
class Words:
    """Column → phrases of its head, for the list and for the table of resolutions; and what stands where there is nothing."""

    lista: Mapping[str, Sequence[str]]
    detalle: Mapping[str, str]
    """Label → field."""
    publicaciones: Mapping[str, Sequence[str]]
    vacios: frozenset[str]
    no_son_valor: tuple[str, ...]


@cache
def vocabulary() -> Words:
    """The table, as matched."""
    table = tomllib.loads((Path(__file__).parents[2] / "models" / "tables" / "causas.toml").read_text(encoding="utf-8"))
    labels = {label: name for name, found in table["detalle"].items() for label in found}
    return Words(table["lista"], labels, table["publicaciones"], frozenset(table["vacios"]), tuple(table["no_son_valor"]))


def columns_of(cells: Sequence[tuple[Cell, ...]], names: Mapping[str, Sequence[str]], *, least: int) -> tuple[dict[str, int] | None, int]:
    """(column of each name, rows of the head) by the first row that names at least `least`, or by what the cells carry; (None, 0) without either."""
    for number, row in enumerate(cells[:4]):
        if any(cell.links for cell in row):
            break
        found: dict[str, int] = {}
        for place, cell in enumerate(row):
            if len(cell.text) < 60 and (name := named(cell.text, names)):
                found.setdefault(name, place)
        if len(found) >= least:
            return found, number + 1
    for row in cells[:4]:
        titles = {name: place for place, cell in enumerate(row) if (name := named(cell.title, names))}
        if len(titles) >= least:
            return titles, 0
    return None, 0


def named(label: str, names: Mapping[str, Sequence[str]]) -> str | None:
    """The first name one of whose phrases the label holds."""
    folded = f" {plain(label)} "
    return next((name for name, phrases in names.items() if any(f" {phrase} " in folded for phrase in phrases)), None)


def unknown_columns(head: Sequence[Cell], columns: Mapping[str, int], signals: list[Signal], where: str) -> None:
    """Signals each head of a column that no table knows; `where` is the table's name."""
    names = vocabulary().publicaciones if where == "publicaciones" else vocabulary().lista
    for place, cell in enumerate(head):
        if place not in columns.values() and plain(cell.text) not in _NO_COLUMN and named(cell.text, names) is None:
            signals.append(Signal("campo_desconocido", f"{where}.{plain(cell.text)}"[:60], cell.text[:80]))


def said(text: str) -> str:
    """The words of a cell; "" for what stands where there is nothing."""
    text = " ".join(text.split())
    return "" if text.lower() in vocabulary().vacios else text


def once(signals: Sequence[Signal]) -> tuple[Signal, ...]:
    """One signal a field, the first."""
    return tuple({(signal.regla, signal.campo): signal for signal in reversed(signals)}.values())[::-1]

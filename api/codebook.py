"""The code book of the CSV: what each column means, its type and closed values, where it comes from, what an empty cell says.

Columns are those of api.exports, values those of models.vocabulary; only the sentences are in models/tables/columnas.csv.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from fastapi import APIRouter

from api.exports import COLUMNS, csv_line
from models import vocabulary

Tipo = Literal["texto", "codigo", "fecha", "entero", "decimal", "si_no", "url"]

router = APIRouter(prefix="/api/v1", tags=["colección"])

HEADER = ("columna", "significado", "tipo", "varios", "valores", "campo", "vacio")
"""Columns of the code book itself."""


@dataclass(frozen=True, slots=True)
class CodeBody:
    """A value that a column can have, what a person reads for it and what it means."""

    valor: str
    etiqueta: str
    glosa: str


@dataclass(frozen=True, slots=True)
class ColumnBody:
    """A column of the CSV. `varios`: several values joined by " | "; `valores` is empty for open columns; `campo` is the path in the public record;
    `vacio` says what an empty cell means, null where none is ever empty."""

    columna: str
    significado: str
    tipo: Tipo
    varios: bool
    valores: tuple[CodeBody, ...]
    campo: str
    vacio: str | None


@dataclass(frozen=True, slots=True)
class CodebookBody:
    """Every column, in the order of the CSV."""

    columnas: tuple[ColumnBody, ...]


@cache
def codebook() -> CodebookBody:
    """The code book. Raises KeyError for a column that the table does not describe (a test looks for it)."""
    table = files("models") / "tables" / "columnas.csv"
    rows = {row["columna"]: row for row in csv.DictReader(table.read_text("utf-8").splitlines())}
    return CodebookBody(tuple(_column(rows[name]) for name, _ in COLUMNS))


def _column(row: dict[str, str]) -> ColumnBody:
    kind = next(one for one in get_args(Tipo) if one == row["tipo"])
    terms = vocabulary.values(row["lista"]) if row["lista"] else None
    values = tuple(CodeBody(term.valor, term.etiqueta, term.glosa) for term in terms or ())
    return ColumnBody(row["columna"], row["significado"], kind, row["varios"] == "si", values, row["campo"], row["vacio"] or None)


def codebook_lines() -> Iterator[str]:
    """The code book as RFC 4180 lines, the header first; the values of a column in one cell, "valor = etiqueta" joined by " | "."""
    yield csv_line(HEADER)
    for one in codebook().columnas:
        values = " | ".join(f"{code.valor} = {code.etiqueta}" for code in one.valores)
        yield csv_line((one.columna, one.significado, one.tipo, "si" if one.varios else "no", values, one.campo, one.vacio or ""))


@router.get("/codigos", summary="Libro de códigos del CSV")
def codes() -> CodebookBody:
    """Every column of the CSV: meaning, type, closed values with labels, field of the record, what empty means."""
    return codebook()

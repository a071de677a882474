"""Tables among the files of an import: rows of the SEDETC listing that somebody saved, the Court's open register (sources.md §4)."""

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import PurePosixPath

from crawler.platforms.register import is_register, totals
from crawler.platforms.sedetc_rows import SOURCE, SavedRows, is_saved_rows, rows_of_csv, rows_of_json
from crawler.platforms.spreadsheet import Row, csv_rows, xlsx_rows
from crawler.sources import source
from models.register import Totals

_TITLES = 10
"""Rows that may stand above the header of a spreadsheet."""


def table_in(path: str, body: bytes) -> SavedRows | Totals | None:
    """What a file named .csv, .xlsx or .json holds, by its columns; None when it is none of these tables. Raises RefusedDocument when it is damaged.

    Rows of processes that the source does not collect by default are counted and left: a year of the listing has 5,000, of which a hundred are ours.
    """
    name, extension = PurePosixPath(path).name, PurePosixPath(path).suffix.lower()
    processes, place = frozenset(source(SOURCE).procesos), f"file:{path}"
    if extension == ".json":
        listed = rows_of_json(body, name)
        return None if listed is None else SavedRows().take(listed, processes, place)
    rows = csv_rows(body) if extension == ".csv" else xlsx_rows(body)
    above = list(islice(rows, _TITLES))
    for number, header in enumerate(above):
        rest = _after(above, number, rows)
        if is_saved_rows(header):
            return SavedRows().take(rows_of_csv(header, rest), processes, place)
        if is_register(header):
            return totals(chain((header,), rest))
    return None


def _after(above: list[Row], number: int, rows: Iterator[Row]) -> Iterator[Row]:
    return chain(above[number + 1 :], rows)

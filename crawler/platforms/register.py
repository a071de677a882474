"""The open register of the Court (datosabiertos.gob.pe, sources.md §4): no numbers and no names, so it checks totals, not rulings."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from crawler.platforms.spreadsheet import Row
from models.errors import RefusedDocument
from models.ids import fold
from models.register import Total, Totals

_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)(?:\.0+)?")


@dataclass(frozen=True, slots=True)
class _Columns:
    """models/tables/registro.toml."""

    reconocen: tuple[str, ...]
    publicados: tuple[str, ...]
    proceso: str
    fallo: str
    anio_publicados: tuple[str, ...]
    anio_ingresados: tuple[str, ...]
    nulos: tuple[str, ...]


@cache
def _table() -> tuple[_Columns, Mapping[str, tuple[str, ...]]]:
    table = tomllib.loads((Path(__file__).parents[2] / "models" / "tables" / "registro.toml").read_text(encoding="utf-8"))
    said = table["columnas"]
    lists = {name: tuple(value) for name, value in said.items() if isinstance(value, list)}
    return _Columns(proceso=said["proceso"], fallo=said["fallo"], **lists), {
        code: tuple(words) for code, words in table["procesos"].items()
    }


def is_register(header: Iterable[str]) -> bool:
    """Whether these are the columns of the register."""
    return set(_table()[0].reconocen) <= {name.strip().upper() for name in header}


def totals(rows: Iterator[Row]) -> Totals:
    """How many rows of the register there are by year, process and outcome, its first row being the header. Raises RefusedDocument (columnas).

    The year is of publication in the table of what was published (on the web, else in El Peruano), of entry in that of what entered; "" where the row
    tells no date that can be. An outcome that is null is "".
    """
    columns, processes = _table()
    header = [name.strip().upper() for name in next(rows, ())]
    if not is_register(header):
        raise RefusedDocument("columnas", f"La tabla no tiene las columnas {' y '.join(columns.reconocen)} del registro del Tribunal.")
    published = set(columns.publicados) <= set(header)
    years = columns.anio_publicados if published else columns.anio_ingresados
    counts, odd = Counter[tuple[str, str, str]](), 0
    wanted = [(name, header.index(name)) for name in (*years, columns.proceso, columns.fallo) if name in header]
    for row in rows:
        said = {name: _said(row[place], columns.nulos) if place < len(row) else "" for name, place in wanted}
        year = next(filter(None, (_year(said.get(name, "")) for name in years)), "")
        odd += not year and any(said.get(name) for name in years)
        counts[year, said.get(columns.proceso, ""), said.get(columns.fallo, "")] += 1
    named = Counter[tuple[str, str, str]]()
    for (year, process, result), n in counts.items():
        named[year, _process(process, processes), result] += n
    lines = (Total(year, process, result, n) for (year, process, result), n in sorted(named.items()))
    return Totals("publicados" if published else "ingresados", tuple(lines), odd)


def _said(cell: str, nulls: tuple[str, ...]) -> str:
    value = cell.strip()
    return "" if value.lower() in nulls else value


@lru_cache(maxsize=20_000)
def _year(said: str) -> str:
    """ "20210131", also "20210131.0" as spreadsheets have it → "2021"; "" for what is no date."""
    found = _DAY.fullmatch(said)
    if found is None:
        return ""
    try:
        return f"{date(int(found[1]), int(found[2]), int(found[3])):%Y}"
    except ValueError:
        return ""


def _process(said: str, processes: Mapping[str, tuple[str, ...]]) -> str:
    """The code of a process; as it is written where the table does not know it."""
    plain = fold(said)
    return next((code for code, words in processes.items() if any(word in plain for word in words)), said)

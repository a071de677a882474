"""What a page of the list of the consulta de causas says (sources.md §3). Pages never fetch.

The markup is WordPress's and was seen in one row only, so columns are told by the name that a cell carries, by the head of their column, or by their
place (models/tables/causas.toml). What is not known is signalled.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.errors import UnexpectedPage
from crawler.pages.columns import columns_of, named, once, said, unknown_columns, vocabulary
from crawler.pages.markup import Cell, lines, links, page_tree, refusal, rows, tables, words
from crawler.pages.sedetc import Signal
from models.causa import CausaRow
from models.ids import spellings

_ID = re.compile(r"\bid_exp=(\d{1,12})(?!\d)")
_PAGE = re.compile(r"[?&](?:amp;)?pagina=(\d{1,5})(?!\d)")
_ORDER = ("expediente", "demandante", "demandado", "nro_pj")
"""The columns in their place, where nothing names them (api-samples/consulta_de_causas_result_row.html)."""
_TOTAL = re.compile(
    r"\btotal\b[^\d]{0,40}(\d{1,6})(?![\d/])|\bde\s+(\d{1,6})\s+(?:resultados?|registros?|expedientes?|causas?)\b"
    r"|\bse\s+(?:encontr|hallar)\w+\s+(\d{1,6})\s+(?:resultados?|registros?|expedientes?|causas?)\b"
)
_NOTHING = re.compile(
    r"\b(?:no\s+(?:se\s+)?(?:encontr|hall|hay\b|exist|tiene|arroj)|sin\s+(?:resultados|registros)|ning[uú]n\s+(?:resultado|registro|expediente))"
)


@dataclass(frozen=True, slots=True)
class CausasPage:
    """A page of the list. `total` and `pages` are None where the page does not say; `number` of entries that are no row is in `signals`."""

    causas: tuple[CausaRow, ...]
    total: int | None
    pages: int | None
    signals: tuple[Signal, ...]


def causas_page(body: bytes, source: str) -> CausasPage:
    """The rows of a page of the list, none on one past the end. Raises UnexpectedPage when it is no such page. `source` is not needed."""
    root = page_tree(body)
    signals: list[Signal] = []
    found: list[CausaRow] = []
    for table in list(tables(root)) or [root]:
        found += _list_rows(table, signals)
    shown = " ".join(lines(root)).lower()
    if not found and not _is_empty_list(root, shown):
        raise refusal(body, "la lista de la consulta de causas")
    if not found and signals:
        raise UnexpectedPage("respuesta_ilegible", f"La lista tiene filas que no se entienden: {signals[0].ejemplo}.")
    total = _TOTAL.search(shown)
    numbers = [int(page[1]) for href, text in links(root) if (page := _PAGE.search(href)) and text == page[1]]
    count = int(next(group for group in total.groups() if group)) if total else None
    return CausasPage(tuple(found), count, max(numbers, default=None), once(signals))


def _list_rows(table: HtmlElement, signals: list[Signal]) -> list[CausaRow]:
    """The cases of a table; a row that leads to a case and names none is signalled."""
    cells = rows(table)
    columns, first = columns_of(cells, vocabulary().lista, least=2)
    found = []
    for row in cells[first:]:
        made = _list_row(row, columns)
        if made is None:
            continue
        if not made.expediente:
            signals.append(Signal("campo_ausente", "lista.expediente", " | ".join(cell.text for cell in row)[:80]))
            continue
        if not made.id_exp:
            signals.append(Signal("campo_ausente", "lista.id_exp", made.expediente[:80]))
        found.append(made)
    if found:
        unknown_columns(cells[first - 1] if first else (), columns or {}, signals, "lista")
    return found


def _list_row(row: tuple[Cell, ...], columns: Mapping[str, int] | None) -> CausaRow | None:
    """None for a row that is no case: neither a link to one nor an expediente."""
    id_exp = next((one[1] for cell in row for href, _ in cell.links if (one := _ID.search(href))), "")
    number = next((cell.text for cell in row if any(found.code for found in spellings(cell.text))), "")
    if not id_exp and not number:
        return None
    told = {name: cell.text for cell in row if (name := named(cell.title, vocabulary().lista))}
    if not told:
        places = columns or {name: place for place, name in enumerate(_ORDER)}
        told = {name: row[place].text for name, place in places.items() if place < len(row)}
    values = {name: said(value) for name, value in told.items()}
    if number and not spellings(values.get("expediente", "")):
        values["expediente"] = number
    return CausaRow(id_exp, **{name: values.get(name, "") for name in _ORDER})


def _is_empty_list(root: HtmlElement, shown: str) -> bool:
    """Whether a page without a case is the list, past its end: it shows its columns, an empty table or its form, or says that there is nothing."""
    fields = {str(field.get("name")) for field in root.iter("input", "select")}
    columns = any(columns_of(rows(table), vocabulary().lista, least=2)[0] or not words(table) for table in tables(root))
    return columns or bool(_NOTHING.search(shown)) or {"a_exp", "n_exp"} <= fields or "consulta de causas" in shown

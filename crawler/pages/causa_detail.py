"""What the page of one case of the consulta de causas says (sources.md §3). Pages never fetch.

Only its fields and the columns of its table are known, not its markup: labels are told by their words, in whatever elements they stand.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.pages.columns import columns_of, named, once, said, unknown_columns, vocabulary
from crawler.pages.markup import Cell, lines, page_tree, refusal, rows, tables, words
from crawler.pages.sedetc import Signal
from models.causa import CausaDetail, Publicacion, plain
from models.ids import spellings

_BASE = "https://www.tc.gob.pe/consultas-de-causas/detalles-consulta"
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{2})-(\d{2})")
_ONLY_DETAIL = ("fecha_ingreso", "sala", "fecha_vista")
"""Labels that the form of the list does not have."""
_OTHERS = ("tipo", "materia", "situacion", "demandante", "demandado", "nro_pj")


@dataclass(frozen=True, slots=True)
class CausaPage:
    """A case's own page."""

    detail: CausaDetail
    signals: tuple[Signal, ...]


def causa_page(body: bytes, source: str) -> CausaPage:
    """What a case's page says. Raises UnexpectedPage when it is none. `source` is not needed."""
    root = page_tree(body)
    signals: list[Signal] = []
    published: list[Publicacion] = []
    told: dict[str, str] = {}
    is_detail = False
    for table in list(tables(root)):
        cells = rows(table)
        columns, first = columns_of(cells, vocabulary().publicaciones, least=3)
        if columns is not None and "fallo" in columns:
            is_detail = True
            unknown_columns(cells[first - 1] if first else (), columns, signals, "publicaciones")
            published += [made for row in cells[first:] if (made := _publication(row, columns, signals)) is not None]
        elif (side_by_side := _side_by_side(cells)) is not None:
            told |= side_by_side
        else:
            continue
        table.drop_tree()
    told = {**told, **{name: value for name, value in _labelled(lines(root)).items() if value or name not in told}}
    if not (is_detail or any(name in told for name in _ONLY_DETAIL)):
        raise refusal(body, "el detalle de una causa")
    values = {name: said(value) for name, value in told.items()}
    detail = CausaDetail(
        expediente=values.get("expediente", "") or _heading(root),
        fecha_ingreso=_date(values.get("fecha_ingreso", ""), "fecha_ingreso", signals),
        sala=values.get("sala", ""),
        ponente=values.get("ponente", ""),
        fecha_vista=_date(values.get("fecha_vista", ""), "fecha_vista", signals),
        distrito=values.get("distrito", ""),
        publicaciones=tuple(dict.fromkeys(published)),
        otros=tuple((name, values[name]) for name in _OTHERS if values.get(name)),
    )
    return CausaPage(detail, once(signals))


def _publication(row: tuple[Cell, ...], columns: Mapping[str, int], signals: list[Signal]) -> Publicacion | None:
    """A row of the resolutions; None for one that says nothing ("No hay resoluciones publicadas")."""
    if len(set(row)) < 2:
        return None
    by_title = {name: cell for cell in row if (name := named(cell.title, vocabulary().publicaciones))}
    cells = by_title or {name: row[place] for name, place in columns.items() if place < len(row)}
    text = {name: said(cell.text) for name, cell in cells.items()}
    files = dict.fromkeys(address for cell in row for href, _ in cell.links if (address := _address(href)))
    placed = {
        name: next((made for href, _ in cells[name].links if (made := _address(href))), "") for name in ("pdf", "html") if name in cells
    }
    html = next((one for one in files if re.search(r"\.html?\s*($|[?#])", one, re.IGNORECASE)), "")
    pdf = next((one for one in files if re.search(r"\.pdf\s*($|[?#])", one, re.IGNORECASE)), "")
    rest = [one for one in placed.values() if one and one not in (pdf, html)]
    for one in rest:  # its place says what its name does not
        pdf, html = (pdf or one, html) if one == placed.get("pdf") else (pdf, html or one)
    if not (files or text.get("fallo") or text.get("fecha_web") or text.get("tipo")):
        return None
    return Publicacion(
        text.get("tipo", ""),
        _date(text.get("fecha_web", ""), "fecha_web", signals),
        _date(text.get("fecha_peruano", ""), "fecha_peruano", signals),
        text.get("fallo", ""),
        pdf,
        html,
    )


def _address(href: str) -> str:
    """An announced address as it stands, blanks and all; one below the page's own folder made whole; "" for what leads nowhere."""
    href = re.sub(r"[\t\r\n]+", "", href).strip()
    if not href or href.startswith(("#", "javascript:", "?")):
        return ""
    try:
        parts = urlsplit(href)
        plain_host = "." in href.split("/", 1)[0] and "/" in href and not href.startswith(".")
        return href if parts.scheme or href.startswith("/") or plain_host else urljoin(_BASE, href)
    except ValueError:
        return href


def _side_by_side(cells: Sequence[tuple[Cell, ...]]) -> dict[str, str] | None:
    """Labels in one row and their values in the next, or cells that carry their label; None for a table of another make."""
    carried = {name: cell.text for row in cells for cell in row if (name := vocabulary().detalle.get(plain(cell.title)))}
    if carried:
        return carried
    if len(cells) < 2 or len(cells[0]) < 2 or len(cells[0]) != len(cells[1]):
        return None
    names = [vocabulary().detalle.get(plain(cell.text)) for cell in cells[0]]
    if None in names or any(plain(cell.text) in vocabulary().detalle for cell in cells[1]):
        return None
    return {name: cell.text for name, cell in zip(names, cells[1], strict=True) if name}


def _labelled(shown: Sequence[str]) -> dict[str, str]:
    """Field → value of «Label: value» lines, else of a label and the line below; with a colon first, a label without value is kept as ""."""
    sure: dict[str, str] = {}
    likely: dict[str, str] = {}
    for line, below in zip(shown, [*shown[1:], ""], strict=False):
        label, colon, value = line.partition(":")
        name = vocabulary().detalle.get(plain(label))
        if name is None:
            continue
        under = "" if _is_label(below) or f"{plain(below)} ".startswith(vocabulary().no_son_valor) else below
        value = value.strip() or under.lstrip(": ")
        target = sure if colon or below.startswith(":") else likely
        if not target.get(name):
            target[name] = value
    return likely | {name: value for name, value in sure.items() if value or name not in likely}


def _is_label(line: str) -> bool:
    label, colon, _ = line.partition(":")
    return plain(label) in vocabulary().detalle or (bool(colon) and line.endswith(":"))


def _heading(root: HtmlElement) -> str:
    """The expediente that a heading names; "" when none does."""
    for element in root.iter("h1", "h2", "h3", "h4", "h5", "strong", "b"):
        text = words(element)
        found = [one for one in spellings(text) if one.code]
        if len(found) == 1:
            return text[found[0].start : found[0].end]
    return ""


def _date(text: str, campo: str, signals: list[Signal]) -> str:
    """ISO date of dd/mm/yyyy; "" for none, and for what is no date, which is signalled."""
    if not text:
        return ""
    found = _DAY.search(text)
    try:
        if found is None:
            raise ValueError(text)
        day, month, year = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        signals.append(Signal("valor_desconocido", campo, text[:80]))
        return ""

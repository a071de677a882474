"""Rows of a table that somebody saved: CSV in the encodings of the open data portal (sources.md §4), and the first sheet of an XLSX.

The XLSX part is the little that such a table needs (ECMA-376 part 1, §18.3 and §18.4): text and numbers as they stand, row by row, memory flat whatever
the size. No library of spreadsheets is asked: they load a whole sheet, expand whatever a zip promises and reckon styles that nobody wants here. What a
published table has no need of (formulas, a document type of its own, passwords) is refused, not interpreted.
"""

import csv
import io
import lzma
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from typing import IO

from lxml import etree

from models.errors import RefusedDocument

Row = tuple[str, ...]
_CELL = re.compile(r"([A-Z]{1,3})\d*")
_UNFOLDED = 1024 * 1024 * 1024
"""Bytes of a sheet, unpacked: the register of 149,387 rows has about 150 MB."""
_STRINGS = 64 * 1024 * 1024
"""Bytes of the table of texts, the one part that has to be in memory."""
_COLUMNS = 512
_CELL_LENGTH = 1024 * 1024
_DELIMITERS = ",;\t|"
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, etree.XMLSyntaxError, ValueError, OverflowError, NotImplementedError)


def csv_rows(body: bytes) -> Iterator[Row]:
    """The rows of a CSV, blank ones left out: UTF-8, else ISO-8859-1; separated as its first line is. Raises RefusedDocument (danado)."""
    text = _text(body)
    csv.field_size_limit(_CELL_LENGTH)  # the paragraphs of a SEDETC row pass the 128 KiB that are the default
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in row):
                yield tuple(row)
    except csv.Error as error:
        raise RefusedDocument("danado", f"La tabla CSV no se entiende ({error}).") from error


def xlsx_rows(body: bytes) -> Iterator[Row]:
    """The rows of the first sheet, blank ones left out. Raises RefusedDocument: danado, formato, cifrado, demasiado_grande, formula."""
    if not body.startswith(b"PK"):
        raise RefusedDocument("formato", "No es un XLSX: guárdelo como libro de Excel (.xlsx) o como CSV.")
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            if any(entry.flag_bits & 1 for entry in book.infolist()):
                raise RefusedDocument("cifrado", "El XLSX pide contraseña: guarde una copia sin ella.")
            yield from _sheet(book, _first_sheet(book), _strings(book))
    except KeyError as error:
        raise RefusedDocument("danado", f"Al XLSX le falta una parte ({error}).") from error
    except _BROKEN as error:
        raise RefusedDocument("danado", f"El XLSX está dañado o incompleto ({str(error)[:100]}).") from error


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("iso-8859-1")


class _Bounded:
    """A part of the book, read no further than it may be: what a zip says of its sizes may be a lie."""

    def __init__(self, part: IO[bytes], limit: int) -> None:
        self._part, self._left = part, limit

    def read(self, size: int = -1) -> bytes:
        """The next bytes. Raises RefusedDocument past the limit."""
        piece = self._part.read(min(size, 65536) if size > 0 else 65536)
        self._left -= len(piece)
        if self._left < 0:
            raise RefusedDocument("demasiado_grande", "El XLSX crece demasiado al descomprimirlo: no se lee.")
        return piece


def _elements(book: zipfile.ZipFile, name: str, limit: int, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """The elements of a part that have one of these names, each emptied after its turn."""
    with book.open(name) as part:
        wanted = tuple(f"{{*}}{tag}" for tag in tags)
        parser = etree.iterparse(
            _Bounded(part, limit), tag=wanted, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
        )
        looked = False
        for _, element in parser:
            if not looked and element.getroottree().docinfo.doctype:
                raise RefusedDocument("formato", "El XLSX trae un DOCTYPE, que ninguna hoja de cálculo tiene: no se lee.")
            looked = True
            yield element
            element.clear()
            while element.getprevious() is not None:  # what was read before stays hanging on the parent otherwise
                del element.getparent()[0]


def _first_sheet(book: zipfile.ZipFile) -> str:
    """The part of the first sheet in the book's order."""
    links = _elements(book, "xl/_rels/workbook.xml.rels", _STRINGS, ("Relationship",))
    targets = {str(link.get("Id")): str(link.get("Target", "")) for link in links}
    for sheet in _elements(book, "xl/workbook.xml", _STRINGS, ("sheet",)):
        named = next((str(value) for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
        if target := targets.get(named):
            return posixpath.normpath(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
    raise RefusedDocument("formato", "El XLSX no tiene ninguna hoja.")


def _strings(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    return [_words(item) for item in _elements(book, "xl/sharedStrings.xml", _STRINGS, ("si",))]


def _words(item: etree._Element) -> str:
    """The text of an item or cell; how it is said in another script (rPh) is left out."""
    pieces = (text for text in item.iter("{*}t") if not any(_tag(over) == "rPh" for over in text.iterancestors()))
    return "".join(text.text or "" for text in pieces)


def _tag(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _sheet(book: zipfile.ZipFile, name: str, strings: list[str]) -> Iterator[Row]:
    for row in _elements(book, name, _UNFOLDED, ("row",)):
        cells: dict[int, str] = {}
        for place, cell in enumerate(cell for cell in row if _tag(cell) == "c"):
            column = _column(cell.get("r"), place)
            if column >= _COLUMNS:
                raise RefusedDocument("formato", f"El XLSX tiene más de {_COLUMNS} columnas: no es una tabla del registro.")
            cells[column] = _value(cell, strings)
        if any(value.strip() for value in cells.values()):
            yield tuple(cells.get(column, "") for column in range(max(cells) + 1))


def _column(reference: str | None, place: int) -> int:
    """0 for A; the place in the row where the cell does not tell one."""
    found = _CELL.fullmatch(reference or "")
    return place if found is None else _number(found[1])


@cache
def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _value(cell: etree._Element, strings: list[str]) -> str:
    kind, value = cell.get("t", "n"), ""
    for part in cell:
        tag = _tag(part)
        if tag == "f":
            raise RefusedDocument("formula", "El XLSX trae fórmulas: guárdelo con valores (o como CSV) y vuelva a importarlo.")
        value = (part.text or "") if tag == "v" else value
    if kind == "inlineStr":
        return _words(cell)
    if kind == "s":
        place = int(value)
        if not 0 <= place < len(strings):
            raise RefusedDocument("danado", f"El XLSX nombra un texto que no tiene ({place}).")
        return strings[place]
    return "" if kind == "e" else value

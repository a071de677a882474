"""PDF files → the one text: pdfminer's glyphs or, where the text layer is missing or worse, OCR; our lines, zones and paragraphs."""

import io
import logging
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTPage
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.psexceptions import PSException

from indexer.read.flow import Flow, compose
from indexer.read.leaf_notes import with_calls
from indexer.read.noise import strip_noise
from indexer.read.ocr import available, read_scan
from indexer.read.pdf_cases import own_pages
from indexer.read.pdf_glyphs import turned
from indexer.read.pdf_lines import Line, Sheet, sheet_of
from indexer.read.pdf_paragraphs import paragraphs_of
from indexer.read.pdf_scan import is_better, is_doubtful, is_empty, sheet_of_scan
from indexer.read.pdf_zones import zones
from indexer.read.quality import lost_accents
from models.document import PaginasAjenas
from models.errors import UnreadableDocument

_BROKEN = (PDFException, PSException, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, ArithmeticError, EOFError,
           RecursionError, struct.error, zlib.error)  # fmt: skip
"""What pdfminer raises on damaged bytes: its own errors, and the plain ones of code that trusted them."""
_MOST_PAGES = 3000


@dataclass(frozen=True, slots=True)
class PdfText:
    """`unnamed`: glyphs without a name in the text that was taken; numbers (from 1) of pages without text (`empty`), read by OCR (`scanned`), and read
    by OCR although they have a text layer (`replaced`); `confidence` of the OCR, None without; `foreign`: pages that were cut."""

    flow: Flow
    pages: int
    unnamed: int
    empty: tuple[int, ...]
    scanned: tuple[int, ...] = ()
    replaced: tuple[int, ...] = ()
    confidence: float | None = None
    foreign: tuple[PaginasAjenas, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sheets:
    """The pages as they are to be read, and which of them OCR gave."""

    sheets: tuple[Sheet, ...]
    scanned: tuple[int, ...]
    replaced: tuple[int, ...]
    confidence: float | None


def read_pdf(body: bytes, name: str = "", kept: Path | None = None) -> PdfText:
    """The text of a PDF. `name` of the file tells its case; `kept`: a folder of pages that OCR has read before.

    Raises UnreadableDocument: cifrado, danado, demasiado_grande; sin_texto when no page has text and OCR is not to be had.
    """
    found = _with_ocr(tuple(_sheets(body)), body, kept)
    sheets, foreign = own_pages(found.sheets, name)
    parts = zones(sheets)
    marks = frozenset(note.mark for note in parts.notes)
    lines, caption = _without_noise(parts.flow, parts.caption)
    flow = compose(paragraphs_of(lines, caption, marks), parts.notes, len(sheets))
    return PdfText(
        with_calls(flow) if found.scanned else flow,
        len(sheets),
        sum(sheet.unnamed for sheet in sheets),
        tuple(sheet.number + 1 for sheet in found.sheets if is_empty(sheet)),
        found.scanned,
        found.replaced,
        found.confidence,
        foreign,
    )


def _with_ocr(sheets: tuple[Sheet, ...], body: bytes, kept: Path | None) -> _Sheets:
    """The pages, OCR in place of a text layer that is missing or worse. Where the programs are missing, a file with some text keeps what it has."""
    wanted = {sheet.number: sheet.dpi for sheet in sheets if (sheet.drawn and is_empty(sheet)) or is_doubtful(sheet)}
    if not wanted or (not available() and not all(map(is_empty, sheets))):
        return _Sheets(sheets, (), (), None)
    scan = read_scan(body, wanted, kept)
    result, scanned, replaced = list[Sheet](), list[int](), list[int]()
    for sheet in sheets:
        other = sheet_of_scan(scan.lines[sheet.number], sheet.number, scan.sizes[sheet.number]) if sheet.number in wanted else sheet
        taken = other is not sheet and (is_better(other, sheet) if not is_empty(sheet) else not is_empty(other))
        result.append(other if taken else sheet)
        if taken:
            (scanned if is_empty(sheet) else replaced).append(sheet.number + 1)
    return _Sheets(tuple(result), tuple(sorted(scanned + replaced)), tuple(replaced), scan.confidence if scanned or replaced else None)


def _without_noise(lines: Sequence[Line], caption: int) -> tuple[list[Line], int]:
    """The lines without stamps, and in the text layer of a scan (its accents are lost) without scrawl; how many of the caption are left."""
    scanned = lost_accents("\n".join(line.text for line in lines))
    texts = strip_noise([line.text for line in lines], scanned)
    left = [
        replace(line, text=text, marks=line.marks if text == line.text else ()) for line, text in zip(lines, texts, strict=True) if text
    ]
    return left, sum(bool(text) for text in texts[:caption])


def _sheets(body: bytes) -> Iterator[Sheet]:
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every colour space it does not draw
    number = -1
    try:
        for number, page in enumerate(_pages(body)):
            if number >= _MOST_PAGES:
                raise UnreadableDocument("demasiado_grande", f"El PDF tiene más de {_MOST_PAGES} páginas.")
            yield sheet_of(page, number)
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise UnreadableDocument("cifrado", "El PDF está cifrado: pide una contraseña que no tenemos.") from error
    except _BROKEN as error:
        raise UnreadableDocument("danado", f"El PDF está dañado ({type(error).__name__}); se pedirá de nuevo a la fuente.") from error
    if number < 0:
        raise UnreadableDocument("danado", "El PDF no tiene páginas; se pedirá de nuevo a la fuente.")


def _pages(body: bytes) -> Iterator[LTPage]:
    """Each page as glyphs in the order of the file: no layout analysis, ours knows more. A page whose text lies on its side or head is turned upright."""
    document = PDFDocument(PDFParser(io.BytesIO(body)))
    manager = PDFResourceManager()
    device = PDFPageAggregator(manager, laparams=None)
    interpreter = PDFPageInterpreter(manager, device)
    for page in PDFPage.create_pages(document):
        interpreter.process_page(page)
        layout = device.get_result()
        if turn := turned(layout):
            page.rotate = (page.rotate + turn) % 360
            interpreter.process_page(page)
            layout = device.get_result()
        yield layout

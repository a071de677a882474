"""PDF files with a text layer → the one text: pdfminer's glyphs, our lines, zones and paragraphs."""

import io
import logging
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTPage
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.psexceptions import PSException

from indexer.read.flow import Flow, compose
from indexer.read.noise import strip_noise
from indexer.read.pdf_lines import Line, Sheet, sheet_of
from indexer.read.pdf_paragraphs import paragraphs_of
from indexer.read.pdf_zones import zones
from indexer.read.quality import lost_accents
from models.errors import UnreadableDocument

_BROKEN = (PDFException, PSException, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, ArithmeticError, EOFError,
           RecursionError, struct.error, zlib.error)  # fmt: skip
"""What pdfminer raises on damaged bytes: its own errors, and the plain ones of code that trusted them."""
_MOST_PAGES = 3000
_LETTERS_A_PAGE = 20
"""A page with fewer letters has no text layer: a stamp or a folio is all."""


@dataclass(frozen=True, slots=True)
class PdfText:
    """`unnamed`: glyphs without a name; `empty`: numbers (from 1) of pages without text; `letters` of the whole."""

    flow: Flow
    pages: int
    unnamed: int
    empty: tuple[int, ...]

    @property
    def has_layer(self) -> bool:
        """Whether there is a text to speak of: most pages have one."""
        return bool(self.flow.text) and 2 * len(self.empty) <= self.pages


def read_pdf(body: bytes) -> PdfText:
    """The text of a PDF. Raises UnreadableDocument: cifrado, danado, demasiado_grande."""
    sheets = list(_sheets(body))
    parts = zones(sheets)
    marks = frozenset(note.mark for note in parts.notes)
    lines, caption = _without_noise(parts.flow, parts.caption)
    flow = compose(paragraphs_of(lines, caption, marks), parts.notes, len(sheets))
    empty = tuple(sheet.number + 1 for sheet in sheets if _letters(sheet) < _LETTERS_A_PAGE)
    return PdfText(flow, len(sheets), sum(sheet.unnamed for sheet in sheets), empty)


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
    """Each page as glyphs in the order of the file: no layout analysis, ours knows more."""
    document = PDFDocument(PDFParser(io.BytesIO(body)))
    manager = PDFResourceManager()
    device = PDFPageAggregator(manager, laparams=None)
    interpreter = PDFPageInterpreter(manager, device)
    for page in PDFPage.create_pages(document):
        interpreter.process_page(page)
        yield device.get_result()


def _letters(sheet: Sheet) -> int:
    return sum(char.isalpha() for line in sheet.lines for char in line.text)

"""`python -m bench.reading`: words right per kind of file and pages a second beside other readers, on rulings of the sample court whose words are known.

Words right: of the longest sequence common to truth and text, twice its words over the words of both (order counts, noise counts, marks count, case
counts; punctuation does not). Notes are compared apart. Times are processor seconds of this process and its children, all readers in one run.
"""

import importlib
import importlib.util
import io
import logging
import re
import resource
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

import click
from pdfminer.high_level import extract_text
from rapidfuzz.distance import LCSseq
from reportlab.pdfgen.canvas import Canvas

from bench.damage import Scanner, as_pdf, flattened_stamps, misnamed, scanned, spelled_apart, unnamed, with_tesseract_layer
from bench.prints import Style, caption, register, set_by, without_page_breaks
from bench.programs import CHROMIUM, OFFICE, printed_by_chromium, printed_by_office
from indexer.read import read_text
from models.document import DocumentText, RawDocument
from models.errors import UnreadableDocument
from sample.pdf import to_pdf
from sample.source import SOURCES, RulingSource, read_source

A = TypeVar("A")
RULING, OTHER = "90013-2019-HD", "90006-2010-HD"
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: what it is, how it is made, whether a program beyond reportlab makes or reads it."""

    name: str
    make: Callable[[RulingSource], bytes]
    needs: tuple[str, ...] = ()

    @property
    def possible(self) -> bool:
        """Whether this machine has what the kind needs."""
        there = {"chromium": CHROMIUM, "soffice": OFFICE, "tesseract": shutil.which("tesseract"), "pdftoppm": shutil.which("pdftoppm")}
        return all(there[need] for need in self.needs)


@dataclass(frozen=True, slots=True)
class Score:
    """Shares 0–1 of words, notes and paragraphs that are right; None where the file could not be read."""

    words: float
    notes: float
    whole: float
    document: DocumentText | None


_OCR = ("tesseract", "pdftoppm")


def _print(source: RulingSource) -> bytes:
    return set_by(source, Style(page_numbers=True))


def _scan(source: RulingSource, scanner: Scanner) -> bytes:
    return as_pdf(scanned(_print(source), scanner))


def _foreign(source: RulingSource) -> bytes:
    other = without_page_breaks(read_source(SOURCES / f"{OTHER}.md"))
    return set_by(source, Style(), (len(source.blocks) // 2, other))


def _bad_layer(source: RulingSource) -> bytes:
    """A good picture under a text layer that some program read badly."""
    damaged = set_by(source, Style(word=lambda word: re.sub("[aeor]", lambda m: "ecnv"["aeor".index(m[0])], word)))
    rows = [re.sub(r"\s+\n", "\n", page).strip().split("\n") for page in extract_text(io.BytesIO(damaged)).split("\f")]

    def layer(canvas: Canvas, page: int) -> None:
        text = canvas.beginText(99, 700)
        text.setTextRenderMode(3)
        text.setFont("Times-Roman", 10)
        for row in rows[page]:
            text.textLine(row)
        canvas.drawText(text)

    return as_pdf(scanned(_print(source), Scanner(200)), layer)


def _layered(source: RulingSource, scanner: Scanner) -> bytes:
    return with_tesseract_layer(scanned(_print(source), scanner), scanner.dpi)


KINDS = (
    Kind("Tribunal 2025 (reportlab)", lambda s: to_pdf(read_source(SOURCES / f"{s.name}.md"), "https://ejemplo.pe/x.pdf")),
    Kind("guiones, firmas en columnas", lambda s: set_by(s, Style(hyphens=True, columns=True, page_numbers=True))),
    Kind("Chromium", printed_by_chromium, ("chromium",)),
    Kind(
        "Chromium, palo seco, guiones", lambda s: printed_by_chromium(s, "body{font:11pt 'Liberation Sans'}p{hyphens:auto}"), ("chromium",)
    ),
    Kind("LibreOffice", printed_by_office, ("soffice",)),
    Kind("LibreOffice, guiones", partial(printed_by_office, hyphens=True), ("soffice",)),
    Kind("títulos espaciados", lambda s: set_by(s, Style(tracking=4.0))),
    Kind("letras separadas", lambda s: set_by(s, Style(word=spelled_apart, title=lambda w: spelled_apart(w)))),
    Kind("títulos l e t r a  a  l e t r a", lambda s: set_by(s, Style(title=lambda word: " ".join(word) + " "))),
    Kind("ligaduras", lambda s: set_by(s, Style(font=register("Lig"), size=10, word=lambda w: w.replace("fi", "ﬁ").replace("fl", "ﬂ")))),
    Kind("sellos de firma sobre el texto", lambda s: set_by(s, Style(over=flattened_stamps))),
    Kind("páginas de otro expediente", _foreign),
    Kind("(cid:N), dos letras de cinco", lambda s: set_by(s, Style(font=register("Cid", unnamed(0.4)), size=10)), _OCR),
    Kind("ToUnicode falso, una de diez", lambda s: set_by(s, Style(font=register("Uni", misnamed(0.1)), size=10)), _OCR),
    Kind("ToUnicode falso, la mitad", lambda s: set_by(s, Style(font=register("Unj", misnamed(0.5)), size=10)), _OCR),
    Kind("escaneo 300 ppp", partial(_scan, scanner=Scanner()), _OCR),
    Kind("escaneo 200 ppp, ruido, 1°", partial(_scan, scanner=Scanner(200, tilt=1.0, noise=18, salt=0.004)), _OCR),
    Kind("escaneo 150 ppp, ruido, borroso", partial(_scan, scanner=Scanner(150, noise=14, salt=0.003, blur=0.6)), _OCR),
    Kind("escaneo cabeza abajo", partial(_scan, scanner=Scanner(200, turn=2)), _OCR),
    Kind("escaneo de lado", partial(_scan, scanner=Scanner(200, turn=1)), _OCR),
    Kind("escaneo con sello y rúbrica", partial(_scan, scanner=Scanner(200, stamped=True, noise=10)), _OCR),
    Kind("capa de tesseract", partial(_layered, scanner=Scanner(200, noise=10)), _OCR),
    Kind("capa mala sobre buena imagen", _bad_layer, _OCR),
)


def words(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return _WORD.findall(unicodedata.normalize("NFC", text))


def right(truth: str, text: str) -> float:
    """Share of words that are right and in order."""
    one, two = words(truth), words(text)
    common: int = LCSseq.similarity(one, two)
    return 2 * common / max(1, len(one) + len(two))


def score(source: RulingSource, body: bytes) -> Score:
    """Reads a file and compares it with its source."""
    raw = RawDocument(f"file:{source.name}", source.name, body, "pdf", "sample", datetime(2026, 1, 1, tzinfo=UTC))
    try:
        document = read_text(raw)
    except UnreadableDocument:
        return Score(0.0, 0.0, 0.0, None)
    end = min((nota.inicio for nota in document.notas), default=len(document.text))
    truth = "\n".join([*caption(source), source.text])
    notes = "\n".join(f"{mark} {text}" for mark, text in source.notes.items())
    found = {" ".join(words(line)) for line in document.text[:end].split("\n")}
    long = [" ".join(words(line)) for line in source.text.split("\n") if len(line.split()) > 12]
    return Score(
        right(truth, document.text[:end]),
        right(notes, document.text[end:]),
        sum(line in found for line in long) / max(1, len(long)),
        document,
    )


def others(body: bytes) -> Iterator[tuple[str, Callable[[], str]]]:
    """Other readers of the same bytes, those that are installed."""
    yield "pdfminer", lambda: extract_text(io.BytesIO(body))
    if shutil.which("pdftotext"):
        yield "pdftotext", lambda: subprocess.run(["pdftotext", "-", "-"], input=body, capture_output=True, check=True).stdout.decode()
    if importlib.util.find_spec("pypdfium2"):  # only of who develops: the bench runs without it too
        pdfium = importlib.import_module("pypdfium2")
        yield "pypdfium2", lambda: "\n".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(body))


def timed(work: Callable[[], A]) -> tuple[float, A]:
    """Processor seconds, children's too, and what the work gave."""
    before = _spent()
    result = work()
    return _spent() - before, result


def _spent() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def line(kind: Kind, source: RulingSource) -> str:
    """One kind measured: what is right, the quality figure that a reader sees, pages a second of us and the others."""
    body = kind.make(source)
    ours, found = timed(lambda: score(source, body))
    document = found.document
    pages = len(document.paginas) if document else 0
    truth = "\n".join([*caption(source), source.text, *(f"{mark} {text}" for mark, text in source.notes.items())])
    beside = []
    for name, read in others(body):
        spent, text = timed(read)
        beside.append(f"{name} {right(truth, text):.3f} {pages / max(spent, 1e-3):.0f} p/s")
    shown = (
        f"{document.lector} {document.calidad.nivel} {document.calidad.palabras_conocidas} {document.calidad.confianza_ocr}"
        if document
        else "-"
    )
    return f"  {kind.name:34} {found.words:.4f} notas {found.notes:.2f} enteros {found.whole:.2f} {pages / ours:6.1f} p/s [{shown}] | {' | '.join(beside)}"


@click.command(help="Prints words right per kind of file.")
@click.option("--only", default="", help="Kinds whose name has this.")
def main(only: str) -> None:
    """All kinds that this machine can make and read."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    source = without_page_breaks(read_source(SOURCES / f"{RULING}.md"))
    score(source, _print(source))  # loads the tables
    for kind in KINDS:
        if only.lower() in kind.name.lower():
            click.echo(line(kind, source) if kind.possible else f"  {kind.name:34} no se puede hacer aquí: falta {', '.join(kind.needs)}")


if __name__ == "__main__":
    main()

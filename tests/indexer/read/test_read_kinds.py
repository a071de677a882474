"""Every kind of PDF that this machine can make and read, against the words it was made of (bench.reading): the shares that may not be lost."""

import hashlib
import io
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pdfminer.high_level import extract_text
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from bench.damage import Scanner, as_pdf, scanned
from bench.prints import Style, set_by, without_page_breaks
from bench.reading import KINDS, RULING, Kind, right, score, words
from indexer.read import ocr, read_text, scan_words
from indexer.read.pdf_scan import is_doubtful
from models.document import DocumentText, RawDocument
from sample.source import SOURCES, RulingSource, read_source

REAL = Path(__file__).parents[3].parent / "shared" / "real-files"
LEAST = {
    "Tribunal 2025 (reportlab)": 1.0,
    "guiones, firmas en columnas": 1.0,
    "títulos espaciados": 1.0,
    "letras separadas": 0.98,
    "títulos l e t r a  a  l e t r a": 0.99,
    "ligaduras": 1.0,
    "sellos de firma sobre el texto": 1.0,
    "páginas de otro expediente": 1.0,
}
SCANS = {"escaneo de lado": 0.98, "capa mala sobre buena imagen": 0.98, "escaneo 150 ppp, ruido, borroso": 0.97}
needs_ocr = pytest.mark.skipif(not ocr.available(), reason="tesseract and pdftoppm are not installed")


@pytest.fixture(scope="module")
def source() -> RulingSource:
    return without_page_breaks(read_source(SOURCES / f"{RULING}.md"))


@pytest.fixture(scope="module")
def short(source: RulingSource) -> RulingSource:
    """One page and a half of it: OCR takes seconds a page."""
    wanted = source.blocks[:16]
    called = {run.text for block in wanted for run in block.runs if run.style == "note"}
    return RulingSource(source.name, source.ficha, source.registro, wanted, {m: t for m, t in source.notes.items() if m in called})


def kind(name: str) -> Kind:
    return next(kind for kind in KINDS if kind.name == name)


def read(body: bytes, kept: Path | None = None) -> DocumentText:
    return read_text(RawDocument("file:x", RULING, body, "pdf", "sample", datetime(2026, 1, 1, tzinfo=UTC)), kept)


@pytest.mark.parametrize("name", LEAST)
def test_printed_files_keep_their_words(source: RulingSource, name: str) -> None:
    found = score(source, kind(name).make(source))
    assert found.words >= LEAST[name]
    assert found.notes == 1.0
    assert found.whole >= 0.75


@pytest.mark.slow
@needs_ocr
@pytest.mark.parametrize("name", SCANS)
def test_scans_and_bad_layers_are_read_by_ocr(short: RulingSource, name: str) -> None:
    found = score(short, kind(name).make(short))
    assert found.words >= SCANS[name]
    assert found.document is not None
    assert found.document.lector == "ocr"
    assert found.document.calidad.confianza_ocr is not None
    assert found.document.calidad.nivel != "baja"


def test_pages_of_another_case_are_told(source: RulingSource) -> None:
    document = read(kind("páginas de otro expediente").make(source))
    (ajenas,) = document.ajenas
    assert ajenas.expediente == "90006-2010"
    assert document.avisos == (
        f"El archivo trae páginas de otro expediente (90006-2010: {', '.join(map(str, ajenas.paginas))}); se dejaron fuera.",
    )


@pytest.mark.slow
@needs_ocr
def test_only_the_page_without_text_is_read_by_ocr(short: RulingSource) -> None:
    printed = set_by(short, Style())
    mixed = _mixed(printed)
    document = read(mixed)
    assert "Páginas que son imágenes, leídas por OCR: 2." in document.avisos
    assert document.lector == "pdf" or len(document.paginas) == 2
    assert right(read(printed).text, document.text) > 0.97


def _mixed(printed: bytes) -> bytes:
    """The first page in letters, the others as pictures."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    rows = extract_text(io.BytesIO(printed), page_numbers=[0]).split("\n")
    text = canvas.beginText(99, 760)
    text.setFont("Times-Roman", 12)
    for row in rows:
        text.textLine(row)
    canvas.drawText(text)
    canvas.showPage()
    for picture in scanned(printed, Scanner(200))[1:]:
        canvas.drawInlineImage(picture, 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.slow
@needs_ocr
def test_a_page_is_read_by_ocr_once(short: RulingSource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = as_pdf(scanned(set_by(short, Style()), Scanner(150), pages=[0]))
    first = read(body, tmp_path)
    assert len(list(tmp_path.glob("paginas/*/*.tsv"))) == 1

    def never(*_: object) -> str:
        raise AssertionError("tesseract was asked again")

    monkeypatch.setattr(scan_words, "_tesseract", never)
    assert read(body, tmp_path) == first


def test_a_layer_of_words_is_not_doubted(source: RulingSource) -> None:
    from indexer.read.pdf import _sheets

    assert not any(map(is_doubtful, _sheets(set_by(source, Style()))))
    wrong = set_by(source, Style(word=lambda word: word.translate(str.maketrans("aeo", "xzq"))))
    assert all(map(is_doubtful, _sheets(wrong)))


def test_a_doubted_layer_stays_where_nothing_better_can_be_had(source: RulingSource, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    wrong = set_by(source, Style(word=lambda word: word.translate(str.maketrans("aeo", "xzq"))))
    document = read(wrong)
    assert document.lector == "pdf"
    assert document.calidad.nivel == "baja"


def test_a_table_is_read_cell_by_cell() -> None:
    document = read(_table())
    lines = document.text.split("\n")
    assert lines[lines.index("Paso") : -1] == [
        "Paso",
        "Qué hace la entidad",
        "01",
        "La entidad recibe la solicitud y da un cargo con la fecha y la hora.",
        "02",
        "La oficina busca lo pedido en su archivo central.",
        "Después del cuadro sigue el texto de la sentencia.",
    ]


def _table() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont("Times-Roman", 12)
    canvas.drawString(99, 700, "El procedimiento tiene los pasos que muestra este cuadro:")
    rows = (("Paso", ("Qué hace la entidad",)), ("01", ("La entidad recibe la solicitud y", "da un cargo con la fecha y la", "hora.")),
            ("02", ("La oficina busca lo pedido en", "su archivo central.")))  # fmt: skip
    y = 680.0
    for left, right_lines in rows:
        high = 15 * len(right_lines) + 6
        canvas.rect(99, y - high, 60, high)
        canvas.rect(159, y - high, 190, high)
        canvas.drawString(105, y - high / 2 - 4, left)
        for at, text in enumerate(right_lines):
            canvas.drawString(164, y - 13 - 15 * at, text)
        y -= high
    canvas.drawString(99, y - 30, "Después del cuadro sigue el texto de la sentencia.")
    canvas.save()
    return out.getvalue()


TRUE_PAGES = {
    1: (333, "8d05a0cd8ee018df79468e1e289ae75dc80d629e3bb09dc26ba1de28f6ca0727"),
    2: (340, "8cb44bc1a822459ebfab66de8b13beadf0e87d1949553bb5b22c53ea43108aa7"),
    12: (349, "da63c629599fbbe5a84d11a17e69b4e888b81758b5485e4f71b93008578c1cfd"),
    13: (276, "655f33fe5456d46f7f000f83c6b646c9053a75891802095229f3ac6516955a8a"),
}
"""Words and hash of the paragraphs of four pages of the Court's own file, as a person wrote them down from its pictures."""


@pytest.mark.corpus
@pytest.mark.skipif(not REAL.exists(), reason="no ../shared beside the checkout")
@pytest.mark.parametrize("page", TRUE_PAGES)
def test_the_courts_own_file_is_read_to_the_word(page: int) -> None:
    body = (REAL / "01356-2024-HC.pdf").read_bytes()
    document = read_text(RawDocument("file:x", "01356-2024-HC", body, "pdf", "tc", datetime(2026, 1, 1, tzinfo=UTC)))
    end = min(nota.inicio for nota in document.notas)
    bounds = [*document.paginas, end]
    text = document.text[bounds[page - 1] : min(bounds[page], end)].strip()
    paragraphs = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    assert (len(text.split()), hashlib.sha256(paragraphs.encode()).hexdigest()) == TRUE_PAGES[page]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_the_kinds_are_hard_for_a_plain_reader(source: RulingSource) -> None:
    """Else the shares above would say nothing."""
    body = kind("sellos de firma sobre el texto").make(source)
    plain = subprocess.run(["pdftotext", "-", "-"], input=body, capture_output=True, check=True).stdout.decode()
    assert right(source.text, plain) < 0.9
    assert words(plain)

"""PDF files made here (invented rulings) with the layout of the Court's files: heads, notes, hanging numbers, rotated margins, scans."""

import io
import subprocess
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from indexer.read import ocr, read_text
from models.document import DocumentText, RawDocument
from models.errors import UnreadableDocument

REAL = Path(__file__).parents[3].parent / "shared" / "real-files"
LEFT, INDENT, STEP = 99.0, 128.0, 13.8


class Page:
    """A page of the Court's layout: writes lines from the top, 12 pt, and keeps count of the height."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas, self.y = canvas, 640.0
        canvas.setFont("Times-Roman", 14)
        canvas.drawString(277, 800, "Sala Primera. Sentencia 90/2025")
        canvas.setFont("Times-Roman", 10)
        for height, text in ((708, "EXP. N.° 90002-2024-PHD/TC"), (696, "JUNÍN"), (685, "ROSA QUISPE PRADO")):
            canvas.drawString(319, height, text)

    def line(self, text: str, x: float = LEFT, *, space: bool = False, call: str = "", rest: str = "", size: float = 12) -> None:
        """A line; `space`: a blank one above; `call`: a raised note mark after `text`, then `rest`."""
        self.y -= STEP * (2 if space else 1)
        self.canvas.setFont("Times-Roman", size)
        self.canvas.drawString(x, self.y, text)
        if call:
            x += self.canvas.stringWidth(text, "Times-Roman", size)
            self.canvas.setFont("Times-Roman", 8)
            self.canvas.drawString(x, self.y + 4, call)
            x += self.canvas.stringWidth(call, "Times-Roman", 8)
            self.canvas.setFont("Times-Roman", size)
            self.canvas.drawString(x, self.y, rest)

    def notes(self, *notes: tuple[str, str]) -> None:
        """A rule and notes of 10 pt at the foot."""
        self.canvas.rect(LEFT, 120, 144, 0.5, fill=1)
        for index, (mark, text) in enumerate(notes):
            y = 106 - 11.5 * index
            self.canvas.setFont("Times-Roman", 6.5)
            self.canvas.drawString(LEFT, y + 3.5, mark)
            self.canvas.setFont("Times-Roman", 10)
            self.canvas.drawString(LEFT + 8, y, text)

    def margin(self, text: str) -> None:
        """Rotated text in the left margin."""
        self.canvas.saveState()
        self.canvas.translate(30, 300)
        self.canvas.rotate(90)
        self.canvas.drawString(0, 0, text)
        self.canvas.restoreState()


def pdf(*pages: Callable[[Page], None], encryption: StandardEncryption | None = None) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, encrypt=encryption)
    for write in pages:
        write(Page(canvas))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def first(page: Page) -> None:
    page.line("SENTENCIA DEL TRIBUNAL CONSTITUCIONAL", 152)
    page.line("En Lima, a los 11 días del mes de agosto de 2025, la Sala Primera del Tribunal", INDENT, space=True)
    page.line("Constitucional emite la presente sentencia por unanimidad de sus magistrados.")
    page.line("ASUNTO", space=True)
    page.line("Recurso de agravio constitucional interpuesto por doña Rosa Quispe Prado en contra de", INDENT, space=True)
    page.line("la resolución de fecha 27 de marzo de 2024", call="1", rest=", que declaró infundada la demanda de habeas")
    page.line("data de autos.")
    page.line("FUNDAMENTOS", space=True)
    page.line("1.", space=True)
    page.y += STEP
    page.line("La demandante solicita copia del expediente de la obra de la calle que la emplaza-", INDENT)
    page.line("da dice haber perdido", INDENT, call="2", rest=" en una mudanza de su archivo, y agrega que no está obligada a", size=12)
    page.notes(("1", "Foja 90 del expediente."), ("2", "Foja 12."))
    page.margin("Esta es una representación impresa cuya autenticidad puede ser contrastada")


def second(page: Page) -> None:
    page.line("rehacerlo según el artículo de ejemplo de la ley que cita.", INDENT)
    page.line("2.  La mudanza no exime a la emplazada de buscar lo que debe conservar.", space=True)
    page.line("Por estos fundamentos, el Tribunal Constitucional,", INDENT, space=True)
    page.line("HA RESUELTO", 247, space=True)
    page.line("1.  Declarar FUNDADA la demanda.", space=True)
    page.line("2.  CONDENAR a la emplazada al pago de costos.", space=True)
    page.line("SS.", space=True)
    page.line("PÉREZ ROJAS", space=True)
    page.y += STEP
    page.line("RAMOS DE LA CRUZ", 330)
    page.line("PONENTE PÉREZ ROJAS", space=True, size=9)
    page.canvas.drawString(290, 40, "2")


@pytest.fixture(scope="module")
def document() -> DocumentText:
    return read(pdf(first, second))


def read(body: bytes, name: str = "90002-2024-HD") -> DocumentText:
    return read_text(
        RawDocument(f"https://tc.gob.pe/jurisprudencia/2025/{name}.pdf", name, body, "pdf", "sedetc", datetime(2026, 1, 1, tzinfo=UTC))
    )


def test_the_caption_keeps_its_lines(document: DocumentText) -> None:
    assert document.text.split("\n")[:5] == [
        "Sala Primera. Sentencia 90/2025",
        "EXP. N.° 90002-2024-PHD/TC",
        "JUNÍN",
        "ROSA QUISPE PRADO",
        "SENTENCIA DEL TRIBUNAL CONSTITUCIONAL",
    ]


def test_a_paragraph_crosses_the_page_whole(document: DocumentText) -> None:
    paragraph = next(line for line in document.text.split("\n") if line.startswith("1. La demandante"))
    assert "y agrega que no está obligada a rehacerlo según" in paragraph
    assert document.text.count("EXP.") == 1


def test_note_marks_leave_the_word_and_are_kept(document: DocumentText) -> None:
    assert "27 de marzo de 2024, que declaró" in document.text
    called = [document.text[nota.posicion :].split(" ")[0] for nota in document.notas if nota.posicion is not None]
    assert called == ["2024,", "perdido"]
    assert [document.text[nota.inicio : nota.fin] for nota in document.notas] == ["1 Foja 90 del expediente.", "2 Foja 12."]


def test_a_word_cut_at_the_margin_is_whole(document: DocumentText) -> None:
    assert "que la emplazada dice haber" in document.text


def test_points_and_signatures_are_paragraphs(document: DocumentText) -> None:
    lines = document.text.split("\n")
    start = lines.index("HA RESUELTO")
    assert lines[start + 1 : start + 7] == [
        "1. Declarar FUNDADA la demanda.",
        "2. CONDENAR a la emplazada al pago de costos.",
        "SS.",
        "PÉREZ ROJAS",
        "RAMOS DE LA CRUZ",
        "PONENTE PÉREZ ROJAS",
    ]


def test_rotated_text_and_folios_are_out(document: DocumentText) -> None:
    assert "representación impresa" not in document.text
    assert "\n2\n" not in document.text


def test_pages_begin_at_their_first_word(document: DocumentText) -> None:
    assert document.paginas[0] == 0
    assert document.text[document.paginas[1] :].startswith("rehacerlo")


def test_born_digital_text_is_not_touched(document: DocumentText) -> None:
    assert document.lector == "pdf"
    assert document.text == document.original
    assert not document.restaurado
    assert document.calidad.nivel == "alta"


def test_a_raised_number_that_is_no_call_stays() -> None:
    def area(page: Page) -> None:
        page.line("El predio tiene un área de 120 m", call="2", rest=" según la ficha que obra en autos y que nadie discute.")

    assert "120 m2 según" in read(pdf(area)).text


def test_a_page_with_wider_lines_does_not_move_the_margin_of_the_others() -> None:
    def text(page: Page) -> None:
        page.y = 590.0
        for _ in range(9):
            page.line("La entidad debe conservar los documentos que produce y motivar toda reserva.")
            page.line("Así lo dispone la ley.")

    def wide(page: Page) -> None:
        for _ in range(60):
            page.line(
                "El cuadro de la obra de ejemplo ocupa la hoja entera, de un margen al otro, y más allá de donde acaba el texto", size=9
            )
            page.y += STEP / 2

    lines = read(pdf(text, text, text, wide)).text.split("\n")
    assert lines.count("La entidad debe conservar los documentos que produce y motivar toda reserva. Así lo dispone la ley.") == 27


def test_a_text_layer_without_accents_is_restored() -> None:
    def scan(page: Page) -> None:
        page.line("La demandante pidio informacion sobre la resolucion de la comision de obras.")
        page.line("Su peticion no tuvo atencion.")

    document = read(pdf(scan))
    assert "pidió información sobre la resolución" in document.text
    assert document.restaurado
    assert len(document.text) == len(document.original)


def test_a_locked_file_says_so() -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read(pdf(first, encryption=StandardEncryption("secreta", canPrint=0)))
    assert refused.value.regla == "cifrado"


@pytest.mark.parametrize("cut", [0, 5, 200, 700])
def test_a_truncated_file_says_so(cut: int) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read(pdf(first)[:cut])
    assert refused.value.regla == "danado"


def test_a_scan_without_programs_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.rect(10, 10, 500, 800, fill=1)
    canvas.save()
    picture = buffer.getvalue()
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableDocument, match="tesseract-ocr-spa") as refused:
        read(picture)
    assert refused.value.regla == "sin_texto"


@pytest.mark.slow
@pytest.mark.skipif(not ocr.available(), reason="tesseract and pdftoppm are not installed")
def test_a_scan_is_read_by_ocr() -> None:
    document = read(_scanned(pdf(first, second)))
    assert document.lector == "ocr"
    assert len(document.paginas) == 2
    assert "HA RESUELTO" in document.text
    assert document.calidad.confianza_ocr is not None


def _scanned(body: bytes) -> bytes:
    """The pages as pictures: what a scanner makes of a print."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "print.pdf"
        source.write_bytes(body)
        subprocess.run(["pdftoppm", "-r", "200", "-png", str(source), f"{folder}/page"], check=True)
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=A4)
        for image in sorted(Path(folder).glob("*.png")):
            canvas.drawImage(str(image), 0, 0, *A4)
            canvas.showPage()
        canvas.save()
    return buffer.getvalue()


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 5000), st.binary(max_size=40))
def test_damaged_bytes_raise_nothing_else(place: int, junk: bytes) -> None:
    body = bytearray(pdf(first))
    body[place : place + len(junk)] = junk
    try:
        document = read(bytes(body))
    except UnreadableDocument:
        return
    assert len(document.text) == len(document.original)


@pytest.mark.corpus
@pytest.mark.skipif(not REAL.exists(), reason="no ../shared beside the checkout")
def test_the_courts_own_file_is_read_in_its_order() -> None:
    document = read((REAL / "01356-2024-HC.pdf").read_bytes(), "01356-2024-HC")
    lines = document.text.split("\n")
    headings = ["SENTENCIA DEL TRIBUNAL CONSTITUCIONAL", "ASUNTO", "ANTECEDENTES", "FUNDAMENTOS", "HA RESUELTO", "SS."]
    assert [line for line in lines if line in headings] == headings
    assert len(document.paginas) == 13
    assert [nota.llamada for nota in document.notas] == [str(n) for n in range(1, 14)]
    assert all(nota.posicion is not None for nota in document.notas)
    assert "  " not in document.text
    numbered = [line.split(".")[0] for line in lines[lines.index("FUNDAMENTOS") : lines.index("HA RESUELTO")] if line[:1].isdigit()]
    assert {str(n) for n in range(1, 30)} <= set(numbered)


@pytest.mark.corpus
@pytest.mark.skipif(not REAL.exists(), reason="no ../shared beside the checkout")
def test_signing_a_file_does_not_move_its_text() -> None:
    signed, unsigned = (read((REAL / f"01356-2024-HC{which}.pdf").read_bytes()) for which in ("", ".unsigned"))
    assert signed.text == unsigned.text

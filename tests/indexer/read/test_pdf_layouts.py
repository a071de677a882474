"""What the layouts of 2025 and their kin do beyond the plain page: columns, tables, turned pages, notes over page breaks. All words are invented."""

import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from indexer.read import read_text
from models.document import DocumentText, RawDocument
from models.errors import UnreadableDocument

LEFT, RIGHT, STEP = 99.0, 485.0, 13.8
FULL = "La entidad emplazada debe conservar los documentos que produce y entregarlos"
Write = Callable[[Canvas], None]


def at(canvas: Canvas, x: float, y: float, text: str, size: float = 12, font: str = "Times-Roman") -> None:
    canvas.setFont(font, size)
    canvas.drawString(x, y, text)


def lines(canvas: Canvas, top: float, *texts: str, x: float = LEFT) -> None:
    for row, text in enumerate(texts):
        at(canvas, x, top - STEP * row, text)


def full(canvas: Canvas, y: float, text: str, x: float = LEFT) -> None:
    """A line spread to the right margin."""
    line = canvas.beginText(x, y)
    line.setFont("Times-Roman", 12)
    line.setWordSpace((RIGHT - x - canvas.stringWidth(text, "Times-Roman", 12)) / text.count(" "))
    line.textOut(text)
    canvas.drawText(line)


def head(canvas: Canvas) -> None:
    for row, text in enumerate(("EXP. N.° 90002-2024-PHD/TC", "JUNÍN", "ROSA QUISPE PRADO")):
        at(canvas, 319, 708 - 11.5 * row, text, 10)


def rule(canvas: Canvas, y: float) -> None:
    canvas.rect(LEFT, y, 144, 0.5, fill=1, stroke=0)


def mark(canvas: Canvas, x: float, y: float, number: str, size: float = 6.5) -> None:
    at(canvas, x, y + 0.35 * size, number, size)


def calling(canvas: Canvas, y: float, text: str, number: str) -> None:
    """A line that ends with the mark of a note."""
    at(canvas, LEFT, y, text)
    mark(canvas, LEFT + canvas.stringWidth(text, "Times-Roman", 12), y + 2, number, 8)


def with_one_note(canvas: Canvas) -> None:
    head(canvas)
    calling(canvas, 620, "Consta el cargo", "1")
    rule(canvas, 110)
    mark(canvas, LEFT, 97, "1")
    at(canvas, LEFT + 8, 97, "Foja 12 del expediente", 10)


def read(*pages: Write, turn: int = 0) -> DocumentText:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for write in pages:
        canvas.setPageRotation(turn)
        write(canvas)
        canvas.showPage()
    canvas.save()
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return read_text(RawDocument("https://tc.gob.pe/90002-2024-HD.pdf", "90002-2024-HD", buffer.getvalue(), "pdf", "sedetc", moment))


def paragraphs(document: DocumentText) -> list[str]:
    return document.text.strip().split("\n")


def notes(document: DocumentText) -> list[str]:
    return [document.text[note.inicio : note.fin] for note in document.notas]


def test_a_head_in_two_columns_is_read_column_by_column() -> None:
    def page(canvas: Canvas) -> None:
        for row, (left, right) in enumerate(
            (("CORTE DE MUESTRA", "SALA PENAL DE EJEMPLO"), ("DE JUSTICIA", "APELACIÓN N.° 90-2025"), ("DEL PAÍS", "CUSCO"))
        ):
            at(canvas, 150, 777 - 15 * row, left)
            at(canvas, 330, 776.5 - 15 * row, right, 11)
        lines(canvas, 650, "La demanda se presentó el lunes.", "SENTENCIA DEL TRIBUNAL CONSTITUCIONAL")

    expected = ["CORTE DE MUESTRA", "DE JUSTICIA", "DEL PAÍS", "SALA PENAL DE EJEMPLO", "APELACIÓN N.° 90-2025", "CUSCO"]
    assert paragraphs(read(page))[:6] == expected


def test_signatures_in_two_columns_are_read_across() -> None:
    def page(canvas: Canvas) -> None:
        for row in range(20):
            full(canvas, 600 - STEP * row, FULL)
        for row, (left, right) in enumerate((("PÉREZ ROJAS", "RUIZ SOTO"), ("TICONA YUPA", "VERA PAZ"))):
            at(canvas, 99, 777 - 15 * row, left)
            at(canvas, 330, 777 - 15 * row, right)

    assert paragraphs(read(page))[:4] == ["PÉREZ ROJAS", "RUIZ SOTO", "TICONA YUPA", "VERA PAZ"]


def test_narrow_cells_drawn_in_one_run_stay_apart() -> None:
    def page(canvas: Canvas) -> None:
        for x in (99, 170, 230, 485):
            canvas.line(x, 560, x, 600)
        for y in (560, 580, 600):
            canvas.line(99, y, 485, y)
        for y, row in ((586, ("Responsable", "Paso", "Lugar")), (566, ("Mesa", "01", "Archivo"))):
            at(canvas, 102, y, row[0] + "  ")
            at(canvas, 174, y, row[1] + "  ")
            at(canvas, 234, y, row[2])

    assert paragraphs(read(page)) == ["Responsable", "Paso", "Lugar", "Mesa", "01", "Archivo"]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_stored_on_its_side_reads_as_one_upright(turn: int) -> None:
    def page(canvas: Canvas) -> None:
        full(canvas, 400, FULL)
        lines(canvas, 400 - STEP, "a quien los pida.", "No hay motivo para negarlos.")

    assert paragraphs(read(page, turn=turn)) == [f"{FULL} a quien los pida.", "No hay motivo para negarlos."]


def test_words_drawn_sideways_on_an_upright_page_are_read_when_they_are_all_of_it() -> None:
    def page(canvas: Canvas) -> None:
        canvas.translate(300, 100)
        canvas.rotate(90)
        full(canvas, 0, FULL)
        lines(canvas, -STEP, "a quien los pida.", "No hay motivo para negarlos.")

    assert paragraphs(read(page)) == [f"{FULL} a quien los pida.", "No hay motivo para negarlos."]


def test_words_in_the_margin_turn_no_page() -> None:
    def page(canvas: Canvas) -> None:
        at(canvas, 290, 40, "2")
        canvas.translate(40, 250)
        canvas.rotate(90)
        at(canvas, 0, 0, "Esta es la copia impresa de un documento de ejemplo", 6)

    with pytest.raises(UnreadableDocument) as refused:
        read(page)
    assert refused.value.regla == "sin_texto"


def test_ponente_within_a_sentence_begins_no_paragraph() -> None:
    def page(canvas: Canvas) -> None:
        for row in range(20):
            full(canvas, 600 - STEP * row, FULL)
        full(canvas, 300, "Se dispone publicar la presente resolución en el diario. Interviene como")
        at(canvas, LEFT, 300 - STEP, "ponente la señora jueza de ejemplo.")

    assert paragraphs(read(page))[1:] == [
        "Se dispone publicar la presente resolución en el diario. Interviene como ponente la señora jueza de ejemplo."
    ]


def test_a_bold_heading_after_a_full_line_at_a_page_break_begins_a_paragraph() -> None:
    def first(canvas: Canvas) -> None:
        head(canvas)
        full(canvas, 620, FULL)
        full(canvas, 620 - STEP, "a quien los pida sin expresión de causa, según el artículo de ejemplo.")

    def second(canvas: Canvas) -> None:
        head(canvas)
        at(canvas, LEFT, 620, "Análisis del caso", 12, "Times-Bold")
        at(canvas, LEFT, 590, "La demanda es fundada.")

    assert paragraphs(read(first, second))[-2:] == ["Análisis del caso", "La demanda es fundada."]


def test_two_pages_that_begin_with_one_sentence_keep_it() -> None:
    def page(canvas: Canvas) -> None:
        head(canvas)
        full(canvas, 640, "que la información pública se presume y quien la niega debe")
        at(canvas, LEFT, 640 - STEP, "motivar su reserva.")

    assert read(with_one_note, page, with_one_note, page).text.count("que la información pública se presume") == 2


def test_two_notes_that_end_alike_at_the_foot_of_two_pages_keep_their_ends() -> None:
    def page(number: str) -> Write:
        def write(canvas: Canvas) -> None:
            head(canvas)
            calling(canvas, 620, "Así consta en autos", number)
            rule(canvas, 110)
            mark(canvas, LEFT, 97, number)
            at(canvas, LEFT + 8, 97, f"Cargo número {number} de la mesa de partes, que obra a fojas del cuaderno principal", 10)
            at(canvas, LEFT + 8, 85.5, "del expediente digital.", 10)

        return write

    document = read(page("1"), page("2"))
    assert notes(document) == [
        f"{n} Cargo número {n} de la mesa de partes, que obra a fojas del cuaderno principal del expediente digital." for n in "12"
    ]


def test_the_end_of_a_note_alone_at_a_foot_is_kept_where_another_note_ends_so() -> None:
    def page(number: str, *texts: str) -> Write:
        def write(canvas: Canvas) -> None:
            head(canvas)
            lines(canvas, 600, FULL, FULL, FULL)
            if number:
                calling(canvas, 540, "Así consta", number)
                mark(canvas, LEFT, 73.5 + 11.5 * len(texts), number)
            rule(canvas, 85 + 11.5 * len(texts))
            for row, text in enumerate(reversed(texts)):
                at(canvas, LEFT + 8, 85 + 11.5 * row, text, 10)

        return write

    document = read(
        page("1", "Véase el informe"), page("", "de la oficina de ejemplo"), page("2", "Véase el oficio", "de la oficina de ejemplo")
    )
    assert notes(document) == ["1 Véase el informe de la oficina de ejemplo", "2 Véase el oficio de la oficina de ejemplo"]


def test_the_end_of_a_note_stands_first_under_the_rule_of_the_next_page() -> None:
    def first(canvas: Canvas) -> None:
        head(canvas)
        calling(canvas, 620, "La doctrina es pacífica", "1")
        lines(canvas, 600, FULL, FULL)
        rule(canvas, 110)
        mark(canvas, LEFT, 97, "1")
        at(canvas, LEFT + 8, 97, "Sobre el particular se ha dicho que la reserva debe ser breve y que", 10)

    def second(canvas: Canvas) -> None:
        head(canvas)
        calling(canvas, 620, "La demanda se presentó en la mesa de partes", "2")
        rule(canvas, 110)
        at(canvas, LEFT + 8, 97, "quien la alega debe motivarla", 10)
        mark(canvas, LEFT, 85.5, "2")
        at(canvas, LEFT + 8, 85.5, "Foja 3", 10)

    expected = ["1 Sobre el particular se ha dicho que la reserva debe ser breve y que quien la alega debe motivarla", "2 Foja 3"]
    assert notes(read(first, second)) == expected


def test_the_box_of_the_ponente_above_notes_is_no_note() -> None:
    def last(canvas: Canvas) -> None:
        head(canvas)
        lines(canvas, 620, "SS.", "PÉREZ ROJAS")
        canvas.rect(LEFT - 3, 575, 186, 0.5, fill=1, stroke=0)
        at(canvas, LEFT, 566, "PONENTE PÉREZ ROJAS", 9)

    document = read(with_one_note, last)
    assert notes(document) == ["1 Foja 12 del expediente"]
    assert "\nPONENTE PÉREZ ROJAS\n" in document.text


def test_underlined_words_are_no_rule_over_notes() -> None:
    def second(canvas: Canvas) -> None:
        head(canvas)
        lines(canvas, 620, FULL, "a toda persona que los pida en la mesa de partes:")
        canvas.line(LEFT, 620 - STEP - 1.5, LEFT + 150, 620 - STEP - 1.5)
        at(canvas, LEFT + 40, 590, "“Las excepciones se interpretan de manera restrictiva”.", 10)

    document = read(with_one_note, second)
    assert notes(document) == ["1 Foja 12 del expediente"]
    assert "\n“Las excepciones" in document.text


def test_notes_may_be_counted_anew_on_each_page_and_stick_to_their_marks() -> None:
    def page(*words: str) -> Write:
        def write(canvas: Canvas) -> None:
            head(canvas)
            lines(canvas, 540, FULL, FULL)
            for row, word in enumerate(words, 1):
                calling(canvas, 600 - 30 * row, "Consta el cargo de recepción", str(row))
                at(canvas, LEFT, 97 - 11.5 * (row - 1), f"{row}{word}", 10)
            rule(canvas, 110)

        return write

    document = read(page("cfr. el informe", "2021 fue el año"), page("“Manual” de ejemplo", "ibid."))
    assert notes(document) == ["1 cfr. el informe", "2 2021 fue el año", "1 “Manual” de ejemplo", "2 ibid."]
    assert [note.posicion is not None for note in document.notas] == [True] * 4


def test_a_surname_that_ends_in_o_is_a_whole_line() -> None:
    def page(canvas: Canvas) -> None:
        for row in range(20):
            full(canvas, 640 - STEP * row, FULL)
        lines(canvas, 300, "SS.", "PAREDES DE LA O", "TICONA YUPA")

    assert paragraphs(read(page))[1:] == ["SS.", "PAREDES DE LA O", "TICONA YUPA"]

"""A ruling of the sample court as PDF, in the layout of its era; the same source gives the same bytes.

Layout of 2025 (real-files/README.md): A4, text from x 99 to 485, Times 12, chamber and number above on the right, three lines of 10 points
with expediente, district and party on every page, superscript note marks, notes at the foot under a rule, hanging numbers, a boxed PONENTE.
"""

import io
from collections.abc import Mapping

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from sample.layout import FONTS, NOTE_SCALE, Line, lines, piece_width
from sample.source import Block, RulingSource, Run

MARK = "DOCUMENTO FICTICIO - TRIBUNAL DE MUESTRA"
LEFT, RIGHT = 99.0, 485.0
_TOP, _BOTTOM = 195.0, 752.0
"""Points from the upper edge between which text and notes stand."""
_SIZE, _LEADING, _NOTE_SIZE, _NOTE_LEADING = 12.0, 13.8, 10.0, 11.5
_RULE = 14.0
_INDENT: Mapping[str, tuple[float, float]] = {"punto": (28.0, 0.0), "inciso": (50.0, 0.0), "cita": (40.0, 20.0)}
"""Left and right margin of a block beyond the page's own."""
_KEEP = {"titulo": 5, "titular": 4, "subtitular": 4, "resuelve": 4}
"""Lines that must still fit below a heading."""


def to_pdf(source: RulingSource, url: str) -> bytes:
    """The document's bytes; no date, no machine, no compression in them, so that they never change by themselves."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=0)
    canvas.setTitle(f"{source.name} ({MARK})")
    canvas.setAuthor("Tribunal de muestra")
    canvas.setProducer("habeas sample court")
    page = _Page(canvas, source, url)
    for number, block in enumerate(source.blocks):
        page.put(block, source.blocks[number + 1 : number + 12])
    page.close()
    canvas.save()
    return out.getvalue()


class _Page:
    """The page being written: `y` grows downwards, footnotes collect until the page is closed."""

    def __init__(self, canvas: Canvas, source: RulingSource, url: str) -> None:
        self.canvas, self.source, self.url = canvas, source, url
        self.number, self.y = 0, _TOP
        self.notes: list[tuple[str, tuple[Line, ...]]] = []
        self._open()

    def put(self, block: Block, following: tuple[Block, ...]) -> None:
        """One block, over as many pages as it needs."""
        if block.kind == "pagina":
            self._next()
            return
        if block.kind == "linea" and block.text == "SS.":
            self._room(_LEADING * (3 + sum(after.kind in ("firma", "ponente") for after in following)))
        else:
            self._room(_LEADING * _KEEP.get(block.kind, 2))
        if block.kind == "ponente":
            self._box(block.text)
            return
        left, right = _INDENT.get(block.kind, (0.0, 0.0))
        size = 10.5 if block.kind == "cita" else _SIZE
        first = 28.0 if block.kind == "parrafo" and self.source.ficha.era > 1 else 0.0
        bold = block.kind in ("titulo", "titular", "subtitular", "resuelve", "firma")
        runs = tuple(Run(run.text, "b") if bold and run.style == "" else run for run in block.runs)
        ragged = block.kind not in ("parrafo", "punto", "inciso", "cita")
        rows = list(lines(runs, RIGHT - LEFT - left - right, size, first_indent=first, justify=not ragged))
        for at, line in enumerate(rows):
            if at == len(rows) - 2:
                self._room(2 * _LEADING)
            self._line(block, line, at, (left + (0.0 if at else first), right), size)
        self.y += 0.0 if block.kind == "firma" and following and following[0].kind == "firma" else _LEADING * 0.75

    def close(self) -> None:
        """Notes, rule and the mark of fiction of the last page."""
        self._notes()
        self.canvas.showPage()

    def _line(self, block: Block, line: Line, at: int, margins: tuple[float, float], size: float) -> None:
        new = [(mark, tuple(lines((Run(self.source.notes[mark]),), RIGHT - LEFT - 12, _NOTE_SIZE))) for mark in line.notes]
        self._room(_LEADING + sum(_NOTE_LEADING * len(text) for _, text in new), first_note=bool(new and not self.notes))
        self.notes += new
        x, free = LEFT + margins[0], RIGHT - LEFT - sum(margins) - line.width
        if block.kind in ("titulo", "resuelve"):
            x += free / 2
        if block.mark and not at:
            self._draw(x - (28.0 if block.kind == "punto" else 22.0), (Run(block.mark),), size, 0.0)
        self._draw(x, line.pieces, size, free / line.gaps if line.justified and line.gaps else 0.0)
        self.y += _LEADING if size == _SIZE else 12.2
        if line.page_ends:
            self._next()

    def _draw(self, x: float, pieces: tuple[Run, ...], size: float, gap: float) -> None:
        text = self.canvas.beginText()
        text.setWordSpace(gap)
        for piece in pieces:
            note = piece.style == "note"
            text.setTextOrigin(x, A4[1] - self.y + (size * 0.4 if note else 0.0))
            text.setFont(FONTS[piece.style], size * (NOTE_SCALE if note else 1))
            text.textOut(piece.text)
            x += piece_width(piece, size) + gap * piece.text.count(" ")
        self.canvas.drawText(text)

    def _box(self, words: str) -> None:
        self.y += 4
        self.canvas.rect(LEFT - 2, A4[1] - self.y - 5, self.canvas.stringWidth(words, "Times-Bold", 9) + 14, 16, fill=0)
        self.canvas.setFont("Times-Bold", 9)
        self.canvas.drawString(LEFT + 5, A4[1] - self.y, words)
        self.y += 2 * _LEADING

    def _room(self, height: float, *, first_note: bool = False) -> None:
        taken = sum(_NOTE_LEADING * len(text) for _, text in self.notes) + (_RULE if self.notes or first_note else 0)
        if self.y + height > _BOTTOM - taken and self.y > _TOP:
            self._next()

    def _next(self) -> None:
        self._notes()
        self.canvas.showPage()
        self._open()

    def _notes(self) -> None:
        height = sum(_NOTE_LEADING * len(text) for _, text in self.notes)
        self.y = _BOTTOM - height + _NOTE_LEADING
        if self.notes:
            self.canvas.setLineWidth(0.5)
            self.canvas.line(LEFT, A4[1] - self.y + _RULE, LEFT + 144, A4[1] - self.y + _RULE)
        for mark, text in self.notes:
            for at, line in enumerate(text):
                if not at:
                    self._draw(LEFT, (Run(mark, "note"),), _NOTE_SIZE, 0.0)
                self._draw(LEFT + 8, line.pieces, _NOTE_SIZE, 0.0)
                self.y += _NOTE_LEADING
        self.notes = []

    def _open(self) -> None:
        self.number, self.y = self.number + 1, _TOP
        draw_head(self.canvas, self.source, self.number, self.url)


def draw_head(canvas: Canvas, source: RulingSource, page: int, url: str) -> None:
    """What stands around the text of a page: emblem, chamber, caption, the mark of fiction, on page 1 of the newest layout the margin note."""
    ficha = source.ficha
    canvas.setFont("Helvetica", 8)
    canvas.drawCentredString((LEFT + RIGHT) / 2, 36, MARK)
    _emblem(canvas)
    if ficha.era == 4:
        canvas.setFont("Times-Roman", 14)
        canvas.drawRightString(RIGHT - 8, A4[1] - 41, ficha.cabeza)
        if page == 1:
            _margin_note(canvas, url)
    else:
        canvas.setFont("Times-Bold", 10)
        canvas.drawCentredString(141, A4[1] - 112, "TRIBUNAL CONSTITUCIONAL")
    if ficha.era == 1 and page > 1:
        canvas.setFont("Times-Roman", 10)
        canvas.drawRightString(RIGHT, A4[1] - 112, str(page))
        return
    canvas.setFont("Times-Roman", 10)
    for row, words in enumerate((ficha.exp, *ficha.caratula)):
        canvas.drawString(318, A4[1] - 130 - 12 * row, words)


def _emblem(canvas: Canvas) -> None:
    """A pair of scales in a ring: ours, not the Court's arms."""
    x, y = 141.0, A4[1] - 76
    canvas.setLineWidth(0.8)
    canvas.circle(x, y, 22)
    canvas.line(x, y - 13, x, y + 13)
    canvas.line(x - 12, y + 9, x + 12, y + 9)
    canvas.line(x - 7, y - 13, x + 7, y - 13)
    for pan in (x - 12, x + 12):
        canvas.line(pan, y + 9, pan - 5, y - 2)
        canvas.line(pan, y + 9, pan + 5, y - 2)
        canvas.arc(pan - 5, y - 6, pan + 5, y + 2, 180, 180)


def _margin_note(canvas: Canvas, url: str) -> None:
    canvas.saveState()
    canvas.translate(32, 150)
    canvas.rotate(90)
    canvas.setFont("Helvetica", 6)
    for row, words in enumerate(
        (
            "Este documento es ficticio: fue escrito para la corte de muestra de un programa de búsqueda y no tiene valor",
            "legal. Las personas, las entidades y los hechos que nombra no existen; ninguna resolución del Tribunal",
            "Constitucional lleva este número.",
            f"URL: {url}",
        )
    ):
        canvas.drawString(0, -8 * row, words)
    canvas.restoreState()

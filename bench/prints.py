"""Rulings of the sample court set by reportlab, word by word as Word's exports do: their words are known, so that a reader can be measured on them."""

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import ttfonts
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfgen.canvas import Canvas

from sample.source import Block, RulingSource

_TOP, _FOOT = 640.0, 130.0
_CAPS = ("titulo", "titular", "subtitular", "resuelve")


@dataclass(frozen=True, slots=True)
class Style:
    """How reportlab sets a ruling. `word`: what a word becomes on paper; `title`: what a title becomes; `over`: what is drawn on a finished page."""

    font: str = "Times-Roman"
    size: float = 12.0
    hyphens: bool = False
    columns: bool = False
    word: Callable[[str], str] = str
    title: Callable[[str], str] = str
    tracking: float = 0.0
    over: Callable[[Canvas, int], None] | None = None
    page_numbers: bool = False


def register(face: str, cmap: Callable[[str, Sequence[int]], str] | None = None) -> str:
    """Registers reportlab's own Vera under this name and gives it back; `cmap` writes its ToUnicode table, wrong on purpose."""
    registerFont(ttfonts.TTFont(face, "Vera.ttf"))
    if cmap is not None:
        _CMAPS[face] = cmap
    return face


_CMAPS: dict[str, Callable[[str, Sequence[int]], str]] = {}


def set_by(source: RulingSource, style: Style, between: tuple[int, RulingSource] | None = None) -> bytes:
    """The ruling as PDF; `between`: after so many blocks come the pages of another one, as a clerk's slip binds them."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    pages = _Pages(canvas, style)
    cut, other = between or (len(source.blocks), None)
    pages.ruling(source, source.blocks[:cut])
    if other is not None:
        pages.ruling(other, other.blocks)
        pages.ruling(source, source.blocks[cut:])
    proper = ttfonts.makeToUnicodeCMap
    if style.font in _CMAPS:
        ttfonts.makeToUnicodeCMap = _CMAPS[style.font]
    try:
        canvas.save()
    finally:
        ttfonts.makeToUnicodeCMap = proper
    return out.getvalue()


class _Pages:
    """A canvas being filled from the top; notes wait for the foot of their page."""

    def __init__(self, canvas: Canvas, style: Style) -> None:
        self._canvas, self._style = canvas, style
        self._y, self._notes, self._number = _TOP, list[tuple[str, str]](), 0
        self._source: RulingSource | None = None

    def ruling(self, source: RulingSource, blocks: Sequence[Block]) -> None:
        """These blocks on pages of their own."""
        self._source = source
        self._open()
        for kind, group in groupby(blocks, lambda block: block.kind):
            if kind == "firma" and self._style.columns:
                self._in_columns(list(group))
                continue
            for block in group:
                self._block(block, source.notes)
        self._close()

    def _open(self) -> None:
        assert self._source is not None
        self._number += 1
        self._y = _TOP
        for at, text in enumerate(caption(self._source)[-4:]):
            self._canvas.setFont(self._style.font, 10)
            self._canvas.drawString(319, 708 - 12 * at, text)

    def _close(self) -> None:
        if self._notes:
            self._canvas.rect(99, _FOOT - 12, 144, 0.5, fill=1)
        for at, (mark, text) in enumerate(self._notes):
            self._at(99, _FOOT - 24 - 11.5 * at + 3.5, mark, 6.5)
            self._at(107, _FOOT - 24 - 11.5 * at, text[:80], 10)
        if self._style.page_numbers:
            self._at(290, 36, str(self._number), 10)
        if self._style.over is not None:
            self._style.over(self._canvas, self._number)
        self._notes = []
        self._canvas.showPage()

    def _block(self, block: Block, notes: Mapping[str, str]) -> None:
        if block.kind == "pagina":
            return
        hanging = {"punto": 28.0, "inciso": 46.0, "cita": 40.0}.get(block.kind, 0.0)
        size = 10.0 if block.kind == "cita" else self._style.size
        rows = list(
            self._rows(_words(block), 386 - hanging - (28 if block.kind == "cita" else 0), size, 28.0 if block.kind == "parrafo" else 0)
        )
        self._y -= 0.8 * size
        for at, (row, full) in enumerate(rows):
            called = [mark for _, marks in row for mark in marks]
            if self._y - 1.15 * size < _FOOT + (0 if not self._notes and not called else 6):
                self._close()
                self._open()
            self._y -= 1.15 * size
            self._notes += [(mark, notes[mark]) for mark in called]
            if not at and block.mark:
                self._at(99 + hanging - 24, self._y, block.mark, size)
            x = 99 + hanging + (28.0 if block.kind == "parrafo" and not at else 0)
            if block.kind in ("titulo", "resuelve"):
                x = 292 - self._width(row, size) / 2
            self._row(x, row, size, 99 + 386 - (28 if block.kind == "cita" else 0) if full else None, block.kind in _CAPS)

    def _row(self, x: float, row: "_Row", size: float, right: float | None, title: bool) -> None:
        """A line, word by word; spread to `right` when it is full."""
        blank: float = stringWidth(" ", self._style.font, size)
        if right is not None and len(row) > 1:
            blank += (right - x - self._width(row, size)) / (len(row) - 1)
        for word, marks in row:
            printed = self._style.title(word) if title else self._style.word(word)
            self._at(x, self._y, printed + " ", size, self._style.tracking if title else 0.0)
            x += stringWidth(printed, self._style.font, size) + (self._style.tracking * len(printed) if title else 0)
            for mark in marks:
                self._at(x, self._y + 0.35 * size, mark, 0.65 * size)
                x += stringWidth(mark, self._style.font, 0.65 * size)
            x += blank

    def _width(self, row: "_Row", size: float) -> float:
        width: float = sum(stringWidth(self._style.word(word), self._style.font, size) for word, _ in row)
        blank: float = stringWidth(" ", self._style.font, size)
        return width + blank * (len(row) - 1)

    def _rows(self, words: "_Row", width: float, size: float, indent: float) -> Iterator[tuple["_Row", bool]]:
        row: _Row = []
        room, waiting = width - indent, list(words)
        while waiting:
            word, marks = waiting.pop(0)
            if not row or self._width([*row, (word, marks)], size) <= room:
                row.append((word, marks))
                continue
            for head, tail in cuts(word) if self._style.hyphens else ():
                if self._width([*row, (head + "-", [])], size) <= room:
                    row, word = [*row, (head if head.endswith("-") else head + "-", [])], tail
                    break
            yield row, True
            row, room = [(word, marks)], width
        yield row, False

    def _in_columns(self, signatures: Sequence[Block]) -> None:
        for at, block in enumerate(signatures):
            self._y -= 0 if at % 2 else 22
            self._at(99 if not at % 2 else 320, self._y, block.text, 12)

    def _at(self, x: float, y: float, text: str, size: float, tracking: float = 0.0) -> None:
        line = self._canvas.beginText(x, y)
        line.setFont(self._style.font, size)
        line.setCharSpace(tracking)
        line.textOut(text)
        self._canvas.drawText(line)


_Row = list[tuple[str, list[str]]]


def _words(block: Block) -> _Row:
    """The block's words, each with the note marks that follow it."""
    found: _Row = []
    glued = False
    for run in block.runs:
        if run.style == "note":
            found[-1][1].append(run.text)
            glued = True
            continue
        for at, part in enumerate(run.text.split(" ")):
            if at:
                glued = False
            if not part:
                continue
            if glued and found and not found[-1][1]:
                found[-1] = (found[-1][0] + part, [])
            else:
                found.append((part, []))
            glued = True
    return found


def cuts(word: str) -> list[tuple[str, str]]:
    """Where a word may be cut at the margin, the longest head first: after its own hyphen, else between a vowel and a consonant with its vowel."""
    own = [(word[: m.end()], word[m.end() :]) for m in re.finditer(r"(?<=\w)-(?=\w)", word)]
    soft = re.finditer(r"(?<=[a-záéíóú][aeiouáéíóú])(?=[bcdfgjlmnpqrstvz][aeiouáéíóú][a-záéíóúñ])", word)
    return sorted(own or [(word[: m.start()], word[m.start() :]) for m in soft], key=lambda cut: -len(cut[0]))


def caption(source: RulingSource) -> list[str]:
    """The lines of the head, as printed."""
    return [line for line in (source.ficha.cabeza, source.ficha.exp, *source.ficha.caratula) if line]


def without_page_breaks(source: RulingSource) -> RulingSource:
    """The ruling without its author's page ends: each tool breaks pages where it must."""
    blocks = tuple(replace(b, runs=tuple(r for r in b.runs if r.style != "salto")) for b in source.blocks if b.kind != "pagina")
    return replace(source, blocks=blocks)

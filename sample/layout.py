"""Lines of a justified page: words of several styles, broken to a width."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.pdfbase.pdfmetrics import stringWidth

from sample.source import Run

FONTS = {"": "Times-Roman", "b": "Times-Bold", "i": "Times-Italic", "note": "Times-Roman"}
NOTE_SCALE = 0.65
"""A superscript mark is this much of the text's size, as in the Court's own files (8 on 12 points)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: pieces in order, their width with single spaces, and whether it is spread to the full width."""

    pieces: tuple[Run, ...]
    width: float
    gaps: int
    justified: bool
    page_ends: bool = False

    @property
    def notes(self) -> tuple[str, ...]:
        """Marks of the footnotes called on the line."""
        return tuple(piece.text for piece in self.pieces if piece.style == "note")


def piece_width(piece: Run, size: float) -> float:
    """Points that a piece takes."""
    width: float = stringWidth(piece.text, FONTS.get(piece.style, "Times-Roman"), size * (NOTE_SCALE if piece.style == "note" else 1))
    return width


def lines(runs: Sequence[Run], width: float, size: float, *, first_indent: float = 0, justify: bool = True) -> Iterator[Line]:
    """The runs broken to `width` points; the last line and those of `justify=False` stay ragged."""
    space = stringWidth(" ", FONTS[""], size)
    row: list[list[Run]] = []
    used, room = 0.0, width - first_indent
    for word in _words(runs):
        if word == [Run("", "salto")]:
            yield _line(row, used, justify, page_ends=True)
            row, used, room = [], 0.0, width
            continue
        wide = sum(piece_width(piece, size) for piece in word)
        if row and used + space + wide > room:
            yield _line(row, used, justify)
            row, used, room = [], 0.0, width
        used += wide + (space if row else 0)
        row.append(word)
    yield _line(row, used, False)


def _line(row: list[list[Run]], width: float, justified: bool, *, page_ends: bool = False) -> Line:
    pieces: list[Run] = []
    for number, word in enumerate(row):
        for place, piece in enumerate(word):
            text = f" {piece.text}" if number and not place else piece.text
            if pieces and pieces[-1].style == piece.style != "note":
                pieces[-1] = Run(pieces[-1].text + text, piece.style)
            else:
                pieces.append(Run(text, piece.style))
    return Line(tuple(pieces), width, len(row) - 1, justified, page_ends)


def _words(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Words as lists of pieces: "**FUNDADA**," is one word of two pieces, and a note mark belongs to the word before it."""
    word: list[Run] = []
    for run in runs:
        if run.style == "salto":
            if word:
                yield word
            yield [run]
            word = []
            continue
        for number, part in enumerate(run.text.split(" ") if run.style != "note" else [run.text]):
            if number and word:
                yield word
                word = []
            if part:
                word.append(Run(part, run.style))
    if word:
        yield word

"""A PDF page as printed lines with their places: built from single glyphs, because every reader that groups for itself glues note marks to words.

Only upright glyphs count: the Court's files of 2025 carry five lines of rotated text in the left margin, signature stamps are annotations
(real-files/README). Glyphs inside forms are taken too: the text of OCR layers stands there.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pdfminer.layout import LTChar, LTCurve, LTImage, LTPage

from indexer.read.clean import clean_line
from indexer.read.pdf_cells import in_cells
from indexer.read.pdf_columns import in_columns
from indexer.read.pdf_glyphs import sort
from indexer.read.pdf_runs import Run, is_bold, without_stamps
from indexer.read.spacing import mended, spelled

_MARK = re.compile(r"(?:\d{1,3}|\*{1,3}|\[\d{1,3}\]|\(\d{1,3}\))")
_UNNAMED = re.compile(r"\(cid:(?!(?:9|10|13)\))\d+\)")
"""A glyph that the file does not name; 9, 10 and 13 are tabs and line ends that Word left in, no lost letters."""
UNREAD = "?"
"""A note's mark that OCR could not read."""
_WORD_GAP, _WIDE_GAP = 0.17, 0.45
"""A gap of this share of the font size between two glyphs is a blank: in files without blanks of their own, and in those that print them."""
_OWN_BLANKS = 0.05
_COLUMN_GAP = 3.0
_SAME_LINE = 0.3


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line. Points from the lower left corner of the page; `y` is the baseline, `size` that of most glyphs.

    `marks`: superscript note marks taken out of `text`, each with the offset of the word that it hangs on; `lead`: a mark before the first word;
    `cell`: of a table, numbered through the page, 0 outside; `bold`: all of its letters are.
    """

    text: str
    page: int
    x0: float
    x1: float
    y: float
    size: float
    marks: tuple[tuple[int, str], ...] = ()
    lead: str = ""
    cell: int = 0
    bold: bool = False

    @property
    def first_word(self) -> float:
        """Width of the first word, by its share of the letters."""
        return (self.x1 - self.x0) * len(self.text.split(" ", 1)[0]) / max(1, len(self.text))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its lines from top to bottom, the short rules over footnotes (their heights), glyphs without a name; `dpi` of the picture that covers it
    (0: none does); `drawn`: whether anything at all is on it; `scanned`: whether OCR of ours gave the lines."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    rules: tuple[float, ...]
    unnamed: int
    dpi: int = 0
    drawn: bool = True
    scanned: bool = False

    @property
    def text(self) -> str:
        """Its words, a line a line."""
        return "\n".join(line.text for line in self.lines)


def sheet_of(page: LTPage, number: int) -> Sheet:
    """The page's lines. Reading order: from top to bottom, on one height from left to right; a table cell by cell."""
    glyphs, curves, images = list[LTChar](), list[LTCurve](), list[LTImage]()
    sort(page, glyphs, curves, images)
    own = sum(glyph.get_text() == " " for glyph in glyphs) > _OWN_BLANKS * len(glyphs)
    gap = _WIDE_GAP if own else _WORD_GAP
    runs = without_stamps(list(_runs(glyphs, gap)))
    unnamed = sum(len(_UNNAMED.findall(run.string())) for run in runs)
    rules = tuple(
        float(item.y0) for item in curves if item.height < 2.5 and 40 < item.width < 0.62 * page.width and not _underlines(item, runs)
    )
    lines = tuple(
        line
        for cell, together in in_cells(runs, curves)
        for part in (in_columns(together, page.height) if not cell else [together])
        for row, marks in _rows(part)
        for line in _lines(row, marks, _Place(number, gap, cell))
    )
    drawn = bool(glyphs or curves or images)
    return Sheet(number, page.width, page.height, lines, rules, unnamed, max((_dpi(image, page) for image in images), default=0), drawn)


def _underlines(rule: LTCurve, runs: Iterable[Run]) -> bool:
    """Whether a rule is drawn right under words, along them."""
    return any(
        0 <= run.y - rule.y0 < 0.3 * run.size and min(run.x1, rule.x1) - max(run.x0, rule.x0) > 0.5 * rule.width
        for run in runs
        if run.string().strip()
    )


def _dpi(image: LTImage, page: LTPage) -> int:
    """Dots an inch of a picture that covers half the page; 0 of a smaller one."""
    if image.width * image.height < 0.5 * page.width * page.height or not isinstance(image.srcsize[0], int):
        return 0
    dots, points = int(max(image.srcsize)), float(max(image.width, image.height))
    return round(72 * dots / points)


def _runs(glyphs: Iterable[LTChar], gap: float) -> Iterator[Run]:
    """Glyphs in the order of the file as runs; what is printed twice on one spot (false bold) counts once."""
    run: Run | None = None
    printed: set[tuple[str, int, int]] = set()
    for glyph in glyphs:
        text, y = glyph.get_text(), float(glyph.matrix[5])
        spot = (text, round(2 * glyph.x0), round(2 * y))
        if not text or spot in printed:
            continue
        printed.add(spot)
        size = float(glyph.size)
        if run is not None and abs(run.y - y) < 0.6 and abs(run.size - size) < 0.12 * size and -0.3 * size < glyph.x0 - run.x1 < 1.2 * size:
            if glyph.x0 - run.x1 > gap * size:
                run.put(" ", run.x1, False)
            run.put(text, glyph.x0, is_bold(glyph.fontname))
            run.x1 = max(run.x1, glyph.x1)
            continue
        if run is not None:
            yield run
        run = Run(glyph.x0, glyph.x1, y, size)
        run.put(text, glyph.x0, is_bold(glyph.fontname))
    if run is not None:
        yield run


@dataclass(frozen=True, slots=True)
class _Place:
    """Where lines stand: their page, the gap that is a blank there, their cell."""

    page: int
    gap: float
    cell: int


def _rows(runs: list[Run]) -> Iterator[tuple[list[Run], list[Run]]]:
    """Runs of one baseline each, from the top, with the raised note marks among them."""
    marks = [run for run in runs if _MARK.fullmatch(run.string().strip())]
    words = [run for run in runs if run.string().strip() and not _MARK.fullmatch(run.string().strip())]
    rows: list[list[Run]] = []
    for run in sorted(words, key=lambda run: (-run.y, run.x0)):
        near = next((row for row in reversed(rows[-4:]) if _same_row(row, run)), None)
        if near is None:
            rows.append([run])
        else:
            near.append(run)
    raised: dict[int, list[Run]] = {}
    for mark in marks:
        at = next((i for i, row in enumerate(rows) if _hangs_on(mark, row)), None)
        if at is not None:
            raised.setdefault(at, []).append(mark)
            continue
        at = next((i for i, row in enumerate(rows) if _same_row(row, mark)), None)
        if at is None:
            rows.append([mark])
        else:
            rows[at].append(mark)
    ordered = sorted(range(len(rows)), key=lambda i: -rows[i][0].y)
    return ((sorted(rows[i], key=lambda run: run.x0), raised.get(i, [])) for i in ordered)


def _same_row(row: list[Run], run: Run) -> bool:
    first = max(row, key=lambda other: other.x1 - other.x0)
    return abs(first.y - run.y) <= _SAME_LINE * min(first.size, run.size)


def _hangs_on(mark: Run, row: list[Run]) -> bool:
    """Whether a mark is set smaller and higher than a run of the row, at its end or right before it."""
    return any(
        mark.size < 0.85 * run.size
        and 0.1 * run.size < mark.y - run.y < 0.8 * run.size
        and (
            -0.5 * run.size < mark.x0 - run.x1 < 0.6 * run.size
            or run.x0 - 3 * run.size < mark.x1 <= run.x0 + 1
            or run.x0 <= mark.x0 <= run.x1
        )
        for run in row
    )


def _lines(row: list[Run], marks: list[Run], place: _Place) -> Iterator[Line]:
    """The row as one line, or as several where a gap as wide as a column parts it."""
    part: list[Run] = []
    for run in row:
        if part and run.x0 - max(other.x1 for other in part) > _COLUMN_GAP * max(run.size, part[-1].size):
            yield from _line(part, marks, place)
            part = []
        part.append(run)
    yield from _line(part, marks, place)


def _line(row: list[Run], marks: list[Run], place: _Place) -> Iterator[Line]:
    x0, x1 = row[0].x0, max(run.x1 for run in row)
    size = max(row, key=lambda run: run.x1 - run.x0).size
    own = [mark for mark in marks if x0 - 3 * size <= mark.x0 <= x1 + size]
    text, lead, found, end = "", "", [], x0
    for run in sorted([*row, *own], key=lambda run: run.x0):
        if run in own:
            mark = run.string().strip().strip("[]()")
            if not text.strip():
                lead = mark
            else:
                found.append((len(text.rstrip()) - len(text.split()[-1]), mark))
            end = max(end, run.x1)
            continue
        piece = clean_line(spelled(run.string()))
        blank = text and (run.x0 - end > place.gap * run.size or run.string()[:1].isspace() or text.endswith(" "))
        text = f"{text.rstrip()} {piece}" if blank else text + piece
        if run.string()[-1:].isspace():
            text += " "
        end = max(end, run.x1)
    if clean_line(text):
        text, moved = mended(clean_line(text))
        calls = tuple((at - sum(blank < at for blank in moved), mark) for at, mark in found)
        left = min([x0, *(m.x0 for m in own)]) if lead else x0
        bold = all(run.bold for run in row if run.string().strip())
        yield Line(text, place.page, left, x1, row[0].y, size, calls, lead, place.cell, bold)

"""A PDF page as printed lines with their places: built from single glyphs, because every reader that groups for itself glues note marks to words.

Only upright glyphs count: the Court's files of 2025 carry five lines of rotated text in the left margin, signature stamps are annotations
(real-files/README). Glyphs inside forms are taken too: the text of OCR layers stands there.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pdfminer.layout import LTChar, LTContainer, LTCurve, LTPage

from indexer.read.clean import clean_line, count_cids

_MARK = re.compile(r"(?:\d{1,3}|\*{1,3}|\[\d{1,3}\]|\(\d{1,3}\))")
_WORD_GAP, _WIDE_GAP = 0.17, 0.45
"""A gap of this share of the font size between two glyphs is a blank: in files without blanks of their own, and in those that print them."""
_OWN_BLANKS = 0.05
_COLUMN_GAP = 3.0
_SAME_LINE = 0.3


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line. Points from the lower left corner of the page; `y` is the baseline, `size` that of most glyphs.

    `marks`: superscript note marks taken out of `text`, each with the offset of the word that it hangs on; `lead`: a mark before the first word.
    """

    text: str
    page: int
    x0: float
    x1: float
    y: float
    size: float
    marks: tuple[tuple[int, str], ...] = ()
    lead: str = ""

    @property
    def first_word(self) -> float:
        """Width of the first word, by its share of the letters."""
        return (self.x1 - self.x0) * len(self.text.split(" ", 1)[0]) / max(1, len(self.text))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its lines from top to bottom, the short rules over footnotes (their heights), glyphs without a name."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    rules: tuple[float, ...]
    unnamed: int


@dataclass(slots=True)
class _Run:
    """Glyphs set one after the other on one baseline in one size."""

    x0: float
    x1: float
    y: float
    size: float
    text: list[str] = field(default_factory=list)

    def string(self) -> str:
        return "".join(self.text)


def sheet_of(page: LTPage, number: int) -> Sheet:
    """The page's lines. Reading order: from top to bottom, on one height from left to right."""
    glyphs = list(_glyphs(page))
    own = sum(glyph.get_text() == " " for glyph in glyphs) > _OWN_BLANKS * len(glyphs)
    gap = _WIDE_GAP if own else _WORD_GAP
    runs = list(_runs(glyphs, gap))
    unnamed = sum(count_cids(run.string()) for run in runs)
    rules = tuple(float(item.y0) for item in _curves(page) if item.height < 2.5 and 40 < item.width < 0.62 * page.width)
    lines = [line for row, marks in _rows(runs) for line in _lines(row, marks, number, gap)]
    return Sheet(number, page.width, page.height, tuple(lines), rules, unnamed)


def _glyphs(container: Iterable[object]) -> Iterator[LTChar]:
    for item in container:
        if isinstance(item, LTChar):
            if item.upright and item.size > 0.5:
                yield item
        elif isinstance(item, LTContainer):
            yield from _glyphs(item)


def _curves(container: Iterable[object]) -> Iterator[LTCurve]:
    for item in container:
        if isinstance(item, LTCurve):
            yield item
        elif isinstance(item, LTContainer):
            yield from _curves(item)


def _runs(glyphs: Iterable[LTChar], gap: float) -> Iterator[_Run]:
    """Glyphs in the order of the file as runs; what is printed twice on one spot (false bold) counts once."""
    run: _Run | None = None
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
                run.text.append(" ")
            run.text.append(text)
            run.x1 = max(run.x1, glyph.x1)
            continue
        if run is not None:
            yield run
        run = _Run(glyph.x0, glyph.x1, y, size, [text])
    if run is not None:
        yield run


def _rows(runs: list[_Run]) -> Iterator[tuple[list[_Run], list[_Run]]]:
    """Runs of one baseline each, from the top, with the raised note marks among them."""
    marks = [run for run in runs if _MARK.fullmatch(run.string().strip())]
    words = [run for run in runs if run.string().strip() and not _MARK.fullmatch(run.string().strip())]
    rows: list[list[_Run]] = []
    for run in sorted(words, key=lambda run: (-run.y, run.x0)):
        near = next((row for row in reversed(rows[-4:]) if _same_row(row, run)), None)
        if near is None:
            rows.append([run])
        else:
            near.append(run)
    raised: dict[int, list[_Run]] = {}
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


def _same_row(row: list[_Run], run: _Run) -> bool:
    first = max(row, key=lambda other: other.x1 - other.x0)
    return abs(first.y - run.y) <= _SAME_LINE * min(first.size, run.size)


def _hangs_on(mark: _Run, row: list[_Run]) -> bool:
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


def _lines(row: list[_Run], marks: list[_Run], page: int, gap: float) -> Iterator[Line]:
    """The row as one line, or as several where a gap as wide as a column parts it."""
    part: list[_Run] = []
    for run in row:
        if part and run.x0 - max(other.x1 for other in part) > _COLUMN_GAP * max(run.size, part[-1].size):
            yield from _line(part, marks, page, gap)
            part = []
        part.append(run)
    yield from _line(part, marks, page, gap)


def _line(row: list[_Run], marks: list[_Run], page: int, gap: float) -> Iterator[Line]:
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
        piece = clean_line(run.string())
        blank = text and (run.x0 - end > gap * run.size or run.string()[:1].isspace() or text.endswith(" "))
        text = f"{text.rstrip()} {piece}" if blank else text + piece
        if run.string()[-1:].isspace():
            text += " "
        end = max(end, run.x1)
    if clean_line(text):
        yield Line(clean_line(text), page, min([x0, *(m.x0 for m in own)]) if lead else x0, x1, row[0].y, size, tuple(found), lead)

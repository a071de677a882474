"""Paragraphs out of placed lines: by the space above, the indent, how far the line before reaches, numbers and headings."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from indexer.read.flow import Piece
from indexer.read.pdf_lines import Line
from indexer.read.rules import bare, capitals, is_heading, is_title, rules

_NUMBERED = re.compile(
    r"^\d{1,3}(?:\s?[.)]|\.-)\s?(?=\D)|^(?:[a-zñ]|[ivx]{1,5})\s?\)\s|^[•·▪–—-]\s|^§|^[IVX]{1,4}\.\s|^\d{1,2}(?:\.\d{1,2}){1,3}\.?\s"
)
_CLOSED = re.compile(r"[.:;?!…][\"”»’')\]]*$")
_OPEN_WORD = re.compile(
    r"(?:\b(?:de|del|la|las|los|el|en|y|e|(?<!\bLA )o|u|a|al|con|por|para|que|se|su|sus|un|una|don|doña|contra|N\.?\W?[oº°]?)|,|\w-)$",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"[)\]”»]$")
_LOOSE = 1.35
_MANY = 8
"""Lines from which a page shows its right margin: that of a picture among pages of text must not become the margin of all."""


def paragraphs_of(lines: Sequence[Line], caption: int, known_marks: frozenset[str]) -> list[list[Piece]]:
    """The lines as paragraphs; the first `caption` stand alone. Marks that are no footnote's go back into the text."""
    pitch = _pitch(lines)
    rights = _rights(lines)
    result: list[list[Piece]] = []
    last_call = 0
    for index, line in enumerate(lines):
        if index <= caption or _begins(lines, index, pitch, rights[(line.page, line.cell) if line.cell else None]):
            result.append([])
        piece, last_call = _piece(line, known_marks, last_call)
        result[-1].append(piece)
    return result


def _piece(line: Line, known: frozenset[str], last: int) -> tuple[Piece, int]:
    """The line as a piece. A raised number is a call when a footnote has it or it is the next of the calls (its note may be lost); else text."""
    calls: list[tuple[int, str]] = []
    text, shift = line.text, 0
    if line.lead and line.lead not in known:
        text, shift = f"{line.lead} {line.text}", len(line.lead) + 1
    elif line.lead:
        calls.append((0, line.lead))
    for offset, mark in line.marks:
        at = offset + shift
        if mark in known or (mark.isdigit() and int(mark) == last + 1):
            calls.append((at, mark))
            last = int(mark) if mark.isdigit() else last
            continue
        end = at + len(text[at:].split(" ", 1)[0])
        text, shift = text[:end] + mark + text[end:], shift + len(mark)
    return Piece(text, line.page, tuple(calls)), last


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance between two lines of a paragraph."""
    steps: Counter[float] = Counter()
    for above, line in itertools.pairwise(lines):
        if above.page == line.page and 0.7 * line.size < above.y - line.y < 2.5 * line.size:
            steps[round(above.y - line.y)] += 1
    return steps.most_common(1)[0][0] if steps else 14.0


def _rights(lines: Sequence[Line]) -> dict[tuple[int, int] | None, float]:
    """The right margin: where the full lines of most pages end (under None); in a cell of a table (page, cell) where its longest line ends."""
    pages: dict[int, list[float]] = {}
    for line in [line for line in lines if not line.cell] or lines:
        pages.setdefault(line.page, []).append(line.x1)
    many = [ends for ends in pages.values() if len(ends) >= _MANY] or [[x1 for ends in pages.values() for x1 in ends]]
    found: dict[tuple[int, int] | None, float] = {None: median(map(_full, many)) if pages else 0.0}
    for line in lines:
        if line.cell:
            found[line.page, line.cell] = max(line.x1, found.get((line.page, line.cell), 0.0))
    return found


def _full(ends: Sequence[float]) -> float:
    """Where full lines end: the ninth of ten, counted from the shortest."""
    return sorted(ends)[int(0.9 * (len(ends) - 1))]


def _begins(lines: Sequence[Line], index: int, pitch: float, right: float) -> bool:
    """Whether a paragraph begins at this line."""
    above, line = lines[index - 1], lines[index]
    if above.cell != line.cell and above.page == line.page:
        return True
    if _title_goes_on(above, line, pitch):
        return False
    if _alone(above.text) or _alone(line.text):
        unfinished = _OPEN_WORD.search(above.text) or not (_CLOSED.search(above.text) or capitals(above.text))
        return not (unfinished and not is_heading(line.text) and line.text[:1].islower())
    short = right - above.x1 > line.first_word + 0.6 * line.size
    numbered = bool(_NUMBERED.match(line.text))
    if above.page != line.page:
        return _begins_cell(above, line) or _begins_page(above, line, short, numbered)
    if abs(above.y - line.y) < 2:
        return capitals(above.text) and capitals(line.text)
    if above.y - line.y > _LOOSE * max(pitch, 1.02 * line.size):
        return not (line.text[:1].islower() and _OPEN_WORD.search(above.text))
    if numbered:
        return short or bool(_CLOSED.search(above.text))
    if line.text[:1].islower():
        return False
    indented = line.x0 - above.x0 > 0.9 * line.size and not _NUMBERED.match(above.text)
    if (indented or (line.bold and not above.bold)) and _CLOSED.search(above.text):
        return True
    return short and not _OPEN_WORD.search(above.text)


def _begins_cell(above: Line, line: Line) -> bool:
    """Whether a table begins or ends at a page break, or another column does; a row that was cut there goes on (its halves lack a rule each)."""
    if not above.cell and not line.cell:
        return False
    return abs(above.x0 - line.x0) > 3 * line.size or (not (above.cell and line.cell) and bool(_CLOSED.search(above.text)))


def _begins_page(above: Line, line: Line, short: bool, numbered: bool) -> bool:
    """Over a page break there is no space to measure: an unclosed sentence goes on; a closed one only when its line is full and no indent follows."""
    if numbered and (_CLOSED.search(above.text) or short):
        return True
    if line.text[:1].islower() or _OPEN_WORD.search(above.text):
        return False
    if line.bold and not above.bold and _BRACKET.search(above.text):
        return True
    if not _CLOSED.search(above.text):
        return short and capitals(line.text)
    return short or line.x0 - above.x0 > 0.9 * line.size or (line.bold and not above.bold)


def _alone(text: str) -> bool:
    return is_heading(text) or bare(text).startswith(rules().openings)


def _title_goes_on(above: Line, line: Line, pitch: float) -> bool:
    """Whether a title in capitals is set on two lines, close together."""
    if not (is_title(above.text) and capitals(above.text) and capitals(line.text)) or is_title(line.text) or is_heading(line.text):
        return False
    return above.page == line.page and above.y - line.y < 1.25 * max(pitch, line.size)

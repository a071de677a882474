"""Pages read by OCR as sheets of placed lines, and which pages of a PDF want it: those without a text layer and those whose layer is worse than OCR."""

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from indexer.read.clean import clean_line
from indexer.read.pdf_lines import UNREAD, Line, Sheet
from indexer.read.rules import bare, rules
from indexer.read.scan_image import DPI
from indexer.read.scan_words import ScanWord
from indexer.read.vocabulary import known_share

_CAPITAL = 0.66
"""Height of a capital as a share of the font's size: Times and its like."""
_SMALL = 0.92
_MARKED = re.compile(r"^(\S{0,2}\s?)([^\W\d_]+)")
_BELOW = frozenset("gjpqyQÇç,;()[]|{}/")


def is_empty(sheet: Sheet) -> bool:
    """Whether a page has no text to speak of."""
    return sum(char.isalpha() for line in sheet.lines for char in line.text) < rules().layer_letters


def is_doubtful(sheet: Sheet) -> bool:
    """Whether a page's text layer may be worse than OCR would be: its words are not words, or its glyphs have no names."""
    letters = sum(map(len, sheet.text.split()))
    if sheet.unnamed > rules().layer_unnamed * (letters + sheet.unnamed):
        return True
    share = known_share(sheet.text)
    return share is not None and len(sheet.text.split()) >= rules().layer_words and share < rules().layer_known


def is_better(scan: Sheet, layer: Sheet) -> bool:
    """Whether the OCR of a page is to be taken instead of its layer: clearly more known words, and not only a few of them."""
    read, held = known_share(scan.text), known_share(layer.text)
    if read is None or 2 * len(scan.text) < len(layer.text):
        return False
    letters = len(layer.text)
    return read > (held or 0.0) * letters / max(1, letters + 4 * layer.unnamed) + rules().layer_margin


def sheet_of_scan(lines: Sequence[Sequence[ScanWord]], number: int, size: tuple[float, float]) -> Sheet:
    """The page's lines in points from the lower left corner, as those of a text layer."""
    scale = 72 / DPI
    found = []
    for words in lines:
        text = clean_line(" ".join(word.text for word in words))
        if not text:
            continue
        base = median([word.bottom for word in words if not _BELOW & set(word.text)] or [word.bottom for word in words])
        tall = [base - word.top for word in words if any(char.isupper() or char.isdigit() for char in word.text)]
        height = median(tall) if tall else max(base - word.top for word in words)
        found.append(
            Line(
                text,
                number,
                min(w.x0 for w in words) * scale,
                max(w.x1 for w in words) * scale,
                size[1] - base * scale,
                height * scale / _CAPITAL,
            )
        )
    found.sort(key=lambda line: -line.y)
    usual = median([line.size for line in found]) if found else 0.0
    return Sheet(
        number, size[0], size[1], tuple(_note(line) if line.size < _SMALL * usual else line for line in found), (), 0, scanned=True
    )


def _note(line: Line) -> Line:
    """A line in small type that begins as notes do ("1 Foja 20"): its raised mark is the least legible sign of a page, often read as another or lost."""
    found = _MARKED.match(line.text)
    if found is None or bare(found[2]) not in rules().notes:
        return line
    mark = found[1].strip()
    return replace(line, lead=mark if mark.isdigit() else UNREAD, text=line.text[found.start(2) :])

"""What stands where on the pages: running heads, folios, footnotes, and the flow that is left."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from indexer.read.flow import Footnote, joined
from indexer.read.heads import is_case, is_court, is_ruling_number, is_stamp
from indexer.read.pdf_lines import UNREAD, Line, Sheet
from indexer.read.rules import bare, capitals, is_heading, is_title, rules

_FOLIO = re.compile(r"\W{0,3}(?:p[aá]g(?:ina)?\W{0,2}\s*)?\d{1,4}(?:\s*(?:de|/|\|)\s*\d{1,4})?(?:\s*[-–—|])?", re.IGNORECASE)
_LISTED = re.compile(r"^(\d{1,3}|\*{1,3})(?:(?:[.)]|\s)\s*(?=\S)|(?=[A-ZÁÉÍÓÚÑ“«]))")
_NOTE_WORD = re.compile(r"[^\W\d_]|[\"“«(¿]|\d{4}\b")
_NOTED = re.compile(rf"\d{{1,3}}(?:{_NOTE_WORD.pattern})")
_TOP, _BOTTOM = 0.72, 0.12
"""Heads end above this share of the page's height; folios stand below that one."""
_ALIKE = 85
_NOTE_LINES = 12
"""Lines of a page's foot among which the mark of its last note is sought."""
_SMALLER = 0.93


@dataclass(frozen=True, slots=True)
class Zones:
    """`flow`: the body's lines; the first `caption` of them are the head of page one. `notes`: the footnotes, in order."""

    flow: tuple[Line, ...]
    caption: int
    notes: tuple[Footnote, ...]


def zones(sheets: Sequence[Sheet]) -> Zones:
    """Parts the lines of all pages."""
    body = body_size(sheets)
    first, flow = 0, list[Line]()
    notes: list[tuple[str, list[str]]] = []
    tops = [_top(sheet) for sheet in sheets]
    for index, sheet in enumerate(sheets):
        head = _head(index, tops)
        lines = [line for line in _without_folios(sheet, sheets) if line not in tops[index][:head] or (index == 0 and not _is_folio(line))]
        cut = _notes_begin(sheet, lines, body, bool(notes) and not notes[-1][1][-1].endswith((".", ")", "]")))
        _add_notes(notes, lines[cut:], [mark for line in lines[:cut] for _, mark in line.marks])
        flow += lines[:cut]
        if index == 0:
            first = min(_caption(flow, head), cut)
    return Zones(tuple(flow), first, tuple(Footnote(mark, joined(words)) for mark, words in notes))


def body_size(sheets: Sequence[Sheet]) -> float:
    """The size that most letters have."""
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for line in sheet.lines:
            sizes[round(2 * line.size) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _top(sheet: Sheet) -> list[Line]:
    """The lines that can be a head, from the top; a title of a ruling or a vote ends them."""
    found: list[Line] = []
    for line in sheet.lines:
        if line.y < _TOP * sheet.height or is_title(line.text) or is_heading(line.text) or len(found) == 12:
            break
        found.append(line)
    return found


def _head(index: int, tops: Sequence[Sequence[Line]]) -> int:
    """How many lines at the top of this page are its running head: up to the last one that repeats on another page, or is the Court's."""
    last = 0
    for position, line in enumerate(tops[index]):
        if _is_courts(line.text) or _is_folio(line) or _is_repeated(line, [top for i, top in enumerate(tops) if i != index]):
            last = position + 1
        elif position - last >= 2:
            break
    return last


def _is_courts(text: str) -> bool:
    return is_court(text) or is_case(text) or is_ruling_number(text) or is_stamp(text)


def _is_repeated(line: Line, tops: Sequence[Sequence[Line]]) -> bool:
    """Whether other pages begin with this line too; one that is not in capitals on half of them, for two pages may begin with one sentence."""
    found = (any(_repeats(line, other) for other in top) for top in tops)
    return any(found) if capitals(line.text) else 2 * sum(found) >= max(2, len(tops))


def _repeats(line: Line, other: Line) -> bool:
    """Whether two lines of two pages are one head: at one height, and the same but for digits that count and OCR damage."""
    if abs(line.y - other.y) > 25 or abs(len(line.text) - len(other.text)) > 6:
        return False
    return fuzz.ratio(bare(line.text), bare(other.text)) >= _ALIKE


def _caption(flow: Sequence[Line], head: int) -> int:
    """Lines of page one that stand alone: its head, and what follows up to the title ("JUNÍN", the party)."""
    for index, line in enumerate(flow[:16]):
        if is_title(line.text) or is_heading(line.text):
            return index
    return head


def _without_folios(sheet: Sheet, sheets: Sequence[Sheet]) -> list[Line]:
    """The lines without page numbers and feet: apart from the text, in the bottom margin, a number or what other pages have there too."""
    lines = list(sheet.lines)
    feet = [line for other in sheets if other is not sheet for line in _last_lines(other)]
    cut = len(lines)
    while (
        cut
        and lines[cut - 1].y < _BOTTOM * sheet.height
        and (_is_folio(lines[cut - 1]) or any(_is_foot(lines[cut - 1], line) for line in feet))
    ):
        cut -= 1
    while 0 < cut < len(lines) and lines[cut - 1].y - lines[cut].y <= 1.5 * lines[cut].size and not _is_folio(lines[cut]):
        cut += 1  # two notes may end in the same words on two pages ("del expediente."): no foot, for it stands with its note
    return lines[:cut]


def _last_lines(sheet: Sheet) -> list[Line]:
    """The lowest lines of a page, without those that a note ends with."""
    found: list[Line] = []
    begun = False
    last = sheet.lines[-_NOTE_LINES:]
    for above, line in zip((last[:1] + last), last, strict=False):
        begun = bool(line.lead) or (begun and above.y - line.y <= 1.5 * line.size)
        found += [] if begun else [line]
    return [line for line in found if line in last[-3:]]


def _is_folio(line: Line) -> bool:
    return bool(_FOLIO.fullmatch(line.text)) and not line.lead


def _is_foot(line: Line, other: Line) -> bool:
    """Whether two lines of two pages are one foot ("Página 1 | 15"): at one height, the same words whatever the numbers."""
    words, others = re.sub(r"\d+", "#", line.text), re.sub(r"\d+", "#", other.text)
    return words == others and abs(line.y - other.y) < 6 and not (line.lead or _LISTED.match(line.text) or _NOTED.match(line.text))


def _notes_begin(sheet: Sheet, lines: Sequence[Line], body: float, going_on: bool) -> int:
    """Index of the first footnote line of a page: set smaller than the text down to the foot, with a mark, or under a rule when the last page's
    note can go on. A quotation at the foot has no mark; the box "PONENTE …" neither."""
    raised = next((i for i, line in enumerate(lines) if line.lead and _under(line, sheet, body)), None)
    if raised is not None:
        rule = max(_under(lines[raised], sheet, body))
        while raised and lines[raised - 1].y < rule and lines[raised - 1].size <= _SMALLER * body:
            raised -= 1  # the end of a note of the page before
        return raised
    start = len(lines)
    while start and lines[start - 1].size <= _SMALLER * body:
        start -= 1
    small = range(start, len(lines))
    ruled = next((i for i in small if _under(lines[i], sheet, body) and not _is_box(lines[i])), None)
    if ruled is not None and (going_on or _opens_note(lines[ruled], [mark for line in lines[:ruled] for _, mark in line.marks])):
        return ruled
    return next((i for i in small if lines[i].lead or _is_leaf_note(lines[i].text)), len(lines))


def _opens_note(line: Line, calls: Sequence[str]) -> bool:
    return bool(line.lead or _LISTED.match(line.text) or any(_glued(line.text, mark) for mark in calls))


def _glued(text: str, mark: str) -> bool:
    """Whether a line begins with a mark and its note without a blank between, as LibreOffice sets them ("3cfr.", "4“Manual”", "52021 fue")."""
    return bool(mark) and text.startswith(mark) and bool(_NOTE_WORD.match(text, len(mark)))


def _is_box(line: Line) -> bool:
    """Whether a small line under a rule is the box that names the ponente."""
    return bare(line.text).startswith(rules().openings)


def _under(line: Line, sheet: Sheet, body: float) -> list[float]:
    """The rules that a line stands right under."""
    return [rule for rule in sheet.rules if line.y < rule < line.y + 3 * body]


def _is_leaf_note(text: str) -> bool:
    """Whether a line, without rule or raised mark to tell, can only be a note: a number and "Foja …" (OCR layers)."""
    listed = _LISTED.match(text)
    return bool(listed) and bare(text[listed.end() :] if listed else "").split(" ", 1)[0] in rules().notes


def _add_notes(notes: list[tuple[str, list[str]]], lines: Sequence[Line], calls: Sequence[str]) -> None:
    """Adds a page's notes to those before: a mark begins one, a line without goes on with the last. `calls`: the marks in this page's text, which
    name a note that stands apart and lost its own mark, and the first of a page where the count begins anew on each."""
    before = len(notes)
    for index, line in enumerate(lines):
        last = notes[-1][0] if notes else ""
        expected = str(int(last) + 1) if last.isdigit() else ""
        apart = index > 0 and lines[index - 1].y - line.y > 2 * line.size
        listed = _LISTED.match(line.text)
        wanted = next((mark for mark in calls if mark == expected or len(notes) == before), "")
        if line.lead:
            notes.append((expected or "1" if line.lead == UNREAD else line.lead, [line.text]))
        elif listed and (not expected or not listed[1].isdigit() or listed[1] in (expected, wanted)):
            notes.append((listed[1], [line.text[listed.end() :]]))
        elif _glued(line.text, wanted):
            notes.append((wanted, [line.text[len(wanted) :]]))
        elif apart and expected in calls:
            notes.append((expected, [line.text]))
        elif notes:
            notes[-1][1].append(line.text)

"""Note marks that no link explains: raised ones, "[1]" in brackets, and digits glued to the word before ("8 de junio de 20231", the pages since 2024).

A glued digit is a mark only with evidence: a list of notes closes the page, and its marks are found one after the other. Without it nothing moves.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indexer.read.flow import Footnote, Piece
from indexer.read.html_paragraphs import Group
from indexer.read.html_walk import HtmlLine, Mark
from indexer.read.rules import bare, is_heading, rules

_LISTED = re.compile(
    r"^(?:\[(?P<square>\d{1,3}|\*{1,3})\]|\((?P<round>\d{1,3})\)|(?P<dotted>\d{1,3})\s?[.)](?=\s)|(?P<bare>\d{1,3})(?=[^\d.,/)-])|(?P<star>\*{1,3})(?=\s))\s*(?=\S)"
)
_BRACKETED = re.compile(r"\s?\[(\d{1,3}|\*{1,3})\]")
_GLUED = (
    r"(?:(?<![\d-])(?<!° )(?<!Ley )(?:19[89]\d|20[0-3]\d)|\b(?!Fojas?|Folios?)[^\W\d_]{{3,}}[)\]»”\"’]?[.,;:]?|[)\]»”\"’][.,;:]?)"
    r"()(?:{0}|\({0}\))(?![\w/-]|[.,]\d)"
)
_UNIT = re.compile(r"\b[kcdm]?m$")


@dataclass(frozen=True, slots=True)
class _Note:
    mark: str
    style: str
    text: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a mark is written: group, line, first and last character, and whether it is text (glued) or was taken out already (raised)."""

    group: int
    line: int
    start: int
    end: int


def settle(groups: list[Group], linked: Sequence[Footnote]) -> tuple[list[list[Piece]], list[Footnote]]:
    """The paragraphs with every mark a call or back in the text, and all notes: those that links led to, else those listed at the end of the page."""
    if linked:
        return list(_pieces(groups, {note.mark for note in linked})), list(linked)
    body, notes = _listed(groups)
    if not notes:
        return list(_pieces(groups, set())), []
    marks = {note.mark for note in notes}
    if all(note.style == "square" for note in notes):
        body = [replace(group, lines=tuple(_without_brackets(line, marks) for line in group.lines)) for group in body]
    else:
        places = _glued(body, notes)
        if not _proven(notes, groups[len(body)].ruled, len(places), body):
            return list(_pieces(groups, set())), []
        body = _cut(body, places)
    return list(_pieces(body, marks)), [Footnote(note.mark, note.text) for note in notes]


def _listed(groups: list[Group]) -> tuple[list[Group], list[_Note]]:
    """The paragraphs before the list of notes that closes the page, and its notes; none where no such list is."""
    ruled = max((i for i, group in enumerate(groups) if i and group.ruled), default=None)
    if ruled is not None and (below := _notes(groups[ruled:], True)):
        return groups[:ruled], below
    start, later = len(groups), None
    while start and (note := _note_of(groups[start - 1])):
        if later and not (note.style == later.style and _follows(note.mark, later.mark)):
            break
        start, later = start - 1, note
    return (groups[:start], tail) if (tail := _notes(groups[start:], False)) else (groups, [])


def _notes(groups: Iterable[Group], loose: bool) -> list[_Note]:
    """The groups as notes whose marks rise by one (brackets may begin anywhere); [] where they are none. `loose`: a note may have more paragraphs."""
    notes: list[_Note] = []
    for group in groups:
        note = _note_of(group)
        if note and (not notes or (note.style == notes[0].style and _follows(notes[-1].mark, note.mark))):
            if not notes and note.mark not in ("1", "*") and note.style not in ("square", "raised"):
                return []
            notes.append(note)
        elif notes and loose:
            notes[-1] = replace(notes[-1], text=f"{notes[-1].text} {group.text}")
        else:
            return []
    return notes


def _follows(before: str, mark: str) -> bool:
    return int(mark) == int(before) + 1 if mark.isdigit() and before.isdigit() else mark != before


def _note_of(group: Group) -> _Note | None:
    first = group.lines[0]
    if first.marks and first.marks[0].offset == 0 and not first.marks[0].linked:
        return _Note(first.marks[0].mark, "raised", group.text.lstrip(" .)"))
    found = _LISTED.match(group.text)
    if found is None or found.lastgroup is None or is_heading(group.text):
        return None
    return _Note(found[found.lastgroup], found.lastgroup, group.text[found.end() :])


def _proven(notes: Sequence[_Note], ruled: bool, found: int, body: Sequence[Group]) -> bool:
    """Whether a list is one of notes: its marks are called in the text, in its order, or all its words are those of notes ("Foja 30")."""
    raised = {mark.mark for group in body for line in group.lines for mark in line.marks if mark.offset}
    if notes[0].style == "raised" or {note.mark for note in notes} <= raised:
        return True
    if all(bare(note.text).split(" ", 1)[0] in rules().notes for note in notes):
        return True
    return found > 0 if ruled else found == len(notes) and notes[0].style != "dotted"


def _glued(body: Sequence[Group], notes: Sequence[_Note]) -> list[_Place]:
    """Where the marks stand glued to a word, in the order of the notes; a mark that is not found is passed over. None where marks are raised."""
    if any(mark.offset for group in body for line in group.lines for mark in line.marks):
        return []
    places: list[_Place] = []
    at = (0, 0, 0)
    for note in notes:
        wanted = re.compile(_GLUED.format(re.escape(note.mark)))
        if (place := _first(body, wanted, at)) is not None:
            places.append(place)
            at = (place.group, place.line, place.end)
    return places


def _first(body: Sequence[Group], wanted: re.Pattern[str], at: tuple[int, int, int]) -> _Place | None:
    for group in range(at[0], len(body)):
        for index in range(at[1] if group == at[0] else 0, len(body[group].lines)):
            start = at[2] if (group, index) == at[:2] else 0
            if found := wanted.search(body[group].lines[index].text, start):
                return _Place(group, index, found.start(1), found.end())
    return None


def _cut(body: list[Group], places: Iterable[_Place]) -> list[Group]:
    """The groups, each glued mark taken out of its line and kept as a raised one would be."""
    result = list(body)
    for place in reversed(list(places)):
        lines = list(result[place.group].lines)
        line = lines[place.line]
        mark = Mark(place.start, re.sub(r"\W", "", line.text[place.start : place.end]), False)
        lines[place.line] = replace(line, text=line.text[: place.start] + line.text[place.end :], marks=(mark, *line.marks))
        for later in range(1, len(lines[place.line].marks)):
            moved = lines[place.line].marks[later]
            shifted = replace(moved, offset=moved.offset - (place.end - place.start))
            lines[place.line] = replace(
                lines[place.line], marks=(*lines[place.line].marks[:later], shifted, *lines[place.line].marks[later + 1 :])
            )
        result[place.group] = replace(result[place.group], lines=tuple(lines))
    return result


def _without_brackets(line: HtmlLine, marks: set[str]) -> HtmlLine:
    """The line without the "[1]" of notes that there are."""
    text, done, calls = "", 0, list(line.marks)
    for found in _BRACKETED.finditer(line.text):
        if found[1] in marks:
            text += line.text[done : found.start()]
            calls.append(Mark(len(text), found[1], False))
            done = found.end()
    return HtmlLine(text + line.text[done:], tuple(calls), line.wrapped) if done else line


def _pieces(groups: Iterable[Group], known: set[str]) -> Iterable[list[Piece]]:
    """The groups as paragraphs. A raised mark is a call when a note has it, when it is the next of the calls (its note may be lost), or when it would
    change the number it stands on; else it is text ("m2")."""
    last = 0
    for group in groups:
        pieces: list[Piece] = []
        for line in group.lines:
            calls: list[tuple[int, str]] = []
            text, shift = line.text, 0
            for mark in line.marks:
                at = mark.offset + shift
                raised = at and not _UNIT.search(text, max(0, at - 3), at)
                call = mark.linked or (raised and (mark.mark in known or mark.mark == str(last + 1) or text[at - 1].isdigit()))
                if call:
                    calls.append((text.rfind(" ", 0, at) + 1, mark.mark))
                    last = int(mark.mark) if mark.mark.isdigit() else last
                    continue
                back = mark.mark if at else f"{mark.mark} "
                text, shift = text[:at] + back + text[at:], shift + len(back)
            pieces.append(Piece(text.strip(), 0, tuple(calls)))
        yield pieces

"""Lists of footnotes in OCR lines: "1 Foja 65 / 2 Foja 6" at the foot of a page or after the signatures."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.read.flow import Flow, Footnote
from indexer.read.rules import bare, rules

_NOTE = re.compile(r"^([1-9]\d{0,2}|[Il|])\s?[.)]?\s*(?=[^\W\d_])(.+)$")
_LONGEST = 90

Line = tuple[int, str]


def take_notes(lines: Sequence[Line]) -> tuple[list[Line], list[Footnote]]:
    """The lines without clear note lists, and the notes. Clear: at the end of a page, one or more lines, each a mark and a note's first word,
    marks rising by one from line to line and from list to list."""
    kept: list[Line] = []
    notes: list[Footnote] = []
    end = len(lines)
    starts = [0, *(i for i in range(1, end) if lines[i][0] != lines[i - 1][0]), end]
    for start, stop in itertools.pairwise(starts):
        page = list(lines[start:stop])
        cut = len(page)
        while cut and _is_note(page[cut - 1][1]):
            cut -= 1
        listed = [_split(text) for _, text in page[cut:]]
        if listed and _rising([mark for mark, _ in listed], len(notes)):
            notes += [Footnote(str(mark), text) for mark, text in listed]
            page = page[:cut]
        kept += page
    return kept, notes


def _is_note(line: str) -> bool:
    found = _NOTE.match(line)
    return bool(found) and len(line) <= _LONGEST and bool(found and bare(found[2]).split(" ", 1)[0] in rules().notes)


def _split(line: str) -> tuple[int, str]:
    found = _NOTE.match(line)
    assert found is not None  # _is_note matched it
    return (int(found[1]) if found[1].isdigit() else 1), found[2].strip()


def _rising(marks: Sequence[int], before: int) -> bool:
    """Marks go up by one, and start after the notes already taken (some may have been lost by the OCR, none comes twice)."""
    return all(b - a == 1 for a, b in itertools.pairwise(marks)) and before < marks[0] <= before + 6


def with_calls(flow: Flow) -> Flow:
    """The flow, each note that no mark-up links given the place of its call: its number glued to the end of a word or of a year ("de 20231"), the
    calls in the order of the notes. None stays where no such place is found."""
    end = min((note.inicio for note in flow.notas), default=0)
    start = 0
    linked = []
    for note in flow.notas:
        if note.posicion is None and note.llamada.isdigit():
            called = re.compile(_CALL.format(note.llamada)).search(flow.text, start, end)
            start = called.end() if called else start
            linked.append(replace(note, posicion=called.end("word") if called else None))
        else:
            linked.append(note)
    return replace(flow, notas=tuple(linked))


_CALL = r"(?P<word>\b(?:19|20)\d\d|\b(?!Fojas?|Folios?)[A-Za-zÁÉÍÓÚÑáéíóúñ]{{3,}}[)\]»”\"’]?[.,;:]?){}(?![\w/-])"

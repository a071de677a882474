"""aLex Markdown (scans read by another project's OCR) and plain text: lines → body, caption, footnotes → the one text.

The layout of a file: blank, name, a rule of "=", blank, "[Documento original](url)  ", "---  ", then one printed line a line, two blanks at its end.
"""

import re
from collections.abc import Sequence

from indexer.read.clean import clean_line, mend_mojibake
from indexer.read.flow import Flow, compose
from indexer.read.heads import strip_heads
from indexer.read.leaf_notes import take_notes, with_calls
from indexer.read.noise import strip_noise
from indexer.read.paragraphs import into_paragraphs
from indexer.read.rules import is_heading
from models.ids import spellings

_TITLE = re.compile(r"\A\s*(?:[^\n]*\n=+\s*\n)?\s*(?:\[Documento original\]\([^\n]*\)\s*\n)?(?:\s*-{3,}[ \t]*\n)?")
_HANGING = re.compile(r"^(\d{1,3})\s?[.)]$")


def read_lines(text: str, name: str) -> tuple[Flow, tuple[str, ...]]:
    """The text of one file of OCR or plain lines, and the other cases whose pages were cut from it; `name` (of the file) tells its own."""
    body = _TITLE.sub("", mend_mojibake(text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")), count=1)
    return flow_of([clean_line(line) for line in body.split("\n")], name)


def flow_of(lines: list[str], name: str) -> tuple[Flow, tuple[str, ...]]:
    """Clean printed lines as the one text: heads and noise out, numbers back to their paragraphs."""
    lines = _hang_numbers([line for line in strip_noise([line for line in lines if line]) if line])
    pages = strip_heads(lines, _case_digits(name))
    kept, notes = take_notes(pages.kept)
    return with_calls(compose(into_paragraphs(kept, pages.caption), notes, pages.pages)), pages.foreign


def flow_of_pages(lines: Sequence[tuple[int, str]], name: str, count: int) -> tuple[Flow, tuple[str, ...]]:
    """The same for lines whose page (from 0) is known; `count` pages in all."""
    texts = strip_noise([clean_line(line) for _, line in lines])
    placed = [(page, text) for (page, _), text in zip(lines, texts, strict=True) if text]
    pages = strip_heads([text for _, text in placed], _case_digits(name))
    kept, notes = take_notes([(placed[index][0], text) for index, text in pages.placed])
    return with_calls(compose(into_paragraphs(kept, pages.caption), notes, count)), pages.foreign


def _case_digits(name: str) -> str:
    """Number and year of the file's own case, as digits; "" when the name has none."""
    own = spellings(name)
    return f"{own[0].number:05d}{own[0].year}" if own else ""


def _hang_numbers(lines: list[str]) -> list[str]:
    """A number alone on its line goes to the paragraph it counts: the next line, or the one before when the OCR read it a line too late
    ("Que, mediante oficio de | 2. | noviembre de 1994")."""
    result: list[str] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        following = lines[index + 1] if index + 1 < len(lines) else ""
        if not _HANGING.match(line):
            result.append(line)
        elif result and _late(result, following):
            result[-1] = f"{line} {result[-1]}"
        elif following[:1].isupper() or following[:1] in '"“«([¿':
            result.append(f"{line} {following}")
            index += 1
        else:
            result.append(line)
        index += 1
    return result


def _late(lines: list[str], following: str) -> bool:
    """Whether the number of a paragraph was read after its first line: that line begins one and its sentence runs into the next."""
    first, before = lines[-1], lines[-2] if len(lines) > 1 else ""
    if not first[:1].isupper() or is_heading(first) or re.search(r"[.:;]$", first):
        return False
    return following[:1].islower() or bool(re.search(r"[.:;]$", before)) or is_heading(before)

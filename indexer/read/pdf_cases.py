"""Pages of another case that were bound into a file: found by the case line of their heads (irregularities.md §1), and left out."""

from collections.abc import Sequence
from dataclasses import replace

from indexer.read.heads import case_digits, is_case, other_case
from indexer.read.pdf_lines import Sheet
from indexer.read.quality import lost_accents
from indexer.read.rules import is_title
from models.document import PaginasAjenas

_HEAD = 0.7
"""Case lines of heads stand above this share of the page's height."""
_LINES = 14
_MISREAD, _PRINTED = 4, 2
"""So many digits must differ before a head names another case: OCR mangles some, print but one (a clerk's slip)."""


def own_pages(sheets: Sequence[Sheet], name: str) -> tuple[list[Sheet], tuple[PaginasAjenas, ...]]:
    """The sheets, those of other cases without their lines, and which pages of which cases those are.

    As in files of OCR lines: a cut begins on a page whose head names a case clearly not the file's and which brings a title, and lasts till a head with
    the file's own case.
    """
    digits = case_digits(name)
    least = _MISREAD if lost_accents("\n".join(sheet.text for sheet in sheets)) else _PRINTED
    kept: list[Sheet] = []
    foreign: dict[str, list[int]] = {}
    cutting: str | None = None
    for number, sheet in enumerate(sheets):
        head = [line.text for line in sheet.lines[:_LINES] if line.y > _HEAD * sheet.height and is_case(line.text)]
        other = other_case(head, digits, _MISREAD if sheet.scanned else least)
        if other and number and (cutting or any(is_title(line.text) for line in sheet.lines[:_LINES])):
            cutting = other
        elif head:
            cutting = None
        if cutting:
            foreign.setdefault(cutting, []).append(sheet.number + 1)
        kept.append(replace(sheet, lines=()) if cutting else sheet)
    return kept, tuple(PaginasAjenas(case, tuple(pages)) for case, pages in foreign.items())

"""Pages of another case bound into a PDF: which are left out, and how they are told."""

import pytest

from indexer.read.pdf_cases import own_pages
from indexer.read.pdf_lines import Line, Sheet
from models.document import PaginasAjenas

TITLE = "SENTENCIA DEL TRIBUNAL CONSTITUCIONAL"


def sheet(number: int, *lines: str, scanned: bool = False) -> Sheet:
    """A page whose lines begin at its head."""
    placed = tuple(Line(text, number, 99.0, 400.0, 790.0 - 14 * at, 12.0) for at, text in enumerate(lines))
    return Sheet(number, 595.0, 842.0, placed, (), 0, scanned=scanned)


def head(case: str) -> str:
    return f"EXP. N.° {case}-PHD/TC"


OWN, OTHER, THIRD = head("90013-2019"), head("90745-2016"), head("90881-2011")


@pytest.mark.parametrize(
    ("pages", "told", "why"),
    [
        ([(OWN, TITLE), (OWN, "1. Uno"), ("2. Dos",)], (), "all its own"),
        (
            [(OWN, TITLE), (OTHER, TITLE), (OTHER, "1. Otro"), (OWN, "2. Dos")],
            (PaginasAjenas("90745-2016", (2, 3)),),
            "from a head with a title to the next head of its own",
        ),
        (
            [(OWN, TITLE), (OTHER, TITLE), ("1. Otro",)],
            (PaginasAjenas("90745-2016", (2, 3)),),
            "a page without a head goes with the one before",
        ),
        (
            [(OWN, TITLE), (OTHER, TITLE), (THIRD, TITLE), (OTHER, TITLE), (OWN, "1. Uno")],
            (PaginasAjenas("90745-2016", (2, 4)), PaginasAjenas("90881-2011", (3,))),
            "two other cases, one of them twice",
        ),
        ([(OWN, TITLE), (OTHER, "cita de otro caso"), (OWN, "1. Uno")], (), "without a title it is a citation"),
        ([(OTHER, TITLE), (OTHER, "1. Uno")], (), "the first page is the file's, whatever it says"),
        ([(OWN, TITLE), (head("90013-2018"), TITLE)], (), "one digit is a clerk's slip"),
    ],
)
def test_pages_of_other_cases_are_left_out_and_told(pages: list[tuple[str, ...]], told: tuple[PaginasAjenas, ...], why: str) -> None:
    sheets, found = own_pages([sheet(number, *lines) for number, lines in enumerate(pages)], "90013-2019-HD")
    assert found == told, why
    cut = {page for one in told for page in one.paginas}
    assert {one.number + 1 for one in sheets if not one.lines} == cut


def test_a_scan_forgives_misread_digits() -> None:
    pages = [(OWN, TITLE), (head("90018-2010"), TITLE)]
    for scanned, expected in ((False, 1), (True, 0)):
        _, found = own_pages([sheet(number, *lines, scanned=scanned) for number, lines in enumerate(pages)], "90013-2019-HD")
        assert len(found) == expected

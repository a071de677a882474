"""The text as rules read it: plain() keeps the length and folds alike by every way; anchored() finds what a scan finds; lines() by stretches."""

import re

from hypothesis import given
from hypothesis import strategies as st

from indexer.extract.anchors import anchored
from indexer.extract.lines import lines
from indexer.extract.plain import plain


def test_every_character_folds_to_one_alike_alone_and_among_others() -> None:
    # Blocks mix what the code page holds and what it does not; a letter alone goes by one way or the other.
    for low in range(0, 0x3000, 0x100):
        block = "".join(map(chr, range(low, low + 0x100)))
        assert plain(block) == "".join(map(plain, block)), hex(low)


def test_marks_capitals_dashes_and_blanks_are_folded_and_quotation_marks_kept() -> None:
    assert plain("“AÑO” – Señaló\u00a0que… ŠǍ?") == "“ano” - senalo que… sa?"
    assert plain("N.° 5\tA\nB") == "n.° 5 a\nb"


@given(st.text(max_size=80))
def test_plain_text_is_as_long_as_the_text_and_stays_plain(text: str) -> None:
    found = plain(text)
    assert len(found) == len(text)
    assert plain(found) == found


@given(st.text("leyart .0\n", max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_anchored_finds_what_a_scan_of_the_stretch_finds(text: str, start: int, end: int) -> None:
    pattern = re.compile(r"ley(?: \d)?|art\.?")
    scanned = [match.span() for match in pattern.finditer(text, start, end)]
    assert [match.span() for match in anchored(pattern, ("ley", "art"), text, start, end)] == scanned


@given(st.text("AbÑ .\n", max_size=60), st.integers(0, 60))
def test_lines_of_a_stretch_are_those_of_the_whole_from_there_on(text: str, cut: int) -> None:
    start = text.find("\n", cut) + 1
    assert list(lines(text, start)) == [line for line in lines(text) if line.start >= start]


@given(st.text("ABCabc .1", min_size=1, max_size=40))
def test_a_line_is_in_capitals_where_four_of_five_letters_are(text: str) -> None:
    upper, lower = sum(map(str.isupper, text)), sum(map(str.islower, text))
    assert [line.capitals for line in lines(text)] == ([upper > 0 and upper >= 4 * lower] if text.strip() else [])

"""A short run of bench/fuzz.py, and the bombs one by one: nothing but errors of ours, in bounded time."""

import zlib
from collections.abc import Callable, Mapping

import pytest

from bench.fuzz import Broken, Target, attempt, explore, small_pdf, targets
from bench.fuzz_queries import PATHS
from models.errors import UnreadableDocument

TARGETS = {target.name: target for target in targets()}
FEW = {"pdf": 8, **dict.fromkeys(PATHS, 15)}
"""Examples of the slow targets."""
N = 20_000

PAGES: Mapping[str, Callable[[], str]] = {
    "nested blocks": lambda: "<div>" * 100_000 + "x",
    "nested type": lambda: "<b>" * 100_000 + "x",
    "nested lists": lambda: "<ol><li>" * 1000 + "x",
    "entities that multiply": lambda: (
        "<!DOCTYPE h [<!ENTITY a 'xx'><!ENTITY b '" + "&a;" * 50 + "'><!ENTITY c '" + "&b;" * 50 + "'>]><p>&c;"
    ),
    "paragraphs that go on": lambda: "<p>a<b>x</b></p>" * N,
    "calls of one note": lambda: "<p>" + "<a href='#_ftn1'>[1]</a>" * N + "</p><p><a name=_ftn1>[1]</a> nota</p>",
    "line breaks": lambda: "<p>" + "x<br>" * N,
    "hyphens": lambda: "<p>" + "a-<br>" * (N // 10),
    "notes of one number": lambda: "<p>1 a</p>" * N,
    "heads alone": lambda: "<p>EXP. N.° 90001-2020-HD/TC</p><p>LIMA</p>" * (N // 4),
    "declarations of xml": lambda: "<?xml " * N,
    "braces of a style sheet": lambda: "<style>" + ".a{b}" * N + "</style>x",
    "combining marks": lambda: "<p>" + "\u0301" * N,
}


def _packed() -> bytes:
    return zlib.compress(b" " * 20_000_000)


FILES: Mapping[str, Callable[[], bytes]] = {
    "a tree of pages that holds itself": lambda: small_pdf().replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"),
    "a million pages announced": lambda: small_pdf().replace(b"/Count 1", b"/Count 1000000"),
    "nested arrays": lambda: small_pdf(extra=b"6 0 obj " + b"[" * N + b" endobj\n"),
    "nested arrays in a page": lambda: small_pdf(b"[" * N),
    "a form that draws itself": lambda: (
        small_pdf(b"/X Do", b"6 0 obj <</Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</X 6 0 R>> >> "
                  b"/Length 5>> stream\n/X Do\nendstream endobj\n")
        .replace(b"/Font <</F1 5 0 R>>", b"/XObject <</X 6 0 R>>")
    ),
    "a table of references that leads to itself": lambda: small_pdf().replace(b"trailer <<", b"trailer <</Prev 0 /Size 9 "),
    "a stream that unpacks to a thousand times its size": lambda: small_pdf(_packed()).replace(b"<</Length", b"<</Filter /FlateDecode /Length"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_damaged_bytes_give_a_value_or_an_error_of_ours(name: str) -> None:
    explore(TARGETS[name], FEW.get(name, 40), 20261124)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_made_to_stop_a_reader_does_not(name: str) -> None:
    attempt(TARGETS["html"], PAGES[name]().encode())


@pytest.mark.parametrize("name", FILES)
def test_a_pdf_made_to_stop_a_reader_does_not(name: str) -> None:
    attempt(TARGETS["pdf"], FILES[name]())


def test_an_error_that_is_not_ours_is_found() -> None:
    def fails(body: bytes) -> None:
        if b"a" in body:
            raise KeyError("x")

    with pytest.raises(Broken, match="KeyError"):
        explore(Target("fails", fails, UnreadableDocument, (b"aaaa",), (b"b",)), 50, 1)

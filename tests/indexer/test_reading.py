"""What reading leaves behind: texts, marks, and issue lines that close when their reason is gone. Files of invented rulings."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.prints import Style, set_by, without_page_breaks
from indexer.derived import Derived
from indexer.progress import Quiet
from indexer.reading import read_documents
from models.document import Formato, RawDocument
from models.issues import Issue
from models.store import RawStore
from sample.source import SOURCES, read_source

OWN, OTHER = "90013-2019-HD", "90006-2010-HD"
URL = "https://tc.gob.pe/jurisprudencia/{}/90013-2019-HD.pdf"
DAMAGED = b"%PDF-1.4 broken\n%%EOF"

Read = Callable[[bytes, str], list[Issue]]


@pytest.fixture(scope="module")
def own() -> bytes:
    return set_by(without_page_breaks(read_source(SOURCES / f"{OWN}.md")), Style())


@pytest.fixture(scope="module")
def bound() -> bytes:
    """The same file with another case's pages in its middle."""
    source, other = (without_page_breaks(read_source(SOURCES / f"{name}.md")) for name in (OWN, OTHER))
    return set_by(source, Style(), (len(source.blocks) // 2, other))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[tuple[RawStore, Read]]:
    with RawStore.open(tmp_path) as store, Derived.open(tmp_path) as derived:

        def read(body: bytes, year: str = "2021", formato: Formato = "pdf") -> list[Issue]:
            """The open lines after this file was read."""
            store.add(RawDocument(URL.format(year), OWN, body, formato, "sedetc", datetime(2026, 1, 1, tzinfo=UTC)))
            read_documents(store, derived, Quiet())
            return list(store.issues())

        yield store, read


def test_pages_of_another_case_are_an_issue_line_that_says_which(home: tuple[RawStore, Read], bound: bytes) -> None:
    _, read = home
    (issue,) = read(bound, "2021")
    assert (issue.etapa, issue.regla, issue.url, issue.expediente) == ("lectura", "otro_expediente", URL.format("2021"), OWN)
    assert "90006-2010 (página " in issue.mensaje


def test_their_line_closes_with_a_version_without_them_and_opens_again_with_one_that_has_them(
    home: tuple[RawStore, Read], own: bytes, bound: bytes
) -> None:
    store, read = home
    assert len(read(bound, "2021")) == 1
    assert read(own, "2021") == []
    assert [issue.abierta for issue in store.issues(open_only=False)] == [False]
    (issue,) = read(bound + b"\n%signed again\n", "2021")
    assert issue.regla == "otro_expediente"


def test_a_line_stays_open_while_the_readers_find_the_same(home: tuple[RawStore, Read], bound: bytes) -> None:
    store, read = home
    read(bound, "2021")
    with Derived.open(store.home) as derived:
        read_documents(store, derived, Quiet(), everything=True)
    assert [issue.regla for issue in store.issues()] == ["otro_expediente"]


def test_a_version_that_cannot_be_read_leaves_its_own_line_only(home: tuple[RawStore, Read], bound: bytes, own: bytes) -> None:
    _, read = home
    read(bound, "2021")
    assert [issue.regla for issue in read(DAMAGED, "2021")] == ["danado"]
    assert read(own, "2021") == []


def test_the_same_bytes_under_a_later_address_have_their_line_too(home: tuple[RawStore, Read], bound: bytes) -> None:
    _, read = home
    read(bound, "2021")
    assert {issue.url for issue in read(bound, "2022")} == {URL.format("2021"), URL.format("2022")}


def test_bytes_that_could_not_be_read_have_a_line_for_every_address(home: tuple[RawStore, Read]) -> None:
    _, read = home
    read(DAMAGED, "2021")
    found = read(DAMAGED, "2022")
    assert {(issue.url, issue.regla) for issue in found} == {(URL.format(year), "danado") for year in ("2021", "2022")}

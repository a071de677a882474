"""A row that names another address than before: what becomes of the file at the old one. On a catalogue alone, without a server."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.ledger import Ledger
from crawler.plan import Plan
from crawler.sources import source
from models.document import Listing, RawDocument
from models.ids import name_of
from models.store import RawStore

OLD, NEW, OTHER = (
    f"https://www.tc.gob.pe/jurisprudencia/{place}.pdf" for place in ("2021/90001-2020-HD", "2022/90001-2020-HD", "2022/90002-2020-HD")
)
ROW = Listing("sedetc", "7", OLD, "90001-2020-HD", fecha_publicacion="2021-01-05")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RawStore]:
    """A home in which a row was seen to announce OLD, whose file is here."""
    with RawStore.open(tmp_path) as opened:
        _keep(opened, OLD, b"%PDF old")
        _run(opened, ROW)
        yield opened


def _keep(store: RawStore, url: str, body: bytes) -> None:
    store.add(RawDocument(url, name_of(url), body, "pdf", "sedetc", datetime.now(UTC), fecha_publicacion=url.split("/")[4]))


def _run(store: RawStore, *rows: Listing) -> int:
    """A run that sees these rows; how many files it counts as withdrawn."""
    ledger = Ledger(
        source("sedetc"), Plan(since="2021-01", until="2021-01"), store, lambda _: None, run=store.start_run("collect", "sedetc")
    )
    for one in rows:
        ledger.see(one, "2021-01", one.url)
    return ledger.finish().retirados


def _where(store: RawStore) -> dict[str, str]:
    return {version.url: version.estado for version in store.versions()}


def test_the_old_file_is_superseded_since_today_once_the_new_one_is_here_and_only_once(store: RawStore) -> None:
    assert _run(store, replace(ROW, url=NEW)) == 0
    assert _where(store) == {OLD: "vigente"}, "the only one that is here"
    _keep(store, NEW, b"%PDF new")
    assert (_run(store), _run(store)) == (1, 0), "from the history: the run that saw the row may have been killed"
    assert _where(store) == {OLD: "retirado_en_origen", NEW: "vigente"}
    assert next(version for version in store.versions() if version.url == OLD).retirado


def test_the_same_bytes_at_the_new_address_take_over_with_the_id(store: RawStore) -> None:
    _keep(store, NEW, b"%PDF old")
    assert _run(store, replace(ROW, url=NEW)) == 1
    assert _where(store) == {OLD: "retirado_en_origen", NEW: "vigente"}
    assert {str(version.ruling_id) for version in store.versions()} == {"90001-2020-HD"}


def test_what_another_row_announces_or_is_of_another_case_is_not_superseded(store: RawStore) -> None:
    _keep(store, NEW, b"%PDF new")
    assert _run(store, replace(ROW, url=NEW), replace(ROW, key="8")) == 0
    _keep(store, OTHER, b"%PDF other")
    assert _run(store, replace(ROW, url=OTHER), replace(ROW, key="8", url=OTHER)) == 0
    assert set(_where(store).values()) == {"vigente"}

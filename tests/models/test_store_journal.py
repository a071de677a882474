"""Listings, issues, the change log, runs: what the catalogue remembers beside files."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from models.document import Listing
from models.ids import RulingId
from models.issues import Issue
from models.store import RawStore

URL = "https://tc.gob.pe/jurisprudencia/2021/90003-2019-HD.pdf"
ISSUE = Issue("recoleccion", "sin_archivo", "404: se pedirá otra vez en la próxima recolección.", "sedetc", URL, "90003-2019-HD")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RawStore]:
    with RawStore.open(tmp_path) as opened:
        yield opened


def test_a_listing_comes_out_as_it_went_in_and_the_newest_wins(store: RawStore) -> None:
    first = Listing("sedetc", "7", URL, "90003-2019-HD ", demandante="R. M. Q.", raw='{"id": 7}')
    store.add_listing(first)
    assert store.listings(URL) == (first,)
    second = replace(first, sentido="Fundada")
    store.add_listing(second)
    store.add_listing(second)
    assert store.listings(URL) == (second,)
    assert store._db.execute("SELECT count(*) FROM listing_history").fetchone()[0] == 1


def test_two_rows_of_one_file_are_two_listings(store: RawStore) -> None:
    rows = [Listing("sedetc", key, URL, "90003-2019-HD") for key in ("42932", "42933")]
    for row in rows:
        store.add_listing(row)
    assert store.listings(URL) == tuple(rows)
    assert store.listings("") == ()


def test_an_issue_reported_again_is_the_same_line(store: RawStore) -> None:
    store.report(ISSUE)
    store.report(replace(ISSUE, mensaje="503: se pedirá otra vez."))
    (found,) = store.issues()
    assert found.mensaje == "503: se pedirá otra vez."
    assert found.fecha.endswith("Z")
    assert found.abierta


def test_closed_issues_stay_on_record_and_open_again_when_reported(store: RawStore) -> None:
    store.report(ISSUE)
    store.report(replace(ISSUE, regla="bloqueo"))
    store.report(replace(ISSUE, etapa="lectura"))
    assert store.close_issues("recoleccion", URL, "bloqueo") == 1
    assert store.close_issues("recoleccion", URL) == 1
    assert store.close_issues("recoleccion", URL) == 0
    assert [issue.etapa for issue in store.issues()] == ["lectura"]
    assert [(issue.etapa, issue.regla, issue.abierta) for issue in store.issues(open_only=False)] == [
        ("lectura", "sin_archivo", True),
        ("recoleccion", "bloqueo", False),
        ("recoleccion", "sin_archivo", False),
    ]
    store.report(ISSUE)
    assert len(list(store.issues())) == 2


def test_events_are_numbered_without_gaps_also_after_an_undone_block(store: RawStore) -> None:
    one, two = RulingId("90001-2019-HD"), RulingId("90002-2019-HD")
    store.announce("alta", one, "a" * 64)
    with pytest.raises(ZeroDivisionError):
        _undone(store, two)
    store.announce("alta", two, "b" * 64)
    store.announce("cambio", one, "c" * 64, ["resultado", "fecha"])
    assert [(event.seq, event.tipo, event.id, event.campos) for event in store.events()] == [
        (1, "alta", one, ()),
        (2, "alta", two, ()),
        (3, "cambio", one, ("resultado", "fecha")),
    ]
    assert [event.seq for event in store.events(since=2)] == [3]
    assert store.announced() == {one: "c" * 64, two: "b" * 64}


def _undone(store: RawStore, ruling_id: RulingId) -> None:
    with store.transaction():
        store.announce("alta", ruling_id, "b" * 64)
        raise ZeroDivisionError


def test_a_removed_ruling_is_announced_and_no_longer_counted_as_told(store: RawStore) -> None:
    store.announce("alta", RulingId("90001-2019-HD"), "a" * 64)
    store.announce("retiro", RulingId("90001-2019-HD"), "")
    assert store.announced() == {}
    assert [event.tipo for event in store.events()] == ["alta", "retiro"]


def test_runs_come_newest_first_and_a_killed_one_has_no_end(store: RawStore) -> None:
    first = store.start_run("collect", "sedetc")
    second = store.start_run("build", "")
    store.finish_run(second, "completa", {"leidos": 3})
    assert [(run.number, run.estado, run.finished is None, dict(run.counts)) for run in store.runs()] == [
        (second, "completa", False, {"leidos": 3}),
        (first, "en_curso", True, {}),
    ]

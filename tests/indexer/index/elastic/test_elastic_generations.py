"""Generations on a server: all aliases at once, the one before for its readers, lists of any length."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.index.base import GenerationGone, Indexed, SearchIndex
from indexer.index.elastic import home, searching
from indexer.index.elastic.connection import client
from indexer.index.elastic.mapping import KINDS, alias, collection_of
from indexer.index.engines import engine_of
from indexer.index.live import LiveIndex
from models.errors import NotDone
from models.ids import RulingId
from models.search import Orden, SearchQuery
from models.settings import Settings

Invent = Callable[..., Indexed]


def rulings(invented: Invent, n: int) -> Iterator[Indexed]:
    return (
        invented(f"{90600 + i:05d}-2020-HD", {"fundamentos": f"1. Una tarifa número {i}."}, fecha=f"20{10 + i % 9}-05-01", citada_por=i % 3)
        for i in range(n)
    )


@pytest.fixture
def settings(elastic_node: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A home on the real node, whose alias is looked at before every question."""
    monkeypatch.setattr(home, "CHECKED_EVERY", 0.0)
    return Settings(home=tmp_path, engine="elastic", elastic_url=elastic_node)


def total(index: SearchIndex) -> int:
    return index.search(SearchQuery(q="tarifa", modo="exacto", facetas=())).total


def served(settings: Settings) -> set[str]:
    """The generations on the server, by the end of their indices' names."""
    found = client(str(settings.elastic_url)).indices.get(index=f"habeas-*-{collection_of(settings.home)}-*", features="aliases").body
    return {name.rsplit(f"-{collection_of(settings.home)}-", 1)[1] for name in found}


def test_a_new_generation_answers_without_reopening_and_all_aliases_point_to_it(settings: Settings, invented: Invent) -> None:
    engine = engine_of(settings)
    first = engine.build(rulings(invented, 2), "a")
    index = LiveIndex(settings)
    assert (total(index), index.generation()) == (2, first)
    second = engine.build(rulings(invented, 5), "b")
    assert (total(index), index.generation(), engine.current()) == (5, second, second)
    collection = str(collection_of(settings.home))
    found = client(str(settings.elastic_url)).indices.get_alias(name=[alias(kind, collection) for kind in KINDS]).body
    assert sorted(found) == sorted(f"{alias(kind, collection)}-{second.name}" for kind in KINDS)


def test_the_one_before_stays_for_its_readers_until_it_is_dropped(settings: Settings, invented: Invent) -> None:
    engine = engine_of(settings)
    first, second = (engine.build(rulings(invented, n), str(n)) for n in (1, 2))
    reader = engine.open(second)
    third = engine.build(rulings(invented, 3), "3")
    assert served(settings) == {second.name, third.name}
    assert total(reader) == 2
    assert engine.drop_older() == 1
    assert served(settings) == {third.name}
    with pytest.raises(GenerationGone):
        total(reader)
    with pytest.raises(GenerationGone):
        reader.get(RulingId("90600-2020-HD"))
    assert first.name not in served(settings)


def test_whoever_reads_a_generation_that_is_taken_away_is_answered_by_the_new_one(
    settings: Settings, invented: Invent, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engine_of(settings)
    engine.build(rulings(invented, 1), "1")
    index = LiveIndex(settings)
    assert total(index) == 1
    monkeypatch.setattr(home, "CHECKED_EVERY", 3_600.0)  # the index believes that nothing has changed
    index.generation()
    engine.build(rulings(invented, 2), "2")
    engine.drop_older()
    assert total(index) == 2


def test_a_generation_made_by_other_rules_needs_a_build(settings: Settings, invented: Invent, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engine_of(settings)
    engine.build(rulings(invented, 1), "a")
    monkeypatch.setattr("indexer.index.elastic.building.stamp", lambda: "otras reglas")
    assert engine.current() is None
    with pytest.raises(NotDone, match="habeas build"):
        total(LiveIndex(settings))


def test_homes_on_one_server_do_not_see_each_other(settings: Settings, invented: Invent, tmp_path: Path) -> None:
    other = replace(settings, home=tmp_path / "otro")
    engine_of(settings).build(rulings(invented, 2), "a")
    engine_of(other).build(rulings(invented, 4), "a")
    assert (total(LiveIndex(settings)), total(LiveIndex(other))) == (2, 4)


def test_the_sample_court_is_served_only_while_the_home_holds_no_ruling(settings: Settings, invented: Invent) -> None:
    index = LiveIndex(settings)
    with pytest.raises(NotDone, match="habeas build"):
        index.generation()
    engine_of(replace(settings, home=settings.sample_home)).build(rulings(invented, 4), "muestra")
    assert (total(index), index.is_sample) == (4, True)
    engine_of(settings).build(rulings(invented, 1), "real")
    assert (total(index), index.is_sample) == (1, False)


@pytest.mark.parametrize("orden", ["relevancia", "fecha", "-fecha", "citas"])
def test_lists_and_pages_go_beyond_the_servers_window(
    settings: Settings, invented: Invent, monkeypatch: pytest.MonkeyPatch, orden: Orden
) -> None:
    engine = engine_of(settings)
    index = engine.open(engine.build(rulings(invented, 23), "a"))
    query = SearchQuery(q="tarifa", modo="exacto", orden=orden, por_pagina=4, facetas=())
    whole = [hit.id for hit in index.scan(query)]
    monkeypatch.setattr(searching, "WINDOW", 5)
    assert [hit.id for hit in index.scan(query)] == whole
    assert len(set(whole)) == 23
    pages = [hit.id for page in range(1, 7) for hit in index.search(replace(query, pagina=page)).resultados]
    assert pages == whole
    near = index.search(replace(query, q="una /2 número", pagina=6))
    assert (near.total, [hit.id for hit in near.resultados]) == (
        23,
        pages[20:] if orden != "relevancia" else [h.id for h in near.resultados],
    )


def test_questions_while_generations_are_swapped_all_get_an_answer(settings: Settings, invented: Invent) -> None:
    engine = engine_of(settings)
    engine.build(rulings(invented, 3), "0")
    index, totals, errors, done = LiveIndex(settings), set[int](), list[Exception](), threading.Event()

    def ask() -> None:
        while not done.is_set():
            try:
                totals.add(total(index))
            except NotDone as error:
                errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(3):
        engine.build(rulings(invented, 4 + number), str(number))
    done.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert totals <= {3, 4, 5, 6}
    assert total(index) == 6

"""Generations: built beside, swapped in, collected; readers never notice."""

import errno
import os
import stat
import threading
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from indexer.index import generations
from indexer.index.base import Indexed
from indexer.index.generations import build_generation, current_generation, directory_of, drop_older
from indexer.index.live import LiveIndex
from indexer.index.opening import open_index
from models.errors import NotDone
from models.ids import RulingId
from models.ruling_json import to_json
from models.search import SearchQuery
from models.settings import Settings

Invent = Callable[..., Indexed]


def rulings(invented: Invent, n: int, word: str = "tarifa") -> Iterator[Indexed]:
    return (invented(f"{90600 + i:05d}-2020-HD", {"fundamentos": f"1. Una {word} número {i}."}) for i in range(n))


def total(index: LiveIndex, q: str = "") -> int:
    return index.search(SearchQuery(q=q, modo="exacto", facetas=())).total


def names(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "indice").iterdir() if path.is_dir())


def test_a_new_generation_answers_without_reopening(tmp_path: Path, invented: Invent) -> None:
    settings = Settings(home=tmp_path)
    first = build_generation(settings, rulings(invented, 2), "a")
    index = LiveIndex(settings)
    assert (total(index), index.generation()) == (2, first)
    second = build_generation(settings, rulings(invented, 5), "b")
    assert (total(index), index.generation()) == (5, second)
    assert current_generation(tmp_path) == second
    assert (second.fingerprint, second.documents) == ("b", 5)


def test_the_one_before_is_kept_and_older_ones_and_leftovers_go(tmp_path: Path, invented: Invent) -> None:
    settings = Settings(home=tmp_path)
    made = [build_generation(settings, rulings(invented, 1), fingerprint).name for fingerprint in "abc"]
    (tmp_path / "indice" / "muerta.tmp").mkdir()
    made.append(build_generation(settings, rulings(invented, 1), "d").name)
    assert names(tmp_path) == sorted(made[-2:])
    assert drop_older(tmp_path) == 1
    assert names(tmp_path) == made[-1:]


def test_a_reader_survives_the_collection_of_its_files(tmp_path: Path, invented: Invent) -> None:
    settings = Settings(home=tmp_path)
    build_generation(settings, rulings(invented, 3), "a")
    serving = LiveIndex(settings)._current().index
    scan = serving.scan(SearchQuery(q="tarifa", modo="exacto"))
    next(scan)
    for fingerprint in "bcd":
        build_generation(settings, rulings(invented, 1), fingerprint)
    drop_older(tmp_path)
    assert serving.search(SearchQuery(q="tarifa", modo="exacto")).total == 3
    assert "<mark>tarifa</mark>" in serving.search(SearchQuery(q='"tarifa número 2"')).resultados[0].fragmentos[0].texto.replace(
        " número 2", ""
    )
    assert len(list(scan)) == 2
    assert serving.get(RulingId("90602-2020-HD")) is not None


def test_a_build_that_fails_leaves_the_last_one_and_no_debris(tmp_path: Path, invented: Invent) -> None:
    settings = Settings(home=tmp_path)
    kept = build_generation(settings, rulings(invented, 2), "a")

    def broken() -> Iterator[Indexed]:
        yield from rulings(invented, 1)
        raise RuntimeError("interrupted")

    with pytest.raises(RuntimeError):
        build_generation(settings, broken(), "b")
    assert current_generation(tmp_path) == kept
    assert names(tmp_path) == [kept.name]


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        ValueError("An IO error occurred: 'No space left on device'"),
        ValueError("An error occurred in a thread: 'Worker thread failed.. (io::Error most likely) or panicked.'"),
    ],
)
def test_a_full_disk_is_not_done_and_the_last_one_stands(
    tmp_path: Path, invented: Invent, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path)
    kept = build_generation(settings, rulings(invented, 2), "a")

    def full(_: Path) -> None:
        raise error

    monkeypatch.setattr(generations, "_sync", full)
    with pytest.raises(NotDone, match="espacio"):
        build_generation(settings, rulings(invented, 3), "b")
    assert current_generation(tmp_path) == kept
    assert names(tmp_path) == [kept.name]


def test_the_sample_court_serves_while_the_home_holds_nothing(tmp_path: Path, invented: Invent) -> None:
    settings = Settings(home=tmp_path)
    with pytest.raises(NotDone, match="habeas build"):
        LiveIndex(settings).generation()
    build_generation(Settings(home=settings.sample_home), rulings(invented, 4), "muestra")
    index = LiveIndex(settings)
    assert (index.is_sample, total(index)) == (True, 4)
    build_generation(settings, iter([]), "vacía")
    assert (index.is_sample, total(index)) == (True, 4)
    build_generation(settings, rulings(invented, 1), "real")
    assert (index.is_sample, total(index)) == (False, 1)


def test_an_empty_generation_answers_with_nothing(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    build_generation(settings, iter([]), "vacía")
    index = LiveIndex(settings)
    assert (index.is_sample, total(index), total(index, "tarifa")) == (False, 0, 0)
    assert list(index.scan(SearchQuery())) == []
    assert index.paragraphs(SearchQuery(q="tarifa")).total == 0
    assert (index.resolve("1-2020"), index.nearest("1-2020-HD")) == ((), ())


@pytest.mark.parametrize("damage", ["no-such-generation", "../fuera", ""])
def test_a_pointer_to_nowhere_asks_for_a_build(tmp_path: Path, invented: Invent, damage: str) -> None:
    build_generation(Settings(home=tmp_path), rulings(invented, 1), "a")
    (tmp_path / "indice" / "ACTUAL").write_text(damage)
    assert current_generation(tmp_path) is None


def test_a_generation_of_another_schema_is_not_opened(tmp_path: Path, invented: Invent) -> None:
    settings = Settings(home=tmp_path)
    made = build_generation(settings, rulings(invented, 1), "a")
    about = directory_of(tmp_path, made) / "generacion.json"
    about.write_text(about.read_text().replace(generations.schema_stamp(), "otra"))
    assert current_generation(tmp_path) is None


def test_a_directory_that_can_not_be_written_is_read_through_links(
    tmp_path: Path, invented: Invent, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path)
    made = build_generation(settings, rulings(invented, 3), "a")
    directory = directory_of(tmp_path, made) / "sentencias"
    monkeypatch.setattr(os, "access", lambda *_: False)
    before = {path: path.stat().st_mtime_ns for path in directory.iterdir()}
    opened = open_index(directory)
    assert opened.searcher.num_docs == 3
    assert {path: path.stat().st_mtime_ns for path in directory.iterdir()} == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere: the mode of a directory does not stop it")
def test_a_home_without_write_permission_serves(tmp_path: Path, invented: Invent) -> None:
    settings = Settings(home=tmp_path)
    build_generation(settings, rulings(invented, 3), "a")
    folders = [path for path in (tmp_path, *tmp_path.rglob("*")) if path.is_dir()]
    for folder in folders:
        folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert total(LiveIndex(settings), "tarifa") == 3
    finally:
        for folder in folders:
            folder.chmod(stat.S_IRWXU)


def test_threads_search_while_generations_change(tmp_path: Path, invented: Invent) -> None:
    settings = Settings(home=tmp_path)
    build_generation(settings, rulings(invented, 6), "0")
    index = LiveIndex(settings)
    seen: list[int] = []
    failed: list[BaseException] = []
    stop = threading.Event()

    def search() -> None:
        try:
            while not stop.is_set():
                page = index.search(SearchQuery(q="tarifa", modo="exacto"))
                assert len(page.resultados) == page.total
                seen.append(page.total)
        except Exception as error:  # noqa: BLE001 - reported by the main thread
            failed.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in (7, 8, 9):
        build_generation(settings, rulings(invented, number), str(number))
    stop.set()
    for thread in threads:
        thread.join()
    assert failed == []
    assert set(seen) <= {6, 7, 8, 9}
    assert total(index) == 9


def test_a_record_comes_out_as_it_went_in(tmp_path: Path, invented: Invent) -> None:
    settings = Settings(home=tmp_path)
    given = invented(
        "90650-2020-HD", {"fundamentos": "1. Año de señas."}, original="1. Ano de senas.\n", citada_por=4, demandantes=("Rosa Inventada",)
    )
    build_generation(settings, iter([given]), "a")
    assert LiveIndex(settings).get(RulingId("90650-2020-HD")) == given
    assert LiveIndex(settings).get(RulingId("90651-2020-HD")) is None


def test_each_ruling_is_told_with_the_hash_of_its_record(tmp_path: Path, invented: Invent) -> None:
    told: list[tuple[str, str]] = []
    given = list(rulings(invented, 3))
    build_generation(Settings(home=tmp_path), given, "a", told=lambda name, sha: told.append((name, sha)))
    assert told == [(one.ruling.id, sha256(to_json(one.ruling)).hexdigest()) for one in given]

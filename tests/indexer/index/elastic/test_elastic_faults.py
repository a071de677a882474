"""What Elasticsearch does at the wrong moment: a clear sentence, the last good generation, and everything by itself once it is back."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from elastic_transport import ConnectionError as NoConnection

from api.app import create_api
from indexer.index.base import Indexed
from indexer.index.elastic import building, connection
from indexer.index.elastic.mapping import collection_of, named_collection
from indexer.index.engines import engine_of
from indexer.index.live import LiveIndex
from models.errors import ConfigError, NotDone
from models.search import SearchQuery
from models.settings import Settings
from tests.api.client import Client
from tests.indexer.index.elastic.middleman import Middleman, Reply, before

Invent = Callable[..., Indexed]
Habeas = Callable[..., "subprocess.CompletedProcess[str]"]


def rulings(invented: Invent, n: int) -> Iterator[Indexed]:
    return (invented(f"{90600 + i:05d}-2020-HD", {"fundamentos": f"1. Una tarifa número {i}."}) for i in range(n))


def total(index: LiveIndex) -> int:
    return index.search(SearchQuery(q="tarifa", modo="exacto", facetas=())).total


@pytest.fixture
def man(elastic_node: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Middleman]:
    """A proxy before the real node; builders wait only a little."""
    monkeypatch.setattr(connection, "WAITS", (0.05, 0.05, 0.05))
    monkeypatch.setattr(building, "BATCH", 5)
    with before(elastic_node) as made:
        yield made


@pytest.fixture
def settings(man: Middleman, tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, engine="elastic", elastic_url=man.url)


def indices(settings: Settings) -> list[str]:
    """Every index of the home on the server."""
    elastic = connection.client(connection.address(settings))
    return sorted(elastic.indices.get(index=f"habeas-*-{collection_of(settings.home)}-*", features="aliases").body)


def test_down_is_a_503_in_the_shape_of_errors_and_back_is_back(man: Middleman, settings: Settings, invented: Invent) -> None:
    engine_of(settings).build(rulings(invented, 3), "a")
    index = LiveIndex(settings)
    api = Client(create_api(index, settings))
    assert total(index) == 3
    man.down = True
    answer = api.get("/api/v1/sentencias?q=tarifa")
    assert answer.status_code == 503
    assert answer.json()["error"]["codigo"] == "no_disponible"
    assert "no responde" in answer.json()["error"]["mensaje"]
    man.down = False
    assert api.get("/api/v1/sentencias?q=tarifa&modo=exacto").json()["total"] == 3


def test_killed_in_the_middle_of_a_bulk_the_last_good_generation_serves(man: Middleman, settings: Settings, invented: Invent) -> None:
    kept = engine_of(settings).build(rulings(invented, 3), "a")
    whole = indices(settings)

    def dies(method: str, path: str) -> Reply | None:
        man.down = man.down or sum("_bulk" in asked for asked in man.asked) > 1
        return None

    man.asked.clear()
    man.rule = dies
    with pytest.raises(NotDone, match="no responde"):
        engine_of(settings).build(rulings(invented, 30), "b")
    man.rule, man.down = (lambda method, path: None), False
    assert engine_of(settings).current() == kept
    assert total(LiveIndex(settings)) == 3
    assert len(indices(settings)) == 2 * len(whole)  # what the killed build left
    engine_of(settings).build(rulings(invented, 4), "c")
    left = indices(settings)
    assert set(whole) < set(left)
    assert len(left) == 2 * len(whole)  # collected; the one before stays for its readers


def test_a_node_that_is_busy_or_away_for_a_moment_costs_nothing(man: Middleman, settings: Settings, invented: Invent) -> None:
    def stumbles(method: str, path: str) -> Reply | None:
        n = sum("_bulk" in asked for asked in man.asked)
        man.down = n % 9 == 4 and "_bulk" in path
        refused = {"error": {"type": "es_rejected_execution_exception", "reason": "queue"}, "status": 429}
        if "_bulk" not in path or n % 7 not in (1, 3):
            return None
        return (429, refused) if n % 7 == 3 else (200, {"errors": True, "items": [{"index": refused}] * 5})

    man.rule = stumbles
    made = engine_of(settings).build(rulings(invented, 20), "a")
    man.rule = lambda method, path: None
    assert (made.documents, total(LiveIndex(settings))) == (20, 20)


def test_a_server_without_room_says_so_and_the_last_generation_serves(settings: Settings, invented: Invent) -> None:
    kept = engine_of(settings).build(rulings(invented, 3), "a")
    elastic = connection.client(connection.address(settings))

    def filling() -> Iterator[Indexed]:
        for n, one in enumerate(rulings(invented, 12)):
            if n == 4:  # what the flood stage does to every index
                elastic.indices.put_settings(
                    index=f"habeas-*-{collection_of(settings.home)}-*", settings={"index.blocks.read_only_allow_delete": True}
                )
            yield one

    with pytest.raises(NotDone, match="solo lectura"):
        engine_of(settings).build(filling(), "b")
    assert engine_of(settings).current() == kept
    assert total(LiveIndex(settings)) == 3


def test_an_item_that_is_refused_names_the_reason(settings: Settings, invented: Invent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "mappings_of", lambda kind: {"dynamic": "strict", "properties": {}})
    with pytest.raises(NotDone, match="strict_dynamic_mapping_exception"):
        engine_of(settings).build(rulings(invented, 1), "a")
    assert engine_of(settings).current() is None
    assert indices(settings) == []


@pytest.mark.parametrize(
    ("trouble", "error", "sentence"),
    [
        (("/", 200, {"version": {"number": "8.19.2"}}), ConfigError, "8.19.2 no sirve: hace falta la versión 9"),
        (("/_cluster/health", 200, {"status": "red"}), NotDone, "en rojo"),
        (("/", 401, {"error": {"type": "security_exception"}, "status": 401}), ConfigError, "usuario y clave"),
        (("/", 403, {"error": {"type": "security_exception"}, "status": 403}), ConfigError, "usuario y clave"),
        (("/", 503, {"error": {"type": "no_shard_available_action_exception"}, "status": 503}), NotDone, "cluster en rojo"),
        (("/", 429, {"error": {"type": "circuit_breaking_exception"}, "status": 429}), NotDone, "memoria"),
        (("/", 400, {"error": {"type": "media_type_header_exception"}, "status": 400}), ConfigError, "otra versión"),
        (("/", 404, {"error": "nginx"}), NotDone, "respondió 404"),
    ],
)
def test_each_trouble_has_its_sentence(
    man: Middleman, settings: Settings, invented: Invent, trouble: tuple[str, int, dict[str, object]], error: type[Exception], sentence: str
) -> None:
    path, status, body = trouble
    man.rule = lambda method, asked: (status, body) if asked.split("?")[0] == path else None
    with pytest.raises(error, match=sentence):
        engine_of(settings).build(rulings(invented, 1), "a")


def test_a_server_replaced_by_another_version_while_we_serve_is_a_503(man: Middleman, settings: Settings, invented: Invent) -> None:
    engine_of(settings).build(rulings(invented, 3), "a")
    index = LiveIndex(settings)
    man.rule = lambda method, path: (401, {"error": {"type": "security_exception"}, "status": 401})
    with pytest.raises(NotDone, match="usuario y clave"):
        total(index)
    man.rule = lambda method, path: None
    assert total(index) == 3


@pytest.mark.parametrize(
    "url", [None, "localhost:9200", "ftp://localhost:9200", "http://localhost", "http://:9200", "http://servidor:puerto"]
)
def test_an_address_that_can_not_be_one_is_said_before_anything_is_asked(tmp_path: Path, url: str | None) -> None:
    with pytest.raises(ConfigError, match="HABEAS_ELASTIC_URL"):
        LiveIndex(Settings(home=tmp_path, engine="elastic", elastic_url=url))


def test_a_password_is_never_shown(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, engine="elastic", elastic_url="http://yo:secreto@127.0.0.1:9")
    with pytest.raises(NotDone) as caught:
        engine_of(settings).build(iter([]), "a")
    assert "127.0.0.1:9" in str(caught.value)
    assert "secreto" not in str(caught.value)
    assert isinstance(caught.value.__cause__, NoConnection)


def test_the_command_line_ends_with_3_when_it_is_down_and_2_when_it_is_not_set_up(habeas: Habeas, tmp_path: Path) -> None:
    named_collection(tmp_path / "home")  # as a home that was built before
    down = {"HABEAS_ENGINE": "elastic", "HABEAS_ELASTIC_URL": "http://127.0.0.1:9"}
    for command in (["build"], ["search", "tarifa"]):
        ended = habeas(*command, **down)
        assert (ended.returncode, "no responde" in ended.stderr, "Traceback" in ended.stderr) == (3, True, False), ended.stderr
    unset = habeas("search", "tarifa", HABEAS_ENGINE="elastic")
    assert (unset.returncode, "HABEAS_ELASTIC_URL" in unset.stderr) == (2, True)

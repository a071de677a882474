"""The real command line on Elasticsearch: what a newcomer of that engine does, and that both engines then print the same."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from indexer.index.elastic.connection import client
from indexer.index.elastic.mapping import KINDS, collection_of
from models.settings import Settings

Habeas = Callable[..., "subprocess.CompletedProcess[str]"]


def test_import_build_and_search_print_the_same_on_both_engines(
    habeas: Habeas, alex_folder: Callable[[int], Path], elastic_node: str, tmp_path: Path
) -> None:
    elastic = {"HABEAS_ENGINE": "elastic", "HABEAS_ELASTIC_URL": elastic_node, "HABEAS_MEANING": "off"}
    assert habeas("import", alex_folder(6)).returncode == 0
    for more in ({"HABEAS_MEANING": "off"}, elastic):
        built = habeas("build", **more)
        assert built.returncode == 0, built.stderr
        again = habeas("build", **more)
        assert again.returncode == 0, again.stderr
    command = ("search", "planillas puente", "--json", "--order", "-fecha")
    ended = [habeas(*command, **more) for more in ({"HABEAS_MEANING": "off"}, elastic)]
    assert [one.returncode for one in ended] == [0, 0], [one.stderr for one in ended]
    printed = [json.loads(one.stdout) for one in ended]
    assert printed[0]["total"] == 6
    assert printed[0] == printed[1]


def test_a_withdrawn_ruling_is_in_no_index_on_the_server(
    habeas: Habeas, alex_folder: Callable[[int], Path], elastic_node: str, tmp_path: Path
) -> None:
    elastic = {"HABEAS_ENGINE": "elastic", "HABEAS_ELASTIC_URL": elastic_node, "HABEAS_MEANING": "off"}
    for command in (("import", alex_folder(3)), ("build",), ("withdraw", "90502-2014-HD", "--reason", "lo pide su titular"), ("build",)):
        ended = habeas(*command, **elastic)
        assert ended.returncode == 0, ended.stderr
    found = json.loads(habeas("search", "planillas", "--json", **elastic).stdout)
    assert sorted(one["id"] for one in found["resultados"]) == ["90501-2013-HD", "90503-2015-HD"]
    settings = Settings(home=tmp_path / "home", engine="elastic", elastic_url=elastic_node)
    held = client(elastic_node).indices.get(index=f"habeas-*-{collection_of(settings.home)}-*", features="aliases").body
    assert len(held) == len(KINDS)  # the generation before, which had it, is gone

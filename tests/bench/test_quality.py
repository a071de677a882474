"""The bench of quality asks as the product is asked, two pages deep, and can leave a factor out."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench import quality
from indexer.index import amplio


def test_a_run_names_every_item_of_the_key(tmp_path: Path) -> None:
    key, out = tmp_path / "key.jsonl", tmp_path / "run.jsonl"
    key.write_text('{"id": "q1", "question": "planillas"}\n{"id": "p1", "query": "viáticos"}\n', "utf-8")
    answered: Callable[..., quality.Results] = lambda index, text: [{"id": text}]  # noqa: E731
    quality.run(None, key, answered, out)  # type: ignore[arg-type]
    assert [json.loads(line) for line in out.read_text("utf-8").splitlines()] == [
        {"id": "q1", "results": [{"id": "planillas"}]},
        {"id": "p1", "results": [{"id": "viáticos"}]},
    ]


def test_questions_go_as_deep_as_the_key_needs() -> None:
    pages = list(quality._pages([("q", "planillas"), ("series", "todas")]))
    assert sum(page.por_pagina for page in pages) == quality.DEEP
    assert [page.pagina for page in pages] == [1, 2]


def test_a_factor_that_is_left_out_counts_nothing_for_a_while() -> None:
    before = amplio.weights("sentencias")["tema"]
    with quality.without(("tema",)):
        assert amplio.weights("sentencias")["tema"] == 0.0
    assert amplio.weights("sentencias")["tema"] == before > 0


@pytest.mark.parametrize("wrong", ["--key=otra.jsonl", "--without"])
def test_what_can_t_be_measured_is_refused(wrong: str, tmp_path: Path) -> None:
    assert CliRunner().invoke(quality.main, [str(tmp_path), wrong]).exit_code == 2

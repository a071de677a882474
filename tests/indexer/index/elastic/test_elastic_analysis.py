"""One analysis on both engines: a golden file of tokens, tantivy's analyzers, and the recipe on a real node."""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import BadRequestError, Elasticsearch

from indexer.index.analysis import exact_analyzer, for_exact, for_stems, stem_analyzer, words
from indexer.index.elastic.connection import client
from indexer.index.elastic.documents import documents_of, drafted
from indexer.index.elastic.mapping import KINDS, mappings_of, settings_of
from models.ruling import Ruling

GOLDEN = json.loads((Path(__file__).parent / "golden_tokens.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def indices(elastic_node: str) -> Iterator[tuple[Elasticsearch, str]]:
    """An empty index of each kind, made with the adapter's own settings, under a name of its own."""
    elastic, name = client(elastic_node), f"prueba-{uuid.uuid4().hex[:8]}"
    for kind in KINDS:
        elastic.indices.create(index=f"{name}-{kind}", settings=settings_of(kind), mappings=mappings_of(kind))
    yield elastic, name
    elastic.indices.delete(index=[f"{name}-{kind}" for kind in KINDS])


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: golden["texto"][:20])
def test_the_embedded_engine_makes_the_golden_tokens(golden: dict[str, object]) -> None:
    text = str(golden["texto"])
    assert stem_analyzer().analyze(for_stems(text)) == golden["raices"]
    assert exact_analyzer().analyze(for_exact(text)) == golden["exactas"]


def test_what_is_sent_ready_made_are_the_golden_tokens() -> None:
    cut = [words(str(golden["texto"])) for golden in GOLDEN]
    assert [(one.stems, one.exact) for one in cut] == [(golden["raices"], golden["exactas"]) for golden in GOLDEN]


def test_the_recipe_on_a_real_node_makes_the_golden_tokens(indices: tuple[Elasticsearch, str]) -> None:
    elastic, name = indices
    for golden in GOLDEN:
        text = str(golden["texto"])
        for analyzer, prepared, expected in (("es", for_stems(text), golden["raices"]), ("es_exact", for_exact(text), golden["exactas"])):
            answer = elastic.indices.analyze(index=f"{name}-sentencias", analyzer=analyzer, text=prepared)
            assert [token["token"] for token in answer["tokens"]] == expected


def test_the_server_takes_ready_words_one_for_one(indices: tuple[Elasticsearch, str]) -> None:
    elastic, name = indices
    for golden in GOLDEN:
        if not golden["raices"]:
            continue
        answer = elastic.indices.analyze(index=f"{name}-sentencias", field="texto", text=" ".join(golden["raices"]))
        assert [(token["token"], token["position"]) for token in answer["tokens"]] == [(w, n) for n, w in enumerate(golden["raices"])]


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_that_the_mapping_does_not_know_is_refused(indices: tuple[Elasticsearch, str], kind: str) -> None:
    elastic, name = indices
    with pytest.raises(BadRequestError, match="strict_dynamic_mapping"):
        elastic.index(index=f"{name}-{kind}", document={"otro": 1})


def test_a_word_too_long_to_be_indexed_keeps_the_places_behind_it(invented: object) -> None:
    text = f"uno {'a' * 201} dos {'ñ' * 101} tres {'b' * 200}"
    made = drafted(invented("90711-2020-HD", {"fundamentos": f"1. {text}"}))  # type: ignore[operator]
    assert isinstance(made.indexed.ruling, Ruling)
    bodies = {one.kind: one.body for one in documents_of(made)}
    assert bodies["sentencias"]["x_texto"] == [f"1 uno · dos · tres {'b' * 200}"]

"""Both engines answer alike on the real collection: queries of every form, drawn from it by a seed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.index.base import Indexed, SearchIndex
from indexer.index.engines import engine_of
from indexer.index.live import LiveIndex
from models.errors import BadQuery
from models.ids import RulingId
from models.search import Filter, SearchQuery
from models.settings import Settings
from tests.indexer.index.elastic.drawn_queries import EACH, FORMS, MIXED, Draw, Query

SEED = 20_261_124
COUNTED = ("resultado", "entidad", "tema", "norma", "anio", "magistrado")
EVERYTHING = (Filter("proceso", ("todos",)),)

Engines = tuple[SearchIndex, SearchIndex]

pytestmark = [pytest.mark.slow, pytest.mark.corpus]


@pytest.fixture(scope="module")
def embedded(real_home: Path) -> SearchIndex:
    """The 843 rulings in the embedded engine."""
    return LiveIndex(Settings(home=real_home))


@pytest.fixture(scope="module")
def rulings(embedded: SearchIndex) -> list[Indexed]:
    """All of them, as an index gives them back."""
    return list(whole(embedded))


@pytest.fixture(scope="module")
def engines(embedded: SearchIndex, rulings: list[Indexed], elastic_node: str, tmp_path_factory: pytest.TempPathFactory) -> Engines:
    """The same rulings in both engines."""
    settings = Settings(home=tmp_path_factory.mktemp("elastic"), engine="elastic", elastic_url=elastic_node)
    engine_of(settings).build(iter(rulings), "diferencial")
    return embedded, LiveIndex(settings)


@pytest.fixture(scope="module")
def drawn(rulings: list[Indexed]) -> list[Query]:
    """The queries, the same in every run over the same rulings."""
    return list(Draw(rulings, SEED).queries())


def whole(index: SearchIndex) -> Iterator[Indexed]:
    """Every ruling of an index."""
    for hit in index.scan(SearchQuery(filters=EVERYTHING, orden="fecha")):
        found = index.get(RulingId(hit.id))
        assert found is not None
        yield found


def asked(query: Query) -> SearchQuery:
    """A drawn query as a question whose answer both engines must give alike: the set as written, by date."""
    return SearchQuery(
        q=query.q, filters=EVERYTHING, modo="exacto", orden="-fecha", por_pagina=3, series="todas", facetas=COUNTED, max_valores=0
    )


def answer(index: SearchIndex, question: SearchQuery) -> tuple[object, ...]:
    """All that must be equal: total, ids by date, counts, passages of the first lines, remarks; or how the query is refused."""
    try:
        page = index.search(question)
    except BadQuery as error:
        return ("no", error.mensaje, error.posicion)
    ids = [hit.id for hit in index.scan(question)]
    assert len(ids) == page.total
    return page.total, ids, page.facetas, page.resultados, page.avisos


def test_the_drawn_queries_are_many_of_each_form_and_most_find_some(engines: Engines, drawn: list[Query]) -> None:
    single = Counter(query.forms[0] for query in drawn if len(query.forms) == 1)
    assert all(single[form] >= EACH >= 40 for form in FORMS)
    assert sum(len(query.forms) == 2 for query in drawn) == MIXED >= 150
    totals = [engines[0].search(replace(asked(query), facetas=(), por_pagina=1)).total for query in drawn]
    assert sum(1 <= total <= 200 for total in totals) >= 0.6 * len(drawn)


@pytest.mark.parametrize("form", [*FORMS, "dos"])
def test_both_engines_find_count_order_and_mark_alike(engines: Engines, drawn: list[Query], form: str) -> None:
    embedded, elastic = engines
    for query in drawn:
        if (query.forms[0] if len(query.forms) == 1 else "dos") == form:
            assert answer(elastic, asked(query)) == answer(embedded, asked(query)), query.q


@pytest.mark.parametrize("form", ["palabra", "frase", "cerca", "frase_cerca", "oracion", "zona", "prefijo", "faceta", "dos"])
def test_both_engines_find_the_same_fundamentos(engines: Engines, drawn: list[Query], form: str) -> None:
    embedded, elastic = engines
    chosen = [query for query in drawn if (query.forms[0] if len(query.forms) == 1 else "dos") == form]
    for query in chosen[::4]:
        question = asked(query)
        assert elastic.paragraphs(question) == embedded.paragraphs(question), query.q


def test_both_engines_hold_the_same_collection(engines: Engines, rulings: list[Indexed]) -> None:
    embedded, elastic = engines
    assert list(whole(elastic)) == rulings
    for field in (*COUNTED, "serie"):
        assert elastic.values(field) == embedded.values(field)
    for one in rulings[::20]:
        spelling = f"Exp. N.° {one.ruling.expediente}/TC"
        assert elastic.resolve(spelling) == embedded.resolve(spelling)
        assert elastic.nearest(one.ruling.id[1:]) == embedded.nearest(one.ruling.id[1:])
    for word in ("habaes", "pencion", "informasion"):
        assert elastic.speller().nearest(word) == embedded.speller().nearest(word)

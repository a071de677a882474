"""Whole result sets: as many as the page says, for any question, streamed."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.desk import Desk
from api.exports import csv_lines, jsonl_lines
from api.feeds import atom_lines
from indexer.index.base import Indexed, SearchIndex
from indexer.index.live import LiveIndex
from models.ids import RulingId
from models.search import MODOS, ORDENES, Filter, Hit, SearchQuery
from models.settings import Settings
from tests.api.invented import documents

Lines = Callable[[Desk, SearchQuery], Iterator[str]]
QUESTIONS = ["", "copias", "planillas", '"copias de las planillas"', "copias /5 planillas", "plan*", "fallo:infundada", "-fallo:infundada",
             "resultado:fundada O anio:2015", "nadadenada", "quiero copias de mi municipalidad"]  # fmt: skip
CHOICES = [(), (Filter("resultado", ("fundada", "infundada")),), (Filter("entidad", (), ("aguas-claras-de-ejemplo-s-a",)),),
           (Filter("sala", ("Sala Segunda",)), Filter("norma", empty=True)), (Filter("proceso", ("todos",)),)]  # fmt: skip


@pytest.fixture(scope="module")
def desk(index: LiveIndex, api_settings: Settings) -> Desk:
    return Desk(index, api_settings)


@given(
    st.builds(
        SearchQuery, q=st.sampled_from(QUESTIONS), filters=st.sampled_from(CHOICES), modo=st.sampled_from(MODOS),
        orden=st.sampled_from([None, *ORDENES]), series=st.sampled_from([None, "juntas", "todas"]), por_pagina=st.sampled_from([1, 20]),
        desde=st.sampled_from([None, "2014-01-01"]),
    )
)  # fmt: skip
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_export_holds_as_many_rulings_as_the_page_says(desk: Desk, query: SearchQuery) -> None:
    total = desk.search(query).total
    table = [row["id"] for row in csv.DictReader(io.StringIO("".join(csv_lines(desk, query)), newline=""))]
    lines = [json.loads(line)["id"] for line in jsonl_lines(desk, query)]
    feed = re.findall(r"<entry><id>http://x/sentencia/([^<]+)</id>", "".join(atom_lines(desk, query, "http://x")))
    assert len(table) == len(set(table)) == total
    assert lines == table
    assert sorted(feed) == sorted(table)


def test_a_page_chosen_changes_no_export(desk: Desk) -> None:
    query = SearchQuery(q="copias", modo="exacto")
    assert list(jsonl_lines(desk, query)) == list(jsonl_lines(desk, replace(query, pagina=3, por_pagina=7)))


class Endless:
    """An index whose answers never end; it counts the rulings that are asked for."""

    def __init__(self) -> None:
        self.asked = 0
        self.one = documents()[1]

    def scan(self, query: SearchQuery) -> Iterator[Hit]:
        ruling = self.one.ruling
        while True:
            self.asked += 1
            yield Hit(ruling.id, ruling.expediente, ruling.titulo, None, None, None, None, (), (), (), None)

    def get(self, ruling_id: RulingId) -> Indexed:
        return self.one


@pytest.mark.parametrize("lines_of", [csv_lines, jsonl_lines])
def test_a_ruling_is_only_fetched_when_its_line_is_taken(lines_of: Lines, api_settings: Settings) -> None:
    endless = Endless()
    lines = lines_of(Desk(cast(SearchIndex, endless), api_settings), SearchQuery())
    assert len(list(islice(lines, 25))) == 25
    assert endless.asked in (24, 25)

"""Whatever is typed, in every mode: an answer, or a 400 that says where and offers a way out; exports can be understood."""

import csv
import io
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from models.search import MODOS
from tests.api.client import Client

_PIECES = [
    *'ab ñ"()-*?:/+.«»,ª', "Y", "O", "NO", " Y ", " O ", " NO ", "fallo:", "FECHA:", "norma:", "anio:", "sala:", "tema:", "entidad:", "expediente:", "..",
    ">=", "2015", " /5 ", " +3 ", " /s ", " /p ", "/0", "planillas", "COPIAS", "plan*", "pl?nillas", "90001-2022", "ley 27806", "\u0301", "İ", "ﬁ", "日本",
    "\u200b", "😀", "\x00", "\n", "<b>",
]  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=10).map("".join))
@example("ªfallo:Y")
@example("a" * 9_000)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("modo", MODOS)
def test_any_question_gets_a_page_and_an_answer_or_help(client: Client, modo: str, q: str) -> None:
    asked = urlencode({"q": q, "modo": modo})
    page, answer = client.get(f"/buscar?{asked}"), client.get(f"/api/v1/sentencias?{asked}")
    assert answer.status_code in (200, 400)
    assert page.status_code in (answer.status_code, 302)  # a case that is named is opened, whatever signs stand around it
    if answer.status_code == 400:
        error = answer.json()["error"]
        assert 0 <= error["posicion"] <= len(q)
        assert client.get(f"/api/v1/sentencias?{urlencode({'q': error['sugerencia'], 'modo': 'exacto'})}").status_code == 200
        assert page.status_code == 302 or 'class="problem"' in page.text
        assert modo != "amplio" or "\x00" in q or len(q) > 4_000


def test_the_page_links_the_code_book_beside_the_csv(client: Client) -> None:
    assert 'href="/datos/codigos.csv"' in client.get("/buscar").text
    answer = client.get("/datos/codigos.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    described = [row["columna"] for row in csv.DictReader(io.StringIO(answer.text, newline=""))]
    assert described == csv.DictReader(io.StringIO(client.get("/buscar.csv?por_pagina=1").text, newline="")).fieldnames

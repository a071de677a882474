"""Every form of the query language (design/query-language.md) finds what it says, on every engine: rulings that differ by one trait each."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from indexer.index.base import Indexed, SearchIndex
from models.search import SearchQuery
from tests.indexer.index.conftest import Build, Invent

TEXTS = {
    1: "La pensión del señor Inventado es de un año.",
    2: "La pension del sénor Inventado es de mar.",
    3: "Las pensiones y licencias se certifican; no hay copias.",
    4: "El costo de reproducción fue visto como abusivo.",
    5: "Lo abusivo fue el costo de la reproducción.",
    6: "La certificación de la licencia. Otra oración pide copias.",
}


@pytest.fixture(scope="module")
def forms(engine: Build, invented: Invent, tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """Six rulings, 90401 to 90406, of 2011 to 2016; the even ones INFUNDADA with costs, the third cites a law and a ruling."""
    home: Path = tmp_path_factory.mktemp("formas")
    made: list[Indexed] = [
        invented(
            f"{90400 + n}-{2010 + n}-HD",
            {"asunto": "x", "fundamentos": f"1. {text}\n2. Aparte.", "fallo": "INFUNDADA, con costos." if n % 2 == 0 else "FUNDADA."},
            fecha=f"{2010 + n}-07-24",
            resultado="infundada" if n % 2 == 0 else "fundada",
            normas=("LEY-27806:13",) if n == 3 else (),
            precedentes=("01797-2002-HD",) if n == 3 else (),
        )
        for n, text in TEXTS.items()
    ]
    return engine(home, made)


ROWS: Sequence[tuple[str, str]] = (
    ("copias licencia", "36"), ("licencias copia", "36"), ("pension", "123"), ("PENSIÓN", "123"),  # words: stemmed, accent-blind
    ('"la pensión"', "12"), ('"pensiones"', "3"), ('"costo reproducción"', ""), ('"de la licencia"', "6"),  # exact words in that order
    ("pensión Y señor", "12"), ("copias O abusivo", "3456"), ("copias NO licencias", ""), ("pensión -año", "23"),
    ("pensión AND NOT año", "23"), ("copias OR abusivo", "3456"), ("(copias O abusivo) NO costo", "3"),
    ("pensión y licencias", "3"), ("LICENCIAS NO COPIAS", "3"),  # operators in lower case, or in a query all in capitals, are words
    ("copias O abusivo costo", "3456"), ("NO pensión copias", "6"), ("NO costo /9 abusivo copias", "36"),  # binding
    ("certif*", "36"), ("*ación", "6"), ("p?nsion", "12"), ("¿pensión?", "123"), ("pension*", "123"),
    ("costo /6 abusivo", "45"), ("costo +6 abusivo", "4"), ("abusivo +4 costo", "5"), ("costo /1 abusivo", ""),
    ('"costo de reproducción" /10 abusivo', "4"), ('"costo de reproducción" /3 abusivo', ""), ('abusivo /10 "la reproducción"', "5"),
    ("licencia /s copias", "3"), ("licencia /p copias", "36"), ("licencia /p aparte", ""),
    ("fallo:infundada", "246"), ("fallo:(infundada Y costos)", "246"), ('fallo:"con costos"', "246"), ("fundamentos:infundada", ""),
    ("-fallo:costos", "135"), ("fallo:(fundada O costos)", "123456"), ("resultado:infundada pensión", "2"), ("fallo: infundada", ""),
    ("fecha:2012..2013", "23"), ("fecha:>=2014-07-24", "456"), ("fecha:>2014-07-24", "56"), ("fecha:<2012", "1"), ("fecha:..2012-07", "12"),
    ("fecha:2013-07-24", "3"), ("anio:2015", "5"), ("anio:(2011 O 2016)", "16"), ("anio:2015..2016", "56"),
    ('norma:"27806 art. 13"', "3"), ('norma:"Ley N.° 27806"', "3"), ("norma:27806", "3"), ("cita:1797-2002", "3"), ("cita:01797-2002-PHD/TC", "3"),
    ("expediente:90402-2012", "2"), ("expediente:90402-2012-PHD/TC", "2"),
    ('"año"', "1"), ('"senor"', "2"), ("senor", "12"), ("señor", "12"), ("a?o", "1"),  # ñ
    ("-pensión", "456"), ("", "123456"),
)  # fmt: skip


@pytest.mark.parametrize(("q", "expected"), ROWS)
def test_a_form_finds_what_it_says(forms: SearchIndex, q: str, expected: str) -> None:
    page = forms.search(SearchQuery(q=q, modo="exacto", series="todas", por_pagina=100, facetas=()))
    assert "".join(sorted(hit.id[4] for hit in page.resultados)) == expected
    assert page.total == len(expected)


def test_the_table_of_forms_is_of_different_questions() -> None:
    assert len({q for q, _ in ROWS}) == len(ROWS)

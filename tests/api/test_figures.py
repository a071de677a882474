"""k of n: the interval, the universe, the reasons of what is left out."""

import pytest

from api.figures import MINIMUM, outcomes, wilson
from api.params import parse
from indexer.index.live import LiveIndex
from models.search import SearchQuery
from tests.api.invented import documents

CASES = [
    "",
    "entidad=aguas-claras-de-ejemplo-s-a",
    "sentido=gano",
    "no.sentido=perdio",
    "ambito=costos",
    "ambito=costos&ambito=demanda",
    "no.ambito=demanda",
    "resultado=aclaracion",
    "vacio=sentido",
    "anio=2014",
    "q=planillas&desde=2015",
    "pagina=3&orden=fecha",
]


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (1, 1, 0.2065, 1.0), (80, 100, 0.7112, 0.8666)],
)  # values of the published formula, to four places
def test_the_interval_is_wilsons(k: int, n: int, low: float, high: float) -> None:
    assert wilson(k, n) == pytest.approx((low, high), abs=5e-5)


def test_no_cases_have_no_interval() -> None:
    assert wilson(0, 0) is None


@pytest.mark.parametrize("text", CASES)
def test_the_figure_equals_a_count_by_hand(index: LiveIndex, text: str) -> None:
    query = parse(text)
    ids = {hit.id for hit in index.scan(query)}
    rulings = [one.ruling for one in documents() if one.ruling.id in ids]
    counted = [one for one in rulings if one.ambito == "demanda" and one.sentido_para_demandante in ("gano", "gano_en_parte", "perdio")]
    made = outcomes(index, query)
    assert (made.total, made.n) == (len(rulings), len(counted))
    assert made.gano == sum(one.sentido_para_demandante == "gano" for one in counted)
    assert made.gano_en_parte == sum(one.sentido_para_demandante == "gano_en_parte" for one in counted)
    assert made.n + sum(one.n for one in made.excluidos) == made.total


@pytest.mark.parametrize("text", [case for case in CASES if not case.startswith(("ambito=costos", "no.ambito", "resultado=acl", "vacio"))])
def test_the_universe_is_the_search_of_the_very_rulings_counted(index: LiveIndex, text: str) -> None:
    made = outcomes(index, parse(text))
    assert made.n > 0
    assert index.search(made.universo).total == made.n


def test_below_ten_there_is_no_share(index: LiveIndex) -> None:
    few, many = outcomes(index, parse("anio=2014")), outcomes(index, SearchQuery())
    assert 0 < few.n < MINIMUM
    assert few.tasa is None
    assert many.tasa == pytest.approx(many.k / many.n)

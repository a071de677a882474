"""The facet of norms: laws with their articles under them, counted, searched inside, excluded, and asked for by "no value"."""

from dataclasses import replace
from pathlib import Path

import pytest

from indexer.index.generations import build_generation
from models.search import Facet, FacetValue, Filter, SearchQuery
from models.settings import Settings
from models.vocabulary import label
from tests.api.client import Client
from tests.api.invented import documents
from tests.web.reading import Reading
from web.app import create_app
from web.facets import FacetView, facet_views, narrowed

NORMS = (("LEY-27806",), ("LEY-27806:13", "LEY-27806:10"), ("LEY-27806:13", "CONST-1993:2.5"), (), ("CONST-1993",))


def view(counts: dict[str, int], query: SearchQuery | None = None) -> FacetView:
    asked = query or SearchQuery()
    values = tuple(FacetValue(value, label("norma", value), n, value in asked.values("norma")) for value, n in counts.items())
    return facet_views([Facet("norma", values)], asked)[0]


def tree(seen: FacetView) -> list[tuple[str, int, list[tuple[str, int]]]]:
    return [(one.etiqueta, one.n, [(article.etiqueta, article.n) for article in one.under]) for one in seen.values]


COUNTS = {"LEY-27806": 9, "CONST-1993": 7, "LEY-27806:13": 6, "CONST-1993:2.5": 5, "LEY-27806:10": 2, "LEY-27444": 1}


def test_articles_stand_under_their_law_with_their_own_counts() -> None:
    assert tree(view(COUNTS)) == [
        ("Ley 27806", 9, [("art. 13", 6), ("art. 10", 2)]),
        ("Constitución de 1993", 7, [("art. 2.5", 5)]),
        ("Ley 27444", 1, []),
    ]
    assert view(COUNTS).shown == 6


def test_the_law_of_a_chosen_article_comes_first_and_the_article_first_in_it() -> None:
    seen = view(COUNTS | {"CONST-1993:2.6": 1}, SearchQuery(filters=(Filter("norma", ("CONST-1993:2.6",)),)))
    assert tree(seen)[0] == ("Constitución de 1993", 7, [("art. 2.6", 1), ("art. 2.5", 5)])
    assert seen.open


def test_an_article_whose_law_was_not_handed_over_says_its_law_itself() -> None:
    assert tree(view({"LEY-27806:13": 1})) == [("Ley 27806, art. 13", 1, [])]


@pytest.mark.parametrize(
    ("part", "seen"),
    [
        ("27806", [("Ley 27806", ["art. 13", "art. 10"])]),
        ("art. 13", [("Ley 27806", ["art. 13"])]),
        ("constitucion", [("Constitución de 1993", ["art. 2.5"])]),
        ("TRANSPARENCIA", [("Ley 27806", ["art. 13", "art. 10"])]),  # of the law's title
        ("nada de nada", []),
    ],
)
def test_a_search_inside_finds_articles_laws_and_titles_of_laws(part: str, seen: list[tuple[str, list[str]]]) -> None:
    found = narrowed([view(COUNTS)], part)[0]
    assert [(one.etiqueta, [article.etiqueta for article in one.under]) for one in found.values] == seen


@pytest.fixture(scope="module")
def laws(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """A server over five rulings that cite NORMS."""
    home: Path = tmp_path_factory.mktemp("normas")
    made = Settings(home=home)
    rulings = (replace(one, ruling=replace(one.ruling, normas=norms)) for one, norms in zip(documents()[1:], NORMS, strict=False))
    build_generation(made, rulings, "prueba")
    return Client(create_app(made))


def test_a_law_counts_the_rulings_that_cite_it_or_an_article_of_it(laws: Client) -> None:
    values = laws.get("/api/v1/sentencias?facetas=norma&max=0").json()["facetas"]["norma"]["valores"]
    assert {one["valor"]: one["n"] for one in values} == {
        "LEY-27806": 3, "LEY-27806:13": 2, "LEY-27806:10": 1, "CONST-1993": 2, "CONST-1993:2.5": 1,
    }  # fmt: skip
    for one in values:
        assert laws.get(one["url"]).json()["total"] == one["n"]


def test_the_page_nests_excludes_and_asks_for_no_value(laws: Client) -> None:
    html = laws.get("/buscar?facetas=norma&max=0").text
    links = Reading(html).links
    assert html.index("Ley 27806") < html.index(">art. 13<") < html.index("Constitución de 1993") < html.index(">art. 2.5<")
    assert 'aria-label="Excluir Ley 27806, art. 13"' in html
    for query, total in (("vacio=norma", 1), ("no.norma=LEY-27806", 2), ("no.norma=LEY-27806%3A13", 3), ("norma=LEY-27806%3A10", 1)):
        assert f"/buscar?{query}" in links
        assert laws.get(f"/api/v1/sentencias?{query}").json()["total"] == total

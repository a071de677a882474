"""What the search page makes of the words in its box: a correction, filters to choose, a paragraph to go to."""

import re

from tests.api.client import Client
from tests.api.invented import TOWN


def test_a_misspelt_word_is_a_link_to_the_corrected_search(client: Client) -> None:
    page = client.get("/buscar?q=planiyas&resultado=fundada").text
    assert 'Quizá quisiste decir: <a href="/buscar?q=planillas&amp;resultado=fundada"' in page
    assert page.count("Quizá quisiste decir") == 1


def test_an_empty_page_offers_the_corrected_search_with_its_number(client: Client) -> None:
    page = client.get("/buscar?q=planiyas&modo=exacto").text
    assert re.search(r'<a href="/buscar\?q=planillas[^"]*" rel="nofollow">con «planillas»: \d+</a>', page)


def test_an_institution_in_the_box_is_offered_as_a_filter(client: Client) -> None:
    page = client.get(f"/buscar?q=planillas {TOWN}").text
    assert 'href="/buscar?q=planillas&amp;entidad=municipalidad-distrital-de-ejemplo"' in page
    assert "Buscar por:" not in client.get(f"/buscar?q=planillas {TOWN}&resultado=fundada").text


def test_a_pinned_citation_goes_to_its_paragraph(client: Client) -> None:
    answer = client.get("/buscar?q=fundamento 2 de la 90001-2022-HD")
    assert (answer.status_code, answer.headers["location"]) == (302, "/sentencia/90001-2022-HD#f2")

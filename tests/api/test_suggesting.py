"""Suggestions while one types, corrections, and the rulings nearest to one."""

from tests.api.client import Client
from tests.api.invented import CLAIMANT, TOWN
from tests.web.reading import RULING

CASE = RULING.rpartition("/")[2]


def test_suggestions_name_the_institution_and_search_the_rest(api: Client) -> None:
    body = api.get(f"/api/v1/sugerencias?q=planillas de la {TOWN}").json()
    assert list(body) == ["consulta", "quiza", "sugerencias"]
    first = body["sugerencias"][0]
    assert (first["tipo"], first["texto"], first["n"]) == ("entidad", TOWN, None)
    assert api.get(first["url"].replace("/buscar", "/api/v1/sentencias")).json()["total"] > 0


def test_suggestions_lead_to_a_ruling_and_never_to_a_person(api: Client) -> None:
    found = api.get(f"/api/v1/sugerencias?q={CASE[:10]}").json()["sugerencias"]
    assert f"/sentencia/{CASE}" in [one["url"] for one in found]
    for word in CLAIMANT.split()[2:]:  # the surnames: «Inventada» is a company too
        assert not [
            one for one in api.get(f"/api/v1/sugerencias?q={word[:5]}").json()["sugerencias"] if word.lower() in one["texto"].lower()
        ]


def test_a_misspelt_query_is_told_what_it_may_mean(api: Client) -> None:
    assert "Quizá quisiste decir «planillas»." in api.get("/api/v1/sentencias?q=planiyas").json()["avisos"]
    assert "Quizá quisiste decir «planillas»." in api.get("/api/v1/fundamentos?q=planiyas").json()["avisos"]
    assert not [one for one in api.get("/api/v1/sentencias?q=planillas").json()["avisos"] if "Quizá" in one]


def test_the_nearest_rulings_leave_itself_and_its_series_apart(api: Client) -> None:
    body = api.get(f"/api/v1/sentencias/{CASE}/parecidas").json()
    ids = [hit["id"] for hit in body["parecidas"]]
    assert list(body) == ["sentencia", "parecidas", "iguales"]
    assert ids
    assert CASE not in ids
    assert len(ids) == len(set(ids))
    assert not set(ids) & set(body["iguales"])


def test_another_spelling_of_the_case_is_led_to_its_nearest(api: Client) -> None:
    answer = api.get("/api/v1/sentencias/90002-2010-PHD/parecidas")
    assert (answer.status_code, answer.headers["location"]) == (301, "/api/v1/sentencias/90002-2010-HD/parecidas")
    assert api.get("/api/v1/sentencias/99999-2022-HD/parecidas").status_code == 404

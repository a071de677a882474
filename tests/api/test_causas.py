"""`/api/v1/causas`: open cases, apart from the rulings, persons by initials."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.app import create_api
from indexer.index.live import LiveIndex
from models.causa import CausaDetail, CausaRow, Publicacion
from models.causas_store import CausasStore
from models.document import RawDocument
from models.ids import RulingId
from models.settings import Settings
from models.store import RawStore
from tests.api.client import Client

URL = "https://www.tc.gob.pe/jurisprudencia/2023/90002-2021-HD.pdf"
DECIDED = Publicacion("SENTENCIA", "2023-04-03", "", "Fundada", URL, "")


def _causa(store: CausasStore, number: int, expediente: str, demandante: str, detail: CausaDetail | None) -> None:
    row = CausaRow(str(number), expediente, demandante, "Municipalidad Distrital de Ejemplo", "00001-2020-0-1801-JR-DC-01")
    store.see(row, expediente.split("-")[1], 1)
    if detail is not None:
        store.keep(row.key, detail, 1)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a case of each kind, and the ruling of one."""
    made = tmp_path_factory.mktemp("causas")
    with RawStore.open(made) as raw:
        raw.add(RawDocument(URL, "90002-2021-HD", b"%PDF-1.4 x %%EOF", "pdf", "causas", datetime(2026, 1, 1, tzinfo=UTC)))
        store = CausasStore(raw)
        open_detail = CausaDetail("90001-2022-HD", "2022-03-12", "Sala 1", "Inventado Ríos, Marcela", "2023-02-01", "Lima")
        _causa(store, 1, "90001-2022-HD", "ROSA INVENTADA QUISPE Y OTROS", open_detail)
        _causa(store, 2, "90002-2021-HD", "Asociación de Ejemplo", CausaDetail("", "2021-01-02", "Pleno", publicaciones=(DECIDED,)))
        warned = Publicacion(
            "AUTO", "2022-09-09", "", "Admitir", "javascript:alert(1)", "//tc.gob.pe/jurisprudencia/2022/90003-2022-HD Resolucion.html"
        )
        _causa(store, 3, "90003-2022-HD", "Juan Inventado", CausaDetail("", "2022-05-05", "Segunda Sala", publicaciones=(warned,)))
        _causa(store, 4, "90004-2023-Q", "Ana Inventada", None)
        _causa(store, 5, "90005-2022-AA", "Luis Inventado", CausaDetail("", "2022-06-06"))
        _causa(store, 6, "90006-2020-HD", "Eva Inventada", CausaDetail("", "2020-06-06"))
        store.miss("6", 2)
    return made


@pytest.fixture(scope="module")
def court(home: Path) -> Client:
    """A client over that home; no index is needed."""
    settings = Settings(home=home)
    return Client(create_api(LiveIndex(settings), settings))


def _said(court: Client, query: str = "") -> list[str]:
    answer = court.get(f"/api/v1/causas{query}")
    assert answer.status_code == 200, answer.text
    return [one["expediente"] for one in answer.json()["resultados"]]


def test_the_open_cases_are_listed_newest_entry_first_and_what_was_not_looked_at_counts_as_open(court: Client) -> None:
    body = court.get("/api/v1/causas").json()
    assert [(one["expediente"], one["estado"]) for one in body["resultados"]] == [
        ("90003-2022-HD", "en_tramite"),
        ("90001-2022-HD", "pendiente"),
        ("90004-2023-Q", "pendiente"),
    ]
    assert (body["total"], body["estados"]) == (3, ["pendiente", "en_tramite"])
    assert body["por_estado"] == {"pendiente": 2, "en_tramite": 1, "resuelta": 1, "retirada": 1}
    assert body["mirado"].endswith("Z")


def test_a_case_shows_all_that_the_court_tells_and_the_person_by_initials(court: Client) -> None:
    found = next(one for one in court.get("/api/v1/causas").json()["resultados"] if one["expediente"] == "90001-2022-HD")
    assert "INVENTADA" not in str(found)
    assert found["titulo"] == "R. I. Q. y otros contra Municipalidad Distrital de Ejemplo"
    assert (found["sala"], found["ponente"], found["distrito"]) == ("Sala Primera", "Inventado Ríos, Marcela", "Lima")
    assert (found["fecha_ingreso"], found["fecha_vista"], found["publicadas"], found["sentencias"]) == ("2022-03-12", "2023-02-01", [], [])
    assert found["fuente"]["url"] == "https://www.tc.gob.pe/consultas-de-causas/detalles-consulta?id_exp=1"


def test_a_decided_case_leads_to_its_ruling(court: Client) -> None:
    (found,) = court.get("/api/v1/causas?estado=resuelta").json()["resultados"]
    assert found["sentencias"] == [{"id": "90002-2021-HD", "url": "/sentencia/90002-2021-HD"}]
    assert [(one["fallo"], one["sentencia"], one["pdf"]) for one in found["publicadas"]] == [("Fundada", "90002-2021-HD", URL)]
    assert found["demandante"] == "Asociación de Ejemplo"


def test_an_address_that_is_none_of_the_web_is_not_passed_on(court: Client) -> None:
    found = next(one for one in court.get("/api/v1/causas").json()["resultados"] if one["expediente"] == "90003-2022-HD")
    (one,) = found["publicadas"]
    assert (one["pdf"], one["html"]) == (None, "https://tc.gob.pe/jurisprudencia/2022/90003-2022-HD%20Resolucion.html")


@pytest.mark.parametrize(
    ("query", "cases"),
    [
        ("?estado=retirada", ["90006-2020-HD"]),
        ("?estado=pendiente&estado=resuelta", ["90001-2022-HD", "90002-2021-HD", "90004-2023-Q"]),
        ("?anio=2022&estado=todas", ["90003-2022-HD", "90001-2022-HD"]),
        ("?sala=Sala%20Primera", ["90001-2022-HD"]),
        ("?sala=sala%202", ["90003-2022-HD"]),
        ("?ponente=R%C3%ADos", ["90001-2022-HD"]),
        ("?ponente=rio", []),
        ("?ponente=marcela+inventado", ["90001-2022-HD"]),
        ("?proceso=AA", ["90005-2022-AA"]),
        ("?proceso=todos&estado=pendiente", ["90005-2022-AA", "90001-2022-HD", "90004-2023-Q"]),
        ("?por_pagina=2&pagina=2", ["90004-2023-Q"]),
        ("?pagina=9", []),
    ],
)
def test_filters_narrow_across_and_widen_within(court: Client, query: str, cases: list[str]) -> None:
    assert _said(court, query) == cases


@pytest.mark.parametrize(
    "query",
    ["estado=otra", "anio=22", "sala=Quinta", "ponente=", "pagina=0", "pagina=1&pagina=2", "por_pagina=101", "otro=1", "proceso=ZZ"],
)
def test_what_can_not_be_asked_is_refused_in_the_one_shape(court: Client, query: str) -> None:
    answer = court.get(f"/api/v1/causas?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"]["codigo"] == "parametro_invalido"


def test_search_engines_are_kept_away(court: Client) -> None:
    assert court.get("/api/v1/causas").headers["x-robots-tag"] == "noindex"


def test_a_case_whose_ruling_is_withdrawn_is_not_shown(home: Path, court: Client) -> None:
    with RawStore.open(home) as store:
        store.withdraw(RulingId("90002-2021-HD"), "retirado", "prueba")
    try:
        assert _said(court, "?estado=resuelta") == []
    finally:
        with RawStore.open(home) as store:
            store.withdraw(RulingId("90002-2021-HD"), "restaurado", "prueba")


def test_where_nothing_was_collected_the_answer_says_so(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    body = Client(create_api(LiveIndex(settings), settings)).get("/api/v1/causas").json()
    assert (body["total"], body["mirado"]) == (0, None)
    assert "habeas collect causas" in body["avisos"][0]
    assert not (tmp_path / "catalogo.sqlite").exists()


def test_the_description_of_the_api_names_every_parameter(court: Client) -> None:
    described = court.get("/api/v1/openapi.json").json()["paths"]["/api/v1/causas"]["get"]["parameters"]
    assert {one["name"] for one in described} == {"estado", "anio", "sala", "ponente", "proceso", "pagina", "por_pagina"}

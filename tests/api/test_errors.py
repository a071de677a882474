"""One shape for every failure, whatever fails and wherever."""

from pathlib import Path

import pytest
from fastapi import FastAPI

from api import errors as api_errors
from api.app import create_api
from indexer.index.live import LiveIndex
from models import errors
from models.settings import Settings
from tests.api.client import Client

RAISED = [
    (errors.BadQuery("Falta cerrar las comillas.", 3, '"a"'), 400),
    (errors.BadParameter("anio", "x", "se espera un año"), 400),
    (errors.NotFound("00001-2000-HD", ("00002-2000-HD",)), 404),
    (errors.BadIdentity("nada"), 404),
    (errors.Ambiguous("1-2000", ("00001-2000-HD", "00001-2000-HD-auto")), 300),
    (errors.Withdrawn("00001-2000-HD"), 410),
    (api_errors.NotBuilt("/api/v1/causas"), 501),
    (errors.NotDone("No hay índice: habeas build."), 503),
    (errors.CorruptStore("/secreto/catalogo.sqlite está dañado"), 500),
    (errors.ConfigError("/secreto"), 500),
    (errors.RefusedDocument("vacio", "/secreto"), 500),
    (errors.UnreadableDocument("cifrado", "/secreto"), 500),
    (errors.NotARuling("sin_fecha", "/secreto"), 500),
    (errors.HabeasError("/secreto"), 500),
    (ZeroDivisionError("/secreto"), 500),
]


def shape(answer: object) -> set[str]:
    assert isinstance(answer, dict)
    assert set(answer) <= {"error", "opciones"}
    return set(answer["error"])


@pytest.mark.parametrize(("error", "status"), RAISED, ids=lambda value: type(value).__name__)
def test_every_error_has_its_status_and_the_one_shape(error: Exception, status: int) -> None:
    app = FastAPI()
    api_errors.install(app)

    def fail() -> None:
        raise error

    app.get("/api/v1/prueba")(fail)
    answer = Client(app).get("/api/v1/prueba")
    assert answer.status_code == status
    assert shape(answer.json()) == {"codigo", "mensaje", "posicion", "sugerencia"}
    assert "secreto" not in answer.text
    assert "Traceback" not in answer.text


def test_every_error_type_of_the_project_has_a_row() -> None:
    def below(kind: type[errors.HabeasError]) -> set[type[errors.HabeasError]]:
        return {kind}.union(*(below(child) for child in kind.__subclasses__() if child.__module__.startswith(("models.", "api."))))

    assert below(errors.HabeasError) == set(api_errors.STATUS)
    assert {type(error) for error, _ in RAISED} - {ZeroDivisionError} == set(api_errors.STATUS)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nada", 404),
        ("GET", "/api/v2/sentencias", 404),
        ("GET", "/api/v1/sentencias/00001-1999-HD", 404),
        ("GET", "/api/v1/sentencias/%00", 404),
        ("GET", "/api/v1/sentencias/no-es-nada", 404),
        ("GET", "/api/v1/sentencias/90001-2022-HD/fundamentos/99", 404),
        ("GET", "/api/v1/sentencias/90001-2022-HD?texto=quizas", 400),
        ("GET", "/api/v1/entidades/nadie", 404),
        ("GET", "/api/v1/cambios?desde=ayer", 400),
        ("GET", "/api/v1/cambios?desde=-1", 400),
        ("GET", "/api/v1/cambios?desde=99999999999999999999", 400),
        ("POST", "/api/v1/sentencias", 405),
        ("DELETE", "/api/v1/sentencias/90001-2022-HD", 405),
        ("GET", "/api/v1/sentencias?pagina=0", 400),
        ("GET", "/api/v1/sentencias?q=%22sin%20cerrar&modo=exacto", 400),
        ("GET", "/api/v1/sentencias?q=a%00b", 400),
        ("GET", f"/api/v1/sentencias?q={'x' * 20000}", 400),
        ("GET", "/api/v1/sentencias?utm_source=x", 400),
        ("GET", "/api/v1/sentencias?entidad=no-existe", 400),
        ("GET", "/api/v1/fundamentos?modo=otro", 400),
        ("GET", "/api/v1/normas/LEY-99999", 404),
        ("GET", "/api/v1/normas/LEY-27806/999", 404),
        ("GET", "/api/v1/temas/A99", 404),
        ("GET", "/api/v1/cobertura?proceso=ZZ", 400),
        ("GET", "/api/v1/cobertura?otra=1", 400),
        ("GET", "/api/v1/estadisticas", 501),
        ("POST", "/api/v1/parecidos", 501),
    ],
)
def test_every_refusal_answers_in_the_one_shape(api: Client, method: str, path: str, status: int) -> None:
    answer = api.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/json"
    assert shape(answer.json()) == {"codigo", "mensaje", "posicion", "sugerencia"}


def test_a_bad_query_tells_where_and_what_would_work(api: Client) -> None:
    error = api.get("/api/v1/sentencias", params={"q": 'planillas "sin cerrar', "modo": "exacto"}).json()["error"]
    assert error["codigo"] == "consulta_invalida"
    assert error["posicion"] == 10
    assert api.get("/api/v1/sentencias", params={"q": error["sugerencia"], "modo": "exacto"}).status_code == 200


def test_a_parameter_that_the_framework_checks_is_named_with_what_it_may_be(api: Client) -> None:
    error = api.get("/api/v1/cambios?desde=ayer").json()["error"]
    assert error["codigo"] == "parametro_invalido"
    assert error["mensaje"] == "El parámetro «desde» no acepta «ayer»: se espera un número entero."


def test_no_path_of_the_description_promises_a_422(api: Client) -> None:
    paths = api.get("/api/v1/openapi.json").json()["paths"]
    assert not [path for path, methods in paths.items() for one in methods.values() if "422" in one["responses"]]


def test_without_an_index_the_answer_is_503_with_what_to_do(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    answer = Client(create_api(LiveIndex(settings), settings)).get("/api/v1/sentencias")
    assert answer.status_code == 503
    assert "habeas" in answer.json()["error"]["mensaje"]

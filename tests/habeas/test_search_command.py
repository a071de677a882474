"""`habeas search` on an invented collection: what it prints, and how it refuses."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.params import parse
from api.schemas import search_json
from habeas.cli import App
from habeas.search import command, question
from indexer.index.base import Indexed
from indexer.index.generations import build_generation
from indexer.index.live import LiveIndex
from models.errors import BadParameter, ConfigError
from models.ruling import Fundamento, Ruling, Seccion
from models.settings import Settings

TEXT = "1. La licencia del puente inventado es pública & gratuita.\nDeclarar FUNDADA la demanda.\n"


def ruling(number: int) -> Indexed:
    cut = TEXT.index("\n")
    made = Ruling(
        id=f"{number:05d}-2020-HD",
        proceso="HD",
        expediente=f"{number:05d}-2020-HD",
        titulo="R. M. Q. contra Ejemplo",
        resultado="fundada" if number % 2 else "infundada",
        fecha="2021-02-03",
        secciones=(Seccion("fundamentos", 0, cut), Seccion("fallo", cut + 1, len(TEXT))),
        fundamentos=(Fundamento("1", 0, cut),),
    )
    return Indexed(made, TEXT, TEXT, (0,))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> App:
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    build_generation(settings, (ruling(90401 + n) for n in range(4)), "prueba")
    return App(settings)


def run(app: App, *arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments), obj=app)


def test_json_is_the_body_of_the_api(app: App) -> None:
    printed = json.loads(run(app, "puente licencia", "--json", "--mode", "exacto", "--filter", "resultado=fundada").stdout)
    asked = parse("q=puente+licencia&modo=exacto&resultado=fundada")
    assert printed == json.loads(json.dumps(search_json(LiveIndex(app.settings).search(asked), asked)))
    assert printed["total"] == 2


def test_elsewhere_than_on_a_terminal_it_prints_a_line_a_ruling(app: App) -> None:
    result = run(app, '"puente inventado"', "--limit", "3")
    lines = result.stdout.splitlines()
    assert len(lines) == 3
    assert lines[0].split("\t")[0] == "90401-2020-HD"
    assert "pública & gratuita" in lines[0]
    assert "4 resultados" in result.stderr


def test_fundamentos_are_printed_with_their_number(app: App) -> None:
    assert "f. 1" in run(app, '"puente inventado"', "--fundamentos").stdout.splitlines()[0]
    body = json.loads(run(app, '"puente inventado"', "--fundamentos", "--json").stdout)
    assert body["total"] == 4
    assert "<mark>puente inventado</mark>" in body["resultados"][0]["texto"]


def test_options_become_the_question_of_the_api() -> None:
    asked = question("x", ["no.sala=Pleno", "desde=2010"], "amplio", "citas", 500)
    assert (asked.modo, asked.orden, asked.por_pagina, asked.desde) == ("amplio", "citas", 500, "2010-01-01")
    assert asked.filters[0].excluded == ("Pleno",)


@pytest.mark.parametrize("filters", [("resultado",), ("=x",), ("sala=",)])
def test_a_filter_without_a_value_says_how_to_write_it(filters: tuple[str, ...]) -> None:
    with pytest.raises(ConfigError, match="faceta=valor"):
        question("x", filters, "auto", None, 20)


def test_an_unknown_facet_is_refused() -> None:
    with pytest.raises(BadParameter):
        question("x", ["inexistente=1"], "auto", None, 20)


def test_a_query_that_can_not_be_read_proposes_one_that_works(app: App) -> None:
    result = run(app, "puente O")
    assert isinstance(result.exception, ConfigError)
    assert "Pruebe: puente" in str(result.exception)
    assert "(carácter 8)" in str(result.exception)


def test_without_an_index_it_says_what_to_run(tmp_path: Path) -> None:
    result = run(App(Settings(home=tmp_path)), "puente")
    assert "habeas build" in str(result.exception)

"""What the API answers, over the real engine and invented rulings."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from api.app import create_api
from api.params import NAMES, parse
from api.schemas import hidden, search_json
from indexer.index.base import Indexed
from indexer.index.generations import build_generation
from indexer.index.live import LiveIndex
from models.document import RawDocument
from models.ids import RulingId
from models.ruling import Cita, PuntoFallo
from models.ruling_json import from_json, to_dict
from models.search import FACETS
from models.settings import Settings
from models.store import RawStore
from tests.api.client import Client
from tests.api.invented import CLAIMANT, HOSTILE, Draft, documents

LEADING = "/api/v1/sentencias/90001-2022-HD"


def ok(answer: httpx.Response) -> httpx.Response:
    assert answer.status_code == 200, answer.text
    return answer


def test_a_search_answers_with_the_fields_of_the_contract(api: Client) -> None:
    body = ok(api.get("/api/v1/sentencias?q=planillas&por_pagina=3")).json()
    assert list(body) == ["total", "pagina", "por_pagina", "orden", "modo", "consulta", "avisos", "resultados", "facetas"]
    assert (body["total"], body["pagina"], body["por_pagina"], len(body["resultados"])) == (44, 1, 3, 3)
    hit = body["resultados"][0]
    assert {"id", "expediente", "titulo", "fecha", "sala", "resultado", "sentido_para_demandante", "entidades", "temas", "url"} <= set(hit)
    assert "<mark>planillas</mark>" in hit["fragmentos"][0]["texto"]
    value = body["facetas"]["resultado"]["valores"][0]
    assert list(value) == ["valor", "etiqueta", "n", "activo", "url"]


@pytest.mark.parametrize("asked", ["q=planillas&facetas=resultado,entidad,anio&max=0", "facetas=sentido,ambito&resultado=fundada"])
def test_the_link_of_a_facet_value_opens_a_page_of_its_count(api: Client, asked: str) -> None:
    body = ok(api.get(f"/api/v1/sentencias?{asked}")).json()
    for facet in body["facetas"].values():
        for value in facet["valores"]:
            assert ok(api.get(value["url"])).json()["total"] == value["n"]


def test_labels_are_words_for_people(api: Client) -> None:
    body = ok(api.get("/api/v1/sentencias?facetas=entidad,sentido")).json()
    labels = {value["valor"]: value["etiqueta"] for facet in body["facetas"].values() for value in facet["valores"]}
    assert labels["municipalidad-distrital-de-ejemplo"] == "Municipalidad Distrital de Ejemplo"
    assert labels["gano_en_parte"] == "Ganó en parte"


def test_past_the_end_is_an_empty_page_with_a_notice(api: Client) -> None:
    body = ok(api.get("/api/v1/sentencias?pagina=99")).json()
    assert body["resultados"] == []
    assert body["avisos"]


def test_the_record_is_the_public_record(api: Client) -> None:
    answer = ok(api.get(LEADING))
    assert answer.headers["x-robots-tag"] == "noindex"
    record = from_json(answer.text)
    assert record.titulo == "R. I. Q. M. contra Municipalidad Distrital de Ejemplo"
    assert "texto" not in answer.json()
    assert len(ok(api.get(f"{LEADING}?texto=1")).json()["texto"]) == len(documents()[0].text)


def test_offsets_point_into_the_text_that_is_served(api: Client) -> None:
    record, text = ok(api.get(LEADING)).json(), ok(api.get(f"{LEADING}/texto")).text
    where = record["evidencia"]["resultado"][0]
    assert text[where["inicio"] : where["fin"]] == "Declarar FUNDADA EN PARTE la demanda de hábeas data"
    assert len(ok(api.get(f"{LEADING}/texto?original=1")).text) == len(text)


def test_the_text_names_people_and_hides_their_numbers(api: Client) -> None:
    text = ok(api.get(f"{LEADING}/texto"))
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert CLAIMANT in text.text
    assert "40404040" not in text.text


def test_no_answer_but_the_text_holds_a_private_name(api: Client) -> None:
    paths = [
        "/api/v1/sentencias?q=licencias&facetas=" + ",".join(FACETS),
        LEADING,
        f"{LEADING}/citas",
        "/api/v1/fundamentos?q=licencias",
        "/api/v1/entidades",
    ]
    shown = " ".join(ok(api.get(path)).text for path in paths).lower()
    assert "quispe" not in shown
    assert "quizpe" not in shown


def test_persons_who_are_no_parties_are_hidden_where_passages_and_citing_sentences_name_them(tmp_path: Path) -> None:
    draft = Draft()
    draft.section(
        "fundamentos", ["1. En la STC 90002-2010-HD/TC (caso Pedro Ficticio Huamán), don Saúl Ficticio Ñahui pidió copias.", "2. Nada más."]
    )
    draft.section("fallo", ["Multar a don Saúl Ficticio Ñahui."])
    base = documents()[0]
    ruling = replace(
        base.ruling, secciones=tuple(draft.sections), fundamentos=tuple(draft.numbers), notas=(), evidencia={},
        fallo=(PuntoFallo(1, "otro", "otro", "Multar a don Saúl Ficticio Ñahui."),), citas=(Cita("90002-2010-HD", (), "mayoria", "resuelta", 1),),
    )  # fmt: skip
    settings = Settings(home=tmp_path)
    build_generation(settings, [Indexed(ruling, draft.text, draft.text, (0,)), documents()[1]], "prueba")
    api = Client(create_api(LiveIndex(settings), settings))
    asked = ["saúl ficticio ñahui", "pedro ficticio huamán"]
    paths = [f"/api/v1/{which}?q={q}&modo=exacto" for which in ("fundamentos", "sentencias") for q in asked]
    for path in [*paths, LEADING, f"{LEADING}/citas", "/api/v1/sentencias/90002-2010-HD/citas"]:
        said = json.dumps(_without_question(ok(api.get(path)).json()), ensure_ascii=False).lower()
        assert not [word for word in ("ficticio", "ñahui", "huamán", "saúl") if word in said]
    assert "don <mark>S. F. Ñ.</mark> pidió" in api.get(paths[0]).json()["resultados"][0]["texto"]
    assert "(caso <mark>P. F. H.</mark>)" in api.get(paths[1]).json()["resultados"][0]["texto"]


def _without_question(body: dict[str, object]) -> dict[str, object]:
    """The answer without what the reader typed: the question itself and links that repeat it."""
    return {name: value for name, value in body.items() if name not in ("consulta", "facetas")}


def test_a_fundamento_comes_ready_to_quote(api: Client) -> None:
    quote = ok(api.get(f"{LEADING}/fundamentos/2")).json()
    assert quote["texto"].startswith("2. El derecho de acceso")
    assert quote["cita"].startswith("STC Exp. N.° 90001-2022-PHD/TC, Sala Primera. Sentencia 312/2023, f. j. 2")
    assert quote["restaurado"] is True
    assert "restauradas" in quote["cita"]
    vote = ok(api.get(f"{LEADING}/fundamentos/v1.2")).json()
    assert "voto de Tercero Inventado, f. j. 2" in vote["cita"]


def test_citations_go_both_ways(api: Client) -> None:
    cited = ok(api.get(f"{LEADING}/citas")).json()["citas"]
    assert [(one["sentencia"], one["estado"]) for one in cited] == [
        ("90002-2010-HD", "resuelta"),
        ("01797-2002-HD", "fuera_de_la_coleccion"),
    ]
    assert "90002-2010-HD/TC" in cited[0]["contexto"]
    citing = ok(api.get("/api/v1/sentencias/90002-2010-HD/citas")).json()["citada_por"]
    assert [(one["sentencia"], one["fundamentos"], one["en"]) for one in citing] == [("90001-2022-HD", [4], "2")]
    assert "como se dijo en la STC 90002-2010-HD/TC" in citing[0]["contexto"]


@pytest.mark.parametrize("spelling", ["90003-2011-PHD/TC", "90003-2011-hd", "Exp.%20N.%C2%B0%2090003-2011", "90003-2011-HD/TC"])
def test_every_spelling_of_a_case_leads_to_its_id(api: Client, spelling: str) -> None:
    answer = api.get(f"/api/v1/sentencias/{spelling}")
    assert (answer.status_code, answer.headers["location"]) == (301, "/api/v1/sentencias/90003-2011-HD")
    deep = api.get(f"/api/v1/sentencias/{spelling}/fundamentos/1")
    assert deep.headers["location"] == "/api/v1/sentencias/90003-2011-HD/fundamentos/1"


def test_several_resolutions_are_a_choice_and_the_id_itself_is_not(api: Client) -> None:
    several = api.get("/api/v1/sentencias/90001-2022-PHD/TC")
    assert several.status_code == 300
    assert {one["id"] for one in several.json()["opciones"]} == {"90001-2022-HD", "90001-2022-HD-auto"}
    assert ok(api.get("/api/v1/sentencias/90001-2022-HD-auto")).json()["resultado"] == "admite_a_tramite"


def test_what_is_not_here_is_answered_with_the_nearest(api: Client) -> None:
    answer = api.get("/api/v1/sentencias/90003-2012-HD")
    assert answer.status_code == 404
    assert answer.json()["error"]["sugerencia"]


def test_a_withdrawn_ruling_is_gone_at_once_everywhere(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    build_generation(settings, documents(), "prueba")
    body = b"<html><body><p>EXP. 90001-2022-PHD/TC, inventado</p></body></html>"
    with RawStore.open(tmp_path) as store:
        store.add(RawDocument("https://tc.ejemplo/90001-2022-HD.html", "90001-2022-HD", body, "html", "carpeta", datetime.now(UTC)))
        store.withdraw(RulingId("90001-2022-HD"), "bloqueado", "prueba")
    api = Client(create_api(LiveIndex(settings), settings))
    for path in (LEADING, f"{LEADING}/texto", f"{LEADING}/fundamentos/2", f"{LEADING}/citas"):
        assert api.get(path).status_code == 410
    assert "90001-2022-HD" not in {hit["id"] for hit in ok(api.get("/api/v1/sentencias?q=licencias")).json()["resultados"]}
    assert api.get("/api/v1/sentencias/90001-2022-PHD/TC").headers["location"].endswith("90001-2022-HD-auto")
    assert "90001-2022-HD" not in {one["sentencia"] for one in ok(api.get("/api/v1/sentencias/90002-2010-HD/citas")).json()["citada_por"]}


def test_the_command_line_prints_the_same_body(api: Client, index: LiveIndex) -> None:
    query = parse("q=planillas&resultado=fundada")
    printed = json.loads(json.dumps(search_json(index.search(query), query)))
    assert printed == ok(api.get("/api/v1/sentencias?q=planillas&resultado=fundada")).json()


def test_vocabularies_changes_and_health_answer(api: Client) -> None:
    words = ok(api.get("/api/v1/vocabularios")).json()
    assert words["sentido"][0] == {
        "valor": "gano",
        "etiqueta": "Ganó",
        "glosa": "Quien demandó obtuvo lo que pedía.",
        "marca": "●",
        "palabra": "gana",
    }
    assert ok(api.get("/api/v1/cambios?desde=7")).json() == {"cambios": [], "siguiente": 7}
    health = ok(api.get("/api/v1/estado")).json()
    assert (health["sentencias"], health["ficticia"]) == (45, False)


def test_an_entity_has_its_figure_and_the_search_behind_it(api: Client) -> None:
    listed = ok(api.get("/api/v1/entidades")).json()
    assert listed["total"] == len(listed["entidades"]) == 4
    card = ok(api.get("/api/v1/entidades/aguas-claras-de-ejemplo-s-a")).json()
    figures = card["cifras"]
    assert ok(api.get(figures["universo"])).json()["total"] == figures["n"]
    assert figures["excluidos"]["solo costos"] == 1


@pytest.mark.parametrize("listed", ["/api/v1/normas", "/api/v1/temas"])
def test_laws_and_themes_are_counted_as_their_searches_find_them(api: Client, listed: str) -> None:
    body = ok(api.get(listed)).json()
    assert body["total"] == len(body["lista"]) > 0
    for one in body["lista"]:
        card = ok(api.get(f"{listed}/{one['id']}")).json()
        assert card["dato"] == one
        assert ok(api.get(one["url"])).json()["total"] == one["n"] > 0
        assert ok(api.get(card["cifras"]["universo"])).json()["total"] == card["cifras"]["n"]


def test_a_law_has_its_articles_and_each_a_card(api: Client) -> None:
    law = ok(api.get("/api/v1/normas/LEY-27806")).json()
    assert law["titulo"]
    assert [(one["id"], one["nombre"]) for one in law["partes"]] == [("LEY-27806:13", "Ley 27806, art. 13")]
    assert ok(api.get("/api/v1/normas/LEY-27806/13")).json()["dato"] == law["partes"][0]


def test_openapi_describes_every_path_and_parameter(api: Client) -> None:
    described = ok(api.get("/api/v1/openapi.json")).json()
    assert {"/api/v1/sentencias", "/api/v1/fundamentos", "/api/v1/vocabularios", "/api/v1/cambios"} <= set(described["paths"])
    assert {one["name"] for one in described["paths"]["/api/v1/sentencias"]["get"]["parameters"]} == set(NAMES) - {"explicar"}


def test_a_number_that_a_mark_cuts_is_hidden_and_the_mark_stays() -> None:
    assert hidden("DNI 0845<mark>6712</mark> y &lt;b&gt;") == "DNI ••••<mark>••••</mark> y &lt;b&gt;"
    assert hidden("sin <mark>números</mark>") == "sin <mark>números</mark>"


def test_exports_hold_the_whole_answer_and_no_formula(index: LiveIndex, api_settings: Settings) -> None:
    from api.desk import Desk
    from api.exports import csv_lines, jsonl_lines

    desk, query = Desk(index, api_settings), parse("anio=2017")
    total = index.search(query).total
    text = "".join(csv_lines(desk, query))
    table = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(table) == total > 1
    assert text.endswith("\r\n")
    assert not [cell for row in table for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
    assert [row["titulo"] for row in table if row["id"] == "90050-2015-HD"] == ["'=1+1 contra <b>nadie</b>"]
    assert HOSTILE in {row["entidades"] for row in table}
    lines = [json.loads(line) for line in jsonl_lines(desk, query)]
    assert [line["id"] for line in lines] == [row["id"] for row in table]
    assert set(lines[0]) == set(to_dict(replace(documents()[0].ruling)))

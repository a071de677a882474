"""The pages, over the real engine and invented rulings: what they say, what they never say, what they weigh."""

import re
from pathlib import Path

import httpx
import pytest
from jinja2.ext import babel_extract

from models import vocabulary
from models.search import FACETS
from models.settings import Settings
from tests.api.client import Client
from tests.api.invented import CLAIMANT, HOSTILE, TOWN, WATER
from tests.web.reading import PAGES, RULING, Reading
from web import language, render
from web.app import create_app


def words(answer: httpx.Response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_and_its_anchors_exist(client: Client, path: str) -> None:
    answer = client.get(path)
    page = Reading(answer.text)
    assert len(set(page.ids)) == len(page.ids)
    assert not {link[1:] for link in page.links if link.startswith("#")} - set(page.ids)
    assert page.headings.count("h1") == 1
    assert answer.headers["content-language"] == "es"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", PAGES)
def test_every_page_forbids_what_is_foreign_and_inline(client: Client, path: str) -> None:
    answer = client.get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    foreign = re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=\"(?!/static/)[^>]+>", answer.text)
    assert [one for one in foreign if not re.search(r'rel="(canonical|alternate)" [^>]*href="/', one)] == []
    assert not re.search(r"<script(?![^>]*src=| type=\"application/ld\+json\")|<style", answer.text)


@pytest.mark.parametrize("path", PAGES)
def test_every_link_of_ours_opens(client: Client, path: str) -> None:
    answer = client.get(path)
    mirror = render.with_lang(str(answer.request.url.raw_path.decode()), "en")  # this page in English fails as this page does
    own = {link.partition("#")[0] for link in Reading(answer.text).links if link.startswith("/")} - {mirror, ""}
    for link in sorted(own)[:60]:
        assert client.get(link).status_code in (200, 300, 301, 302), link


@pytest.mark.parametrize("path", PAGES)
def test_english_pages_keep_the_language_in_their_links(client: Client, path: str) -> None:
    joint = "&" if "?" in path else "?"
    answer = client.get(f"{path}{joint}lang=en")
    assert answer.headers["content-language"] == "en"
    inner = [link for link in Reading(answer.text).links if link.startswith(("/buscar?", "/sentencia/", "/entidad"))]
    assert all("lang=en" in link or "lang=es" in link for link in inner)


def test_english_by_the_browsers_wish(client: Client) -> None:
    assert "Search" in client.get("/", headers={"accept-language": "en-US,en;q=0.9,es;q=0.5"}).text
    assert "Buscar" in client.get("/", headers={"accept-language": "es-PE,en;q=0.5"}).text
    assert "Buscar" in client.get("/", headers={"accept-language": "qu"}).text


def test_the_english_catalogue_knows_every_sentence_of_the_templates() -> None:
    asked: set[str] = set()
    counted: set[tuple[str, str]] = set()
    for path in (Path(render.__file__).parent / "templates").glob("*.html"):
        with path.open("rb") as lines:
            for _, function, message, _ in babel_extract(
                lines, ("_", "gettext", "ngettext"), [], {"trim_blocks": "true", "lstrip_blocks": "true"}
            ):
                said = [one for one in ([message] if isinstance(message, str) else message or []) if one]
                if function == "ngettext":
                    counted.add((said[0], said[1]))
                else:
                    asked |= set(said)
    english = language.translations("en")
    names = {vocabulary.facet_name(facet) for facet in FACETS} | {term.palabra for term in vocabulary.values("sentido") or ()}
    assert {message for message in asked | names if english.gettext(message) == message} == set()
    assert {one for one, many in counted for n in (1, 2) if english.ngettext(one, many, n) in (one, many)} == set()


def test_the_english_catalogue_knows_every_label_of_the_closed_lists() -> None:
    english = language.catalogue_ids()
    shown = [(name, term.etiqueta) for name, terms in vocabulary.closed_lists().items() for term in terms.values()]
    spoken = [(name, term.glosa) for name in ("resultado", "costos", "orden") for term in vocabulary.values(name) or ()]
    assert [pair for pair in [*shown, *spoken] if pair[1] not in english] == []


def test_english_pages_say_values_in_english_and_the_rulings_words_in_spanish(client: Client) -> None:
    text = words(client.get(f"{RULING}?lang=en"))
    assert "Municipalidad Distrital de Ejemplo must hand over the information within 10 working days; pays no costs." in text
    assert "Granted in part" in text
    assert "Declarar FUNDADA EN PARTE la demanda de hábeas data." in text
    assert "District municipality" in words(client.get("/buscar?lang=en"))
    assert "Fundada en parte" not in words(client.get("/buscar?lang=en"))


def test_rulings_show_the_outcome_in_plain_words_and_the_courts_own(client: Client) -> None:
    text = words(client.get(RULING))
    assert "Ganó en parte" in text
    assert "Municipalidad Distrital de Ejemplo debe entregar la información en 10 días hábiles; no paga costos." in text
    assert "Declarar FUNDADA EN PARTE la demanda de hábeas data." in text


def test_evidence_leads_to_the_highlighted_passage(client: Client) -> None:
    html = client.get(RULING).text
    target = re.search(r'class="src" href="#(t\d+-\d+)"', html)
    assert target
    assert re.search(rf'<span class="ev" id="{target[1]}">Declarar FUNDADA EN PARTE la demanda de hábeas data</span>', html)


def test_paragraphs_notes_and_votes_have_their_anchors(client: Client) -> None:
    page = Reading(client.get(RULING).text)
    assert {"f1", "f2", "f3", "v1", "v1-f1", "v1-f2", "n1", "s-fallo"} <= set(page.ids)
    assert "#n1" in page.links


def test_citations_are_ready_to_copy_and_cited_rulings_are_links(client: Client) -> None:
    html = client.get(RULING).text
    assert "STC Exp. N.° 90001-2022-PHD/TC, Sala Primera. Sentencia 312/2023, f. j. 2 · /sentencia/90001-2022-HD#f2" in html
    assert '<a href="/sentencia/90002-2010-HD">90002-2010-HD/TC</a>' in html


def test_the_question_comes_along_and_is_marked(client: Client) -> None:
    html = client.get(f"{RULING}?q=licencias").text
    assert html.count("<mark id=") == 4
    assert "4 coincidencias" in html
    assert f'href="{RULING}?q=licencias#f1"' in client.get("/buscar?q=licencias").text


def test_the_name_of_a_person_stands_in_the_text_only(client: Client) -> None:
    answer = client.get(RULING)
    before, _, text = answer.text.partition('id="texto"')
    assert "Quispe" not in before
    assert CLAIMANT in text
    assert "40404040" not in answer.text
    assert answer.headers["x-robots-tag"] == "noindex"
    for path in ("/", "/buscar?q=licencias", "/entidad/municipalidad-distrital-de-ejemplo", "/buscar.csv", "/buscar.jsonl", "/buscar.atom", f"{RULING}/citas",
                 "/sentencia/90002-2010-HD/citas"):  # fmt: skip
        assert "quispe" not in client.get(path).text.lower()


def test_sensitive_matters_show_initials_in_the_text_too(client: Client) -> None:
    assert "Inventada" not in client.get("/sentencia/90051-2016-HD").text.replace("Clínica Inventada", "")


def test_hostile_words_are_text(client: Client) -> None:
    for path in (
        "/buscar",
        "/entidades",
        "/sentencia/90050-2015-HD",
        "/buscar?q=<script>alert(1)</script>",
        "/sentencia/<script>alert(1)</script>",
    ):
        html = client.get(path).text
        assert "<script>alert" not in html
        assert "<b>nadie" not in html
    assert HOSTILE.replace("<", "&lt;").replace(">", "&gt;") in client.get("/entidades").text


@pytest.mark.parametrize(
    ("path", "status", "location"),
    [
        ("/exp/90003-2011-HD", 301, "/sentencia/90003-2011-HD"),
        ("/exp/Exp.%20N.%C2%B0%2090003-2011-PHD/TC", 301, "/sentencia/90003-2011-HD"),
        ("/exp/90001-2022-PHD/TC", 300, None),
        ("/exp/nada", 404, None),
        ("/sentencia/90003-2011-PHD", 301, "/sentencia/90003-2011-HD"),
        ("/sentencia/90003-2011-PHD?q=planillas", 301, "/sentencia/90003-2011-HD?q=planillas"),
        ("/buscar?q=90003-2011-HD", 302, "/sentencia/90003-2011-HD"),
        ("/buscar?q=90001-2022-PHD%2FTC", 302, "/exp/90001-2022-PHD%2FTC"),
        ("/sentencia/90003-2012-HD", 404, None),
        ("/entidad/nadie", 404, None),
        ("/buscar?pagina=0", 400, None),
        ("/buscar?resultadoo=1", 400, None),
        ("/buscar?q=%00", 400, None),
        ("/buscar.csv?q=%22sin%20cerrar&modo=exacto", 400, None),
        ("/sentencia/%00", 404, None),
        ("/%ff", 404, None),
        ("/buscar?utm_source=x&fbclid=y&q=planillas", 200, None),
    ],
)
def test_addresses_answer_with_the_right_status(client: Client, path: str, status: int, location: str | None) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers.get("location")) == (status, location)
    assert "Traceback" not in answer.text


def test_a_question_that_is_not_understood_is_shown_with_its_place_and_a_way_out(client: Client) -> None:
    answer = client.get("/buscar", params={"q": 'planillas "sin cerrar', "modo": "exacto"})
    assert answer.status_code == 400
    assert "planillas <mark>▲</mark>&#34;sin cerrar" in answer.text
    assert re.search(r'Pruebe: <a href="/buscar\?q=', answer.text)


def test_a_404_offers_the_nearest_case(client: Client) -> None:
    assert "/sentencia/90003-2011-HD" in client.get("/sentencia/90003-2012-HD").text


def test_the_strip_says_k_of_n_with_interval_caveat_and_universe(client: Client) -> None:
    text = words(client.get("/buscar"))
    assert re.search(r"\d+ de \d+ ganaron \( ?\d+ %; intervalo del 95 %: \d+ % a \d+ %", text)
    assert "Al Tribunal solo llegan quienes perdieron antes" in text
    assert "Quedan fuera:" in text
    assert "muy pocos casos para un porcentaje" in words(client.get("/buscar?anio=2014"))


def test_an_empty_answer_says_what_to_loosen(client: Client) -> None:
    html = client.get("/buscar?q=planillas&resultado=fundada&anio=1999").text
    assert "Ninguna resolución cumple todo lo pedido." in html
    assert "Sí hay resultados:" in html


def test_only_the_commonest_facets_and_the_chosen_ones_stand_open(client: Client) -> None:
    def open_ones(path: str) -> int:
        return client.get(path).text.count('<details class="facet" open>')

    assert open_ones("/buscar") == 4
    assert open_ones("/buscar?costos=sin_costos") == 5
    assert open_ones("/buscar?facetas=distrito&max=0") == 1


def test_a_long_list_can_be_narrowed_without_a_script(client: Client) -> None:
    whole, part = client.get("/buscar?facetas=entidad&max=0").text, client.get("/buscar?facetas=entidad&max=0&contiene=AGUAS+cláras").text
    assert 'name="contiene"' in whole
    assert '<input type="hidden" name="facetas" value="entidad">' in whole
    assert WATER in part
    assert TOWN not in part.partition('class="whole"')[2]
    chosen = client.get("/buscar?facetas=entidad&max=0&contiene=nadie&entidad=municipalidad-distrital-de-ejemplo").text
    assert TOWN in chosen.partition('class="whole"')[2]  # a choice in force can always be dropped
    assert "Nada contiene «nadie»." in words(client.get("/entidades?contiene=nadie"))
    assert "1 entidad." in words(client.get("/entidades?contiene=aguas"))
    assert client.get("/api/v1/sentencias?contiene=x").status_code == 400


def test_downloads_are_whole_and_say_their_kind(client: Client) -> None:
    table, lines = client.get("/buscar.csv?por_pagina=5"), client.get("/buscar.jsonl?q=planillas&por_pagina=5")
    assert table.headers["content-type"].startswith("text/csv")
    assert table.text.count("\r\n") == 46
    assert len(lines.text.splitlines()) == 44


def test_the_sample_court_is_announced_on_every_page(sample_settings: Settings) -> None:
    sample = Client(create_app(sample_settings))
    for path in PAGES:
        assert "Muestra ficticia." in sample.get(path).text
        assert "habeas import" in sample.get(path).text
    assert sample.get("/api/v1/estado").json()["ficticia"] is True
    assert sample.get("/api/v1/sentencias/90001-2022-HD").json()["fuente"]["ficticia"] is True


def test_users_own_rulings_carry_no_such_notice(client: Client) -> None:
    assert "Muestra ficticia." not in client.get("/").text


def test_without_an_index_pages_say_what_to_do(tmp_path: Path) -> None:
    empty = Client(create_app(Settings(home=tmp_path)))
    answer = empty.get("/")
    assert answer.status_code == 503
    assert "habeas build" in answer.text
    assert not list(tmp_path.iterdir())  # a reader leaves nothing behind

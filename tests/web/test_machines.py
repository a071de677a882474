"""What machines read beside the pages: citations, feeds, the sitemap, linked data; never a private person's name."""

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from indexer.index.generations import build_generation
from models.settings import Settings
from tests.api.client import Client
from tests.api.invented import documents
from tests.web.reading import RULING
from web.app import create_app

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def linked(client: Client, path: str) -> dict[str, object]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text)
    assert found
    made: dict[str, object] = json.loads(found[1])
    return made


def test_citations_lead_both_ways_with_their_sentence(client: Client) -> None:
    own = client.get(f"{RULING}/citas").text
    assert 'href="/sentencia/90002-2010-HD"' in own
    assert "no la tenemos" in own  # the other one cited is not held, and says so
    assert f'href="{RULING}#f2"' in own
    other = words(client.get("/sentencia/90002-2010-HD/citas").text)
    assert "Por su fundamento 4" in other
    assert "El derecho de acceso se respeta cuando la entrega es completa" in other
    assert "Sin decir qué fundamento" not in other
    assert "Ninguna de esta colección." in words(client.get("/sentencia/90050-2015-HD/citas").text)


def test_the_page_of_citations_has_one_address_and_stays_out_of_search_engines(client: Client) -> None:
    assert client.get("/sentencia/90003-2011-PHD/citas").headers["location"] == "/sentencia/90003-2011-HD/citas"
    assert client.get("/sentencia/00001-1999-HD/citas").status_code == 404
    assert client.get(f"{RULING}/citas").headers["x-robots-tag"] == "noindex"


def test_a_feed_is_whole_dated_and_leads_to_the_rulings(client: Client) -> None:
    answer = client.get("/buscar.atom?q=planillas&por_pagina=5&pagina=2")
    feed = ElementTree.fromstring(answer.text)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 44
    dates = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert dates == sorted(dates, reverse=True)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", date) for date in dates)
    ids = {entry.findtext(f"{ATOM}id") or "" for entry in entries}
    assert len(ids) == 44
    assert all(one.startswith("http://habeas.test/sentencia/") for one in ids)
    assert {link.get("rel") for link in feed.findall(f"{ATOM}link")} == {"self", "alternate"}


def test_a_feed_escapes_what_rulings_bring(client: Client) -> None:
    feed = ElementTree.fromstring(client.get("/buscar.atom").text)
    assert any("<b>nadie</b>" in (entry.findtext(f"{ATOM}title") or "") for entry in feed.findall(f"{ATOM}entry"))


@pytest.mark.parametrize("query", ["q=%22sin%20cerrar&modo=exacto", "resultadoo=1", "entidad=nadie-nunca"])
def test_a_feed_refuses_a_question_before_its_first_byte(client: Client, query: str) -> None:
    assert client.get(f"/buscar.atom?{query}").status_code == 400


def test_the_sitemap_holds_bodies_and_no_private_claimants_ruling(settings: Settings) -> None:
    client = Client(create_app(Settings(home=settings.home, public_url="https://habeas.ejemplo.pe")))
    found = [one.text or "" for one in ElementTree.fromstring(client.get("/sitemap.xml").text).iter(f"{MAP}loc")]
    assert "https://habeas.ejemplo.pe/entidad/municipalidad-distrital-de-ejemplo" in found
    assert [one for one in found if "/sentencia/" in one] == []  # every invented claimant is a person
    assert "Sitemap: https://habeas.ejemplo.pe/sitemap.xml" in client.get("/robots.txt").text
    assert all(client.get(one.removeprefix("https://habeas.ejemplo.pe")).status_code == 200 for one in found)
    assert not [one for one in found if client.get(one.removeprefix("https://habeas.ejemplo.pe")).headers.get("x-robots-tag")]


def test_the_sitemap_holds_the_rulings_of_claimants_that_are_no_persons(tmp_path: Path) -> None:
    person, body, unknown = documents()[1:4]
    body = replace(body, ruling=replace(body.ruling, demandantes=("Asociación Vecinal Inventada",)))
    unknown = replace(unknown, ruling=replace(unknown.ruling, demandantes=()))
    made = Settings(home=tmp_path)
    build_generation(made, [person, body, unknown], "prueba")
    text = Client(create_app(made)).get("/sitemap.xml").text
    assert re.findall(r"/sentencia/([\w-]+)", text) == [body.ruling.id]


def test_a_sample_court_is_kept_out_of_the_sitemap(sample_settings: Settings) -> None:
    text = Client(create_app(sample_settings)).get("/sitemap.xml").text
    assert "/entidad/" not in text
    assert "/acerca" in text


def test_linked_data_names_the_ruling_and_no_person(client: Client) -> None:
    data = linked(client, RULING)
    assert data["identifier"] == "90001-2022-PHD/TC"
    assert data["dateCreated"] == "2023-03-02"
    assert data["name"] == "R. I. Q. M. contra Municipalidad Distrital de Ejemplo (90001-2022-PHD/TC)"
    assert data["creativeWorkStatus"] == "Ficticia"
    assert "Quispe" not in json.dumps(data)


def test_linked_data_cannot_leave_its_element(client: Client) -> None:
    html = client.get("/sentencia/90050-2015-HD").text
    assert linked(client, "/sentencia/90050-2015-HD")["name"] == "=1+1 contra <b>nadie</b> (90050-2015-PHD/TC)"
    assert "<b>nadie" not in html


def test_pages_say_their_address_without_language_and_question(settings: Settings) -> None:
    public = Client(create_app(Settings(home=settings.home, public_url="https://habeas.ejemplo.pe")))
    assert f'<link rel="canonical" href="https://habeas.ejemplo.pe{RULING}">' in public.get(f"{RULING}?q=licencias&lang=en").text
    assert 'rel="canonical"' not in public.get("/buscar?q=licencias").text
    assert 'rel="canonical"' not in public.get("/nada").text

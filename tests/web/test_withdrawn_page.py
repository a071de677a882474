"""What the page of a ruling says while the Court no longer has its file."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.index.generations import build_generation
from models.ruling import AT_SOURCE, Advertencia
from models.settings import Settings
from tests.api.client import Client
from tests.api.invented import documents
from web.app import create_app

Page = Callable[..., str]
OTHER = "El listado y el texto difieren."


@pytest.fixture
def page(tmp_path: Path) -> Page:
    def shown(*warnings: Advertencia, lang: str = "es") -> str:
        """The words of the page of the first invented ruling, with these warnings."""
        first, *others = documents()
        settings = Settings(home=tmp_path)
        build_generation(settings, [replace(first, ruling=replace(first.ruling, advertencias=warnings)), *others], "prueba")
        answer = Client(create_app(settings)).get(f"/sentencia/{first.ruling.id}?lang={lang}")
        assert answer.status_code == 200
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))

    return shown


def test_a_file_that_is_gone_is_told_apart_from_the_warnings(page: Page) -> None:
    text = page(Advertencia("fecha", OTHER), Advertencia(AT_SOURCE, "Frase del registro.", ("2026-11-20",)))
    assert "El Tribunal retiró este archivo de su sitio el 20 de noviembre de 2026; se conserva la copia obtenida el" in text
    assert OTHER in text
    assert "Frase del registro." not in text


def test_without_other_warnings_there_is_no_heading_for_them(page: Page) -> None:
    assert "Advertencias" not in page(Advertencia(AT_SOURCE, "Frase del registro.", ("2026-11-20",)))


def test_where_the_day_is_unknown_none_is_told(page: Page) -> None:
    assert "El Tribunal retiró este archivo de su sitio; se conserva" in page(Advertencia(AT_SOURCE, "Frase del registro."))


def test_it_is_told_in_english(page: Page) -> None:
    told = page(Advertencia(AT_SOURCE, "Frase del registro.", ("2026-11-20",)), lang="en")
    assert "The Court took this file off its site on November 20, 2026; the copy obtained on" in told


def test_a_file_that_is_there_has_no_notice(page: Page) -> None:
    assert "retiró este archivo" not in page(Advertencia("fecha", OTHER))

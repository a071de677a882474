"""docs/recolectar.md says what the code does: every setting of Scrapy that is ours, every alarm, every source."""

import re
from pathlib import Path

import pytest
from scrapy.settings import SETTINGS_PRIORITIES

from crawler.alarm_table import alarm_table
from crawler.settings import scrapy_settings
from crawler.sources import sources
from models.settings import Settings

DOCS = (Path(__file__).parents[2] / "docs" / "recolectar.md").read_text(encoding="utf-8")
NAMED = frozenset(re.findall(r"`([\w-]+)`", DOCS))


def test_every_setting_of_scrapy_that_is_ours_is_explained_and_no_other() -> None:
    settings = scrapy_settings(Settings())
    ours = {name for name in settings if settings.getpriority(name) == SETTINGS_PRIORITIES["project"]}
    explained = DOCS.partition("## Los ajustes de Scrapy")[2]
    assert {name for name in re.findall(r"`([A-Z_]{6,})`", explained) if not name.startswith(("HABEAS", "HTTP_"))} == ours


def test_every_alarm_has_its_row() -> None:
    assert re.findall(r"^\| `(\w+)` \|", DOCS.partition("## Alarmas")[2].partition("## Cobertura")[0], re.MULTILINE) == list(
        alarm_table().reglas
    )


@pytest.mark.parametrize("name", [name for name, source in sources().items() if source.viva])
def test_every_live_source_is_named(name: str) -> None:
    assert name in NAMED


def test_the_numbers_of_the_text_are_those_of_the_table() -> None:
    table = alarm_table()
    for said in (
        f"{table.meses_de_historia} meses anteriores",
        f"lo mismo {table.dias_que_confirman} días",
        f"desde {table.filas_para_perder} filas",
        f"desde {table.archivos_minimos} pedidos",
        f"en {table.dias_sin_novedades} días",
        f"más de {table.dias_sin_recolectar} días",
        f"(desde {table.documentos_minimos})",
    ):
        assert said in DOCS

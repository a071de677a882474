"""`/estado` and `/estado.atom`: an alarm of a source is seen by people and by their readers."""

from pathlib import Path

import pytest

from indexer.index.generations import build_generation
from indexer.index.live import LiveIndex
from models.issues import Issue
from models.settings import Settings
from models.store import RawStore
from tests.api.client import Client
from tests.api.invented import documents
from web.app import compose


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(home=tmp_path)
    build_generation(made, documents(), "prueba")
    return made


def test_an_alarm_is_on_the_page_and_in_the_feed_until_it_is_over(settings: Settings) -> None:
    client = Client(compose(LiveIndex(settings), settings))
    assert "contestan lo que se espera" in client.get("/estado").text
    with RawStore.open(settings.home) as store:
        store.report(Issue("recoleccion", "mes_vacio", "Nada en <2021-01>.", "sedetc", "https://ejemplo.pe#2021-01"))
    page, feed = client.get("/estado"), client.get("/estado.atom")
    assert "Un mes que tenía resoluciones vino vacío" in page.text
    assert "Nada en &lt;2021-01&gt;." in page.text
    assert 'href="/estado.atom"' in page.text
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert "Nada en &lt;2021-01&gt;." in feed.text
    with RawStore.open(settings.home) as store:
        store.close_issues("recoleccion", "https://ejemplo.pe#2021-01")
    assert "<entry>" not in client.get("/estado.atom").text

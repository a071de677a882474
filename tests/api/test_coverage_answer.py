"""`/api/v1/cobertura` and the alarms of `/api/v1/estado`, over a home that announces more than it holds."""

import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.alarm_feed import alarm_lines
from api.app import create_api
from api.desk import Desk
from crawler.monitors import Alarm
from indexer.index.generations import build_generation
from indexer.index.live import LiveIndex
from models.document import Listing, RawDocument
from models.issues import Issue
from models.looks import Looks
from models.register import Total, Totals, keep_register
from models.settings import Settings
from models.store import RawStore
from tests.api.client import Client
from tests.api.invented import documents

URL = "https://tc.gob.pe/jurisprudencia/2021/{}.pdf"


@pytest.fixture(scope="module")
def covered(tmp_path_factory: pytest.TempPathFactory) -> Client:
    settings = Settings(home=tmp_path_factory.mktemp("cobertura"))
    build_generation(settings, documents(), "prueba")
    with RawStore.open(settings.home) as store:
        for key, name in (("1", "90001-2019-HD"), ("2", "90002-2019-HD"), ("3", "90003-2019-Q")):
            store.add_listing(Listing("sedetc", key, URL.format(name), name, fecha_publicacion="2021-03-05"))
        store.add(RawDocument(URL.format("90001-2019-HD"), "90001-2019-HD", b"%PDF-", "pdf", "sedetc", datetime.now(UTC)))
        keep_register(store, Totals("publicados", (Total("2021", "HD", "Fundada", 7),)), "a.csv")
        for number in range(1, 13):
            Looks(store, "sedetc").read_month(f"2020-{number:02d}", "x", 40, 1)
        Looks(store, "sedetc").read_month("2021-01", "x", 41, 1)
        store.report(Issue("recoleccion", "campo_desconocido", "Hay un campo «x» & más.", "sedetc", "https://ejemplo.pe#x"))
    return Client(create_api(LiveIndex(settings), settings))


def test_what_is_announced_and_lacking_is_told_for_habeas_data_unless_asked_otherwise(covered: Client) -> None:
    body = covered.get("/api/v1/cobertura").json()
    assert body["procesos"] == ["HD"]
    assert body["total"] == {"anunciadas": 2, "tenemos": 1, "faltan": 1, "sin_anuncio": 0, "retiradas": 0}
    assert [(one["periodo"], one["registro"]) for one in body["anios"]] == [("2021", 7)]
    assert [one["periodo"] for one in body["meses"]] == ["2021-03"]
    assert body["tipos"]["sentencia"]["faltan"] == 1
    assert (body["huecos_total"], body["huecos"][0]["expediente"]) == (1, "90002-2019-HD")
    (source,) = body["fuentes"]
    assert (source["fuente"], source["viva"], source["filas"], source["documentos"]) == ("sedetc", True, 3, 1)
    assert source["ultima_mirada"]
    assert source["esperado"] == {"2021-01": [20, 170]}
    assert body["registro"]["publicados"] == {"2021": 7}


@pytest.mark.parametrize(("asked", "announced"), [("proceso=Q", 1), ("proceso=Q&proceso=HD", 3), ("proceso=todos", 3), ("proceso=AI", 0)])
def test_other_processes_are_told_on_demand(covered: Client, asked: str, announced: int) -> None:
    assert covered.get(f"/api/v1/cobertura?{asked}").json()["total"]["anunciadas"] == announced


def test_a_server_without_a_catalogue_covers_nothing_and_says_so(api: Client) -> None:
    body = api.get("/api/v1/cobertura").json()
    assert body["total"]["anunciadas"] == 0
    assert body["registro"]["desde"] is None


def test_a_change_of_the_catalogue_is_told_at_once(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    desk = Desk(LiveIndex(settings), settings)
    assert desk.coverage(("HD",)).coverage.total.anunciadas == 0
    for number in (1, 2, 3):
        with RawStore.open(tmp_path) as store:
            store.add_listing(Listing("sedetc", str(number), "", f"9000{number}-2019-HD"))
        assert desk.coverage(("HD",)).coverage.total.anunciadas == number


def test_the_health_tells_the_alarms(covered: Client) -> None:
    (alarm,) = covered.get("/api/v1/estado").json()["alarmas"]
    assert (alarm["fuente"], alarm["regla"], alarm["mensaje"]) == ("sedetc", "campo_desconocido", "Hay un campo «x» & más.")
    assert alarm["desde"]


def test_the_alarms_are_a_feed_whose_entries_keep_their_names() -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    alarms = [
        Alarm("sedetc", "sin_leer", "Demasiados & <ilegibles>", "Muchos\x0b.", url=""),
        Alarm("sedetc", "mes_vacio", "Un mes vacío", "Nada en 2021-01.", "2026-02-01T00:00:00Z", "http://x?a=1&b=2"),
    ]
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring("".join(alarm_lines(alarms, "https://habeas.ejemplo.pe", now)))
    assert [entry.findtext(f"{atom}updated") for entry in feed.iter(f"{atom}entry")] == [
        "2026-03-01T00:00:00+00:00",
        "2026-02-01T00:00:00Z",
    ]
    names = [entry.findtext(f"{atom}id") for entry in feed.iter(f"{atom}entry")]
    assert len(set(names)) == 2
    later = ElementTree.fromstring("".join(alarm_lines(alarms, "https://habeas.ejemplo.pe", datetime(2026, 4, 1, tzinfo=UTC))))
    assert [entry.findtext(f"{atom}id") for entry in later.iter(f"{atom}entry")] == names
    assert "<entry>" not in "".join(alarm_lines((), "https://habeas.ejemplo.pe", now))


def test_a_desk_without_a_catalogue_has_no_alarm(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    assert Desk(LiveIndex(settings), settings).alarms() == ()

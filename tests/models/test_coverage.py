"""What is announced against what is held: each resolution once, whatever announces it and however it is held."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.coverage import Tally, coverage
from models.document import Formato, Listing, RawDocument
from models.issues import Issue
from models.looks import Looks
from models.register import Total, Totals, keep_register, register_by_year, register_since
from models.store import RawStore


def court(name: str, year: int = 2021, extension: str = "pdf") -> str:
    return f"https://www.tc.gob.pe/jurisprudencia/{year}/{name}.{extension}"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RawStore]:
    with RawStore.open(tmp_path) as opened:
        yield opened


def announce(store: RawStore, key: str, name: str, *, url: str | None = None, date: str = "2021-03-05", source: str = "sedetc") -> None:
    store.add_listing(Listing(source, key, court(name) if url is None else url, name, fecha_publicacion=date))


def hold(store: RawStore, url: str, *, source: str = "sedetc", formato: Formato = "pdf", date: str = "") -> int:
    name = url.removeprefix("file:").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return store.add(RawDocument(url, name, url.encode(), formato, source, datetime.now(UTC), fecha_publicacion=date)).document


def test_what_is_announced_is_held_or_a_gap_that_says_why(store: RawStore) -> None:
    for number in (1, 2, 3):
        announce(store, str(number), f"9000{number}-2019-HD")
    hold(store, court("90001-2019-HD"))
    store.report(Issue("recoleccion", "no_existe", "No existe (404).", "sedetc", court("90002-2019-HD").replace("www.", "")))
    found = coverage(store)
    assert found.total == Tally(anunciadas=3, tenemos=1, faltan=2)
    assert [(gap.expediente, gap.regla) for gap in found.huecos] == [("90003-2019-HD", ""), ("90002-2019-HD", "no_existe")]
    gap = found.huecos[1]
    assert (gap.tipo, gap.fecha_publicacion, gap.fuentes, gap.mensaje) == ("sentencia", "2021-03-05", ("sedetc",), "No existe (404).")
    assert gap.desde


def test_rows_of_one_address_and_its_formats_are_one_resolution(store: RawStore) -> None:
    announce(store, "1", "90001-2019-HD")
    announce(store, "2", "90001-2019-HD", url=court("90001-2019-HD", extension="html"))
    announce(store, "3", "90001-2019-HD", url=court("90001-2019-HD").replace("https://www.", "http://"), source="causas")
    hold(store, court("90001-2019-HD"))
    hold(store, court("90001-2019-HD", extension="html"), formato="html")
    assert coverage(store).total == Tally(anunciadas=1, tenemos=1)


def test_a_number_without_a_file_is_the_resolution_of_its_case_and_kind(store: RawStore) -> None:
    announce(store, "1", "90001-2019-HD", date="2021")
    announce(store, "2", "90001-2019-HD", url="")
    announce(store, "3", "90001-2019-HD (Auto)", url="", date="2021")
    announce(store, "4", "90002-2019-HD (Aclaración)", url="")
    hold(store, "file:mis/90001-2019-HD (Auto).pdf", source="carpeta")
    found = coverage(store)
    assert found.total == Tally(anunciadas=3, tenemos=1, faltan=2)
    assert [(gap.expediente, gap.tipo) for gap in found.huecos] == [("90002-2019-HD", "aclaracion"), ("90001-2019-HD", "sentencia")]
    assert {kind: tally.faltan for kind, tally in found.tipos.items()} == {"sentencia": 1, "aclaracion": 1, "auto": 0}


def test_what_nobody_announces_is_held_all_the_same(store: RawStore) -> None:
    hold(store, court("90001-2019-HD", 2020), source="alex", formato="texto")
    hold(store, "file:x/90001-2019-HD.pdf", source="carpeta")
    hold(store, court("90002-2019-HD"), source="alex", formato="texto")
    announce(store, "1", "90002-2019-HD")
    found = coverage(store)
    assert found.total == Tally(anunciadas=1, tenemos=1, sin_anuncio=1)


def test_one_file_fills_one_gap(store: RawStore) -> None:
    announce(store, "1", "90001-2019-HD")
    announce(store, "2", "90001-2019-HD", url=court("90001-2019-HD", 2022), date="2022-01-01")
    hold(store, "file:90001-2019-HD.pdf", source="carpeta")
    assert coverage(store).total == Tally(anunciadas=2, tenemos=1, faltan=1)


def test_years_months_and_kinds_each_add_up_to_the_whole(store: RawStore) -> None:
    for number, date in enumerate(("2021-01-31", "2021-02-01", "2020-05-05", "2019", ""), 1):
        announce(store, str(number), f"9000{number}-2018-HD{' (Auto)' if number % 2 else ''}", url="", date=date)
    hold(store, "file:90002-2018-HD.pdf", source="carpeta")
    found = coverage(store)
    assert [span.periodo for span in found.anios] == ["", "2019", "2020", "2021"]
    assert [span.periodo for span in found.meses] == ["", "2020-05", "2021-01", "2021-02"]
    for spans in (found.anios, found.meses):
        assert sum(span.total.anunciadas for span in spans) == found.total.anunciadas == 5
        assert all(span.total.anunciadas == sum(kind.anunciadas for kind in span.tipos.values()) for span in spans)
    assert sum(kind.tenemos for kind in found.tipos.values()) == found.total.tenemos == 1


def test_what_a_month_does_not_show_any_more_is_announced_by_nobody_and_what_is_gone_is_told(store: RawStore) -> None:
    looks = Looks(store, "sedetc")
    for number in (1, 2):
        name = f"9000{number}-2019-HD"
        looks.see(Listing("sedetc", str(number), court(name), name, fecha_publicacion="2021-03-05"), "2021-03", "x", 1)
        hold(store, court(name))
    looks.missed("2", 2)
    gone = next(one.document for one in store.versions() if "90002" in one.url)
    looks.gone(gone, 2)
    assert coverage(store).total == Tally(anunciadas=1, tenemos=1, sin_anuncio=1, retiradas=1)


def test_processes_count_apart_and_a_number_that_is_none_not_at_all(store: RawStore) -> None:
    announce(store, "1", "90001-2019-HD")
    announce(store, "2", "90001-2019-Q")
    announce(store, "3", "01090-997-HC", url="")
    assert coverage(store, ["HD"]).total.anunciadas == 1
    assert coverage(store, ["HD", "Q"]).total.anunciadas == 2
    assert coverage(store).total.anunciadas == 2


def test_each_source_tells_its_last_look_and_a_date_to_come_is_a_typing_error(store: RawStore) -> None:
    announce(store, "1", "90001-2019-HD", date="2206-01-01")
    announce(store, "2", "90002-2019-HD", date="2021-03-05")
    looks = Looks(store, "sedetc")
    looks.read_month("2021-03", "d", 2, 1)
    hold(store, court("90001-2019-HD"), source="alex", formato="texto")
    alex, sedetc = coverage(store).fuentes
    assert (alex.fuente, alex.filas, alex.documentos) == ("alex", 0, 1)
    assert alex.ultima_mirada
    assert (sedetc.fuente, sedetc.filas, sedetc.documentos, sedetc.ultima_publicacion) == ("sedetc", 2, 0, "2021-03-05")
    assert sedetc.ultima_mirada
    assert sedetc.ultima_novedad


def test_an_empty_store_covers_nothing(store: RawStore) -> None:
    found = coverage(store)
    assert (found.total, found.anios, found.huecos, found.fuentes) == (Tally(), (), (), ())


def test_the_register_is_kept_by_dataset(store: RawStore) -> None:
    assert register_by_year(store, "publicados") == {}
    assert register_since(store) == ""
    lines = (Total("2020", "HD", "", 2), Total("2020", "Q", "Nulo", 1), Total("2021", "HD", "Fundada", 3))
    assert keep_register(store, Totals("publicados", lines), "a.xlsx")
    assert not keep_register(store, Totals("publicados", lines), "b.xlsx")
    assert register_by_year(store, "publicados", ["HD"]) == {"2020": 2, "2021": 3}
    assert register_by_year(store, "ingresados") == {}
    assert register_since(store)

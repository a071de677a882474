"""Cases of the consulta de causas: where they stand, how they are kept, and which are looked at again."""

import tomllib
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from models.causa import Causa, CausaDetail, CausaRow, Publicacion, Tramite, believable, chamber, from_json, plain, to_json, tramite_of
from models.causas_store import CausasQuery, CausasStore
from models.store import RawStore

ROW = CausaRow("900001", "90001-2022-HD", "Rosa Inventada", "Municipalidad de Ejemplo", "00001-2020")
AUTO = Publicacion("AUTO", "2023-04-03", "", "Admitir", "https://www.tc.gob.pe/jurisprudencia/2023/90001-2022-HD.pdf")
TABLE = tomllib.loads(files("models").joinpath("tables/causas.toml").read_text("utf-8"))
NOW = datetime.now(UTC)


@pytest.mark.parametrize(
    ("published", "tramite"),
    [
        ((), "pendiente"),
        ((Publicacion("AUTO", fallo="Admitir Demanda"),), "en_tramite"),
        ((Publicacion("DECRETO"),), "en_tramite"),
        ((Publicacion("AUTO", fallo="NOTIFÍQUESE"),), "en_tramite"),
        ((Publicacion("SENTENCIA"),), "resuelta"),
        ((Publicacion("AUTO", fallo="Improcedente el RAC"),), "resuelta"),
        ((AUTO, Publicacion("SENTENCIA", fallo="Fundada en parte")), "resuelta"),
        ((Publicacion("AUTO", fallo="un sentido que nadie conoce"),), "resuelta"),
    ],
)
def test_the_table_of_resolutions_tells_where_a_case_stands(published: tuple[Publicacion, ...], tramite: Tramite) -> None:
    assert tramite_of(published) == tramite


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("PLENO", "Pleno"), ("Pleno del Tribunal", "Pleno"), ("Sala 1", "Sala Primera"), ("SEGUNDA SALA", "Sala Segunda"), ("Sala II", "Sala Segunda"),
        ("Sala I", "Sala Primera"), ("Sala Especial", "Sala Especial"), ("", ""),
    ],
)  # fmt: skip
def test_a_chamber_is_named_as_rulings_name_it(said: str, name: str) -> None:
    assert chamber(said) == name


def test_a_case_is_kept_as_it_is_written_down() -> None:
    detail = CausaDetail("90001-2022-HD", "2022-03-12", "Sala 1", "Inventado Ríos", "", "Lima", (AUTO,), (("materia", "Acceso"),))
    for causa in (Causa(ROW, "2022", detail), Causa(ROW, "2022")):
        assert from_json(to_json(causa)) == causa


def test_the_number_comes_from_the_page_where_the_row_has_none_that_can_be_read() -> None:
    row = CausaRow("1", "90001-022-HD")
    assert Causa(row, "2022").expediente is None
    assert Causa(row, "2022", CausaDetail("90001-2022-HD")).expediente == "90001-2022-HD"


def test_every_phrase_of_the_table_is_written_as_it_is_compared() -> None:
    lists = [phrases for section in ("lista", "detalle", "publicaciones", "estado") for phrases in TABLE[section].values()]
    phrases = [phrase for found in lists for phrase in found] + list(TABLE["salas"])
    assert [phrase for phrase in phrases if phrase != plain(phrase)] == []
    labels = [label for found in TABLE["detalle"].values() for label in found]
    assert len(labels) == len(set(labels)), "a label names one field"
    assert all(low < high and len(year) == 4 for year, (low, high) in believable().items())


def test_what_a_case_said_before_goes_to_the_history(tmp_path: Path) -> None:
    with RawStore.open(tmp_path) as raw:
        store = CausasStore(raw)
        assert store.see(ROW, "2022", 1)
        assert not store.see(ROW, "2022", 2)
        store.keep(ROW.key, CausaDetail(fecha_ingreso="2022-03-12"), 2)
        store.keep(ROW.key, CausaDetail(fecha_ingreso="2022-03-12", publicaciones=(AUTO,)), 3)
        store.keep(ROW.key, CausaDetail(fecha_ingreso="2022-03-12", publicaciones=(AUTO,)), 4)
        history = [from_json(row["said"]) for row in raw.catalogue.execute("SELECT said FROM causa_history ORDER BY rowid")]
    assert [causa.detail and causa.detail.publicaciones for causa in history] == [None, ()]


def test_a_page_is_read_again_for_a_reason(tmp_path: Path) -> None:
    decided = Publicacion("SENTENCIA", fallo="Fundada")
    with RawStore.open(tmp_path) as raw:
        store = CausasStore(raw)

        def due(days_later: int = 0, *, refresh: bool = False) -> str | None:
            return store.due(store.known(ROW.key), refresh=refresh, days=30, moment=NOW + timedelta(days=days_later))

        assert due() == "nueva"
        store.see(ROW, "2022", 1)
        assert due() == "nueva"
        store.keep(ROW.key, CausaDetail(), 1)
        assert (due(), due(8), due(refresh=True)) == (None, "antigua", "pedida")
        store.keep(ROW.key, CausaDetail(publicaciones=(decided,)), 1)
        assert (due(8), due(31)) == (None, "antigua")
        store.see(CausaRow(ROW.id_exp, ROW.expediente, "Otra Inventada"), "2022", 2)
        assert due() == "fila"


def test_after_a_listing_changed_the_open_cases_come_first_and_those_of_a_run_cut_off_do_not(tmp_path: Path) -> None:
    with RawStore.open(tmp_path) as raw:
        store = CausasStore(raw)
        first = raw.start_run("collect", "causas")
        for number, published in enumerate([(Publicacion("SENTENCIA"),), ()]):
            row = CausaRow(str(number), f"9000{number}-2022-HD")
            store.see(row, "2022", first)
            store.keep(row.key, CausaDetail(publicaciones=published), first)
        raw.finish_run(first, "completa", {})
        run = raw.start_run("collect", "sedetc")
        assert store.stalest(["HD"], run + 1, 10) == []
        with raw.transaction():
            raw.catalogue.execute("INSERT INTO months VALUES ('sedetc', '2022-01', 'x', 1, ?, '', ?)", (run, run))
        assert [known.key for known in store.stalest(["HD"], run + 1, 10)] == ["1", "0"]
        cut_off = raw.start_run("collect", "causas")
        store.keep("1", CausaDetail(), cut_off)
        assert [known.key for known in store.stalest(["HD"], cut_off + 1, 10)] == ["0"]
        assert store.stalest(["AA"], cut_off + 1, 10) == []


def test_a_case_that_is_gone_and_back_is_told_so(tmp_path: Path) -> None:
    with RawStore.open(tmp_path) as raw:
        store = CausasStore(raw)
        store.see(ROW, "2022", 1)
        assert store.missing("2022", 1) == []
        assert store.missing("2022", 2) == [ROW.key]
        store.miss(ROW.key, 2)
        assert [one.estado for one in store.find(CausasQuery(), 0, 9).causas] == ["retirada"]
        assert store.see(ROW, "2022", 3)
        known = store.known(ROW.key)
        assert known is not None
        assert known.gone is None

"""Alarms: a source that can't be believed is told, and what is over closes by itself."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.alarm_table import alarm_table, expected
from crawler.ledger import Ledger
from crawler.monitors import month_ranges, site_of, standing, watch
from crawler.plan import Plan
from crawler.sources import source
from models.document import Listing, RawDocument
from models.issues import Issue
from models.looks import Looks
from models.settings import Settings
from models.store import RawStore

SETTINGS = Settings(sedetc_url="http://127.0.0.1:1/api", tc_url="http://127.0.0.1:1")
NOW = datetime.now(UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RawStore]:
    with RawStore.open(tmp_path) as opened:
        yield opened


def ledger(store: RawStore, plan: Plan | None = None, **counts: int) -> Ledger:
    """A run that is about to be closed."""
    made = Ledger(source("sedetc"), plan or Plan(since="2020-01"), store, lambda _: None, run=store.start_run("collect", "sedetc"))
    made.counts.update(counts)
    return made


def end(store: RawStore, run: Ledger, days_ago: int = 0) -> None:
    """Closes a run that ended so many days ago."""
    watch(run, SETTINGS)
    store.finish_run(run.run, "completa", run.counts)
    moment = f"{NOW - timedelta(days=days_ago):%Y-%m-%dT%H:%M:%SZ}"
    with store.transaction():
        store.catalogue.execute("UPDATE runs SET started = ?, finished = ? WHERE number = ?", (moment, moment, run.run))


def month(store: RawStore, run: Ledger, name: str, rows: int, ours: int = 0) -> None:
    """The run reads a month: `rows` of all processes, `ours` of them kept."""
    looks = Looks(store, "sedetc")
    for number in range(ours):
        looks.see(Listing("sedetc", f"{name}-{number}", "", f"9{number:04d}-2019-HD", fecha_publicacion=f"{name}-05"), name, "x", run.run)
    looks.read_month(name, f"{rows} {ours}", rows, run.run)


def years(run: Ledger, store: RawStore, rows: int = 40) -> None:
    for name in (f"{2019 + n // 12}-{n % 12 + 1:02d}" for n in range(24)):
        month(store, run, name, rows)


def rules(store: RawStore) -> list[str]:
    return [issue.regla for issue in store.issues()]


def test_the_table_says_what_each_alarm_is_called_and_its_numbers_make_sense() -> None:
    table = alarm_table()
    assert table.al_preguntar <= table.reglas.keys()
    assert all(re.fullmatch(r"[a-z_]+", rule) and name[:1].isupper() for rule, name in table.reglas.items())
    assert 0 < table.parte_del_minimo < 1 < table.veces_lo_alto
    assert 0 < table.parte_fallida < 1
    assert table.meses_minimos <= table.meses_de_historia
    assert table.dias_sin_novedades <= table.dias_sin_novedades_maximo


@pytest.mark.parametrize(
    ("history", "span"),
    [
        ([40] * 5, None),  # too few to tell
        ([40] * 12, (20, 170)),
        ([2] * 20, None),  # an empty month among small ones says nothing, nor does a batch
        ([0, 0, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40], (2, 170)),
    ],
)
def test_what_a_month_should_have_comes_from_those_before(history: list[int], span: tuple[int, int] | None) -> None:
    assert expected(history) == span


def test_a_month_far_below_or_above_those_before_it_is_an_alarm_that_closes_when_it_is_as_expected(store: RawStore) -> None:
    run = ledger(store)
    years(run, store)
    month(store, run, "2021-01", 3)
    month(store, run, "2021-02", 4000)
    month(store, run, "2021-03", 45)
    end(store, run)
    assert rules(store) == ["mes_fuera_de_rango"] * 2
    assert {one.url.partition("#")[2] for one in standing(store)} == {"2021-01", "2021-02"}
    run = ledger(store)
    month(store, run, "2021-01", 41)
    month(store, run, "2021-02", 39)
    end(store, run)
    assert rules(store) == []
    assert month_ranges(store, "sedetc")["2021-01"] == (20, 170)


def test_the_month_that_goes_on_is_not_too_small_yet(store: RawStore) -> None:
    run = ledger(store)
    years(run, store)
    month(store, run, f"{NOW - timedelta(hours=5):%Y-%m}", 1)
    end(store, run)
    assert rules(store) == []


def test_months_after_the_last_that_has_rows_are_no_alarm_of_their_own(store: RawStore) -> None:
    run = ledger(store)
    years(run, store)
    for name in ("2021-01", "2021-02", "2021-03"):
        month(store, run, name, 0)
    end(store, run)
    assert rules(store) == []
    run = ledger(store)
    month(store, run, "2021-02", 0)
    month(store, run, "2021-04", 38)
    month(store, run, "2021-05", 38)
    end(store, run)
    assert rules(store) == ["mes_fuera_de_rango"]


def test_an_odd_month_that_says_the_same_for_a_month_is_what_the_court_has(store: RawStore) -> None:
    run = ledger(store)
    years(run, store)
    month(store, run, "2021-01", 3)
    month(store, run, "2021-02", 40)
    end(store, run, days_ago=40)
    assert rules(store) == ["mes_fuera_de_rango"]
    run = ledger(store)
    month(store, run, "2021-01", 3)
    end(store, run)
    assert rules(store) == []


def test_a_month_that_loses_half_of_what_it_announced_is_an_alarm_until_it_is_back(store: RawStore) -> None:
    run = ledger(store)
    month(store, run, "2021-01", 10, ours=10)
    end(store, run)
    run = ledger(store)
    month(store, run, "2021-01", 4, ours=4)
    looks = Looks(store, "sedetc")
    for listing in looks.missing(run.run):
        looks.missed(listing.key, run.run)
    end(store, run)
    assert rules(store) == ["mes_encogido"]
    run = ledger(store)
    month(store, run, "2021-01", 10, ours=10)
    end(store, run)
    assert rules(store) == []


def test_pages_that_give_far_fewer_rows_than_in_earlier_runs_are_an_alarm(store: RawStore) -> None:
    for rows, alarm in ((900, []), (950, []), (200, ["bajo_rendimiento"]), (880, [])):
        end(store, ledger(store, paginas=100, filas=rows))
        assert rules(store) == alarm
    end(store, ledger(store, paginas=3, filas=0))  # three months of a daily run: too few to tell
    assert rules(store) == []


def test_many_files_that_could_not_be_had_are_an_alarm_and_few_are_only_their_lines(store: RawStore) -> None:
    end(store, ledger(store, anunciados=100, nuevos=70, ya_estaban=5, por_pedir=5))
    assert rules(store) == ["archivos_fallidos"]
    end(store, ledger(store, anunciados=5, nuevos=0))  # too few to tell either way
    assert rules(store) == ["archivos_fallidos"]
    end(store, ledger(store, anunciados=100, nuevos=3, ya_estaban=97))
    assert rules(store) == []
    end(store, ledger(store, anunciados=100, nuevos=85, ya_estaban=5, por_pedir=5))
    assert rules(store) == []


def test_a_dry_run_a_crash_and_a_run_cut_short_write_no_alarm_about_the_whole(store: RawStore) -> None:
    whole = ledger(store, Plan())
    whole.stop = "se interrumpió"
    dry = ledger(store, Plan(dry_run=True), anunciados=100)
    crashed = ledger(store, Plan(), anunciados=100)
    crashed.crash = OSError("disco")
    for run in (whole, dry, crashed):
        watch(run, SETTINGS)
    assert rules(store) == []
    watch(ledger(store, Plan()), SETTINGS)
    assert rules(store) == ["listado_vacio"]


def read(store: RawStore, total: int, unreadable: int) -> None:
    for number in range(total):
        url = f"https://tc.gob.pe/jurisprudencia/2020/{90001 + number}-2019-HD.pdf"
        added = store.add(RawDocument(url, f"{90001 + number}-2019-HD", str(number).encode(), "pdf", "sedetc", NOW))
        store.mark(added.document, added.version, lectura="sin_leer" if number < unreadable else "leido")


def test_too_many_documents_that_can_not_be_read_are_an_alarm_whenever_one_asks(store: RawStore) -> None:
    read(store, 30, 3)
    assert standing(store) == ()
    read(store, 30, 6)
    (alarm,) = standing(store)
    assert (alarm.fuente, alarm.regla) == ("sedetc", "sin_leer")
    assert "6 de 30" in alarm.mensaje


def test_a_source_that_brings_nothing_for_long_is_an_alarm_and_how_long_comes_from_its_own_pauses(store: RawStore) -> None:
    def says(key: str, day: str) -> None:
        store.add_listing(Listing("sedetc", key, "", "90001-2019-HD", fecha_publicacion=day))

    says("1", "2020-01-01")
    says("2", "2020-01-31")
    assert standing(store, NOW + timedelta(days=59)) == ()
    (alarm,) = standing(store, NOW + timedelta(days=61, hours=1))
    assert alarm.regla == "sin_novedades"
    assert "a lo más 60" in alarm.mensaje
    says("3", "2020-06-01")
    assert standing(store, NOW + timedelta(days=61, hours=1)) == ()


def test_a_source_that_is_not_collected_any_more_is_an_alarm_and_one_never_collected_is_none(store: RawStore) -> None:
    assert standing(store) == ()
    end(store, ledger(store, filas=1), days_ago=9)
    assert [one.regla for one in standing(store)] == ["sin_recolectar"]
    end(store, ledger(store, filas=1))
    assert standing(store) == ()


def test_lines_of_changed_listings_are_alarms_and_losses_are_not(store: RawStore) -> None:
    store.report(Issue("recoleccion", "campo_desconocido", "Hay un campo nuevo.", "sedetc", "https://ejemplo.pe#campo"))
    store.report(Issue("recoleccion", "no_existe", "No existe.", "sedetc", "https://ejemplo.pe/a.pdf"))
    (alarm,) = standing(store)
    assert (alarm.regla, alarm.nombre, alarm.url) == ("campo_desconocido", "El listado trae un campo nuevo", "https://ejemplo.pe#campo")
    assert alarm.desde


def test_the_site_of_a_source_is_the_one_of_the_settings() -> None:
    assert site_of(source("sedetc"), Settings()) == source("sedetc").sitio
    assert site_of(source("sedetc"), SETTINGS) == "http://127.0.0.1:1/api"
    assert site_of(source("sample"), SETTINGS) == "http://127.0.0.1:1/api"

"""The parts of a run that need no server: settings, waits, plan, table of sources, alarms, monitors."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from scrapy.http import Response

from crawler.monitors import alarms
from crawler.pace import asked_wait
from crawler.plan import Plan
from crawler.run import SPIDERS
from crawler.settings import scrapy_settings, user_agent
from crawler.sources import source, sources
from models.errors import ConfigError
from models.ids import CODES
from models.settings import DEFAULT_SEDETC, DEFAULT_TC, Settings

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def test_user_agent_names_the_program_and_how_to_reach_us() -> None:
    assert user_agent(Settings(contact="equipo@ejemplo.pe")).endswith("(+equipo@ejemplo.pe)")
    assert user_agent(Settings(public_url="https://habeas.ejemplo.pe")).endswith("(+https://habeas.ejemplo.pe)")
    assert user_agent(Settings()).startswith("habeas/")
    assert "(+http" in user_agent(Settings())


def test_a_contact_that_no_header_can_carry_is_refused() -> None:
    with pytest.raises(ConfigError):
        user_agent(Settings(contact="a\r\nX-Y: z"))


def test_nothing_is_sent_elsewhere_and_certificates_are_verified() -> None:
    settings = scrapy_settings(Settings())
    assert settings.getbool("ROBOTSTXT_OBEY")
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    for name in ("TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED", "METAREFRESH_ENABLED"):
        assert not settings.getbool(name), name


def test_a_host_is_asked_one_thing_at_a_time_and_never_sooner_than_the_delay() -> None:
    settings = scrapy_settings(Settings(crawl_delay=2.5))
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert settings.getfloat("DOWNLOAD_DELAY") == 2.5
    assert settings.getfloat("DOWNLOAD_DELAY_JITTER") == 0


def test_proxies_are_for_the_network_and_not_for_loopback() -> None:
    local = Settings(sedetc_url="http://127.0.0.1:1/api/visitor", tc_url="http://127.0.0.1:1")
    assert not scrapy_settings(local).getbool("HTTPPROXY_ENABLED")
    assert scrapy_settings(Settings()).getbool("HTTPPROXY_ENABLED")


def test_an_unknown_log_level_is_refused() -> None:
    with pytest.raises(ConfigError):
        scrapy_settings(Settings(log="LOUD"))


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (429, {"Retry-After": "30"}, 30),
        (503, {"Retry-After": "Tue, 24 Nov 2026 12:01:30 GMT"}, 90),
        (503, {"Retry-After": "Tue, 24 Nov 2026 11:00:00 GMT"}, 0),
        (503, {"Retry-After": "pronto"}, 0),
        (503, {}, 0),
        (200, {"Retry-After": "30"}, 0),
        (200, {"X-RateLimit-Remaining": "5"}, 0),
        (200, {"X-RateLimit-Remaining": "0"}, 60),
        (200, {"X-RateLimit-Remaining": "0", "Retry-After": "3"}, 3),
        (429, {"X-RateLimit-Remaining": "0"}, 60),
        (200, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "12"}, 12),
        (200, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(NOW.timestamp()) + 7)}, 7),
    ],
)
def test_what_a_host_asks_for_is_understood(status: int, headers: dict[str, str], seconds: float) -> None:
    assert asked_wait(Response("http://127.0.0.1/", status=status, headers=headers), NOW) == pytest.approx(seconds)


def test_a_plan_walks_every_month_of_its_interval() -> None:
    assert list(Plan(since="2020-11", until="2021-02").months("1996-01", NOW)) == ["2020-11", "2020-12", "2021-01", "2021-02"]
    whole = list(Plan().months("1996-01", NOW))
    assert (whole[0], whole[-1], len(whole)) == ("1996-01", "2026-11", 371)


def test_the_current_month_is_lima_s() -> None:
    assert list(Plan().months("2026-11", datetime(2026, 12, 1, 3, tzinfo=UTC))) == ["2026-11"]


@pytest.mark.parametrize("plan", [{"since": "2021-13"}, {"until": "21-01"}, {"since": "enero"}, {"since": "2021-02", "until": "2021-01"}])
def test_a_plan_that_is_none_is_refused(plan: dict[str, str]) -> None:
    with pytest.raises(ConfigError):
        Plan(**plan)  # type: ignore[arg-type]


def test_every_source_of_the_table_has_a_spider_and_a_sane_row() -> None:
    assert sources().keys() == SPIDERS.keys()
    for row in sources().values():
        assert set(row.procesos) <= set(CODES)
        assert list(Plan(until=row.primer_mes).months(row.primer_mes, NOW)) == [row.primer_mes]
        assert all(year.isdecimal() and 0 <= low < high for year, (low, high) in row.esperado.items())
    assert source("sedetc").sitio == DEFAULT_SEDETC
    assert DEFAULT_TC.removeprefix("https://") in source("sedetc").hosts_de_archivos


def test_an_unknown_source_is_refused_with_the_names_that_exist() -> None:
    with pytest.raises(ConfigError, match="sedetc"):
        source("poder-judicial")


def test_a_listing_without_a_row_is_an_alarm() -> None:
    assert [issue.regla for issue in alarms(source("sample"), "http://127.0.0.1:1", 0, {})] == ["listado_vacio"]


def test_a_year_outside_what_is_believable_is_an_alarm_at_the_court_and_not_at_a_replica() -> None:
    row = replace(source("sedetc"), esperado={"2020": (5, 10), "2021": (5, 10), "2022": (5, 10)})
    years = {"2020": 7, "2021": 11}
    assert [issue.url[-4:] for issue in alarms(row, row.sitio, 18, years)] == ["2021", "2022"]
    assert list(alarms(row, "http://127.0.0.1:1", 18, years)) == []

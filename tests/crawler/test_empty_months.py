"""When a month that has nothing any more is believed. A small Court on loopback, the real command."""

from pathlib import Path

from models.store import RawStore
from tests.crawler.replica import Replica, row, running


def _court() -> Replica:
    dates = ("2022-04-10", "2022-05-10", "2022-05-11")
    return Replica(rows=[row(n, f"9000{n}-2021-HD", date) for n, date in enumerate(dates, 1)])


def _asked(court: Replica, home: Path) -> list[str]:
    """The files that a run asks for."""
    before = len(court.of_files())
    done = court.habeas(home, "collect", "sedetc", "--since", "2022-04", "--until", "2022-05")
    assert done.returncode == 0, done.stderr
    return court.of_files()[before:]


def _rules(home: Path) -> list[str]:
    with RawStore.open(home) as store:
        return [issue.regla for issue in store.issues()]


def test_a_month_without_any_file_of_ours_that_stays_empty_is_believed_after_a_while(tmp_path: Path) -> None:
    court = _court()
    court.rows[0] = row(1, "90001-2021-AA", "2022-04-10")
    with running(court):
        _asked(court, tmp_path)
        taken = court.rows.pop(0)
        _asked(court, tmp_path)
        assert _rules(tmp_path) == ["mes_vacio"]
        court.rows.insert(0, taken)
        _asked(court, tmp_path)
        assert _rules(tmp_path) == [], "it has rows again"
        court.rows.pop(0)
        for days, rules in ((0, ["mes_vacio"]), (20, ["mes_vacio"]), (31, []), (0, [])):
            with RawStore.open(tmp_path) as store, store.transaction():
                store.catalogue.execute("UPDATE runs SET started = strftime('%Y-%m-%dT%H:%M:%SZ', started, ?)", (f"-{days} days",))
            _asked(court, tmp_path)
            assert _rules(tmp_path) == rules, days
        with RawStore.open(tmp_path) as store:
            assert next(store.runs()).estado == "completa"

"""What a file that can't be had now costs: how often it is asked for in a run, how long it is waited for, what its line says."""

from collections import Counter
from pathlib import Path

from crawler.platforms.file_desk import _WAITS
from crawler.sources import sources
from models.store import RawStore
from tests.crawler.replica import STALL, Replica, row, running


def test_a_file_that_stalls_or_is_not_there_is_tried_again_at_the_end_and_its_line_says_how_often(tmp_path: Path) -> None:
    court = Replica(rows=[row(number, f"9000{number}-2021-HD", "2022-05-10") for number in range(1, 5)])
    stalls, missing, good = (f"/jurisprudencia/2022/9000{n}-2021-HD.pdf" for n in (1, 2, 4))
    court.files = {stalls: [(STALL, {}, b"")], missing: [(404, {}, b"no")]}
    with running(court):
        assert court.habeas(tmp_path, "collect", "sedetc", "--since", "2022-05", "--until", "2022-05", hurried=True).returncode == 0
    asked = court.of_files()
    assert Counter(asked)[stalls] == 3, "two short waits and a whole one: 90 seconds with the Court's own"
    assert Counter(asked)[missing] == 2
    assert asked.index(good) < len(asked) - 1 - asked[::-1].index(missing), "after all the others"
    with RawStore.open(tmp_path) as store:
        lines = {issue.regla: issue for issue in store.issues()}
    assert lines["sin_respuesta"].mensaje.endswith("En esta se pidió 3 veces.")
    assert lines["no_existe"].mensaje.endswith("Se volverá a pedir en la próxima recolección. En esta se pidió 2 veces.")


def test_waits_for_a_file_that_stalls_come_to_less_than_a_minute_and_a_half() -> None:
    live = [source for source in sources().values() if source.viva]
    assert len(live) == 2
    assert all(sum(_WAITS) * source.espera_archivo <= 90 for source in live)
    assert max(_WAITS) == 1, "the last try is given all the time that the source may need (sources.md §1.2)"

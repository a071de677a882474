"""What `habeas collect` tells: its exit codes, its closing table, its help. A small Court on loopback where a run is needed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.ledger import EstadoDeCorrida, Outcome
from crawler.run import INTERRUPTED
from crawler.sources import sources
from habeas.collect import _exit_code, _next
from models.store import RawStore
from tests.crawler.replica import CONSULTA, Replica, row, running, times

MONTH = ("--since", "2022-05", "--until", "2022-05")


def _outcome(estado: EstadoDeCorrida, motivo: str = "", avisos: int = 0, por_pedir: int = 0) -> Outcome:
    return Outcome("una", estado, motivo, 1, 1, 1, 1, 1, 0, 0, 0, 0, por_pedir, avisos)


WHOLE, LINES = _outcome("completa"), _outcome("completa", avisos=3)
PART, LOST, CUT = _outcome("incompleta", "faltan páginas", 1), _outcome("fallida", "nada", 1), _outcome("incompleta", INTERRUPTED)


@pytest.mark.parametrize(
    ("outcomes", "code", "strict"),
    [
        ((WHOLE,), 0, 0),
        ((LINES,), 0, 1),
        ((PART,), 0, 1),
        ((WHOLE, LOST), 0, 1),  # what could be had is stored, what could not has its lines
        ((LOST, PART), 0, 1),
        ((LOST,), 3, 3),
        ((LOST, LOST), 3, 3),
        ((WHOLE, CUT), 3, 3),
    ],
)
def test_a_run_is_not_done_only_when_no_source_could_be_read_or_it_was_cut_off(
    outcomes: tuple[Outcome, ...], code: int, strict: int
) -> None:
    assert (_exit_code(outcomes, strict=False), _exit_code(outcomes, strict=True)) == (code, strict)


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (LOST, "leerla de nuevo"),
        (PART, "leer lo que falta"),
        (LINES, "reintentar 3"),
        (_outcome("completa", por_pedir=7), "pedir 7"),
        (WHOLE, "solo lo nuevo"),
    ],
)
def test_the_table_says_what_the_next_run_will_do(outcome: Outcome, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "es_PE.UTF-8")
    assert _next(outcome) == said


def test_a_dead_consulta_does_not_undo_what_the_listing_gave(tmp_path: Path) -> None:
    court = Replica(rows=[row(1, "90001-2021-HD", "2022-05-10")], faults=[times(10**6, (400, {}, b"no"), CONSULTA)])
    with running(court):
        done = court.habeas(tmp_path, "collect", *MONTH)
        assert done.returncode == 0, done.stderr
        assert court.habeas(tmp_path, "collect", "causas", *MONTH).returncode == 3
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["sedetc", "causas"] in lines
    assert ["estado", "completa", "fallida"] in lines
    assert ["la", "próxima", "vez", "solo", "lo", "nuevo", "leerla", "de", "nuevo"] in lines
    assert "causas: fallida." in done.stderr
    assert "habeas collect causas" in done.stderr
    with RawStore.open(tmp_path) as store:
        assert sum(1 for _ in store.versions()) == 1
        assert {(issue.fuente, issue.regla) for issue in store.issues()} == {("causas", "http_400")}


def _help(lang: str, home: Path) -> str:
    environ = {"HABEAS_HOME": str(home), "LC_ALL": lang, "PATH": os.environ["PATH"]}
    command = [sys.executable, "-m", "habeas", "collect", "--help"]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=True).stdout


def test_the_help_teaches_sources_exit_codes_and_examples_in_both_languages(tmp_path: Path) -> None:
    spanish, english = _help("es_PE.UTF-8", tmp_path), _help("en_US.UTF-8", tmp_path)
    for shown, titles in (
        (spanish, ("Fuentes (", "Más ejemplos:", "Termina con:")),
        (english, ("Sources (", "More examples:", "Exits with:")),
    ):
        assert all(title in shown for title in titles)
        lines = [line.strip() for line in shown.splitlines()]
        for name in sources():
            assert any(line.startswith(f"{name} ") for line in lines), name
        for code in "0123":
            assert any(line.startswith(f"{code}  ") for line in lines), code
    assert not any(word in english for word in ("Fuentes", "Termina", "Más ejemplos"))

"""0 silent losses: under every fault of the table what can be had is stored, all else is an open line, and a clean run closes every line."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from models.issues import Issue
from models.store import RawStore
from models.urls import stem
from tests.crawler.faulty_court import faulty_court, heal
from tests.crawler.replica import Replica, court_url, running
from tests.crawler.replica_faults import FAULTS, Fault


@dataclass(frozen=True)
class Seen:
    """What is there after a run: cases that have a file, and the open lines."""

    output: str
    code: int
    cases: frozenset[str]
    issues: tuple[Issue, ...]
    files: int
    """Requests for files in this run."""


def _run(court: Replica, home: Path, *more: str) -> Seen:
    before = len(court.of_files())
    done = court.habeas(home, "collect", "sedetc", *more, hurried=True)
    with RawStore.open(home) as store:
        cases = frozenset(str(version.expediente) for version in store.versions())
        return Seen(done.stdout + done.stderr, done.returncode, cases, tuple(store.issues()), len(court.of_files()) - before)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Seen, Seen, Seen]]:
    """A run with all faults, one after everything was mended, one over the unchanged Court."""
    home = tmp_path_factory.mktemp("home")
    with running(faulty_court()) as court:
        first = _run(court, home, "--since", "2012-01", "--until", "2015-12")
        heal(court)
        yield first, _run(court, home), _run(court, home, "--strict")


def _about(issue: Issue, fault: Fault) -> bool:
    """Whether the line is about the fault's file, row or month."""
    row = fault.row()
    own = {stem(str(row["url_archivo"] or "")), stem(court_url(fault.month[:4], fault.case, fault.suffix))} - {""}
    return (
        stem(issue.url) in own
        or issue.url.endswith(f"#{fault.number}")
        or ("#" not in issue.url and f"fecha_publicacion={fault.month}" in issue.url)
    )


def test_the_table_has_all_kinds_and_each_fault_once() -> None:
    assert len(FAULTS) >= 76
    assert max(Counter(fault.name for fault in FAULTS).values()) == 1


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_what_can_be_had_is_stored_and_all_else_is_said(runs: tuple[Seen, Seen, Seen], fault: Fault) -> None:
    seen = runs[0]
    assert (fault.case in seen.cases) == fault.stored, seen.output[-2000:]
    lines = [issue for issue in seen.issues if _about(issue, fault)]
    rules = {issue.regla for issue in lines} | {
        issue.regla for issue in seen.issues if "#_source." in issue.url or "#charset" in issue.url or "#data" in issue.url
    }
    if fault.regla is not None:
        assert fault.regla in rules, lines
    elif fault.stored:
        assert lines == []


def test_every_line_says_where_why_and_what_comes_next(runs: tuple[Seen, Seen, Seen]) -> None:
    for issue in runs[0].issues:
        assert issue.url
        assert len(issue.mensaje) > 30, issue
        assert issue.fuente == "sedetc"


def test_a_clean_run_has_everything_and_closes_every_line(runs: tuple[Seen, Seen, Seen]) -> None:
    seen = runs[1]
    assert seen.cases >= {fault.case for fault in FAULTS}, seen.output
    assert seen.issues == ()


def test_an_unchanged_court_is_asked_for_its_listing_alone(runs: tuple[Seen, Seen, Seen]) -> None:
    assert runs[2].files == 0

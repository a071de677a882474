"""Latencies of the product's search beside the FTS5 baseline: same records, same questions, one run."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.baseline import Fts5
from bench.questions import Question, kinds
from indexer.derived import Derived
from indexer.index.live import LiveIndex
from indexer.publishing import completed
from models.search import Filter, SearchQuery
from models.settings import Settings

FACETS = ("resultado", "sentido", "entidad", "tipo_entidad", "anio", "sala", "distrito", "norma", "magistrado", "costos")
"""What a page of results counts."""


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of one kind of question, ours and the baseline's; `differ` = questions whose totals differ."""

    kind: str
    ours: tuple[float, float]
    baseline: tuple[float, float]
    differ: int


def latencies(home: Path) -> Iterator[Latency]:
    """Every kind, each question warmed once and then timed, ours and the baseline in turn."""
    settings = Settings(home=home)
    index = LiveIndex(settings)
    baseline = Fts5(home / "fts5.sqlite")
    if not baseline.size:
        with Derived.open(home) as derived:
            baseline.fill(completed(derived))
    for kind, questions in kinds().items():
        faceted = kind == "página con facetas"
        ours = [_query(question, faceted) for question in questions]
        totals = [index.search(query).total for query in ours]
        other = [_ask(baseline, question, faceted) for question in questions]
        differ = sum(a != ask() for a, ask in zip(totals, other, strict=True))
        timed = _timed([lambda query=query: index.search(query) for query in ours])  # type: ignore[misc]
        yield Latency(kind, timed, _timed(other), differ)


def _query(question: Question, faceted: bool) -> SearchQuery:
    filters = (Filter("proceso", ("todos",)), *(Filter(name, (value,)) for name, value in question.filters))
    return SearchQuery(q=question.q, filters=filters, modo="exacto", series="todas", facetas=FACETS if faceted else ())


def _ask(baseline: Fts5, question: Question, faceted: bool) -> Callable[[], int]:
    filters = dict(question.filters)
    if faceted:
        return lambda: baseline.faceted(question.match, filters, FACETS)[0]
    return lambda: baseline.page(question.match, filters)[0]


def _timed(asks: Sequence[Callable[[], object]]) -> tuple[float, float]:
    """p50 and p95 in milliseconds."""
    spent = []
    for ask in asks:
        began = time.perf_counter()
        ask()
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent), statistics.quantiles(spent, n=20)[-1]


def show(label: str, lines: Iterator[Latency]) -> Iterator[str]:
    """A table: p50 / p95 of both and the ratios."""
    yield f"  {label:24} {'nuestro p50 / p95 ms':>24} {'FTS5 p50 / p95 ms':>24} {'veces p50 / p95':>18}  totales distintos"
    for line in lines:
        (a, b), (c, d) = line.ours, line.baseline
        yield f"  {line.kind:24} {a:13.1f} / {b:8.1f} {c:13.1f} / {d:8.1f} {c / a:9.1f} / {d / b:6.1f}  {line.differ}"

"""Latencies of the product's search beside the FTS5 baseline: same records, same questions, one run.

Each question is asked three times: first with nothing of it at hand but the files' pages, then twice with what the product keeps. FTS5 keeps
nothing between questions. Milliseconds by the clock and of the processor: on a busy machine only the second can be compared between runs.
"""

import asyncio
import resource
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import httpx

from bench.baseline import Fts5
from bench.questions import Question, kinds
from indexer.derived import Derived
from indexer.index.base import SearchIndex
from indexer.index.live import LiveIndex
from indexer.publishing import completed
from models.search import FACETS, Filter, Modo, SearchQuery
from models.settings import Settings
from web.app import compose

FACETED = "página con facetas"
Ask = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Spent:
    """p50 and p95 in milliseconds, by the clock and of the processor."""

    wall: tuple[float, float]
    cpu: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Latency:
    """One kind of question: ours the first time and again, the baseline's (None: it has no such kind); `differ` = questions whose totals differ."""

    kind: str
    first: Spent
    again: Spent
    baseline: Spent | None
    differ: int | None


def latencies(home: Path) -> Iterator[Latency]:
    """Every kind, then the faceted page over HTTP."""
    settings = Settings(home=home)
    began = time.perf_counter()
    index = LiveIndex(settings)
    index.search(SearchQuery(q="copias", modo="exacto"))
    opened = Spent(((time.perf_counter() - began) * 1000,) * 2, (0.0, 0.0))
    yield Latency("abrir y preguntar", opened, opened, None, None)
    baseline = Fts5(home / "fts5.sqlite")
    if not baseline.size:
        with Derived.open(home) as derived:
            baseline.fill(completed(derived))
    yield from compared(index, baseline)
    yield over_http(index, settings)


def compared(index: SearchIndex, baseline: Fts5) -> Iterator[Latency]:
    """Every kind of question in process, ours and the baseline."""
    for kind, questions in kinds().items():
        asked = [_query(question, kind == FACETED) for question in questions]
        ours: list[Ask] = [lambda query=query: index.search(query) for query in asked]  # type: ignore[misc]
        other = [_ask(baseline, question, kind == FACETED) for question in questions]
        first = _timed(ours)
        totals = [index.search(query).total for query in asked]
        differ = None if questions[0].open else sum(a != ask() for a, ask in zip(totals, other, strict=True))
        yield Latency(kind, first, _timed(ours), _timed(other), differ)


def over_http(index: SearchIndex, settings: Settings) -> Latency:
    """The faceted page as a client gets it, from the application's first line to its last."""
    client = httpx.AsyncClient(transport=httpx.ASGITransport(compose(index, settings)), base_url="http://bench")
    pages = [f"/api/v1/sentencias?{urlencode([('q', one.q), ('proceso', 'todos'), *one.filters])}" for one in kinds()[FACETED]]
    with asyncio.Runner() as runner:
        asks: list[Ask] = [lambda page=page: runner.run(client.get(page)).raise_for_status() for page in pages]  # type: ignore[misc]
        return Latency(f"{FACETED}, HTTP", _timed(asks), _timed(asks), None, None)


def _query(question: Question, faceted: bool) -> SearchQuery:
    filters = (Filter("proceso", ("todos",)), *(Filter(name, (value,)) for name, value in question.filters))
    modo: Modo = "amplio" if question.open else "exacto"
    return SearchQuery(q=question.q, filters=filters, modo=modo, series="todas", facetas=None if faceted else ())


def _ask(baseline: Fts5, question: Question, faceted: bool) -> Callable[[], int]:
    filters = dict(question.filters)
    if faceted:
        return lambda: baseline.faceted(question.match, filters, FACETS)[0]
    if question.together:
        return lambda: baseline.together(question.match, question.together)[0]
    return lambda: baseline.page(question.match, filters)[0]


def _timed(asks: Sequence[Ask]) -> Spent:
    wall, cpu = [], []
    for ask in asks:
        began, worked = time.perf_counter(), time.process_time()
        ask()
        cpu.append((time.process_time() - worked) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
    return Spent(_quantiles(wall), _quantiles(cpu))


def _quantiles(spent: list[float]) -> tuple[float, float]:
    return statistics.median(spent), statistics.quantiles(spent, n=20)[-1]


def show(label: str, lines: Iterator[Latency]) -> Iterator[str]:
    """A table: p50 / p95 and how many times the baseline's processor time ours is, first time and again; the most memory at the end."""
    heads = ("primera vez, CPU", "otra vez, CPU", "otra vez, reloj", "FTS5, CPU")
    yield f"  {label:24}" + "".join(f"{head:>20}" for head in heads) + "   veces p50/p95: primera, otra   totales distintos"
    for line in lines:
        spents = (line.first.cpu, line.again.cpu, line.again.wall, line.baseline.cpu if line.baseline else None)
        times = ""
        if line.baseline is not None:
            ratios = (line.baseline.cpu[at] / spent.cpu[at] for spent in (line.first, line.again) for at in (0, 1))
            times = "   {:5.1f}/{:5.1f}  {:5.1f}/{:5.1f}".format(*ratios)
        told = "" if line.differ is None else f"   {line.differ}"
        yield (
            f"  {line.kind:24}" + "".join(f"{'':>20}" if one is None else f"{one[0]:11.1f} /{one[1]:7.1f}" for one in spents) + times + told
        )
    yield f"  memoria: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB (con la base de comparación abierta)"

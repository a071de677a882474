"""Runs the spiders of the chosen sources, one after the other, in this process."""

import asyncio
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from typing import Any, cast

from scrapy import Spider, signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from twisted.internet.error import ReactorNotRunning
from twisted.python.failure import Failure

from crawler.ledger import Ledger, Outcome, Progress
from crawler.lock import collecting
from crawler.monitors import watch
from crawler.plan import Plan
from crawler.settings import scrapy_settings
from crawler.sources import source, sources
from crawler.spiders.causas import Causas
from crawler.spiders.sample import Sample
from crawler.spiders.sedetc import Sedetc
from models.errors import ConfigError, NotDone
from models.settings import Settings
from models.store import RawStore

SPIDERS: Mapping[str, type[Spider]] = {"sedetc": Sedetc, "causas": Causas, "sample": Sample}
INTERRUPTED = "Se interrumpió; lo recolectado está guardado. Repita la orden para seguir."


def collect(settings: Settings, names: Iterable[str], plan: Plan, report: Callable[[Progress], None]) -> tuple[Outcome, ...]:
    """Collects the named sources (all live ones when none is named) into the home; what each run did, in order.

    Once a process: Scrapy's reactor can't start twice. Everything is kept as it arrives: killed at any point, the next run finishes; on Ctrl-C it
    ends in order. Raises ConfigError on an unknown source, NotDone when the disk is full or another process collects, and what a bug raised.
    """
    chosen = [source(name) for name in dict.fromkeys(names)] or [found for found in sources().values() if found.viva]
    if len(chosen) > 1 and not all(found.viva for found in chosen):
        raise ConfigError("El tribunal de muestra tiene su propia carpeta: recoléctelo solo, con «habeas collect sample».")
    bare = plan.dry_run and not (settings.home / "catalogo.sqlite").exists()
    with nullcontext() if bare else collecting(settings.home), nullcontext() if bare else RawStore.open(settings.home) as store:
        jobs = [_Job(Ledger(found, plan, store, report), settings) for found in chosen]
        with _signals_given_back():
            _drive(AsyncCrawlerProcess(scrapy_settings(settings)), jobs)
        return tuple(job.end() for job in jobs if job.begun)


@dataclass(slots=True)
class _Job:
    """One source of a command: its run in the catalogue, from beginning to end."""

    ledger: Ledger
    settings: Settings
    number: int = 0
    begun: bool = False
    outcome: Outcome | None = None

    async def work(self, process: AsyncCrawlerProcess) -> None:
        """Crawls the source."""
        name = self.ledger.source.name
        self.begun = True
        if self.ledger.store is not None and not self.ledger.plan.dry_run:
            self.number = self.ledger.run = self.ledger.store.start_run("collect", name)
        crawler = process.create_crawler(SPIDERS[name])
        _watch(crawler, self.ledger)
        await process.crawl(crawler, config=self.settings, ledger=self.ledger)

    def end(self) -> Outcome:
        """Closes the run, once. Raises what ended it before its time."""
        if self.outcome is None:
            ledger = self.ledger
            watch(ledger, self.settings)
            self.outcome = ledger.finish()
            if self.number and ledger.store is not None:
                with suppress(NotDone) if ledger.crash else nullcontext():
                    ledger.store.finish_run(self.number, self.outcome.estado, self.outcome.counts())
        if self.ledger.crash is not None:
            raise self.ledger.crash
        return self.outcome


def _drive(process: AsyncCrawlerProcess, jobs: Sequence[_Job]) -> None:
    """Works the jobs off in Scrapy's loop, until the last, the first that fails, or Ctrl-C."""

    async def all_jobs() -> None:
        for job in jobs:
            await job.work(process)
            if job.ledger.crash is not None or job.ledger.stop == INTERRUPTED:
                return
            job.end()

    def stop(_: object) -> None:
        from twisted.internet import reactor  # importing it installs it: not before the process has

        with suppress(ReactorNotRunning):
            cast(Any, reactor).stop()  # zope's interfaces have no self

    task = asyncio.get_event_loop().create_task(all_jobs())
    task.add_done_callback(stop)
    process.start(stop_after_crawl=False)
    if task.done():
        task.result()
    else:
        task.cancel()


def _watch(crawler: Crawler, ledger: Ledger) -> None:
    """An error that is no issue ends the crawl and stays in the ledger: Scrapy would log it and go on without what it broke."""
    closing: list[asyncio.Task[None]] = []

    def crashed(failure: Failure, **_: object) -> None:
        if ledger.crash is None and failure.value is not None:
            ledger.crash = failure.value
            assert crawler.engine is not None  # it has just called the spider
            closing.append(asyncio.ensure_future(crawler.engine.close_spider_async(reason="fallo")))

    def closed(reason: str, **_: object) -> None:
        if reason == "shutdown":
            ledger.stop = INTERRUPTED

    crawler.signals.connect(crashed, signals.spider_error, weak=False)
    crawler.signals.connect(crashed, signals.item_error, weak=False)
    crawler.signals.connect(closed, signals.spider_closed, weak=False)


@contextmanager
def _signals_given_back() -> Iterator[None]:
    """Scrapy takes Ctrl-C for itself; whoever serves afterwards needs it."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

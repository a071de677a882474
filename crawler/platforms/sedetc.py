"""Sources that publish as the SEDETC API does: a listing month by month, and the files it announces on the Court's site (sources.md §1–2).

A run: the months, oldest first; then again those that did not add up; then what the listing no longer announces and what was not looked at for long
(crawler.revisits); then, in rounds, the files that failed. Whatever is left is an issue line.
"""

from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import urlencode

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.alarm_table import alarm_table
from crawler.errors import UnexpectedPage, UnusableUrl
from crawler.history import months, says_so_since
from crawler.ledger import Ledger
from crawler.middlewares import Patience, RobotsForbid, origin_of
from crawler.pages.sedetc import listing_page
from crawler.pipelines import Item
from crawler.platforms.court_files import CourtFile, court_file
from crawler.platforms.months import MonthWalk, Sum, Taken
from crawler.platforms.rounds import HOPELESS, ROUNDS, RoundsSpider
from crawler.platforms.sedetc_detail import Details
from crawler.platforms.sedetc_row import codes_of, oddities, row_trouble
from crawler.trouble import failed
from models.document import Listing
from models.issues import Issue
from models.settings import Settings

_LATER = 2**62
"""A run after all: what a dry run takes for the one that finds a change."""


class SedetcSpider(RoundsSpider):
    """Walks the months of the plan one page at a time; asks for each announced file of the wanted processes that there is a reason to look at."""

    listing_path = "/sentencia/busqueda/cronologico"

    def __init__(self, config: Settings, ledger: Ledger) -> None:
        super().__init__(config, ledger)
        self.origins = frozenset(map(origin_of, (config.sedetc_url, config.tc_url)))
        now = datetime.now(UTC)
        whole = list(type(ledger.plan)().months(ledger.source.primer_mes, now))
        asked = list(ledger.plan.months(ledger.source.primer_mes, now))
        self._span = (min([*whole, *asked]), max([*whole, *asked]))
        self._walks = deque(asked)
        self._again: deque[MonthWalk] = deque()
        self._swept, ledger.months = False, len(asked)
        self._sum = Sum()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """The spider as Scrapy builds it."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.details = Details(spider.ledger, spider.config.sedetc_url)
        return spider

    details: Details

    async def start(self) -> AsyncIterator[Request]:
        """The vocabularies and the first page of the first month; every further request follows from an answer."""
        for request in (*self.details.ask_vocabularies(), *self._next_month()):
            yield request

    def closed(self, reason: str) -> None:
        """Writes the lines of all that could not be had."""
        if self.ledger.crash is None:
            self.desk.end()
            for url, issue in list(self._troubles.items()):
                if issue.regla == "mes_vacio" and self._explained(url):
                    del self._troubles[url]
                else:
                    self.ledger.issue(issue)
            self.ledger.lost_pages = len(self._troubles)
            self._add_up()

    def _add_up(self) -> None:
        """After a walk through every month: whether they are all that the source says it has."""
        if not self.ledger.plan.whole or self.ledger.stop or self._troubles:
            return
        url, wrong = f"{self.config.sedetc_url}{self.listing_path}", self._sum.imbalance()
        if wrong is None:
            self.ledger.settled(url)
        else:
            mensaje = f"{wrong} Se volverá a contar en la próxima recolección."
            self.ledger.issue(Issue("recoleccion", "total_no_cuadra", mensaje, self.ledger.source.name, url))

    def _explained(self, url: str) -> bool:
        """Whether a month that is empty now may be so: its files of ours are gone from the site, too, or the source has said nothing else for long.

        The second is for months that had rows of other processes only, of which nothing is here that could be asked for: without it their line would
        stay for ever, and no run over them be complete.
        """
        looks, month = self.ledger.looks, url.partition("fecha_publicacion=")[2][:7]
        if looks is None or not self.ledger.writes or not (looks.all_gone(month) or self._confirmed(month)):
            return False
        looks.explained(month)
        self.ledger.settled(url)
        return True

    def _confirmed(self, month: str) -> bool:
        """Whether the source has said for `dias_que_confirman` of the alarms' table what it says of the month now."""
        ledger = self.ledger
        assert ledger.store is not None  # `_explained` has asked
        read = months(ledger.store, ledger.source.name).get(month)
        since = says_so_since(ledger.store, ledger.source.name, read.changed) if read and read.changed else None
        return since is not None and (datetime.now(UTC) - since).days >= alarm_table().dias_que_confirman

    def what_is_left(self) -> list[Request]:
        if self._again and not self.ledger.stop:
            self._forgive()
            return list(self._next_month())
        if not self._swept and not self.ledger.stop and self.ledger.plan.limit is None:
            self._swept = True
            if requests := list(self._sweep()):
                return requests
        return self.desk.next_round()

    def _forgive(self) -> None:
        Patience.of(self.crawler).forgive(self.config.sedetc_url, 8 * 2 ** self._again[0].round)

    def _next_month(self) -> Iterator[Request]:
        """The first page of the next month; when all were walked once, of the next that is walked again (`idle` sees to the pause before)."""
        if self.ledger.plan.limit is not None and self.desk.room() <= 0:
            self._walks.clear()
            self._again.clear()
        elif self._walks:
            month, looks = self._walks.popleft(), self.ledger.looks
            self.ledger.month = month
            yield self._page_request(MonthWalk(month, self._span, looks.rows_known(month) if looks else 0))
        elif self._again:
            walk = self._again.popleft()
            self.ledger.month = walk.month
            walk.again()
            yield self._page_request(walk)

    def _page_url(self, walk: MonthWalk, number: int | None) -> str:
        """The address of a page, or of the whole month (None)."""
        query = {"fecha_publicacion": walk.month, **({"page": str(number)} if number else {})}
        return f"{self.config.sedetc_url}{self.listing_path}?{urlencode(query)}"

    def _page_request(self, walk: MonthWalk) -> Request:
        tries = {"max_retry_times": 3, "slow_tries": 0} if walk.round else {"slow_tries": 1}
        if not walk.told and walk.number > 1:
            tries = {"max_retry_times": 1}  # a page past the end answers 500 (sources.md §1.2)
        return Request(
            self._page_url(walk, walk.number),
            self.parse_page,
            errback=self.page_failed,
            headers={"Accept": "application/json"},
            cb_kwargs={"walk": walk},
            meta={"download_timeout": self.ledger.source.espera_listado, **tries},
            dont_filter=True,
        )

    def parse_page(self, response: Response, walk: MonthWalk) -> Iterator[Request | Item]:
        """The rows of a page, then the way on. A page that is not the one asked for is asked for twice more, and again at the end."""
        name, url = self.ledger.source.name, self._page_url(walk, walk.number)
        try:
            page = listing_page(response.body, name)
            taken = walk.take(page)
            self._sum.hear(page)
        except UnexpectedPage as error:
            assert response.request is not None
            again = Patience.of(self.crawler).retry(response.request, error.regla, 2)
            if again is not None:
                yield again
                return
            yield from self._lost(walk, Issue("recoleccion", error.regla, f"{error} Se volverá a pedir.", name, url))
            return
        self._troubles.pop(url, None)
        self.ledger.settled(url)
        self.ledger.counts["paginas"] += 1
        self.ledger.counts["filas"] += len(taken.rows)
        yield from oddities(page, taken, walk, self._page_url(walk, None), self.ledger)
        yield from self._rows(taken, walk)
        yield from self._go_on(walk)

    def page_failed(self, failure: Failure) -> Iterator[Request | Item]:
        """Keeps the page for another round, then goes on; when the host is lost for now, to what does not need it."""
        walk: MonthWalk = failure.request.cb_kwargs["walk"]  # type: ignore[attr-defined]
        issue = failed(self.ledger.source.name, self._page_url(walk, walk.number), "", failure)
        hopeless = isinstance(failure.value, HOPELESS)
        self._relapses += hopeless
        if isinstance(failure.value, RobotsForbid) or (hopeless and self._relapses > ROUNDS):
            self._troubles[issue.url] = issue
            self.ledger.stop = f"El listado no se pudo seguir leyendo desde {walk.month}: habeas issues dice por qué."
        elif hopeless:
            self._troubles[issue.url] = issue
            walk.lose()
            self._again.appendleft(walk)  # `idle` goes on from here after a pause
            return
        elif not walk.told and walk.number > 1:
            yield from self._end_of(walk)  # past the end, as far as one can tell: the balance has its own line
        else:
            yield from self._lost(walk, issue)

    def _lost(self, walk: MonthWalk, issue: Issue) -> Iterator[Request | Item]:
        self._troubles[issue.url] = issue
        if issue.regla == "mes_vacio" and walk.round >= ROUNDS:
            walk.emptied = True
        walk.lose()
        yield from self._go_on(walk)

    def _go_on(self, walk: MonthWalk) -> Iterator[Request | Item]:
        """The next page of the month, or its end."""
        if walk.next_page() is not None:
            yield self._page_request(walk)
        else:
            yield from self._end_of(walk)

    def _end_of(self, walk: MonthWalk) -> Iterator[Request | Item]:
        """The balance of a month and the next one; a month that does not add up comes again later."""
        wrong = walk.imbalance()
        if walk.round < ROUNDS and (walk.lost or (wrong is not None and wrong[0] == "total_no_cuadra")):
            self._again.append(walk)
        else:
            yield from self._balance(walk, wrong)
            self.ledger.counts["meses"] += 1
            self.ledger.tell()
        yield from self._next_month()

    def _balance(self, walk: MonthWalk, wrong: tuple[str, str] | None) -> Iterator[Request | Item]:
        url, looks, name = self._page_url(walk, None), self.ledger.looks, self.ledger.source.name
        if wrong is not None:
            yield Issue("recoleccion", wrong[0], f"{wrong[1]} Se volverá a contar en la próxima recolección.", name, url)
        elif not walk.lost:
            self.ledger.settled(url)
        self._sum.rows += walk.rows if walk.total is None else walk.total
        if not walk.lost:
            self.ledger.read |= {f"{url}#", f"{url}&page="}
        if looks is None or (walk.lost and not walk.emptied):
            return
        differs = looks.would_read(walk.month, walk.digest())
        if self.ledger.writes:
            looks.read_month(walk.month, walk.digest(), walk.rows, self.ledger.run)
        changed = _LATER if differs and not self.ledger.writes else looks.changed_in(walk.month)
        for listing in looks.listed(walk.month, self.ledger.run) if changed else ():
            if (file := self._file_of(listing)) is not None:
                yield from self.desk.ask(file, listing, changed)

    def _rows(self, taken: Taken, walk: MonthWalk) -> Iterator[Request | Item]:
        """The rows of the wanted processes: kept, their details and their files asked for where there is a reason."""
        base = self._page_url(walk, None)
        kept, incomplete = [], []  # rows of the wanted processes, and those without details
        for row in taken.rows:
            codes = codes_of(row)
            if codes and not codes & self.ledger.processes:
                continue
            if (issue := row_trouble(row, base)) is not None:
                yield issue
            if issue is None or issue.regla != "expediente_ilegible":
                kept.append((row, self.ledger.differs(row, walk.hash_of(row.key))))
        with self.ledger.together():
            for row, _ in kept:
                sight = self.ledger.see(row, walk.month, walk.hash_of(row.key))
                if sight.fresh:
                    self.ledger.settled(f"{base}#{row.key}")
                if not sight.enriched:
                    incomplete.append(row)
        for row, differs in kept:
            try:
                file = court_file(row.url, self.ledger.source.hosts_de_archivos, self.config.tc_url)
            except UnusableUrl as error:
                yield Issue("recoleccion", error.regla, str(error), row.source, row.url or f"{base}#{row.key}", row.expediente.strip())
                continue
            yield from self.desk.ask(file, row, anyway=differs)
        yield from self.details.ask(incomplete)

    def _sweep(self) -> Iterator[Request]:
        """Files of rows that their months do not announce any more, and, when the listing changed, those not looked at for long."""
        looks, run = self.ledger.looks, self.ledger.run
        if looks is None or not self.ledger.writes:
            return
        before = looks.unannounced()
        fresh = [listing for listing in looks.missing(run) if codes_of(listing) & self.ledger.processes]
        for listing in fresh:
            looks.missed(listing.key, run)
        for listing in (*fresh, *before):
            file = self._file_of(listing)
            if file is not None and not looks.announces(file.url):
                yield from self.desk.ask_unannounced(file, listing, anyway=listing in fresh)
        for listing in looks.stalest(run, self.ledger.source.repaso_por_corrida) if looks.news(run) else ():
            if (file := self._file_of(listing)) is not None:
                yield from self.desk.ask(file, listing, anyway=True)

    def _file_of(self, listing: Listing) -> CourtFile | None:
        """The file that a kept row announces; None where it may not be asked for."""
        with suppress(UnusableUrl):
            return court_file(listing.url, self.ledger.source.hosts_de_archivos, self.config.tc_url)
        return None

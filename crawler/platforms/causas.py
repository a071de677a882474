"""Sources that publish as the Court's consulta de causas does: a list year by year and a page for each case, pending or decided (sources.md §3).

A run: the years of the plan, each page by page until an empty one, and the pages of the cases of the wanted processes that there is a reason to look at;
then again the years that did not add up; then, when any listing of the Court changed, the cases not looked at since; then, in rounds, what failed.
"""

from collections import Counter, deque
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.errors import UnexpectedPage
from crawler.ledger import Ledger
from crawler.middlewares import Patience, RobotsForbid, origin_of
from crawler.pages.causas import CausasPage, causas_page
from crawler.pipelines import Item
from crawler.platforms.causas_details import CausaDesk
from crawler.platforms.causas_years import YearWalk
from crawler.platforms.rounds import HOPELESS, ROUNDS, RoundsSpider
from crawler.platforms.sedetc_row import codes_of
from crawler.trouble import failed
from models.causa import CausaRow, believable
from models.causas_store import CausasStore
from models.document import Listing
from models.errors import BadIdentity
from models.ids import identify
from models.issues import Issue
from models.settings import Settings

PATH = "/consultas-de-causas/"
_QUERY = {"bus": "tc", "action": "search", **dict.fromkeys(("n_exp", "a_exp", "tip_exp", "demdt", "demdo", "ponte", "cod"), "")}
"""A search for everything, in the order of the site's own form."""
_NOT_THERE = (404, 410)
_ELSEWHERE = ("respuesta_ilegible", "redireccion")
_NOWHERE = 3
"""First pages that are not there, one year after the other, until the whole consulta counts as moved."""


class CausasSpider(RoundsSpider):
    """Walks the years of the plan (years of the cases, not of publication) one page at a time."""

    def __init__(self, config: Settings, ledger: Ledger) -> None:
        super().__init__(config, ledger)
        self.origins = frozenset([origin_of(config.tc_url)])
        self._base = f"{config.tc_url}{PATH}"
        self._years = list(dict.fromkeys(month[:4] for month in ledger.plan.months(ledger.source.primer_mes, datetime.now(UTC))))
        self._walks, self._again = deque(self._years), deque[YearWalk]()
        self._listed: Counter[str] = Counter()
        self._nowhere = 0
        self._closed = False
        """The site does not let the list be read, or has it no more."""
        self._swept = 0
        self._store = CausasStore(ledger.store) if ledger.store is not None else None
        ledger.months = len(self._years)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """The spider as Scrapy builds it."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.cases = CausaDesk(crawler, spider.ledger, spider.desk, spider.config.tc_url, spider._base)
        return spider

    cases: CausaDesk

    async def start(self) -> AsyncIterator[Request]:
        """The first page of the first year; every further request follows from an answer."""
        for request in self._next_year():
            yield request

    def closed(self, reason: str) -> None:
        """Writes the lines of all that could not be had, and whether the numbers of the list can be believed."""
        ledger = self.ledger
        if ledger.crash is not None:
            return
        self.cases.end()
        self.desk.end()
        for issue in self._troubles.values():
            ledger.issue(issue)
        ledger.lost_pages = len(self._troubles)
        if self._closed:
            ledger.lost_pages = 0  # `stop` says it: obeying is no failure, nor is a page that moved one of the other sources of the command
        if reason != "finished" or ledger.stop or not ledger.plan.whole or self._troubles:
            return
        if not ledger.counts["filas"]:
            mensaje = "La consulta de causas vino sin una sola causa: algo cambió en el sitio. Se volverá a mirar."
            ledger.issue(Issue("recoleccion", "listado_vacio", mensaje, ledger.source.name, self._base))
            ledger.stop = "La consulta de causas vino vacía."
        elif self._base == ledger.source.sitio:
            for issue in self._alarms():
                ledger.issue(issue)

    def _alarms(self) -> Iterator[Issue]:
        """Years with fewer or more cases than models/tables/causas.toml believes; only where its numbers were counted."""
        for year, (low, high) in believable().items():
            if not low <= self._listed[year] <= high:
                mensaje = f"La consulta lista {self._listed[year]} causas de {year}; se esperan entre {low} y {high}. Revise la lista."
                yield Issue("recoleccion", "fuera_de_rango", mensaje, self.ledger.source.name, f"{self._base}#{year}")

    def what_is_left(self) -> list[Request]:
        if (self._again or self._walks) and not self.ledger.stop:
            Patience.of(self.crawler).forgive(self._base, 8 * 2 ** min((walk.round for walk in self._again), default=0))
            return list(self._next_year())
        while self._swept < 2 and not self.ledger.stop and self.ledger.plan.limit is None:
            self._swept += 1
            if requests := list(self.cases.stale() if self._swept == 1 else self.cases.unannounced()):
                return requests
        return self.cases.next_round() or self.desk.next_round()

    def _next_year(self) -> Iterator[Request]:
        """The first page of the next year; when all were walked once, of the next that is walked again."""
        if self.ledger.stop or (self.ledger.plan.limit is not None and self.desk.room() <= 0):
            self._walks.clear()
            self._again.clear()
        elif self._walks:
            anio, looks = self._walks.popleft(), self.ledger.looks
            self.ledger.month = anio
            yield self._page_request(YearWalk(anio, looks.rows_known(anio) if looks else 0))
        elif self._again:
            walk = self._again.popleft()
            self.ledger.month = walk.anio
            walk.again()
            yield self._page_request(walk)

    def _page_url(self, walk: YearWalk, number: int) -> str:
        return f"{self._base}?{urlencode({**_QUERY, 'a_exp': walk.anio, 'pagina': str(number)})}"

    def _page_request(self, walk: YearWalk) -> Request:
        tries = {"max_retry_times": 3, "slow_tries": 0} if walk.round or walk.past_the_end() else {"slow_tries": 1}
        return Request(
            self._page_url(walk, walk.number),
            self.parse_page,
            errback=self.page_failed,
            cb_kwargs={"walk": walk},
            meta={"download_timeout": self.ledger.source.espera_listado, **tries},
            dont_filter=True,
        )

    def parse_page(self, response: Response, walk: YearWalk) -> Iterator[Request | Item]:
        """The rows of a page, then the way on. A page that is not the one asked for is asked for twice more, and again at the end."""
        name, url = self.ledger.source.name, self._page_url(walk, walk.number)
        try:
            if urlsplit(response.url).path.rstrip("/") != PATH.rstrip("/"):
                raise UnexpectedPage("redireccion", f"El sitio redirige la consulta a «{urlsplit(response.url).path[:80]}».")
            page = causas_page(response.body, name)
            rows = walk.take(page)
        except UnexpectedPage as error:
            assert response.request is not None
            again = Patience.of(self.crawler).retry(response.request, error.regla, 2)
            if again is not None:
                yield again
                return
            issue = Issue("recoleccion", error.regla, f"{error} Se volverá a pedir.", name, url)
            yield from self._lost(walk, issue, elsewhere=error.regla in _ELSEWHERE)
            return
        self._troubles.pop(url, None)
        self.ledger.settled(url)
        self.ledger.counts["paginas"] += 1
        self.ledger.counts["filas"] += len(rows)
        yield from self._oddities(page, walk)
        yield from self._rows(rows, walk)
        yield from self._go_on(walk)

    def page_failed(self, failure: Failure) -> Iterator[Request | Item]:
        """Keeps the page for another round, then goes on; when the host is lost for now, to what does not need it."""
        walk: YearWalk = failure.request.cb_kwargs["walk"]  # type: ignore[attr-defined]
        issue = failed(self.ledger.source.name, self._page_url(walk, walk.number), "", failure)
        not_there = isinstance(failure.value, HttpError) and failure.value.response.status in _NOT_THERE
        hopeless = isinstance(failure.value, HOPELESS)
        self._relapses += hopeless
        if isinstance(failure.value, RobotsForbid) or (hopeless and self._relapses > ROUNDS):
            self._troubles[issue.url] = issue
            self._stop(walk, closed=not hopeless)
        elif hopeless:
            self._troubles[issue.url] = issue
            walk.lose()
            self._again.appendleft(walk)  # `idle` goes on from here after a pause
        elif not_there and walk.past_the_end():
            walk.ended = True
            yield from self._end_of(walk)
        else:
            yield from self._lost(walk, issue, elsewhere=not_there)

    def _lost(self, walk: YearWalk, issue: Issue, *, elsewhere: bool) -> Iterator[Request | Item]:
        """Goes on without a page. `elsewhere`: there was none, or another one: a consulta of which no year begins where it did has moved."""
        self._troubles[issue.url] = issue
        nothing = elsewhere and walk.number == 1 and not self.ledger.counts["paginas"]
        walk.lose()
        self._nowhere += nothing
        if self._nowhere >= _NOWHERE:
            self._stop(walk, closed=True)
        elif nothing:
            yield from self._end_of(walk)
        else:
            yield from self._go_on(walk)

    def _stop(self, walk: YearWalk, *, closed: bool) -> None:
        self._closed = closed
        self.ledger.stop = f"La consulta de causas no se pudo seguir leyendo desde {walk.anio}: habeas issues dice por qué."

    def _go_on(self, walk: YearWalk) -> Iterator[Request | Item]:
        if walk.next_page() is not None:
            yield self._page_request(walk)
        else:
            yield from self._end_of(walk)

    def _end_of(self, walk: YearWalk) -> Iterator[Request | Item]:
        """The balance of a year and the next one; a year that does not add up comes again later."""
        wrong = walk.imbalance()
        if walk.round < ROUNDS and (walk.lost or wrong):
            self._again.append(walk)
        else:
            yield from self._balance(walk, wrong)
            self.ledger.counts["meses"] += 1
            self.ledger.tell()
        yield from self._next_year()

    def _balance(self, walk: YearWalk, wrong: str | None) -> Iterator[Item]:
        """What the year was, for the next run; cases that its list has no more are marked."""
        self._listed[walk.anio] = walk.rows
        url, looks = f"{self._base}?a_exp={walk.anio}", self.ledger.looks
        if wrong is not None:
            yield Issue(
                "recoleccion", "total_no_cuadra", f"{wrong} Se volverá a contar en la próxima recolección.", self.ledger.source.name, url
            )
        elif not walk.lost:
            self.ledger.settled(url)
            self.ledger.read.add(self._page_url(walk, 1).removesuffix("1"))
        if walk.lost or looks is None or self._store is None or not self.ledger.writes:
            return
        with self.ledger.together():
            looks.read_month(walk.anio, walk.digest(), walk.rows, self.ledger.run)
            for key in self._store.missing(walk.anio, self.ledger.run) if wrong is None else ():
                self._store.miss(key, self.ledger.run)
                self.ledger.counts["retirados"] += 1

    def _oddities(self, page: CausasPage, walk: YearWalk) -> Iterator[Issue]:
        """Columns that are not as they were, one line each whatever the rows."""
        for signal in page.signals:
            mensaje = f"La lista de causas cambió: {signal.regla.replace('_', ' ')} «{signal.campo}», visto primero en {walk.anio}: {signal.ejemplo}"
            yield Issue("recoleccion", signal.regla, mensaje, self.ledger.source.name, f"{self._base}#{signal.campo}")

    def _rows(self, rows: tuple[CausaRow, ...], walk: YearWalk) -> Iterator[Request | Item]:
        """The cases of the wanted processes: kept, their pages asked for where there is a reason."""
        wanted = []
        for row in rows:
            codes = codes_of(Listing(self.ledger.source.name, row.key, "", row.expediente))
            if not codes or codes & self.ledger.processes:
                wanted.append(row)
        for row in wanted:
            try:
                identify(row.expediente.strip())
            except BadIdentity as error:
                yield Issue(
                    "recoleccion",
                    "expediente_ilegible",
                    f"{error} Se guarda como está; se volverá a mirar.",
                    self.ledger.source.name,
                    f"{self._base}#{row.key}",
                    row.expediente,
                )
        if self._store is not None and self.ledger.writes:
            with self.ledger.together():
                for row in rows:
                    if row in wanted or self._store.known(row.key) is not None:
                        self._store.see(row, walk.anio, self.ledger.run)
        for row in wanted:
            yield from self.cases.look_at(row, walk.anio)

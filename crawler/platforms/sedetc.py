"""Sources that publish as the SEDETC API does: a listing month by month, and the files it announces on the Court's site (sources.md §1–2)."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from urllib.parse import urlencode

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.errors import UnexpectedPage, UnusableUrl
from crawler.intake import check
from crawler.ledger import Ledger
from crawler.middlewares import HostDown, RobotsForbid, RobotsUnknown, origin_of
from crawler.pages.sedetc import ListingPage, listing_page
from crawler.pipelines import Item
from crawler.platforms.court_files import CourtFile, court_file
from crawler.platforms.months import MonthWalk, Taken
from crawler.trouble import failed, refused
from models.document import Listing, RawDocument
from models.errors import BadIdentity, RefusedDocument
from models.ids import CODES, identify, name_of, spellings
from models.issues import Issue
from models.settings import Settings

_CODE = re.compile(rf"\d\s*-\s*({'|'.join(CODES)})(?![A-Za-z])", re.IGNORECASE)
"""The process in a number that is none: "01090-997-HC" (sources.md §1.4)."""
_HOPELESS = (HostDown, RobotsForbid, RobotsUnknown)
"""After one of these the next page of the listing would fare no better."""


class SedetcSpider(Spider):
    """Walks the months of the plan one page at a time; asks for each announced file of the wanted processes that the store does not have."""

    listing_path = "/sentencia/busqueda/cronologico"
    ficticia = False

    def __init__(self, config: Settings, ledger: Ledger) -> None:
        super().__init__()
        self.config, self.ledger = config, ledger
        self.origins = frozenset(map(origin_of, (config.sedetc_url, config.tc_url)))
        now = datetime.now(UTC)
        whole = list(type(ledger.plan)().months(ledger.source.primer_mes, now))
        months = list(ledger.plan.months(ledger.source.primer_mes, now))
        self._span = (min([*whole, *months]), max([*whole, *months]))
        self._months = iter(months)
        self._asked: set[str] = set()
        ledger.months = len(months)

    async def start(self) -> AsyncIterator[Request]:
        """The first page of the first month; every further request follows from an answer."""
        for request in self._next_month():
            yield request

    def _next_month(self) -> Iterator[Request]:
        limit = self.ledger.plan.limit
        month = None if limit is not None and self._room() <= 0 else next(self._months, None)
        if month is not None:
            self.ledger.month = month
            yield self._page_request(MonthWalk(month, self._span))

    def _page_url(self, walk: MonthWalk, number: int | None) -> str:
        """The address of a page, or of the whole month (None)."""
        query = {"fecha_publicacion": walk.month, **({"page": str(number)} if number else {})}
        return f"{self.config.sedetc_url}{self.listing_path}?{urlencode(query)}"

    def _page_request(self, walk: MonthWalk) -> Request:
        return Request(
            self._page_url(walk, walk.number),
            self.parse_page,
            errback=self.page_failed,
            headers={"Accept": "application/json"},
            cb_kwargs={"walk": walk},
            dont_filter=True,
        )

    def parse_page(self, response: Response, walk: MonthWalk) -> Iterator[Request | Item]:
        """The rows of a page, then the way on. A page that is not the one asked for is asked for twice more."""
        try:
            page = listing_page(response.body, self.ledger.source.name)
            taken = walk.take(page)
        except UnexpectedPage as error:
            assert response.request is not None
            again = get_retry_request(response.request, spider=self, reason=error.regla, max_retry_times=2)
            yield again or Issue(
                "recoleccion", error.regla, f"{error} Se volverá a pedir.", self.ledger.source.name, self._page_url(walk, walk.number)
            )
            if again is None:
                yield from self._lost(walk)
            return
        self.ledger.settled(self._page_url(walk, walk.number))
        self.ledger.counts["paginas"] += 1
        self.ledger.counts["filas"] += len(page.rows)
        yield from self._oddities(page, taken, walk)
        for listing in taken.rows:
            yield from self._row(listing)
        yield from self._go_on(walk)

    def page_failed(self, failure: Failure) -> Iterator[Request | Item]:
        """An issue line for the page, then the way on; when the host is lost for this run, the end."""
        walk: MonthWalk = failure.request.cb_kwargs["walk"]  # type: ignore[attr-defined]
        yield failed(self.ledger.source.name, self._page_url(walk, walk.number), "", failure)
        if isinstance(failure.value, _HOPELESS):
            self.ledger.lost_pages += 1
            self.ledger.stop = f"El listado no se pudo seguir leyendo desde {walk.month}: habeas issues dice por qué."
            return
        yield from self._lost(walk)

    def _lost(self, walk: MonthWalk) -> Iterator[Request | Item]:
        walk.lose()
        self.ledger.lost_pages += 1
        yield from self._go_on(walk)

    def _go_on(self, walk: MonthWalk) -> Iterator[Request | Item]:
        """The next page of the month, or the balance of the month and the next one."""
        if walk.next_page() is not None:
            yield self._page_request(walk)
            return
        url = self._page_url(walk, None)
        wrong = walk.imbalance()
        if wrong is not None:
            yield Issue("recoleccion", wrong[0], f"{wrong[1]} Se volverá a contar en la próxima recolección.", self.ledger.source.name, url)
        elif not walk.lost:
            self.ledger.settled(url)
        self.ledger.counts["meses"] += 1
        self.ledger.tell()
        yield from self._next_month()

    def _oddities(self, page: ListingPage, taken: Taken, walk: MonthWalk) -> Iterator[Issue]:
        """Fields that are not as they were (one line a field, whatever the rows) and dates that don't fit."""
        base, name = f"{self.config.sedetc_url}{self.listing_path}", self.ledger.source.name
        for signal in page.signals:
            mensaje = (
                f"El listado cambió: {signal.regla.replace('_', ' ')} «{signal.campo}», visto primero en {walk.month}: {signal.ejemplo}"
            )
            yield Issue("recoleccion", signal.regla, mensaje, name, f"{base}#{signal.campo}")
        for rows, regla, mensaje in (
            (taken.undated, "fecha_ilegible", "La fila se tomó, pero su fecha de publicación no es una fecha posible"),
            (taken.strays, "fila_ajena", "La fila no se tomó: es de otro mes"),
        ):
            for row in rows:
                if self._codes(row) & self.ledger.processes:
                    said = f"{mensaje}: «{row.fecha_publicacion or 'sin fecha'}» en el listado de {walk.month}. Se volverá a mirar."
                    yield Issue("recoleccion", regla, said, name, f"{base}#{row.key}", row.expediente.strip())

    def _row(self, listing: Listing) -> Iterator[Request | Item]:
        """One row: kept when its process is wanted, its file asked for when the store does not have it."""
        case, name, here = listing.expediente.strip(), self.ledger.source.name, f"{self.config.sedetc_url}{self.listing_path}#{listing.key}"
        codes = self._codes(listing)
        if codes and not codes & self.ledger.processes:
            return
        try:
            named = identify(name_of(listing.url), case)
        except BadIdentity as error:
            yield Issue("recoleccion", "expediente_ilegible", f"{error} Se volverá a mirar.", name, listing.url or here, case)
            return
        yield listing
        with suppress(BadIdentity):
            if identify(case).expediente != named.expediente:
                mensaje = f"La fila es de {case} y su archivo de {named.expediente}. Se guarda como el archivo; se volverá a mirar."
                yield Issue("recoleccion", "archivo_ajeno", mensaje, name, here, case)
        try:
            file = court_file(listing.url, self.ledger.source.hosts_de_archivos, self.config.tc_url)
        except UnusableUrl as error:
            yield Issue("recoleccion", error.regla, str(error), name, listing.url or here, case)
            return
        yield from self._file(file, listing)

    def _file(self, file: CourtFile, listing: Listing) -> Iterator[Request]:
        """The request for a file, once a run and only when it is new."""
        if file.fetch in self._asked:
            return
        self._asked.add(file.fetch)
        self.ledger.counts["anunciados"] += 1
        self.ledger.years[listing.fecha_publicacion[:4]] += 1
        if self.ledger.has(file.url):
            self.ledger.counts["ya_estaban"] += 1
        elif self.ledger.plan.dry_run or self._room() <= 0:
            self.ledger.counts["por_pedir"] += 1
        else:
            self.ledger.counts["pedidos"] += 1
            kept = {"file": file, "listing": listing}
            yield Request(file.fetch, self.parse_file, errback=self.file_failed, cb_kwargs=kept, dont_filter=True, priority=1)

    def parse_file(self, response: Response, file: CourtFile, listing: Listing) -> Iterator[Request | Item]:
        """The file, or an issue line. What came empty or cut short is asked for twice more."""
        media_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        try:
            formato = check(response.body, media_type, file.formato)
        except RefusedDocument as error:
            assert response.request is not None
            again = None
            if error.regla in ("vacio", "truncado"):
                again = get_retry_request(response.request, spider=self, reason=error.regla, max_retry_times=2)
            yield again or refused(self.ledger.source.name, file.url, listing.expediente.strip(), error)
            return
        yield RawDocument(
            url=file.url,
            name=name_of(file.url),
            body=response.body,
            formato=formato,
            source=self.ledger.source.name,
            obtained=datetime.now(UTC),
            media_type=media_type,
            ficticia=self.ficticia,
            fecha_publicacion=listing.fecha_publicacion,
        )

    def file_failed(self, failure: Failure) -> Iterator[Item]:
        """An issue line for the file."""
        file: CourtFile = failure.request.cb_kwargs["file"]  # type: ignore[attr-defined]
        listing: Listing = failure.request.cb_kwargs["listing"]  # type: ignore[attr-defined]
        yield failed(self.ledger.source.name, file.url, listing.expediente.strip(), failure)

    def _codes(self, listing: Listing) -> frozenset[str]:
        """The process codes in the row's number and in its file's name; empty when neither shows one. Never from `tipo` (sources.md §1.4)."""
        names = (listing.expediente, name_of(listing.url))
        spelt = {spelling.code for name in names for spelling in spellings(name) if spelling.code}
        return frozenset(spelt or {code.upper() for name in names for code in _CODE.findall(name)})

    def _room(self) -> int:
        """How many files may still be asked for."""
        limit = self.ledger.plan.limit
        return 1 if limit is None else limit - self.ledger.counts["pedidos"]

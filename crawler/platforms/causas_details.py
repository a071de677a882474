"""The pages of single cases: asked for when there is a reason, kept as records of their own, and the files that they announce (sources.md §3)."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.errors import UnexpectedPage, UnusableUrl
from crawler.ledger import Ledger
from crawler.middlewares import Patience, RobotsForbid
from crawler.pages.causa_detail import CausaPage, causa_page
from crawler.pipelines import Item
from crawler.platforms.court_files import CourtFile, court_file
from crawler.platforms.file_desk import FileDesk
from crawler.sources import sources
from crawler.trouble import failed
from models.causa import Causa, CausaDetail, CausaRow, Publicacion, chamber
from models.causas_store import CausasStore
from models.document import Listing
from models.errors import BadIdentity
from models.ids import identify, name_of
from models.issues import Issue
from models.looks import Looks
from models.urls import stem

DETAIL = "detalles-consulta"
_ROUNDS = 2
"""Times that pages which failed are asked for again, when everything else is done."""
_STRIKES = 40
"""Pages of cases that fail one after the other until the consulta counts as down."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A case whose page is to be read."""

    row: CausaRow
    anio: str
    round: int = 0


class CausaDesk:
    """Asks for cases' pages, once each a run, and keeps what they say. `tc_url`: HABEAS_TC_URL; `base`: where the consulta is."""

    def __init__(self, crawler: Crawler, ledger: Ledger, desk: FileDesk, tc_url: str, base: str) -> None:
        self._crawler, self._ledger, self._desk, self._tc_url, self._base = crawler, ledger, desk, tc_url, base
        self._store = CausasStore(ledger.store) if ledger.store is not None else None
        self._asked: set[str] = set()
        self._waiting: dict[str, tuple[Visit, Issue]] = {}
        self._round = 0

    def look_at(self, row: CausaRow, anio: str) -> Iterator[Request | Item]:
        """The case's page where there is a reason, else the files that it was seen to announce."""
        ledger, known = self._ledger, self._store.known(row.key) if self._store else None
        if row.id_exp and self._due(row, known is None or known.causa.row != row):
            yield from self.ask(Visit(row, anio))
        elif known is not None and known.causa.detail is not None:
            yield from self._files(Causa(row, anio, known.causa.detail))
        elif not row.id_exp:
            mensaje = "La lista nombra la causa y no enlaza su detalle. Se guarda lo que dice; se volverá a mirar."
            yield Issue("recoleccion", "sin_detalle", mensaje, ledger.source.name, f"{self._base}#{row.key}", row.expediente)

    def ask(self, visit: Visit) -> Iterator[Request]:
        """The request for a case's page, unless it was asked for in this run."""
        if visit.row.id_exp and visit.row.key not in self._asked:
            self._asked.add(visit.row.key)
            yield self._request(visit)

    def stale(self) -> Iterator[Request]:
        """The pages that may tell of something new, because a listing changed after they were read (CausasStore.stalest)."""
        if self._store is not None:
            ledger = self._ledger
            for known in self._store.stalest(sorted(ledger.processes), ledger.run, ledger.source.repaso_por_corrida):
                yield from self.ask(Visit(known.causa.row, known.causa.anio))

    def next_round(self) -> list[Request]:
        """Requests for the pages that failed, after a pause; [] when there is nothing left to try."""
        if self._round >= _ROUNDS or not self._waiting:
            return []
        self._round += 1
        Patience.of(self._crawler).forgive(self._base, 8 * 2**self._round)
        visits = [visit for visit, _ in self._waiting.values()]
        return [self._request(Visit(visit.row, visit.anio, self._round)) for visit in visits]

    def end(self) -> None:
        """Writes the lines of the pages that could not be had, and of files that no page announces any more."""
        with self._ledger.together():
            for _, issue in self._waiting.values():
                self._ledger.issue(issue)
        self._waiting.clear()

    def unannounced(self) -> Iterator[Request]:
        """Files that a case's page announced once, and now neither it nor any other listing: their time to be looked at has its own rule."""
        looks = self._ledger.looks
        if looks is None or not self._ledger.writes:
            return
        for listing in looks.unannounced():
            for file in self._usable(listing.url):
                if not self._announced(file.url):
                    yield from self._desk.ask_unannounced(file, listing, anyway=False)

    def parse(self, response: Response, visit: Visit) -> Iterator[Request | Item]:
        """Keeps what the page says and asks for its files; one that is not the page asked for is asked for twice more, and again at the end."""
        url, name = self._url(visit.row), self._ledger.source.name
        try:
            page = causa_page(response.body, name)
            _check_case(page, visit.row)
        except UnexpectedPage as error:
            assert response.request is not None
            again = Patience.of(self._crawler).retry(response.request, error.regla, 2)
            if again is not None:
                yield again
            else:
                self._waiting[visit.row.key] = (
                    visit,
                    Issue("recoleccion", error.regla, f"{error} Se volverá a pedir.", name, url, visit.row.expediente),
                )
            return
        self._waiting.pop(visit.row.key, None)
        causa = Causa(visit.row, visit.anio, page.detail)
        gone = self._keep(causa)
        for signal in page.signals:
            mensaje = f"El detalle cambió: {signal.regla.replace('_', ' ')} «{signal.campo}»: {signal.ejemplo}. Se volverá a mirar."
            where = f"{url}#{signal.campo}" if signal.regla == "valor_desconocido" else f"{self._base}{DETAIL}#{signal.campo}"
            yield Issue("recoleccion", signal.regla, mensaje, name, where, visit.row.expediente)
        yield from self._files(causa)
        for listing in gone:
            for file in self._usable(listing.url):
                if not self._announced(file.url):
                    yield from self._desk.ask_unannounced(file, listing, anyway=True)
        if self._ledger.counts["meses"] < self._ledger.months:  # the last line of a plain log comes once
            self._ledger.tell()

    def failed(self, failure: Failure) -> None:
        """Keeps the page waiting for the next round, or writes its line when that would change nothing."""
        visit: Visit = failure.request.cb_kwargs["visit"]  # type: ignore[attr-defined]
        issue = failed(self._ledger.source.name, self._url(visit.row), visit.row.expediente, failure)
        if isinstance(failure.value, RobotsForbid):
            self._waiting.pop(visit.row.key, None)
            self._ledger.issue(issue)
        else:
            self._waiting[visit.row.key] = (visit, issue)

    def _due(self, row: CausaRow, changed: bool) -> bool:
        if self._store is None or changed:
            return True
        source, plan = self._ledger.source, self._ledger.plan
        known = self._store.known(row.key)
        return self._store.due(known, refresh=plan.refresh, days=source.dias_entre_miradas, moment=datetime.now(UTC)) is not None

    def _keep(self, causa: Causa) -> list[Listing]:
        """Keeps the page and a listing for each of its files; those that it announced before and does not now."""
        ledger, looks = self._ledger, self._ledger.looks
        assert causa.detail is not None  # it was just read
        if self._store is None or looks is None or not ledger.writes:
            return []
        with ledger.together():
            before = {listing.key: listing for listing in self._store.listings(causa.row.key)}
            self._store.keep(causa.row.key, causa.detail, ledger.run)
            for listing in listings_of(causa, ledger.source.name):
                ledger.see(listing, causa.anio, row_sha256_of(listing))
                before.pop(listing.key, None)
            for key in before:
                looks.missed(key, ledger.run)
                ledger.settled(before[key].url)
            ledger.settled(self._url(causa.row))
        return list(before.values())

    def _files(self, causa: Causa) -> Iterator[Request | Item]:
        """Requests for the files that a case's page announces; a line for each that may not be asked for."""
        source, detail = self._ledger.source, causa.detail
        assert detail is not None  # the caller has read it
        listings = {listing.url: listing for listing in listings_of(causa, source.name)}
        for one in detail.publicaciones:
            if not (one.pdf or one.html):
                what, day = one.tipo or "una resolución", one.fecha_web or "día que no dice"
                mensaje = f"La consulta publica «{what}» del {day} sin enlazar ningún archivo. Se volverá a mirar."
                yield Issue(
                    "recoleccion",
                    "sin_archivo",
                    mensaje,
                    source.name,
                    f"{self._url(causa.row)}#{one.tipo}-{one.fecha_web}",
                    causa.row.expediente,
                )
            for url in filter(None, (one.pdf, one.html)):
                listing = listings.get(url) or listings[one.pdf]
                try:
                    file = court_file(url, source.hosts_de_archivos, self._tc_url)
                except UnusableUrl as error:
                    yield Issue("recoleccion", error.regla, str(error), source.name, url, causa.row.expediente)
                    continue
                if (issue := _other_case(url, causa, source.name)) is not None:
                    yield issue
                yield from self._desk.ask(file, listing)

    def _usable(self, url: str) -> Iterable[CourtFile]:
        try:
            return (court_file(url, self._ledger.source.hosts_de_archivos, self._tc_url),)
        except UnusableUrl:
            return ()

    def _announced(self, url: str) -> bool:
        store = self._ledger.store
        return store is not None and any(Looks(store, name).announces(url) for name in sources())

    def _url(self, row: CausaRow) -> str:
        return f"{self._base}{DETAIL}?id_exp={row.id_exp}"

    def _request(self, visit: Visit) -> Request:
        return Request(
            self._url(visit.row),
            self.parse,
            errback=self.failed,
            cb_kwargs={"visit": visit},
            meta={
                "max_retry_times": 5 - visit.round,
                "slow_tries": 0,
                "strikes": _STRIKES,
                "download_timeout": self._ledger.source.espera_listado,
            },
            dont_filter=True,
        )


def listings_of(causa: Causa, source: str) -> list[Listing]:
    """What a case's page says of each file, one a document: the formats of one share it. `sentido` is the fallo as the table has it."""
    detail = causa.detail or CausaDetail()
    made: dict[str, Listing] = {}
    for one in detail.publicaciones:
        for url in filter(None, (one.pdf, one.html)):
            made.setdefault(stem(url), _listing(causa, detail, one, source, url))
    return list(made.values())


def _listing(causa: Causa, detail: CausaDetail, one: Publicacion, source: str, url: str) -> Listing:
    return Listing(
        source=source,
        key=f"{causa.row.key}#{stem(url)}",
        url=url,
        expediente=causa.row.expediente,
        demandante=causa.row.demandante,
        demandado=causa.row.demandado,
        sala=chamber(detail.sala),
        distrito=detail.distrito,
        fecha_publicacion=one.fecha_web,
        tipo=one.tipo,
        sentido=one.fallo,
        ponente=detail.ponente,
        raw=json.dumps({"id_exp": causa.row.id_exp, **asdict(one)}, ensure_ascii=False, sort_keys=True),
    )


def row_sha256_of(listing: Listing) -> str:
    """Hash of all that a listing says."""
    return hashlib.sha256(json.dumps(asdict(listing), ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()


def _check_case(page: CausaPage, row: CausaRow) -> None:
    """Raises UnexpectedPage where the page names another case than its row."""
    try:
        same = identify(page.detail.expediente.strip()).expediente == identify(row.expediente.strip()).expediente
    except BadIdentity:
        return
    if not same:
        raise UnexpectedPage("pagina_ajena", f"El sitio contestó la causa {page.detail.expediente}: se pidió {row.expediente}.")


def _other_case(url: str, causa: Causa, source: str) -> Issue | None:
    """The line for a file whose name is another case's; None when all is well, or the name tells none."""
    try:
        named = identify(name_of(url)).expediente
    except BadIdentity:
        return None
    if causa.expediente in (None, named):
        return None
    mensaje = f"La causa es {causa.expediente} y su archivo de {named}. Se guarda como el archivo; se volverá a mirar."
    return Issue("recoleccion", "archivo_ajeno", mensaje, source, url, causa.row.expediente)

"""Files on the Court's site, from the address that a listing announces to the store or an issue line (sources.md §2).

What fails is not lost with its first tries: it waits, and is asked for again in rounds when everything else is done.
"""

import random
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.ending import Ending, ending
from crawler.intake import check
from crawler.ledger import Fetched, Ledger
from crawler.middlewares import ForeignHost, HostDown, LeftAlone, Patience, RobotsForbid, RobotsUnknown, TooBig
from crawler.platforms.court_files import CourtFile
from crawler.revisits import Reason, reason_to_look, validators
from crawler.trouble import doubtful, failed, refused, tried
from models.document import Formato, Listing, RawDocument
from models.errors import BadIdentity, RefusedDocument
from models.ids import identify, name_of
from models.issues import Issue
from models.looks import Held

ROUNDS = 3
_TRIES = 3
"""Times that a file is tried again at once; in later rounds one less."""
_STRIKES = 40
"""Files that fail one after the other until the site counts as down: in later rounds there are none but those that failed before."""
_CHUNK = 50
"""Files of a round that are asked for at a time: a round may be as long as the listing."""
_FINAL = (RobotsForbid, ForeignHost, LeftAlone, TooBig, DownloadCancelledError)
"""What another try in this run would not change."""
_NOT_THERE = (404, 410)
_UNSENT = (RobotsForbid, RobotsUnknown, HostDown)
"""What is raised before a request is sent."""
_WAITS = (0.4, 0.4, 1.0)
"""Parts of the source's `espera_archivo` that a file is waited for: at once, and again when everything else is done; after the last not in this run. A
stall that passes is outlasted by going on, not by waiting: one that does not costs 90 seconds in all."""


@dataclass(frozen=True, slots=True)
class Errand:
    """A file to be had. `held`: what is here of it already; `announced`: False for one that its listing no longer names."""

    file: CourtFile
    expediente: str
    fecha: str
    held: Held | None = None
    announced: bool = True
    round: int = 0
    slow: int = 0
    """Times that it was not answered in time."""


class FileDesk:
    """Asks for files, once each a run, and takes what comes. `waiting` holds what failed so far, with the line that will say so."""

    def __init__(self, crawler: Crawler, ledger: Ledger, *, ficticia: bool = False) -> None:
        self._crawler, self._ledger, self._ficticia = crawler, ledger, ficticia
        self._counted: set[str] = set()
        self._asked: set[str] = set()
        self._tries: Counter[str] = Counter()
        """How often each file was asked for in vain."""
        self._left: set[str] = set()
        self._put_off: set[str] = set()
        self._waiting: dict[str, tuple[Errand, Issue]] = {}
        self._queue: deque[str] = deque()
        self._round = 0

    def ask(self, file: CourtFile, listing: Listing, month_changed: int = 0, *, anyway: bool = False) -> Iterator[Request]:
        """The request for an announced file, when there is a reason to look at it (crawler.revisits), or `anyway`."""
        ledger, held = self._ledger, self._ledger.held(file.url)
        if file.fetch not in self._counted:
            self._counted.add(file.fetch)
            ledger.counts["anunciados"] += 1
            ledger.years[listing.fecha_publicacion[:4]] += 1
        if self._reason(held, month_changed) is None and not anyway:
            self._left.add(file.fetch)
        elif file.fetch not in self._asked:
            yield from self._send(Errand(file, listing.expediente.strip(), listing.fecha_publicacion, held))

    def ask_unannounced(self, file: CourtFile, listing: Listing, *, anyway: bool) -> Iterator[Request]:
        """The request for a file that is held and that its listing does not name any more, `anyway` or in its time; till then its line stays."""
        held, case = self._ledger.held(file.url), listing.expediente.strip()
        if held is None or held.retirado or file.fetch in self._asked:
            return
        if anyway or self._reason(held, 0) is not None:
            yield from self._send(Errand(file, case, listing.fecha_publicacion, held, announced=False))
        else:
            self._ledger.issue(_unannounced(self._ledger.source.name, file.url, case))

    def next_round(self) -> list[Request]:
        """Requests for what failed, some at a time, after a pause at the beginning of each round; [] when there is nothing left to try."""
        if not self._queue:
            if self._round >= ROUNDS or not self._waiting:
                return []
            self._round += 1
            self._queue.extend(random.sample(list(self._waiting), len(self._waiting)))  # those that fail for good lie together
            Patience.of(self._crawler).forgive(next(iter(self._waiting.values()))[0].file.fetch, 4 * 2**self._round)
        chunk = [self._queue.popleft() for _ in range(min(_CHUNK, len(self._queue)))]
        return [self._request(replace(self._waiting[fetch][0], round=self._round)) for fetch in chunk]

    def end(self) -> None:
        """Counts what was not asked for, and writes the lines of what was not had."""
        self._ledger.counts["ya_estaban"] = len(self._left - self._asked - self._put_off)
        self._ledger.counts["por_pedir"] = len(self._put_off - self._asked)
        with self._ledger.together():
            for _, issue in self._waiting.values():
                self._ledger.issue(issue)
        self._waiting.clear()

    def parse(self, response: Response, errand: Errand) -> Iterator[Request | Fetched | Issue]:
        """The file, or another try; a page that may lack its end is asked for once more, and kept with a line when it comes as it was."""
        if response.status == 304 and errand.held is not None:
            self._had(errand)
            self._ledger.same(errand.file.url, errand.held)
            return
        media_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        try:
            formato = self._checked(response, media_type, errand)
        except RefusedDocument as error:
            yield from self._again(response, errand, error)
            return
        self._had(errand)
        yield Fetched(
            RawDocument(
                url=errand.file.url,
                name=name_of(errand.file.url),
                body=response.body,
                formato=formato,
                source=self._ledger.source.name,
                obtained=datetime.now(UTC),
                media_type=media_type,
                ficticia=self._ficticia,
                fecha_publicacion=errand.fecha,
            ),
            etag=(response.headers.get("ETag") or b"").decode("latin-1"),
            modified=(response.headers.get("Last-Modified") or b"").decode("latin-1"),
        )
        if formato == "html" and _ending(response) == "dudoso":
            yield doubtful(self._ledger.source.name, errand.file.url, errand.expediente)

    def failed(self, failure: Failure) -> None:
        """Keeps the file waiting for the next round, or writes its line when that would change nothing.

        A file that is not there (404, 410) is asked for once more: the Court's server lies for moments, and what is held is not taken for withdrawn on
        one word. One that was known to be withdrawn needs no second.
        """
        errand: Errand = failure.request.cb_kwargs["errand"]  # type: ignore[attr-defined]
        error = failure.value
        self._count(failure.request, sent=not isinstance(error, _UNSENT))  # type: ignore[attr-defined]
        errand = replace(errand, slow=errand.slow + isinstance(error, DownloadTimeoutError))
        issue = self._told(errand, failed(self._ledger.source.name, errand.file.url, errand.expediente, failure))
        not_there = isinstance(error, HttpError) and error.response.status in _NOT_THERE
        known_gone = errand.held is not None and errand.held.retirado
        settled = not_there and (errand.round or known_gone)
        if not (settled or isinstance(error, _FINAL) or errand.slow >= len(_WAITS)):
            self._waiting[errand.file.fetch] = (errand, issue)
            return
        self._waiting.pop(errand.file.fetch, None)
        if not_there and errand.held is not None:
            self._ledger.gone(errand.held)
        if errand.announced or not not_there:
            self._ledger.issue(issue)

    def _count(self, request: Request, *, sent: bool = True) -> None:
        """Notes the tries of a request that ended in vain."""
        self._tries[request.cb_kwargs["errand"].file.fetch] += int(request.meta.get("retry_times", 0)) + sent

    def _told(self, errand: Errand, issue: Issue) -> Issue:
        """The line with how often the file was asked for."""
        return tried(issue, self._tries[errand.file.fetch])

    def _reason(self, held: Held | None, month_changed: int) -> Reason | None:
        source, refresh = self._ledger.source, self._ledger.plan.refresh
        return reason_to_look(held, month_changed=month_changed, refresh=refresh, days=source.dias_entre_miradas, now=datetime.now(UTC))

    def _send(self, errand: Errand) -> Iterator[Request]:
        if self._ledger.plan.dry_run or self.room() <= 0:
            self._put_off.add(errand.file.fetch)
            return
        self._asked.add(errand.file.fetch)
        self._ledger.counts["pedidos"] += 1
        yield self._request(errand)

    def room(self) -> int:
        """How many files may still be asked for."""
        limit = self._ledger.plan.limit
        return 1 if limit is None else limit - self._ledger.counts["pedidos"]

    def _request(self, errand: Errand) -> Request:
        return Request(
            errand.file.fetch,
            self.parse,
            errback=self.failed,
            headers=validators(errand.held),
            cb_kwargs={"errand": errand},
            meta={
                "handle_httpstatus_list": [304] if errand.held else [],
                "max_retry_times": _TRIES - bool(errand.round),
                "strikes": _STRIKES,
                "slow_tries": 0,
                "download_timeout": self._ledger.source.espera_archivo * _WAITS[min(errand.slow, len(_WAITS) - 1)],
            },
            dont_filter=True,
            priority=1,
        )

    def _had(self, errand: Errand) -> None:
        self._waiting.pop(errand.file.fetch, None)
        if not errand.announced:
            self._ledger.issue(_unannounced(self._ledger.source.name, errand.file.url, errand.expediente))

    def _again(self, response: Response, errand: Errand, error: RefusedDocument) -> Iterator[Request]:
        """The request again at once, for a body that may have been damaged on the way; then with the next round."""
        assert response.request is not None
        again = Patience.of(self._crawler).retry(response.request, error.regla, 2) if error.regla in ("vacio", "truncado") else None
        if again is not None:
            yield again
            return
        self._count(response.request)
        issue = refused(self._ledger.source.name, errand.file.url, errand.expediente, error)
        self._waiting[errand.file.fetch] = (errand, self._told(errand, issue))

    def _checked(self, response: Response, media_type: str, errand: Errand) -> Formato:
        """The format of a body that is the file asked for. Raises RefusedDocument."""
        if response.url != errand.file.fetch:
            _same_file(response.url, errand.file)
        formato = check(response.body, media_type, errand.file.formato)
        end = _ending(response) if formato == "html" else "entero"
        if end == "cortado" or (end == "dudoso" and not errand.round):
            raise RefusedDocument(
                "truncado", "La página no llega a su final (falta </html>). Si está completa, guárdela a mano: habeas import."
            )
        return formato


def _ending(response: Response) -> Ending:
    """Whether the page reaches its end; Scrapy marks a body whose length nobody told as "partial"."""
    return ending(response.body, measured="partial" not in response.flags)


def _unannounced(source: str, url: str, expediente: str) -> Issue:
    mensaje = "El listado ya no anuncia este archivo, que sigue en el sitio. Se conserva como vigente; se volverá a mirar."
    return Issue("recoleccion", "ya_no_anunciado", mensaje, source, url, expediente)


def _same_file(landed: str, file: CourtFile) -> None:
    """Refuses where a redirect led to a page that is not the file: a start page, a login, another case. Raises RefusedDocument."""
    path = unquote(urlsplit(landed).path)
    told = RefusedDocument("redireccion", f"El sitio redirige a «{path[:120]}», que no es el archivo anunciado.")
    try:
        same = identify(name_of(landed)).expediente == identify(name_of(file.url)).expediente
    except BadIdentity:
        raise told from None
    if not same or not path.startswith("/jurisprudencia/") or ".." in path.split("/"):
        raise told

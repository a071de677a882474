"""Between the spider and the network: which hosts, what robots.txt allows, when to try again. What is refused reaches the spider as an error."""

import asyncio
import random
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser

from crawler.decoding import ACCEPTED, Bomb, Undecodable, decoded
from crawler.intake import LIMIT
from crawler.pace import LONGEST_WAIT, Pace, asked_wait
from crawler.settings import ROBOTS_NAME

TRANSIENT = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    OSError,
)
_TRANSIENT_STATUSES = (408, 429, 500, 502, 503, 504, 522, 524)
_STRIKES = 8
"""Requests given up one after the other until a part of a host counts as down for this round; a request's meta may say more: `strikes`."""
_SLOW_TRIES = 2
"""Times that a request which was not answered in time is tried again at once: each try costs a whole timeout; a request's meta may say less."""
_LEAST_BACKOFF = 0.1
"""Seconds, where the crawl delay is shorter."""
_LONGEST_BACKOFF = 16
"""Times the shortest: the wait between two tries doubles up to here."""
_FAREWELLS = 3
"""Addresses of a part that asked to be left alone for longer than we wait, until the whole part is left alone in this run."""
_TORN, _BOMB = "desarmada", "bomba"
"""Flags of a response whose body could not be unfolded."""


class ForeignHost(IgnoreRequest):
    """A redirect out of the hosts of the source, or from https to http."""


class RobotsForbid(IgnoreRequest):
    """robots.txt does not want this address to be asked for."""


class RobotsUnknown(IgnoreRequest):
    """robots.txt could not be had, so nothing may be asked for (RFC 9309 §2.3.1.4)."""


class HostDown(IgnoreRequest):
    """This part of the host failed too often in this run, or asked to be left alone for long."""


class LeftAlone(IgnoreRequest):
    """The host asks to be left alone with this address for longer than a run waits."""


class Torn(IgnoreRequest):
    """A compressed answer that is damaged or cut short."""


class TooBig(IgnoreRequest):
    """A compressed answer that unfolds beyond what is kept."""


def origin_of(url: str) -> str:
    """Scheme, host and port: "https://www.tc.gob.pe"."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def part_of(url: str) -> str:
    """Origin and first folder: the API and the files of one host fail apart."""
    return f"{origin_of(url)}/{urlsplit(url).path.split('/')[1:2]}"


class HostGuard:
    """Lets through what goes to the spider's `origins` (or the same host in https) only.

    A redirect to one of the Court's own names (tc.gob.pe → www.tc.gob.pe) stays at HABEAS_TC_URL, for which they stand (contracts.md §3).
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware as Scrapy builds it."""
        return cls(crawler)

    def process_request(self, request: Request) -> Request | None:
        """The request at the address that its host stands for. Raises ForeignHost."""
        origins: frozenset[str] = getattr(self._crawler.spider, "origins", frozenset())
        names: Mapping[str, str] = getattr(self._crawler.spider, "names", {})
        origin, parts = origin_of(request.url), urlsplit(request.url)
        if origin not in origins and parts.scheme in ("http", "https") and parts.netloc in names:
            query = f"?{parts.query}" if parts.query else ""
            return request.replace(url=f"{names[parts.netloc]}{parts.path}{query}", meta={**request.meta, "download_slot": None})
        if origin not in origins and not (origin.startswith("https:") and f"http:{origin.removeprefix('https:')}" in origins):
            raise ForeignHost(origin)
        return None


class Unfold:
    """Asks for compressed answers and unfolds them; one that can't be is marked, for Patience to ask again."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware as Scrapy builds it."""
        return cls()

    def process_request(self, request: Request) -> None:
        """Says which codings we read."""
        request.headers.setdefault("Accept-Encoding", ACCEPTED)

    def process_response(self, request: Request, response: Response) -> Response:
        """The response with its body as it was before it was compressed."""
        codings = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        if not codings or not response.body:
            return response
        try:
            body = decoded(response.body, codings, LIMIT)
        except Undecodable:
            return response.replace(flags=[*response.flags, _TORN])
        except Bomb:
            return response.replace(flags=[*response.flags, _BOMB])
        response.headers.pop("Content-Encoding", None)
        return response.replace(body=body)


class Robots:
    """Fetches each host's robots.txt before anything else and obeys it."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._rules: dict[str, asyncio.Task[ProtegoRobotParser | None]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware as Scrapy builds it."""
        return cls(crawler)

    def forgive(self) -> None:
        """Rules that could not be had are asked for again."""
        failed = [origin for origin, task in self._rules.items() if task.done() and task.result() is None]
        for origin in failed:
            del self._rules[origin]

    async def process_request(self, request: Request) -> None:
        """Raises RobotsForbid, or RobotsUnknown when the rules could not be had."""
        if request.meta.get("is_robots"):
            return
        origin = origin_of(request.url)
        if origin not in self._rules:
            self._rules[origin] = asyncio.ensure_future(self._fetch(origin))
        rules = await self._rules[origin]
        if rules is None:
            raise RobotsUnknown(origin)
        if not rules.allowed(request.url, ROBOTS_NAME):
            raise RobotsForbid(request.url)

    async def _fetch(self, origin: str) -> ProtegoRobotParser | None:
        """The rules of a host: a missing file (4xx) allows everything, a failing one (5xx, no answer, a redirect away) nothing: None."""
        meta = {"is_robots": True, "max_retry_times": 3}  # in each round of the spider: `forgive`
        request = Request(f"{origin}/robots.txt", callback=NO_CALLBACK, meta=meta, dont_filter=True, priority=1000)
        assert self._crawler.engine is not None  # a request is under way
        try:
            response = await self._crawler.engine.download_async(request)
        except (*TRANSIENT, IgnoreRequest):
            return None
        if response.status >= 500 or response.status == 429:
            return None
        rules = ProtegoRobotParser(response.body if response.status < 300 else b"", self._crawler.spider)
        self._crawler.signals.send_catch_log(signals.robots_parsed, robotparser=rules, request=request)
        return rules


class Patience:
    """Tries again what may pass (429, 5xx, timeouts, resets, damaged bodies), waiting about twice as long each time up to a bound, and gives up the
    part of a host that fails again and again; the more it did, the fewer times the next request is tried."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._base = max(crawler.settings.getfloat("DOWNLOAD_DELAY"), _LEAST_BACKOFF)
        self._tries = crawler.settings.getint("RETRY_TIMES")
        self._strikes: Counter[str] = Counter()
        self._farewells: Counter[str] = Counter()
        self._down: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware as Scrapy builds it."""
        return cls(crawler)

    @classmethod
    def of(cls, crawler: Crawler) -> Self:
        """The one of a crawl that is under way."""
        found = crawler.get_downloader_middleware(cls)
        assert found is not None  # crawler.settings has it
        return found

    def forgive(self, url: str, factor: float) -> None:
        """A new round: parts that were down and rules that could not be had are tried again, after `factor` shortest backoffs for the host of `url`."""
        robots = self._crawler.get_downloader_middleware(Robots)
        assert robots is not None  # crawler.settings has it
        robots.forgive()
        self._strikes.clear()
        self._down = {part for part, times in self._farewells.items() if times >= _FAREWELLS}
        self._pace().pause_host(url, self._base * factor)

    def process_request(self, request: Request) -> None:
        """Raises HostDown."""
        if part_of(request.url) in self._down:
            raise HostDown(part_of(request.url))

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """The request again, or the response when it is good or no better one is to be expected. Raises LeftAlone, Torn, TooBig."""
        part = part_of(request.url)
        if _BOMB in response.flags:
            raise TooBig(request.url)
        if _TORN in response.flags:
            again = self._again(request, _TORN)
            if again is None:
                raise Torn(request.url)
            return again
        if response.status not in _TRANSIENT_STATUSES:
            self._strikes.pop(part, None)
            return response
        if asked_wait(response, datetime.now(UTC)) > LONGEST_WAIT:
            self._farewells[part] += 1
            if self._farewells[part] >= _FAREWELLS:
                self._down.add(part)
            raise LeftAlone(request.url)
        return self._again(request, f"HTTP {response.status}") or response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """The request again, None when the error is to reach the spider."""
        if not isinstance(exception, TRANSIENT):
            return None
        return self._again(request, type(exception).__name__, slow=isinstance(exception, DownloadTimeoutError))

    def retry(self, request: Request, reason: str, tries: int) -> Request | None:
        """The request again after a pause, at most `tries` times in all; None after that. For answers that only the spider knows to be bad."""
        again = get_retry_request(request, spider=self._spider(), reason=reason, max_retry_times=tries)
        if again is not None:
            self._wait(request, int(again.meta["retry_times"]))
        return again

    def _again(self, request: Request, reason: str, *, slow: bool = False) -> Request | None:
        part, limit = part_of(request.url), int(request.meta.get("strikes", _STRIKES))
        tries = int(request.meta.get("max_retry_times", self._tries))
        if slow:
            tries = min(tries // 3, int(request.meta.get("slow_tries", _SLOW_TRIES)))
        again = self.retry(request, reason, tries >> (self._strikes[part] * _STRIKES // limit))
        if again is None:
            self._strikes[part] += 1
            if self._strikes[part] >= limit:
                self._down.add(part)
        return again

    def _wait(self, request: Request, times: int) -> None:
        seconds = self._base * min(2**times, _LONGEST_BACKOFF)
        self._pace().pause(request, seconds * random.uniform(0.8, 1.2))

    def _pace(self) -> Pace:
        pace = self._crawler.get_extension(Pace)
        assert pace is not None  # crawler.settings has it
        return pace

    def _spider(self) -> Spider:
        assert self._crawler.spider is not None  # a request is under way
        return self._crawler.spider

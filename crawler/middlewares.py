"""Between the spider and the network: which hosts, what robots.txt allows, when to try again. What is refused reaches the spider as an error."""

import asyncio
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
"""Requests given up one after the other until a part of a host counts as down for the rest of the run."""
_SLOW_TRIES = 2
"""Times that a request which was not answered in time is tried again: each try costs a whole timeout."""
_LEAST_BACKOFF = 0.25
"""Seconds, where the crawl delay is shorter."""


class ForeignHost(IgnoreRequest):
    """A redirect out of the hosts of the source, or from https to http."""


class RobotsForbid(IgnoreRequest):
    """robots.txt does not want this address to be asked for."""


class RobotsUnknown(IgnoreRequest):
    """robots.txt could not be had, so nothing may be asked for (RFC 9309 §2.3.1.4)."""


class HostDown(IgnoreRequest):
    """This part of the host failed too often in this run, or asked to be left alone for long."""


def origin_of(url: str) -> str:
    """Scheme, host and port: "https://www.tc.gob.pe"."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def part_of(url: str) -> str:
    """Origin and first folder: the API and the files of one host fail apart."""
    return f"{origin_of(url)}/{urlsplit(url).path.split('/')[1:2]}"


class HostGuard:
    """Lets through what goes to the spider's `origins` (or the same host in https) only."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware as Scrapy builds it."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raises ForeignHost."""
        origins: frozenset[str] = getattr(self._crawler.spider, "origins", frozenset())
        origin = origin_of(request.url)
        if origin not in origins and not (origin.startswith("https:") and f"http:{origin.removeprefix('https:')}" in origins):
            raise ForeignHost(origin)


class Robots:
    """Fetches each host's robots.txt before anything else and obeys it."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._rules: dict[str, asyncio.Task[ProtegoRobotParser | None]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware as Scrapy builds it."""
        return cls(crawler)

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
        request = Request(f"{origin}/robots.txt", callback=NO_CALLBACK, meta={"is_robots": True}, dont_filter=True, priority=1000)
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
    """Tries again what may pass (429, 5xx, timeouts, resets), waiting twice as long each time, and gives up the part of a host that fails again and again."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._base = max(crawler.settings.getfloat("DOWNLOAD_DELAY"), _LEAST_BACKOFF)
        self._strikes: dict[str, int] = {}
        self._down: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware as Scrapy builds it."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raises HostDown."""
        if part_of(request.url) in self._down:
            raise HostDown(part_of(request.url))

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """The request again, or the response when it is good, or no better one is to be expected in this run."""
        part = part_of(request.url)
        if response.status not in _TRANSIENT_STATUSES:
            self._strikes.pop(part, None)
            return response
        if asked_wait(response, datetime.now(UTC)) > LONGEST_WAIT:
            self._down.add(part)
            return response
        return self._again(request, f"HTTP {response.status}") or response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """The request again, None when the error is to reach the spider."""
        tries = _SLOW_TRIES if isinstance(exception, DownloadTimeoutError) else None
        return self._again(request, type(exception).__name__, tries) if isinstance(exception, TRANSIENT) else None

    def _again(self, request: Request, reason: str, tries: int | None = None) -> Request | None:
        again = get_retry_request(request, spider=self._spider(), reason=reason, max_retry_times=tries)
        if again is None:
            part = part_of(request.url)
            self._strikes[part] = self._strikes.get(part, 0) + 1
            if self._strikes[part] >= _STRIKES:
                self._down.add(part)
            return None
        pace = self._crawler.get_extension(Pace)
        assert pace is not None  # crawler.settings has it
        pace.pause(request, self._base * 2 ** int(again.meta["retry_times"]))
        return again

    def _spider(self) -> Spider:
        assert self._crawler.spider is not None  # a request is under way
        return self._crawler.spider

"""How fast a host may be asked: AutoThrottle, never faster than our delay, robots.txt's, or what the host itself asks for in its answers."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from crawler.settings import ROBOTS_NAME

LONGEST_WAIT = 900.0
"""Seconds. A host that asks for more is left alone until the next run."""
_COURTESY = 30
"""Times the delay (a minute at the most) that a host is left in peace after it asked for longer than LONGEST_WAIT for one address."""
_WINDOW = 60.0
"""The API's limit is 60 requests a minute (sources.md §1.2): without a reset time, an empty allowance is full again after this."""
_RETRY_STATUSES = (408, 429, 500, 502, 503, 504, 522, 524)


def asked_wait(response: Response, now: datetime) -> float:
    """Seconds that an answer asks us to wait before the next request (Retry-After, an empty X-RateLimit-Remaining); 0 when it does not."""
    spent = _header(response, "X-RateLimit-Remaining") == "0"
    if not spent and response.status not in _RETRY_STATUSES:
        return 0.0
    told = [_seconds(_header(response, name), now) for name in ("Retry-After", "X-RateLimit-Reset")]
    return next((seconds for seconds in told if seconds is not None), _WINDOW if spent else 0.0)


class Pace(AutoThrottle):
    """AutoThrottle with a floor a host (robots.txt's Crawl-delay) and pauses; a pause also holds what waits in the host's queue."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._floor: dict[str, float] = {}
        crawler.signals.connect(self._robots_parsed, signal=signals.robots_parsed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension as Scrapy builds it."""
        return cls(crawler)

    def pause(self, request: Request, seconds: float) -> None:
        """Nothing is sent to the request's host for so long."""
        _, slot = self._get_slot(request, self._spider())
        if slot is not None and seconds > 0:
            slot.delay = max(slot.delay, 0.001)  # a slot without delay never looks at the clock
            slot.lastseen = max(slot.lastseen, monotonic() + seconds - slot.delay)

    def pause_host(self, url: str, seconds: float) -> None:
        """As `pause`, for the host of an address that no request is under way to."""
        engine = self.crawler.engine
        assert engine is not None  # the crawl is under way
        slot = engine.downloader.slots.get(_host(url))
        if slot is not None:
            slot.delay = max(slot.delay, 0.001)
            slot.lastseen = max(slot.lastseen, monotonic() + seconds - slot.delay)

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        super()._response_downloaded(response, request, spider)
        wait = asked_wait(response, datetime.now(UTC))
        if wait > LONGEST_WAIT and response.status in _RETRY_STATUSES:
            wait = min(60.0, _COURTESY * max(self.mindelay, 0.1))  # crawler.middlewares.Patience leaves the address alone
        self.pause(request, min(wait, LONGEST_WAIT))

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        super()._adjust_delay(slot, latency, response)
        slot.delay = max(slot.delay, self._floor.get(_host(response.url), 0.0))

    def _robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Takes the Crawl-delay of robots.txt where it is longer than ours."""
        delay = robotparser.crawl_delay(ROBOTS_NAME) or 0.0
        self._floor[_host(request.url)] = delay
        engine = self.crawler.engine
        assert engine is not None  # requests are under way
        slot = engine.downloader.slots.get(_host(request.url))
        if slot is not None:
            slot.delay = max(slot.delay, delay)

    def _spider(self) -> Spider:
        assert self.crawler.spider is not None  # requests are under way
        return self.crawler.spider


def _host(url: str) -> str:
    """The name of the downloader's slot for an address."""
    return urlsplit(url).hostname or ""


def _header(response: Response, name: str) -> str:
    value = response.headers.get(name)
    return value.decode("latin-1").strip() if value else ""


def _seconds(value: str, now: datetime) -> float | None:
    """Seconds from now in a header: a number of seconds, a Unix time, or an HTTP date; None when it is none of them."""
    if value.isdecimal():
        number = float(value)
        return max(0.0, number - now.timestamp()) if number > 1e9 else number
    try:
        return max(0.0, (parsedate_to_datetime(value) - now).total_seconds())
    except (ValueError, TypeError):  # no date, or one without time zone
        return None

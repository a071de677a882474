"""What every spider shares that walks a listing in rounds: what is left is done when nothing else is under way."""

from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider

from crawler.ledger import Ledger
from crawler.middlewares import HostDown, RobotsUnknown
from crawler.platforms.file_desk import FileDesk
from models.issues import Issue
from models.settings import Settings

HOPELESS = (HostDown, RobotsUnknown)
"""After one of these the next page of the listing would fare no better now."""
ROUNDS = 2
"""Times that a stretch which did not add up is walked again, and that a lost host is waited for."""


class RoundsSpider(Spider):
    """One listing of the Court and the files it announces, over one ledger. Its class says what is left once all requests are answered."""

    ficticia = False
    desk: FileDesk

    def __init__(self, config: Settings, ledger: Ledger) -> None:
        super().__init__()
        self.config, self.ledger = config, ledger
        self.names = dict.fromkeys(ledger.source.hosts_de_archivos, config.tc_url)
        self._troubles: dict[str, Issue] = {}
        """Lines of pages that could not be had so far."""
        self._relapses = 0
        """Times that the host was lost."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """The spider as Scrapy builds it."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.desk = FileDesk(crawler, spider.ledger, ficticia=spider.ficticia)
        crawler.signals.connect(spider.idle, signals.spider_idle)
        return spider

    def idle(self) -> None:
        """What is left to do when nothing is under way; the crawl ends when there is nothing. Raises DontCloseSpider."""
        try:
            requests = [] if self.ledger.crash is not None else self.what_is_left()
        except BaseException as error:
            self.ledger.crash = self.ledger.crash or error  # Scrapy would log it and call the run complete
            raise
        for request in requests:
            assert self.crawler.engine is not None  # it has just called
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def what_is_left(self) -> list[Request]:
        """The next requests: a stretch that did not add up, what was missed, files that failed; [] when all is done."""
        raise NotImplementedError

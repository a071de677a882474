"""What a spider yields goes into the raw store as it comes: listings, files, issue lines."""

from typing import Self

from scrapy.crawler import Crawler

from crawler.ledger import Fetched, Ledger
from crawler.trouble import refused
from models.document import Listing
from models.errors import BadIdentity, RefusedDocument
from models.issues import Issue

Item = Listing | Fetched | Issue


class Keep:
    """The one pipeline. An error that is no issue (disk full, a damaged store) ends the run: crawler.run."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The pipeline as Scrapy builds it, with the ledger of the spider."""
        ledger = getattr(crawler.spider, "ledger", None)
        assert isinstance(ledger, Ledger)  # every spider of ours has one
        return cls(ledger)

    def process_item(self, item: Item) -> Item:
        """Keeps the item; a file that the store refuses becomes an issue line."""
        match item:
            case Listing():
                self._ledger.keep_listing(item)
            case Issue():
                self._ledger.issue(item)
            case Fetched(raw=raw):
                try:
                    self._ledger.keep(item)
                except RefusedDocument as error:
                    self._ledger.issue(refused(raw.source, raw.url, "", error))
                except BadIdentity as error:
                    self._ledger.issue(Issue("recoleccion", "expediente_ilegible", str(error), raw.source, raw.url))
        return item

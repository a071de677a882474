"""What Scrapy writes to the log about errors that have a sentence of their own."""

import logging
from typing import Any

from scrapy import Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure

from models.errors import HabeasError


class Quiet(LogFormatter):
    """No traceback for our own errors (disk full, say): the command ends with their sentence. Bugs keep theirs."""

    def item_error(self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        """The entry for an item that could not be kept."""
        entry = super().item_error(item, exception, response, spider)
        if isinstance(exception, HabeasError):
            entry["level"] = logging.DEBUG
        return entry

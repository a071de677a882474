"""Scrapy's settings, made from ours: polite by construction, nothing sent to anyone but the source."""

import logging
from importlib.metadata import metadata, version
from urllib.parse import urlsplit

from scrapy.settings import Settings as ScrapySettings

from crawler.intake import LIMIT
from models.errors import ConfigError
from models.settings import Settings

ROBOTS_NAME = "habeas"
"""The name that robots.txt may address us by; the user agent begins with it."""
_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # drops a redirect without telling the spider
    "crawler.middlewares.HostGuard": 50,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # takes an unreachable robots.txt for a free pass
    "crawler.middlewares.Robots": 100,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,  # knocks again at once
    "crawler.middlewares.Patience": 550,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,  # takes what it can of a damaged body for the whole
    "crawler.middlewares.Unfold": 590,
}
"""Ours in place of Scrapy's, each with what Scrapy's would do wrong here."""
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def user_agent(settings: Settings) -> str:
    """ "habeas/0.1.0 (+how to reach us)": the contact, else the public URL, else the project's page. Raises ConfigError on a contact of odd letters."""
    reach = settings.contact or settings.public_url or _project_url()
    if not (reach.isascii() and reach.isprintable()):
        raise ConfigError("HABEAS_CONTACT: escriba un correo o una dirección web en letras sin acentos; va en el encabezado User-Agent.")
    return f"{ROBOTS_NAME}/{version('habeas')} (+{reach})"


def scrapy_settings(settings: Settings) -> ScrapySettings:
    """Everything that differs from Scrapy's defaults. One request at a time to a host, never sooner than `crawl_delay` after the one before."""
    return ScrapySettings(
        {
            "USER_AGENT": user_agent(settings),
            "ROBOTSTXT_OBEY": True,
            "CONCURRENT_REQUESTS": 4,  # what is under way is finished on Ctrl-C: little, at one request at a time a host
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "DOWNLOAD_DELAY": settings.crawl_delay,
            "DOWNLOAD_DELAY_JITTER": 0,
            "AUTOTHROTTLE_ENABLED": True,
            "AUTOTHROTTLE_START_DELAY": settings.crawl_delay,
            "AUTOTHROTTLE_MAX_DELAY": max(60.0, settings.crawl_delay),
            "DOWNLOAD_TIMEOUT": 60,
            "DOWNLOAD_MAXSIZE": LIMIT,
            "DOWNLOAD_WARNSIZE": 0,
            "DOWNLOAD_VERIFY_CERTIFICATES": True,
            "REDIRECT_MAX_TIMES": 5,
            "METAREFRESH_ENABLED": False,
            "COOKIES_ENABLED": True,  # a firewall may ask for its cookie back before it lets anything be read; kept for the run only
            "REFERRER_POLICY": "no-referrer",
            "HTTPPROXY_ENABLED": not all(_is_loopback(url) for url in (settings.sedetc_url, settings.tc_url)),
            "DEFAULT_REQUEST_HEADERS": {"Accept": "*/*", "Accept-Language": "es-PE,es"},
            "RETRY_TIMES": 10,  # as the longest-running client of the API does (sources.md §1.2)
            "RETRY_GIVE_UP_LOG_LEVEL": "INFO",  # an issue line says it
            "DOWNLOADER_MIDDLEWARES": _MIDDLEWARES,
            "SPIDER_MIDDLEWARES": {"scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None},  # a retry is no copy
            "EXTENSIONS": {"scrapy.extensions.throttle.AutoThrottle": None, "crawler.pace.Pace": 0},
            "ITEM_PIPELINES": {"crawler.pipelines.Keep": 0},
            "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",  # files in the order of the listing
            "TELNETCONSOLE_ENABLED": False,
            "REMOTE_CONTROL_ENABLED": False,
            "LOGSTATS_INTERVAL": 0,
            "MEMUSAGE_ENABLED": False,
            "STATS_DUMP": False,
            "LOG_FORMATTER": "crawler.quiet.Quiet",
            "LOG_LEVEL": _log_level(settings.log),
        }
    )


def _log_level(name: str) -> str:
    if name not in logging.getLevelNamesMapping():
        raise ConfigError(f"HABEAS_LOG={name[:20]}: use DEBUG, INFO, WARNING o ERROR.")
    return name


def _project_url() -> str:
    """The first address that the package's metadata names."""
    return str(metadata("habeas")["Project-URL"]).split(",", 1)[-1].strip()


def _is_loopback(url: str) -> bool:
    return (urlsplit(url).hostname or "") in _LOOPBACK

"""`/sitemap.xml` and `/robots.txt`: what search engines are shown (privacy.md 2)."""

from collections.abc import Iterator
from functools import lru_cache
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from api.collection import EntityBody, entities
from api.desk import Desk
from api.links import ruling_path
from models.ids import RulingId
from models.persons import is_private
from models.privacy import has_private_claimant
from models.search import SearchQuery
from web.render import base_of, desk_of

_PAGES = ("/", "/entidades", "/acerca", "/privacidad", "/api")
_CEILING = 50_000
"""Addresses that one sitemap may hold (sitemaps.org)."""


def sitemap(request: Request) -> Response:
    """Pages and institutions, and the rulings whose claimant is no private person; nothing but the pages of a sample court, which is fiction."""
    desk, base = desk_of(request), base_of(request)
    lines = [f"<url><loc>{escape(base + path)}</loc></url>" for path in _paths(desk)][:_CEILING]
    body = "\n".join(
        ['<?xml version="1.0" encoding="utf-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">', *lines, "</urlset>", ""]
    )
    return Response(body, media_type="application/xml; charset=utf-8")


def robots(request: Request) -> Response:
    """`/robots.txt`: rulings may be fetched, so that their noindex is seen (privacy.md 2); endless combinations of facets may not."""
    lines = ("User-agent: *", "Disallow: /buscar", "Disallow: /api/", "Disallow: /exp/", "Allow: /", "Crawl-delay: 2", "")
    return PlainTextResponse("\n".join([*lines, f"Sitemap: {base_of(request)}/sitemap.xml", ""]))


def _paths(desk: Desk) -> Iterator[str]:
    yield from _PAGES
    if desk.is_sample:
        return
    yield from (one.url for one in entities(desk.index) if _is_body(one))
    gone = desk.withdrawn()
    yield from (ruling_path(name) for name in _open_rulings(desk, desk.index.generation().name) if name not in gone)


def _is_body(one: EntityBody) -> bool:
    return one.tipo != "persona_natural" and not is_private(one.nombre)


@lru_cache(maxsize=2)
def _open_rulings(desk: Desk, generation: str) -> tuple[RulingId, ...]:
    """Ids of the rulings whose claimant is no private person; reading every record takes seconds, so once a generation."""
    names = (RulingId(hit.id) for hit in desk.index.scan(SearchQuery()))
    return tuple(name for name in names if (found := desk.index.get(name)) is not None and not has_private_claimant(found.ruling))

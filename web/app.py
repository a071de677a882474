"""The server's composition root: one open index, the API under /api/, the pages everywhere else."""

import os
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from api.app import create_api
from api.desk import Desk
from indexer.index.base import SearchIndex
from indexer.index.live import LiveIndex
from models.settings import Settings
from web import failures
from web.caching import Caching
from web.citations_page import citations
from web.compression import Compression
from web.downloads import atom_feed, codebook_download, csv_download, jsonl_download
from web.entity_pages import entity, entity_list
from web.home_page import home
from web.plain_pages import about, alarm_feed, api_for_people, health, privacy
from web.ruling_page import ruling, spelled
from web.search_page import search
from web.security import SecurityHeaders
from web.sitemap import robots, sitemap

_ROUTES = (
    ("/", home),
    ("/buscar", search),
    ("/buscar.csv", csv_download),
    ("/buscar.jsonl", jsonl_download),
    ("/buscar.atom", atom_feed),
    ("/datos/codigos.csv", codebook_download),
    ("/sentencia/{name:path}/citas", citations),
    ("/sentencia/{name:path}", ruling),
    ("/exp/{spelling:path}", spelled),
    ("/entidades", entity_list),
    ("/entidad/{slug}", entity),
    ("/estado", health),
    ("/estado.atom", alarm_feed),
    ("/acerca", about),
    ("/privacidad", privacy),
    ("/api", api_for_people),
    ("/robots.txt", robots),
    ("/sitemap.xml", sitemap),
)


class Split:
    """Requests under /api/ go to the API, all others to the pages; HEAD is answered by the API's GET."""

    def __init__(self, api: ASGIApp, pages: ASGIApp) -> None:
        self.api, self.pages = api, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the server's start and end."""
        if scope["type"] == "http" and scope["path"].startswith("/api/"):
            await self.api({**scope, "method": "GET"} if scope["method"] == "HEAD" else scope, receive, send)
        else:
            await self.pages(scope, receive, send)


def create_app(settings: Settings) -> ASGIApp:
    """The whole server over the index of these settings; it follows new generations without restart."""
    return compose(LiveIndex(settings), settings)


def compose(index: SearchIndex, settings: Settings) -> ASGIApp:
    """The whole server over an open index."""
    api = create_api(index, settings)
    pages = Starlette(
        routes=[
            *(Route(path, endpoint) for path, endpoint in _ROUTES),
            Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
        ]
    )
    pages.state.desk = Desk(index, settings)
    pages.state.openapi = api.openapi
    failures.install(pages)
    return SecurityHeaders(Compression(Caching(Split(api, pages), pages.state.desk)))


def from_env() -> ASGIApp:
    """The server for uvicorn's workers (`uvicorn --factory web.app:from_env`): settings from the environment."""
    return create_app(Settings.from_env(os.environ))

"""A browser for tests: asks an ASGI application in this process, follows nothing, gets failures of the server as answers."""

import asyncio
from collections.abc import Mapping

import httpx
from starlette.types import ASGIApp


class Client:
    """`get`, `request`: one request each, decoded as a browser would."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    def get(self, url: str, *, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> httpx.Response:
        """A GET."""
        return self.request("GET", url, params=params, headers=headers)

    def request(
        self, method: str, url: str, *, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """Any request."""

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://habeas.test") as client:
                return await client.request(method, url, params=params, headers=headers)

        return asyncio.run(ask())

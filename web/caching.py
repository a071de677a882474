"""ETag from what an answer is made of: the index generation, the withdrawals, the program, the address and the language."""

from hashlib import sha256

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.desk import Desk
from models.errors import HabeasError
from web.language import choose
from web.render import asset

_LIVE = ("/estado", "/estado.atom", "/api/v1/estado", "/api/v1/cambios", "/api/v1/cobertura")
"""Answers that change without a new generation."""
_ETERNAL = "public, max-age=31536000, immutable"


class Caching:
    """Answers 304 without work when the browser holds the very page; every answer must be asked for again (`no-cache`), since rulings can be
    withdrawn. Static files are named by their bytes and kept for ever."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self.app, self.desk = app, desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        static = scope["path"].startswith("/static/")
        tag = None if static or scope["path"] in _LIVE else await run_in_threadpool(self._tag, scope)
        headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Language"} if tag else {"Cache-Control": "no-cache"}
        if tag and tag in Headers(scope=scope).get("if-none-match", ""):
            await Response(status_code=304, headers=headers)(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                made = MutableHeaders(scope=message)
                if static:
                    made["Cache-Control"] = _ETERNAL if b"v=" in scope["query_string"] else "no-cache"
                else:
                    for name, value in headers.items():
                        made.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers)

    def _tag(self, scope: Scope) -> str | None:
        """None when there is no index to answer: then nothing may be kept."""
        try:
            now, gone = self.desk.index.generation(), self.desk.withdrawn()
        except HabeasError:
            return None
        language = choose(None, Headers(scope=scope).get("accept-language", ""))
        parts = (
            now.name,
            now.fingerprint,
            *sorted(gone),
            self.desk.product,
            asset("habeas.css"),
            language,
            scope["path"],
            scope["query_string"].decode("latin-1"),
        )
        return f'W/"{sha256(chr(0).join(parts).encode()).hexdigest()[:24]}"'

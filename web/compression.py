"""Brotli or gzip for texts, as they stream: no answer is held back to be measured."""

import gzip
import io
from typing import Protocol

import brotli  # type: ignore[import-untyped]
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_TEXTS = ("text/", "application/json", "application/x-ndjson", "application/javascript", "image/svg+xml")
_SMALL = 600
_QUALITY, _LEVEL = 5, 6


class _Encoder(Protocol):
    def feed(self, data: bytes, last: bool) -> bytes:
        """What can be sent now; everything when it is the last piece."""


class _Brotli:
    def __init__(self) -> None:
        self.made = brotli.Compressor(quality=_QUALITY)

    def feed(self, data: bytes, last: bool) -> bytes:
        out: bytes = self.made.process(data) + (self.made.finish() if last else b"")
        return out


class _Gzip:
    def __init__(self) -> None:
        self.out = io.BytesIO()
        self.made = gzip.GzipFile(mode="wb", fileobj=self.out, compresslevel=_LEVEL, mtime=0)

    def feed(self, data: bytes, last: bool) -> bytes:
        self.made.write(data)
        if last:
            self.made.close()
        piece = self.out.getvalue()
        self.out.seek(0)
        self.out.truncate()
        return piece


def encoding_of(accept: str) -> str | None:
    """ "br" or "gzip", whichever the client takes (br first); None when neither."""
    offers = {}
    for part in accept.lower().split(","):
        name, _, quality = part.strip().partition(";")
        offers[name] = quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((name for name in ("br", "gzip") if offers.get(name, False)), None)


class Compression:
    """Compresses what the application answers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        encoding = encoding_of(Headers(scope=scope).get("accept-encoding", "")) if scope["type"] == "http" else None
        if encoding is None or scope["method"] == "HEAD":
            await self.app(scope, receive, send)
            return
        await self.app(scope, receive, _Compressed(send, encoding))


class _Compressed:
    """A `send` that compresses: the first body decides, since a short whole one is not worth it."""

    def __init__(self, send: Send, encoding: str) -> None:
        self.send, self.encoding = send, encoding
        self.start: Message | None = None
        self.encoder: _Encoder | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
            return
        body, last = message.get("body", b""), not message.get("more_body", False)
        if self.start is not None:
            self._decide(self.start, body, last)
            start, self.start = self.start, None
            await self.send(start)
        if self.encoder is not None:
            message = {**message, "body": self.encoder.feed(body, last)}
        await self.send(message)

    def _decide(self, start: Message, body: bytes, last: bool) -> None:
        headers = MutableHeaders(scope=start)
        text = headers.get("content-type", "").startswith(_TEXTS)
        if not text or "content-encoding" in headers or (last and len(body) < _SMALL):
            return
        headers["Content-Encoding"] = self.encoding
        headers.add_vary_header("Accept-Encoding")
        if "content-length" in headers:
            del headers["content-length"]
        self.encoder = _Brotli() if self.encoding == "br" else _Gzip()

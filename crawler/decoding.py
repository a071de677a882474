"""Compressed answers, strictly: Scrapy's own decoder takes what it can of a broken one and calls it whole."""

import re
import zlib
from collections.abc import Iterator

import brotli  # type: ignore[import-untyped]

_CODINGS = {"gzip": 31, "x-gzip": 31, "deflate": 47}
"""Coding → window bits of zlib; 47 finds gzip's and zlib's heads by itself."""
ACCEPTED = "gzip, deflate, br"
_CHUNK = 1024 * 1024


class Undecodable(ValueError):
    """A compressed body that is cut short, damaged, or of a coding that was not asked for."""


class Bomb(ValueError):
    """A body that unfolds beyond what is kept."""


_PLAIN = re.compile(rb"(\xef\xbb\xbf)?\s*(%PDF-\d|<[!?a-z]|[{\[]\s*[\"{\]}])", re.IGNORECASE)
"""How a PDF, a page or JSON begins: no compressed stream of those that we ask for does."""


def decoded(body: bytes, codings: str, limit: int) -> bytes:
    """The body as it was before it was compressed. Raises Undecodable, Bomb (more than `limit` bytes: unfolding stops there).

    A server that names a coding it did not use sends what it has: a body that begins as a PDF, a page or JSON and does not unfold is taken as it came.
    Whether it is whole is for those to tell who read it.
    """
    try:
        return _unfolded(body, codings, limit)
    except Undecodable:
        if _PLAIN.match(body):
            return body
        raise


def _unfolded(body: bytes, codings: str, limit: int) -> bytes:
    for coding in reversed([name.strip().lower() for name in codings.split(",")]):
        if coding in ("", "identity"):
            continue
        if coding not in (*_CODINGS, "br"):
            raise Undecodable(coding)
        unfold = _brotli(body) if coding == "br" else _zlib(body, coding)
        body = _joined(unfold, limit)
    return body


def _joined(chunks: Iterator[bytes], limit: int) -> bytes:
    found, size = [], 0
    try:
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise Bomb(str(limit))
            found.append(chunk)
    except (zlib.error, brotli.error) as error:
        raise Undecodable(str(error)) from error
    return b"".join(found)


def _zlib(body: bytes, coding: str) -> Iterator[bytes]:
    """A stream, or gzip's several one behind the other; "deflate" also without its head, as some servers send it."""
    bits = _CODINGS[coding]
    if coding == "deflate" and not _has_head(body):
        bits = -15
    while body:
        stream = zlib.decompressobj(bits)
        rest = body
        while rest and not stream.eof:
            yield stream.decompress(rest, _CHUNK)
            rest = stream.unconsumed_tail
        yield stream.flush()
        if not stream.eof:
            raise Undecodable("cut short")
        body = stream.unused_data if stream.unused_data[:2] == b"\x1f\x8b" else b""


def _has_head(body: bytes) -> bool:
    return body[:2] == b"\x1f\x8b" or (len(body) > 1 and body[0] & 15 == 8 and (body[0] << 8 | body[1]) % 31 == 0)


def _brotli(body: bytes) -> Iterator[bytes]:
    stream = brotli.Decompressor()
    yield stream.process(body, output_buffer_limit=_CHUNK)
    while not stream.is_finished():
        if not (chunk := stream.process(b"", output_buffer_limit=_CHUNK)):
            raise Undecodable("cut short")
        yield chunk

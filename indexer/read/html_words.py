"""Characters of a page: from its bytes, and what is left to mend in them after the parser has done its part."""

import html
import re

from indexer.read.clean import mend_mojibake

_META = re.compile(
    rb"<meta[^>]{1,300}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})|<\?xml[^>]{1,100}encoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE
)
_KEPT = ("windows-125", "cp125", "iso-8859-15", "macintosh", "x-mac-roman")
"""Declared encodings that are what they say; iso-8859-1, us-ascii, utf-8 that is none and unknown ones mean windows-1252, as in browsers."""
_CODECS = {"x-mac-roman": "mac-roman", "macintosh": "mac-roman"}
_STRAY = re.compile(r"[\udc80-\udcff]")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_CONTROLS = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
"""What a control character of latin-1 means in a page: the character of windows-1252 in its place."""
_CONTROL = re.compile(r"[\x80-\x9f]")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}\d{0,2}|#\d{2,5}|#x[0-9A-Fa-f]{2,4});")


def decode(body: bytes) -> str:
    """The characters of a page: by its BOM, as UTF-16 when every other byte is zero, as UTF-8 when it is, else by what it declares (see _KEPT)."""
    for bom, codec in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if body.startswith(bom):
            return body[len(bom) :].decode(codec, "replace")
    if (wide := _wide(body[:400])) is not None:
        return body.decode(wide, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "surrogateescape")
    strays = len(_STRAY.findall(text))
    if len(_FOREIGN.findall(text)) > 3 * strays:  # UTF-8 with a cut or a strange byte, not windows-1252 with a lucky pair
        return _STRAY.sub(lambda stray: bytes([ord(stray[0]) - 0xDC00]).decode("cp1252", "replace"), text)
    return body.decode(_declared(body), "replace")


def words(text: str) -> str:
    """Text out of a page, mojibake mended, controls that stand for characters of windows-1252 read as these, entities escaped twice read once more."""
    text = mend_mojibake(text)
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return text.translate(_CONTROLS) if _CONTROL.search(text) else text


def _wide(start: bytes) -> str | None:
    """UTF-16 without a BOM: most of its characters have a zero in one of their two bytes."""
    even, odd = start[::2].count(0), start[1::2].count(0)
    if 4 * max(even, odd) < len(start) or len(start) < 4:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _declared(body: bytes) -> str:
    found = _META.search(body[:4096])
    name = (found[1] or found[2]).decode("ascii").lower() if found else ""
    if not name.startswith(_KEPT):
        return "cp1252"
    codec = _CODECS.get(name, name)
    try:
        b"".decode(codec)
    except LookupError:
        return "cp1252"
    return codec

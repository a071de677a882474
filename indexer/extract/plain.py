"""The text as rules read it: lower case, no accents, the same length, so that an offset found in it is an offset of the text."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from indexer.extract.source import Source
from models.ruling import Zona


@cache
def _table() -> dict[int, str]:
    """Every letter of the Latin blocks (U+00C0–U+024F) to its bare lower-case letter, one for one; ñ too: OCR loses it like an accent."""
    table = {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
    for code in range(0xC0, 0x250):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if len(base) == 1:
            table[code] = base
    table.update({ord(c): " " for c in "\t\u00a0\u2007\u202f"})
    table.update({ord(c): "-" for c in "‐‑‒–—"})
    return table


_CODE = "cp1252"
"""Holds nearly all that is printed, quotation marks and dashes too."""


@cache
def _bytes() -> bytes:
    """The same for each of the 256 bytes; those that the code leaves undefined never occur."""
    return b"".join(bytes([byte]).decode(_CODE, "replace").translate(_table()).encode(_CODE, "replace") for byte in range(256))


@cache
def _beyond() -> re.Pattern[str]:
    known = "".join(bytes([byte]).decode(_CODE, "ignore") for byte in range(256))
    return re.compile(f"[^{re.escape(known)}]+")


@lru_cache(maxsize=128)
def plain(text: str) -> str:
    """Lower case, accents and ñ folded, every dash a "-", every blank but "\\n" a " "; as many code points as `text` has."""
    if text.isascii():
        return text.translate(_table())
    # Bytes are translated many times as fast as letters: the few that the code does not hold go one by one.
    folded = text.encode(_CODE, "replace").translate(_bytes()).decode(_CODE)
    pieces: list[str] = []
    done = 0
    for beyond in _beyond().finditer(text) if "?" in folded else ():
        pieces += (folded[done : beyond.start()], beyond[0].translate(_table()))
        done = beyond.end()
    return "".join((*pieces, folded[done:])) if done else folded


def trimmed(printed: str) -> str:
    """A printed name on one line, without the punctuation around it; the last point of initials ("L. M. R. T.") and abbreviations ("S.A.",
    "Ltda.") is part of it."""
    words = re.sub(r"\s+", " ", printed)
    bare = words.strip(" ,.;:-")
    if re.search(r"(?<!\w)\w\.\s?\w(?:\.\s?\w)*$", bare) and bare[-1].isupper():
        return f"{bare}."
    shortened = re.search(r"\b(?:Ltda|Cía|Hnos|Inc|Corp)$", bare)
    return f"{bare}." if shortened and f"{bare}." in words else bare


def in_plain(source: Source, pattern: re.Pattern[str], *names: Zona) -> Iterator[re.Match[str]]:
    """All matches in the plain text of these zones (everywhere when none is named), offsets of the text itself."""
    bare = plain(source.text)
    if not names:
        yield from pattern.finditer(bare)
    for section in source.zones(*names):
        yield from pattern.finditer(bare, section.inicio, section.fin)

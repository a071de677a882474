"""Does a page of HTML reach its end? Word's pages may lack </html>, so a missing end tag alone proves nothing; where the bytes stop is looked at.

A page whose length the server told, and that came in that length, is whole unless its own bytes speak against it. A tag that was begun and not ended is a
cut, and so is text that stops in the middle of a sentence with its paragraph still open; one of the two alone (a closed paragraph without its full stop,
an open one in a page that closes them) is a doubt. Where nobody told the length, a doubt is a cut.
"""

import re
from html import unescape
from typing import Literal

Ending = Literal["entero", "dudoso", "cortado"]

_TAIL = 4096
"""Bytes that are looked at."""
_END = re.compile(rb"</(html|body)\s*>", re.IGNORECASE)
_ROOT = re.compile(rb"\s*(\xef\xbb\xbf)?(<\?xml[^>]*>|<!doctype[^>]*>|<!--.*?-->|\s)*<html[\s>]", re.IGNORECASE | re.DOTALL)
_CLOSES = re.compile(rb"</(p|div|td|table|li)\s*>", re.IGNORECASE)
"""A page that closes its paragraphs leaves none open at its end; one of the first years of the web closes none."""
_TAG = re.compile(r"<[^>]*>")
_LAST_WORD = re.compile(r"[\w'’-]+$")
_STOPS = ".!?…:»”\"’')]_*"


def ending(body: bytes, *, measured: bool) -> Ending:
    """How far the page can be believed to be whole. `measured`: its length was told by the server, and is that. What is no page of <html> is "entero"."""
    if not _ROOT.match(body) or _END.search(body):
        return "entero"
    tail = body[-_TAIL:].decode("utf-8", "replace")
    if tail.rfind("<") > tail.rfind(">"):
        return "cortado"
    opened = bool(_words(tail[tail.rfind(">") + 1 :]))
    mid = _in_mid_sentence(_words(tail))
    if opened and mid:
        return "cortado"
    if mid or (opened and (not measured or _CLOSES.search(body) is not None)):
        return "dudoso" if measured else "cortado"
    return "entero"


def _words(markup: str) -> str:
    """The text of a piece of HTML, without blanks at its ends."""
    return unescape(_TAG.sub(" ", markup)).replace("\xa0", " ").strip()


def _in_mid_sentence(text: str) -> bool:
    """Whether the last word asks for another: no full stop, and no name in capitals, as those of the magistrates with which a ruling ends."""
    if not text or text[-1] in _STOPS:
        return False
    word = _LAST_WORD.search(text)
    return word is None or not word.group()[0].isupper()

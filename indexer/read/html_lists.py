"""The numbers that a browser draws before the items of an ordered list: they stand in no text, and the page shows them."""

import re

from lxml.html import HtmlElement

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?\b(none|(?:lower|upper)-(?:alpha|latin|roman)|decimal)\b", re.IGNORECASE)
_TYPES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman", "1": "decimal"}
_INTEGER = re.compile(r"-?\d{1,6}")


class Numbering:
    """The counter of one list: `next_for(item)` gives the text before the item ("3. ", "c) "), "" where the list shows none."""

    def __init__(self, element: HtmlElement) -> None:
        self._kind = _kind(element) if element.tag == "ol" else "none"
        self._next = _integer(element, "start", 1)

    def next_for(self, item: HtmlElement) -> str:
        """The item's number; one that states its own (`value`) sets the count."""
        number = _integer(item, "value", self._next)
        self._next = number + 1
        kind = _style(item) or self._kind
        if kind == "none" or number < 0:
            return ""
        case = str.upper if kind.startswith("upper") else str.lower
        if kind.endswith(("alpha", "latin")) and number:
            return f"{case(_letters(number))}) "
        if kind.endswith("roman") and number:
            return f"{case(_roman(number))}{'.' if kind.startswith('upper') else ')'} "
        return f"{number}. "


def _kind(element: HtmlElement) -> str:
    return _style(element) or _TYPES.get(str(element.get("type") or "").strip(), "decimal")


def _style(element: HtmlElement) -> str:
    found = _STYLE.search(str(element.get("style") or ""))
    return found[1].lower() if found else ""


def _integer(element: HtmlElement, attribute: str, otherwise: int) -> int:
    stated = str(element.get(attribute) or "").strip()
    return int(stated) if _INTEGER.fullmatch(stated) else otherwise


def _letters(number: int) -> str:
    text = ""
    while number:
        number, letter = divmod(number - 1, 26)
        text = chr(ord("a") + letter) + text
    return text


def _roman(number: int) -> str:
    text = ""
    if number > 100:
        return str(number)  # no list of the Court's goes so far
    for value, letters in _ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text

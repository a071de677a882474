"""Footnotes of HTML: which links call a note, which elements hold one. Word, pandoc and hand-made pages each name them in their own way."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

_TARGET = re.compile(r"^_{0,2}(?:ftn|edn|fn|footnote|nota|note|pie)[-_:]?\w*?(\d+)$", re.IGNORECASE)
_BACK = re.compile(r"^_{0,2}(?:ftn|edn|fn|footnote|nota|note)[-_:]?ref", re.IGNORECASE)
_WORD_NOTE = re.compile(r"mso-element:\s*(?:foot|end)note\s*(?:;|$)")
_BLOCKS = frozenset(["p", "div", "li", "td", "dd", "aside"])


@dataclass(frozen=True, slots=True)
class Notes:
    """`calls`: link → mark; `holders`: element that holds a note → mark; `back`: links from a note to its call, never text."""

    calls: Mapping[HtmlElement, str]
    holders: Mapping[HtmlElement, str]
    back: frozenset[HtmlElement]


def find_notes(root: HtmlElement) -> Notes:
    """Every call whose note is in the page, with both."""
    named: dict[str, HtmlElement] = {}
    for element in _elements(root):
        for key in ("id", "name"):
            if element.get(key):
                named.setdefault(str(element.get(key)), element)
    calls: dict[HtmlElement, str] = {}
    holders: dict[HtmlElement, str] = {}
    back: set[HtmlElement] = set()
    for link in _elements(root, "a"):
        fragment = str(link.get("href") or "").rpartition("#")[2]
        if not link.get("href") or "#" not in str(link.get("href")):
            continue
        if _BACK.match(fragment):
            back.add(link)
            continue
        target, numbered = named.get(fragment), _TARGET.match(fragment)
        if target is None or not numbered:
            continue
        mark = re.sub(r"[^\w*]", "", "".join(link.itertext())) or numbered[1]
        calls[link] = mark
        holders.setdefault(_holder(target), mark)
    return Notes(calls, holders, frozenset(back))


def _elements(root: HtmlElement, *tags: str) -> Iterator[HtmlElement]:
    for element in root.iter(*tags):
        if isinstance(element.tag, str):
            yield element


def _holder(target: HtmlElement) -> HtmlElement:
    """The whole note around a target: Word's own element for it, else the block it stands in."""
    block: HtmlElement | None = None
    element: HtmlElement | None = target
    while element is not None and element.tag not in ("body", "html", "table"):
        if _WORD_NOTE.search(str(element.get("style") or "")):
            return element
        if block is None and element.tag in _BLOCKS:
            block = element
        element = element.getparent()
    return target if block is None else block

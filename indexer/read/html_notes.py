"""Footnotes of HTML that links lead to: which links call a note, which elements hold one. Word, LibreOffice, pandoc and hand-made pages each name
them in their own way; what they share is that the call comes first, and that most notes link back to it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

_TARGET = re.compile(r"^_{0,2}(?:sd)?(?:ftn|edn|fn|footnote|endnote|nota|note|pie)[-_:]?\w*?(\d+)(?:sym)?$", re.IGNORECASE)
_BACK = re.compile(r"^_{0,2}(?:(?:ftn|edn|fn|footnote|endnote|nota|note)t?[-_:]?ref|sd(?:foot|end)note\d+anc$)", re.IGNORECASE)
_WORD_NOTE = re.compile(r"mso-element:\s*(?:foot|end)note\s*(?:;|$)")
_BLOCKS = frozenset(["p", "div", "li", "td", "dd", "aside"])
_MARK = re.compile(r"[\s\[(]*(\d{1,3}|\*{1,3}|[a-z])[\s\])]*")
_ITEMS = frozenset(["li", "div", "dd", "aside"])
_DEEPEST = 40
_SHORT = 20
"""Letters of a link back: "Volver al texto", an arrow; a longer one is text."""


@dataclass(frozen=True, slots=True)
class Notes:
    """`calls`: link → mark; `holders`: element that holds a note → mark; `back`: links from a note to its call, never text."""

    calls: Mapping[HtmlElement, str]
    holders: Mapping[HtmlElement, str]
    back: frozenset[HtmlElement]


def find_notes(root: HtmlElement) -> Notes:
    """Every call whose note is in the page, with both."""
    named: dict[str, HtmlElement] = {}
    links: list[tuple[HtmlElement, str]] = []
    for element in _elements(root):
        for key in ("id", "name"):
            if element.get(key):
                named.setdefault(str(element.get(key)), element)
        _, hash_sign, fragment = str(element.get("href") or "").rpartition("#")
        if element.tag == "a" and hash_sign and fragment:
            links.append((element, fragment))
    back = {link for link, fragment in links if _BACK.match(fragment)}
    mutual = _mutual(links, named)
    calls: dict[HtmlElement, str] = {}
    holders: dict[HtmlElement, str] = {}
    for link, fragment in links:
        target, numbered = named.get(fragment), _TARGET.match(fragment)
        if link in back or link in mutual.values() or target is None or not (numbered or link in mutual or _marks(link, target)):
            continue
        mark = re.sub(r"[^\w*]", "", "".join(link.itertext())) or (numbered[1] if numbered else "")
        calls[link] = mark
        holders.setdefault(_holder(target), mark)
        if link in mutual:
            back.add(mutual[link])
    return Notes(calls, holders, frozenset(back | _returns(links, named, holders)))


def _marks(link: HtmlElement, target: HtmlElement) -> bool:
    """Whether a link is a mark, and what it leads to is an empty anchor before the same mark: notes numbered by hand ("(1)" to "<a name=1></a>(1) Foja 12")."""
    mark = _MARK.fullmatch("".join(link.itertext())[:12])
    if mark is None or target.tag != "a" or "".join(target.itertext()).strip():
        return False
    after = _MARK.match(str(target.tail or ""))
    return after is not None and after[1] == mark[1]


def _returns(
    links: list[tuple[HtmlElement, str]], named: Mapping[str, HtmlElement], holders: Mapping[HtmlElement, str]
) -> set[HtmlElement]:
    """Links in a note that lead out of it to another place of the page ("Volver"): they are no words of the note."""
    found: set[HtmlElement] = set()
    for link, fragment in links:
        around = {element for element in link.iterancestors() if element in holders}
        target = named.get(fragment)
        if around and target is not None and around.isdisjoint(target.iterancestors()) and len("".join(link.itertext()).strip()) <= _SHORT:
            found.add(link)
    return found


def _mutual(links: list[tuple[HtmlElement, str]], named: Mapping[str, HtmlElement]) -> dict[HtmlElement, HtmlElement]:
    """Call → link back: two links that are marks, each leading to where the other stands; whatever their names say, the first one calls."""
    place = {link: index for index, (link, _) in enumerate(links)}
    at: dict[HtmlElement, HtmlElement] = {}
    for link, _ in links:
        for element in _around(link):
            at.setdefault(element, link)
    found: dict[HtmlElement, HtmlElement] = {}
    for link, fragment in links:
        target = named.get(fragment)
        other = at.get(target) if target is not None else None
        if other is None or place[other] <= place[link] or other in found or not _MARK.fullmatch("".join(link.itertext())[:12]):
            continue
        origin = named.get(links[place[other]][1])
        if origin is not None and any(origin is element for element in _around(link)):
            found[link] = other
    return found


def _around(link: HtmlElement) -> Iterator[HtmlElement]:
    """The link, and what it stands in up to its block, or the item around that: any of these may carry the name that leads to it."""
    element: HtmlElement | None = link
    blocks = 0
    for _ in range(_DEEPEST):
        if element is None or element.tag in ("body", "html", "table") or (blocks and element.tag not in _ITEMS):
            return
        yield element
        blocks += element.tag in _BLOCKS
        if blocks == 2:
            return
        element = element.getparent()


def _elements(root: HtmlElement) -> Iterator[HtmlElement]:
    for element in root.iter():
        if isinstance(element.tag, str):
            yield element


def _holder(target: HtmlElement) -> HtmlElement:
    """The whole note around a target: Word's own element for it, else the block it stands in."""
    block: HtmlElement | None = None
    element: HtmlElement | None = target
    while element is not None and element.tag not in ("body", "html", "table"):
        named = element.tag == "div" and _TARGET.match(str(element.get("id") or ""))  # pages "filtered" by Word keep no style of its own
        if named or _WORD_NOTE.search(str(element.get("style") or "")):
            return element
        if block is None and element.tag in _BLOCKS:
            block = element
        element = element.getparent()
    return target if block is None else block

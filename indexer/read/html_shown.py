"""What of a page a browser shows, and what it shows raised. Word's pages carry much that nobody is meant to read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

_SILENT = frozenset(
    re.findall(
        r"\w+",
        "head script style title xml template noscript object iframe select textarea button svg del noframes datalist audio video canvas",
    )
)
_HIDDEN = re.compile(r"display:\s*none|mso-hide:\s*all|visibility:\s*hidden|font-size:\s*0(?:\.0*)?(?:p[tx]|em|%)?\s*(?:;|$|!)")
_WORDS_OWN = re.compile(r"mso-element:\s*(?:header|footer|comment(?:-list)?|frame-header)\b")
"""Page heads, folios and reviewers' comments of a Word document, which its page carries along."""
_COMMENT = re.compile(r"\bmsocom(?:anchor|txt|off)\b|\bmso(?:commentreference|commenttext|del)\b", re.IGNORECASE)
_CLASS = re.compile(r"^\w*\.([\w-]+)$")
_RAISED = re.compile(r"vertical-align:\s*super|mso-text-raise:\s*[1-9]|mso-special-character:\s*footnote")
_RAISED_CLASS = re.compile(r"(?:foot|end)note(?:reference|call|anchor|-ref)|superscript|\bsuperindice\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shown:
    """The page's own rules: names of classes that its style sheets hide or raise."""

    hidden: frozenset[str]
    raised: frozenset[str]

    def hides(self, element: HtmlElement) -> bool:
        """Whether a browser shows nothing of the element, or only to who reviews the document."""
        if element.tag in _SILENT or element.get("hidden") is not None:
            return True
        style = str(element.get("style") or "").lower()
        if style and (_HIDDEN.search(style) or _WORDS_OWN.search(style)):
            return True
        names = str(element.get("class") or "")
        return bool(names) and (bool(_COMMENT.search(names)) or not self.hidden.isdisjoint(names.split()))

    def raises(self, element: HtmlElement) -> bool:
        """Whether the element's words stand above the line, as marks of notes do."""
        if element.tag == "sup":
            return True
        names = str(element.get("class") or "")
        style = str(element.get("style") or "").lower()
        return bool(
            (style and _RAISED.search(style)) or (names and (_RAISED_CLASS.search(names) or not self.raised.isdisjoint(names.split())))
        )


def shown(root: HtmlElement) -> Shown:
    """The rules of a page's style sheets, those for other media left out."""
    rules = [rule for sheet in root.iter("style") for rule in _rules(str(sheet.text or ""))]
    return Shown(_classes(rules, _HIDDEN), _classes(rules, _RAISED))


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """(selectors, declarations) of the rules that stand in no block of their own (`@media print {…}`)."""
    depth, start, selectors = 0, 0, ""
    for brace in re.finditer(r"[{}]", sheet):
        text = sheet[start : brace.start()]
        if brace[0] == "{":
            depth, selectors = depth + 1, text
        else:
            if depth == 1:
                yield selectors, text
            depth = max(0, depth - 1)
        start = brace.end()


def _classes(rules: Iterable[tuple[str, str]], wanted: re.Pattern[str]) -> frozenset[str]:
    """Names of the classes whose rule says what is wanted; rules for a class inside something else say nothing of the class."""
    names: set[str] = set()
    for selectors, body in rules:
        if wanted.search(body.lower()):
            names.update(found[1] for one in selectors.split(",") if (found := _CLASS.match(one.strip().removeprefix("<!--").strip())))
    return frozenset(names)

"""HTML of a site that may change its dress: rows of cells with the names of their columns, and lines of words, whatever the elements are called."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from crawler.errors import UnexpectedPage
from crawler.intake import block_page

_INLINE = frozenset(["a", "em", "i", "u", "font", "small", "sup", "sub", "abbr", "mark"])
_SILENT = frozenset(
    [
        "script",
        "style",
        "title",
        "noscript",
        "template",
        "select",
        "textarea",
        "button",
        "input",
        "iframe",
        "object",
        "svg",
        "nav",
        "footer",
    ]
)
_CUT_SHORT = ((b"<html", (b"</html", b"</body")), (b"<table", (b"</table",)))
"""Element → what a page that holds it ends with."""
_MOJIBAKE = re.compile("[ÂÃâ][\x80-\xbf\u0152-\u2122]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its words, the name that it carries itself (data-title), and its links as written, each with its words."""

    text: str
    title: str
    links: tuple[tuple[str, str], ...]


def page_tree(raw: bytes) -> HtmlElement:
    """The elements of a page that came whole. Raises UnexpectedPage: respuesta_ilegible, truncado."""
    if not raw.strip(b"\0 \t\r\n"):
        raise UnexpectedPage("respuesta_ilegible", "La respuesta está vacía.")
    small = raw.lower()
    for opens, ends in _CUT_SHORT:
        if opens in small and not any(end in small for end in ends):
            raise UnexpectedPage("truncado", "La página llegó cortada.")
    text = re.sub(r"^\s*<\?xml[^>]*>", "", _FORBIDDEN.sub(" ", decoded(raw)))
    try:
        return document_fromstring(text.encode(), parser=HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise UnexpectedPage("respuesta_ilegible", "La respuesta no es una página web.") from error


def decoded(raw: bytes) -> str:
    """The characters of a page, line by line UTF-8, else windows-1252: one page of WordPress can mix both. Doubly encoded words are mended."""
    return "\n".join(map(_decoded_line, raw.removeprefix(b"\xef\xbb\xbf").split(b"\n")))


def _decoded_line(line: bytes) -> str:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")
    if not _MOJIBAKE.search(text):
        return text
    for codec in ("cp1252", "latin-1"):
        try:
            return text.encode(codec).decode("utf-8")
        except UnicodeError:
            continue
    return text


def refusal(raw: bytes, what: str) -> UnexpectedPage:
    """Why a page that is not `what` can't be taken for it: a block page (bloqueo), or one that nobody knows (respuesta_ilegible)."""
    if who := block_page(raw):
        return UnexpectedPage("bloqueo", f"No vino {what}, sino una página de bloqueo o de error («{who}»).")
    start = " ".join(re.sub(r"<[^>]*>", " ", decoded(raw[:2000])).split())
    return UnexpectedPage("respuesta_ilegible", f"La página no es {what}: empieza con «{start[:60]}».")


def words(element: HtmlElement) -> str:
    """What an element shows, on one line."""
    parts: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            parts.append("" if _is_silent(node) else node.text or "")
            if node.tag == "br":
                parts.append(" ")
        elif node is not element:
            parts.append(("" if node.tag in _INLINE else " ") + (node.tail or ""))
    return " ".join("".join(parts).split())


def lines(root: HtmlElement) -> list[str]:
    """What the page shows, in pieces: every element but those inside a sentence (a, em…) begins and ends one; menus of forms left out."""
    parts: list[str] = []
    quiet = 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        breaks = "" if node.tag in _INLINE else "\n"
        if event == "start":
            quiet += _is_silent(node)
            parts.append(breaks + ("" if quiet else node.text or "").replace("\n", " "))
        else:
            quiet -= _is_silent(node)
            parts.append(breaks + ("" if quiet or node is root else node.tail or "").replace("\n", " "))
    return [line for piece in "".join(parts).split("\n") if (line := " ".join(piece.split()))]


def tables(root: HtmlElement) -> Iterator[HtmlElement]:
    """Every table that holds no other, in order."""
    for table in root.iter("table"):
        if next(table.iter("table"), table) is table and len(list(table.iter("table"))) == 1:
            yield table


def rows(table: HtmlElement) -> list[tuple[Cell, ...]]:
    """The rows of a table with their cells; a cell over several columns stands in each."""
    return [tuple(_cells(row)) for row in table.iter("tr")]


def _cells(row: HtmlElement) -> Iterator[Cell]:
    for cell in row:
        if cell.tag in ("td", "th"):
            links = tuple((str(link.get("href")), words(link)) for link in cell.iter("a") if link.get("href"))
            made = Cell(words(cell), " ".join((cell.get("data-title") or cell.get("data-label") or "").split()), links)
            span = cell.get("colspan") or "1"
            yield from [made] * (min(int(span), 20) if span.isascii() and span.isdigit() and int(span) else 1)


def links(root: HtmlElement) -> Sequence[tuple[str, str]]:
    """(address as written, words) of every link."""
    return [(str(link.get("href")), words(link)) for link in root.iter("a") if link.get("href")]


def _is_silent(node: HtmlElement) -> bool:
    return not isinstance(node.tag, str) or node.tag in _SILENT

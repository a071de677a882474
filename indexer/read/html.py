"""HTML files → the one text: Word's "save as web page" of 2006–2024, the newer pages, and pages without any care.

Only what a browser shows counts: list numbers it draws are written out, hidden text, scripts and comments are not. Unknown elements keep their words:
Word wraps ordinary ones in smart tags (<st1:PersonName>).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from indexer.read.clean import clean_line, mend_mojibake
from indexer.read.flow import Flow, Footnote, Piece, compose
from indexer.read.html_notes import Notes, find_notes
from indexer.read.paragraphs import runs_on, title_goes_on
from indexer.read.rules import capitals, is_heading
from models.errors import UnreadableDocument

_META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML = re.compile(r"<\?xml[^>]*\?>|\x00")
_HIDDEN = re.compile(r"display:\s*none|mso-hide:\s*all|visibility:\s*hidden")
_SILENT = frozenset(
    ["head", "script", "style", "title", "xml", "template", "noscript", "object", "iframe", "select", "textarea", "button", "svg"]
)
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p "
        "pre section table tbody td tfoot th thead tr ul",
    )
)
_LISTED_NOTE = re.compile(r"^\[(\d{1,3}|\*+)\]\s*(?=\S)")
_PLAIN_CALL = re.compile(r"\s?\[(\d{1,3}|\*+)\]")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def read_html(body: bytes) -> Flow:
    """The text of a page. Raises UnreadableDocument `danado` when the bytes hold no element."""
    text = _XML.sub(" ", mend_mojibake(decode(body)))
    try:
        root = document_fromstring(text, parser=HTMLParser(huge_tree=True, encoding="utf-8"))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise UnreadableDocument("danado", "El HTML está vacío o dañado; se pedirá de nuevo a la fuente.") from error
    walk = _Walk(find_notes(root))
    walk.element(root)
    paragraphs, notes = _plain_notes(walk.paragraphs, walk.notes())
    return compose(([piece] for piece in paragraphs), notes)


def decode(body: bytes) -> str:
    """The characters of a page: by its BOM, as UTF-8 when it is, else by its meta; iso-8859-1 and what is not known mean windows-1252, as in browsers."""
    for bom, codec in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if body.startswith(bom):
            return body[len(bom) :].decode(codec, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        declared = _META.search(body[:4096])
        name = declared[1].decode("ascii").lower() if declared else ""
        codec = name if name.startswith(("utf-16", "windows-125", "iso-8859-15", "macintosh")) else "cp1252"
        try:
            return body.decode(codec, "replace")
        except LookupError:
            return body.decode("cp1252", "replace")


@dataclass(slots=True)
class _Open:
    """A paragraph being written: stretches of text, and the mark of the call after each but the last."""

    parts: list[str] = field(default_factory=lambda: [""])
    marks: list[str] = field(default_factory=list)

    def add(self, text: str | None) -> None:
        self.parts[-1] += text or ""

    def call(self, mark: str) -> None:
        self.marks.append(mark)
        self.parts.append("")

    def piece(self) -> Piece:
        """The paragraph cleaned; a blank that stood between a word and its note mark goes with the mark."""
        text, calls = "", []
        for index, part in enumerate(self.parts):
            cleaned = clean_line(mend_mojibake(part))
            apart = part[:1].isspace() or (index and self.parts[index - 1][-1:].isspace())
            text += f" {cleaned}" if text and cleaned and apart and cleaned[0] not in ",.;:)" else cleaned
            if index < len(self.marks):
                calls.append((text.rfind(" ") + 1, self.marks[index]))
        return Piece(clean_line(text), 0, tuple(calls))


class _Walk:
    """The page in reading order, element by element, without recursion on Python's side deeper than the parser allows."""

    def __init__(self, found: Notes) -> None:
        self.paragraphs: list[Piece] = []
        self._found = found
        self._open = _Open()
        self._note: str | None = None
        self._texts: dict[str, list[str]] = {}
        self._numbers: list[Iterator[str]] = []

    def element(self, root: HtmlElement) -> None:
        """Walks everything under (and in) an element."""
        stack: list[tuple[HtmlElement, bool]] = [(root, True)]
        while stack:
            element, entering = stack.pop()
            if not entering:
                self._leave(element)
                continue
            if not isinstance(element.tag, str) or self._is_silent(element):
                self._tail(element, root)
                continue
            stack.append((element, False))
            if element in self._found.calls and self._note is None:
                self._open.call(self._found.calls[element])
                continue
            self._enter(element)
            stack.extend((child, True) for child in reversed(element))
        self._flush()

    def notes(self) -> list[Footnote]:
        """The notes that links lead to, in their order on the page."""
        return [Footnote(mark, " ".join(texts)) for mark, texts in self._texts.items()]

    def _is_silent(self, element: HtmlElement) -> bool:
        return element.tag in _SILENT or element in self._found.back or bool(_HIDDEN.search(str(element.get("style") or "").lower()))

    def _enter(self, element: HtmlElement) -> None:
        if element.tag in _BLOCKS:
            self._flush()
        if element in self._found.holders:
            self._note = self._found.holders[element]
        if element.tag == "ol":
            self._numbers.append(_numbers(element))
        elif element.tag == "ul":
            self._numbers.append(iter(()))
        elif element.tag == "li" and self._numbers and self._note is None:
            self._open.add(next(self._numbers[-1], ""))
        elif element.tag == "br":
            self._break()
        self._open.add(element.text)

    def _leave(self, element: HtmlElement) -> None:
        if element.tag in _BLOCKS:
            self._flush()
        if element in self._found.holders:
            self._flush()
            self._note = None
        if element.tag in ("ol", "ul") and self._numbers:
            self._numbers.pop()
        self._open.add(element.tail)

    def _tail(self, element: HtmlElement, root: HtmlElement) -> None:
        if element is not root:
            self._open.add(element.tail)

    def _break(self) -> None:
        """A line break ends the paragraph where a sentence can end; the next line decides (see _goes_on)."""
        self._open.add("\n" if self._note is not None else " ")
        if self._note is None and not runs_on(clean_line(self._open.parts[-1])):
            self._flush(broken=True)

    def _flush(self, broken: bool = False) -> None:
        piece = self._open.piece()
        number_only = bool(re.fullmatch(r"(?:\d{1,3}|[a-z]{1,4})[.)]", piece.text)) and bool(self._numbers)
        if number_only and not broken:
            return  # <li><p>…: the number waits for its paragraph
        self._open = _Open()
        if not piece.text:
            return
        if self._note is not None:
            self._texts.setdefault(self._note, []).append(re.sub(rf"^\W?{re.escape(self._note)}\W?\s+", "", piece.text).rstrip("↩︎ "))
            return
        if self.paragraphs and _goes_on(self.paragraphs[-1].text, piece.text):
            last = self.paragraphs.pop()
            shifted = tuple((offset + len(last.text) + 1, mark) for offset, mark in piece.calls)
            piece = Piece(f"{last.text} {piece.text}", 0, last.calls + shifted)
        self.paragraphs.append(piece)


def _goes_on(above: str, text: str) -> bool:
    """Whether a sentence or a title runs over a line break: the line before can't end here, or a title in capitals is unfinished."""
    if is_heading(text) or is_heading(above):
        return False
    return title_goes_on(above, text) or (
        text[:1].islower() and not re.search(r"[.:;?!…]$", above) and not capitals(above) and not re.match(r"[a-z]{1,4}\)", text)
    )


def _numbers(element: HtmlElement) -> Iterator[str]:
    """The numbers a browser draws before the items of an ordered list."""
    style = str(element.get("style") or "") + str(element.get("type") or "")
    if "list-style-type:none" in style.replace(" ", "") or "list-style:none" in style.replace(" ", ""):
        return
    start = str(element.get("start") or "1")
    number = int(start) if start.isdigit() else 1
    while True:
        if "alpha" in style or style.strip() in ("a", "A"):
            yield f"{chr(ord('a') + (number - 1) % 26)}) "
        elif "roman" in style or style.strip() in ("i", "I"):
            yield f"{_roman(number)}) "
        else:
            yield f"{number}. "
        number += 1


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text


def _plain_notes(paragraphs: list[Piece], notes: list[Footnote]) -> tuple[list[Piece], list[Footnote]]:
    """Notes without links: paragraphs "[1] Foja 20." at the end, and their "[1]" in the text."""
    if notes:
        return paragraphs, notes
    end = len(paragraphs)
    while end and _LISTED_NOTE.match(paragraphs[end - 1].text):
        end -= 1
    for piece in paragraphs[end:]:
        found = _LISTED_NOTE.match(piece.text)
        assert found is not None  # the loop above matched it
        notes.append(Footnote(found[1], piece.text[found.end() :]))
    marks = {note.mark for note in notes}
    return [_without_calls(piece, marks) for piece in paragraphs[:end]], notes


def _without_calls(piece: Piece, marks: set[str]) -> Piece:
    text, done, calls = "", 0, list[tuple[int, str]]()
    for found in _PLAIN_CALL.finditer(piece.text):
        if found[1] in marks:
            text += piece.text[done : found.start()]
            calls.append((text.rfind(" ") + 1, found[1]))
            done = found.end()
    return Piece(clean_line(text + piece.text[done:]), piece.page, tuple(calls)) if calls else piece

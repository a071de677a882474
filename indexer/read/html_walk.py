"""A parsed page in reading order: its blocks, each as the lines that the page breaks it into, and the notes that its links lead to."""

import re
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from indexer.read.clean import clean_line
from indexer.read.flow import Footnote
from indexer.read.html_lists import Numbering
from indexer.read.html_notes import Notes
from indexer.read.html_shown import Shown
from indexer.read.html_words import words

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header "
        "hr html legend li listing main menu nav ol p plaintext pre section summary table tbody td tfoot th thead tr ul xmp",
    )
)
_PREFORMATTED = frozenset(["pre", "listing", "plaintext", "xmp"])
_LISTS = frozenset(["ol", "ul", "menu", "dir"])
_RAISED_MARK = re.compile(r"[\s\[({]*(\d{1,3}|\*{1,3})[\s\])}]*")
_RAISED_LENGTH = 12
_QUOTES = {"q": ("“", "”")}
_ARROWS = " \u21a9\ufe0e\ufe0f\u2191^"


@dataclass(frozen=True, slots=True)
class Mark:
    """A note mark that stood at `offset` of a line (end of the word before it). `linked`: a link to a note of the page; else only raised."""

    offset: int
    mark: str
    linked: bool


@dataclass(frozen=True, slots=True)
class HtmlLine:
    """One line as the page breaks it, cleaned. `wrapped`: a line break within the block stands before it."""

    text: str
    marks: tuple[Mark, ...] = ()
    wrapped: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, cell or item: its lines, none empty. `ruled`: a horizontal line stands between it and the block before; `item`: it begins one of a list."""

    lines: tuple[HtmlLine, ...]
    ruled: bool = False
    item: bool = False


@dataclass(slots=True)
class _Open:
    """A block being written: stretches of text, marks, and None for each line break."""

    parts: list[str | Mark | None] = field(default_factory=list)

    def lines(self) -> list[HtmlLine]:
        """The lines that hold words."""
        found: list[HtmlLine] = []
        start = 0
        for end in [*(i for i, part in enumerate(self.parts) if part is None), len(self.parts)]:
            line = _line([part for part in self.parts[start:end] if part is not None], bool(found))
            if line.text:
                found.append(line)
            start = end + 1
        return found


def _line(parts: list[str | Mark], wrapped: bool) -> HtmlLine:
    """Cleaned text with its marks; a blank that stood between a word and its mark goes with the mark."""
    text, marks, run, apart = "", list[Mark](), list[str](), False
    for part in (*parts, None):
        if isinstance(part, str):
            run.append(part)
            continue
        raw = "".join(run)
        cleaned = clean_line(words(raw))
        blank = bool(text) and (apart or raw[:1].isspace()) and cleaned[:1] not in tuple(",.;:)")
        text += f" {cleaned}" if blank and cleaned else cleaned
        apart = raw[-1:].isspace() or (apart and not cleaned)
        run = []
        if part is not None:
            marks.append(Mark(len(text), part.mark, part.linked))
    return HtmlLine(text, tuple(marks), wrapped)


class Walk:
    """Reads a page element by element, without recursion."""

    def __init__(self, found: Notes, shown: Shown) -> None:
        self.blocks: list[Block] = []
        self._found, self._shown = found, shown
        self._open = _Open()
        self._note: str | None = None
        self._texts: dict[str, list[str]] = {}
        self._lists: list[Numbering] = []
        self._number = ""
        self._preformatted = 0
        self._ruled = False
        self._item = False

    def element(self, root: HtmlElement) -> None:
        """Reads everything under (and in) an element."""
        stack: list[tuple[HtmlElement, bool]] = [(root, True)]
        while stack:
            element, entering = stack.pop()
            if not entering:
                self._leave(element)
            elif not isinstance(element.tag, str) or element in self._found.back or self._shown.hides(element):
                self._text(element.tail if element is not root else None)
            elif self._note is None and (mark := self._mark(element)) is not None:
                self._open.parts.append(mark)
                self._text(element.tail)
            else:
                stack.append((element, False))
                self._enter(element)
                stack.extend((child, True) for child in reversed(element))
        self._flush()

    def notes(self) -> list[Footnote]:
        """The notes that links lead to, in their order on the page."""
        return [Footnote(mark, " ".join(texts)) for mark, texts in self._texts.items()]

    def _mark(self, element: HtmlElement) -> Mark | None:
        """The mark that an element is: a link to a note, or raised digits."""
        if element in self._found.calls:
            return Mark(0, self._found.calls[element], True)
        if not self._shown.raises(element):
            return None
        text = ""
        for piece in element.itertext():
            text += str(piece)
            if len(text) > _RAISED_LENGTH:
                return None
        found = _RAISED_MARK.fullmatch(clean_line(words(text)))
        if found is None or any(child in self._found.calls or child in self._found.back for child in element.iter()):
            return None
        return Mark(0, found[1], False)

    def _enter(self, element: HtmlElement) -> None:
        if element.tag in _BLOCKS:
            self._flush()
        if element in self._found.holders:
            self._note = self._found.holders[element]
        if element.tag in _LISTS:
            self._lists.append(Numbering(element))
        elif element.tag == "li" and self._lists and self._note is None:
            self._number, self._item = self._lists[-1].next_for(element), True
        elif element.tag == "br":
            self._break()
        elif element.tag == "hr":
            self._ruled = True
        elif element.tag in _PREFORMATTED:
            self._preformatted += 1
        self._quote(element, 0)
        self._text(element.text)

    def _leave(self, element: HtmlElement) -> None:
        self._quote(element, 1)
        if element.tag in _BLOCKS:
            self._flush()
        if element in self._found.holders:
            self._flush()
            self._note = None
        if element.tag in _LISTS and self._lists:
            self._lists.pop()
        elif element.tag == "li":
            self._number = ""
        elif element.tag in _PREFORMATTED:
            self._preformatted -= 1
        self._text(element.tail)

    def _quote(self, element: HtmlElement, side: int) -> None:
        if element.tag in _QUOTES:
            self._text(_QUOTES[element.tag][side])

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if not self._preformatted:
            self._open.parts.append(text)
            return
        for index, line in enumerate(text.split("\n")):
            if index:
                self._break()
            self._open.parts.append(line)

    def _break(self) -> None:
        self._open.parts.append(None if self._note is None else " ")

    def _flush(self) -> None:
        if not self._open.parts:
            return
        lines = self._open.lines()
        self._open = _Open()
        if not lines:
            return
        if self._note is not None:
            self._texts.setdefault(self._note, []).append(_without_mark(" ".join(line.text for line in lines), self._note))
            return
        if self._number:
            lines[0] = _numbered(lines[0], self._number)
            self._number = ""
        self.blocks.append(Block(tuple(lines), self._ruled, self._item))
        self._ruled = self._item = False


def _numbered(line: HtmlLine, number: str) -> HtmlLine:
    """The line after its number, unless it states that number itself."""
    bare = re.escape(number.strip().rstrip(".)"))
    if re.match(rf"[(\[]?{bare}\s?[.)\]-]", line.text, re.IGNORECASE):
        return line
    marks = tuple(Mark(mark.offset + len(number), mark.mark, mark.linked) for mark in line.marks)
    return HtmlLine(number + line.text, marks, line.wrapped)


def _without_mark(text: str, mark: str) -> str:
    """A note's words without the mark before them and the arrow back after them."""
    return re.sub(rf"^\W?{re.escape(mark)}\W?\s+|^[\[(]{re.escape(mark)}[\])]\s*", "", text).rstrip(_ARROWS)

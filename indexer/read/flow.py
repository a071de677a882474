"""From printed lines to the one text: paragraphs, page starts, footnotes at the end, all offsets made once, here."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.read.vocabulary import is_word
from models.document import Nota


@dataclass(frozen=True, slots=True)
class Piece:
    """One printed line, cleaned (clean.clean_line). `calls`: (offset in `text` after the word that calls, mark of the note)."""

    text: str
    page: int = 0
    calls: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote out of the flow: its mark as printed and its words."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Flow:
    """The composed text; every paragraph ends with one line feed."""

    text: str
    paginas: tuple[int, ...]
    notas: tuple[Nota, ...]


Paragraph = Sequence[Piece]

_BROKEN = re.compile(r"[^\W_][-‐]$")
_OPENING_DASH = re.compile(r"(?:^|[\s(])[-–—‐](?=\w)")
_CLOSING_DASH = re.compile(r"\w[-–—‐](?=[\s,;.:)])")
_HANGING = re.compile(r"(?:^|[\s(])—$")
"""A dash that opens a parenthesis at the end of a line: it belongs to the word that follows."""
_TAIL = re.compile(r"(?!\.\.)[.,;:)\]”»]+(?=\s|$)")
"""What no line begins with but where the margin cut it from its word, as it cuts addresses; a mark that sticks to the next word is a speck of the scan."""
_ADDRESS = re.compile(r"(?:@|\bwww\.|https?:)\S*$")
"""An address that the margin may have cut before one of its points."""
_CLOSING_FIRST = re.compile(r"[—–](?=[\s,;.:)]|$)")
_STEM = re.compile(r"([^\W\d_]+)[-‐]$")
_REST = re.compile(r"[^\W\d_]+")
_NEAR = 2000
"""Characters before a hyphen that can tell what it is: a paragraph of a hundred thousand hyphens must not be read whole at each."""


def compose(paragraphs: Iterable[Paragraph], footnotes: Sequence[Footnote] = (), pages: int = 0) -> Flow:
    """The text of these paragraphs, then the footnotes as paragraphs of their own ("1 Foja 20."). `pages` = 0: the source had none."""
    text: list[str] = []
    length = 0
    starts: dict[int, int] = {}
    calls: dict[str, list[int]] = {}
    for paragraph in paragraphs:
        line, marks = _join(paragraph, length, starts)
        if not line:
            continue
        for offset, mark in marks:
            calls.setdefault(mark, []).append(length + offset)
        text.append(line)
        length += len(line) + 1
    notas = []
    for note in footnotes:
        line = f"{note.mark} {note.text}".strip()
        if not note.text:
            continue
        waiting = calls.get(note.mark, [])
        notas.append(Nota(note.mark, waiting.pop(0) if waiting else None, length, length + len(line)))
        text.append(line)
        length += len(line) + 1
    joined = "".join(f"{line}\n" for line in text)
    return Flow(joined, _page_starts(starts, pages, length), tuple(notas))


def joined(lines: Iterable[str]) -> str:
    """Printed lines as one, words cut at the margin whole again."""
    return _join([Piece(line) for line in lines], 0, {})[0]


def _join(paragraph: Paragraph, base: int, starts: dict[int, int]) -> tuple[str, list[tuple[int, str]]]:
    """One line out of printed lines, with the note calls in it; notes where a page begins."""
    line = ""
    calls: list[tuple[int, str]] = []
    for piece in paragraph:
        if not piece.text:
            continue
        if line:
            line = _glue(line, piece.text)
        starts.setdefault(piece.page, base + len(line))
        calls += [(len(line) + offset, mark) for offset, mark in piece.calls]
        line += piece.text
    return line, calls


def _glue(line: str, following: str) -> str:
    """The line so far, ready for what follows: a blank added, or the hyphen of a word cut at the margin taken away.

    The hyphen goes only where the whole is a word and its halves are no compound: "Espinosa-|Saldaña", "N.° 43-|2003" keep theirs.
    """
    if (following[:1].islower() and _HANGING.search(line, max(0, len(line) - 2))) or _closes(line, following):
        return line
    if not _BROKEN.search(line, max(0, len(line) - 2)) or not following[:1].isalnum():
        return f"{line} "
    line_end = line[-_NEAR:]
    stem, rest = _STEM.search(line_end), _REST.match(following)
    if stem and rest and rest[0][0].islower():
        if is_word(stem[1] + rest[0]):
            return line[:-1]
        if len(_OPENING_DASH.findall(line_end)) > len(_CLOSING_DASH.findall(line_end)):
            return f"{line} "  # the dash closes a parenthesis: "-vigente en aquel momento-"
    return line


def _closes(line: str, following: str) -> bool:
    """Whether a line begins with a mark that closes what the line before has, or with the dash that closes a parenthesis opened before ("—según afirma |
    —, y agrega"): it belongs to the word before it."""
    if _TAIL.match(following) or (following[:1] == "." and _ADDRESS.search(line[-_NEAR:])):
        return line[-1:].isalnum()
    if not _CLOSING_FIRST.match(following) or not line[-1:].isalnum():
        return False
    line_end = line[-_NEAR:]
    return len(_OPENING_DASH.findall(line_end)) > len(_CLOSING_DASH.findall(line_end))


def _page_starts(starts: dict[int, int], pages: int, length: int) -> tuple[int, ...]:
    """Offset of each page; a page without text begins where the next one does."""
    result: list[int] = []
    following = length
    for page in reversed(range(pages)):
        following = min(following, starts.get(page, following))
        result.append(following)
    if result:
        result[-1] = 0
    return tuple(reversed(result))

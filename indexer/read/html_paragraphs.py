"""Lines of a page → paragraphs: sentences that its line breaks cut are whole again, page heads that an export repeated are out."""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indexer.read.heads import is_case, is_court, is_ruling_number
from indexer.read.html_walk import Block, HtmlLine
from indexer.read.paragraphs import into_paragraphs, runs_on, title_goes_on
from indexer.read.rules import bare, capitals, is_heading, is_title

_NUMBER_ALONE = re.compile(r"(?:\d{1,3}|[a-zñ]{1,4})\s?[.)]")
_FOLIO = re.compile(r"[-–\s]{0,2}\d{1,3}(?:\s*(?:de|/|\|)\s*\d{1,3})?[-–\s]{0,2}", re.IGNORECASE)
_PAGE = re.compile(r"P[áa]g(?:ina|\.)?\s*\d{1,3}(?:\s*(?:de|/|\|)\s*\d{1,3})?", re.IGNORECASE)
_WRAPPED = 3
"""Lines from which a block can show at what width it was broken."""
_NARROWEST, _WIDEST = 45, 140
_SLACK = 5
_CLOSED = re.compile(r"[.:;?!…][\"”»’')\]]*(?:\[\d{1,3}\])?$")
_ITEM = re.compile(r"(?:\d{1,3}|[a-zñ]{1,4})\s?[.)]\s")


@dataclass(frozen=True, slots=True)
class Group:
    """A paragraph as it will stand: its lines, what its block says of its beginning (html_walk.Block), and whether a page head that is out now stood
    before it."""

    lines: tuple[HtmlLine, ...]
    ruled: bool = False
    item: bool = False
    cut: bool = False

    @property
    def text(self) -> str:
        """The words, lines joined by blanks."""
        return " ".join(line.text for line in self.lines)


def paragraphs_of(blocks: Iterable[Block]) -> list[Group]:
    """The paragraphs of a page, in its order."""
    return _joined(_without_heads([group for block in _rejoined(list(blocks)) for group in _split(block)]))


def _rejoined(blocks: list[Block]) -> list[Block]:
    """The blocks, those that hold one printed line each (pages out of a PDF or a scan) as one block of lines; the shape of such lines shows what belongs
    together, as in any text broken at a margin."""
    result: list[Block] = []
    for single, run in itertools.groupby(blocks, lambda block: len(block.lines) == 1 and not block.item and not block.ruled):
        group = list(run)
        lines = tuple(block.lines[0] for block in group)
        result += [Block(lines)] if single and _is_wrapped([line.text for line in lines]) else group
    return result


def _split(block: Block) -> list[Group]:
    """A block's lines as paragraphs: by their width where it was broken at one, else each line a paragraph of its own, till `_joined` looks at it."""
    lines = block.lines
    if not _is_wrapped([line.text for line in lines]):
        return [Group((line,), block.ruled and not index, block.item and not index) for index, line in enumerate(lines)]
    rest = iter(lines)
    groups = [tuple(next(rest) for _ in paragraph) for paragraph in into_paragraphs([(0, line.text) for line in lines])]
    return [Group(group, block.ruled and not index, block.item and not index) for index, group in enumerate(groups)]


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether the lines were broken at a margin, as in pages made out of plain text: those in which no sentence ends could take no other word."""
    if len(lines) < _WRAPPED:
        return False
    width = max(map(len, lines))
    if not _NARROWEST <= width <= _WIDEST:
        return False
    unfinished = [
        (line, following)
        for line, following in itertools.pairwise(lines)
        if not _CLOSED.search(line) and not capitals(line) and not is_heading(line) and not _ITEM.match(following)
    ]
    full = sum(len(line) + 1 + len(following.split(" ", 1)[0]) > width - _SLACK for line, following in unfinished)
    return full >= 2 and full >= 0.8 * len(unfinished)


def _without_heads(groups: list[Group]) -> list[Group]:
    """The paragraphs without the caption's repetitions at the top of every page, and without folios. One before a title is a vote's own caption."""
    first = next((i for i, group in enumerate(groups[:8]) if is_case(group.text)), None)
    if first is None:
        return [group for group in groups if not _PAGE.fullmatch(group.text)]
    case, known = bare(groups[first].text), _caption(groups, first)
    kept: list[Group] = []
    index = 0
    while index < len(groups):
        text = groups[index].text
        if index > first and bare(text) == case:
            end = next((i for i in range(index + 1, len(groups)) if not _in_head(groups[i].text, known)), len(groups))
            if not any(is_title(group.text) for group in groups[end : end + 2]):
                while len(kept) > first and (_in_head(kept[-1].text, known) or is_court(kept[-1].text) or is_ruling_number(kept[-1].text)):
                    kept.pop()
                groups[end : end + 1] = [replace(group, cut=True) for group in groups[end : end + 1]]
                index = end
                continue
        if not _PAGE.fullmatch(text):
            kept.append(groups[index])
        index += 1
    return kept


def _caption(groups: Sequence[Group], first: int) -> frozenset[str]:
    """The lines of district and parties that follow the case line."""
    lines: list[str] = []
    for group in groups[first + 1 : first + 7]:
        if not capitals(group.text) or is_title(group.text) or is_heading(group.text):
            break
        lines.append(bare(group.text))
    return frozenset(lines)


def _in_head(text: str, known: frozenset[str]) -> bool:
    return bare(text) in known or bool(_FOLIO.fullmatch(text) or _PAGE.fullmatch(text))


def _joined(groups: Iterable[Group]) -> list[Group]:
    joined: list[tuple[list[HtmlLine], bool]] = []
    for group in groups:
        if joined and not group.ruled and not group.item and _goes_on(joined[-1][0][-1].text, group):
            joined[-1][0].extend(group.lines)
        else:
            joined.append((list(group.lines), group.ruled))
    return [Group(tuple(lines), ruled) for lines, ruled in joined]


def _goes_on(above: str, group: Group) -> bool:
    """Whether a sentence or a title runs over a break: the line before can't end here, a title in capitals is unfinished, a number stands alone."""
    text = group.text
    if is_heading(text) or is_heading(above):
        return False
    if _NUMBER_ALONE.fullmatch(above) and (text[:1].isupper() or text[:1] in '"“«([¿'):
        return True
    if group.lines[0].wrapped and runs_on(above) and not _ITEM.match(text):
        return True
    if group.cut and not _CLOSED.search(above) and not capitals(above) and not capitals(text):
        return True
    return title_goes_on(above, text) or (
        text[:1].islower() and not re.search(r"[.:;?!…]$", above) and not capitals(above) and not re.match(r"[a-z]{1,4}\)", text)
    )

"""The best passages of a ruling: from the tree over the stored text, the same for every engine; phrases whole, names by initials, HTML-safe."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from html import escape
from math import inf

import numpy as np

from indexer.index.masking import masks_within
from indexer.index.match import Matcher
from indexer.index.query.tree import Tree, Word
from models.ruling import Fundamento, Seccion
from models.search import Fragmento

WIDTH, MARGIN, BEST = 230, 70, 2
"""Characters that a passage's hits may span; characters of context at each side; passages a ruling."""

_ZONE_WEIGHT = {"fundamentos": 1.0, "fallo": 1.0, "asunto": 0.6, "antecedentes": 0.3, "voto": 0.2, "razon": -0.5}
_ELSEWHERE = -1.0
"""caratula, pie, notas: shown only when nothing better holds the words."""


_Mark = tuple[int, int, int, float]
"""Start and end in the text, number of the leaf, what that leaf adds to a passage. A plain tuple: common words make hundreds a ruling."""


def passages(matcher: Matcher, tree: Tree, names: Sequence[str], others: Sequence[str] = ()) -> tuple[Fragmento, ...]:
    """Up to BEST passages, in text order, `names` and `others` by initials (masking.masks).

    () when the query has no words or none is in the text (facets, negations).
    """
    marks = _marks(matcher, tree)
    chosen: list[tuple[int, int]] = []
    for _, start, first, last in sorted(_windows(matcher, marks)):
        end = max(mark[1] for mark in marks[first:last])
        if all(end + MARGIN < other_start or other_end + MARGIN < start for other_start, other_end in chosen):
            chosen.append((start, end))
        if len(chosen) == BEST:
            break
    return tuple(_fragment(matcher, (start, end), marks, names, others) for start, end in sorted(chosen))


def marked(matcher: Matcher, tree: Tree, names: Sequence[str], others: Sequence[str] = ()) -> str:
    """The matcher's whole text (a fundamento) as HTML with its marks, names by initials."""
    return _html(
        matcher.marked, 0, len(matcher.marked), _marks(matcher, tree), _hidden(matcher.marked, 0, len(matcher.marked), names, others)
    )


def _marks(matcher: Matcher, tree: Tree) -> list[_Mark]:
    """In order, each once."""
    numbers, found = dict[Tree, int](), set[_Mark]()
    for leaf, stretches in matcher.marks(tree):
        number, weight = numbers.setdefault(leaf, len(numbers)), 1.0 if isinstance(leaf, Word) else 3.0
        found.update([(start, end, number, weight) for start, end in matcher.places.stretches(stretches)])
    return sorted(found)


def _windows(matcher: Matcher, marks: list[_Mark]) -> Iterator[tuple[float, int, int, int]]:
    """From each mark on, as many as WIDTH holds in one line; the more different leaves, the better: (-score, start, first mark, last mark + 1).

    Where a window ends never moves back from one mark to the next, so one pass with a running count of leaves is enough.
    """
    text, last, line_end, zone_end, zone, leaves = matcher.marked, 0, -1, -1.0, 0.0, 0.0
    held, zones = dict.fromkeys((mark[2] for mark in marks), 0), _Zones(matcher.secciones)
    for at, (start, end, leaf, weight) in enumerate(marks):
        if line_end < end:
            line_end = text.find("\n", end)
            line_end = line_end if line_end >= 0 else len(text)
        if start >= zone_end:
            zone, zone_end = zones.weight(start)
        limit = min(start + WIDTH, line_end)
        while last < len(marks) and (last <= at or marks[last][1] <= limit):
            leaves += 0.0 if held[marks[last][2]] else marks[last][3]
            held[marks[last][2]] += 1
            last += 1
        yield -(leaves + min(last - at, 8) * 0.05 + zone), start, at, last
        held[leaf] -= 1
        leaves -= 0.0 if held[leaf] else weight


class _Zones:
    """The zones of a text in order."""

    def __init__(self, sections: Sequence[Seccion]) -> None:
        self._sections = sorted(sections, key=lambda section: section.inicio)
        self._starts = [section.inicio for section in self._sections]

    def weight(self, at: int) -> tuple[float, float]:
        """What the zone that holds an offset adds to a passage, and up to where that is so."""
        place = bisect_right(self._starts, at)
        following = self._starts[place] if place < len(self._starts) else inf
        section = self._sections[place - 1] if place else None
        if section is None or at >= section.fin:
            return _ELSEWHERE, following
        return _ZONE_WEIGHT.get(section.zona, _ELSEWHERE), min(section.fin, following)


def _section(sections: Sequence[Seccion], at: int) -> Seccion | None:
    return next((section for section in sections if section.inicio <= at < section.fin), None)


def _numbered(fundamentos: Sequence[Fundamento], at: int) -> str | None:
    return next((found.numero for found in fundamentos if found.inicio <= at < found.fin), None)


def _fragment(matcher: Matcher, stretch: tuple[int, int], marks: list[_Mark], names: Sequence[str], others: Sequence[str]) -> Fragmento:
    """The passage around a stretch."""
    text, (first, last) = matcher.marked, stretch
    start, end = _edge_before(matcher, first), _edge_behind(matcher, last)
    cut_left = start > 0 and text[start - 1] != "\n"
    cut_right = end < len(text) and text[end] != "\n"
    html = f"{'…' if cut_left else ''}{_html(text, start, end, marks, _hidden(text, start, end, names, others))}{'…' if cut_right else ''}"
    section = _section(matcher.secciones, first)
    return Fragmento(html, section.zona if section else None, _numbered(matcher.fundamentos, first))


def _edge_before(matcher: Matcher, at: int) -> int:
    """Where the passage begins: MARGIN characters away, at a word, inside the line."""
    line = matcher.marked.rfind("\n", 0, at) + 1
    wanted = max(line, at - MARGIN)
    if wanted == line:
        return line
    starts = matcher.places.starts
    place = int(np.searchsorted(starts, wanted))
    return min(at, int(starts[place]) if place < len(starts) else at)


def _edge_behind(matcher: Matcher, at: int) -> int:
    """Where the passage ends, in the same way."""
    text, places = matcher.marked, matcher.places
    line = text.find("\n", at)
    line = len(text) if line < 0 else line
    wanted = min(line, at + MARGIN)
    if wanted == line:
        return line
    place = int(np.searchsorted(places.starts, wanted, "right"))  # the word that begins last before it may reach beyond it
    while place and places.end(place - 1) > wanted:
        place -= 1
    return max(at, places.end(place - 1) if place else at)


_Hidden = list[tuple[int, int, str]]
"""Start and end in the text of a name, and its initials."""


def _hidden(text: str, start: int, end: int, names: Sequence[str], others: Sequence[str]) -> _Hidden:
    return [(mask.start, mask.end, mask.initials) for mask in masks_within(text, start, end, names, others)]


def _html(text: str, start: int, end: int, marks: list[_Mark], hidden: _Hidden) -> str:
    """text[start:end] escaped, marks merged where they touch or overlap, masks in place of names (a mark over a name stays around its initials)."""
    merged: list[tuple[int, int]] = []
    for first, last, _, _ in marks:
        if last <= start or first >= end:
            continue
        low, high = max(first, start), min(last, end)
        for name_start, name_end, _ in hidden:  # a mark that touches a name covers all of it
            if low < name_end and name_start < high:
                low, high = min(low, name_start), max(high, name_end)
        if merged and low < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    pieces, at = [], start
    for low, high in merged:
        pieces += [_plain(text, at, low, hidden), "<mark>", _plain(text, low, high, hidden), "</mark>"]
        at = high
    return "".join([*pieces, _plain(text, at, end, hidden)])


def _plain(text: str, start: int, end: int, hidden: _Hidden) -> str:
    """text[start:end] escaped, names by initials; marks never begin or end inside a name."""
    pieces, at = [], start
    for first, last, initials in hidden:
        if start <= first and last <= end:
            pieces += [escape(text[at:first]), initials]
            at = last
    return "".join([*pieces, escape(text[at:end])])

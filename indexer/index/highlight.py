"""The best passages of a ruling: from the tree over the stored text, the same for every engine; phrases whole, names by initials, HTML-safe."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import NamedTuple

from indexer.index.masking import masks
from indexer.index.match import Matcher, Span
from indexer.index.query.tree import Tree, Word
from models.ruling import Fundamento, Seccion
from models.search import Fragmento

WIDTH, MARGIN, BEST = 230, 70, 2
"""Characters that a passage's hits may span; characters of context at each side; passages a ruling."""

_ZONE_WEIGHT = {"fundamentos": 1.0, "fallo": 1.0, "asunto": 0.6, "antecedentes": 0.3, "voto": 0.2, "razon": -0.5}
_ELSEWHERE = -1.0
"""caratula, pie, notas: shown only when nothing better holds the words."""


class _Mark(NamedTuple):
    """A stretch of text to mark; `leaf` numbers what it answers, `weight` what that adds to a passage. A tuple: common words make many."""

    start: int
    end: int
    leaf: int
    weight: float


def passages(matcher: Matcher, tree: Tree, names: Sequence[str]) -> tuple[Fragmento, ...]:
    """Up to BEST passages, in text order; () when the query has no words or none is in the text (facets, negations)."""
    marks = _marks(matcher, matcher.spans(tree))
    chosen: list[tuple[int, int]] = []
    for _, start, first, last in sorted(_windows(matcher, marks)):
        end = max(mark.end for mark in marks[first:last])
        if all(end + MARGIN < other_start or other_end + MARGIN < start for other_start, other_end in chosen):
            chosen.append((start, end))
        if len(chosen) == BEST:
            break
    return tuple(_fragment(matcher, start, end, marks, names) for start, end in sorted(chosen))


def marked(matcher: Matcher, tree: Tree, names: Sequence[str]) -> str:
    """The matcher's whole text (a fundamento) as HTML with its marks, names by initials."""
    return _html(matcher.marked, 0, len(matcher.marked), _marks(matcher, matcher.spans(tree)), names)


def _marks(matcher: Matcher, spans: list[Span]) -> list[_Mark]:
    """In order, each once."""
    stretch, numbers, found = matcher.places.stretch, dict[int, int](), set[_Mark]()
    for span in spans:
        leaf = numbers.setdefault(id(span.leaf), len(numbers))
        weight = 1.0 if isinstance(span.leaf, Word) else 3.0
        found.update(_Mark(*stretch(first, last), leaf, weight) for first, last in span.marks)
    return sorted(found)


def _windows(matcher: Matcher, marks: list[_Mark]) -> Iterator[tuple[float, int, int, int]]:
    """From each mark on, as many as WIDTH holds in one line; the more different leaves, the better: (-score, start, first mark, last mark + 1).

    Where a window ends never moves back from one mark to the next, so one pass with a running count of leaves is enough.
    """
    text, last, line_end = matcher.marked, 0, -1
    weights = {mark.leaf: mark.weight for mark in marks}
    held = dict.fromkeys(weights, 0)
    weight_of, leaves = _zone_weights(matcher.secciones), 0.0
    for at, first in enumerate(marks):
        if line_end < first.end:
            line_end = text.find("\n", first.end)
            line_end = line_end if line_end >= 0 else len(text)
        limit = min(first.start + WIDTH, line_end)
        while last < len(marks) and (last <= at or marks[last].end <= limit):
            leaves += 0.0 if held[marks[last].leaf] else marks[last].weight
            held[marks[last].leaf] += 1
            last += 1
        score = leaves + min(last - at, 8) * 0.05 + weight_of(first.start)
        yield -score, first.start, at, last
        held[first.leaf] -= 1
        leaves -= 0.0 if held[first.leaf] else first.weight


def _zone_weights(sections: Sequence[Seccion]) -> Callable[[int], float]:
    """Offset → what its zone adds to a passage."""
    ordered = sorted(sections, key=lambda section: section.inicio)
    starts = [section.inicio for section in ordered]

    def weight(at: int) -> float:
        section = ordered[bisect_right(starts, at) - 1] if starts else None
        return _ZONE_WEIGHT.get(section.zona, _ELSEWHERE) if section and section.inicio <= at < section.fin else _ELSEWHERE

    return weight


def _section(sections: Sequence[Seccion], at: int) -> Seccion | None:
    return next((section for section in sections if section.inicio <= at < section.fin), None)


def _numbered(fundamentos: Sequence[Fundamento], at: int) -> str | None:
    return next((found.numero for found in fundamentos if found.inicio <= at < found.fin), None)


def _fragment(matcher: Matcher, first: int, last: int, marks: list[_Mark], names: Sequence[str]) -> Fragmento:
    """The passage around the stretch first..last."""
    text = matcher.marked
    start, end = _edge_before(matcher, first), _edge_behind(matcher, last)
    cut_left = start > 0 and text[start - 1] != "\n"
    cut_right = end < len(text) and text[end] != "\n"
    html = f"{'…' if cut_left else ''}{_html(text, start, end, marks, names)}{'…' if cut_right else ''}"
    section = _section(matcher.secciones, first)
    return Fragmento(html, section.zona if section else None, _numbered(matcher.fundamentos, first))


def _edge_before(matcher: Matcher, at: int) -> int:
    """Where the passage begins: MARGIN characters away, at a word, inside the line."""
    line = matcher.marked.rfind("\n", 0, at) + 1
    wanted = max(line, at - MARGIN)
    if wanted == line:
        return line
    starts = matcher.places.starts
    place = bisect_left(starts, wanted)
    return min(at, starts[place] if place < len(starts) else at)


def _edge_behind(matcher: Matcher, at: int) -> int:
    """Where the passage ends, in the same way."""
    text, places = matcher.marked, matcher.places
    line = text.find("\n", at)
    line = len(text) if line < 0 else line
    wanted = min(line, at + MARGIN)
    if wanted == line:
        return line
    place = bisect_right(places.starts, wanted)  # the word that begins last before it may reach beyond it
    while place and places.starts[place - 1] + places.lengths[place - 1] > wanted:
        place -= 1
    return max(at, places.starts[place - 1] + places.lengths[place - 1] if place else at)


def _html(text: str, start: int, end: int, marks: list[_Mark], names: Sequence[str]) -> str:
    """text[start:end] escaped, marks merged where they touch or overlap, masks in place of names (a mark over a name stays around its initials)."""
    hidden = [(mask.start + start, mask.end + start, mask.initials) for mask in masks(text[start:end], names)]
    merged: list[tuple[int, int]] = []
    for mark in marks:
        if mark.end <= start or mark.start >= end:
            continue
        low, high = max(mark.start, start), min(mark.end, end)
        for first, last, _ in hidden:  # a mark that touches a name covers all of it
            if low < last and first < high:
                low, high = min(low, first), max(high, last)
        if merged and low < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    pieces, at = [], start
    for low, high in merged:
        pieces += [_plain(text, at, low, hidden), "<mark>", _plain(text, low, high, hidden), "</mark>"]
        at = high
    return "".join([*pieces, _plain(text, at, end, hidden)])


def _plain(text: str, start: int, end: int, hidden: list[tuple[int, int, str]]) -> str:
    """text[start:end] escaped, names by initials; marks never begin or end inside a name."""
    pieces, at = [], start
    for first, last, initials in hidden:
        if start <= first and last <= end:
            pieces += [escape(text[at:first]), initials]
            at = last
    return "".join([*pieces, escape(text[at:end])])

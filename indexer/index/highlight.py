"""The best passages of a ruling: from the tree over the stored text, the same for every engine; phrases whole, names by initials, HTML-safe."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

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


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    leaf: Tree


@dataclass(frozen=True, slots=True)
class _Window:
    score: float
    start: int
    end: int


def passages(matcher: Matcher, tree: Tree, names: Sequence[str]) -> tuple[Fragmento, ...]:
    """Up to BEST passages, in text order; () when the query has no words or none is in the text (facets, negations)."""
    marks = _marks(matcher, matcher.spans(tree))
    chosen: list[_Window] = []
    for window in sorted(_windows(matcher, marks), key=lambda window: (-window.score, window.start)):
        if all(window.end + MARGIN < other.start or other.end + MARGIN < window.start for other in chosen):
            chosen.append(window)
        if len(chosen) == BEST:
            break
    return tuple(_fragment(matcher, window, marks, names) for window in sorted(chosen, key=lambda window: window.start))


def marked(text: str, matcher: Matcher, tree: Tree, names: Sequence[str]) -> str:
    """A whole text (a fundamento) as HTML with its marks, names by initials."""
    return _html(text, 0, len(text), _marks(matcher, matcher.spans(tree)), names)


def _marks(matcher: Matcher, spans: list[Span]) -> list[_Mark]:
    starts, ends = matcher.words.starts, matcher.words.ends
    found = {_Mark(starts[first], ends[last - 1], span.leaf) for span in spans for first, last in span.marks}
    return sorted(found, key=lambda mark: (mark.start, mark.end))


def _windows(matcher: Matcher, marks: list[_Mark]) -> Iterator[_Window]:
    """From each mark on, as many as WIDTH holds in one line; the more different leaves, the better."""
    text = matcher.words.text
    for at, first in enumerate(marks):
        line_end = text.find("\n", first.end)
        limit = min(first.start + WIDTH, line_end if line_end >= 0 else len(text))
        held = [first]
        for mark in marks[at + 1 :]:
            if mark.end > limit:
                break
            held.append(mark)
        leaves = {mark.leaf: 1.0 if isinstance(mark.leaf, Word) else 3.0 for mark in held}
        score = sum(leaves.values()) + min(len(held), 8) * 0.05 + _zone_weight(matcher.secciones, first.start)
        yield _Window(score, first.start, max(mark.end for mark in held))


def _section(sections: Sequence[Seccion], at: int) -> Seccion | None:
    return next((section for section in sections if section.inicio <= at < section.fin), None)


def _zone_weight(sections: Sequence[Seccion], at: int) -> float:
    section = _section(sections, at)
    return _ZONE_WEIGHT.get(section.zona, _ELSEWHERE) if section else _ELSEWHERE


def _numbered(fundamentos: Sequence[Fundamento], at: int) -> str | None:
    return next((found.numero for found in fundamentos if found.inicio <= at < found.fin), None)


def _fragment(matcher: Matcher, window: _Window, marks: list[_Mark], names: Sequence[str]) -> Fragmento:
    text = matcher.words.text
    start, end = _edge(matcher, window.start, -MARGIN), _edge(matcher, window.end, MARGIN)
    cut_left = start > 0 and text[start - 1] != "\n"
    cut_right = end < len(text) and text[end] != "\n"
    html = f"{'…' if cut_left else ''}{_html(text, start, end, marks, names)}{'…' if cut_right else ''}"
    section = _section(matcher.secciones, window.start)
    return Fragmento(html, section.zona if section else None, _numbered(matcher.fundamentos, window.start))


def _edge(matcher: Matcher, at: int, margin: int) -> int:
    """Where the passage is cut: `margin` characters away, at a word, inside the line."""
    text = matcher.words.text
    if margin < 0:
        line = text.rfind("\n", 0, at) + 1
        wanted = max(line, at + margin)
        if wanted == line:
            return line
        place = bisect_left(matcher.words.starts, wanted)
        return min(at, matcher.words.starts[place] if place < len(matcher.words) else at)
    line = text.find("\n", at)
    line = len(text) if line < 0 else line
    wanted = min(line, at + margin)
    if wanted == line:
        return line
    place = bisect_right(matcher.words.ends, wanted)
    return max(at, matcher.words.ends[place - 1] if place else at)


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

"""Where the tree's words stand in a text: for highlighting, and to verify proximities that an engine can't decide alone."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.index.analysis import Words, words
from indexer.index.cutting import Cut, Places, cut, places, zone_ranges
from indexer.index.lexicon import Leaf, ListedWords, firsts, tables
from indexer.index.nearness import Places as Sides
from indexer.index.nearness import close, together
from indexer.index.query.tree import ZONES, And, Field, Near, Or, Phrase, Tree, Wildcard, Word
from models.ruling import Fundamento, Seccion


class Span(NamedTuple):
    """Words start..end (end not included); `marks` are the stretches to mark, `leaf` what they answer. A tuple: common words make many."""

    start: int
    end: int
    marks: tuple[tuple[int, int], ...]
    leaf: Tree


@dataclass(frozen=True)
class Matcher:
    """One text under a query. Zone names are those of the query language. `given` and `places`, kept by the index, save cutting it again."""

    text: str
    sin_enye: bool = False
    secciones: tuple[Seccion, ...] = ()
    fundamentos: tuple[Fundamento, ...] = ()
    zone: str | None = None
    """Set for the text of one fundamento: the zone that all of it belongs to."""
    given: Cut | None = None
    kept: Places | None = None
    _cache: dict[tuple[Tree, str | None], list[Span]] = field(default_factory=dict, repr=False)

    @cached_property
    def words(self) -> Words:
        """The words of the text."""
        return words(self.text)

    @property
    def marked(self) -> str:
        """The text that `places` points into."""
        return self.text if self.kept is not None else self.words.text

    @cached_property
    def cut(self) -> Cut:
        """The text cut into words, zones, sentences and paragraphs."""
        if self.given is not None:
            return self.given
        zones = zone_ranges(self.words, self.secciones) if self.zone is None else {self.zone: [(0, len(self.words))]}
        return cut(self.words, zones, self.fundamentos)

    @cached_property
    def places(self) -> Places:
        """Where the words stand in the text."""
        return self.kept if self.kept is not None else places(self.words)

    def holds(self, tree: Near, zone: str | None = None) -> bool:
        """Whether the proximity holds anywhere: as `spans`, but single words and phrases need no spans."""
        if zone is not None or not isinstance(tree.left, Leaf) or not isinstance(tree.right, Leaf):
            return next(iter(self._inside(self._near(tree), zone)), None) is not None
        left, right = self._places(tree.left), self._places(tree.right)
        if tree.unit == "palabras":
            return bool(close(left, right, tree).any())
        (left, left_in), (right, right_in) = (_whole(side, np.asarray(self._cuts(tree))) for side in (left, right))
        return len(together(left, right, left_in, right_in)) > 0

    def marks(self, tree: Tree, zone: str | None = None) -> Iterator[tuple[Tree, list[tuple[int, int]]]]:
        """What to mark: each leaf (or proximity) with its stretches of words. As `spans`, but words need no spans and no common order."""
        match tree:
            case And(items) | Or(items):
                for item in items:
                    yield from self.marks(item, zone)
            case Field(name, item) if name in ZONES:
                yield from self.marks(item, name)
            case Word() | Phrase() | Wildcard() if zone is None:
                width, found = self._found(tree)
                yield tree, list(zip(found.tolist(), (found + width).tolist(), strict=True))
            case _:
                yield tree, [mark for span in self.spans(tree, zone) for mark in span.marks]

    def spans(self, tree: Tree, zone: str | None = None) -> list[Span]:
        """Every stretch that the tree's positive part matches, in order of start; nothing under a negation or in a facet."""
        known = self._cache.get((tree, zone))
        if known is None:
            known = self._cache[tree, zone] = sorted(self._spans(tree, zone), key=itemgetter(0, 1))
        return known

    def _spans(self, tree: Tree, zone: str | None) -> Iterable[Span]:
        match tree:
            case Word() | Phrase() | Wildcard():
                return self._inside(self._leaf(tree), zone)
            case And(items) | Or(items):
                return [span for item in items for span in self.spans(item, zone)]
            case Near():
                return self._inside(self._near(tree), zone)
            case Field(name, item) if name in ZONES:
                return self.spans(item, name)
            case _:
                return []

    def _inside(self, spans: Iterable[Span], zone: str | None) -> Iterable[Span]:
        """The spans that lie whole in one section of the zone."""
        if zone is None:
            return spans
        ranges = self.cut.zones.get(zone, [])
        return (span for span in spans if any(first <= span.start and span.end <= end for first, end in ranges))

    def _leaf(self, leaf: Leaf) -> Iterator[Span]:
        width, found = self._found(leaf)
        return (Span(at, at + width, ((at, at + width),), leaf) for at in found.tolist())

    def _places(self, leaf: Leaf) -> Sides:
        width, found = self._found(leaf)
        return Sides(found, found + width)

    def _found(self, leaf: Leaf) -> tuple[int, NDArray[np.int64]]:
        """How many words the leaf has, and the first word of each place where they stand side by side."""
        wanted = tables(leaf, self.cut.lexicon or self._listed, self.sin_enye)
        return len(wanted), firsts(self._ids, wanted)

    @cached_property
    def _listed(self) -> ListedWords:
        return ListedWords(self.cut.vocabulary)

    @cached_property
    def _ids(self) -> NDArray[np.integer[Any]]:
        return np.asarray(self.cut.ids, None if len(self.cut.ids) else np.int64)

    def _cuts(self, near: Near) -> Sequence[int]:
        cuts = self.cut.sentences if near.unit == "oracion" else self.cut.paragraphs
        return cuts.tolist() if isinstance(cuts, np.ndarray) else cuts

    def _near(self, near: Near) -> Iterator[Span]:
        left, right = self.spans(near.left), self.spans(near.right)
        if near.unit == "palabras":
            yield from _close(left, right, near)
        elif left and right:
            yield from _together(left, right, self._cuts(near), near)


def _whole(side: Sides, cuts: NDArray[np.integer[Any]]) -> tuple[Sides, NDArray[np.int64]]:
    """The places that lie whole in one stretch between cuts, and the number of that stretch."""
    first, last = (np.searchsorted(cuts, at, "right") for at in (side.starts, side.ends - 1))
    kept = first == last
    return Sides(side.starts[kept], side.ends[kept]), first[kept]


def _joined(a: Span, b: Span, near: Near) -> Span:
    return Span(min(a.start, b.start), max(a.end, b.end), tuple(sorted({*a.marks, *b.marks})), near)


def _apart(a: Span, b: Span) -> bool:
    """Whether no word of one is a word of the other: a word is not near itself."""
    return all(x[1] <= y[0] or y[1] <= x[0] for x in a.marks for y in b.marks)


def _close(left: list[Span], right: list[Span], near: Near) -> Iterator[Span]:
    """Pairs with at most distance - 1 words between; one may lie in the gap of the other."""
    starts = [span.start for span in right]
    longest = max((span.end - span.start for span in right), default=0)
    for a in left:
        low = a.end if near.ordered else a.start - near.distance - longest
        for b in right[bisect_left(starts, low) : bisect_right(starts, a.end + near.distance - 1)]:
            gap = max(b.start - a.end, a.start - b.end)
            if gap < near.distance and _apart(a, b):
                yield _joined(a, b, near)


def _together(left: list[Span], right: list[Span], cuts: Sequence[int], near: Near) -> Iterator[Span]:
    """One span for each sentence or paragraph that holds both sides, whole, in different words."""
    sides: dict[int, tuple[list[Span], list[Span]]] = {}
    for side, spans in enumerate((left, right)):
        for span in spans:
            place = bisect_right(cuts, span.start)
            if place == bisect_right(cuts, span.end - 1):
                sides.setdefault(place, ([], []))[side].append(span)
    for first, second in sides.values():
        if any(_apart(a, b) for a in first for b in second):
            both = [*first, *second]
            marks = tuple(sorted({mark for span in both for mark in span.marks}))
            yield Span(min(span.start for span in both), max(span.end for span in both), marks, near)

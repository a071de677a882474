"""Where the tree's words stand in a text: for highlighting, and to verify proximities that an engine can't decide alone."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress, product
from operator import itemgetter
from typing import NamedTuple

from indexer.index.analysis import ENYE, Words, stem_of, words
from indexer.index.cutting import Cut, Places, cut, places, zone_ranges
from indexer.index.query.tree import ZONES, And, Field, Near, Or, Phrase, Tree, Wildcard, Word
from indexer.index.units import Unit, compiled, exact_units, stem_units
from models.ruling import Fundamento, Seccion

Leaf = Word | Phrase | Wildcard


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
        """Whether the proximity holds anywhere: as `spans`, but the first place is enough, and single words and phrases need no spans."""
        if zone is None and isinstance(tree.left, Leaf) and isinstance(tree.right, Leaf):
            (left_width, left), (right_width, right) = self._found(tree.left), self._found(tree.right)
            if tree.unit == "palabras":
                return _some_close(left, left_width, right, right_width, tree)
            cuts = self.cut.sentences if tree.unit == "oracion" else self.cut.paragraphs
            return _some_together(left, left_width, right, right_width, cuts)
        return next(iter(self._inside(self._near(tree), zone)), None) is not None

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
                yield tree, [(at, at + width) for at in found]
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
        return (Span(at, at + width, ((at, at + width),), leaf) for at in found)

    def _found(self, leaf: Leaf) -> tuple[int, list[int]]:
        """How many words the leaf has, and the first word of each place where they stand side by side."""
        vocabulary = self.cut.vocabulary
        is_word = isinstance(leaf, Word)
        wanted = [_stemming_to(stem, vocabulary) for stem in stem_units(leaf)] if is_word else [self._forms(u) for u in exact_units(leaf)]
        if not wanted or not all(wanted):
            return 0, []
        ids, width = self.cut.ids, len(wanted)
        found = list(compress(range(len(ids) - width + 1), map(wanted[0].__contains__, ids)))
        for step in range(1, width):
            found = [at for at in found if ids[at + step] in wanted[step]]
        return width, found

    def _forms(self, unit: Unit) -> set[int]:
        """The words of this text's vocabulary that the unit asks for."""
        vocabulary = self.cut.vocabulary
        if unit.literal is not None and not (self.sin_enye and unit.has_enye):
            return {vocabulary.index(unit.literal)} if unit.literal in vocabulary else set()
        fits = compiled(unit, self.sin_enye).fullmatch
        return {number for number, word in enumerate(vocabulary) if fits(word)}

    def _near(self, near: Near) -> Iterator[Span]:
        left, right = self.spans(near.left), self.spans(near.right)
        if near.unit == "palabras":
            yield from _close(left, right, near)
        elif left and right:
            cuts = self.cut.sentences if near.unit == "oracion" else self.cut.paragraphs
            yield from _together(left, right, cuts, near)


def _stemming_to(stem: str, vocabulary: Sequence[str]) -> set[int]:
    """The words with that stem. Stemming cuts and changes ends only, never the first two letters: most words need not be stemmed to know."""
    heads = tuple("".join(letters) for letters in product(*((c, ENYE) if c == "n" else (c,) for c in stem[:2])))
    return {number for number, word in enumerate(vocabulary) if word.startswith(heads) and stem_of(word) == stem}


def _some_close(left: list[int], left_width: int, right: list[int], right_width: int, near: Near) -> bool:
    """Whether one of `left` and one of `right` (first words) stand apart with at most distance - 1 words between."""
    for a in left:
        low = a + left_width if near.ordered else a - near.distance - right_width + 1
        for b in right[bisect_left(right, low) : bisect_right(right, a + left_width + near.distance - 1)]:
            if b >= a + left_width or b + right_width <= a:
                return True
    return False


def _some_together(left: list[int], left_width: int, right: list[int], right_width: int, cuts: Sequence[int]) -> bool:
    """Whether one stretch between cuts holds one of each, whole and apart."""
    sides: dict[int, list[int]] = {}
    for a in left:
        place = bisect_right(cuts, a)
        if left_width == 1 or place == bisect_right(cuts, a + left_width - 1):
            sides.setdefault(place, []).append(a)
    for b in right:
        place = bisect_right(cuts, b)
        whole = right_width == 1 or place == bisect_right(cuts, b + right_width - 1)
        if whole and any(b >= a + left_width or b + right_width <= a for a in sides.get(place, ())):
            return True
    return False


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

"""Where the tree's words stand in a text: for highlighting, and to verify proximities that an engine can't decide alone."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from indexer.index.analysis import Words, stem_of, words
from indexer.index.fields import ZONE_OF
from indexer.index.query.tree import ZONES, And, Field, Near, Or, Phrase, Tree, Wildcard, Word
from indexer.index.synonyms import abbreviations
from indexer.index.units import Unit, compiled, exact_units, stem_units
from models.ruling import Fundamento, Seccion

_STOP = re.compile(r"[.!?…][»”\"')\]]*\s+(?=[\"“«¿¡(\[]?[A-ZÁÉÍÓÚÑÜ0-9])|\n")
_LAST_WORD = re.compile(r"\w*$")


@dataclass(frozen=True, slots=True)
class Span:
    """Words start..end (end not included); `marks` are the stretches to mark, `leaf` the number of the leaf for counting distinct ones."""

    start: int
    end: int
    marks: tuple[tuple[int, int], ...]
    leaf: Tree


@dataclass(frozen=True, slots=True)
class Cut:
    """A text cut into words once for all: folded words, ranges of words of each zone, first words of sentences and paragraphs but the first."""

    exact: list[str]
    zones: Mapping[str, list[tuple[int, int]]]
    sentences: list[int]
    paragraphs: list[int]


@dataclass(frozen=True)
class Matcher:
    """One text under a query. Zone names are those of the query language. `given`, kept by the index, saves cutting the text again."""

    text: str
    sin_enye: bool = False
    secciones: tuple[Seccion, ...] = ()
    fundamentos: tuple[Fundamento, ...] = ()
    zone: str | None = None
    """Set for the text of one fundamento: the zone that all of it belongs to."""
    given: Cut | None = None
    _cache: dict[tuple[Tree, str | None], list[Span]] = field(default_factory=dict, repr=False)

    @cached_property
    def words(self) -> Words:
        """The words of the text."""
        return words(self.text)

    @cached_property
    def cut(self) -> Cut:
        """The text cut into words, zones, sentences and paragraphs."""
        if self.given is not None:
            return self.given
        return Cut(self.words.exact, self._zones(), self._sentences(), self._paragraphs())

    @cached_property
    def _exact(self) -> list[str]:
        return self.given.exact if self.given is not None else self.words.exact

    @cached_property
    def _vocabulary(self) -> set[str]:
        return set(self._exact)

    def _zones(self) -> dict[str, list[tuple[int, int]]]:
        if self.zone is not None:
            return {self.zone: [(0, len(self.words))]}
        found: dict[str, list[tuple[int, int]]] = {}
        for section in self.secciones:
            if name := ZONE_OF.get(section.zona):
                first = bisect_left(self.words.starts, section.inicio)
                found.setdefault(name, []).append((first, bisect_right(self.words.ends, section.fin)))
        return found

    def _sentences(self) -> list[int]:
        ends = (stop.end() for stop in _STOP.finditer(self.words.text) if not _abbreviation(self.words.text, stop))
        return [bisect_left(self.words.starts, end) for end in ends]

    def _paragraphs(self) -> list[int]:
        """A fundamento with its sub-paragraphs is one, elsewhere a line is."""
        inside = [(f.inicio, f.fin) for f in self.fundamentos]
        cuts = {end for pair in inside for end in pair}
        starts = [start for start, _ in inside]
        for line in re.finditer(r"\n", self.words.text):
            at = bisect_right(starts, line.end()) - 1
            if at < 0 or line.end() >= inside[at][1]:
                cuts.add(line.end())
        return [bisect_left(self.words.starts, cut) for cut in sorted(cuts)]

    def spans(self, tree: Tree, zone: str | None = None) -> list[Span]:
        """Every stretch that the tree's positive part matches, in order of start; nothing under a negation or in a facet."""
        known = self._cache.get((tree, zone))
        if known is None:
            known = self._cache[tree, zone] = sorted(self._spans(tree, zone), key=lambda span: (span.start, span.end))
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

    def _inside(self, spans: Iterable[Span], zone: str | None) -> list[Span]:
        """The spans that lie whole in one section of the zone."""
        if zone is None:
            return list(spans)
        ranges = self.cut.zones.get(zone, [])
        return [span for span in spans if any(first <= span.start and span.end <= end for first, end in ranges)]

    def _leaf(self, leaf: Word | Phrase | Wildcard) -> Iterator[Span]:
        if isinstance(leaf, Word):
            wanted = [{word for word in self._vocabulary if stem_of(word) == stem} for stem in stem_units(leaf)]
        else:
            wanted = [self._forms(unit) for unit in exact_units(leaf)]
        if not wanted or not all(wanted):
            return
        width, first = len(wanted), wanted[0]
        last = len(self._exact) - width
        for at in [place for place, word in enumerate(self._exact) if word in first]:
            if at <= last and all(self._exact[at + step] in wanted[step] for step in range(1, width)):
                yield Span(at, at + width, ((at, at + width),), leaf)

    def _forms(self, unit: Unit) -> set[str]:
        """The words of this text that the unit asks for."""
        if unit.literal is not None and not (self.sin_enye and unit.has_enye):
            return {unit.literal} & self._vocabulary
        fits = compiled(unit, self.sin_enye).fullmatch
        return {word for word in self._vocabulary if fits(word)}

    def _near(self, near: Near) -> Iterator[Span]:
        left, right = self.spans(near.left), self.spans(near.right)
        if near.unit == "palabras":
            yield from _close(left, right, near)
        elif left and right:
            cuts = self.cut.sentences if near.unit == "oracion" else self.cut.paragraphs
            yield from _together(left, right, cuts, near)


def _abbreviation(text: str, stop: re.Match[str]) -> bool:
    """Whether the point belongs to the word before it: «art. 13», «N. 5»."""
    if text[stop.start()] != ".":
        return False
    before = _LAST_WORD.search(text, max(0, stop.start() - 12), stop.start())
    word = before[0].lower() if before else ""
    return word in abbreviations() or (len(word) == 1 and word.isalpha())


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


def _together(left: list[Span], right: list[Span], cuts: list[int], near: Near) -> Iterator[Span]:
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

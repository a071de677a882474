"""One of the two searched indices of a generation (rulings, fundamentos) under questions: sets, proximities, counts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from indexer.index.amplio import Blend, Question, blend_fundamentos, blend_rulings
from indexer.index.asking import VERIFIED, WIDEST, Recent, text_of_fundamento, too_many, two_words, words_and_citations, words_of_fundamento
from indexer.index.elastic.compile_elastic import (
    Context,
    both,
    compile_tree,
    either,
    in_values,
    leaf_in,
    phrase,
    unscored,
)
from indexer.index.elastic.filters import Filters, filters_of, narrowed
from indexer.index.elastic.mapping import CLAVE, UNICO, Json
from indexer.index.elastic.nearest import Nearest
from indexer.index.elastic.records import Records
from indexer.index.elastic.searching import Searcher
from indexer.index.facets import asked_facets
from indexer.index.fields import TEXTO, exact_name, split_key
from indexer.index.lines import Line
from indexer.index.match import Matcher
from indexer.index.query.tree import All, Field, Near, Or, Phrase, Tree, Wildcard, Word
from indexer.index.understanding import Understood, understand
from indexer.index.units import exact_units, stem_units
from indexer.index.verifying import is_simple
from indexer.meaning.sense import NOTHING, Known, Sense
from models.search import SearchQuery

_BLENDS = 100
"""Questions whose nearest documents are kept."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question understood: `base` is its set without filters, with scores; `blend` the order of relevance where it is not the scores'."""

    understood: Understood
    base: Json
    filters: Filters
    avisos: tuple[str, ...]
    blend: Blend | None = None

    @property
    def narrowed(self) -> Json:
        """The set with every filter."""
        return narrowed(self.base, self.filters.all_but())


@dataclass(frozen=True, slots=True)
class Side:
    """`kind` says whether documents are rulings or fundamentos; `label` names facet values."""

    kind: Literal["sentencias", "parrafos"]
    searcher: Searcher
    records: Records
    label: Callable[[str, str], str]
    rulings: "Side | None" = None
    """For fundamentos: the other side, asked where a zone is not the paragraph's own."""
    sense: Sense | None = None
    """What is known of meaning; None: words alone."""
    _blends: "Recent[SearchQuery, tuple[Known, Blend]]" = field(default_factory=lambda: Recent(_BLENDS))
    _verified: "Recent[tuple[Near, str | None, int], bool]" = field(default_factory=lambda: Recent(VERIFIED))

    def ask(self, query: SearchQuery) -> Asked:
        """The question as queries. Raises BadQuery."""
        plain = SearchQuery(q=query.q, filters=tuple(one for one in query.filters if one.facet == "proceso"))

        def found(tree: Tree) -> int:
            return self.searcher.count(narrowed(self.compiled(tree, [])[0], filters_of(plain, tree).all_but()))

        understood = understand(query, found)
        filters = filters_of(query, understood.tree)
        process = [filters.by_facet["proceso"]] if "proceso" in filters.by_facet else []
        everywhere = "proceso" in asked_facets(query)  # its counts leave its own filter out: the proximities must be known beyond it
        base, avisos = self.compiled(understood.tree, [] if everywhere else process)
        if understood.modo == "amplio" and understood.tree != All():
            blend = self._blended(plain, understood.tree, process)
            told = self.sense.avisos() if self.sense else ()
            return Asked(understood, self.only(blend.order), filters, (*understood.avisos, *avisos, *told), blend)
        return Asked(understood, base, filters, (*understood.avisos, *avisos))

    def _blended(self, plain: SearchQuery, tree: Tree, process: list[Json]) -> Blend:
        """The documents nearest to the question; remembered, since filters and pages ask again, for as long as nothing new is known of meaning."""
        known = self.sense.known() if self.sense else NOTHING
        before = self._blends.get(plain)
        if before is not None and before[0] is known:
            return before[1]
        question = Question(plain.q, tree, self.sense.vector(plain.q) if self.sense else None)
        blend = (blend_rulings if self.kind == "sentencias" else blend_fundamentos)(question, Nearest(self, process), known)
        return self._blends.put(plain, (known, blend))[1]

    def explained(self, unique: int, asked: Asked, cited: int) -> tuple[str, ...]:
        """Why a document ranks where it does: its words' score and what its citations multiply it by, or the blend's factors."""
        if asked.blend is not None:
            return tuple(filter(None, [asked.blend.explained(unique)]))
        found = self.searcher.scored(narrowed(asked.base, [self.only([unique])]), 1)
        return tuple(words_and_citations(score, cited) for _, score in found)

    def compiled(self, tree: Tree, scope: list[Json]) -> tuple[Json, tuple[str, ...]]:
        """The tree's query and what to tell the reader; proximities are verified inside `scope` only."""
        context = Context(
            self.records.known,
            self.label,
            lambda near, zone: self._near(near, zone, scope),
            None if self.rulings is None else self._in_rulings,
        )
        made = compile_tree(tree, context)
        return made, tuple(dict.fromkeys(context.avisos))

    def only(self, uniques: Sequence[int]) -> Json:
        """These documents."""
        return unscored(in_values(UNICO, uniques))

    def matchers(self, uniques: Sequence[int], lines: Mapping[int, Line]) -> dict[int, Matcher]:
        """Document → its text, ready to be matched and marked; `lines` are their rulings' by key. One request for all."""
        wholes = self.records.matchers({clave: lines[clave] for clave in {split_key(unique)[0] for unique in uniques}})
        return {unique: self._matcher(unique, wholes[split_key(unique)[0]], lines[split_key(unique)[0]]) for unique in uniques}

    def _matcher(self, unique: int, whole: Matcher, line: Line) -> Matcher:
        if self.kind == "sentencias":
            return whole
        return text_of_fundamento(whole, split_key(unique)[1], line)

    def _in_rulings(self, tree: Field) -> Json:
        """The fundamentos of rulings that have it in that zone."""
        assert self.rulings is not None  # asked only then
        made, _ = self.rulings.compiled(tree, [])
        return unscored(in_values(CLAVE, [split_key(unique)[0] for unique in self.rulings.searcher.all_keys(made)]))

    def _near(self, near: Near, zone: str | None, scope: list[Json]) -> Json:
        """Documents where the proximity holds: the server alone where it can, else candidates that have both sides, and the stored words decide."""
        sloppy = self._sloppy(near, zone)
        if sloppy is not None and zone is None:
            return {"bool": {"must": [sloppy], "filter": [_interval(near)]}} if near.ordered else sloppy
        candidates = self._candidates(near, zone)
        if zone is None and near.unit == "palabras" and (close := _interval(near)) is not None:
            candidates = {"bool": {"must": [candidates], "filter": [close]}}
        narrow = narrowed(candidates, scope)
        simple = zone is None and is_simple(near.left) and is_simple(near.right)  # as the embedded engine: only nested ones have a limit
        if not simple and (many := self.searcher.count(narrow)) > WIDEST:
            raise too_many(near, many)
        return both([candidates, self.only(list(self._holding(near, zone, list(self.searcher.all_keys(narrow)))))])

    def _sloppy(self, near: Near, zone: str | None) -> Json | None:
        """Two different words at a distance, in both orders, as the server can say it; None for other sides or units (asking.two_words)."""
        words = two_words(near)
        if words is None:
            return None
        return either([phrase(self._field(zone), order, near.distance - 1) for order in (words, words[::-1])])

    def _candidates(self, tree: Tree, zone: str | None) -> Json:
        """Documents that hold the words of a proximity, wherever; never fewer than those where it holds."""
        match tree:
            case Near(left, right):
                sloppy = self._sloppy(tree, zone)
                return sloppy if sloppy is not None else both([self._candidates(left, zone), self._candidates(right, zone)])
            case Or(items):
                return either([self._candidates(item, zone) for item in items])
            case Word() | Phrase() | Wildcard():
                return leaf_in(tree, self._field(zone))
            case _:
                raise AssertionError("query.tree.can_be_near lets nothing else in")

    def _field(self, zone: str | None) -> str:
        """The field to look for candidates in: fundamentos have their whole text only."""
        return zone if zone and self.kind == "sentencias" else TEXTO

    def _holding(self, near: Near, zone: str | None, uniques: list[int]) -> Iterator[int]:
        """The documents where the proximity holds; remembered, since facets and pages ask again. In the order given."""
        known = {unique: self._verified.get((near, zone, unique)) for unique in uniques}
        for unique, holds in self._verify(near, zone, [unique for unique in uniques if known[unique] is None]):
            known[unique] = self._verified.put((near, zone, unique), holds)
        return (unique for unique in uniques if known[unique])

    def _verify(self, near: Near, zone: str | None, uniques: Sequence[int]) -> Iterator[tuple[int, bool]]:
        """Each document and whether the proximity holds in it; a ruling's words are read once for all its fundamentos."""
        of_ruling: dict[int, list[int]] = {}
        for unique in uniques:
            of_ruling.setdefault(split_key(unique)[0], []).append(unique)
        lines = self.records.lines(list(of_ruling)) if self.kind == "parrafos" and of_ruling else {}
        for clave, whole in self.records.cuts(of_ruling):
            for unique in of_ruling[clave]:
                yield unique, self._part(whole, unique, lines).holds(near, zone)

    def _part(self, whole: Matcher, unique: int, lines: Mapping[int, Line]) -> Matcher:
        if self.kind == "sentencias":
            return whole
        clave, place = split_key(unique)
        return words_of_fundamento(whole, place, lines[clave])


def _interval(near: Near) -> Json | None:
    """Both sides so close as an interval in the whole text; None where the server can't say. Sides may share words there: a word is then near
    itself, so only for two different words is this the very set; for others it never leaves one out."""
    left, right = (_row(side) for side in (near.left, near.right))
    if left is None or right is None:
        return None
    alone = isinstance(near.left, Word) and isinstance(near.right, Word)
    rule = {"ordered": near.ordered and alone, "max_gaps": near.distance - 1, "intervals": [left, right]}
    return {"intervals": {TEXTO: {"all_of": rule}}}


def _row(side: Tree) -> Json | None:
    """A word or a phrase as words side by side; None for others, and where ñ may be n."""
    if isinstance(side, Word):
        words, name = list(stem_units(side)), TEXTO
    elif isinstance(side, Phrase):
        units = exact_units(side)
        if any(unit.literal is None or unit.has_enye for unit in units):
            return None
        words, name = [unit.literal for unit in units if unit.literal is not None], exact_name(TEXTO)
    else:
        return None
    asked: list[Json] = [{"match": {"query": word, "use_field": name}} for word in words]
    if not asked:
        return None
    return asked[0] if len(asked) == 1 else {"all_of": {"ordered": True, "max_gaps": 0, "intervals": asked}}

"""One of the two indexes of a generation (rulings, fundamentos) under questions: sets, proximities, counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from tantivy import Query

from indexer.index import ranking
from indexer.index.amplio import Blend, Question, blend_fundamentos, blend_rulings
from indexer.index.asking import VERIFIED, WIDEST, Recent, text_of_fundamento, too_many, two_words, words_and_citations, words_of_fundamento
from indexer.index.columns import Mask, Numbers
from indexer.index.compile_tantivy import Context, both, compile_tree, either, leaf_in, unscored
from indexer.index.facets import asked_facets
from indexer.index.fields import PLACE_BITS, TEXTO, split_key
from indexer.index.filters import Filters, filters_of, narrowed
from indexer.index.lines import Line
from indexer.index.match import Matcher
from indexer.index.nearest import Nearest
from indexer.index.opening import Opened
from indexer.index.query.tree import All, Field, Near, Or, Phrase, Tree, Wildcard, Word, has_near
from indexer.index.schema import CLAVE, UNICO
from indexer.index.stored import Stored
from indexer.index.understanding import Understood, understand
from indexer.index.verifying import Documents, everywhere, holding, is_simple
from indexer.meaning.sense import NOTHING, Known, Sense
from models.search import Filter, SearchQuery

FEW = 1_000
"""Rulings up to which reading them is quicker than asking where words stand in all of them."""
SETS = 100
"""Sets of rulings that are kept, a byte a ruling each: whoever narrows an answer asks for the same one again and again."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question understood: `base` is its set without filters, with scores; `blend` the order of relevance where it is not the scores'."""

    understood: Understood
    base: Query
    filters: Filters
    avisos: tuple[str, ...]
    blend: Blend | None = None

    @property
    def narrowed(self) -> Query:
        """The set with every filter."""
        return narrowed(self.base, self.filters.all_but())


@dataclass(frozen=True, slots=True)
class Side:
    """`kind` says whether documents are rulings or fundamentos; `label` names facet values."""

    kind: Literal["sentencias", "parrafos"]
    opened: Opened
    stored: Stored
    label: Callable[[str, str], str]
    rulings: "Side | None" = None
    """For fundamentos: the other side, asked where a zone is not the paragraph's own."""
    sense: Sense | None = None
    """What is known of meaning; None: words alone."""
    _sets: "Recent[tuple[Tree, tuple[Filter, ...]], Mask]" = field(default_factory=lambda: Recent(SETS))
    _held: "Recent[tuple[Near, str | None, Filter | None], Numbers]" = field(default_factory=lambda: Recent(SETS))
    _blends: "Recent[SearchQuery, tuple[Known, Blend]]" = field(default_factory=lambda: Recent(SETS))
    _verified: "Recent[tuple[Near, str | None, int], bool]" = field(default_factory=lambda: Recent(VERIFIED))

    def ask(self, query: SearchQuery) -> Asked:
        """The question as queries. Raises BadQuery."""
        plain = SearchQuery(q=query.q, filters=tuple(one for one in query.filters if one.facet == "proceso"))

        def found(tree: Tree) -> int:
            filters = filters_of(plain, tree, self.opened.schema)
            return ranking.count(self.opened.searcher, narrowed(self.compiled(tree, [])[0], filters.all_but()))

        understood = understand(query, found)
        filters = filters_of(query, understood.tree, self.opened.schema)
        process = [filters.by_facet["proceso"]] if "proceso" in filters.by_facet else []
        beyond = "proceso" in asked_facets(query)  # its counts leave its own filter out: the proximities must be known beyond it
        base, avisos = self.compiled(understood.tree, [] if beyond else process, None if beyond else filters.chosen.get("proceso"))
        if understood.modo == "amplio" and understood.tree != All():
            blend = self._blended(plain, understood.tree, process)
            return Asked(understood, self.only(blend.order), filters, (*understood.avisos, *avisos, *self._sense_avisos()), blend)
        return Asked(understood, base, filters, (*understood.avisos, *avisos))

    def _blended(self, plain: SearchQuery, tree: Tree, process: list[Query]) -> Blend:
        """The documents nearest to the question; remembered, since filters and pages ask again, for as long as nothing new is known of meaning."""
        known = self.sense.known() if self.sense else NOTHING
        before = self._blends.get(plain)
        if before is not None and before[0] is known:
            return before[1]
        question = Question(plain.q, tree, self.sense.vector(plain.q) if self.sense else None)
        blend = (blend_rulings if self.kind == "sentencias" else blend_fundamentos)(question, Nearest(self, process), known)
        return self._blends.put(plain, (known, blend))[1]

    def _sense_avisos(self) -> tuple[str, ...]:
        return self.sense.avisos() if self.sense else ()

    def members(self, query: SearchQuery, asked: Asked) -> Mask:
        """Every ruling of the question without its filters, by its place in the generation's columns."""
        columns = self.stored.columns
        if asked.understood.tree == All():
            return np.ones(len(columns), np.bool_)
        key = asked.understood.tree, query.filters if has_near(asked.understood.tree) else ()
        known = self._sets.get(key)
        if known is None:
            known = np.zeros(len(columns), np.bool_)
            known[columns.places(np.array(ranking.all_keys(self.opened.searcher, asked.base), np.int64) >> PLACE_BITS)] = True
            if asked.understood.modo == "exacto":  # amplio's set hangs on more than the tree, and is small
                self._sets.put(key, known)
        return known

    def explained(self, unique: int, asked: Asked) -> tuple[str, ...]:
        """Why a document ranks where it does: its words' score and what its citations multiply it by."""
        if asked.blend is not None:
            return tuple(filter(None, [asked.blend.explained(unique)]))
        only = narrowed(asked.base, [self.only([unique])])
        hits = self.opened.searcher.search(only, limit=1, count=False).hits
        cited = self.stored.line(split_key(unique)[0]).citada_por
        return tuple(words_and_citations(score, cited) for score, _ in hits)

    def compiled(self, tree: Tree, scope: list[Query], named: Filter | None = None) -> tuple[Query, tuple[str, ...]]:
        """The tree's query and what to tell the reader; proximities are verified inside `scope` only, which `named` says in words."""
        context = Context(
            self.opened.schema,
            self.stored.known,
            self.label,
            lambda near, zone: self._near(near, zone, scope, named),
            None if self.rulings is None else self._in_rulings,
        )
        made = compile_tree(tree, context)
        return made, tuple(dict.fromkeys(context.avisos))

    def only(self, uniques: Sequence[int]) -> Query:
        """These documents."""
        return unscored(Query.term_set_query(self.opened.schema, UNICO, list(uniques))) if uniques else Query.empty_query()

    def _in_rulings(self, tree: Field) -> Query:
        """The fundamentos of rulings that have it in that zone."""
        assert self.rulings is not None  # asked only then
        made, _ = self.rulings.compiled(tree, [])
        claves = [split_key(unique)[0] for unique in ranking.all_keys(self.rulings.opened.searcher, made)]
        return unscored(Query.term_set_query(self.opened.schema, CLAVE, claves)) if claves else Query.empty_query()

    def _near(self, near: Near, zone: str | None, scope: list[Query], named: Filter | None) -> Query:
        """Documents where the proximity holds: the engine alone where it can, else candidates that have both sides, and the stored text decides."""
        sloppy = self._sloppy(near, zone)
        if sloppy is not None and zone is None and not near.ordered:
            return sloppy
        candidates, key = self._candidates(near, zone), (near, zone, named)
        held = self._held.get(key)
        if held is None:
            held = np.array(self._verified_in(near, zone, candidates, scope), np.int64)
            if bool(scope) == (named is not None):
                self._held.put(key, held)
        return both([candidates, self.only(held.tolist())])

    def _verified_in(self, near: Near, zone: str | None, candidates: Query, scope: list[Query]) -> list[int]:
        """The candidates inside the scope in which the proximity holds; perhaps others beyond it too. Raises BadQuery where they are too many."""
        simple = zone is None and is_simple(near.left) and is_simple(near.right)
        if simple and self.kind == "sentencias" and ranking.count(self.opened.searcher, narrowed(candidates, scope)) > FEW:
            places = everywhere(near, self.stored.forward, self.stored.lexicon)
            if places is not None:
                whole: list[int] = (self.stored.columns.keys[places] << PLACE_BITS).tolist()
                return whole
        found = ranking.all_keys(self.opened.searcher, narrowed(candidates, scope))
        if simple:
            return self._holding(near, np.array(found, np.int64))
        if len(found) > WIDEST:
            raise too_many(near, len(found))
        return [unique for unique in found if self._holds(near, zone, unique)]

    def _holding(self, near: Near, uniques: Numbers) -> list[int]:
        """The documents among these in which the proximity holds."""
        if not len(uniques):
            return []
        forward, rulings = self.stored.forward, self.stored.columns.places(uniques >> PLACE_BITS)
        if self.kind == "sentencias":
            begins, ends = forward.firsts[rulings], forward.firsts[rulings + 1]
        else:
            begins, ends = forward.fundamentos(rulings, uniques & ((1 << PLACE_BITS) - 1))
        order = np.lexsort((ends, begins))
        if np.any(begins[order][1:] < ends[order][:-1]):  # fundamentos one inside the other are looked at one by one
            return [unique for unique in uniques.tolist() if self._holds(near, None, unique)]
        documents = Documents(rulings[order], begins[order], ends[order])
        found: list[int] = uniques[order][holding(near, documents, forward, self.stored.lexicon)].tolist()
        return found

    def _sloppy(self, near: Near, zone: str | None) -> Query | None:
        """Two different words at a distance, in both orders, as the engine can say it; None for other sides or units (asking.two_words)."""
        words = two_words(near)
        if words is None:
            return None
        schema, name = self.opened.schema, self._field(zone)
        return either([Query.phrase_query(schema, name, list(order), near.distance - 1) for order in (words, words[::-1])])

    def _candidates(self, tree: Tree, zone: str | None) -> Query:
        """Documents that hold the words of a proximity, wherever; never fewer than those where it holds."""
        match tree:
            case Near(left, right):
                sloppy = self._sloppy(tree, zone)
                return sloppy if sloppy is not None else both([self._candidates(left, zone), self._candidates(right, zone)])
            case Or(items):
                return either([self._candidates(item, zone) for item in items])
            case Word() | Phrase() | Wildcard():
                return leaf_in(tree, self.opened.schema, self._field(zone))
            case _:
                raise AssertionError("query.tree.can_be_near lets nothing else in")

    def _field(self, zone: str | None) -> str:
        """The field to look for candidates in: fundamentos have their whole text only."""
        return zone if zone and self.kind == "sentencias" else TEXTO

    def _holds(self, near: Near, zone: str | None, unique: int) -> bool:
        """Whether the proximity holds in one document; remembered, since facets and pages ask again."""
        asked = (near, zone, unique)
        known = self._verified.get(asked)
        return self._verified.put(asked, self._cut(unique).holds(near, zone)) if known is None else known

    def _cut(self, unique: int) -> Matcher:
        """The words of a document: for verifying."""
        clave, place = split_key(unique)
        whole = self.stored.cut(clave)
        return whole if self.kind == "sentencias" else words_of_fundamento(whole, place, self.stored.line(clave))

    def matcher(self, unique: int, line: Line) -> Matcher:
        """The text of a document, ready to be matched and marked; `line` is its ruling's."""
        clave, place = split_key(unique)
        whole = self.stored.matcher(clave, line)
        return whole if self.kind == "sentencias" else text_of_fundamento(whole, place, line)

"""The Elasticsearch engine: one generation on the server behind the SearchIndex port."""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from elasticsearch import Elasticsearch

from indexer.index import naming
from indexer.index.base import Generation, Indexed, ParagraphHit, ParagraphPage
from indexer.index.elastic.compile_elastic import in_values
from indexer.index.elastic.connection import guarded
from indexer.index.elastic.filters import narrowed
from indexer.index.elastic.mapping import physical
from indexer.index.elastic.records import Records
from indexer.index.elastic.searching import Searcher
from indexer.index.elastic.side import Asked, Side
from indexer.index.facets import asked_facets, facet_of
from indexer.index.fields import facet_name, split_key, unique_key
from indexer.index.highlight import marked, passages
from indexer.index.paging import Ranked, grouped, order_of, past_the_end, ranking_of, single, stand_together
from indexer.index.query.tree import scores
from indexer.index.schema import CITED_WEIGHT
from indexer.index.spelling import Speller
from models import vocabulary
from models.ids import RulingId
from models.search import Facet, Hit, SearchPage, SearchQuery


class ElasticIndex:
    """Implements SearchIndex on a generation of a collection. Safe between threads; raises NotDone whenever the server can't answer."""

    def __init__(self, elastic: Elasticsearch, collection: str, generation: Generation) -> None:
        self._elastic, self._generation = elastic, generation
        sentencias, parrafos, registros = (physical(kind, collection, generation.name) for kind in ("sentencias", "parrafos", "registros"))
        self._records = Records(elastic, registros, sentencias)
        self._rulings = Side("sentencias", Searcher(elastic, sentencias), self._records, self.label)
        self._paragraphs = Side("parrafos", Searcher(elastic, parrafos), self._records, self.label, self._rulings)

    def generation(self) -> Generation:
        """The generation of these indices."""
        return self._generation

    def label(self, facet: str, value: str) -> str:
        """What a person reads for a value."""
        return self._entities.get(value, value) if facet == "entidad" else vocabulary.label(facet, value)

    def search(self, query: SearchQuery) -> SearchPage:
        """A page of rulings. Raises BadQuery (exacto only, or what no mode can read)."""
        with guarded(self._elastic, query.q):
            asked = self._rulings.ask(query)
            total = self._rulings.searcher.count(asked.narrowed)
            groups, pages = self._page(query, asked, total)
            return SearchPage(
                total=total,
                pagina=query.pagina,
                por_pagina=query.por_pagina,
                orden=order_of(query),
                modo=asked.understood.modo,
                consulta=query.q,
                avisos=(*asked.avisos, *past_the_end(query, pages)),
                resultados=self._hits(groups, asked, query.explicar),
                facetas=self._facets(query, asked),
            )

    def scan(self, query: SearchQuery) -> Iterator[Hit]:
        """Every ruling of the answer, in its order. Raises BadQuery at the first."""
        with guarded(self._elastic, query.q):
            asked = self._rulings.ask(query)
            found = self._rulings.searcher.all_keys(asked.narrowed, ranking_of(query, asked.understood.tree))
            for line in self._records.stream(split_key(unique)[0] for unique in found):
                yield line.hit()

    def paragraphs(self, query: SearchQuery) -> ParagraphPage:
        """A page of numbered fundamentos. Raises BadQuery."""
        with guarded(self._elastic, query.q):
            asked = self._paragraphs.ask(query)
            total = self._paragraphs.searcher.count(asked.narrowed)
            wanted, pages = single(query, total, self._ranked(self._paragraphs, query, asked))
            avisos = (*asked.avisos, *past_the_end(query, pages))
            return ParagraphPage(total, asked.understood.modo, avisos, self._paragraph_hits(wanted, asked))

    def get(self, ruling_id: RulingId) -> Indexed | None:
        """The whole ruling; None when it is not here."""
        with guarded(self._elastic):
            return self._records.get(ruling_id)

    def resolve(self, spelling: str) -> tuple[RulingId, ...]:
        """Every ruling that the spelling can mean, by date."""
        with guarded(self._elastic):
            return naming.resolve(spelling, self._records)

    def nearest(self, spelling: str) -> tuple[RulingId, ...]:
        """Up to five ids that look like the spelling."""
        with guarded(self._elastic):
            return naming.nearest(spelling, self._records)

    def values(self, facet: str) -> Mapping[str, int]:
        """Every value that a facet has here, each with its number of rulings."""
        with guarded(self._elastic):
            return self._records.known(facet)

    def speller(self) -> Speller:
        """Proposes words of this generation for misspelt ones."""
        with guarded(self._elastic):
            return self._speller

    def entity_name(self, slug: str) -> str | None:
        """The canonical name behind a slug."""
        with guarded(self._elastic):
            return self._entities.get(slug)

    @cached_property
    def _speller(self) -> Speller:
        return Speller(self._records.spoken(), self._records.vocabulary().__contains__)

    @cached_property
    def _entities(self) -> Mapping[str, str]:
        return self._records.entities()

    @cached_property
    def _series(self) -> Mapping[int, str]:
        return {unique_key(clave): serie for clave, serie in self._records.series().items()}

    def _page(self, query: SearchQuery, asked: Asked, total: int) -> tuple[list[list[int]], int]:
        """The page's lines, each a ruling with the near-duplicates it stands for, and the number of pages."""
        ranked = self._ranked(self._rulings, query, asked)
        if not stand_together(query) or not self._series:
            found, pages = single(query, total, ranked)
            return [[unique] for unique in found], pages
        lines, pages = grouped(query, total, self._series, ranked)
        return [self._whole(line, query, asked, total) for line in lines], pages

    def _ranked(self, side: Side, query: SearchQuery, asked: Asked) -> Ranked:
        orden = ranking_of(query, asked.understood.tree)
        return lambda offset, limit: side.searcher.ranked(asked.narrowed, orden, offset, limit)

    def _whole(self, first: int, query: SearchQuery, asked: Asked, total: int) -> list[int]:
        """A line's best member and the others of its series that answer too."""
        serie = self._series.get(first)
        if serie is None:
            return [first]
        members = narrowed(asked.narrowed, [in_values(facet_name("serie"), [serie])])
        return self._rulings.searcher.ranked(members, ranking_of(query, asked.understood.tree), 0, total)

    def _hits(self, groups: Sequence[Sequence[int]], asked: Asked, explain: bool) -> tuple[Hit, ...]:
        """The page's lines with their passages: all that they show in two requests."""
        if not groups:
            return ()
        tree, firsts = asked.understood.tree, [group[0] for group in groups]
        lines = self._records.lines([split_key(unique)[0] for group in groups for unique in group])
        matchers = self._rulings.matchers(firsts, lines) if scores(tree) else {}
        made = []
        for first, *others in groups:
            line = lines[split_key(first)[0]]
            shown = passages(matchers[first], tree, line.privados, line.otros) if first in matchers else ()
            same = tuple(lines[split_key(unique)[0]].id for unique in others)
            made.append(line.hit(shown, same, self._explained(first, asked, line.citada_por) if explain else ()))
        return tuple(made)

    def _explained(self, unique: int, asked: Asked, cited: int) -> tuple[str, ...]:
        """Why a ruling ranks where it does: its words' score and what its citations multiply it by."""
        score, factor = self._rulings.searcher.score(asked.base, unique), 1 + CITED_WEIGHT * math.log1p(cited)
        if score is None:
            return ()
        return (f"palabras: {score:.2f}; citada por {cited}: × {factor:.2f}; en total {score * factor:.2f}",)

    def _paragraph_hits(self, uniques: Sequence[int], asked: Asked) -> tuple[ParagraphHit, ...]:
        if not uniques:
            return ()
        lines = self._records.lines(list({split_key(unique)[0] for unique in uniques}))
        matchers = self._paragraphs.matchers(uniques, lines)
        made = []
        for unique in uniques:
            clave, place = split_key(unique)
            line = lines[clave]
            html = marked(matchers[unique], asked.understood.tree, line.privados, line.otros).strip()
            made.append(ParagraphHit(line.id, line.fundamentos[place].numero, html, line.titulo, line.resultado, line.fecha))
        return tuple(made)

    def _facets(self, query: SearchQuery, asked: Asked) -> tuple[Facet, ...]:
        """Facets without a filter of their own share one pass; each other is counted without its own."""
        names, filters = asked_facets(query), asked.filters
        own = [facet for facet in names if facet in filters.by_facet]
        shared = [facet for facet in names if facet not in filters.by_facet]
        asked_for = [(asked.narrowed, shared)] if shared else []
        asked_for += [(narrowed(asked.base, filters.all_but(facet)), [facet]) for facet in own]
        found = self._rulings.searcher.counts(asked_for, lambda facet: len(self._records.known(facet)))
        return tuple(facet_of(name, found[name], filters.chosen.get(name), self.label, query.max_valores) for name in names)

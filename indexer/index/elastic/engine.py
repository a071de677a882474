"""The Elasticsearch engine: one generation on the server behind the SearchIndex port."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from elasticsearch import Elasticsearch

from indexer.index import naming
from indexer.index.base import Generation, Indexed, ParagraphHit, ParagraphPage
from indexer.index.elastic.compile_elastic import in_values
from indexer.index.elastic.connection import guarded
from indexer.index.elastic.filters import narrowed
from indexer.index.elastic.mapping import Json, physical
from indexer.index.elastic.records import Records
from indexer.index.elastic.searching import Searcher
from indexer.index.elastic.side import Asked, Side
from indexer.index.facets import asked_facets, facet_of
from indexer.index.fields import facet_name, split_key, unique_key
from indexer.index.highlight import marked, passages
from indexer.index.nearest import Chosen
from indexer.index.paging import grouped, order_of, past_the_end, ranking_of, single, stand_together
from indexer.index.query.tree import scores
from indexer.index.spelling import Speller
from indexer.meaning.sense import Sense
from models import vocabulary
from models.ids import RulingId
from models.search import Facet, Hit, Orden, SearchPage, SearchQuery


@dataclass(frozen=True, slots=True)
class _Answer:
    """The documents of a question in an order that the server makes."""

    searcher: Searcher
    query: Json
    orden: Orden
    total: int

    def ranked(self, offset: int, limit: int) -> list[int]:
        return self.searcher.ranked(self.query, self.orden, offset, limit)

    def everything(self) -> Iterator[int]:
        return self.searcher.all_keys(self.query, self.orden)


class ElasticIndex:
    """Implements SearchIndex on a generation of a collection. Safe between threads; raises NotDone whenever the server can't answer."""

    def __init__(self, elastic: Elasticsearch, collection: str, generation: Generation, sense: Sense | None = None) -> None:
        self._elastic, self._generation = elastic, generation
        sentencias, parrafos, registros = (physical(kind, collection, generation.name) for kind in ("sentencias", "parrafos", "registros"))
        self._records = Records(elastic, registros, sentencias)
        self._rulings = Side("sentencias", Searcher(elastic, sentencias), self._records, self.label, sense=sense)
        self._paragraphs = Side("parrafos", Searcher(elastic, parrafos), self._records, self.label, self._rulings, sense)

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
            total, facets = self._facets(query, asked)
            groups, pages = self._page(query, asked, self._answer(self._rulings, query, asked, total))
            return SearchPage(
                total=total,
                pagina=query.pagina,
                por_pagina=query.por_pagina,
                orden=order_of(query),
                modo=asked.understood.modo,
                consulta=query.q,
                avisos=(*asked.avisos, *past_the_end(query, pages)),
                resultados=self._hits(groups, asked, query.explicar),
                facetas=facets,
            )

    def scan(self, query: SearchQuery) -> Iterator[Hit]:
        """Every ruling of the answer, in its order. Raises BadQuery at the first."""
        with guarded(self._elastic, query.q):
            asked = self._rulings.ask(query)
            answer = self._answer(self._rulings, query, asked, 0)
            for line in self._records.stream(
                split_key(unique)[0] for unique in (answer.ranked(0, answer.total) if isinstance(answer, Chosen) else answer.everything())
            ):
                yield line.hit()

    def paragraphs(self, query: SearchQuery) -> ParagraphPage:
        """A page of numbered fundamentos. Raises BadQuery."""
        with guarded(self._elastic, query.q):
            asked = self._paragraphs.ask(query)
            total = self._paragraphs.searcher.count(asked.narrowed)
            wanted, pages = single(query, total, self._answer(self._paragraphs, query, asked, total).ranked)
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

    def _page(self, query: SearchQuery, asked: Asked, answer: "_Answer | Chosen") -> tuple[list[list[int]], int]:
        """The page's lines, each a ruling with the near-duplicates it stands for, and the number of pages."""
        if not stand_together(query) or not self._series:
            found, pages = single(query, answer.total, answer.ranked)
            return [[unique] for unique in found], pages
        lines, pages = grouped(query, answer.total, self._series, answer.ranked)
        others = self._others(lines, query, asked, answer.total)
        return [[first, *(one for one in others.get(self._series.get(first, ""), ()) if one != first)] for first in lines], pages

    def _answer(self, side: Side, query: SearchQuery, asked: Asked, total: int) -> "_Answer | Chosen":
        if asked.blend is not None and order_of(query) == "relevancia":
            return Chosen(asked.blend.order, list(side.searcher.all_keys(asked.narrowed)))
        return _Answer(side.searcher, asked.narrowed, ranking_of(query, asked.understood.tree), total)

    def _others(self, lines: Sequence[int], query: SearchQuery, asked: Asked, total: int) -> Mapping[str, list[int]]:
        """The series that the lines belong to → their members that answer too, in order."""
        found: dict[str, list[int]] = {}
        wanted = sorted({self._series[first] for first in lines if first in self._series})
        if wanted:
            members = narrowed(asked.narrowed, [in_values(facet_name("serie"), wanted)])
            for unique in self._rulings.searcher.ranked(members, ranking_of(query, asked.understood.tree), 0, total):
                found.setdefault(self._series[unique], []).append(unique)
        return found

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
            made.append(line.hit(shown, same, self._rulings.explained(first, asked, line.citada_por) if explain else ()))
        return tuple(made)

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

    def _facets(self, query: SearchQuery, asked: Asked) -> tuple[int, tuple[Facet, ...]]:
        """The total and the counts; facets without a filter of their own share one pass, each other is counted without its own."""
        names, filters = asked_facets(query), asked.filters
        shared = [facet for facet in names if facet not in filters.by_facet]
        own = {facet: narrowed(asked.base, filters.all_but(facet)) for facet in names if facet in filters.by_facet}
        total, found = self._rulings.searcher.counted(asked.narrowed, shared, own, lambda facet: len(self._records.known(facet)))
        return total, tuple(facet_of(name, found[name], filters.chosen.get(name), self.label, query.max_valores) for name in names)

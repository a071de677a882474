"""The embedded engine: one finished generation behind the SearchIndex port."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

from indexer.index import naming, ranking
from indexer.index.base import Generation, Indexed, ParagraphHit, ParagraphPage
from indexer.index.compile_tantivy import in_values, unscored
from indexer.index.facets import asked_facets, counted, facet_of
from indexer.index.fields import facet_name, split_key, unique_key
from indexer.index.filters import narrowed
from indexer.index.highlight import marked, passages
from indexer.index.nearest import Chosen
from indexer.index.opening import guarded, open_index
from indexer.index.paging import AHEAD, grouped, order_of, past_the_end, ranking_of, single, stand_together
from indexer.index.query.tree import Tree, scores
from indexer.index.ranking import Answer
from indexer.index.side import Asked, Side
from indexer.index.spelling import Speller
from indexer.index.stored import Stored
from indexer.meaning.sense import Sense
from models import vocabulary
from models.ids import RulingId
from models.search import Facet, Fragmento, Hit, Orden, SearchPage, SearchQuery

PARAGRAPHS, RULINGS, STORED = "parrafos", "sentencias", "registro.sqlite"
"""Names inside a generation's directory."""


PASSAGES = 10_000
"""Rulings whose passages for a query stay at hand, some 1.5 KB each: filters and pages bring the same ones back."""
LABELS = 60_000
"""Labels that stay at hand: a page shows some hundreds, mostly the same ones."""


class EmbeddedIndex:
    """Implements SearchIndex on a generation's directory. Safe between threads; its files may be deleted while it is in use."""

    def __init__(self, directory: Path, generation: Generation, sense: Sense | None = None) -> None:
        self._generation = generation
        self._stored = Stored(directory / STORED)
        self._entities = self._stored.entities()
        self.label = lru_cache(LABELS)(self._label)
        """What a person reads for a value of a facet."""
        self._passages = lru_cache(PASSAGES)(self._made_passages)
        self._rulings = Side("sentencias", open_index(directory / RULINGS), self._stored, self.label, sense=sense)
        self._paragraphs = Side("parrafos", open_index(directory / PARAGRAPHS), self._stored, self.label, self._rulings, sense)

    def close(self) -> None:
        """Closes the stored file; searches after that fail."""
        self._stored.close()

    def generation(self) -> Generation:
        """The generation of this directory."""
        return self._generation

    def _label(self, facet: str, value: str) -> str:
        return self._entities.get(value, value) if facet == "entidad" else vocabulary.label(facet, value)

    def search(self, query: SearchQuery) -> SearchPage:
        """A page of rulings. Raises BadQuery (exacto only, or what no mode can read)."""
        with guarded(query.q):
            asked = self._rulings.ask(query)
            answer = self._answer(self._rulings, query, asked)
            groups, pages = self._page(query, asked, answer)
            return SearchPage(
                total=answer.total,
                pagina=query.pagina,
                por_pagina=query.por_pagina,
                orden=order_of(query),
                modo=asked.understood.modo,
                consulta=query.q,
                avisos=(*asked.avisos, *past_the_end(query, pages)),
                resultados=tuple(self._hit(group, asked, query.explicar) for group in groups),
                facetas=self._facets(query, asked),
            )

    def scan(self, query: SearchQuery) -> Iterator[Hit]:
        """Every ruling of the answer, in its order. Raises BadQuery at the first."""
        with guarded(query.q):
            asked = self._rulings.ask(query)
            found = self._answer(self._rulings, query, asked).ranked(0, self._rulings.opened.searcher.num_docs)
        for line in self._stored.lines(split_key(unique)[0] for unique in found):
            yield line.hit()

    def paragraphs(self, query: SearchQuery) -> ParagraphPage:
        """A page of numbered fundamentos. Raises BadQuery."""
        with guarded(query.q):
            asked = self._paragraphs.ask(query)
            answer = self._answer(self._paragraphs, query, asked)
            wanted, pages = single(query, answer.total, answer.ranked)
            avisos = (*asked.avisos, *past_the_end(query, pages))
            return ParagraphPage(answer.total, asked.understood.modo, avisos, tuple(self._paragraph(unique, asked) for unique in wanted))

    def get(self, ruling_id: RulingId) -> Indexed | None:
        """The whole ruling; None when it is not here."""
        return self._stored.get(ruling_id)

    def resolve(self, spelling: str) -> tuple[RulingId, ...]:
        """Every ruling that the spelling can mean, by date."""
        return naming.resolve(spelling, self._stored)

    def nearest(self, spelling: str) -> tuple[RulingId, ...]:
        """Up to five ids that look like the spelling."""
        return naming.nearest(spelling, self._stored)

    def values(self, facet: str) -> Mapping[str, int]:
        """Every value that a facet has here, each with its number of rulings."""
        return self._stored.known(facet)

    def speller(self) -> Speller:
        """Proposes words of this generation for misspelt ones."""
        return self._speller

    @cached_property
    def _speller(self) -> Speller:
        return Speller(self._stored.spoken(), self._stored.holds)

    def entity_name(self, slug: str) -> str | None:
        """The canonical name behind a slug."""
        return self._entities.get(slug)

    @cached_property
    def _series(self) -> Mapping[int, str]:
        return {unique_key(clave): serie for clave, serie in self._stored.series().items()}

    def _page(self, query: SearchQuery, asked: Asked, answer: Answer | Chosen) -> tuple[list[list[int]], int]:
        """The page's lines, each a ruling with the near-duplicates it stands for, and the number of pages."""
        if not stand_together(query) or not self._series:
            found, pages = single(query, answer.total, answer.ranked)
            return [[unique] for unique in found], pages
        lines, pages = grouped(query, answer.total, self._series, answer.ranked)
        others = self._others(lines, asked, ranking_of(query, asked.understood.tree), answer.total)
        return [[first, *(one for one in others.get(self._series.get(first, ""), ()) if one != first)] for first in lines], pages

    def _answer(self, side: Side, query: SearchQuery, asked: Asked) -> Answer | Chosen:
        ahead = query.pagina * query.por_pagina + AHEAD
        if asked.blend is not None and order_of(query) == "relevancia":
            return Chosen(asked.blend.order, ranking.all_keys(side.opened.searcher, asked.narrowed))
        return Answer(side.opened.searcher, asked.narrowed, ranking_of(query, asked.understood.tree), ahead=ahead)

    def _others(self, lines: Sequence[int], asked: Asked, orden: Orden, total: int) -> Mapping[str, list[int]]:
        """The series that the lines belong to → their members that answer too, in order."""
        found: dict[str, list[int]] = {}
        wanted = sorted({self._series[first] for first in lines if first in self._series})
        if wanted:
            opened = self._rulings.opened
            members = narrowed(asked.narrowed, [unscored(in_values(opened.schema, facet_name("serie"), wanted))])
            for unique in ranking.ranked(opened.searcher, members, orden, 0, total):
                found.setdefault(self._series[unique], []).append(unique)
        return found

    def _hit(self, group: Sequence[int], asked: Asked, explain: bool) -> Hit:
        line = self._stored.line(split_key(group[0])[0])
        fragments = self._passages(group[0], asked.understood.tree) if scores(asked.understood.tree) else ()
        others = self._stored.ids([split_key(unique)[0] for unique in group[1:]])
        return line.hit(fragments, others, self._rulings.explained(group[0], asked) if explain else ())

    def _made_passages(self, unique: int, tree: Tree) -> tuple[Fragmento, ...]:
        line = self._stored.line(split_key(unique)[0])
        return passages(self._rulings.matcher(unique, line), tree, line.privados, line.otros)

    def _paragraph(self, unique: int, asked: Asked) -> ParagraphHit:
        clave, place = split_key(unique)
        line = self._stored.line(clave)
        html = marked(self._paragraphs.matcher(unique, line), asked.understood.tree, line.privados, line.otros).strip()
        return ParagraphHit(line.id, line.fundamentos[place].numero, html, line.titulo, line.resultado, line.fecha)

    def _facets(self, query: SearchQuery, asked: Asked) -> tuple[Facet, ...]:
        if not asked_facets(query):
            return ()
        chosen = asked.filters.chosen
        found = counted(self._stored.columns, self._rulings.members(query, asked), query, chosen)
        return tuple(facet_of(name, counts, chosen.get(name), self.label, query.max_valores, rarer) for name, counts, rarer in found)

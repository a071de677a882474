"""The embedded engine: one finished generation behind the SearchIndex port."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from indexer.index import naming, ranking
from indexer.index.base import Generation, Indexed, ParagraphHit, ParagraphPage
from indexer.index.compile_tantivy import in_values, unscored
from indexer.index.facets import asked_facets, counted, facet_of
from indexer.index.fields import facet_name, split_key, unique_key
from indexer.index.filters import narrowed
from indexer.index.highlight import marked, passages
from indexer.index.opening import guarded, open_index
from indexer.index.side import Asked, Side, scores
from indexer.index.spelling import Speller
from indexer.index.stored import Stored
from models import vocabulary
from models.ids import RulingId
from models.search import Facet, Hit, Orden, SearchPage, SearchQuery

PARAGRAPHS, RULINGS, STORED = "parrafos", "sentencias", "registro.sqlite"
"""Names inside a generation's directory."""

AHEAD = 50
"""Rulings fetched beyond a page, since a series takes several of them for one line."""


class EmbeddedIndex:
    """Implements SearchIndex on a generation's directory. Safe between threads; its files may be deleted while it is in use."""

    def __init__(self, directory: Path, generation: Generation) -> None:
        self._generation = generation
        self._stored = Stored(directory / STORED)
        self._entities = self._stored.entities()
        self._rulings = Side("sentencias", open_index(directory / RULINGS), self._stored, self.label)
        self._paragraphs = Side("parrafos", open_index(directory / PARAGRAPHS), self._stored, self.label, self._rulings)

    def close(self) -> None:
        """Closes the stored file; searches after that fail."""
        self._stored.close()

    def generation(self) -> Generation:
        """The generation of this directory."""
        return self._generation

    def label(self, facet: str, value: str) -> str:
        """What a person reads for a value."""
        return self._entities.get(value, value) if facet == "entidad" else vocabulary.label(facet, value)

    def search(self, query: SearchQuery) -> SearchPage:
        """A page of rulings. Raises BadQuery (exacto only, or what no mode can read)."""
        with guarded(query.q):
            asked = self._rulings.ask(query)
            total = ranking.count(self._rulings.opened.searcher, asked.narrowed)
            orden = _order(query)
            groups, lines = self._page(query, asked, orden, total)
            return SearchPage(
                total=total,
                pagina=query.pagina,
                por_pagina=query.por_pagina,
                orden=orden,
                modo=asked.understood.modo,
                consulta=query.q,
                avisos=(*asked.avisos, *_past_the_end(query, lines)),
                resultados=tuple(self._hit(group, asked, query.explicar) for group in groups),
                facetas=self._facets(query, asked),
            )

    def scan(self, query: SearchQuery) -> Iterator[Hit]:
        """Every ruling of the answer, in its order. Raises BadQuery at the first."""
        with guarded(query.q):
            asked = self._rulings.ask(query)
            searcher = self._rulings.opened.searcher
            found = ranking.ranked(searcher, asked.narrowed, _ranking(_order(query), asked), 0, searcher.num_docs)
        for line in self._stored.lines(split_key(unique)[0] for unique in found):
            yield line.hit()

    def paragraphs(self, query: SearchQuery) -> ParagraphPage:
        """A page of numbered fundamentos. Raises BadQuery."""
        with guarded(query.q):
            asked = self._paragraphs.ask(query)
            searcher = self._paragraphs.opened.searcher
            total = ranking.count(searcher, asked.narrowed)
            offset = (query.pagina - 1) * query.por_pagina
            wanted = (
                ranking.ranked(searcher, asked.narrowed, _ranking(_order(query), asked), offset, query.por_pagina) if offset < total else []
            )
            avisos = (*asked.avisos, *_past_the_end(query, -(-total // query.por_pagina)))
            return ParagraphPage(total, asked.understood.modo, avisos, tuple(self._paragraph(unique, asked) for unique in wanted))

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

    def _page(self, query: SearchQuery, asked: Asked, orden: Orden, total: int) -> tuple[list[list[int]], int]:
        """The page's lines, each a ruling with the near-duplicates it stands for, and the number of pages."""
        searcher = self._rulings.opened.searcher
        offset = (query.pagina - 1) * query.por_pagina
        ranking_order = _ranking(orden, asked)
        together = (query.series or ("juntas" if query.q.strip() and orden == "relevancia" else "todas")) == "juntas"
        if not together or not self._series:
            found = ranking.ranked(searcher, asked.narrowed, ranking_order, offset, query.por_pagina) if offset < total else []
            return [[unique] for unique in found], -(-total // query.por_pagina)
        lines = self._lines(asked, ranking_order, offset + query.por_pagina, total)
        page = [self._whole(line, asked, ranking_order, total) for line in lines[offset : offset + query.por_pagina]]
        return page, -(-len(lines) // query.por_pagina)

    def _lines(self, asked: Asked, orden: Orden, wanted: int, total: int) -> list[int]:
        """The first `wanted` lines (more may come along; all of them where there are fewer): each series by its best member."""
        fetched = wanted + AHEAD
        while True:
            lines: dict[str | int, int] = {}
            for unique in ranking.ranked(self._rulings.opened.searcher, asked.narrowed, orden, 0, max(1, min(fetched, total))):
                lines.setdefault(self._series.get(unique, unique), unique)
            if len(lines) >= wanted or fetched >= total:
                return list(lines.values())
            fetched *= 4

    def _whole(self, first: int, asked: Asked, orden: Orden, total: int) -> list[int]:
        """A line's best member and the others of its series that answer too."""
        serie = self._series.get(first)
        if serie is None:
            return [first]
        opened = self._rulings.opened
        members = narrowed(asked.narrowed, [unscored(in_values(opened.schema, facet_name("serie"), [serie]))])
        return ranking.ranked(opened.searcher, members, orden, 0, total)

    def _hit(self, group: Sequence[int], asked: Asked, explain: bool) -> Hit:
        line = self._stored.line(split_key(group[0])[0])
        fragments = (
            passages(self._rulings.matcher(group[0], line), asked.understood.tree, line.privados, line.otros)
            if scores(asked.understood.tree)
            else ()
        )
        others = tuple(self._stored.line(split_key(unique)[0]).id for unique in group[1:])
        return line.hit(fragments, others, self._rulings.explained(group[0], asked) if explain else ())

    def _paragraph(self, unique: int, asked: Asked) -> ParagraphHit:
        clave, place = split_key(unique)
        line = self._stored.line(clave)
        html = marked(self._paragraphs.matcher(unique, line), asked.understood.tree, line.privados, line.otros).strip()
        return ParagraphHit(line.id, line.fundamentos[place].numero, html, line.titulo, line.resultado, line.fecha)

    def _facets(self, query: SearchQuery, asked: Asked) -> tuple[Facet, ...]:
        names = asked_facets(query)
        searcher = self._rulings.opened.searcher
        found = counted(searcher, asked.base, asked.filters, names, lambda facet: len(self._stored.known(facet)))
        return tuple(facet_of(name, found[name], asked.filters.chosen.get(name), self.label, query.max_valores) for name in names)


def _order(query: SearchQuery) -> Orden:
    return query.orden or ("relevancia" if query.q.strip() else "-fecha")


def _ranking(orden: Orden, asked: Asked) -> Orden:
    """By relevance only where there are words; a query of fields alone has no scores and goes by date."""
    return "-fecha" if orden == "relevancia" and not scores(asked.understood.tree) else orden


def _past_the_end(query: SearchQuery, pages: int) -> tuple[str, ...]:
    last = max(1, pages)
    return (f"La página {query.pagina} está después de la última ({last}).",) if query.pagina > last else ()

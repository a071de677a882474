"""Which documents, in which order: whole lists or pages of unique keys, ties broken the same way in every build."""

from collections.abc import Sequence
from typing import Any, cast

from tantivy import DocAddress, Order, Query, Searcher

from indexer.index.schema import PESO, POR_CITAS, POR_FECHA, POR_FECHA_DESC, UNICO
from models.search import Orden

_RANK: dict[Orden, str] = {"fecha": POR_FECHA, "-fecha": POR_FECHA_DESC, "citas": POR_CITAS}
_TIED = 50
"""Documents fetched beyond those wanted, to see whether the last one ties with more."""
_DEEP = 2_000
"""Documents up to which a page is cut from the list of all before it; a deeper one lets the engine skip them."""


def count(searcher: Searcher, query: Query) -> int:
    """Exact number of documents."""
    found: int = cast(Any, searcher.search(query, limit=1)).count
    return found


def keys(searcher: Searcher, addresses: Sequence[DocAddress]) -> list[int]:
    """The unique keys of documents."""
    return [cast(int, value) for value in searcher.fast_field_values(UNICO, list(addresses))]


def all_keys(searcher: Searcher, query: Query) -> list[int]:
    """The unique keys of every document of the query, in the order of keys."""
    found = searcher.search(query, limit=max(1, searcher.num_docs), count=False, order_by_field=UNICO, order=Order.Asc)
    return [cast(int, value) for value, _ in found.hits]


def ranked(searcher: Searcher, query: Query, orden: Orden, offset: int, limit: int) -> list[int]:
    """Unique keys `offset` to `offset + limit` of the query's documents in that order; the key breaks ties of scores after the date."""
    return Answer(searcher, query, orden).ranked(offset, limit)


def best(
    searcher: Searcher, query: Query, wanted: int, *, weight: str | None = None, counted: bool = False
) -> tuple[list[tuple[int, float]], int | None]:
    """The `wanted` best documents by score, each with its score, multiplied by the field `weight` where one is named; and how many there are, if asked.

    tantivy breaks ties of scores by place in the index, which differs between builds: all that tie with the last one are fetched, and ordered by
    date, then by key.
    """
    fetched = wanted + _TIED
    while True:
        found = searcher.search(query, limit=fetched, count=counted, weight_by_field=weight)
        hits = cast(list[tuple[float, DocAddress]], found.hits)
        if len(hits) < fetched or hits[wanted - 1][0] != hits[-1][0]:
            break
        fetched *= 4
    dates = searcher.fast_field_values(POR_FECHA_DESC, [address for _, address in hits])
    order = sorted(range(len(hits)), key=lambda at: (-hits[at][0], cast(int, dates[at])))[:wanted]
    ordered = keys(searcher, [hits[at][1] for at in order])
    return list(zip(ordered, (hits[at][0] for at in order), strict=True)), cast(Any, found).count if counted else None


class Answer:
    """The documents of a query in an order. The first search counts and fetches `ahead` documents at once, since a phrase costs as much to count
    as to rank."""

    def __init__(self, searcher: Searcher, query: Query, orden: Orden, ahead: int = 0) -> None:
        self._searcher, self._query, self._orden = searcher, query, orden
        self._ahead = min(ahead, _DEEP)
        self._total: int | None = None
        self._first: list[int] = []

    @property
    def total(self) -> int:
        """Exact number of documents."""
        if self._total is None and self._ahead:
            self._first = self._top(self._ahead)
        if self._total is None:
            self._total = count(self._searcher, self._query)
        return self._total

    def ranked(self, offset: int, limit: int) -> list[int]:
        """The documents `offset` to `offset + limit`."""
        wanted = offset + min(limit, self._searcher.num_docs - offset)
        if wanted <= offset or (self._total is not None and offset >= self._total):
            return []
        if wanted <= len(self._first) or len(self._first) == self._total:
            return self._first[offset:wanted]
        if self._orden != "relevancia" and wanted > _DEEP:
            rank = _RANK[self._orden]
            hits = self._searcher.search(
                self._query, limit=wanted - offset, offset=offset, count=False, order_by_field=rank, order=Order.Asc
            ).hits
            return keys(self._searcher, [address for _, address in hits])
        self._first = self._top(max(wanted, self._ahead))
        return self._first[offset:wanted]

    def _top(self, wanted: int) -> list[int]:
        """The first `wanted` documents, fewer where there are fewer."""
        if self._orden == "relevancia":
            return self._by_score(wanted)
        found = self._searcher.search(
            self._query, limit=wanted, count=self._total is None, order_by_field=_RANK[self._orden], order=Order.Asc
        )
        self._counted(found)
        return keys(self._searcher, [address for _, address in found.hits])

    def _by_score(self, wanted: int) -> list[int]:
        found, total = best(self._searcher, self._query, wanted, weight=PESO, counted=self._total is None)
        self._total = total if self._total is None else self._total
        return [key for key, _ in found]

    def _counted(self, found: object) -> None:
        if self._total is None:
            self._total = cast(Any, found).count

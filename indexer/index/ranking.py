"""Which documents, in which order: whole lists or pages of unique keys, ties broken the same way in every build."""

from collections.abc import Sequence
from typing import Any, cast

from tantivy import DocAddress, Order, Query, Searcher

from indexer.index.schema import PESO, POR_CITAS, POR_FECHA, POR_FECHA_DESC, UNICO
from models.search import Orden

_RANK: dict[Orden, str] = {"fecha": POR_FECHA, "-fecha": POR_FECHA_DESC, "citas": POR_CITAS}


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
    most = searcher.num_docs
    limit = min(limit, most - offset)
    if limit <= 0:
        return []
    if orden != "relevancia":
        hits = searcher.search(query, limit=limit, offset=offset, count=False, order_by_field=_RANK[orden], order=Order.Asc).hits
        return keys(searcher, [address for _, address in hits])
    return _by_score(searcher, query, offset, limit)


def _by_score(searcher: Searcher, query: Query, offset: int, limit: int) -> list[int]:
    """tantivy breaks ties of scores by place in the index, which differs between builds: all that tie with the last one are fetched and ordered."""
    wanted = offset + limit
    fetched = wanted + 50
    while True:
        hits = cast(list[tuple[float, DocAddress]], searcher.search(query, limit=fetched, count=False, weight_by_field=PESO).hits)
        if len(hits) < fetched or hits[wanted - 1][0] != hits[-1][0]:
            break
        fetched *= 4
    dates = searcher.fast_field_values(POR_FECHA_DESC, [address for _, address in hits])
    order = sorted(range(len(hits)), key=lambda at: (-hits[at][0], cast(int, dates[at])))
    return keys(searcher, [hits[at][1] for at in order[offset:wanted]])

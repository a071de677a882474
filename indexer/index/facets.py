"""Counts of facets: OR within, AND across, each facet without its own filter, exact (house-style 35)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from tantivy import Query, Searcher

from indexer.index.fields import facet_name
from indexer.index.filters import Filters, narrowed
from models.ids import fold
from models.search import FACETS, Facet, FacetValue, Filter, SearchQuery

Counts = Mapping[str, int]


def counted(
    searcher: Searcher, base: Query, filters: Filters, facets: Sequence[str], cardinality: Callable[[str], int]
) -> Mapping[str, Counts]:
    """Facet → value → documents. Facets without a filter of their own share one pass; `cardinality` bounds the values of each."""
    shared = [facet for facet in facets if facet not in filters.by_facet]
    found = _aggregated(searcher, narrowed(base, filters.all_but()), shared, cardinality)
    for facet in facets:
        if facet in filters.by_facet:
            found |= _aggregated(searcher, narrowed(base, filters.all_but(facet)), [facet], cardinality)
    return found


def _aggregated(searcher: Searcher, query: Query, facets: Sequence[str], cardinality: Callable[[str], int]) -> dict[str, Counts]:
    """`segment_size` above the number of values makes the counts exact (search-engine.md §3)."""
    if not facets:
        return {}
    sizes = {facet: cardinality(facet) + 1 for facet in facets}
    asked = {facet: {"terms": {"field": facet_name(facet), "size": size, "segment_size": size}} for facet, size in sizes.items()}
    answer = cast(dict[str, Any], searcher.aggregate(query, asked))
    return {facet: {str(bucket["key"]): int(bucket["doc_count"]) for bucket in answer[facet]["buckets"]} for facet in facets}


def asked_facets(query: SearchQuery) -> tuple[str, ...]:
    """The facets to count: those asked for, each once; all of them unless said."""
    return FACETS if query.facetas is None else tuple(dict.fromkeys(name for name in query.facetas if name in FACETS))


def facet_of(name: str, counts: Counts, chosen: Filter | None, label: Callable[[str, str], str], limit: int) -> Facet:
    """The values by count, then label; chosen and excluded ones stay whatever their count and the limit (0 = no limit)."""
    active = frozenset(chosen.values) if chosen else frozenset()
    kept = active | frozenset(chosen.excluded if chosen else ())
    everything = {**counts, **{value: counts.get(value, 0) for value in kept}}
    least = sorted(everything.values(), reverse=True)[limit - 1] if 0 < limit < len(everything) else 0
    values = [FacetValue(value, label(name, value), n, value in active) for value, n in everything.items() if n >= least or value in kept]
    values.sort(key=lambda one: (-one.n, fold(one.etiqueta), one.valor))  # only those that can be shown are labelled and ordered
    shown = [one for place, one in enumerate(values) if not limit or place < limit or one.valor in kept]
    return Facet(name, tuple(shown), len(everything) - len(shown))

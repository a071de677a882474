"""Counts of facets: OR within, AND across, each facet without its own filter, exact (house-style 35)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np

from indexer.index.columns import Columns, Mask, Numbers
from indexer.index.fields import period
from models.ids import fold
from models.search import FACETS, Facet, FacetValue, Filter, SearchQuery

Counts = Mapping[str, int]

_folded = lru_cache(60_000)(fold)
"""Labels are the same few thousand on every page."""


def passing(columns: Columns, query: SearchQuery, chosen: Mapping[str, Filter]) -> tuple[Mapping[str, Mask], Mask | None]:
    """The rulings that pass each facet's filter, and those that pass the dates (None where none are given)."""
    dates: Mask | None = None
    for which, (low, high) in enumerate(((query.desde, query.hasta), (query.publicado_desde, query.publicado_hasta))):
        if low or high:
            first, last = period(low), period(high)
            inside = columns.within(which, first[0] if first else None, last[1] if last else None)
            dates = inside if dates is None else dates & inside
    return {facet: columns.filtered(one) for facet, one in chosen.items()}, dates


def counted(columns: Columns, members: Mask, query: SearchQuery, chosen: Mapping[str, Filter]) -> Iterator[tuple[str, Counts, int]]:
    """Each facet asked for with the counts of its commonest values, as many as are shown, and how many more have any."""
    by_facet, dates = passing(columns, query, chosen)
    inside = members if dates is None else members & dates
    names = asked_facets(query)
    narrowed = np.logical_and.reduce([inside, *by_facet.values()])
    counts = dict(columns.counts(narrowed, [name for name in names if name not in by_facet]))
    for name in names:
        if name in by_facet:
            others = np.logical_and.reduce([inside, *(mask for facet, mask in by_facet.items() if facet != name)])
            counts |= columns.counts(others, [name])
        one = chosen.get(name, Filter(name))
        kept = columns.numbers(name, (*one.values, *one.excluded))
        found, rarer = _commonest(counts[name], query.max_valores, kept)
        values = columns.names(name)
        yield name, {values[place]: int(counts[name][place]) for place in found}, rarer


def _commonest(counts: Numbers, limit: int, chosen: Sequence[int]) -> tuple[list[int], int]:
    """The values that can be among the `limit` commonest (0 = all), those that tie with the last one and those chosen too; how many are left out."""
    present = np.flatnonzero(counts)
    if not 0 < limit < len(present):
        return present.tolist(), 0
    kept = counts >= np.partition(counts[present], -limit)[-limit]
    kept[chosen] = counts[chosen] > 0
    return np.flatnonzero(kept).tolist(), len(present) - int(np.count_nonzero(kept))


def asked_facets(query: SearchQuery) -> tuple[str, ...]:
    """The facets to count: those asked for, each once; all of them unless said."""
    return FACETS if query.facetas is None else tuple(dict.fromkeys(name for name in query.facetas if name in FACETS))


def facet_of(name: str, counts: Counts, chosen: Filter | None, label: Callable[[str, str], str], limit: int, rarer: int = 0) -> Facet:
    """The values by count, then label; chosen and excluded ones stay whatever their count and the limit (0 = no limit).

    `rarer`: values that are too rare to be shown and were not handed over.
    """
    active = frozenset(chosen.values) if chosen else frozenset()
    kept = active | frozenset(chosen.excluded if chosen else ())
    everything = {**counts, **{value: counts.get(value, 0) for value in kept}}
    least = sorted(everything.values(), reverse=True)[limit - 1] if 0 < limit < len(everything) else 0
    values = [FacetValue(value, label(name, value), n, value in active) for value, n in everything.items() if n >= least or value in kept]
    values.sort(key=lambda one: (-one.n, _folded(one.etiqueta), one.valor))  # only those that can be shown are labelled and ordered
    shown = [one for place, one in enumerate(values) if not limit or place < limit or one.valor in kept]
    return Facet(name, tuple(shown), len(everything) - len(shown) + rarer)

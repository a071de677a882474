"""Filters of a question → queries, one a facet, so that each facet can be counted without its own."""

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.index.elastic.compile_elastic import EVERYTHING, either, in_values, within, without
from indexer.index.elastic.mapping import DATES, Json
from indexer.index.fields import facet_name, period
from indexer.index.filters import choices
from indexer.index.query.tree import Tree
from models.search import Filter, SearchQuery


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of a question: by facet, and the dates."""

    chosen: Mapping[str, Filter]
    by_facet: Mapping[str, Json]
    dates: tuple[Json, ...]

    def all_but(self, facet: str | None = None) -> list[Json]:
        """Every filter but the facet's own."""
        return [*(query for name, query in self.by_facet.items() if name != facet), *self.dates]


def filters_of(query: SearchQuery, tree: Tree) -> Filters:
    """The question's filters; `proceso` is HD unless the question says otherwise (filters.choices)."""
    chosen = choices(query, tree)
    return Filters(chosen, {facet: _facet(one) for facet, one in chosen.items()}, tuple(_dates(query)))


def _facet(one: Filter) -> Json:
    """Any of the values, or none at all where asked; none of the excluded."""
    name = facet_name(one.facet)
    accepted = [in_values(name, one.values)] if one.values else []
    if one.empty:
        accepted.append(without({"exists": {"field": name}}))
    must = either(accepted) if accepted else EVERYTHING
    return {"bool": {"filter": [must], "must_not": [in_values(name, one.excluded)] if one.excluded else []}}


def _dates(query: SearchQuery) -> list[Json]:
    found = []
    for names, low, high in ((DATES[:2], query.desde, query.hasta), (DATES[2:], query.publicado_desde, query.publicado_hasta)):
        if low or high:
            first, last = period(low), period(high)
            found.append(within(names, first[0] if first else None, last[1] if last else None))
    return found


def narrowed(base: Json, filters: list[Json]) -> Json:
    """The base's documents that pass every filter, with the base's scores."""
    return {"bool": {"must": [base], "filter": filters}} if filters else base

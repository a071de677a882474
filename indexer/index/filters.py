"""Filters of a question → queries, one a facet, so that each facet can be counted without its own."""

from collections.abc import Mapping
from dataclasses import dataclass

from tantivy import Occur, Query, Schema

from indexer.index.compile_tantivy import both, either, in_values, unscored, within
from indexer.index.fields import facet_name, period
from indexer.index.query.tree import Tree, fields_of
from indexer.index.schema import DATES, VACIO
from models.search import Filter, SearchQuery

ALL_PROCESSES = "todos"
DEFAULT_PROCESS = "HD"


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of a question: by facet, and the dates."""

    chosen: Mapping[str, Filter]
    by_facet: Mapping[str, Query]
    dates: tuple[Query, ...]

    def all_but(self, facet: str | None = None) -> list[Query]:
        """Every filter but the facet's own."""
        return [*(query for name, query in self.by_facet.items() if name != facet), *self.dates]


def filters_of(query: SearchQuery, tree: Tree, schema: Schema) -> Filters:
    """The question's filters (choices) as queries."""
    chosen = choices(query, tree)
    by_facet = {facet: _facet(one, schema) for facet, one in chosen.items()}
    return Filters(chosen, by_facet, tuple(_dates(query, schema)))


def choices(query: SearchQuery, tree: Tree) -> dict[str, Filter]:
    """Facet → what is chosen of it, for every engine; `proceso` is HD unless the question says otherwise, in a filter, in the query or by naming a
    ruling."""
    chosen: dict[str, Filter] = {}
    for one in query.filters:
        before = chosen.get(one.facet, Filter(one.facet))
        chosen[one.facet] = Filter(one.facet, before.values + one.values, before.excluded + one.excluded, before.empty or one.empty)
    process = chosen.get("proceso", Filter("proceso"))
    if ALL_PROCESSES in process.values:
        chosen.pop("proceso")
    elif not process.values and not process.empty and not fields_of(tree) & {"proceso", "expediente"}:
        chosen["proceso"] = Filter("proceso", (DEFAULT_PROCESS,), process.excluded)
    return chosen


def _facet(one: Filter, schema: Schema) -> Query:
    """Any of the values, or none at all where asked; none of the excluded."""
    name = facet_name(one.facet)
    accepted = [in_values(schema, name, one.values)] if one.values else []
    if one.empty:
        accepted.append(Query.term_query(schema, VACIO, one.facet))
    clauses = [(Occur.Must, either(accepted) if accepted else Query.all_query())]
    if one.excluded:
        clauses.append((Occur.MustNot, in_values(schema, name, one.excluded)))
    return unscored(Query.boolean_query(clauses))


def _dates(query: SearchQuery, schema: Schema) -> list[Query]:
    found = []
    for names, low, high in ((DATES[:2], query.desde, query.hasta), (DATES[2:], query.publicado_desde, query.publicado_hasta)):
        if low or high:
            first, last = period(low), period(high)
            found.append(within(schema, names, first[0] if first else None, last[1] if last else None))
    return found


def narrowed(base: Query, filters: list[Query]) -> Query:
    """The base's documents that pass every filter, with the base's scores."""
    return both([base, *filters]) if filters else base

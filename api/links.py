"""Questions one click away from a question: choose, drop, exclude a value; another page or order."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote, quote_plus

from api.params import to_query_string
from models.search import FACETS, Filter, Modo, SearchQuery

_quoted = lru_cache(50_000)(quote_plus)
"""Pages link to the same few thousand values."""
_BLANK = "\ue000"
"""A letter that no value has."""


def href(base: str, query: SearchQuery) -> str:
    """`base` with the question behind it."""
    text = to_query_string(query)
    return f"{base}?{text}" if text else base


def ruling_path(ruling_id: str) -> str:
    """Path of a ruling's page."""
    return f"/sentencia/{quote(ruling_id)}"


def fixed(query: SearchQuery, modo: Modo) -> SearchQuery:
    """The question with the mode that was chosen for it, so that every link of a page opens the same set (query-language.md, Modes)."""
    return replace(query, modo=modo) if query.q and query.modo == "auto" else query


def filter_of(query: SearchQuery, facet: str) -> Filter:
    """The facet's choice, an empty one when there is none."""
    return next((chosen for chosen in query.filters if chosen.facet == facet), Filter(facet))


def with_filter(query: SearchQuery, chosen: Filter) -> SearchQuery:
    """The question with this choice in place of the facet's old one, from the first page; filters keep the order of FACETS."""
    others = {one.facet: one for one in query.filters if one.facet != chosen.facet}
    if chosen.values or chosen.excluded or chosen.empty:
        others[chosen.facet] = chosen
    return replace(query, filters=tuple(others[facet] for facet in FACETS if facet in others), pagina=1)


def toggled(query: SearchQuery, facet: str, value: str) -> SearchQuery:
    """The question with the value chosen, or dropped when it was chosen; an exclusion of it goes."""
    old = filter_of(query, facet)
    values = tuple(one for one in old.values if one != value) if value in old.values else (*old.values, value)
    return with_filter(query, replace(old, values=values, excluded=tuple(one for one in old.excluded if one != value)))


def choosing(base: str, query: SearchQuery, facet: str) -> Callable[[str], str]:
    """`href` of `toggled`, for the hundreds of values that a facet shows: the link of one is taken apart once."""
    old = filter_of(query, facet)
    before, *rest = href(base, toggled(query, facet, _BLANK)).split(quote_plus(_BLANK))

    def link(value: str) -> str:
        if len(rest) != 1 or value in old.values or value in old.excluded:
            return href(base, toggled(query, facet, value))
        return f"{before}{_quoted(value)}{rest[0]}"

    return link


def excluding(query: SearchQuery, facet: str, value: str) -> SearchQuery:
    """The question with the value excluded, or no longer excluded when it was."""
    old = filter_of(query, facet)
    excluded = tuple(one for one in old.excluded if one != value) if value in old.excluded else (*old.excluded, value)
    return with_filter(query, replace(old, excluded=excluded, values=tuple(one for one in old.values if one != value)))


def emptied(query: SearchQuery, facet: str) -> SearchQuery:
    """The question with "has no value" switched for the facet."""
    old = filter_of(query, facet)
    return with_filter(query, replace(old, empty=not old.empty))


def only(query: SearchQuery, **filters: str) -> SearchQuery:
    """The question narrowed to one value a facet, whatever was chosen there."""
    for facet, value in filters.items():
        query = with_filter(query, Filter(facet, (value,)))
    return query

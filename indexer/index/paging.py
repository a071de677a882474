"""Pages of an answer, the same on every engine: which order holds, which rulings share a line, what is said past the end."""

from collections.abc import Callable, Mapping

from indexer.index.query.tree import Tree, scores
from models.search import Orden, SearchQuery

AHEAD = 50
"""Rulings fetched beyond a page, since a series takes several of them for one line."""

Ranked = Callable[[int, int], list[int]]
"""(offset, limit) → unique keys of the answer's documents, in its order."""


def order_of(query: SearchQuery) -> Orden:
    """The order that holds where the question names none."""
    return query.orden or ("relevancia" if query.q.strip() else "-fecha")


def ranking_of(query: SearchQuery, tree: Tree) -> Orden:
    """By relevance only where there are words; a query of fields alone has no scores and goes by date."""
    orden = order_of(query)
    return "-fecha" if orden == "relevancia" and not scores(tree) else orden


def stand_together(query: SearchQuery) -> bool:
    """Whether one line stands for a ruling and its near-duplicates."""
    return (query.series or ("juntas" if query.q.strip() and order_of(query) == "relevancia" else "todas")) == "juntas"


def past_the_end(query: SearchQuery, pages: int) -> tuple[str, ...]:
    """What to say of a page behind the last one; nothing of others."""
    last = max(1, pages)
    return (f"La página {query.pagina} está después de la última ({last}).",) if query.pagina > last else ()


def single(query: SearchQuery, total: int, ranked: Ranked) -> tuple[list[int], int]:
    """The page's documents, each for itself, and the number of pages."""
    offset = (query.pagina - 1) * query.por_pagina
    return ranked(offset, query.por_pagina) if offset < total else [], -(-total // query.por_pagina)


def grouped(query: SearchQuery, total: int, series: Mapping[int, str], ranked: Ranked) -> tuple[list[int], int]:
    """The page's lines, each series by its best member, and the number of pages: as far as it was looked, at least one more than this where there is."""
    offset = (query.pagina - 1) * query.por_pagina
    lines = _lines(offset + query.por_pagina, total, series, ranked)
    return lines[offset : offset + query.por_pagina], -(-len(lines) // query.por_pagina)


def _lines(wanted: int, total: int, series: Mapping[int, str], ranked: Ranked) -> list[int]:
    """The first `wanted` lines (more may come along; all of them where there are fewer)."""
    fetched = wanted + AHEAD
    while True:
        lines: dict[str | int, int] = {}
        for unique in ranked(0, max(1, min(fetched, total))):
            lines.setdefault(series.get(unique, unique), unique)
        if len(lines) >= wanted or fetched >= total:
            return list(lines.values())
        fetched *= 4

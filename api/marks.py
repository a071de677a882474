"""Where the words of a question stand in a ruling's text: the same marks as in the passages of a search."""

from indexer.index.base import Indexed
from indexer.index.match import Matcher
from indexer.index.query.parse import parse
from indexer.index.query.tree import Word
from models.errors import BadQuery

_SHORT = 3
"""Plain words up to this length (de, la, que) are not marked: they stand everywhere."""


def marks(found: Indexed, q: str) -> tuple[tuple[int, int], ...]:
    """Stretches of the text to mark, in order, not overlapping; () when the question has no words or can't be understood."""
    if not q.strip():
        return ()
    try:
        tree = parse(q)
    except BadQuery:
        return ()
    matcher = Matcher(found.text, secciones=found.ruling.secciones, fundamentos=found.ruling.fundamentos)
    starts, ends = matcher.words.starts, matcher.words.ends
    merged: list[tuple[int, int]] = []
    for span in matcher.spans(tree):
        for first, last in span.marks:
            start, end = starts[first], ends[last - 1]
            if isinstance(span.leaf, Word) and end - start <= _SHORT:
                continue
            if merged and start < merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
    return tuple(merged)

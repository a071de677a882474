"""Where a magistrate speaks in the first person: the votes after (or before) the decision."""

from collections.abc import Iterator

from indexer.read.rules import bare, capitals, rules


def vote_spans(text: str) -> list[tuple[int, int]]:
    """Spans from a title "VOTO …" or "FUNDAMENTO DE VOTO …" to the next title of a ruling, or to the end. Offsets of `text`, half open."""
    spans: list[tuple[int, int]] = []
    begun: int | None = None
    for start, end in _lines(text):
        line = text[start:end]
        if not capitals(line):
            continue
        found = bare(line) + " "
        if begun is None and found.startswith(rules().votes):
            begun = start
        elif begun is not None and found.startswith(rules().decision):
            spans.append((begun, start))
            begun = None
    return [*spans, (begun, len(text))] if begun is not None else spans


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1

"""Phrases of the tables found in the Court's words: a spaCy PhraseMatcher over our own cheap tokens, offsets of the text kept.

spaCy's Spanish tokenizer costs 17 ms a ruling and keeps every odd token of OCR in its vocabulary; words and punctuation are enough here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans
from spacy.vocab import Vocab

from indexer.extract.tables import keys, phrases

_TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of a table: the key it stands under and where it is."""

    label: str
    start: int
    end: int


@cache
def _vocab() -> Vocab:
    return Vocab()


def _doc(words: list[str]) -> Doc:
    return Doc(_vocab(), words=words, spaces=[True] * len(words))


@cache
def _matcher(table: str, section: str) -> tuple[PhraseMatcher, frozenset[str]]:
    """The matcher of a section, and every word in it: other words are all one token to it, which keeps the vocabulary small."""
    matcher = PhraseMatcher(_vocab(), attr="ORTH")
    known: set[str] = set()
    for key in keys(table, section):
        patterns = [_TOKEN.findall(phrase) for phrase in phrases(table, section, key)]
        known.update(word for words in patterns for word in words)
        matcher.add(key, [_doc(words) for words in patterns])
    return matcher, frozenset(known)


def labelled(bare: str, start: int, end: int, table: str, section: str) -> Iterator[Phrase]:
    """The phrases of [section] in a stretch of plain text, longest first where they overlap, in order."""
    matcher, known = _matcher(table, section)
    tokens = [(match[0], match.start(), match.end()) for match in _TOKEN.finditer(bare, start, end)]
    if not any(word in known for word, _, _ in tokens):
        return
    doc = _doc([word if word in known else "·" for word, _, _ in tokens])
    found: list[Span] = matcher(doc, as_spans=True)
    for span in sorted(filter_spans(found), key=lambda one: one.start):
        yield Phrase(span.label_, tokens[span.start][1], tokens[span.end - 1][2])

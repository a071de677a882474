"""Completions while one types: institutions, laws and articles, themes, cases, words; never a person (privacy.md 1)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest
from typing import Literal

from indexer.index.analysis import folded
from indexer.index.base import SearchIndex
from indexer.index.values import law_aliases, nicknames
from models import vocabulary
from models.ids import fold

FACETS: tuple[Literal["entidad", "norma", "tema"], ...] = ("entidad", "norma", "tema")
EACH = 4
"""Completions of one kind: five kinds fill the space under the box."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What the person may be typing. `entidad norma tema`: a filter by `valor`; `expediente`: `valor` is the ruling's id; `palabra`: `valor` is the
    whole query with its last word completed. `n` = rulings."""

    tipo: Literal["entidad", "norma", "tema", "expediente", "palabra"]
    texto: str
    valor: str
    n: int


_GLUE = frozenset(["art", "arts", "articulo", "articulos", "de", "del", "la", "el", "los", "las", "n", "no", "a", "al", "y"])


class Completer:
    """The names of one generation, prepared at the first question."""

    def __init__(self, index: SearchIndex) -> None:
        self._index = index

    def complete(self, q: str) -> tuple[Completion, ...]:
        """Completions, at most EACH of a kind, institutions first; () for less than two letters or figures."""
        typed = folded(q[-200:])
        if sum(map(len, typed)) < 2:
            return ()
        return (*self._names_like(typed), *self._cases(q), *self._words(q))

    def _names_like(self, typed: list[str]) -> Iterator[Completion]:
        wanted = [word for word in typed[:-1] if word not in _GLUE] + typed[-1:]
        for facet in FACETS:
            fitting = ((n, value) for value, n, words in self._names[facet] if _fits(wanted, words))
            for n, value in nlargest(EACH, fitting):
                yield Completion(facet, self._label(facet, value), value, n)

    def _cases(self, q: str) -> Iterator[Completion]:
        """ "1797", "01797-20": rulings whose number begins so, the first by year."""
        start = q.strip().lstrip("0")
        if not start[:1].isdigit() or not set(start) <= set("0123456789-"):
            return
        found = sorted(name for name in self._index.values("expediente") if name.lstrip("0").startswith(start))
        found.sort(key=lambda name: len(name.lstrip("0").split("-")[0]))  # 179 before 1797, both begin with 179
        for name in found[:EACH]:
            yield Completion("expediente", name, name, 1)

    def _words(self, q: str) -> Iterator[Completion]:
        before, last = _last_word(q)
        for word in self._index.speller().beginning(last, EACH):
            if fold(word.forma) != fold(last):
                yield Completion("palabra", word.forma, before + word.forma, word.n)

    def _label(self, facet: str, value: str) -> str:
        return (self._index.entity_name(value) if facet == "entidad" else None) or vocabulary.label(facet, value)

    @cached_property
    def _names(self) -> dict[str, list[tuple[str, int, frozenset[str]]]]:
        """By facet: value, rulings, the words that may be typed for it. Labels of norms are made when shown: there are tens of thousands."""
        aliases, titles = _words_of(nicknames()), _words_of(law_aliases())
        made: dict[str, list[tuple[str, int, frozenset[str]]]] = {}
        for facet in FACETS:
            made[facet] = []
            for value, n in self._index.values(facet).items():
                if facet == "norma":
                    words = {*folded(value), *titles.get(value.split(":", 1)[0], ())}
                else:
                    words = {*folded(self._label(facet, value)), *(aliases.get(value, ()) if facet == "entidad" else ())}
                made[facet].append((value, n, frozenset(words)))
        return made


def _words_of(names: Mapping[str, tuple[str, ...]]) -> dict[str, set[str]]:
    """Value → every word of the names that lead to it."""
    found: dict[str, set[str]] = {}
    for name, values in names.items():
        for value in values:
            found.setdefault(value, set()).update(name.split("-"))
    return found


def _fits(typed: list[str], words: frozenset[str]) -> bool:
    """Whether the name has every typed word; the last may be unfinished."""
    return any(word.startswith(typed[-1]) for word in words) and all(word in words for word in typed[:-1])


def _last_word(q: str) -> tuple[str, str]:
    """What stands before the word being typed, and that word; nothing is completed behind a blank."""
    end = len(q)
    while end and q[end - 1].isalnum():
        end -= 1
    return q[:end], q[end:]

"""What a question means: its tree, its mode and what the reader is told about it (design/query-language.md, Modes)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from indexer.index.analysis import folded, for_stems
from indexer.index.query.lex import capitals_aviso
from indexer.index.query.parse import checked, parse
from indexer.index.query.tree import All, Tree, Word, disjunction, is_plain, plain_words
from indexer.index.synonyms import empty_words, hints, in_question, with_nicknames
from models.errors import BadQuery
from models.search import SearchQuery

ENOUGH = 10
"""`auto` reads plain words as written when that finds so many, else as a question."""

PASTED = 12
"""Words from which a text that is no query counts as pasted: `auto` reads it as words instead of refusing it («a) que …»)."""

NEAREST = 200
"""Rulings or fundamentos that an amplio question is about."""


@dataclass(frozen=True, slots=True)
class Understood:
    """`tree` says the set in exacto; in amplio its alternatives rank, and the set is the NEAREST best."""

    tree: Tree
    modo: Literal["exacto", "amplio"]
    avisos: tuple[str, ...] = ()


def understand(query: SearchQuery, count: Callable[[Tree], int]) -> Understood:
    """Reads the query; `count` says how many a tree finds by q and proceso alone, on which alone the mode depends. Raises BadQuery."""
    if query.modo == "amplio":
        checked(query.q)
        return _question(query.q)
    try:
        tree = parse(query.q)
    except BadQuery as error:
        checked(query.q)
        if query.modo == "exacto" or len(query.q.split()) < PASTED:
            raise
        asked = _question(query.q)
        return Understood(asked.tree, "amplio", (f"{error.mensaje} Por eso el texto se leyó como palabras sueltas.", *asked.avisos))
    if query.modo == "exacto" or not is_plain(tree):
        return _as_written(query.q, tree)
    written = _as_written(query.q, tree)
    found = count(written.tree)
    if found >= ENOUGH:
        return written
    asked = _question(query.q)
    how_many = "ningún resultado tiene" if found == 0 else "solo 1 resultado tiene" if found == 1 else f"solo {found} resultados tienen"
    aviso = f"Búsqueda amplia: {how_many} todas esas palabras; se muestran los más cercanos. Para buscar tal cual: modo exacto."
    return Understood(asked.tree, "amplio", (aviso, *asked.avisos))


def _as_written(q: str, tree: Tree) -> Understood:
    expanded, avisos = with_nicknames(tree)
    capitals = capitals_aviso(q)
    return Understood(expanded, "exacto", (*((capitals,) if capitals else ()), *avisos, *hints(plain_words(tree))))


@cache
def _no_words() -> frozenset[str]:
    return frozenset(word for text in empty_words() for word in folded(text))


def telling(q: str) -> list[str]:
    """The words of a question that say something, folded, each once; all of them when none does."""
    words = list(dict.fromkeys(folded(q)))
    return [word for word in words if word not in _no_words()] or words


def _question(q: str) -> Understood:
    """Any of the words that say something, and what the table adds; all of them when none says anything."""
    words, asked = folded(q), telling(q)
    if not asked:  # signs alone ask for everything; letters that no word is made of, for nothing
        return Understood(
            disjunction([Word(chunk) for chunk in q.lower().split()]) if any(c.isalnum() for c in for_stems(q)) else All(), "amplio"
        )
    others, avisos = in_question(words)
    return Understood(disjunction([Word(word) for word in dict.fromkeys([*asked, *others])]), "amplio", avisos)

"""Synonyms and nicknames (models/tables/sinonimos.toml): outside quotes a word also finds what the table says, and the reader is told."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from indexer.index.analysis import stems
from indexer.index.query.tree import ZONES, And, Field, Not, Or, Tree, Word, disjunction

_TABLE = Path(__file__).parents[2] / "models" / "tables" / "sinonimos.toml"


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Stems of a word or of a run of words → what else to look for, as words. `nicknames`: words the Court doesn't use; `same`: words it does."""

    nicknames: Mapping[tuple[str, ...], tuple[str, ...]]
    same: Mapping[tuple[str, ...], tuple[str, ...]]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(_TABLE.read_text(encoding="utf-8"))


@cache
def synonyms() -> Synonyms:
    """The table."""
    table = _table()
    nicknames = {_key(name): tuple(entry["es"]) for entry in table["apodo"] for name in entry["dice"]}
    same: dict[tuple[str, ...], tuple[str, ...]] = {}
    for group in table["igual"]:
        for name in group["palabras"]:
            same[_key(name)] = tuple(other for other in group["palabras"] if other != name)
    return Synonyms(nicknames, same)


def _key(name: str) -> tuple[str, ...]:
    return tuple(stems(name))


def with_nicknames(tree: Tree) -> tuple[Tree, tuple[str, ...]]:
    """The tree with what its nicknames stand for (exacto: a word that the Court uses stays itself), and the avisos that say so."""
    avisos: list[str] = []
    return _expanded(tree, avisos), tuple(dict.fromkeys(avisos))


def _expanded(tree: Tree, avisos: list[str]) -> Tree:
    match tree:
        case Word(text):
            others = synonyms().nicknames.get(_key(text), ())
            if not others:
                return tree
            avisos.append(told(text, others))
            return disjunction([tree, *(Word(other) for other in others)])
        case And(items):
            return And(tuple(_expanded(item, avisos) for item in items))
        case Or(items):
            return disjunction([_expanded(item, avisos) for item in items])
        case Not(item):
            return Not(_expanded(item, avisos))
        case Field(name, item) if name in ZONES:
            return Field(name, _expanded(item, avisos))
        case _:
            return tree


def in_question(words: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """For amplio: what else to look for, given the words of a question (runs of up to three are looked up), and the avisos."""
    others: list[str] = []
    avisos: list[str] = []
    table = {**synonyms().same, **synonyms().nicknames}
    keys = [_key(word) for word in words]
    for width in (3, 2, 1):
        for at in range(len(words) - width + 1):
            run = tuple(stem for key in keys[at : at + width] for stem in key)
            if found := table.get(run):
                others += found
                avisos.append(told(" ".join(words[at : at + width]), found))
    return tuple(dict.fromkeys(others)), tuple(dict.fromkeys(avisos))


def hints(words: tuple[str, ...]) -> tuple[str, ...]:
    """For exacto: other words of the Court for those of the query, not searched, only told."""
    found = [(word, synonyms().same.get(_key(word), ())) for word in words]
    return tuple(f"El Tribunal también dice {_list(others)} por «{word}»: {word} O {_or(others)}." for word, others in found if others)


def told(word: str, others: tuple[str, ...]) -> str:
    """ "«muni» busca también «municipalidad»." """
    return f"«{word}» busca también {_list(others)}."


def _list(others: tuple[str, ...]) -> str:
    return ", ".join(f"«{other}»" for other in others)


def _or(others: tuple[str, ...]) -> str:
    return " O ".join(f'"{other}"' if " " in other else other for other in others)


@cache
def empty_words() -> tuple[str, ...]:
    """Words that say nothing about what is asked: left out of amplio, where any word would do."""
    return tuple(_table()["amplio"]["vacias"])


@cache
def abbreviations() -> frozenset[str]:
    """Words whose point ends no sentence in rulings, in lower case."""
    return frozenset(_table()["frases"]["abreviaturas"])

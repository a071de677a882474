"""The tree of a query (design/query-language.md): what was asked, in no engine's words."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from models.search import FACETS

ZONES = ("asunto", "antecedentes", "fundamentos", "fallo", "votos")
"""Zones that can be named as fields."""

NAMED = ("expediente", "demandante", "cita", "fecha")
"""Fields that are neither zone nor facet."""

FIELDS = frozenset([*ZONES, *NAMED, *FACETS])
PERIODS = frozenset(["fecha", "anio", "anio_publicacion"])
"""Fields whose values may be ranges."""


@dataclass(frozen=True, slots=True)
class All:
    """Every ruling: the empty query."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word as typed, in lower case; stemmed and accent-blind. With points or hyphens inside ("27.806") its parts stand side by side."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order side by side, in lower case: accent-blind, not stemmed, ñ its own letter."""

    text: str


@dataclass(frozen=True, slots=True)
class Wildcard:
    """A pattern over one unstemmed word: `*` any letters, `?` one letter."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Range:
    """Years, months or days, both ends included; None = open. Only inside a Field of PERIODS."""

    low: str | None
    high: str | None


@dataclass(frozen=True, slots=True)
class And:
    """All of these; never an And directly inside."""

    items: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of these; never an Or directly inside."""

    items: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Not this; alone: every ruling minus."""

    item: "Tree"


@dataclass(frozen=True, slots=True)
class Near:
    """Both close together: within `distance` words (1 = side by side), or in one sentence or paragraph (distance 0). `ordered`: left first."""

    left: "Tree"
    right: "Tree"
    unit: Literal["palabras", "oracion", "parrafo"]
    distance: int = 0
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """The item inside a zone, or as a value of a facet or of `expediente demandante cita fecha`."""

    name: str
    item: "Tree"


Tree: TypeAlias = All | Word | Phrase | Wildcard | Range | And | Or | Not | Near | Field


def conjunction(items: list[Tree]) -> Tree:
    """All of the items: flattened, the one itself when there is one."""
    flat = [part for item in items for part in (item.items if isinstance(item, And) else (item,))]
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def disjunction(items: list[Tree]) -> Tree:
    """Any of the items: flattened, the one itself when there is one."""
    flat = [part for item in items for part in (item.items if isinstance(item, Or) else (item,))]
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def can_be_near(tree: Tree) -> bool:
    """Whether the tree can stand beside a proximity: words, phrases, wildcards, proximities, alternatives of these."""
    if isinstance(tree, Or):
        return all(can_be_near(item) for item in tree.items)
    return isinstance(tree, Word | Phrase | Wildcard | Near)


def is_plain(tree: Tree) -> bool:
    """Whether the query is nothing but words: what `auto` may read amplio."""
    return isinstance(tree, Word) or (isinstance(tree, And) and all(isinstance(item, Word) for item in tree.items))


def plain_words(tree: Tree) -> tuple[str, ...]:
    """The words of a plain query, () for any other."""
    if isinstance(tree, Word):
        return (tree.text,)
    return tuple(item.text for item in tree.items if isinstance(item, Word)) if isinstance(tree, And) and is_plain(tree) else ()


def fields_of(tree: Tree) -> frozenset[str]:
    """The names of all fields asked for outside a negation."""
    match tree:
        case Field(name, item):
            return fields_of(item) | {name}
        case And(items) | Or(items):
            return frozenset().union(*(fields_of(item) for item in items))
        case Near(left, right):
            return fields_of(left) | fields_of(right)
        case _:
            return frozenset()


def scores(tree: Tree) -> bool:
    """Whether the tree searches any words, so that scores and passages mean something."""
    match tree:
        case Word() | Phrase() | Wildcard() | Near():
            return True
        case Field(name, item):
            return name in ZONES and scores(item)
        case And(items) | Or(items):
            return any(scores(item) for item in items)
        case _:
            return False


def has_near(tree: Tree) -> bool:
    """Whether a proximity stands anywhere in the tree."""
    match tree:
        case Near():
            return True
        case Not(item) | Field(_, item):
            return has_near(item)
        case And(items) | Or(items):
            return any(has_near(item) for item in items)
        case _:
            return False

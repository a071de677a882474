"""Amplio: what is nearest to a question in one's own words or a pasted sentence, by words, meaning and what the Court itself points at.

The same for every engine, which gives only its best documents by words with their scores (`Searched`). One ranking for all kinds of question: a
quotation has its runs of words in the answer, a story is near the request it resembles, two words tell a theme. Deterministic.
"""

import math
import tomllib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.index.analysis import stems
from indexer.index.cutting import Cut
from indexer.index.fields import PLACE_BITS, unique_key
from indexer.index.lexicon import Lexicon, ListedWords
from indexer.index.query.tree import Tree
from indexer.index.themes import themes_of
from indexer.index.understanding import NEAREST, telling
from indexer.meaning.sense import Known, Meant

_WORDS, _OF_OTHERS, _RULINGS = 200, 100, 600
"""Fundamentos by words; by words among habeas data rulings, and by meaning; rulings by words."""
_ALIKE = 10
"""First rulings whose common themes count."""
_MISSING = 0.7
"""What a fundamento that words did not find gets, as a share of the last one that they did."""
_TABLE = Path(__file__).parents[2] / "models" / "tables" / "amplio.toml"

Kind = Literal["sentencias", "fundamentos"]
KINDS: tuple[Kind, ...] = ("sentencias", "fundamentos")
Values = NDArray[np.float64]
Scored = Sequence[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A fundamento as ranking sees it."""

    numero: str
    cut: Cut
    citada_por: int


class Searched(Protocol):
    """One index of an engine, for one question: documents by unique key. `habeas`: only rulings on habeas data, else those of the question's process."""

    def best(self, tree: Tree, limit: int, habeas: bool = False) -> Scored:
        """The best documents by their words alone, with their scores."""

    def best_rulings(self, tree: Tree, limit: int) -> Scored:
        """For fundamentos: the best rulings by their words."""

    def present(self, uniques: Sequence[int]) -> Collection[int]:
        """Those of the documents that are in the index and of the question's process."""

    def pieces(self, uniques: Sequence[int]) -> Mapping[int, Piece]:
        """For fundamentos: what they say."""


@dataclass(frozen=True, slots=True)
class Blend:
    """Documents, nearest first, and by document what each factor counted."""

    order: tuple[int, ...]
    parts: Mapping[int, Mapping[str, float]] = field(default_factory=dict)

    def explained(self, unique: int) -> str:
        """The factors of a document, in the words of the page; "" for one that is not in the blend."""
        parts = self.parts.get(unique, {})
        told = "; ".join(f"{name} {value:+.2f}" for name, value in parts.items() if abs(value) >= 0.005)
        return f"{told}; en total {sum(parts.values()):.2f}" if told else ""


@cache
def weights(kind: Kind) -> Mapping[str, float]:
    """Factor → what it counts (models/tables/amplio.toml)."""
    loaded: Mapping[str, float] = tomllib.loads(_TABLE.read_text("utf-8"))[kind]
    return loaded


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, as typed and as the tree of its words; `vector` None without a model."""

    text: str
    tree: Tree
    vector: NDArray[np.float32] | None


def blend_rulings(question: Question, searched: Searched, known: Known) -> Blend:
    """The rulings nearest to the question."""
    words = dict(searched.best(question.tree, _RULINGS))
    digests = dict(zip((known.about << PLACE_BITS).tolist(), known.digests.scores(_stems(question)).tolist(), strict=True))
    meant = dict(zip(known.rulings.keys.tolist(), known.rulings.likeness(question.vector).tolist(), strict=True))
    extra = searched.present(
        [unique for unique in {*_top(digests), *(_top(meant) if question.vector is not None else ())} if unique not in words]
    )
    keys = sorted({*words, *extra})
    if not keys:
        return Blend(())
    factors = {
        "palabras": _share([words.get(unique, 0.0) for unique in keys]),
        "resumen": _share([digests.get(unique, 0.0) for unique in keys]),
        "sentido": np.array([meant.get(unique, 0.0) for unique in keys]),
        "tema": _share(_themes(question.text, keys, known)),
    }
    found = _weighed(factors, "sentencias")
    first = _ordered(sum(found.values(), np.zeros(len(keys))), keys)[:_ALIKE]
    for name, lists in (("afines", known.themes), ("clase", known.kinds)):
        factors[name] = _alike(first, keys, _by_key(known, lists))
    return _blend(keys, _weighed(factors, "sentencias"))


def blend_fundamentos(question: Question, searched: Searched, known: Known) -> Blend:
    """The fundamentos nearest to the question."""
    words = dict(searched.best(question.tree, _WORDS))
    words |= dict(searched.best(question.tree, _OF_OTHERS, habeas=True))
    likeness = known.paragraphs.likeness(question.vector)
    near = _nearest(known.paragraphs, likeness, _OF_OTHERS) if question.vector is not None else []
    keys = sorted({*words, *searched.present([unique for unique in near if unique not in words])})
    if not keys:
        return Blend(())
    pieces = searched.pieces(keys)
    meant = dict(zip(known.paragraphs.keys.tolist(), likeness.tolist(), strict=True))
    rulings = dict(searched.best_rulings(question.tree, _RULINGS))
    least = min(words.values(), default=0.0) * _MISSING
    least_ruling = min(rulings.values(), default=0.0) * _MISSING
    own = frozenset(known.about.tolist())
    quoted, covered = _quoted(question.text, [pieces[unique] for unique in keys])
    factors = {
        "palabras": _share([words.get(unique, least) for unique in keys]),
        "textual": quoted,
        "cubre": covered,
        "sentido": np.array([meant.get(unique, 0.0) for unique in keys]),
    }
    answers = sum(_weighed(factors, "fundamentos").values(), np.zeros(len(keys)))
    factors |= {
        "sentencia": _share([rulings.get(unique_key(unique >> PLACE_BITS), least_ruling) for unique in keys]),
        "habeas": np.array([float(unique >> PLACE_BITS in own) for unique in keys]),
        "eco": _echo(keys, answers, pieces, known),
        "senalado": np.array([math.log1p(known.pinned.get((unique >> PLACE_BITS, pieces[unique].numero), 0)) for unique in keys]),
        "citada": np.array([math.log1p(pieces[unique].citada_por) for unique in keys]),
        "voto": np.array([float(pieces[unique].numero.startswith("v")) for unique in keys]),
    }
    return _blend(keys, _weighed(factors, "fundamentos"))


def _stems(question: Question) -> list[str]:
    return [stem for word in telling(question.text) for stem in stems(word)]


def _top(scores: Mapping[int, float]) -> list[int]:
    """The documents with the highest scores above 0, ties by key."""
    return sorted((unique for unique, score in scores.items() if score > 0), key=lambda unique: (-scores[unique], unique))[:_OF_OTHERS]


def _nearest(meant: Meant, likeness: Values, limit: int) -> list[int]:
    """The documents with the highest likeness, ties by key."""
    return [int(unique) for unique in meant.keys[np.argsort(-likeness, kind="stable")[:limit]]]


def _share(values: Sequence[float]) -> Values:
    """Each as a share of the largest."""
    found = np.array(values, np.float64)
    most = found.max(initial=0.0)
    return found / most if most > 0 else found


def _weighed(factors: Mapping[str, Values], kind: Kind) -> dict[str, Values]:
    return {name: values * weights(kind)[name] for name, values in factors.items()}


def _ordered(totals: Values, keys: Sequence[int]) -> list[int]:
    """Highest first, ties by key: 9 digits, so that no rounding of another machine decides."""
    return [keys[at] for at in np.argsort(-np.round(totals, 9), kind="stable")]


def _blend(keys: Sequence[int], weighed: Mapping[str, Values]) -> Blend:
    order = _ordered(sum(weighed.values(), np.zeros(len(keys))), keys)[:NEAREST]
    at = {unique: place for place, unique in enumerate(keys)}
    return Blend(tuple(order), {unique: {name: float(values[at[unique]]) for name, values in weighed.items()} for unique in order})


def _by_key(known: Known, lists: Sequence[Sequence[str]]) -> dict[int, Sequence[str]]:
    return dict(zip((known.about << PLACE_BITS).tolist(), lists, strict=True))


def _themes(text: str, keys: Sequence[int], known: Known) -> list[float]:
    """How much of what the question tells each ruling is about, a rare theme more than a common one."""
    told = themes_of(text)
    common = Counter(theme for themes in known.themes for theme in themes)
    rarity = {theme: math.log(len(known.themes) / (1 + common[theme])) for theme in told if common[theme]}
    themes = _by_key(known, known.themes)
    return [sum(rarity.get(theme, 0.0) for theme in themes.get(unique, ())) for unique in keys]


def _alike(first: Sequence[int], keys: Sequence[int], lists: Mapping[int, Sequence[str]]) -> Values:
    """How much each ruling has of what the first ones share more than all do, the very first counting most."""
    common = Counter(value for values in lists.values() for value in values)
    shares: Counter[str] = Counter()
    for rank, unique in enumerate(first):
        shares.update(dict.fromkeys(lists.get(unique, ()), 1 / (rank + 2)))
    whole = sum(1 / (rank + 2) for rank in range(len(first)))
    above = {value: max(0.0, share / whole - common[value] / len(lists)) for value, share in shares.items()}
    return _share([sum(above.get(value, 0.0) for value in lists.get(unique, ())) for unique in keys])


def _quoted(text: str, pieces: Sequence[Piece]) -> tuple[Values, Values]:
    """Of each fundamento the share of the question's runs of three words, and of its telling words, that it has; by stems."""
    asked = stems(text)
    numbers = {stem: at for at, stem in enumerate(dict.fromkeys(asked), 1)}
    runs = Counter(_runs(np.array([numbers[stem] for stem in asked], np.int64), len(numbers) + 1).tolist())
    words = {numbers[stem] for word in telling(text) for stem in stems(word) if stem in numbers}
    tables: dict[int, NDArray[np.int64] | None] = {}
    quoted, covered = np.zeros(len(pieces)), np.zeros(len(pieces))
    for at, piece in enumerate(pieces):
        lexicon = piece.cut.lexicon or ListedWords(piece.cut.vocabulary)
        table = tables[id(lexicon)] if id(lexicon) in tables else _table(lexicon, numbers)
        if piece.cut.lexicon is not None:
            tables[id(lexicon)] = table
        if table is not None:
            said = table[np.asarray(piece.cut.ids, np.int64)]
            have = set(_runs(said, len(numbers) + 1).tolist())
            quoted[at] = sum(times for run, times in runs.items() if run in have) / max(1, runs.total())
            covered[at] = len(words & set(said.tolist())) / max(1, len(words))
    return quoted, covered


def _table(lexicon: Lexicon, numbers: Mapping[str, int]) -> NDArray[np.int64] | None:
    """Word number → number of its stem in the question, 0 for others; None where the vocabulary has none of the question's words."""
    found = {number: table for stem, number in numbers.items() if (table := lexicon.stemming_to(stem)) is not None}
    if not found:
        return None
    made = np.zeros(len(next(iter(found.values()))), np.int64)
    for number, table in found.items():
        made[table] = number
    return made


def _runs(said: NDArray[np.int64], base: int) -> NDArray[np.int64]:
    """Each run of three of the question's words as one number; none where others stand between."""
    if len(said) < 3:
        return np.zeros(0, np.int64)
    first, second, third = said[:-2], said[1:-1], said[2:]
    whole = (first > 0) & (second > 0) & (third > 0)
    return np.asarray(((first * base + second) * base + third)[whole])


def _echo(keys: Sequence[int], answers: Values, pieces: Mapping[int, Piece], known: Known) -> Values:
    """How well the fundamentos answer that name this one, or (half as much) its ruling."""
    said: dict[tuple[int, str], float] = {}
    for unique, score in zip(keys, answers.tolist(), strict=True):
        for cited in known.echoes.get(unique, ()):
            said[cited] = max(said.get(cited, 0.0), score)
    most = answers.max(initial=0.0) or 1.0
    named = [((unique >> PLACE_BITS, pieces[unique].numero), (unique >> PLACE_BITS, "")) for unique in keys]
    return np.array([(said.get(this, 0.0) + said.get(ruling, 0.0)) / most / 2 for this, ruling in named])

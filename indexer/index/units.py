"""A leaf of the tree → the words it asks for: stems, or folded words and patterns with ñ strict or lenient. Shared by engines and highlighter."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from indexer.index.analysis import ENYE, exact, stems
from indexer.index.query.parse import MOST_STARS
from indexer.index.query.tree import Phrase, Wildcard, Word

_RUN = re.compile(r"(?:[^\W_]|[\u0300-\u036f*?])+")
_LENIENT = f"[{ENYE}n]"


@dataclass(frozen=True, slots=True)
class Unit:
    """One word asked for. `strict` is a regular expression over a folded word, where ñ is ENYE; `literal` the word itself when it is no pattern;
    `typed` the word or pattern with its `*` and `?`."""

    strict: str
    literal: str | None
    typed: str

    @property
    def lenient(self) -> str:
        """The pattern for texts whose source lost its ñ: each ñ may be n."""
        return self.strict.replace(ENYE, _LENIENT)

    def glob(self, lenient: bool) -> str:
        """The same for SQLite's GLOB, which knows both signs."""
        return self.typed.replace(ENYE, _LENIENT) if lenient else self.typed

    @property
    def has_enye(self) -> bool:
        """Whether strict and lenient differ."""
        return ENYE in self.strict


@lru_cache(maxsize=2048)
def stem_units(word: Word) -> tuple[str, ...]:
    """The stems that stand side by side; () when the word holds none."""
    return tuple(stems(word.text))


@lru_cache(maxsize=2048)
def exact_units(leaf: Phrase | Wildcard) -> tuple[Unit, ...]:
    """The words of a phrase or the pattern of a wildcard, side by side."""
    text = unicodedata.normalize("NFC", (leaf.text if isinstance(leaf, Phrase) else leaf.pattern).lower())
    text = re.sub(r"(?<![^\W_])\?+|\?+(?![^\W_])", " ", re.sub(r"\*+", "*", text))
    return tuple(unit for run in _RUN.findall(text) for unit in _units(run))


def _units(run: str) -> list[Unit]:
    letters = sum(c.isalnum() for c in run)
    if letters > 1 and ("*" in run or "?" in run) and run.count("*") <= MOST_STARS:
        parts = re.split(r"([*?])", run)
        return [Unit("".join(map(_part, parts)), None, "".join(part if part in ("*", "?") else "".join(exact(part)) for part in parts))]
    return [Unit(re.escape(word), word, word) for word in exact(run.replace("*", " ").replace("?", " "))]


def _part(part: str) -> str:
    if part in ("*", "?"):
        return ".*" if part == "*" else "."
    return re.escape("".join(exact(part)))


@lru_cache(maxsize=2048)
def compiled(unit: Unit, lenient: bool) -> re.Pattern[str]:
    """The unit as a pattern to `fullmatch` folded words with."""
    return re.compile(unit.lenient if lenient else unit.strict)

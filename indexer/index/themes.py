"""Which themes of temas.csv a question is about, in the words that people use (models/tables/preguntas.toml)."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from indexer.index.analysis import stems

_TABLE = Path(__file__).parents[2] / "models" / "tables" / "preguntas.toml"


@cache
def _sayings() -> Mapping[tuple[str, ...], frozenset[str]]:
    """Run of stems → the themes it tells."""
    table: Mapping[str, list[str]] = tomllib.loads(_TABLE.read_text("utf-8"))["dice"]
    found: dict[tuple[str, ...], set[str]] = {}
    for theme, sayings in table.items():
        for saying in sayings:
            found.setdefault(tuple(stems(saying)), set()).add(theme)
    return {run: frozenset(themes) for run, themes in found.items()}


@cache
def _longest() -> int:
    return max(map(len, _sayings()))


def themes_of(question: str) -> frozenset[str]:
    """The themes that any run of its words tells; none where none does."""
    words = stems(question)
    runs = (tuple(words[at : at + width]) for width in range(1, _longest() + 1) for at in range(len(words) - width + 1))
    return frozenset(theme for run in runs for theme in _sayings().get(run, ()))

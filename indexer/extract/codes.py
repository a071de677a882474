"""The defences by their code: what words of a stretch hold one up (models/tables/defensas.toml; gold/SCHEMA.md excepciones_invocadas)."""

import re
from collections.abc import Iterable
from functools import cache

from indexer.extract.tables import keys, phrases

FILE = "defensas.toml"
OTHER = "otra"
"""The code of a defence that is none of the list's."""


def _filled(pattern: str) -> str:
    """A pattern of the table with its {words} put in."""
    while "{" in pattern and (named := re.search(r"\{([a-z]+)\}", pattern)):
        pattern = pattern.replace(named[0], phrases(FILE, "palabras", named[1])[0])
    return pattern


@cache
def codes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every code with its pattern over plain text, in the order of the table."""
    return tuple((code, re.compile("|".join(map(_filled, phrases(FILE, "defensas", code))))) for code in keys(FILE, "defensas"))


@cache
def part(section: str, key: str) -> re.Pattern[str]:
    """A pattern of the table. Raises KeyError where there is none."""
    return re.compile("|".join(map(_filled, phrases(FILE, section, key))))


def held_up(text: str, stretches: Iterable[tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """The codes whose words stand in these stretches of plain text, each with the span of its first words. What is kept back without a ground is
    "otra"; where a ground is given it is that ground."""
    seen: dict[str, tuple[int, int]] = {}
    bare: tuple[int, int] | None = None
    for start, end in stretches:
        for code, pattern in codes():
            if code not in seen and (match := pattern.search(text, start, end)):
                seen[code] = match.span()
        if bare is None and (match := part("motivos", "desnuda").search(text, start, end)):
            bare = match.span()
    if bare and seen.keys().isdisjoint(phrases(FILE, "motivos", "codigos")):
        seen.setdefault(OTHER, bare)
    return seen

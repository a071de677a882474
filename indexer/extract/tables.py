"""Knowledge as data: the tables of models/tables, read once a process and checked by tests/indexer/extract/test_tables.py."""

import csv
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from rapidfuzz import fuzz, process

from indexer.extract.plain import plain


@cache
def rows(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of a CSV table, header as keys. Raises FileNotFoundError when there is no such table."""
    text = (files("models") / "tables" / name).read_text(encoding="utf-8")
    return tuple(MappingProxyType(row) for row in csv.DictReader(text.splitlines()))


@cache
def _parsed(name: str) -> dict[str, object]:
    return tomllib.loads((files("models") / "tables" / name).read_text(encoding="utf-8"))


@cache
def phrases(name: str, section: str, key: str) -> tuple[str, ...]:
    """The list (or the one string) at [section] key of a TOML table. Raises KeyError where the table has none."""
    part = _parsed(name)[section]
    if not isinstance(part, dict):
        raise KeyError(section)
    value = part[key]
    return (value,) if isinstance(value, str) else tuple(str(item) for item in value)


@cache
def keys(name: str, section: str) -> tuple[str, ...]:
    """The keys of [section] of a TOML table, in file order. Raises KeyError where the table has none."""
    part = _parsed(name)[section]
    if not isinstance(part, dict):
        raise KeyError(section)
    return tuple(part)


@cache
def raw(name: str) -> bytes:
    """The bytes of a table: part of the stamp."""
    return (files("models") / "tables" / name).read_bytes()


@lru_cache(4096)
def nearest(word: str, among: tuple[str, ...], floor: int) -> str | None:
    """The entry that a damaged word stands for: the closest by edit ratio at or above `floor` (0–100); None when none is that close."""
    found = process.extractOne(plain(word), among, scorer=fuzz.ratio, score_cutoff=floor)
    return found[0] if found else None

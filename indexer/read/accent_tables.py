"""The counts of models/tables/accents as dictionaries: loaded at first use (about a second), kept for the process."""

import lzma
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "models" / "tables" / "accents"
_WHOLE = {c: unicodedata.normalize("NFD", c)[0] for c in "áàâäãéèêëíìîïóòôöõúùûüñç"}
_FOLD = str.maketrans(_WHOLE)

Weights = dict[str, float]
Context = dict[str, Weights]


def lower_of(word: str) -> str:
    """Lower case of the same length: the one letter whose lower case is two characters (İ) stays."""
    lower = word.lower()
    return lower if len(lower) == len(word) else "".join(c.lower() if len(c.lower()) == 1 else c for c in word)


def form_of(word: str) -> str:
    """Lower case without marks, of the same length as the word."""
    return word.lower() if word.isascii() else lower_of(word).translate(_FOLD)


@dataclass(frozen=True, slots=True)
class Name:
    """What is known of one spelling of a word written with a capital: its weight in names, in capitals, and the corpus weight."""

    capital: float
    upper: float
    ocr: float


@dataclass(frozen=True, slots=True)
class Tables:
    """`forms`: form → variant → weight; `left`/`right`: form → neighbour → variant → count; `names`: form → variant → Name."""

    forms: Mapping[str, Weights]
    left: Mapping[str, Context]
    right: Mapping[str, Context]
    names: Mapping[str, Mapping[str, Name]]


@cache
def tables() -> Tables:
    """All three tables. Weight of a variant = norms + 2 courts + 20 tc, and 5 ocr where that is under 400 (data report, step 3)."""
    forms: dict[str, Weights] = {}
    for form, variant, norms, courts, tc, ocr in _rows("forms"):
        weight = int(norms) + 2 * int(courts) + 20 * int(tc)
        forms.setdefault(form, {})[variant] = weight + (5 * int(ocr) if weight < 400 else 0)
    left: dict[str, Context] = {}
    right: dict[str, Context] = {}
    for form, side, word, variant, norms, courts in _rows("context"):
        sides = left if side == "L" else right
        sides.setdefault(form, {}).setdefault(word, {})[variant] = int(norms) + 2 * int(courts)
    names: dict[str, dict[str, Name]] = {}
    for form, variant, cap, upper, courts_cap, districts, magistrates, ocr in _rows("names"):
        weight = int(cap) + int(courts_cap) + 5 * int(districts) + 20 * int(magistrates) + 5 * int(ocr)
        names.setdefault(form, {})[variant] = Name(weight, int(upper), int(ocr))
    return Tables(forms, left, right, names)


@cache
def known_forms() -> frozenset[str]:
    """Every form that the tables know, names too: the vocabulary that quality and hyphens are measured against."""
    found = tables()
    return frozenset(found.forms) | frozenset(found.names)


def _rows(name: str) -> Iterator[list[str]]:
    with lzma.open(FOLDER / f"{name}.tsv.xz", "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            yield line.rstrip("\n").split("\t")

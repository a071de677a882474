"""models/tables/lectura_acentos.toml as values, and the guess for words that no table knows."""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from indexer.read.accent_tables import tables

PATH = Path(__file__).parents[2] / "models" / "tables" / "lectura_acentos.toml"
_ICO = re.compile(r"[aeiou](?:[^aeiou]{1,2})ic[oa]s?$")
_ACUTE = {"a": "á", "e": "é", "i": "í", "o": "ó", "u": "ú"}
_LONGEST, _SHORTEST = 7, 3
_LEAST_FORMS, _LEAST_SHARE = 8, 0.96


@dataclass(frozen=True, slots=True)
class AccentRules:
    """The table."""

    doubtful: frozenset[str]
    habeas_until: int
    solo_until: int
    office: str
    not_ico: tuple[str, ...]
    capital: Mapping[str, str]
    verbs: frozenset[str]
    thirds: frozenset[str]

    def marks_habeas(self, year: int | None) -> bool:
        """Whether rulings published that year write "hábeas"; False when the year is not known."""
        return year is not None and year <= self.habeas_until

    def kept(self, year: int | None) -> frozenset[str]:
        """Forms that stay as printed."""
        return self.doubtful - {"solo"} if year is not None and year <= self.solo_until else self.doubtful


@cache
def accent_rules() -> AccentRules:
    """The table, read once."""
    table = tomllib.loads(PATH.read_text(encoding="utf-8"))
    doubtful, suffixes, votes = table["dudosas"], table["sufijos"], table["votos"]
    return AccentRules(
        doubtful=frozenset(doubtful["siempre"]),
        habeas_until=doubtful["habeas_hasta"],
        solo_until=doubtful["solo_hasta"],
        office=doubtful["oficina"],
        not_ico=tuple(suffixes["ico_no"]),
        capital=suffixes["mayuscula"],
        verbs=frozenset(votes["verbos"]),
        thirds=frozenset(votes["terceros"]),
    )


@lru_cache(8192)
def guess_unknown(form: str, capital: bool) -> str:
    """How a word that is in no table is most likely written; the form itself when nothing says otherwise."""
    if capital:
        return next(
            (form[: -len(end)] + marked for end, marked in accent_rules().capital.items() if form.endswith(end) and form != end), form
        )
    if form.endswith("mente") and len(form) > 8:
        base = tables().forms.get(form[:-5])
        if base:
            return max(base, key=lambda variant: base[variant]) + "mente"
    ico = _ICO.search(form) if len(form) >= 8 else None
    if ico and not any(re.search(f"{stem}[oa]s?$", form) for stem in accent_rules().not_ico):
        at = ico.start() - (form[ico.start() - 1 : ico.start() + 1] in ("au", "eu"))
        return f"{form[:at]}{_ACUTE[form[at]]}{form[at + 1 :]}"
    for length in range(min(_LONGEST, len(form) - 1), _SHORTEST - 1, -1):
        marked = _suffixes().get(form[-length:])
        if marked is not None:
            return form[:-length] + marked
    return form


@cache
def _suffixes() -> Mapping[str, str]:
    """Ending → the same with its mark, where nearly all known words with the ending are written so."""
    counts: dict[str, Counter[str]] = {}
    for form, variants in tables().forms.items():
        best = max(variants, key=lambda variant: variants[variant])
        for length in range(_SHORTEST, min(_LONGEST, len(form) - 1) + 1):
            counts.setdefault(form[-length:], Counter())[best[-length:]] += 1
    sure = {}
    for ending, found in counts.items():
        total = found.total()
        best, n = found.most_common(1)[0]
        if total >= _LEAST_FORMS and n >= _LEAST_SHARE * total:
            sure[ending] = best
    return sure

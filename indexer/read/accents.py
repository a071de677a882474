"""Accents and ñ put back where the OCR lost them: counts of how a word is written and of its neighbours, the marks the OCR kept, a few rules.

The text keeps its length: only marks change, so every offset stands. 99.7 % of the words of real OCR come out right (test and data report); one
word in 700–1,000 gets a wrong mark: the unrestored text is kept, and a quotation of restored text says so.
"""

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Literal

from indexer.read.accent_rules import AccentRules, accent_rules, guess_unknown
from indexer.read.accent_tables import Tables, Weights, form_of, lower_of, tables

_TOKEN = re.compile(r"[^\W\d_]+")
_SENTENCE = frozenset(".:;?!¿¡\"“”«»()[]{}…\n'’‘*•")
_OPENING = frozenset('.:?!¿¡"“«\n…')
_DASHES = frozenset("-–—‐/")
_ACUTE = str.maketrans("âàäãêèëîìïôòöõûù", "áááaéééíííóóóoúú")
_SEEN = {"á": 0.084, "é": 0.997, "í": 1e-4, "ó": 0.002, "ú": 0.033, "ñ": 1e-3, "ü": 1e-3}
"""P(the OCR shows the mark | it is printed), over 4.8 M words: í and ñ never survive, é nearly always."""
_LOST = {"á": 0.916, "é": 0.003, "í": 1.0, "ó": 0.998, "ú": 0.967, "ñ": 1.0, "ü": 1.0}
_CAPITAL_E = (0.80, 0.20)
_FALSE_E, _FALSE = 1e-4, 3e-5
_PRIOR = 3.0
_WORDS = 32768
"""Words whose answers are kept: those of a few hundred rulings. What the OCR damages is new in every ruling: without an end memory would grow."""
_Kind = Literal["plain", "name", "upper"]


def restore(text: str, year: int | None = None, vote_spans: Sequence[tuple[int, int]] = ()) -> str:
    """The text with its marks, of the same length. `year`: of publication (habeas, solo changed with it); `vote_spans`: where a magistrate speaks."""
    words = [(match.start(), match.end()) for match in _TOKEN.finditer(text)]
    restorer = _Restorer(text, words, year)
    votes, settled = list(vote_spans), _settled()
    pieces: list[str] = []
    done = 0
    for index, (start, end) in enumerate(words):
        token = text[start:end]
        better = settled.get(token) or restorer.word(index, token, any(a <= start < b for a, b in votes) if votes else False)
        if better != token:
            pieces += (text[done:start], better)
            done = end
    return "".join([*pieces, text[done:]])


class _Restorer:
    """One text under restoration: its words' forms, and what the year allows."""

    __slots__ = ("_forms", "_keep", "_rules", "_tables", "_text", "_words", "_year")

    def __init__(self, text: str, words: list[tuple[int, int]], year: int | None) -> None:
        self._text, self._words, self._year = text, words, year
        self._tables: Tables = tables()
        self._rules: AccentRules = accent_rules()
        self._forms = [form_of(text[a:b]) for a, b in words]
        self._keep = self._rules.kept(year)

    def word(self, index: int, token: str, in_vote: bool) -> str:
        """The word with its marks."""
        form = self._forms[index]
        if len(form) == 1:
            return token if token in "ñÑ" else _with_case(form, token)
        lower = lower_of(token)
        if lower == form:
            if form in self._keep and (form != "habeas" or token.isupper() or not self._rules.marks_habeas(self._year)):
                return token
            if form == "habeas" and not token.isupper() and self._rules.marks_habeas(self._year):
                return _with_case("hábeas", token)
        if in_vote and form in self._rules.verbs and not self._third_person(index):
            return token if lower == form else _with_case(form, token)
        variant = self._variant(index, token, form, lower)
        return token if variant == lower else _with_case(variant, token)

    def _variant(self, index: int, token: str, form: str, lower: str) -> str:
        starts = self._starts_sentence(index) if token[0].isupper() else True
        upper = len(token) > 1 and token.isupper()
        if token[0].isupper() and lower == form:
            if starts and form == self._rules.office and not upper:
                return lower
            if upper and _bare_in_capitals(form):
                return lower
        kind: _Kind = "upper" if upper else "name" if token[0].isupper() and not starts else "plain"
        weights = _weights(form, kind)
        seen = form if lower == form else lower.translate(_ACUTE)
        if not weights:
            return seen if lower != form else guess_unknown(form, token[0].isupper())
        if len(weights) == 1 and seen == form:
            return next(iter(weights))
        return self._best(index, form, seen, _candidates(form, kind, seen))

    def _best(self, index: int, form: str, seen: str, candidates: Sequence[tuple[str, float, float]]) -> str:
        left, right = self._tables.left.get(form), self._tables.right.get(form)
        left_counts = left.get(self._neighbour(index, -1)) if left else None
        right_counts = right.get(self._neighbour(index, 1)) if right else None
        best, best_score = seen, -math.inf
        for variant, share, score in candidates:
            for counts in (left_counts, right_counts):
                if counts:
                    score += math.log((counts.get(variant, 0.0) + _PRIOR * share) / (sum(counts.values()) + _PRIOR) / share)
            if score > best_score:
                best, best_score = variant, score
        return best

    def _neighbour(self, index: int, side: int) -> str:
        """The form beside a word, or the class of what stands between: "." "," "#" "-"."""
        other = index + side
        if not 0 <= other < len(self._words):
            return "."
        start, end = sorted((self._words[index], self._words[other]))
        gap = self._text[start[1] : end[0]]
        return self._forms[other] if gap == " " else _class_of(gap) or self._forms[other]

    def _starts_sentence(self, index: int) -> bool:
        if index == 0:
            return True
        gap = self._text[self._words[index - 1][1] : self._words[index][0]]
        return gap != " " and any(char in _OPENING for char in gap)

    def _third_person(self, index: int) -> bool:
        """Whether one of the three words before, in the same clause, is a third person."""
        for step in range(1, 4):
            other = index - step
            if other < 0:
                return False
            gap = self._text[self._words[other][1] : self._words[other + 1][0]]
            if any(char in ",.;:\n" for char in gap):
                return False
            if self._forms[other] in self._rules.thirds:
                return True
        return False


@lru_cache(_WORDS)
def _class_of(gap: str) -> str:
    """What stands between two words; "" when only blanks."""
    if any(char.isdigit() for char in gap):
        return "#"
    if any(char in _SENTENCE for char in gap):
        return "."
    if "," in gap:
        return ","
    if any(char in _DASHES for char in gap):
        return "-"
    return "" if gap.isspace() else "."


def _with_case(variant: str, token: str) -> str:
    """The variant in the token's capitals, letter by letter."""
    if token.islower():
        return variant
    return "".join(t if v == t.lower() else v.upper() if t.isupper() else v for v, t in zip(variant, token, strict=True))


@cache
def _settled() -> Mapping[str, str]:
    """Words in lower case without marks that have one spelling whatever stands around them, and that spelling: two letters or more."""
    doubtful = accent_rules().doubtful | accent_rules().verbs
    return {
        form: next(iter(variants))
        for form, variants in tables().forms.items()
        if len(form) > 1 and len(variants) == 1 and form not in doubtful
    }


@lru_cache(_WORDS)
def _candidates(form: str, kind: _Kind, seen: str) -> tuple[tuple[str, float, float], ...]:
    """The spellings of a form that have any weight, each with its share and with the log of share and of what was seen. What the OCR shows is one of
    them where little is known of the form."""
    weights = _weights(form, kind)
    if seen not in weights and seen != form and sum(weights.values()) < 100:
        weights = {**weights, seen: 0.5}
    total = sum(weights.values()) or 1.0
    shares = ((variant, weight / total) for variant, weight in weights.items())
    return tuple((variant, share, math.log(share) + _log_seen(seen, variant, kind == "upper")) for variant, share in shares if share > 0)


@lru_cache(_WORDS)
def _weights(form: str, kind: _Kind) -> Weights:
    """Weight of each spelling of a form written plain, with a capital inside a sentence ("name") or in capitals ("upper"); {} when unknown."""
    found = tables()
    forms, names = found.forms.get(form, {}), found.names.get(form, {})
    if kind == "plain":
        return forms or {variant: name.capital for variant, name in names.items() if name.capital}
    share = 0.05 if kind == "name" else 1.0
    weights: Weights = {variant: share * weight for variant, weight in forms.items()}
    for variant, name in names.items():
        weights[variant] = weights.get(variant, 0.0) + name.capital
    return weights


@lru_cache(_WORDS)
def _bare_in_capitals(form: str) -> bool:
    """Whether norms print this word in capitals nearly always without a mark (OSITRAN, VERA)."""
    names = tables().names.get(form, {})
    total = sum(name.upper for name in names.values())
    return total >= 8 and form in names and names[form].upper > 0.97 * total


def _log_seen(seen: str, variant: str, upper: bool) -> float:
    """log P(the letters seen | the word printed is this variant)."""
    score = 0.0
    for shown, printed in zip(seen, variant, strict=True):
        if printed in _SEEN:
            if printed == "é" and upper:
                kept, lost = _CAPITAL_E
            else:
                kept, lost = _SEEN[printed], _LOST[printed]
            score += math.log(kept if shown == printed else lost if shown not in _SEEN else _FALSE)
        elif shown != printed:
            score += math.log(_FALSE_E if shown == "é" else _FALSE)
    return score

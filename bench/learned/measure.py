"""Precision, recall and F of answers, thresholds that were tuned elsewhere, and how sure a difference is."""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.learned.tasks import Answer

Answers = Mapping[str, Answer]
"""By ruling."""
Scores = Mapping[str, Mapping[str, float]]
"""By ruling and value, what a model gives, 0–1."""
_DRAWS = 1000
THRESHOLDS = tuple(round(0.05 * step, 2) for step in range(1, 20))


@dataclass(frozen=True, slots=True)
class Count:
    """Values right, values given, values wanted."""

    right: int = 0
    given: int = 0
    wanted: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.right + other.right, self.given + other.given, self.wanted + other.wanted)

    @property
    def precision(self) -> float:
        """0 where nothing is given."""
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """0 where nothing is wanted."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Micro-averaged F1, as score.py's."""
        return 2 * self.right / (self.given + self.wanted) if self.given + self.wanted else 0.0


def counts(gold: Answers, found: Answers) -> dict[str, Count]:
    """Ruling by ruling; one without an answer gave nothing."""
    return {name: Count(len(wanted & (given := found.get(name, frozenset()))), len(given), len(wanted)) for name, wanted in gold.items()}


def total(some: Iterable[Count]) -> Count:
    """The sum."""
    return sum(some, Count())


def tuned(gold: Answers, at: Callable[[float], Answers]) -> tuple[float, Count]:
    """The threshold whose answers score the best F on `gold`, the highest of equals, and that score."""
    tried = [(threshold, total(counts(gold, at(threshold)).values())) for threshold in THRESHOLDS]
    return max(tried, key=lambda pair: (pair[1].f1, pair[0]))


def above(scores: Scores, threshold: float, single: bool) -> dict[str, Answer]:
    """The values at or above the threshold; of one-valued fields only the first."""
    found = {name: {value: score for value, score in some.items() if score >= threshold} for name, some in scores.items()}
    if not single:
        return {name: frozenset(some) for name, some in found.items()}
    return {name: frozenset([max(some, key=lambda value: some[value])] if some else []) for name, some in found.items()}


def joined(rules: Answers, model: Answers, single: bool) -> dict[str, Answer]:
    """What either says; of one-valued fields the model's word where the rules are silent."""
    return {name: (said or model.get(name, frozenset())) if single else said | model.get(name, frozenset()) for name, said in rules.items()}


def overruled(rules: Answers, model: Answers) -> dict[str, Answer]:
    """The model's word wherever it has one, else the rules'."""
    return {name: model.get(name, frozenset()) or said for name, said in rules.items()}


def agreed(rules: Answers, model: Answers) -> dict[str, Answer]:
    """Only what both say."""
    return {name: said & model.get(name, frozenset()) for name, said in rules.items()}


def interval(one: Sequence[Count], other: Sequence[Count], seed: int = 0) -> tuple[float, float]:
    """90 % of the differences in F, `one` less `other`, over rulings drawn anew from the same rulings (paired bootstrap)."""
    if not one:
        return 0.0, 0.0
    draw = random.Random(seed)
    differences = []
    for _ in range(_DRAWS):
        chosen = draw.choices(range(len(one)), k=len(one))
        differences.append(total(one[place] for place in chosen).f1 - total(other[place] for place in chosen).f1)
    differences.sort()
    return differences[_DRAWS // 20], differences[-_DRAWS // 20]

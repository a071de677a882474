"""Who sues often: computed from the collection on every build, never typed, never listed (privacy.md 5); a ruling learns only yes or no."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from models.ids import fold
from models.names import is_institution

FREQUENT = 10
"""Rulings from which a claimant counts as a frequent litigant (domain.md §0.11: nine families make a quarter of the case law)."""
_PARTICLES = frozenset(["de", "del", "la", "las", "los", "viuda", "vda", "don", "doña", "dona"])
_FEWEST = 3
"""Words of a person's name below which it is nobody's alone: two surnames, or the initials that the Court uses."""
_EDITS = 2
_LONGEST_EDITED = 15
"""Letters a name has at least where two of them may differ."""


def litigant(name: str) -> str | None:
    """A claimant under every order of words and spelling of marks, institutions too (unions and companies also sue in series). None for a name
    that is not enough to tell one person: initials, or fewer than three words; nor for
    one word of an institution's."""
    words = [word for word in fold(name).replace(".", " ").replace(",", " ").split() if word not in _PARTICLES]
    if is_institution(name):
        return " ".join(sorted(words)) if len(words) > 1 else None
    whole = [word for word in words if len(word) > 1]
    return " ".join(sorted(whole)) if len(whole) >= _FEWEST else None


def printed(name: str) -> str:
    """The name's letters run together."""
    return "".join(fold(name).split())


@dataclass(slots=True)
class Litigants:
    """What one pass counts: rulings of each claimant, how the name is printed run together, and whom he sues."""

    rulings: Counter[str] = field(default_factory=Counter)
    printed: dict[str, str] = field(default_factory=dict)
    sued: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, names: Iterable[str], bodies: Iterable[str]) -> None:
        """One ruling's claimants and the institutions it is against."""
        self.count({who: printed(name) for name in names if (who := litigant(name))}, bodies)

    def count(self, known: Mapping[str, str], bodies: Iterable[str]) -> None:
        """The same of claimants that are known as such, each with its print."""
        self.rulings.update(known.keys())
        for who, letters in known.items():
            self.printed.setdefault(who, letters)
            self.sued[who].update(bodies)

    def frequent(self) -> frozenset[str]:
        """Every spelling of the claimants with FREQUENT rulings or more in all spellings together."""
        often = [(who, n) for who, n in self.rulings.most_common() if 2 * n >= FREQUENT]
        taken: set[str] = set()
        neighbours = self._neighbours()
        for who, n in often:
            if who in taken:
                continue
            near = set().union(neighbours[self.printed[who]], *(neighbours[body] for body in self.sued[who]))
            same = {other for other in near if other != who and other not in taken and self._same(who, other)}
            if n + sum(self.rulings[other] for other in same) >= FREQUENT:
                taken |= {who, *same}
        return frozenset(taken)

    def _neighbours(self) -> Mapping[str, set[str]]:
        """Claimants by their print, and by each institution that they sue: only those can be the same."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for who, letters in self.printed.items():
            found[letters].add(who)
            for body in self.sued[who]:
                found[body].add(who)
        return found

    def _same(self, who: str, other: str) -> bool:
        """Whether a rarer spelling is the same claimant's: the same letters run together; or, against an institution in common, a name that left
        words out, or one with two letters misread. What could be a brother's stays apart."""
        one, two = self.printed[who], self.printed[other]
        if one == two:
            return True
        if self.sued[who].isdisjoint(self.sued[other]):
            return False
        if len(other.split()) >= _FEWEST and set(other.split()) < set(who.split()):
            return True
        return min(len(one), len(two)) >= _LONGEST_EDITED and Levenshtein.distance(one, two, score_cutoff=_EDITS) <= _EDITS

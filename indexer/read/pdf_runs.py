"""Runs of glyphs on a page, and those among them that belong to no ruling: signature stamps printed over the text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from indexer.read.noise import is_signed


@dataclass(slots=True)
class Run:
    """Glyphs set one after the other on one baseline in one size. `at`: where each piece of `text` begins; `bold`: every letter so far is."""

    x0: float
    x1: float
    y: float
    size: float
    text: list[str] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    bold: bool = True

    def put(self, text: str, x: float, bold: bool) -> None:
        """Adds a glyph that begins at `x`."""
        self.text.append(text)
        self.at.append(x)
        self.bold = self.bold and (bold or text.isspace())

    def string(self) -> str:
        return "".join(self.text)

    def words(self) -> tuple[float, float]:
        """Where its first and last letters stand, blanks at the ends left out."""
        last = max((i for i, text in enumerate(self.text) if not text.isspace()), default=len(self.text) - 1)
        first = next((at for at, text in zip(self.at, self.text, strict=True) if not text.isspace()), self.x0)
        return first, self.at[last + 1] if last + 1 < len(self.at) else self.x1

    def parted(self, places: Sequence[float]) -> list["Run"]:
        """The run cut at these places (points from the left, rising); none of the parts is empty."""
        parts: list[Run] = []
        before = 0
        for text, at in zip(self.text, self.at, strict=True):
            passed = sum(place <= at + 0.2 * self.size for place in places)
            if not parts or passed != before:
                if parts:
                    parts[-1].x1 = min(at, places[before])
                parts.append(Run(at, self.x1, self.y, self.size, bold=self.bold))
                before = passed
            parts[-1].text.append(text)
            parts[-1].at.append(at)
        return parts


_BOLD = re.compile(r"bold|black|heavy|,b(?:$|i)", re.IGNORECASE)
_SMALL = 0.78
_NEXT_LINE = 2.4


def is_bold(font: str) -> bool:
    """Whether a font is a bold one by its name ("ABCDEF+TimesNewRomanPS-BoldMT"), which is all that a file says of it."""
    return bool(_BOLD.search(font))


def without_stamps(runs: Sequence[Run]) -> list[Run]:
    """The runs without stamps of digital signatures set in smaller type than the page's: the whole block of lines around each phrase of one, before
    its words can mix with the line that it was printed over."""
    seeds = [run for run in runs if is_signed(run.string())]
    if not seeds:
        return list(runs)
    usual = median([run.size for run in runs for _ in run.text])
    small = [run for run in runs if run.size < _SMALL * usual]
    waiting = [run for run in seeds if run.size < _SMALL * usual]
    gone = {id(run) for run in waiting}
    while waiting:
        seed = waiting.pop()
        for run in small:
            if id(run) not in gone and _beside(seed, run):
                gone.add(id(run))
                waiting.append(run)
    return [run for run in runs if id(run) not in gone]


def _beside(one: Run, other: Run) -> bool:
    """Whether two runs are lines of one block: of one size, one under the other, or parts of one line."""
    if abs(one.size - other.size) > 0.15 * one.size or abs(one.y - other.y) > _NEXT_LINE * one.size:
        return False
    return other.x0 < one.x1 + one.size and one.x0 < other.x1 + one.size

"""The one analysis recipe of both engines (design/search-engine.md §4): fold marks, then stem; exact forms unstemmed, ñ its own letter.

Fold before stem: the other order gives accented and unaccented spellings of 23.8 % of the accented words different stems. No stop words: phrases
such as «de la» must work. ñ survives folding in exact fields as ENYE, a letter that ASCII folding leaves alone and Spanish does not have.
"""

import re
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import count
from typing import Generic, TypeVar

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

V = TypeVar("V")

ENYE = "ν"
"""Stands for ñ in exact fields and patterns."""

LONGEST = 200
"""Bytes of the longest word that is indexed; longer runs are noise of OCR or an attack."""

_FORMS = 200_000
"""Words whose form is kept."""
_LONG = 2_000
"""Characters from which a text is cut by numpy."""

_WORD = re.compile(r"[^\W_]+")
_FIRST_EXOTIC = 0x2DE0
"""From here on every character is exotic; some before are."""
_EXOTIC = re.compile("[\u0345\u0363-\u036f\u0590-\u1dff\u24b6-\u24e9\u2de0-\U0010ffff]")
"""Characters on which Python and the engine may differ about what a letter is: such texts are cut by the engine's own tokenizer."""


class _Analyzers(threading.local):
    """tantivy's analyzers are mutable while they work: one pair a thread."""

    def __init__(self) -> None:
        self.stem, self.exact = stem_analyzer(), exact_analyzer()
        self.cut = TextAnalyzerBuilder(Tokenizer.simple()).build()


def stem_analyzer() -> TextAnalyzer:
    """Words in lower case, folded, stemmed."""
    return _folding().filter(Filter.stemmer("spanish")).build()


def exact_analyzer() -> TextAnalyzer:
    """Words in lower case, folded."""
    return _folding().build()


def ready_analyzer() -> TextAnalyzer:
    """Words that `Words` has analysed, parted by blanks: the engine only numbers them, which costs half of analysing them again."""
    return TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.remove_long(LONGEST)).build()


def _folding() -> TextAnalyzerBuilder:
    return (
        TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(LONGEST)).filter(Filter.lowercase()).filter(Filter.ascii_fold())
    )


_analyzers = _Analyzers()


def for_stems(text: str) -> str:
    """The text as it is stemmed: composed (NFC), «º» and «ª» apart from the number before them, so that 2º is found as 2."""
    return unicodedata.normalize("NFC", text).replace("º", " ").replace("ª", " ").replace(ENYE, "n")


def for_exact(text: str) -> str:
    """The text before it is folded: as `for_stems`, ñ kept. Same length as NFC text."""
    return for_stems(text).replace("ñ", ENYE).replace("Ñ", ENYE)


def stems(text: str) -> list[str]:
    """The stems of a text, in order."""
    return _analyzers.stem.analyze(for_stems(text))


def exact(text: str) -> list[str]:
    """The folded words of a text, in order; ñ is ENYE."""
    return _analyzers.exact.analyze(for_exact(text))


def folded(text: str) -> list[str]:
    """The folded words of a text, ñ folded too: for names and values."""
    return [word.replace(ENYE, "n") for word in exact(text)]


class Remembered(dict[str, V], Generic[V]):
    """What is asked of words, each worked out once: texts ask by `map`, which costs half of a call a word. Emptied when full, since OCR's noise has no
    end."""

    def __init__(self, work: Callable[[str], V]) -> None:
        super().__init__()
        self._work = work

    def __missing__(self, word: str) -> V:
        if len(self) >= _FORMS:
            self.clear()
        made = self[word] = self._work(word)
        return made


def _exact_of(surface: str) -> str:
    if surface.isascii() and len(surface) < LONGEST:  # nothing to fold: most words, and no call into the engine
        return surface.lower()
    found = _analyzers.exact.analyze(surface)
    return found[0] if found else surface


def _stem_of(word: str) -> str:
    found = _analyzers.stem.analyze(word.replace(ENYE, "n"))
    return found[0] if found else word


_exact_forms, _stems = Remembered(_exact_of), Remembered(_stem_of)


def exact_of(surface: str) -> str:
    """The exact form of one word as Words.surfaces has it."""
    return _exact_forms[surface]


def stem_of(word: str) -> str:
    """The stem of one exact word."""
    return _stems[word]


@dataclass(frozen=True)
class Words:
    """A text as the index sees it: word i is text[starts[i]:ends[i]], its exact form exact[i]. Made when asked."""

    text: str

    def __len__(self) -> int:
        return len(self.surfaces)

    @cached_property
    def _parted(self) -> "_Parted":
        prepared = for_exact(self.text)
        if _EXOTIC.search(prepared):
            tokens = _analyzers.cut.pre_tokenize(prepared).tokens
            starts, ends = [token.char_offset_from for token in tokens], [token.char_offset_to for token in tokens]
            return _Parted([prepared[start:end] for start, end in zip(starts, ends, strict=True)], starts, ends)
        if len(prepared) < _LONG:
            found = [(match[0], *match.span()) for match in _WORD.finditer(prepared)]
            return _Parted([word for word, _, _ in found], [start for _, start, _ in found], [end for _, _, end in found])
        return _parted(prepared)

    @property
    def surfaces(self) -> list[str]:
        """The words as they stand, ñ as ENYE."""
        return self._parted.surfaces

    @cached_property
    def different(self) -> list[str]:
        """The different ones of `surfaces`, as they first stand."""
        return list(dict.fromkeys(self.surfaces))

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return dict(zip(dict.fromkeys(self.exact), count()))

    @cached_property
    def vocabulary(self) -> list[str]:
        """The different folded words, ñ as ENYE, as they first stand."""
        return list(self._numbers)

    @cached_property
    def ids(self) -> list[int]:
        """The words as numbers: word i is vocabulary[ids[i]]."""
        return list(map(self._numbers.__getitem__, self.exact))

    @cached_property
    def exact(self) -> list[str]:
        """The folded words; by way of a small table at hand, since the large one is far away in memory for most words."""
        forms = {surface: _exact_forms[surface] for surface in self.different}
        return list(map(forms.__getitem__, self.surfaces))

    @cached_property
    def stems(self) -> list[str]:
        """The stems of the words."""
        return list(map([_stems[word] for word in self.vocabulary].__getitem__, self.ids))

    @property
    def starts(self) -> list[int]:
        """Offset of each word's first character."""
        return self._parted.starts

    @property
    def ends(self) -> list[int]:
        """Offset behind each word's last character."""
        return self._parted.ends


@dataclass(frozen=True, slots=True)
class _Parted:
    surfaces: list[str]
    starts: list[int]
    ends: list[int]


def _parted(prepared: str) -> _Parted:
    """The runs of letters and digits of a text without exotic characters: what _WORD finds, in half its time."""
    import numpy as np  # not where a query is analysed: loading it takes as long as a search

    characters = np.frombuffer(prepared.encode("utf-32-le"), np.uint32)
    inside = np.frombuffer(_alphanumeric(), np.bool_)[characters]
    bounds = np.flatnonzero(np.diff(inside, prepend=False, append=False))
    spaced = np.where(inside, characters, np.uint32(ord(" "))).astype("<u4").tobytes().decode("utf-32-le")
    return _Parted(spaced.split(), bounds[::2].tolist(), bounds[1::2].tolist())


@cache
def _alphanumeric() -> bytes:
    """For each character that is not exotic whether it belongs to a word."""
    return bytes(chr(code).isalnum() for code in range(_FIRST_EXOTIC))


def words(text: str) -> Words:
    """The words of a text with their offsets (of the NFC text, which a reader's text already is)."""
    return Words(unicodedata.normalize("NFC", text))


def lost_enye(text: str, original: str) -> bool:
    """Whether the source lost its ñ: none in it, or most of those in the text had to be restored."""
    return original.count("ñ") + original.count("Ñ") <= (text.count("ñ") + text.count("Ñ")) // 2

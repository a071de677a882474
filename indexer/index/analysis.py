"""The one analysis recipe of both engines (design/search-engine.md §4): fold marks, then stem; exact forms unstemmed, ñ its own letter.

Fold before stem: the other order gives accented and unaccented spellings of 23.8 % of the accented words different stems. No stop words: phrases
such as «de la» must work. ñ survives folding in exact fields as ENYE, a letter that ASCII folding leaves alone and Spanish does not have.
"""

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

ENYE = "ν"
"""Stands for ñ in exact fields and patterns."""

LONGEST = 200
"""Bytes of the longest word that is indexed; longer runs are noise of OCR or an attack."""

_WORD = re.compile(r"[^\W_]+")
_EXOTIC = re.compile("[\u0345\u0363-\u036f\u0590-\u1dff\u24b6-\u24e9\u2de0-\U0010ffff]")
"""Characters on which Python and the engine may differ about what a letter is: such texts are cut by the engine's own tokenizer."""


class _Analyzers(threading.local):
    """tantivy's analyzers are mutable while they work: one pair a thread."""

    def __init__(self) -> None:
        self.stem, self.exact = stem_analyzer(), exact_analyzer()


def stem_analyzer() -> TextAnalyzer:
    """Words in lower case, folded, stemmed."""
    return _folding().filter(Filter.stemmer("spanish")).build()


def exact_analyzer() -> TextAnalyzer:
    """Words in lower case, folded."""
    return _folding().build()


def _folding() -> TextAnalyzerBuilder:
    return (
        TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(LONGEST)).filter(Filter.lowercase()).filter(Filter.ascii_fold())
    )


_analyzers = _Analyzers()


def for_stems(text: str) -> str:
    """The text as stemmed fields get it: composed (NFC), «º» and «ª» apart from the number before them, so that 2º is found as 2."""
    return unicodedata.normalize("NFC", text).replace("º", " ").replace("ª", " ")


def for_exact(text: str) -> str:
    """The text as exact fields get it: as `for_stems`, ñ kept. Same length as NFC text."""
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


@lru_cache(maxsize=200_000)
def _form(surface: str) -> str:
    """The exact form of one word of a text that `for_exact` prepared."""
    found = _analyzers.exact.analyze(surface)
    return found[0] if found else surface


@lru_cache(maxsize=200_000)
def stem_of(word: str) -> str:
    """The stem of one exact word."""
    found = _analyzers.stem.analyze(word.replace(ENYE, "n"))
    return found[0] if found else word


@dataclass(frozen=True)
class Words:
    """A text as the index saw it: word i is text[starts[i]:ends[i]], its exact form exact[i]. Made when asked, since most uses need one of them."""

    text: str

    def __len__(self) -> int:
        return len(self.exact)

    @cached_property
    def exact(self) -> list[str]:
        """The folded words, ñ as ENYE."""
        prepared = for_exact(self.text)
        if _EXOTIC.search(prepared):
            return [token.text for token in _analyzers.exact.pre_tokenize(prepared).tokens]
        return list(map(_form, _WORD.findall(prepared)))

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        prepared = for_exact(self.text)
        if _EXOTIC.search(prepared):
            tokens = _analyzers.exact.pre_tokenize(prepared).tokens
            return [(token.char_offset_from, token.char_offset_to) for token in tokens]
        return [word.span() for word in _WORD.finditer(prepared)]

    @cached_property
    def starts(self) -> list[int]:
        """Offset of each word's first character."""
        return [start for start, _ in self._spans]

    @cached_property
    def ends(self) -> list[int]:
        """Offset behind each word's last character."""
        return [end for _, end in self._spans]


def words(text: str) -> Words:
    """The words of a text with their offsets (of the NFC text, which a reader's text already is)."""
    return Words(unicodedata.normalize("NFC", text))


def lost_enye(text: str, original: str) -> bool:
    """Whether the source lost its ñ: none in it, or most of those in the text had to be restored."""
    return original.count("ñ") + original.count("Ñ") <= (text.count("ñ") + text.count("Ñ")) // 2

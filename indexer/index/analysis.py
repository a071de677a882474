"""The one analysis recipe of both engines (design/search-engine.md §4): fold marks, then stem; exact forms unstemmed, ñ its own letter.

Fold before stem: the other order gives accented and unaccented spellings of 23.8 % of the accented words different stems. No stop words: phrases
such as «de la» must work. ñ survives folding in exact fields as ENYE, a letter that ASCII folding leaves alone and Spanish does not have.
"""

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

ENYE = "ν"
"""Stands for ñ in exact fields and patterns."""

LONGEST = 200
"""Bytes of the longest word that is indexed; longer runs are noise of OCR or an attack."""

_WORD = re.compile(r"([^\W_]+)")
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
    """A text as the index sees it: word i is text[starts[i]:starts[i] + len(surfaces[i])], its exact form exact[i]. Made when asked."""

    text: str

    def __len__(self) -> int:
        return len(self.surfaces)

    @cached_property
    def _parts(self) -> list[str]:
        """What stands before the first word, the first word, what stands before the second…, what stands behind the last."""
        prepared = for_exact(self.text)
        if not _EXOTIC.search(prepared):
            return _WORD.split(prepared)
        parts, at = [], 0
        for token in _analyzers.cut.pre_tokenize(prepared).tokens:
            parts += [prepared[at : token.char_offset_from], prepared[token.char_offset_from : token.char_offset_to]]
            at = token.char_offset_to
        return [*parts, prepared[at:]]

    @cached_property
    def _bounds(self) -> list[int]:
        return list(accumulate(map(len, self._parts)))

    @cached_property
    def surfaces(self) -> list[str]:
        """The words as they stand, ñ as ENYE."""
        return self._parts[1::2]

    @cached_property
    def _numbered(self) -> tuple[list[str], list[int]]:
        """Each different word is folded once, however often it stands: most of a text is a few hundred words."""
        vocabulary: dict[str, int] = {}
        numbers = {surface: vocabulary.setdefault(_form(surface), len(vocabulary)) for surface in dict.fromkeys(self.surfaces)}
        return list(vocabulary), list(map(numbers.__getitem__, self.surfaces))

    @property
    def vocabulary(self) -> list[str]:
        """The different folded words, ñ as ENYE, as they first stand."""
        return self._numbered[0]

    @property
    def ids(self) -> list[int]:
        """The words as numbers: word i is vocabulary[ids[i]]."""
        return self._numbered[1]

    @cached_property
    def exact(self) -> list[str]:
        """The folded words."""
        return list(map(self.vocabulary.__getitem__, self.ids))

    @cached_property
    def stems(self) -> list[str]:
        """The stems of the words."""
        return list(map([stem_of(word) for word in self.vocabulary].__getitem__, self.ids))

    @cached_property
    def starts(self) -> list[int]:
        """Offset of each word's first character."""
        return self._bounds[:-1:2]

    @cached_property
    def ends(self) -> list[int]:
        """Offset behind each word's last character."""
        return self._bounds[1::2]


def words(text: str) -> Words:
    """The words of a text with their offsets (of the NFC text, which a reader's text already is)."""
    return Words(unicodedata.normalize("NFC", text))


def lost_enye(text: str, original: str) -> bool:
    """Whether the source lost its ñ: none in it, or most of those in the text had to be restored."""
    return original.count("ñ") + original.count("Ñ") <= (text.count("ñ") + text.count("Ñ")) // 2

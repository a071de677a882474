"""Whether something is a word, by the forms of the accent tables."""

import re

from indexer.read.accent_tables import form_of, known_forms, tables

_WORD = re.compile(r"[^\W\d_]{3,}")


def is_word(word: str) -> bool:
    """Whether the tables know the word, whatever its marks and case."""
    return form_of(word) in known_forms()


def frequency(word: str) -> float:
    """How often the tables saw the word, as their weights count; 0 of an unknown one. What OCR damaged is in them too, but rarely."""
    form, found = form_of(word), tables()
    names = found.names.get(form, {})
    return sum(found.forms.get(form, {}).values()) + sum(name.capital + name.upper for name in names.values())


def known_share(text: str) -> float | None:
    """Share (0–1) of the words of three letters or more that are known; None when there is none."""
    words = _WORD.findall(text)
    if not words:
        return None
    known = known_forms()
    return sum(form_of(word) in known for word in words) / len(words)

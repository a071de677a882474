"""How far a text can be trusted, and whether it lost its accents."""

import re
from typing import Literal

from indexer.read.rules import rules
from indexer.read.vocabulary import known_share
from models.document import Calidad

_CION = re.compile(r"\b[^\W\d_]{2,}c(?:ion|ión)\b")


def quality(text: str, confidence: float | None = None, noise: int = 0) -> Calidad:
    """Level by the table's limits; `noise` (glyphs the PDF could not name) counts as so many unknown words."""
    share = known_share(text)
    if share is not None and noise:
        words = max(1, len(text.split()))
        share *= words / (words + noise)
    limits = rules()
    sure = 1.0 if confidence is None else confidence
    if share is None or share < limits.middle or sure < limits.sure_middle:
        nivel: Literal["alta", "media", "baja"] = "baja"
    else:
        nivel = "alta" if share >= limits.high and sure >= limits.sure_high else "media"
    return Calidad(nivel, None if share is None else round(share, 4), confidence)


def lost_accents(text: str) -> bool:
    """Whether the words in -cion show that the accents are gone: more than the table's share of them bare, and at least three bare."""
    found: list[str] = _CION.findall(text)
    bare = sum(word.endswith("ion") for word in found)
    return bare >= 3 and bare > rules().lost * len(found)

"""The language of the shell: Spanish, or English by ?lang= or Accept-Language. Rulings and their labels stay in Spanish."""

import io
from functools import cache
from pathlib import Path
from typing import Literal

from babel import negotiate_locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

Language = Literal["es", "en"]
LANGUAGES: tuple[Language, ...] = ("es", "en")
_CATALOGUE = Path(__file__).with_name("locale") / "en" / "LC_MESSAGES" / "habeas.po"


def choose(asked: str | None, accept: str) -> Language:
    """The language of ?lang= when it is one of ours, else the best of Accept-Language, else Spanish."""
    if asked in ("es", "en"):
        return "en" if asked == "en" else "es"
    wished = sorted(_wishes(accept), key=lambda wish: -wish[1])
    found = negotiate_locale([tag for tag, quality in wished if quality > 0], list(LANGUAGES), sep="-")
    return "en" if found == "en" else "es"


def _wishes(accept: str) -> list[tuple[str, float]]:
    wishes = []
    for part in accept[:500].split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            wishes.append((tag.split("-")[0].lower(), float(quality) if quality else 1.0))
        except ValueError:
            continue
    return wishes


@cache
def _catalogue() -> Catalog:
    with _CATALOGUE.open("rb") as lines:
        return read_po(lines, locale="en")


def catalogue_ids() -> frozenset[str]:
    """The Spanish sentences that the English catalogue translates."""
    return frozenset(one for message in _catalogue() if message.string for one in [message.id] if isinstance(one, str) and one)


@cache
def translations(language: Language) -> NullTranslations:
    """The catalogue of a language; msgids are the Spanish sentences themselves."""
    if language == "es":
        return NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, _catalogue())
    compiled.seek(0)
    return Translations(compiled)

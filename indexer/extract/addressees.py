"""Which institution of the record a clause of the decision means: by its name, a damaged one, its acronym, or an alias of the register."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from indexer.extract import register
from indexer.extract.plain import plain

VERSION = 1
_LIKE = 80
_PARTICLES = frozenset(["de", "del", "la", "las", "los", "el", "y", "e", "en", "para"])


def one_of(printed: str, entidades: Sequence[str]) -> str | None:
    """The institution of the record that the printed name means; None when it is none of them."""
    best = max(entidades, key=lambda name: fuzz.token_set_ratio(plain(name), plain(printed)), default=None)
    if best and fuzz.token_set_ratio(plain(best), plain(printed)) >= _LIKE:
        return best
    meant = next((name for name in _registered(printed) if name in entidades), None)
    return meant or next((name for name in entidades if _abbreviates(printed, name)), None)


def is_named(printed: str, entidades: Sequence[str]) -> bool:
    """Whether a clause names an institution of the record somewhere."""
    words = plain(printed)
    return (
        any(fuzz.partial_ratio(plain(name), words) >= 85 for name in entidades)
        or any(name in entidades for name in _registered(printed))
        or any(_initials(name) in printed.split() for name in entidades)
    )


def _registered(printed: str) -> Iterator[str]:
    return (hit.entidad.nombre for hit in register.find(plain(printed), printed) if hit.entidad)


def _abbreviates(printed: str, name: str) -> bool:
    """ "UGEL Moyobamba" for the Unidad de Gestión Educativa Local de Moyobamba: the initials, then words of the name itself."""
    head, _, rest = printed.strip(" .,;").partition(" ")
    words = _words(name)
    left = _words(rest)
    return len(head) > 2 and head.isupper() and set(left) <= set(words) and plain(head) == "".join(word[0] for word in words)[: len(head)]


def _initials(name: str) -> str:
    """ "Oficina de Normalización Previsional" → "ONP"; a blank where they are too few to mean it."""
    made = "".join(word[0] for word in _words(name)).upper()
    return made if len(made) > 2 else " "


def _words(name: str) -> list[str]:
    return [word for word in re.findall(r"[a-z0-9]+", plain(name)) if word not in _PARTICLES]

"""A value as a person writes it after `field:` → the values that a generation knows: "27806 art. 13", "1797-2002", ONP, "sala primera"."""

import csv
import re
from collections.abc import Callable, Collection, Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from indexer.index.analysis import folded
from models.errors import BadIdentity
from models.ids import RulingId, fold, spellings
from models.names import slug

TABLES = Path(__file__).parents[2] / "models" / "tables"
CASES = frozenset(["expediente", "cita", "precedente"])
"""Fields whose values are ids of rulings."""

_ARTICLE = re.compile(r"[\s,:]+(?:art(?:iculo|\.|s\.)?s?\s*)?(\d[\w.]*|[ivxlc]+(?:\.\d+)?)\W*$")


def values_for(field: str, text: str, known: Collection[str], label: Callable[[str, str], str]) -> tuple[str, ...]:
    """The known values that the text means, in their order; () when none. `*` and `?` are wildcards over the value's letters."""
    if "*" in text or "?" in text:
        pattern = re.sub(r"[^a-z0-9*?]+", "-", fold(text)).strip("-")
        return tuple(value for value in known if fnmatchcase(slug(value), pattern))
    if field in CASES:
        return _cases(text, known)
    wanted = slug(text)
    same = tuple(value for value in known if wanted and slug(value) == wanted)
    if same:
        return same
    if field == "norma":
        return _norms(text, known)
    if field == "entidad":
        named = tuple(name for name in nicknames().get(wanted, ()) if name in known)
        if named:
            return named
    return _by_words(field, text, known, label)


def _by_words(field: str, text: str, known: Collection[str], label: Callable[[str, str], str]) -> tuple[str, ...]:
    """Values whose name holds all the words: a surname finds the magistrate."""
    words = set(folded(text))
    if not words:
        return ()
    return tuple(value for value in known if words <= set(folded(value)) | set(folded(label(field, value))))


def _cases(text: str, known: Collection[str]) -> tuple[str, ...]:
    found = spellings(text)
    if not found:
        return tuple(value for value in known if slug(value) == slug(text))
    return tuple(value for value in known if any(one.matches(ruling) for one in found if (ruling := _ruling(value))))


def _ruling(value: str) -> RulingId | None:
    try:
        return RulingId(value)
    except BadIdentity:
        return None


def _norms(text: str, known: Collection[str]) -> tuple[str, ...]:
    """ "27806 art. 13", "LEY-27806:13", "art. 13 de la Ley 27806": the article and its parts; a law alone is the law's own value."""
    plain = fold(text)
    leading = re.match(r"\W*art(?:iculo|\.)?s?\s*(\d[\w.]*)\s*,?\s*(?:de|del)?\s*(?:la|el)?\s+(.+)$", plain)
    law, article = (leading[2], leading[1]) if leading else (plain, None)
    laws = _laws(law, known)
    if not laws and not leading and (trailing := _ARTICLE.search(plain)):
        law, article = plain[: trailing.start()], trailing[1]
        laws = _laws(law, known)
    if article is None:
        return tuple(value for value in known if value in laws)
    wanted = article.strip(".").upper()
    return tuple(
        value for value in known if (parts := value.split(":", 1))[0] in laws and len(parts) == 2 and _inside(parts[1].upper(), wanted)
    )


def _inside(article: str, wanted: str) -> bool:
    return article == wanted or article.startswith(f"{wanted}.")


def _laws(text: str, known: Collection[str]) -> frozenset[str]:
    """The known laws that a spelling means: canonical id, number, or an alias of the table."""
    wanted = slug(text)
    numbers = re.findall(r"\d+", text)
    laws = {value.split(":", 1)[0] for value in known}
    same = {law for law in laws if slug(law) == wanted} | (set(law_aliases().get(wanted, ())) & laws)
    if same or not numbers:
        return frozenset(same)
    kinds = set(re.findall(r"[a-z]{2,}", fold(text))) & {"ley", "ds", "dleg", "du", "rs", "rm", "dl"}
    return frozenset(law for law in laws if _same_number(law, numbers) and (not kinds or slug(law).split("-")[0] in kinds))


def _same_number(law: str, numbers: list[str]) -> bool:
    """ "27806" is LEY-27806, "043-2003" is DS-043-2003-PCM, "27.806" is 27806."""
    own = [number.lstrip("0") for number in re.findall(r"\d+", law)]
    asked = [number.lstrip("0") for number in numbers]
    return bool(own) and (
        own == asked or own == ["".join(numbers).lstrip("0")] or (len(asked) == 1 and own[0] == asked[0] and len(asked[0]) > 3)
    )


@cache
def law_aliases() -> Mapping[str, tuple[str, ...]]:
    """Slug of a law's title or alias → canonical ids (models/tables/normas.csv)."""
    found: dict[str, tuple[str, ...]] = {}
    for row in _rows("normas.csv"):
        for name in (row["title"], *row["aliases"].split("|")):
            if slug(name):
                found[slug(name)] = (*found.get(slug(name), ()), row["canonical_id"])
    return found


@cache
def nicknames() -> Mapping[str, tuple[str, ...]]:
    """Slug of an acronym or alias of an institution → slugs of its canonical names (models/tables/entidades.csv)."""
    found: dict[str, tuple[str, ...]] = {}
    for row in _rows("entidades.csv"):
        for name in (row["acronym"], *row["aliases"].split("|")):
            if slug(name):
                found[slug(name)] = (*found.get(slug(name), ()), slug(row["canonical_name"]))
    return found


def _rows(table: str) -> list[dict[str, str]]:
    with (TABLES / table).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))

"""The norms that rulings cite: ids, names and numbers (models/tables/normas.csv, normas.toml; ids of ../gold/SCHEMA.md)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from indexer.extract.tables import keys, phrases, rows

_FILE = "normas.toml"


@dataclass(frozen=True, slots=True)
class Norma:
    """One norm: `clase` constitucion, codigo, ley, decreto, reglamento or tratado; `maximo` its last article, None when not known."""

    id: str
    clase: str
    maximo: int | None


@cache
def normas() -> dict[str, Norma]:
    """Every norm of the table by its id."""
    return {
        row["canonical_id"]: Norma(row["canonical_id"], row["clase"], int(row["max_articulo"]) if row["max_articulo"] else None)
        for row in rows("normas.csv")
    }


def norma(norm_id: str) -> Norma:
    """The norm of that id; one that the table lacks is described from its prefix."""
    known = normas().get(norm_id)
    return known or Norma(norm_id, "ley" if norm_id.startswith("LEY-") else "decreto" if "-" in norm_id else "codigo", None)


@cache
def by_number() -> dict[str, str]:
    """Number as rulings print it → id, where they differ: "LEY-28237" → "CPC-2004"."""
    return {number: row["canonical_id"] for row in rows("normas.csv") for number in row["numeros"].split("|") if number}


@cache
def _by_stem() -> dict[str, str]:
    """ "DS-043-2003" → "DS-043-2003-PCM": for a decree whose sector was not printed."""
    stems: dict[str, list[str]] = {}
    for norm_id in normas():
        if found := re.fullmatch(r"(D[SU]-\d{3}-\d{4})-.+", norm_id):
            stems.setdefault(found[1], []).append(norm_id)
    return {stem: ids[0] for stem, ids in stems.items() if len(ids) == 1}


@cache
def names() -> str:
    """One alternation of all names, a group `n<row>` each, longest patterns first: a reglamento's name holds its law's."""
    named = [(row["patron"], number) for number, row in enumerate(rows("normas.csv")) if row["patron"]]
    return "|".join(f"(?P<n{number}>{pattern})" for pattern, number in sorted(named, key=lambda pair: -len(pair[0])))


def named(match: re.Match[str]) -> str | None:
    """The id behind a match of `names()`; None when another group matched."""
    group = match.lastgroup or ""
    return rows("normas.csv")[int(group[1:])]["canonical_id"] if re.fullmatch(r"n\d+", group) else None


@cache
def families() -> str:
    """One alternation of the families of numbered norms, a group `f<prefix>` each."""
    return "|".join(f"(?P<f{prefix}>{phrases(_FILE, 'numeradas', prefix)[0]})" for prefix in keys(_FILE, "numeradas"))


def numbered(prefix: str, number: str) -> str | None:
    """The id of "ley 27.806", "decreto supremo 43-2003-pcm": table ids where the table knows it; None when it is noise or no number of a norm."""
    clean = re.sub(r"\s|[.,](?=\d{3}\b)", "", number).upper().rstrip(".-/")
    parts = clean.split("-")
    if prefix in ("LEY", "DLEG", "DLEY", "DL"):
        digits = parts[0].lstrip("0")
        # Decretos leyes have five digits (… 26162), decretos legislativos at most four: the name is often mistaken, the number is not.
        prefix = prefix if prefix == "LEY" else "DLEG" if len(digits) < 5 else "DLEY"
        found = f"{prefix}-{digits}" if digits and len(parts) == 1 and (prefix != "LEY" or len(digits) > 3) else ""
    else:
        found = "-".join([prefix, parts[0].lstrip("0").zfill(3), *parts[1:]]) if len(parts) > 1 else ""
        found = _by_stem().get(found, found)
    if not found or found in phrases(_FILE, "ruido", "ids"):
        return None
    return by_number().get(found, found)


def phrase(section: str, key: str) -> str:
    """One string of normas.toml. Raises KeyError where there is none."""
    return phrases(_FILE, section, key)[0]


def listed(section: str, key: str) -> tuple[str, ...]:
    """One list of normas.toml. Raises KeyError where there is none."""
    return phrases(_FILE, section, key)


def references() -> tuple[str, ...]:
    """The classes that a text refers back to ("del citado código"), as [remisiones] names them."""
    return keys(_FILE, "remisiones")


def succeeded() -> tuple[str, ...]:
    """Laws whose name an older law had: [sucesion] gives that one and the first year of the newer."""
    return keys(_FILE, "sucesion")


@cache
def unified() -> Mapping[str, str]:
    """Single ordered text → the law whose articles it holds under their own numbers: [texto_unico]."""
    return {text: phrase("texto_unico", text) for text in keys(_FILE, "texto_unico")}

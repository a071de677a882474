"""The norms that rulings cite: ids, names and numbers (models/tables/normas.csv, normas.toml; ids of ../gold/SCHEMA.md)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from indexer.extract.tables import keys, phrases, rows

VERSION = 3
_FILE = "normas.toml"
_NEAR = 86
"""How near, of 100, damaged words must be to a title: two letters in a short one."""


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
    clean = re.sub(r"^(0\d\d)(20\d\d-)", r"\1-\2", clean)
    parts = clean.split("-")
    if prefix in ("LEY", "DLEG", "DLEY", "DL"):
        digits = parts[0].lstrip("0")
        # Decretos leyes have five digits (… 26162), decretos legislativos at most four: the name is often mistaken, the number is not.
        prefix = prefix if prefix == "LEY" else "DLEG" if len(digits) < 5 else "DLEY"
        # Leyes and decretos leyes are numbered in one series: a "Ley 25967" that the table holds as decreto ley is that one.
        prefix = "DLEY" if f"LEY-{digits}" not in normas() and f"DLEY-{digits}" in normas() else prefix
        found = f"{prefix}-{digits}" if digits and len(parts) == 1 and (prefix != "LEY" or len(digits) > 3) else ""
    else:
        found = "-".join([prefix, parts[0].lstrip("0").zfill(3), *parts[1:]]) if len(parts) > 1 else ""
        found = re.sub(r"(?<=-CE)-P[I1L]?$", "-PJ", _by_stem().get(found, found)) if prefix == "RA" else _by_stem().get(found, found)
    if not found or found in phrases(_FILE, "ruido", "ids") or (found not in by_number() and _acts().fullmatch(found)):
        return None
    return by_number().get(found, found)


@cache
def _acts() -> re.Pattern[str]:
    return re.compile(phrase("ruido", "actos"))


def phrase(section: str, key: str) -> str:
    """One string of normas.toml. Raises KeyError where there is none."""
    return phrases(_FILE, section, key)[0]


def listed(section: str, key: str) -> tuple[str, ...]:
    """One list of normas.toml. Raises KeyError where there is none."""
    return phrases(_FILE, section, key)


@cache
def _titles() -> tuple[tuple[str, str], ...]:
    return tuple((title, law) for law in keys(_FILE, "titulos") for title in listed("titulos", law))


def misprinted(printed: str) -> tuple[str, int] | None:
    """The law whose title the words begin with, through the damage of OCR, and how many characters say it; None when no title is that near."""
    best: float = _NEAR
    found = None
    for title, law in _titles():
        for length in range(len(title) - 2, min(len(title) + 2, len(printed)) + 1):
            if printed[length : length + 1].isalpha() or not printed[length - 1].isalnum():
                continue
            near = fuzz.ratio(re.sub(r"[\n/!|*]", " ", printed[:length]), title)
            if printed[:length] == title:
                return None  # spelt right and yet no rule reads it: it is another text ("la Constitución de 1979")
            if near >= best:
                best, found = near, (law, length)
    return found


def reglamento(law: str, year: int) -> str | None:
    """The regulation of a law, for a case that came in that year; None where there is none in the table or another may be meant."""
    if law not in keys(_FILE, "reglamentos"):
        return None
    text, until = listed("reglamentos", law)
    return text if year < int(until) else None


def organica(rules: str) -> str | None:
    """The organic law of the body whose internal rules these are ("el Reglamento Normativo … y su Ley Orgánica"); None for others."""
    return phrase("organicas", rules) if rules in keys(_FILE, "organicas") else None


def with_letter(law: str, article: str) -> bool:
    """Whether "11-B" may be an article of its own; where the table lists the law's lettered articles, only those."""
    return law not in keys(_FILE, "con_letra") or article in listed("con_letra", law)


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


@cache
def successor(cited: str) -> str | None:
    """What took the place of a norm or article no longer in force: "CPC-2004:62" → "NCPC-2021:60", "LEY-27806:15-B.5" → "LEY-27806:17.5". Of a part
    whose number may have changed only the article is given. None where it is in force or [sucesores] knows no successor."""
    known, left, dropped = keys(_FILE, "sucesores"), cited, ""
    while left not in known:
        left, point, part = left.rpartition(".")
        if not point:
            return None
        dropped = f".{part}{dropped}"
    heir, same_parts, _source = listed("sucesores", left)
    return heir + (dropped if same_parts == "si" else "")

"""Names of people and institutions: what the product may show (domain/privacy.md)."""

import csv
import re
import tomllib
from functools import cache
from pathlib import Path

from models.ids import fold

_PARTICLES = frozenset(["de", "del", "la", "las", "los", "y", "e", "i", "vda", "viuda", "da", "do", "dos", "van", "von"])
_TABLES = Path(__file__).with_name("tables")
_LEGAL_FORM = re.compile(
    r"\b(?:(?i:s\. ?a\b|s\. ?(?:c\. ?)?r\. ?l\b|e\. ?i\. ?r\. ?l\b|ltda\b|inc\b)|S ?A(?: ?[AC])?\b|S ?R ?L\b|E ?I ?R ?L\b)"
)
"""S.A., S.A.C., SRL … in capitals or with their points: Saa is a surname."""


def is_institution(name: str) -> bool:
    """Whether a party is a body, company or association rather than a person: it holds a noun of [instituciones] of entidades.toml or a company's
    legal form, or it stands in entidades.csv; a doubtful name counts as a person."""
    folded = re.sub(r"[^a-z0-9 ]+", " ", fold(name)).strip()
    return bool(_nouns().search(folded) or _LEGAL_FORM.search(name)) or slug(name) in _registered()


@cache
def _nouns() -> re.Pattern[str]:
    table = tomllib.loads((_TABLES / "entidades.toml").read_text("utf-8"))["instituciones"]
    return re.compile(rf"\b(?:{'|'.join([*table['palabras'], *table['frases']])})\b")


@cache
def _registered() -> frozenset[str]:
    """Slugs of every name of a body in entidades.csv; shorter than three letters left out."""
    with (_TABLES / "entidades.csv").open(encoding="utf-8", newline="") as lines:
        known = [row for row in csv.DictReader(lines) if row["categoria"] != "persona_natural"]
    names = {slug(name) for row in known for name in (row["canonical_name"], row["acronym"], *row["aliases"].split("|"))}
    return frozenset(name for name in names if len(name) > 2)


def initials(name: str) -> str:
    """ "Rosa María de la Cruz Quispe" → "R. M. C. Q."; what is already initials stays."""
    words = [word for word in re.split(r"[\s.]+", name) if word and word[0].isalpha()]
    return " ".join(f"{word[0].upper()}." for word in words if fold(word) not in _PARTICLES)


def shown(name: str) -> str:
    """A party as titles, lists and exports may show it: institutions whole, persons by initials."""
    return name if is_institution(name) else initials(name)


def slug(name: str) -> str:
    """ "Oficina de Normalización Previsional" → "oficina-de-normalizacion-previsional"; kept for ever once given."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")

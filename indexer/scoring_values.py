"""How one value of a label is compared with one of an extraction (gold/SCHEMA.md, "Fields scored"): spellings that mean one thing are one."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

_SAME_LAW = {
    "DS-043-2003-PCM": "LEY-27806",
    "DS-021-2019-JUS": "LEY-27806",
    "DS-004-2019-JUS": "LEY-27444",
    "DS-006-2017-JUS": "LEY-27444",
    "CONSTITUCION": "CONST-1993",
    "LEY-28237": "CPC-2004",
    "LEY-31307": "NCPC-2021",
    "CPCIV": "CODIGO-PROCESAL-CIVIL",
    "CC-1984": "CODIGO-CIVIL",
    "REGLAMENTO-NORMATIVO-TC": "RNTC",
    "LOTC": "LEY-28301",
    "DL-26093": "DLEY-26093",
    "DS-017-1993-JUS": "LEY-ORGANICA-PODER-JUDICIAL",
    "TUO-LEY-NORMAS-GENERALES-PROCEDIMIENTOS-ADMINISTRATIVOS": "DS-002-1994-JUS",
}
_CORE = frozenset(
    ["CONST-1993", "CPC-2004", "NCPC-2021", "LEY-27806", "DS-072-2003-PCM", "LEY-29733", "LEY-27444", "LEY-27489", "DLEG-1353"]
)
"""The nine laws whose articles are scored."""
_STOP = frozenset(
    "de la el los las del y e en don dona senor senora sr sra otros otro otra otras s a sa saa sac".split()  # noqa: SIM905
)


def fold(value: object) -> str:
    """Lower case, no accents, only letters and digits, single blanks."""
    decomposed = unicodedata.normalize("NFD", str(value or ""))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", bare.lower()).strip()


def _words(value: object) -> list[str]:
    without = re.sub(r"\([^)]*\)", " ", str(value or ""))
    return [word for word in fold(without).split() if word not in _STOP]


def _same_word(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) > 3 and SequenceMatcher(None, one, other).ratio() >= 0.8)


def same_name(gold: object, found: object) -> bool:
    """Whether two names share most of their words, one damaged letter forgiven."""
    mine, theirs = _words(gold), _words(found)
    if not mine or not theirs:
        return fold(gold) == fold(found)
    short, long = sorted((mine, theirs), key=len)
    hits = sum(any(_same_word(word, other) for other in long) for word in short)
    return hits / len(short) >= 0.8 and len(short) >= min(2, len(long)) and hits / len(long) >= 0.5


def expediente(value: object) -> str:
    """ "01797-2002" of any spelling; "" when there is no number."""
    found = re.search(r"(\d{1,5})\D+(\d{2,4})", str(value or ""))
    if not found:
        return ""
    year = int(found[2])
    century = 1900 if 50 < year < 100 else 2000 if year < 50 else 0
    return f"{int(found[1]):05d}-{year + century}"


def sentencia(value: object) -> str:
    """ "200/2024" without leading zeros; "" when there is none."""
    found = re.search(r"(\d+)\s*/\s*(\d{4})", str(value or ""))
    return f"{int(found[1])}/{found[2]}" if found else ""


def month(value: object) -> str:
    """ "2013-07" of a date."""
    return str(value or "")[:7]


def orders(points: Sequence[Mapping[str, Any]] | None) -> str:
    """Whether any operative point orders something; "" when the points are not known."""
    return "" if points is None else str(any(point.get("resultado") == "ordena" for point in points))


def _norm(value: object) -> str:
    """LAW:article in one spelling: laws of _SAME_LAW, years of four digits, preliminary titles without "TP."."""
    law, _, article = str(value).upper().replace(" ", "").partition(":")
    law = re.sub(r"^([A-Z/]+-\d+-)([4-9]\d)(?=-|$)", r"\g<1>19\2", law)
    law, article = _SAME_LAW.get(law, law), article.removeprefix("TP.")
    if law == "DS-072-2003-PCM" and not article:
        return law
    return f"{law}:{article}" if article else law


def core_norms(values: Iterable[object]) -> list[str]:
    """The articles of the nine laws, each once."""
    return sorted({norm for value in values for norm in [_norm(value)] if norm.partition(":")[0] in _CORE and ":" in norm})


def laws(values: Iterable[object]) -> list[str]:
    """The laws, each once."""
    return sorted({_norm(value).partition(":")[0] for value in values})

"""Names of cases and rulings: validated strings and tolerant parsers.

The Court numbers its cases by intake: number, year, process. Files and URLs always use the short codes (AA HC HD AC AI CC Q); rulings
print HD or PHD, PA, PHC, PC, PI, PCC for the same series (domain.md §0.4, sources.md §2). The product's id is built from the *name* of the file
or listing, never from the text, where one header in four is broken by OCR (irregularities.md §1).
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Self
from urllib.parse import unquote, urlsplit

from models.errors import BadIdentity

CODES = ("AA", "HC", "HD", "AC", "AI", "CC", "Q")
"""Process codes of files and ids: amparo, hábeas corpus, hábeas data, cumplimiento, inconstitucionalidad, competencial, queja."""

_SPELLINGS = {"PA": "AA", "PHC": "HC", "PHD": "HD", "PC": "AC", "PI": "AI", "PCC": "CC", **{code: code for code in CODES}}
_KINDS = ("auto", "interlocutoria", "aclaracion", "reposicion", "nulidad", "desistimiento", "resolucion")
_KIND_OF_SUFFIX = {
    "": "",
    "resolucion": "auto",
    "ctresolucion": "auto",
    "auto": "auto",
    **{kind: kind for kind in ("interlocutoria", "aclaracion", "reposicion", "nulidad", "desistimiento")},
}
_EXPEDIENTE = re.compile(r"(\d{5})-(\d{4})-(AA|HC|HD|AC|AI|CC|Q)")
_RULING = re.compile(rf"{_EXPEDIENTE.pattern}(?:-({'|'.join(_KINDS)})(?:-([2-9]|[1-9]\d+))?|-([2-9]|[1-9]\d+))?")
_NAME = re.compile(r"(\d{1,5})-(\d{4})-(AA|HC|HD|AC|AI|CC|Q)(?![A-Za-z])\s*(.*)", re.IGNORECASE | re.DOTALL)
# A scan may lose the stroke of "/TC" and read its T as I: "00006-2009-PITC".
_LOOSE = re.compile(
    r"(?<![\d-])(?P<number>\d{1,5})\s*[-–—‐]\s*(?P<year>\d{4}|\d{2})(?!\d)(?:\s*[-–—‐]\s*(?P<code>P?HD|P?HC|PA|AA|PCC|CC|PC|AC|PI|AI|Q)(?=(?:[TI]C)?(?![A-Za-z])))?"
    r"(?:\s*/?\s*[TI]C(?![A-Za-z]))?",
    re.IGNORECASE,
)


class ExpedienteNumber(str):
    """`NNNNN-YYYY-CC`, e.g. "01797-2002-HD". Raises BadIdentity on anything else."""

    __slots__ = ()

    def __new__(cls, value: str) -> Self:
        if not _EXPEDIENTE.fullmatch(value):
            raise BadIdentity(value)
        return super().__new__(cls, value)

    @classmethod
    def of(cls, number: int, year: int, code: str) -> Self:
        """Pads the number, widens two-digit years (rulings before 2000 print "950-00", "400-96"), folds PHD to HD."""
        wide = year if year > 99 else year + (1900 if year > 50 else 2000)
        return cls(f"{number:05d}-{wide:04d}-{_SPELLINGS.get(code.upper(), code.upper())}")

    @property
    def code(self) -> str:
        """The process: one of CODES."""
        return self[11:]

    @property
    def year(self) -> int:
        """Year of intake at the Court (not of the decision)."""
        return int(self[6:10])


class RulingId(str):
    """Id of one resolution: the expediente, plus `-auto`, `-aclaracion`… when it is not the sentencia, plus `-2`… for a second of the kind."""

    __slots__ = ()

    def __new__(cls, value: str) -> Self:
        if not _RULING.fullmatch(value):
            raise BadIdentity(value)
        return super().__new__(cls, value)

    @property
    def expediente(self) -> ExpedienteNumber:
        """The case that the resolution belongs to."""
        found = _EXPEDIENTE.match(self)
        assert found is not None  # construction validated it
        return ExpedienteNumber(found[0])


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way of writing a case found in a text: `code` is None where the writer left the process out."""

    number: int
    year: int
    code: str | None
    start: int
    end: int

    def matches(self, ruling: RulingId) -> bool:
        """Whether the ruling belongs to the case so spelt."""
        case = ruling.expediente
        return int(case[:5]) == self.number and case.year == self.year and self.code in (None, case.code)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file's or listing's name says: the case and the kind of resolution ("" for the sentencia, else one of auto…resolucion)."""

    expediente: ExpedienteNumber
    kind: str

    def ruling_id(self, ordinal: int = 1) -> RulingId:
        """The id of the `ordinal`-th resolution of this kind (1 has no number)."""
        parts = [str(self.expediente), *([self.kind] if self.kind else []), *([str(ordinal)] if ordinal > 1 else [])]
        return RulingId("-".join(parts))


class _Unmarked(dict[int, str]):
    """What is left of each character without its marks, worked out once."""

    def __missing__(self, code: int) -> str:
        made = self[code] = "".join(c for c in unicodedata.normalize("NFD", chr(code)) if not unicodedata.combining(c))
        return made


_unmarked = _Unmarked()


def fold(text: str) -> str:
    """The text without marks (ñ too), in lower case; length may change."""
    if text.isascii():  # most words: nothing to take apart
        return text.lower()
    return text.lower().translate(_unmarked)


def spellings(text: str) -> list[Spelling]:
    """Every spelling of a case of the Court in a text, in order; lower-court numbers (01515-2017-0-1308-JR) are not taken."""
    found = []
    for match in _LOOSE.finditer(text):
        if match["code"] is None and re.match(r"\s*[-–]\s*\w", text[match.end() :]):
            continue
        year = int(match["year"])
        wide = year if year > 99 else year + (1900 if year > 50 else 2000)
        code = match["code"] and _SPELLINGS[match["code"].upper()]
        found.append(Spelling(int(match["number"]), wide, code, match.start(), match.end()))
    return found


def name_of(url_or_path: str) -> str:
    """The last part of a URL or path, percent-decoded, without .pdf .html .htm .md .txt .json."""
    last = unquote(_path(url_or_path.replace("#", "%23"))).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    stripped = last
    while (shorter := re.sub(r"\.(pdf|html?|md|txt|json)$", "", stripped, flags=re.IGNORECASE)) != stripped:
        stripped = shorter
    return stripped.strip()


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:  # "https://[x/...": a source may write anything
        return url.partition("?")[0]


def identify(file_name: str, listing_name: str = "") -> Identity:
    """Case and kind from the file's name, the kind from the listing's parenthesis where the file's name has none. Raises BadIdentity.

    contracts.md §4: none → the sentencia; Resolucion, CTResolucion, (Auto) → auto; Interlocutoria, Aclaracion, Reposicion, Nulidad,
    Desistimiento → the same word; every other suffix → resolucion.
    """
    best: Identity | None = None
    for name in (file_name, listing_name):
        found = _NAME.fullmatch(name.strip())
        if not found:
            continue
        case = ExpedienteNumber.of(int(found[1]), int(found[2]), found[3])
        kind = _kind(found[4])
        if best is None or (not best.kind and kind and case == best.expediente):
            best = Identity(case, kind)
    if best is None:
        raise BadIdentity(file_name or listing_name)
    return best


def _kind(suffix: str) -> str:
    """The kind a suffix names; numbers don't count: "(Aclaración 1)", "Resolucion(2)"."""
    return _KIND_OF_SUFFIX.get(re.sub(r"[^a-z]+", " ", fold(suffix)).strip(), "resolucion")

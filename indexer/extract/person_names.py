"""Names of persons and bodies as a ruling prints them in a row, in capitals or through OCR; indexer.extract.parties says which of them sue."""

import re
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from indexer.extract.plain import plain, trimmed
from indexer.extract.source import Source
from indexer.extract.tables import phrases
from models.ids import fold
from models.names import is_institution

VERSION = 1
FILE = "partes.toml"
_SAME = 78
"""From this ratio (0–100) two spellings name one person; OCR costs a letter in ten."""
_SMALL = frozenset(["de", "del", "la", "las", "los", "y", "e", "en", "el", "a", "para", "por"])
_ASIDE = re.compile(r",\s+(?!y\s)(?=[a-záéíóúñ])")
"""A comma inside a body's name stands before a capital: "Asociación de Viudas, Huérfanos…"."""
_FORMS = frozenset(["sac", "saa", "srl", "eirl", "sa"])
_KEPT = _SMALL | {"vda", "viuda", "da", "do", "dos", "van", "von", "i"}
"""Words of a person's name that are printed small."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it should be shown and where it stands."""

    name: str
    start: int
    end: int
    rule: str


@cache
def pattern(section: str, key: str) -> re.Pattern[str]:
    """A pattern of partes.toml. Raises KeyError where there is none."""
    return re.compile(phrases(FILE, section, key)[0])


def names_in(source: Source, text: str, start: int, end: int, rule: str) -> list[Name]:
    """The names of a stretch; what describes them after a comma is left out."""
    found: list[Name] = []
    office = re.compile(rf"\s*,?\s*{phrases(FILE, 'representacion', 'cargos')[0]},?\s*")
    if leading := office.match(text, start, end):
        start = leading.end()
    whole = is_institution(source.text[start:end].split(",")[0])
    pieces = (
        [text[start:end]]
        if whole
        else re.split(r"(\s+y\s+(?=don|dona|la |el |[a-z]+ [a-z]+ [a-z]+)|,\s+(?=don\s|dona\s|y\s))", text[start:end])
    )
    place = start
    for piece in pieces:
        begin, stop, place = place, place + len(piece), place + len(piece)
        titled = re.match(rf"[\s,]*(?:y\s+)?(?:{phrases(FILE, 'nombres', 'tratamientos')[0]}|(?:el|la|los|las)\s+)?", piece)
        begin += titled.end() if titled else 0
        if closing := pattern("nombres", "final_entidad" if whole else "final").search(text, begin + 1, stop):
            stop = closing.start()
        if whole and (aside := _ASIDE.search(source.text, begin + 1, stop)):
            stop = aside.start()
        name = trimmed(source.text[begin:stop]) if whole else tidy(trimmed(source.text[begin:stop]))
        if len(name.split()) > 1 and not re.fullmatch(pattern("nombres", "otros"), plain(name)) and name[0].isupper():
            found.append(Name(name if not name.isupper() else proper(name), begin, stop, rule))
    return found


def tidy(name: str) -> str:
    """A person's name without what OCR did between its words: "ElenaCave", "Arroyo ldr Campos", "Díaz De La Cruz"."""
    words = re.sub(r"(?<=[a-záéíóúñ]{2})(?<!\bMc)(?<!\bMac)(?=[A-ZÁÉÍÓÚÑ][a-záéíóúñ])", " ", name).split()
    kept = [word for word in words if not (word.islower() and len(word) < 4 and fold(word).strip(".") not in _KEPT)]
    return re.sub(r"(?<=\s)(?:[Dd]e(?: (?:La|Las|Los))?|Del|Y)(?=\s)", lambda particle: particle[0].lower(), " ".join(kept))


def proper(capitals: str) -> str:
    """ "ROSA DE LA CRUZ S.A.C." → "Rosa de la Cruz S.A.C."; what is not in capitals stays."""
    words = trimmed(capitals).split(" ")
    if any(len(word) > 3 and not word.isupper() for word in words[:2]):
        return " ".join(words)
    return " ".join(
        word.lower()
        if place and fold(word) in _SMALL
        else word
        if "." in word.rstrip(".") or re.fullmatch(r"\w\.", word) or word.startswith("(") or fold(word).strip(".,") in _FORMS
        else word.capitalize()
        for place, word in enumerate(words)
    )


def same(one: str, other: str) -> bool:
    return fuzz.token_set_ratio(fold(one), fold(other)) >= _SAME or fuzz.ratio(_letters(one), _letters(other)) >= _SAME


def _letters(name: str) -> str:
    return re.sub(r"[^a-z]", "", fold(name))


def distinct(names: list[Name]) -> list[Name]:
    kept: list[Name] = []
    for one in names:
        if not any(same(one.name, other.name) for other in kept):
            kept.append(one)
    return kept


def names_in_row(source: Source, text: str, start: int, end: int, rule: str) -> list[Name]:
    """The names of a list, "A, B y C" with or without titles; what is no name of a person or a body is left out."""
    marks = [(match.start(), match.end()) for match in _BETWEEN.finditer(text, start, end)]
    edges = zip([start, *(after for _, after in marks)], [*(before for before, _ in marks), end], strict=True)
    told = [name for begin, stop in edges for name in names_in(source, text, begin, stop, rule)[:1]]
    return [
        one
        for one in told
        if is_institution(one.name) or all(word[0].isupper() or fold(word).strip(".") in _KEPT for word in one.name.split())
    ]


_BETWEEN = re.compile(r"\s*[,;]\s*(?:y\s+)?|\s+y\s+(?=\w+\s+\w)")
"""What parts two names of a list; a surname in two parts ("Gómez y Solís") is followed by no further name."""


def apart(names: list[Name], known: list[Name]) -> list[Name]:
    """The names without those that `known` holds already: of two sisters, who share both surnames, only one is the one known."""
    left = list(names)
    for one in known:
        alike = [other for other in left if same(other.name, one.name)]
        if alike:
            left.remove(max(alike, key=lambda other: fuzz.ratio(_letters(other.name), _letters(one.name))))
    return left

"""The register of institutions (models/tables/entidades.csv) and the kinds of those it does not list (entidades.toml; agencies.md §1–§2)."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from indexer.extract.places import region, same_words
from indexer.extract.plain import plain
from indexer.extract.tables import keys, phrases, raw, rows
from models.names import slug

VERSION = 2
_FILE = "entidades.toml"
_SHORT = 6
"""An alias of so few letters is an acronym: it must be printed with a capital."""
_HALF = re.compile(r"[\s-]+(?:norte|sur|este|provincias)\b")
_GLUED = re.compile(r"(?<!\w)(?:la|el|del?|dela|los|las)(?=[A-ZÁÉÍÓÚÑ])")


@dataclass(frozen=True, slots=True)
class Entidad:
    """An institution behind a respondent: canonical name, slug kept for ever, category of gold/SCHEMA.md's closed list."""

    nombre: str
    slug: str
    categoria: str

    @classmethod
    def of(cls, nombre: str, categoria: str) -> "Entidad":
        """The institution of that name."""
        return cls(nombre, slug(nombre), categoria)


@dataclass(frozen=True, slots=True)
class Hit:
    """An institution found in a stretch: from the register (`entidad`), or a kind (`patron`) whose name is still to be read."""

    start: int
    end: int
    entidad: Entidad | None = None
    patron: int | None = None


@dataclass(frozen=True, slots=True)
class Patron:
    """A kind of institution: how its names begin, what they become (`forma`), `nombre` with {lugar} or {persona}."""

    busca: str
    forma: str
    nombre: str
    categoria: str


@cache
def registered() -> dict[str, Entidad]:
    """Every spelling of the register, in plain text, to its institution."""
    return {spelling: entity for row, entity in _entries() for spelling in _spellings(row)}


@cache
def patrones() -> tuple[Patron, ...]:
    """The kinds of institutions, in the order of the table."""
    table = tomllib.loads(raw(_FILE).decode())["patron"]
    return tuple(Patron(one["busca"], one["forma"], one.get("nombre", ""), one["categoria"]) for one in table)


def find(text: str, printed: str) -> list[Hit]:
    """Institutions of a stretch, left to right, none inside another: `text` is plain, `printed` the same stretch as it stands."""
    hits: list[Hit] = []
    place = 0
    for start in _starts(text, printed):
        if start < place:
            continue
        hit = _registered_at(text, printed, start)
        if hit is None and (match := _kinds().match(text, start)):
            hit = Hit(start, match.end(), patron=int((match.lastgroup or "p0")[1:]))
        if hit:
            hits.append(hit)
            place = hit.end
    return hits


def resembling(text: str) -> Entidad | None:
    """The institution whose name a damaged stretch must be; None when none is clearly near, each word with its own."""
    bare = _bare(text)
    near = process.extract(bare, tuple(_searched()), scorer=fuzz.ratio, score_cutoff=88, limit=3)
    found = next((name for name, _, _ in near if len(name) > 14 and same_words(name, bare)), None)
    return _searched()[found] if found else None


def named(nombre: str) -> Entidad | None:
    """The register's institution with exactly that name or alias; None when it has none."""
    return registered().get(_bare(nombre))


def form(key: str) -> re.Pattern[str]:
    """A pattern of [formas], compiled. Raises KeyError where there is none."""
    return _form(key)


@cache
def offices() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """Offices named without their institution, and the categories it is looked for among."""
    return tuple((re.compile(office), phrases(_FILE, "cargos", office)) for office in keys(_FILE, "cargos"))


def _entries() -> Iterator[tuple[Mapping[str, str], Entidad]]:
    for row in rows("entidades.csv"):
        yield row, Entidad.of(row["canonical_name"], row["categoria"])


def _spellings(row: Mapping[str, str], *more: str) -> Iterator[str]:
    """What a row's institution is called; `more` columns hold further words for it."""
    for spelling in (row["canonical_name"], row["acronym"], *(word for column in ("aliases", *more) for word in row[column].split("|"))):
        if spelling:
            yield _bare(spelling)


@cache
def _searched() -> dict[str, Entidad]:
    """The spellings looked for in texts, offices too; municipalities apart: which place is meant is not in the name alone (places.py)."""
    found: dict[str, Entidad] = {}
    for row, entity in _entries():
        if not row["ubigeo"]:
            for spelling in _spellings(row, "cargos"):
                found.setdefault(spelling, entity)
    return found


def _starts(text: str, printed: str) -> list[int]:
    """Where a name may begin: at words, and at a capital that OCR glued to an article ("laAsociación")."""
    words = {match.start() for match in re.finditer(r"(?<![a-z0-9])[a-z0-9]", text)}
    return sorted(words | {match.end() for match in _GLUED.finditer(printed)})


def _registered_at(text: str, printed: str, start: int) -> Hit | None:
    first = re.match(r"[a-z0-9.]+", text[start : start + 40])
    for spelling in _by_first_word().get(first[0].strip(".") if first else "", ()):
        pattern = _spelled(spelling)
        match = pattern.match(text, start)
        if match is None or (_HALF.match(text, match.end()) and region(spelling.split()[-1])):
            continue  # "Colegio de Abogados de Lima" is not that of Lima Norte
        if len(spelling) > _SHORT or _as_acronym(printed[start : match.end()]):
            return Hit(start, match.end(), _searched()[spelling])
    return None


def _as_acronym(printed: str) -> bool:
    """Sunat or SUNAT, but "ANA" only in capitals: Ana is a name."""
    return printed.isupper() or (len(printed) > 4 and printed[0].isupper())


@cache
def _by_first_word() -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for spelling in sorted(_searched(), key=len, reverse=True):
        index.setdefault(spelling.split()[0].strip("."), []).append(spelling)
    return {word: tuple(spellings) for word, spellings in index.items()}


@cache
def _spelled(spelling: str) -> re.Pattern[str]:
    """A spelling as OCR may print it: blanks and commas loose, points of abbreviations optional."""
    words = [re.escape(word.replace(".", "")).replace("\\-", "[- ]") for word in spelling.replace(",", "").split()]
    loose = [r"\.?\s?".join(word) + r"\.?" if re.fullmatch(r"s[ar][acl]{0,2}|eirl", word) else word for word in words]
    return re.compile(r"[\s,()-]+".join(loose) + r"(?![a-z0-9])")


@cache
def _kinds() -> re.Pattern[str]:
    return re.compile("|".join(rf"(?P<p{number}>{one.busca})" for number, one in enumerate(patrones())))


@cache
def _form(key: str) -> re.Pattern[str]:
    return re.compile(phrases(_FILE, "formas", key)[0])


def _bare(name: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[“”\"()]", " ", plain(name))).strip(" .")

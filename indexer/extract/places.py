"""The districts, provinces and departments of Peru (models/tables/ubigeos.csv): whose municipality a place has, in which region it lies, which court
sits there.

Many districts share a name (157 of 1,893): the one that the text means is told by the province or department named beside it, else by the ruling's
judicial district, which is a hint only (agencies.md §1.3 and 1.5).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from indexer.extract.plain import plain
from indexer.extract.tables import keys, phrases, rows

_FILE = "ubigeos.csv"
_NEAR = 88
"""From this ratio (0–100) a damaged name is a place's, if each of its words is near too."""
_SMALL = frozenset(["de", "del", "la", "las", "los", "el", "y", "en"])
_CAPITAL_DISTRICT = "01"
"""How the code of a province's own seat ends: it has no municipality but the province's."""


@dataclass(frozen=True, slots=True)
class Lugar:
    """A department (2 digits), province (4) or district (6) by INEI's code; `sede` is the seat where it is called otherwise, `corte` the judicial
    district of a province where it has always been one."""

    ubigeo: str
    nombre: str
    sede: str
    corte: str

    @property
    def provincia(self) -> "Lugar":
        """The province that it is or lies in; the department itself where it is one."""
        return places()[self.ubigeo[:4]]

    @property
    def departamento(self) -> "Lugar":
        """The department that it is or lies in."""
        return places()[self.ubigeo[:2]]


@dataclass(frozen=True, slots=True)
class Hints:
    """What tells places of one name apart: words right after the name, what the facts say, the ruling's judicial district."""

    near: str = ""
    facts: str = ""
    district: str = ""


@dataclass(frozen=True, slots=True)
class Municipio:
    """Whose municipality: its kind ("Distrital", "Provincial"), the place's own spelling, the province where others bear the name, its code or ""."""

    kind: str
    nombre: str
    provincia: str
    ubigeo: str


@cache
def places() -> dict[str, Lugar]:
    """Every place by its code."""
    return {row["ubigeo"]: Lugar(row["ubigeo"], row["nombre"], row["sede"], row["corte"]) for row in rows(_FILE)}


def municipality(where: str, kind: str, hints: Hints) -> Municipio | None:
    """The municipality of a place as printed ("El Tambo de Huancayo"), called `kind` by the text ("" when it does not say); None for a place unknown.

    A "Municipalidad Provincial" of a mere district and a "Distrital" of a province's seat are slips. What can't be told apart has no province.
    """
    known = next(_readings(where), None)
    if known is None:
        return None
    provinces, districts, rest = known
    lesser = tuple(one for one in districts if one.ubigeo[4:] != _CAPITAL_DISTRICT)
    hints = Hints(f"{rest} {hints.near}", hints.facts, hints.district)
    if kind == "Distrital":
        provincial = not lesser
    elif kind == "Provincial":
        provincial = bool(provinces) or not lesser
    else:
        meant = chosen((*lesser, *provinces), hints) if lesser and provinces else None
        provincial = len(meant.ubigeo) == 4 if meant else bool(provinces) or not lesser
    if provincial:
        among = provinces or tuple(one.provincia for one in districts)
        one = chosen(among, hints) or among[0]
        return Municipio("Provincial", one.nombre, "", one.ubigeo)
    found = chosen(lesser, hints)
    shared = found is not None and len(lesser) > 1
    return Municipio("Distrital", lesser[0].nombre, found.provincia.nombre if found and shared else "", found.ubigeo if found else "")


def chosen(among: Iterable[Lugar], hints: Hints) -> Lugar | None:
    """The one place that the hints single out, surest hint first; None when none does."""
    left = tuple(dict.fromkeys(among))
    if len(left) < 2:
        return left[0] if left else None
    ways: tuple[Callable[[Lugar], bool], ...] = (
        lambda one: _says(hints.near, one.provincia.nombre),
        lambda one: _says(hints.near, one.departamento.nombre),
        lambda one: _says(hints.facts, one.provincia.nombre, "provincia"),
        lambda one: _says(hints.facts, one.departamento.nombre, "departamento|region"),
        lambda one: one.provincia in _seated(hints.district),
        lambda one: one.departamento in {seat.departamento for seat in _seated(hints.district)},
    )
    for way in ways:
        fit = tuple(one for one in left if way(one))
        if len(fit) == 1:
            return fit[0]
        left = fit or left
    return None


def spelled(where: str) -> str:
    """A place's own spelling ("maranon" → "Marañón"); what is no place stays as it is."""
    bare = _bare(where)
    known = _departments().get(bare) or next(iter(_provinces().get(bare, ())), None) or next(iter(_districts().get(bare, ())), None)
    return where if known is None else known.sede if plain(known.sede) == bare else known.nombre


def region(where: str) -> str | None:
    """The department that a place is or lies in; None for a place unknown, or one of several departments."""
    bare = _bare(where)
    if one := _departments().get(bare):
        return one.nombre
    found = {one.departamento.nombre for one in (_provinces().get(bare) or _districts().get(bare) or ())}
    return found.pop() if len(found) == 1 else None


def court(where: str) -> str | None:
    """The judicial district whose court sits in a place: itself, or its province's; None when unknown, or changed over the years."""
    bare = _bare(where)
    if bare in _judicial():
        return _judicial()[bare]
    found = {one.provincia.corte for one in (_provinces().get(bare) or _districts().get(bare) or ())}
    return (found.pop() or None) if len(found) == 1 else None


def is_place(name: str) -> bool:
    """Whether a province or district has exactly that name."""
    return _bare(name) in _provinces() or _bare(name) in _districts()


def _readings(where: str) -> Iterator[tuple[tuple[Lugar, ...], tuple[Lugar, ...], str]]:
    """(provinces, districts, words left over) of the longest beginning of a name that is a place; damaged names last."""
    words = re.split(r"[\s-]+", where)
    for size in range(len(words), 0, -1):
        name, rest = " ".join(words[:size]), " ".join(words[size:])
        if any(found := (_exact(_provinces(), name), _exact(_districts(), name))) and (not rest or _is_known(rest)):
            yield *found, rest
    if near := _damaged(where):
        yield _provinces().get(near, ()), _districts().get(near, ()), ""


def _is_known(rest: str) -> bool:
    """Whether the words left over after a place name one too: "de Huancayo", "Ica"."""
    bare = re.sub(r"^(?:(?:d[ec]l?|provincia|departamento|region|y|la) )+", "", _bare(rest))
    return bare in _departments() or bool(_exact(_provinces(), bare) or _exact(_districts(), bare))


def _exact(among: dict[str, tuple[Lugar, ...]], name: str) -> tuple[Lugar, ...]:
    bare = _bare(name)
    others = (*(article + bare for article in ("el ", "la ", "los ")), re.sub(r"^(?:el|la|los) ", "", bare))
    return among.get(bare) or next((among[other] for other in others if other in among), ())


def _damaged(where: str) -> str | None:
    """The name that OCR made this of; None when none is near, or two are."""
    bare = _bare(where)
    if len(bare) < 6:
        return None
    found = process.extract(bare, [*_provinces(), *_districts()], scorer=fuzz.ratio, score_cutoff=_NEAR, limit=2)
    names = [name for name, _, _ in found if same_words(name, bare)]
    return names[0] if len(set(names)) == 1 else None


def same_words(one: str, other: str) -> bool:
    """Whether two names differ by damaged letters only, word by word: "San Juan" is not "San Luis"."""
    pairs = [word for word in one.split() if word not in _SMALL], [word for word in other.split() if word not in _SMALL]
    if len(pairs[0]) != len(pairs[1]):
        return False
    return all(a == b or (min(len(a), len(b)) > 3 and fuzz.ratio(a, b) >= 75) for a, b in zip(*pairs, strict=True))


def _says(text: str, name: str, what: str = "") -> bool:
    before = rf"(?:{what})s? (?:y departamento )?(?:d[ec]l? )?" if what else r"\b"
    return bool(text) and re.search(rf"{before}{re.escape(plain(name))}\b", plain(text)) is not None


@cache
def _seated(district: str) -> frozenset[Lugar]:
    """The provinces of a judicial district; those of Lima and Callao share the capital."""
    bare = plain(district)
    if not bare:
        return frozenset()
    if bare.startswith("lima") or "ventanilla" in bare or "cono norte" in bare:
        return frozenset(one for one in places().values() if one.ubigeo == "1501" or ("ventanilla" in bare and one.ubigeo == "0701"))
    provinces = [one for one in places().values() if len(one.ubigeo) == 4]
    seated = [one for one in provinces if plain(one.corte) == bare or plain(one.departamento.nombre) == bare]
    return frozenset(seated or [one for one in provinces if plain(one.nombre) == bare or plain(one.corte).removeprefix("del ") == bare])


@cache
def _departments() -> dict[str, Lugar]:
    return {plain(one.nombre): one for one in places().values() if len(one.ubigeo) == 2}


@cache
def _provinces() -> dict[str, tuple[Lugar, ...]]:
    """Provinces by name, and by their seat's name where no province is called so."""
    every = [one for one in places().values() if len(one.ubigeo) == 4]
    named = _index((plain(one.nombre), one) for one in every)
    return {**_index((plain(one.sede), one) for one in every if one.sede), **named}


@cache
def _districts() -> dict[str, tuple[Lugar, ...]]:
    return _index((plain(one.nombre).replace("-", " "), one) for one in places().values() if len(one.ubigeo) == 6)


@cache
def _judicial() -> dict[str, str]:
    """Every spelling of a judicial district to its canonical one."""
    spellings = {
        plain(alias): name for name in keys("distritos.toml", "distritos") for alias in phrases("distritos.toml", "distritos", name)
    }
    return {**spellings, **{plain(name): name for name in keys("distritos.toml", "distritos")}}


def _index(pairs: Iterable[tuple[str, Lugar]]) -> dict[str, tuple[Lugar, ...]]:
    found: dict[str, tuple[Lugar, ...]] = {}
    for name, one in pairs:
        found[name] = (*found.get(name, ()), one)
    return found


def _bare(name: str) -> str:
    """Plain, hyphens as blanks, under the name that the register of places has for it."""
    bare = re.sub(r"[\s-]+", " ", plain(name)).strip(" .")
    return phrases("entidades.toml", "apodos", bare)[0] if bare in keys("entidades.toml", "apodos") else bare

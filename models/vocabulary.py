"""The words a person reads for every closed list: labels, plain glosses, marks of outcomes. Knowledge is in tables/vocabularios.toml and *.csv."""

import csv
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from models.names import slug

_TABLES = Path(__file__).with_name("tables")
_SAME_LIST = {"defensa_aceptada": "defensa"}
_TOPIC_AXES = {"tema": "tema", "pretension": "pretension"}


@dataclass(frozen=True, slots=True)
class Term:
    """One value of a closed list: its label, one sentence for a citizen, and for outcomes the mark and the word beside it ("" elsewhere)."""

    valor: str
    etiqueta: str
    glosa: str
    marca: str = ""
    palabra: str = ""


_LAWS = {"names": "nombres", "prefixes": "prefijos", "provisions": "disposiciones"}


@dataclass(frozen=True, slots=True)
class _Laws:
    names: Mapping[str, str]
    prefixes: Mapping[str, str]
    provisions: Mapping[str, str]
    """Letter of a kind of disposición → its word ("F" → "final")."""


@dataclass(frozen=True, slots=True)
class _Tables:
    facets: Mapping[str, str]
    lists: Mapping[str, Mapping[str, Term]]
    laws: _Laws


@cache
def _tables() -> _Tables:
    loaded = tomllib.loads((_TABLES / "vocabularios.toml").read_text("utf-8"))
    lists = {name: {value: Term(value, **entry) for value, entry in entries.items()} for name, entries in loaded["listas"].items()}
    for facet, axis in _TOPIC_AXES.items():
        lists[facet] = {
            row["id"]: Term(row["id"], row["label_ciudadano"], row["label_legal"]) for row in _rows("temas.csv") if row["axis"] == axis
        }
    for facet, name in _SAME_LIST.items():
        lists[facet] = lists[name]
    return _Tables(loaded["facetas"], lists, _Laws(**{key: loaded["normas"][name] for key, name in _LAWS.items()}))


def _rows(name: str) -> list[dict[str, str]]:
    with (_TABLES / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def closed_lists() -> Mapping[str, Mapping[str, Term]]:
    """Every closed list by name, the facets among them under the facet's name; values in the order of the table."""
    return MappingProxyType(_tables().lists)


def values(facet: str) -> tuple[Term, ...] | None:
    """The values a facet can have, in order; None when the list is open (names, years, ids)."""
    found = _tables().lists.get(facet)
    return None if found is None else tuple(found.values())


def term(name: str, value: str | None) -> Term:
    """The term of a list; a value that the table does not know stands for itself, so that nothing is hidden."""
    if value is None:
        return Term("", "", "")
    return _tables().lists.get(name, {}).get(value) or Term(value, value.replace("_", " "), "")


def label(facet: str, value: str) -> str:
    """What a person reads for a value of a facet or closed list; open values stand for themselves (entities are named by the index)."""
    if facet == "norma":
        return _law(value)
    found = _tables().lists.get(facet, {}).get(value)
    return found.etiqueta if found else value


def facet_name(facet: str) -> str:
    """ "tipo_entidad" → "Tipo de entidad"; the name itself when the table does not know it."""
    return _tables().facets.get(facet, facet)


def _law(value: str) -> str:
    """ "LEY-27806:13" → "Ley 27806, art. 13"; unknown prefixes stay as they are."""
    law, _, article = value.partition(":")
    laws = _tables().laws
    prefix, _, rest = law.partition("-")
    name = laws.names.get(law) or (f"{laws.prefixes[prefix]} {rest}" if prefix in laws.prefixes and rest else law)
    return f"{name}, {_article(article, laws.provisions)}" if article else name


def _article(article: str, provisions: Mapping[str, str]) -> str:
    """ "13" → "art. 13"; "TP.IX" → "título preliminar, art. IX"; "DCF2" → "2.ª disposición complementaria final"."""
    if article.startswith("TP."):
        return f"título preliminar, art. {article.removeprefix('TP.')}"
    coded = re.fullmatch(r"D([A-Z]+)(\d+)", article)
    if coded is None or not set(coded[1]) <= provisions.keys():
        return f"art. {article}"
    return f"{coded[2]}.ª disposición {' '.join(provisions[letter] for letter in coded[1])}"


@cache
def law_title(value: str) -> str | None:
    """The full title of a law id (its article left out), None when the table does not hold it."""
    law = value.partition(":")[0]
    return next((row["title"] for row in _rows("normas.csv") if row["canonical_id"] == law), None)


@cache
def entity_kinds() -> Mapping[str, str]:
    """Slug of every institution in entidades.csv → its categoria (a value of `tipo_entidad`)."""
    return MappingProxyType({slug(row["canonical_name"]): row["categoria"] for row in _rows("entidades.csv")})


@cache
def entity_names() -> Mapping[str, str]:
    """Slug of every name of an institution in entidades.csv, acronyms and aliases too → its categoria; shorter than three letters left out."""
    names = {
        slug(name): row["categoria"]
        for row in _rows("entidades.csv")
        for name in (row["canonical_name"], row["acronym"], *row["aliases"].split("|"))
    }
    return MappingProxyType({name: kind for name, kind in names.items() if len(name) > 2})

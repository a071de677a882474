"""Who is a private person: parties by their names, and whoever a text calls don, doña, señor, demandante… (domain/privacy.md 1 and 5)."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from models.ids import fold
from models.names import initials, is_institution, slug
from models.vocabulary import entity_names

_TABLES = Path(__file__).with_name("tables")

_OFFICE = re.compile(
    r"\b(alcaldes?|alcaldesa|presidentes?|presidenta|director(a|es)?|jef[ea]s?|gerentes?|rector(a)?|decan[oa]|ministr[oa]|viceministr[oa]|"
    r"secretari[oa]|procurador(a)?|notari[oa]|juez(a)?|jueces|fiscal(es)?|superintendente|comandante|general|coronel|administrador(a)?|"
    r"funcionari[oa]s?|responsables?|titular(es)?|contralor(a)?|gobernador(a)?|prefect[oa]|regidor(a|es)?|subgerente|subdirector(a)?|"
    r"representante|encargad[oa]|autoridad(es)?|congresista|intendente|registrador(a)?|ejecutor(a)?|auxiliar|magistrad[oa]s?|vocal(es)?)\b"
)
_BODY = re.compile(
    r"\b(policia|policial|contraloria|presidencia|jurado|fiscalia|juzgado|jefatura|organo|diario|seguros|administradora|programa|despacho|"
    r"inmobiliaria|financiera|notarial|regional|nacional|estatal(es)?|publica|provincial|distrital|s[. ]?a[. ]?[ac]?|e[. ]?i[. ]?r[. ]?l|s[. ]?r[. ]?l)\b"
)
_COMPANY = re.compile(r"\b(s\.? ?a\.? ?[ac]?|e\.? ?i\.? ?r\.? ?l|s\.? ?r\.? ?l|s\.? ?c\.? ?r\.? ?l|ltda|inc)\.?$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.\s*)+")
_THING = re.compile(
    r"\b(ley|codigo|constitucion|habeas|data|decreto|reglamento|resolucion|sentencia|colegiacion|opinion|expediente|exp|articulo|derecho|peru|vs)\b"
)
"""Words of laws and cases: «caso Colegiación Obligatoria de Periodistas» is nobody's name."""

_STOP = r"(?!(?:CONTRA|ANTE|FRENTE|CON|EN|PARA|POR|QUE|SOBRE)\b)"
_MIXED = r"(?:(?:[A-Z]['’])?[A-ZÁÉÍÓÚÑÜ][a-záéíóúñü][^\W\d_]*|(?:[A-ZÁÉÍÓÚÑ]\.)+)"
_UPPER = rf"{_STOP}(?:[A-ZÁÉÍÓÚÑÜ][A-ZÁÉÍÓÚÑÜ]+\b|(?:[A-ZÁÉÍÓÚÑ]\.)+)"
_GAP = r"(?:[ \t]+|[ \t]*\n[ \t]*|-)"
_MIXED_NEXT = rf"{_GAP}(?:(?:[Dd]el?|[Ll]as?|[Ll]os|[Yy]|[Vv]da\.?|[Vv]iuda){_GAP})*{_MIXED}"
_UPPER_NEXT = rf"[ \t-]+(?:(?:DEL?|LAS?|LOS|Y|VDA\.?|VIUDA)[ \t]+)*{_UPPER}"
_PERSON = re.compile(
    r"\b(?:"
    r"(?:[Dd]on|DON|[Dd][oó][nñ]a|DO[NÑ]A|[Aa]bogad[oa]s?|ABOGAD[OA]|[Ll]etrad[oa]s?|[Cc]iudadan[oa])\s+"
    rf"(?P<courteous>{_MIXED}(?:{_MIXED_NEXT})*|{_UPPER}(?:{_UPPER_NEXT})*)"
    r"|(?:[Ss]e[nñ]or(?:a|ita|es|as)?|[Ss]ra?\.|[Rr]ecurrente|[Dd]emandante|[Aa]ccionante|[Aa]ctora?|[Bb]eneficiari[oa]|[Ff]avorecid[oa]|"
    rf"[Aa]graviad[oa]|[Tt]rabajadora?|[Ss]ervidora?)\s+(?P<called>{_MIXED}(?:{_MIXED_NEXT})+)"
    rf"|[Cc]aso\s+[«\"“]?(?!(?:La|El|Los|Las)\s)(?P<case>{_MIXED}(?:{_MIXED_NEXT}){{2,}})"
    r")(?=(?P<after>(?:\s*[,(-]?\s*(?:en\s+su\s+(?:calidad|condici[oó]n)\s+de\s+)?(?:(?:el|la|actual|ex)[\s-]+)?[^\W\d_]+)?))"
)
"""Somebody named after a courtesy title or a part in the process, or by whose name a case goes, and the word that follows: an office makes him
an official. After a title one word is a name; after other words it takes two, after «caso» three («Caso Concreto»)."""
_HEADS = (
    *((head, 0) for head in ("don", "Don", "DON", "doñ", "Doñ", "DOÑ", "dón", "Dón", "dóñ", "Dóñ", "ABOGAD", "sr", "Sr")),
    *((head, 1) for head in ("bogad", "etrad", "iudadan", "enor", "eñor", "ecurrente", "emandante", "ccionante", "ctor")),
    *((head, 1) for head in ("eneficiari", "avorecid", "graviad", "rabajador", "ervidor", "aso")),
)
"""What the words before a name hold, and how many letters after their beginning: looked for one by one, they are found in a third of the time that the
pattern takes to be tried at every word. A word that _PERSON begins with belongs here too (a test tries them all)."""
_HOLDS = re.compile(
    rf"(?!representante|encargad|responsable|auxiliar|titular)(?i:{_OFFICE.pattern})"
    r"(?:\s+(?:de|del|la|las|los|el|en|para|y|e|general|ejecutiv[oa]|municipal|regional|superior|suprem[oa]|adjunt[oa]|p[uú]blic[oa]|distrito|provincia|[A-ZÁÉÍÓÚÑ][^\W\d_]*))*"
    r"(?<!\sde)(?<!\sdel)(?<!\sla)(?<!\sy)\)?,?\s+(?:el\s+|la\s+)?$"
)
"""An office that ends right before a title: «el alcalde de Ejemplo, don …»."""
_BEFORE = 100
"""Characters in which an office may stand before a name."""


@dataclass(frozen=True, slots=True)
class Named:
    """text[start:end] names somebody; `public`: an official by what stands beside it, a magistrate or a public figure."""

    start: int
    end: int
    name: str
    public: bool


def is_private(party: str) -> bool:
    """Whether a respondent is a private person: not a body, company or association, nor an official sued as such; in doubt a person."""
    folded = fold(party)
    is_body = is_institution(party) or _BODY.search(folded) or _COMPANY.search(folded) or slug(party) in _known_bodies()
    return not (is_body or _OFFICE.search(folded)) or bool(_INITIALS.fullmatch(party.strip()))


def is_private_claimant(party: str) -> bool:
    """Whether a claimant is a private person: only a name that begins as a body's does, or ends as a company's, is not.

    Stricter than `is_private`: an office does not make a claimant public, and words that a damaged text drags in after a name don't either.
    """
    head = " ".join(re.split(r"[\s,]+", party.strip())[:2])
    is_body = is_institution(head) or _BODY.search(fold(head)) or _COMPANY.search(fold(party)) or slug(party) in _known_bodies()
    return not is_body or bool(_INITIALS.fullmatch(party.strip()))


@cache
def _known_bodies() -> frozenset[str]:
    """Slugs of the institutions of entidades.csv: canonical names, acronyms and aliases; persons who stand there are none."""
    return frozenset(name for name, kind in entity_names().items() if kind != "persona_natural")


def named(text: str) -> Iterator[Named]:
    """Whoever the text calls don, doña, señor, demandante… or names a case by; institutions are left out."""
    for match in _matches(text):
        group = next(name for name in ("courteous", "called", "case") if match[name])
        name, start = match[group], match.start(group)
        if not is_private(name) and not _OFFICE.search(fold(name)):  # «don Ana Soto y Municipalidad de …» is still about Ana Soto
            name = re.split(r"\s+y\s+", name)[0]
        if _THING.search(fold(name)) or (not is_private(name) and not _OFFICE.search(fold(name))):
            continue
        holds = _OFFICE.search(fold(f"{name} {match['after']}")) or _holds(text[max(0, match.start() - _BEFORE) : match.start()])
        yield Named(start, start + len(name), name, bool(holds) or _is_known(name))


def _matches(text: str) -> Iterator[re.Match[str]]:
    """What _PERSON.finditer finds."""
    places, end = set(), 0
    for head, before in _HEADS:
        at = text.find(head)
        while at >= 0:
            places.add(at - before)
            at = text.find(head, at + 1)
    for place in sorted(places):
        if place >= end and (match := _PERSON.match(text, place)):
            yield match
            end = match.end()


def _holds(before: str) -> bool:
    """Whether the words before a name end with an office; the quick look comes first."""
    return bool(_OFFICE.search(fold(before)) and _HOLDS.search(before))


def people_in(text: str) -> tuple[str, ...]:
    """Full names (two words and more) of the private persons that a text names with a title, each once, in order; whoever it once shows to be an
    official is none anywhere in it."""
    found = list(named(text))
    officials = [_words(one.name) for one in found if one.public]
    private = (one.name for one in found if len(_words(one.name)) > 1 and not any(_words(one.name) <= known for known in officials))
    return tuple(dict.fromkeys(" ".join(name.split()) for name in private))


def replace_titled(text: str) -> str:
    """The text with whoever is called don, doña, abogado, señor… by initials, officials apart: persons that no field of the record knows, as
    the lawyers whom the Court fines (privacy.md 5). The length may shrink."""
    for one in reversed([one for one in named(text) if not one.public]):
        text = f"{text[: one.start]}{initials(one.name)}{text[one.end :]}"
    return text


_PARTICLES = frozenset(["de", "del", "la", "las", "los", "y", "vda", "viuda"])


def _words(name: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[a-z]+", fold(name)) if word not in _PARTICLES)


def _is_known(name: str) -> bool:
    """Whether the name is a magistrate's of the Court (surnames, given names may be missing) or a public figure's (first name and surname)."""
    words = _words(name)
    return any(needed <= words <= whole for needed, whole in _known())


@cache
def _known() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """What a name must have at least, and at most, for each person of the two tables."""
    pairs = [(_words(row["nombre"]), _words(f"{row['nombres']} {row['nombre']}")) for row in _rows("magistrados.csv")]
    pairs = [pair for pair in pairs if len(pair[0]) > 1]
    for row in _rows("personas_publicas.csv"):
        first = f"{row['nombres'].split()[0]} {row['apellidos'].split()[0]}"
        pairs.append((_words(first), _words(f"{row['nombres']} {row['apellidos']}")))
    return tuple(pairs)


def _rows(table: str) -> list[dict[str, str]]:
    with (_TABLES / table).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))

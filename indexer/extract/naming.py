"""The canonical name of an institution that the register does not list: its kind's form filled with what the text prints (entidades.toml)."""

import re
from dataclasses import dataclass
from functools import cache

from indexer.extract.caption import distrito
from indexer.extract.majority import facts
from indexer.extract.places import Hints, court, is_place, municipality, region, spelled
from indexer.extract.plain import plain, trimmed
from indexer.extract.register import Entidad, Hit, Patron, find, form, named, offices, patrones, resembling
from indexer.extract.source import Source
from indexer.extract.tables import keys, phrases
from models.names import is_institution

VERSION = 1
_CAPITAL = r"[A-ZÁÉÍÓÚÑ][\wáéíóúñ'°]+"
_SMALL = r"de|del|la|las|los|el|De|Del|La"
_PLACE = re.compile(
    r"(?:\s*(?:del\s+)?[Gg]obierno [Rr]egional)?(?:\s*\([A-Z.]{2,8}\))?\s*"
    r"(?:(?:de\s+)?(?:la\s+)?(?:[Rr]egi[oó]n|(?:[Pp]rovincia|[Dd]epartamento|[Cc]iudad|[Dd]istrito)(?=\s+d[ec]))\s+)?"
    r"(?P<del>d[ec]l\s+)?(?:d[ec]\s+|-\s*)?(?:la\s+provincia\s+de\s+)?"
    r"(?P<name>[nN]\S{0,3}\s?\d{1,2}\b|\d{1,2}\b|(?:(?:la|las|los|el|La|Las|Los|El)\s+)?"
    rf"{_CAPITAL}(?:(?:\s*-\s*|\s+)(?:(?:(?:{_SMALL})\s+)*|y\s+){_CAPITAL})*)"
)
_PERSON = re.compile(
    r"(?:(?:don|do[nñ]a|doctora?|abogad[oa]|Dra?\.)\s+)*(?P<name>[A-ZÁÉÍÓÚÑ][\wáéíóúñ]+(?:\s+(?:(?:de|del|la|los|y|De|La)\s+)*[A-ZÁÉÍÓÚÑ][\wáéíóúñ.]*){1,5})"
)
_BESIDE = 120
"""Characters after a place in which its province or department may be named."""
_LOWER_END = re.compile(
    r"\s(?:(?:de|del|la|los|las|el|en|y|a|al|con|o|e)\s+)*[a-záéíóúñ]{4,}\s(?:(?:de|del|la|los|las|el|en|y|a|al)\s+)*[a-záéíóúñ]{4,}"
)
"""Two words of a sentence, not of a name."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A stretch as it stands and in plain text, of the same length."""

    source: Source
    words: str
    text: str


def name_of(where: Printed, hit: Hit) -> tuple[Entidad | None, int]:
    """The institution of a hit and where its naming ends, an acronym in brackets included; None when the text leaves the name out ("alcalde de
    dicho distrito")."""
    if hit.entidad:
        return hit.entidad, _past_brackets(where, hit.end)[0]
    kind = patrones()[hit.patron or 0]
    entity, end = _of_kind(where, hit, kind)
    past, inside = _past_brackets(where, end)
    known = next((one.entidad for one in find(plain(inside), inside) if one.entidad), None) if inside else None
    if known and (entity is None or known.categoria == entity.categoria or entity.categoria.startswith("empresa")):
        entity = known  # "la empresa de agua de La Libertad (Sedalib SA)"
    return entity, past


def whole_name(printed: str, text: str, start: int) -> str:
    """The name as printed from `start` to the first comma or other end."""
    stop = _name_end(printed, text, start)
    company = form("empresa").search(text, start)
    if company and company.end() > stop and "," in text[stop : stop + 1] and company.start() - stop < 3:
        stop = company.end()
    name = trimmed(printed[start : stop + 1] if printed[stop : stop + 1] == "." else printed[start:stop])
    return canonical(name[:1].upper() + name[1:])


def canonical(name: str) -> str:
    """A name with the legal form of companies in one spelling: "Textiles del Norte S. A. C." → "Textiles del Norte S.A.C."."""
    for shown, printed in _legal_forms():
        if match := printed.search(plain(name)):
            return f"{name[: match.start()].rstrip(' ,-')} {shown}"
    return name


def company_name(printed: str, text: str) -> str:
    """A company's name without the office of who was sued for it: "gerente general de Textiles S.A."."""
    office = form("oficio").match(text)
    start = office.end() if office else 0
    lower = re.match(r"(?:[a-záéíóúñ]+\s+)*(?=[A-ZÁÉÍÓÚÑ])", printed[start:])
    return whole_name(printed, text, start + (lower.end() if lower else 0))


def body_name(printed: str, text: str) -> str | None:
    """A body's name by its noun, without the office of who was sued for it; None where it is none, or points back ("dicho ministerio").

    The name itself, not the office that is said of a person: "Ana Soto, jefa de la Oficina de …".
    """
    if not printed[0].isupper() or form("remite").search(text):
        return None
    name = company_name(printed, text)
    return name if is_institution(name) and len(name.split()) > 1 else None


def person_name(printed: str) -> str | None:
    """The name of a person that begins a respondent; None when the words are no name."""
    office = any(office.match(plain(printed)) for office, _ in offices())
    match = None if office or is_institution(printed.split(",")[0]) else _PERSON.match(printed)
    return match["name"] if match and len(match["name"].split()) > 1 else None


def _of_kind(where: Printed, hit: Hit, kind: Patron) -> tuple[Entidad | None, int]:
    printed, text = where.words, where.text
    if kind.forma == "fijo":
        return Entidad.of(kind.nombre, kind.categoria), hit.end
    if kind.forma == "entero":
        start = _name_start(printed, text, hit.start)
        return _entire(printed, text, start, hit, kind), _name_end(printed, text, start)
    if kind.forma == "persona":
        person = _PERSON.search(printed, hit.end) or _PERSON.search(printed[: hit.start])
        return (Entidad.of(kind.nombre.format(persona=person["name"]), kind.categoria) if person else None), hit.end
    if kind.forma == "sigla":
        rest = re.sub(r"^(?:(?:de|del|la|afp)\s+)+", "", whole_name(printed, text, hit.end), flags=re.IGNORECASE)
        inside = next((one.entidad for one in find(plain(rest), rest) if one.entidad and one.entidad.categoria == kind.categoria), None)
        return inside or (_listed(Entidad.of(kind.nombre.format(lugar=rest), kind.categoria)) if rest else None), _name_end(
            printed, text, hit.end
        )
    place = _PLACE.match(printed, hit.end)
    if kind.forma == "corte":
        return _court(where, place, hit), place.end() if place else hit.end
    if kind.forma == "region":
        return _region(printed, place, hit, kind), place.end() if place else hit.end
    if place is None:
        return None, hit.end
    name = re.sub(r"\s+", " ", place["name"])
    if kind.categoria.startswith("municipalidad"):
        return _municipality(where, f"El {name}" if place["del"] and is_place(f"El {name}") else name, kind, place.end()), place.end()
    return _listed(Entidad.of(_filled(kind.nombre, name), kind.categoria)), place.end()


def _entire(printed: str, text: str, start: int, hit: Hit, kind: Patron) -> Entidad | None:
    """A name as printed; None for a mere noun ("la universidad emplazada")."""
    name = whole_name(printed, text, start)
    if form("remite").search(plain(name)) or (kind.categoria == "empresa_privada" and form("unidad").search(text[:start])):
        return None
    if start == hit.start and re.search(r"[A-ZÁÉÍÓÚÑ0-9“\"]", name[hit.end - hit.start :]) is None:
        return None
    bare = plain(name)
    inner = find(bare[1:], name[1:]) if form("contiene").match(bare) else []
    inside = next((one.entidad for one in inner if one.entidad), None)
    if (
        start == hit.start
        and printed[start].islower()
        and (lone := re.match(rf"(?:empresa|compania)\s+(?={_CAPITAL})", bare[:1] + name[1:]))
    ):
        name = name[lone.end() :]  # "la empresa Luz S.A.": the noun is the sentence's, not the name's
    return inside or (_listed(Entidad.of(name, kind.categoria)) if len(name.split()) > 1 else None)


def _municipality(where: Printed, name: str, kind: Patron, end: int) -> Entidad:
    """The municipality of a place: as the text calls it, but for slips that the register of places shows (places.municipality)."""
    source = where.source
    called = "Provincial" if "Provincial" in kind.nombre else "Distrital" if "Distrital" in kind.nombre else ""
    if plain(name).removeprefix("metropolitana de ").removesuffix(" metropolitana") in ("lima", "lima cercado"):
        return named("Municipalidad Metropolitana de Lima") or Entidad.of("Municipalidad Metropolitana de Lima", "municipalidad_provincial")
    name = re.sub(r"^Metropolitana de ", "", name)
    district = distrito(source)
    told = " ".join(source.text[one.inicio : min(one.fin, one.inicio + 2500)] for one in facts(source))
    hints = Hints(where.words[end : end + _BESIDE], told, district.value if district else "")
    if (found := municipality(name, called, hints)) is None:
        what = called or "Distrital"
        return _known(f"Municipalidad {what} de {name}", what)
    place = f"{found.nombre} ({found.provincia})" if found.provincia else found.nombre
    return _known(f"Municipalidad {found.kind} de {place}", found.kind)


def _known(name: str, kind: str) -> Entidad:
    return named(name) or Entidad.of(name, f"municipalidad_{kind.lower()}")


def _court(where: Printed, place: re.Match[str] | None, hit: Hit) -> Entidad | None:
    """The Corte Superior of the place that follows, of a place named further on, else of the ruling's judicial district (agencies.md §1.8)."""
    text, printed = where.text, where.words
    seat: str | None = None
    if "corte superior" in text[hit.start : hit.end] and place:
        seat = court(place["name"]) or re.sub(r"\s+", " ", place["name"])
    elif match := re.search(r"corte superior(?: de justicia)?", text[hit.end :]):
        further = _PLACE.match(printed, hit.end + match.end())
        seat = (court(further["name"]) or further["name"]) if further else None
    else:
        named_after = (court(one[1]) for one in re.finditer(rf"\bd[ec]l?\s+((?:La\s+)?{_CAPITAL}(?:\s+{_CAPITAL})*)", printed[hit.end :]))
        district = distrito(where.source)
        seat = next((one for one in named_after if one), None) or (district.value if district else None)
        if seat == "Lima" and district and district.value.startswith("Lima"):
            seat = district.value
    return _listed(Entidad.of(f"Corte Superior de Justicia de {seat}", "poder_judicial")) if seat else None


def _region(printed: str, place: re.Match[str] | None, hit: Hit, kind: Patron) -> Entidad | None:
    """The regional government of the department that a place lies in; as printed where it is no place of one."""
    found = [re.sub(r"\s+", " ", place["name"])] if place else []
    found += [one[1] for one in re.finditer(rf"\bd[ec]l?\s+((?:La\s+|San\s+|Madre de\s+)?{_CAPITAL})", printed[hit.end :])]
    where = next((one for name in found if (one := region(name) or region(name.split(" de ")[0].split(" Prov")[0]))), None)
    if where is None and place is None:
        return None
    return _listed(Entidad.of(kind.nombre.format(lugar=where or found[0]), kind.categoria))


def _listed(entity: Entidad) -> Entidad:
    """The register's own entry for a name that was put together; the name as it is where the register has none."""
    return named(entity.nombre) or resembling(entity.nombre) or entity


def _filled(template: str, where: str) -> str:
    """A kind's name with its place; units with a number have no "de": "Unidad de Gestión Educativa Local 03"."""
    number = re.search(r"\d+", where)
    place = spelled(re.sub(r"\s*-\s*", " ", where))
    return template.format(lugar=place, de_lugar=f"{int(number[0]):02d}" if number else f"de {place}")


def _name_start(printed: str, text: str, start: int) -> int:
    """Where a name begins whose generic noun stands inside it: "Credidato Central Privada…"; words of an office before the noun are no name."""
    before = re.search(rf"(?:{_CAPITAL}\s+)+$", printed[:start])
    if before is None or any(office.search(text, before.start(), start) for office, _ in offices()) or is_institution(before[0]):
        return start
    return before.start()


def _name_end(printed: str, text: str, start: int) -> int:
    """Where a name ends: at a comma, a word that begins something else, or where a sentence goes on."""
    ends = [match.start() for match in [form("final").search(text, start + 3)] if match]
    ends += [match.start() for match in form("tratamiento").finditer(text, start + 3) if printed[match.start() + 1].islower()][:1]
    stop = min(ends, default=len(text))
    for match in _LOWER_END.finditer(printed, start, stop):
        if len(re.findall(r"(?<!\w)[A-ZÁÉÍÓÚÑ]\w{3,}", printed[start : match.start()])) > 2:
            return match.start()
    return stop


def _past_brackets(where: Printed, end: int) -> tuple[int, str]:
    """Where brackets right after a name end, and what they hold."""
    match = re.compile(r"\s*[-–]?\s*[(\[]([^)\]]{2,60})[)\]]").match(where.words, end)
    return (match.end(), match[1]) if match else (end, "")


@cache
def _legal_forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Canonical legal form and how it is printed at the end of a name, longest first."""
    found = [
        (shown, spelling) for shown in keys("entidades.toml", "sociedades") for spelling in phrases("entidades.toml", "sociedades", shown)
    ]
    ordered = sorted(found, key=lambda pair: -len(pair[1]))
    return tuple((shown, re.compile(rf"(?<=[\s,.-]){_loose(spelling)}\.?$")) for shown, spelling in ordered)


def _loose(spelling: str) -> str:
    return r"\.?\s?".join(spelling) if " " not in spelling else spelling.replace(" ", r"\s+")

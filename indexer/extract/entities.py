"""The institutions behind the respondents: office-holders lead to their office, the procurador público to nobody (agencies.md §1)."""

import re
from collections.abc import Iterator
from dataclasses import replace

from indexer.extract.caption import distrito
from indexer.extract.majority import facts, reasons
from indexer.extract.plain import plain, trimmed
from indexer.extract.register import Entidad, Hit, find, form, is_province, named, offices, patrones, resembling
from indexer.extract.source import Source
from models.names import is_institution
from models.ruling import Evidencia, Found

VERSION = 2
__all__ = ["Entidad", "entidades"]

_CAPITAL = r"[A-ZÁÉÍÓÚÑ][\wáéíóúñ'°]*"
_PLACE = re.compile(
    r"(?:\s*(?:del\s+)?[Gg]obierno [Rr]egional)?\s*,?\s*(?:de la provincia\s+)?(?:d[ec]l?\s+|de la ciudad de\s+|-\s*)?"
    r"(?P<name>[nN]\S{0,3}\s?\d{1,2}\b|\d{1,2}\b|(?:(?:la|las|los|el|La|Las|Los|El)\s+)?"
    rf"{_CAPITAL}(?:\s+(?:(?:de|del|la|las|los|el|De|Del|La)\s+)*{_CAPITAL})*)"
)
_PERSON = re.compile(
    r"(?:(?:don|do[nñ]a|doctora?|abogad[oa]|Dra?\.)\s+)*(?P<name>[A-ZÁÉÍÓÚÑ][\wáéíóúñ]+(?:\s+(?:(?:de|del|la|los|y|De|La)\s+)*[A-ZÁÉÍÓÚÑ][\wáéíóúñ.]*){1,5})"
)
_HONOURS = re.compile(r"^(?:el|la|los|las|al?|don|dona|senor(?:a|es)?)\s+")


def entidades(source: Source, demandados: tuple[Found[str], ...]) -> tuple[Found[Entidad], ...]:
    """The institutions behind `demandados`, canonical, each once; a person sued for himself is one too (persona_natural); () when unknown."""
    found: dict[str, Found[Entidad]] = {}
    persons: list[Found[Entidad]] = []
    loose: list[str] = []
    for one in demandados:
        evidence = one.evidence[0]
        entities = list(_in_part(source, one.value))
        for entity in entities:
            found.setdefault(entity.slug, Found(entity, (_as(evidence, "entidades.demandado", evidence.confianza),)))
        if not entities:
            loose.append(one.value)
            if person := _person(one.value):
                persons.append(Found(person, (_as(evidence, "entidades.persona", 0.6),)))
    if not found:
        found.update((each.value.slug, each) for each in _by_office(source, loose))
    listed = len(demandados) > 2 and any(each.value.categoria == "empresa_privada" for each in found.values())
    if not found or listed:
        found.update((each.value.slug, each) for each in persons)
    return tuple(found.values())


def _in_part(source: Source, printed: str) -> Iterator[Entidad]:
    """The institutions of one respondent; in "A de la B" only A, the body sued."""
    text = plain(printed)
    last: Hit | None = None
    for hit in find(text, printed):
        if last is not None and not form("separa").search(text, last.end, hit.start):
            continue
        last = hit
        if entity := hit.entidad or _named(source, printed, text, hit):
            yield entity
    if last is None:
        if entity := resembling(_HONOURS.sub("", text)):
            yield entity
        elif form("empresa").search(text):
            yield Entidad.of(_whole(printed, text, 0), "empresa_privada")
        elif is_institution(name := _whole(printed, text, 0)) and printed[0].isupper() and not _is_nobody(text):
            # The name itself, not the office that is said of a person: "Ana Soto, jefa de la Oficina de …".
            yield Entidad.of(name, "otro")


def _named(source: Source, printed: str, text: str, hit: Hit) -> Entidad | None:
    """The institution of a kind: its name read from the text; None when the text leaves it out ("alcalde de dicho distrito")."""
    kind = patrones()[hit.patron or 0]
    if kind.forma == "fijo":
        return Entidad.of(kind.nombre, kind.categoria)
    if kind.forma == "entero":
        whole = _whole(printed, text, _name_start(printed, text, hit.start))
        inner = find(plain(whole)[1:], whole[1:]) if form("contiene").match(plain(whole)) else []
        inside = next((one.entidad for one in inner if one.entidad), None)
        return inside or (_listed(Entidad.of(whole, kind.categoria)) if len(whole.split()) > 1 else None)
    if kind.forma == "persona":
        person = _PERSON.search(printed, hit.end) or _PERSON.search(printed[: hit.start])
        return Entidad.of(kind.nombre.format(persona=person["name"]), kind.categoria) if person else None
    if kind.forma == "ministro":
        return _listed(Entidad.of(kind.nombre.format(lugar=_whole(printed, text, hit.end).removeprefix("de ")), kind.categoria))
    place = _PLACE.match(printed, hit.end)
    if kind.forma == "corte":
        return _court(source, place, text, hit)
    if place is None:
        return None
    where = re.sub(r"\s+", " ", place["name"])
    if kind.categoria.startswith("municipalidad"):
        return _municipality(where, kind.nombre)
    return _listed(Entidad.of(_filled(kind.nombre, where), kind.categoria))


def _municipality(where: str, template: str) -> Entidad:
    """The municipality of a place: as the text calls it, but for a district of the register called provincial, which is a slip; a bare
    "Municipalidad de X" is provincial where X is a province."""
    known = [named(f"Municipalidad {kind} de {where}") for kind in ("Distrital", "Provincial", "Metropolitana")]
    province = is_province(where)
    if "Provincial" in template:
        kind = "Distrital" if known[0] and not known[1] and not province else "Provincial"
    else:
        kind = "Distrital" if "Distrital" in template or not province else "Provincial"
    listed = named(f"Municipalidad {kind} de {where}") or named(f"Municipalidad {kind} {where}")
    listed = listed or (known[2] if plain(where) in ("lima", "lima metropolitana") else None)
    return listed or Entidad.of(f"Municipalidad {kind} de {where}", f"municipalidad_{kind.lower()}")


def _court(source: Source, place: re.Match[str] | None, text: str, hit: Hit) -> Entidad | None:
    """The Corte Superior of the place that follows, else of the ruling's own judicial district (agencies.md §1.8)."""
    if "corte superior" in text[hit.start : hit.end] and place:
        where: str | None = re.sub(r"\s+", " ", place["name"])
    elif match := re.search(r"corte superior(?: de justicia)?", text[hit.end :]):
        further = _PLACE.match(_original(source, text, hit.end + match.end()))
        where = further["name"] if further else None
    else:
        district = distrito(source)
        where = district.value if district else None
    return Entidad.of(f"Corte Superior de Justicia de {where}".replace(" de El ", " del "), "poder_judicial") if where else None


def _original(source: Source, text: str, start: int) -> str:
    """The tail of a respondent as printed, found again in the source."""
    place = plain(source.text).find(text)
    return source.text[place + start : place + len(text)] if place >= 0 else ""


def _listed(entity: Entidad) -> Entidad:
    """The register's own entry for a name that was put together; the name as it is where the register has none."""
    return named(entity.nombre) or resembling(entity.nombre) or entity


def _name_start(printed: str, text: str, start: int) -> int:
    """Where a name begins whose generic noun stands inside it: "Credidato Central Privada…"; words of an office before the noun are no name."""
    before = re.search(rf"(?:{_CAPITAL}\s+)+$", printed[:start])
    if before is None or any(office.search(text, before.start(), start) for office, _ in offices()) or is_institution(before[0]):
        return start
    return before.start()


def _name_end(printed: str, text: str, start: int) -> int:
    """Where a name ends: at a comma or a word that begins something else."""
    ends = [match.start() for match in [form("final").search(text, start + 3)] if match]
    ends += [match.start() for match in form("tratamiento").finditer(text, start + 3) if printed[match.start() + 1].islower()][:1]
    return min(ends, default=len(text))


def _whole(printed: str, text: str, start: int) -> str:
    """The name as printed from `start` to the first comma or other end."""
    stop = _name_end(printed, text, start)
    company = form("empresa").search(text, start)
    if company and company.end() > stop and "," in text[stop : stop + 1] and company.start() - stop < 3:
        stop = company.end()
    name = trimmed(printed[start : stop + 1] if printed[stop : stop + 1] == "." else printed[start:stop])
    return name[:1].upper() + name[1:]


def _filled(template: str, where: str) -> str:
    """A kind's name with its place; units with a number have no "de": "Unidad de Gestión Educativa Local 03"."""
    number = re.search(r"\d+", where)
    return template.format(lugar=where, de_lugar=f"{int(number[0]):02d}" if number else f"de {where}")


def _is_nobody(text: str) -> bool:
    return form("vacio").fullmatch(text) is not None or "procurador" in text


def _person(printed: str) -> Entidad | None:
    """A natural person sued, by name; None when the words are no name."""
    match = None if is_institution(printed.split(",")[0]) else _PERSON.match(printed)
    return Entidad.of(match["name"], "persona_natural") if match and len(match["name"].split()) > 1 else None


def _by_office(source: Source, parts: list[str]) -> Iterator[Found[Entidad]]:
    """For offices named without their institution: the first institution of a fitting kind that the facts or the order name."""
    for part in parts:
        wanted = next((categories for office, categories in offices() if office.search(plain(part))), None)
        if wanted is None:
            continue
        for section in (*facts(source), *reasons(source)):
            stretch = source.text[section.inicio : min(section.fin, section.inicio + 4000)]
            text = plain(stretch)
            for hit in find(text, stretch):
                entity = hit.entidad or _named(source, stretch, text, hit)
                if entity and entity.categoria in wanted:
                    evidence = source.quote(section.inicio + hit.start, section.inicio + hit.end, "entidades.cargo", 0.6)
                    yield Found(entity, (evidence,))
                    return


def _as(evidence: Evidencia, rule: str, sure: float) -> Evidencia:
    """The respondent's evidence as the institution's; what the listing said stays the listing's."""
    return replace(evidence, regla=rule if evidence.origen == "texto" else evidence.regla, confianza=min(sure, evidence.confianza))

"""The institutions behind the respondents: office-holders lead to their office, the procurador público to nobody (agencies.md §1)."""

import re
from collections.abc import Iterator
from dataclasses import replace

from indexer.extract.majority import facts, reasons
from indexer.extract.naming import Printed, body_name, company_name, name_of, person_name
from indexer.extract.plain import plain
from indexer.extract.register import Entidad, find, form, offices, resembling
from indexer.extract.source import Source
from models.ruling import Evidencia, Found

VERSION = 3
__all__ = ["Entidad", "entidades"]

_AFTER = 170
"""Characters after persons sued in which the body that they serve may be named."""
_OF_COURT = re.compile(r"[)\]]?\s*(?:[(\[]\w+[)\]]\s*)?d[ec] la cort[ec] sup[ec]rior")
_PROPER = re.compile(r"\w[\w.]*\s+(?:(?:d[ec]l?|la|los|las|el|y)\s+)*[A-ZÁÉÍÓÚÑ\d\"“]")
"""A noun with a name after it."""


def entidades(source: Source, demandados: tuple[Found[str], ...]) -> tuple[Found[Entidad], ...]:
    """The institutions behind `demandados`, canonical, each once; a person sued for himself is one too (persona_natural); () when unknown."""
    found: dict[str, Found[Entidad]] = {}
    loose: list[Found[str]] = []  # where neither the register nor a kind shows
    for one in demandados:
        evidence = one.evidence[0]
        entities = list(_in_part(source, one.value))
        for each in entities:
            found.setdefault(each.slug, Found(each, (_as(evidence, "entidades.demandado", evidence.confianza),)))
        if not entities:
            loose.append(one)
    for one in loose:
        entity = _by_its_form(one.value)
        if entity and (not found or entity.categoria != "otro"):  # an office of a body already named is no second one
            found.setdefault(entity.slug, Found(entity, (_as(one.evidence[0], "entidades.demandado", one.evidence[0].confianza),)))
    persons = [
        Found(Entidad.of(name, "persona_natural"), (_as(one.evidence[0], "entidades.persona", 0.6),))
        for one in loose
        if (name := person_name(one.value))
    ]
    if not found:
        found.update((each.value.slug, each) for each in (*_served(source, demandados), *_by_office(source, [one.value for one in loose])))
    listed = len(demandados) > 2 and any(each.value.categoria == "empresa_privada" for each in found.values())
    if not found or listed:
        found.update((each.value.slug, each) for each in _notaries(source, persons))
    return tuple(found.values())


def _in_part(source: Source, words: str) -> Iterator[Entidad]:
    """The institutions of one respondent; in "A de la B" only A, the body sued."""
    printed = Printed(source, words, plain(words))
    end = -1
    for hit in find(printed.text, words):
        if end >= 0 and (hit.start < end or not form("separa").search(printed.text, end, hit.start)):
            continue
        if hit.entidad and hit.entidad.categoria == "poder_judicial" and _OF_COURT.match(printed.text, hit.end):
            continue  # "la Oficina Distrital de Control de la Corte Superior de X" is an office of that court
        entity, past = name_of(printed, hit)
        if entity:
            end = past
            yield entity


def _by_its_form(words: str) -> Entidad | None:
    """The institution of a respondent in which neither the register nor a kind shows: a damaged name, a company's, a body's by its noun."""
    text = plain(words)
    if entity := resembling(text.removeprefix("la ").removeprefix("el ")):
        return entity
    if form("empresa").search(text):
        return Entidad.of(company_name(words, text), "empresa_privada")
    name = body_name(words, text)
    return Entidad.of(name, "otro") if name and not _is_nobody(text) else None


def _is_nobody(text: str) -> bool:
    return form("vacio").fullmatch(text) is not None or "procurador" in text


def _served(source: Source, demandados: tuple[Found[str], ...]) -> Iterator[Found[Entidad]]:
    """The body of officials sued by name, told right after the last of them: "…, todos funcionarios de la empresa X"."""
    last = demandados[-1].evidence[0] if demandados else None
    if last is None or last.fin is None:
        return
    stretch = source.text[last.fin : last.fin + _AFTER]
    if office := form("funcionarios").search(plain(stretch)):
        for hit in find(plain(stretch), stretch):
            if hit.start >= office.end() - 1:
                entity, end = name_of(Printed(source, stretch, plain(stretch)), hit)
                if entity:
                    yield Found(entity, (source.quote(last.fin + hit.start, last.fin + end, "entidades.funcionarios", 0.8),))
                return


def _by_office(source: Source, parts: list[str]) -> Iterator[Found[Entidad]]:
    """For offices named without their institution: the first institution of a fitting kind that the facts or the order name."""
    for part in parts:
        wanted = next((categories for office, categories in offices() if office.search(plain(part))), None)
        if wanted is None:
            continue
        for section in (*facts(source), *reasons(source)):
            stretch = source.text[section.inicio : min(section.fin, section.inicio + 4000)]
            printed = Printed(source, stretch, plain(stretch))
            for hit in find(printed.text, stretch):
                if hit.patron is not None and not _PROPER.match(stretch, hit.start):
                    continue  # "la institución educativa demandada"
                entity, _ = name_of(printed, hit)
                if entity and entity.categoria in wanted:
                    evidence = source.quote(section.inicio + hit.start, section.inicio + hit.end, "entidades.cargo", 0.6)
                    yield Found(entity, (evidence,))
                    return


def _notaries(source: Source, persons: list[Found[Entidad]]) -> Iterator[Found[Entidad]]:
    """Persons sued for themselves; a notary is his office, which the text may say of him only later ("el notario demandado")."""
    text = plain(source.text)
    notary = len(persons) == 1 and any(form("notario").search(text, one.inicio, one.fin) for one in (*facts(source), *reasons(source)))
    for one in persons:
        yield Found(Entidad.of(f"Notaría {one.value.nombre}", "notaria"), one.evidence) if notary else one


def _as(evidence: Evidencia, rule: str, sure: float) -> Evidencia:
    """The respondent's evidence as the institution's; what the listing said stays the listing's."""
    return replace(evidence, regla=rule if evidence.origen == "texto" else evidence.regla, confianza=min(sure, evidence.confianza))

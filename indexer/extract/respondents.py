"""Who is sued, as the ruling names them (agencies.md §1)."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import product

from indexer.extract.majority import facts, reasons
from indexer.extract.plain import plain, trimmed
from indexer.extract.register import find, offices
from indexer.extract.source import Source, by_listing
from indexer.extract.tables import phrases
from models.names import is_institution
from models.ruling import Found

VERSION = 4
_FILE = "partes.toml"


@cache
def _compiled(section: str, key: str) -> re.Pattern[str]:
    return re.compile(phrases(_FILE, section, key)[0])


def demandados(source: Source) -> tuple[Found[str], ...]:
    """Who is sued, as the ruling names them, from "demanda … contra X"; else from who answers or is ordered, and at last the listing's word
    (a clarification names no respondent); () when nobody is named."""
    text = plain(source.text)
    for start, end, rule, sure in _respondents(source, text):
        found = [Found(_shown(source.text[a:b]), (source.quote(a, b, rule, sure),)) for a, b in _parts(text, start, end)]
        longest = 400 if sure > 0.9 else 160
        named = tuple(one for one in found if 2 < len(one.value) < longest and _somebody(one.value, sure))
        if named:
            return named
    return tuple(
        Found(listing.demandado.strip(), (by_listing(listing, "demandado", "listado.demandado"),))
        for listing in source.listings[:1]
        if listing.demandado.strip()
    )


def _somebody(printed: str, sure: float) -> bool:
    """Whether the words name anybody: a name has a capital, and "la entidad emplazada" is no name; where the place does not tell by itself
    that a respondent follows, only a body or an office is one."""
    low = plain(printed)
    if re.search(r"[A-ZÁÉÍÓÚÑ]", printed) is None or _compiled("demanda", "nadie").match(low):
        return False
    return sure > 0.92 or bool(find(low, printed)) or is_institution(printed) or any(office.search(low) for office, _ in offices())


def _respondents(source: Source, text: str) -> Iterator[tuple[int, int, str, float]]:
    """Stretches that may name the respondents, surest first."""
    assembled = () if source.has("antecedentes") else tuple(source.zones("voto"))
    own = (*facts(source), *assembled)
    places = [*dict.fromkeys([*facts(source), *source.zones("fundamentos", "fallo"), *assembled])]
    for section in places:
        for match in _demand().finditer(text, section.inicio, section.fin):
            end = _listed(text, match.end(), section.fin) if match[0].endswith(":\n") else _request(text, match.end(), section.fin)
            if 3 < end - match.end() < 900:
                # Elsewhere than in the facts the words may be of demands in general: "una demanda contra la Administración".
                yield match.end(), end, "partes.demanda", 0.95 if section in own else 0.91
                break
    # A stamp or a lost word in the middle of the formula: anything between the demand and "contra", or nothing but a name.
    for section, key in product(places[:1], ("contra_lejano", "sin_palabra")):
        if found := _compiled("demanda", key).search(text, section.inicio, min(section.fin, section.inicio + 900)):
            yield found.end(), min(_request(text, found.end(), section.fin), found.end() + 300), f"partes.{key}", 0.75
    for section in [one for one in source.zones("voto") if one not in places]:
        # Nothing where the facts should be: the vote that tells the case.
        if voted := _demand().search(text, section.inicio, section.fin):
            yield voted.end(), _request(text, voted.end(), section.fin), "partes.voto", 0.75
    elsewhere = [("demanda", "orden", one) for one in places]
    elsewhere += [("sin_contra", "contesta", one) for one in facts(source)] + [("sin_contra", "ordena", one) for one in reasons(source)]
    for part, key, section in elsewhere:
        # The procurador answers for the State: whoever answers besides him is the one who is sued.
        told = sorted(_compiled(part, key).finditer(text, section.inicio, section.fin), key=lambda one: "procurador" in one["quien"])
        for found in told[:1]:
            yield found.start("quien"), found.end("quien"), f"partes.{key}", 0.65


def _request(text: str, start: int, end: int) -> int:
    """Where the naming of the respondents ends and the request begins."""
    stop = _compiled("demanda", "final").search(text, start + 2, end)
    return stop.start() if stop else end


def _listed(text: str, start: int, end: int) -> int:
    """Where a list of respondents ends, one a line, after "contra:"."""
    stop = _compiled("demanda", "lista_final").search(text, start, end)
    return stop.start() if stop else _request(text, start, end)


@cache
def _demand() -> re.Pattern[str]:
    verb, what, name, against = (phrases(_FILE, "demanda", key)[0] for key in ("verbo", "objeto", "nombre", "contra"))
    between = r"(?:[^.\n;\[]|\[[^\]\n]{0,40}\]){0,90}?"
    not_appeal = (
        r"(?!(?:la |el |los |las |todo |cualquier )*(?:sentencia|resolucion|auto\b|hecho|acto\b|actos\b|omision|cualquier|autoridad o))"
    )
    return re.compile(rf"\b(?:{verb}\s+(?:[^.\n;]{{0,60}}?\s)?)?{what}{name}{between}\s{against}[,:'’´`]?\s+{not_appeal}")


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The respondents of a stretch one by one, without those who must only be summoned."""
    whole = text[start:end]
    if extra := _compiled("demanda", "accesorios").search(whole):
        whole = whole[: extra.start()] if extra.start() > 3 else whole
    place = 0
    for match in _compiled("demanda", "separadores").finditer(whole):
        if match.start() > place:
            yield start + place, start + match.start()
        place = match.end()
    if place < len(whole):
        yield start + place, start + len(whole)


def _shown(printed: str) -> str:
    """A respondent as printed, without article, courtesy title and what he was to the claimant ("…, su antigua empleadora")."""
    words = trimmed(re.sub(r",\s+su\s[a-z].*|,?\s+(?:debidamente\s+)?representad[oa]s?\s*$", "", printed))
    return re.sub(r"^(?:(?:el|la|los|las|al|don|do[nñf]i?a|se[nñ]or(?:a|es)?)\s+)+", "", words, flags=re.IGNORECASE)

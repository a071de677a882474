"""Which rulings the text cites, where and for which fundamentos (domain.md §11); and rulings of other courts, by a table (citas.toml)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, get_args

from indexer.extract.majority import majority
from indexer.extract.plain import plain
from indexer.extract.source import Source
from indexer.extract.tables import keys, phrases
from models.errors import BadIdentity
from models.ids import CODES, ExpedienteNumber
from models.ruling import Cita, Evidencia, Found, Seccion

VERSION = 3
_FILE = "citas.toml"
_Donde = Literal["mayoria", "antecedentes", "voto", "cita"]
_ORDER: tuple[_Donde, ...] = get_args(_Donde)
_PIN_REACH = 60
"""How far after a number its pin-cite may begin; twice that before it, or after it where the sentence goes on."""


_LEADS_ON = re.compile(
    r"[\s,)]*(?:(?:de|en|del|la|las|el|su|sentencia|stc|expediente|exp\.|recaida|emitida|dictada|expedida|\d{1,4}/\d{4}|n\s?\.?\s?[°ºo]\.?|n\.)"
    r"(?![a-z])[\s(,]*)*"
)
"""What may stand between "fundamento 16" and the ruling that it is of."""


_OTHER = re.compile(r"\d{1,5}\s?-\s?\d{4}|\.\s+[a-z]{4}")
_FURTHER = re.compile(rf"{_OTHER.pattern}|[.;\n“”\"]")
"""Between a number and a pin-cite: another ruling or sentence, and far away also a quotation, is in the way."""


@dataclass(slots=True)
class _Gathered:
    """What is known of one cited ruling so far."""

    donde: _Donde
    fundamentos: set[int] = field(default_factory=set)
    evidence: list[Evidencia] = field(default_factory=list)
    veces: int = 0


@cache
def _number() -> re.Pattern[str]:
    code, close = phrases(_FILE, "sentencias", "codigos")[0], phrases(_FILE, "sentencias", "cierre")[0]
    return re.compile(
        rf"(?:(?<![\d/-])|(?<=tc/)|(?<=\bn-)|(?<=\bno-))(?P<number>\d{{1,5}})\s?-\s?(?P<year>(?:19|20)\d\s?\d|[90]\d)(?![\d.])"
        rf"(?:(?:\s?-\s?|\s)(?P<code>{code})(?:(?![a-z])|(?={close}))(?:{close})?|(?P<closed>\s?/\s?tc\b))?"
    )


@cache
def _announced() -> re.Pattern[str]:
    sign = r"(?:\s*(?:recaida|emitida|dictada|expedida)?\s*(?:en|del|de)?\s*(?:el|la|los|las)?\s*)*"
    mark = r"(?:n\s?[.,]?\s?(?:[°ºo0*9'\"?]|ro\.?)?\s?s?\s?[.:]?\s?(?:[°º]\s?)?)?"
    return re.compile(rf"(?:{phrases(_FILE, 'sentencias', 'anuncio')[0]})[\s,:(]*{sign}(?:exps?\.?|expedientes?)?\s*{mark}$")


@cache
def _foreign() -> re.Pattern[str]:
    mark = r"\s*(?:n\s?[.,]?\s?(?:[°ºo0*9'\"?]|ro\.?)?\s?s?\s?[.:]?\s?)?"
    return re.compile(rf"(?:\b(?:{phrases(_FILE, 'sentencias', 'ajenos')[0]})){mark}$")


@cache
def _back() -> re.Pattern[str]:
    pointed = r"(?:mism|citad|referid|mencionad|aludid|indicad|precitad|dich)a (?:sentencia|stc|resolucion)"
    return re.compile(rf"\s(?:de|en) (?:la )?{pointed}(?!\s+(?:recaida|emitida|n\W|\d))")


@cache
def _pin_before() -> re.Pattern[str]:
    return re.compile(rf"{_pin().pattern}$")


@cache
def _pin() -> re.Pattern[str]:
    numbers = r"\d{1,3}(?!\d)(?:\s?[°º])?(?:\s*(?:,|y|e|al?|-|;)\s*(?:\d{1,3})(?![\d°º/-]))*"
    return re.compile(rf"(?:\b(?:{phrases(_FILE, 'fundamentos', 'clave')[0]}))\s*(?:n\S{{1,3}}\s)?(?P<numbers>{numbers})")


def citas(source: Source) -> tuple[Found[Cita], ...]:
    """Every ruling of the Court that the text cites, in order of first mention, HD and PHD one series; this file's own number and lower-court
    files are left out. `donde` is the weightiest place: mayoria, antecedentes, voto, then cita (a footnote); `estado` stays None."""
    gathered: dict[str, _Gathered] = {}
    text, own = plain(source.text), source.identity.expediente
    for section, donde in _places(source):
        cases = list(_cases(text, section.inicio, section.fin))
        for case, start, end in cases:
            if case[:10] == own[:10]:
                continue
            one = gathered.setdefault(case, _Gathered(donde))
            one.donde = min(one.donde, donde, key=_ORDER.index)
            one.veces += 1
            pins, stop = _pins(text, start, end, section.fin)
            one.fundamentos.update(pins)
            if len(one.evidence) < 5:
                one.evidence.append(source.quote(start, max(end, stop), "citas.numero", 0.96))
        for case, pins in _pointed_back(text, cases, section.fin):
            if case in gathered:
                gathered[case].fundamentos.update(pins)
    return tuple(
        Found(Cita(case, tuple(sorted(one.fundamentos)), one.donde, None, one.veces), tuple(one.evidence)) for case, one in gathered.items()
    )


def _pointed_back(text: str, cases: list[tuple[ExpedienteNumber, int, int]], end: int) -> Iterator[tuple[ExpedienteNumber, set[int]]]:
    """Fundamentos "de la misma sentencia": of the ruling cited last; one compared in brackets ("cfr. …") is not what the text speaks of."""
    spoken_of = [(case, start) for case, start, _ in cases if "cfr" not in text[max(0, start - 60) : start]]
    for back in _back().finditer(text, spoken_of[0][1], end) if spoken_of else ():
        if pin := _pin_before().search(text, max(0, back.start() - _PIN_REACH), back.start()):
            yield next(case for case, start in reversed(spoken_of) if start < back.start()), _numbers(pin["numbers"])


def _places(source: Source) -> Iterator[tuple[Seccion, _Donde]]:
    """The sections that may cite and what each counts as; a caption names panels, not precedents."""
    own = [section for section in majority(source) if section.zona != "caratula"]
    for section in source.zonas:
        if section in own:
            yield section, "antecedentes" if section.zona == "antecedentes" else "mayoria"
        elif section.zona in ("voto", "notas"):
            yield section, "voto" if section.zona == "voto" else "cita"


def precedentes(cited: tuple[Found[Cita], ...]) -> tuple[Found[str], ...]:
    """The ids of the rulings that the majority's text cites (its antecedentes included), from `citas`."""
    return tuple(Found(one.value.sentencia, one.evidence) for one in cited if one.value.donde in ("mayoria", "antecedentes"))


def citas_internacionales(source: Source) -> tuple[Found[str], ...]:
    """Rulings of other courts named in the majority, the votes or the notes, as citas.toml writes them."""
    text = plain(source.text)
    found: dict[str, tuple[int, Evidencia]] = {}
    if not any(word in text for word in phrases(_FILE, "contexto", "palabras")):
        return ()
    for name, pattern in _international():
        for section, _ in _places(source):
            if name not in found and (match := pattern.search(text, section.inicio, section.fin)):
                found[name] = (match.start(), source.quote(match.start(), match.end(), "citas.internacional", 0.95))
    return tuple(Found(name, (evidence,)) for name, (_, evidence) in sorted(found.items(), key=lambda pair: pair[1][0]))


@cache
def _international() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(phrases(_FILE, "internacionales", name)[0])) for name in keys(_FILE, "internacionales"))


def _cases(text: str, start: int, end: int) -> Iterator[tuple[ExpedienteNumber, int, int]]:
    """Cited cases of a stretch; in a list ("STC 971-2005-PA/TC, 10064-2005") the word before the first speaks for all."""
    listed_until = -1
    for match in _number().finditer(text, start, end):
        before = text[max(start, match.start() - 60) : match.start()]
        in_list = listed_until >= 0 and re.fullmatch(r"[\s,;()y/-]*(?:entre otr[ao]s)?(?:n\S{1,3}\s?)?", text[listed_until : match.start()])
        announced = _announced().search(before) is not None or bool(in_list)
        coded = match["code"] is not None
        lower = not coded and re.match(phrases(_FILE, "sentencias", "inferior")[0], text[match.end() : match.end() + 6])
        if lower or _foreign().search(before) or not (coded or match["closed"] or announced):
            continue
        if case := _case(match, announced):
            listed_until = match.end()
            yield case, match.start(), match.end()


def _case(match: re.Match[str], announced: bool) -> ExpedienteNumber | None:
    """The case of a match; None where the process can't be told or the number is no expediente."""
    year = re.sub(r"\s", "", match["year"])
    code = (match["code"] or "").upper()
    if not code:
        # A ruling cited without its process is of the kind that this collection is about only where the text says so; the number still tells.
        code = "HD" if announced or match["closed"] else ""
    code = code if code in CODES or code in ("PA", "PHC", "PHD", "PC", "PI", "PCC") else "HD"
    try:
        case = ExpedienteNumber.of(int(match["number"]), int(year), code)
    except BadIdentity:
        return None
    return case if 1996 <= case.year <= 2099 and int(match["number"]) > 0 else None


def _pins(text: str, start: int, end: int, stop: int) -> tuple[set[int], int]:
    """The fundamentos named right after a number, else right before it ("fundamento 16 de la STC …"), and where the mention ends."""
    after = _pin().search(text, end, min(stop, end + 2 * _PIN_REACH))
    if after and not re.search(_FURTHER if after.start() > end + _PIN_REACH else _OTHER, text[end : after.start()]):
        return _numbers(after["numbers"]), after.end()
    window = text[max(0, start - 2 * _PIN_REACH) : start].rpartition("\n")[2]
    last = next(reversed(list(_pin().finditer(window))), None)
    if last and _LEADS_ON.fullmatch(window, last.end()):
        return _numbers(last["numbers"]), end
    return set(), end


def _numbers(printed: str) -> set[int]:
    """ "2-4 y 7" → {2, 3, 4, 7}."""
    found: set[int] = set()
    for first, last in re.findall(r"(\d{1,3})(?:\s?(?:-|al?)\s?(\d{1,3}))?", re.sub(r"[°º]", "", printed)):
        low, high = int(first), int(last or first)
        found.update(range(low, high + 1) if low <= high <= low + 40 else (low,))
    return found

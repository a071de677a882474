"""Which rulings the text cites, where and for which fundamentos (domain.md §11); and rulings of other courts, by a table (citas.toml)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, get_args

from indexer.extract.caption import fecha
from indexer.extract.majority import majority
from indexer.extract.plain import plain
from indexer.extract.source import Source
from indexer.extract.tables import keys, phrases
from models.errors import BadIdentity
from models.ids import CODES, ExpedienteNumber
from models.ruling import Cita, Evidencia, Found, Seccion

VERSION = 5
_FILE = "citas.toml"
_Donde = Literal["mayoria", "antecedentes", "voto", "cita"]
_ORDER: tuple[_Donde, ...] = get_args(_Donde)
_PIN_REACH = 60
"""How far after a number its pin-cite may begin; twice that before it, or after it where the sentence goes on."""


_LEADS_ON = re.compile(
    r"[\s,)]*(?:(?:de|en|del|la|las|el|su|sentencia|stc|auto|resolucion|interlocutoria|expediente|exp\.|recaid[ao]|emitid[ao]|dictad[ao]|expedid[ao]"
    r"|\d{1,4}/\d{4}|n\s?\.?\s?[°ºo]\.?|n\.|caso [a-z .&]{3,50}(?=,))(?![a-z])[\s(,]*)*"
)
"""What may stand between "fundamento 16" and the ruling that it is of."""


_OTHER = re.compile(r"\d{1,5}\s?-\s?\d{4}|\.\s+[a-z]{4}")
_FURTHER = re.compile(rf"{_OTHER.pattern}|[.;\n“”\"]")
"""Between a number and a pin-cite: another ruling or sentence, and far away also a quotation, is in the way."""


_ALONE = re.compile(
    r"[(\[]\s*(?:fundamentos?(?: juridicos?)?|ff? ?\.? ?jj?(?![a-z])\.?|fund\. jur\.) (?:n\S{1,3}\s)?(?P<numbers>\d[\d,y\s]*)[)\]]"
)
"""A pin-cite alone in brackets, at the end of what the ruling named before is quoted for."""
_ALONE_REACH = 700
_PARAGRAPH = re.compile(r"\n(?=\s*(?:\n|\d{1,3}[.)]\s|[a-z]\)\s))")
_OPENS, _CLOSES = re.compile(r"(?:(?<=[\s(\[:])|^)[\"“«](?=\S)|“"), re.compile(r"(?<=\S)[\"”»](?=[\s.,;:)\]]|$)|”")
_QUOTED = 1500
"""How far, at most, a quotation opens before a citation inside it and closes after it."""
_NOTE = "citas.nota"


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
        rf"(?=\d)(?:(?<![\d/-])|(?<=tc/)|(?<=\bn-)|(?<=\bno-))0?(?P<number>\d{{1,5}})\s?-\s?(?P<year>(?:19|20)\d\s?\d|[90]\d)(?![\d.])"
        rf"(?:(?:\s?-\s?|\s)(?P<code>{code})(?:(?![a-z])|(?={close}))(?:{close})?|(?P<closed>\s?/\s?tc\b))?"
    )


@cache
def _announced() -> re.Pattern[str]:
    sign = r"(?:\s*(?:recaida|emitida|dictada|expedida)?\s*(?:en|del|de)?\s*(?:el|la|los|las)?\s*)*"
    mark = r"(?:n\s?[.,]?\s?(?:[°ºo0*9'\"?]|ro\.?)?\s?s?\s?[.:]?\s?(?:[°º]\s?)?)?(?:0\s)?"
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


def citas(source: Source, deciding: Sequence[Seccion] = ()) -> tuple[Found[Cita], ...]:
    """Every ruling of the Court that the text cites, in order of first mention, HD and PHD one series; this file's own number, lower-court files and
    suits that are only pending are left out. `donde` is the weightiest place: mayoria, antecedentes, voto, cita (a quotation in the majority).
    `estado` is no_reconocida where the year printed is later than the decision's, else None: the collection tells."""
    gathered: dict[str, _Gathered] = {}
    text, own, year = plain(source.text), source.identity.expediente, _year(source)
    for section, place in _places(source, deciding):
        cases = list(_cases(text, section.inicio, section.fin))
        for number, (case, start, end) in enumerate(cases):
            if case[:10] == own[:10] or _pending(text, start, end):
                continue
            donde = _donde(source, text, (section, place), deciding, (start, end))
            one = gathered.setdefault(case, _Gathered(donde))
            one.donde = min(one.donde, donde, key=_ORDER.index)
            one.veces += 1
            until = cases[number + 1][1] if number + 1 < len(cases) else section.fin
            pins, stop = _pins(text, start, end, section.fin)
            one.fundamentos.update(pins or _alone(text, end, until))
            if len(one.evidence) < 5:
                one.evidence.append(source.quote(start, max(end, stop), _NOTE if section.zona == "notas" else "citas.numero", 0.96))
        for case, pins in _pointed_back(text, cases, section.fin):
            if case in gathered:
                gathered[case].fundamentos.update(pins)
    return tuple(_found(case, one, year) for case, one in gathered.items())


def _found(case: str, one: _Gathered, year: int | None) -> Found[Cita]:
    estado: Literal["no_reconocida"] | None = "no_reconocida" if year and int(case[6:10]) > year else None
    return Found(Cita(case, tuple(sorted(one.fundamentos)), one.donde, estado, one.veces), tuple(one.evidence))


def _year(source: Source) -> int | None:
    """Of the decision; None where its day is not known."""
    given = fecha(source)[0]
    return int(given.value[:4]) if given else None


def _donde(source: Source, text: str, where: tuple[Seccion, _Donde], deciding: Sequence[Seccion], span: tuple[int, int]) -> _Donde:
    """Where a citation stands: a footnote's where it is called from, the majority's own words or a quotation in them."""
    section, place = where
    if section.zona == "notas":
        called = next((note.posicion for note in source.document.notas if note.inicio <= span[0] < note.fin), None)
        if called is None:
            return place
        return next((donde for one, donde in _places(source, deciding) if one.zona != "notas" and one.inicio <= called <= one.fin), place)
    return "cita" if place == "mayoria" and _quoted(text, section, *span) else place


def _quoted(text: str, section: Seccion, start: int, end: int) -> bool:
    """Whether the last quotation mark before opens and the next one closes, within a quotation's length; a citation right at its end tells the source
    of what is quoted and is the Court's own."""
    low, high = max(section.inicio, start - _QUOTED), min(section.fin, start + _QUOTED)
    before = max((match.start() for match in _OPENS.finditer(text, low, start)), default=-1)
    shut = max((match.start() for match in _CLOSES.finditer(text, low, start)), default=-1)
    after, opened = _CLOSES.search(text, start, high), _OPENS.search(text, start, high)
    return before > shut and after is not None and after.start() > end + _PIN_REACH and (opened is None or after.start() < opened.start())


def _pending(text: str, start: int, end: int) -> bool:
    """Whether a number is named as one of many suits on foot ("expedientes …, entre otros en trámite"), not for what the Court said in it."""
    before, after = text[max(0, start - 160) : start], text[end : end + 200]
    if re.search(r"\b(?:s?stcs?|rtc|sentencias?)\b", before[-60:]):
        return False
    return re.search(phrases(_FILE, "pendientes", "despues")[0], after.partition(". ")[0]) is not None or (
        re.search(phrases(_FILE, "pendientes", "antes")[0], before) is not None
    )


def _alone(text: str, end: int, until: int) -> set[int]:
    """The fundamentos told alone in brackets at the end of a quotation of the ruling, before another is named and within its paragraph."""
    stop = min(until, end + _ALONE_REACH)
    if paragraph := _PARAGRAPH.search(text, end, stop):
        stop = paragraph.start()
    pin = _ALONE.search(text, end, stop)
    return _numbers(pin["numbers"]) if pin else set()


def _pointed_back(text: str, cases: list[tuple[ExpedienteNumber, int, int]], end: int) -> Iterator[tuple[ExpedienteNumber, set[int]]]:
    """Fundamentos "de la misma sentencia": of the ruling cited last; one compared in brackets ("cfr. …") is not what the text speaks of."""
    spoken_of = [(case, start) for case, start, _ in cases if "cfr" not in text[max(0, start - 60) : start]]
    for back in _back().finditer(text, spoken_of[0][1], end) if spoken_of else ():
        if pin := _pin_before().search(text, max(0, back.start() - _PIN_REACH), back.start()):
            yield next(case for case, start in reversed(spoken_of) if start < back.start()), _numbers(pin["numbers"])


def _places(source: Source, deciding: Sequence[Seccion] = ()) -> Iterator[tuple[Seccion, _Donde]]:
    """The sections that may cite and what each counts as, votes that make the majority as its own text; a caption names panels, not precedents."""
    own = [section for section in majority(source, deciding) if section.zona != "caratula"]
    for section in source.zonas:
        if section in own:
            yield section, "antecedentes" if section.zona == "antecedentes" else "mayoria"
        elif section.zona in ("voto", "notas"):
            yield section, "voto" if section.zona == "voto" else "mayoria"


def precedentes(cited: tuple[Found[Cita], ...]) -> tuple[Found[str], ...]:
    """The ids of the rulings that the majority's text cites (its antecedentes and quotations included, its footnotes not), from `citas`."""
    return tuple(
        Found(one.value.sentencia, one.evidence)
        for one in cited
        if one.value.donde != "voto" and one.value.estado is None and any(said.regla != _NOTE for said in one.evidence)
    )


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
        lower = (
            not coded
            and not text.startswith("-pagina", match.end())
            and re.match(phrases(_FILE, "sentencias", "inferior")[0], text[match.end() : match.end() + 6])
        )
        if lower or _foreign().search(before) or not (coded or match["closed"] or announced):
            continue
        if case := _case(match):
            listed_until = match.end()
            yield case, match.start(), match.end()


@cache
def _read_codes() -> dict[str, str]:
    return {printed: phrases(_FILE, "codigos_leidos", printed)[0] for printed in keys(_FILE, "codigos_leidos")}


def _case(match: re.Match[str]) -> ExpedienteNumber | None:
    """The case of a match; None where the process can't be told or the number is no expediente."""
    year = re.sub(r"\s", "", match["year"])
    # A ruling cited without its process counts as one of those that this collection is about; the number still tells.
    code = _read_codes().get(match["code"] or "", (match["code"] or "").upper())
    code = code if code in CODES or code in ("PA", "PHC", "PHD", "PC", "PI", "PCC") else "HD"
    try:
        case = ExpedienteNumber.of(int(match["number"]), int(year), code)
    except BadIdentity:
        return None
    return case if 1996 <= case.year <= 2099 and int(match["number"]) > 0 else None


def _pins(text: str, start: int, end: int, stop: int) -> tuple[set[int], int]:
    """The fundamentos named right after a number, else right before it ("fundamento 16 de la STC …"), and where the mention ends."""
    after = _pin().search(text, end, min(stop, end + 2 * _PIN_REACH))
    # "f. 26" away from the number is a leaf of the file.
    leaf = after and re.match(r"ff?\.\s?\d", after[0]) and not re.fullmatch(r"[\s,;:(]*", text[end : after.start()])
    if after and not leaf and not re.search(_FURTHER if after.start() > end + _PIN_REACH else _OTHER, text[end : after.start()]):
        return _numbers(after["numbers"]), after.end()
    window = _PARAGRAPH.split(text[max(0, start - 2 * _PIN_REACH) : start])[-1]
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

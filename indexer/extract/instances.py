"""What the courts below decided and when the suit began (domain.md §9): first instance from antecedentes, second from ASUNTO.

ASUNTO may tell only the part that was appealed (the costs): then the demand stands as the first instance left it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from indexer.extract.anchors import anchored
from indexer.extract.dates import find_dates
from indexer.extract.majority import facts
from indexer.extract.plain import plain
from indexer.extract.source import Source
from indexer.extract.tables import keys, nearest, phrases
from models.ruling import Evidencia, Found, Instancia, ResultadoInstancia, Seccion

_FILE = "cortes.toml"
_OBJECT = 46
"""How many characters after an outcome word may say what it is of."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """An outcome of the demand and where it is said."""

    result: ResultadoInstancia
    start: int
    end: int
    partial: bool = False


@cache
def _compiled(section: str, key: str) -> re.Pattern[str]:
    return re.compile(phrases(_FILE, section, key)[0])


def primera_instancia(source: Source) -> Found[Instancia] | None:
    """The first court, its outcome for the demand and its date. None when the text tells of no first instance."""
    text = plain(source.text)
    for section in facts(source):
        start, end = _first_stretch(text, section)
        if start < 0:
            continue
        court = _court(source, text, start, end, "primera")
        outcome = _decided(text, start, end)
        if court or outcome:
            return _instance(source, court, outcome, (start, end), "instancias.primera", 0.9)
    return None


def segunda_instancia(source: Source) -> Found[Instancia] | None:
    """The second court and how the demand stands after it: an outcome of its own, or the first one's when it confirmed. None when untold."""
    text = plain(source.text)
    first = primera_instancia(source)
    before = first.value.resultado if first else None
    for section in [*source.zones("asunto"), *source.zones("voto")][:1]:
        end = _appeal_end(text, section)
        court = _court(source, text, section.inicio, end, "segunda")
        told = _after(text, section.inicio, end, before, court[1] if court else section.inicio)
        outcome = told or _second_told(source, text, before)
        if court or outcome:
            return _instance(source, court, outcome, (section.inicio, end), "instancias.segunda", 0.92 if told else 0.8)
    outcome = _second_told(source, text, before)
    return _instance(source, None, outcome, (outcome.start, outcome.end), "instancias.segunda", 0.75) if outcome else None


def fecha_demanda(source: Source) -> Found[str] | None:
    """The day (or month) the suit was filed: the first date of the sentence that says so. None when it gives none."""
    text = plain(source.text)
    for section in facts(source):
        for match in re.finditer(phrases("partes.toml", "demanda", "presenta")[0], text[section.inicio : section.inicio + 1600]):
            verb = section.inicio + match.start()
            start = max(text.rfind("\n", 0, verb), _sentence(text, section.inicio, verb))
            if "recurso" in text[verb : verb + 40]:
                continue
            dates = [
                one
                for one in find_dates(source.text, start, min(section.fin, verb + 160))
                if one.start < verb or _filed(text, verb, one.start)
            ]
            if dates:
                return Found(dates[0].value, (source.quote(dates[0].start, dates[0].end, "instancias.demanda", 0.93),))
            break
    return None


def first_instance_start(text: str, section: Seccion) -> int:
    """Where a section of the (plain) text begins to tell what the first court decided; -1 when it does not."""
    return _first_stretch(text, section)[0]


def _filed(text: str, verb: int, date: int) -> bool:
    """Whether a date after the verb is still the filing's: "interpuso, el 3 de mayo de 2010, demanda"."""
    return re.search(r"contra|solicit|data|\.\s|;", text[verb:date]) is None


def _sentence(text: str, start: int, end: int) -> int:
    last = start
    for match in re.finditer(r"(?<!\b[a-z])(?<!\bdr)(?<!\bsr)(?<!\bn)\.\s+(?=[a-z])", text[start:end]):
        last = start + match.end()
    return last


@dataclass(frozen=True, slots=True)
class _Marks:
    """What a stretch says where: verbs of deciding, courts of each instance, words that stand for them; offsets in order."""

    verbs: tuple[int, ...]
    first: tuple[int, ...]
    second: tuple[int, ...]
    named_second: tuple[int, ...]


@lru_cache(maxsize=32)
def _marks(text: str, start: int, end: int) -> _Marks:
    verbs = tuple(match.start() for match in anchored(_verb(), phrases(_FILE, "anclas", "verbos"), text, start, end))
    first = [place for place, _ in _courts(text, start, end, "primera")]
    anchors = phrases(_FILE, "anclas", "marcas")
    first += [match.start() for match in anchored(_compiled("marcas", "primera"), anchors, text, start, end)]
    second = tuple(match.start() for match in anchored(_compiled("marcas", "segunda"), anchors, text, start, end))
    return _Marks(verbs, tuple(sorted(first)), second, tuple(place for place, _ in _courts(text, start, end, "segunda")))


@cache
def _verb() -> re.Pattern[str]:
    return re.compile("|".join(phrases(_FILE, "verbos", key)[0] for key in keys(_FILE, "verbos")))


def _courts(text: str, start: int, end: int, which: str) -> Iterator[tuple[int, int]]:
    """Where courts of an instance are named: start (its ordinal included) and end of the word that says what it is."""
    for word in phrases(_FILE, "organos", f"palabras_{which}"):
        place = text.find(word, start, end)
        while place >= 0:
            if match := _compiled("organos", which).match(text, place, end):
                window = max(start, place - 34)
                ordinal = _compiled("organos", "ordinal").search(text, window, place)
                yield (ordinal.start() if ordinal else place), match.end()
            place = text.find(word, place + 1, end)


def _first_stretch(text: str, section: Seccion) -> tuple[int, int]:
    """From the naming of the first court to the second's; (-1, -1) when neither a court nor a heading opens it."""
    marks = _marks(text, section.inicio, section.fin)
    opening = [start for start in marks.first if _decides(text, marks, start)]
    if not opening:
        return -1, -1
    leading = [start for start in opening if _leads(text, section.inicio, start)] or opening
    start = min(leading)
    second = _second_mark(text, start + 10, section)
    while second > 0 and (again := [one for one in leading if one > second + 10]) and _annulled(text, second, again[0]):
        # The Sala annulled what the court had decided, and the court decided again.
        start, second = again[0], _second_mark(text, again[0] + 10, section)
    return start, second if second > 0 else section.fin


def _annulled(text: str, start: int, end: int) -> bool:
    return _compiled("verbos", "anula").search(text, start, end) is not None


def _second_mark(text: str, start: int, section: Seccion) -> int:
    """Where the telling of the second instance begins; -1 when it does not."""
    marks = _marks(text, section.inicio, section.fin)
    found = [one for one in marks.second if one >= start]
    found += [one for one in marks.named_second if one >= start and _decides(text, marks, one)]
    return min(found, default=-1)


def _decides(text: str, marks: _Marks, start: int) -> bool:
    """Whether a court named here decides in what follows, rather than being mentioned."""
    at = bisect_left(marks.verbs, start)
    if at == len(marks.verbs) or marks.verbs[at] > start + 420:
        return False
    return text.count("\n", start, marks.verbs[at]) < 2


def _leads(text: str, floor: int, start: int) -> bool:
    """Whether a court is the subject of its sentence, not one that somebody tells of."""
    begin = max(text.rfind("\n", floor, start) + 1, _sentence(text, max(floor, start - 200), start))
    return _compiled("marcas", "antesala").fullmatch(text, begin, start) is not None


def _appeal_end(text: str, section: Seccion) -> int:
    """Where the sentence of the appeal ends: ASUNTO's first paragraphs."""
    return min(section.fin, section.inicio + 1100)


def _court(source: Source, text: str, start: int, end: int, which: str) -> tuple[str, int, int] | None:
    """The name of the court of a stretch, as printed, and its span."""
    found = min(_courts(text, start, end, which), default=None)
    if not found:
        return None
    closing = _compiled("organos", "final").search(text, found[1], end)
    stop = closing.start() if closing else end
    name = re.sub(r"\s+", " ", source.text[found[0] : stop]).strip(" ,.;:-")
    return (name[:1].upper() + name[1:], found[0], stop) if 5 < len(name) < 170 else None


def _decided(text: str, start: int, end: int) -> _Outcome | None:
    """The outcome for the demand in a stretch: grant and rejection of two parts of it make a partial grant."""
    special = _special(text, start, end)
    found = _outcomes(text, start, end)
    if special and (not found or special.start < found[0].start):
        return special
    if not found:
        return special
    first = found[0]
    if first.result == "fundada" and (first.partial or _mixed(text, found)):
        return _Outcome("fundada_en_parte", first.start, first.end)
    if first.result in ("infundada", "improcedente") and any(one.result == "fundada" for one in found[1:2]) and _mixed(text, found):
        return _Outcome("fundada_en_parte", first.start, first.end)
    return first


def _mixed(text: str, found: list[_Outcome]) -> bool:
    """Whether another part of the same demand went the other way."""
    for one in found[1:]:
        after = text[one.end : one.end + 60]
        rejects = one.result != found[0].result and one.result != "inadmisible"
        if rejects and re.search(_compiled("objetos", "extremo"), after) and not re.search(_compiled("objetos", "costos"), after):
            return True
    return False


def _special(text: str, start: int, end: int) -> _Outcome | None:
    """Ways of ending without one of the four words: rejected outright, dismissed, concluded, annulled."""
    ways: tuple[tuple[str, ResultadoInstancia], ...] = (
        ("rechaza", "improcedente"), ("desestima", "infundada"), ("concluye", "conclusion_sin_fondo"), ("anula", "nulo"),
    )  # fmt: skip
    found = [
        _Outcome(result, match.start(), match.end())
        for key, result in ways
        for match in [_compiled("verbos", key).search(text, start, end)]
        if match
    ]
    return min(found, key=lambda one: one.start, default=None)


def _outcomes(text: str, start: int, end: int) -> list[_Outcome]:
    """Every outcome word said of the demand, in order; of exceptions, costs and nullities none."""
    found: list[_Outcome] = []
    for verb in _compiled("verbos", "declara").finditer(text, start, end):
        stop = min(end, verb.end() + 240)
        sentence = re.search(r"\.\s+[a-z]|\n", text[verb.end() : stop])
        stop = verb.end() + sentence.start() if sentence else stop
        for word in re.finditer(r"[a-z]{6,14}", text[verb.end() : stop]):
            result = _result(word[0])
            begin, finish = verb.end() + word.start(), verb.end() + word.end()
            if result is None or (found and found[-1].start >= begin):
                continue
            after = text[finish : min(end, finish + _OBJECT)]
            if not _compiled("objetos", "ajeno").search(after) and not re.search(r"excepcion\w*\s*$", text[begin - 14 : begin]):
                found.append(_Outcome(result, begin, finish, bool(_compiled("objetos", "parte").search(after))))
    return found


@cache
def _result(word: str) -> ResultadoInstancia | None:
    """The outcome a word says, through OCR: "improcedepte", "anfundada"; None for other words."""
    known = {spelling: key for key in keys(_FILE, "resultados") for spelling in phrases(_FILE, "resultados", key)}
    if word in known:
        return known[word]  # type: ignore[return-value]
    close = nearest(word, tuple(known), 80) if word[-3:] not in ("ndo", "mos") and len(word) > 6 else None
    if close and close.startswith("fund") and len(word) > 7:
        return "infundada"
    return known[close] if close else None  # type: ignore[return-value]


def _after(text: str, start: int, end: int, before: ResultadoInstancia | None, court: int) -> _Outcome | None:
    """How the demand stands by ASUNTO; None where it does not tell, or tells of the costs only."""
    found = _decided(text, court, end)
    stretch = text[court:end]
    confirms = _compiled("verbos", "confirma").search(text, court, end)
    if (
        found
        and found.result in ("infundada", "improcedente")
        and re.search(_compiled("objetos", "costos"), text[found.end : found.end + 160])
    ):
        found = None
    if found:
        return found
    costs = re.search(_compiled("objetos", "costos"), stretch)
    if before and (confirms or costs):
        place = court + costs.start() if costs else confirms.start() if confirms else court
        return _Outcome(before, place, place + 20)
    return None


def _second_told(source: Source, text: str, before: ResultadoInstancia | None) -> _Outcome | None:
    """How the demand stands by antecedentes: revoked to something else, or confirmed."""
    for section in facts(source):
        start, end = _first_stretch(text, section)
        mark = end if start >= 0 else _second_mark(text, section.inicio, section)
        if mark < 0 or mark >= section.fin:
            continue
        closing = _compiled("marcas", "fin").search(text, mark + 20, section.fin)
        stop = closing.start() if closing else section.fin
        confirms = _compiled("verbos", "confirma").search(text, mark, stop)
        found = _decided(text, mark, stop)
        if found and not (confirms and confirms.start() < found.start and before):
            return found
        if confirms and before:
            return _Outcome(before, confirms.start(), confirms.end())
    return None


def _instance(
    source: Source, court: tuple[str, int, int] | None, outcome: _Outcome | None, span: tuple[int, int], rule: str, sure: float
) -> Found[Instancia]:
    """The instance with its evidence: the court's name, the words of the outcome, the date."""
    evidence: list[Evidencia] = []
    if outcome:
        evidence.append(source.quote(outcome.start, outcome.end, rule, sure))
    if court:
        evidence.append(source.quote(court[1], court[2], f"{rule}.organo", 0.95))
    limit = min(span[1], (outcome.start if outcome else span[0]) + 250)
    day = next((one for one in find_dates(source.text, span[0], max(limit, span[0])) if len(one.value) == 10), None)
    if day:
        evidence.append(source.quote(day.start, day.end, f"{rule}.fecha", 0.85))
    value = Instancia(court[0] if court else None, outcome.result if outcome else None, day.value if day else None)
    return Found(value, tuple(evidence))

"""What the courts below decided and when the suit began (domain.md §9): first instance from antecedentes, second from ASUNTO.

ASUNTO may tell only the part that was appealed (the costs): then the demand stands as the first instance left it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from indexer.extract.courts import compiled, courts, first_stretch, second_mark, sentence_start
from indexer.extract.dates import DateMatch, find_dates
from indexer.extract.filing import fecha_demanda
from indexer.extract.instance_outcomes import InstanceOutcome, decided, outcomes
from indexer.extract.majority import facts
from indexer.extract.plain import plain
from indexer.extract.source import Source
from indexer.extract.tables import phrases
from models.ruling import Evidencia, Found, Instancia, ResultadoInstancia, Seccion

VERSION = 6
__all__ = ["fecha_demanda", "part_of", "primera_instancia", "segunda_discordante", "segunda_instancia"]

_RIGHT_BEFORE = 40
"""Characters between the date of a decision and its outcome: ", declaró"."""
_REFORMS = 160
"""How many characters after an outcome its reform may be told in."""
_ORDINAL = 40
"""How many characters the ordinal of a court may take before its word."""
_SENTENCE = 600
"""In how many characters after a court's name its decision is told."""


@lru_cache(maxsize=2)
def primera_instancia(source: Source) -> Found[Instancia] | None:
    """The first court, its outcome for the demand and its date. None when the text tells of no first instance."""
    text = plain(source.text)
    undecided: Found[Instancia] | None = None
    for section in facts(source):
        start, end = first_stretch(text, section)
        if start < 0:
            continue
        court = _court(source, text, start, end, "primera")
        outcome = decided(text, start, end)
        if court or outcome:
            found = _instance(source, court, outcome, (_led_from(text, section.inicio, start), end), "instancias.primera", 0.9)
            if outcome:
                return found
            undecided = undecided or found
    return _sala_first(source, text) or undecided


def _sala_first(source: Source, text: str) -> Found[Instancia] | None:
    """The Sala that decided first, where the Corte Suprema is the court above it, as in suits against judges; else None."""
    above = compiled("marcas", "suprema")
    told = [match.start() for one in (*source.zones("asunto"), *facts(source)) for match in above.finditer(text, one.inicio, one.fin)]
    for section in facts(source) if told else ():
        for start, _ in courts(text, section.inicio, section.fin, "segunda"):
            if any(start <= place < start + _ORDINAL for place in told):
                continue
            end = min((place for place in told if place > start), default=section.fin)
            if outcome := decided(text, start, min(end, start + _SENTENCE, section.fin)):
                return _instance(source, _court(source, text, start, end, "segunda"), outcome, (start, end), "instancias.primera", 0.75)
    return None


@lru_cache(maxsize=2)
def segunda_instancia(source: Source) -> Found[Instancia] | None:
    """The second court and how the demand stands after it: an outcome of its own, or the first one's when it confirmed. None when untold, and in a queja,
    where the court above is the one that denied the appeal."""
    if source.identity.expediente.code == "Q":
        return None
    text = plain(source.text)
    first = primera_instancia(source)
    before = first.value.resultado if first else None
    for section in [*source.zones("asunto"), *source.zones("voto")][:1]:
        end = _appeal_end(text, section)
        court = _court(source, text, section.inicio, end, "segunda")
        told = _after(text, court[1] if court else section.inicio, end, before)
        partial = _part_left(source, text, (section.inicio, end), before)
        outcome = partial or _part_confirmed(source, text, before) or told or _second_told(source, text, before)
        if court or outcome:
            court = court or _second_court(source, text)
            appealed = compiled("marcas", "impugnada").search(text, section.inicio, end)
            start = appealed.start() if appealed else section.inicio
            return _instance(source, court, outcome, (start, end), "instancias.segunda", 0.92 if told else 0.8)
    outcome = _second_told(source, text, before)
    return _instance(source, None, outcome, (outcome.start, outcome.end), "instancias.segunda", 0.75) if outcome else None


def segunda_discordante(source: Source) -> tuple[str, str] | None:
    """What ASUNTO and the facts say of the demand after the second instance, where each says something of its own and they differ; else
    None, as where the appeal is of the costs, or the facts go on to what the judgment became ("y reformándola")."""
    if source.identity.expediente.code == "Q":
        return None
    text = plain(source.text)
    for section in [*source.zones("asunto")][:1]:
        end = _appeal_end(text, section)
        court = _court(source, text, section.inicio, end, "segunda")
        asunto, told = _after(text, court[1] if court else section.inicio, end, None), _second_told(source, text, None)
        unsettled = told and re.compile(phrases("defensas.toml", "decision", "reforma")[0]).search(text, told.end, told.end + _REFORMS)
        costs = compiled("objetos", "costos").search(text, section.inicio, end)
        if asunto and told and asunto.result != told.result and not (unsettled or costs):
            return str(asunto.result), str(told.result)
    return None


def part_of(rule: str) -> str:
    """Of an instance's evidence, the part it says: organo, fecha or, by a rule that names no part, resultado."""
    last = rule.rpartition(".")[2]
    return last if last in ("organo", "fecha") else "resultado"


def _led_from(text: str, floor: int, start: int) -> int:
    """Where the sentence of a court begins when only its date and number lead to it: "Mediante Resolución 4, de fecha …, el Juzgado"."""
    begin = max(text.rfind("\n", floor, start) + 1, sentence_start(text, max(floor, start - 200), start))
    return begin if compiled("marcas", "antesala").fullmatch(text, begin, start) else start


def _appeal_end(text: str, section: Seccion) -> int:
    """Where the sentence of the appeal ends: ASUNTO's first paragraphs."""
    return min(section.fin, section.inicio + 1100)


def _court(source: Source, text: str, start: int, end: int, which: str) -> tuple[str, int, int] | None:
    """The name of the court of a stretch, as printed, and its span."""
    found = min(courts(text, start, end, which), default=None)
    if not found:
        return None
    closing = compiled("organos", "final").search(text, found[1], end)
    stop = closing.start() if closing else end
    name = re.sub(r"\s+", " ", source.text[found[0] : stop]).strip(" ,.;:-")
    return (name[:1].upper() + name[1:], found[0], stop) if len(name.split()) > 1 and len(name) < 170 else None


def _after(text: str, court: int, end: int, before: ResultadoInstancia | None) -> InstanceOutcome | None:
    """How the demand stands by ASUNTO; None where it does not tell, or tells of the costs only."""
    found = decided(text, court, end)
    stretch = text[court:end]
    confirms = compiled("verbos", "confirma").search(text, court, end)
    if (
        found
        and found.result in ("infundada", "improcedente")
        and re.search(compiled("objetos", "costos"), text[found.end : found.end + 160])
    ):
        found = None
    if found:
        return found
    costs = re.search(compiled("objetos", "costos"), stretch)
    if before and (confirms or costs):
        place = court + costs.start() if costs else confirms.start() if confirms else court
        return InstanceOutcome(before, place, place + 20)
    return None


def _second_stretches(text: str, told: tuple[Seccion, ...]) -> Iterator[tuple[int, int]]:
    """Where antecedentes tell the second instance, up to the recurso against it."""
    for section in told:
        start, end = first_stretch(text, section)
        mark = end if start >= 0 else second_mark(text, section.inicio, section)
        if 0 <= mark < section.fin:
            closing = compiled("marcas", "fin").search(text, mark + 20, section.fin)
            yield mark, closing.start() if closing else section.fin


def _second_told(source: Source, text: str, before: ResultadoInstancia | None) -> InstanceOutcome | None:
    """How the demand stands by antecedentes: revoked to something else, or confirmed."""
    for mark, stop in _second_stretches(text, facts(source)):
        confirms = compiled("verbos", "confirma").search(text, mark, stop)
        found = decided(text, mark, stop)
        if found and not (confirms and confirms.start() < found.start and before):
            return found
        if confirms and before:
            return InstanceOutcome(before, confirms.start(), confirms.end())
    return None


def _part_left(source: Source, text: str, asunto: tuple[int, int], before: ResultadoInstancia | None) -> InstanceOutcome | None:
    """A partial grant, where ASUNTO tells only the part rejected ("infundada … respecto de los pedidos 1 y 2") and antecedentes that another was
    granted, or that the rejection in a partial grant was confirmed; else None."""
    if not compiled("marcas", "limita").search(text, *asunto) or compiled("objetos", "costos").search(text, *asunto):
        return None
    for mark, stop in _second_stretches(text, facts(source)):
        confirms = compiled("verbos", "confirma").search(text, mark, stop)
        granted = [one for one in outcomes(text, mark, stop) if one.result == "fundada"]
        revoked = compiled("verbos", "revoca").search(text, mark, stop)
        if confirms and (granted or (before == "fundada_en_parte" and not revoked)):
            place = granted[0] if granted else InstanceOutcome("fundada_en_parte", *confirms.span())
            return InstanceOutcome("fundada_en_parte", place.start, place.end)
    return None


def _part_confirmed(source: Source, text: str, before: ResultadoInstancia | None) -> InstanceOutcome | None:
    """How a granted demand stands where antecedentes say that only the part appealed was confirmed: as the first court left it, whatever a hasty
    ASUNTO says ("que declaró improcedente la demanda"); else None."""
    for section in facts(source) if before in ("fundada", "fundada_en_parte") else ():
        if match := compiled("marcas", "apelado").search(text, section.inicio, section.fin):
            return InstanceOutcome(before, match.start(), match.end()) if before else None
    return None


def _dated(text: str, days: list[DateMatch], outcome: InstanceOutcome | None) -> DateMatch | None:
    """The date of a first decision, whose sentence may tell an earlier one on exceptions: the one right before its outcome, else the first
    before it, else the first after it unless that belongs to the reasons; None when no date is told."""
    before = [one for one in days if outcome is None or one.end <= outcome.start]
    if outcome and (close := [one for one in before if outcome.start - one.end <= _RIGHT_BEFORE]):
        return close[-1]
    if before or outcome is None:
        return next(iter(before), None)
    return next((one for one in days if not compiled("marcas", "razones").search(text, outcome.end, max(one.start, outcome.end))), None)


def _second_court(source: Source, text: str) -> tuple[str, int, int] | None:
    """The second court as antecedentes name it, for an ASUNTO whose naming is damaged."""
    for section in facts(source):
        start, end = first_stretch(text, section)
        mark = end if start >= 0 else second_mark(text, section.inicio, section)
        if 0 <= mark < section.fin and (court := _court(source, text, mark, min(section.fin, mark + 400), "segunda")):
            return court if compiled("organos", "nombrada").search(plain(court[0])) else None
    return None


def _instance(
    source: Source, court: tuple[str, int, int] | None, outcome: InstanceOutcome | None, span: tuple[int, int], rule: str, sure: float
) -> Found[Instancia]:
    """The instance with its evidence: the court's name, the words of the outcome, the date."""
    evidence: list[Evidencia] = []
    if outcome:
        evidence.append(source.quote(outcome.start, outcome.end, rule, sure))
    if court:
        evidence.append(source.quote(court[1], court[2], f"{rule}.organo", 0.95))
    limit = min(span[1], (outcome.start if outcome else span[0]) + 250)
    days = [one for one in find_dates(source.text, span[0], max(limit, span[0])) if len(one.value) == 10]
    first = rule == "instancias.primera"
    if day := _dated(plain(source.text), days, outcome) if first else next(iter(days), None):
        evidence.append(source.quote(day.start, day.end, f"{rule}.fecha", 0.85))
    value = Instancia(court[0] if court else None, outcome.result if outcome else None, day.value if day else None)
    return Found(value, tuple(evidence))

"""What the recurso de agravio asks the Court to look at: everything, an extremo, only the costs, an execution (domain.md §5, §0.9)."""

import re
from functools import lru_cache
from typing import Literal

from indexer.extract.decision import TABLE
from indexer.extract.phrases import labelled
from indexer.extract.plain import plain
from indexer.extract.source import Source
from models.ruling import Evidencia, Found

VERSION = 2
Rac = Literal["todo", "extremo", "costos", "ejecucion", "salto"]


@lru_cache(maxsize=2)
def objeto_del_rac(source: Source) -> Found[Rac] | None:
    """By ASUNTO, else by the first fundamentos. None when there is no ASUNTO to read, or it brings something else (a queja, a nulidad)."""
    bare = plain(source.text)
    span = _asunto(source, bare)
    if span is None:
        return None
    start, end = span
    said = list(labelled(bare, start, end, TABLE, "rac"))
    for label in ("salto", "ejecucion"):
        if one := next((one for one in said if one.label == label), None):
            return Found(label, (source.quote(one.start, one.end, "asunto.rac", 0.9),))
    costs = next((one for one in said if one.label == "costos"), None)
    if costs and _only_costs(bare, start, end):
        return Found("costos", (source.quote(costs.start, costs.end, "asunto.rac", 0.9),))
    if limited := _limited_to_costs(source):
        return Found("costos", (limited,))
    if extremo := next((one for one in said if one.label == "extremo"), None):
        return Found("extremo", (source.quote(extremo.start, extremo.end, "asunto.rac", 0.8),))
    if partly := _PARTLY_GRANTED.search(bare, start, end):  # what was granted below is not before the Court (R6)
        return Found("extremo", (source.quote(partly.start(), partly.end(), "asunto.en_parte", 0.7),))
    return Found("todo", (source.quote(*_recourse(bare, start, end), "asunto.rac", 0.7),))


def _recourse(bare: str, start: int, end: int) -> tuple[int, int]:
    """The words that say what the recurso is against: the decision appealed, "que declaró improcedente la demanda"; else its naming, up to "contra"."""
    if decided := _DECIDED.search(bare, start, end):
        return decided.span("what")
    named = re.compile(r"recurso\b[^.;]{0,90}?(?= por | contra )").search(bare, start, end)
    return named.span() if named else (start, end)


_DECIDED = re.compile(
    r"\bque,?\s(?P<what>(?:[^.;\n]|\n(?!\n)){0,60}?(?:d[ec]\s?clar|r[ec]chaz|confirm|r[ec]voc|d[ec]s[ec]stim|r[ec]solv)\w*"
    r"\s[^.;]{0,90}?(?:d[ec]manda|accion|hab[ec]as data|apelada|r[ec]curso))\b"
)
"""The outcome below as ASUNTO tells it."""


def _asunto(source: Source, bare: str) -> tuple[int, int] | None:
    """The paragraph that says what is before the Court: the zone's, or, in a decision of votes alone, the first vote that repeats one."""
    if section := next(source.zones("asunto"), None):
        head = bare[section.inicio : section.inicio + 260]
        return None if _OTHER_RECOURSE.search(head) and "recurso de agravio" not in head[:120] else (section.inicio, section.fin)
    for section in source.zones("voto"):
        if begun := _BEGINS.search(bare, section.inicio, section.fin):
            stop = bare.find("\n", begun.end())
            return begun.start("what"), stop if stop != -1 else section.fin
    return None


_PARTLY_GRANTED = re.compile(r"(?<!in)fundada\W{0,3}en parte")
_OTHER_RECOURSE = re.compile(
    r"recurso de (?:queja|reposicion)|(?:solicitud|pedido|escrito)[^.;]{0,120}(?:aclaracion|nulidad|correccion|reposicion|subsanacion)"
)
_BEGINS = re.compile(
    r"^\W{0,4}(?:asunto\W+)?(?P<what>(?:el )?recurso (?:de agravio constitucional|extraordinario)[^\n]{0,40} interpuest)", re.MULTILINE
)


def _only_costs(bare: str, start: int, end: int) -> bool:
    """Whether ASUNTO brings the costs before the Court: an extremo or an outcome that is about costs, or costs refused."""
    return bool(
        re.search(
            r"(?:extremo|extremos|improcedente|infundad[ao]|exoner\w*|exim\w*|desestim\w*|deneg\w*|deni[eé]g\w*|respecto|sin|revoc\w*)[^.;]{0,90}\bcost[oa]s\b",
            bare[start:end],
        )
    )


def _limited_to_costs(source: Source) -> Evidencia | None:
    """The sentence of the first three fundamentos that leaves only the costs to decide."""
    bare = plain(source.text)
    own = [one for one in source.fundamentos if not one.numero.startswith("v")][:4]
    asunto = next(source.zones("asunto"), None)
    granted = asunto is not None and bool(_GRANTED.search(bare, asunto.inicio, asunto.fin))
    for fundamento in own:
        for match in re.finditer(r"[^.;]+", bare[fundamento.inicio : min(fundamento.fin, fundamento.inicio + 1200)]):
            sentence = match[0]
            if (_ONLY.search(sentence) or (granted and _ASKS.search(sentence))) and _COST.search(sentence) and not _ALSO.search(sentence):
                said = [one for words in (_ONLY, _ASKS, _COST) for one in [words.search(sentence)] if one]
                start = fundamento.inicio + match.start()
                span = start + min(one.start() for one in said), start + max(one.end() for one in said)
                return source.quote(*span, "fundamentos.solo_costos", 0.85)
    return None


_ONLY = re.compile(
    r"unicamente|solo (?!puede)|solamente|exclusivamente|se circunscribe|circunscrib|se limita|limitad|extremo (?:impugnado|cuestionado)|"
    r"materia (?:de|del) (?:recurso|rac|grado|pronunciamiento|controversia|agravio)|objeto (?:de|del) (?:el )?(?:recurso|rac)|"
    r"recurso de agravio[^.;]{0,120}(?:cuestion|extremo|impugn|otorg|pago)"
)
"""Words with which a sentence leaves nothing but the costs to decide."""
_ASKS = re.compile(r"(?:pretende|solicita|persigue|pretension|objeto|finalidad)[^.;]{0,80}(?:pago|condena|otorg\w+|reconoc\w+)")
"""Weaker words, which count where the second instance left the demanda granted."""
_GRANTED = re.compile(r"(?<!in)fundad[ao](?![^.;]{0,200}(?:improcedente|infundada) la demanda)")
_COST = re.compile(r"\bcost[oa]s\b(?! de(?: la)? reproduccion)")
_ALSO = re.compile(
    r"\b(?:asimismo|accesori\w+|desestimatorio|adicionalmente|entregue|proporcione|brinde|suministre|copia|copias|asi como el pago|mas el pago|ademas)\b"
)

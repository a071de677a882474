"""The operative points of a decision: each outcome bound to its object (R3), orders, fines, and costs as entries of their own."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from indexer.extract.clauses import Event, Item, clause_end, events, items
from indexer.extract.decision import TABLE, Stretch
from indexer.extract.phrases import Phrase, labelled
from indexer.extract.plain import plain
from models.ruling import ObjetoPunto, ResultadoPunto

VERSION = 4
WORDS = 15
_OBJECT_REACH = 90
"""Characters after an outcome word in which its object stands: about the six words of R3 and a parenthesis."""
_ALONE = re.compile(
    r"(?:\W{0,4}en\s?,?\s?parte)?\s*(?:[,.;]\s(?!(?:en parte|de conformidad|en aplicacion|en el extremo|la |el |y |e ))|[.;]|$)"
)
"""An outcome with nothing after it: its object stands before ("la demanda debe declararse FUNDADA, con costos")."""
_BEFORE = re.compile(r"\bdemanda (?:es|sea|se|debe|deberia|debio|deba|ha)\b[^.;]{0,40}$")
_NEXT = 12
"""An object of the kind "otro" (a fine, a request) binds only right after the outcome: "NULA la multa"."""
_COSTS = re.compile(
    r"\bcost[oa]s\b(?! de(?: la)? (?:reproduccion|copia|fotocopia)| que (?:supon|irrog|demand|gener|impli|correspond)| de la informacion)"
)
_ABOUT = re.compile(
    r"(?:extremo|referid[oa]s?|relativ[oa]s?|respecto|concerniente|en cuanto|en lo que|otorgamiento|pretension|solicitud|pedido)\b[^.;,]{0,70}$"
)
_CUE_REACH = 60
_ACTION = re.compile(
    r"\b(?:entreg|proporcion|brind|inform|suministr|expid|expedi|otorg|busqueda|buscar|ubi|facilit|emit|adecu|devuelv|devolv|permit|suprim|supresion|elimin|"
    r"exclu|rectifi|correg|corrij|actuali|absten|anul|retir|publi|dar respuesta|dispon|locali|reconstru|cumpla|vuelva|evit|proced|realic|efectu|notifi)\w*"
)
"""What an order makes the respondent do: then its object is the demanda's."""
_ADMITS = re.compile(r"\badmi(?:t|si)\w*\s+(?:a\s+)?(?:tramite|la demanda)")
_JUDGE = re.compile(r"\s*(?:al?|a la|que el|que la)\s+(?:juez|jueza|juzgado|sala|secretari)")
_COPY_COSTS = re.compile(r"(?:previ[oa]|bajo|asum\w+)\s[^.;,]{0,30}$")
"""What comes before the price of copies, which is no costos procesales (domain.md §0.8)."""
_PRICE = re.compile(r"\bcosto\b(?! (?:procesal|del proceso))[^,.;]*")
"""One costo is the price of copies: "previo pago del costo de reproducción, con costos" condemns from "con" on."""
_JOINTS = ("con", "mas", "debiendo")
"""Words that join the costs to an order: "…, con el pago de los costos"."""
_CLOSING = re.compile(r"disp\w+\s+(?:se\s+)?la\W{0,2}(?:notificacion|publicacion|devolucion)|dispon\w+ (?:su|la) publicacion")
"""The farewell of the first decade: "Dispone la notificación a las partes, su publicación …" orders nothing."""


@dataclass(frozen=True, slots=True)
class Clause:
    """An operative clause: a PuntoFallo to be, with what the outcome rules need to know of it."""

    resultado: ResultadoPunto
    objeto: ObjetoPunto
    punto: int | None
    start: int
    end: int
    costos: Literal["con_costos", "sin_costos"] | None = None
    """What it says on costos, where costos are its object or part of it."""
    costas: Literal["con_costos", "sin_costos"] | None = None
    about_costs: bool = False
    """An outcome whose extremo is the costs, whatever the object printed (R8)."""
    said: tuple[int, int] | None = None
    """The words that declare it, from the verb to the object: "Declarar FUNDADA la demanda"; None where the clause is no outcome."""

    @property
    def shown(self) -> tuple[int, int]:
        """The least of the clause that says what it decides."""
        return self.said or (self.start, self.end)


def clauses(text: str, stretch: Stretch) -> list[Clause]:
    """Every operative clause of a decision in print order; quoted decisions of lower courts left out (R2)."""
    loose = stretch.origin != "cuerpo"
    found: list[Clause] = []
    every = items(text, stretch)
    for item in every:
        opened = events(text, item, loose)
        opened = _reviewed(text, item, opened)
        item_found = [one for place, event in enumerate(opened) for one in _clause(text, item, event, opened, place)]
        found += _with_costs(text, item, _merged(item_found))
    return _of_one_request(found)


def _of_one_request(found: list[Clause]) -> list[Clause]:
    """In a decision on an aclaración "el pedido" of a later point is the same request."""
    if not any(one.objeto == "pedido_aclaracion" for one in found):
        return found
    outcomes = ("fundada", "fundada_en_parte", "infundada", "improcedente")
    return [replace(one, objeto="pedido_aclaracion") if one.objeto == "otro" and one.resultado in outcomes else one for one in found]


def _merged(found: list[Clause]) -> list[Clause]:
    """One entry for what a point says twice: "NULA la resolución … y NULO todo lo actuado", "ORDENAR … ADMITIR a trámite"."""
    kept: list[Clause] = []
    for one in found:
        again = one.resultado in ("nulo", "admite") and any(
            (other.resultado, other.objeto) == (one.resultado, one.objeto) for other in kept
        )
        orders_it = one.resultado == "admite" and kept and kept[-1].resultado == "ordena" and kept[-1].punto == one.punto
        if orders_it:
            kept[-1] = replace(one, start=kept[-1].start)
        elif not again:
            kept.append(one)
    return kept


def _reviewed(text: str, item: Item, opened: list[Event]) -> list[Event]:
    """R2, until 2004: after REVOCANDO or CONFIRMANDO only what follows *reformándola*, else what follows the decision quoted last."""
    bare = plain(text)
    marks = list(labelled(bare, item.start, item.end, TABLE, "era"))
    if not any(mark.label in ("revoca", "confirma") and mark.start - item.start < 120 for mark in marks):
        return opened
    outcomes = [event for event in opened if event.outcome]
    if not outcomes:
        return opened
    changed = [mark for mark in marks if mark.label == "despues" and mark.end <= outcomes[-1].start]
    quoted = [mark for mark in marks if mark.label in ("citado", "confirma") and mark.end <= outcomes[-1].start]
    since = (changed or quoted or marks[:1])[-1].end
    return [event for event in opened if event.start >= since]


def _clause(text: str, item: Item, event: Event, opened: list[Event], place: int) -> list[Clause]:
    after = opened[place + 1] if place + 1 < len(opened) else None
    end = clause_end(text, item, event, after)
    start = _clause_start(text, item, opened, place)
    if event.outcome:
        return _outcome_clause(text, item, event, start, end)
    return _verb_clause(text, item, event, start, end)


def _clause_start(text: str, item: Item, opened: list[Event], place: int) -> int:
    """The head of the point for its first clause; the verb itself where it is joined to the clause before; else back to the stop before it."""
    event = opened[place]
    if place == 0 and event.start - item.start < 220:
        return item.start
    bare = plain(text)
    if place and _JOINT.search(bare[opened[place - 1].end : event.start]) and not bare.startswith("cumpl", event.start):
        return event.start
    stop = max(text.rfind(mark, item.start, event.start) for mark in (".", ";", ":", "\n"))
    stop = max(stop, item.start - 1)
    return stop + 1 if event.start - stop < 60 else event.start


_JOINT = re.compile(r"(?:[,;]|\b[ye]|\ben consecuencia|\bpor (?:lo )?tanto|\bpor consiguiente|\basimismo|\bademas),?\s+(?:se\s+)?$")


def _outcome_clause(text: str, item: Item, event: Event, start: int, end: int) -> list[Clause]:
    bare = plain(text)
    alone = event.outcome != "nulo" and (
        _ALONE.match(bare, event.end, end) or _BEFORE.search(bare[max(item.start, event.start - 60) : event.start])
    )
    reach = event.end if alone else min(end, event.end + _OBJECT_REACH)
    named = [one for one in labelled(bare, event.end, reach, TABLE, "objeto") if one.label != "otro" or one.start - event.end <= _NEXT]
    objeto: str = named[0].label if named else "demanda"
    assert event.outcome
    resultado = event.outcome
    said = (_declaring(bare, item, event), max(event.end, named[0].end if named else 0))
    if resultado == "nulo":
        return [Clause("nulo", _annulled(bare, named, event.end, end), item.number, start, end, said=said)]
    if resultado == "inadmisible":
        resultado = "improcedente"
    asked = objeto == "otro" and bool(_COSTS.search(bare, event.end, end))  # "IMPROCEDENTE la solicitud de pago de costos"
    about = (
        asked
        or objeto in ("costos", "costas")
        or (objeto in ("demanda", "recurso_de_agravio") and _costs_are_the_matter(bare, event.end, end))
    )
    if about and objeto in ("demanda", "otro"):
        objeto = "costos"
    says = "con_costos" if resultado.startswith("fundada") else "sin_costos"
    both = bool(re.search(r"costos", bare[event.end : end]))
    return [
        Clause(
            resultado,  # type: ignore[arg-type]
            "costos" if objeto == "costas" and both else objeto,  # type: ignore[arg-type]
            item.number,
            start,
            end,
            says if about and both else None,  # type: ignore[arg-type]
            says if about and "costas" in bare[event.end : end] else None,  # type: ignore[arg-type]
            about and both,
            (said[0], max([said[1], *(match.end() for match in _COSTS.finditer(bare, event.end, end))])) if about else said,
        )
    ]


def _declaring(bare: str, item: Item, event: Event) -> int:
    """Where the verb before an outcome begins; the outcome itself where none stands close."""
    verb = re.search(r"\b(?:se )?d?[ec]clar\w{1,6}\W[^.;]{0,24}$", bare[max(item.start, event.start - 40) : event.start])
    return event.start - len(verb[0]) if verb else event.start


def _annulled(bare: str, named: list[Phrase], start: int, end: int) -> ObjetoPunto:
    """R10: what was done in the lawsuit, the granting of the recurso, or something else (a fine)."""
    if "concesorio" in bare[start:end]:
        return "recurso_de_agravio"
    return "otro" if named and named[0].label == "otro" else "actuados"


def _costs_are_the_matter(bare: str, start: int, end: int) -> bool:
    """Whether the clause decides the extremo of costs: "FUNDADA la demanda en el extremo referido al pago de costos"."""
    for match in _COSTS.finditer(bare, start, end):
        said = _ABOUT.search(bare[start : match.start()])
        if said and not re.search(r"entrega|informacion|copia", said[0]):
            return True
    return False


def _verb_clause(text: str, item: Item, event: Event, start: int, end: int) -> list[Clause]:
    bare = plain(text)
    verb = event.verb
    if _CLOSING.match(bare, event.start):
        return []
    if verb == "impone_multa":
        return (
            [Clause("impone_multa", "otro", item.number, start, end)]
            if re.search(r"\bmult|\burp\b|unidad", bare[event.start : end])
            else []
        )
    if verb == "admite":
        return [Clause("admite", "demanda", item.number, start, end)] if "tramite" in bare[event.start : end] else []
    if verb == "exhorta":
        return [Clause("exhorta", "otro", item.number, start, end)]
    if verb == "integra":
        return [Clause("integra", "otro", item.number, start, end)]
    own = next((match for match in _COSTS.finditer(bare, event.end, end) if _is_its_object(bare, event.end, match.start())), None)
    both = bare[event.end : end]
    if own:
        denied = any(cue.label == "sin" for cue in labelled(bare, event.end, own.start(), TABLE, "costos"))
        says: Literal["con_costos", "sin_costos"] = "con_costos" if verb == "ordena" and not denied else "sin_costos"
        costos, costas = (says if "costos" in both else None), (says if "costas" in both else None)
        return [
            Clause("ordena" if says == "con_costos" else "otro", "costos" if costos else "costas", item.number, start, end, costos, costas)
        ]
    if verb == "ordena":
        if _ADMITS.search(both):
            return [Clause("admite", "demanda", item.number, start, end)]
        whose: ObjetoPunto = "otro" if _JUDGE.match(both) or not _ACTION.search(both) else "demanda"
        return [Clause("ordena", whose, item.number, start, end)]
    trailing = event.start - item.start > 25 and re.match(r"dej|qued", bare[event.start :])
    return [] if trailing else [Clause("otro", _touched(bare, event.start, end), item.number, start, end)]


def _touched(bare: str, start: int, end: int) -> ObjetoPunto:
    """What a clause that neither grants nor orders is about: a recurso desisted from, a decision revoked, else otro."""
    words = bare[start:end]
    if "desisti" in words and "recurso de agravio" in words:
        return "recurso_de_agravio"
    return "actuados" if re.match(r"(?:revoc|confirm)\w+ la (?:resolucion|sentencia|recurrida|apelada)", words) else "otro"


def _is_its_object(bare: str, verb_end: int, mention: int) -> bool:
    """Whether a verb's own object is the costs: no other action stands between, and no "con", "más", "sin" right before the mention."""
    between = bare[verb_end:mention]
    if _ACTION.search(between) or len(between) > 220:
        return False
    cue = next(iter(list(labelled(bare, max(verb_end, mention - 40), mention, TABLE, "costos"))[-3:][:1]), None)
    return not (cue and bare[cue.start : cue.end] in ("sin", *_JOINTS))


def _with_costs(text: str, item: Item, found: list[Clause]) -> list[Clause]:
    """The point's clauses, and one more for costs that are spoken of inside another: "…, con el pago de los costos"."""
    bare = plain(text)
    if any(one.costos or one.costas for one in found if one.objeto in ("costos", "costas") or one.about_costs):
        return found
    said: dict[str, tuple[Literal["con_costos", "sin_costos"], int, int]] = {}
    for match in _COSTS.finditer(bare, item.start, item.end):
        low = max(item.start, match.start() - _CUE_REACH)
        stop = max(bare.rfind(mark, low, match.start()) for mark in (";", ".")) + 1
        low = max(low, stop)
        after_price = max((price.end() for price in _PRICE.finditer(bare, low, match.start())), default=low)
        cues = list(labelled(bare, after_price, match.start(), TABLE, "costos")) or list(
            labelled(bare, low, match.start(), TABLE, "costos")
        )
        if cues and not _COPY_COSTS.search(bare[low : match.start()]):
            negative = [cue for cue in cues if cue.label == "sin"]
            joint = [cue for cue in cues if bare[cue.start : cue.end] in _JOINTS]
            said.setdefault(match[0], ("sin_costos" if negative else "con_costos", (negative or joint[-1:] or cues)[0].start, match.end()))
    if not said:
        return found
    costos, costas = said.get("costos"), said.get("costas")
    whole = [one for one in (costos, costas) if one]
    start, end = min(one[1] for one in whole), max(one[2] for one in whole)
    resultado: ResultadoPunto = "ordena" if any(one[0] == "con_costos" for one in whole) else "otro"
    extra = Clause(resultado, "costos" if costos else "costas", item.number, start, end, costos and costos[0], costas and costas[0])
    before = [one for one in found if one.start <= start]
    return [*before, extra, *found[len(before) :]]


def first_words(text: str, start: int, end: int) -> str:
    """The clause's first words as printed, at most WORDS of them, in one line."""
    return " ".join(text[start:end].split()[:WORDS])


def len_of_words(text: str, start: int, end: int) -> int:
    """How many characters of the clause those first words take."""
    words = list(re.compile(r"\S+").finditer(text, start, end))[:WORDS]
    return words[-1].end() - start if words else end - start

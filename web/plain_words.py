"""The outcome of a ruling in one sentence that a citizen understands, from the record and the tables of words."""

from collections.abc import Callable, Iterable, Iterator

from models import vocabulary
from models.ruling import Orden, Plazo, Ruling

_COSTS = {"con_costos": "debe pagar los costos del proceso", "sin_costos": "no paga costos"}


def outcome_sentence(ruling: Ruling, say: Callable[[str], str] = str) -> str:
    """ "La Municipalidad … debe entregar la información en 10 días hábiles; no paga costos." Without orders, what the outcome means.

    "" when the outcome is not known: nothing is guessed. `say` translates the words of ours.
    """
    if ruling.resultado is None:
        return ""
    if ruling.ambito == "costos":
        said = vocabulary.term("costos", ruling.costos).glosa
        return " ".join(say(one) for one in ("Aquí solo se decidió quién paga los honorarios de los abogados.", said) if one)
    orders = [order for order in ruling.ordenes if order.tipo != "pagar_costos"]
    won = ruling.sentido_para_demandante in ("gano", "gano_en_parte")
    if not (won and orders):
        return say(vocabulary.term("resultado", ruling.resultado).glosa)
    payer = next(iter(ruling.entidades), "")
    told = [(order.a or payer or say("quien fue demandado"), _duty(order, say)) for order in orders[:2]]
    if ruling.costos in _COSTS:
        told.append((payer or told[-1][0], say(_COSTS[ruling.costos])))
    sentence = "; ".join(_clauses(dict.fromkeys(told)))
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _clauses(told: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Who must do what, each named once for what follows of theirs."""
    last = ""
    for who, duty in told:
        yield duty if who == last else f"{who} {duty}"
        last = who


def _duty(order: Orden, say: Callable[[str], str]) -> str:
    duty = say(vocabulary.term("orden", order.tipo).glosa)
    return say("%s en %s") % (duty, _term(order.plazo, say)) if order.plazo else duty


def _term(plazo: Plazo, say: Callable[[str], str]) -> str:
    """ "10 días hábiles"."""
    return f"{plazo.n} {say(vocabulary.term('unidad', plazo.unidad).etiqueta)}"

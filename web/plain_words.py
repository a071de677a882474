"""The outcome of a ruling in one sentence that a citizen understands, from the record and the tables of words."""

from models import vocabulary
from models.ruling import Orden, Plazo, Ruling

_COSTS = {"con_costos": "debe pagar los costos del proceso", "sin_costos": "no paga costos"}


def outcome_sentence(ruling: Ruling) -> str:
    """ "La Municipalidad … debe entregar la información en 10 días hábiles; no paga costos." Without orders, what the outcome means.

    "" when the outcome is not known: nothing is guessed.
    """
    if ruling.resultado is None:
        return ""
    if ruling.ambito == "costos":
        return f"Aquí solo se decidió quién paga los honorarios de los abogados. {vocabulary.term('costos', ruling.costos).glosa}".strip()
    orders = [order for order in ruling.ordenes if order.tipo != "pagar_costos"]
    won = ruling.sentido_para_demandante in ("gano", "gano_en_parte")
    if not (won and orders):
        return vocabulary.term("resultado", ruling.resultado).glosa
    clauses = [_order(order, ruling) for order in orders[:2]]
    if ruling.costos in _COSTS:
        clauses.append(_COSTS[ruling.costos])
    return "; ".join(clauses) + "."


def _order(order: Orden, ruling: Ruling) -> str:
    who = order.a or next(iter(ruling.entidades), "quien fue demandado")
    term = f" en {term_of(order.plazo)}" if order.plazo else ""
    return f"{who} {vocabulary.term('orden', order.tipo).glosa}{term}"


def term_of(plazo: Plazo) -> str:
    """ "10 días hábiles"."""
    return f"{plazo.n} {vocabulary.term('unidad', plazo.unidad).etiqueta}"

"""The order of a suit's dates (domain.md §2, §13): demanda, first instance, second instance, the Court."""

from collections.abc import Iterator
from itertools import pairwise

from models.ruling import Advertencia, Instancia

VERSION = 1
_SAID = "{} lleva fecha anterior a {}."


def out_of_order(demanda: str | None, first: Instancia | None, second: Instancia | None, decision: str | None) -> Iterator[Advertencia]:
    """One warning for each date that stands before the one it must follow; both are kept, since the text itself may be wrong. Dates are compared as far
    as they are known: a month against a day of it is in order. A demanda after the decision is told with dias_demanda_a_tc."""
    steps = [
        ("fecha_demanda", "la demanda", demanda),
        ("primera_instancia.fecha", "la resolución de primera instancia", first.fecha if first else None),
        ("segunda_instancia.fecha", "la resolución de segunda instancia", second.fecha if second else None),
        ("fecha", "la decisión del Tribunal", decision),
    ]
    known = [(field, name, day) for field, name, day in steps if day]
    for (_, before, earlier), (field, name, later) in pairwise(known):
        known_length = min(len(earlier), len(later))
        if later[:known_length] < earlier[:known_length] and (before, field) != ("la demanda", "fecha"):
            yield Advertencia(field, _SAID.format(name[0].upper() + name[1:], before), (earlier, later))

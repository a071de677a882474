"""What the Court decides on costos and costas procesales (domain.md §0.8, §8 R8, §12): never the price of copies."""

from collections.abc import Sequence
from typing import Literal

from indexer.extract.points import Clause
from indexer.extract.source import Source, absent, derived
from models.ruling import Ambito, Costos, Found, Resultado

VERSION = 1
_WON: dict[str, Costos] = {
    "fundada": "con_costos",
    "fundada_en_parte": "con_costos",
    "infundada": "sin_costos",
    "improcedente": "sin_costos",
}


def costos(source: Source, clauses: Sequence[Clause], resultado: Resultado | None, ambito: Ambito | None) -> Found[Costos]:
    """con_costos, sin_costos, or no_menciona; where only the costs are before the Court its outcome says which."""
    return _said(source, clauses, "costos") or _by_outcome(resultado, ambito) or Found("no_menciona", (absent("fallo", "costos.ausencia"),))


def costas(source: Source, clauses: Sequence[Clause]) -> Found[Costos]:
    """The same for costas, without inference."""
    return _said(source, clauses, "costas") or Found("no_menciona", (absent("fallo", "costas.ausencia"),))


def _said(source: Source, clauses: Sequence[Clause], which: Literal["costos", "costas"]) -> Found[Costos] | None:
    """The last word wins when two clauses differ: a condemnation is limited by what follows it."""
    saying = [one for one in clauses if getattr(one, which) is not None]
    if not saying:
        return None
    granting = [one for one in saying if getattr(one, which) == "con_costos"]
    last = (granting or saying)[-1]
    value: Costos = getattr(last, which)
    return Found(value, (source.quote(last.start, last.end, f"fallo.{which}", 0.95),))


def _by_outcome(resultado: Resultado | None, ambito: Ambito | None) -> Found[Costos] | None:
    if ambito != "costos" or resultado not in _WON:
        return None
    return Found(_WON[resultado], (derived("resultado,ambito", "costos.ambito"),))

"""What the Court decides on costos and costas procesales (domain.md §0.8, §8 R8, §12): never the price of copies; and where that departs from the
law of the day or from its own reasons."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

from indexer.extract.plain import plain
from indexer.extract.points import Clause
from indexer.extract.source import Source, absent, derived
from indexer.extract.tables import phrases
from models.ruling import Advertencia, Ambito, Costos, Evidencia, Found, Resultado, Zona

VERSION = 4
TABLE = "costos.toml"
_WON: dict[str, Costos] = {
    "fundada": "con_costos",
    "fundada_en_parte": "con_costos",
    "infundada": "sin_costos",
    "improcedente": "sin_costos",
}


def costos(source: Source, clauses: Sequence[Clause], resultado: Resultado | None, ambito: Ambito | None) -> Found[Costos]:
    """con_costos, sin_costos, or no_menciona; where only the costs are before the Court its outcome says which."""
    said = _said(source, clauses, "costos") or _by_outcome(resultado, ambito) or _in_passing(source, clauses) or _in_reasons(source)
    return said or Found("no_menciona", (absent(_searched(source, clauses), "costos.ausencia"),))


def costas(source: Source, clauses: Sequence[Clause]) -> Found[Costos]:
    """The same for costas, without inference."""
    return _said(source, clauses, "costas") or Found("no_menciona", (absent(_searched(source, clauses), "costas.ausencia"),))


def _searched(source: Source, clauses: Sequence[Clause]) -> Zona:
    """The zone that was searched in vain: where the clauses stand that decide, a fallo, a razón or a vote."""
    return next((one.zona for clause in clauses for one in source.zonas if one.inicio <= clause.start < one.fin), "fallo")


def _said(source: Source, clauses: Sequence[Clause], which: Literal["costos", "costas"]) -> Found[Costos] | None:
    """The last word wins when two clauses differ: a condemnation is limited by what follows it."""
    saying = [one for one in clauses if getattr(one, which) is not None]
    if not saying:
        return None
    granting = [one for one in saying if getattr(one, which) == "con_costos"]
    last = (granting or saying)[-1]
    value: Costos = getattr(last, which)
    return Found(value, (source.quote(*last.shown, f"fallo.{which}", 0.95),))


def _in_passing(source: Source, clauses: Sequence[Clause]) -> Found[Costos] | None:
    """ "sin costos procesales" inside an order whose point goes on to reject the costas: no clause of its own."""
    bare = plain(source.text)
    for clause in clauses:
        if found := _PASSING.search(bare, clause.start, clause.end):
            value: Costos = "sin_costos" if found["how"] == "sin" else "con_costos"
            return Found(value, (source.quote(found.start(), found.end(), "fallo.costos", 0.85),))
    return None


_PASSING = re.compile(
    r"\b(?P<how>sin|con|mas)\s(?:el\s)?(?:pago\s)?(?:de\s)?(?:los\s)?(?:expresa\scondena\s(?:en|de)\s)?costos\b(?!\sde(?:\sla)?\s(?:reprod|copia|fotocopia))"
)


def _in_reasons(source: Source) -> Found[Costos] | None:
    """What the fundamentos decide on costos where the fallo is silent ("corresponde ordenar que … asuma el pago de los costos"); None where they are
    silent too or say both."""
    bare = plain(source.text)
    found: dict[Costos, Evidencia] = {}
    for value in _REASONED:
        for section in source.zones("fundamentos"):
            if said := _reasoned(value).search(bare, section.inicio, section.fin):
                found.setdefault(value, source.quote(said.start(), said.end(), "fundamentos.costos", 0.8))
    return Found(next(iter(found)), tuple(found.values())) if len(found) == 1 else None


_REASONED: tuple[Costos, ...] = ("con_costos", "sin_costos")


@cache
def _reasoned(value: Costos) -> re.Pattern[str]:
    return re.compile("|".join(phrases(TABLE, "fundamentos", value)))


def _by_outcome(resultado: Resultado | None, ambito: Ambito | None) -> Found[Costos] | None:
    if ambito != "costos" or resultado not in _WON:
        return None
    return Found(_WON[resultado], (derived("resultado,ambito", "costos.ambito"),))


def against_reasons(source: Source, costs: Costos | None, categorias: Sequence[str], fecha: str | None) -> Iterator[Advertencia]:
    """A condemnation to costs in a decision whose own fundamentos say that the State is exempt, unless only private parties are sued: they pay.
    What is executed is the fallo."""
    if costs != "con_costos" or not fecha or fecha < _since("estado_exento") or _side(categorias) == "privado":
        return
    bare = plain(source.text)
    for section in source.zones("fundamentos"):
        if said := _exempt().search(bare, section.inicio, section.fin):
            words = source.text[said.start() : said.end()]
            yield Advertencia(
                "costos",
                "incongruencia_fallo_fundamentos: los fundamentos dicen que el Estado está exento de costos y el fallo los ordena; se ejecuta el fallo.",
                ("con_costos", words),
            )
            return


def against_law(
    costs: Costos | None, court_fees: Costos | None, won: bool, categorias: Sequence[str], fecha: str | None
) -> Iterator[Advertencia]:
    """Where the decision departs from who pays by the law of its day; `won`: the demanda was granted whole. Silence departs from nothing; nor does
    a side unknown or not settled (companies of the State, colleges), nor a decision older than the Código."""
    side = _side(categorias)
    if side is None or not fecha or fecha < _since("vencido_paga"):
        return
    if side == "estado" and fecha >= _since("estado_exento"):
        if "con_costos" in (costs, court_fees):
            yield Advertencia(
                "costos", "Condena al Estado, exento de costas y costos en hábeas data desde el 6-10-2022 (Ley 31583).", ("con_costos",)
            )
        return
    if won and costs == "sin_costos":
        yield Advertencia("costos", "Exonera de costos a la parte vencida, a quien la ley se los impone.", ("sin_costos",))
    if side == "estado" and court_fees == "con_costos":
        yield Advertencia("costas", "Condena en costas al Estado, que por ley solo paga costos.", ("con_costos",))


def _side(categorias: Sequence[str]) -> Literal["estado", "privado"] | None:
    """Whose the respondents are: all of the State, all private; None when mixed, unknown or not settled."""
    sides = {next((side for side in _SIDES if one in phrases(TABLE, "partes", side)), None) for one in categorias}
    return sides.pop() if len(sides) == 1 else None


_SIDES: tuple[Literal["estado", "privado"], ...] = ("estado", "privado")


def _since(rule: str) -> str:
    return phrases(TABLE, "reglas", rule)[0]


@cache
def _exempt() -> re.Pattern[str]:
    return re.compile("|".join(phrases(TABLE, "dice", "exento")))

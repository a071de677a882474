"""models/tables/alarmas.toml: which issue lines are alarms, and the numbers from which a source is not believed."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil, floor
from pathlib import Path
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class AlarmTable:
    """The table; each field is explained there."""

    reglas: Mapping[str, str]
    """Rule → what the alarm is called; every other rule is a loss that is counted, no alarm."""
    al_preguntar: frozenset[str]
    meses_de_historia: int
    meses_minimos: int
    mediana_minima: int
    parte_del_minimo: float
    veces_lo_alto: float
    veces_el_maximo: float
    margen: int
    parte_perdida: float
    filas_para_perder: int
    dias_que_confirman: int
    paginas_minimas: int
    parte_del_rendimiento: float
    archivos_minimos: int
    parte_fallida: float
    documentos_minimos: int
    parte_sin_leer: float
    dias_sin_novedades: int
    veces_la_pausa: float
    dias_sin_novedades_maximo: int
    dias_sin_recolectar: int


@cache
def alarm_table() -> AlarmTable:
    """The table."""
    table = tomllib.loads((Path(__file__).parents[1] / "models" / "tables" / "alarmas.toml").read_text(encoding="utf-8"))
    return AlarmTable(table["reglas"], frozenset(table["al_preguntar"]["reglas"]), **table["umbrales"])


def expected(history: Sequence[int]) -> tuple[int, int] | None:
    """The fewest and most rows that a month can be believed to have, from those of the months before it; None where these are too few to tell, or so small
    that an empty month and a batch of a hundred are both what such a source does.

    Months differ: the Court publishes in batches, rests in February, and published a hundred times more in 2021 than in 1997. So the range is wide: it
    finds a listing that lost most of itself or has everything several times, not a slow month.
    """
    table = alarm_table()
    if len(history) < table.meses_minimos or median(history) < table.mediana_minima:
        return None
    tenths = quantiles(history, n=10, method="inclusive")
    return floor(tenths[0] * table.parte_del_minimo), ceil(
        max(tenths[-1] * table.veces_lo_alto, max(history) * table.veces_el_maximo)
    ) + table.margen

"""Confidences as measured: each rule's own grade is replaced by how often that grade was right on labels (models/tables/confianza.csv).

The table is made by `python -m bench.calibrate`; a grade that it does not know keeps what the rule says.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from indexer.extract.tables import rows
from models.ruling import Evidencia

VERSION = 1
_FOLLOWS = {"entidades_slug": "entidades", "citas": "precedentes"}
"""Fields that no label holds but that are another one in other words."""


@cache
def _measured() -> Mapping[tuple[str, str, float], float]:
    return {(row["campo"], row["regla"], float(row["grado"])): float(row["confianza"]) for row in rows("confianza.csv")}


@cache
def _stated(field: str, regla: str, grade: float) -> float:
    known = _measured()
    own = known.get((field, regla, grade))
    if own is None:
        own = known.get((_FOLLOWS.get(field, field), regla, grade))
    return grade if own is None else own


def calibrated(evidence: Mapping[str, tuple[Evidencia, ...]]) -> dict[str, tuple[Evidencia, ...]]:
    """The same evidence under the same paths, with the confidence that was measured for its field, rule and grade."""
    return {path: tuple(_restated(path, one) for one in proofs) for path, proofs in evidence.items()}


def _restated(path: str, one: Evidencia) -> Evidencia:
    stated = _stated(path.partition("[")[0], one.regla, one.confianza)
    return one if stated == one.confianza else replace(one, confianza=stated)

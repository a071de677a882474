"""What was left out and why: one line per thing, never a silent gap."""

from dataclasses import dataclass
from typing import Literal

Etapa = Literal["recoleccion", "lectura", "extraccion", "relaciones", "indice"]


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that a stage could not do. `regla` is a stable code; `mensaje` says what and what will be tried next, in Spanish.

    (etapa, url, regla) names an issue: reported again it is the same line; it closes (`abierta` False) when a later run succeeds.
    """

    etapa: Etapa
    regla: str
    mensaje: str
    fuente: str = ""
    url: str = ""
    expediente: str = ""
    fecha: str = ""
    abierta: bool = True

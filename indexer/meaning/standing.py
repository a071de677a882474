"""How far meaning is: what `habeas status` and /estado tell."""

from dataclasses import dataclass
from pathlib import Path

from indexer.meaning.kept import Kept
from indexer.meaning.model import installed


@dataclass(frozen=True, slots=True)
class Standing:
    """`motivo`: why nothing is searched by meaning, "" where it is; `pasajes` have a vector or wait for one, `por_entender` wait."""

    activo: bool
    motivo: str
    pasajes: int
    por_entender: int


def unmeant(meaning: bool) -> str:
    """Why nothing is searched by meaning, a sentence; "" where it is. `meaning`: as HABEAS_MEANING says."""
    if not meaning:
        return "La búsqueda por sentido está apagada (HABEAS_MEANING=off)."
    return "" if installed() else "La búsqueda por sentido no está disponible en este sistema: falta la biblioteca de su modelo."


def standing(home: Path, meaning: bool) -> Standing:
    """The state of a home's vectors."""
    motive, kept = unmeant(meaning), Kept.read(home)
    if kept is None:
        return Standing(not motive, motive, 0, 0)
    with kept:
        return Standing(not motive, motive, *kept.counts())

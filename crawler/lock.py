"""One collector at a time for a home: two would ask the Court's servers twice as fast."""

from contextlib import AbstractContextManager
from pathlib import Path

from models.lock import alone


def collecting(home: Path) -> AbstractContextManager[None]:
    """Holds HOME/recoleccion.lock while the block runs. Raises NotDone when another process holds it."""
    return alone(home / "recoleccion.lock", f"Otro proceso está recolectando en {home}; espere a que termine y repita la orden.")

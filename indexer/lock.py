"""One builder at a time for a home."""

from contextlib import AbstractContextManager
from pathlib import Path

from models.lock import alone


def build_lock(home: Path) -> AbstractContextManager[None]:
    """Holds HOME/construccion.lock while the block runs. Raises NotDone when another process holds it."""
    busy = f"Otro proceso (pid {{pid}}) está construyendo {home}; espere a que termine. Lo último construido sigue sirviendo."
    return alone(home / "construccion.lock", busy)

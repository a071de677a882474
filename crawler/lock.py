"""One collector at a time for a home: two would ask the Court's servers twice as fast. The operating system frees the lock of a killed one."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import NotDone


@contextmanager
def collecting(home: Path) -> Iterator[None]:
    """Holds HOME/recoleccion.lock while the block runs. Raises NotDone when another process holds it."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "recoleccion.lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotDone(f"Otro proceso está recolectando en {home}; espere a que termine y repita la orden.") from None
        yield

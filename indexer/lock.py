"""One builder at a time for a home, across processes; the operating system frees the lock of a killed one."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import NotDone


@contextmanager
def build_lock(home: Path) -> Iterator[None]:
    """Holds HOME/construccion.lock while the block runs. Raises NotDone when another process holds it."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "construccion.lock").open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            owner = handle.read().strip() or "desconocido"
            raise NotDone(
                f"Otro proceso (pid {owner}) está construyendo {home}; espere a que termine. Lo último construido sigue sirviendo."
            ) from None
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield

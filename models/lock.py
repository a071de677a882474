"""One worker at a time on a home, across processes; the operating system frees the lock of a killed one."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import NotDone


@contextmanager
def alone(path: Path, busy: str) -> Iterator[None]:
    """Holds the lock file while the block runs. Raises NotDone with `busy`, "{pid}" filled in, when another process holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            raise NotDone(busy.replace("{pid}", handle.read().strip() or "desconocido")) from None
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield

"""What one document may cost the process that works on it: time of a core, and memory. Pages that nest without end and PDFs that unpack to gigabytes exist."""

import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SECONDS = 600.0
"""Of a core's time, waiting and other programs (tesseract) left out; the longest ruling there is takes twenty, a PDF of the most pages that are read 300."""
_AGAIN = 5.0
_HARD = 2.0
_MOST, _LEAST = 3 << 30, 1 << 30


class TooLong(Exception):
    """A document took more than its time."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises TooLong in the block when the process has worked so long in it (main thread only), again every few seconds should somebody swallow it.

    Code of C that does not come back is ended with its process, by the system, at twice the time.
    """
    before = signal.signal(signal.SIGPROF, _too_long)
    limits = resource.getrlimit(resource.RLIMIT_CPU)
    used = resource.getrusage(resource.RUSAGE_SELF)
    _set(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + _HARD * seconds) + 2, limits[1])
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        _set(resource.RLIMIT_CPU, *limits)


def limit_memory() -> None:
    """From now on the process gets at most half of the machine's memory, one to three GiB: past it, it sees MemoryError and the machine stays up."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    _set(resource.RLIMIT_DATA, max(_LEAST, min(_MOST, physical // 2)), hard)


def _too_long(number: int, frame: FrameType | None) -> None:
    raise TooLong


def _set(kind: int, soft: int, hard: int) -> None:
    """Sets a limit, never above what the process was given."""
    wanted = soft if hard == resource.RLIM_INFINITY or 0 <= soft <= hard else hard
    resource.setrlimit(kind, (wanted, hard))

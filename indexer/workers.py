"""Work on many documents in several processes: order kept, memory bounded, one bad document never stops the rest."""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from threading import Thread
from typing import Generic, TypeVar

from indexer.limits import SECONDS, TooLong, limit_memory, time_limit

A = TypeVar("A")
B = TypeVar("B")

AHEAD = 4
"""Documents in flight for each process: enough to keep it busy, few enough to keep memory flat."""


@dataclass(frozen=True, slots=True)
class Crash:
    """A document whose work ended in an unexpected way; `reason` is for the issue line."""

    reason: str


@dataclass(frozen=True, slots=True)
class _Guarded(Generic[A, B]):
    """The function as the worker calls it: picklable, and the one place where any exception becomes a line instead of an end."""

    function: Callable[[A], B]
    seconds: float

    def __call__(self, item: A) -> B | Crash:
        try:
            with time_limit(self.seconds):
                return self.function(item)
        except TooLong:
            return Crash(f"pide más de {self.seconds:.0f} segundos de cálculo")
        except MemoryError:
            return Crash("pide más memoria de la que se da a un documento")
        except Exception as error:  # noqa: BLE001 – the per-document border: the reason is kept, the other documents go on
            return Crash(f"{type(error).__name__}: {str(error)[:200]}")


def cores() -> int:
    """How many processes to use: the cores this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def ordered(
    function: Callable[[A], B], items: Iterable[A], processes: int | None = None, seconds: float = SECONDS
) -> Iterator[tuple[A, B | Crash]]:
    """(item, result) in the order of `items`; a document that kills its process (memory, a fault in C) is a Crash too, and so is one that takes more than
    `seconds` of a core's time or more than its share of memory (indexer.limits): a bomb costs its own line and no more.

    Processes start with the first item, so nothing to do costs nothing. `function` and the items must pickle.
    """
    guarded: _Guarded[A, B] = _Guarded(function, seconds)
    source = iter(items)
    waiting: deque[A] = deque()
    while True:
        first = waiting.popleft() if waiting else next(source, None)
        if first is None:
            return
        survivors: deque[A] = deque([first, *waiting])
        waiting.clear()
        yield from _until_break(guarded, survivors, source, waiting, processes or cores())
        if waiting:  # the pool broke: the document at the head is suspect, tried once more alone
            suspect = waiting.popleft()
            result: B | Crash = _alone(guarded, suspect)
            yield suspect, result


def _until_break(
    guarded: _Guarded[A, B], first: Iterable[A], source: Iterator[A], broken: deque[A], processes: int
) -> Iterator[tuple[A, B | Crash]]:
    """Results until the source ends or a process dies; what was in flight then is left in `broken`, in order."""
    flying: deque[tuple[A, Future[B | Crash]]] = deque()
    with _pool(processes) as pool:
        try:
            flying.extend((item, pool.submit(guarded, item)) for item in first)
            while True:
                while len(flying) < AHEAD * processes and (item := next(source, None)) is not None:
                    flying.append((item, pool.submit(guarded, item)))
                if not flying:
                    return
                result = flying[0][1].result()
                yield flying.popleft()[0], result
        except BrokenProcessPool:
            broken.extend(item for item, _ in flying)


def _alone(guarded: _Guarded[A, B], item: A) -> B | Crash:
    with _pool(1) as pool:
        try:
            return pool.submit(guarded, item).result()
        except BrokenProcessPool:
            return Crash("el proceso que leía el documento murió (¿memoria?)")


@contextmanager
def _pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    """A pool whose processes end with the block: at once when it is left by an error or by Ctrl-C, which would else wait for their documents."""
    others = set(multiprocessing.active_children())
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn"), initializer=_end_with_parent) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in set(multiprocessing.active_children()) - others:
                process.terminate()
            raise


def _end_with_parent() -> None:
    """In a worker: memory has its limit; Ctrl-C is the parent's to answer; and a parent that was killed takes its workers along, who would wait for it
    for ever."""
    limit_memory()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None  # a pool's process has one

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    Thread(target=watch, daemon=True).start()

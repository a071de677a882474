"""Work on many documents in several processes: order kept, memory bounded, one bad document never stops the rest."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Generic, TypeVar

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

    def __call__(self, item: A) -> B | Crash:
        try:
            return self.function(item)
        except Exception as error:  # noqa: BLE001 – the per-document border: the reason is kept, the other documents go on
            return Crash(f"{type(error).__name__}: {str(error)[:200]}")


def cores() -> int:
    """How many processes to use: the cores this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def ordered(function: Callable[[A], B], items: Iterable[A], processes: int | None = None) -> Iterator[tuple[A, B | Crash]]:
    """(item, result) in the order of `items`; a document that kills its process (memory, a fault in C) is a Crash too.

    Processes start with the first item, so nothing to do costs nothing. `function` and the items must pickle.
    """
    guarded: _Guarded[A, B] = _Guarded(function)
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
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
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
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            return pool.submit(guarded, item).result()
        except BrokenProcessPool:
            return Crash("el proceso que leía el documento murió (¿memoria?)")

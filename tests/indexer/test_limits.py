"""A document that works without end or takes memory without end costs its own line, and the others are done."""

import subprocess
import sys
import time
from typing import Any

from indexer.limits import time_limit
from indexer.workers import Crash, ordered


class _Evaluated:
    """Built from importable parts only, so that a worker can unpickle it."""

    def __init__(self, source: str) -> None:
        self.source = source

    def __reduce__(self) -> tuple[object, ...]:
        return eval, (self.source,)


def test_a_document_that_works_too_long_is_a_crash_that_says_so() -> None:
    endless: Any = _Evaluated("lambda n: sum(1 for _ in __import__('itertools').count()) if n == 2 else n")
    results = list(ordered(endless, [1, 2, 3], processes=1, seconds=1.0))
    assert [item for item, result in results if result == item] == [1, 3]
    (crash,) = (result for _, result in results if isinstance(result, Crash))
    assert crash.reason == "pide más de 1 segundos de cálculo"


def test_a_document_that_takes_too_much_memory_is_a_crash_that_says_so() -> None:
    hungry: Any = _Evaluated("lambda n: len(bytearray(8 << 30)) if n == 2 else n")
    results = list(ordered(hungry, [1, 2, 3], processes=1))
    assert [item for item, result in results if result == item] == [1, 3]
    (crash,) = (result for _, result in results if isinstance(result, Crash))
    assert "memoria" in crash.reason


def test_waiting_is_no_work() -> None:
    with time_limit(0.3):
        time.sleep(0.5)


def test_the_limit_comes_again_to_who_swallows_it() -> None:
    """In a process of its own: the limit's signal is no guest for a worker that runs other tests."""
    program = "\n".join(
        (
            "from indexer.limits import TooLong, time_limit",
            "try:",
            "    with time_limit(0.1):",
            "        while True: pass",
            "except TooLong: print('TooLong')",
        )
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert told.stdout == "TooLong\n"

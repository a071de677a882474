"""Order, crashes and bounded look-ahead of work in several processes. Functions come from the standard library: workers must import them."""

import math
import os
from collections.abc import Iterator
from typing import Any

from indexer.workers import AHEAD, Crash, ordered


def test_results_come_in_the_order_of_the_items() -> None:
    assert list(ordered(math.factorial, range(40), processes=2)) == [(n, math.factorial(n)) for n in range(40)]


def test_an_unexpected_error_is_a_crash_with_its_reason_and_the_rest_goes_on() -> None:
    results = dict(ordered(math.sqrt, [4.0, -1.0, 9.0], processes=2))
    assert results[4.0] == 2.0
    assert results[9.0] == 3.0
    assert isinstance(results[-1.0], Crash)
    assert "ValueError" in results[-1.0].reason


def test_a_document_that_kills_its_process_is_a_crash_and_the_others_are_done() -> None:
    results = list(ordered(_exit_on_three, [1, 2, 3, 4, 5], processes=1))
    assert [item for item, _ in results] == [1, 2, 3, 4, 5]
    assert [isinstance(result, Crash) for _, result in results] == [False, False, True, False, False]


def test_no_more_items_are_taken_than_are_in_flight() -> None:
    taken = 0

    def counted() -> Iterator[int]:
        nonlocal taken
        for n in range(200):
            taken += 1
            yield n

    results = ordered(math.factorial, counted(), processes=1)
    next(results)
    assert taken <= AHEAD + 2
    results.close()  # type: ignore[attr-defined]


def test_nothing_to_do_starts_no_process() -> None:
    assert list(ordered(os._exit, [], processes=2)) == []


class _ExitOnThree:
    """Built from importable parts only, so that a worker can unpickle it."""

    def __reduce__(self) -> tuple[object, ...]:
        return eval, ("lambda n: __import__('os')._exit(9) if n == 3 else n",)


_exit_on_three: Any = _ExitOnThree()

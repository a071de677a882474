"""Searching a long text for patterns that begin in few ways: str.find at the beginnings, the pattern only there. A tenth of the time of a scan."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache


def anchored(pattern: re.Pattern[str], anchors: Iterable[str], text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """What `pattern.finditer(text, start, end)` gives, tried only where one of the anchors stands: every match must begin with one."""
    places = _places(text, tuple(anchors))
    past = start
    for index in range(bisect_left(places, start), bisect_left(places, end)):
        place = places[index]
        if place >= past and (match := pattern.match(text, place, end)):
            past = max(match.end(), place + 1)
            yield match


@lru_cache(maxsize=16)
def _places(text: str, anchors: tuple[str, ...]) -> tuple[int, ...]:
    """Where the anchors stand in the whole text, in order: kept, because rules go through it stretch by stretch."""
    places: set[int] = set()
    for anchor in _shortest(anchors):
        place = text.find(anchor)
        while place >= 0:
            places.add(place)
            place = text.find(anchor, place + 1)
    return tuple(sorted(places))


@cache
def _shortest(anchors: tuple[str, ...]) -> tuple[str, ...]:
    """The anchors without those that begin with another: where these stand, that one does."""
    return tuple(one for one in anchors if not any(one != other and one.startswith(other) for other in anchors))

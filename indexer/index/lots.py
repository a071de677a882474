"""Rulings on their way into an index: as they are, or in lots that whatever process prepares them loads where it is."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Protocol, TypeAlias

from indexer.index.base import Indexed
from indexer.index.preparing import Prepared, prepare
from indexer.workers import Crash, ordered
from models.ids import RulingId

LOT = 32
"""Rulings of a lot: what is sent between processes goes in pieces of some megabytes."""
FEW = 16
"""Lots up to which they are prepared here: to start processes takes as long."""


class Lot(Protocol):
    """Some rulings that can be loaded in any process: it pickles."""

    def load(self) -> Iterator[Indexed]:
        """The rulings, in order."""


Source: TypeAlias = Indexed | Lot
Told: TypeAlias = Callable[[RulingId, str], None]
"""Called after each ruling with its id and the SHA-256 of its record (models.ruling_json.to_json)."""


def each(sources: Iterable[Source]) -> Iterator[Indexed]:
    """The rulings one by one, loaded here."""
    for source in sources:
        if isinstance(source, Indexed):
            yield source
        else:
            yield from source.load()


def prepared(sources: Iterable[Source]) -> Iterator[Prepared]:
    """What each ruling puts into an index, in order; lots on all cores where there are many."""
    source = iter(sources)
    head = list(islice(source, FEW))
    if len(head) < FEW or any(isinstance(one, Indexed) for one in head):
        yield from map(prepare, each(chain(head, source)))
        return
    for lot, made in ordered(_prepare_lot, chain(head, source)):
        yield from _prepare_lot(lot) if isinstance(made, Crash) else made  # what failed there says here why


def _prepare_lot(lot: Source) -> list[Prepared]:
    return list(map(prepare, each([lot])))

"""The generations of a home on the server: what indexer.index.engines asks of an engine."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from elasticsearch import Elasticsearch

from indexer.index.base import Generation, SearchIndex
from indexer.index.elastic import building
from indexer.index.elastic.connection import address, client
from indexer.index.elastic.engine import ElasticIndex
from indexer.index.elastic.mapping import collection_of
from indexer.index.engines import sense_of
from indexer.index.lots import Source, Told
from models.errors import NotDone
from models.settings import Settings

CHECKED_EVERY = 1.0
"""Seconds for which the server is not asked again whether another generation took over."""


@dataclass(slots=True)
class ElasticHome:
    """Implements engines.Engine."""

    settings: Settings
    _elastic: Elasticsearch = field(repr=False)
    _seen: tuple[float, str | None] | None = field(default=None, repr=False)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """For the home and the server of the settings; nothing is asked yet. Raises ConfigError when there is no address."""
        return cls(settings, client(address(settings)))

    def build(self, documents: Iterable[Source], fingerprint: str, *, told: Told | None = None) -> Generation:
        """Builds, publishes and returns a new generation."""
        generation = building.build(self.settings, documents, fingerprint, told=told)
        self._seen = None
        return generation

    def current(self) -> Generation | None:
        """The generation that serves; None when there is none or it was made by other rules."""
        collection = collection_of(self.settings.home)
        return building.generation_of(self._elastic, collection) if collection else None

    def drop_older(self) -> int:
        """Deletes every generation but the one that serves; how many went."""
        collection = collection_of(self.settings.home)
        return building.drop_older(self._elastic, collection) if collection else 0

    def stamp(self) -> object:
        """The index behind the alias; asked at most every CHECKED_EVERY seconds, but each time while the server is down."""
        collection, now = collection_of(self.settings.home), time.monotonic()
        if collection is None:
            return None
        if self._seen is None or now - self._seen[0] >= CHECKED_EVERY:
            self._seen = now, building.served_index(self._elastic, collection)
        return self._seen[1]

    def open(self, generation: Generation) -> SearchIndex:
        """The generation, ready to answer."""
        collection = collection_of(self.settings.home)
        if collection is None:
            raise NotDone(f"{self.settings.home} no tiene ningún índice en Elasticsearch: ejecute «habeas build».")
        return ElasticIndex(self._elastic, collection, generation, sense_of(self.settings))

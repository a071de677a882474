"""Which engine keeps the generations of a home (HABEAS_ENGINE): the one place that knows both."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from indexer.index import generations
from indexer.index.base import Generation, SearchIndex
from indexer.index.embedded import EmbeddedIndex
from indexer.index.lots import Source, Told
from indexer.meaning.model import model
from indexer.meaning.sense import Sense
from indexer.meaning.standing import unmeant
from models.settings import Settings


class Engine(Protocol):
    """The generations of one home. Every method raises NotDone when the engine is down, ConfigError when it can't be used as it is set up."""

    def build(self, documents: Iterable[Source], fingerprint: str, *, told: Told | None = None) -> Generation:
        """Builds, publishes and returns a new generation; the one before stays in place when that fails."""

    def current(self) -> Generation | None:
        """The generation that serves; None when there is none or it was made by other rules (both need a build)."""

    def drop_older(self) -> int:
        """Deletes every generation but the one that serves; how many went."""

    def stamp(self) -> object:
        """What changes when another generation takes over, cheap to ask before every question; None when there is none."""

    def open(self, generation: Generation) -> SearchIndex:
        """The generation, ready to answer."""


def engine_of(settings: Settings) -> Engine:
    """The engine of a home. Raises ConfigError when its settings are missing or wrong."""
    return _Embedded(settings) if settings.engine == "embedded" else _elastic(settings)


@dataclass(frozen=True, slots=True)
class _Embedded:
    settings: Settings

    def build(self, documents: Iterable[Source], fingerprint: str, *, told: Told | None = None) -> Generation:
        return generations.build_generation(self.settings, documents, fingerprint, told=told)

    def current(self) -> Generation | None:
        return generations.current_generation(self.settings.home)

    def drop_older(self) -> int:
        return generations.drop_older(self.settings.home)

    def stamp(self) -> object:
        return _stamp(self.settings.home)

    def open(self, generation: Generation) -> SearchIndex:
        return EmbeddedIndex(generations.directory_of(self.settings.home, generation), generation, sense_of(self.settings))


def sense_of(settings: Settings) -> Sense:
    """What is known of meaning in a home; HABEAS_MEANING=off leaves words and digests."""
    return Sense(settings.home, model if settings.meaning else lambda: None, unmeant(settings.meaning))


def _stamp(home: Path) -> tuple[int, int, int] | None:
    """What changes when the pointer is replaced; None when there is none."""
    try:
        about = (home / generations.FOLDER / generations.CURRENT).stat()
    except OSError:
        return None
    return about.st_ino, about.st_mtime_ns, about.st_size


def _elastic(settings: Settings) -> Engine:
    from indexer.index.elastic.home import ElasticHome  # its client takes 0.3 s to load: only where it is wanted

    return ElasticHome.of(settings)

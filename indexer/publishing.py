"""Stage 5: rulings → a new index generation, swapped in; then the change log says what became of each ruling.

The log is told after the swap: killed in between, the next build finds the generation in place and tells the log then.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from itertools import islice
from pathlib import Path

from indexer.derived import Derived
from indexer.index.base import Generation, Indexed, SearchIndex
from indexer.index.engines import engine_of
from indexer.index.live import LiveIndex
from indexer.index.lots import LOT, Lot, each
from indexer.index.schema import schema_stamp
from indexer.progress import Progress
from indexer.relate.facts import known
from indexer.relate.relations import Completion, Relations, complete, completion, learn, relate_stamp, with_completion
from models.errors import NotDone
from models.ids import RulingId
from models.ruling import Ruling
from models.ruling_json import to_json
from models.settings import Settings
from models.store import RawStore

ANNOUNCED = "anunciado"
"""Fact of the last build: fingerprint of the generation whose changes are all in the log."""

_SILENT = frozenset({"sello", "evidencia"})
"""Fields whose change alone is told without naming a field: the rules moved, the values did not."""


@dataclass(frozen=True, slots=True)
class _Change:
    tipo: str
    id: RulingId
    sha256: str
    campos: tuple[str, ...]


def publish(settings: Settings, store: RawStore, derived: Derived, progress: Progress, everything: bool = False) -> Generation | None:
    """The new generation, or None when the one in place is made of the same things. A kill before the swap leaves the old one."""
    wanted = fingerprint(derived)
    engine = engine_of(settings)
    current = engine.current()
    fresh = current is not None and current.fingerprint == wanted and not everything
    if fresh and derived.meta().get(ANNOUNCED) == wanted:
        return None
    progress.start("relacionar", None)
    relations = learn(derived)
    log = _Log(derived, relations, dict(store.announced()), _before(settings) if current is not None and not fresh else None)
    generation = None
    progress.start("indexar", len(derived.hashes()))

    def told(name: RulingId, record_sha256: str) -> None:
        log.add(name, record_sha256)
        progress.step()

    if fresh:
        for indexed in each(lots(derived, relations)):
            told(RulingId(indexed.ruling.id), hashlib.sha256(to_json(indexed.ruling)).hexdigest())
    else:
        generation = engine.build(lots(derived, relations), wanted, told=told)
    changes = log.whole()
    _announce(store, derived, changes, wanted)
    if any(change.tipo == "retiro" for change in changes):
        engine.drop_older()  # what is withdrawn must not live on in the generation before (privacy.md 6)
    return generation


def fingerprint(derived: Derived) -> str:
    """Hash of all that a generation is made of: the records, the relations' rules, the index schema."""
    whole = hashlib.sha256(f"{schema_stamp()} {relate_stamp()}".encode())
    for name, sha in derived.hashes().items():
        whole.update(f" {name}={sha}".encode())
    return whole.hexdigest()


def lots(derived: Derived, relations: Relations) -> Iterator[Lot]:
    """Every ruling as it goes into the index, in order of id, in lots that any process can load."""
    home, held = derived.home, known(derived)
    while lot := tuple((one.name, completion(one, relations)) for one, _ in islice(held, LOT)):
        yield _Completed(home, lot)


def completed(derived: Derived) -> Iterator[Indexed]:
    """Every ruling as it goes into the index, in order of id, one in memory at a time."""
    return each(lots(derived, learn(derived)))


@dataclass(frozen=True, slots=True)
class _Completed:
    """Records of a home's derivado.sqlite, with what the collection adds to each; one without a text is left out."""

    home: Path
    added: tuple[tuple[RulingId, Completion], ...]

    def load(self) -> Iterator[Indexed]:
        added = dict(self.added)
        with Derived.reading(self.home) as derived:
            for ruling, key, _ in derived.records(tuple(added)):
                if (document := derived.text(key)) is not None:
                    more = added[RulingId(ruling.id)]
                    yield Indexed(with_completion(ruling, more), document.text, document.original, document.paginas, more.cited_by)


def _before(settings: Settings) -> SearchIndex | None:
    """The generation that is about to be replaced, to tell which fields changed; None when it can't be opened."""
    try:
        index = LiveIndex(settings)
        index.generation()
    except NotDone:
        return None
    return index


@dataclass(slots=True)
class _Log:
    """What each ruling of a build means for the change log. `announced`: hash of each record in it; `before`: the generation that is replaced."""

    derived: Derived
    relations: Relations
    announced: dict[RulingId, str]
    before: SearchIndex | None
    changes: list[_Change] = field(default_factory=list)

    def add(self, name: RulingId, record_sha256: str) -> None:
        """One ruling that is in the new generation."""
        known = self.announced.pop(name, None)
        if known is None:
            self.changes.append(_Change("alta", name, record_sha256, ()))
        elif known != record_sha256:
            self.changes.append(_Change("cambio", name, record_sha256, self._changed(name)))

    def whole(self) -> list[_Change]:
        """All changes, when every ruling was added; what is left over is gone."""
        return [*self.changes, *(_Change("retiro", name, "", ()) for name, sha in self.announced.items() if sha)]

    def _changed(self, name: RulingId) -> tuple[str, ...]:
        old = self.before.get(name) if self.before else None
        record = next(self.derived.records([name]), None)
        return changed_fields(old.ruling, complete(record[0], self.relations)) if old and record else ()


def changed_fields(old: Ruling, new: Ruling) -> tuple[str, ...]:
    """The fields of the public record that differ, in its order."""
    return tuple(f.name for f in fields(Ruling) if f.name not in _SILENT and getattr(old, f.name) != getattr(new, f.name))


def _announce(store: RawStore, derived: Derived, changes: list[_Change], wanted: str) -> None:
    with store.transaction():
        for change in changes:
            store.announce(change.tipo, change.id, change.sha256, change.campos)
    derived.set_meta(ANNOUNCED, wanted)
    derived.commit()

"""Stage 5: rulings → a new index generation, swapped in; then the change log says what became of each ruling.

The log is told after the swap: killed in between, the next build finds the generation in place and tells the log then.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields

from indexer.derived import Derived
from indexer.index.base import Generation, Indexed, SearchIndex
from indexer.index.generations import build_generation, current_generation, drop_older, schema_stamp
from indexer.index.live import LiveIndex
from indexer.progress import Progress
from indexer.relate.relations import cited, complete, learn, relate_stamp
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
    current = current_generation(settings.home)
    fresh = current is not None and current.fingerprint == wanted and not everything
    if fresh and derived.meta().get(ANNOUNCED) == wanted:
        return None
    progress.start("relacionar", None)
    changes: list[_Change] = []
    rulings = _watched(completed(derived), store, _before(settings) if current is not None and not fresh else None, changes)
    generation = None
    progress.start("indexar", len(derived.hashes()))
    if fresh:
        for _ in rulings:
            progress.step()
    else:
        generation = build_generation(settings, _stepping(rulings, progress), wanted)
    _announce(store, derived, changes, wanted)
    if any(change.tipo == "retiro" for change in changes):
        drop_older(settings.home)  # what is withdrawn must not live on in the generation before (privacy.md 6)
    return generation


def fingerprint(derived: Derived) -> str:
    """Hash of all that a generation is made of: the records, the relations' rules, the index schema."""
    whole = hashlib.sha256(f"{schema_stamp()} {relate_stamp()}".encode())
    for name, sha in derived.hashes().items():
        whole.update(f" {name}={sha}".encode())
    return whole.hexdigest()


def completed(derived: Derived) -> Iterator[Indexed]:
    """Every ruling as it goes into the index, in order of id, one in memory at a time."""
    relations = learn(derived)
    for ruling, key in derived.rulings():
        document = derived.text(key)
        if document is not None:
            whole = complete(ruling, relations)
            yield Indexed(whole, document.text, document.original, document.paginas, cited(whole, relations))


def _stepping(rulings: Iterator[Indexed], progress: Progress) -> Iterator[Indexed]:
    for ruling in rulings:
        yield ruling
        progress.step()


def _before(settings: Settings) -> SearchIndex | None:
    """The generation that is about to be replaced, to tell which fields changed; None when it can't be opened."""
    try:
        index = LiveIndex(settings)
        index.generation()
    except NotDone:
        return None
    return index


def _watched(rulings: Iterator[Indexed], store: RawStore, before: SearchIndex | None, changes: list[_Change]) -> Iterator[Indexed]:
    """The same rulings; what each means for the change log is added to `changes` on the way, what is gone at the end."""
    told = dict(store.announced())
    for indexed in rulings:
        name = RulingId(indexed.ruling.id)
        sha = hashlib.sha256(to_json(indexed.ruling)).hexdigest()
        known = told.pop(name, None)
        if known is None:
            changes.append(_Change("alta", name, sha, ()))
        elif known != sha:
            old = before.get(name) if before else None
            changes.append(_Change("cambio", name, sha, changed_fields(old.ruling, indexed.ruling) if old else ()))
        yield indexed
    changes.extend(_Change("retiro", name, "", ()) for name, sha in told.items() if sha)


def changed_fields(old: Ruling, new: Ruling) -> tuple[str, ...]:
    """The fields of the public record that differ, in its order."""
    return tuple(f.name for f in fields(Ruling) if f.name not in _SILENT and getattr(old, f.name) != getattr(new, f.name))


def _announce(store: RawStore, derived: Derived, changes: list[_Change], wanted: str) -> None:
    with store.transaction():
        for change in changes:
            store.announce(change.tipo, change.id, change.sha256, change.campos)
    derived.set_meta(ANNOUNCED, wanted)
    derived.commit()

"""The flow on one screen: raw store → text → identity → ruling → relations → a new index generation.

Each stage leaves its work on disk and does only what is stale, so a kill costs at most one batch and the next run goes on from there.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from indexer.derived import Derived, mended
from indexer.extracting import extract_rulings
from indexer.identity import assign_ids
from indexer.index.base import Generation
from indexer.lock import build_lock
from indexer.progress import Progress, Quiet
from indexer.publishing import publish
from indexer.reading import read_documents
from models.errors import NotDone
from models.settings import Settings
from models.store import RawStore


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: documents read, ids given, rulings extracted now; `generation` None when the index was up to date."""

    read: int
    identified: int
    extracted: int
    generation: Generation | None
    open_issues: int


def build(settings: Settings, progress: Progress | None = None, everything: bool = False) -> Built:
    """Brings a home up to date. Raises NotDone (another builder, disk full); the last generation stands whatever happens."""
    progress, home = progress or Quiet(), settings.home
    with build_lock(home), RawStore.open(home) as store, _told(store) as counts, mended(home), Derived.open(home) as derived:
        read = read_documents(store, derived, progress, everything)
        identified = assign_ids(store, derived)
        extracted = extract_rulings(store, derived, progress, everything)
        generation = publish(settings, store, derived, progress, everything)
        issues = sum(1 for _ in store.issues())
        counts.update({"leidos": read, "identificados": identified, "extraidos": extracted, "avisos": issues})
    return Built(read, identified, extracted, generation, issues)


@contextmanager
def _told(store: RawStore) -> Iterator[dict[str, int]]:
    """A run in the catalogue from here to the end of the block, with the counts that the block gives; one killed -9 keeps no end."""
    run, counts = store.start_run("build", ""), dict[str, int]()
    try:
        yield counts
    except BaseException as error:
        with suppress(NotDone):  # a full disk can't take this row either
            store.finish_run(run, "fallida" if isinstance(error, Exception) else "incompleta", counts)
        raise
    store.finish_run(run, "completa", counts)

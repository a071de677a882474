"""The flow on one screen: raw store → text → identity → ruling → relations → a new index generation.

Each stage leaves its work on disk and does only what is stale, so a kill costs at most one batch and the next run goes on from there.
"""

from dataclasses import dataclass

from indexer.derived import Derived
from indexer.extracting import extract_rulings
from indexer.identity import assign_ids
from indexer.index.base import Generation
from indexer.lock import build_lock
from indexer.progress import Progress, Quiet
from indexer.publishing import publish
from indexer.reading import read_documents
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
    progress = progress or Quiet()
    with build_lock(settings.home), RawStore.open(settings.home) as store, Derived.open(settings.home) as derived:
        run = store.start_run("build", "")
        read = read_documents(store, derived, progress, everything)
        identified = assign_ids(store)
        extracted = extract_rulings(store, derived, progress, everything)
        generation = publish(settings, store, derived, progress, everything)
        issues = sum(1 for _ in store.issues())
        store.finish_run(run, "completa", {"leidos": read, "identificados": identified, "extraidos": extracted, "avisos": issues})
    return Built(read, identified, extracted, generation, issues)

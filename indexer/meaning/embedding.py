"""Stage 6: vectors of a generation that already serves its words. Only habeas data rulings: those of other processes are found by words alone,
80 million words would take a day. What is done stays done: a kill costs a batch, and the next build goes on."""

import sqlite3
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from indexer.index.analysis import stems
from indexer.index.base import Generation, Indexed, SearchIndex
from indexer.index.engines import engine_of
from indexer.index.fields import key, unique_key
from indexer.lock import build_lock
from indexer.meaning import digest as digests
from indexer.meaning.kept import About, Kept, Listed, Passage, Waiting, mark_of
from indexer.meaning.model import Vectors, model, model_name
from indexer.progress import Progress
from indexer.workers import Crash, cores, ordered
from models.catalogue import disk_full
from models.errors import NotDone
from models.ids import RulingId
from models.ruling import Ruling
from models.search import Filter, SearchQuery
from models.settings import Settings

PROCESSES = 2
"""Copies of the model that work at once: 0.1 s of a core a passage, 80 MB each."""
BATCH = 16
"""Passages between commits."""
_MEANT = "HD"
"""The process whose rulings get vectors."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """What the stage did: vectors made now, and passages that still wait (the model is missing, or a batch failed)."""

    made: int
    waiting: int


Batch = tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class Encoder:
    """A model and how it is put to work: `work` gives the vectors of each batch, or Crash, in order."""

    name: str
    work: Callable[[Iterable[Batch]], Iterator[tuple[Batch, Vectors | Crash]]]


def encoder(settings: Settings) -> Encoder | None:
    """The product's model on two cores; None where it is turned off or its package is missing."""
    name = model_name() if settings.meaning else None
    return Encoder(name, lambda batches: ordered(_vectors, batches, processes=min(PROCESSES, cores()))) if name else None


def follow(settings: Settings, progress: Progress, by: Encoder | None = None) -> Embedded:
    """Brings HOME/sentido.sqlite up to the generation that serves, with the model `by`, the product's unless
    given. Raises NotDone when the disk is full, or somebody else builds."""
    generation = engine_of(settings).current()
    if generation is None:
        return Embedded(0, 0)
    by = by or encoder(settings)
    try:
        with build_lock(settings.home), Kept.open(settings.home) as kept:
            _list(settings, kept, generation, by.name if by else None, progress)
            return Embedded(_embed(kept, by, progress) if by else 0, kept.counts()[1])
    except sqlite3.OperationalError as error:
        raise NotDone(disk_full(settings.home)) from error


def _list(settings: Settings, kept: Kept, generation: Generation, name: str | None, progress: Progress) -> None:
    """The passages of the generation, unless they are listed."""
    made_from = f"{generation.fingerprint} {digests.VERSION} {name or 'sin modelo'}"
    if kept.made_from() == made_from:
        return
    progress.start("resumir", None)
    index = engine_of(settings).open(generation)
    listed = Listed([], [], [], [])
    pins: Counter[tuple[int, str]] = Counter()
    for whole in _rulings(index):
        ruling, made = whole.ruling, digests.digest(whole.ruling, whole.text)
        clave = key(ruling.id)
        listed.about.append(About(clave, " ".join(stems(made.said)), ruling.temas, ruling.categoria_entidad))
        listed.passages.extend(_passages(whole, clave, made.meant, name) if name else ())
        listed.echoes.extend(_echoes(ruling, clave))
        pins.update((key(one.sentencia), str(n)) for one in ruling.citas if one.estado == "resuelta" for n in one.fundamentos)
        progress.step()
    listed.pinned.extend((cited, numero, n) for (cited, numero), n in sorted(pins.items()))
    kept.replace(made_from, listed)


def _rulings(index: SearchIndex) -> Iterator[Indexed]:
    for hit in index.scan(SearchQuery(filters=(Filter("proceso", (_MEANT,)),))):
        if (whole := index.get(RulingId(hit.id))) is not None:
            yield whole


def _passages(whole: Indexed, clave: int, meant: str, name: str) -> Iterator[Passage]:
    yield Passage("sentencias", unique_key(clave), mark_of(name, meant), meant)
    for place, fundamento in enumerate(whole.ruling.fundamentos):
        text = digests.opening(whole.text, fundamento)
        yield Passage("parrafos", unique_key(clave, place), mark_of(name, text), text)


def _echoes(ruling: Ruling, clave: int) -> Iterator[tuple[int, int, str]]:
    """What each fundamento cites."""
    starts = [one.inicio for one in ruling.fundamentos]
    for at, cita in enumerate(ruling.citas):
        if cita.estado != "resuelta":
            continue
        for said in ruling.evidencia.get(f"citas[{at}]", ()):
            place = bisect_right(starts, said.inicio) - 1 if said.inicio is not None else -1
            if place >= 0 and said.inicio is not None and said.inicio < ruling.fundamentos[place].fin:
                for numero in ("", *map(str, cita.fundamentos)):
                    yield unique_key(clave, place), key(cita.sentencia), numero


def _embed(kept: Kept, by: Encoder, progress: Progress) -> int:
    """How many texts got their vector."""
    made, waiting = 0, kept.waiting()
    progress.start("entender", len(waiting))
    batches = [tuple(waiting[at : at + BATCH]) for at in range(0, len(waiting), BATCH)]
    for batch, vectors in by.work(batches):
        if isinstance(vectors, Crash):
            continue
        kept.put([one.mark for one in batch], vectors)
        made += len(batch)
        for _ in batch:
            progress.step()
    return made


def _vectors(batch: Batch) -> Vectors:
    """In a worker: the vectors of the texts, a row each."""
    loaded = model()
    assert loaded is not None  # the parent found the package; a library that does not load is this batch's Crash
    return loaded.passages([one.text for one in batch])

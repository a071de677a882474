"""Generations of the index under HOME/indice: built beside the old one, then swapped in by a pointer.

HOME/indice/<name>/generacion.json  what it is (Generation, schema stamp), written last
                  /sentencias/ /parrafos/  tantivy
                  /registro.sqlite  records and texts (indexer.index.stored)
HOME/indice/<name>.tmp/  one being built, or left by a killed build (collected by the next)
HOME/indice/ACTUAL  the name of the one that serves: written beside, fsync, os.replace

The one before stays for those who are reading it; older ones go. One builder at a time (indexer.lock).
"""

import errno
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tantivy import Document, Index, IndexWriter

from indexer.index.base import Generation
from indexer.index.documents import document, paragraphs
from indexer.index.embedded import PARAGRAPHS, RULINGS, STORED
from indexer.index.lots import Source, Told, prepared
from indexer.index.schema import build_schema, register, schema_stamp
from indexer.index.storing import StoredWriter
from models.errors import NotDone
from models.settings import Settings

FOLDER, CURRENT, ABOUT, UNFINISHED = "indice", "ACTUAL", "generacion.json", ".tmp"
HEAP = 200_000_000
"""Bytes that each of the two writers may hold before it writes a segment: the whole build of 42,000 rulings stays under 1.5 GB, and few segments are
merged later and searched one by one."""

__all__ = ["build_generation", "current_generation", "directory_of", "drop_older", "schema_stamp"]


def build_generation(settings: Settings, documents: Iterable[Source], fingerprint: str, *, told: Told | None = None) -> Generation:
    """Builds, publishes and returns a new generation of `settings.home`; `told` is called after each ruling.

    Raises NotDone when the disk is full or fails: the generation before stays in place.
    """
    folder = settings.home / FOLDER
    created = datetime.now(UTC)
    name = f"{schema_stamp()[:6]}-{hashlib.sha256(fingerprint.encode()).hexdigest()[:8]}-{created:%Y%m%dT%H%M%S%f}"
    unfinished = folder / f"{name}{UNFINISHED}"
    with _disk(unfinished):
        folder.mkdir(parents=True, exist_ok=True)
        _collect(folder, {_pointed(folder)})
        unfinished.mkdir()
        count = _write(unfinished, documents, told)
        generation = Generation(name, fingerprint, created, count)
        _describe(unfinished / ABOUT, generation)
        _sync(unfinished)
        unfinished.rename(folder / name)
        before = _pointed(folder)
        _point(folder, name)
    _collect(folder, {name, before})
    return generation


def current_generation(home: Path) -> Generation | None:
    """The generation that ACTUAL names; None when there is none, or it was made for another schema (both need a build)."""
    name = _pointed(home / FOLDER)
    try:
        about = json.loads((home / FOLDER / name / ABOUT).read_text("utf-8")) if name else None
    except (OSError, ValueError):
        return None
    if not about or about["schema"] != schema_stamp():
        return None
    return Generation(about["name"], about["fingerprint"], datetime.fromisoformat(about["created"]), about["documents"])


def directory_of(home: Path, generation: Generation) -> Path:
    """Where a generation lies."""
    return home / FOLDER / generation.name


def drop_older(home: Path) -> int:
    """Deletes every generation but the one that serves (a withdrawal must not live on in an older one); how many went."""
    return _collect(home / FOLDER, {_pointed(home / FOLDER)})


def _write(directory: Path, documents: Iterable[Source], told: Told | None) -> int:
    """Writes all three parts as the documents stream by; how many there were."""
    count = 0
    with StoredWriter(directory / STORED) as stored, _writer(directory / RULINGS) as rulings, _writer(directory / PARAGRAPHS) as pieces:
        for made in prepared(documents):
            stored.add(made)
            rulings(document(made))
            for piece in paragraphs(made):
                pieces(piece)
            count += 1
            if told is not None:
                told(made.id, made.record_sha256)
    return count


@contextmanager
def _writer(directory: Path) -> Iterator[Callable[[Document], int]]:
    """Adds documents to a new index; at the end all are committed, once, and merges have ended (search-engine.md trap 1)."""
    directory.mkdir()
    writer: IndexWriter = register(Index(build_schema(), path=str(directory))).writer(heap_size=HEAP, num_threads=1)
    try:
        yield writer.add_document
        writer.commit()
    finally:
        writer.wait_merging_threads()


def _describe(path: Path, generation: Generation) -> None:
    about = {
        "name": generation.name,
        "fingerprint": generation.fingerprint,
        "created": generation.created.isoformat(),
        "documents": generation.documents,
        "schema": schema_stamp(),
    }
    path.write_text(json.dumps(about), "utf-8")


def _sync(directory: Path) -> None:
    """Every file of the generation on the disk before the pointer names it."""
    for path in sorted(directory.rglob("*"), reverse=True):
        _fsync(path)
    _fsync(directory)


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _point(folder: Path, name: str) -> None:
    beside = folder / f"{CURRENT}{UNFINISHED}"
    beside.write_text(name, "utf-8")
    _fsync(beside)
    beside.replace(folder / CURRENT)
    _fsync(folder)


def _pointed(folder: Path) -> str:
    """The name in ACTUAL, "" when there is none."""
    try:
        name = (folder / CURRENT).read_text("utf-8").strip()
    except OSError:
        return ""
    return name if name and "/" not in name else ""


def _collect(folder: Path, kept: set[str]) -> int:
    """Deletes generations that nobody needs and what killed builds left; how many. Readers keep what they have mapped."""
    gone = [path for path in (folder.iterdir() if folder.is_dir() else ()) if path.is_dir() and path.name not in kept]
    for path in gone:
        shutil.rmtree(path, ignore_errors=True)
    return len(gone)


@contextmanager
def _disk(unfinished: Path) -> Iterator[None]:
    """A disk that is full or fails, in the words of whichever library met it, becomes NotDone; the unfinished directory goes whatever happened."""
    try:
        yield
    except (OSError, ValueError, sqlite3.OperationalError) as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        if _is_full(error):
            raise NotDone(
                "No hay espacio en el disco para el índice nuevo; libere espacio y repita «habeas build». El anterior sigue."
            ) from error
        if "io::Error" in str(
            error
        ):  # all that tantivy says when one of its writing threads dies: «Worker thread failed … io::Error most likely»
            raise NotDone(
                "No se pudo escribir el índice nuevo: el disco está lleno o falla. Libere espacio y repita «habeas build»; el anterior sigue."
            ) from error
        raise
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _is_full(error: Exception) -> bool:
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    text = str(error).lower()
    return "no space left" in text or "storagefull" in text or "disk is full" in text or "quota" in text

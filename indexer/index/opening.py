"""Opening an index directory for reading, on any file system, and keeping tantivy's panics from ending the process."""

import os
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tantivy import Index, Schema, Searcher

from indexer.index.query.parse import that_works
from indexer.index.schema import register
from models.errors import BadQuery, NotDone


@dataclass(frozen=True, weakref_slot=True, slots=True)
class Opened:
    """An index and its snapshot. The files may be deleted afterwards: they stay mapped."""

    index: Index
    searcher: Searcher
    schema: Schema


def open_index(directory: Path) -> Opened:
    """Opens for reading. tantivy writes a lock file even to read: where that fails (read-only mount) it gets a directory of links instead
    (search-engine.md trap 2). Raises NotDone when there is no index."""
    farm = None
    if not os.access(directory, os.W_OK):
        farm = _links(directory)
    try:
        opened = _open(farm or directory)
    except ValueError as error:
        if farm is not None or not directory.is_dir():
            raise NotDone(f"El índice de {directory} no se puede abrir; vuelva a hacerlo con «habeas build --all».") from error
        farm = _links(directory)
        opened = _open(farm)
    if farm is not None:
        weakref.finalize(opened, shutil.rmtree, farm, ignore_errors=True)
    return opened


def _open(directory: Path) -> Opened:
    index = register(Index.open(str(directory)))
    index.config_reader(reload_policy="manual")
    index.reload()
    return Opened(index, index.searcher(), index.schema)


def _links(directory: Path) -> Path:
    farm = Path(tempfile.mkdtemp(prefix="habeas-indice-"))
    for file in directory.iterdir():
        if not file.name.endswith(".lock"):
            (farm / file.name).symlink_to(file.resolve())
    return farm


@contextmanager
def guarded(q: str) -> Iterator[None]:
    """Turns what tantivy throws at a query into BadQuery; its PanicException derives from BaseException (trap 6)."""
    try:
        yield
    except ValueError as error:
        raise BadQuery(f"El buscador no pudo con esta consulta: {str(error)[:120]}", None, that_works(_words(q))) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise BadQuery("El buscador no pudo con esta consulta.", None, that_works(_words(q))) from None


def _words(q: str) -> str:
    """The query without its signs: whatever the engine stumbled over is not among them."""
    return " ".join("".join(c for c in word if c.isalnum()) for word in q.split())[:200].lower()

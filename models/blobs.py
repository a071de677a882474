"""Files by the hash of their content. A file that has its final name is whole and on the disk; a half-written one never has it."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from models.errors import CorruptStore

_FEW = 4
"""Up to so many files are synced one after the other; more in threads, so that the disk joins their journal entries."""


def sha256_of(body: bytes) -> str:
    """Lower-case hex digest: the name of a blob."""
    return hashlib.sha256(body).hexdigest()


class Blobs:
    """`folder/ab/abcdef…`, one file a content; `folder/tmp/` holds what an open transaction has written.

    Not safe for two writers at once: the catalogue's write lock, which every caller of `put` holds, sees to that; so whatever lies in tmp/
    when a transaction begins was left by one that was killed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._temporary = folder / "tmp"
        self._pending: dict[str, Path] = {}

    def path(self, sha256: str) -> Path:
        """Where the content lives, or would."""
        return self.folder / sha256[:2] / sha256

    def holds(self, sha256: str, size: int) -> bool:
        """Whether a file of that name and size is there; its bytes are not read."""
        try:
            return self.path(sha256).stat().st_size == size
        except FileNotFoundError:
            return False

    def put(self, sha256: str, body: bytes) -> None:
        """Writes under a temporary name; `flush` gives the final one. Raises OSError."""
        if sha256 in self._pending:
            return
        if not self._pending:
            self._sweep()
        path = self._temporary / sha256
        self._pending[sha256] = path
        path.write_bytes(body)

    def flush(self) -> None:
        """Syncs what was put, gives it its final names, syncs the folders: after this a power cut loses nothing. Raises OSError."""
        if not self._pending:
            return
        _sync(self._pending.values())
        for sha256, path in self._pending.items():
            final = self.path(sha256)
            final.parent.mkdir(exist_ok=True)
            os.replace(path, final)  # noqa: PTH105 (the crash-safety of the store is this call)
        _sync([self.folder, *{self.path(sha256).parent for sha256 in self._pending}])
        self._pending.clear()

    def discard(self) -> None:
        """Forgets what was put since the last flush. Never raises on files that are gone."""
        for path in self._pending.values():
            path.unlink(missing_ok=True)
        self._pending.clear()

    def read(self, sha256: str) -> bytes:
        """The content, hash checked. Raises CorruptStore when it is missing or is not what its name says."""
        path = self._pending.get(sha256) or self.path(sha256)
        try:
            body = path.read_bytes()
        except FileNotFoundError:
            raise CorruptStore(
                f"Falta el archivo {path}: vuelva a importarlo o a recolectarlo; «habeas verify» lista todo lo que falta."
            ) from None
        if sha256_of(body) != sha256:
            raise CorruptStore(f"El archivo {path} cambió en el disco: bórrelo y vuelva a importarlo o a recolectarlo.")
        return body

    def stored(self) -> Iterator[Path]:
        """Every file that has a final name, in order of name."""
        for shelf in sorted(self.folder.iterdir()) if self.folder.is_dir() else ():
            if shelf != self._temporary and shelf.is_dir():
                yield from sorted(shelf.iterdir())

    def leftovers(self) -> list[Path]:
        """What a killed transaction left in tmp/."""
        return sorted(self._temporary.iterdir()) if self._temporary.is_dir() else []

    def _sweep(self) -> None:
        self._temporary.mkdir(parents=True, exist_ok=True)
        for path in self.leftovers():
            path.unlink(missing_ok=True)


def _sync(paths: Iterable[Path]) -> None:
    todo = list(paths)
    if len(todo) <= _FEW:
        for path in todo:
            _sync_one(path)
        return
    with ThreadPoolExecutor(8) as pool:
        for _ in pool.map(_sync_one, todo):
            pass


def _sync_one(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

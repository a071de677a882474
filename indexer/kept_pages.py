"""Pages that OCR has read, kept so that none is read twice. All of it can be made again: the folder may be deleted at any time.

On disk, under HOME/ocr:

    paginas/ab/abcdef….tsv   a page by its key (indexer.read.scan_words), in two folders as the raw store's files; its first line is the SHA-256 of the rest
    archivos/ab/abcdef…      a file by the SHA-256 of its bytes: the keys of its pages, one a line

Two versions of a file share the pages that look the same. A page is written after the line that names it: what a file left here can be found and
forgotten whole, also when the writer was killed in between (privacy.md §6). Nothing here is ever needed: what can't be read is thrown away and what
can't be written is not kept.
"""

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

FOLDER = "ocr"
"""Its name in a home."""


@dataclass(frozen=True, slots=True)
class KeptPages:
    """The kept pages as one file of these bytes uses them."""

    folder: Path
    file_sha256: str

    def get(self, key: str) -> str | None:
        """What was read of the page, None when it is not here. An entry that is not as it was written is thrown away."""
        path = _page(self.folder, key)
        try:
            checksum, _, text = path.read_bytes().partition(b"\n")
        except OSError:
            return None
        if hashlib.sha256(text).hexdigest().encode() != checksum:
            with suppress(OSError):
                path.unlink()
            return None
        with suppress(OSError):
            self._note(key)
        return text.decode()

    def put(self, key: str, text: str) -> None:
        """Keeps what was read of a page, whole or not at all."""
        body, path = text.encode(), _page(self.folder, key)
        fresh = path.with_suffix(f".{os.getpid()}")
        with suppress(OSError):  # a full or read-only disk: the page was read, only not kept
            self._note(key)
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
            fresh.replace(path)

    def _note(self, key: str) -> None:
        path = _list(self.folder, self.file_sha256)
        if key in _keys(path):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="ascii") as lines:
            lines.write(f"{key}\n")


def forget(folder: Path, files: Iterable[str]) -> int:
    """Removes every page that files of these SHA-256 used, and whatever no file is known to use; how many pages. Another file that shared one reads it
    again. Raises OSError when something can't be removed: who withdraws must know."""
    gone: set[str] = set()
    for sha256 in files:
        path = _list(folder, sha256)
        gone |= _keys(path)
        path.unlink(missing_ok=True)
    named = {key for path in (folder / "archivos").glob("*/*") for key in _keys(path)} - gone
    removed = 0
    for path in (folder / "paginas").glob("*/*"):  # unfinished ones (a killed writer's) too: they have another suffix
        if path.suffix != ".tsv" or path.stem not in named:
            path.unlink(missing_ok=True)
            removed += path.suffix == ".tsv"
    return removed


def used(folder: Path) -> frozenset[str]:
    """SHA-256 of every file that left pages here."""
    return frozenset(path.name for path in (folder / "archivos").glob("*/*"))


def _page(folder: Path, key: str) -> Path:
    return folder / "paginas" / key[:2] / f"{key}.tsv"


def _list(folder: Path, sha256: str) -> Path:
    return folder / "archivos" / sha256[:2] / sha256


def _keys(path: Path) -> frozenset[str]:
    """The whole lines of a list; none when there is no list."""
    try:
        return frozenset(path.read_text(encoding="ascii", errors="replace").split())
    except OSError:
        return frozenset()

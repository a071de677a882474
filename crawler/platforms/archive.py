"""Members of folders, tar and zip archives one after the other, as a stream: nothing is unpacked, no more than one member is in memory."""

import bz2
import gzip
import lzma
import stat
import tarfile
import tomllib
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from crawler.intake import LIMIT, too_big
from models.document import Formato
from models.errors import RefusedDocument

Advance = Callable[[int], None]
"""Told how many bytes of the import have been gone through since the last call."""


@dataclass(frozen=True, slots=True)
class Member:
    """One thing found: its path inside the import and its bytes, or why there are none."""

    path: str
    content: bytes | RefusedDocument
    modified: float = 0.0
    """Unix time that the file carries; 0 when it has none."""


@dataclass(frozen=True, slots=True)
class FileKinds:
    """models/tables/importacion.toml."""

    formatos: dict[str, Formato]
    archivos: tuple[str, ...]
    tablas: tuple[str, ...]
    nombres: frozenset[str]
    prefijos: tuple[str, ...]
    carpetas: frozenset[str]

    def is_junk(self, path: str) -> bool:
        """Whether a system left it behind: skipped without a word."""
        *folders, name = path.lower().split("/")
        return name in self.nombres or name.startswith(self.prefijos) or not self.carpetas.isdisjoint(folders)

    def is_archive(self, name: str) -> bool:
        """Whether the name promises something to open."""
        return name.lower().endswith(self.archivos)

    def is_table(self, name: str) -> bool:
        """Whether the name promises a table."""
        return name.lower().endswith(self.tablas)


@cache
def file_kinds() -> FileKinds:
    """The table of what an import may find."""
    table = tomllib.loads((Path(__file__).parents[2] / "models" / "tables" / "importacion.toml").read_text(encoding="utf-8"))
    junk = table["basura"]
    return FileKinds(
        table["formatos"],
        tuple(table["archivos"]["extensiones"]),
        tuple(table["tablas"]["extensiones"]),
        frozenset(junk["nombres"]),
        tuple(junk["prefijos"]),
        frozenset(junk["carpetas"]),
    )


def members(path: Path, prefix: str, advance: Advance) -> Iterator[Member]:
    """What an archive holds, in its order, names prefixed. A broken archive ends with a member that says so; what came before it stands."""
    with path.open("rb") as file:
        magic = file.read(6)
        file.seek(0)
        try:
            if magic.startswith(b"PK"):
                yield from _zip_members(file, prefix, advance)
            else:
                yield from _tar_members(_opened(_Counted(file, advance), magic), prefix)
        except (
            tarfile.TarError,
            zipfile.BadZipFile,
            lzma.LZMAError,
            zlib.error,
            EOFError,
            gzip.BadGzipFile,
            ValueError,
            OverflowError,
        ) as error:
            yield Member(prefix.rstrip("/") or shown_name(path.name), RefusedDocument("truncado", _broken(path.name, error)))
        except OSError as error:
            if error.errno is not None:  # bz2 says "Invalid data stream" without a number
                raise
            yield Member(prefix.rstrip("/") or shown_name(path.name), RefusedDocument("truncado", _broken(path.name, error)))


def shown_name(name: str) -> str:
    """A file's name as text that can be stored: bytes that are no UTF-8 become "�"."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def read_file(path: Path, shown: str) -> Member:
    """One file of a folder; links, devices and what can't be read are refused."""
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            return Member(shown, RefusedDocument("ruta", f"{shown}: es un enlace o un dispositivo, no un archivo; no se sigue."))
        if status.st_size > LIMIT:
            return Member(shown, too_big(status.st_size), status.st_mtime)
        return Member(shown, path.read_bytes(), status.st_mtime)
    except OSError as error:
        return Member(shown, RefusedDocument("ilegible", f"{shown}: no se pudo leer ({error.strerror})."))


class _Counted:
    """A file that tells how far it has been read; only what the archive modules ask of a file."""

    def __init__(self, file: BinaryIO, advance: Advance) -> None:
        self._file, self._advance, self._furthest = file, advance, 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        piece = self._file.read(size)
        if (position := self._file.tell()) > self._furthest:
            self._advance(position - self._furthest)
            self._furthest = position
        return piece

    def seek(self, offset: int, whence: int = 0) -> int:
        """As a file does."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """As a file does."""
        return self._file.tell()

    def seekable(self) -> bool:
        """Always."""
        return True


def _opened(file: _Counted, magic: bytes) -> IO[bytes]:
    raw = cast(BinaryIO, file)
    if magic.startswith(b"\xfd7zXZ"):
        return cast(IO[bytes], lzma.LZMAFile(raw))
    if magic.startswith(b"\x1f\x8b"):
        return cast(IO[bytes], gzip.GzipFile(fileobj=raw))
    if magic.startswith(b"BZh"):
        return cast(IO[bytes], bz2.BZ2File(raw))
    return raw


class _Remembered:
    """A stream that remembers the last pieces read, to look at what ended an archive."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._read = stream, 0
        self._pieces: deque[tuple[int, bytes]] = deque(maxlen=3)

    def read(self, size: int) -> bytes:
        """The next bytes."""
        piece = self._stream.read(size)
        self._pieces.append((self._read, piece))
        self._read += len(piece)
        return piece

    def block(self, offset: int) -> bytes:
        """The 512 bytes from an offset, as far as they were read and are remembered."""
        found = b"".join(piece[max(0, offset - start) :] for start, piece in self._pieces if start + len(piece) > offset)
        return found[: tarfile.BLOCKSIZE]


def _tar_members(stream: IO[bytes], prefix: str) -> Iterator[Member]:
    """The standard reader takes a damaged or missing header for the archive's end and says nothing: the end is looked at here."""
    remembered = _Remembered(stream)
    with tarfile.open(fileobj=cast(IO[bytes], remembered), mode="r|") as archive:
        while (entry := archive.next()) is not None:
            archive.members.clear()  # type: ignore[attr-defined]  # it would keep every header it has seen
            if entry.isdir():
                continue
            shown = prefix + shown_name(entry.name)
            if not entry.isreg():
                yield Member(shown, RefusedDocument("ruta", f"{shown[:200]}: es un enlace o un dispositivo, no un archivo; no se sigue."))
            elif (refused := _unsafe(entry.name)) is not None:
                yield Member(shown, refused)
            elif entry.size > LIMIT:
                yield Member(shown, too_big(entry.size), float(entry.mtime))
            else:
                content = archive.extractfile(entry)
                assert content is not None  # it is a regular file
                yield Member(shown, content.read(LIMIT + 1), float(entry.mtime))
        end = remembered.block(archive.offset)
        if len(end) < tarfile.BLOCKSIZE or any(end):
            raise tarfile.ReadError("no end mark" if len(end) < tarfile.BLOCKSIZE else "damaged header")


def _zip_members(file: BinaryIO, prefix: str, advance: Advance) -> Iterator[Member]:
    with zipfile.ZipFile(file) as archive:
        for entry in archive.infolist():
            if not entry.is_dir():
                yield Member(prefix + shown_name(entry.filename), _zip_content(archive, entry), _zip_time(entry))
            advance(entry.compress_size)


def _zip_content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | RefusedDocument:
    mode = entry.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return RefusedDocument("ruta", f"{entry.filename[:200]}: es un enlace o un dispositivo, no un archivo; no se sigue.")
    if (refused := _unsafe(entry.filename)) is not None:
        return refused
    if entry.flag_bits & 1:
        return RefusedDocument(
            "cifrado", f"{shown_name(entry.filename)[:200]}: está cifrado con contraseña; descomprímalo usted e importe la carpeta."
        )
    if entry.file_size > LIMIT:
        return too_big(entry.file_size)
    try:
        with archive.open(entry) as content:
            return content.read(LIMIT + 1)
    except NotImplementedError:
        return RefusedDocument("formato", f"{shown_name(entry.filename)[:200]}: está comprimido de un modo que no se conoce.")
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError) as error:
        return RefusedDocument("truncado", _broken(entry.filename, error))


def _zip_time(entry: zipfile.ZipInfo) -> float:
    try:
        return datetime(*entry.date_time, tzinfo=UTC).timestamp()
    except ValueError:  # month 0
        return 0.0


def _unsafe(name: str) -> RefusedDocument | None:
    """Refuses a path that leaves its archive. Nothing is ever unpacked under such a name; it would still be shown, and it is no Court's file."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or "\0" in name or name[1:2] == ":":
        return RefusedDocument("ruta", f"{shown_name(name)[:200]}: la ruta sale de su archivo.")
    return None


def _broken(name: str, error: Exception) -> str:
    return f"{name[:200]} está dañado o incompleto ({error}): se guardó lo anterior; consiga otra copia e impórtela."

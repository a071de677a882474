"""Documents of files on this machine: aLex archives or folders, folders of PDF and HTML, single files; and tables among them (crawler.platforms.saved).

What a run sees is a document, a table or an issue (etapa `recoleccion`); only what operating systems and git leave behind (.DS_Store, Thumbs.db,
__MACOSX, .git, ._ files: models/tables/importacion.toml) is passed over in silence.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from crawler.intake import check, sniff
from crawler.platforms.alex import original_url
from crawler.platforms.archive import Advance, Member, file_kinds, members, read_file, shown_name
from crawler.platforms.saved import table_in
from crawler.platforms.sedetc_rows import SavedRows
from models.document import Formato, RawDocument
from models.errors import BadIdentity, ConfigError, RefusedDocument
from models.ids import identify, name_of
from models.issues import Issue
from models.register import Totals
from models.urls import year_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One file seen, by its path inside the import ("md/2015/x.pdf.md"), and what became of it."""

    file: str
    found: RawDocument | Issue


@dataclass(frozen=True, slots=True)
class Table:
    """A file that is no document and tells of many."""

    file: str
    found: SavedRows | Totals


def documents_in(path: Path) -> Iterator[RawDocument | Issue]:
    """Every file of an archive (in its order), of a folder (sorted, archives in it opened), or the file itself. Raises ConfigError: no such path."""
    return (entry.found for entry in entries_in(path))


def entries_in(path: Path, advance: Advance = lambda _: None) -> Iterator[Entry]:
    """As `documents_in`, with the path of each file; `advance` is told the bytes gone through, `size_of(path)` in all. Raises ConfigError."""
    now = datetime.now(UTC)
    for member in _members(path, advance):
        yield Entry(member.path, _judged(member, now))


def everything_in(path: Path, advance: Advance = lambda _: None) -> Iterator[Entry | Table]:
    """As `entries_in`, and the tables among the files."""
    now = datetime.now(UTC)
    for member in _members(path, advance):
        yield _table(member) or Entry(member.path, _judged(member, now))


def _members(path: Path, advance: Advance) -> Iterator[Member]:
    if not path.exists():
        raise ConfigError(f"No existe «{path}»: escriba la ruta de un archivo o una carpeta, por ejemplo habeas-data.tar.xz.")
    for member in _walk(path, advance):
        if not file_kinds().is_junk(member.path):
            yield member


def size_of(path: Path) -> int:
    """Bytes of a file or of all files below a folder, links not followed; what can't be read counts nothing."""
    if not path.is_dir():
        return path.stat().st_size if path.exists() else 0
    return sum(found.lstat().st_size for found in path.rglob("*") if not found.is_symlink() and found.is_file())


def _walk(path: Path, advance: Advance) -> Iterator[Member]:
    if path.is_dir():
        yield from _walk_folder(path, "", advance)
    elif path.is_file() and file_kinds().is_archive(path.name):
        yield from members(path, "", advance)
    else:
        yield read_file(path.resolve(), shown_name(path.name))
        advance(path.stat().st_size)


def _walk_folder(folder: Path, prefix: str, advance: Advance) -> Iterator[Member]:
    try:
        found = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        yield Member(prefix.rstrip("/"), RefusedDocument("ilegible", f"{prefix}: no se pudo leer la carpeta ({error.strerror})."))
        return
    for path in found:
        shown = prefix + shown_name(path.name)
        if path.is_dir() and not path.is_symlink():
            yield from _walk_folder(path, f"{shown}/", advance)
        elif path.is_file() and not path.is_symlink() and file_kinds().is_archive(path.name):
            yield from members(path, f"{shown}/", advance)
        else:
            member = read_file(path, shown)
            yield member
            advance(len(member.content) if isinstance(member.content, bytes) else 0)


def _table(member: Member) -> Entry | Table | None:
    """The table that a file is, or why it can't be read; None for what is no table of ours."""
    if not isinstance(member.content, bytes) or not file_kinds().is_table(member.path):
        return None
    try:
        found = table_in(member.path, member.content)
    except RefusedDocument as refused:
        return Entry(member.path, _issue(member.path, refused.regla, str(refused)))
    return None if found is None else Table(member.path, found)


def _judged(member: Member, now: datetime) -> RawDocument | Issue:
    try:
        return _document(member, now)
    except RefusedDocument as refused:
        return _issue(member.path, refused.regla, str(refused))
    except BadIdentity as error:
        return _issue(member.path, "nombre", f"{error} Renombre el archivo {member.path[-200:]}.")


def _document(member: Member, now: datetime) -> RawDocument:
    """The document that a file is. Raises RefusedDocument, BadIdentity."""
    if isinstance(member.content, RefusedDocument):
        raise member.content
    formato = _formato(member.path, member.content)
    name = name_of(member.path)
    original = original_url(member.content, name) if formato == "texto" else None
    if original is not None:
        name = name_of(original)
    identify(name)
    url = original or f"file:{member.path}"
    return RawDocument(
        url=url,
        name=name,
        body=member.content,
        formato=formato,
        source="carpeta" if original is None else "alex",
        obtained=_obtained(member.modified, now),
        fecha_publicacion=year_of(url) or year_of(f"file:{member.path}"),
    )


def _formato(path: str, body: bytes) -> Formato:
    """The bytes win over the extension where that loses nothing: a PDF named .htm is pdf, plain text named .html is texto. What is named .pdf must
    be one: a page in its place is most often an error that somebody saved. Raises RefusedDocument."""
    stem, dot, extension = path.rsplit("/", 1)[-1].lower().rpartition(".")
    promised = file_kinds().formatos.get(extension) if dot else None
    found = sniff(body)
    if promised is None and body and (found in (None, "texto") or (stem and dot)):
        raise RefusedDocument("formato", f"{path[-200:]}: no es un PDF, un HTML ni un texto; conviértalo o quítelo.")
    trusted = found is not None and promised != "pdf"
    return check(body, expected=found if trusted else promised)


def _issue(path: str, regla: str, mensaje: str) -> Issue:
    try:
        case = str(identify(name_of(path)).expediente)
    except BadIdentity:
        case = ""
    return Issue("recoleccion", regla, mensaje, "carpeta", f"file:{path}", case)


def _obtained(modified: float, now: datetime) -> datetime:
    """When the file was made, as near as it tells to when it was had from its origin; now where it tells nothing that can be."""
    if not 0 < modified <= now.timestamp():
        return now
    return datetime.fromtimestamp(modified, UTC)

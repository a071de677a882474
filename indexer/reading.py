"""Stage 1: raw store → text. Only files that the present readers have not tried are read."""

import hashlib
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path

from indexer import kept_pages
from indexer.derived import Derived, TextKey, pack_text
from indexer.progress import Progress
from indexer.read import read_stamp, read_text
from indexer.workers import Crash, ordered
from models.document import PaginasAjenas, RawDocument
from models.errors import CorruptStore, NotDone, UnreadableDocument
from models.ids import fold
from models.issues import Issue
from models.store import RawStore
from models.stored import StoredVersion

BATCH = 200
"""Documents between commits: what a kill can cost."""


@dataclass(frozen=True, slots=True)
class _Job:
    version: StoredVersion
    raw: RawDocument
    kept: Path


@dataclass(frozen=True, slots=True)
class _Read:
    body: bytes
    words_sha256: str
    ajenas: tuple[PaginasAjenas, ...]


@dataclass(frozen=True, slots=True)
class _Unread:
    regla: str
    mensaje: str


def words_sha256(text: str) -> str:
    """Hash of the words alone: layout, marks and case don't count, so the same ruling read twice is the same."""
    return hashlib.sha256(" ".join(re.findall(r"[a-z0-9]+", fold(text))).encode()).hexdigest()


def key_of(version: StoredVersion) -> TextKey:
    """Where the text of a file version is kept."""
    return TextKey(version.sha256, version.formato)


def readable(version: StoredVersion) -> bool:
    """Whether a version's text is wanted: the last of its format, not withdrawn for privacy."""
    return version.estado not in ("reemplazado", "retirado_por_privacidad")


def read_documents(store: RawStore, derived: Derived, progress: Progress, everything: bool = False) -> int:
    """Reads what is stale and marks every version's `lectura`; how many were read now.

    Each failure is an open issue line, closed by a later success; it is not tried again until the readers or the bytes change. Pages of other cases are
    one too, closed when the file no longer has them.
    """
    stamp = read_stamp()
    known = derived.text_stamps()
    wanted = [version for version in store.versions() if readable(version)]
    files = _by_key(wanted)
    stale = [alike for key, alike in files.items() if everything or _is_stale(alike, known.get(key, ("", "")), stamp)]
    troubled = {issue.url for issue in store.issues() if issue.etapa == "lectura"}
    derived.keep_texts(files.keys())
    _tell_heirs(store, derived, wanted, troubled)
    progress.start("leer", len(stale))
    for number, (job, result) in enumerate(ordered(_read, _jobs(store, stale)), 1):
        _keep(derived, key_of(job.version), result, stamp)
        for version in files[key_of(job.version)]:
            _report(store, version, result, troubled)
        progress.step()
        if number % BATCH == 0:
            derived.commit()
    derived.commit()
    _mark(store, derived, wanted)
    forget_withdrawn(store)
    return len(stale)


def _by_key(versions: list[StoredVersion]) -> dict[TextKey, list[StoredVersion]]:
    """Versions of the same bytes together: one reading is enough for all."""
    found: dict[TextKey, list[StoredVersion]] = {}
    for version in versions:
        found.setdefault(key_of(version), []).append(version)
    return found


def _is_stale(alike: list[StoredVersion], known: tuple[str, str], stamp: str) -> bool:
    """Whether bytes must be read: not by these readers yet, or in vain and for an address that has not been told why."""
    was_read_by, words = known
    return was_read_by != stamp or (not words and any(version.lectura == "pendiente" for version in alike))


def _tell_heirs(store: RawStore, derived: Derived, versions: list[StoredVersion], troubled: Set[str]) -> None:
    """Reports on addresses that are new but whose bytes were read under another."""
    for version in versions:
        if version.lectura == "pendiente" and (document := derived.text(key_of(version))) is not None:
            _report(store, version, _Read(b"", "", document.ajenas), troubled)


def forget_withdrawn(store: RawStore) -> int:
    """Removes the kept pages of every file withdrawn for privacy; how many there were. Again after each reading, for a reader that was at work on such a
    file when it was withdrawn. Raises NotDone when the disk refuses."""
    folder = store.home / kept_pages.FOLDER
    there = kept_pages.used(folder)
    withdrawn = there & {version.sha256 for version in store.versions() if version.estado == "retirado_por_privacidad"} if there else there
    if not withdrawn:
        return 0
    try:
        return kept_pages.forget(folder, withdrawn)
    except OSError as error:
        raise NotDone(f"No se pudieron borrar las páginas guardadas de lo retirado ({error}): borre la carpeta {folder}.") from error


def _read(job: _Job) -> _Read | _Unread:
    try:
        document = read_text(job.raw, job.kept)
    except UnreadableDocument as error:
        return _Unread(error.regla, str(error))
    return _Read(pack_text(document), words_sha256(document.text), document.ajenas)


def _jobs(store: RawStore, files: list[list[StoredVersion]]) -> Iterator[_Job]:
    for alike in files:
        try:
            yield _Job(alike[0], store.raw(alike[0]), store.home / kept_pages.FOLDER)
        except CorruptStore as error:
            for version in alike:
                store.report(_issue(version, "archivo_danado", f"{error} Vuelva a recolectarlo o importarlo."))


def _keep(derived: Derived, key: TextKey, result: _Read | _Unread | Crash, stamp: str) -> None:
    """A failure is kept too, as an empty body: known, and not tried again by these readers."""
    if isinstance(result, _Read):
        derived.put_text(key, stamp, result.words_sha256, result.body)
    else:
        derived.put_text(key, stamp, "", b"")


def _report(store: RawStore, version: StoredVersion, result: _Read | _Unread | Crash, troubled: Set[str]) -> None:
    """What this reading found is open afterwards, and nothing that an earlier one did (`troubled`: addresses where one found something)."""
    if isinstance(result, _Read) and not result.ajenas and version.url not in troubled:
        return
    with store.transaction():
        if version.url in troubled:
            store.close_issues("lectura", version.url)
        match result:
            case _Read(ajenas=ajenas) if ajenas:
                store.report(_issue(version, "otro_expediente", _told(ajenas)))
            case _Unread(regla, mensaje):
                store.report(_issue(version, regla, mensaje))
            case Crash(reason):
                mensaje = f"No se pudo leer: {reason}. Se intentará con la próxima versión del lector."
                store.report(_issue(version, "fallo_inesperado", mensaje))


def _told(ajenas: tuple[PaginasAjenas, ...]) -> str:
    """The sentence for pages of other cases: which they are, and when the line will close."""
    cases = "; ".join(one.expediente + (f" (página {', '.join(map(str, one.paginas))})" if one.paginas else "") for one in ajenas)
    return f"El archivo trae páginas de otro expediente, que se dejaron fuera: {cases}. Se cerrará cuando la fuente publique el archivo sin ellas."


def _mark(store: RawStore, derived: Derived, versions: list[StoredVersion]) -> None:
    known = derived.text_stamps()
    with store.transaction():
        for version in versions:
            words = known.get(key_of(version), ("", ""))[1]
            lectura = "leido" if words else "sin_leer"
            if version.lectura != lectura or (words and version.words_sha256 != words):
                store.mark(version.document, version.version, lectura="leido" if words else "sin_leer", words_sha256=words or None)


def _issue(version: StoredVersion, regla: str, mensaje: str) -> Issue:
    return Issue("lectura", regla, mensaje, version.source, version.url, version.expediente)

"""Stage 1: raw store → text. Only files that the present readers have not tried are read."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.derived import Derived, TextKey, pack_text
from indexer.progress import Progress
from indexer.read import read_stamp, read_text
from indexer.workers import Crash, ordered
from models.document import RawDocument
from models.errors import CorruptStore, UnreadableDocument
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


@dataclass(frozen=True, slots=True)
class _Read:
    body: bytes
    words_sha256: str


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

    Each failure is an open issue line, closed by a later success; it is not tried again until the readers or the bytes change.
    """
    stamp = read_stamp()
    known = derived.text_stamps()
    wanted = [version for version in store.versions() if readable(version)]
    stale = [version for version in wanted if everything or known.get(key_of(version), ("", ""))[0] != stamp]
    troubled = {issue.url for issue in store.issues() if issue.etapa == "lectura"}
    derived.keep_texts({key_of(version) for version in wanted})
    progress.start("leer", len(stale))
    for number, (job, result) in enumerate(ordered(_read, _jobs(store, stale)), 1):
        _keep(derived, key_of(job.version), result, stamp)
        if not isinstance(result, _Read) or job.version.url in troubled:
            _report(store, job.version, result)
        progress.step()
        if number % BATCH == 0:
            derived.commit()
    derived.commit()
    _mark(store, derived, wanted)
    return len(stale)


def _read(job: _Job) -> _Read | _Unread:
    try:
        document = read_text(job.raw)
    except UnreadableDocument as error:
        return _Unread(error.regla, str(error))
    return _Read(pack_text(document), words_sha256(document.text))


def _jobs(store: RawStore, versions: list[StoredVersion]) -> Iterator[_Job]:
    for version in versions:
        try:
            yield _Job(version, store.raw(version))
        except CorruptStore as error:
            store.report(_issue(version, "archivo_danado", f"{error} Vuelva a recolectarlo o importarlo."))


def _keep(derived: Derived, key: TextKey, result: _Read | _Unread | Crash, stamp: str) -> None:
    """A failure is kept too, as an empty body: known, and not tried again by these readers."""
    if isinstance(result, _Read):
        derived.put_text(key, stamp, result.words_sha256, result.body)
    else:
        derived.put_text(key, stamp, "", b"")


def _report(store: RawStore, version: StoredVersion, result: _Read | _Unread | Crash) -> None:
    match result:
        case _Read():
            store.close_issues("lectura", version.url)
        case _Unread(regla, mensaje):
            store.report(_issue(version, regla, mensaje))
        case Crash(reason):
            store.report(_issue(version, "fallo_inesperado", f"No se pudo leer: {reason}. Se intentará con la próxima versión del lector."))


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

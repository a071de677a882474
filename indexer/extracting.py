"""Stage 3: text → ruling, one document at a time, in any order. Only what its inputs make stale is extracted."""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC
from itertools import groupby

from indexer.derived import Derived
from indexer.extract.stamp import stamp
from indexer.progress import Progress
from indexer.reading import BATCH, key_of, readable
from indexer.workers import Crash, ordered
from models.document import DocumentText, Listing
from models.errors import NotARuling
from models.ids import Identity, RulingId
from models.issues import Issue
from models.ruling import Fuente, Ruling
from models.store import RawStore
from models.stored import StoredVersion

_QUALITY = {"alta": 0, "media": 1, "baja": 2}
_FORMATS = {"pdf": 0, "html": 1, "texto": 2}
"""Between texts of one quality, the Court's own bytes before a copy of their text."""


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The version that speaks for a ruling, and the hash of all that its record is made from."""

    ruling_id: RulingId
    version: StoredVersion
    listings: tuple[Listing, ...]
    made_from: str


@dataclass(frozen=True, slots=True)
class _Job:
    chosen: _Chosen
    document: DocumentText


@dataclass(frozen=True, slots=True)
class _NotOne:
    regla: str
    mensaje: str


def extract_rulings(store: RawStore, derived: Derived, progress: Progress, everything: bool = False) -> int:
    """Extracts what is stale, forgets what is gone; how many were extracted now. Failures are issue lines."""
    made = derived.inputs()
    chosen = list(_choose(store, derived))
    failed = derived.meta()
    stale = [one for one in chosen if everything or one.made_from not in (made.get(one.ruling_id), failed.get(f"fallido:{one.ruling_id}"))]
    derived.drop_rulings(set(made) - {one.ruling_id for one in chosen})
    troubled = {issue.url for issue in store.issues() if issue.etapa == "extraccion"}
    progress.start("extraer", len(stale))
    for number, (job, result) in enumerate(ordered(_extract, _jobs(derived, stale)), 1):
        _keep(derived, job.chosen, result)
        if not isinstance(result, Ruling) or job.chosen.version.url in troubled:
            _report(store, job.chosen.version, result)
        progress.step()
        if number % BATCH == 0:
            derived.commit()
    derived.commit()
    return len(stale)


def _choose(store: RawStore, derived: Derived) -> Iterator[_Chosen]:
    """For each ruling the format with the best text; withdrawn rulings are left out."""
    blocked = {name for name, withdrawal in store.withdrawals().items() if withdrawal.state != "restaurado"}
    rules = stamp()
    candidates = [
        version
        for version in store.versions()
        if version.ruling_id and version.ruling_id not in blocked and version.lectura == "leido"
        if readable(version) and version.estado != "duplicado"
    ]
    candidates.sort(key=lambda version: str(version.ruling_id))
    for name, group in groupby(candidates, key=lambda version: version.ruling_id):
        assert name is not None
        version = _best(list(group), derived)
        listings = store.listings(version.url)
        facts = repr(
            (rules, version.sha256, version.words_sha256, version.url, name, version.fecha_publicacion, [asdict(one) for one in listings])
        )
        yield _Chosen(name, version, listings, hashlib.sha256(facts.encode()).hexdigest())


def _best(versions: list[StoredVersion], derived: Derived) -> StoredVersion:
    if len(versions) == 1:
        return versions[0]

    def rank(version: StoredVersion) -> tuple[int, int]:
        document = derived.text(key_of(version))
        return (_QUALITY[document.calidad.nivel] if document else 9, _FORMATS[version.formato])

    return min(versions, key=rank)


def _jobs(derived: Derived, stale: list[_Chosen]) -> Iterator[_Job]:
    for chosen in stale:
        document = derived.text(key_of(chosen.version))
        if document is not None:
            yield _Job(chosen, document)


def _extract(job: _Job) -> Ruling | _NotOne:
    from indexer.extract.extract import extract  # loads spaCy: only in the processes that extract

    version = job.chosen.version
    fuente = Fuente(
        origen=version.source,
        url=version.url,
        sha256=version.sha256,
        obtenido=version.obtained.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        lector=job.document.lector,
        ficticia=version.ficticia,
    )
    identity = Identity(version.expediente, version.kind)
    try:
        return extract(job.document, identity, job.chosen.ruling_id, job.chosen.listings, fuente, version.name)
    except NotARuling as error:
        return _NotOne(error.regla, str(error))


def _keep(derived: Derived, chosen: _Chosen, result: Ruling | _NotOne | Crash) -> None:
    """A failure is remembered with what it was made from: not tried again until that changes."""
    if isinstance(result, Ruling):
        derived.put_ruling(result, chosen.made_from, key_of(chosen.version))
    else:
        derived.drop_rulings({chosen.ruling_id})
        derived.set_meta(f"fallido:{chosen.ruling_id}", chosen.made_from)


def _report(store: RawStore, version: StoredVersion, result: Ruling | _NotOne | Crash) -> None:
    match result:
        case Ruling():
            store.close_issues("extraccion", version.url)
        case _NotOne(regla, mensaje):
            store.report(Issue("extraccion", regla, mensaje, version.source, version.url, version.expediente))
        case Crash(reason):
            store.report(
                Issue("extraccion", "fallo_inesperado", f"No se pudo extraer: {reason}.", version.source, version.url, version.expediente)
            )

"""Stage 3: text → ruling, one document at a time, in any order. Only what its inputs make stale is extracted."""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC
from itertools import groupby

from indexer.derived import Derived
from indexer.extract.stamp import stamp
from indexer.formats import VERSION as FORMATS
from indexer.formats import Candidate, differences, ranked, withdrawn
from indexer.progress import Progress
from indexer.reading import BATCH, key_of, readable
from indexer.relate.facts import Looked, keep, look
from indexer.workers import Crash, ordered
from models.document import Listing
from models.errors import NotARuling
from models.ids import Identity, RulingId
from models.issues import Issue
from models.ruling import Fuente, Ruling
from models.store import RawStore
from models.stored import StoredVersion


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The versions that can speak for a ruling, the best first, each with what was listed of it; and the hash of all that its record is made from."""

    ruling_id: RulingId
    versions: tuple[StoredVersion, ...]
    listings: tuple[tuple[Listing, ...], ...]
    made_from: str


@dataclass(frozen=True, slots=True)
class _Job:
    chosen: _Chosen
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class _Made:
    """A record, the version whose text it was made from, and what relating will ask of both."""

    ruling: Ruling
    version: StoredVersion
    looked: Looked | None = None


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
    for number, (job, result) in enumerate(ordered(_work, _jobs(derived, stale)), 1):
        _keep(derived, job.chosen, result)
        spoken = result.version if isinstance(result, _Made) else job.chosen.versions[0]
        if not isinstance(result, _Made) or spoken.url in troubled:
            _report(store, spoken, result)
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
        versions = _ranked(list(group), derived)
        listings = tuple(store.listings(version.url) for version in versions)
        facts = repr((rules, FORMATS, name, [_facts(*one) for one in zip(versions, listings, strict=True)]))
        yield _Chosen(name, versions, listings, hashlib.sha256(facts.encode()).hexdigest())


def _facts(version: StoredVersion, listings: tuple[Listing, ...]) -> tuple[object, ...]:
    """All of a version that its record is made from."""
    told = [asdict(one) for one in listings]
    return (version.sha256, version.words_sha256, version.url, version.fecha_publicacion, version.estado, version.retirado, told)


def _ranked(versions: list[StoredVersion], derived: Derived) -> tuple[StoredVersion, ...]:
    """Best first. What its source withdrew does not speak where something that it still publishes can."""
    current = [version for version in versions if version.estado == "vigente"]
    gone = [version for version in versions if version.estado != "vigente"]
    return (*_by_text(current, derived), *_by_text(gone, derived))


def _by_text(versions: list[StoredVersion], derived: Derived) -> tuple[StoredVersion, ...]:
    if len(versions) < 2:
        return tuple(versions)
    read = [Candidate(version, document) for version in versions if (document := derived.text(key_of(version))) is not None]
    return tuple(one.version for one in ranked(read)) or tuple(versions)


def _jobs(derived: Derived, stale: list[_Chosen]) -> Iterator[_Job]:
    for chosen in stale:
        candidates = tuple(Candidate(one, document) for one in chosen.versions if (document := derived.text(key_of(one))) is not None)
        if candidates:
            yield _Job(chosen, candidates)


def _work(job: _Job) -> _Made | _NotOne:
    """The record, looked at while its text is at hand."""
    made = _extract(job)
    if isinstance(made, _NotOne):
        return made
    text = next(one.document.text for one in job.candidates if one.version == made.version)
    return replace(made, looked=look(made.ruling, text))


def _extract(job: _Job) -> _Made | _NotOne:
    """The record of the first text that is a ruling, with what the other formats say otherwise; the refusal of the best where none is."""
    refused: _NotOne | None = None
    made: _Made | None = None
    shown: Candidate | None = None
    for candidate in job.candidates:
        if shown is not None and not _is_compared(candidate.version, shown.version):
            continue
        result = _extract_one(job.chosen, candidate)
        if made is None or shown is None:
            if isinstance(result, Ruling):
                made, shown = _Made(result, candidate.version), candidate
            else:
                refused = refused or result
            continue
        told = differences(shown, made.ruling, candidate, result if isinstance(result, Ruling) else None)
        made = replace(made, ruling=replace(made.ruling, advertencias=(*made.ruling.advertencias, *told)))
    if made is not None:
        return replace(made, ruling=replace(made.ruling, advertencias=(*made.ruling.advertencias, *withdrawn(made.version))))
    assert refused is not None  # a job has at least one candidate
    return refused


def _is_compared(other: StoredVersion, shown: StoredVersion) -> bool:
    """Whether another format may say something else: not with the same words, and not when its source took it back and left the one that is shown."""
    return other.words_sha256 != shown.words_sha256 and other.estado == shown.estado


def _extract_one(chosen: _Chosen, candidate: Candidate) -> Ruling | _NotOne:
    from indexer.extract.extract import extract  # loads spaCy: only in the processes that extract

    version = candidate.version
    fuente = Fuente(
        origen=version.source,
        url=version.url,
        sha256=version.sha256,
        obtenido=version.obtained.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        lector=candidate.document.lector,
        ficticia=version.ficticia,
    )
    identity = Identity(version.expediente, version.kind)
    listings = chosen.listings[chosen.versions.index(version)]
    try:
        return extract(candidate.document, identity, chosen.ruling_id, listings, fuente, version.name)
    except NotARuling as error:
        return _NotOne(error.regla, str(error))


def _keep(derived: Derived, chosen: _Chosen, result: _Made | _NotOne | Crash) -> None:
    """A failure is remembered with what it was made from: not tried again until that changes."""
    if isinstance(result, _Made):
        record_sha256 = derived.put_ruling(result.ruling, chosen.made_from, key_of(result.version))
        if result.looked is not None:
            keep(derived, result.ruling.id, record_sha256, result.looked)
    else:
        derived.drop_rulings({chosen.ruling_id})
        derived.set_meta(f"fallido:{chosen.ruling_id}", chosen.made_from)


def _report(store: RawStore, version: StoredVersion, result: _Made | _NotOne | Crash) -> None:
    match result:
        case _Made():
            store.close_issues("extraccion", version.url)
        case _NotOne(regla, mensaje):
            store.report(Issue("extraccion", regla, mensaje, version.source, version.url, version.expediente))
        case Crash(reason):
            store.report(
                Issue("extraccion", "fallo_inesperado", f"No se pudo extraer: {reason}.", version.source, version.url, version.expediente)
            )

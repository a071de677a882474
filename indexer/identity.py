"""Stage 2: which resolution each document is (contracts.md §4).

Most get their id when they enter the store. What waits for its words is a second file of one kind: the same words under another URL are a
duplicate, other words are the second, third… resolution of that kind, in order of (fecha_publicacion, url).

Words are the same when their hashes are. Copies that did not come from the Court's own listing (the open corpus, a folder of somebody's) are the work
of other scanners and other OCR, in which no two have equal words: they are the resolution whose words they share to COPY, as another format of it, or
as a duplicate where that format is here. The Court's own PDF and HTML of one resolution, under addresses that differ, are one from TWIN on; two files
of one source and one format are told by their very words, as the contract says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from indexer.derived import Derived
from indexer.likeness import Texts
from indexer.reading import key_of
from models.ids import Identity, RulingId
from models.store import RawStore
from models.stored import StoredVersion
from models.urls import stem

COPY = 0.6
"""Likeness (indexer.likeness) from which a copy of somebody's is the resolution. Measured on sixty texts of the open corpus: against themselves with
one letter in a hundred misread 0.83 to 0.91, in both copies 0.69 to 0.78, one in fifty 0.73 to 0.82. Of different cases half are below 0.12; rulings
of one series reach 0.84, but those are never of one case."""
TWIN = 0.9
_COPIES = ("alex", "carpeta")
"""Sources that are not the Court's own."""
_LIVE = ("vigente", "duplicado")


def assign_ids(store: RawStore, derived: Derived) -> int:
    """Gives an id to every document that has none and could be read; how many got one. Ids given before never change."""
    given = store.settle()
    rows = [version for version in store.versions() if version.estado != "reemplazado"]
    texts = Texts(derived)
    with store.transaction():
        for _, group in groupby(rows, key=lambda version: (version.expediente, version.kind)):
            given += _assign_group(store, list(group), texts)
            texts.forget()
    return given


@dataclass(frozen=True, slots=True)
class _Decision:
    """`other` holds the same words in the same format: of the two, one is the duplicate."""

    ruling_id: RulingId
    other: StoredVersion | None = None


def _assign_group(store: RawStore, group: list[StoredVersion], texts: Texts) -> int:
    waiting = [version for version in group if version.ruling_id is None and version.lectura != "pendiente"]
    known = [version for version in group if version.ruling_id is not None]
    given = 0
    for version in sorted(waiting, key=lambda one: (one.fecha_publicacion, one.url)):
        if _must_wait(version, known):
            continue
        decision = _decide(version, known, texts)
        store.assign(version.document, decision.ruling_id)
        given += 1
        known.append(_stand(store, replace(version, ruling_id=decision.ruling_id), decision.other, known))
    return given


def _must_wait(version: StoredVersion, known: Iterable[StoredVersion]) -> bool:
    """Whether a copy may be what was withdrawn for privacy, whose words are not kept: it is shown under no id until a person has restored or told."""
    return version.source in _COPIES and any(other.estado == "retirado_por_privacidad" for other in known)


def _stand(store: RawStore, version: StoredVersion, other: StoredVersion | None, known: list[StoredVersion]) -> StoredVersion:
    """Marks which of two files of the same words and format is the duplicate: the newcomer, but for the Court's own file beside somebody's copy."""
    if other is None or version.estado not in _LIVE:
        return version
    if other.estado == "vigente" and other.source in _COPIES and version.source not in _COPIES:
        store.mark(other.document, other.version, estado="duplicado")
        known[known.index(other)] = replace(other, estado="duplicado")
        return version
    store.mark(version.document, version.version, estado="duplicado")
    return replace(version, estado="duplicado")


def _decide(version: StoredVersion, known: Sequence[StoredVersion], texts: Texts) -> _Decision:
    """The id, and the document of the same format that holds these words already."""
    for other in known:
        assert other.ruling_id is not None
        if stem(other.url) == stem(version.url):
            return _Decision(other.ruling_id)
    for other in known:
        if version.words_sha256 and other.words_sha256 == version.words_sha256 and other.formato == version.formato:
            return _as_one(version, other, known)
    if (alike := _most_alike(version, known, texts)) is not None:
        return _as_one(version, alike, known)
    taken = {other.ruling_id for other in known}
    identity = Identity(version.expediente, version.kind)
    ordinal = 1
    while identity.ruling_id(ordinal) in taken:
        ordinal += 1
    return _Decision(identity.ruling_id(ordinal))


def _as_one(version: StoredVersion, alike: StoredVersion, known: Iterable[StoredVersion]) -> _Decision:
    """The id of a document of the same words; with it the current file of the same format under that id, if there is one."""
    assert alike.ruling_id is not None
    same = [one for one in known if one.ruling_id == alike.ruling_id and one.formato == version.formato and one.estado in _LIVE]
    return _Decision(alike.ruling_id, min(same, key=lambda one: one.estado != "vigente", default=None))


def _most_alike(version: StoredVersion, known: Iterable[StoredVersion], texts: Texts) -> StoredVersion | None:
    """The document that shares most words with this one, where they are enough; None where none does."""
    best: tuple[float, StoredVersion] | None = None
    for other in known:
        wanted = _enough(version, other)
        found = texts.likeness(key_of(version), key_of(other)) if wanted is not None else 0.0
        if wanted is not None and found >= wanted and (best is None or found > best[0]):
            best = (found, other)
    return None if best is None else best[1]


def _enough(one: StoredVersion, other: StoredVersion) -> float | None:
    """The likeness from which two documents are one resolution; None where only equal words would do."""
    if one.formato == other.formato and one.source == other.source:
        return None  # one scanner and one OCR: had they had the same words, they would have told the same
    if one.source in _COPIES or other.source in _COPIES:
        return COPY
    return TWIN if one.formato != other.formato else None

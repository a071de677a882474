"""Stage 2: which resolution each document is (contracts.md §4).

Most get their id when they enter the store. What waits for its words is a second file of one kind: the same words under another URL are a
duplicate, other words are the second, third… resolution of that kind, in order of (fecha_publicacion, url).
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from models.ids import Identity, RulingId
from models.store import RawStore
from models.stored import StoredVersion
from models.urls import stem


def assign_ids(store: RawStore) -> int:
    """Gives an id to every document that has none and could be read; how many got one. Ids given before never change."""
    given = store.settle()
    rows = [version for version in store.versions() if version.estado != "reemplazado"]
    with store.transaction():
        for _, group in groupby(rows, key=lambda version: (version.expediente, version.kind)):
            given += _assign_group(store, list(group))
    return given


def _assign_group(store: RawStore, group: list[StoredVersion]) -> int:
    waiting = [version for version in group if version.ruling_id is None and version.lectura != "pendiente"]
    known = [version for version in group if version.ruling_id is not None]
    for version in sorted(waiting, key=lambda one: (one.fecha_publicacion, one.url)):
        ruling_id, duplicate = _decide(version, known)
        store.assign(version.document, ruling_id)
        if duplicate and version.estado == "vigente":
            store.mark(version.document, version.version, estado="duplicado")
        known.append(replace(version, ruling_id=ruling_id))
    return len(waiting)


def _decide(version: StoredVersion, known: Iterable[StoredVersion]) -> tuple[RulingId, bool]:
    """The id, and whether these are words that another document of the same format holds already."""
    known = list(known)
    for other in known:
        assert other.ruling_id is not None
        if stem(other.url) == stem(version.url):
            return other.ruling_id, False
        if version.words_sha256 and other.words_sha256 == version.words_sha256 and other.formato == version.formato:
            return other.ruling_id, True
    taken = {other.ruling_id for other in known}
    identity = Identity(version.expediente, version.kind)
    ordinal = 1
    while identity.ruling_id(ordinal) in taken:
        ordinal += 1
    return identity.ruling_id(ordinal), False

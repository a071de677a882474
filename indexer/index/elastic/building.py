"""Generations on the server: filled beside the old one, then all aliases swapped in one step.

What a generation is (name, fingerprint, rulings) stands in the `_meta` of its registros index, written when everything is in; the alias is what makes
it serve. A build that is killed leaves indices without an alias, which the next one collects; so does a server that dies in the middle of a bulk.
"""

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, cast

from elasticsearch import Elasticsearch, NotFoundError, helpers

from indexer.index.base import Generation
from indexer.index.elastic.connection import BUSY, Busy, address, check, client, guarded, is_blocked, persistently, refused
from indexer.index.elastic.documents import Sent, Tables, documents_of, drafted
from indexer.index.elastic.mapping import (
    KINDS,
    alias,
    generation_in,
    mappings_of,
    named_collection,
    physical,
    settings_of,
    stamp,
)
from indexer.index.lots import Source, Told, each
from models.errors import NotDone
from models.ids import RulingId
from models.settings import Settings

BATCH, SENDERS = 400, 2
"""Documents of one bulk request (about 5 MB); requests on their way at a time: the server indexes one while the next is made."""
WHOLE_BUILD = 600.0
"""Seconds that a refresh of a whole generation may take."""


def build(settings: Settings, documents: Iterable[Source], fingerprint: str, *, told: Told | None = None) -> Generation:
    """Builds, publishes and returns a new generation of `settings.home`; `told` is called after each ruling.

    Raises NotDone when the server is down, red, full or read-only (the generation before stays in place), ConfigError when it can't be used.
    """
    elastic = client(address(settings))
    check(elastic)
    collection, created = named_collection(settings.home), datetime.now(UTC)
    name = f"{stamp()[:6]}-{hashlib.sha256(fingerprint.encode()).hexdigest()[:8]}-{created:%Y%m%dt%H%M%S%f}"
    before = _served(elastic, collection)
    _collect(elastic, collection, {before})
    try:
        count = _fill(elastic, collection, name, documents, told)
        generation = Generation(name, fingerprint, created, count)
        _publish(elastic, collection, generation)
    except BaseException:
        _abandon(elastic, collection, name)
        raise
    _collect(elastic, collection, {name, before})
    return generation


def drop_older(elastic: Elasticsearch, collection: str) -> int:
    """Deletes every generation but the one that serves; how many went."""
    return _collect(elastic, collection, {_served(elastic, collection)})


def generation_of(elastic: Elasticsearch, collection: str) -> Generation | None:
    """What the collection's alias stands for; None when nothing is there or it needs a build. Raises NotDone."""
    with guarded(elastic):
        try:
            found = cast(dict[str, Any], elastic.indices.get_mapping(index=alias("registros", collection)).body)
        except NotFoundError:
            return None
    about = next(iter(found.values()))["mappings"].get("_meta", {})
    if about.get("schema") != stamp():
        return None
    return Generation(about["name"], about["fingerprint"], datetime.fromisoformat(about["created"]), about["documents"])


def served_index(elastic: Elasticsearch, collection: str) -> str | None:
    """The physical index behind the collection's alias: what changes when a generation takes over. None when there is none. Raises NotDone."""
    with guarded(elastic):
        try:
            return next(iter(elastic.indices.get_alias(name=alias("registros", collection)).body), None)
        except NotFoundError:
            return None


def _served(elastic: Elasticsearch, collection: str) -> str | None:
    index = served_index(elastic, collection)
    return generation_in(index, collection) if index else None


def _fill(elastic: Elasticsearch, collection: str, name: str, documents: Iterable[Source], told: Told | None) -> int:
    """Makes the three indices and sends everything as the documents stream by; how many rulings there were."""
    for kind in KINDS:
        index, settings, mappings = physical(kind, collection, name), settings_of(kind), mappings_of(kind)
        persistently(lambda: elastic.options(ignore_status=[]).indices.create(index=index, settings=settings, mappings=mappings), elastic)  # noqa: B023
    counts = dict.fromkeys(KINDS, 0)
    rulings = 0

    def sent() -> Iterator[Sent]:
        nonlocal rulings
        tables = Tables()
        for indexed in each(documents):
            made = drafted(indexed)
            tables.add(made)
            yield from documents_of(made)
            rulings += 1
            if told is not None:
                told(RulingId(indexed.ruling.id), made.record_sha256)
        yield from tables.documents()

    with ThreadPoolExecutor(SENDERS) as pool:
        pending: list[Future[None]] = []
        for batch in _batches(sent()):
            for one in batch:
                counts[one.kind] += 1
            pending.append(pool.submit(_send, elastic, [_action(one, collection, name) for one in batch]))
            if len(pending) > SENDERS:
                pending.pop(0).result()
        for future in pending:
            future.result()
    _verify(elastic, {physical(kind, collection, name): n for kind, n in counts.items()})
    return rulings


def _batches(sent: Iterator[Sent]) -> Iterator[list[Sent]]:
    batch: list[Sent] = []
    for one in sent:
        batch.append(one)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _action(one: Sent, collection: str, name: str) -> dict[str, object]:
    return {"_op_type": "index", "_index": physical(one.kind, collection, name), "_id": one.name, "_source": one.body}


def _send(elastic: Elasticsearch, actions: list[dict[str, object]]) -> None:
    """One bulk request; sent again as a whole when the connection breaks or the server is too busy for an item (ids make that harmless).

    Raises NotDone with the reason of the first item that was refused.
    """

    def send() -> None:
        for done, item in helpers.streaming_bulk(elastic, actions, chunk_size=BATCH, raise_on_error=False):
            if not done:
                about = next(iter(item.values()))
                reason, status = about.get("error", {}), int(about.get("status", 0))
                said = f"{reason.get('type')}: {reason.get('reason')}" if isinstance(reason, dict) else str(reason)
                if status in BUSY and not is_blocked(said):
                    raise Busy(said)
                raise NotDone(f"El índice nuevo no se pudo escribir y el anterior sigue. {refused(status, said)}")

    persistently(send, elastic)


def _verify(elastic: Elasticsearch, counts: dict[str, int]) -> None:
    """Everything that was sent is there and can be searched. Raises NotDone."""
    patient = elastic.options(request_timeout=WHOLE_BUILD)
    for index, expected in counts.items():
        persistently(lambda: patient.indices.refresh(index=index), elastic)  # noqa: B023
        found = persistently(lambda: patient.count(index=index)["count"], elastic)  # noqa: B023
        if found != expected:
            raise NotDone(
                f"El índice nuevo quedó incompleto ({found} de {expected} documentos) y el anterior sigue: repita «habeas build»."
            )


def _publish(elastic: Elasticsearch, collection: str, generation: Generation) -> None:
    """Writes what the generation is, then points all aliases to it in one step."""
    about = {
        "name": generation.name,
        "fingerprint": generation.fingerprint,
        "created": generation.created.isoformat(),
        "documents": generation.documents,
        "schema": stamp(),
    }
    registros = physical("registros", collection, generation.name)
    persistently(lambda: elastic.indices.put_mapping(index=registros, meta=about), elastic)
    actions: list[dict[str, object]] = []
    for kind in KINDS:
        pattern = physical(kind, collection, "*")
        actions.append({"remove": {"index": pattern, "alias": alias(kind, collection), "must_exist": False}})
        actions.append({"add": {"index": physical(kind, collection, generation.name), "alias": alias(kind, collection)}})
    persistently(lambda: elastic.indices.update_aliases(actions=actions), elastic)


def _abandon(elastic: Elasticsearch, collection: str, name: str) -> None:
    """Takes away what a failed build left, when the server lets us; the next build does otherwise."""
    for kind in KINDS:
        try:
            with guarded(elastic):
                elastic.options(ignore_status=404, request_timeout=5).indices.delete(index=physical(kind, collection, name))
        except NotDone:
            return


def _collect(elastic: Elasticsearch, collection: str, kept: set[str | None]) -> int:
    """Deletes every generation of the collection but these; how many went."""
    with guarded(elastic):
        found = [index for kind in KINDS for index in elastic.indices.get(index=physical(kind, collection, "*"), features="aliases").body]
        gone = [index for index in found if generation_in(index, collection) not in kept]
        for index in gone:
            elastic.options(ignore_status=404).indices.delete(index=index)
    return len({generation_in(index, collection) for index in gone})

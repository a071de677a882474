"""What a generation keeps whole, read from the server by id: lines, words, texts, records, tables. Tables and recent texts stay in memory."""

import json
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from threading import Lock
from typing import Any, cast

from elasticsearch import Elasticsearch

from indexer.index.base import Indexed
from indexer.index.cutting import Cut, unpack_places, unpack_words
from indexer.index.elastic.connection import failed
from indexer.index.elastic.documents import ENTIDADES, SERIES, VOCABULARIO, bare, table_name, unpacked
from indexer.index.elastic.mapping import (
    CORTES,
    EXPEDIENTE,
    LINEA,
    LUGARES,
    NUMERO,
    ORIGINAL,
    PALABRAS,
    POR_FECHA,
    RECORD,
    TABLA,
    TEXTO_ENTERO,
    UNICO,
    Json,
)
from indexer.index.fields import facet_name, key, split_key
from indexer.index.lines import Line
from indexer.index.match import Matcher
from indexer.index.spelling import Spoken
from models.errors import BadIdentity
from models.ids import RulingId
from models.ruling_json import from_json

AHEAD = 200
"""Rulings asked for at a time while a list streams by: some 4 MB of words, or 1 MB of lines."""
RECENT = 400
"""Rulings whose words and text stay unpacked: those that answer one question answer the next ones too."""

Parts = Mapping[str, bytes]


class Records:
    """Reads one generation; safe between threads. `registros` and `sentencias` are physical names."""

    def __init__(self, elastic: Elasticsearch, registros: str, sentencias: str) -> None:
        self._elastic, self._registros, self._sentencias = elastic, registros, sentencias
        self._tables: dict[str, list[Any]] = {}
        self._counts: dict[str, Mapping[str, int]] = {}
        self._recent: OrderedDict[int, Matcher] = OrderedDict()
        self._lock = Lock()

    def get(self, ruling_id: str) -> Indexed | None:
        """The whole ruling; None when it is not here."""
        try:
            clave = key(ruling_id)
        except (BadIdentity, ValueError):
            return None
        found = self._parts([clave], RECORD, TEXTO_ENTERO, ORIGINAL, CORTES).get(clave)
        if found is None:
            return None
        text, (*_, paginas, citada_por) = _text(found[TEXTO_ENTERO]), json.loads(found[CORTES])
        original = _text(found[ORIGINAL]) if ORIGINAL in found else text
        return Indexed(from_json(found[RECORD]), text, original, tuple(paginas), citada_por)

    def lines(self, claves: Sequence[int]) -> dict[int, Line]:
        """Key → what a line of results shows; in one request."""
        return {clave: Line.from_json(parts[LINEA]) for clave, parts in self._parts(claves, LINEA).items()}

    def stream(self, claves: Iterable[int]) -> Iterator[Line]:
        """Lines in the order given, a few hundred in memory at a time."""
        for batch in _batches(claves):
            lines = self.lines(batch)
            yield from (lines[clave] for clave in batch)

    def cuts(self, claves: Iterable[int]) -> Iterator[tuple[int, Matcher]]:
        """Each ruling's words, for verifying, without its text. In the order given."""
        for batch in _batches(claves):
            parts = self._parts(batch, CORTES, PALABRAS)
            yield from ((clave, _matcher(parts[clave])) for clave in batch)

    def matchers(self, lines: Mapping[int, Line]) -> dict[int, Matcher]:
        """Key → the ruling's text, ready to be matched and marked; those not read lately in one request."""
        with self._lock:
            known = {clave: self._recent[clave] for clave in lines if clave in self._recent}
        missing = [clave for clave in lines if clave not in known]
        for clave, parts in self._parts(missing, CORTES, PALABRAS, LUGARES, TEXTO_ENTERO).items() if missing else ():
            known[clave] = replace(_matcher(parts), text=_text(parts[TEXTO_ENTERO]), kept=unpack_places(parts[LUGARES]))
        with self._lock:
            self._recent.update(known)
            while len(self._recent) > RECENT:
                self._recent.popitem(last=False)
        return {
            clave: replace(known[clave], secciones=line.secciones, fundamentos=line.fundamentos, _cache={}) for clave, line in lines.items()
        }

    def series(self) -> Mapping[int, str]:
        """Key → near-duplicate series, for the rulings that have one."""
        return dict(self._table(SERIES))

    def known(self, field: str) -> Mapping[str, int]:
        """The values that a facet, `cita` or `expediente` has here, each with its number of rulings. Kept after the first call."""
        if field not in self._counts:
            self._counts[field] = dict(self._table(field))
        return self._counts[field]

    def entities(self) -> Mapping[str, str]:
        """Slug → canonical name."""
        return dict(self._table(ENTIDADES))

    def spoken(self) -> Mapping[str, Spoken]:
        """The words that may be proposed for a misspelt one, by their exact form."""
        return {word: Spoken(forma, n) for word, forma, n in self._table(VOCABULARIO) if forma is not None}

    def vocabulary(self) -> frozenset[str]:
        """Every word (exact form) that any ruling has."""
        return frozenset(word for word, _, _ in self._table(VOCABULARIO))

    def by_number(self, numero: str, sala: str | None) -> tuple[RulingId, ...]:
        """Rulings with that sentencia number ("312/2022"), by date; `sala` None = any."""
        asked: list[Json] = [{"term": {NUMERO: bare(numero)}}]
        return self._by_date([*asked, {"term": {facet_name("sala"): sala}}] if sala else asked)

    def by_date(self, ids: Sequence[str]) -> tuple[RulingId, ...]:
        """The ids ordered by date, unknown last."""
        return self._by_date([{"terms": {EXPEDIENTE: list(ids)}}])

    def _by_date(self, filters: list[Json]) -> tuple[RulingId, ...]:
        hits = self._elastic.search(
            index=self._sentencias,
            query={"bool": {"filter": filters}},
            sort=[{POR_FECHA: "asc"}, {UNICO: "asc"}],
            size=1_000,
            stored_fields="_none_",
        )["hits"]["hits"]
        claves = [split_key(hit["sort"][-1])[0] for hit in hits]
        lines = self.lines(claves) if claves else {}
        return tuple(RulingId(lines[clave].id) for clave in claves)

    def _parts(self, claves: Sequence[int], *wanted: str) -> dict[int, Parts]:
        """Key → the parts of its record that are there; absent rulings are absent."""
        found = self._stored([str(clave) for clave in claves], *wanted)
        return {int(name): {part: unpacked(value) for part, value in parts.items()} for name, parts in found.items()}

    def _table(self, name: str) -> list[Any]:
        """Rows of a table of the generation; [] for one that it does not have."""
        known = self._tables.get(name)
        if known is None:
            found = self._stored([table_name(name)], TABLA)
            packed = next(iter(found.values()), {}).get(TABLA)
            known = json.loads(unpacked(packed).decode("utf-8", "surrogatepass")) if packed else []
            if name not in (VOCABULARIO, SERIES, ENTIDADES):
                return known  # kept by `known` in its own shape
            self._tables[name] = known
        return known

    def _stored(self, names: Sequence[str], *wanted: str) -> dict[str, dict[str, str]]:
        answer = self._elastic.mget(index=self._registros, ids=list(names), stored_fields=list(wanted))
        found: dict[str, dict[str, str]] = {}
        for one in cast(list[dict[str, Any]], answer["docs"]):
            if "error" in one:
                raise failed({"error": one["error"], "status": 404})
            if one["found"]:
                found[one["_id"]] = {part: values[0] for part, values in one.get("fields", {}).items()}
        return found


def _batches(claves: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(claves)
    while batch := list(islice(rest, AHEAD)):
        yield batch


def _text(stored: bytes) -> str:
    return stored.decode("utf-8", "surrogatepass")


def _matcher(parts: Parts) -> Matcher:
    sin_enye, zones, sentences, paragraphs, numbered, *_ = json.loads(parts[CORTES])
    vocabulary, ids = unpack_words(parts[PALABRAS])
    return Matcher("", sin_enye, given=Cut(vocabulary, ids, zones, sentences, paragraphs, numbered))

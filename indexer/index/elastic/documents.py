"""A ruling → what each index of a generation is sent about it; and the tables that the whole collection adds up to."""

import base64
import hashlib
import json
import zlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from indexer.index.analysis import LONGEST, Words, for_stems
from indexer.index.analysis import words as words_of
from indexer.index.base import Indexed
from indexer.index.cutting import cut, pack_places, pack_words, places, zone_ranges
from indexer.index.elastic.mapping import (
    CITA,
    CITADA_POR,
    CLAVE,
    CORTES,
    DATES,
    DEMANDANTE,
    EXPEDIENTE,
    LINEA,
    LUGARES,
    NUMERO,
    ORIGINAL,
    PALABRAS,
    RANKS,
    RECORD,
    SIN_ENYE,
    TABLA,
    TEXTO_ENTERO,
    UNICO,
    ZONA,
    Json,
    Kind,
)
from indexer.index.fields import (
    TEXTO,
    TEXTS,
    citation_rank,
    cited,
    date_ranks,
    exact_name,
    facet_name,
    facet_values,
    key,
    period,
    unique_key,
)
from indexer.index.lines import Line, line_of
from indexer.index.schema import paragraph_zone
from indexer.index.spelling import VocabularyCount
from models.ruling_json import to_json

NOISE = "·"
"""Stands for a word that is too long to be indexed, so that the words behind it keep their places; no query asks for it."""
_NO_TEXTS: Json = {name: NOISE for text in TEXTS for name in (text, exact_name(text))}
"""A zone that a ruling lacks. The server reckons with the rulings that have a field, tantivy with all: so both reckon with all, and score alike."""
ENTIDADES, VOCABULARIO, SERIES = "entidades", "vocabulario", "series"
"""Tables besides those of known values, which go by their field."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One document on its way: `body` as the index's mapping has it."""

    kind: Kind
    name: str
    body: Json


@dataclass(frozen=True, slots=True)
class Drafted:
    """A ruling with what several documents are made of: its words, its line, its record as JSON."""

    indexed: Indexed
    words: Words
    line: Line
    record: bytes

    @property
    def record_sha256(self) -> str:
        """What the change log knows the record by."""
        return hashlib.sha256(self.record).hexdigest()


def drafted(indexed: Indexed) -> Drafted:
    """The ruling, cut once for all."""
    return Drafted(indexed, words_of(indexed.text), line_of(indexed), to_json(indexed.ruling))


def documents_of(made: Drafted) -> Iterator[Sent]:
    """All that one ruling puts into the three indices."""
    ruling, words = made.indexed.ruling, made.words
    base = _base(made.indexed, made.line.sin_enye)
    clave, zones = key(ruling.id), zone_ranges(words, ruling.secciones)
    yield Sent("registros", str(clave), _record(made))
    texts = _NO_TEXTS | _texts(words, {TEXTO: [(0, len(words))]} | zones)
    numero = {NUMERO: bare(ruling.numero_sentencia)} if ruling.numero_sentencia else {}
    yield Sent("sentencias", str(clave), base | texts | numero | {UNICO: unique_key(clave)})
    for place, fundamento in enumerate(ruling.fundamentos):
        stretch = bisect_left(words.starts, fundamento.inicio), bisect_left(words.starts, fundamento.fin)
        unique = unique_key(clave, place)
        body = base | _texts(words, {TEXTO: [stretch]}) | {UNICO: unique, ZONA: paragraph_zone(fundamento)}
        yield Sent("parrafos", str(unique), body)


def bare(numero: str | None) -> str | None:
    """ "0312/2022" → "312/2022"."""
    return numero.strip().lstrip("0") if numero else None


def packed(content: bytes) -> str:
    """As a binary field wants it; level 1 is a tenth larger than level 6, in half the time."""
    return base64.b64encode(zlib.compress(content, 1)).decode()


def unpacked(stored: str) -> bytes:
    """What `packed` packed."""
    return zlib.decompress(base64.b64decode(stored))


def _base(indexed: Indexed, sin_enye: bool) -> Json:
    """What the documents of one ruling share."""
    ruling, clave = indexed.ruling, key(indexed.ruling.id)
    made: Json = {CLAVE: clave, SIN_ENYE: int(sin_enye), CITADA_POR: indexed.citada_por, EXPEDIENTE: ruling.id}
    made |= {facet_name(facet): list(values) for facet, values in facet_values(ruling).items() if values}
    made |= {DEMANDANTE: [for_stems(name) for name in ruling.demandantes], CITA: list(cited(ruling))}
    made |= dict(zip(DATES[:2], period(ruling.fecha) or (), strict=False))
    made |= dict(zip(DATES[2:], period(ruling.fecha_publicacion) or (), strict=False))
    return made | dict(zip(RANKS, (*date_ranks(ruling.fecha, clave), citation_rank(indexed.citada_por, clave)), strict=True))


def _texts(words: Words, ranges: Mapping[str, Iterable[tuple[int, int]]]) -> Json:
    """Text fields, stemmed and exact, a value for each stretch of words."""
    made: Json = {}
    for name, stretches in ranges.items():
        made[name] = [_joined(words.stems[first:end]) for first, end in stretches]
        made[exact_name(name)] = [_joined(words.exact[first:end]) for first, end in stretches]
    return made


def _joined(words: list[str]) -> str:
    """Words parted by blanks; the quick look comes first, since hardly any text holds one that is too long."""
    text = " ".join(words)
    if len(text) > LONGEST and any(len(word) * 4 > LONGEST and len(word.encode("utf-8", "replace")) > LONGEST for word in words):
        return " ".join(NOISE if len(word.encode("utf-8", "replace")) > LONGEST else word for word in words)
    return text


def _record(made: Drafted) -> Json:
    indexed, words, line = made.indexed, made.words, made.line
    parts = cut(words, zone_ranges(words, line.secciones), line.fundamentos)
    cuts = [line.sin_enye, parts.zones, parts.sentences, parts.paragraphs, parts.numbered, indexed.paginas, indexed.citada_por]
    record: Json = {
        LINEA: packed(line.to_json()),
        CORTES: packed(json.dumps(cuts, separators=(",", ":")).encode()),
        PALABRAS: packed(pack_words(parts)),
        LUGARES: packed(pack_places(places(words))),
        TEXTO_ENTERO: packed(encoded(indexed.text)),
        RECORD: packed(made.record),
    }
    return record if indexed.original == indexed.text else record | {ORIGINAL: packed(encoded(indexed.original))}


def encoded(text: str) -> bytes:
    """The text as it is stored: half a surrogate pair survives."""
    return text.encode("utf-8", "surrogatepass")


@dataclass(slots=True)
class Tables:
    """What the rulings of a generation add up to, counted as they stream by."""

    values: dict[str, Counter[str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    series: dict[int, str] = field(default_factory=dict)
    words: VocabularyCount = field(default_factory=VocabularyCount)

    def add(self, made: Drafted) -> None:
        """One more ruling."""
        ruling, line, words = made.indexed.ruling, made.line, made.words
        for name, values in (*facet_values(ruling).items(), (CITA, cited(ruling)), (EXPEDIENTE, (ruling.id,))):
            self.values.setdefault(name, Counter()).update(values)
        self.names.update(zip(line.entidades_slug, line.entidades, strict=False))
        if ruling.serie is not None:
            self.series[key(ruling.id)] = ruling.serie
        self.words.add(dict.fromkeys(words.surfaces), words.vocabulary, (*line.privados, *line.otros))

    def documents(self) -> Iterator[Sent]:
        """A document for each table."""
        for name, counts in self.values.items():
            yield _table(name, sorted(counts.items()))
        yield _table(ENTIDADES, sorted(self.names.items()))
        yield _table(VOCABULARIO, self.words.rows())
        yield _table(SERIES, sorted(self.series.items()))


def _table(name: str, rows: Iterable[object]) -> Sent:
    return Sent(
        "registros",
        table_name(name),
        {TABLA: packed(json.dumps(list(rows), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))},
    )


def table_name(name: str) -> str:
    """Id of a table's document among the rulings', which are numbers."""
    return f"tabla-{name}"

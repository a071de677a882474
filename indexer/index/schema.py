"""The strict schema of the embedded engine and the documents that go into it: one index of rulings, one of fundamentos with the same facets."""

import hashlib
import math
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tantivy import Document, Index, Schema, SchemaBuilder

from indexer.index.analysis import Words, exact_analyzer, for_stems, lost_enye, ready_analyzer
from indexer.index.base import Indexed
from indexer.index.cutting import zone_ranges
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
from indexer.index.values import TABLES
from models import names, persons, privacy
from models.ruling import Fundamento
from models.search import FACETS

VERSION = "4"
"""Change it when documents are made otherwise under the same field names: old generations are then rebuilt, not misread."""

CLAVE, UNICO, SIN_ENYE, PESO = "clave", "unico", "sin_enye", "peso"
"""Key of the ruling, key of the document, whether its source lost its ñ, what its citations multiply its score by."""
DEMANDANTE, CITA, EXPEDIENTE, ZONA = "demandante", "cita", "expediente", "zona"
"""`zona` stands in fundamentos only."""
POR_FECHA, POR_FECHA_DESC, POR_CITAS = "por_fecha", "por_fecha_desc", "por_citas"
RANKS = (POR_FECHA, POR_FECHA_DESC, POR_CITAS)
DATES = ("fecha_desde", "fecha_hasta", "publicado_desde", "publicado_hasta")
"""First and last day (yyyymmdd) of what is known of the date of decision and of publication."""

_STORED_BY = ("entidades.csv", "magistrados.csv", "personas_publicas.csv", "sinonimos.toml")
"""Tables that decide what is stored: which parties are bodies, who is no private person, whose points end no sentence."""

READY_ANALYZER, EXACT_ANALYZER = "es_listo", "es_exact"
CITED_WEIGHT = 0.06
"""A ruling cited n times counts 1 + CITED_WEIGHT · ln(1 + n) times: 30 citations outweigh a fifth of the words' score, no more."""


def build_schema() -> Schema:
    """The fields of both indexes (the one of fundamentos leaves most zones empty)."""
    builder = SchemaBuilder()
    for name in TEXTS:
        for field in (name, exact_name(name)):
            builder.add_text_field(field, tokenizer_name=READY_ANALYZER, index_option="position")
    builder.add_text_field(DEMANDANTE, tokenizer_name=EXACT_ANALYZER, index_option="position")
    for name in (CITA, EXPEDIENTE, ZONA):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for facet in FACETS:
        builder.add_text_field(facet_name(facet), tokenizer_name="raw", index_option="basic", fast=True)
    for name in (CLAVE, UNICO, SIN_ENYE, *DATES):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in RANKS:
        builder.add_unsigned_field(name, fast=True)
    builder.add_float_field(PESO, fast=True)
    return builder.build()


@cache
def schema_stamp() -> str:
    """Names everything that what a generation stores depends on: one of another stamp is not opened but rebuilt.

    The rules that say whose name is hidden count by their bytes, not by a version that somebody must remember to raise: a generation made by
    older ones would go on showing names that the new ones hide.
    """
    parts = [VERSION, *TEXTS, DEMANDANTE, CITA, EXPEDIENTE, ZONA, *FACETS, CLAVE, UNICO, SIN_ENYE, PESO, *DATES, *RANKS]
    digest = hashlib.sha256(" ".join(parts).encode())
    for rules in (Path(privacy.__file__), Path(persons.__file__), Path(names.__file__), *(TABLES / table for table in _STORED_BY)):
        digest.update(rules.read_bytes())
    return digest.hexdigest()[:12]


def register(index: Index) -> Index:
    """The same index with its analyzers: tantivy does not save them."""
    index.register_tokenizer(READY_ANALYZER, ready_analyzer())
    index.register_tokenizer(EXACT_ANALYZER, exact_analyzer())
    return index


def document(indexed: Indexed, words: Words) -> Document:
    """The ruling, cut into these words, as the index of rulings holds it."""
    made = _document(_base(indexed), indexed, 0)
    whole = {TEXTO: [(0, len(words))]}
    for name, stretches in (whole | zone_ranges(words, indexed.ruling.secciones)).items():
        for first, end in stretches:
            _add_text(made, name, words, first, end)
    return made


def paragraphs(indexed: Indexed, words: Words) -> Iterator[Document]:
    """Its numbered fundamentos, those of votes too, as the index of fundamentos holds them."""
    base = _base(indexed)
    for place, fundamento in enumerate(indexed.ruling.fundamentos):
        made = _document(base, indexed, place)
        first, end = (bisect_left(words.starts, at) for at in (fundamento.inicio, fundamento.fin))
        _add_text(made, TEXTO, words, first, end)
        made.add_text(ZONA, paragraph_zone(fundamento))
        yield made


def paragraph_zone(fundamento: Fundamento) -> str:
    """The zone of a numbered paragraph, in the names of the query language."""
    return "votos" if fundamento.numero.startswith("v") else "fundamentos"


def _add_text(made: Document, name: str, words: Words, first: int, end: int) -> None:
    made.add_text(name, " ".join(words.stems[first:end]))
    made.add_text(exact_name(name), " ".join(words.exact[first:end]))


@dataclass(frozen=True, slots=True)
class _Base:
    """What the documents of one ruling share."""

    key: int
    values: tuple[tuple[str, str], ...]
    """Text fields that are not analysed, or names."""
    numbers: tuple[tuple[str, int], ...]
    ranks: tuple[int, ...]


def _base(indexed: Indexed) -> _Base:
    ruling = indexed.ruling
    number = key(ruling.id)
    values = [(facet_name(facet), value) for facet, found in facet_values(ruling).items() for value in found]
    values += [(DEMANDANTE, for_stems(name)) for name in ruling.demandantes]
    values += [(CITA, value) for value in cited(ruling)]
    days = [
        *zip(DATES[:2], period(ruling.fecha) or (), strict=False),
        *zip(DATES[2:], period(ruling.fecha_publicacion) or (), strict=False),
    ]
    return _Base(
        number,
        (*values, (EXPEDIENTE, ruling.id)),
        (*days, (SIN_ENYE, int(lost_enye(indexed.text, indexed.original)))),
        (*date_ranks(ruling.fecha, number), citation_rank(indexed.citada_por, number)),
    )


def _document(base: _Base, indexed: Indexed, place: int) -> Document:
    """A document with everything but its texts; `place` sets fundamentos of one ruling apart (all past the 255th share a rank)."""
    made = Document()
    for name, value in base.values:
        made.add_text(name, value)
    for name, number in (*base.numbers, (CLAVE, base.key), (UNICO, unique_key(base.key, place))):
        made.add_unsigned(name, number)
    for name, rank in zip(RANKS, base.ranks, strict=True):
        made.add_unsigned(name, rank << 8 | min(place, 0xFF))
    made.add_float(PESO, weight(indexed.citada_por))
    return made


def weight(citada_por: int) -> float:
    """What tantivy's weight_by_field must get to multiply a score by 1 + CITED_WEIGHT · ln(1 + n): it multiplies by log2(2 + weight)."""
    return 2 ** (1 + CITED_WEIGHT * math.log1p(citada_por)) - 2

"""The strict schema of the embedded engine: one index of rulings, one of fundamentos with the same facets (indexer.index.documents fills them)."""

import hashlib
import math
from functools import cache
from pathlib import Path

from tantivy import Index, Schema, SchemaBuilder

from indexer.index.analysis import exact_analyzer, ready_analyzer
from indexer.index.fields import TEXTS, exact_name, facet_name
from indexer.index.values import TABLES
from models import names, persons, privacy
from models.ruling import Fundamento
from models.search import FACETS

VERSION = "7"
"""Change it when documents are made otherwise under the same field names: old generations are then rebuilt, not misread."""

CLAVE, UNICO, SIN_ENYE, PESO = "clave", "unico", "sin_enye", "peso"
"""Key of the ruling, key of the document, whether its source lost its ñ, what its citations multiply its score by."""
DEMANDANTE, CITA, EXPEDIENTE, ZONA, VACIO = "demandante", "cita", "expediente", "zona", "vacio"
"""`zona` stands in fundamentos only; `vacio` names the facets that have no value."""
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
    for name in (CITA, EXPEDIENTE, ZONA, VACIO, *map(facet_name, FACETS)):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
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
    parts = [VERSION, *TEXTS, DEMANDANTE, CITA, EXPEDIENTE, ZONA, VACIO, *FACETS, CLAVE, UNICO, SIN_ENYE, PESO, *DATES, *RANKS]
    digest = hashlib.sha256(" ".join(parts).encode())
    for rules in (Path(privacy.__file__), Path(persons.__file__), Path(names.__file__), *(TABLES / table for table in _STORED_BY)):
        digest.update(rules.read_bytes())
    return digest.hexdigest()[:12]


def register(index: Index) -> Index:
    """The same index with its analyzers: tantivy does not save them."""
    index.register_tokenizer(READY_ANALYZER, ready_analyzer())
    index.register_tokenizer(EXACT_ANALYZER, exact_analyzer())
    return index


def paragraph_zone(fundamento: Fundamento) -> str:
    """The zone of a numbered paragraph, in the names of the query language."""
    return "votos" if fundamento.numero.startswith("v") else "fundamentos"


def weight(citada_por: int) -> float:
    """What tantivy's weight_by_field must get to multiply a score by 1 + CITED_WEIGHT · ln(1 + n): it multiplies by log2(2 + weight)."""
    return 2 ** (1 + CITED_WEIGHT * math.log1p(citada_por)) - 2

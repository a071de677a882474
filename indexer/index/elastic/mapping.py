"""The three indices of a generation: names, analysis, strict mappings. Nothing is sent from here.

sentencias  a ruling: its texts, facets, dates and ranks (searched)
parrafos    a numbered fundamento with the facets of its ruling (searched)
registros   what an answer shows and what verifies it: line, words, places, texts, record, as stored binary fields (read by id); and the
            generation's tables (known values, entities, vocabulary, series), one document each

Physical names are habeas-<kind>-<collection>-<generation>, aliases habeas-<kind>-<collection>; a collection is a home (collection_of), so that
several can share a server. Number of shards: the server's default, so that an index template of whoever runs it decides (docs/scale.md).
"""

import hashlib
import json
import uuid
from functools import cache
from pathlib import Path
from typing import Literal

from indexer.index.fields import TEXTS, exact_name, facet_name
from indexer.index.schema import schema_stamp
from models.search import FACETS

Kind = Literal["sentencias", "parrafos", "registros"]
KINDS: tuple[Kind, ...] = ("sentencias", "parrafos", "registros")

CLAVE, UNICO, SIN_ENYE, CITADA_POR = "clave", "unico", "sin_enye", "citada_por"
"""Key of the ruling, key of the document, whether its source lost its ñ, how many others cite it."""
DEMANDANTE, CITA, EXPEDIENTE, ZONA, NUMERO = "demandante", "cita", "expediente", "zona", "numero"
POR_FECHA, POR_FECHA_DESC, POR_CITAS = "por_fecha", "por_fecha_desc", "por_citas"
RANKS = (POR_FECHA, POR_FECHA_DESC, POR_CITAS)
DATES = ("fecha_desde", "fecha_hasta", "publicado_desde", "publicado_hasta")
"""First and last day (yyyymmdd) of what is known of the date of decision and of publication."""
LINEA, CORTES, PALABRAS, LUGARES, TEXTO_ENTERO, ORIGINAL, RECORD = "linea", "cortes", "palabras", "lugares", "texto", "original", "record"
TABLA = "tabla"
"""In registros: parts of a ruling, and the content of a table."""
BLOBS = (LINEA, CORTES, PALABRAS, LUGARES, TEXTO_ENTERO, ORIGINAL, RECORD, TABLA)

Json = dict[str, object]
"""A body for the server: made here and in compile_elastic, read by nobody but the client."""

READY = "whitespace"
"""Texts come cut, folded and stemmed by the one analysis of the product (indexer.index.analysis): the server only numbers words. Sent raw, the
recipe below gives the same tokens (test against a golden file and `_analyze`), but costs the server the analysis a second time."""
ANALYSIS: Json = {
    "tokenizer": {"palabras": {"type": "pattern", "pattern": r"[^\p{IsAlphabetic}\p{N}]+"}},
    "filter": {
        "cion": {"type": "pattern_replace", "pattern": "([au])cion$", "replacement": "$1ción"},
        "es_stem": {"type": "stemmer", "language": "spanish"},
    },
    "analyzer": {
        "es": {"type": "custom", "tokenizer": "palabras", "filter": ["lowercase", "asciifolding", "cion", "es_stem"]},
        "es_exact": {"type": "custom", "tokenizer": "palabras", "filter": ["lowercase", "asciifolding"]},
    },
}
"""The recipe of search-engine.md §4, for texts that analysis.for_stems and for_exact prepared: claimants' names, and who asks by hand."""

MOST_TERMS = 1_000_000
"""Keys in one question: as many rulings as a zone's fundamentos may belong to."""


def collection_of(home: Path) -> str | None:
    """The name that this home's indices carry; None when the home has never been indexed here."""
    try:
        return _file(home).read_text("utf-8").strip() or None
    except OSError:
        return None


def named_collection(home: Path) -> str:
    """As `collection_of`; a home without a name gets one, at random, and keeps it: copies of a home on other machines read the same indices."""
    known = collection_of(home)
    if known:
        return known
    made = uuid.uuid4().hex[:12]
    file = _file(home)
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".tmp")
    beside.write_text(made, "utf-8")
    beside.replace(file)
    return made


def _file(home: Path) -> Path:
    return home / "elastic" / "COLECCION"


def alias(kind: Kind, collection: str) -> str:
    """The name under which the generation that serves is found."""
    return f"habeas-{kind}-{collection}"


def physical(kind: Kind, collection: str, generation: str) -> str:
    """The name of one generation's index."""
    return f"{alias(kind, collection)}-{generation}"


def generation_in(index: str, collection: str) -> str:
    """The generation that a physical name carries."""
    return index.rsplit(f"-{collection}-", 1)[-1]


def settings_of(kind: Kind) -> Json:
    """An index being filled: nobody reads it before the builder refreshes it."""
    made: Json = {"refresh_interval": "-1", "auto_expand_replicas": "0-1", "max_terms_count": MOST_TERMS, "max_regex_length": 10_000}
    return made if kind == "registros" else made | {"analysis": ANALYSIS}


def mappings_of(kind: Kind) -> Json:
    """The strict mapping of one index; a document with another field is refused."""
    if kind == "registros":
        fields: Json = {name: {"type": "binary", "store": True} for name in BLOBS}
    else:
        fields = _searched()
    return {"dynamic": "strict", "_source": {"enabled": False}, "properties": fields}


def _searched() -> Json:
    fields: Json = {name: {"type": "text", "analyzer": READY} for text in TEXTS for name in (text, exact_name(text))}
    fields[DEMANDANTE] = {"type": "text", "analyzer": "es_exact"}
    fields |= {name: {"type": "keyword"} for name in (CITA, EXPEDIENTE, ZONA, NUMERO)}
    fields |= {facet_name(facet): {"type": "keyword", "eager_global_ordinals": True} for facet in FACETS}
    fields |= {name: {"type": "long"} for name in (CLAVE, UNICO)}
    fields |= {name: {"type": "integer"} for name in DATES}
    fields |= {name: {"type": "long", "index": False} for name in RANKS}
    return fields | {SIN_ENYE: {"type": "byte"}, CITADA_POR: {"type": "integer", "index": False}}


@cache
def stamp() -> str:
    """Names everything that a generation depends on here: one of another stamp is rebuilt, not misread."""
    made = json.dumps([schema_stamp(), ANALYSIS, *(mappings_of(kind) for kind in KINDS)], sort_keys=True)
    return hashlib.sha256(made.encode()).hexdigest()[:12]

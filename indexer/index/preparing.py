"""What one ruling puts into a generation, worked out from it alone: as plain values that another process can make and hand over.

Half of an index's work is this (cutting, stems, names of people, packing), and no ruling needs another for it: `habeas build` does it on all cores.
"""

import hashlib
import json
import zlib
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from indexer.index.analysis import Words, for_stems, words
from indexer.index.base import Indexed
from indexer.index.cutting import Ranges, cut, zone_ranges
from indexer.index.fields import TEXTO, citation_rank, cited, date_ranks, facet_values, key, period
from indexer.index.forward import Parted, part
from indexer.index.lines import Line, line_of
from indexer.index.schema import paragraph_zone, weight
from models.ids import RulingId
from models.ruling import Fundamento
from models.ruling_json import to_json

Row = tuple[int, str, str, str | None, str | None, str | None, str | None, int, str, bytes, bytes, bytes | None, str, bytes]
"""A line of the table `sentencias` of indexer.index.storing."""


@dataclass(frozen=True, slots=True)
class Text:
    """A stretch of the ruling in one text field, cut and folded: stems and exact words, parted by blanks."""

    field: str
    stems: str
    exact: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """`days`: first and last of the date of decision and of publication (0 = unknown); `ranks` and `weight` as indexer.index.schema has them."""

    id: RulingId
    clave: int
    record_sha256: str
    row: Row
    facets: Mapping[str, tuple[str, ...]]
    cited: tuple[str, ...]
    demandantes: tuple[str, ...]
    sin_enye: bool
    days: tuple[int, int, int, int]
    ranks: tuple[int, int, int]
    weight: float
    texts: tuple[Text, ...]
    fundamentos: tuple[tuple[str, Text], ...]
    """Zone and words of each."""
    entities: tuple[tuple[str, str], ...]
    """Slug and name, persons by initials."""
    surfaces: tuple[str, ...]
    vocabulary: tuple[str, ...]
    parted: Parted
    names: tuple[str, ...]


def prepare(indexed: Indexed) -> Prepared:
    """All that the ruling puts into a generation."""
    ruling, parted = indexed.ruling, words(indexed.text)
    clave, record, line = key(ruling.id), to_json(ruling), line_of(indexed)
    zones = zone_ranges(parted, ruling.secciones)
    packed_words = part(parted, cut(parted, zones, ruling.fundamentos))
    return Prepared(
        id=RulingId(ruling.id),
        clave=clave,
        record_sha256=hashlib.sha256(record).hexdigest(),
        row=_row(indexed, line, json.dumps([zones, packed_words.odd], separators=(",", ":")), record),
        facets=facet_values(ruling),
        cited=cited(ruling),
        demandantes=tuple(map(for_stems, ruling.demandantes)),
        sin_enye=line.sin_enye,
        days=(*(period(ruling.fecha) or (0, 0)), *(period(ruling.fecha_publicacion) or (0, 0))),
        ranks=(*date_ranks(ruling.fecha, clave), citation_rank(indexed.citada_por, clave)),
        weight=weight(indexed.citada_por),
        texts=_texts(parted, zones),
        fundamentos=tuple((paragraph_zone(one), _text(parted, TEXTO, *_range(parted, one))) for one in ruling.fundamentos),
        entities=tuple(zip(line.entidades_slug, line.entidades, strict=False)),
        surfaces=tuple(parted.different),
        vocabulary=tuple(parted.vocabulary),
        parted=packed_words,
        names=(*line.privados, *line.otros),
    )


def bare_number(numero: str | None) -> str | None:
    """ "0312/2022" → "312/2022"; None for none."""
    return numero.strip().lstrip("0") if numero else None


def packed(content: bytes) -> bytes:
    """Level 1: a tenth larger than level 6, in half the time."""
    return zlib.compress(content, 1)


def _row(indexed: Indexed, line: Line, cuts: str, record: bytes) -> Row:
    ruling = indexed.ruling
    original = None if indexed.original == indexed.text else packed(_bytes(indexed.original))
    return (
        key(ruling.id), ruling.id, ruling.expediente, ruling.fecha, bare_number(ruling.numero_sentencia), ruling.sala, ruling.serie, indexed.citada_por, cuts,
        line.to_json(), packed(_bytes(indexed.text)), original, json.dumps(indexed.paginas), packed(record),
    )  # fmt: skip


def _texts(parted: Words, zones: Ranges) -> tuple[Text, ...]:
    whole = {TEXTO: [(0, len(parted))]}
    return tuple(_text(parted, name, first, end) for name, stretches in (whole | dict(zones)).items() for first, end in stretches)


def _text(parted: Words, name: str, first: int, end: int) -> Text:
    return Text(name, " ".join(parted.stems[first:end]), " ".join(parted.exact[first:end]))


def _range(parted: Words, fundamento: Fundamento) -> tuple[int, int]:
    return bisect_left(parted.starts, fundamento.inicio), bisect_left(parted.starts, fundamento.fin)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")

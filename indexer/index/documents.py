"""What one ruling puts into the two indexes of the embedded engine, as tantivy's documents."""

from collections.abc import Iterator

from tantivy import Document

from indexer.index.fields import exact_name, facet_name, unique_key
from indexer.index.preparing import Prepared, Text
from indexer.index.schema import CITA, CLAVE, DATES, DEMANDANTE, EXPEDIENTE, PESO, RANKS, SIN_ENYE, UNICO, VACIO, ZONA

_LAST_PLACE = 0xFF
"""Fundamentos past it share a rank."""


def document(made: Prepared) -> Document:
    """The ruling as the index of rulings holds it."""
    found = _document(made, _values(made), 0)
    for text in made.texts:
        _add_text(found, text)
    return found


def paragraphs(made: Prepared) -> Iterator[Document]:
    """Its numbered fundamentos, those of votes too, as the index of fundamentos holds them."""
    values = _values(made)
    for place, (zone, text) in enumerate(made.fundamentos):
        found = _document(made, values, place)
        _add_text(found, text)
        found.add_text(ZONA, zone)
        yield found


def _values(made: Prepared) -> list[tuple[str, str]]:
    """Text fields that are not analysed, or names: all documents of a ruling share them."""
    values = [(facet_name(facet), value) for facet, found in made.facets.items() for value in found]
    values += [(VACIO, facet) for facet, found in made.facets.items() if not found]
    values += [(DEMANDANTE, name) for name in made.demandantes]
    values += [(CITA, value) for value in made.cited]
    return [*values, (EXPEDIENTE, made.id)]


def _document(made: Prepared, values: list[tuple[str, str]], place: int) -> Document:
    """A document with everything but its texts; `place` sets fundamentos of one ruling apart."""
    found = Document()
    for name, value in values:
        found.add_text(name, value)
    for name, day in zip(DATES, made.days, strict=True):
        if day:
            found.add_unsigned(name, day)
    found.add_unsigned(SIN_ENYE, int(made.sin_enye))
    found.add_unsigned(CLAVE, made.clave)
    found.add_unsigned(UNICO, unique_key(made.clave, place))
    for name, rank in zip(RANKS, made.ranks, strict=True):
        found.add_unsigned(name, rank << 8 | min(place, _LAST_PLACE))
    found.add_float(PESO, made.weight)
    return found


def _add_text(found: Document, text: Text) -> None:
    found.add_text(text.field, text.stems)
    found.add_text(exact_name(text.field), text.exact)

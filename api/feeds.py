"""A search as an Atom feed (RFC 4287): whole, persons by initials, newest first unless the question has an order of its own."""

import re
from collections.abc import Iterator
from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

from api.desk import Desk
from api.links import href, ruling_path
from models import vocabulary
from models.privacy import mask_numbers
from models.search import Hit, SearchQuery

_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document can hold."""


def atom_lines(desk: Desk, query: SearchQuery, base: str) -> Iterator[str]:
    """The feed piece by piece; `base` is the server's address, which the entries' ids begin with. Raises BadQuery."""
    query = replace(query, orden=query.orden or "-fecha", series="todas", pagina=1)
    generation, gone = desk.index.generation(), desk.withdrawn()
    this = base + href("/buscar.atom", query)
    yield (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="es">\n'
        f"<id>{_text(this)}</id>\n<title>{_text(_title(query))}</title>\n<updated>{generation.created.isoformat(timespec='seconds')}</updated>\n"
        f'<link rel="self" type="application/atom+xml" href={_attribute(this)}/>\n<link rel="alternate" type="text/html" '
        f"href={_attribute(base + href('/buscar', query))}/>\n<generator>Hábeas</generator>\n"
        "<author><name>Tribunal Constitucional del Perú</name></author>\n"
    )
    undated = generation.created.isoformat(timespec="seconds")
    for hit in desk.index.scan(query):
        if hit.id not in gone:
            yield _entry(hit, base, undated)
    yield "</feed>\n"


def _title(query: SearchQuery) -> str:
    return f"Hábeas: {query.q}" if query.q else "Hábeas: resoluciones de hábeas data"


def _entry(hit: Hit, base: str, undated: str) -> str:
    """One ruling; dated by its decision at midnight in Lima, by the index where the decision has no day."""
    address = base + ruling_path(hit.id)
    day = f"{hit.fecha}T00:00:00-05:00" if hit.fecha and len(hit.fecha) == 10 else undated
    outcome = vocabulary.label("resultado", hit.resultado or "")
    facts = [
        f"{outcome}." if outcome else "",
        f"Pidió: {mask_numbers(hit.informacion_solicitada)}." if hit.informacion_solicitada else "",
        "Resolución ficticia." if hit.ficticia else "",
    ]
    return (
        f"<entry><id>{_text(address)}</id><title>{_text(f'{hit.titulo} ({hit.expediente})')}</title><updated>{day}</updated>"
        f'<link rel="alternate" type="text/html" href={_attribute(address)}/>'
        f"<summary>{_text(' '.join(fact for fact in facts if fact))}</summary></entry>\n"
    )


def _text(words: str) -> str:
    return escape(_FORBIDDEN.sub("", words))


def _attribute(words: str) -> str:
    return quoteattr(_FORBIDDEN.sub("", words))

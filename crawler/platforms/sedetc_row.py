"""What a row of the SEDETC listing is about: its process, and whether its number and its file agree."""

import re
from collections.abc import Iterator

from crawler.ledger import Ledger
from crawler.pages.sedetc import ListingPage
from crawler.platforms.months import MonthWalk, Taken
from models.document import Listing
from models.errors import BadIdentity
from models.ids import CODES, identify, name_of, spellings
from models.issues import Issue

_CODE = re.compile(rf"\d\s*-\s*({'|'.join(CODES)})(?![A-Za-z])", re.IGNORECASE)
"""The process in a number that is none: "01090-997-HC" (sources.md §1.4)."""


def codes_of(row: Listing) -> frozenset[str]:
    """The process codes in the row's number and in its file's name; empty when neither shows one. Never from `tipo` (sources.md §1.4)."""
    names = (row.expediente, name_of(row.url))
    spelt = {spelling.code for name in names for spelling in spellings(name) if spelling.code}
    return frozenset(spelt or {code.upper() for name in names for code in _CODE.findall(name)})


def row_trouble(row: Listing, base: str) -> Issue | None:
    """The line for a row of which no case can be told (expediente_ilegible: it is not kept) or whose file is another case's; None when all is well."""
    case, here = row.expediente.strip(), f"{base}#{row.key}"
    try:
        named = identify(name_of(row.url), case)
    except BadIdentity as error:
        return Issue("recoleccion", "expediente_ilegible", f"{error} Se volverá a mirar.", row.source, row.url or here, case)
    try:
        same = identify(case).expediente == named.expediente
    except BadIdentity:
        return None
    mensaje = f"La fila es de {case} y su archivo de {named.expediente}. Se guarda como el archivo; se volverá a mirar."
    return None if same else Issue("recoleccion", "archivo_ajeno", mensaje, row.source, here, case)


def oddities(page: ListingPage, taken: Taken, walk: MonthWalk, base: str, ledger: Ledger) -> Iterator[Issue]:
    """Fields that are not as they were (one line a field, whatever the rows) and dates that don't fit, of rows of the run's processes. `base` is the
    address of the month."""
    name, month = ledger.source.name, walk.month
    for signal in page.signals:
        mensaje = f"El listado cambió: {signal.regla.replace('_', ' ')} «{signal.campo}», visto primero en {month}: {signal.ejemplo}"
        yield ledger.one_line(Issue("recoleccion", signal.regla, mensaje, name, f"{base}#{signal.campo}"))
    for rows, regla, mensaje in (
        (taken.undated, "fecha_ilegible", "La fila se tomó, pero su fecha de publicación no es una fecha posible"),
        (taken.strays, "fila_ajena", "La fila no se tomó: es de otro mes"),
    ):
        for row in rows:
            if not codes_of(row).isdisjoint(ledger.processes):
                said = f"{mensaje}: «{row.fecha_publicacion or 'sin fecha'}» en el listado de {month}. Se volverá a mirar."
                yield Issue("recoleccion", regla, said, name, f"{base}#{row.key}", row.expediente.strip())

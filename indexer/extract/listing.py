"""What the source's own rows add: they fill what the text lacks, and where they differ both are kept in a warning."""

import re
from collections.abc import Callable, Mapping

from indexer.extract.caption import district_named
from indexer.extract.draft import Draft
from indexer.extract.source import by_listing
from models.document import Listing
from models.ids import fold
from models.ruling import Found

VERSION = 2
_CHAMBER = {
    "pleno": "Pleno",
    "sala primera": "Sala Primera",
    "sala segunda": "Sala Segunda",
    "primera sala": "Sala Primera",
    "segunda sala": "Sala Segunda",
    "sala 1": "Sala Primera",
    "sala 2": "Sala Segunda",
}


def _number(raw: str) -> str | None:
    found = re.search(r"(\d{1,5})\s*/\s*(\d{4})", raw)
    return f"{int(found[1])}/{found[2]}" if found else None


def _day(raw: str) -> str | None:
    return raw[:10] if re.match(r"\d{4}-\d\d-\d\d", raw) else None


def _sala(raw: str) -> str | None:
    return next((name for way, name in _CHAMBER.items() if way in fold(raw)), None)


_FIELDS: Mapping[str, tuple[str, Callable[[str], str | None]]] = {
    "numero_sentencia": ("numero_sentencia", _number),
    "sala": ("sala", _sala),
    "distrito": ("distrito", district_named),
    "fecha": ("fecha_sentencia", _day),
}


def fill(draft: Draft) -> None:
    """Scalars of the header from the listings; claimants too where the text names none."""
    for listing in draft.source.listings:
        for name, (campo, read) in _FIELDS.items():
            _settle(draft, listing, name, campo, read(getattr(listing, campo)))
        if not draft.values.get("demandantes") and listing.demandante.strip():
            found = Found(listing.demandante.strip(), (by_listing(listing, "demandante", "listado.demandante", 0.8),))
            draft.many("demandantes", (found,))


def _settle(draft: Draft, listing: Listing, name: str, campo: str, value: str | None) -> None:
    if value is None:
        return
    known = draft.values.get(name)
    if known is None:
        draft.one(name, Found(value, (by_listing(listing, campo, f"listado.{name}"),)))
    elif fold(str(known)) != fold(value):
        draft.warn(name, "El texto y el listado del Tribunal dicen cosas distintas.", str(known), value)
    elif not any(one.origen == "listado" for one in draft.evidence.get(name, ())):
        draft.evidence[name] = (*draft.evidence[name], by_listing(listing, campo, f"listado.{name}"))

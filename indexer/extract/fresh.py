"""One file straight to its record, without a store: `habeas extract` and `habeas score`."""

import hashlib
from datetime import UTC
from pathlib import Path

from indexer.extract.extract import extract, extract_graded
from indexer.read.read import read_text
from models.document import Listing, RawDocument
from models.ids import identify
from models.ruling import Fuente, Ruling, RulingWithText


def fresh(raw: RawDocument, listings: tuple[Listing, ...] = (), kept: Path | None = None) -> Ruling:
    """The record of one file, read and extracted now; `kept` as in `read_text`. Raises UnreadableDocument, NotARuling, BadIdentity."""
    return fresh_with_text(raw, listings, kept=kept).ruling


def fresh_with_text(raw: RawDocument, listings: tuple[Listing, ...] = (), graded: bool = False, kept: Path | None = None) -> RulingWithText:
    """The record and the text that its spans point into; `graded` keeps the rules' own grades for confidences. Raises as `fresh` does."""
    identity = identify(raw.name, next((one.expediente for one in listings if one.expediente), ""))
    document = read_text(raw, kept)
    fuente = Fuente(
        origen=raw.source,
        url=raw.url,
        sha256=hashlib.sha256(raw.body).hexdigest(),
        obtenido=raw.obtained.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        lector=document.lector,
        ficticia=raw.ficticia,
    )
    made = (extract_graded if graded else extract)(document, identity, identity.ruling_id(), listings, fuente, raw.name)
    return RulingWithText(made, document.text, document.original, document.paginas)

"""Text → ruling: the one function that the pipeline, `habeas extract` and `habeas score` call."""

from indexer.extract.components import run
from indexer.extract.draft import Draft
from indexer.extract.fundamentos import fundamentos
from indexer.extract.record import finish
from indexer.extract.source import Source
from indexer.extract.zones import zones
from models.document import DocumentText, Listing
from models.ids import Identity, RulingId
from models.ruling import Fuente, Ruling


def extract(
    document: DocumentText, identity: Identity, ruling_id: RulingId, listings: tuple[Listing, ...], fuente: Fuente, name: str
) -> Ruling:
    """The record of one resolution, every value with its evidence. Raises NotARuling when the text shows neither the expediente nor a date."""
    zonas = zones(document)
    numbered, warnings = fundamentos(document.text, zonas)
    source = Source(document, identity, listings, zonas, numbered, name)
    draft = run(Draft(source, ruling_id, fuente, warnings=list(warnings)))
    return finish(draft)

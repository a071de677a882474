"""Text → ruling: the one function that the pipeline, `habeas extract` and `habeas score` call."""

from dataclasses import replace

from indexer.extract.components import run
from indexer.extract.confidence import calibrated
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
    graded = extract_graded(document, identity, ruling_id, listings, fuente, name)
    return replace(graded, evidencia=calibrated(graded.evidencia))


def extract_graded(
    document: DocumentText, identity: Identity, ruling_id: RulingId, listings: tuple[Listing, ...], fuente: Fuente, name: str
) -> Ruling:
    """The same record with the rules' own grades for confidences: what calibration measures. Raises as `extract` does."""
    zonas = zones(document)
    numbered, warnings, shown = fundamentos(document.text, zonas, scanned=document.lector in ("texto", "ocr"))
    source = Source(document, identity, listings, zonas, numbered, name)
    draft = run(Draft(source, ruling_id, fuente, evidence=shown, warnings=list(warnings)))
    return finish(draft)

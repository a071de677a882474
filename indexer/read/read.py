"""One file of any kind → the one text. `read_text` is what the pipeline calls, in worker processes too: importing this loads no table."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from indexer.read.accent_rules import PATH as ACCENT_RULES
from indexer.read.accents import restore
from indexer.read.alex import read_lines
from indexer.read.flow import Flow
from indexer.read.html import decode, read_html
from indexer.read.pdf import read_pdf
from indexer.read.quality import lost_accents, quality
from indexer.read.rules import PATH as RULES
from indexer.read.vote_spans import vote_spans
from models.document import DocumentText, Lector, PaginasAjenas, RawDocument
from models.errors import UnreadableDocument

VERSIONS: Mapping[str, int] = {"clean": 1, "flow": 2, "alex": 3, "accents": 1, "pdf": 5, "html": 3, "ocr": 3}
"""Raise a number when that reader's text changes: only a new stamp may move text (contracts.md §5)."""


def read_text(raw: RawDocument, kept: Path | None = None) -> DocumentText:
    """The text of a file. `kept`: a folder where the pages that OCR has read are kept, so that none is read twice; None keeps none.

    Raises UnreadableDocument (cifrado, danado, sin_texto, formato, demasiado_grande), nothing else, on any bytes.
    """
    match raw.formato:
        case "texto":
            return _read_alex(raw)
        case "html":
            return _read_html(raw)
        case "pdf":
            return _read_pdf(raw, kept)
        case _:
            raise UnreadableDocument("formato", f"El formato «{raw.formato}» todavía no se puede leer.")


def read_stamp() -> str:
    """Hash of the readers' versions and tables: texts read under another stamp are stale."""
    digest = hashlib.sha256(repr(sorted(VERSIONS.items())).encode())
    for table in (RULES, ACCENT_RULES):
        digest.update(table.read_bytes())
    return digest.hexdigest()[:16]


def _read_alex(raw: RawDocument) -> DocumentText:
    flow, foreign = read_lines(decode(raw.body), raw.name)
    ajenas = tuple(map(PaginasAjenas, foreign))
    return replace(_document(raw, flow, "texto"), avisos=_cut(ajenas), ajenas=ajenas)


def _read_html(raw: RawDocument) -> DocumentText:
    return _document(raw, read_html(raw.body), "html")


def _read_pdf(raw: RawDocument, kept: Path | None) -> DocumentText:
    pdf = read_pdf(raw.body, raw.name, kept)
    document = _document(raw, pdf.flow, "ocr" if 2 * len(pdf.scanned) >= pdf.pages else "pdf")
    avisos = [*_cut(pdf.foreign)]
    if pdf.empty:
        avisos.append(f"Sin texto en el PDF: página {_listed(pdf.empty)}.")
    if pdf.replaced:
        avisos.append(f"Capa de texto dañada; se leyó la imagen: página {_listed(pdf.replaced)}.")
    elif pdf.scanned and len(pdf.scanned) < pdf.pages:
        avisos.append(f"Páginas que son imágenes, leídas por OCR: {_listed(pdf.scanned)}.")
    return replace(document, calidad=quality(document.text, pdf.confidence, pdf.unnamed), avisos=tuple(avisos), ajenas=pdf.foreign)


def _listed(pages: tuple[int, ...]) -> str:
    return ", ".join(map(str, pages))


def _cut(ajenas: tuple[PaginasAjenas, ...]) -> tuple[str, ...]:
    return tuple(
        f"El archivo trae páginas de otro expediente ({one.expediente}{f': {_listed(one.paginas)}' if one.paginas else ''}); se dejaron fuera."
        for one in ajenas
    )


def _document(raw: RawDocument, flow: Flow, lector: Lector) -> DocumentText:
    """The document of a composed text; accents restored where they were lost."""
    if not flow.text:
        raise UnreadableDocument("sin_texto", "El archivo no contiene texto.")
    text = flow.text
    if lost_accents(text):
        text = restore(text, _publication_year(raw), vote_spans(text))
    return DocumentText(text, flow.text, flow.paginas, flow.notas, lector, quality(flow.text), text != flow.text)


def _publication_year(raw: RawDocument) -> int | None:
    """From what the source told, else from the folder of the Court's URL (sources.md §2); None when neither says."""
    told = re.match(r"(\d{4})", raw.fecha_publicacion) or re.search(r"/jurisprudencia/(\d{4})/", raw.url)
    return int(told[1]) if told else None

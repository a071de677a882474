"""One file of any kind → the one text. `read_text` is what the pipeline calls, in worker processes too: importing this loads no table."""

import hashlib
from collections.abc import Callable, Mapping

from indexer.read.alex import read_lines
from indexer.read.flow import Flow
from indexer.read.quality import quality
from indexer.read.rules import PATH as RULES
from models.document import DocumentText, Formato, RawDocument
from models.errors import UnreadableDocument

VERSIONS: Mapping[str, int] = {"clean": 1, "flow": 1, "alex": 1, "accents": 0, "pdf": 0, "html": 0, "ocr": 0}
"""Raise a number when that reader's text changes: only a new stamp may move text (contracts.md §5)."""


def read_text(raw: RawDocument) -> DocumentText:
    """The text of a file. Raises UnreadableDocument (cifrado, danado, sin_texto, formato, demasiado_grande), nothing else, on any bytes."""
    read = _READERS.get(raw.formato)
    if read is None:
        raise UnreadableDocument("formato", f"El formato «{raw.formato}» todavía no se puede leer.")
    return read(raw)


def read_stamp() -> str:
    """Hash of the readers' versions and tables: texts read under another stamp are stale."""
    digest = hashlib.sha256(repr(sorted(VERSIONS.items())).encode())
    digest.update(RULES.read_bytes())
    return digest.hexdigest()[:16]


def _read_alex(raw: RawDocument) -> DocumentText:
    flow = read_lines(_decode(raw.body), raw.name)
    return _document(flow)


def _document(flow: Flow) -> DocumentText:
    if not flow.text:
        raise UnreadableDocument("sin_texto", "El archivo no contiene texto.")
    return DocumentText(flow.text, flow.text, flow.paginas, flow.notas, "texto", quality(flow.text))


def _decode(body: bytes) -> str:
    """UTF-8 when it is, else windows-1252 (text-tools.md §0: a detector is no authority)."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


_READERS: Mapping[Formato, Callable[[RawDocument], DocumentText]] = {"texto": _read_alex}

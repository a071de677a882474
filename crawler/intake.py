"""What may enter the raw store: the bytes decide what a file is, and a page that stands in for a file is refused."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path

from models.document import Formato
from models.errors import RefusedDocument
from models.ids import fold

LIMIT = 50 * 1024 * 1024
"""Bytes of the largest file that is kept; the Court's are below 2 MB."""

_MEDIA: dict[str, Formato] = {
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "texto",
    "text/markdown": "texto",
}
_EXTENSIONS: dict[Formato, str] = {"pdf": "pdf", "html": "html", "texto": "txt"}
_MARKUP = re.compile(
    rb"\s*(<!doctype\s+html|<html|<head|<body|<meta|<title|<div|<p[\s>]|<table|<script|<\?xml[^>]*>\s*<(!doctype\s+html|html))", re.I
)
_ROOT = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_SCRIPT = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_CASE = re.compile(r"\b\d{1,5} ?[-–] ?(19|20)\d\d\b")
_CONTROLS = bytes([*range(9), *range(14, 32), 127])
_TAIL = 2048
_TRAILER = re.compile(rb"startxref\s+\d+\s+%%EOF")
_OBJECT = re.compile(rb"\b\d+\s+\d+\s+obj\b|\bstream\b")
_WINDOW = 512 * 1024
"""No block page is larger: what is, is a document."""


@dataclass(frozen=True, slots=True)
class _Blocks:
    """models/tables/bloqueos.toml."""

    marcas: tuple[str, ...]
    titulos: tuple[str, ...]
    frases: tuple[str, ...]
    corta: int
    mediana: int


@cache
def _blocks() -> _Blocks:
    table = tomllib.loads((Path(__file__).parents[1] / "models" / "tables" / "bloqueos.toml").read_text(encoding="utf-8"))
    return _Blocks(tuple(table["marcas"]), tuple(table["titulos"]), tuple(table["frases"]), table["corta"], table["mediana"])


def check(body: bytes, media_type: str = "", expected: Formato | None = None, *, declared_length: int | None = None) -> Formato:
    """The format of a body that may enter. Raises RefusedDocument: vacio, demasiado_grande, truncado, bloqueo, tipo_falso.

    `expected` is what the address or the name promises; where it is None the announced media type is held to its word, if it is one of ours.
    `declared_length` is the Content-Length of a body that came unencoded.
    """
    if not body.strip(b"\0 \t\r\n"):
        raise RefusedDocument("vacio", "El archivo está vacío.")
    if len(body) > LIMIT:
        raise too_big(len(body))
    if declared_length is not None and len(body) != declared_length:
        raise RefusedDocument("truncado", f"Llegaron {len(body)} de {declared_length} bytes.")
    found = sniff(body)
    if found == "html" and (who := block_page(body)):
        raise RefusedDocument("bloqueo", f"En lugar del archivo vino una página de bloqueo o de error («{who}»).")
    promised = expected or _MEDIA.get(media_type.split(";")[0].strip().lower())
    if found is None or promised not in (None, found):
        told = f"Se anunció {promised or media_type or 'un documento'} y los bytes son {_what(body, found)}."
        raise RefusedDocument("tipo_falso", told + (f" Si es el documento, cambie su extensión a .{_EXTENSIONS[found]}." if found else ""))
    if found == "pdf" and not _reaches_its_end(body):
        raise RefusedDocument("truncado", "El PDF no llega a su final (falta %%EOF).")
    return found


def _reaches_its_end(pdf: bytes) -> bool:
    """Whether the last end mark is near the end, or what follows it is nothing of a PDF (a script that a server puts behind every answer, say).

    An end mark followed by objects is that of an older revision, or of the first part of a linearized file: such a file was cut.
    """
    if b"%%EOF" in pdf.rstrip(b"\0 \t\r\n")[-_TAIL:]:
        return True
    trailers = list(_TRAILER.finditer(pdf))
    return bool(trailers) and not _OBJECT.search(pdf, trailers[-1].end())


def too_big(size: int) -> RefusedDocument:
    """The refusal of a file above LIMIT, known before it is read."""
    return RefusedDocument("demasiado_grande", f"El archivo pesa {size / 1048576:.0f} MB; se guardan hasta {LIMIT // 1048576} MB.")


def sniff(body: bytes) -> Formato | None:
    """What the bytes are: pdf (its mark within the first 1024 bytes, as readers accept), html, texto (decodes, no controls), else None."""
    if b"%PDF-" in body[:1024]:
        return "pdf"
    head = _unwrapped(body[:4096])
    if _MARKUP.match(head) or _ROOT.search(head):
        return "html"
    return "texto" if _is_text(body) else None


def block_page(body: bytes) -> str | None:
    """The words that show an HTML body to be a firewall's, a captcha's or an error's page (models/tables/bloqueos.toml); None for a document."""
    if len(body) > _WINDOW:
        return None
    blocks = _blocks()
    source = fold(unescape(_unwrapped(body).decode("utf-8", "replace")))
    words = " ".join(re.sub(r"<[^>]*>", " ", _SCRIPT.sub(" ", source)).split())
    letters = sum(map(str.isalpha, words))
    if letters >= blocks.mediana or (letters >= blocks.corta and _CASE.search(words)):
        return None
    wanted = [(source, blocks.marcas), (" ".join(_TITLE.findall(source)), blocks.titulos)]
    if letters < blocks.corta:
        wanted.append((words, blocks.frases))
    return next((phrase for text, phrases in wanted for phrase in phrases if phrase in text), None)


def _unwrapped(head: bytes) -> bytes:
    """As UTF-8 without its mark, when it is UTF-16 with one."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace").encode("utf-8", "replace")
    return head.removeprefix(b"\xef\xbb\xbf")


def _is_text(body: bytes) -> bool:
    """UTF-8 or a one-byte encoding, in which control characters other than blanks hardly occur and NUL never does."""
    text = _unwrapped(body)
    try:
        text.decode("utf-8")
        controls = _CONTROLS
    except UnicodeDecodeError:
        controls = _CONTROLS + b"\x81\x8d\x8f\x90\x9d"  # what windows-1252 leaves free
    return b"\0" not in text and (len(text) - len(text.translate(None, controls))) * 1000 <= len(text)


_KNOWN_BYTES = (
    (b"PK\x03\x04", "un ZIP o documento de Office"),
    (b"\xd0\xcf\x11\xe0", "un documento de Word antiguo"),
    (b"{\\rtf", "un RTF"),
    (b"\xff\xd8\xff", "una imagen JPEG"),
    (b"\x89PNG", "una imagen PNG"),
    (b"II*\0", "una imagen TIFF"),
    (b"MM\0*", "una imagen TIFF"),
    (b"MZ", "un programa"),
    (b"\x7fELF", "un programa"),
)


def _what(body: bytes, found: Formato | None) -> str:
    if found is not None:
        return found
    return next((name for magic, name in _KNOWN_BYTES if body.startswith(magic)), "de otra clase")

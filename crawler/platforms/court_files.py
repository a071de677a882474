"""Addresses of files on the Court's site: what a listing announces → what may be asked for (sources.md §2, contracts.md §3)."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from crawler.errors import UnusableUrl
from models.document import Formato
from models.urls import formato_of

_FOLDER = "/jurisprudencia/"
_HIDDEN = re.compile(r"%(2f|5c|00|25)", re.IGNORECASE)
"""Slash, backslash, NUL and percent in disguise: no file of the Court has one, and each can leave the folder once decoded."""


@dataclass(frozen=True, slots=True)
class CourtFile:
    """A file that may be asked for: `url` as it is announced to the public, `fetch` the same file at HABEAS_TC_URL."""

    url: str
    fetch: str
    formato: Formato


def court_file(announced: str, hosts: Collection[str], tc_url: str) -> CourtFile:
    """The file that a listing announces. Raises UnusableUrl.

    `hosts` (the Court's own) stand for `tc_url`, in http or https, as does its own origin; an address without host is the Court's. Names are never
    built, only taken: no address without extension, outside /jurisprudencia/ or with a step out of its folder is asked for.
    """
    url = _absolute(announced.strip(), hosts)
    if not url:
        raise UnusableUrl("sin_archivo", "El listado no anuncia ningún archivo. Se volverá a mirar en la próxima recolección.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UnusableUrl("direccion", f"La dirección anunciada no se entiende: «{announced[:120]}».") from error
    if parts.scheme not in ("http", "https"):
        raise UnusableUrl("direccion", f"La dirección anunciada no es de la web: «{announced[:120]}». No se pide.")
    own = (parts.hostname or "").rstrip(".") in hosts and port in (None, 80, 443)
    if parts.username is not None or not (own or f"{parts.scheme}://{parts.netloc}" == _origin(tc_url)):
        raise UnusableUrl("host_ajeno", f"El archivo anunciado está en «{parts.netloc[:80]}», que no es del Tribunal. No se pide.")
    _refuse_odd_path(parts.path, announced)
    formato = formato_of(url.rstrip(". "))  # a full stop that slipped in behind
    if formato not in ("pdf", "html"):
        raise UnusableUrl("formato", f"El archivo anunciado no es PDF ni HTML: «{announced[:120]}». No se pide.")
    query = f"?{parts.query}" if parts.query else ""
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~")
    return CourtFile(url, f"{tc_url}{path}{query}", formato)


def _absolute(url: str, hosts: Collection[str]) -> str:
    """The address with its host: "//tc.gob.pe/…", "tc.gob.pe/…" and "/jurisprudencia/…" are the Court's."""
    if url.startswith("//"):
        return f"https:{url}"
    if url.startswith("/"):
        return f"https://{next(iter(hosts))}{url}"
    return f"https://{url}" if url.split("/", 1)[0] in hosts else url


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _refuse_odd_path(path: str, announced: str) -> None:
    decoded = unquote(path)
    steps = decoded.split("/")
    odd = ".." in steps or "." in steps or "\\" in decoded or _HIDDEN.search(path) or any(ord(letter) < 32 for letter in decoded)
    if odd or not decoded.startswith(_FOLDER):
        raise UnusableUrl("ruta", f"La dirección anunciada no es de un archivo de {_FOLDER}: «{announced[:120]}». No se pide.")

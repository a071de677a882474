"""Addresses of files: when two spellings mean one document, which format and which year of publication an address tells (sources.md §2)."""

import re
import unicodedata
from urllib.parse import unquote, urlsplit

from models.document import Formato

_EXTENSION = re.compile(r"\.(pdf|html?|md|txt|json)$", re.IGNORECASE)
_FORMATOS: dict[str, Formato] = {"pdf": "pdf", "htm": "html", "html": "html", "md": "texto", "txt": "texto"}
_YEAR = re.compile(r"(19|20)\d\d")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def stem(url: str) -> str:
    """The address without what does not tell documents apart: scheme, www., percent-encoding, letter case, doubled blanks and extensions.

    "https://www.tc.gob.pe/jurisprudencia/2021/01479-2017-HD%20Resolucion.pdf" and "http://tc.gob.pe/jurisprudencia/2021/01479-2017-hd
    resolucion.htm" share one stem: they are formats of one document. "" for "".
    """
    host, path = _parts(url.strip())
    path = unicodedata.normalize("NFC", unquote(path)).replace("\\", "/")
    path = re.sub(r"/{2,}", "/", re.sub(r"\s+", " ", path)).strip(" /")
    while (shorter := _EXTENSION.sub("", path).rstrip()) != path:
        path = shorter
    return f"{host}/{path}".lower().lstrip("/")


def formato_of(url: str) -> Formato | None:
    """The format that the address promises by its extension; None when it has none that we know."""
    found = _EXTENSION.search(unquote(_parts(url.strip())[1]).rstrip())
    return _FORMATOS.get(found[1].lower()) if found else None


def year_of(url: str) -> str:
    """The year of the last folder that is one: ".../jurisprudencia/2015/x.pdf" → "2015" (the year of publication); "" when none is."""
    folders = unquote(_parts(url)[1]).replace("\\", "/").split("/")[:-1]
    return next((folder for folder in reversed(folders) if _YEAR.fullmatch(folder)), "")


def _parts(url: str) -> tuple[str, str]:
    """Host (lower case, without www., with an unusual port) and path; `file:` addresses are paths of ours, where ? and # are letters."""
    if url.lower().startswith("file:"):
        return "file:", url[5:]
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:  # "http://[x": a source may write anything
        return "", url
    if port is not None and port != _DEFAULT_PORTS.get(parts.scheme):
        host = f"{host}:{port}"
    return host, parts.path + (f"?{parts.query}" if parts.query else "")

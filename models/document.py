"""What comes from a source and the one text made of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Formato = Literal["pdf", "html", "texto"]
Lector = Literal["pdf", "html", "ocr", "texto"]
Origen = Literal["sedetc", "tc", "causas", "sample", "alex", "carpeta"]


@dataclass(frozen=True, slots=True)
class Listing:
    """What a source says about one resolution, kept as it was said; values are cleaned by who uses them."""

    source: str
    key: str
    """The source's own id of the row, unique within the source."""
    url: str
    """The file it announces, as written there ("" when none)."""
    expediente: str = ""
    """As written: "01479-2017-HD (Auto)"."""
    numero_sentencia: str = ""
    demandante: str = ""
    demandado: str = ""
    sala: str = ""
    distrito: str = ""
    fecha_publicacion: str = ""
    """ISO date, or a year where only the year is known; "" when unknown."""
    fecha_sentencia: str = ""
    tipo: str = ""
    sentido: str = ""
    ponente: str = ""
    raw: str = "{}"
    """The whole row as JSON, nothing dropped."""


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One file as its source gave it."""

    url: str
    """Where it came from; for imported files the URL that the file itself names, else `file:` + the path inside the import."""
    name: str
    """File name without extension, percent-decoded: what the id is made of (models.ids.name_of)."""
    body: bytes
    formato: Formato
    source: str
    obtained: datetime
    """UTC."""
    media_type: str = ""
    ficticia: bool = False
    """True for the sample court only."""
    fecha_publicacion: str = ""
    """ISO date or year when the source told (folder of the URL, listing); "" when not."""


@dataclass(frozen=True, slots=True)
class Nota:
    """A footnote: `llamada` is its mark ("1"), `posicion` the offset of the word it is called from (None when not found), the span its text."""

    llamada: str
    posicion: int | None
    inicio: int
    fin: int


@dataclass(frozen=True, slots=True)
class Calidad:
    """How far the text can be trusted. `palabras_conocidas` 0–1; `confianza_ocr` 0–1, None where no OCR of ours was made."""

    nivel: Literal["alta", "media", "baja"]
    palabras_conocidas: float | None
    confianza_ocr: float | None = None


@dataclass(frozen=True, slots=True)
class PaginasAjenas:
    """Pages of another case that were bound into a file and left out: its number ("90006-2010") and their numbers in the file, from 1, in order
    (none where a text has no pages)."""

    expediente: str
    paginas: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The one text that every span points into: offsets are code points, half open.

    Paragraphs are lines: one "\\n" ends each, no line break inside. `text` and `original` have one length; `original` is before accents were
    restored. `paginas[i]` is the offset where page i+1 begins. Page heads, folios and stamps are out of the flow; footnotes stand at the end, in `notas`.
    """

    text: str
    original: str
    paginas: tuple[int, ...]
    notas: tuple[Nota, ...]
    lector: Lector
    calidad: Calidad
    restaurado: bool = False
    avisos: tuple[str, ...] = ()
    """What the reader noticed and a person should know (pages of another case cut, a page without text …), in Spanish."""
    ajenas: tuple[PaginasAjenas, ...] = ()

    def page_of(self, offset: int) -> int | None:
        """Page number (from 1) of an offset, None when the source had no pages."""
        pages = [number for number, start in enumerate(self.paginas, 1) if start <= offset]
        return pages[-1] if pages else None

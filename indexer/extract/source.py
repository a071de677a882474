"""What every extractor reads: the text, its zones and what the source said; and the few ways of turning a match into evidence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.document import DocumentText, Listing
from models.ids import Identity
from models.ruling import Evidencia, Fundamento, Seccion, Zona

LIMIT = 300
"""No span of evidence is longer (contracts.md §5)."""


@dataclass(frozen=True, slots=True)
class Source:
    """One document under extraction. `zonas` are in text order and do not overlap; `fundamentos` likewise within a zone."""

    document: DocumentText
    identity: Identity
    listings: tuple[Listing, ...]
    zonas: tuple[Seccion, ...]
    fundamentos: tuple[Fundamento, ...]
    name: str
    """The file's name, evidence of origin `archivo`."""

    @property
    def text(self) -> str:
        """The text that spans point into."""
        return self.document.text

    def zones(self, *names: Zona) -> Iterator[Seccion]:
        """The sections of these zones, in text order."""
        return (section for section in self.zonas if section.zona in names)

    def has(self, *names: Zona) -> bool:
        """Whether any section of these zones was found."""
        return any(section.zona in names for section in self.zonas)

    def search(self, pattern: re.Pattern[str], *names: Zona) -> re.Match[str] | None:
        """The first match inside these zones (anywhere when none is named), offsets of the whole text; None when there is none."""
        return next(self.finditer(pattern, *names), None)

    def finditer(self, pattern: re.Pattern[str], *names: Zona) -> Iterator[re.Match[str]]:
        """All matches inside these zones, in text order, offsets of the whole text."""
        if not names:
            yield from pattern.finditer(self.text)
        for section in self.zones(*names):
            yield from pattern.finditer(self.text, section.inicio, section.fin)

    def quote(self, inicio: int, fin: int, regla: str, confianza: float) -> Evidencia:
        """Evidence of origin `texto`, blanks at the ends dropped, cut at LIMIT and at the end of the zone it begins in."""
        fin = min(fin, next((one.fin for one in self.zonas if one.inicio <= inicio < one.fin), fin))
        piece = self.text[inicio:fin]
        start = inicio + len(piece) - len(piece.lstrip())
        end = min(inicio + len(piece.rstrip()), start + LIMIT)
        return Evidencia("texto", regla, confianza, start, end, self.document.page_of(start))


def by_name(name: str, regla: str, confianza: float = 0.99) -> Evidencia:
    """Evidence of origin `archivo`: the value is in the file's name."""
    return Evidencia("archivo", regla, confianza, campo=name)


def by_listing(listing: Listing, campo: str, regla: str, confianza: float = 0.95) -> Evidencia:
    """Evidence of origin `listado`: the source's own row says it."""
    return Evidencia("listado", regla, confianza, campo=campo, url=listing.url)


def derived(campos: str, regla: str, confianza: float = 0.9) -> Evidencia:
    """Evidence of origin `derivado`: it follows from other fields of this record."""
    return Evidencia("derivado", regla, confianza, campo=campos)


def absent(zonas: str, regla: str, confianza: float = 0.8) -> Evidencia:
    """Evidence of origin `ausencia`: these zones were searched and say nothing."""
    return Evidencia("ausencia", regla, confianza, campo=zonas)

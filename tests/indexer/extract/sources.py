"""Rulings in the making for tests: zones put together from invented words."""

from indexer.extract.source import Source
from models.document import Calidad, DocumentText
from models.ids import identify
from models.ruling import Seccion, Zona


def source_of(*parts: tuple[Zona, str]) -> Source:
    """A document of these zones in this order, a line end after each; its case is 90001-2015-HD."""
    text, zones = "", []
    for zone, words in parts:
        zones.append(Seccion(zone, len(text), len(text) + len(words) + 1))
        text += f"{words}\n"
    document = DocumentText(text, text, (), (), "texto", Calidad("media", None))
    return Source(document, identify("90001-2015-HD"), (), tuple(zones), (), "90001-2015-HD")

"""What is embedded: of a ruling what was asked for and of whom, of a fundamento its first words; and the digest that is searched by words.

Measured on gold/questions.jsonl (docs/busqueda.md): the request in one sentence and the institutions rank better than a digest of 150 words with
themes and operative part, at a quarter of the cost. Folding marks and capitals loses nothing measurable there (nDCG@10 .537 either way), and lets
`senor`, `señor` and `SEÑOR` find the same in the same order.
"""

import unicodedata
from dataclasses import dataclass

from models import vocabulary
from models.ruling import Fundamento, Ruling, Zona

VERSION = "1"
"""Change it when the texts below are made otherwise."""

OPENING = 50
"""Words of a fundamento that are embedded: what it states stands in its first sentence."""
REQUEST = 120
"""Words of the request, and of the reasons given for it, that are searched by words."""
_THEMES = 4


@dataclass(frozen=True, slots=True)
class Digest:
    """`meant` is embedded, `said` searched by words."""

    meant: str
    said: str


def plain(text: str) -> str:
    """The text without marks and capitals: questions and passages are folded alike."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).lower()


def opening(text: str, fundamento: Fundamento) -> str:
    """The first words of a fundamento, as they are embedded."""
    return plain(_first(text[fundamento.inicio : fundamento.fin], OPENING))


def digest(ruling: Ruling, text: str) -> Digest:
    """What the ruling is about."""
    bodies = ", ".join(ruling.entidades)
    request = _request(ruling, text)
    themes = ". ".join(vocabulary.label("tema", theme) for theme in ruling.temas[:_THEMES])
    return Digest(plain(f"{ruling.informacion_solicitada or _first(request, OPENING)}. {bodies}"), f"{themes}. {bodies}. {request}")


def _request(ruling: Ruling, text: str) -> str:
    """From where the request is told; else the facts, else the opening of the ruling."""
    told = next((one.inicio for one in ruling.evidencia.get("informacion_solicitada", ()) if one.inicio is not None), None)
    if told is not None:
        return _first(text[told:], REQUEST)
    return _first(_zone(ruling, text, "antecedentes") or _zone(ruling, text, "asunto") or text, REQUEST)


def _zone(ruling: Ruling, text: str, zone: Zona) -> str:
    return next((text[one.inicio : one.fin] for one in ruling.secciones if one.zona == zone), "")


def _first(text: str, words: int) -> str:
    return " ".join(text[: words * 40].split()[:words])

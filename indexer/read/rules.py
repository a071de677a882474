"""models/tables/lectura.toml as values, and the one way of comparing a printed line with a table."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz import fuzz

from models.ids import fold

PATH = Path(__file__).parents[2] / "models" / "tables" / "lectura.toml"

_UPPER, _LOWER = re.compile(r"[A-ZÁÉÍÓÚÑÜÇÂÊÔÛÀ]+"), re.compile(r"[a-záéíóúñüçâêôûàªº]+")
_LINES = 4096
"""Each rule asks the same of a line and of its neighbours: the answers for the lines of one document are kept."""


@dataclass(frozen=True, slots=True)
class Rules:
    """lectura.toml; every phrase in capitals without marks."""

    court: str
    republic: str
    titles: tuple[str, ...]
    protected: frozenset[str]
    stamps: frozenset[str]
    stamped: tuple[str, ...]
    short: frozenset[str]
    headings: frozenset[str]
    openings: tuple[str, ...]
    votes: tuple[str, ...]
    decision: tuple[str, ...]
    notes: frozenset[str]
    high: float
    middle: float
    sure_high: float
    sure_middle: float
    lost: float
    layer_known: float
    layer_unnamed: float
    layer_margin: float
    layer_words: int
    layer_letters: int
    upright: float
    stroke: float
    scrawl: float


@cache
def rules() -> Rules:
    """The table, read once."""
    table = tomllib.loads(PATH.read_text(encoding="utf-8"))
    head, headings, quality = table["cabecera"], table["titulos"], table["calidad"]
    layer, scan = table["capa"], table["escaneo"]
    return Rules(
        court=head["tribunal"],
        republic=head["republica"],
        titles=tuple(head["titulos"]),
        protected=frozenset(head["protegidas"]),
        stamps=frozenset(table["sellos"]["lineas"]),
        stamped=tuple(table["sellos"]["comienzos"]),
        short=frozenset(table["garabatos"]["cortas"]),
        headings=frozenset(headings["lineas"]),
        openings=tuple(headings["comienzos"]),
        votes=tuple(headings["votos"]),
        decision=tuple(headings["decision"]),
        notes=frozenset(table["notas"]["comienzos"]),
        high=quality["alta"],
        middle=quality["media"],
        sure_high=quality["confianza_alta"],
        sure_middle=quality["confianza_media"],
        lost=quality["acentos_perdidos"],
        layer_known=layer["conocidas"],
        layer_unnamed=layer["sin_nombre"],
        layer_margin=layer["ventaja"],
        layer_words=layer["palabras"],
        layer_letters=layer["letras"],
        upright=scan["derecha"],
        stroke=scan["trazo"],
        scrawl=scan["garabato"],
    )


@lru_cache(maxsize=_LINES)
def bare(line: str) -> str:
    """A line as the table writes it: capitals, no marks, words by single blanks, no punctuation."""
    return re.sub(r"[^A-Z0-9]+", " ", fold(line).upper()).strip()


@lru_cache(maxsize=_LINES)
def letters(line: str) -> str:
    """Only the letters, in capitals, without marks or blanks: OCR loses blanks first."""
    return re.sub(r"[^A-Z]+", "", fold(line).upper())


@lru_cache(maxsize=_LINES)
def capitals(line: str) -> bool:
    """Whether the line is printed in capitals (three of four letters)."""
    upper, lower = sum(map(len, _UPPER.findall(line))), sum(map(len, _LOWER.findall(line)))
    return upper > 0 and upper >= 0.75 * (upper + lower)


def alike(line: str, phrases: Sequence[str], least: float) -> bool:
    """Whether the letters of a line are those of one of the phrases, up to OCR damage (rapidfuzz ratio, 0–100)."""
    found = letters(line)
    return any(fuzz.ratio(found, letters(phrase)) >= least for phrase in phrases)


@lru_cache(maxsize=_LINES)
def is_title(line: str) -> bool:
    """Whether a line in capitals is the title of a ruling, a razón or a vote: never part of a page head."""
    return bare(line).startswith(rules().titles)


@lru_cache(maxsize=_LINES)
def is_heading(line: str) -> bool:
    """Whether a line is one of the headings that stand alone; one wrong letter in eight is forgiven, in lower case none."""
    found = bare(line)
    if found in rules().headings:
        return not line[:1].islower()
    return capitals(line) and len(found) >= 5 and any(fuzz.ratio(found, heading) >= 87 for heading in rules().headings if len(heading) >= 5)

"""Where a ruling contradicts itself, both sides kept for the reader (domain.md §0.15, irregularities.md §3, §5): nothing is corrected in silence."""

import itertools
import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from indexer.extract.caption import district_named
from indexer.extract.lines import lines
from indexer.extract.plain import plain
from indexer.extract.points import Clause
from indexer.extract.source import Source
from indexer.read.vocabulary import is_word
from models.ruling import Advertencia

VERSION = 1
_AMPARO = re.compile(
    r"(?:fundad|infundad|improcedente)\w*,?(?: en parte,?)? (?:la |el )?(?:demanda|accion|proceso)(?: constitucional)? de amparo"
)
_CONVERTED = re.compile(r"entend\w+ como|convert|reconduc|reconver")
_ALIKE = 70
"""Edit ratio from which two words may be one word damaged."""
_WORD = re.compile(r"[a-z]{3,}")
_NO_PARTY = re.compile(r"tribunal|constitucional|sentencia|sala |pleno|exp|representad|\b(?:s\.?a|otros?|otra)\b")


def contradictions(source: Source, clauses: Sequence[Clause], demandantes: Sequence[str]) -> Iterator[Advertencia]:
    """The decision that calls the habeas data an amparo; the header that names another claimant than the body."""
    yield from _calls_it_amparo(source, clauses)
    yield from _named_otherwise(source, demandantes)


def _calls_it_amparo(source: Source, clauses: Sequence[Clause]) -> Iterator[Advertencia]:
    bare = plain(source.text)
    if source.identity.expediente.code != "HD":
        return
    for one in clauses:
        said = _AMPARO.search(bare, one.start, one.end)
        if said and not _CONVERTED.search(bare, said.end(), said.end() + 80):
            printed = source.text[said.start() : said.end()]
            yield Advertencia("fallo", "El fallo llama «amparo» a la demanda de hábeas data: se deja como está.", (printed,))
            return


def _named_otherwise(source: Source, demandantes: Sequence[str]) -> Iterator[Advertencia]:
    """A claimant of whom the header prints one name with another word than the body: "José Manuel" above, "José Miguel" below."""
    if len(demandantes) != 1:
        return
    name = demandantes[0]
    told = _WORD.findall(plain(name))
    for printed in _parties(source):
        header = _WORD.findall(plain(printed))
        if len(header) < 3 or len(told) < 3 or not _among(header[-1], told[-1:]):
            continue  # not the whole name
        other = [word for word in header if not _among(word, told)]
        own = [word for word in told if not _among(word, header)]
        if len(own) == 1 and 0 < len(other) <= 2 and is_word(own[0]) and is_word(other[0]) and own[0] not in "".join(other):
            yield Advertencia("demandantes", "El encabezado y el cuerpo nombran al demandante de dos maneras.", (printed, name))
            return


def _parties(source: Source) -> Iterator[str]:
    """The lines of the header that can be the claimant's name, alone and joined with the line after."""
    for section in source.zones("caratula"):
        printed = [
            source.text[line.start : line.end].strip()
            for line in lines(source.text, section.inicio, min(section.fin, section.inicio + 500))
            if line.capitals and not re.search(r"\d", line.plain) and not _NO_PARTY.search(line.plain) and not district_named(line.plain)
        ]
        yield from printed
        yield from (f"{one} {after}" for one, after in itertools.pairwise(printed))


def _among(word: str, words: Sequence[str]) -> bool:
    return any(fuzz.ratio(word, other) >= _ALIKE for other in words)

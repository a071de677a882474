"""Paragraphs out of printed lines that carry no indent: by numbers, headings, capitals, and how full a line is."""

import re
from collections.abc import Sequence

from indexer.read.flow import Piece
from indexer.read.rules import bare, capitals, is_heading, is_title, rules

_NUMBERED = re.compile(r"^(\d{1,3})\s?[.)]\s?(?=[^\W\d_]|[\"“«(\[¿])")
_DOTLESS = re.compile(r"^(\d{1,3})\s+(?=[A-ZÁÉÍÓÚÑ][a-záéíóúñ])")
_CAPITAL = re.compile(r"^\W{0,3}[A-ZÁÉÍÓÚÑÜ]|^[\"“«(\[¿]")
_ITEM = re.compile(r"^(?:[a-zñ]|[ivx]{1,5})\s?\)\s?\S|^[•·▪–—-]\s+\S|^§|^[IVX]{1,4}\.\s+\S|^\d{1,2}\.\d{1,2}\.?\s+[A-ZÁÉÍÓÚÑ]")
_CLOSED = re.compile(r"[.:;?!…][\"”»’')\]]*\d{0,2}$")
_OPEN_WORD = re.compile(
    r"(?:\b(?:de|del|la|las|los|el|en|y|e|o|u|a|al|con|por|para|que|se|su|sus|un|una|don|doña|dona|contra|N\.?\W?[oº°]?)|,)$", re.IGNORECASE
)
_BROKEN = re.compile(r"\w-$")
_WINDOW = 12


def into_paragraphs(lines: Sequence[tuple[int, str]], caption: int = 0) -> list[list[Piece]]:
    """Printed lines (page, text) as paragraphs; the first `caption` lines stay alone."""
    paragraphs: list[list[Piece]] = [[Piece(text, page)] for page, text in lines[:caption]]
    body = lines[caption:]
    last_number = 0
    for index, (page, text) in enumerate(body):
        if index == 0 or _begins(body, index, last_number):
            paragraphs.append([])
            numbered = _NUMBERED.match(text) or _DOTLESS.match(text)
            if numbered and int(numbered[1]) in (1, last_number + 1, last_number + 2):
                last_number = int(numbered[1])
        if is_heading(text) or is_title(text):
            last_number = 0
        paragraphs[-1].append(Piece(text, page))
    return [paragraph for paragraph in paragraphs if paragraph]


def _begins(lines: Sequence[tuple[int, str]], index: int, last_number: int) -> bool:
    """Whether a paragraph begins at this line."""
    before, text = lines[index - 1][1], lines[index][1]
    following = lines[index + 1][1] if index + 1 < len(lines) else ""
    if title_goes_on(before, text) or (_BROKEN.search(before) and not is_heading(text)):
        return False
    if _alone(before, text) or _alone(text, following):
        return not (runs_on(before) and not is_heading(text) and text[:1].islower())
    number = _NUMBERED.match(text)
    if number:
        return bool(_CLOSED.search(before)) or int(number[1]) == last_number + 1 or _short(lines, index - 1, 0.75)
    if _ITEM.match(text):
        return bool(_CLOSED.search(before) or re.search(r"(?:,|\b[yoe0])$", before)) or _short(lines, index - 1, 0.75)
    dotless = _DOTLESS.match(text)
    if dotless and int(dotless[1]) == last_number + 1 and _CLOSED.search(before):
        return True
    if not _CAPITAL.match(text) or runs_on(before):
        return False
    if _CLOSED.search(before):
        return _could_take(lines, index - 1, 0.97) or (_could_take(lines, index, 0.97) and bool(following) and not _is_last(lines, index))
    same_page = lines[index - 1][0] == lines[index][0]
    return same_page and _short(lines, index - 1, 0.7)  # over a page break an unclosed sentence goes on, however short its line


def _alone(line: str, following: str) -> bool:
    """Whether a line stands alone: a heading, a signature, a line of capitals that no sentence runs into."""
    found = bare(line)
    if is_heading(line) or found.startswith(rules().openings):
        return True
    return (
        capitals(line)
        and len(found) >= 4
        and not following[:1].islower()
        and not line.endswith("-")
        and (capitals(following) or not line.endswith(","))
    )


def title_goes_on(before: str, text: str) -> bool:
    """Whether a title in capitals needs a second line: "VOTO DE LOS MAGISTRADOS URVIOLA HANI | Y CALLE HAYEN"."""
    if not (is_title(before) and capitals(before) and capitals(text)) or is_title(text) or is_heading(text):
        return False
    return runs_on(before) or len(bare(text).split()) <= 4


def runs_on(line: str) -> bool:
    """Whether a sentence can't end here."""
    return bool(_OPEN_WORD.search(line)) or bool(_BROKEN.search(line))


def _width(lines: Sequence[tuple[int, str]], index: int) -> int:
    """How long a full line is hereabouts: the third longest of the neighbours (quotations are set narrower)."""
    lengths = sorted((len(text) for _, text in lines[max(0, index - _WINDOW) : index + _WINDOW + 1]), reverse=True)
    return lengths[min(2, len(lengths) - 1)]


def _could_take(lines: Sequence[tuple[int, str]], index: int, share: float) -> bool:
    """Whether the first word of the next line would have fitted on this one: then the line was ended on purpose."""
    if index + 1 >= len(lines):
        return True
    word = lines[index + 1][1].split(" ", 1)[0]
    return len(lines[index][1]) + 1 + len(word) < share * _width(lines, index) - 3


def _short(lines: Sequence[tuple[int, str]], index: int, share: float) -> bool:
    return len(lines[index][1]) < share * _width(lines, index)


def _is_last(lines: Sequence[tuple[int, str]], index: int) -> bool:
    """Whether the line is the last of its paragraph: then its shortness says nothing about an indent."""
    return bool(_CLOSED.search(lines[index][1]))

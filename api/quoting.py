"""How a ruling is cited, and the sentence in which one ruling cites another."""

import re
from dataclasses import dataclass

from models.errors import BadIdentity
from models.ids import RulingId, spellings
from models.ruling import Ruling

_PREFIX = {"sentencia": "STC ", "sentencia_interlocutoria": "STC ", "auto": "ATC ", "aclaracion": "ATC "}
_RESTORED = " [texto por OCR, tildes restauradas]"
_NUMBERED_SINCE = 2020
_SENTENCE_END = re.compile(
    r"(?<!\bNo)(?<!\bNro)(?<!\bExp)(?<!\bart)(?<!\barts)(?<!\binc)(?<!\bfund)(?<!\bFund)(?<!\bfun)(?<!\bFun)(?<!\bArt)(?<!\bCfr)(?<!\bSr)(?<!\bDr)(?<!\bvs)"
    r"(?<=[a-záéíóúñ)»”\"])[.;]\s+(?=[«“\"(]?[A-ZÁÉÍÓÚÑ0-9])|\n"
)
"""Where a sentence ends: never at the point of an abbreviation that stands before a number or a name."""


def citation(ruling: Ruling, numero: str | None = None, *, copied: bool = False) -> str:
    """ "STC Exp. N.° 01797-2002-HD/TC, f. j. 16": the expediente as the ruling prints it, from 2020 with chamber and number of the sentencia.

    `copied`: the words themselves go along, so a text restored after OCR says so (contracts.md §5).
    """
    parts = [f"{_PREFIX.get(ruling.tipo_resolucion or '', '')}Exp. N.° {ruling.expediente}"]
    if ruling.numero_sentencia and (ruling.fecha or "")[:4].isdecimal() and int((ruling.fecha or "")[:4]) >= _NUMBERED_SINCE:
        parts.append(" ".join(filter(None, [f"{ruling.sala}." if ruling.sala else "", f"Sentencia {ruling.numero_sentencia}"])))
    if numero is not None:
        parts.append(_paragraph(ruling, numero))
    return ", ".join(parts) + (_RESTORED if copied and ruling.texto_restaurado else "")


def _paragraph(ruling: Ruling, numero: str) -> str:
    vote = re.fullmatch(r"v(\d+)\.(.+)", numero)
    if not vote:
        return f"f. j. {numero}"
    order = int(vote[1]) - 1
    whose = f"voto de {ruling.votos[order].magistrado}" if order < len(ruling.votos) else f"voto {vote[1]}"
    return f"{whose}, f. j. {vote[2]}"


def anchor(numero: str) -> str:
    """The page's anchor of a fundamento: "16" → "f16", "v1.3" → "v1-f3"."""
    vote = re.fullmatch(r"v(\d+)\.(.+)", numero)
    return f"v{vote[1]}-f{_safe(vote[2])}" if vote else f"f{_safe(numero)}"


def _safe(numero: str) -> str:
    return re.sub(r"[^\w-]", "-", numero)


_LONGEST = 500
"""Characters of a citing sentence."""


@dataclass(frozen=True, slots=True)
class Mention:
    """The first sentence of a text that names a ruling, at most 500 characters ("…" where it is cut), and where the name stands."""

    place: int
    sentence: str


def first_mention(text: str, ruling_id: str) -> Mention | None:
    """Where a text first names a ruling in any spelling, None when it does not."""
    try:
        cited = RulingId(ruling_id)
    except BadIdentity:
        return None
    found = next((one for one in spellings(text) if one.matches(cited)), None)
    if found is None:
        return None
    start = max(
        (match.end() for match in _SENTENCE_END.finditer(text, max(0, found.start - 600), found.start)), default=max(0, found.start - 200)
    )
    ending = _SENTENCE_END.search(text, found.end, found.end + 400)
    end = ending.start() + 1 if ending else min(len(text), found.end + 200)
    return Mention(found.start, _cut(text[start:end].strip(), whole=ending is not None or end == len(text)))


def _cut(sentence: str, *, whole: bool) -> str:
    """The sentence when it is whole and short enough, else its words up to the last one that is whole."""
    return sentence if whole and len(sentence) <= _LONGEST else f"{sentence[:_LONGEST].rpartition(' ')[0].rstrip(' ,;:')}…"


def paragraph_at(ruling: Ruling, place: int) -> str | None:
    """The number of the fundamento that covers a place of the text, None when none does."""
    return next((one.numero for one in ruling.fundamentos if one.inicio <= place < one.fin), None)

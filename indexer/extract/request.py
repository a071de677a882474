"""What was asked for: the stretch of the facts that tells it, and the one clause of it that a reader is shown (models/tables/peticion.toml)."""

import re
from functools import cache

from indexer.extract.majority import facts
from indexer.extract.plain import plain
from indexer.extract.source import LIMIT, Source
from indexer.extract.speakers import others
from indexer.extract.tables import phrases
from models.ruling import Found

VERSION = 6
_FILE = "peticion.toml"
_WORDS = 40
_TELLING = 160
"""Within so many characters a request refers to where it is told."""
_HEAD = re.compile(r"\W{0,3}\w{1,3}\s?[.)]\s")
"""The number of a list's first item."""
_STRETCH = 2500
"""No request is told in more characters than this."""


@cache
def part(key: str) -> re.Pattern[str]:
    """A pattern of the table. Raises KeyError where there is none."""
    return re.compile(phrases(_FILE, "peticion", key)[0])


@cache
def _brings() -> re.Pattern[str]:
    brings = phrases("partes.toml", "demanda", "presenta")[0]
    return re.compile(rf"{brings}[^\n]{{0,160}}?\bdata\b|{brings} (?:[a-z]+ )?(?:demanda|accion)\b")


def petition(source: Source) -> tuple[int, int] | None:
    """From the paragraph that brings the demand to where somebody else than the claimant speaks: the request and its reasons; else where the Court
    delimits it, or the facts say what he asks."""
    text = plain(source.text)
    told = _told(source, text, _brings())
    return told or delimited(source) or _told(source, text, part("delimita")) or _told(source, text, part("demanda"))


def _told(source: Source, text: str, opening: re.Pattern[str]) -> tuple[int, int] | None:
    for section in facts(source):
        if match := opening.search(text, section.inicio, section.fin):
            start = text.rfind("\n", section.inicio, match.start()) + 1 or section.inicio
            others_begin = (first for first, _ in others(source) if first > match.end())
            return start, min(next(others_begin, section.fin), section.fin, start + _STRETCH)
    return None


def delimited(source: Source) -> tuple[int, int] | None:
    """The paragraph of the reasons in which the Court says what was asked for; None when there is none."""
    text = plain(source.text)
    for section in source.zones("fundamentos"):
        if match := part("delimita").search(text, section.inicio, section.fin):
            end = text.find("\n", match.end(), section.fin)
            return match.start(), min(end if end >= 0 else section.fin, match.start() + _STRETCH)
    return None


def asked(source: Source) -> tuple[int, int] | None:
    """The petition without the claimant's reasons for it: up to the first sentence in which he tells of himself. None when none is told."""
    told = petition(source)
    if told is None:
        return None
    reasons = part("razones").search(plain(source.text), *told)
    return told[0], reasons.start() if reasons else told[1]


def wanted(source: Source) -> tuple[int, int] | None:
    """The request alone: `asked` from its opening words on ("solicitando que"), without whom it is brought against. None when none is told."""
    told = asked(source)
    if told is None:
        return None
    text = plain(source.text)
    brought = _brings().search(text, *told)
    opens = part("abre").search(text, brought.end() if brought else told[0], told[1])
    return opens.end() if opens else told[0], told[1]


def untold(source: Source) -> bool:
    """Whether the request does not say what it is about: none is opened ("solicitando que"), or it refers to what was asked for elsewhere."""
    told, request = asked(source), wanted(source)
    if told is None or request is None or told == request:
        return True
    return part("remite").search(plain(source.text), request[0], min(request[1], request[0] + _TELLING)) is not None


def informacion_solicitada(source: Source) -> Found[str] | None:
    """One clause of the ruling as it stands, at most forty words, that says what was asked for. None when no sentence tells it."""
    text = plain(source.text)
    if told := _clause(source, text, *(petition(source) or (0, 0)), "abre"):
        return _shown(source, *told, "peticion.demanda", 0.85)
    for section in source.zones("fundamentos"):
        if told := _clause(source, text, section.inicio, section.fin, "delimita"):
            return _shown(source, *told, "peticion.delimitacion", 0.8)
    return None


def _clause(source: Source, text: str, start: int, end: int, key: str) -> tuple[int, int] | None:
    """From the words that open the request to where it ends; a clause that is only about costs or too short is passed over."""
    brought = _brings().search(text, start, end) if key == "abre" else None
    for match in part(key).finditer(text, brought.end() if brought else start, end):
        closing = part("final").search(text, match.end() + 12, end)
        while closing and text[closing.start() - 1 : closing.end()] == ":\n":  # what was asked for stands in the next paragraph
            head = _HEAD.match(text, closing.end(), end)
            closing = part("final").search(text, head.end() if head else closing.end(), end)
        stop = closing.start() if closing else end
        words = text[match.end() : stop].split()
        if len(words) > 4 and not re.match(r"(?:el |la |se )?(?:pago|condena|abono|ordene el pago|declare)", text[match.end() : stop]):
            return match.end(), stop
    return None


def _shown(source: Source, start: int, end: int, rule: str, sure: float) -> Found[str]:
    """The clause, cut at forty words or at the length of evidence, by a comma where there is one."""
    stop = min(end, start + LIMIT)
    words = list(re.finditer(r"\S+", source.text[start:stop]))
    if stop < end or len(words) > _WORDS:
        last = words[min(len(words), _WORDS) - 1].end() if len(words) > _WORDS else words[-2].end()
        comma = source.text.rfind(",", start + last // 2, start + last)
        stop = comma if comma > 0 else start + last
    if tail := part("cola").search(plain(source.text[start:stop])):
        stop = start + tail.start()
    stop = start + len(source.text[start:stop].rstrip(" ,.;:-\n"))
    return Found(source.text[start:stop].strip(" ,.;:-\n").replace("\n", " "), (source.quote(start, stop, rule, sure),))

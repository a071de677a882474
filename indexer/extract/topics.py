"""What kind of information, and what the claimant wants done with it: two axes of models/tables/temas.csv (domain/topics.md). What the respondent
answers tells neither."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from indexer.extract.majority import facts
from indexer.extract.plain import plain
from indexer.extract.request import asked, petition
from indexer.extract.rights import derechos
from indexer.extract.source import Source
from indexer.extract.speakers import answers
from indexer.extract.tables import rows
from models.ruling import Found

VERSION = 3
_PUBLIC, _OWN = "B01", "B02"
_ABOUT_ONESELF = frozenset(["B02", "B06", "B07", "B08"])
"""Seeing, correcting, deleting and keeping back one's own data."""
_OF_THE_APPEAL = frozenset(["B12", "B13"])


@cache
def _topics(axis: str) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple((row["id"], row["donde"], re.compile(row["patron"])) for row in rows("temas.csv") if row["axis"] == axis)


def temas(source: Source) -> tuple[Found[str], ...]:
    """Ids of axis A ("A19") whose words the request uses, in the order they are told; () when the text tells no request."""
    return _found(source, "tema", 0.7)


def pretension(source: Source) -> tuple[Found[str], ...]:
    """Ids of axis B ("B01") whose words the request, the appeal or the lower courts' decisions use, in the order they are told. An appeal about costs
    or the carrying out of a ruling asks for that alone; who asks for copies of his own data (Const. 2.6) wants to see them, not a public document."""
    found = _found(source, "pretension", 0.65)
    if appealed := tuple(one for one in found if one.value in _OF_THE_APPEAL):
        return appealed
    if _PUBLIC not in {one.value for one in found} or {one.value for one in derechos(source)} != {"autodeterminacion_informativa"}:
        return found
    others = tuple(one for one in found if one.value != _PUBLIC)
    own = () if _ABOUT_ONESELF & {one.value for one in others} else tuple(_as(one, _OWN) for one in found if one.value == _PUBLIC)
    return (*own, *others)


def _as(found: Found[str], topic: str) -> Found[str]:
    """The same words under another topic, whose name their evidence carries."""
    return Found(topic, tuple(replace(one, regla=f"temas.{topic}") for one in found.evidence))


def _found(source: Source, axis: str, sure: float) -> tuple[Found[str], ...]:
    text = plain(source.text)
    hits: list[tuple[int, Found[str]]] = []
    answered = answers(source)
    places = {where: tuple(_places(source, where)) for where in ("peticion", "relato", "recurso", "instancias")}
    for topic, where, pattern in _topics(axis):
        for start, end in places[where]:
            said = (
                match for match in pattern.finditer(text, start, end) if not any(first <= match.start() < last for first, last in answered)
            )
            if match := next(said, None):
                hits.append((match.start(), Found(topic, (source.quote(match.start(), match.end(), f"temas.{topic}", sure),))))
                break
    return tuple(found for _, found in sorted(hits, key=lambda one: one[0]))


def _places(source: Source, where: str) -> Iterator[tuple[int, int]]:
    """Where the words of a topic count: the request; the request and what the claimant tells of it (`relato`); the appeal (ASUNTO); or the appeal
    and what the lower courts did."""
    if where == "peticion":
        told = asked(source)
        if told:
            yield told
        return
    if where == "relato":
        if told := petition(source):
            yield told
        return
    for section in source.zones("asunto"):
        yield section.inicio, section.fin
    if where == "instancias":
        for section in facts(source):
            yield section.inicio, section.fin

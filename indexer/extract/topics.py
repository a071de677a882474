"""What kind of information, and what the claimant wants done with it: two axes of models/tables/temas.csv (domain/topics.md)."""

import re
from collections.abc import Iterator
from functools import cache

from indexer.extract.plain import plain
from indexer.extract.request import petition
from indexer.extract.source import Source
from indexer.extract.tables import rows
from models.ruling import Found


@cache
def _topics(axis: str) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple((row["id"], row["donde"], re.compile(row["patron"])) for row in rows("temas.csv") if row["axis"] == axis)


def temas(source: Source) -> tuple[Found[str], ...]:
    """Ids of axis A ("A19") whose words the request uses, in the order they are told; () when the text tells no request."""
    return _found(source, "tema", 0.7)


def pretension(source: Source) -> tuple[Found[str], ...]:
    """Ids of axis B ("B01") whose words the request, the appeal or the lower courts' decisions use, in the order they are told."""
    return _found(source, "pretension", 0.65)


def _found(source: Source, axis: str, sure: float) -> tuple[Found[str], ...]:
    text = plain(source.text)
    hits: list[tuple[int, Found[str]]] = []
    places = {where: tuple(_places(source, where)) for where in ("peticion", "recurso", "instancias")}
    for topic, where, pattern in _topics(axis):
        for start, end in places[where]:
            if match := pattern.search(text, start, end):
                hits.append((match.start(), Found(topic, (source.quote(match.start(), match.end(), f"temas.{topic}", sure),))))
                break
    return tuple(found for _, found in sorted(hits, key=lambda one: one[0]))


def _places(source: Source, where: str) -> Iterator[tuple[int, int]]:
    """Where the words of a topic count: the request; the appeal (ASUNTO); or the appeal and what the lower courts did."""
    if where == "peticion":
        told = petition(source)
        if told:
            yield told
        return
    for section in source.zones("asunto"):
        yield section.inicio, section.fin
    if where == "instancias":
        for section in source.zones("antecedentes"):
            yield section.inicio, section.fin

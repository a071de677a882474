"""What kind of information, and what the claimant wants done with it: two axes of models/tables/temas.csv (domain/topics.md). What the respondent
answers tells neither."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from indexer.extract.majority import facts
from indexer.extract.plain import plain
from indexer.extract.rac import objeto_del_rac
from indexer.extract.request import asked, delimited, informacion_solicitada, petition, untold, wanted
from indexer.extract.rights import derechos
from indexer.extract.source import Source
from indexer.extract.speakers import answers
from indexer.extract.tables import rows
from models.ruling import Found

VERSION = 5
_PUBLIC, _OWN, _SILENCE, _ADMISSION = "B01", "B02", "B04", "B15"
_DONE_TO_DATA = frozenset(["B06", "B07", "B08"])
"""Correcting, deleting and keeping back: who asks for it asks to see nothing."""
_SOMETHING = frozenset(["B01", "B02", "B06", "B07", "B08", "B10", "B11"])
"""What may be wanted of a respondent; who asks in other words for something wants to see it."""
_OF_THE_APPEAL = {"B12": "costos", "B13": "ejecucion"}
"""What only an appeal asks for, by what it is about (objeto_del_rac)."""
_Places = dict[str, tuple[tuple[int, int], ...]]


@cache
def _topics(axis: str) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple((row["id"], row["donde"], re.compile(row["patron"])) for row in rows("temas.csv") if row["axis"] == axis)


def temas(source: Source) -> tuple[Found[str], ...]:
    """Ids of axis A ("A19") whose words the request uses, in the order they are told; where it does not say what it is about ("lo pedido en su
    solicitud"), those that the reasons for it or the Court's delimitation of it use; () when the text tells no request."""
    found = _found(source, "tema", _places(source), 0.7)
    if found or not untold(source):
        return found
    for told in (petition(source), delimited(source)):
        if not found and told:
            found = _found(source, "tema", {"peticion": (told,), "pedido": (told,)}, 0.5)
    return found


def pretension(source: Source) -> tuple[Found[str], ...]:
    """Ids of axis B ("B01") whose words the request, the appeal or the lower courts' decisions use, in the order they are told. Who asks for copies
    of his own data (Const. 2.6) wants to see them, not a public document; an appeal about the carrying out of a ruling asks for that alone."""
    appeal = objeto_del_rac(source)
    found = [one for one in _found(source, "pretension", _places(source), 0.65) if _asked_by(one.value, appeal.value if appeal else None)]
    if appeal and appeal.value == "costos" and all(one.value != "B12" for one in found):
        found.append(_as(appeal, "B12"))
    if _SOMETHING.isdisjoint(one.value for one in found) and (told := informacion_solicitada(source)):
        found = [_as(told, _PUBLIC), *found]
    named = {one.value for one in found}
    if "B13" in named:
        return tuple(one for one in found if one.value == "B13")
    if named & (_DONE_TO_DATA | {_ADMISSION}):
        found = [one for one in found if one.value != _SILENCE]
    if _PUBLIC not in named:
        return tuple(found)
    if named & (_DONE_TO_DATA | {_OWN}) and _only_own(source, named):
        return tuple(one for one in found if one.value != _PUBLIC)
    return tuple(_as(one, _OWN) if one.value == _PUBLIC and _only_own(source, named) else one for one in found)


def _only_own(source: Source, named: set[str]) -> bool:
    """Whether what is asked for is the claimant's own: he says so, or the Court judges by that right alone."""
    return _OWN in named or {one.value for one in derechos(source)} == {"autodeterminacion_informativa"}


def _asked_by(topic: str, appeal: str | None) -> bool:
    return _OF_THE_APPEAL.get(topic, appeal) == appeal


def _as(found: Found[Any], topic: str) -> Found[str]:
    """The same words under another topic, whose name their evidence carries."""
    return Found(topic, tuple(replace(one, regla=f"temas.{topic}") for one in found.evidence))


def _found(source: Source, axis: str, places: _Places, sure: float) -> tuple[Found[str], ...]:
    text = plain(source.text)
    hits: list[tuple[int, Found[str]]] = []
    answered = answers(source)
    for topic, where, pattern in _topics(axis):
        for start, end in places.get(where, ()):
            said = (
                match for match in pattern.finditer(text, start, end) if not any(first <= match.start() < last for first, last in answered)
            )
            if match := next(said, None):
                hits.append((match.start(), Found(topic, (source.quote(match.start(), match.end(), f"temas.{topic}", sure),))))
                break
    return tuple(found for _, found in sorted(hits, key=lambda one: one[0]))


def _places(source: Source) -> _Places:
    """Where the words of a topic count: the request, with whom it is brought against (`peticion`) or without (`pedido`); the request and what the
    claimant tells of it (`relato`); the appeal (ASUNTO); or the appeal and what the lower courts did."""
    appeal = tuple((section.inicio, section.fin) for section in source.zones("asunto"))
    below = tuple((section.inicio, section.fin) for section in facts(source))
    return {
        "peticion": tuple(_told(asked(source))),
        "pedido": tuple(_told(wanted(source))),
        "relato": tuple(_told(petition(source))),
        "recurso": appeal,
        "instancias": (*appeal, *below),
    }


def _told(span: tuple[int, int] | None) -> Iterator[tuple[int, int]]:
    if span:
        yield span

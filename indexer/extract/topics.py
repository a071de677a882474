"""What kind of information, and what the claimant wants done with it: two axes of models/tables/temas.csv (domain/topics.md). What the respondent
answers tells neither."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from indexer.extract.majority import facts
from indexer.extract.plain import plain
from indexer.extract.rac import objeto_del_rac
from indexer.extract.request import asked, delimited, informacion_solicitada, part, petition, untold, wanted
from indexer.extract.rights import derechos
from indexer.extract.source import Source
from indexer.extract.speakers import answers, sentences
from indexer.extract.tables import rows
from models.ruling import Found

VERSION = 6
_PUBLIC, _OWN, _SILENCE, _ADMISSION = "B01", "B02", "B04", "B15"
_DONE_TO_DATA = frozenset(["B06", "B07", "B08"])
"""Correcting, deleting and keeping back: who asks for it asks to see nothing."""
_SOMETHING = frozenset(["B01", "B02", "B06", "B07", "B08", "B10", "B11"])
"""What may be wanted of a respondent; who asks in other words for something wants to see it."""
_OF_THE_RESPONDENT = frozenset(["A26", "A27", "A30", "A39", "A55"])
"""Themes that the name of who is asked gives by itself."""
_OF_THE_APPEAL = {"B12": "costos", "B13": "ejecucion"}
"""What only an appeal asks for, by what it is about (objeto_del_rac)."""
_LETTER = re.compile(r"\[\^?[^\]]*\]|\\.|e")
_Span = tuple[int, int]
_Places = dict[str, tuple[_Span, ...]]


@dataclass(frozen=True, slots=True)
class _Topic:
    """A row of the table: where its words count, which they are, and the weak ones, which count where no topic of `cede` was found."""

    id: str
    donde: str
    patron: re.Pattern[str]
    debil: re.Pattern[str] | None
    cede: frozenset[str]


def _read_as_printed(pattern: str) -> re.Pattern[str]:
    """The pattern with every "e" that stands outside a class also read as "c", as OCR does ("cxpcdiente")."""
    return re.compile(_LETTER.sub(lambda piece: "[ec]" if piece[0] == "e" else piece[0], pattern))


@cache
def _topics(axis: str) -> tuple[_Topic, ...]:
    return tuple(
        _Topic(
            row["id"],
            row["donde"],
            _read_as_printed(row["patron"]),
            _read_as_printed(row["debil"]) if row["debil"] else None,
            frozenset(row["cede"].split()),
        )
        for row in rows("temas.csv")
        if row["axis"] == axis
    )


def temas(source: Source) -> tuple[Found[str], ...]:
    """Ids of axis A ("A19") whose words the request uses, in the order they are told; where it does not say what it is about ("lo pedido en su
    solicitud"), also those that the claimant's account of it or the Court's delimitation of it uses; () when the text tells no request."""
    places = _places(source)
    found = _themes(source, places, 0.7)
    if not untold(source):
        return found
    for told in (*_requests(source), delimited(source)):
        if told and not _of_the_matter(found):
            more = _themes(source, {"peticion": (told,), "pedido": (told,)}, 0.5)
            found = (*found, *(one for one in more if one.value not in {known.value for known in found}))
    return found


def _requests(source: Source) -> Iterator[_Span]:
    """The sentences of the claimant's account that tell of his asking, each from the word for it on; one that a list follows with it."""
    text = plain(source.text)
    told = petition(source)
    for start, end in sentences(text, *told) if told else ():
        if asks := part("pidio").search(text, start, end):
            yield asks.start(), told[1] if told and text[start:end].rstrip().endswith(":") else end


def _of_the_matter(found: tuple[Found[str], ...]) -> bool:
    """Whether a theme tells more than who was asked."""
    return any(one.value not in _OF_THE_RESPONDENT for one in found)


def _themes(source: Source, places: _Places, sure: float) -> tuple[Found[str], ...]:
    """The themes whose own words are told, and those whose weak words are, where nothing that explains them better was found."""
    found = _found(source, "tema", places, sure)
    named = {one.value for one in found}
    weak = {topic.id for topic in _topics("tema") if topic.debil and topic.id not in named and named.isdisjoint(topic.cede)}
    return (*found, *_found(source, "tema", places, sure - 0.1, weak)) if weak else found


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


def _found(source: Source, axis: str, places: _Places, sure: float, weak: Collection[str] | None = None) -> tuple[Found[str], ...]:
    """The topics of an axis whose words stand in their places, in text order; by their weak words only, and of those ids, where `weak` is given."""
    text = plain(source.text)
    hits: list[tuple[int, Found[str]]] = []
    passed = (*answers(source), *_attributes(text, places))
    for topic in _topics(axis):
        pattern = topic.patron if weak is None else topic.debil
        if pattern is None or (weak is not None and topic.id not in weak):
            continue
        for start, end in places.get(topic.donde, ()):
            said = (
                match for match in pattern.finditer(text, start, end) if not any(first <= match.start() < last for first, last in passed)
            )
            if match := next(said, None):
                hits.append((match.start(), Found(topic.id, (source.quote(match.start(), match.end(), f"temas.{topic.id}", sure),))))
                break
    return tuple(found for _, found in sorted(hits, key=lambda one: one[0]))


def _attributes(text: str, places: _Places) -> Iterator[_Span]:
    """What a list is to say of each item ("incluyendo los siguientes datos: …") is not what is asked about."""
    for start, end in places.get("peticion", ()):
        yield from (match.span() for match in part("atributos").finditer(text, start, end))


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

"""Who speaks in each sentence of the facts: the claimant, the respondent, a court (models/tables/defensas.toml [quien]; domain.md §3)."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal

from indexer.extract.majority import facts
from indexer.extract.plain import plain
from indexer.extract.source import Source
from indexer.extract.tables import keys, phrases

VERSION = 4
_FILE = "defensas.toml"
_SENTENCE = re.compile(
    r"\n|\.(?=\s)(?<!\b[a-z]\.)(?<!\bdr\.)(?<!\bdra\.)(?<!\bsr\.)(?<!\bart\.)(?<!\bnro\.)(?<!\bexp\.)(?<!\binc\.)(?<!\bcfr\.)(?<!\bf[sf]\.)"
)
Speaker = Literal["demandante", "entidad", "tribunal"]


@cache
def _part(key: str) -> re.Pattern[str]:
    return re.compile(phrases(_FILE, "quien", key)[0])


def answers(source: Source) -> tuple[tuple[int, int], ...]:
    """The sentences of the facts in which the respondent speaks, in text order: offsets of the text."""
    return tuple((start, end) for start, end, speaker in _spoken(source) if speaker == "entidad")


def others(source: Source) -> tuple[tuple[int, int], ...]:
    """The sentences of the facts in which somebody else than the claimant speaks, in text order: the respondent, a court."""
    return tuple((start, end) for start, end, speaker in _spoken(source) if speaker != "demandante")


def _spoken(source: Source) -> tuple[tuple[int, int, Speaker], ...]:
    return _told(plain(source.text), tuple((section.inicio, section.fin) for section in facts(source)))


@lru_cache(maxsize=8)
def _told(text: str, stretches: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int, Speaker], ...]:
    """Kept for the few readers of one ruling: defences, rights, topics."""
    found: list[tuple[int, int, Speaker]] = []
    for first, last in stretches:
        speaker: Speaker = "demandante"
        for start, end in sentences(text, first, last):
            speaker = _speaker(text, start, end, speaker)
            found.append((start, end, speaker))
    return tuple(found)


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a stretch of plain text, offsets of the text; a line's end ends one."""
    place = start
    for stop in _SENTENCE.finditer(text, start, end):
        if stop.start() > place:
            yield place, stop.start()
        place = stop.end()
    if place < end:
        yield place, end


def _speaker(text: str, start: int, end: int, before: Speaker) -> Speaker:
    """Who speaks in a sentence: who is named as speaking, else whoever spoke in the sentence before."""
    if before == "demandante" and (_part("sigue").match(text, start, end) or _part("demanda").search(text, start, end)):
        return "demandante"
    contests = _part("contesta").search(text, start, end)
    court = _part("tribunal").search(text, start, min(end, start + 220))
    if court and _decides().search(text, court.start(), end) and not (contests and contests.start() < court.start()):
        return "tribunal"
    if _part("demandante").match(text, start, end):
        return "demandante"
    if contests:
        return "entidad"
    if _part("recurre").search(text, start, end):
        return "demandante"
    # A party named in passing by a court or in the demand does not speak; one that opens a paragraph and says something does.
    opens = text[start - 1 : start] in ("", "\n") and _part("sujeto").match(text, start, end)
    says = opens and any(_part(key).search(text, opens.end(), end) for key in ("alega", "pide"))
    return "entidad" if says else before


@cache
def _decides() -> re.Pattern[str]:
    verbs = [phrases("cortes.toml", "verbos", key)[0] for key in keys("cortes.toml", "verbos")]
    return re.compile("|".join([*verbs, phrases("cortes.toml", "marcas", "tramite")[0]]))

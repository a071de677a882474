"""What the respondent answered, as codes of a closed list, and whether the Court took it (domain.md §10; models/tables/defensas.toml).

The facts are read sentence by sentence for who speaks in each: the claimant, the respondent, a court. Only what the respondent says is a defence.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal

from indexer.extract.majority import facts
from indexer.extract.plain import plain
from indexer.extract.source import Source
from indexer.extract.tables import keys, phrases
from models.ruling import Ambito, Defensa, Found

VERSION = 3
_FILE = "defensas.toml"
ENTIDAD = "entidad"
"""Who raised it: the respondent."""
_OTHER = "otra"
_SENTENCE = re.compile(
    r"\n|\.(?=\s)(?<!\b[a-z]\.)(?<!\bdr\.)(?<!\bdra\.)(?<!\bsr\.)(?<!\bart\.)(?<!\bnro\.)(?<!\bexp\.)(?<!\binc\.)(?<!\bcfr\.)(?<!\bf[sf]\.)"
)
_Speaker = Literal["demandante", "entidad", "tribunal"]


def _filled(pattern: str) -> str:
    """A pattern of the table with its {words} put in."""
    while "{" in pattern and (named := re.search(r"\{([a-z]+)\}", pattern)):
        pattern = pattern.replace(named[0], phrases(_FILE, "palabras", named[1])[0])
    return pattern


@cache
def _codes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, re.compile("|".join(map(_filled, phrases(_FILE, "defensas", code))))) for code in keys(_FILE, "defensas"))


@cache
def _part(section: str, key: str) -> re.Pattern[str]:
    return re.compile(phrases(_FILE, section, key)[0])


def defensas(source: Source, ambito: Ambito | None = None) -> tuple[Found[Defensa], ...]:
    """Each defence of the answer to the demand once, in the order of the answer; `aceptada` None where the decision does not tell, as one on
    the costs alone (`ambito`). An answer with reasons that are none of the list's is "otra"."""
    text = plain(source.text)
    seen: dict[str, tuple[int, int]] = {}
    said: tuple[int, int] | None = None
    bare: re.Match[str] | None = None
    for start, end in answers(source):
        for code, pattern in _codes():
            if code not in seen and (match := pattern.search(text, start, end)):
                seen[code] = (match.start(), match.end())
        bare = bare or _part("motivos", "desnuda").search(text, start, end)
        if said is None and (verb := _part("quien", "alega").search(text, start, end)):
            said = (verb.start(), end)
    if bare and seen.keys().isdisjoint(phrases(_FILE, "motivos", "codigos")):
        seen.setdefault(_OTHER, bare.span())
    if not seen and said:
        seen[_OTHER] = said
    outcome = None if ambito == "costos" else _outcome(source, text)
    found = []
    for code, (start, end) in sorted(seen.items(), key=lambda one: one[1]):
        taken = _taken(source, text, code, outcome, len(seen) == 1)
        found.append(Found(Defensa(code, ENTIDAD, taken), (source.quote(start, end, f"defensas.{code}", 0.75),)))
    return tuple(found)


def excepciones_invocadas(found: tuple[Found[Defensa], ...]) -> tuple[Found[str], ...]:
    """The codes of what the respondent raised, from `defensas`."""
    return tuple(Found(one.value.codigo, one.evidence) for one in found if one.value.quien == ENTIDAD)


def answers(source: Source) -> tuple[tuple[int, int], ...]:
    """The sentences of the facts in which the respondent speaks, in text order: offsets of the text."""
    return _answers(plain(source.text), tuple((section.inicio, section.fin) for section in facts(source)))


@lru_cache(maxsize=8)
def _answers(text: str, stretches: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Kept for the few readers of one ruling: defences, rights, topics."""
    found: list[tuple[int, int]] = []
    for first, last in stretches:
        speaker: _Speaker = "demandante"
        for start, end in _sentences(text, first, last):
            speaker = _speaker(text, start, end, speaker)
            if speaker == "entidad":
                found.append((start, end))
    return tuple(found)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    place = start
    for stop in _SENTENCE.finditer(text, start, end):
        if stop.start() > place:
            yield place, stop.start()
        place = stop.end()
    if place < end:
        yield place, end


def _speaker(text: str, start: int, end: int, before: _Speaker) -> _Speaker:
    """Who speaks in a sentence: who is named as speaking, else whoever spoke in the sentence before."""
    contests = _part("quien", "contesta").search(text, start, end)
    court = _part("quien", "tribunal").search(text, start, min(end, start + 220))
    if court and _decides().search(text, court.start(), end) and not (contests and contests.start() < court.start()):
        return "tribunal"
    if _part("quien", "demandante").match(text, start, end):
        return "demandante"
    if contests:
        return "entidad"
    if _part("quien", "recurre").search(text, start, end):
        return "demandante"
    # A party named in passing by a court or in the demand does not speak; one that opens a paragraph and says something does.
    opens = text[start - 1 : start] in ("", "\n") and _part("quien", "sujeto").match(text, start, end)
    says = opens and any(_part("quien", key).search(text, opens.end(), end) for key in ("alega", "pide"))
    return "entidad" if says else before


@cache
def _decides() -> re.Pattern[str]:
    verbs = [phrases("cortes.toml", "verbos", key)[0] for key in keys("cortes.toml", "verbos")]
    return re.compile("|".join([*verbs, phrases("cortes.toml", "marcas", "tramite")[0]]))


def _outcome(source: Source, text: str) -> Literal["concede", "rechaza", "cesa"] | None:
    """Whether the decision grants the demand whole, rejects it whole or finds its matter gone; None when it does none, or is not found."""
    for section in source.zones("fallo"):
        reformed = _part("decision", "reforma").search(text, section.inicio, section.fin)
        start = reformed.end() if reformed else section.inicio
        if _part("decision", "parte").search(text, start, section.fin):
            return None
        grants = _part("decision", "concede").search(text, start, section.fin)
        rejects = _part("decision", "rechaza").search(text, start, section.fin)
        if rejects and not grants and _part("decision", "cesa").search(text, start, section.fin):
            return "cesa"
        if bool(grants) != bool(rejects):
            return "concede" if grants else "rechaza"
    return None


def _taken(source: Source, text: str, code: str, outcome: str | None, alone: bool) -> Literal["si", "no"] | None:
    """ "no" where all was granted; "si" where all was rejected, no other defence was raised and the reasons speak of this one, and for "already
    delivered" where the matter is gone; else unknown."""
    if outcome == "concede":
        return "no"
    if outcome == "cesa":
        return "si" if code == "ya_entregada" else None
    reasons = source.zones("fundamentos")
    pattern = dict(_codes())[code]
    if outcome == "rechaza" and alone and any(pattern.search(text, section.inicio, section.fin) for section in reasons):
        return "si"
    return None

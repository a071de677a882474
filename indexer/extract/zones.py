"""The zones of a ruling, by its headings: header, asunto, antecedentes, fundamentos, fallo, closing, each vote, razón, footnotes.

The rules follow domain.md §3 (order of parts) and §6 (what a razón and the votes are). Only the text's own headings open a zone: after the
first vote nothing but another vote does, because votes repeat the whole ruling, headings included.
"""

import re
from dataclasses import dataclass
from functools import cache

from indexer.extract.lines import TABLE, Line, closes, heading, is_name, is_signature, lines, opens_vote, run_in_heading
from indexer.extract.tables import phrases
from models.document import DocumentText
from models.ids import spellings
from models.ruling import Seccion, Zona

VERSION = 3


@dataclass(slots=True)
class _Cut:
    """A place where a zone begins."""

    zone: Zona
    start: int
    title: str | None = None


def zones(document: DocumentText) -> tuple[Seccion, ...]:
    """The sections in text order, side by side from the first character to the last; an empty text has none."""
    text = document.text
    every = list(lines(text))
    if not every:
        return ()
    cuts = [_Cut("caratula", 0), *_body(text, every)]
    notes = _notes(document)
    end = notes if notes is not None else len(text)
    sections = []
    for cut, after in zip(cuts, [*cuts[1:], None], strict=True):
        stop = min(after.start if after else end, end)
        if stop > cut.start:
            sections.append(Seccion(cut.zone, cut.start, stop, cut.title))
    if notes is not None and notes < len(text):
        sections.append(Seccion("notas", notes, len(text)))
    return tuple(sections)


def _notes(document: DocumentText) -> int | None:
    """Where the footnotes begin, when they stand together at the end; None otherwise."""
    if not document.notas:
        return None
    first = min(note.inicio for note in document.notas)
    covered = sum(note.fin - note.inicio for note in document.notas)
    return first if covered >= 0.5 * (len(document.text) - first) else None


def _body(text: str, every: list[Line]) -> list[_Cut]:
    """The cuts after the header: first the parts of the decision, then what follows its signature."""
    cuts: list[_Cut] = []
    place = 0
    while place < len(every):
        line = every[place]
        state = cuts[-1].zone if cuts else "caratula"
        if state in ("pie", "voto") and heading(line) == "razon" and _foreign(text, line):
            cuts.append(_Cut("pie", line.start, _printed(text, line)))
            break
        if opens_vote(line) and _vote_may_open(cuts, every, place):
            title, place = _title(text, every, place)
            cuts.append(_Cut("voto", line.start, title))
            continue
        found = _zone_of(text, line, state, cuts)
        if found and found != state:
            cuts.append(_Cut(found, line.start, _printed(text, line)))
        if state in ("asunto", "antecedentes", "fundamentos") and (decision := _decision(every, place)) is not None:
            start, after = decision
            cuts.append(_Cut("fallo", _formula_before(text, every, start), _printed(text, every[place])))
            place = _close(every, after)
            if place < len(every):
                cuts.append(_Cut("pie", every[place].start))
            continue
        place += 1
    return _with_facts(every, _with_reasons(every, _with_decision(text, every, cuts)))


def _foreign(text: str, line: Line) -> bool:
    """Whether a razón after the decision belongs to another case, whose pages the file carries along (irregularities.md §1): no vote of theirs counts."""
    own, theirs = (
        next((one for one in spellings(piece) if one.code), None) for piece in (text[:_HEADER], text[line.end : line.end + _HEADER])
    )
    return own is not None and theirs is not None and (own.number, own.year) != (theirs.number, theirs.year)


_HEADER = 600
"""Characters from the head of a ruling, or of a razón, in which its case is named."""


def _printed(text: str, line: Line) -> str | None:
    words = text[line.start : line.end].strip()
    return words if len(words) <= 120 else None


def _vote_may_open(cuts: list[_Cut], every: list[Line], place: int) -> bool:
    """A vote's heading counts after the decision, under a razón, or where no body has begun; inside the reasons it is a quotation."""
    state = cuts[-1].zone if cuts else "caratula"
    if state in ("pie", "voto", "razon", "caratula"):
        return True
    return any(is_signature(line) for line in every[max(0, place - 12) : place])


def _zone_of(text: str, line: Line, state: str, cuts: list[_Cut]) -> Zona | None:
    """The zone that this line opens, None when it opens none."""
    found = heading(line) or run_in_heading(text, line)
    seen = {cut.zone for cut in cuts}
    if found == "razon":
        return "razon" if state == "caratula" else None
    if found == "titulo":
        return "caratula" if state == "razon" or (state == "voto" and "fallo" not in seen) else None
    if state == "voto" or state in ("fallo", "pie"):
        return None
    order: tuple[Zona, ...] = ("asunto", "antecedentes", "fundamentos")
    if found in order:
        past = max((order.index(zone) for zone in seen if zone in order), default=-1)
        here = order.index(found)
        return order[here] if here > past or (state == "asunto" and found == "asunto") else None
    return None


@cache
def _formula() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, phrases(TABLE, "formula", "frases"))))


@cache
def verb() -> re.Pattern[str]:
    """The verb after which the decision begins, in plain text."""
    ways = "|".join(way.replace(" ", r"\s?") for way in phrases(TABLE, "formula", "verbos"))
    return re.compile(rf"(?<![a-z])(?:[h1il]{{1,3}}a\s?resuelto|{ways})(?![a-z])[^\S\n]*[,:;.]?")


def _decision(every: list[Line], place: int) -> tuple[int, int] | None:
    """(line where the decision begins, line from which its end is sought), when the line `place` says so; None otherwise.

    The verb stands alone on its line, or ends the formula "Por estos fundamentos…", or was lost under it. A quotation in the reasons has the
    verb without the formula, or is followed by the real one before any signature.
    """
    line = every[place]
    formula = _formula().match(line.plain.lstrip(" \"'“0123456789.-"))
    said = verb().search(line.plain) if formula else None
    lost = formula and not said and place + 1 < len(every) and _declares(every[min(place + 2, len(every) - 1)], every[place + 1])
    if not (heading(line) == "fallo" or (said and said.start() < 600) or lost) or _decides_again(every, place + 1):
        return None
    start = place
    for before in range(place - 1, max(-1, place - 4), -1):
        if _formula().match(every[before].plain.lstrip(" \"'“")) or heading(every[before]) == "fallo":
            start = before
        elif start != place:
            break
    return start, place + 1


def _formula_before(text: str, every: list[Line], start: int) -> int:
    """Where the decision begins: at its first line, else at the formula that the line before it ends with, joined by the reader."""
    if start and not _formula().match(every[start].plain.lstrip(" \"'“")):
        line = every[start - 1]
        found = list(_formula().finditer(line.plain))
        for match in found[:1]:
            tail = line.plain[match.start() :]
            if text[line.start + match.start()].isupper() and "tribunal" in tail and len(tail) < 240 and "." not in tail.rstrip(" .,:"):
                return line.start + match.start()
    return every[start].start


def _declares(*near: Line) -> bool:
    """Whether one of the lines under a formula declares, confirms or revokes: its verb of decision was lost."""
    return any(
        re.match(r"\W{0,3}(?:1\W{1,3})?(?:d?eclara|confirma|revoca|resolv|fundad|infundad|improced|orden|dispon)", line.plain)
        for line in near
    )


def _decides_again(every: list[Line], place: int) -> bool:
    """Whether, before any signature, another line opens the decision: then this one was only quoted (or is the title FALLO above it)."""
    for line in every[place:]:
        if is_signature(line) or closes(line):
            return False
        if heading(line) == "fallo" and (line.capitals or line.letters in ("haresuelto", "resuelve")):
            return True
    return False


def _close(every: list[Line], place: int) -> int:
    """The line that ends the decision: Publíquese, SS., a column of magistrates' names or a vote; the length when nothing does."""
    for here in range(place, len(every)):
        line = every[here]
        names = is_name(line) and here + 1 < len(every) and is_name(every[here + 1])
        if is_signature(line) or closes(line) or names or opens_vote(line):
            return here
    return len(every)


def _title(text: str, every: list[Line], place: int) -> tuple[str, int]:
    """The vote's heading, its following lines in capitals joined, and the line after it."""
    parts = [text[every[place].start : every[place].end].strip()]
    place += 1
    while (
        place < len(every) and len(parts) < 8 and every[place].capitals and not opens_vote(every[place]) and heading(every[place]) is None
    ):
        if is_signature(every[place]):
            break
        parts.append(text[every[place].start : every[place].end].strip())
        place += 1
    return " ".join(parts), place


def _with_decision(text: str, every: list[Line], cuts: list[_Cut]) -> list[_Cut]:
    """Where every heading before the decision was lost, the decision is still found by its verb."""
    if any(cut.zone in ("fallo", "voto", "asunto", "antecedentes", "fundamentos") for cut in cuts):
        return cuts
    for place in range(len(every)):
        if (decision := _decision(every, place)) is not None:
            start, after = decision
            kept = [cut for cut in cuts if cut.start < every[start].start]
            kept.append(_Cut("fallo", every[start].start, _printed(text, every[place])))
            close = _close(every, after)
            return [*kept, _Cut("pie", every[close].start)] if close < len(every) else kept
    return cuts


def _with_reasons(every: list[Line], cuts: list[_Cut]) -> list[_Cut]:
    """Where the heading FUNDAMENTOS was lost, the reasons begin at the paragraph numbered 1 that is followed by a 2 before the decision."""
    zones_seen = [cut.zone for cut in cuts]
    if "fundamentos" in zones_seen or "fallo" not in zones_seen or not {"asunto", "antecedentes"} & set(zones_seen):
        return cuts
    decision = zones_seen.index("fallo")
    if decision == 0:
        return cuts
    inside = [line for line in every if cuts[decision - 1].start < line.start < cuts[decision].start]
    ones = [line for line in inside if re.match(r"\W{0,2}[1il]\s?[.)-]", line.plain)]
    for one in ones:
        if any(line.start > one.start and re.match(r"\W{0,2}2\s?[.)-]", line.plain) for line in inside):
            return [*cuts[:decision], _Cut("fundamentos", one.start), *cuts[decision:]]
    return cuts


def _with_facts(every: list[Line], cuts: list[_Cut]) -> list[_Cut]:
    """Where the heading ANTECEDENTES was lost (or printed as a second ASUNTO), the facts begin at their sub-heading or where the suit is told."""
    zones_seen = [cut.zone for cut in cuts]
    if "antecedentes" in zones_seen or "asunto" not in zones_seen:
        return cuts
    asunto = zones_seen.index("asunto")
    end = cuts[asunto + 1].start if asunto + 1 < len(cuts) else every[-1].end
    inside = [line for line in every if cuts[asunto].start < line.start < end]
    for line in inside[1:] if _heading_alone(every, cuts[asunto].start) else inside:
        if heading(line) == "asunto" or line.letters in phrases(TABLE, "hechos", "subtitulos") or _sued().match(line.plain):
            return [*cuts[: asunto + 1], _Cut("antecedentes", line.start), *cuts[asunto + 1 :]]
    return cuts


def _heading_alone(every: list[Line], start: int) -> bool:
    """Whether the line at `start` is a heading and nothing else: then the paragraph under it is still its own."""
    return any(line.start == start and heading(line) for line in every)


@cache
def _sued() -> re.Pattern[str]:
    return re.compile("|".join(phrases(TABLE, "hechos", "comienzos")))

"""The numbered paragraphs: "16" is the majority's sixteenth, "v1.3" the third of the first vote in print order.

A number that is missing or printed twice is nobody's: it makes no Fundamento but an Advertencia (contracts.md §5, "Numbers"), because a wrong
pin-cite is worse than none. Lists inside a paragraph restart at 1 and are told from the sequence by the longest rising chain.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.ruling import Advertencia, Fundamento, Seccion

VERSION = 2

_NUMBER = re.compile(
    r"^[ \t]{0,8}(?:[\"“*•—-]\s?)?(?:§\s*)?(?P<n>\d{1,3}|[lI](?=\s?[.)-]))\s?(?:\.\s?[-–—]|[.)º°]|[-–—](?=\s))\s{0,4}(?=[\"“«‘'(\[¿¡A-ZÁÉÍÓÚÑa-záéíóúñ])",
    re.MULTILINE,
)
_SIGNATURE = re.compile(r"^\W{0,3}(?:S\W{0,2}S?\W{0,2}|Sr[as]?\W{0,2})$", re.MULTILINE)
"""A vote ends at its signature; what stands below is names and seals."""
_SUBHEADING = re.compile(r"[^.;:,»”\"\n]{3,120}\Z")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A number at the head of a paragraph."""

    number: int
    start: int


def fundamentos(text: str, zonas: Sequence[Seccion]) -> tuple[tuple[Fundamento, ...], tuple[Advertencia, ...]]:
    """The numbered paragraphs of the majority and of each vote, in text order, and what is wrong with their numbers."""
    found: list[Fundamento] = []
    warnings: list[Advertencia] = []
    majority = [zone for zone in zonas if zone.zona == "fundamentos"]
    if majority:
        some, lost = _numbered(text, majority[0].inicio, majority[-1].fin, "")
        found += some
        warnings += lost
    for order, vote in enumerate((zone for zone in zonas if zone.zona == "voto"), 1):
        signed = _SIGNATURE.search(text, vote.inicio, vote.fin)
        some, lost = _numbered(text, vote.inicio, signed.start() if signed else vote.fin, f"v{order}.")
        found += some
        warnings += lost
    return tuple(sorted(found, key=lambda one: one.inicio)), tuple(warnings)


def _numbered(text: str, start: int, end: int, prefix: str) -> tuple[list[Fundamento], list[Advertencia]]:
    """The numbered paragraphs of one stretch."""
    marks = [_Mark(1 if match["n"] in "lI" else int(match["n"]), match.start()) for match in _NUMBER.finditer(text, start, end)]
    chain = _chain(marks)
    if len(chain) < 2 and (not chain or chain[0].number != 1):
        return [], []
    chain = _with_damaged(text, chain)
    double = _doubles(marks, chain)
    bounds = [*(mark.start for mark in chain[1:]), end]
    found = [
        Fundamento(f"{prefix}{mark.number}", mark.start + len(_blanks(text, mark.start)), _tail(text, mark.start, bound))
        for mark, bound in zip(chain, bounds, strict=True)
        if mark.number not in double
    ]
    have = {mark.number for mark in chain}
    missing = [number for number in range(1, chain[-1].number) if number not in have]
    return found, [*_warn(prefix, missing, "no se encontró"), *_warn(prefix, sorted(double), "está impreso dos veces")]


def _warn(prefix: str, numbers: Sequence[int], what: str) -> list[Advertencia]:
    return [
        Advertencia("fundamentos", f"El fundamento {prefix}{number} {what} en el texto: no se cita.", (f"{prefix}{number}",))
        for number in numbers
    ]


def _chain(marks: Sequence[_Mark]) -> list[_Mark]:
    """The best rising chain: each step to the next number counts most, a gap of up to four is allowed and costs."""
    best: list[tuple[float, int]] = []
    listed = _restarted(marks)
    for here, mark in enumerate(marks):
        score, back = (1.0 if mark.number == 1 else 0.2 if mark.number <= 3 else -1.0), -1
        for before in range(here):
            step = mark.number - marks[before].number
            if not 1 <= step <= 5:
                continue
            gained = best[before][0] + (2.0 if step == 1 else 1.0 - 0.4 * step)
            if gained >= score:
                score, back = gained, before
        best.append((score - 0.1 * (here in listed), back))
    if not best:
        return []
    at = max(range(len(best)), key=lambda place: (best[place][0], -place))
    chain: list[_Mark] = []
    while at >= 0:
        chain.append(marks[at])
        at = best[at][1]
    return chain[::-1]


def _with_damaged(text: str, chain: Sequence[_Mark]) -> list[_Mark]:
    """The chain, and in its gaps the numbers that OCR damaged or that a line was joined before: only where one place alone can be meant."""
    whole: list[_Mark] = []
    for before, after in zip(chain, [*chain[1:], None], strict=True):
        whole.append(before)
        if after is None or after.number == before.number + 1:
            continue
        at = before.start + len(str(before.number)) + 1
        for number in range(before.number + 1, after.number):
            alone = after.number == before.number + 2
            if (start := _damaged(text, at, after.start, number, alone=alone)) is not None:
                whole.append(_Mark(number, start))
                at = start + 1
    return whole


def _damaged(text: str, start: int, end: int, number: int, *, alone: bool) -> int | None:
    """Where a missing number stands between its neighbours; None when no place or more than one could be it.

    "5.1 Por" or "5 Por" at the head of a paragraph, the number inside a line after a full stop, and, where it is the only number missing, a
    head like "B." or "0.": a digit misread.
    """
    whole = [match.start("n") for match in re.compile(_WHOLE.format(number), re.MULTILINE).finditer(text, start, end)]
    if whole or not alone:
        return whole[0] if len(whole) == 1 else None
    misread = [match.start() for match in _MISREAD.finditer(text, start, end)]
    return misread[0] if len(misread) == 1 else None


_WHOLE = (
    r"(?:^[^\w\n]{{0,3}}|(?:[a-záéíóúñ]{{4}}|\d{{4}}|[)\]»”\"])[.:;]?[)\]»”\"]?[.:;]\s)(?P<n>{0}\b(?!\.[02-9])(?:\.1(?!\d))?[.)|]{{0,2}}\s{{0,2}})"
    r"(?=[A-ZÁÉÍÓÚÑ][a-záéíóúñ]*\s[a-záéíóúñ])"
)
_MISREAD = re.compile(r"^(?:0|[BSGOZ]|[lI1]\s?[\dBSOlI])\s?[.)]\s{1,3}(?=[A-ZÁÉÍÓÚÑ][^\n]{150})", re.MULTILINE)
"""A letter or zero where a digit stood; what follows is a paragraph and no sub-heading "B. Análisis"."""


def _restarted(marks: Sequence[_Mark]) -> set[int]:
    """Places of marks that follow a second 1 without a break: rather a list inside a paragraph than the sequence itself."""
    listed: set[int] = set()
    wanted = 0
    for place, mark in enumerate(marks):
        if place and mark.number == 1:
            wanted = 1
        if wanted and mark.number == wanted:
            listed.add(place)
            wanted += 1
        else:
            wanted = 0
    return listed


def _doubles(marks: Sequence[_Mark], chain: Sequence[_Mark]) -> set[int]:
    """Numbers of the chain that are printed once more between it and its neighbours and belong to no list that starts at 1."""
    double = set()
    taken = {mark.start for mark in chain}
    for place, mark in enumerate(chain):
        low = chain[place - 1].start if place else -1
        high = chain[place + 1].start if place + 1 < len(chain) else None
        between = [one for one in marks if low < one.start and (high is None or one.start < high) and one.start not in taken]
        if mark.number > 1 and any(one.number == mark.number and not _listed(between, one) for one in between):
            double.add(mark.number)
    return double


def _listed(between: Sequence[_Mark], one: _Mark) -> bool:
    """Whether the mark continues a list: a mark with the number before it stands earlier in the same gap."""
    return any(other.number == one.number - 1 and other.start < one.start for other in between)


def _blanks(text: str, start: int) -> str:
    found = re.compile(r"[ \t]*").match(text, start)
    return found[0] if found else ""


def _tail(text: str, start: int, bound: int) -> int:
    """The end of the paragraph, without blanks and without the sub-headings of what follows."""
    end = start + len(text[start:bound].rstrip())
    while (line := text.rfind("\n", start, end)) > start:
        last = text[line + 1 : end]
        if not _SUBHEADING.match(last.strip()) or last.strip()[:1].islower():
            break
        end = start + len(text[start:line].rstrip())
    return end

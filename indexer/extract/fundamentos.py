"""The numbered paragraphs: "16" is the majority's sixteenth, "v1.3" the third of the first vote in print order.

A number that is missing or printed twice is nobody's: it makes no Fundamento but an Advertencia (contracts.md §5, "Numbers"), because a wrong
pin-cite is worse than none. Lists inside a paragraph restart at 1 and are told from the sequence by the longest rising chain.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.extract.lines import heading, lines
from indexer.extract.lost_numbers import How, Mark, is_quoted, with_lost
from models.ruling import Advertencia, Evidencia, Fundamento, Seccion

VERSION = 3

_NUMBER = re.compile(
    r"^[ \t]{0,8}(?:[\"“*•—-]\s?)?(?:§\s*)?(?P<n>\d{1,3}|[lI](?=\s?[.)-]))\s?(?:\.\s?[-–—]|[.)º°]|[-–—](?=\s))\s{0,4}(?=[\"“«‘'(\[¿¡A-ZÁÉÍÓÚÑa-záéíóúñ])",
    re.MULTILINE,
)
_SIGNATURE = re.compile(r"^\W{0,3}(?:S\W{0,2}S?\W{0,2}|Sr[as]?\W{0,2})$", re.MULTILINE)
"""A vote ends at its signature; what stands below is names and seals."""
_SUBHEADING = re.compile(r"(?:[IVX]{1,4}\.?|[^.;:,»”\"\n]{3,120})\Z")


def fundamentos(
    text: str, zonas: Sequence[Seccion], *, scanned: bool = True
) -> tuple[tuple[Fundamento, ...], tuple[Advertencia, ...], dict[str, tuple[Evidencia, ...]]]:
    """The numbered paragraphs of the majority and of each vote, in text order, what is wrong with their numbers, and the evidence of those whose
    number was not printed whole. `scanned`: see lost_numbers.with_lost."""
    stretches = [(_majority(text, zonas), "")] if any(zone.zona == "fundamentos" for zone in zonas) else []
    for order, vote in enumerate((zone for zone in zonas if zone.zona == "voto"), 1):
        signed = _SIGNATURE.search(text, vote.inicio, vote.fin)
        stretches.append((_Stretch(vote.inicio, signed.start() if signed else vote.fin), f"v{order}."))
    numbered: list[tuple[Fundamento, How]] = []
    warnings: list[Advertencia] = []
    for stretch, prefix in stretches:
        some, lost = _numbered(text, stretch, prefix, scanned=scanned)
        numbered += some
        warnings += lost
    numbered.sort(key=lambda one: one[0].inicio)
    evidence: dict[str, tuple[Evidencia, ...]] = {
        f"fundamentos[{place}]": (_evidence(one, how),) for place, (one, how) in enumerate(numbered) if how != "impreso"
    }
    return tuple(one for one, _ in numbered), tuple(warnings), evidence


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Where numbers are read; `first`: the number it begins with, where an earlier part of the ruling is numbered in the same row."""

    start: int
    end: int
    first: int = 1


def _majority(text: str, zonas: Sequence[Seccion]) -> _Stretch:
    """The reasons of the majority; some rulings number their antecedentes in one row with them."""
    own = [zone for zone in zonas if zone.zona == "fundamentos"]
    told = [zone for zone in zonas if zone.zona == "antecedentes" and zone.fin <= own[0].inicio]
    row = _chain(_marks(text, told[0].inicio, told[-1].fin)) if told else []
    first = row[-1].number + 1 if len(row) > 1 and row[0].number == 1 else 1
    marks = _chain(_marks(text, own[0].inicio, own[-1].fin)) if first > 1 else []
    return _Stretch(own[0].inicio, own[-1].fin, first if marks and marks[0].number == first else 1)


def _evidence(one: Fundamento, how: How) -> Evidencia:
    """The words at the head of a fundamento whose number is damaged or known by its place alone."""
    return Evidencia("texto", f"fundamentos.{how}", 0.85 if how == "danado" else 0.7, one.inicio, min(one.fin, one.inicio + _HEAD))


_HEAD = 40
"""Characters of a fundamento's head that its evidence shows."""


def _marks(text: str, start: int, end: int) -> list[Mark]:
    """The numbers at the heads of paragraphs, those of quoted provisions left out."""
    found = (Mark(1 if match["n"] in "lI" else int(match["n"]), match.start()) for match in _NUMBER.finditer(text, start, end))
    return [mark for mark in found if not is_quoted(text, mark.start)]


def _numbered(text: str, stretch: _Stretch, prefix: str, *, scanned: bool) -> tuple[list[tuple[Fundamento, How]], list[Advertencia]]:
    """The numbered paragraphs of one stretch."""
    marks = _marks(text, stretch.start, stretch.end)
    chain = _chain(marks)
    if len(chain) < 2 and (not chain or chain[0].number != 1):
        return [], []
    if stretch.first == 1:
        chain = with_lost(text, _reasons(text, stretch.start, chain[0].start, prefix), chain, scanned=scanned)
    double = _doubles(marks, chain)
    bounds = [*(mark.start for mark in chain[1:]), stretch.end]
    found = [
        (Fundamento(f"{prefix}{mark.number}", mark.start + len(_blanks(text, mark.start)), _tail(text, mark.start, bound)), mark.how)
        for mark, bound in zip(chain, bounds, strict=True)
        if mark.number not in double
    ]
    have = {mark.number for mark in chain}
    missing = [number for number in range(stretch.first, chain[-1].number) if number not in have]
    placed = [mark.number for mark in chain if mark.how == "lugar" and mark.number not in double]
    return found, [
        *_warn(prefix, missing, "no se encontró en el texto: no se cita."),
        *_warn(prefix, sorted(double), "está impreso dos veces en el texto: no se cita."),
        *_warn(prefix, placed, "perdió su número en la digitalización: se da por su lugar."),
    ]


def _reasons(text: str, start: int, first: int, prefix: str) -> int | None:
    """Where a first number may have been lost: after the last heading FUNDAMENTOS. A vote without one begins with words that bear no number: None."""
    headings = [line.start for line in lines(text, start, first) if heading(line) == "fundamentos"]
    return headings[-1] if headings else None if prefix else start


def _warn(prefix: str, numbers: Sequence[int], what: str) -> list[Advertencia]:
    return [Advertencia("fundamentos", f"El fundamento {prefix}{number} {what}", (f"{prefix}{number}",)) for number in numbers]


def _chain(marks: Sequence[Mark]) -> list[Mark]:
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
    chain: list[Mark] = []
    while at >= 0:
        chain.append(marks[at])
        at = best[at][1]
    return chain[::-1]


def _restarted(marks: Sequence[Mark]) -> set[int]:
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


def _doubles(marks: Sequence[Mark], chain: Sequence[Mark]) -> set[int]:
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


def _listed(between: Sequence[Mark], one: Mark) -> bool:
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
        goes_on = text[start:line].rstrip()[-1:] in ",-" or not last.strip()[:1].isupper()
        if not _SUBHEADING.match(last.strip()) or goes_on:
            break
        end = start + len(text[start:line].rstrip())
    return end

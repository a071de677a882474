"""Why the courts below rejected the demand: the same codes as the respondent's defences (domain.md §9, §10)."""

from collections.abc import Iterator, Mapping
from typing import Literal

from indexer.extract.codes import held_up, part
from indexer.extract.courts import compiled, first_stretch, second_mark
from indexer.extract.instances import primera_instancia, segunda_instancia
from indexer.extract.majority import facts
from indexer.extract.plain import plain
from indexer.extract.source import Source
from indexer.extract.speakers import answers, sentences
from models.ruling import Found, Instancia, Seccion

Court = Literal["primera_instancia", "segunda_instancia"]
Span = tuple[int, int]
_SECOND = 1500
"""No second decision is told in more characters than this."""
_REJECTS = frozenset(["infundada", "improcedente", "fundada_en_parte"])


def grounds_below(source: Source) -> Iterator[tuple[Court, Mapping[str, Span]]]:
    """For each court below that rejected the demand, wholly or in part, the codes of its reasons, each with its words' span; {} where it tells none
    of the list's. One that repeats the reasons of the first has the first's."""
    text = plain(source.text)
    stretches = _stretches(source, text)
    first = _grounds(source, text, stretches[0]) if _rejected(primera_instancia(source)) else {}
    if first:
        yield "primera_instancia", first
    if not _rejected(segunda_instancia(source)):
        return
    second = _grounds(source, text, stretches[1])
    same = part("tribunales", "mismas").search(text, *stretches[1])
    yield "segunda_instancia", {code: second.get(code, same.span()) for code in (*first, *second)} if same else second


def _rejected(found: Found[Instancia] | None) -> bool:
    return found is not None and found.value.resultado in _REJECTS


def _stretches(source: Source, text: str) -> tuple[Span, Span]:
    """Where the first and the second court's decisions are told; empty where they are not."""
    for section in facts(source):
        start, end = first_stretch(text, section)
        mark = end if start >= 0 else second_mark(text, section.inicio, section)
        if start < 0 and mark < 0:
            continue
        return ((start, end) if start >= 0 else (0, 0)), _second(text, mark, section)
    return (0, 0), (0, 0)


def _second(text: str, mark: int, section: Seccion) -> Span:
    if not 0 <= mark < section.fin:
        return 0, 0
    limit = min(section.fin, mark + _SECOND)
    ends = (compiled("marcas", "fin").search(text, mark + 20, limit), part("tribunales", "cierra").search(text, mark + 20, limit))
    return mark, min((end.start() for end in ends if end), default=limit)


def _grounds(source: Source, text: str, stretch: Span) -> Mapping[str, Span]:
    """The codes of a court's reasons: what follows its word for them; of an exception that it dismissed none."""
    answered = answers(source)
    told: list[Span] = []
    for start, end in sentences(text, *stretch):
        if any(first <= start < last for first, last in answered) or part("tribunales", "ajena").search(text, start, end):
            continue
        opens = compiled("marcas", "razones").search(text, start, end)
        told.append((opens.start() if opens else start, end))
    return held_up(text, told)

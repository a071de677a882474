"""The text of a ruling as sections, paragraphs and notes, each with its anchor and the citation to copy."""

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from api.desk import Desk
from api.links import ruling_path
from api.quoting import anchor, citation
from indexer.index.base import Indexed
from models import vocabulary
from models.errors import BadIdentity
from models.ids import RulingId, Spelling, fold, spellings
from models.ruling import Fundamento, Ruling, Seccion
from web.marked_text import Canvas, Wrap, canvas
from web.ruling_rows import vote_titles

_NOTE_CALL = re.compile(r"\[(\d{1,3})\]")
_SIGNED = ("S.", "SS.", "S", "SS", "SS:", "S:")
"""What stands before signatures: the names in capitals after it are no headings."""
_LINKED = 400
"""Citations looked up in one text; the longest ruling of the corpus has fewer."""


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """A line of the text, or a whole fundamento with its sub-paragraphs, its anchor, its number and the citation to copy."""

    lines: tuple[Markup, ...]
    anchor: str = ""
    numero: str = ""
    cita: str = ""
    heading: bool = False


@dataclass(frozen=True, slots=True)
class SectionView:
    """A zone under its printed title, or ours where it prints none; votes are set apart. `entry`: its line in the contents, "" for none."""

    anchor: str
    titulo: Markup
    entry: str
    vote: bool
    notes: bool
    paragraphs: tuple[ParagraphView, ...]


def sections(desk: Desk, found: Indexed, hits: tuple[tuple[int, int], ...], localized: Callable[[str], str]) -> tuple[SectionView, ...]:
    """The whole text in order; what no zone covers stands as sections without a name, so that nothing is lost. `localized` finishes links."""
    ruling = found.ruling
    evidence = (
        (one.inicio, one.fin) for items in ruling.evidencia.values() for one in items if one.inicio is not None and one.fin is not None
    )
    painted = canvas(found.text, evidence, _links(desk, found, localized), hits)
    numbered = {one.inicio: one for one in ruling.fundamentos}
    views, votes, seen, entries = [], 0, set[str](), set[str]()
    for zone in _covering(ruling.secciones, len(found.text)):
        votes += zone.zona == "voto"
        name = f"v{votes}" if zone.zona == "voto" else f"s-{zone.zona}"
        name = name if name not in seen else f"{name}-{zone.inicio}"
        seen.add(name)
        view = _section(ruling, painted, zone, name, numbered)
        if found.text[zone.inicio : zone.fin].strip() or view.vote:
            repeated = not view.vote and view.entry in entries  # a cover in two parts is one entry
            views.append(replace(view, entry="" if repeated else view.entry))
            entries.add(view.entry)
    return tuple(views)


def _covering(zones: Iterable[Seccion], length: int) -> Iterator[Seccion]:
    """The zones and the gaps between them (without a title), in text order."""
    at = 0
    for zone in zones:
        if zone.inicio > at:
            yield Seccion("caratula", at, zone.inicio, "")
        yield zone
        at = max(at, zone.fin)
    if at < length:
        yield Seccion("caratula", at, length, "")


def _section(ruling: Ruling, painted: Canvas, zone: Seccion, name: str, numbered: dict[int, Fundamento]) -> SectionView:
    """The zone under the heading that the ruling prints first in it; where it prints none there, under ours, and every line stays in place."""
    label = "" if zone.titulo == "" else vocabulary.label("zona", zone.zona)
    lines = list(_lines(painted.text, zone.inicio, zone.fin))
    printed = _printed(painted.text, lines, (zone.titulo or "", label))
    heading = Markup(" ").join(painted.html(*line) for line in lines[:printed]) if printed else escape(label)
    entry = _vote_entry(ruling, name, zone) or label if zone.zona == "voto" else label
    paragraphs = []
    headed = zone.zona not in ("caratula", "pie", "notas")
    for group in _grouped(lines[printed:], numbered):
        paragraphs.append(_paragraph(ruling, painted, group, numbered, headed))
        headed = headed and painted.text[slice(*group[-1])].strip() not in _SIGNED
    return SectionView(name, heading, entry, zone.zona == "voto", zone.zona == "notas", tuple(paragraphs))


Line = tuple[int, int]


def _grouped(lines: list[Line], numbered: dict[int, Fundamento]) -> Iterator[list[Line]]:
    """Lines one by one, those of one fundamento together."""
    group: list[Line] = []
    until = 0
    for start, end in lines:
        begun = next((one for at, one in numbered.items() if start <= at < end), None)
        if begun or start >= until:
            if group:
                yield group
            group, until = [], begun.fin if begun else 0
        group.append((start, end))
    if group:
        yield group


def _vote_entry(ruling: Ruling, name: str, zone: Seccion) -> str:
    """A vote's line in the contents: whose it is, where record and text agree, else its printed title cut to a line."""
    titles = vote_titles(ruling)
    return titles[int(name.removeprefix("v")) - 1] if titles else textwrap.shorten(zone.titulo or "", 60, placeholder="…")


def _printed(text: str, lines: list[Line], titles: tuple[str, ...]) -> int:
    """How many of the first lines are, together, one of these titles ("§ FUNDAMENTOS", a vote's heading over two lines); 0 when none is."""
    wanted = {letters for title in titles if (letters := _letters(title))}
    begun = ""
    for count, (start, end) in enumerate(lines, 1):
        begun += _letters(text[start:end])
        if begun in wanted:
            return count
        if not any(letters.startswith(begun) for letters in wanted):
            return 0
    return 0


def _letters(words: str) -> str:
    return fold("".join(c for c in words if c.isalpha()))


def _lines(text: str, inicio: int, fin: int) -> Iterator[tuple[int, int]]:
    at = inicio
    while at < fin:
        end = text.find("\n", at, fin)
        end = fin if end < 0 else end
        if text[at:end].strip():
            yield at, end
        at = end + 1


def _paragraph(ruling: Ruling, painted: Canvas, group: list[Line], numbered: dict[int, Fundamento], headed: bool) -> ParagraphView:
    start, end = group[0]
    html = tuple(painted.html(*line) for line in group)
    found = next((one for at, one in numbered.items() if start <= at < end), None)
    if found is not None:
        return ParagraphView(html, anchor(found.numero), found.numero, citation(ruling, found.numero))
    note = next((one for one in ruling.notas if one.inicio == start), None)
    words = painted.text[start:end].strip()
    return ParagraphView(html, note_anchor(note.llamada) if note else "", heading=headed and words.isupper() and 3 < len(words) < 90)


def note_anchor(mark: str) -> str:
    """The page's anchor of a footnote."""
    return f"n{re.sub(r'[^A-Za-z0-9]', '-', mark)}"


def _links(desk: Desk, found: Indexed, localized: Callable[[str], str]) -> Iterator[Wrap]:
    """Cited rulings that the collection holds, and calls of footnotes written "[1]", as links."""
    called = {one.llamada for one in found.ruling.notas}
    flow = min((one.inicio for one in found.ruling.notas), default=0)
    for match in _NOTE_CALL.finditer(found.text, 0, flow):
        if match[1] in called:
            yield Wrap(match.start(), match.end(), href=f"#{note_anchor(match[1])}")
    known = {one.sentencia: one.estado for one in found.ruling.citas}
    resolved: dict[tuple[int, int, str | None], str | None] = {}
    for one in spellings(found.text)[:_LINKED]:
        key = (one.number, one.year, one.code)
        if key not in resolved:
            resolved[key] = _target(desk, found, one, known)
        target = resolved[key]
        if target and target != found.ruling.id:
            yield Wrap(one.start, one.end, href=localized(ruling_path(target)))


def _target(desk: Desk, found: Indexed, spelling: Spelling, known: Mapping[str, str | None]) -> str | None:
    """The ruling that a spelling means: by the record's own citations, else by the index; None when it is not held or not certain."""
    for name, state in known.items():
        if _matches(spelling, name):
            if state is None:
                break
            return name if state == "resuelta" else None
    candidates = desk.index.resolve(found.text[spelling.start : spelling.end])
    return candidates[0] if len(candidates) == 1 else None


def _matches(spelling: Spelling, name: str) -> bool:
    try:
        return spelling.matches(RulingId(name))
    except BadIdentity:
        return False

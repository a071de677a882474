"""A stretch of text as HTML: passages of evidence and links around it, the words asked for marked inside; everything escaped."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True)
class Wrap:
    """An element around text[inicio:fin]: with `href` a link, else a passage that `id` names (the target of a mark of evidence)."""

    inicio: int
    fin: int
    id: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Canvas:
    """A text with all that goes around its words. `wraps` in order of (inicio, -fin); `hits` in order, not overlapping, numbered from 1."""

    text: str
    wraps: tuple[Wrap, ...] = ()
    hits: tuple[tuple[int, int], ...] = ()

    def html(self, inicio: int, fin: int) -> Markup:
        """text[inicio:fin] as HTML; what reaches over its edges is cut there."""
        inside = [_cut(wrap, inicio, fin) for wrap in self.wraps if wrap.inicio < fin and wrap.fin > inicio]
        return self._nested(inicio, fin, inside)

    def _nested(self, inicio: int, fin: int, wraps: Sequence[Wrap]) -> Markup:
        """Wraps inside one another; one that crosses the edge of an earlier one is cut at that edge."""
        html, at, rest = Markup(), inicio, list(wraps)
        while rest:
            wrap = rest.pop(0)
            children = [_cut(other, wrap.inicio, wrap.fin) for other in rest if other.inicio < wrap.fin]
            rest = [other for other in rest if other.inicio >= wrap.fin]
            html += self._leaf(at, wrap.inicio) + _element(wrap, self._nested(wrap.inicio, wrap.fin, children))
            at = wrap.fin
        return html + self._leaf(at, fin)

    def _leaf(self, inicio: int, fin: int) -> Markup:
        html, at = Markup(), inicio
        for number in range(bisect_right(self.hits, (inicio, inicio)), len(self.hits) + 1):
            start, end = self.hits[number - 1] if number else (0, 0)
            if start >= fin:
                break
            if end <= inicio or start == end:
                continue
            low, high = max(start, inicio), min(end, fin)
            name = Markup(' id="hit-{}"').format(number) if low == start else ""
            html += escape(self.text[at:low]) + Markup("<mark{}>{}</mark>").format(name, self.text[low:high])
            at = high
        return html + escape(self.text[at:fin])


def _cut(wrap: Wrap, inicio: int, fin: int) -> Wrap:
    if wrap.inicio >= inicio and wrap.fin <= fin:
        return wrap
    starts_here = wrap.inicio >= inicio
    return replace(wrap, inicio=max(wrap.inicio, inicio), fin=min(wrap.fin, fin), id=wrap.id if starts_here else "")


def _element(wrap: Wrap, inner: Markup) -> Markup:
    if wrap.href:
        return Markup('<a href="{}">{}</a>').format(wrap.href, inner)
    return Markup('<span class="ev"{}>{}</span>').format(Markup(' id="{}"').format(wrap.id) if wrap.id else "", inner)


def passage_id(inicio: int, fin: int) -> str:
    """The anchor of a passage of evidence."""
    return f"t{inicio}-{fin}"


def canvas(text: str, evidence: Iterable[tuple[int, int]], links: Iterable[Wrap], hits: tuple[tuple[int, int], ...]) -> Canvas:
    """The text with its passages of evidence, links and hits; empty stretches and those outside the text are dropped."""
    passages = {Wrap(start, end, id=passage_id(start, end)) for start, end in evidence if 0 <= start < end <= len(text)}
    wraps = sorted([*passages, *links], key=lambda wrap: (wrap.inicio, -wrap.fin, wrap.href))
    return Canvas(text, tuple(wraps), hits)

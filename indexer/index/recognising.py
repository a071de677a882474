"""«Recognised in the box» (query-language.md): what a person meant by words that name a ruling, a fundamento, an article or an institution."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from indexer.index.analysis import Words, folded, stems, words
from indexer.index.base import SearchIndex
from indexer.index.synonyms import synonyms
from indexer.index.values import nicknames, values_for
from models import vocabulary
from models.ids import RulingId, fold
from models.names import slug

LONGEST = 200
"""Characters of a query in which names are looked for: a pasted sentence names things by the way."""

MOST = 4
"""Offers a query."""

_PINNED = (
    re.compile(
        r"(?:fundamentos?|fund\.?|f\.? ?j\.?)(?: juridico)? ?(?:n[.°ºro]* ?)?(?P<n>\d{1,3}),? (?:de la |del |de )?(?P<case>.{6,60})"
    ),
    re.compile(r"(?P<case>.{6,60}?),? ?(?:fundamento|fund\.?|f\.? ?j\.?)(?: juridico)? ?(?:n[.°ºro]* ?)?(?P<n>\d{1,3})"),
)
_CASE_WORDS = re.compile(r"^(?:sentencia|resolucion|stc|rtc|expediente|exp\.?)\s+(?=.*\d)", re.IGNORECASE)
_NUMBER = r"(?: n[.°ºro]*)? ?\d[\d.]*"
_LAW = "|".join(
    (
        rf"(?:tuo de la )?ley{_NUMBER}",
        rf"d\. ?(?:s|l|leg)\.{_NUMBER}(?:-\d{{4}})?(?:-[a-z]+)?",
        rf"decreto (?:supremo|ley|legislativo){_NUMBER}(?:-\d{{4}})?(?:-[a-z]+)?",
        r"constitucion(?: politica)?(?: del peru)?",
        r"(?:nuevo )?codigo procesal constitucional",
        r"ncpc|cpconst",
    )
)
_ARTICLE = r"\bart(?:iculos?|s?\.)? ?(?P<{0}>\d[\w.]*)[°º]?(?:,? ?(?:inciso|inc\.?|numeral|num\.?) ?(?P<{0}_inciso>\d+))?"
_NORM = re.compile(
    rf"(?:{_ARTICLE.format('antes')},? ?(?:de la |del |de )?)?\b(?P<law>{_LAW})(?:,? ?(?:en su |su )?{_ARTICLE.format('despues')})?"
)
_GLUE = frozenset(["de", "del", "la", "las", "el", "los", "a", "al", "en", "por", "contra", "y", "para", "que", "con"])
_UNSAID = 2
"""Words of an institution's name that a person may leave out («municipalidad de Lima» is the Metropolitana)."""
_WIDEST = 12
"""Words of the longest name of an institution that is looked for."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What part of a query means. `sentencia`, `fundamento`: `id` (and `fundamento`) is where to go; `norma`, `entidad`: filter `facet=values`, and
    `q` is what remains to be searched. `texto` is what a person reads."""

    tipo: Literal["sentencia", "fundamento", "norma", "entidad"]
    texto: str
    id: RulingId | None = None
    fundamento: str | None = None
    values: tuple[str, ...] = ()
    q: str = ""


class Recogniser:
    """Names of one generation, prepared once."""

    def __init__(self, index: SearchIndex) -> None:
        self._index = index

    def label(self, facet: str, value: str) -> str:
        """What a person reads for a value."""
        return (self._index.entity_name(value) if facet == "entidad" else None) or vocabulary.label(facet, value)

    def offers(self, q: str) -> tuple[Offer, ...]:
        """What the query names, likeliest first, at most MOST; () for a pasted text or one with operators."""
        text = unicodedata.normalize("NFC", " ".join(q.split()))
        if not text or len(text) > LONGEST or re.search(r'[":*()]', text) or len(fold(text)) != len(text):
            return ()
        whole = [*self._pinned(text), *self._rulings(text)]
        return tuple((whole or [*self._norms(text), *self._entities(text)])[:MOST])

    def _rulings(self, text: str) -> Iterator[Offer]:
        for name in self._index.resolve(text):
            yield Offer("sentencia", name, name)

    def _pinned(self, text: str) -> Iterator[Offer]:
        """ "fundamento 16 de la 1797-2002", "STC 1797-2002-HD/TC, f. j. 16": that paragraph, where the ruling is one and has it."""
        for pattern in _PINNED:
            if found := pattern.fullmatch(fold(text)):
                named = self._index.resolve(_CASE_WORDS.sub("", found["case"].strip(" ,.")))
                for name in named:
                    if found["n"] in self._numbers(name):
                        yield Offer("fundamento", f"fundamento {found['n']} de {name}", name, found["n"])
                return

    def _numbers(self, name: RulingId) -> frozenset[str]:
        found = self._index.get(name)
        return frozenset(one.numero for one in found.ruling.fundamentos) if found else frozenset()

    def _norms(self, text: str) -> Iterator[Offer]:
        """ "art. 13 de la Ley 27806" anywhere in the query, as a filter by the article (or its law)."""
        for found in _NORM.finditer(fold(text)):
            article, part = (found["antes"], found["antes_inciso"]) if found["antes"] else (found["despues"], found["despues_inciso"])
            spelt = [f"art. {article}.{part} de la {found['law']}"] if part else []
            spelt += [f"art. {article} de la {found['law']}"] if article else []
            meant = (values_for("norma", one, self._index.values("norma"), self.label) for one in (*spelt, found["law"].strip(" .")))
            value = next((values[0] for values in meant if values), None)
            if value:
                yield Offer("norma", self.label("norma", value), values=(value,), q=_without(text, found.start(), found.end()))

    def _entities(self, text: str) -> Iterator[Offer]:
        """The longest runs of words that name an institution here, by its name, an alias, or enough of its words to mean it alone."""
        cut = words(text)
        taken: set[int] = set()
        for width in range(min(_WIDEST, len(cut)), 0, -1):
            for at in range(len(cut) - width + 1):
                run = range(at, at + width)
                if taken.isdisjoint(run) and (meant := self._meant(cut, at, width)):
                    taken.update(run)
                    yield Offer(
                        "entidad", self.label("entidad", meant[0]), values=meant,
                        q=_without(text, cut.starts[at], cut.ends[at + width - 1]),
                    )  # fmt: skip

    def _meant(self, cut: Words, at: int, width: int) -> tuple[str, ...]:
        run = cut.text[cut.starts[at] : cut.ends[at + width - 1]]
        exact = slug(run)
        if exact in _GLUE or len(exact) < 3:
            return ()
        known = self._index.values("entidad")
        if exact in known:
            return (exact,)
        others = [exact, *(slug(other) for other in synonyms().nicknames.get(tuple(stems(run)), ()))]
        named = {name for other in others for name in (other, *nicknames().get(other, ())) if name in known}
        if len(named) == 1:
            return tuple(named)
        return self._by_words(folded(run)) if width > 1 else ()

    def _by_words(self, run: Sequence[str]) -> tuple[str, ...]:
        """The institution whose name holds the run's words, nicknames resolved («muni» de Comas), and the fewest others; () when two share that."""
        if run[0] in _GLUE or run[-1] in _GLUE:
            return ()
        plain = [_plain(word) for word in run if word not in _GLUE]
        if len(plain) < 2 or self._generic.issuperset(plain):
            return ()
        found = sorted((len(own), name) for name, own in self._names if own.issuperset(plain))
        if not found or found[0][0] > len(plain) + _UNSAID or (len(found) > 1 and found[1][0] == found[0][0]):
            return ()
        return (found[0][1],)

    @cached_property
    def _generic(self) -> frozenset[str]:
        """Words that only say the kind («municipalidad distrital», «corte superior»): first or second in several names."""
        firsts = Counter(
            word
            for name in self._index.values("entidad")
            for word in [one for one in folded(self.label("entidad", name)) if one not in _GLUE][:2]
        )
        return frozenset(word for word, n in firsts.items() if n > 1)

    @cached_property
    def _names(self) -> list[tuple[str, frozenset[str]]]:
        return [(name, frozenset(folded(self.label("entidad", name))) - _GLUE) for name in self._index.values("entidad")]


def _plain(word: str) -> str:
    """What a nickname of one word stands for, where that is one word too."""
    others = synonyms().nicknames.get((word,), ())
    return folded(others[0])[0] if len(others) == 1 and " " not in others[0] else word


def _without(text: str, start: int, end: int) -> str:
    """The query without a stretch and without the small words that hung it on: "planillas de la muni" → "planillas"."""
    before, behind = text[:start].split(), text[end:].split()
    while before and fold(before[-1]) in _GLUE:
        before.pop()
    while behind and not before and fold(behind[0]) in _GLUE:
        behind.pop(0)
    return " ".join([*before, *behind]).strip(" ,.;:")

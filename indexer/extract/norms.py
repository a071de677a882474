"""Which articles of which laws the Court's own text cites (domain.md §2, §11; ids of gold/SCHEMA.md).

A text is read as a row of mentions – articles, laws, "del citado código" – and an article belongs to the law that only small words part it from.
"""

import re
from collections.abc import Iterator, Sequence

from indexer.extract.majority import majority
from indexer.extract.mentions import REACH, UNDECIDED, Mention, era_of, joined, mentions_of
from indexer.extract.norm_table import listed, norma, phrase, unified, with_letter
from indexer.extract.plain import plain
from indexer.extract.source import Source
from indexer.extract.tables import keys
from models.ruling import Evidencia, Found, Seccion

VERSION = 5
_OWN = re.compile(r"\b(?:cuyos?|sus?)\s+(?:(?:parte pertinente|[a-z]+ parrafo) (?:del?|de su)\s+)?$")
"""Right before an article: it belongs to the law just spoken of, whatever stands between within the paragraph: only a law has articles."""
_OWN_TITLE = re.compile(r"\s*,?\s*de su titulo preliminar")
_HEAD = re.compile(r"(?:\n|[\"“«*>\[(])\s*[\"“«*]?$")
_HEADED = re.compile(r"\W{0,2}\s?(?:[.:]\s?-|-\s|[.:]\s)")
_QUOTES = re.compile(r":[\s\"“«*(\[.…\])]*$")
_QUOTE, _QUOTED = 250, 1500
"""How far before a quoted article its law may stand, and the article quoted before it."""
SWAPPED = "normas.articulo.trocado"
"""The rule of an article that the Court cites by a number and part in each other's place ([trueques] of the table)."""
_SAME_ARTICLE = "="
"""Before a part whose article is the one cited last."""


def normas(source: Source, deciding: Sequence[Seccion] = ()) -> tuple[Found[str], ...]:
    """ "LAW:article" for every article cited by the majority (its caption, where the panel is told, to its fallo), a bare "LEY-27803" where a law
    or code is named without one, in the order of their first mention. The Constitution, treaties and the codes of these very processes are not cited
    by their name alone. Articles inside quotations count; footnotes do not, nor votes other than `deciding`, those that make the majority."""
    text = plain(source.text)
    cited: dict[str, list[Evidencia]] = {}
    bare: dict[str, Evidencia] = {}
    era = era_of(source, text)
    for section in _sections(source, deciding):
        mentions = list(mentions_of(text, section.inicio, section.fin, era))
        for value, start, end in _in_full(_linked(text, mentions)):
            swapped = value in keys("normas.toml", "trueques")
            rule, value = (SWAPPED, phrase("trueques", value)) if swapped else ("normas.articulo", value)
            cited.setdefault(value, []).append(source.quote(start, end, rule, 0.85 if swapped else 0.93))
        for mention in mentions:
            if mention.law and norma(mention.law).clase not in ("constitucion", "tratado") and mention.law not in listed("solas", "nunca"):
                bare.setdefault(mention.law, source.quote(mention.start, mention.end, "normas.ley", 0.93))
    laws = {value.partition(":")[0] for value in cited}
    values = [Found(value, tuple(evidence[:3])) for value, evidence in cited.items()]
    return (*values, *(Found(law, (evidence,)) for law, evidence in bare.items() if law not in laws))


def _sections(source: Source, deciding: Sequence[Seccion]) -> tuple[Seccion, ...]:
    """The majority's; where the decision is made of votes, the razón that puts them together is the Court's too (domain.md §0.6)."""
    assembled = () if source.has("fundamentos", "fallo") else tuple(source.zones("razon"))
    return tuple(sorted((*majority(source, deciding), *assembled), key=lambda section: section.inicio))


def _in_full(cited: Iterator[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    """The same, "inciso 6 del mismo artículo (de la Constitución)" completed with the article cited before it (of that law)."""
    last: dict[str, str] = {}
    for value, start, end in cited:
        law, _, article = value.partition(":")
        if not law.startswith(_SAME_ARTICLE):
            # "Artículo VIII del Título Preliminar" has no parts: "el mismo artículo" is the one before it.
            if article[:1].isdigit():
                last[law] = last[""] = f"{law}:{article.partition('.')[0]}"
            yield value, start, end
        elif whole := last.get(law.removeprefix(_SAME_ARTICLE)):
            yield f"{whole}.{article}", start, end


def _linked(text: str, mentions: list[Mention]) -> Iterator[tuple[str, int, int]]:
    """Each article with its law, as "LAW:article" and the span that says it."""
    waiting: list[Mention] = []
    previous: Mention | None = None
    quoted: Mention | None = None
    for place, mention in enumerate(mentions):
        if mention.same:
            yield from _backward(text, previous, waiting)
            waiting = []
            after = mentions[place + 1] if place + 1 < len(mentions) else None
            of = after.law if after and after.law and joined(text, mention.end, after.start, "hacia_adelante") else ""
            yield from ((f"{_SAME_ARTICLE}{of}:{part}", mention.start, mention.end) for part in mention.articles)
        elif mention.articles:
            if waiting and not joined(text, waiting[-1].end, mention.start, "entre_articulos"):
                yield from _backward(text, previous, waiting)
                waiting = []
            if not waiting and (law := _heading(text, mention, previous, quoted)):
                quoted = Mention(mention.start, mention.end, law.law)
                yield from _values(text, mention, quoted)
            else:
                waiting.append(mention)
        else:
            if waiting and joined(text, waiting[-1].end, mention.start, "hacia_adelante"):
                for one in waiting:
                    yield from _values(text, one, mention)
            else:
                yield from _backward(text, previous, waiting)
            waiting, previous = [], mention
    yield from _backward(text, previous, waiting)


def _heading(text: str, article: Mention, law: Mention | None, quoted: Mention | None) -> Mention | None:
    """Of which law "Artículo 19.- …" at the head of a line is: the one that "establece:" before it, or that of the quoted article before; else None."""
    if not _HEAD.search(text, max(0, article.start - 6), article.start) or not _HEADED.match(text, article.end - 1):
        return None
    if law and article.start - law.end < _QUOTE and _QUOTES.search(text[law.end : article.start]):
        return law
    return quoted if quoted and article.start - quoted.end < _QUOTED else None


def _backward(text: str, law: Mention | None, waiting: list[Mention]) -> Iterator[tuple[str, int, int]]:
    """Articles that follow their law: "la Constitución, en su artículo 2.5"."""
    if not law or not waiting:
        return
    gap = text[law.end : waiting[0].start]
    near = len(gap) < 3 * REACH and "\n" not in gap
    own = near and (_OWN.search(gap) or _OWN_TITLE.match(text, waiting[-1].end))
    if own or joined(text, law.end, waiting[0].start, "hacia_atras"):
        for one in waiting:
            yield from _values(text, one, law)


def _values(text: str, mention: Mention, law: Mention) -> Iterator[tuple[str, int, int]]:
    start, end = min(mention.start, law.start), max(mention.end, law.end)
    preliminary = re.match(r"[\s,]*(?:de(?:l| su)\s+)(?:titulo preliminar|t\.? ?p\b)", text[mention.end : mention.end + 30])
    for article in mention.articles:
        owner = law.law or ""
        if owner == UNDECIDED:
            owner = "CPC-2004" if article.partition(".")[0] in listed("codigo_constitucional", "viejo") else "NCPC-2021"
        number = _plausible(article, owner)
        if law.pointed and (whole := re.match(r"\d+", number)) and int(whole[0]) > (norma(owner).maximo or int(whole[0])):
            continue
        if preliminary and number.partition(".")[0] in ("1", "11", "111"):
            number = "I" * len(number.partition(".")[0]) + number[len(number.partition(".")[0]) :]
        roman = re.match(r"[IVX]+\b", number) is not None
        if roman and owner == "CONST-1993":
            continue
        owner = unified().get(owner, owner)
        yield f"{owner}:{'TP.' if preliminary or roman else ''}{number}", start, end


def _plausible(article: str, owner: str) -> str:
    """OCR reads "62°" as "620" and "17°" as "170": a number past the law's last article, or of an article that has no parts, loses its last digit."""
    base, maximo = re.match(r"\d+", article), norma(owner).maximo
    if not base or maximo is None:
        return article
    number, rest = base[0], article[base.end() :]
    if rest[:1] == "-" and rest[1:2].isalpha() and not with_letter(owner, number + rest[:2]):
        rest = f".{rest[1:].lower()}"
    cited = f"{owner}:{number}"
    past = int(number) > maximo or (rest and cited in listed("grados", "sin_incisos")) or cited in listed("grados", "leidos")
    if past and number[-1] in "09" and int(number[:-1] or 0) <= maximo:
        number = number[:-1]
    return number + rest

"""Which articles of which laws the Court's own text cites (domain.md §2, §11; ids of gold/SCHEMA.md).

A text is read as a row of mentions – articles, laws, "del citado código" – and an article belongs to the law that only small words part it from.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from indexer.extract.anchors import anchored
from indexer.extract.articles import SPAN, SUBS, read_articles, read_parts
from indexer.extract.caption import fecha
from indexer.extract.majority import majority
from indexer.extract.norm_table import families, listed, named, names, norma, numbered, phrase, references, succeeded, unified
from indexer.extract.plain import plain
from indexer.extract.source import Source
from models.ruling import Evidencia, Found

VERSION = 3
_REACH = 130
"""How far apart, in characters, an article and its law may stand."""
_SIGN = r"(?:\s*n\s?[.,]?\s?(?:[°ºo0*9'\"?]|ro\.?)?\s?s?\s?[.:]?\s?(?:[°º]\s?)?|\s+)"
_NUMBER = r"\d{1,2}[.,]\d{3}\b|\d{1,5}(?:\s?-\s?(?:\d{4}|\d{2})(?:\s?-\s?[a-z]{2,10}(?:\s?[-/]\s?[a-z]{2,4}(?![a-z]))?)?)?"
_OWN = re.compile(r"\b(?:cuyos?|sus?)\s+(?:(?:parte pertinente|[a-z]+ parrafo) (?:del?|de su)\s+)?$")
"""Right before an article: it belongs to the law just spoken of, whatever stands between within the paragraph: only a law has articles."""
_OWN_TITLE = re.compile(r"\s*,?\s*de su titulo preliminar")
_UNDECIDED = "CPC"
_SAME_ARTICLE = "="
"""Before a part whose article is the one cited last."""
_SAME = r"(?:mism|citad|referid|mencionad|dich|aludid|indicad|precitad)o"
_ITS_NUMBER = re.compile(rf"[\s,(]*(?:ley\s*)?{_SIGN}(?P<number>\d{{1,2}}[.,]?\d{{3}})\b")
"""After the name of a law: the number that tells which of the laws of that name is meant."""
_OTHER_NUMBERS = re.compile(rf"\s*(?:,|y|e)\s*(?:{_SIGN})?(?P<number>{_NUMBER})(?!\s*(?:de|\d))")


@dataclass(frozen=True, slots=True)
class _Mention:
    """An article mention (`articles`; `same`: parts of the article spoken of before) or a law (`law`), and where it stands."""

    start: int
    end: int
    law: str | None = None
    articles: tuple[str, ...] = ()
    same: bool = False


@cache
def _scanner() -> re.Pattern[str]:
    back = "|".join(f"(?P<r{kind}>{phrase('remisiones', kind)})" for kind in references())
    named_again = rf"{_SIGN}\d|\s+(?:organica|general d|de transp)"
    pointer = r"(?:mism|citad|referid|mencionad|aludid|acotad|indicad|precitad|invocad|dich|antedich|antes citad|presente)[oa]?"
    return re.compile(
        rf"\b(?P<same>{SUBS}\s*,?\s*del? {_SAME} articulo(?!\s*\d))|\b(?P<articles>{SPAN})|\b(?:{names()})"
        rf"|\b(?:{families()}){_SIGN}(?P<number>{_NUMBER})|\b{pointer}\s+(?:{back})\b(?!{named_again})"
        rf"|\bdel (?:codigo|reglamento)(?! de| [a-z]{{4}})"
    )


@cache
def _between(key: str) -> re.Pattern[str]:
    return re.compile(rf"[\s,;:()\"“”«»'–-]*(?:(?:{phrase('enlaces', key)})\b[\s,;:.()\"“”«»'–-]*)*")


def normas(source: Source) -> tuple[Found[str], ...]:
    """ "LAW:article" for every article cited by the majority (its caption, where the panel is told, to its fallo), a bare "LEY-27803" where a numbered law is
    named without one; in the order of their first mention. Articles inside quotations count; votes and footnotes do not."""
    text = plain(source.text)
    cited: dict[str, list[Evidencia]] = {}
    bare: dict[str, Evidencia] = {}
    era = _era(source, text)
    for section in majority(source):
        mentions = list(_mentions(text, section.inicio, section.fin, era))
        for value, start, end in _in_full(_linked(text, mentions)):
            cited.setdefault(value, []).append(source.quote(start, end, "normas.articulo", 0.93))
        for mention in mentions:
            if mention.law and norma(mention.law).clase not in ("constitucion", "codigo", "tratado"):
                bare.setdefault(mention.law, source.quote(mention.start, mention.end, "normas.ley", 0.93))
    laws = {value.partition(":")[0] for value in cited}
    values = [Found(value, tuple(evidence[:3])) for value, evidence in cited.items()]
    return (*values, *(Found(law, (evidence,)) for law, evidence in bare.items() if law not in laws))


@dataclass(frozen=True, slots=True)
class _Era:
    """What a name shared by two laws means in this ruling."""

    new_code: bool
    """ "Código Procesal Constitucional" alone may mean the code of 2021."""
    year: int

    def organic(self, law: str, text: str, end: int) -> str:
        """The law of that name ([sucesion] of the table): of the number that follows it, else the one in force when the case came in."""
        older = listed("sucesion", law) if law in succeeded() else ()
        if not older:
            return law
        if told := _ITS_NUMBER.match(text, end):
            number = numbered("LEY", told["number"])
            return number if number in (law, older[0]) else law
        return older[0] if self.year < int(older[1]) else law


def _era(source: Source, text: str) -> _Era:
    """By the day of the decision: before the code of 2021 nobody cites it; where the day is unknown, by the intake and the code's own name."""
    year, given = source.identity.expediente.year, fecha(source)[0]
    day = given.value if given else next((one.fecha_sentencia[:10] for one in source.listings if one.fecha_sentencia), "")
    if day:
        return _Era(day >= phrase("codigo_constitucional", "desde"), year)
    return _Era(year >= 2021 or re.search(phrase("codigo_constitucional", "palabras_nuevo"), text) is not None, year)


def _mentions(text: str, start: int, end: int, era: _Era) -> Iterator[_Mention]:
    """Articles and laws of a stretch, in order; what points back ("del citado código") already resolved."""
    last: dict[str, str] = {}
    for match in anchored(_scanner(), listed("anclas", "palabras"), text, start, end):
        if match["same"]:
            yield _Mention(match.start(), match.end(), articles=read_parts(match["same"]), same=True)
            continue
        if match["articles"]:
            yield _Mention(match.start(), match.end(), articles=read_articles(match["articles"]))
            continue
        for found, begin, stop in _laws(match, text, last):
            law = _which_code(text, begin, stop, era.organic(found, text, stop), era.new_code)
            # A law cited for its preliminary title inside another's text (Ley 27444 in the TUO) is not what "dicha ley" means later.
            if norma(law).clase == "codigo" or "titulo preliminar" not in text[max(0, begin - 28) : begin]:
                last.update({norma(law).clase: law, "cualquiera": law})
                if law.startswith(("LEY", "DLEG")):
                    last["ley"] = law
            yield _Mention(begin, stop, law)


def _laws(match: re.Match[str], text: str, last: dict[str, str]) -> Iterator[tuple[str, int, int]]:
    """The laws of one match: a name, a number and the numbers listed after it, or the law pointed back to."""
    if law := named(match):
        yield law, match.start(), match.end()
        return
    groups = {key: value for key, value in match.groupdict().items() if value is not None}
    family = next((key[1:] for key in groups if re.fullmatch(r"f[A-Z]+", key)), None)
    if family is None:
        kind = next((key[1:] for key in groups if key.startswith("r")), "codigo" if "codigo" in match[0] else "reglamento")
        if law := last.get(kind):
            yield law, match.start(), match.end()
        return
    if family == "LEY" and text[max(0, match.start() - 12) : match.start()].endswith("proyecto de "):
        return
    here: re.Match[str] | None = match
    while here:
        if law := numbered(family, here["number"]):
            yield law, here.start(), here.end()
        plural = match[0].split()[0].endswith("s")
        here = _OTHER_NUMBERS.match(text, here.end()) if plural else None


def _which_code(text: str, start: int, end: int, law: str, new_era: bool) -> str:
    """CPC-2004 or NCPC-2021 by the words around the name; "CPC" is left to the article where they do not tell."""
    if law != "CPC-2004":
        return law
    around = text[max(0, start - 25) : end + 40]
    if re.search(phrase("codigo_constitucional", "palabras_viejo"), around):
        return law
    return _UNDECIDED if new_era else law


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


def _linked(text: str, mentions: list[_Mention]) -> Iterator[tuple[str, int, int]]:
    """Each article with its law, as "LAW:article" and the span that says it."""
    waiting: list[_Mention] = []
    previous: _Mention | None = None
    for place, mention in enumerate(mentions):
        if mention.same:
            yield from _backward(text, previous, waiting)
            waiting = []
            after = mentions[place + 1] if place + 1 < len(mentions) else None
            of = after.law if after and after.law and _joined(text, mention.end, after.start, "hacia_adelante") else ""
            yield from ((f"{_SAME_ARTICLE}{of}:{part}", mention.start, mention.end) for part in mention.articles)
            continue
        if mention.articles:
            if waiting and not _joined(text, waiting[-1].end, mention.start, "entre_articulos"):
                yield from _backward(text, previous, waiting)
                waiting = []
            waiting.append(mention)
            continue
        if mention.law and waiting and _joined(text, waiting[-1].end, mention.start, "hacia_adelante"):
            for one in waiting:
                yield from _values(text, one, mention)
        else:
            yield from _backward(text, previous, waiting)
        waiting, previous = [], mention
    yield from _backward(text, previous, waiting)


def _backward(text: str, law: _Mention | None, waiting: list[_Mention]) -> Iterator[tuple[str, int, int]]:
    """Articles that follow their law: "la Constitución, en su artículo 2.5"."""
    if not law or not waiting:
        return
    gap = text[law.end : waiting[0].start]
    near = len(gap) < 3 * _REACH and "\n" not in gap
    own = near and (_OWN.search(gap) or _OWN_TITLE.match(text, waiting[-1].end))
    if own or _joined(text, law.end, waiting[0].start, "hacia_atras"):
        for one in waiting:
            yield from _values(text, one, law)


def _joined(text: str, end: int, start: int, key: str) -> bool:
    return 0 <= start - end <= _REACH and _between(key).fullmatch(text, end, start) is not None


def _values(text: str, mention: _Mention, law: _Mention) -> Iterator[tuple[str, int, int]]:
    start, end = min(mention.start, law.start), max(mention.end, law.end)
    preliminary = re.match(r"[\s,]*(?:de(?:l| su)\s+)(?:titulo preliminar|t\.? ?p\b)", text[mention.end : mention.end + 30])
    for article in mention.articles:
        owner = law.law or ""
        if owner == _UNDECIDED:
            owner = "CPC-2004" if article.partition(".")[0] in listed("codigo_constitucional", "viejo") else "NCPC-2021"
        number = _plausible(article, owner)
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
    past = int(number) > maximo or (rest and f"{owner}:{number}" in listed("grados", "sin_incisos"))
    if past and number[-1] in "09" and int(number[:-1] or 0) <= maximo:
        number = number[:-1]
    return number + rest

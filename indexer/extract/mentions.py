"""Where a text names articles and laws, in its order; "del citado código", "su reglamento" already resolved to the law that they mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from indexer.extract.anchors import anchored
from indexer.extract.articles import SPAN, SUBS, dispositions, read_articles, read_disposition, read_parts
from indexer.extract.caption import fecha
from indexer.extract.norm_table import (
    families,
    listed,
    misprinted,
    named,
    names,
    norma,
    numbered,
    organica,
    phrase,
    references,
    reglamento,
    succeeded,
)
from indexer.extract.source import Source

VERSION = 2
REACH = 130
"""How far apart, in characters, an article and its law may stand."""
UNDECIDED = "CPC"
"""The Código Procesal Constitucional where the words leave open which: the article tells."""
_SIGN = r"(?:\s*n\s?[.,]?\s?(?:[°ºo0*9'\"?]|ro\.?)?\s?s?\s?[.:]?\s?(?:[°º]\s?)?|\s+)"
_NUMBER = (
    r"0\d{2}20[0-2]\d-[a-z]{2,10}|"
    r"\d{1,2}[.,]\d{3}\b|\d{1,5}(?:\s?-\s?(?:\d{4}|\d{2})(?:\s?-\s?(?:p\s?[-/]\s?[a-z]{2,7}(?![a-z])|[a-z]{2,10}(?:(?:\s?/\s?|-\s?)[a-z]{1,4}(?![a-z]))?))?)?"
)
_OF_A_NUMBER = re.compile(r"[a-z]/$")
"""Before "DL 19990" at the end of the number of an act: "Resolución 123-2007-ONP/DC/DL 19990"."""
_SAME = r"(?:mism|citad|referid|mencionad|dich|aludid|indicad|precitad)o"
_ITS_NUMBER = re.compile(rf"[\s,(]*(?:ley\s*)?{_SIGN}(?P<number>\d{{1,2}}[.,]?\d{{3}})\b")
"""After the name of a law: the number that tells which of the laws of that name is meant."""
_OTHER_NUMBERS = re.compile(rf"\s*(?:,|y|e)\s*(?:{_SIGN})?(?P<number>{_NUMBER})(?!\s*(?:de|\d))")


@dataclass(frozen=True, slots=True)
class Mention:
    """An article mention (`articles`; `same`: parts of the article spoken of before) or a law (`law`), and where it stands."""

    start: int
    end: int
    law: str | None = None
    articles: tuple[str, ...] = ()
    same: bool = False
    pointed: bool = False
    """A law that is not named here but pointed back to."""


@dataclass(frozen=True, slots=True)
class Era:
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


def era_of(source: Source, text: str) -> Era:
    """By the day of the decision: before the code of 2021 nobody cites it; where the day is unknown, by the intake and the code's own name."""
    year, given = source.identity.expediente.year, fecha(source)[0]
    day = given.value if given else next((one.fecha_sentencia[:10] for one in source.listings if one.fecha_sentencia), "")
    if day:
        return Era(day >= phrase("codigo_constitucional", "desde"), year)
    return Era(year >= 2021 or re.search(phrase("codigo_constitucional", "palabras_nuevo"), text) is not None, year)


@cache
def _scanner() -> re.Pattern[str]:
    before, after = ("|".join(f"(?P<{side}_{kind}>{phrase('remisiones', kind)})" for kind in references()) for side in "ba")
    named_again = rf"{_SIGN}\d|{phrase('remision', 'otra_ley')}"
    alone = "|".join(f"(?P<{key}>{phrase('remision', key)})" for key in ("sola", "misma", "mismo", "convencion", "reglamento", "organica"))
    # "elarticulo", "delcodigo": print and OCR glue the small words on.
    return re.compile(
        rf"(?:\b|(?<=\bel)|(?<=\bla)|(?<=\bal)|(?<=\bdel)|(?<=\blos)|(?<=\bdela))(?:"
        rf"(?P<same>{SUBS}\s*,?\s*del? {_SAME} articulo(?!\s*\d))|(?P<articles>{SPAN})|(?P<disposition>{dispositions()})|{names()}"
        rf"|(?:{families()}){_SIGN}(?P<number>{_NUMBER})|(?:{phrase('numeradas_lejos', 'LEY')}){_SIGN}(?P<far>\d{{5}})\b"
        rf"|{phrase('remision', 'antes')}\s+(?:{before})\b(?!{named_again})"
        rf"|(?:{after})\s+{phrase('remision', 'despues')}\b(?!{named_again})|{alone}|del (?:codigo|reglamento)(?! de| [a-z]{{4}}))"
    )


@cache
def between(key: str) -> re.Pattern[str]:
    marks = r"\s,;:()\[\]/!\"“”«»'–-"
    return re.compile(rf"[{marks}]*(?:(?:{phrase('enlaces', key)})\b[.{marks}]*)*")


def joined(text: str, end: int, start: int, key: str) -> bool:
    return 0 <= start - end <= REACH and between(key).fullmatch(text, end, start) is not None


def mentions_of(text: str, start: int, end: int, era: Era) -> Iterator[Mention]:
    """Articles and laws of a stretch, in order; what points back ("del citado código") already resolved."""
    last: dict[str, str] = {}
    for match in anchored(_scanner(), listed("anclas", "palabras"), text, start, end):
        here = match.start(), match.end()
        if match["same"]:
            yield Mention(*here, articles=read_parts(match["same"]), same=True)
            continue
        found = _laws(match, text, last, era.year)
        if printed := match["articles"] or match["disposition"]:
            yield Mention(*here, articles=read_disposition(printed) if match["disposition"] else read_articles(printed))
            found = _damaged(text, match.end(), end)
        for law, begin, stop in found:
            law = _which_code(text, begin, stop, era.organic(law, text, stop), era.new_code)
            kind = norma(law).clase
            # A law cited for its preliminary title inside another's text (Ley 27444 in the TUO) is not what "dicha ley" means later.
            if kind == "codigo" or "titulo preliminar" not in text[max(0, begin - 28) : begin]:
                last.update({kind: law, "cualquiera": law, "mismo" if kind in listed("genero", "mismo") else "misma": law})
                if law.startswith(("LEY", "DLEG")):
                    last["ley"] = law
            if text.startswith("convencion", begin):
                last["convencion"] = law
            yield Mention(begin, stop, law, pointed=not (printed or named(match) or match["number"] or match["far"]))


def _damaged(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The law right after an article whose name the print spoiled ("del eodigo proccsal constitucional"), where no rule reads one."""
    gap = between("hacia_adelante").match(text, start, min(end, start + REACH))
    at = gap.end() if gap else start
    if at > start and not _scanner().match(text, at, end) and (found := misprinted(text[at : min(end, at + 75)])):
        yield found[0], at, at + found[1]


def _laws(match: re.Match[str], text: str, last: dict[str, str], year: int) -> Iterator[tuple[str, int, int]]:
    """The laws of one match: a name, a number and the numbers listed after it, or the law pointed back to."""
    if law := named(match):
        yield law, match.start(), match.end()
        return
    groups = {key: value for key, value in match.groupdict().items() if value is not None}
    if "far" in groups and (law := numbered("LEY", groups["far"])):
        yield law, match.start(), match.end()
        return
    family = next((key[1:] for key in groups if re.fullmatch(r"f[A-Z]+", key)), None)
    if family is None:
        if law := _pointed(match[0], groups, last, year):
            yield law, match.start(), match.end()
        return
    if family == "DL" and _OF_A_NUMBER.search(text, max(0, match.start() - 3), match.start()):
        return
    if family == "LEY" and text[max(0, match.start() - 12) : match.start()].endswith("proyecto de "):
        return
    here: re.Match[str] | None = match
    while here:
        if law := numbered(family, here["number"]):
            yield law, here.start(), here.end()
        plural = match[0].split()[0].endswith("s")
        here = _OTHER_NUMBERS.match(text, here.end()) if plural else None


def _pointed(printed: str, groups: dict[str, str], last: dict[str, str], year: int) -> str | None:
    """The law that "el citado código", "la misma", "su reglamento" mean; None where none of that kind was named before."""
    if "reglamento" in groups:
        return reglamento(last.get("ley", ""), year)
    if "organica" in groups:
        return organica(last.get("reglamento", ""))
    single = {"sola": "ley", "misma": "misma", "mismo": "mismo", "convencion": "convencion"}
    kind = next((key[2:] for key in groups if key[:2] in ("b_", "a_")), None) or next(
        (single[key] for key in groups if key in single), None
    )
    law = last.get(kind or ("codigo" if "codigo" in printed else "reglamento"))
    return "CPC-2004" if law == "NCPC-2021" and re.search(phrase("codigo_constitucional", "palabras_viejo"), printed) else law


def _which_code(text: str, start: int, end: int, law: str, new_era: bool) -> str:
    """CPC-2004 or NCPC-2021 by the words around the name; "CPC" is left to the article where they do not tell."""
    if law != "CPC-2004":
        return law
    around = text[max(0, start - 25) : start] + text[start : end + 40].partition(" art")[0]
    if re.search(phrase("codigo_constitucional", "palabras_viejo"), around):
        return law
    if new_era and re.search(phrase("codigo_constitucional", "palabras_nuevo"), around):
        return "NCPC-2021"
    return UNDECIDED if new_era else law

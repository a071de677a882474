"""Articles as rulings print them: "artículos 2, inciso 5, y 61.1", "literal b) del numeral 2 del artículo 15-B", through OCR ("articulo 62.o")."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from indexer.extract.tables import keys, phrases

VERSION = 5
_TABLE = "normas.toml"
_KEY = r"(?:incisos?|incs?\.|numeral(?:es)?|num\.|literal(?:es)?|lit\.|acapites?|apartados?)"
_ART = r"(?:art(?!esan)[a-z1]{2,6}[o0]s?(?:\b|(?=\d))|arts?\.|a(?:[pfy]t|rr|r)icul[o0]s?(?:\b|(?=\d)))"
_DEGREE = r"(?:\s?\.?\s?[°º]\.?|\.?o\b|\s?[?*]|\.0\b|\.(?=,|\s+(?:de|del|dela)\b|$))"
_OF_LAW = r"(?=\s+(?:de|del|dela)\b|$)"
_LETTERED = rf"(?:\s?-\s?|{_DEGREE}\s?-\s?)[a-d](?:\b|(?=y\s))|\s[bc](?=[,;]|\s(?:y|de|del)\b|$)"
_PARTS = r"(?:\s?\.\s?[1-9]\d?(?![\d°º]))*(?:\.[a-z]\b(?!\.))?"
_RAISED = rf"\s?\.\s?[1-9]\d?\s?[°º]{_OF_LAW}|[°º]\s[1-9]\d?{_OF_LAW}"
"""A part set off by the degree sign alone: "2.5° de la Constitución", "2° 5 de la Constitución"."""
_NUMBER = rf"(?:\d{{1,4}}|\b[ivx]{{1,5}}(?:\b|(?=de su\b|del\b))|\b[ivxl]{{1,4}}(?=\s?del? titulo|$))(?:{_LETTERED})?(?:{_RAISED}|{_PARTS}(?:{_DEGREE})?)"
_LETTER = (
    r"[\"“”'‘’«]?\b[a-zñ][\"“”'’»]?\)|[\"“'‘«][a-zñ][\"”'’»]|(?<=literal )[a-zñ]\b|(?<=literales )[a-zñ]\b|(?<=inciso )[a-zñ]\b\.?"
    r"|(?<=incisos )[a-z]\b|(?<=\b[a-z] y )[b-dfg-k]\b"
)
_VALUE = rf"(?:{_LETTER}|{_NUMBER})\)?(?:[.]-)?"
_JOIN = r"(?:\s*(?:[,;/]|(?<=\d)y\b|(?<=-[a-d])y\b|\by/?o?\b|\be\b|\bo\b|\b0(?= \d))\s*)+"
_RANGE = r"(?<!incisos)(?<!literales)\s+(?:al?|hasta(?: el)?)\s+"
_PARAGRAPH = r"(?:\s*,?\s*(?:primer|segundo|tercer|cuarto|quinto|ultimo)\s+parrafo,?)?"
_ARTICLE_OF = _PARAGRAPH + r"(?:\s*,?\s*(?:d[ec][lir]?|de los)\s+(?:(?:el|la|los)\s+)?(?:mism[oa]s?\s+)?|\s*,\s*(?=art))"
_LIST = rf"(?:{_VALUE})(?:(?:{_JOIN}|{_RANGE})(?:el\s+|los\s+)?(?:{_VALUE}))*"
SUBS = rf"{_KEY}\s*{_LIST}"

_WHOLE = (
    r"numeral(?:es)?\s+\d{1,3}(?:\.\d{1,2}){1,3}[°º]?"
    r"(?=\s*,? (?:de la ley|de la constitucion|del? (?:nuevo )?codigo|del reglamento|del tuo|del texto unico))"
)
"""Numbered paragraphs may be called without their article: "el numeral 36.1.2 de la Ley", "el numeral 61.1 del Código"."""

_AFTER = rf"(?:\s*[,(.]?\s*(?:y\s+)?(?:en\s+)?(?:sus?\s+)?)(?:{SUBS})(?:{_JOIN}{_LIST})?"
SPAN = rf"{_WHOLE}|(?:{SUBS}(?:{_ARTICLE_OF}))*(?:{_ART})\s*(?:n\S{{1,3}}\s|-\s)?{_LIST}(?:\s[a-k]\)(?=\s+(?:del|de)\b))?(?:{_AFTER})*"
"""A mention of articles, with what stands before and after it: a pattern over plain text, no groups."""

_TOKEN = re.compile(
    rf"(?P<key>{_KEY})|(?P<art>{_ART})|(?P<range>{_RANGE})|(?P<value>(?:{_VALUE}))|(?P<join>{_JOIN})|(?P<of>\bdel?\b|\bde los\b)"
)


@dataclass(slots=True)
class _Reading:
    """The state of one mention while its words are read."""

    found: list[str] = field(default_factory=list)
    bases: list[str] = field(default_factory=list)
    before: list[list[str]] = field(default_factory=list)
    subs: list[list[str]] = field(default_factory=list)
    seen_article: bool = False
    in_subs: bool = False
    ranged: bool = False
    several: bool = False
    """ "artículos": more than one article follows."""
    one_part: bool = False
    """ "inciso", not "incisos": one part follows."""

    def close(self) -> None:
        """Writes down the articles read so far; what stood before the word "artículo" belongs to the first of them."""
        for place, base in enumerate(self.bases):
            last = place == len(self.bases) - 1
            levels = (self.before[::-1] if place == 0 else []) + (self.subs if last else [])
            self.found.extend(_paths(base, levels))
        self.bases, self.before, self.subs = [], [], []


def read_articles(mention: str) -> tuple[str, ...]:
    """ "artículos 2, inciso 5, y 61" (plain text) → ("2.5", "61"); "13 a 15" as each of its articles, a range of more
    than _RANGE_EACH as one: "410-419"; () when there is none."""
    reading = _Reading()
    tokens = list(_TOKEN.finditer(mention))
    for place, token in enumerate(tokens):
        if token["key"]:
            level: list[str] = []
            (reading.subs if reading.seen_article else reading.before).append(level)
            reading.in_subs, reading.one_part = True, not token["key"].endswith("s")
        elif token["art"]:
            reading.several = token["art"].rstrip(".").endswith("s")
            reading.seen_article, reading.in_subs = True, False
        elif token["range"]:
            reading.ranged = True
        elif token["value"]:
            _value(reading, _clean(token["value"]), tokens[place + 1 : place + 3])
    if not reading.seen_article:
        reading.bases = [value for level in reading.before for value in level if "." in value]
        reading.before = []
    reading.close()
    return tuple(dict.fromkeys(one for found in reading.found for one in _each(found)))


_RANGE_EACH = 6
"""Articles of a range that are cited one by one; a wider range means a matter ("410 al 419", the costs), not each article."""


def _each(found: str) -> Iterator[str]:
    limits = re.fullmatch(r"(\d+)-(\d+)", found)
    low, high = (int(limits[1]), int(limits[2])) if limits else (0, -1)
    yield from map(str, range(low, high + 1)) if 0 < high - low < _RANGE_EACH else (found,)


@cache
def dispositions() -> str:
    """Pattern, without groups, of "quinta disposición final", "primera disposición complementaria transitoria"."""
    kinds = "|".join(phrases(_TABLE, "disposiciones", kind)[0] for kind in keys(_TABLE, "disposiciones"))
    return rf"(?:{'|'.join(phrases(_TABLE, 'ordinales', 'palabras'))})\s+disposicion\s+(?:(?:{kinds})\b(?:\s+y\s+|,\s+|\s+)?)+"


def read_disposition(mention: str) -> tuple[str, ...]:
    """ "quinta disposición final" (plain text) → ("DF5",); "cuarta disposición final y transitoria" → ("DFT4",)."""
    words = mention.split()
    number = next(place for place, word in enumerate(phrases(_TABLE, "ordinales", "palabras"), 1) if re.fullmatch(word, words[0]))
    kinds = [
        kind
        for word in words[2:]
        for kind in keys(_TABLE, "disposiciones")
        if re.fullmatch(phrases(_TABLE, "disposiciones", kind)[0], word.rstrip(","))
    ]
    return (f"D{''.join(kinds)}{number}",)


def read_parts(mention: str) -> tuple[str, ...]:
    """ "inciso 6) del mismo artículo" (plain text) → ("6",): the parts of an article named elsewhere."""
    return tuple(_clean(token["value"]) for token in _TOKEN.finditer(mention) if token["value"])


def _value(reading: _Reading, value: str, ahead: list[re.Match[str]]) -> None:
    """One number or letter: a new article, or a part of the last one."""
    if reading.ranged and reading.bases and not reading.in_subs:
        reading.bases[-1] += f"-{value}"
    elif reading.in_subs and not (reading.seen_article and _is_article(value, reading, ahead)):
        (reading.subs if reading.seen_article else reading.before)[-1].append(value)
    elif value[0].isdigit() or re.fullmatch(r"[ivxl]+", value):
        if reading.in_subs:
            reading.close()
            reading.in_subs = False
        reading.bases.append(value.upper().replace("L", "I") if not value[0].isdigit() else value)
    elif reading.bases:
        # "artículo 60 a) del código": a letter right after its article, without the word "inciso".
        reading.subs.append([value])
        reading.in_subs = True
    reading.ranged = False


def _is_article(value: str, reading: _Reading, ahead: list[re.Match[str]]) -> bool:
    """Whether a number after "inciso 5, y …" starts another article: several are announced and only one part, it is too high for a part,
    the parts so far are letters, or it has parts of its own."""
    if not value[0].isdigit() or not reading.subs[-1]:
        return False
    number = int(re.match(r"\d+", value)[0])  # type: ignore[index]
    follows = [token.lastgroup for token in ahead]
    lettered = all(part.isalpha() for part in reading.subs[-1])
    return (reading.several and reading.one_part) or number > 30 or lettered or follows[:2] == ["join", "key"] or follows[:1] == ["key"]


def _paths(base: str, levels: list[list[str]]) -> Iterator[str]:
    """Base and levels of parts to paths: "17", [["2"], ["a", "b"]] → "17.2.a", "17.2.b"."""
    # "artículo 149, numeral 149.1": the part is told with its article.
    filled = [[value.removeprefix(f"{base}.") for value in level] for level in levels if level]
    if not filled:
        yield base
    elif len(filled) == 1:
        yield from (f"{base}.{value}" for value in filled[0])
    else:
        yield from (f"{base}.{'.'.join(level[0] for level in filled[:-1])}.{value}" for value in filled[-1])


def _clean(value: str) -> str:
    """A printed number or letter in the form of our ids: "62.o" → "62", "15 - b" → "15-B", "«c»)" → "c"."""
    parted = re.sub(r"(?<=\d)[°º]\s(?=\d)", ".", re.sub(r"(?<=\d)\s(?=[bc]$)", "-", value))
    bare = re.sub(r"[\"“”'‘’«»()?*°º\s]", "", parted).removesuffix(".-").rstrip(".")
    bare = re.sub(r"(?<=\d)(?:\.?o|\.0)$", "", bare).rstrip(".")
    return re.sub(r"(?<=\d)\.?-([a-d])", lambda found: f"-{found[1].upper()}", bare)

"""One resolution in several formats: which text is the better one, by what was measured of each, and where they say different things.

The Court publishes a PDF and a page of most rulings, and they are not always the same text (sources.md §2). Both are kept; one speaks, and what a reader
should know of the other stands in the record's `advertencias`.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from babel.dates import format_date

from indexer.read.vocabulary import is_word
from models.document import DocumentText, Formato
from models.ids import fold
from models.ruling import AT_SOURCE, Advertencia, Ruling
from models.stored import StoredVersion

VERSION = 2
"""Raise it when a choice or a warning changes: all records are stale then."""

_ORDER: Mapping[Formato, int] = {"pdf": 0, "html": 1, "texto": 2}
"""Between texts as good as each other, the Court's own bytes before a copy of their text."""
_NAMES: Mapping[Formato, str] = {"pdf": "PDF", "html": "HTML"}
"""Formats that the Court publishes; a copy's text is somebody's reading of one of them, and says nothing of the Court's."""
_WHOLE = 0.95
"""A text with less than this share of the readable words of the longest lacks something: a page, a vote."""
_AS_GOOD = 0.005
_RESTORED = 0.02
"""What a text whose accents had to be restored is worth less: so many of its words were not printed as they are shown."""
_WORD = re.compile(r"[^\W_]+")
_WIDTH = 4
"""Words of the runs that two texts must share: longer than the phrases of which every ruling is made are frequent, shorter than OCR's errors are apart."""
_MATERIAL, _MATERIAL_OCR = 0.03, 0.15
"""Share of words that only one of the two has, from which they are said to differ; OCR misreads up to one word in ten and that is no difference."""
_PASSAGE, _MOST = 80, 60
"""So many words in a row, most of which only one of the two has, are a passage that the other lacks: a paragraph, whatever its share of the whole."""
_FALLO_OCR = 0.2
_LIMA = timezone(timedelta(hours=-5))
"""Peru keeps UTC−5 all year; dates that people read are Lima's (contracts.md §7)."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A format of a resolution with its text."""

    version: StoredVersion
    document: DocumentText


def ranked(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, the one to speak first: whole before lacking, then by the share of words that can be trusted, then by format and address."""
    rest = sorted(candidates, key=lambda one: (_ORDER[one.version.formato], one.version.url))
    result: list[Candidate] = []
    while rest:
        best = _best(rest)
        rest.remove(best)
        result.append(best)
    return result


def _best(candidates: Sequence[Candidate]) -> Candidate:
    longest = max(_readable(one.document) for one in candidates)
    whole = [one for one in candidates if _readable(one.document) >= _WHOLE * longest]
    finest = max(_trust(one.document) for one in whole)
    return next(one for one in whole if _trust(one.document) >= finest - _AS_GOOD)


def _trust(document: DocumentText) -> float:
    """The share (0–1) of words that are what the paper says, as far as that was measured."""
    known = document.calidad.palabras_conocidas or 0.0
    confidence = document.calidad.confianza_ocr
    return known * (1.0 if confidence is None else confidence) - (_RESTORED if document.restaurado else 0.0)


def _readable(document: DocumentText) -> float:
    return len(document.text.split()) * (document.calidad.palabras_conocidas or 0.0)


def withdrawn(version: StoredVersion) -> tuple[Advertencia, ...]:
    """That the file which speaks is no longer at its source, and since which day in Lima; nothing for one that is there."""
    if version.estado != "retirado_en_origen":
        return ()
    kept = f"se conserva la copia obtenida el {_written(version.obtained)}."
    if version.retirado is None:
        return (Advertencia(AT_SOURCE, f"El Tribunal retiró este archivo de su sitio; {kept}"),)
    since = datetime.fromisoformat(version.retirado).astimezone(_LIMA)
    return (
        Advertencia(AT_SOURCE, f"El Tribunal retiró este archivo de su sitio el {_written(since)}; {kept}", (since.date().isoformat(),)),
    )


def _written(moment: datetime) -> str:
    """ "3 de mayo de 2026"."""
    return format_date(moment.astimezone(_LIMA).date(), "long", locale="es")


def differences(shown: Candidate, ruling: Ruling, other: Candidate, also: Ruling | None) -> tuple[Advertencia, ...]:
    """What a reader of the one should know of the other: another date, another outcome, other words of the decision, passages that only one has.

    `also` is the record made from the other, None when it gives none. Nothing for two files of one format, or for a copy that is not the Court's.
    """
    one, two = _NAMES.get(shown.version.formato), _NAMES.get(other.version.formato)
    if one is None or two is None or one == two:
        return ()
    scanned = "ocr" in (shown.document.lector, other.document.lector) or shown.document.restaurado or other.document.restaurado
    found = _of_text(shown, other, scanned)
    if also is None:
        return found
    fallos = _fallo(shown.document, ruling), _fallo(other.document, also)
    apart = all(fallos) and _other_words(*fallos, scanned)
    return (*_of_records(ruling, also, (one, two), apart), *found)


def _of_records(ruling: Ruling, also: Ruling, names: tuple[str, str], other_words: bool) -> tuple[Advertencia, ...]:
    one, two = names
    found: list[Advertencia] = []
    if ruling.fecha and also.fecha and ruling.fecha != also.fecha:
        found.append(
            Advertencia("fecha", f"El {one} y el {two} dan fechas distintas; aquí se muestra la del {one}.", (ruling.fecha, also.fecha))
        )
    results = tuple("; ".join(str(point.resultado or "—") for point in each.fallo) for each in (ruling, also))
    if ruling.resultado and also.resultado and ruling.resultado != also.resultado:
        values = (ruling.resultado, also.resultado)
        found.append(Advertencia("resultado", f"El {one} y el {two} llevan a resultados distintos; aquí se muestra el del {one}.", values))
    elif ruling.fallo and also.fallo and results[0] != results[1]:
        found.append(Advertencia("fallo", f"Los puntos del fallo no son los mismos en el {one} y en el {two}.", results))
    elif other_words:
        found.append(Advertencia("fallo", f"Las palabras del fallo no son las mismas en el {one} y en el {two}: conviene leer ambos."))
    return tuple(found)


def _fallo(document: DocumentText, ruling: Ruling) -> str:
    """The Court's own decision, as its text prints it; "" where none was found."""
    return " ".join(document.text[part.inicio : part.fin] for part in ruling.secciones if part.zona == "fallo")


def _other_words(one: str, two: str, scanned: bool) -> bool:
    """Whether two texts of a decision hold different words or numbers. Words that are none are misreadings; of scans a share of the rest is too."""
    counts = [Counter(word for word in _words(text) if word.isdigit() or is_word(word)) for text in (one, two)]
    apart = sum(((counts[0] - counts[1]) + (counts[1] - counts[0])).values())
    return apart > (_FALLO_OCR * sum((counts[0] + counts[1]).values()) if scanned else 0)


def _of_text(shown: Candidate, other: Candidate, scanned: bool) -> tuple[Advertencia, ...]:
    texts = _words(shown.document.text), _words(other.document.text)
    missing = _alone(texts[0], texts[1]), _alone(texts[1], texts[0])
    one, two = _NAMES[shown.version.formato], _NAMES[other.version.formato]
    urls = (shown.version.url, other.version.url)
    found = [
        Advertencia("texto", f"El {has} trae un pasaje de unas {longest} palabras que el {lacks} no trae.", urls)
        for (_, longest), has, lacks in ((missing[0], one, two), (missing[1], two, one))
        if longest
    ]
    share = (missing[0][0] + missing[1][0]) / max(1, len(texts[0]) + len(texts[1]))
    if not found and share > (_MATERIAL_OCR if scanned else _MATERIAL):
        found = [
            Advertencia("texto", f"El {one} y el {two} difieren en {round(100 * share)} de cada 100 palabras; aquí se lee el {one}.", urls)
        ]
    return tuple(found)


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _alone(words: Sequence[str], others: Sequence[str]) -> tuple[int, int]:
    """How many of the words stand in no run of _WIDTH that the others have too, and how long the longest passage of such words is (0: there is none)."""
    runs = set(zip(*(others[start:] for start in range(_WIDTH)), strict=False))
    alone = bytearray(b"\x01") * len(words)
    for start, run in enumerate(zip(*(words[start:] for start in range(_WIDTH)), strict=False)):
        if run in runs:
            alone[start : start + _WIDTH] = bytes(_WIDTH)
    passage = bytearray(len(words))
    inside = sum(alone[: _PASSAGE - 1])
    for end in range(_PASSAGE, len(words) + 1):
        inside += alone[end - 1]
        if inside >= _MOST:
            passage[end - _PASSAGE : end] = b"\x01" * _PASSAGE
        inside -= alone[end - _PASSAGE]
    return sum(alone), max(map(len, passage.split(b"\x00")), default=0)

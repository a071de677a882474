"""When the suit began: the date of the sentence, or of the paragraph, in which the facts tell the demand (domain.md §2)."""

import re

from indexer.extract.courts import compiled, sentence_start
from indexer.extract.dates import find_dates
from indexer.extract.majority import facts
from indexer.extract.plain import plain
from indexer.extract.source import Source
from indexer.extract.tables import phrases
from models.ruling import Found

VERSION = 1


def fecha_demanda(source: Source) -> Found[str] | None:
    """The day (or month) the suit was filed: the first date of the sentence that says so. None when it gives none."""
    text = plain(source.text)
    for section in facts(source):
        for match in re.finditer(phrases("partes.toml", "demanda", "presenta")[0], text[section.inicio : section.inicio + 1600]):
            verb = section.inicio + match.start()
            start = max(text.rfind("\n", 0, verb), sentence_start(text, section.inicio, verb))
            if (brought := compiled("marcas", "presentado").search(text, verb, verb + 120)) and not brought["demanda"]:
                continue
            dates = [
                one
                for one in find_dates(source.text, start, min(section.fin, verb + 160))
                if one.start < verb or _filed(text, verb, one.start)
            ]
            if dates:
                return Found(dates[0].value, (source.quote(dates[0].start, dates[0].end, "instancias.demanda", 0.93),))
            break
    return _opening(source, text)


def _opening(source: Source, text: str) -> Found[str] | None:
    """The date that opens the paragraph which tells the demand, where a lost verb or a stray full stop parts them."""
    for section in facts(source):
        for match in compiled("marcas", "abre_demanda").finditer(text, section.inicio, min(section.fin, section.inicio + 1600)):
            if day := next(find_dates(source.text, match.start("fecha"), match.end("fecha")), None):
                return Found(day.value, (source.quote(day.start, day.end, "instancias.demanda.parrafo", 0.85),))
    return None


def _filed(text: str, verb: int, date: int) -> bool:
    """Whether a date after the verb is still the filing's: "interpuso, el 3 de mayo de 2010, demanda"."""
    return re.search(r"contra|solicit|data|\.\s|;", text[verb:date]) is None

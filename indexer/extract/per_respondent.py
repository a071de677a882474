"""Whom an outcome is about, where a decision tells its respondents apart: "INFUNDADA la demanda respecto de la codemandada X" (domain.md §8, R5)."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from indexer.extract.plain import plain, trimmed
from indexer.extract.points import Clause

VERSION = 1
_OF = re.compile(
    r"(?:respecto (?:de|a)(?:l|(?= ))|(?:en|con) relacion (?:a|con)(?:l|(?= ))|en cuanto (?:a|al)|en lo que respecta (?:a|al)|"
    r"(?:demanda|habeas data|autos|interpuesta|dirigida|seguida?) contra)\s?(?:el |la |los |las )?"
    r"(?P<cue>(?:co-?|litis ?)?(?:demandad|emplazad|consort)\w+,?\s(?:el |la )?)?(?P<don>don |dona |senor\w* )?(?P<who>(?:[^.;,()\n]|(?<=\b[a-z])\.){3,150})"
)
"""The words that limit an outcome to a respondent, and his name."""
_ENDS = re.compile(
    r"\s(?:por|al|en aplicacion|en virtud|en atencion|en los|en el extremo|con (?:emplaz|costos|citac)|sin|debiendo|que|toda vez|de conformidad|"
    r"conforme|y (?:fundada|infundada|improcedente|en consecuencia|respecto)|e (?:infundada|improcedente))\b"
)
_OFFICE = re.compile(r"procuradur|procurador")
_ALIKE = 88
"""Likeness (0–100, words in any order) from which a printed name is one of the ruling's respondents."""
_OUTCOMES = ("fundada", "fundada_en_parte", "infundada", "improcedente", "nulo")


def respondent_of(text: str, clause: Clause, known: Sequence[str], claimants: Sequence[str] = ()) -> str | None:
    """The respondent as printed to whom the clause limits its outcome on the demanda; None where it names none. `known`: the respondents and
    institutions of the ruling; a name that is none of them counts when the clause calls it a respondent, or a person who is no claimant."""
    if clause.objeto not in ("demanda", "recurso_de_agravio") or clause.resultado not in _OUTCOMES or clause.about_costs:
        return None
    bare = plain(text)
    for match in _OF.finditer(bare, clause.start, clause.end):
        stop = _ENDS.search(match["who"])
        end = match.start("who") + (stop.start() if stop else len(match["who"]))
        who = bare[match.start("who") : end]
        if any(_same(who, plain(one)) for one in claimants):
            continue
        if match["cue"] or match["don"] or _OFFICE.match(who) or any(_same(who, plain(one)) for one in known):
            return trimmed(text[match.start("who") : end]) or None
    return None


def _same(who: str, known: str) -> bool:
    return fuzz.token_set_ratio(who, known) >= _ALIKE and fuzz.token_sort_ratio(who, known) >= 60

"""Who sues and who acts for him (irregularities.md §3); who is sued is read by indexer.extract.respondents.

The caption names the claimant in capitals and damaged; ASUNTO names the appellant, who may be a lawyer; antecedentes name both sides.
"""

import re
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from indexer.extract.caption import distrito
from indexer.extract.lines import Line, heading, lines
from indexer.extract.majority import facts
from indexer.extract.plain import plain, trimmed
from indexer.extract.source import Source, by_listing
from indexer.extract.tables import nearest, phrases
from models.ids import fold
from models.names import is_institution
from models.ruling import Found, Zona

VERSION = 5
_FILE = "partes.toml"
_SAME = 78
"""From this ratio (0–100) two spellings name one person; OCR costs a letter in ten."""
_APPEALS: tuple[Zona, ...] = ("asunto", "razon", "caratula", "voto")
_SMALL = frozenset(["de", "del", "la", "las", "los", "y", "e", "en", "el", "a", "para", "por"])
_HEADER = re.compile(
    r"\bexp\b|\d{2}|tribunal|^\W*sala\b|sala ?[1i]\b|fojas|otda|sala (?:primera|segunda)|pleno\b|sentencia|relatoria|republica|constituc"
)
_ASIDE = re.compile(r",\s+(?!y\s)(?=[a-záéíóúñ])")
"""A comma inside a body's name stands before a capital: "Asociación de Viudas, Huérfanos…"."""
_FORMS = frozenset(["sac", "saa", "srl", "eirl", "sa"])
_NUMBER = re.compile(r"\bexp\b.*\d{3}")
_KEPT = _SMALL | {"vda", "viuda", "da", "do", "dos", "van", "von", "i"}
"""Words of a person's name that are printed small."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as it should be shown and where it stands."""

    name: str
    start: int
    end: int
    rule: str


@cache
def _compiled(section: str, key: str) -> re.Pattern[str]:
    return re.compile(phrases(_FILE, section, key)[0])


def demandantes(source: Source) -> tuple[Found[str], ...]:
    """The claimants, the appellant's spelling preferred to the caption's capitals; who only acts for another is left out; () when nobody is named."""
    caption, others = _caption(source)
    appellants, acting = _appellants(source)
    represented, pleading = _suing(source)
    sure = 0.97 if appellants and caption and _same(caption[0].name, appellants[0].name) else 0.85
    if any(_same(one.name, acts.name) for one in caption for acts in acting) and appellants:
        chosen = appellants
    elif represented and not pleading:
        # "el recurrente, en representación del Sindicato X": who appeals is not who sues.
        chosen = represented
    elif appellants and caption and not any(_same(one.name, who.name) for one in caption for who in appellants):
        # The caption is the case's name; another appellant is a lawyer, unless it says that there are more claimants.
        chosen = [*caption, *appellants] if others else caption
    else:
        chosen = [
            *(_better(one, caption, plain(source.text)) for one in appellants),
            *(one for one in caption if not any(_same(one.name, who.name) for who in appellants)),
        ]
    if not chosen:
        return tuple(
            Found(listing.demandante.strip(), (by_listing(listing, "demandante", "listado.demandante"),))
            for listing in source.listings[:1]
            if listing.demandante.strip()
        )
    return tuple(Found(one.name, (source.quote(one.start, one.end, one.rule, sure),)) for one in _distinct(chosen))


def representante(source: Source) -> Found[str] | None:
    """Who acts for the claimant: lawyer, attorney, president of the association. None when the text names nobody."""
    appellants, acting = _appellants(source)
    if not acting:
        represented, acting = _suing(source)
        acting = acting or (_caption(source)[0] or appellants if represented else _signing(_caption(source)[0], appellants))
    return next((Found(one.name, (source.quote(one.start, one.end, one.rule, 0.85),)) for one in acting), None)


def _signing(caption: list[_Name], appellants: list[_Name]) -> list[_Name]:
    """The person who appeals where the case is a body's: a body signs through somebody."""
    body = caption and all(is_institution(one.name) for one in caption)
    return [one for one in appellants if not is_institution(one.name)] if body else []


def _caption_lines(source: Source) -> list[tuple[int, int]]:
    """Where the header's lines in capitals stand that name the claimants; [] when none does."""
    district = distrito(source)
    taken = {(e.inicio, e.fin) for e in district.evidence} if district else set()
    place = plain(district.value) if district else ""
    run: list[tuple[int, int]] = []
    earlier: list[tuple[int, int]] = []
    for section in list(source.zones("caratula"))[:1]:
        seen = numbered = False
        for line in lines(source.text[section.inicio : min(section.fin, section.inicio + 900)]):
            start, end = section.inicio + line.start, section.inicio + line.end
            if line.plain.strip() == place:
                taken.add((start, end))
            header = _is_header(line)
            seen = seen or header
            if run and header and not numbered:
                # What stands above the number is the letterhead, in letters that OCR broke; kept in case no name follows.
                earlier, run = [*earlier, *run], []
            numbered = numbered or _NUMBER.search(line.plain) is not None
            upper = line.capitals or bool(re.match(r"nombre\s*:", line.plain))
            if heading(line) or (run and not upper):
                break
            if (start, end) in taken or header or not upper or len(line.letters) < 5 or not (seen or ":" in line.plain):
                if run and (start, end) not in taken and len(line.letters) >= 5:
                    break
                continue
            run.append((start, end))
    return run or earlier


def _caption(source: Source) -> tuple[list[_Name], bool]:
    """The claimants of the header, in proper case, and whether it says that there are others."""
    run = _caption_lines(source)
    if not run:
        return [], False
    start, end = run[0][0], run[-1][1]
    printed = re.sub(r"^\W*nombre\s*:\s*(?:s[ry]\w?\.)?", "", source.text[start:end].replace("\n", " "), flags=re.IGNORECASE)
    low = plain(printed)
    others = re.search(r"\by\s+otr[oa]s?\b", low) is not None
    if acts := _compiled("representacion", "por").search(low):
        printed = printed[: acts.start()]
    printed = re.sub(r"[\s,]*\b[YE]\s+OTR[OA]S?\b.*", "", printed)
    names = re.split(r"\s+Y\s+(?!OTR)|,\s*(?!S\.)", printed)
    body = re.search(r"\b(?:s\.?a|asociacion|empresa|sindicato|compania|comunidad|comite)\b", low) or is_institution(_proper(names[0]))
    whole = [printed] if body else names
    return [_Name(_proper(name), start, end, "partes.caratula") for name in whole if len(name.split()) > 1], others


def _is_header(line: Line) -> bool:
    """Whether a line of the header is the Court's, not a party's: by its words, or by the letterhead's letters, however damaged."""
    return bool(_HEADER.search(line.plain)) or nearest(line.letters, phrases("zonas.toml", "membrete", "frases"), 70) is not None


def _appellants(source: Source) -> tuple[list[_Name], list[_Name]]:
    """(claimants, who acts for them) of "interpuesto por … contra" in ASUNTO."""
    text = plain(source.text)
    for section in [section for zone in _APPEALS for section in source.zones(zone)]:
        if opening := _compiled("recurso", "por").search(text, section.inicio, section.fin):
            closing = _compiled("recurso", "contra").search(text, opening.end(), min(section.fin, opening.end() + 420))
            if closing:
                return _officer(source, text, opening.end(), closing.start()) or _sides(
                    source, text, opening.end(), closing.start(), "partes.asunto"
                )
    return [], []


def _officer(source: Source, text: str, start: int, end: int) -> tuple[list[_Name], list[_Name]] | None:
    """(the body, who holds office in it) of "don X, gerente general de Y" where the caption names Y; else None."""
    if held := _compiled("representacion", "oficio").search(text, start, end):
        body = _names(source, text, held.end(), end, "partes.asunto")
        if any(_same(one.name, other.name) for one in _caption(source)[0] for other in body):
            return body, _names(source, text, start, held.start(), "partes.asunto")[:1]
    return None


def _suing(source: Source) -> tuple[list[_Name], list[_Name]]:
    """(claimants, who acts for them) where antecedentes say "don X, en representación de Y, interpone demanda"; else ([], [])."""
    text = plain(source.text)
    for section in list(facts(source))[:1]:
        match = _compiled("demanda", "presenta").search(text, section.inicio, min(section.fin, section.inicio + 700))
        if match:
            start = max(text.rfind("\n", 0, match.start()), text.rfind(". ", section.inicio, match.start())) + 1
            dated = re.compile(r"[\s\W]*(?:con|el)\s+(?:fecha\s+|\d)[^,\n]{4,60},\s*").match(text, start, match.start())
            start = dated.end() if dated else start
            represented = any(_compiled("representacion", key).search(text, start, match.start()) for key in ("por", "de"))
            return _sides(source, text, start, match.start(), "partes.antecedentes") if represented else ([], [])
    return [], []


def _sides(source: Source, text: str, start: int, end: int, rule: str) -> tuple[list[_Name], list[_Name]]:
    if acts := _compiled("representacion", "por").search(text, start, end):
        return _names(source, text, start, acts.start(), rule), _names(source, text, acts.end(), end, rule)[:1]
    if acts := _compiled("representacion", "de").search(text, start, end):
        return _names(source, text, acts.end(), end, rule), _names(source, text, start, acts.start(), rule)[:1]
    return _names(source, text, start, end, rule), []


def _names(source: Source, text: str, start: int, end: int, rule: str) -> list[_Name]:
    """The names of a stretch; what describes them after a comma is left out."""
    found: list[_Name] = []
    office = re.compile(rf"\s*,?\s*{phrases(_FILE, 'representacion', 'cargos')[0]},?\s*")
    if leading := office.match(text, start, end):
        start = leading.end()
    whole = is_institution(source.text[start:end].split(",")[0])
    pieces = (
        [text[start:end]]
        if whole
        else re.split(r"(\s+y\s+(?=don|dona|la |el |[a-z]+ [a-z]+ [a-z]+)|,\s+(?=don\s|dona\s|y\s))", text[start:end])
    )
    place = start
    for piece in pieces:
        begin, stop, place = place, place + len(piece), place + len(piece)
        titled = re.match(rf"[\s,]*(?:y\s+)?(?:{phrases(_FILE, 'nombres', 'tratamientos')[0]}|(?:el|la|los|las)\s+)?", piece)
        begin += titled.end() if titled else 0
        if closing := _compiled("nombres", "final_entidad" if whole else "final").search(text, begin + 1, stop):
            stop = closing.start()
        if whole and (aside := _ASIDE.search(source.text, begin + 1, stop)):
            stop = aside.start()
        name = trimmed(source.text[begin:stop]) if whole else _tidy(trimmed(source.text[begin:stop]))
        if len(name.split()) > 1 and not re.fullmatch(_compiled("nombres", "otros"), plain(name)) and name[0].isupper():
            found.append(_Name(name if not name.isupper() else _proper(name), begin, stop, rule))
    return found


def _tidy(name: str) -> str:
    """A person's name without what OCR did between its words: "ElenaCave", "Arroyo ldr Campos", "Díaz De La Cruz"."""
    words = re.sub(r"(?<=[a-záéíóúñ]{2})(?<!\bMc)(?<!\bMac)(?=[A-ZÁÉÍÓÚÑ][a-záéíóúñ])", " ", name).split()
    kept = [word for word in words if not (word.islower() and len(word) < 4 and fold(word).strip(".") not in _KEPT)]
    return re.sub(r"(?<=\s)(?:[Dd]e(?: (?:La|Las|Los))?|Del|Y)(?=\s)", lambda particle: particle[0].lower(), " ".join(kept))


def _better(appellant: _Name, caption: list[_Name], text: str) -> _Name:
    """The appellant's spelling, or the caption's where words of the first run together, stray words broke it, or the rest of the text
    has a damaged word of it as the caption has it."""
    same = next((one for one in caption if _same(one.name, appellant.name)), None)
    if same and plain(same.name) == plain(appellant.name):
        return max(appellant, same, key=lambda one: sum(not letter.isascii() for letter in one.name))
    if same and _read_better(same.name, appellant.name, text):
        return same
    broken = re.search(r"[a-z][A-Z]|\d|\bde de\b", appellant.name) or (same and len(appellant.name.split()) < len(same.name.split()) - 1)
    return same if same and broken else appellant


def _read_better(caption: str, appellant: str, text: str) -> bool:
    """Whether each word in which two spellings of a name differ stands oftener in the text as the caption has it."""
    pairs = list(zip(plain(caption).split(), plain(appellant).split(), strict=False))
    differ = [(one, other) for one, other in pairs if one != other]
    if not differ or len(caption.split()) != len(appellant.split()):
        return False
    return all(len(re.findall(rf"\b{re.escape(one)}\b", text)) > len(re.findall(rf"\b{re.escape(other)}\b", text)) for one, other in differ)


def _proper(capitals: str) -> str:
    """ "ROSA DE LA CRUZ S.A.C." → "Rosa de la Cruz S.A.C."; what is not in capitals stays."""
    words = trimmed(capitals).split(" ")
    if any(len(word) > 3 and not word.isupper() for word in words[:2]):
        return " ".join(words)
    return " ".join(
        word.lower()
        if place and fold(word) in _SMALL
        else word
        if "." in word.rstrip(".") or re.fullmatch(r"\w\.", word) or word.startswith("(") or fold(word).strip(".,") in _FORMS
        else word.capitalize()
        for place, word in enumerate(words)
    )


def _same(one: str, other: str) -> bool:
    return fuzz.token_set_ratio(fold(one), fold(other)) >= _SAME or fuzz.ratio(_letters(one), _letters(other)) >= _SAME


def _letters(name: str) -> str:
    return re.sub(r"[^a-z]", "", fold(name))


def _distinct(names: list[_Name]) -> list[_Name]:
    kept: list[_Name] = []
    for one in names:
        if not any(_same(one.name, other.name) for other in kept):
            kept.append(one)
    return kept

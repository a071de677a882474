"""Who sues and who acts for him (irregularities.md §3); who is sued is read by indexer.extract.respondents.

The caption names the claimant in capitals and damaged; ASUNTO names the appellant, who may be a lawyer; antecedentes name both sides.
"""

import re

from indexer.extract.caption import distrito
from indexer.extract.lines import Line, heading, lines
from indexer.extract.majority import facts
from indexer.extract.person_names import Name, apart, distinct, names_in, names_in_row, pattern, proper, same
from indexer.extract.plain import plain
from indexer.extract.source import Source, by_listing
from indexer.extract.tables import nearest, phrases
from models.names import is_institution
from models.ruling import Found, Zona

VERSION = 6
_APPEALS: tuple[Zona, ...] = ("asunto", "razon", "caratula", "voto")
_HEADER = re.compile(
    r"\bexp\b|\d{2}|tribunal|^\W*sala\b|sala ?[1i]\b|fojas|otda|sala (?:primera|segunda)|pleno\b|sentencia|relatoria|republica|constituc"
)
_NUMBER = re.compile(r"\bexp\b.*\d{3}")


def demandantes(source: Source) -> tuple[Found[str], ...]:
    """The claimants, the appellant's spelling preferred to the caption's capitals; who only acts for another is left out; () when nobody is named."""
    caption, others = _caption(source)
    appellants, acting = _appellants(source)
    represented, pleading = _suing(source)
    sure = 0.97 if appellants and caption and same(caption[0].name, appellants[0].name) else 0.85
    if any(same(one.name, acts.name) for one in caption for acts in acting) and appellants:
        chosen = appellants
    elif represented and not pleading:
        # "el recurrente, en representación del Sindicato X": who appeals is not who sues.
        chosen = represented
    elif appellants and caption and not any(same(one.name, who.name) for one in caption for who in appellants):
        # The caption is the case's name; another appellant is a lawyer, unless it says that there are more claimants.
        chosen = [*caption, *appellants] if others else caption
    else:
        chosen = [
            *(_better(one, caption, plain(source.text)) for one in appellants),
            *(one for one in caption if not any(same(one.name, who.name) for who in appellants)),
        ]
    if not chosen:
        return tuple(
            Found(listing.demandante.strip(), (by_listing(listing, "demandante", "listado.demandante"),))
            for listing in source.listings[:1]
            if listing.demandante.strip()
        )
    chosen = distinct(chosen)
    return tuple(
        Found(one.name, (source.quote(one.start, one.end, one.rule, sure),))
        for one in (*chosen, *apart(_beside(source), [*chosen, *acting]))
    )


def representante(source: Source) -> Found[str] | None:
    """Who acts for the claimant: lawyer, attorney, president of the association. None when the text names nobody."""
    appellants, acting = _appellants(source)
    if not acting:
        represented, acting = _suing(source)
        acting = acting or (_caption(source)[0] or appellants if represented else _signing(_caption(source)[0], appellants))
    return next((Found(one.name, (source.quote(one.start, one.end, one.rule, 0.85),)) for one in acting), None)


def _signing(caption: list[Name], appellants: list[Name]) -> list[Name]:
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


def _caption(source: Source) -> tuple[list[Name], bool]:
    """The claimants of the header, in proper case, and whether it says that there are others."""
    run = _caption_lines(source)
    if not run:
        return [], False
    start, end = run[0][0], run[-1][1]
    printed = re.sub(r"^\W*nombre\s*:\s*(?:s[ry]\w?\.)?", "", source.text[start:end].replace("\n", " "), flags=re.IGNORECASE)
    low = plain(printed)
    others = re.search(r"\by\s+otr[oa]s?\b", low) is not None
    if acts := pattern("representacion", "por").search(low):
        printed = printed[: acts.start()]
    printed = re.sub(r"[\s,]*\b[YE]\s+OTR[OA]S?\b.*", "", printed)
    names = re.split(r"\s+Y\s+(?!OTR)|,\s*(?!S\.)", printed)
    body = re.search(r"\b(?:s\.?a|asociacion|empresa|sindicato|compania|comunidad|comite)\b", low) or is_institution(proper(names[0]))
    whole = [printed] if body else names
    return [Name(proper(name), start, end, "partes.caratula") for name in whole if len(name.split()) > 1], others


def _is_header(line: Line) -> bool:
    """Whether a line of the header is the Court's, not a party's: by its words, or by the letterhead's letters, however damaged."""
    return bool(_HEADER.search(line.plain)) or nearest(line.letters, phrases("zonas.toml", "membrete", "frases"), 70) is not None


def _appellants(source: Source) -> tuple[list[Name], list[Name]]:
    """(claimants, who acts for them) of "interpuesto por … contra" in ASUNTO."""
    text = plain(source.text)
    for section in [section for zone in _APPEALS for section in source.zones(zone)]:
        if opening := pattern("recurso", "por").search(text, section.inicio, section.fin):
            closing = pattern("recurso", "contra").search(text, opening.end(), min(section.fin, opening.end() + 420))
            if closing:
                return _officer(source, text, opening.end(), closing.start()) or _sides(
                    source, text, opening.end(), closing.start(), "partes.asunto"
                )
    return [], []


def _officer(source: Source, text: str, start: int, end: int) -> tuple[list[Name], list[Name]] | None:
    """(the body, who holds office in it) of "don X, gerente general de Y" where the caption names Y; else None."""
    if held := pattern("representacion", "oficio").search(text, start, end):
        body = names_in(source, text, held.end(), end, "partes.asunto")
        if any(same(one.name, other.name) for one in _caption(source)[0] for other in body):
            return body, names_in(source, text, start, held.start(), "partes.asunto")[:1]
    return None


def _suing(source: Source) -> tuple[list[Name], list[Name]]:
    """(claimants, who acts for them) where antecedentes say "don X, en representación de Y, interpone demanda"; else ([], [])."""
    text = plain(source.text)
    for section in list(facts(source))[:1]:
        match = pattern("demanda", "presenta").search(text, section.inicio, min(section.fin, section.inicio + 700))
        if match:
            start = max(text.rfind("\n", 0, match.start()), text.rfind(". ", section.inicio, match.start())) + 1
            dated = re.compile(r"[\s\W]*(?:con|el)\s+(?:fecha\s+|\d)[^,\n]{4,60},\s*").match(text, start, match.start())
            start = dated.end() if dated else start
            represented = any(pattern("representacion", key).search(text, start, match.start()) for key in ("por", "de"))
            return _sides(source, text, start, match.start(), "partes.antecedentes") if represented else ([], [])
    return [], []


def _beside(source: Source) -> list[Name]:
    """All who sue where the facts name several: "don A, don B y doña C interponen demanda", "don A, por derecho propio y en representación de B"."""
    text = plain(source.text)
    for section in [one for one in facts(source) if one.zona in ("antecedentes", "voto")][:1]:
        if several := pattern("demanda", "presentan").search(text, section.inicio, min(section.fin, section.inicio + _ROW)):
            found = _row(source, text, _head(text, several.start()), several.start())
            return found if len(found) > 1 else []
        brings = pattern("demanda", "presenta").search(text, section.inicio, min(section.fin, section.inicio + 700))
        own = brings and pattern("representacion", "propio").search(text, section.inicio, brings.start())
        if brings and own and (acts := pattern("representacion", "de").search(text, own.end(), brings.start())):
            return [*_row(source, text, _head(text, own.start()), own.start()), *_row(source, text, acts.end(), brings.start())]
    return []


def _row(source: Source, text: str, start: int, end: int) -> list[Name]:
    return names_in_row(source, text, start, end, "partes.antecedentes.varios")


def _head(text: str, end: int) -> int:
    """Where the names begin that stand before `end`: at the head of the paragraph, its date left out."""
    start = text.rfind("\n", 0, end) + 1
    dated = pattern("demanda", "fechada").match(text, start, end)
    return dated.end() if dated else start


_ROW = 1500
"""How far from the head of the facts the verb may stand that follows the names of all who sue."""


def _sides(source: Source, text: str, start: int, end: int, rule: str) -> tuple[list[Name], list[Name]]:
    if acts := pattern("representacion", "por").search(text, start, end):
        return names_in(source, text, start, acts.start(), rule), names_in(source, text, acts.end(), end, rule)[:1]
    if acts := pattern("representacion", "de").search(text, start, end):
        return names_in(source, text, acts.end(), end, rule), names_in(source, text, start, acts.start(), rule)[:1]
    return names_in(source, text, start, end, rule), []


def _better(appellant: Name, caption: list[Name], text: str) -> Name:
    """The appellant's spelling, or the caption's where words of the first run together, stray words broke it, or the rest of the text
    has a damaged word of it as the caption has it."""
    twin = next((one for one in caption if same(one.name, appellant.name)), None)
    if twin and plain(twin.name) == plain(appellant.name):
        return max(appellant, twin, key=lambda one: sum(not letter.isascii() for letter in one.name))
    if twin and _read_better(twin.name, appellant.name, text):
        return twin
    broken = re.search(r"[a-z][A-Z]|\d|\bde de\b", appellant.name) or (twin and len(appellant.name.split()) < len(twin.name.split()) - 1)
    return twin if twin and broken else appellant


def _read_better(caption: str, appellant: str, text: str) -> bool:
    """Whether each word in which two spellings of a name differ stands oftener in the text as the caption has it."""
    pairs = list(zip(plain(caption).split(), plain(appellant).split(), strict=False))
    differ = [(one, other) for one, other in pairs if one != other]
    if not differ or len(caption.split()) != len(appellant.split()):
        return False
    return all(len(re.findall(rf"\b{re.escape(one)}\b", text)) > len(re.findall(rf"\b{re.escape(other)}\b", text)) for one, other in differ)

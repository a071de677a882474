"""What the header and the composition sentence say: expediente, kind, number, chamber, date, judicial district (domain.md §3–§5).

The file's name is the authority for the case (one header in four is broken by OCR); the header only tells how the Court spells it (HD, PHD).
"""

import re
from functools import cache

from indexer.extract.dates import DateMatch, find_dates
from indexer.extract.lines import heading, lines
from indexer.extract.magistrates import named
from indexer.extract.plain import in_plain, plain
from indexer.extract.source import Source, by_name
from indexer.extract.tables import keys, nearest, phrases
from models.ids import spellings
from models.ruling import Advertencia, Found, Sala, Seccion, TipoResolucion

VERSION = 3
_PRINTED = {
    "HD": ("PHD", "HD"),
    "AA": ("PA", "AA"),
    "HC": ("PHC", "HC"),
    "AC": ("PC", "AC"),
    "AI": ("PI", "AI"),
    "CC": ("PCC", "CC"),
    "Q": ("Q", "Q"),
}
"""How rulings print each code, the usual way first."""
_KINDS: dict[str, TipoResolucion] = {"": "sentencia", "interlocutoria": "sentencia_interlocutoria", "aclaracion": "aclaracion"}
_HEADER = re.compile(r"^[^\n]{0,6}\bexp[^\n]{4,60}$|^[^\n]{0,10}\d{1,5}\s?-\s?\d{2,4}\s?-\s?[^\n]{1,10}$", re.MULTILINE)
_CODE = re.compile(r"\d\W{0,4}(p\s?[h1il]{0,2}\s?[dac]|[h1il]{1,2}\s?d|p\s?[aci](?![a-z]{2})|p\s?cc|q|a[aci]|cc)")
_CLARIFIES = re.compile(r"(?:solicitud|pedido|recurso)(?:es|s)? de (?:aclaracion|correccion|subsanacion|integracion)|pedido de aclaratoria")
_NOT_CLARIFIED = re.compile(r"entender\w* como (?:un )?recurso de reposicion|(?:fundado|infundado|improcedente) el recurso de reposicion")
"""A "pedido de aclaración" against an auto is a reposición (domain.md §5)."""
_NUMBER = re.compile(r"(?:s[ec]nt[ec]ncia|auto)(?:\s?interlocutoria)?\s{0,2}(?:n[.°ºo\s]{1,4})?\s?(\d{1,5})\s?/\s?(\d{4})(?!\d)")
_CHAMBERS: tuple[tuple[re.Pattern[str], Sala], ...] = (
    (re.compile(r"sala\s?primera|primera\s?sala"), "Sala Primera"),
    (re.compile(r"sala\s?segunda|segunda\s?sala"), "Sala Segunda"),
    (re.compile(r"\bpleno\b|sala\s?plena|reunido el tribunal constitucional|tribunal constitucional en sesion"), "Pleno"),
)
_COMPOSED = re.compile(r"^\W{0,4}(?:[il]?e[nrp]\W|lima\W)[^\n]{0,60}?(?:\bdias?\b|\bdel? |\bmes\b|\d)")
_SITTING = re.compile(r"tribunal|pleno|sala (?:primera|segunda)|reunid|integrad")
_PRONOUNCED = re.compile(r"pronunci|emit|expid|dict[ao]|siguiente (?:sentencia|resolucion|auto)|presente (?:sentencia|resolucion|auto)")
_SESSION = re.compile(r"con fecha |de fecha |sesion del? |el dia |\blima(?: \([a-z ]+\))?, ")
_TITLED = re.compile(
    r"^\W*(?:(?:d[ec]l?|a)[\s'’]+)?$|"
    r"\b(?:sentencia|resolucion|auto)(?: del (?:pleno (?:jurisdiccional )?del )?tribunal constitucional(?: del peru)?)? (?:d[ec]l?|a)\s+$"
)
"""Before the date that ends a line of the title page which rulings on laws have: "DEL 22 DE MARZO DE 2010", "Sentencia del 6 de mayo de 2010"."""
_HAVE_GIVEN = re.compile(r"ha[n]? (?:emitido|dictado|resuelto|expedido)")
_COURT = re.compile(
    r"corte superior (?:de justicia )?(?:del? )?(?:la )?(?:distrito judicial )?(?:del? )?([a-z]{3,12}(?: (?:de )?[a-z]{3,12}){0,2})"
)


def expediente(source: Source) -> tuple[Found[str], tuple[Advertencia, ...]]:
    """The case as the header prints it, "01797-2002-HD/TC", digits from the name; a header that clearly names another case is a warning."""
    case = source.identity.expediente
    number = str(case).rpartition("-")[0]
    ways = _PRINTED[case.code]
    warnings: list[Advertencia] = []
    for match in in_plain(source, _HEADER, "caratula", "razon"):
        printed = source.text[match.start() : match.end()].strip()
        clean = next((one for one in spellings(printed) if one.code and one.number > 99), None)
        if clean and (clean.year != case.year or not _is_number(clean.number, int(case[:5]))):
            warnings.append(Advertencia("expediente", "El encabezado muestra otro número que el archivo.", (printed, str(case))))
        if code := _CODE.search(match[0]):
            way = ways[0] if code[1].startswith("p") == ways[0].startswith("P") else ways[1]
            seen = source.quote(match.start(), match.end(), "caratula.expediente", 0.95)
            return Found(f"{number}-{way}/TC", (seen, by_name(source.name, "nombre.expediente"))), tuple(warnings)
    usual = ways[1] if case.code == "HD" and case.year < 2004 else ways[0]
    return Found(f"{number}-{usual}/TC", (by_name(source.name, "nombre.expediente", 0.9),)), tuple(warnings)


def _is_number(printed: int, own: int) -> bool:
    """Whether a printed number is the case's; the ring of "N.°" may have been read as its first digit: "N9304-96" of case 304."""
    digits = str(printed)
    return printed == own or (digits.startswith("9") and int(digits[1:] or "0") == own)


def header_seen(source: Source) -> bool:
    """Whether the text anywhere spells the case that the file's name gives it."""
    case = source.identity.ruling_id()
    return any(spelt.matches(case) for spelt in spellings(source.text))


def tipo(source: Source) -> Found[TipoResolucion]:
    """The kind of resolution by its printed title, else by what it says of itself, else by the name's suffix."""
    clarified = next(in_plain(source, _CLARIFIES, "asunto"), None)
    if clarified and next(in_plain(source, _NOT_CLARIFIED, "fundamentos", "fallo"), None):
        clarified = None
    for section in source.zones("caratula", "razon"):
        for line in lines(source.text, section.inicio, section.fin):
            if heading(line) != "titulo":
                continue
            kind = _titled(line.letters, clarified is not None and clarified.start() < section.fin + 600)
            seen = source.quote(line.start, line.end, "caratula.titulo", 0.98)
            return Found(kind, (seen,))
    if said := next(
        in_plain(source, re.compile(r"(?:siguiente|presente)\s+(sentencia interlocutoria|sentencia|auto|resolucion)"), "caratula", "razon"),
        None,
    ):
        word = said[1]
        kind = "sentencia_interlocutoria" if "inter" in word else "sentencia" if word == "sentencia" else "auto"
        return Found(kind, (source.quote(said.start(), said.end(), "composicion.clase", 0.9),))
    return Found(_KINDS.get(source.identity.kind, "auto"), (by_name(source.name, "nombre.sufijo", 0.8),))


def _titled(letters: str, clarifies: bool) -> TipoResolucion:
    if "interlocutoria" in letters:
        return "sentencia_interlocutoria"
    if letters.startswith(("auto", "reso")):
        return "aclaracion" if clarifies else "auto"
    return "otro" if letters.startswith("decreto") else "sentencia"


def numero_sentencia(source: Source) -> Found[str] | None:
    """ "200/2024" from "Sala Segunda. Sentencia 0200/2024"; numbered by chamber (domain.md §0.14). None before the numbering."""
    for match in in_plain(source, _NUMBER, "caratula", "razon"):
        line = plain(source.text).rfind("\n", 0, match.start()) + 1
        if match.start() - line < 60:
            return Found(f"{int(match[1])}/{match[2]}", (source.quote(line, match.end(), "caratula.numero", 0.97),))
    return None


def composition(source: Source) -> tuple[int, int] | None:
    """Span of "En Lima, a los …, la Sala … integrada por …, pronuncia la siguiente sentencia …"; None where the ruling has none."""
    bare = plain(source.text)
    for section in source.zones("caratula"):
        begun: int | None = None
        for line in lines(source.text, section.inicio, section.fin):
            if begun is None and _COMPOSED.search(line.plain) and _SITTING.search(line.plain):
                begun = line.start
            if begun is not None and (_PRONOUNCED.search(line.plain) or line.end - begun > 900):
                return begun, line.end
        if begun is not None:
            return begun, begun + len(bare[begun : section.fin].rstrip())
    return None


def sala(source: Source) -> Found[Sala] | None:
    """The chamber: by the composition sentence, else the numbered header, else the razón; five magistrates or more are the Pleno."""
    given = composition(source)
    stretches = [(given[0], min(given[1], given[0] + 500), 0.98)] if given else []
    stretches += [(section.inicio, section.fin, 0.9) for section in source.zones("caratula")]
    stretches += [(section.inicio, min(section.fin, section.inicio + 500), 0.85) for section in source.zones("razon")]
    bare = plain(source.text)
    for start, end, sure in stretches:
        hits = [(match.start(), match.end(), name) for pattern, name in _CHAMBERS for match in [pattern.search(bare, start, end)] if match]
        if hits:
            first, last, name = min(hits)
            return Found(name, (source.quote(first, last, "composicion.sala", sure),))
    for start, end in [*((one[0], one[1]) for one in stretches), *((section.inicio, section.fin) for section in source.zones("razon"))]:
        sitting = named(source.text, start, end)
        if len({one.name for one in sitting}) >= 5:
            by_name = {one.name: one for one in reversed(sitting)}
            return Found("Pleno", tuple(source.quote(one.start, one.end, "composicion.cinco", 0.8) for one in reversed(by_name.values())))
    return None


def fecha(source: Source) -> tuple[Found[str] | None, tuple[Advertencia, ...]]:
    """The day the decision was given: of the composition sentence, of an auto's "Lima, 3 de …", of the razón's session; None when unsaid.

    A razón that says when the Court *gave* the ruling wins over the body, whose date is then an uncorrected draft's; both are kept in a warning.
    """
    body = _composed_date(source) or next(filter(None, (_session_date(source, one, 0.9) for one in source.zones("caratula"))), None)
    told = next(filter(None, (_session_date(source, one, 0.8) for one in source.zones("razon"))), None)
    if not (body and told and told.value != body.value):
        return body or told, ()
    warning = Advertencia("fecha", "La razón de relatoría y el cuerpo dan fechas distintas.", (told.value, body.value))
    given = told.value > body.value and next(in_plain(source, _HAVE_GIVEN, "razon"), None)
    return (told if given else body), (warning,)


def _composed_date(source: Source) -> Found[str] | None:
    if given := composition(source):
        for found in find_dates(source.text, given[0], min(given[1], given[0] + 220)):
            if len(found.value) == 10:
                return Found(found.value, (source.quote(found.start, found.end, "composicion.fecha", 0.98),))
    return None


def _session_date(source: Source, section: Seccion, sure: float) -> Found[str] | None:
    bare = plain(source.text)
    days = [one for one in find_dates(source.text, section.inicio, section.fin) if len(one.value) == 10]
    for one in days:
        before = bare[max(section.inicio, one.start - 60) : one.start]
        if _SESSION.search(before) or not before.strip() or _is_titled(bare, one, section):
            return Found(one.value, (source.quote(one.start, one.end, f"{section.zona}.fecha", sure),))
    return None


def _is_titled(bare: str, day: DateMatch, section: Seccion) -> bool:
    """Whether a date ends a line of the title page and is the ruling's own."""
    first = bare.rfind("\n", section.inicio, day.start) + 1
    rest = bare[day.end : section.fin].partition("\n")[0]
    return section.zona == "caratula" and not rest.strip(" ./") and _TITLED.search(bare[max(first, section.inicio) : day.start]) is not None


@cache
def _districts() -> dict[str, str]:
    """Plain spelling → canonical district."""
    named: dict[str, str] = {}
    for name in keys("distritos.toml", "distritos"):
        for way in (plain(name), *phrases("distritos.toml", "distritos", name)):
            named[way] = name
    return named


def distrito(source: Source) -> Found[str] | None:
    """The judicial district: the header's line of its own, else the court of the appealed decision. None when neither says."""
    for section in source.zones("caratula"):
        for line in lines(source.text, section.inicio, min(section.fin, section.inicio + 700)):
            if line.capitals and (name := _district(line.plain)):
                return Found(name, (source.quote(line.start, line.end, "caratula.distrito", 0.97),))
    for zone in ("asunto", "antecedentes", "voto"):
        if match := next(in_plain(source, _COURT, zone), None):
            words = match[1].split()
            for count in (3, 2, 1):
                if len(words) >= count and (name := _districts().get(" ".join(words[:count]))):
                    return Found(name, (source.quote(match.start(), match.end(), "asunto.corte", 0.85),))
    return None


def district_named(raw: str) -> str | None:
    """The canonical district that a source's own words name; None when the table holds none like it."""
    return _district(plain(raw))


def _district(line: str) -> str | None:
    word = re.sub(r"[^a-z -]+", "", line).strip(" -")
    if not 2 < len(word) < 26:
        return None
    exact = _districts().get(re.sub(r"\s+", " ", word))
    close = nearest(word, tuple(_districts()), 80 if len(word) > 7 else 86) if exact is None and len(word) > 4 else None
    return exact or (_districts()[close] if close else None)

"""What the product may show of people: initials in the record, digits masked in the text (domain/privacy.md 1–4).

Everything here keeps lengths, so that every span of the record still points at its words.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache

from models.ids import fold
from models.names import initials, slug
from models.persons import is_private, is_private_claimant, replace_titled
from models.ruling import Advertencia, Orden, PuntoFallo, Ruling

SENSITIVE_THEMES = frozenset(["A31", "A38", "A43", "A46", "A47", "A48", "A53"])
"""Themes whose rulings show initials in their text too: health (A31), police records, debts, identity, parties, erasure, minors (privacy.md 3)."""

MASK = "•"

_PARTICLES = frozenset(["de", "del", "la", "las", "los", "y", "e", "vda", "viuda"])
_PARTICLE = r"(?:(?:de|del|la|las|los|y|e|vda|viuda)\.?[\s,]+)*"
_CALLED = (
    r"(?:don|dona|senor|senora|senorita|sr|sra|demandante|recurrente|accionante|actora?|ciudadan[oa]|menor(?: de iniciales)?|nin[oa]|hij[oa]|"
    r"beneficiari[oa])"
)


def private_names(ruling: Ruling) -> tuple[str, ...]:
    """Full names of private persons that the record knows, in its order; initials and empty names are left out."""
    people = [name for name in ruling.demandantes if is_private_claimant(name)]
    people += [ruling.representante] if ruling.representante else []
    people += [name for name in ruling.demandados if is_private(name)]
    people += [name for name, kind in zip(ruling.entidades, ruling.categoria_entidad, strict=False) if kind == "persona_natural"]
    return tuple(dict.fromkeys(name for name in map(_name_part, people) if _tokens(name)))


def _name_part(party: str) -> str:
    """The leading words that a name is made of ("Ana Soto frente a la sentencia" → "Ana Soto"): common words that a damaged text drags in after
    it must not be taken for the person's in what is masked. "" when it begins with none."""
    kept = []
    for word in party.split():
        if not word[0].isupper() and fold(word) not in _PARTICLES:
            break
        kept.append(word)
    return " ".join(kept)


def has_private_claimant(ruling: Ruling) -> bool:
    """Whether search engines must stay away (privacy.md 2); an unknown claimant counts as private."""
    return not ruling.demandantes or any(is_private_claimant(name) for name in ruling.demandantes)


def is_sensitive(ruling: Ruling) -> bool:
    """Whether initials stand in the text too (privacy.md 3)."""
    return not SENSITIVE_THEMES.isdisjoint(ruling.temas)


def public(ruling: Ruling) -> Ruling:
    """The record as it may leave the operator's machine: private persons by initials in every field, offsets untouched."""
    names = private_names(ruling)
    entities = [initials(name) if name in names else name for name in ruling.entidades]
    slugs = [
        slug(masked) if masked != name else old
        for name, masked, old in zip(ruling.entidades, entities, ruling.entidades_slug, strict=False)
    ]

    def clean(text: str) -> str:
        return mask_numbers(replace_titled(replace_names(text, names)))

    return replace(
        ruling,
        titulo=clean(ruling.titulo),
        demandantes=tuple(_claimant(name) for name in ruling.demandantes),
        representante=None if ruling.representante is None else initials(ruling.representante),
        demandados=tuple(clean(_party(name)) for name in ruling.demandados),
        entidades=tuple(entities),
        entidades_slug=tuple(slugs) if len(ruling.entidades_slug) == len(ruling.entidades) else ruling.entidades_slug,
        informacion_solicitada=None if ruling.informacion_solicitada is None else clean(ruling.informacion_solicitada),
        causal_improcedencia=None if ruling.causal_improcedencia is None else clean(ruling.causal_improcedencia),
        fallo=tuple(_point(point, clean) for point in ruling.fallo),
        ordenes=tuple(_order(order, clean) for order in ruling.ordenes),
        advertencias=tuple(_warning(warning, clean) for warning in ruling.advertencias),
    )


def _claimant(name: str) -> str:
    return initials(name) if is_private_claimant(name) else name


def _party(name: str) -> str:
    return initials(name) if is_private(name) else name


def _point(point: PuntoFallo, clean: Callable[[str], str]) -> PuntoFallo:
    return replace(point, texto=clean(point.texto), demandado=None if point.demandado is None else clean(_party(point.demandado)))


def _order(order: Orden, clean: Callable[[str], str]) -> Orden:
    return replace(order, a=None if order.a is None else clean(order.a))


def _warning(warning: Advertencia, clean: Callable[[str], str]) -> Advertencia:
    """A contradiction about a name shows its readings by initials: they are other spellings of a person, which no list knows."""
    about_people = warning.campo.partition("[")[0] in ("demandantes", "representante", "demandados", "titulo")
    mask = _claimant if warning.campo.startswith(("demandantes", "representante")) else _party
    return replace(
        warning,
        mensaje=clean(warning.mensaje),
        valores=tuple(clean(mask(value) if about_people else value) for value in warning.valores),
    )


def _flat(text: str) -> str:
    """The text without marks and in lower case, character for character."""
    return text.translate({ord(c): _plain(c) for c in set(text)})


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    return (fold(character) or character)[0]


def _tokens(name: str) -> tuple[str, ...]:
    return tuple(word for word in re.findall(r"[a-zñ]{2,}", _flat(name)) if word not in _PARTICLES)


@lru_cache(maxsize=512)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """Two or more words of one person in a row, in any order ("Quispe Mamani, Rosa"), or one after "don", "la recurrente"…"""
    alternatives = []
    for name in names:
        words = _tokens(name)
        if not words:
            continue
        word = f"(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})\\b"
        more = rf"[\s,]+{_PARTICLE}{word}"
        alternatives.append(rf"\b{word}(?:{more})+")
        alternatives.append(rf"\b{word}" if len(words) == 1 else rf"\b{_CALLED}\.?\s+(?P<only{len(alternatives)}>{word})(?!{more})")
    return re.compile("|".join(alternatives)) if alternatives else None


def replace_names(text: str, names: Iterable[str]) -> str:
    """The text with these persons by initials, accent- and case-blind; the length may shrink: for short texts of the record."""
    return _substitute(text, tuple(names), initials)


def mask_names(text: str, names: Iterable[str]) -> str:
    """The text with these persons by initials padded with blanks: the length stands, so offsets do."""
    return _substitute(text, tuple(names), _padded)


def _padded(name: str) -> str:
    return initials(name)[: len(name)].ljust(len(name))


def _substitute(text: str, names: tuple[str, ...], short: Callable[[str], str]) -> str:
    flat = _flat(text)
    pattern = (
        _pattern(names) if any(word in flat for name in names for word in _tokens(name)) else None
    )  # compiling costs more than looking
    if pattern is None:
        return text
    pieces, at = [], 0
    for match in pattern.finditer(flat):
        group = next((name for name, value in match.groupdict().items() if value is not None), None)
        start, end = match.span(group) if group else match.span()
        pieces += [text[at:start], short(text[start:end])]
        at = end
    return "".join([*pieces, text[at:]])


_NUMBERS = tuple(
    re.compile(pattern)
    for pattern in (
        # DNI (8), old voter's book, foreigner's card (9), with the spaces and dots of OCR
        r"\b(?:d\s?\.?\s?n\s?\.?\s?i|documento nacional de identidad|libreta electoral|l\.e|carne de extranjeria)\b[^\d\n]{0,25}(?P<x>\d(?:[ .-]?\d){6,11})\b",
        r"\bruc\b[^\d\n]{0,15}(?P<x>10\d{9})\b",  # the tax number of a person holds the DNI
        r"\b(?:telefonos?|telefonic[oa]s?|telf|tlf|celular(?:es)?|movil|fono|whatsapp)\b[^\d\n]{0,25}(?P<x>(?:\(?\+?\d[\d ()/.-]{4,20}\d))",
        r"(?<![\w/.-])(?P<x>(?:\+?51[ -]?)?9\d{2}[ -]\d{3}[ -]\d{3})(?![\w/-])",  # a mobile number by its shape
        r"\b(?:cuentas?|cci|tarjetas?)\b[^\d\n]{0,40}(?P<x>\d(?:[ -]?\d){7,22})(?!\d)",
    )
)
_DIGIT = re.compile(r"\d")
_EMAIL = re.compile(r"[\w.+%-]+@(?P<domain>[\w-]+(?:\.[\w-]+)+)")
_PUBLIC_DOMAIN = re.compile(r"(?:^|\.)(?:gob|mil|edu)\.pe$", re.IGNORECASE)


def mask_numbers(text: str) -> str:
    """The text with DNI, private e-mails, telephones and account numbers replaced by bullets of equal length (privacy.md 4)."""
    hidden: list[tuple[int, int]] = []
    if _DIGIT.search(text):
        flat = _flat(text)
        hidden += [match.span("x") for pattern in _NUMBERS for match in pattern.finditer(flat)]
    if "@" in text:
        hidden += [match.span() for match in _EMAIL.finditer(text) if not _PUBLIC_DOMAIN.search(match["domain"])]
    for start, end in hidden:
        masked = re.sub(r"[^\W_]", MASK, text[start:end])
        text = text[:start] + masked + text[end:]
    return text


def shown_text(text: str, ruling: Ruling) -> str:
    """The ruling's text as its page and /texto give it: numbers masked, and persons by initials where the matter is sensitive; same length."""
    masked = mask_numbers(text)
    return mask_names(masked, private_names(ruling)) if is_sensitive(ruling) else masked

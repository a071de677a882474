"""Names of people and institutions: what the product may show (domain/privacy.md)."""

import re

from models.ids import fold

_PARTICLES = frozenset(["de", "del", "la", "las", "los", "y", "e", "i", "vda", "viuda", "da", "do", "dos", "van", "von"])
_INSTITUTION = re.compile(
    r"\b(s ?a ?a?|s ?a ?c|s ?r ?l|e ?i ?r ?l|ltda|inc|asociacion|asociaciones|sindicato|federacion|confederacion|comunidad|comite|frente|"
    r"empresa|compania|corporacion|cooperativa|universidad|municipalidad|ministerio|gobierno|banco|caja|colegio|instituto|fundacion|ong|centro|"
    r"junta|sociedad|superintendencia|oficina|direccion|unidad|congreso|tribunal|corte|hospital|seguro|servicio|club|partido|movimiento|iglesia|"
    r"defensoria|procuraduria|procurador|poder|registro|consejo|organismo|agencia|derrama|notaria|red|grupo|consorcio|inversiones|cia|"
    r"institucion|academia|escuela|hermandad|camara|mutual|fondo|central|coordinadora|organizacion|union|estudio|agrupacion|ejercito|marina)\b"
)


def is_institution(name: str) -> bool:
    """Whether a party is a body, company or association rather than a person; a doubtful name counts as a person."""
    return bool(_INSTITUTION.search(re.sub(r"[^a-z ]+", " ", fold(name)).strip()))


def initials(name: str) -> str:
    """ "Rosa María de la Cruz Quispe" → "R. M. C. Q."; what is already initials stays."""
    words = [word for word in re.split(r"[\s.]+", name) if word and word[0].isalpha()]
    return " ".join(f"{word[0].upper()}." for word in words if fold(word) not in _PARTICLES)


def shown(name: str) -> str:
    """A party as titles, lists and exports may show it: institutions whole, persons by initials."""
    return name if is_institution(name) else initials(name)


def slug(name: str) -> str:
    """ "Oficina de Normalización Previsional" → "oficina-de-normalizacion-previsional"; kept for ever once given."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")

"""Which part of the record feeds which field of an index: the one place that says so (contracts.md §5), for both engines, tests and exports."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from indexer.index.query.periods import days
from models.ids import CODES, ExpedienteNumber, RulingId
from models.privacy import public
from models.ruling import Ruling, Zona
from models.search import FACETS

ZONE_OF: Mapping[Zona, str] = {
    "asunto": "asunto",
    "antecedentes": "antecedentes",
    "fundamentos": "fundamentos",
    "fallo": "fallo",
    "voto": "votos",
}
"""Zone of the record → name of the field in the query language; other zones are found by plain words only."""

TEXTO = "texto"
"""The whole text: what plain words and phrases search."""

TEXTS = (TEXTO, *ZONE_OF.values())
"""Text fields: each stemmed under its name, and unstemmed under `exact_name`."""

KINDS = ("", "aclaracion", "auto", "desistimiento", "interlocutoria", "nulidad", "reposicion", "resolucion")
_DAY_ZERO = date(1900, 1, 1)
UNKNOWN = 0xFFFF
"""Rank of an unknown date: last in both directions."""


def exact_name(text: str) -> str:
    """Name of the unstemmed twin of a text field."""
    return f"x_{text}"


def facet_name(facet: str) -> str:
    """Name of a facet's field in an index."""
    return f"f_{facet}"


def _yes_no(value: bool | None) -> tuple[str, ...]:
    return () if value is None else (("si",) if value else ("no",))


def _year(value: str | None) -> tuple[str, ...]:
    return (value[:4],) if value and value[:4].isdigit() else ()


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _entities(ruling: Ruling) -> tuple[str, ...]:
    """Slugs of the institutions; a private person sued alone goes by initials (privacy.md 1)."""
    return public(ruling).entidades_slug if "persona_natural" in ruling.categoria_entidad else ruling.entidades_slug


def _laws(norms: Iterable[str]) -> tuple[str, ...]:
    """Each cited article, and its law: whoever filters by a law wants all its articles."""
    return tuple(value for norm in norms for value in (norm.split(":", 1)[0], norm))


_FEEDS: Mapping[str, Callable[[Ruling], tuple[str, ...]]] = {
    "resultado": lambda r: _one(r.resultado),
    "sentido": lambda r: _one(r.sentido_para_demandante),
    "ambito": lambda r: _one(r.ambito),
    "derecho": lambda r: r.derechos,
    "entidad": _entities,
    "tipo_entidad": lambda r: r.categoria_entidad,
    "tema": lambda r: r.temas,
    "pretension": lambda r: r.pretension,
    "tipo": lambda r: _one(r.tipo_resolucion),
    "costos": lambda r: _one(r.costos),
    "sala": lambda r: _one(r.sala),
    "distrito": lambda r: _one(r.distrito),
    "ponente": lambda r: _one(r.ponente),
    "magistrado": lambda r: r.magistrados,
    "voto": lambda r: tuple(vote.magistrado for vote in r.votos if vote.tipo == "voto_singular"),
    "votacion": lambda r: _one(r.votacion),
    "defensa": lambda r: r.excepciones_invocadas,
    "defensa_aceptada": lambda r: tuple(defence.codigo for defence in r.defensas if defence.aceptada in ("si", "en_parte")),
    "norma": lambda r: _laws(r.normas),
    "precedente": lambda r: r.precedentes,
    "anio": lambda r: _year(r.fecha),
    "anio_publicacion": lambda r: _year(r.fecha_publicacion),
    "multa": lambda r: _yes_no(bool(r.multas)),
    "litigante_frecuente": lambda r: _yes_no(r.litigante_frecuente),
    "serie": lambda r: _one(r.serie),
    "lector": lambda r: _one(r.fuente.lector if r.fuente else None),
    "calidad": lambda r: _one(r.calidad.nivel if r.calidad else None),
    "proceso": lambda r: _one(r.proceso),
}


def facet_values(ruling: Ruling) -> Mapping[str, tuple[str, ...]]:
    """Every facet of models.search.FACETS → the ruling's values, each once, in the record's order; () when it has none."""
    return {facet: tuple(dict.fromkeys(_FEEDS[facet](ruling))) for facet in FACETS}


def cited(ruling: Ruling) -> tuple[str, ...]:
    """Ids of the rulings that the text cites, in the majority or elsewhere: what `cita:` searches."""
    return tuple(dict.fromkeys([*ruling.precedentes, *(cita.sentencia for cita in ruling.citas)]))


def period(value: str | None) -> tuple[int, int] | None:
    """First and last day (yyyymmdd) of an ISO date, month or year; None when unknown."""
    found = days(value) if value else None
    return (int(found[0].strftime("%Y%m%d")), int(found[1].strftime("%Y%m%d"))) if found else None


def key(ruling_id: str) -> int:
    """A number of 39 bits that names the ruling, the same in every build and engine; numbers order as ids do."""
    ruling = RulingId(ruling_id)
    case: ExpedienteNumber = ruling.expediente
    rest = ruling.removeprefix(case).strip("-").split("-")
    ordinal = int(rest[-1]) if rest[-1].isdigit() else 1
    kind = KINDS.index("" if rest[0].isdigit() else rest[0])
    if ordinal > 0xFF:
        raise ValueError(f"{ruling_id}: more than 255 resolutions of one kind")
    return (int(case[:5]) << 23) | ((case.year - 1900) & 0xFF) << 15 | (sorted(CODES).index(case.code) << 12) | (kind << 8) | ordinal


PLACE_BITS = 12
"""Bits of a unique key that hold a fundamento's place among its ruling's."""


def unique_key(ruling_key: int, paragraph: int = 0) -> int:
    """A number that names one document of an index: a ruling, or a fundamento by its place among the ruling's."""
    if paragraph >> PLACE_BITS:
        raise ValueError(f"more than {(1 << PLACE_BITS) - 1} fundamentos in one ruling")
    return ruling_key << PLACE_BITS | paragraph


def split_key(unique: int) -> tuple[int, int]:
    """The ruling's key and the fundamento's place."""
    return unique >> 12, unique & 0xFFF


def date_ranks(fecha: str | None, ruling_key: int) -> tuple[int, int]:
    """Two unique numbers that sort upwards by date, and downwards by date; unknown dates last in both, ties by id."""
    found = days(fecha) if fecha else None
    rank = min((found[0] - _DAY_ZERO) // timedelta(days=1), UNKNOWN - 1) if found and found[0] >= _DAY_ZERO else UNKNOWN
    down = UNKNOWN if rank == UNKNOWN else UNKNOWN - 1 - rank
    return rank << 40 | ruling_key, down << 40 | ruling_key


def citation_rank(citada_por: int, ruling_key: int) -> int:
    """A unique number that sorts upwards from the most cited, ties by id."""
    return (0xFFFF - min(citada_por, 0xFFFF)) << 40 | ruling_key

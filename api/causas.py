"""`/api/v1/causas`: cases as the Court's consulta de causas shows them, the open ones unless told otherwise; never among the rulings (contracts.md §6)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from api.desk import Desk
from api.links import ruling_path
from api.routing import AtDesk
from models import vocabulary
from models.causa import ESTADOS, EstadoDeCausa, Publicacion, chamber
from models.causas_store import CausasFound, CausasQuery, CausasStore, ShownCausa
from models.errors import BadParameter
from models.ids import CODES, RulingId
from models.names import initials, slug
from models.persons import is_private, is_private_claimant
from models.privacy import mask_numbers
from models.store import RawStore

router = APIRouter(prefix="/api/v1", tags=["causas"])

PAGE = "https://www.tc.gob.pe/consultas-de-causas/detalles-consulta?id_exp="
OPEN: tuple[EstadoDeCausa, ...] = ("pendiente", "en_tramite")
COLLECTED = ("HD", "Q")
"""Processes shown unless told otherwise: those collected unless told otherwise. What a pending queja is about, nothing tells yet."""
_ALL_STATES, _ALL_PROCESSES = "todas", "todos"
_REPEATABLE = ("estado", "anio", "sala", "ponente", "proceso")
_NAMES = (*_REPEATABLE, "pagina", "por_pagina")
_OTHERS = re.compile(r"\s*,?\s+(y|e)\s+(otr[oa]s?)\.?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PublishedBody:
    """A row of «Resoluciones y Sentencias Publicadas», as it says; dates ISO; `sentencia`: its id here, null when it is not here."""

    tipo: str | None
    fecha_web: str | None
    fecha_el_peruano: str | None
    fallo: str | None
    pdf: str | None
    html: str | None
    sentencia: str | None


@dataclass(frozen=True, slots=True)
class RelatedBody:
    """A ruling of the case that is here."""

    id: str
    url: str


@dataclass(frozen=True, slots=True)
class CausaSourceBody:
    """Where it is told: the case's page (null where the list links none), when we last read it (null: not yet), since when the list has it no more."""

    origen: str
    url: str | None
    visto: str | None
    retirada: str | None


@dataclass(frozen=True, slots=True)
class CausaBody:
    """A case. `estado`: pendiente (nothing published), en_tramite (only what does not end it), resuelta, retirada (the list has it no more). Private
    persons by initials; null is what the Court does not show."""

    expediente: str
    proceso: str | None
    estado: str
    titulo: str | None
    demandante: str | None
    demandado: str | None
    expediente_pj: str | None
    fecha_ingreso: str | None
    sala: str | None
    ponente: str | None
    fecha_vista: str | None
    distrito: str | None
    publicadas: tuple[PublishedBody, ...]
    sentencias: tuple[RelatedBody, ...]
    fuente: CausaSourceBody


@dataclass(frozen=True, slots=True)
class CausasBody:
    """A page of cases, newest entry first. `por_estado` counts what the other filters leave; `mirado`: the last look at any case, null before one."""

    total: int
    pagina: int
    por_pagina: int
    estados: tuple[str, ...]
    por_estado: dict[str, int]
    mirado: str | None
    avisos: tuple[str, ...]
    resultados: tuple[CausaBody, ...]


def parameters() -> dict[str, Any]:
    """The parameters as OpenAPI describes them."""
    salas = [term.valor for term in vocabulary.values("sala") or ()]
    lists: list[tuple[str, dict[str, Any], str]] = [
        ("estado", {"type": "string", "enum": [*ESTADOS, _ALL_STATES]}, "sin él, las abiertas: pendiente y en_tramite"),
        ("anio", {"type": "string", "pattern": r"^\d{4}$"}, "año del expediente"),
        ("sala", {"type": "string", "enum": salas}, "sala o pleno"),
        ("ponente", {"type": "string"}, "apellidos del magistrado ponente"),
        ("proceso", {"type": "string", "enum": [*CODES, _ALL_PROCESSES]}, "sin él, hábeas data y quejas"),
    ]
    found = [
        {"name": name, "in": "query", "required": False, "description": said, "schema": {"type": "array", "items": schema}}
        for name, schema, said in lists
    ]
    for name, usual, top in (("pagina", 1, 1_000_000), ("por_pagina", 20, 100)):
        found.append(
            {"name": name, "in": "query", "required": False, "schema": {"type": "integer", "minimum": 1, "maximum": top, "default": usual}}
        )
    return {"parameters": found}


@router.get("/causas", openapi_extra=parameters(), summary="Causas abiertas ante el Tribunal")
def causas(desk: AtDesk, request: Request, response: Response) -> CausasBody:
    """Cases that entered, with their chamber, ponente and hearing: the open ones unless `estado` says otherwise."""
    response.headers["X-Robots-Tag"] = "noindex"  # who sues, if only by initials (domain/privacy.md 2)
    pairs = request.query_params.multi_items()
    query, page, size = question(pairs)
    found, looked = _find(desk, query, (page - 1) * size, size)
    avisos = []
    if found.total and not found.causas:
        avisos.append(f"La última página es la {-(-found.total // size)}.")
    if looked is None:
        avisos.append("La consulta de causas todavía no se ha recolectado: habeas collect causas.")
    counts: dict[str, int] = {str(estado): n for estado, n in found.by_estado.items()}
    shown = tuple(map(_body, found.causas))
    return CausasBody(found.total, page, size, query.estados or ESTADOS, counts, looked, tuple(avisos), shown)


def question(pairs: list[tuple[str, str]]) -> tuple[CausasQuery, int, int]:
    """The cases asked for, page and size. Raises BadParameter."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        if name not in _NAMES:
            raise BadParameter(name, value, f"ese parámetro no existe; los que hay: {', '.join(_NAMES)}")
        if name not in _REPEATABLE and name in given:
            raise BadParameter(name, value, "se escribe una sola vez")
        given.setdefault(name, []).append(value)
    estados = [_one_of("estado", value, (*ESTADOS, _ALL_STATES)) for value in given.get("estado", OPEN)]
    procesos = [_one_of("proceso", value, (*CODES, _ALL_PROCESSES)) for value in given.get("proceso", COLLECTED)]
    salas = [term.valor for term in vocabulary.values("sala") or ()]
    query = CausasQuery(
        estados=() if _ALL_STATES in estados else tuple(one for one in ESTADOS if one in estados),
        anios=tuple(_matching("anio", value, r"\d{4}", "un año, como 2022") for value in given.get("anio", ())),
        procesos=() if _ALL_PROCESSES in procesos else tuple(procesos),
        salas=tuple(slug(_one_of("sala", chamber(value), salas)) for value in given.get("sala", ())),
        ponentes=tuple(slug(_matching("ponente", value, r"(?=.*\w).{1,100}", "un apellido")) for value in given.get("ponente", ())),
    )
    return query, _number(given, "pagina", 1, 1_000_000), _number(given, "por_pagina", 20, 100)


def _find(desk: Desk, query: CausasQuery, offset: int, limit: int) -> tuple[CausasFound, str | None]:
    """The cases, without those whose ruling is withdrawn; none where nothing was ever collected."""
    if not (desk.home / "catalogo.sqlite").is_file():
        return CausasFound(0, (), dict.fromkeys(ESTADOS, 0)), None
    hidden = tuple(sorted({str(RulingId(one).expediente) for one in desk.withdrawn()}))
    with RawStore.open(desk.home) as raw:
        store = CausasStore(raw)
        return store.find(replace(query, hidden=hidden), offset, limit), store.newest_look()


def _body(shown: ShownCausa) -> CausaBody:
    row, detail = shown.known.causa.row, shown.known.causa.detail
    claimant, respondent = _party(row.demandante, private=is_private_claimant), _party(row.demandado, private=is_private)
    page = f"{PAGE}{quote(row.id_exp)}" if row.id_exp else None
    return CausaBody(
        expediente=shown.expediente,
        proceso=shown.proceso or None,
        estado=shown.estado,
        titulo=f"{claimant} contra {respondent}" if claimant and respondent else claimant or respondent,
        demandante=claimant,
        demandado=respondent,
        expediente_pj=row.nro_pj or None,
        fecha_ingreso=detail.fecha_ingreso or None if detail else None,
        sala=chamber(detail.sala) or None if detail else None,
        ponente=detail.ponente or None if detail else None,
        fecha_vista=detail.fecha_vista or None if detail else None,
        distrito=detail.distrito or None if detail else None,
        publicadas=tuple(map(_published, detail.publicaciones, shown.publicadas)) if detail else (),
        sentencias=tuple(RelatedBody(one, ruling_path(one)) for one in shown.sentencias),
        fuente=CausaSourceBody("causas", page, shown.known.looked, shown.known.gone),
    )


def _published(one: Publicacion, ruling: RulingId | None) -> PublishedBody:
    said = (one.tipo, one.fecha_web, one.fecha_peruano, one.fallo)
    tipo, web, paper, fallo = (value or None for value in said)
    return PublishedBody(tipo, web, paper, fallo, _link(one.pdf), _link(one.html), ruling)


def _link(address: str) -> str | None:
    """The announced address where it is one of the web; a page may link it as it stands."""
    if address.startswith("//"):
        address = f"https:{address}"
    elif re.match(r"(www\.)?tc\.gob\.pe/", address):
        address = f"https://{address}"
    return quote(address, safe=":/?&=%#()',;+@!$*~") if re.match(r"https?://[^\s/@]+/", address) else None


def _party(name: str, *, private: Callable[[str], bool]) -> str | None:
    """A party as lists may show it: private persons by initials (domain/privacy.md 1); None where the list names none."""
    others = _OTHERS.search(name)
    base = name[: others.start()] if others else name
    if not base.strip():
        return None
    shown = initials(base) if private(base) else mask_numbers(base.strip())
    return f"{shown} {others[1].lower()} {others[2].lower()}" if others else shown


def _one_of(name: str, value: str, allowed: Sequence[str]) -> str:
    if value not in allowed:
        raise BadParameter(name, value, f"puede ser {', '.join(allowed)}")
    return value


def _matching(name: str, value: str, pattern: str, expected: str) -> str:
    if not re.fullmatch(pattern, value):
        raise BadParameter(name, value, f"se espera {expected}")
    return value


def _number(given: dict[str, list[str]], name: str, usual: int, top: int) -> int:
    value = given.get(name, [str(usual)])[0]
    if not re.fullmatch(r"[0-9]{1,9}", value) or not 1 <= int(value) <= top:
        raise BadParameter(name, value, f"se espera un número de 1 a {top}")
    return int(value)

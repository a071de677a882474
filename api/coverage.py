"""`/api/v1/cobertura`: what the sources announce against what is held, and what the Court's own register counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request

from api.desk import Covered
from api.routing import AtDesk
from crawler.sources import sources
from models.coverage import Gap, SourceLook, Span, Tally
from models.errors import BadParameter
from models.ids import CODES

router = APIRouter(prefix="/api/v1", tags=["colección"])
GAPS = 2000
"""Gaps in one answer; `huecos_total` counts them all."""
_ALL = "todos"


@dataclass(frozen=True, slots=True)
class SpanBody:
    """A year or month of publication, null where no source tells it: as a whole and by kind. `registro`: what the Court's open register counts for the
    year, of these processes; null where none was imported, and for months."""

    periodo: str | None
    total: Tally
    tipos: Mapping[str, Tally]
    registro: int | None


@dataclass(frozen=True, slots=True)
class SourceBody:
    """A source: what it announces, what is held of it, when it was last looked at and last brought anything (null: never). `esperado`: month (or year) of
    its listing → rows of any process, fewest and most, that the months before it make believable."""

    fuente: str
    etiqueta: str
    viva: bool
    filas: int
    documentos: int
    ultima_mirada: str | None
    ultima_novedad: str | None
    ultima_publicacion: str | None
    esperado: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class RegisterBody:
    """The open register (datosabiertos.gob.pe): rows by year of publication and of entry, null year = no date; null where none was imported."""

    desde: str | None
    publicados: Mapping[str, int]
    ingresados: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CoverageBody:
    """The coverage of `procesos`. In each tally anunciadas = tenemos + faltan; `sin_anuncio` are held and announced by nobody, `retiradas` are held and
    gone at their source. `huecos`: announced and not held, newest first."""

    procesos: tuple[str, ...]
    total: Tally
    tipos: Mapping[str, Tally]
    anios: tuple[SpanBody, ...]
    meses: tuple[SpanBody, ...]
    huecos_total: int
    huecos: tuple[Gap, ...]
    fuentes: tuple[SourceBody, ...]
    registro: RegisterBody


@router.get("/cobertura", summary="Lo anunciado y lo que tenemos")
def cover(desk: AtDesk, request: Request, proceso: Annotated[list[str] | None, Query()] = None) -> CoverageBody:
    """What is announced and what is held, by year, month and kind; `proceso`: HD unless told otherwise, repeatable, or `todos`."""
    for name in request.query_params:
        if name != "proceso":
            raise BadParameter(name, request.query_params[name], "ese parámetro no existe", "proceso")
    processes = _processes(proceso or ["HD"])
    return coverage_body(desk.coverage(processes), processes)


def coverage_body(found: Covered, processes: tuple[str, ...]) -> CoverageBody:
    """The answer as its readers get it."""
    whole = found.coverage
    return CoverageBody(
        procesos=processes,
        total=whole.total,
        tipos=whole.tipos,
        anios=tuple(_span(one, found.published.get(one.periodo, 0) if found.since else None) for one in whole.anios),
        meses=tuple(_span(one, None) for one in whole.meses),
        huecos_total=len(whole.huecos),
        huecos=whole.huecos[:GAPS],
        fuentes=tuple(_source(one, found.ranges.get(one.fuente, {})) for one in whole.fuentes),
        registro=RegisterBody(found.since or None, found.published, found.entered),
    )


def _processes(said: list[str]) -> tuple[str, ...]:
    for code in said:
        if code not in (*CODES, _ALL):
            raise BadParameter("proceso", code, f"puede ser {', '.join((*CODES, _ALL))}")
    return CODES if _ALL in said else tuple(code for code in CODES if code in said)


def _span(one: Span, register: int | None) -> SpanBody:
    return SpanBody(one.periodo or None, one.total, one.tipos, register)


def _source(one: SourceLook, ranges: Mapping[str, tuple[int, int]]) -> SourceBody:
    known = sources().get(one.fuente)
    return SourceBody(
        one.fuente,
        known.etiqueta if known else one.fuente,
        known.viva if known else False,
        one.filas,
        one.documentos,
        one.ultima_mirada or None,
        one.ultima_novedad or None,
        one.ultima_publicacion or None,
        ranges,
    )

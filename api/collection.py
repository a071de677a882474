"""The collection as a whole: entities, vocabularies, changes, health."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query

from api.desk import Desk
from api.figures import Outcomes, outcomes
from api.links import href
from api.routing import AtDesk
from api.schemas import ChangeBody, ChangesBody, TermBody
from indexer.index.base import SearchIndex
from indexer.meaning.standing import Standing, standing
from models import vocabulary
from models.errors import NotFound
from models.search import FacetValue, Filter, SearchQuery

router = APIRouter(prefix="/api/v1", tags=["colección"])


@dataclass(frozen=True, slots=True)
class EntityBody:
    """An institution that was sued, and in how many rulings; `tipo` is its kind in the table of institutions, null when not there."""

    slug: str
    nombre: str
    tipo: str | None
    n: int
    url: str


@dataclass(frozen=True, slots=True)
class FigureBody:
    """k of n: see `universo` for the very rulings counted; `tasa` 0–1 is null below 10, `intervalo` is 95 % Wilson."""

    total: int
    n: int
    gano: int
    gano_en_parte: int
    perdio: int
    tasa: float | None
    intervalo: tuple[float, float] | None
    excluidos: dict[str, int]
    universo: str


@dataclass(frozen=True, slots=True)
class EntityCardBody:
    """An institution with its outcomes."""

    entidad: EntityBody
    cifras: FigureBody


@dataclass(frozen=True, slots=True)
class EntitiesBody:
    """Every institution of the collection, most rulings first."""

    total: int
    entidades: tuple[EntityBody, ...]


@dataclass(frozen=True, slots=True)
class RunBody:
    """A run of a collecting or building command."""

    orden: str
    fuente: str
    inicio: str
    fin: str | None
    estado: str
    cuentas: dict[str, int]


@dataclass(frozen=True, slots=True)
class AlarmBody:
    """A source that can't be believed: which rule, what it is called, what was found; `desde` null for what is only known by asking."""

    fuente: str
    regla: str
    nombre: str
    mensaje: str
    desde: str | None


@dataclass(frozen=True, slots=True)
class StatusBody:
    """Health: the index that answers, the last runs, what was left out by stage, the alarms that are on; `ficticia` = the sample court is served."""

    version: str
    motor: str
    generacion: str
    creada: str
    sentencias: int
    ficticia: bool
    corridas: tuple[RunBody, ...]
    problemas_abiertos: dict[str, int]
    alarmas: tuple[AlarmBody, ...]
    sentido: Standing


def entities(index: SearchIndex) -> tuple[EntityBody, ...]:
    """Every institution of the habeas data rulings here, most rulings first."""
    page = index.search(SearchQuery(facetas=("entidad",), max_valores=0, por_pagina=1))
    found = next((facet.valores for facet in page.facetas if facet.nombre == "entidad"), ())
    return tuple(_entity(one) for one in found)


def _entity(value: FacetValue) -> EntityBody:
    return EntityBody(value.valor, value.etiqueta, vocabulary.entity_kinds().get(value.valor), value.n, f"/entidad/{value.valor}")


def entity_query(slug: str) -> SearchQuery:
    """The rulings of an institution."""
    return SearchQuery(filters=(Filter("entidad", (slug,)),))


def status(desk: Desk) -> StatusBody:
    """The health of this server's data. Raises NotDone when there is no index."""
    now = desk.index.generation()
    runs = (
        RunBody(
            run.command,
            run.source,
            run.started.isoformat(),
            run.finished.isoformat() if run.finished else None,
            run.estado,
            dict(run.counts),
        )
        for run in desk.runs()
    )
    return StatusBody(
        desk.product,
        desk.settings.engine,
        now.name,
        now.created.isoformat(),
        now.documents,
        desk.is_sample,
        tuple(runs),
        dict(desk.open_issues()),
        tuple(AlarmBody(one.fuente, one.regla, one.nombre, one.mensaje, one.desde or None) for one in desk.alarms()),
        standing(desk.home, desk.settings.meaning),
    )


def figure(made: Outcomes) -> FigureBody:
    """The outcomes as the API shows them."""
    return FigureBody(
        made.total, made.n, made.gano, made.gano_en_parte, made.perdio, made.tasa, made.intervalo,
        {one.motivo: one.n for one in made.excluidos}, href("/api/v1/sentencias", made.universo),
    )  # fmt: skip


@router.get("/entidades", summary="Entidades demandadas")
def list_entities(desk: AtDesk) -> EntitiesBody:
    """Every institution, most rulings first."""
    found = entities(desk.index)
    return EntitiesBody(len(found), found)


@router.get("/entidades/{slug}", summary="Una entidad")
def card(desk: AtDesk, slug: str) -> EntityCardBody:
    """An institution with its outcomes. 404 when no ruling here has it."""
    name = desk.index.entity_name(slug)
    if name is None:
        raise NotFound(slug)
    made = outcomes(desk.index, entity_query(slug))
    return EntityCardBody(_entity(FacetValue(slug, name, made.total, activo=False)), figure(made))


@router.get("/vocabularios", summary="Todas las listas cerradas")
def vocabularies() -> dict[str, list[TermBody]]:
    """Every closed list with labels and glosses in plain words."""
    lists = vocabulary.closed_lists()
    return {
        name: [TermBody(term.valor, term.etiqueta, term.glosa, term.marca or None, term.palabra or None) for term in terms.values()]
        for name, terms in lists.items()
    }


@router.get("/estado", summary="Salud del servicio")
def health(desk: AtDesk) -> StatusBody:
    """The index, the last runs and the open issues."""
    return status(desk)


@router.get("/cambios", summary="Registro de cambios")
def changes(desk: AtDesk, desde: Annotated[int, Query(ge=0, le=2**53)] = 0) -> ChangesBody:
    """Events after number `desde`, oldest first, at most a thousand."""
    found = desk.changes(desde)
    lines = tuple(ChangeBody(one.seq, one.tipo, one.id, one.at.isoformat(), one.campos) for one in found)
    return ChangesBody(lines, found[-1].seq if found else desde)

"""`/sentencia/{id}` and `/exp/{any spelling}`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api import rulings
from api.desk import Desk
from api.links import href, ruling_path
from api.marks import marks
from api.params import MAX_Q
from api.quoting import citation
from indexer.index.base import Indexed
from models import vocabulary
from models.errors import Ambiguous, BadIdentity
from models.ids import RulingId
from models.privacy import public
from models.ruling import AT_SOURCE, Advertencia, Fuente, PuntoFallo
from models.search import SearchQuery
from models.vocabulary import Term
from web.hits import whole_words
from web.linked_data import linked_data
from web.plain_words import outcome_sentence
from web.render import base_of, desk_of, localizer, page, translator
from web.ruling_rows import EvidenceView, RowView, StepView, evidence, path_of, rows
from web.ruling_text import SectionView, sections

_OWN_NUMBER = re.compile(r"\s*(\d{1,2})\s*[.)°º-]+\s*(?=\D)")


@dataclass(frozen=True, slots=True)
class PointView:
    """An operative point: the Court's own first words, its number there (None when it has none) and where they stand."""

    numero: int | None
    texto: str
    evidence: EvidenceView | None


@dataclass(frozen=True, slots=True)
class RelatedView:
    """Another resolution: of the same case or dispute."""

    id: str
    href: str
    titulo: str
    tipo: str
    resultado: str
    fecha: str | None


@dataclass(frozen=True, slots=True)
class RulingContext:
    """The page of one ruling, persons by initials but in the text itself. `hits` counts the marks of the question `q` that came along;
    `outcome` is the decision in a citizen's words ("" when unknown), `points` are the Court's own. `gone`: the day since which the Court no longer
    has the file, "" when that is not known, None while it has it; told apart from the other `warnings`."""

    id: str
    titulo: str
    expediente: str
    fecha: str | None
    sentido: Term
    only_costs: bool
    resultado: Term
    outcome: str
    outcome_evidence: EvidenceView | None
    points: tuple[PointView, ...]
    rows: tuple[RowView, ...]
    steps: tuple[StepView, ...]
    warnings: tuple[Advertencia, ...]
    gone: str | None
    sections: tuple[SectionView, ...]
    cita: str
    q: str
    hits: int
    back_href: str
    fuente: Fuente | None
    lector: Term
    calidad: Term
    restored: bool
    cited_by: int
    related: tuple[RelatedView, ...]
    path: str
    api_path: str
    linked_data: Markup


@dataclass(frozen=True, slots=True)
class ChoiceContext:
    """Several resolutions answer to one spelling."""

    spelling: str
    options: tuple[RelatedView, ...]


def ruling(request: Request) -> Response:
    """The page of a ruling; another spelling of its case goes to it. Raises NotFound, Ambiguous, Withdrawn."""
    desk, name = desk_of(request), request.path_params["name"]
    found = rulings.locate(desk, name)
    if found != name:
        return RedirectResponse(_along(ruling_path(found), request), 301)
    whole = rulings.fetch(desk, found)
    q = request.query_params.get("q", "")[:MAX_Q].replace("\0", " ").strip()
    return page(request, "sentencia.html", _context(desk, whole, q, request), headers=rulings.robots_headers(desk, found))


def spelled(request: Request) -> Response:
    """`/exp/{anything}`: 301 to the ruling, 300 with the choice when several resolutions fit. Raises NotFound, Withdrawn."""
    desk, spelling = desk_of(request), request.path_params["spelling"]
    try:
        return RedirectResponse(_along(ruling_path(rulings.locate(desk, spelling)), request), 301)
    except Ambiguous as several:
        return page(request, "opciones.html", choice(desk, several), status=300)


def choice(desk: Desk, several: Ambiguous) -> ChoiceContext:
    """The page of a choice between resolutions."""
    return ChoiceContext(several.que, related(desk, map(RulingId, several.opciones)))


def _along(path: str, request: Request) -> str:
    return f"{path}?{request.url.query}" if request.url.query else path


def _context(desk: Desk, whole: Indexed, q: str, request: Request) -> RulingContext:
    one = whole.ruling
    hits = marks(whole, q)
    outcome = evidence(one, "resultado")
    return RulingContext(
        id=one.id,
        titulo=one.titulo,
        expediente=one.expediente,
        fecha=one.fecha,
        sentido=vocabulary.term("sentido", one.sentido_para_demandante),
        only_costs=one.ambito == "costos",
        resultado=vocabulary.term("resultado", one.resultado),
        outcome=outcome_sentence(one, translator(request)),
        outcome_evidence=outcome,
        points=tuple(_point(point, evidence(one, f"fallo[{i}]")) for i, point in enumerate(one.fallo)),
        rows=rows(one),
        steps=path_of(one),
        warnings=tuple(each for each in one.advertencias if each.campo != AT_SOURCE),
        gone=next(("".join(each.valores) for each in one.advertencias if each.campo == AT_SOURCE), None),
        sections=sections(desk, whole, hits, localizer(request)),
        cita=citation(one),
        q=q,
        hits=len(hits),
        back_href=href("/buscar", SearchQuery(q=q)) if q else "",
        fuente=one.fuente,
        lector=vocabulary.term("lector", one.fuente.lector if one.fuente else None),
        calidad=vocabulary.term("calidad", one.calidad.nivel if one.calidad else None),
        restored=one.texto_restaurado,
        cited_by=whole.citada_por,
        related=related(desk, family(desk, whole)),
        path=ruling_path(one.id),
        api_path=f"/api/v1/sentencias/{one.id}",
        linked_data=linked_data(one, base_of(request)),
    )


def _point(point: PuntoFallo, where: EvidenceView | None) -> PointView:
    """The number stands before the line, so it is left out of the words."""
    own = _OWN_NUMBER.match(point.texto)
    if own is None or point.punto not in (None, int(own[1])):
        return PointView(point.punto, whole_words(point.texto) or "", where)
    return PointView(int(own[1]), whole_words(point.texto[own.end() :]) or "", where)


def family(desk: Desk, whole: Indexed) -> list[RulingId]:
    """Other resolutions of the same case, then of the same dispute as the record knows it; withdrawn ones are not told."""
    case = RulingId(whole.ruling.id).expediente
    names = [*desk.index.resolve(f"{case}/TC"), *(name for name in map(_as_id, whole.ruling.familia) if name)]
    gone = desk.withdrawn()
    return [name for name in dict.fromkeys(names) if name != whole.ruling.id and name not in gone]


def _as_id(name: str) -> RulingId | None:
    try:
        return RulingId(name)
    except BadIdentity:
        return None


def related(desk: Desk, names: Iterable[RulingId]) -> tuple[RelatedView, ...]:
    """These rulings in a line each, at most twenty; those that are not here are left out."""
    found = ((name, desk.index.get(name)) for name in list(names)[:20])
    shown = ((name, public(whole.ruling)) for name, whole in found if whole is not None)
    return tuple(
        RelatedView(
            name, ruling_path(name), one.titulo, vocabulary.label("tipo", one.tipo_resolucion or ""),
            vocabulary.label("resultado", one.resultado or ""), one.fecha,
        )
        for name, one in shown
    )  # fmt: skip

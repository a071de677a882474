"""`/sentencia/{id}/citas`: what a ruling cites, who cites it and for which fundamento, the other resolutions of its dispute."""

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api import rulings
from api.desk import Desk
from api.links import ruling_path
from api.quoting import anchor
from api.schemas import CitedBody, CitingBody
from models import vocabulary
from models.errors import BadIdentity
from models.ids import RulingId
from models.privacy import public
from models.vocabulary import Term
from web.render import desk_of, page
from web.ruling_page import RelatedView, family, related


@dataclass(frozen=True, slots=True)
class CitedView:
    """A ruling cited: `href` and `titulo` are "" where it is not held; `en` is the citing fundamento and `en_href` leads to it."""

    id: str
    href: str
    titulo: str
    fundamentos: tuple[int, ...]
    veces: int
    donde: str
    estado: str
    contexto: str
    en: str
    en_href: str


@dataclass(frozen=True, slots=True)
class CitingView:
    """A ruling that cites this one, the sentence where it does and the way into its text."""

    id: str
    href: str
    titulo: str
    fecha: str | None
    resultado: Term
    contexto: str
    en: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """Rulings that cite the same fundamento; None for those that name none."""

    fundamento: int | None
    lines: tuple[CitingView, ...]


@dataclass(frozen=True, slots=True)
class CitationsContext:
    """The citations of one ruling in both directions; `cited_by` counts rulings, which may stand in several groups."""

    id: str
    path: str
    titulo: str
    expediente: str
    cited: tuple[CitedView, ...]
    cited_by: int
    groups: tuple[GroupView, ...]
    related: tuple[RelatedView, ...]


def citations(request: Request) -> Response:
    """The page; another spelling of the case goes to it. Raises NotFound, Ambiguous, Withdrawn."""
    desk, name = desk_of(request), request.path_params["name"]
    found = rulings.locate(desk, name)
    if found != name:
        return RedirectResponse(f"{ruling_path(found)}/citas{f'?{request.url.query}' if request.url.query else ''}", 301)
    whole = rulings.fetch(desk, found)
    both = rulings.citations(desk, found)
    context = CitationsContext(
        id=found,
        path=ruling_path(found),
        titulo=whole.ruling.titulo,
        expediente=whole.ruling.expediente,
        cited=tuple(_cited(desk, found, one) for one in both.citas),
        cited_by=len(both.citada_por),
        groups=_groups(both.citada_por),
        related=related(desk, family(desk, whole)),
    )
    return page(request, "citas.html", context, headers=rulings.robots_headers(desk, found))


def _cited(desk: Desk, citing: RulingId, one: CitedBody) -> CitedView:
    held = _title(desk, one.sentencia) if one.estado in (None, "resuelta") else ""
    return CitedView(
        one.sentencia, ruling_path(one.sentencia) if held else "", held, one.fundamentos, one.veces, vocabulary.label("donde", one.donde),
        "" if held else vocabulary.label("estado_cita", one.estado or "fuera_de_la_coleccion"), one.contexto or "", one.en or "",
        f"{ruling_path(citing)}#{anchor(one.en)}" if one.en else "",
    )  # fmt: skip


def _title(desk: Desk, name: str) -> str:
    """The title of a ruling that may be shown, "" when it is not here."""
    try:
        cited = RulingId(name)
    except BadIdentity:
        return ""
    found = None if cited in desk.withdrawn() else desk.index.get(cited)
    return public(found.ruling).titulo if found else ""


def _groups(lines: Iterable[CitingBody]) -> tuple[GroupView, ...]:
    """Numbered fundamentos in order, then the citations of the ruling as a whole."""
    groups: dict[int | None, list[CitingView]] = {}
    for one in lines:
        place = f"#{anchor(one.en)}" if one.en else ""
        view = CitingView(
            one.sentencia, f"{ruling_path(one.sentencia)}{place}", one.titulo, one.fecha, vocabulary.term("resultado", one.resultado),
            one.contexto or "", one.en or "",
        )  # fmt: skip
        for number in one.fundamentos or (None,):
            groups.setdefault(number, []).append(view)
    return tuple(GroupView(number, tuple(groups[number])) for number in sorted(groups, key=lambda n: (n is None, n or 0)))

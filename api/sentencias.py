"""One ruling: its record, its text, its paragraphs, its citations. Any spelling of the case leads here."""

from collections.abc import Sequence
from typing import Annotated, Literal
from urllib.parse import quote as encode

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from api import rulings
from api.routing import AtDesk
from api.schemas import CitationsBody, QuoteBody
from api.suggesting import SimilarBody, similar
from models.ids import RulingId
from models.ruling import Ruling
from models.ruling_json import to_dict

router = APIRouter(prefix="/api/v1/sentencias", tags=["sentencias"])
Flag = Annotated[Literal["0", "1"], Query()]
_OTHER_NAMES: dict[int | str, dict[str, object]] = {
    300: {"description": "Varias resoluciones responden a ese nombre."},
    301: {"description": "El id de la resolución."},
    410: {"description": "Retirada para proteger a las personas que nombra."},
}


def _elsewhere(request: Request, spelling: str, found: RulingId, rest: Sequence[str] = ()) -> RedirectResponse | None:
    """301 to the id when another spelling was used; None when the name is the id."""
    if spelling == found:
        return None
    path = "/".join(["/api/v1/sentencias", *(encode(part) for part in (found, *rest))])
    return RedirectResponse(f"{path}?{request.url.query}" if request.url.query else path, 301)


@router.get("/{spelling:path}/texto", response_class=PlainTextResponse, responses=_OTHER_NAMES, summary="El texto")
def text(request: Request, desk: AtDesk, spelling: str, original: Flag = "0") -> Response:
    """The text that the record's offsets point into; `original=1`: before accents were restored, of the same length."""
    found = rulings.locate(desk, spelling)
    whole = rulings.fetch(desk, found)
    body = whole.original if original == "1" else whole.text
    return _elsewhere(request, spelling, found, ["texto"]) or PlainTextResponse(body, headers=rulings.robots_headers(desk, found))


@router.get("/{spelling:path}/fundamentos/{numero}", response_model=QuoteBody, responses=_OTHER_NAMES, summary="Un fundamento")
def paragraph(request: Request, desk: AtDesk, spelling: str, numero: str) -> QuoteBody | Response:
    """A numbered paragraph of the majority ("16") or of a vote ("v1.3"), ready to be quoted."""
    found = rulings.locate(desk, spelling)
    return _elsewhere(request, spelling, found, ["fundamentos", numero]) or rulings.quote(desk, found, numero)


@router.get("/{spelling:path}/citas", response_model=CitationsBody, responses=_OTHER_NAMES, summary="Qué cita y quién la cita")
def citations(request: Request, desk: AtDesk, spelling: str) -> CitationsBody | Response:
    """Both directions, with the sentence that cites."""
    found = rulings.locate(desk, spelling)
    return _elsewhere(request, spelling, found, ["citas"]) or rulings.citations(desk, found)


@router.get("/{spelling:path}/parecidas", response_model=SimilarBody, responses=_OTHER_NAMES, summary="Las más parecidas")
def nearest(request: Request, desk: AtDesk, spelling: str) -> SimilarBody | Response:
    """The nearest rulings, near-duplicates apart."""
    found = rulings.locate(desk, spelling)
    return _elsewhere(request, spelling, found, ["parecidas"]) or similar(desk, found)


@router.get("/{spelling:path}", response_model=Ruling, responses=_OTHER_NAMES, summary="La ficha pública")
def record(request: Request, desk: AtDesk, spelling: str, texto: Flag = "0") -> Response:
    """The public record; `texto=1` adds `texto`."""
    found = rulings.locate(desk, spelling)
    whole = rulings.fetch(desk, found)
    body = to_dict(whole.ruling) | ({"texto": whole.text} if texto == "1" else {})
    return _elsewhere(request, spelling, found) or JSONResponse(body, headers=rulings.robots_headers(desk, found))

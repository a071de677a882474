"""Searching: rulings and fundamentos."""

from fastapi import APIRouter, Response

from api.routing import AskedFor, AtDesk, search_parameters
from api.schemas import ParagraphsBody, SearchBody, paragraphs_body, search_answer, search_body

router = APIRouter(prefix="/api/v1", tags=["buscar"])


@router.get("/sentencias", response_model=SearchBody, openapi_extra=search_parameters(), summary="Buscar resoluciones")
def search(desk: AtDesk, query: AskedFor) -> Response:
    """A page of rulings, with facets."""
    return Response(search_answer(search_body(desk.search(query), query)), media_type="application/json")


@router.get("/fundamentos", openapi_extra=search_parameters(), summary="Buscar entre fundamentos numerados")
def paragraphs(desk: AtDesk, query: AskedFor) -> ParagraphsBody:
    """A page of numbered paragraphs, best first; the same parameters as the search of rulings."""
    return paragraphs_body(desk.paragraphs(query))

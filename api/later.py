"""Paths of the contract that this version does not answer yet: 501 in the one error shape, so that nobody takes them for a typing error."""

from fastapi import APIRouter, Request

from api.errors import NotBuilt

router = APIRouter(prefix="/api/v1", tags=["más adelante"], responses={501: {"description": "Todavía no."}})

PATHS = ("/estadisticas",)


def _not_yet(request: Request) -> None:
    """Not built yet."""
    raise NotBuilt(request.url.path)


for path in PATHS:
    router.get(path, summary="Todavía no")(_not_yet)
router.post("/parecidos", summary="Todavía no")(_not_yet)

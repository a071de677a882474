"""The JSON API: one FastAPI over an open index; every path under /api/v1 (contracts.md §6)."""

from fastapi import FastAPI

from api import errors
from api.causas import router as causas
from api.codebook import router as codebook
from api.collection import router as collection
from api.coverage import router as coverage
from api.desk import Desk
from api.later import router as later
from api.lists import router as lists
from api.searching import router as searching
from api.sentencias import router as sentencias
from api.suggesting import router as suggesting
from indexer.index.base import SearchIndex
from models.settings import Settings


def create_api(index: SearchIndex, settings: Settings) -> FastAPI:
    """The application; it opens nothing itself and keeps no state but the index and the settings it is given."""
    app = FastAPI(
        title="habeas",
        version="1",
        description="Jurisprudencia abierta de hábeas data del Tribunal Constitucional del Perú. Las personas privadas aparecen por sus iniciales.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses={"default": {"model": errors.ErrorBody, "description": "Todo error tiene esta forma."}},
    )
    app.state.desk = Desk(index, settings)
    errors.install(app)
    for router in (searching, suggesting, collection, codebook, causas, coverage, lists, later, sentencias):
        app.include_router(router)
    return app

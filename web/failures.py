"""Failures as pages that help: the nearest rulings, the box, what to do."""

from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.errors import detail_of, http_detail, status_of
from models.errors import Ambiguous, HabeasError, NotFound
from web.render import desk_of, page
from web.ruling_page import RelatedView, choice, related


@dataclass(frozen=True, slots=True)
class FailureContext:
    """What happened in words; `near` helps on a 404."""

    status: int
    mensaje: str
    near: tuple[RelatedView, ...]


def ours(request: Request, error: Exception) -> Response:
    """An error of the project as a page with its status."""
    assert isinstance(error, HabeasError)
    if isinstance(error, Ambiguous):
        return page(request, "opciones.html", choice(desk_of(request), error), status=300)
    near = related(desk_of(request), getattr(error, "cercanos", ()))
    mensaje = str(NotFound(error.que)) if isinstance(error, NotFound) else detail_of(error).mensaje  # the nearest ones are links below
    return _failure(request, status_of(error), mensaje, near)


def http(request: Request, error: Exception) -> Response:
    """404, 405 and the like: the path's last part may be a case's number, so the nearest ones are offered."""
    assert isinstance(error, HTTPException)
    near: tuple[RelatedView, ...] = ()
    if error.status_code == 404:
        last = request.url.path.rstrip("/").rsplit("/", 1)[-1]
        desk = desk_of(request)
        gone = desk.withdrawn()
        near = related(desk, (name for name in desk.index.nearest(last) if name not in gone)) if any(c.isdigit() for c in last) else ()
    mensaje = "Esa página no existe." if error.status_code == 404 else http_detail(error.status_code).mensaje
    return _failure(request, error.status_code, mensaje, near)


def unexpected(request: Request, _: Exception) -> Response:
    """A failure of ours: a page without details; the server's log has them."""
    return _failure(request, 500, http_detail(500).mensaje, ())


def _failure(request: Request, status: int, mensaje: str, near: tuple[RelatedView, ...]) -> Response:
    headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
    return page(request, "error.html", FailureContext(status, mensaje, near), status=status, headers=headers)


def install(app: Starlette) -> None:
    """Makes every failure of the pages a page."""
    app.add_exception_handler(HabeasError, ours)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, unexpected)

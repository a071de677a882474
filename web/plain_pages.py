"""Pages without a question: health, who and how, privacy, the API for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from api.alarm_feed import alarm_lines
from api.collection import StatusBody, status
from api.later import PATHS
from models import vocabulary
from web.render import base_of, desk_of, page


@dataclass(frozen=True, slots=True)
class StatusContext:
    """The health of the server's data; `names` are the words for what runs count."""

    status: StatusBody
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PlainContext:
    """A page of text; `contact` is the operator's, "" when none is configured."""

    contact: str


@dataclass(frozen=True, slots=True)
class PathView:
    """A path of the API: what it answers, and whether it does yet."""

    path: str
    summary: str


@dataclass(frozen=True, slots=True)
class ApiContext:
    """The API for people; `base` is the address to try the examples on."""

    base: str
    paths: tuple[PathView, ...]
    later: tuple[str, ...]


def health(request: Request) -> Response:
    """`/estado`."""
    names = {term.valor: term.etiqueta for term in vocabulary.values("cuenta") or ()}
    return page(request, "estado.html", StatusContext(status(desk_of(request)), names))


def alarm_feed(request: Request) -> Response:
    """`/estado.atom`."""
    lines = alarm_lines(desk_of(request).alarms(), base_of(request), datetime.now(UTC))
    return Response("".join(lines), media_type="application/atom+xml; charset=utf-8", headers={"X-Robots-Tag": "noindex"})


def about(request: Request) -> Response:
    """`/acerca`."""
    return page(request, "acerca.html", PlainContext(desk_of(request).settings.contact or ""))


def privacy(request: Request) -> Response:
    """`/privacidad`."""
    return page(request, "privacidad.html", PlainContext(desk_of(request).settings.contact or ""))


def api_for_people(request: Request) -> Response:
    """`/api`: the paths as OpenAPI knows them, with examples."""
    described: dict[str, dict[str, dict[str, str]]] = request.app.state.openapi()["paths"]
    later = {f"/api/v1{path.replace(':path', '')}" for path in PATHS} | {"/api/v1/parecidos"}
    paths = (PathView(path, next(iter(methods.values()))["summary"]) for path, methods in described.items() if path not in later)
    base = base_of(request)
    return page(request, "api.html", ApiContext(base, tuple(paths), tuple(sorted(later))))

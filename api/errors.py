"""Every failure in one shape and with the right status: the only place where the project's errors meet HTTP (contracts.md §6)."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from models.errors import (
    Ambiguous,
    BadIdentity,
    BadParameter,
    BadQuery,
    ConfigError,
    CorruptStore,
    HabeasError,
    NotARuling,
    NotDone,
    NotFound,
    RefusedDocument,
    UnreadableDocument,
    Withdrawn,
)


class NotBuilt(HabeasError):
    """A path of the contract that this version does not answer yet."""

    def __init__(self, que: str) -> None:
        super().__init__(f"«{que[:80]}» todavía no está en esta versión; llegará con una posterior.")


STATUS: dict[type[HabeasError], tuple[int, str]] = {
    BadQuery: (400, "consulta_invalida"),
    BadParameter: (400, "parametro_invalido"),
    NotFound: (404, "no_encontrado"),
    BadIdentity: (404, "identificador_invalido"),
    Ambiguous: (300, "varias_resoluciones"),
    Withdrawn: (410, "retirada"),
    NotBuilt: (501, "todavia_no"),
    NotDone: (503, "no_disponible"),
    CorruptStore: (500, "almacen_danado"),
    ConfigError: (500, "configuracion"),
    RefusedDocument: (500, "documento_rechazado"),
    UnreadableDocument: (500, "documento_ilegible"),
    NotARuling: (500, "no_es_resolucion"),
    HabeasError: (500, "error_interno"),
}
"""Type → status and stable code; a subclass takes its nearest ancestor's."""

_HTTP = {
    404: ("ruta_desconocida", "Esta dirección no existe. La lista está en /api."),
    405: ("metodo_no_permitido", "Esta dirección no admite ese método."),
    413: ("demasiado_grande", "La petición es demasiado grande."),
}
_EXPECTED = {
    "int": "se espera un número entero",
    "greater": "se espera un número mayor",
    "less": "se espera un número menor",
    "bool": "se espera 1 o 0",
    "missing": "falta",
}
"""First word of the kind of fault that FastAPI found in a parameter → what to say."""
_BROKEN = "Algo falló de nuestro lado. Quedó anotado; pruebe de nuevo en unos minutos."


@dataclass(frozen=True, slots=True)
class ErrorDetail:
    """What went wrong: a stable code, a sentence in Spanish, where in `q` (code points from 0) and what would work, null when not known."""

    codigo: str
    mensaje: str
    posicion: int | None = None
    sugerencia: str | None = None


@dataclass(frozen=True, slots=True)
class ErrorBody:
    """The one shape of every failure."""

    error: ErrorDetail


def status_of(error: HabeasError) -> int:
    """The HTTP status of an error of ours."""
    return _row(error)[0]


def detail_of(error: HabeasError) -> ErrorDetail:
    """The error as a reader may see it; sentences of inner failures (they can name files) are replaced by a general one."""
    status, code = _row(error)
    suggestion = getattr(error, "sugerencia", None) or next(iter(getattr(error, "cercanos", ())), None)
    return ErrorDetail(code, _BROKEN if status == 500 else str(error), getattr(error, "posicion", None), suggestion)


def _row(error: HabeasError) -> tuple[int, str]:
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def http_detail(status: int) -> ErrorDetail:
    """The sentence of a status that the web framework decided (404, 405, 413…)."""
    return ErrorDetail(
        *_HTTP.get(status, ("error_interno", _BROKEN) if status >= 500 else ("peticion_invalida", "La petición no se entiende."))
    )


def _answer(status: int, detail: ErrorDetail, **headers: str) -> JSONResponse:
    return JSONResponse(asdict(ErrorBody(detail)), status, headers=headers or None)


def _ours(_: Request, error: Exception) -> Response:
    assert isinstance(error, HabeasError)
    if isinstance(error, Ambiguous):
        body = {**asdict(ErrorBody(detail_of(error))), "opciones": [{"id": i, "url": f"/api/v1/sentencias/{i}"} for i in error.opciones]}
        return JSONResponse(body, 300)
    return _answer(status_of(error), detail_of(error), **({"Retry-After": "60"} if status_of(error) == 503 else {}))


def _http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _answer(error.status_code, http_detail(error.status_code), **(dict(error.headers) if error.headers else {}))


def _invalid(request: Request, error: Exception) -> Response:
    """A parameter that FastAPI checks itself is refused as those that api.params checks: 400, never its own 422."""
    assert isinstance(error, RequestValidationError)
    fault = error.errors()[0]
    name = ".".join(str(part) for part in fault["loc"][1:]) or "cuerpo"
    expected = _EXPECTED.get(str(fault["type"]).partition("_")[0], "no tiene la forma esperada")
    return _ours(request, BadParameter(name, str(fault.get("input", "")), expected))


def _unexpected(_: Request, __: Exception) -> Response:
    return _answer(500, ErrorDetail("error_interno", _BROKEN))


Handler = Callable[[Request, Exception], Response | Awaitable[Response]]


def install(app: FastAPI) -> None:
    """Makes every failure of the app answer in the one shape; unexpected ones are still raised to the server's log."""
    handlers: dict[Any, Handler] = {HabeasError: _ours, HTTPException: _http, RequestValidationError: _invalid, Exception: _unexpected}
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)

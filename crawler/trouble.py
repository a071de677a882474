"""From what went wrong to an issue line: a stable rule and a Spanish sentence that says what will be tried next."""

from dataclasses import replace

from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, IgnoreRequest, ResponseDataLossError
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.ledger import DOUBT
from crawler.middlewares import ForeignHost, HostDown, LeftAlone, RobotsForbid, RobotsUnknown, TooBig, Torn
from models.errors import RefusedDocument
from models.issues import Issue

_AGAIN = "Se volverá a pedir en la próxima recolección."
_ERRORS: tuple[tuple[type[BaseException], str, str], ...] = (
    (RobotsForbid, "robots", f"El robots.txt del sitio no permite pedirlo. {_AGAIN}"),
    (RobotsUnknown, "robots_inaccesible", f"No se pudo leer el robots.txt del sitio, así que no se pidió. {_AGAIN}"),
    (HostDown, "origen_no_responde", f"El sitio dejó de responder en esta recolección y no se le insistió. {_AGAIN}"),
    (LeftAlone, "pide_espera", f"El sitio pide esperar más de un cuarto de hora antes de insistir. {_AGAIN}"),
    (Torn, "truncado", f"La respuesta comprimida llegó dañada o cortada varias veces. {_AGAIN}"),
    (TooBig, "demasiado_grande", "La respuesta pasa de 50 MB al descomprimirla. No se guarda; se volverá a probar."),
    (ForeignHost, "host_ajeno", "El sitio redirige a otro servidor, que no es del Tribunal. No se siguió; se volverá a probar."),
    (ResponseDataLossError, "truncado", f"La respuesta llegó cortada varias veces. {_AGAIN}"),
    (DownloadCancelledError, "demasiado_grande", "La respuesta pasa de 50 MB. No se guarda; se volverá a probar."),
    (DownloadTimeoutError, "sin_respuesta", f"El sitio no respondió a tiempo, tras varios intentos. {_AGAIN}"),
    (ValueError, "redireccion", f"El sitio redirige a una dirección que no se entiende. {_AGAIN}"),
    (IgnoreRequest, "redireccion", f"El sitio redirige una y otra vez sin llegar al archivo. {_AGAIN}"),
)
_STATUSES = {
    404: ("no_existe", f"El Tribunal lo anuncia, pero su servidor responde que no existe (404). {_AGAIN}"),
    410: ("no_existe", f"El Tribunal lo anuncia, pero su servidor responde que ya no existe (410). {_AGAIN}"),
    429: ("demasiadas_peticiones", f"El sitio pide ir más despacio (429) y no cedió tras esperar. {_AGAIN}"),
}


def failed(source: str, url: str, expediente: str, failure: Failure) -> Issue:
    """The line for a request that brought nothing."""
    error = failure.value
    if isinstance(error, HttpError):
        status = error.response.status
        regla, mensaje = _STATUSES.get(status, (f"http_{status}", f"El sitio responde con el código {status}. {_AGAIN}"))
    else:
        unknown = ("sin_conexion", f"No se pudo conectar con el sitio ({type(error).__name__}), tras varios intentos. {_AGAIN}")
        regla, mensaje = next(((rule, text) for kind, rule, text in _ERRORS if isinstance(error, kind)), unknown)
    return Issue("recoleccion", regla, mensaje, source, url, expediente)


def refused(source: str, url: str, expediente: str, error: RefusedDocument) -> Issue:
    """The line for bytes that may not enter the store."""
    return Issue("recoleccion", error.regla, f"{error} {_AGAIN}", source, url, expediente)


def tried(issue: Issue, times: int) -> Issue:
    """The line with how often the thing was asked for in this run; as it is where nothing was sent."""
    if not times:
        return issue
    return replace(issue, mensaje=f"{issue.mensaje} En esta se pidió {times} {'vez' if times == 1 else 'veces'}.")


def doubtful(source: str, url: str, expediente: str) -> Issue:
    """The line for a page that was kept as it came, more than once, and that may lack its end (crawler.ending)."""
    mensaje = "La página llegó varias veces con la longitud anunciada, pero le falta </html> y su texto parece quedar a medias."
    return Issue("recoleccion", DOUBT, f"{mensaje} Se guardó así; compárela con el original. Se volverá a mirar.", source, url, expediente)

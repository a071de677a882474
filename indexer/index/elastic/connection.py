"""The server: one client a process and address, and what goes wrong there in the product's words.

Reading never waits for a server that is down: it says so at once and answers again by itself when the server is back. Building waits and tries
again (`persistently`), since a node that restarts is no reason to lose hours of work.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar
from urllib.parse import urlsplit

from elastic_transport import ConnectionError as NoConnection
from elastic_transport import ConnectionTimeout, TlsError, TransportError
from elasticsearch import ApiError, Elasticsearch, UnsupportedProductError

from indexer.index.base import GenerationGone
from indexer.index.query.parse import that_works
from models.errors import BadQuery, ConfigError, NotDone
from models.settings import Settings

VERSION = 9
"""Major version of the server: a client of one major speaks to that one only (search-engine.md §6)."""
TIMEOUT = 30.0
"""Seconds for an answer; the widest facet page over 42,000 rulings takes under one."""
WAITS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds between attempts of a builder: half a minute in all, what a node needs to restart."""
BUSY = frozenset([429, 502, 503, 504])
"""Statuses that pass by themselves."""

Made = TypeVar("Made")


class Busy(Exception):
    """Part of a request was refused for now: `persistently` sends it again."""


@cache
def client(url: str) -> Elasticsearch:
    """The client of an address, for all threads. No request is made yet."""
    return Elasticsearch(url, request_timeout=TIMEOUT, max_retries=0, http_compress=False)


def address(settings: Settings) -> str:
    """HABEAS_ELASTIC_URL. Raises ConfigError when it is missing or no address."""
    url = settings.elastic_url
    if not url:
        raise ConfigError("HABEAS_ENGINE=elastic necesita HABEAS_ELASTIC_URL, por ejemplo http://localhost:9200.")
    try:
        parts = urlsplit(url)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port is not None
    except ValueError:
        valid = False
    if not valid:
        raise ConfigError(f"HABEAS_ELASTIC_URL={_shown(url)}: escriba protocolo, nombre y puerto, por ejemplo http://localhost:9200.")
    return url


def check(elastic: Elasticsearch) -> None:
    """Raises ConfigError when the server is of another version or refuses us, NotDone when it is down or red."""
    with guarded(elastic):
        number = str(elastic.info()["version"]["number"])
        if number.split(".")[0] != str(VERSION):
            raise ConfigError(f"Elasticsearch {number} no sirve: hace falta la versión {VERSION}.")
        if elastic.cluster.health()["status"] == "red":
            raise NotDone(
                "El cluster de Elasticsearch está en rojo: le faltan datos. Mire GET _cluster/allocation/explain y repita cuando esté en verde o amarillo."
            )


@contextmanager
def guarded(elastic: Elasticsearch, q: str | None = None) -> Iterator[None]:
    """What the client raises → NotDone, ConfigError, or BadQuery where the question `q` itself was refused."""
    try:
        yield
    except UnsupportedProductError as error:
        raise ConfigError(f"En {_where(elastic)} no responde un Elasticsearch {VERSION}.x: revise HABEAS_ELASTIC_URL.") from error
    except Busy as error:
        raise NotDone(refused(429, str(error))) from error
    except TransportError as error:
        raise NotDone(_unreachable(error, elastic)) from error
    except ApiError as error:
        if "media_type_header" in str(error) or error.meta.status == 406:
            raise ConfigError(f"El Elasticsearch de {_where(elastic)} es de otra versión: hace falta la {VERSION}.") from error
        if error.meta.status == 400 and q is not None:
            proposed = that_works(" ".join("".join(c for c in word if c.isalnum()) for word in q.split())[:200].lower())
            raise BadQuery("El buscador no pudo con esta consulta: pruebe con menos palabras o comodines.", None, proposed) from error
        if error.meta.status == 404 and "index_not_found" in str(error):
            raise GenerationGone() from error
        if error.meta.status in (401, 403) and not is_blocked(str(error)):
            raise ConfigError(
                f"Elasticsearch rechaza el acceso ({error.meta.status}): ponga usuario y clave en HABEAS_ELASTIC_URL (http://usuario:clave@servidor:9200)."
            ) from error
        raise NotDone(refused(error.meta.status, f"{error.message} {error.body}")) from error


def refused(status: int, reason: str) -> str:
    """What to say of an answer that is no success."""
    if "flood" in reason or "read-only-allow-delete" in reason or "read_only_allow_delete" in reason:
        return "El disco de Elasticsearch está casi lleno y sus índices quedaron de solo lectura: libere espacio y repita «habeas build»."
    if is_blocked(reason):
        return "Un índice de Elasticsearch está bloqueado para escritura: quite el bloqueo (index.blocks) y repita."
    if "circuit_breaking" in reason:
        return "A Elasticsearch le falta memoria para esto: déle más (ES_JAVA_OPTS) o repita cuando tenga menos carga."
    if "no_shard_available" in reason or "search_phase_execution" in reason:
        return "Elasticsearch tiene partes del índice sin servir (cluster en rojo): revise sus nodos."
    if status in BUSY:
        return "Elasticsearch está sobrecargado: repita en unos minutos."
    return f"Elasticsearch respondió {status}: {reason[:160]}"


def failed(part: Mapping[str, Any]) -> NotDone:
    """What to raise for one answer of several that is an error."""
    reason = str(part["error"])
    return GenerationGone() if "index_not_found" in reason else NotDone(refused(int(part["status"]), reason))


def persistently(call: Callable[[], Made], elastic: Elasticsearch) -> Made:
    """The call's result, tried again with growing pauses while the server is busy or away. Raises as `guarded` in the end."""
    with guarded(elastic):
        for wait in WAITS:
            try:
                return call()
            except (NoConnection, ConnectionTimeout, Busy):
                time.sleep(wait)
            except ApiError as error:
                if error.meta.status not in BUSY or is_blocked(str(error)):
                    raise
                time.sleep(wait)
        return call()


def is_blocked(reason: str) -> bool:
    """Whether an index takes no writing until somebody changes that: trying again does not help."""
    return "cluster_block_exception" in reason


def _unreachable(error: TransportError, elastic: Elasticsearch) -> str:
    if isinstance(error, ConnectionTimeout):
        return f"Elasticsearch ({_where(elastic)}) no respondió a tiempo: revise su carga y repita."
    if isinstance(error, TlsError):
        return f"La conexión cifrada con Elasticsearch ({_where(elastic)}) falló: revise el certificado y HABEAS_ELASTIC_URL."
    return f"Elasticsearch no responde en {_where(elastic)}: enciéndalo o revise HABEAS_ELASTIC_URL. Todo vuelve solo cuando responda."


def _where(elastic: Elasticsearch) -> str:
    """The address without what may be a password."""
    config = next(iter(elastic.transport.node_pool.all())).config
    return f"{config.scheme}://{config.host}:{config.port}"


def _shown(url: str) -> str:
    return url.rsplit("@", 1)[-1][:80]

"""Serving HTTP: the port, the log, uvicorn. Shared by `habeas serve` and `habeas up`."""

import logging
import os
import socket
from contextlib import suppress
from typing import Any

import click

from habeas.cli import say
from models.errors import ConfigError
from models.settings import Settings

_APPLICATION = "web.app:from_env"
_TRIES = 50
"""Ports looked at beyond a taken one."""


def free_or_fail(host: str, port: int) -> None:
    """Returns when the port can be had; raises ConfigError proposing a free one (exit 2)."""
    listening(host, port).close()


def listening(host: str, port: int) -> socket.socket:
    """A socket bound to the address. Raises ConfigError with a free port when it is taken, or saying why the address can't be had."""
    try:
        return _bound(host, port)
    except PermissionError as error:
        raise ConfigError(say("El puerto {port} necesita permisos: use --port {free}.").format(port=port, free=8000)) from error
    except OSError as error:
        free = _free(host, port)
        if free is None:
            raise ConfigError(say("No se puede servir en {host}: {why}.").format(host=host, why=error.strerror)) from error
        raise ConfigError(say("El puerto {port} está ocupado: use --port {free}.").format(port=port, free=free)) from error


def _bound(host: str, port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(128)  # a port can be bound twice with SO_REUSEADDR; listening on it can't
    except OSError:
        made.close()
        raise
    return made


def _free(host: str, port: int) -> int | None:
    for candidate in range(port + 1, min(port + 1 + _TRIES, 65536)):
        with suppress(OSError):
            _bound(host, candidate).close()
            return candidate
    return None


class WithoutQuestion(logging.Filter):
    """Keeps what visitors typed, and who they are, out of the access log (privacy.md 7)."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrites uvicorn's (address, method, path with query, version, status)."""
        if isinstance(record.args, tuple) and len(record.args) == 5:
            _, method, path, http, status = record.args
            record.args = ("-", method, str(path).partition("?")[0], http, status)
        return True


def serve(settings: Settings, host: str, port: int, *, workers: int) -> None:
    """Serves until Ctrl-C and returns; prints the address when connections are taken. Raises ConfigError when the port is taken."""
    import uvicorn  # only this command needs it

    free_or_fail(host, port)
    os.environ["HABEAS_HOME"] = str(settings.home.absolute())  # `from_env` reads the environment again, in each worker
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"

    class Announced(uvicorn.Server):
        """Says the address once it answers there."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                _announce(address)

    options: dict[str, Any] = {
        "factory": True, "host": host, "port": port, "log_level": None, "log_config": _log_config(), "server_header": False,
        "timeout_graceful_shutdown": 5,
    }  # fmt: skip
    with suppress(KeyboardInterrupt):
        if workers == 1:
            Announced(uvicorn.Config(_APPLICATION, **options)).run()
        else:
            _announce(address)
            uvicorn.run(_APPLICATION, workers=workers, **options)


def _announce(address: str) -> None:
    click.echo(say("Sirviendo en {url} (Ctrl-C para terminar)").format(url=address))


def _log_config() -> dict[str, object]:
    """uvicorn's logging: errors and one line a request to stderr, the line without its question."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"without_question": {"()": f"{__name__}.WithoutQuestion"}},
        "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(message)s"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["without_question"]}},
        "loggers": {
            "uvicorn": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "uvicorn.access": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        },
    }

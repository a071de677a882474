"""`habeas up`: the first run of a newcomer. Sample court + build, then serve."""

import atexit
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import click

from habeas import cli
from habeas.cli import App, say
from models.errors import NotDone
from models.settings import Settings


@cli.command(
    help="Pone todo en marcha: la primera vez recolecta el tribunal de muestra (sentencias ficticias) y construye su índice; después sirve las páginas. "
    "Con sentencias reales en la carpeta de datos, sirve esas.",
    epilog="Ejemplo: habeas up --port 8001",
)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Puerto en 127.0.0.1.")
@click.pass_obj
def command(app: App, port: int) -> None:
    """Prepares what is missing, prints each step with its time, then serves until Ctrl-C (exit 0)."""
    from habeas.serving import free_or_fail, serve

    free_or_fail("127.0.0.1", port)
    if is_empty(app.settings):
        prepare_sample(app.settings)
    else:
        prepare_own(app.settings)
    understand_behind(app.settings)
    serve(app.settings, "127.0.0.1", port, workers=1)


def is_empty(settings: Settings) -> bool:
    """Whether the user's home holds nothing yet."""
    from indexer.index.engines import engine_of
    from models.store import RawStore

    if engine_of(settings).current() is not None or not (settings.home / "catalogo.sqlite").exists():
        return engine_of(settings).current() is None
    with RawStore.open(settings.home) as store:
        return next(store.versions(), None) is None


def prepare_own(settings: Settings) -> None:
    """Builds the user's home when its files have no index yet, so that what was imported is served; else does nothing."""
    from habeas.progress import Shown
    from indexer.index.engines import engine_of
    from indexer.pipeline import build

    if engine_of(settings).current() is None:
        with timed(say("índice construido")), Shown() as progress:
            build(settings, progress)


def prepare_sample(settings: Settings) -> None:
    """Collects the sample court into its own home and builds it, unless that was done; prints each step with its time."""
    from habeas.collect import collect_sample
    from indexer.index.engines import engine_of
    from indexer.pipeline import build

    if engine_of(replace(settings, home=settings.sample_home)).current() is not None:
        return
    with timed(say("tribunal de muestra recolectado")):
        collect_sample(settings)
    with timed(say("índice construido")):
        built = build(replace(settings, home=settings.sample_home))
    if built.generation is None or not built.generation.documents:
        raise NotDone("El tribunal de muestra no dio ninguna sentencia: habeas issues dice por qué.")


def understand_behind(settings: Settings) -> None:
    """Goes on with the vectors in a process of its own while the words serve; it ends with this one."""
    from indexer.index.engines import engine_of
    from indexer.meaning.model import installed

    if not settings.meaning or not installed():
        return
    own = engine_of(settings).current()
    home = settings.home if own is not None and own.documents else settings.sample_home
    quiet = subprocess.DEVNULL
    child = subprocess.Popen([sys.executable, "-m", "indexer.meaning", str(home.absolute())], stdin=quiet, stdout=quiet, stderr=quiet)
    atexit.register(child.terminate)


@contextmanager
def timed(label: str, clock: Callable[[], float] = time.monotonic) -> Iterator[None]:
    """Prints the label with the seconds that the block took."""
    began = clock()
    yield
    click.echo(f"{clock() - began:5.1f}s  {label}")

"""`habeas serve`: the API and the pages."""

import click

from habeas import cli
from habeas.cli import App
from habeas.serving import serve


@cli.command(
    help="Sirve las páginas y la API con el índice vigente. Un índice nuevo se sirve sin reiniciar.",
    epilog="Ejemplo: habeas serve --host 0.0.0.0 --port 8080 --workers 2",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Dirección en que escucha.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Puerto en que escucha.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Procesos que atienden a la vez.")
@click.pass_obj
def command(app: App, host: str, port: int, workers: int) -> None:
    """Serves until Ctrl-C (exit 0); exit 2 when the port is taken."""
    serve(app.settings, host, port, workers=workers)

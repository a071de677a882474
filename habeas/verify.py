"""`habeas verify`: the disk against the catalogue."""

import sys

import click

from habeas import cli
from habeas.cli import App, say
from models.store import RawStore


@cli.command(
    help="Comprueba lo guardado: la huella de cada archivo contra el catálogo, y el catálogo contra el disco. Escribe una línea por problema, "
    "con lo que lo arregla. Termina con 0 aunque los haya; con --strict, con 1.",
    epilog="Ejemplo: habeas verify --strict && echo sano",
)
@click.option("--strict", is_flag=True, help="Termina con 1 si hay algún problema.")
@click.pass_obj
def command(app: App, strict: bool) -> None:
    """Prints each problem and the count; exit 3 only when the check itself could not be made."""
    count = 0
    with RawStore.open(app.settings.home) as store:
        for problem in store.verify():
            count += 1
            click.echo(f"{problem.que}: {problem.donde}\n    {say('se arregla así')}: {problem.remedio}")
        held = sum(1 for _ in store.versions())
    if not count:
        click.echo(say("{n} versiones: todo está en orden.").format(n=held))
        return
    click.echo(say("{n} problemas.").format(n=count))
    if strict:
        sys.exit(cli.LEFT_OUT)

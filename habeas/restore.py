"""`habeas restore`: undoes a privacy removal."""

import click

from habeas import cli
from habeas.cli import App, say
from habeas.withdraw import named
from models.store import RawStore


@cli.command(
    help="Devuelve a la colección una resolución que se había retirado o bloqueado. Ejecute habeas build para que el índice la incluya otra vez.",
    epilog="Ejemplo: habeas restore 90001-2022-HD",
)
@click.argument("ruling", metavar="ID")
@click.option("--reason", default="", help="Motivo; se guarda en el catálogo y no se publica.")
@click.pass_obj
def command(app: App, ruling: str, reason: str) -> None:
    """Writes the state; exit 2 when there is no such resolution, or it was never withdrawn."""
    with RawStore.open(app.settings.home) as store:
        ruling_id = named(store, ruling)
        store.withdraw(ruling_id, "restaurado", reason.strip())
    click.echo(say("{id}: restaurada. Ejecute habeas build para que el índice la incluya.").format(id=ruling_id))

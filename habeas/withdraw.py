"""`habeas withdraw`: privacy removals (privacy.md §6, contracts.md §2)."""

import click

from habeas import cli
from habeas.cli import App, say
from models.errors import Ambiguous, ConfigError, NotFound
from models.ids import RulingId, spellings
from models.store import RawStore


@cli.command(
    help="Retira una resolución de la colección para proteger a las personas que nombra. Los bytes se conservan y habeas restore la devuelve. "
    "Desde ese momento ningún índice nuevo la incluye: ejecute habeas build para quitarla del que está en uso.",
    epilog='Ejemplo: habeas withdraw 90001-2022-HD --reason "oposición del titular, expediente interno 12"',
)
@click.argument("ruling", metavar="ID")
@click.option("--reason", required=True, help="Motivo; se guarda en el catálogo y no se publica.")
@click.option("--block", is_flag=True, help="Solo la bloquea mientras se decide (Reglamento de la Ley 29733, art. 82.3).")
@click.pass_obj
def command(app: App, ruling: str, reason: str, block: bool) -> None:
    """Writes the state and removes what OCR left of its files; exit 2 when no resolution, or more than one, has that name."""
    from indexer.reading import forget_withdrawn  # here: the readers take a second to import

    if not reason.strip():
        raise ConfigError(say("Escriba el motivo: --reason TEXTO."))
    with RawStore.open(app.settings.home) as store:
        ruling_id = named(store, ruling)
        store.withdraw(ruling_id, "bloqueado" if block else "retirado", reason.strip())
        forget_withdrawn(store)
    click.echo(
        say("{id}: {state}. Ejecute habeas build para quitarla del índice.").format(
            id=ruling_id, state=say("bloqueada" if block else "retirada")
        )
    )


def named(store: RawStore, spelling: str) -> RulingId:
    """The stored id that a person wrote, in any spelling of the case. Raises NotFound, or Ambiguous when the case has several resolutions."""
    stored = dict.fromkeys(version.ruling_id for version in store.versions() if version.ruling_id is not None)
    exact = [ruling_id for ruling_id in stored if ruling_id.lower() == spelling.strip().lower()]
    fits = exact or [ruling_id for ruling_id in stored if any(found.matches(ruling_id) for found in spellings(spelling))]
    if not fits:
        raise NotFound(spelling)
    if len(fits) > 1:
        raise Ambiguous(spelling, tuple(fits))
    return fits[0]

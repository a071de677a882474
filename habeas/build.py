"""`habeas build`: raw store → a new index generation, only what is stale."""

import sys
import time

import click

from habeas import cli
from habeas.cli import App, say
from habeas.progress import Shown


@cli.command(
    help="Construye el índice con lo recolectado: lee, extrae, relaciona e indexa solo lo que cambió. "
    "Mientras tanto sigue sirviendo la versión anterior; si algo falla, también.",
    epilog="Ejemplo: habeas import sentencias.tar.xz && habeas build",
)
@click.option("--all", "everything", is_flag=True, help="Rehace todo, también lo que no cambió.")
@click.option("--strict", is_flag=True, help="Termina con 1 si algo quedó fuera.")
@click.pass_obj
def command(app: App, everything: bool, strict: bool) -> None:
    """Builds and says what was done; exit 3 when another builder works or the disk is full."""
    from indexer.meaning.embedding import follow
    from indexer.pipeline import build  # loads spaCy: only when it is wanted

    began = time.monotonic()
    with Shown() as progress:
        built = build(app.settings, progress, everything)
        meant = follow(app.settings, progress)
    seconds = time.monotonic() - began
    if built.generation is None:
        click.echo(say("Nada que hacer: el índice está al día.") + f" ({seconds:.1f} s)")
    else:
        click.echo(
            say("Índice {name}: {n} sentencias, {read} documentos leídos, {extracted} extraídos, {seconds:.1f} s.").format(
                name=built.generation.name, n=built.generation.documents, read=built.read, extracted=built.extracted, seconds=seconds
            )
        )
    if meant.made or meant.waiting:
        click.echo(say("Sentido: {made} pasajes entendidos, {waiting} por entender.").format(made=meant.made, waiting=meant.waiting))
    if built.open_issues:
        click.echo(say("{n} avisos abiertos: habeas issues los muestra.").format(n=built.open_issues))
    if strict and built.open_issues:
        sys.exit(cli.LEFT_OUT)

"""`habeas issues`: what was left out and why."""

import json

import click

from habeas import cli
from habeas.cli import App, say
from models.issues import Issue
from models.store import RawStore


@cli.command(
    help="Lista los avisos: qué quedó fuera, en qué etapa, por qué y qué se intentará después. Se cierran solos cuando la causa desaparece.",
    epilog="Ejemplo: habeas issues --all --json",
)
@click.option("--json", "as_json", is_flag=True, help="Un objeto JSON por línea.")
@click.option("--all", "everything", is_flag=True, help="También los que ya se cerraron.")
@click.pass_obj
def command(app: App, as_json: bool, everything: bool) -> None:
    """Prints the issues in order of stage and address."""
    count = 0
    with RawStore.open(app.settings.home) as store:
        for issue in store.issues(open_only=not everything):
            count += 1
            click.echo(json.dumps(_fields(issue), ensure_ascii=False) if as_json else _line(issue))
    if not as_json and not count:
        click.echo(say("No hay avisos."))


def _fields(issue: Issue) -> dict[str, str | bool]:
    """contracts.md §2."""
    return {
        "etapa": issue.etapa,
        "fuente": issue.fuente,
        "url": issue.url,
        "expediente": issue.expediente,
        "regla": issue.regla,
        "mensaje": issue.mensaje,
        "fecha": issue.fecha,
        "abierta": issue.abierta,
    }


def _line(issue: Issue) -> str:
    closed = "" if issue.abierta else f" [{say('cerrado')}]"
    return f"{issue.etapa:12} {issue.regla:18} {issue.expediente or '-':14} {issue.mensaje} <{issue.url}>{closed}"

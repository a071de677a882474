"""`habeas export`: all rulings, or a result set, as a file."""

import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import click

from api import params
from habeas import cli
from habeas.cli import App, say
from models.errors import BadParameter, ConfigError


@cli.command(
    help="Exporta la colección, o lo que cumpla los filtros, como CSV o como líneas JSON. PATH «-» escribe en la salida estándar; "
    "junto a un CSV queda su libro de códigos, PATH sin extensión más «.codigos.csv».",
    epilog="Ejemplo: habeas export csv fundadas.csv --filter resultado=fundada --filter anio=2015",
)
@click.argument("kind", metavar="csv|jsonl|site", type=click.Choice(["csv", "jsonl", "site"]))
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--filter", "filters", multiple=True, metavar="FACETA=VALOR", help="Solo lo que tenga ese valor; se puede repetir.")
@click.pass_obj
def command(app: App, kind: str, path: Path, filters: tuple[str, ...]) -> None:
    """Writes the file whole or not at all, and says how many rulings it holds; exit 2 for a filter that does not exist."""
    if kind == "site":
        raise ConfigError(say("La exportación «site» llega con una versión posterior; use csv o jsonl."))
    from api.desk import Desk  # these load the engine: only when it is wanted
    from api.exports import FORMATS
    from indexer.index.live import LiveIndex

    desk = Desk(LiveIndex(app.settings), app.settings)
    query = params.parse(_pairs(filters))
    params.check_entities(query, desk.index.entity_name)
    lines = FORMATS[kind](desk, query)
    if str(path) == "-":
        for line in lines:
            sys.stdout.buffer.write(line.encode())
        return
    count = _write(path, lines) - (kind == "csv")
    if kind == "csv":
        from api.codebook import codebook_lines  # loads the API: only when it is wanted

        _write(path.with_name(f"{path.stem}.codigos.csv"), codebook_lines())
    click.echo(say("{n} resoluciones en {path}.").format(n=count, path=path), err=True)


def _pairs(filters: tuple[str, ...]) -> list[tuple[str, str]]:
    """ "facet=value" → pairs of parameters. Raises BadParameter where the sign is missing."""
    pairs = []
    for one in filters:
        name, sign, value = one.partition("=")
        if not sign:
            raise BadParameter("--filter", one, "se escribe faceta=valor, por ejemplo resultado=fundada")
        pairs.append((name.strip(), value.strip()))
    return pairs


def _write(path: Path, lines: Iterable[str]) -> int:
    """Writes beside the path and renames: a file that is there is whole. How many lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    count = 0
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            for line in lines:
                out.write(line)
                count += 1
            out.flush()
            os.fsync(out.fileno())
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    return count

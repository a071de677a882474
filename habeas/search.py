"""`habeas search`: the collection's search on the terminal; `--json` prints the body of the API."""

import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from html import unescape
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from api import params
from api.schemas import paragraphs_body, search_json
from habeas import cli
from habeas.cli import App, say
from indexer.index.base import ParagraphPage
from models.errors import BadQuery, ConfigError
from models.search import MODOS, ORDENES, SearchPage, SearchQuery


@cli.command(
    help='Busca en la colección: palabras, "frases", Y O NO, -sin, fallo:infundada, entidad:onp, fecha:2010..2012, costo /5 copia.',
    epilog="Ejemplo: habeas search '\"acceso a la información\" -costas' --filter resultado=fundada --order -fecha",
)
@click.argument("query")
@click.option(
    "--filter",
    "filters",
    multiple=True,
    metavar="FACETA=VALOR",
    help="Se repite; también no.FACETA=VALOR, vacio=FACETA, desde=AÑO, hasta=AÑO.",
)
@click.option(
    "--mode", type=click.Choice(MODOS), default="auto", show_default=True, help="exacto: tal cual; amplio: lo más cercano a una pregunta."
)
@click.option("--order", type=click.Choice(ORDENES), default=None, help="Si no se dice: relevancia, o -fecha sin palabras.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=20, show_default=True, help="Cuántos resultados.")
@click.option("--fundamentos", is_flag=True, help="Busca fundamentos numerados en vez de sentencias.")
@click.option("--json", "as_json", is_flag=True, help="Un objeto JSON: el mismo cuerpo que la API.")
@click.pass_obj
def command(app: App, /, query: str, filters: tuple[str, ...], fundamentos: bool, as_json: bool, **how: Any) -> None:
    """Searches and prints; exit 2 with what would work when the query can't be understood."""
    from indexer.index.live import LiveIndex  # loads the engine: only when it is wanted

    index = LiveIndex(app.settings)
    try:
        asked = question(query, filters, how["mode"], how["order"], how["limit"])
        params.check_entities(asked, index.entity_name)
        if fundamentos:
            _paragraphs(index.paragraphs(asked), as_json)
        else:
            _rulings(index.search(asked), asked, as_json)
    except BadQuery as error:
        raise ConfigError(explained(error)) from error


def question(query: str, filters: Iterable[str], mode: str, order: str | None, limit: int) -> SearchQuery:
    """The options as the API understands its parameters. Raises ConfigError, BadParameter."""
    items = [("q", query), ("modo", mode), *([("orden", order)] if order else [])]
    for one in filters:
        name, equals, value = one.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise ConfigError(f"--filter {one}: escriba faceta=valor, por ejemplo --filter resultado=fundada.")
        items.append((name.strip(), value.strip()))
    return replace(params.parse(items), por_pagina=limit)


def explained(error: BadQuery) -> str:
    """The sentence of a bad query with its place and what would work."""
    place = "" if error.posicion is None else f" (carácter {error.posicion + 1})"
    return f"{error.mensaje}{place}" + (f" Pruebe: {error.sugerencia}" if error.sugerencia else "")


def _rulings(page: SearchPage, asked: SearchQuery, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(search_json(page, asked), ensure_ascii=False))
        return
    _told(page.total, page.avisos, page.modo)
    rows = [
        (hit.id, hit.fecha or "", hit.resultado or "", hit.titulo, hit.fragmentos[0].texto if hit.fragmentos else "")
        for hit in page.resultados
    ]
    _print(("id", "fecha", "resultado", "título", "pasaje"), rows)


def _paragraphs(page: ParagraphPage, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(asdict(paragraphs_body(page)), ensure_ascii=False))
        return
    _told(page.total, page.avisos, page.modo)
    rows = [(hit.sentencia, hit.fecha or "", hit.resultado or "", f"f. {hit.fundamento}", hit.texto[:600]) for hit in page.resultados]
    _print(("id", "fecha", "resultado", "fundamento", "texto"), rows)


def _told(total: int, avisos: tuple[str, ...], modo: str) -> None:
    click.echo(say("{n} resultados, modo {mode}.").format(n=total, mode=modo), err=True)
    for aviso in avisos:
        click.echo(aviso, err=True)


def _print(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on a terminal, hits in bold; lines with tabs and plain text elsewhere."""
    if not sys.stdout.isatty():
        for row in rows:
            click.echo("\t".join(" ".join(_plain(cell).split()) for cell in row))
        return
    table = Table(*heads, box=box.SIMPLE)
    for row in rows:
        table.add_row(*(_marked(cell) for cell in row))
    Console().print(table)


def _plain(html: str) -> str:
    return unescape(re.sub(r"</?mark>", "", html))


def _marked(html: str) -> str:
    """HTML of a passage → rich markup."""
    return "".join(
        {"<mark>": "[bold]", "</mark>": "[/bold]"}.get(part) or escape(unescape(part)) for part in re.split(r"(</?mark>)", html) if part
    )

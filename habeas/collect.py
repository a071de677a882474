"""`habeas collect`: from the sources into the raw store."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from crawler.ledger import Outcome
from crawler.ledger import Progress as Step
from crawler.plan import Plan
from habeas import cli
from habeas.cli import App, say
from models.errors import NotDone
from models.ids import CODES
from models.settings import Settings

_COUNTS = ("anunciados", "ya_estaban", "nuevos", "versiones", "iguales", "retirados", "por_pedir", "avisos")


@cli.command(
    help="Recolecta sentencias: recorre el listado de cada fuente mes a mes y guarda los archivos que aún no están. Se puede interrumpir y repetir. "
    "Sin fuentes, todas las vivas. «sample» es el tribunal de muestra, ficticio, en su propia carpeta.",
    epilog="Ejemplo: habeas collect sedetc --since 2021-01 --until 2021-06",
)
@click.argument("names", nargs=-1, metavar="[FUENTE]...")
@click.option("--since", metavar="AAAA-MM", help="Primer mes de publicación.")
@click.option("--until", metavar="AAAA-MM", help="Último mes de publicación.")
@click.option(
    "--process",
    "processes",
    multiple=True,
    metavar="[" + "|".join(CODES) + "]",
    type=click.Choice(CODES, case_sensitive=False),
    help="Proceso; se puede repetir (si no: hábeas data y quejas).",
)
@click.option("--limit", type=click.IntRange(min=1), help="Pide a lo más tantos archivos.")
@click.option("--dry-run", is_flag=True, help="Lee el listado y cuenta lo que pediría; no guarda nada.")
@click.option(
    "--refresh",
    is_flag=True,
    help="Vuelve a preguntar también por los archivos que ya están (con If-None-Match e If-Modified-Since). Sin ella se pregunta solo por los que "
    "cambiaron en el listado, los de un mes que cambió y los que no se miran desde hace 30 días.",
)
@click.option("--strict", is_flag=True, help="Termina con 1 si algo quedó fuera.")
@click.pass_obj
def command(app: App, /, names: tuple[str, ...], strict: bool, **options: Any) -> None:
    """Collects and says what was done; exit 3 when a source could not be read at all or the run was interrupted."""
    plan = Plan(**{**options, "processes": options["processes"] or None})
    with _shown(Console(stderr=True)) as report:
        outcomes = _collect_sample(app.settings, plan, report) if set(names) == {"sample"} else _collect(app.settings, names, plan, report)
    Console().print(_table(outcomes))
    for outcome in outcomes:
        if outcome.motivo:
            click.echo(f"{outcome.source}: {say(outcome.estado)}. {outcome.motivo}", err=True)
    if any(outcome.avisos for outcome in outcomes):
        click.echo(say("Lo que quedó fuera y por qué: habeas issues"))
    sys.exit(_exit_code(outcomes, strict))


def collect_sample(settings: Settings) -> None:
    """Collects the sample court into its own home, without a word. Raises NotDone when it could not be read."""
    (outcome,) = _collect_sample(settings, Plan(), lambda step: None)
    if outcome.estado == "fallida":
        raise NotDone(f"El tribunal de muestra no se pudo recolectar: {outcome.motivo}")


def _collect(settings: Settings, names: Sequence[str], plan: Plan, report: Callable[[Step], None]) -> tuple[Outcome, ...]:
    from crawler.run import collect  # loads Scrapy: not for --help

    return collect(settings, names, plan, report)


def _collect_sample(settings: Settings, plan: Plan, report: Callable[[Step], None]) -> tuple[Outcome, ...]:
    """The same spider as for the Court's site, pointed at ours on loopback, which needs no pauses."""
    from sample.serve import serving

    with serving() as origin:
        own = replace(settings, home=settings.sample_home, sedetc_url=f"{origin}/api/visitor", tc_url=origin, crawl_delay=0)
        return _collect(own, ["sample"], plan, report)


def _exit_code(outcomes: Sequence[Outcome], strict: bool) -> int:
    """contracts.md §2: 3 when a source was not read at all or the run was cut off, 1 only with --strict, when anything was left out."""
    from crawler.run import INTERRUPTED

    if any(outcome.estado == "fallida" or outcome.motivo == INTERRUPTED for outcome in outcomes):
        return cli.NOT_DONE
    left_out = any(outcome.avisos or outcome.estado != "completa" for outcome in outcomes)
    return cli.LEFT_OUT if strict and left_out else cli.DONE


@contextmanager
def _shown(console: Console) -> Iterator[Callable[[Step], None]]:
    """A bar on a terminal; elsewhere a line for each month that changed something and each full year."""
    if not console.is_terminal:
        yield _lines()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[found]}"))
    with Progress(*columns, console=console) as bars:
        task = bars.add_task("", total=None, found="")

        def draw(step: Step) -> None:
            bars.update(task, description=f"{step.source} {step.month}", total=step.months, completed=step.months_done, found=_found(step))

        yield draw


def _lines() -> Callable[[Step], None]:
    """Writes a plain line to stderr when a year of the listing is done, at the last month, and every ten seconds in between."""
    last: list[tuple[str, float]] = [("", 0.0)]

    def write(step: Step) -> None:
        year, seconds = last[0]
        if step.month[:4] != year or step.months_done == step.months or step.seconds - seconds >= 10:
            last[0] = (step.month[:4], step.seconds)
            click.echo(f"{step.source} {step.month} ({step.months_done}/{step.months}): {_found(step)}", err=True)

    return write


def _found(step: Step) -> str:
    """What a run has found so far, how fast, and how long the rest of the months will take at the pace of those that are done."""
    said = say("{pages} páginas, {documents} documentos, {issues} avisos").format(
        pages=step.pages, documents=step.documents, issues=step.issues
    )
    rate = say("{rate} documentos por minuto").format(rate=f"{60 * step.documents / max(step.seconds, 1):.0f}")
    if not 0 < step.months_done < step.months:
        return f"{said}, {rate}"
    left = step.seconds / step.months_done * (step.months - step.months_done)
    return f"{said}, {rate}, {say('faltan {time}').format(time=_span(left))}"


def _span(seconds: float) -> str:
    """ "2 h 05 min", "4 min", "30 s"."""
    minutes = round(seconds / 60)
    if minutes >= 60:
        return f"{minutes // 60} h {minutes % 60:02d} min"
    return f"{minutes} min" if minutes else f"{round(seconds)} s"


def _table(outcomes: Sequence[Outcome]) -> Table:
    """The closing table: a column a source."""
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for outcome in outcomes:
        table.add_column(outcome.source, justify="right")
    table.add_row(say("estado"), *(say(outcome.estado) for outcome in outcomes))
    for name in _COUNTS:
        table.add_row(say(name.replace("_", " ")), *(str(outcome.counts()[name]) for outcome in outcomes))
    return table

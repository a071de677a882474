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

_LESSONS = (
    """Fuentes (sin nombrar ninguna, todas las vivas):
  sedetc   jurisprudencia sistematizada del Tribunal y sus archivos de tc.gob.pe
  causas   consulta de causas: también las que aún no tienen resolución
  sample   tribunal de muestra, ficticio, en su propia carpeta; se recolecta solo
Lo que otros guardaron entra con «habeas import»: el corpus abierto aLex, carpetas
de PDF o HTML, filas del listado, el registro de datosabiertos.gob.pe.
""",
    """Más ejemplos:
  habeas collect                           lo que falta, de todas las fuentes
  habeas collect sedetc --dry-run          cuántos archivos pediría, sin pedirlos
  habeas collect causas --since 2024-01    las causas de 2024 en adelante
  habeas collect --refresh --strict        la ronda mensual de un servidor
""",
    """Termina con:
  0  hecho; lo que quedó fuera es un aviso y se reintenta en la próxima
  1  solo con --strict: algo quedó fuera o una fuente no se leyó entera
  2  orden o ajuste equivocado; no se pidió nada
  3  no se hizo: ninguna fuente se pudo leer, se interrumpió, disco lleno
     u otra recolección en marcha; lo guardado sigue en pie
""",
)
"""What the help teaches below the options, line by line as it stands; the sources are those of models/tables/fuentes.toml (a test compares them)."""
_COUNTS = ("anunciados", "ya_estaban", "nuevos", "versiones", "iguales", "retirados", "por_pedir", "avisos")


class _Taught(cli.Command):
    """The command with its lessons below the options."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the example, then the lessons, in the user's language."""
        super().format_epilog(ctx, formatter)
        for lesson in _LESSONS:
            formatter.write(f"\n{say(lesson)}")


@click.command(
    cls=_Taught,
    help="Recolecta sentencias: recorre el listado de cada fuente mes a mes y guarda los archivos que aún no están. Se puede interrumpir y repetir.",
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
@click.option(
    "--dry-run", is_flag=True, help="Lee el listado y cuenta («por pedir») lo que pediría; no pide archivos ni guarda nada, tampoco avisos."
)
@click.option(
    "--refresh",
    is_flag=True,
    help="Vuelve a preguntar también por los archivos que ya están (con If-None-Match e If-Modified-Since). Sin ella se pregunta solo por los que "
    "cambiaron en el listado, los de un mes que cambió y los que no se miran desde hace 30 días.",
)
@click.option(
    "--strict", is_flag=True, help="Termina con 1 si algo quedó fuera o una fuente no se leyó entera: para un temporizador o un vigilante."
)
@click.pass_obj
def command(app: App, /, names: tuple[str, ...], strict: bool, **options: Any) -> None:
    """Collects and says what was done, what was not and what comes next; the exit code is `_exit_code`'s."""
    plan = Plan(**{**options, "processes": options["processes"] or None})
    with _shown(Console(stderr=True)) as report:
        outcomes = _collect_sample(app.settings, plan, report) if set(names) == {"sample"} else _collect(app.settings, names, plan, report)
    Console().print(_table(outcomes))
    for outcome in outcomes:
        if outcome.motivo:
            click.echo(f"{outcome.source}: {say(outcome.estado)}. {outcome.motivo} {_again(outcome)}".rstrip(), err=True)
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
    """contracts.md §2: 3 when nothing was done (no source could be read, or the run was cut off), 1 only with --strict, when anything was left out.

    One source that is down beside one that was read is something left out, with issue lines and a next run, and no run that was not done: who
    builds after collecting has what to build.
    """
    from crawler.run import INTERRUPTED

    if all(outcome.estado == "fallida" for outcome in outcomes) or any(outcome.motivo == INTERRUPTED for outcome in outcomes):
        return cli.NOT_DONE
    left_out = any(outcome.avisos or outcome.estado != "completa" for outcome in outcomes)
    return cli.LEFT_OUT if strict and left_out else cli.DONE


def _again(outcome: Outcome) -> str:
    """The order that reads again a source of which nothing was had; "" where `motivo` says all."""
    if outcome.estado != "fallida":
        return ""
    return say("Lo guardado de antes sigue en pie; se volverá a leer en la próxima recolección: habeas collect {source}").format(
        source=outcome.source
    )


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
    """The closing table: a column a source, with what it was found to be first and what the next run will try last."""
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for outcome in outcomes:
        table.add_column(outcome.source, justify="right")
    table.add_row(say("estado"), *(say(outcome.estado) for outcome in outcomes))
    for name in _COUNTS:
        table.add_row(say(name.replace("_", " ")), *(str(outcome.counts()[name]) for outcome in outcomes))
    table.add_row(say("la próxima vez"), *(_next(outcome) for outcome in outcomes))
    return table


def _next(outcome: Outcome) -> str:
    """What the next run will do about what this one lacks, in few words."""
    if outcome.estado == "fallida":
        return say("leerla de nuevo")
    if outcome.estado == "incompleta":
        return say("leer lo que falta")
    if outcome.avisos:
        return say("reintentar {n}").format(n=outcome.avisos)
    if outcome.por_pedir:
        return say("pedir {n}").format(n=outcome.por_pedir)
    return say("solo lo nuevo")

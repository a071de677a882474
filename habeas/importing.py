"""`habeas import`: files of this machine into the raw store."""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from crawler.platforms.clone import cloned, is_remote
from crawler.platforms.files import Entry, Table, everything_in, size_of
from crawler.platforms.sedetc_rows import SavedRows, keep_rows
from habeas import cli
from habeas.cli import App, say
from models.document import RawDocument
from models.errors import BadIdentity, ConfigError, HabeasError, RefusedDocument
from models.issues import Issue
from models.register import Totals, keep_register
from models.store import RawStore

COUNTS = ("vistos", "nuevos", "versiones", "iguales", "duplicados", "avisos")
"""The closing table: the first is the sum of the others."""

_ROWS = ("filas", "filas_nuevas", "filas_ajenas", "filas_ilegibles")
"""What tables of rows held: of our processes, of these new, of other processes, and of which no case can be told."""
_OUTCOMES = {"nuevo": "nuevos", "version": "versiones", "igual": "iguales"}
_BATCH, _BATCH_BYTES = 250, 16 * 1024 * 1024
"""Files of one commit: enough that syncing the disk is cheap, few enough that memory stays flat and a kill costs little."""
_EVERY = 5000


class Told:
    """Tells how far the import is: a bar on a terminal, lines elsewhere. Everything goes to stderr. A context manager."""

    def __init__(self, total: int, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True)
        self._bars = Progress(
            TextColumn("{task.description:12}"),
            BarColumn(),
            DownloadColumn(),
            TextColumn("{task.fields[seen]}"),
            TimeRemainingColumn(),
            console=self._console,
        )
        self._task: TaskID = self._bars.add_task(say("importar"), total=total, seen=0)
        self._seen, self._began = 0, time.monotonic()

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._bars.stop()

    def bytes_read(self, size: int) -> None:
        """So many more bytes have been gone through."""
        self._bars.advance(self._task, size)

    def saw(self, files: int) -> None:
        """So many more files are stored or reported."""
        before, self._seen = self._seen, self._seen + files
        self._bars.update(self._task, seen=self._seen)
        if not self._console.is_terminal and self._seen // _EVERY > before // _EVERY:
            click.echo(f"{say('importar'):12} {self._seen:7d}  {time.monotonic() - self._began:6.1f} s", err=True)


def bring_in(store: RawStore, path: Path, counts: Counter[str], told: Told | None = None) -> None:
    """Everything of a path into the store, counted into `counts` as it is committed; ids are given by `settle`, after the last path.

    An issue that an earlier import left closes when its file is fine now. Raises ConfigError (no such path), NotDone (disk full).
    """
    before = {issue.url for issue in store.issues() if issue.etapa == "recoleccion" and issue.url.startswith("file:")}
    reported: set[str] = set()
    folders: set[str] = {path.name}
    advance: Callable[[int], None] = told.bytes_read if told else lambda _: None
    for batch in _batches(everything_in(path, advance)):
        seen = Counter({"vistos": len(batch)})
        with store.transaction(bulk=True):
            for entry in batch:
                seen[_take(store, entry, before, reported, seen)] += 1
        folders.update(str(parent) for entry in batch if before for parent in PurePosixPath(entry.file).parents)
        counts.update(seen)
        if told:
            told.saw(len(batch))
    for url in sorted(before - reported):  # an archive that broke off last time and was read to its end now
        if url.removeprefix("file:") in folders:
            store.close_issues("recoleccion", url)


def _take(store: RawStore, entry: Entry | Table, before: set[str], reported: set[str], seen: Counter[str]) -> str:
    """Stores or reports one file; the row of the closing table that it counts in. What a table held is counted into `seen`."""
    url = f"file:{entry.file}"
    found = entry.found
    if isinstance(found, RawDocument):
        try:
            added = store.add(found)
        except RefusedDocument as refused:
            found = Issue("recoleccion", refused.regla, str(refused), found.source, url)
        except BadIdentity as unnamed:
            found = Issue("recoleccion", "nombre", str(unnamed), found.source, url)
        else:
            if url in before:
                store.close_issues("recoleccion", url)
            return "duplicados" if added.duplicado and added.outcome != "igual" else _OUTCOMES[added.outcome]
    if isinstance(found, Issue):
        _report(store, reported, found)
        return "avisos"
    news = _keep_rows(store, found, reported, seen) if isinstance(found, SavedRows) else _keep_totals(store, found, url, reported)
    _settle(store, before, reported, url)
    return "nuevos" if news else "iguales"


def _keep_rows(store: RawStore, found: SavedRows, reported: set[str], seen: Counter[str]) -> bool:
    new = keep_rows(store, found.listings)
    seen.update(dict(zip(_ROWS, (len(found.listings), new, found.others, len(found.issues)), strict=True)))
    for issue in found.issues:
        _report(store, reported, issue)
    return new > 0


def _keep_totals(store: RawStore, found: Totals, url: str, reported: set[str]) -> bool:
    if found.odd_dates:
        mensaje = f"{found.odd_dates} filas del registro traen fechas que no lo son: se cuentan sin año."
        _report(store, reported, Issue("recoleccion", "fecha_ilegible", mensaje, "datosabiertos", url))
    return keep_register(store, found, url.removeprefix("file:"))


def _report(store: RawStore, reported: set[str], issue: Issue) -> None:
    store.report(issue)
    reported.add(issue.url)


def _settle(store: RawStore, before: set[str], reported: set[str], url: str) -> None:
    """Closes what an earlier import left open about a table or its rows, and this one has not said again."""
    for old in before - reported:
        if old == url or old.startswith(f"{url}#"):
            store.close_issues("recoleccion", old)


def _batches(entries: Iterable[Entry | Table]) -> Iterator[list[Entry | Table]]:
    batch: list[Entry | Table] = []
    size = 0
    for entry in entries:
        batch.append(entry)
        size += len(entry.found.body) if isinstance(entry.found, RawDocument) else 0
        if len(batch) >= _BATCH or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _import(app: App, places: tuple[str, ...]) -> Counter[str]:
    counts: Counter[str] = Counter(dict.fromkeys(COUNTS, 0))
    with ExitStack() as copies, RawStore.open(app.settings.home) as store:
        paths = [_path(app, copies, place) for place in places]
        run = store.start_run("import", "")
        try:
            with Told(sum(map(size_of, paths))) as told:
                for path in paths:
                    bring_in(store, path, counts, told)
            store.settle()  # once, so that which of two resolutions of a kind is the second does not hang on the order of the paths
        except BaseException:
            with suppress(HabeasError):  # a full disk can't take this row either: the run then stays without an end
                store.finish_run(run, "incompleta", counts)
            raise
        store.finish_run(run, "completa", counts)
    return counts


def _path(app: App, copies: ExitStack, place: str) -> Path:
    """The path itself; of an address, a copy that lasts as long as the import."""
    if not is_remote(place):
        return Path(place)
    click.echo(say("Copiando {url}…").format(url=place), err=True)
    return copies.enter_context(cloned(place, app.settings.home))


@cli.command(
    help="Guarda archivos de esta máquina: paquetes o carpetas del corpus aLex (.tar.xz, .tar.gz, .tar, .zip), carpetas de PDF o HTML, "
    "archivos sueltos, filas del listado del Tribunal (.csv, .json) y su registro abierto (.xlsx, .csv). Con la dirección de un repositorio "
    "(https://…) lo copia con git. Lo que ya estaba no se vuelve a guardar; lo que no se puede guardar queda como aviso.",
    epilog="Ejemplo: habeas import habeas-data.tar.xz mis-pdf/",
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--strict", is_flag=True, help="Termina con 1 si algo quedó fuera.")
@click.pass_obj
def command(app: App, paths: tuple[str, ...], strict: bool) -> None:
    """Imports and prints the closing table; exit 2 when a path does not exist, 3 when the disk is full or a repository can't be copied."""
    for path in paths:
        if not is_remote(path) and not Path(path).exists():
            raise ConfigError(say("No existe «{path}»: escriba la ruta de un archivo o de una carpeta.").format(path=path))
    counts = _import(app, paths)
    for name in COUNTS:
        click.echo(f"{say(name):12}{counts[name]:8d}")
    if rows := [f"{say(name.replace('_', ' '))} {counts[name]}" for name in _ROWS if counts[name]]:
        click.echo(", ".join(rows))
    if counts["vistos"] == counts["iguales"]:
        click.echo(say("Nada que hacer: todo estaba guardado."))
    if counts["avisos"] or counts["filas_ilegibles"]:
        click.echo(say("Los avisos dicen qué quedó fuera y por qué: habeas issues"))
        if strict:
            sys.exit(cli.LEFT_OUT)

"""`habeas import`: files of this machine into the raw store."""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from crawler.platforms.files import Entry, entries_in, size_of
from habeas import cli
from habeas.cli import App, say
from models.errors import BadIdentity, ConfigError, HabeasError, RefusedDocument
from models.issues import Issue
from models.store import RawStore

COUNTS = ("vistos", "nuevos", "versiones", "iguales", "duplicados", "avisos")
"""The closing table: the first is the sum of the others."""

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
    for batch in _batches(entries_in(path, advance)):
        seen = Counter({"vistos": len(batch)})
        with store.transaction(bulk=True):
            for entry in batch:
                seen[_take(store, entry, before, reported)] += 1
        folders.update(str(parent) for entry in batch if before for parent in PurePosixPath(entry.file).parents)
        counts.update(seen)
        if told:
            told.saw(len(batch))
    for url in sorted(before - reported):  # an archive that broke off last time and was read to its end now
        if url.removeprefix("file:") in folders:
            store.close_issues("recoleccion", url)


def _take(store: RawStore, entry: Entry, before: set[str], reported: set[str]) -> str:
    """Stores or reports one file; the row of the closing table that it counts in."""
    url = f"file:{entry.file}"
    found = entry.found
    if not isinstance(found, Issue):
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
    store.report(found)
    reported.add(url)
    return "avisos"


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    batch: list[Entry] = []
    size = 0
    for entry in entries:
        batch.append(entry)
        size += 0 if isinstance(entry.found, Issue) else len(entry.found.body)
        if len(batch) >= _BATCH or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _import(app: App, paths: tuple[Path, ...]) -> Counter[str]:
    counts: Counter[str] = Counter(dict.fromkeys(COUNTS, 0))
    with RawStore.open(app.settings.home) as store, Told(sum(map(size_of, paths))) as told:
        run = store.start_run("import", "")
        try:
            for path in paths:
                bring_in(store, path, counts, told)
            store.settle()  # once, so that which of two resolutions of a kind is the second does not hang on the order of the paths
        except BaseException:
            with suppress(HabeasError):  # a full disk can't take this row either: the run then stays without an end
                store.finish_run(run, "incompleta", counts)
            raise
        store.finish_run(run, "completa", counts)
    return counts


@cli.command(
    help="Guarda archivos de esta máquina: paquetes o carpetas del corpus aLex (.tar.xz, .tar.gz, .tar, .zip), carpetas de PDF o HTML, "
    "archivos sueltos. Lo que ya estaba no se vuelve a guardar; lo que no se puede guardar queda como aviso.",
    epilog="Ejemplo: habeas import habeas-data.tar.xz mis-pdf/",
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Termina con 1 si algo quedó fuera.")
@click.pass_obj
def command(app: App, paths: tuple[Path, ...], strict: bool) -> None:
    """Imports and prints the closing table; exit 2 when a path does not exist, 3 when the disk is full."""
    for path in paths:
        if not path.exists():
            raise ConfigError(say("No existe «{path}»: escriba la ruta de un archivo o de una carpeta.").format(path=path))
    counts = _import(app, paths)
    for name in COUNTS:
        click.echo(f"{say(name):12}{counts[name]:8d}")
    if counts["vistos"] == counts["iguales"]:
        click.echo(say("Nada que hacer: todo estaba guardado."))
    if counts["avisos"]:
        click.echo(say("Los avisos dicen qué quedó fuera y por qué: habeas issues"))
        if strict:
            sys.exit(cli.LEFT_OUT)

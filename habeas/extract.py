"""`habeas extract`: files → public records, without a store; one line a document, in input order.

Nothing of the input is kept but, where there is a home, the pages that OCR reads (indexer.kept_pages): they cost seconds each.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Literal

import click

from crawler.platforms.files import Entry, entries_in
from habeas import cli
from habeas.cli import App, say
from indexer.kept_pages import FOLDER
from indexer.workers import Crash, cores, ordered
from models.errors import HabeasError
from models.issues import Issue
from models.ruling_json import to_dict
from models.store import RawStore

Wanted = Literal["record", "text", "original"]


@dataclass(frozen=True, slots=True)
class Job:
    """One input document and what is asked of it; `alone`: the text goes out bare, not as a JSON line; `kept`: where its OCR is kept, None: nowhere."""

    entry: Entry
    wanted: Wanted
    alone: bool
    kept: Path | None = None


@cli.command(
    help="Extrae fichas de archivos sueltos, carpetas o paquetes, sin guardarlos: una línea JSON por documento, en el orden de entrada.\n\n"
    "Lo que no se puede leer sale como {file, error}.",
    epilog="Ejemplo: habeas extract sentencias.tar.xz > fichas.jsonl",
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--text", "as_text", is_flag=True, help="El texto en lugar de la ficha.")
@click.option("--original", is_flag=True, help="El texto antes de restaurar las tildes (con --text).")
@click.pass_obj
def command(app: App, paths: tuple[Path, ...], as_text: bool, original: bool) -> None:
    """Prints the records, or the texts; a reader that closes the pipe ends it quietly."""
    wanted: Wanted = "original" if original else "text" if as_text else "record"
    try:
        _print(_jobs(paths, wanted, app.settings.home))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _jobs(paths: Iterable[Path], wanted: Wanted, home: Path) -> tuple[Iterator[Job], int]:
    """The documents as jobs, and how many processes they are worth: one for one. Raises ConfigError when a path does not exist."""
    entries = chain.from_iterable(entries_in(path) for path in paths)
    first = list(islice(entries, 2))
    alone = len(first) == 1
    withdrawn = _withdrawn(home)
    kept = partial(_kept, home / FOLDER, withdrawn) if withdrawn is not None else lambda _: None
    return (Job(entry, wanted, alone, kept(entry)) for entry in chain(first, entries)), 1 if alone else cores()


def _withdrawn(home: Path) -> frozenset[str] | None:
    """SHA-256 of the files of this home that were withdrawn for privacy; None where there is no home, or none that can be read."""
    if not (home / "catalogo.sqlite").is_file():
        return None
    try:
        with RawStore.open(home) as store:
            gone = any(word.state != "restaurado" for word in store.withdrawals().values())
            return frozenset(one.sha256 for one in store.versions() if one.estado == "retirado_por_privacidad") if gone else frozenset()
    except HabeasError:
        return None


def _kept(folder: Path, withdrawn: Set[str], entry: Entry) -> Path | None:
    """Nothing of a file that was withdrawn comes back by this way."""
    if isinstance(entry.found, Issue) or (withdrawn and hashlib.sha256(entry.found.body).hexdigest() in withdrawn):
        return None
    return folder


def _print(work: tuple[Iterator[Job], int]) -> None:
    jobs, processes = work
    out = sys.stdout.buffer
    for job, line in ordered(line_of, jobs, processes):
        text = _error(job.entry.file, say("Fallo inesperado: ") + line.reason) if isinstance(line, Crash) else line
        out.write(text.encode() + b"\n")
        out.flush()


def line_of(job: Job) -> str:
    """The output line of one document: its record with `file` first, its text, or {file, error}."""
    from indexer.read.read import read_text  # here: only the processes that read need it

    file, found = job.entry.file, job.entry.found
    if isinstance(found, Issue):
        return _error(file, found.mensaje)
    try:
        if job.wanted == "record":
            from indexer.extract.fresh import fresh  # here: spaCy takes seconds to import, and a text needs none

            return json.dumps({"file": file, **to_dict(fresh(found, kept=job.kept))}, ensure_ascii=False)
        document = read_text(found, job.kept)
    except HabeasError as error:
        return _error(file, str(error))
    text = document.original if job.wanted == "original" else document.text
    return text if job.alone else json.dumps({"file": file, "texto": text}, ensure_ascii=False)


def _error(file: str, sentence: str) -> str:
    return json.dumps({"file": file, "error": sentence}, ensure_ascii=False)

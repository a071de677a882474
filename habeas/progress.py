"""Progress on a terminal as bars, elsewhere as plain lines: one line when a stage begins and one when it ends."""

import time
from types import TracebackType
from typing import Self

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from habeas.cli import say


class Shown:
    """Implements indexer.progress.Progress; use as a context manager. Everything goes to stderr."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True)
        self._bars = Bars(
            TextColumn("{task.description:12}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=self._console
        )
        self._task: TaskID | None = None
        self._stage, self._done, self._began = "", 0, 0.0

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None:
            self._end()
        self._bars.stop()

    def start(self, stage: str, total: int | None) -> None:
        """Ends the stage before and begins this one; stages with nothing to do are not shown."""
        self._end()
        self._stage, self._done, self._began = stage, 0, time.monotonic()
        if self._console.is_terminal and total != 0:
            self._task = self._bars.add_task(say(stage), total=total)

    def step(self) -> None:
        """One document is done."""
        self._done += 1
        if self._task is not None:
            self._bars.advance(self._task)

    def _end(self) -> None:
        if self._done and not self._console.is_terminal:
            seconds = time.monotonic() - self._began
            click.echo(f"{say(self._stage):12} {self._done:7d}  {seconds:6.1f} s  {self._done / max(seconds, 1e-3):7.0f}/s", err=True)
        self._task, self._done = None, 0

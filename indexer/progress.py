"""How a long stage tells what it does: the command line draws it, tests and servers keep quiet."""

from typing import Protocol


class Progress(Protocol):
    """Told of each stage and each document done."""

    def start(self, stage: str, total: int | None) -> None:
        """A stage begins (Spanish verb: "leer", "extraer", "relacionar", "indexar"); total None when unknown."""

    def step(self) -> None:
        """One document is done."""


class Quiet:
    """No output."""

    def start(self, stage: str, total: int | None) -> None:
        """Says nothing."""

    def step(self) -> None:
        """Says nothing."""

"""The questions that a model may answer in the place of rules, and the passages that it may read for each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Answer = frozenset[str]
"""What is said of one ruling: codes, themes, or one outcome at most."""


@dataclass(frozen=True, slots=True)
class Task:
    """One field of the record. `single`: one value at most. `unscored`: values that gold/SCHEMA.md leaves out of the score."""

    name: str
    field: str
    inputs: tuple[str, ...]
    single: bool = False
    unscored: Answer = frozenset()

    def answer(self, record: Mapping[str, Any]) -> Answer | None:
        """What a label or a record says; None where it does not hold the field."""
        if self.field not in record:
            return None
        value = record[self.field]
        values: Iterable[str] = [value] if isinstance(value, str) else value or []
        return frozenset(values) - self.unscored


DEFENCES = Task("defensas", "excepciones_invocadas", ("respuesta", "antecedentes"), unscored=frozenset(["otra"]))
THEMES = Task("temas", "temas", ("peticion", "demanda"))
OUTCOME = Task("resultado", "resultado", ("fallo", "fundamentos"), single=True)
TASKS = (DEFENCES, THEMES, OUTCOME)

"""A record in the making: values with their evidence, field by field, as the pipeline's components find them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from indexer.extract.points import Clause
from indexer.extract.source import Source
from models.ids import RulingId
from models.ruling import Advertencia, Evidencia, Found, Fuente

T = TypeVar("T")


@dataclass(slots=True)
class Draft:
    """What the components share. `values` holds fields of Ruling by name; `evidence` the JSON paths of contracts.md §5."""

    source: Source
    ruling_id: RulingId
    fuente: Fuente
    values: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, tuple[Evidencia, ...]] = field(default_factory=dict)
    warnings: list[Advertencia] = field(default_factory=list)
    clauses: Sequence[Clause] = ()

    def one(self, name: str, found: Found[T] | None) -> T | None:
        """Keeps a field of one value; what was not found stays None. Gives the value back."""
        if found is None:
            return None
        self.values[name] = found.value
        self.evidence[name] = found.evidence
        return found.value

    def many(self, name: str, found: Iterable[Found[T]]) -> tuple[T, ...]:
        """Keeps a list, evidence per item. Gives the values back."""
        kept = tuple(found)
        self.values[name] = tuple(one.value for one in kept)
        for place, one in enumerate(kept):
            self.evidence[f"{name}[{place}]"] = one.evidence
        return self.values[name]  # type: ignore[no-any-return]

    def warn(self, campo: str, mensaje: str, *valores: str) -> None:
        """Keeps something that a reader should know about a field."""
        self.warnings.append(Advertencia(campo, mensaje, valores))

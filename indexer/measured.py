"""What the last `habeas score` measured, kept in HOME/medidas.json: the numbers that the page /calidad shows."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from indexer.calibration import Calibration
from indexer.scoring import Score

FILE = "medidas.json"


@dataclass(frozen=True, slots=True)
class Measured:
    """One measurement: the day (ISO), the name of the file of labels, the stamp of the rules, how many rulings it labels and how many were found."""

    fecha: str
    etiquetas: str
    sello: str
    sentencias: int
    encontradas: int
    campos: Mapping[str, Score]
    confianza: Calibration


def keep(home: Path, measured: Measured) -> None:
    """Writes the file whole or not at all; measurements of other files of labels stay."""
    others = [one for one in read(home) if one.etiquetas != measured.etiquetas]
    path = home / FILE
    partial = path.with_suffix(".part")
    partial.write_text(json.dumps([asdict(one) for one in (*others, measured)], ensure_ascii=False, indent=1), encoding="utf-8")
    partial.replace(path)


def read(home: Path) -> tuple[Measured, ...]:
    """Every measurement, the latest of each file of labels, oldest first; () where none was made or the file is damaged."""
    try:
        kept = json.loads((home / FILE).read_text(encoding="utf-8"))
        return tuple(
            Measured(
                **{
                    **one,
                    "campos": {field: Score(**score) for field, score in one["campos"].items()},
                    "confianza": Calibration(**one["confianza"]),
                }
            )
            for one in kept
        )
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return ()

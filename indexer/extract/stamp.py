"""The stamp of the rules: records made under another one are stale (house-style 14)."""

import hashlib
import re
from functools import cache
from pathlib import Path

from indexer.extract.tables import raw
from indexer.read.read import read_stamp

TABLES = (
    "citas.toml", "confianza.csv", "cortes.toml", "costos.toml", "defensas.toml", "derechos.toml", "distritos.toml", "entidades.csv", "entidades.toml",
    "frases.toml", "magistrados.csv", "normas.csv", "normas.toml", "partes.toml", "peticion.toml", "resultados.toml", "temas.csv", "ubigeos.csv", "zonas.toml",
)  # fmt: skip
"""Every table that the extraction reads (test)."""


@cache
def stamp() -> str:
    """16 hex digits of all that decides what a record says of a text: versions of the rules, bytes of the tables, the readers' stamp.

    A module of this package whose answers change raises its VERSION; one that states none counts as 1.
    """
    digest = hashlib.sha256(read_stamp().encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):  # read, not imported: nothing to do must not load spaCy
        stated = re.search(r"^VERSION = (\d+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        digest.update(f"{path.stem}={stated[1] if stated else 1};".encode())
    for name in TABLES:
        digest.update(raw(name))
    return digest.hexdigest()[:16]

"""The stamp of the rules: records made under another one are stale (house-style 14)."""

import hashlib
import importlib
import pkgutil
from functools import cache

import indexer.extract
from indexer.extract.tables import raw
from indexer.read.read import read_stamp

TABLES = (
    "citas.toml", "cortes.toml", "defensas.toml", "derechos.toml", "distritos.toml", "entidades.csv", "entidades.toml", "frases.toml",
    "magistrados.csv", "normas.csv", "normas.toml", "partes.toml", "peticion.toml", "resultados.toml", "temas.csv", "zonas.toml",
)  # fmt: skip
"""Every table that the extraction reads (test)."""


@cache
def stamp() -> str:
    """16 hex digits of all that decides what a record says of a text: versions of the rules, bytes of the tables, the readers' stamp.

    A module of this package whose answers change raises its VERSION; one that states none counts as 1.
    """
    digest = hashlib.sha256(read_stamp().encode())
    for module in sorted(found.name for found in pkgutil.iter_modules(indexer.extract.__path__)):
        version = getattr(importlib.import_module(f"indexer.extract.{module}"), "VERSION", 1)
        digest.update(f"{module}={version};".encode())
    for name in TABLES:
        digest.update(raw(name))
    return digest.hexdigest()[:16]

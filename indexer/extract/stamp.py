"""The stamp of the rules: records made under another one are stale (house-style 14)."""

import hashlib
import importlib
from functools import cache

from indexer.extract.tables import raw
from indexer.read.read import read_stamp

_RULES = (
    "anchors", "announced", "articles", "caption", "citations", "clauses", "costs", "dates", "decision", "defences", "entities", "fallo",
    "fundamentos", "instances", "listing",
    "majority", "norms", "orders", "outcome", "panel", "parties", "points", "rac", "record", "request", "rights", "topics", "votation", "votes", "zones",
)  # fmt: skip
"""Modules whose VERSION counts (1 where a module states none): raise it when the module's answers change."""
_TABLES = (
    "cortes.toml", "defensas.toml", "derechos.toml", "distritos.toml", "entidades.csv", "entidades.toml", "frases.toml",
    "magistrados.csv", "normas.csv", "normas.toml",
    "partes.toml", "resultados.toml", "temas.csv", "citas.toml", "zonas.toml",
)  # fmt: skip


@cache
def stamp() -> str:
    """16 hex digits of all that decides what a record says of a text: versions of the rules, bytes of the tables, the readers' stamp."""
    digest = hashlib.sha256(read_stamp().encode())
    for name in _RULES:
        module = importlib.import_module(f"indexer.extract.{name}")
        digest.update(f"{name}={getattr(module, 'VERSION', 1)};".encode())
    for name in _TABLES:
        digest.update(raw(name))
    return digest.hexdigest()[:16]

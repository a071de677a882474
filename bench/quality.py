"""How good the search is: the product's own answers to the keys of ../shared/gold (SEARCH.md there), scored by the scorer beside them.

    python -m bench.quality HOME [--without FACTOR]...

HOME is a built home, for the pin-cites one of all processes. `--without` counts a factor of models/tables/amplio.toml as nothing, which is how
docs/busqueda.md says what each adds; `sentido` and `resumen` name factors of both tables.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

import click

from api.params import parse
from indexer.index import amplio
from indexer.index.base import SearchIndex
from indexer.index.live import LiveIndex
from models.search import SearchQuery
from models.settings import Settings

GOLD = Path(__file__).parents[1].parent / "shared" / "gold"
DEEP = 200
"""Results of a run: the key takes up to 107 of them out before it counts."""
_PAGE = 100

Results = list[dict[str, Any]]


def questions(index: SearchIndex, text: str) -> Results:
    """The rulings found for a question, as a reader types it."""
    pages = _pages([("q", text), ("series", "todas"), ("max", "1"), ("facetas", "")])
    return [{"id": hit.id} for query in pages for hit in index.search(query).resultados]


def pincites(index: SearchIndex, text: str) -> Results:
    """The fundamentos found for a proposition."""
    pages = _pages([("q", text), ("modo", "amplio"), ("proceso", "todos")])
    hits = [hit for query in pages for hit in index.paragraphs(query).resultados]
    return [{"id": hit.sentencia, "fundamento": int(hit.fundamento) if hit.fundamento.isdigit() else None} for hit in hits]


KEYS: Mapping[str, Callable[[SearchIndex, str], Results]] = {"questions.jsonl": questions, "pincites.jsonl": pincites}


def _pages(pairs: list[tuple[str, str]]) -> Iterator[SearchQuery]:
    for page in range(1, DEEP // _PAGE + 1):
        yield parse(urlencode([*pairs, ("pagina", str(page)), ("por_pagina", str(_PAGE))]))


def run(index: SearchIndex, key: Path, answer: Callable[[SearchIndex, str], Results], out: Path) -> float:
    """Writes the answers to every item of the key; seconds of a core that one took."""
    began, items = time.process_time(), [json.loads(line) for line in key.read_text("utf-8").splitlines()]
    with out.open("w", encoding="utf-8") as file:
        for item in items:
            found = answer(index, item.get("question") or item["query"])
            file.write(json.dumps({"id": item["id"], "results": found}) + "\n")
    return (time.process_time() - began) / len(items)


@contextmanager
def without(factors: tuple[str, ...]) -> Iterator[None]:
    """Factors that count nothing for a while."""
    tables = {kind: {name: 0.0 if name in factors else value for name, value in amplio.weights(kind).items()} for kind in amplio.KINDS}
    with patch.object(amplio, "weights", tables.__getitem__):
        yield


@click.command()
@click.argument("home", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--without", "factors", multiple=True, help="A factor of models/tables/amplio.toml that shall count nothing.")
@click.option("--key", "names", multiple=True, type=click.Choice(list(KEYS)), default=tuple(KEYS))
@click.option("--misses", is_flag=True, help="List what is not found in the first ten.")
def main(home: Path, factors: tuple[str, ...], names: tuple[str, ...], misses: bool) -> None:
    """Prints the scores of each key."""
    index = LiveIndex(Settings(home=home))
    with tempfile.TemporaryDirectory() as folder, without(factors):
        for name in names:
            out = Path(folder) / name
            cost = run(index, GOLD / name, KEYS[name], out)
            click.echo(f"\n{name}: {index.generation().documents} rulings, {1000 * cost:.0f} ms of a core a question")
            score = [sys.executable, str(GOLD / "score_search.py"), str(GOLD / name), str(out), *(["--misses"] if misses else [])]
            click.echo(subprocess.run(score, check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    main()

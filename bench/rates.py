"""How many documents a second each stage does, on one core, on real rulings where they are and on the sample court.

Reading and extracting are measured in processor time, so that other work on the machine counts little; indexing, which has threads, by the clock.
"""

import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Generic, TypeVar

from crawler.platforms.files import documents_in
from indexer.extract.extract import extract
from indexer.index.base import Indexed
from indexer.index.generations import build_generation
from indexer.read import read_text
from models.document import DocumentText, Formato, RawDocument
from models.errors import NotARuling, UnreadableDocument
from models.ids import identify
from models.ruling import Fuente, Ruling
from models.settings import Settings

A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Rate:
    """Documents done and the seconds they took."""

    stage: str
    documents: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Documents a second."""
        return self.documents / max(self.seconds, 1e-9)


def corpus(path: Path, limit: int) -> list[RawDocument]:
    """The first documents of an archive or folder."""
    return list(islice((item for item in documents_in(path) if isinstance(item, RawDocument)), limit))


def sample(court: Path, formato: Formato) -> list[RawDocument]:
    """The sample court's files of one format, named by their folders."""
    files = sorted(court.glob("*/ruling.pdf" if formato == "pdf" else "*/ruling.htm"))
    return [
        RawDocument(f"file:{path.parent.name}", path.parent.name, path.read_bytes(), formato, "sample", datetime.now(UTC)) for path in files
    ]


def rates(label: str, raws: Sequence[RawDocument]) -> list[Rate]:
    """Reading, extracting and indexing, one after the other; every stage is warmed on one document first."""
    texts = _timed(f"leer, {label}", raws, read_one)
    read = [(raw, text) for raw, text in zip(raws, texts.results, strict=True) if text is not None]
    rulings = _timed(f"extraer, {label}", read, extract_one)
    indexed = [
        Indexed(ruling, text.text, text.original, text.paginas)
        for (_, text), ruling in zip(read, rulings.results, strict=True)
        if ruling is not None
    ]
    with tempfile.TemporaryDirectory() as home:
        began = time.perf_counter()
        build_generation(Settings(home=Path(home)), indexed, "bench")
        index = Rate(f"indexar, {label}", len(indexed), time.perf_counter() - began)
    both = Rate(f"leer y extraer, {label}", len(raws), texts.rate.seconds + rulings.rate.seconds)
    return [texts.rate, rulings.rate, both, index]


@dataclass(frozen=True, slots=True)
class _Timed(Generic[B]):
    rate: Rate
    results: list[B]


def _timed(stage: str, items: Sequence[A], work: Callable[[A], B]) -> _Timed[B]:
    for item in items[:1]:
        work(item)
    began = time.process_time()
    results = [work(item) for item in items]
    return _Timed(Rate(stage, len(items), time.process_time() - began), results)


def read_one(raw: RawDocument) -> DocumentText | None:
    """The text of a file; None when it can't be read."""
    try:
        return read_text(raw)
    except UnreadableDocument:
        return None


def extract_one(pair: tuple[RawDocument, DocumentText]) -> Ruling | None:
    """The ruling of a text; None when it is none."""
    raw, text = pair
    identity = identify(raw.name)
    fuente = Fuente(raw.source, raw.url, "", datetime.now(UTC).isoformat(), text.lector)
    try:
        return extract(text, identity, identity.ruling_id(), (), fuente, raw.name)
    except NotARuling:
        return None


def show(lines: Iterable[Rate]) -> str:
    """A table of rates."""
    return "\n".join(f"  {line.stage:32} {line.documents:6d} documentos  {line.per_second:8.0f} por segundo" for line in lines)

"""Scans without a text layer: pages drawn by pdftoppm, read by tesseract with Spanish; both are programs of the system.

300 dpi and `--psm 6` lost least in the measurement; OMP_THREAD_LIMIT=1 is six times faster than the default (text-tools.md §5).
"""

import csv
import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from models.errors import UnreadableDocument

INSTALL = "sudo apt-get install -y tesseract-ocr tesseract-ocr-spa poppler-utils"
_PROGRAMS = ("pdftoppm", "tesseract")
_SECONDS_A_PAGE = 120
_DPI = "300"


@dataclass(frozen=True, slots=True)
class Scan:
    """`lines`: (page from 0, line), `confidence` 0–1 over all words, None when no word was read."""

    lines: tuple[tuple[int, str], ...]
    pages: int
    confidence: float | None


def available() -> bool:
    """Whether both programs are installed."""
    return all(shutil.which(program) for program in _PROGRAMS)


def read_scan(body: bytes) -> Scan:
    """The lines of a scanned PDF. Raises UnreadableDocument `sin_texto` when the programs are missing or fail."""
    if not available():
        raise UnreadableDocument("sin_texto", f"El PDF es una imagen sin texto y falta el programa que lo lee. Instálelo con: {INSTALL}")
    lines: list[tuple[int, str]] = []
    weights: list[float] = []
    with tempfile.TemporaryDirectory(prefix="habeas-ocr-") as folder:
        images = _draw(body, Path(folder))
        for page, image in enumerate(images):
            for line, confidence in _lines(_recognise(image)):
                lines.append((page, line))
                weights += confidence
    mean = sum(weights) / len(weights) / 100 if weights else None
    return Scan(tuple(lines), len(images), None if mean is None else round(mean, 4))


def _draw(body: bytes, folder: Path) -> list[Path]:
    source = folder / "scan.pdf"
    source.write_bytes(body)
    _run(["pdftoppm", "-r", _DPI, "-gray", "-png", str(source), str(folder / "page")], _SECONDS_A_PAGE * 20)
    return sorted(folder.glob("page*.png"))


def _recognise(image: Path) -> str:
    return _run(["tesseract", str(image), "stdout", "-l", "spa", "--psm", "6", "tsv"], _SECONDS_A_PAGE)


def _run(command: list[str], seconds: int) -> str:
    try:
        done = subprocess.run(command, check=True, capture_output=True, timeout=seconds, env={**os.environ, "OMP_THREAD_LIMIT": "1"})
    except (subprocess.SubprocessError, OSError) as error:
        raise UnreadableDocument(
            "sin_texto", f"{command[0]} no pudo leer la imagen del PDF. Si falta algo, instálelo con: {INSTALL}"
        ) from error
    return done.stdout.decode("utf-8", "replace")


def _lines(tsv: str) -> Iterator[tuple[str, list[float]]]:
    """Lines of tesseract's table with the confidence (0–100) of each word."""
    words: list[str] = []
    sure: list[float] = []
    last: tuple[str, ...] = ()
    for row in csv.DictReader(io.StringIO(tsv), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row.get("level") != "5" or not (row.get("text") or "").strip():
            continue
        place = (row["block_num"], row["par_num"], row["line_num"])
        if words and place != last:
            yield " ".join(words), sure
            words, sure = [], []
        last = place
        words.append(row["text"].strip())
        sure.append(float(row["conf"]))
    if words:
        yield " ".join(words), sure

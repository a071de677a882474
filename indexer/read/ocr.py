"""Pages without a text layer that can be trusted: drawn by pdftoppm, read by tesseract with Spanish; both are programs of the system."""

import hashlib
import logging
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from indexer.kept_pages import KeptPages
from indexer.read.rules import rules
from indexer.read.scan_image import DPI, read_grey
from indexer.read.scan_words import INSTALL, ScanPage, ScanWord, available, read_page, run
from indexer.read.vocabulary import is_word
from models.errors import UnreadableDocument

__all__ = ["INSTALL", "Scan", "available", "read_scan"]

_SECONDS_A_PAGE = 60
_LOWEST_DPI = 72
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Scan:
    """`lines`: each page's printed lines as words, by page number from 0; `sizes`: each page's width and height in points; `confidence` 0–1 over all
    words that were kept, None when no word was read."""

    lines: Mapping[int, tuple[tuple[ScanWord, ...], ...]]
    sizes: Mapping[int, tuple[float, float]]
    confidence: float | None


def read_scan(body: bytes, pages: Mapping[int, int], kept: Path | None = None) -> Scan:
    """The words of these pages (number from 0 → dots an inch of its picture, 0 when unknown). `kept`: the folder of
    pages read before (indexer.kept_pages).

    Raises UnreadableDocument `sin_texto` when the programs are missing or fail.
    """
    if not available():
        raise UnreadableDocument("sin_texto", f"El PDF es una imagen sin texto y falta el programa que lo lee. Instálelo con: {INSTALL}")
    pages_kept = KeptPages(kept, hashlib.sha256(body).hexdigest()) if kept is not None else None
    lines: dict[int, tuple[tuple[ScanWord, ...], ...]] = {}
    sizes: dict[int, tuple[float, float]] = {}
    with tempfile.TemporaryDirectory(prefix="habeas-ocr-") as folder:
        source = Path(folder) / "scan.pdf"
        source.write_bytes(body)
        for done, (number, dpi) in enumerate(sorted(pages.items()), 1):
            page = _page(source, number, min(DPI, max(_LOWEST_DPI, dpi)) if dpi else DPI, pages_kept)
            lines[number] = tuple(_lines(page))
            sizes[number] = (page.width * 72 / DPI, page.height * 72 / DPI)
            _log.info("OCR: página %d de %d", done, len(pages))
    weights = [(len(word.text), word.sure) for page_lines in lines.values() for line in page_lines for word in line]
    total = sum(length for length, _ in weights)
    mean = sum(length * sure for length, sure in weights) / total / 100 if total else None
    return Scan(lines, sizes, None if mean is None else round(mean, 4))


def _page(source: Path, number: int, dpi: int, kept: KeptPages | None) -> ScanPage:
    """One page at a time: a picture of 300 dpi takes 9 MB."""
    target = source.with_name("page")
    page = str(number + 1)
    run(["pdftoppm", "-r", str(dpi), "-gray", "-singlefile", "-f", page, "-l", page, str(source), str(target)], _SECONDS_A_PAGE)
    try:
        return read_page(read_grey(target.with_suffix(".pgm")), dpi, kept)
    except (OSError, ValueError) as error:
        raise UnreadableDocument("sin_texto", f"pdftoppm no pudo dibujar la página {page} del PDF.") from error


def _lines(page: ScanPage) -> Iterator[tuple[ScanWord, ...]]:
    """The page's lines without what the pen and the stamps left."""
    for _, group in groupby(page.words, lambda word: word.line):
        line = [word for word in group if not _is_stroke(word)]
        if line and not _is_scrawl(line):
            yield tuple(line)


def _is_stroke(word: ScanWord) -> bool:
    """Whether a reading is no word: the program hardly believes it, and nobody knows it. Digits are nobody's to guess: they stay."""
    limit = rules().stroke
    if word.sure >= limit or any(char.isdigit() for char in word.text):
        return False
    letters = "".join(char for char in word.text if char.isalpha())
    return len(letters) < 3 or (word.sure < limit / 2 and not is_word(letters))


def _is_scrawl(line: Sequence[ScanWord]) -> bool:
    """Whether a whole line is a signature or a stamp: low all along, and without one known word of four letters."""
    letters = sum(len(word.text) for word in line)
    mean = sum(word.sure * len(word.text) for word in line) / max(1, letters)
    return mean < rules().scrawl and not any(len(word.text) >= 4 and is_word(word.text.strip('.,;:()«»“”"')) for word in line)

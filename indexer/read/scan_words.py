"""One page's picture → its words with their places and how sure tesseract is of each; kept by all that decides them, so that none is read twice."""

import csv
import hashlib
import io
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indexer.kept_pages import KeptPages
from indexer.read.accent_tables import FOLDER as VOCABULARY
from indexer.read.rules import rules
from indexer.read.scan_image import Grey, prepared, turned, write_grey
from indexer.read.vocabulary import known_share
from models.errors import UnreadableDocument

INSTALL = "sudo apt-get install -y tesseract-ocr tesseract-ocr-spa tesseract-ocr-osd poppler-utils"
_SECONDS_A_PAGE = 120
_VERSION = "1"
"""Raise when the picture is prepared or read in another way: what was kept under the last number is not found again."""
_OPTIONS = ("-l", "spa", "--psm", "6", "tsv")
_LANGUAGES = ("spa", "osd")
_DATA = re.compile(r'available languages in "([^"\n]+)"')
_ROTATE = re.compile(r"^Rotate: (90|180|270)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ScanWord:
    """A word as it was read: `sure` 0–100; its box in dots of the upright page at 300 dpi, from the upper left; `line` numbers printed lines."""

    text: str
    sure: float
    line: int
    x0: int
    x1: int
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class ScanPage:
    """The words of a page in reading order; `width` and `height` in dots of the upright page."""

    words: tuple[ScanWord, ...]
    width: int
    height: int

    @property
    def text(self) -> str:
        """All words."""
        return " ".join(word.text for word in self.words)

    @property
    def trust(self) -> float:
        """0–1: how good the reading is, by the program's own word and by how many of its words are words; a page without words is 0."""
        letters = sum(len(word.text) for word in self.words)
        sure = sum(word.sure * len(word.text) for word in self.words) / max(1, letters) / 100
        return sure * (known_share(self.text) or 0.0)


def read_page(grey: Grey, dpi: int, kept: KeptPages | None = None) -> ScanPage:
    """The words of a page, turned upright if it lies on its head or side. `kept`: where pages read before are. Raises UnreadableDocument sin_texto."""
    if kept is None:
        return _page(_best(prepared(grey, dpi)))
    key = _key(grey, dpi)
    table = kept.get(key)
    if table is None:
        table = _best(prepared(grey, dpi))
        kept.put(key, table)
    return _page(table)


def _key(grey: Grey, dpi: int) -> str:
    """Hash of all that decides what is read: the picture, its dots an inch, the program with its languages, and our settings."""
    digest = hashlib.sha256(f"{_reader(shutil.which('tesseract') or '')} {dpi} {grey.shape}".encode())
    digest.update(grey.tobytes())
    return digest.hexdigest()


@cache
def _reader(program: str) -> str:
    """Hash of what reads: the version of the program at this path, its language data, how we call it and by what we choose among a page's ways up."""
    digest = hashlib.sha256(f"{_VERSION} {_OPTIONS} {rules().upright}".encode())
    digest.update(run([program, "--version"], _SECONDS_A_PAGE).encode())
    languages = _languages(program)
    told = _DATA.search(languages)
    digest.update((languages if told is None else _names(languages)).encode())  # where the data lie is nothing to the words
    data = [Path(told[1]) / f"{language}.traineddata" for language in _LANGUAGES] if told else []
    for path in (*data, *(VOCABULARY / name for name in ("forms.tsv.xz", "names.tsv.xz"))):
        digest.update(path.read_bytes() if path.is_file() else b"none")
    return digest.hexdigest()


def _names(languages: str) -> str:
    """Those of our languages that there are."""
    return " ".join(language for language in _LANGUAGES if language in languages.split())


@cache
def _languages(program: str) -> str:
    """What the program says of its languages: where they are, and a line each."""
    return run([program, "--list-langs"], _SECONDS_A_PAGE)


def _best(grey: Grey) -> str:
    """Tesseract's table of the page; of a page that can't be trusted also of the page turned, the better of both."""
    table = _recognised(grey)
    trust = _page(table).trust
    if trust >= rules().upright:
        return table
    found = [(trust, table)]
    for degrees in _turns(grey):
        other = _recognised(turned(grey, degrees))
        found.append((_page(other).trust, other))
        if found[-1][0] >= rules().upright:
            break
    return max(found, key=lambda pair: pair[0])[1]


def _turns(grey: Grey) -> tuple[int, ...]:
    """By how much the page may have to be turned: what tesseract's orientation says, else every way."""
    if not _has_orientation():
        return (180, 90, 270)
    try:
        told = _ROTATE.search(_tesseract(grey, "--psm", "0", "-l", "osd"))
    except UnreadableDocument:  # "Too few characters": nothing to be turned by
        return ()
    return (int(told[1]),) if told else ()


def _has_orientation() -> bool:
    try:
        return "osd" in _languages(shutil.which("tesseract") or "tesseract").split()
    except UnreadableDocument:
        return False


def _recognised(grey: Grey) -> str:
    return f"{grey.shape[1]}\t{grey.shape[0]}\n" + _tesseract(grey, *_OPTIONS)


def _tesseract(grey: Grey, *options: str) -> str:
    with tempfile.TemporaryDirectory(prefix="habeas-ocr-") as folder:
        write_grey(Path(folder) / "page.pgm", grey)
        return run(["tesseract", f"{folder}/page.pgm", "stdout", "--dpi", "300", *options], _SECONDS_A_PAGE)


def available() -> bool:
    """Whether both programs are installed."""
    return all(shutil.which(program) for program in ("pdftoppm", "tesseract"))


def run(command: list[str], seconds: int) -> str:
    """What a program prints. Raises UnreadableDocument `sin_texto` when it is missing or fails. One thread: six times faster than the default."""
    try:
        done = subprocess.run(command, check=True, capture_output=True, timeout=seconds, env={**os.environ, "OMP_THREAD_LIMIT": "1"})
    except (subprocess.SubprocessError, OSError) as error:
        message = f"{command[0]} no pudo leer la imagen del PDF. Si falta algo, instálelo con: {INSTALL}"
        raise UnreadableDocument("sin_texto", message) from error
    return done.stdout.decode("utf-8", "replace")


def _page(table: str) -> ScanPage:
    size, _, rows = table.partition("\n")
    width, height = map(int, size.split("\t"))
    return ScanPage(tuple(_words(rows)), width, height)


def _words(rows: str) -> Iterator[ScanWord]:
    last, line = ("", "", ""), -1
    for row in csv.DictReader(io.StringIO(rows), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if row.get("level") != "5" or not text:
            continue
        place = (row["block_num"], row["par_num"], row["line_num"])
        line += place != last
        last = place
        left, top = int(row["left"]), int(row["top"])
        yield ScanWord(text, float(row["conf"]), line, left, left + int(row["width"]), top, top + int(row["height"]))

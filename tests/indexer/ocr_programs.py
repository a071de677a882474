"""Invented programs in place of pdftoppm and tesseract, that count the pages they read; and scans for them."""

import io
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from models.document import RawDocument

WORDS = ("municipalidad", "solicitud", "sentencia", "demanda", "tribunal", "recurso", "fundamento", "entrega")
"""What the invented tesseract reads on every page, a word a line."""

_DRAW = """#!/bin/sh
page=$6; source=$9; shift 9
look=$(grep -a -o 'look[0-9]*' "$source" | head -1)
printf 'P5 8 4 255\\n%16s%16d' "$look" "$page" > "$1.pgm"
"""
_READ = """#!/bin/sh
here=$(dirname "$0")
case "$*" in
    *--version*) cat "$here/version" ;;
    *--list-langs*) printf 'List of available languages in "%s/data/" (2):\\nosd\\nspa\\n' "$here" ;;
    *) echo read >> "$here/count"; cat "$here/table" ;;
esac
"""


@dataclass(frozen=True, slots=True)
class Programs:
    """The folder of the programs."""

    folder: Path

    @property
    def read(self) -> int:
        """How many pages were read so far."""
        path = self.folder / "count"
        return len(path.read_text().splitlines()) if path.exists() else 0


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, version: str = "tesseract 5.3.0", spanish: bytes = b"spa") -> Programs:
    """The programs in a new folder, first in the path of this process and of those that it starts."""
    (folder / "data").mkdir(parents=True)
    (folder / "version").write_text(f"{version}\n")
    (folder / "data" / "spa.traineddata").write_bytes(spanish)
    (folder / "data" / "osd.traineddata").write_bytes(b"osd")
    rows = [f"5\t1\t1\t1\t{n}\t1\t40\t{60 * n}\t400\t40\t96\t{word}" for n, word in enumerate(WORDS, 1)]
    head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
    (folder / "table").write_text("\n".join([head, *rows]) + "\n")
    for name, script in (("pdftoppm", _DRAW), ("tesseract", _READ)):
        (folder / name).write_text(script)
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return Programs(folder)


def scan(look: int = 1, pages: int = 2, remark: str = "") -> bytes:
    """A PDF of pictures. Files of one `look` show the same pages; `remark` changes their bytes only."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for _ in range(pages):
        canvas.drawInlineImage(Image.new("L", (30, 40), 200), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return out.getvalue() + f"%look{look} {remark}\n".encode()


def ruling(number: int, body: bytes) -> RawDocument:
    """A file as a source gave it."""
    name = f"{number}-2019-HD"
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    return RawDocument(f"https://tc.gob.pe/jurisprudencia/2021/{name}.pdf", name, body, "pdf", "sedetc", moment)

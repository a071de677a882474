"""What happens to a ruling on its way to us: printed and scanned, stamped, read by somebody's OCR, its letters misnamed."""

import io
import os
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

STAMP = (
    "Firmado digitalmente por:",
    "SOTO QUISPE Ana María",
    "FAU 20217267618 soft",
    "Motivo: En señal de conformidad",
    "Fecha: 28/08/2025 12:13:23-0500",
)


@dataclass(frozen=True, slots=True)
class Scanner:
    """A scanner and its operator. `turn`: quarters that the sheet lies turned; `tilt`: degrees; `noise`: deviation of the grey values; `salt`: share of
    specks; `blur`: radius in pixels; `stamped`: a registry's stamp and a signature over the text."""

    dpi: int = 300
    turn: int = 0
    tilt: float = 0.0
    noise: float = 0.0
    salt: float = 0.0
    blur: float = 0.0
    stamped: bool = False


def drawn(body: bytes, dpi: int) -> list[Image.Image]:
    """The pages as grey pictures."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.pdf").write_bytes(body)
        subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", f"{folder}/a.pdf", f"{folder}/p"], check=True, timeout=300)
        return [Image.open(io.BytesIO(path.read_bytes())).copy() for path in sorted(Path(folder).glob("p*"))]


def scanned(body: bytes, scanner: Scanner, pages: Sequence[int] | None = None) -> list[Image.Image]:
    """The pages (or those of these numbers, from 0) as this scanner gives them; the same every time."""
    found = drawn(body, scanner.dpi)
    return [_one(page, scanner, number) for number, page in enumerate(found) if pages is None or number in pages]


def _one(page: Image.Image, scanner: Scanner, seed: int) -> Image.Image:
    if scanner.stamped:
        _stamp(page, scanner.dpi / 72)
    page = page.rotate(scanner.tilt, fillcolor=255, resample=Image.Resampling.BICUBIC)
    if scanner.blur:
        page = page.filter(ImageFilter.GaussianBlur(scanner.blur))
    generator = np.random.default_rng(seed)
    grey: NDArray[np.float64] = np.asarray(page, dtype=np.float64)
    if scanner.noise:
        grey = grey * 0.85 + 25 + generator.normal(0, scanner.noise, grey.shape)
    if scanner.salt:
        specks = generator.random(grey.shape)
        grey = np.where(specks < scanner.salt / 2, 0, np.where(specks > 1 - scanner.salt / 2, 255, grey))
    return Image.fromarray(np.rot90(np.clip(grey, 0, 255).astype(np.uint8), scanner.turn))


def _stamp(page: Image.Image, scale: float) -> None:
    draw = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=11 * scale)
    draw.ellipse([400 * scale, 380 * scale, 500 * scale, 450 * scale], outline=90, width=max(1, int(2 * scale)))
    draw.text((420 * scale, 400 * scale), "FOJAS", fill=90, font=font)
    draw.text((412 * scale, 418 * scale), "OTDA  127", fill=90, font=font)
    pen = [(90 + 11 * i, 640 + (37 * i * i) % 61) for i in range(20)]
    draw.line([(x * scale, y * scale) for x, y in pen], fill=60, width=max(1, int(1.4 * scale)), joint="curve")


def as_pdf(pages: Sequence[Image.Image], layer: Callable[[Canvas, int], None] | None = None) -> bytes:
    """Pictures as a PDF, each filling its page; `layer` writes what stands invisible over it."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for number, page in enumerate(pages):
        size = A4 if page.height >= page.width else (A4[1], A4[0])
        canvas.setPageSize(size)
        canvas.drawImage(ImageReader(page), 0, 0, *size)
        if layer is not None:
            layer(canvas, number)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def with_tesseract_layer(pages: Sequence[Image.Image], dpi: int) -> bytes:
    """Pictures with the text layer that tesseract's own PDF output gives them."""
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for number, page in enumerate(pages):
            names.append(f"{folder}/{number:03d}.png")
            page.save(names[-1], dpi=(dpi, dpi))
        (Path(folder) / "list.txt").write_text("\n".join(names), encoding="utf-8")
        command = ["tesseract", f"{folder}/list.txt", f"{folder}/out", "-l", "spa", "--dpi", str(dpi), "pdf"]
        subprocess.run(command, check=True, capture_output=True, timeout=600, env={**os.environ, "OMP_THREAD_LIMIT": "1"})
        return (Path(folder) / "out.pdf").read_bytes()


def flattened_stamps(canvas: Canvas, page: int) -> None:
    """Signature stamps that a program printed into the page: small type in the margins and over the text."""
    for x, y in ((505, 520), (330, 407), (8, 90)):
        for at, text in enumerate(STAMP):
            canvas.setFont("Helvetica", 5)
            canvas.drawString(x, y - 6 * at, text)


def unnamed(share: float) -> Callable[[str, Sequence[int]], str]:
    """A ToUnicode table that leaves out this share of the letters: readers give "(cid:9)" for them."""
    return lambda name, subset: _cmap(name, [(i, v) for i, v in enumerate(subset) if (v * 37) % 100 >= 100 * share or v < 65])


def misnamed(share: float) -> Callable[[str, Sequence[int]], str]:
    """A ToUnicode table that calls this share of the letters by the name of another."""
    return lambda name, subset: _cmap(
        name, [(i, v if (v * 37) % 100 >= 100 * share or v < 65 else 97 + (v * 7 + 3) % 26) for i, v in enumerate(subset)]
    )


def _cmap(name: str, pairs: Sequence[tuple[int, int]]) -> str:
    rows = [f"<{code:02X}> <{value:04X}>" for code, value in pairs]
    return "\n".join(
        [
            f"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /{name} def /CMapType 2 def",
            f"1 begincodespacerange <00> <FF> endcodespacerange {len(rows)} beginbfchar",
            *rows,
            "endbfchar endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    )


def spelled_apart(word: str) -> str:
    """A word as text layers of bad kerning give it: "J iménez", "COLM ENARES", "2 0 11"."""
    if word.isdigit() and len(word) == 4:
        return f"{word[0]} {word[1]} {word[2:]}"
    if word[:1].isupper() and word.isalpha() and len(word) > 5 and sum(map(ord, word)) % 3 == 0:
        cut = 4 if word.isupper() else 1
        return f"{word[:cut]} {word[cut:]}"
    return word

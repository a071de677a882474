"""PDF → ruling beside pdfminer alone on the same files: whether zones, paragraphs, accents and rules cost much on top of the glyphs."""

import io
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams

from bench.rates import extract_one, read_one
from models.document import RawDocument

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Against:
    """Processor seconds for all the files, the sum of each one's median of ROUNDS: pdfminer's pages with its own layout, and PDF → ruling."""

    documents: int
    pdfminer: float
    ours: float

    @property
    def ratio(self) -> float:
        """How many times pdfminer's time the whole way takes."""
        return self.ours / max(self.pdfminer, 1e-9)


def against_pdfminer(raws: Sequence[RawDocument]) -> Against:
    """Both ways in turns on each file, so that a busy machine slows both; the files must be whole PDFs with a text layer."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    pdfminer = ours = 0.0
    for raw in raws[:1]:
        _ruling(raw)
    for raw in raws:
        turns = [(_seconds(_pages, raw), _seconds(_ruling, raw)) for _ in range(ROUNDS)]
        pdfminer += median(one for one, _ in turns)
        ours += median(one for _, one in turns)
    return Against(len(raws), pdfminer, ours)


def _seconds(work: Callable[[RawDocument], object], raw: RawDocument) -> float:
    began = time.process_time()
    work(raw)
    return time.process_time() - began


def _pages(raw: RawDocument) -> None:
    for _ in extract_pages(io.BytesIO(raw.body), laparams=LAParams()):
        pass


def _ruling(raw: RawDocument) -> None:
    text = read_one(raw)
    if text is not None:
        extract_one((raw, text))


def show(against: Against) -> str:
    """One line: the ratio, and what it is made of."""
    return (
        f"  PDF → ficha: {against.ratio:.2f} veces el tiempo de pdfminer solo "
        f"({against.documents} archivos: {against.ours:.1f} s contra {against.pdfminer:.1f} s)"
    )

"""Builds sample/court from sample/rulings: `python -m sample.make` (needs the development dependencies: reportlab).

A folder a document, named as the document: `listing.json` (the Court's row), `ruling.pdf` and/or `ruling.htm`, `expected.json` (the golden
record). The same sources always give the same bytes, so what changed in the folder is what somebody wrote.
"""

import json
import shutil
from pathlib import Path

from models.ids import identify
from sample.htm import to_htm
from sample.labels import expected, listing, public_url
from sample.pdf import to_pdf
from sample.source import SOURCES, sources

COURT = Path(__file__).parent / "court"


def make(folder: Path, rulings: Path = SOURCES) -> int:
    """Writes the whole court into `folder`, which is emptied before; the number of documents. Raises ValueError for a bad source."""
    documents = list(sources(rulings))
    cases = [str(identify(source.name).expediente) for source in documents]
    if folder.exists():
        shutil.rmtree(folder)
    for number, source in enumerate(documents, 1):
        place = folder / source.name
        place.mkdir(parents=True)
        _write(place / "listing.json", listing(source, number))
        _write(place / "expected.json", expected(source, cases))
        if "pdf" in source.ficha.formatos:
            (place / "ruling.pdf").write_bytes(to_pdf(source, public_url(source)))
        if "htm" in source.ficha.formatos:
            (place / "ruling.htm").write_bytes(to_htm(source))
    return len(documents)


def _write(path: Path, value: dict[str, object]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    make(COURT)

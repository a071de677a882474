"""Evidence (contracts.md §5): every value has some, every span says its value, in its zone, in few words.

The sample court always, all real rulings where they are."""

import json
import re
import tarfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from crawler.pages.sedetc import listing_page
from indexer.extract.extract import extract
from indexer.extract.lines import TABLE
from indexer.extract.plain import plain
from indexer.extract.source import LIMIT
from indexer.extract.tables import keys, phrases
from indexer.read.read import read_text
from models.document import Formato, Listing, RawDocument
from models.errors import NotARuling
from models.ids import identify
from models.ruling import Fuente, Zona
from models.ruling_json import to_dict
from sample.make import COURT

SHARED = Path(__file__).parents[3].parent / "shared"
FUENTE = Fuente("sample", "https://ejemplo.pe/x.pdf", "0" * 64, "2026-01-01T00:00:00Z", "texto", True)
_PLAIN_FIELDS = frozenset(
    [
        "id", "secciones", "fundamentos", "notas", "texto_restaurado", "texto_sha256", "calidad", "fuente", "evidencia", "advertencias",
        "sello", "litigante_frecuente", "serie", "familia",
    ]
)  # fmt: skip
"""Fields that are no statement about the ruling, or that only the collection knows."""
_PATH = re.compile(r"([a-z_]+)(?:\[(\d+)\])?(?:\.([a-z_]+))?")
LONGEST: Mapping[str, int] = {
    "resultado": 110, "tipo_resolucion": 60, "expediente": 45, "numero_sentencia": 60, "sala": 40, "fecha": 80, "distrito": 45, "ponente": 80,
    "magistrados": 40, "votacion": 30, "fecha_demanda": 80, "causal_improcedencia": 60, "fundamentos": 40,
}  # fmt: skip
"""Characters that the words of a short value take at most."""
TRIGGERS: Mapping[str, str] = {
    "resultado": r"fund|proced|nul[oa]|admi[ts]|desisti|aclar|integr|confirm|materia|irrepar|inadmis|tener por|ha lugar|exclu|dispon|orden|declar",
    "votacion": r"unanim|mayoria|minoria|dirim|decisorio",
    "tipo_resolucion": r"sent|auto|resol|decreto",
    "fecha": r"\d|[a-z]{4}",
    "sala": r"sala|pleno|tribunal|[a-z]{4}",
}
"""What the words of a value must hold, in plain text."""


def faults(record: Mapping[str, Any], text: str) -> list[str]:
    """What is wrong with the evidence of a record."""
    found = [f"{path}: sin evidencia" for path in _paths(record) if not record["evidencia"].get(path)]
    for path, every in record["evidencia"].items():
        if not _names_a_value(record, path):
            found.append(f"{path}: no es ruta de un valor")
        found += [f"{path}: {fault}" for one in every for fault in _wrong(record, text, path, one)]
    return found


def _paths(record: Mapping[str, Any]) -> Iterator[str]:
    """The paths of every value that the record states."""
    for name, value in record.items():
        if name not in _PLAIN_FIELDS and value not in (None, [], {}):
            yield from (f"{name}[{place}]" for place in range(len(value))) if isinstance(value, list) else [name]


def _names_a_value(record: Mapping[str, Any], path: str) -> bool:
    parts = _PATH.fullmatch(path)
    if not parts or record.get(parts[1]) in (None, []):
        return False
    value = record[parts[1]]
    if parts[2] is not None:
        return isinstance(value, list) and int(parts[2]) < len(value)
    if parts[3] is not None:
        return isinstance(value, dict) and value.get(parts[3]) is not None
    return not isinstance(value, list)


def _wrong(record: Mapping[str, Any], text: str, path: str, one: Mapping[str, Any]) -> Iterator[str]:
    field = re.split(r"[\[.]", path)[0]
    if one["origen"] == "texto":
        yield from _span_faults(record, text, field, one["inicio"], one["fin"])
    elif one["origen"] == "ausencia" and not set(one["campo"].split(",")) <= set(get_args(Zona)):
        yield f"busca en {one['campo']}, que no son zonas"
    elif one["origen"] == "derivado" and (empty := [name for name in one["campo"].split(",") if record.get(name) in (None, [])]):
        yield f"se deriva de {empty}, que están vacíos"
    elif one["origen"] in ("archivo", "listado") and not one["campo"]:
        yield "no dice de dónde"


def _span_faults(record: Mapping[str, Any], text: str, field: str, start: int, end: int) -> Iterator[str]:
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        yield f"{start}–{end} está vacío o fuera del texto"
        return
    zones = {one["zona"] for one in record["secciones"] if one["inicio"] < end and one["fin"] > start}
    if not zones <= set(phrases(TABLE, "evidencia", field)):
        yield f"está en {sorted(zones)}"
    if len(zones) > 1 or end - start > LONGEST.get(field, LIMIT):
        yield f"{end - start} caracteres en {sorted(zones)}: {text[start:end]!r}"
    if (trigger := TRIGGERS.get(field)) and not re.search(trigger, plain(text[start:end])):
        yield f"no lo dice: {text[start:end]!r}"


def _record(raw: RawDocument, listings: tuple[Listing, ...] = ()) -> tuple[dict[str, Any], str]:
    document, identity = read_text(raw), identify(raw.name)
    return to_dict(extract(document, identity, identity.ruling_id(), listings, FUENTE, raw.name)), document.text


FORMATS: Mapping[str, Formato] = {"ruling.pdf": "pdf", "ruling.htm": "html"}
SAMPLES = sorted((path.parent.name, path.name) for path in COURT.glob("*/ruling.*"))


@cache
def _sample(name: str, file: str) -> tuple[dict[str, Any], str]:
    folder = COURT / name
    row = json.loads((folder / "listing.json").read_text(encoding="utf-8"))
    listings = listing_page(json.dumps({"data": [{"_id": str(row["id"]), "_source": row}], "total": 1}).encode(), "sample").rows
    raw = RawDocument(row["url_archivo"], name, (folder / file).read_bytes(), FORMATS[file], "sample", datetime(2024, 1, 1, tzinfo=UTC))
    return _record(raw, listings)


@pytest.mark.parametrize(("name", "file"), SAMPLES, ids=[f"{name}-{Path(file).suffix[1:]}" for name, file in SAMPLES])
def test_every_value_of_the_sample_court_is_shown_by_its_own_words(name: str, file: str) -> None:
    assert faults(*_sample(name, file)) == []


def test_a_fault_of_each_kind_is_seen() -> None:
    record, text = _sample(*SAMPLES[0])
    span = {"origen": "texto", "inicio": 0, "fin": 1}
    far = next(one for one in record["secciones"] if one["zona"] == "antecedentes")
    broken = {
        "resultado": [span | {"inicio": far["inicio"] + 20, "fin": far["inicio"] + 40}],
        "sala": [span | {"inicio": len(text), "fin": len(text) + 4}],
        "magistrados[99]": [span],
        "ambito": [{"origen": "derivado", "campo": "serie"}],
        "costas": [{"origen": "ausencia", "campo": "ningunaparte"}],
    }
    kept = {path: every for path, every in record["evidencia"].items() if path != "fecha"}
    seen = {fault.partition(":")[0] for fault in faults(record | {"evidencia": kept | broken}, text)}
    assert {*broken, "fecha"} <= seen


def test_the_table_of_zones_knows_every_field_with_words() -> None:
    assert set(keys(TABLE, "evidencia")) <= set(_sample(*SAMPLES[0])[0])
    assert {zone for field in keys(TABLE, "evidencia") for zone in phrases(TABLE, "evidencia", field)} <= set(get_args(Zona))


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="the real rulings are beside the repository only where they may be read")
def test_every_value_of_every_real_ruling_is_shown_by_its_own_words() -> None:
    wrong: list[str] = []
    with tarfile.open(SHARED / "corpus" / "habeas-data.tar.xz") as tar:
        for member in tar:
            if not member.name.endswith(".md"):
                continue
            file = tar.extractfile(member)
            assert file is not None
            name = Path(member.name).name.removesuffix(".pdf.md")
            raw = RawDocument(f"file:{member.name}", name, file.read(), "texto", "alex", datetime(2026, 1, 1, tzinfo=UTC))
            try:
                record, text = _record(raw)
            except NotARuling:
                continue
            wrong += [f"{name} {fault}" for fault in faults(record, text)]
    assert wrong == []

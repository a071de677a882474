"""Themes, claims and defences on rulings that readers labelled (labels/substance.jsonl): the least that the extraction must reach on them."""

import json
import tarfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from indexer.extract.codes import codes
from indexer.extract.fresh import fresh
from indexer.extract.tables import rows
from indexer.scoring import key
from indexer.scoring_substance import WHO, score_substance
from models.document import RawDocument
from models.ruling_json import to_dict

SHARED = Path(__file__).parents[3].parent / "shared"
LABELS = Path(__file__).parent / "labels" / "substance.jsonl"


def _labels() -> dict[str, dict[str, Any]]:
    return {key(label): label for line in LABELS.read_text(encoding="utf-8").splitlines() for label in [json.loads(line)]}


def test_labels_hold_ids_and_values_of_the_tables_and_nothing_else() -> None:
    topics = {row["id"] for row in rows("temas.csv")}
    for label in _labels().values():
        assert set(label) == {"file", "ambito", "temas", "pretension", "defensas"}
        assert {*label["temas"], *label["pretension"]} <= topics
        assert {one["codigo"] for one in label["defensas"]} <= {code for code, _ in codes()}
        assert {one["quien"] for one in label["defensas"]} <= set(WHO)
        assert {one["aceptada"] for one in label["defensas"]} <= {"si", "no", "en_parte", None}


@cache
def _found() -> dict[str, dict[str, Any]]:
    wanted, records = _labels(), {}
    with tarfile.open(SHARED / "corpus" / "habeas-data.tar.xz") as tar:
        for member in tar:
            name = Path(member.name).name.removesuffix(".pdf.md")
            file = tar.extractfile(member) if name in wanted else None
            if file is not None:
                raw = RawDocument(f"file:{member.name}", name, file.read(), "texto", "alex", datetime(2026, 1, 1, tzinfo=UTC))
                records[name] = to_dict(fresh(raw))
    return records


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.skipif(not (SHARED / "corpus").exists(), reason="the rulings are beside the repository only where they may be read")
@pytest.mark.parametrize(
    ("field", "goal"),
    [
        ("temas", 0.80), ("pretension", 0.80), ("defensas", 0.75), ("defensas.entidad", 0.75), ("defensas.primera_instancia", 0.70),
        ("defensas.segunda_instancia", 0.70), ("aceptada", 0.75),
    ],
)  # fmt: skip
def test_the_substance_reaches_its_goal(field: str, goal: float) -> None:
    reached = score_substance(_labels(), _found())[field]
    assert (reached.accuracy if reached.accuracy is not None else reached.f1 or 0.0) >= goal

"""What the extraction reaches on the hand-made labels and on the catalogue of decisions; the goals are in the names."""

import csv
import json
import tarfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from indexer.extract.fresh import fresh
from indexer.scoring import key, score
from models.document import RawDocument
from models.ruling_json import to_dict

SHARED = Path(__file__).parents[3].parent / "shared"
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.slow,
    pytest.mark.skipif(not (SHARED / "gold").exists(), reason="the labels are beside the repository only where they may be read"),
]


@pytest.fixture(scope="module")
def wanted() -> dict[str, dict[str, Any]]:
    lines = [line for name in ("core.jsonl", "dev.jsonl") for line in (SHARED / "gold" / name).read_text(encoding="utf-8").splitlines()]
    return {key(record): record for line in lines if line.strip() for record in [json.loads(line)]}


@pytest.fixture(scope="module")
def catalogue() -> dict[str, dict[str, str]]:
    with (SHARED / "domain" / "fallos_catalogue.csv").open(encoding="utf-8") as lines:
        return {row["expediente"]: row for row in csv.DictReader(lines)}


@pytest.fixture(scope="module")
def found(wanted: Mapping[str, Any], catalogue: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    records = {}
    with tarfile.open(SHARED / "corpus" / "habeas-data.tar.xz") as tar:
        for member in tar:
            name = Path(member.name).name.removesuffix(".pdf.md")
            file = tar.extractfile(member)
            if file is not None and (name in wanted or name in catalogue):
                raw = RawDocument(f"file:{member.name}", name, file.read(), "texto", "alex", datetime(2026, 1, 1, tzinfo=UTC))
                records[name] = to_dict(fresh(raw))
    return records


@pytest.mark.parametrize(
    ("field", "goal"),
    [
        ("expediente", 0.97), ("fecha", 0.97), ("sala", 0.97), ("distrito", 0.97), ("tipo_resolucion", 0.97), ("resultado", 0.95), ("ambito", 0.92),
        ("sentido_para_demandante", 0.92), ("costos", 0.92), ("magistrados", 0.88), ("votos", 0.88), ("fallo", 0.88), ("hay_orden", 0.93),
    ],
)  # fmt: skip
def test_the_field_reaches_its_goal(field: str, goal: float, wanted: dict[str, dict[str, Any]], found: dict[str, dict[str, Any]]) -> None:
    reached = score(wanted, found)[field]
    assert (reached.accuracy if reached.accuracy is not None else reached.f1 or 0.0) >= goal


def test_the_catalogue_of_decisions_is_read_as_its_rules_say(
    catalogue: dict[str, dict[str, str]], found: dict[str, dict[str, Any]]
) -> None:
    here = {name: row for name, row in catalogue.items() if name in found}
    differ = {
        name: (found[name]["resultado"], found[name]["ambito"], row["rule"])
        for name, row in here.items()
        if (found[name]["resultado"], found[name]["ambito"]) != (row["resultado"], row["ambito"])
    }
    assert len(here) > 50
    assert differ == {}

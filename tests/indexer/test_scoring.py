"""Our scorer against the rules of SCHEMA.md, and against gold/score.py itself where it exists."""

import importlib.util
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from indexer.scoring import FIELDS, key, misses, score

SHARED = Path(__file__).parents[2].parent / "shared" / "gold"


def label(**fields: Any) -> dict[str, Any]:
    return {"file": "md/2020/90001-2019-HD.pdf.md", **fields}


def scored(gold: dict[str, Any], found: dict[str, Any]) -> dict[str, dict[str, float]]:
    return {field: one.as_dict() for field, one in score({key(gold): gold}, {key(gold): found}).items()}


def test_the_key_is_the_base_name_without_extensions() -> None:
    assert key(label()) == "90001-2019-HD"


def test_only_what_the_label_holds_is_scored() -> None:
    assert set(scored(label(resultado="fundada"), {"resultado": "fundada", "ambito": "demanda"})) == {"resultado"}


def test_a_ruling_without_an_extraction_is_all_wrong() -> None:
    gold = label(resultado="fundada", magistrados=["Uno Dos"])
    scores = score({key(gold): gold}, {})
    assert scores["resultado"].accuracy == 0.0
    assert scores["magistrados"].recall == 0.0


def test_spellings_of_one_case_and_one_law_are_one() -> None:
    gold = label(expediente="00950-2000-HD/TC", normas=["DS-043-2003-PCM:13"])
    scores = scored(gold, {"expediente": "950-00-HD", "normas": ["LEY-27806:13"]})
    assert scores["expediente"] == {"accuracy": 1.0, "n": 1}
    assert scores["normas"]["f1"] == 1.0


def test_names_forgive_a_damaged_letter_and_nothing_more() -> None:
    gold = label(demandantes=["Rosa Quispe Ficticia"])
    assert scored(gold, {"demandantes": ["ROSA QUISPE FICTIGIA"]})["demandantes"]["f1"] == 1.0
    assert scored(gold, {"demandantes": ["Juana Mamani Inventada"]})["demandantes"]["f1"] == 0.0


def test_orders_exhortations_and_others_are_no_points_of_the_fallo() -> None:
    gold = label(fallo=[{"resultado": "fundada", "objeto": "demanda"}, {"resultado": "ordena", "objeto": "demanda"}])
    scores = scored(gold, {"fallo": [{"resultado": "fundada", "objeto": "demanda"}]})
    assert scores["fallo"]["f1"] == 1.0
    assert scores["hay_orden"]["accuracy"] == 0.0


def test_misses_tell_what_was_lost_and_what_was_invented() -> None:
    gold = label(magistrados=["Uno Dos", "Tres Cuatro"])
    (line,) = misses({key(gold): gold}, {key(gold): {"magistrados": ["Uno Dos", "Cinco Seis"]}}, "magistrados")
    assert line == "90001-2019-HD: lost ['Tres Cuatro'], extra ['Cinco Seis']"


def test_a_field_that_is_not_scored_is_refused() -> None:
    with pytest.raises(KeyError):
        list(misses({}, {}, "causal_improcedencia"))


def theirs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_score", SHARED / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def perturbed(record: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    """The label as a bad extraction would give it: values lost, swapped, misspelt."""
    made: dict[str, Any] = {}
    for field, value in record.items():
        roll = dice.random()
        if roll < 0.15:
            continue
        if roll < 0.3 and isinstance(value, list):
            made[field] = value[1:] + value[:1] * dice.randint(0, 2)
        elif roll < 0.3 and isinstance(value, str):
            made[field] = value[:-1]
        elif roll < 0.4:
            made[field] = None
        else:
            made[field] = value
    return made


@pytest.mark.corpus
@pytest.mark.skipif(not (SHARED / "score.py").exists(), reason="gold/score.py is beside the repository only where the labels are")
@pytest.mark.parametrize("name", ["dev.jsonl", "core.jsonl"])
@pytest.mark.parametrize("seed", range(4))
def test_our_numbers_are_those_of_gold_score_py(name: str, seed: int) -> None:
    module, dice = theirs(), random.Random(seed)
    gold = module.load(str(SHARED / name))
    found = {name: {**perturbed(record, dice), "file": record["file"]} for name, record in gold.items() if dice.random() < 0.9}
    ours = {field: one.as_dict() for field, one in score(gold, found).items()}
    assert ours == module.score(gold, found)
    for field in FIELDS:
        assert list(misses(gold, found, field)) == list(module.misses(gold, found, field))

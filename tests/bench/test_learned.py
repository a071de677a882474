"""Learned components are measured honestly: what decides was neither taught nor used for a threshold, and the same run gives the same figures."""

import json
from collections.abc import Mapping
from pathlib import Path
from zlib import crc32

import pytest
from click.testing import CliRunner

from bench.learned.__main__ import main
from bench.learned.compare import compare
from bench.learned.labels import labels
from bench.learned.measure import Count, above, agreed, counts, interval, joined, overruled, total, tuned
from bench.learned.models import BOW, FEWEST, SPANS, Kind, Model, learnable, trained
from bench.learned.passages import Example, Sentence, examples
from bench.learned.tasks import DEFENCES, OUTCOME, THEMES, Answer

GAVE, LACKS = "ya_entregada", "informacion_inexistente_o_no_poseida"
SAYS = {GAVE: "la emplazada sostiene que entrego la copia", LACKS: "la emplazada sostiene que no posee el documento"}


def said(*values: str) -> Answer:
    return frozenset(values)


def example(number: int, code: str) -> Example:
    """An invented ruling whose answer the rules understood."""
    text = f"{SAYS[code]} numero {number}.\npide que se declare infundada"
    sentence = Sentence(0, text.index("."), said(code))
    return Example(
        f"{90000 + number}-2014-HD",
        dict.fromkeys(("respuesta", "antecedentes"), text),
        {DEFENCES.name: said(code)},
        dict.fromkeys(("respuesta", "antecedentes"), (sentence,)),
        {DEFENCES.name: 0.001},
    )


SILVER = [example(number, (GAVE, LACKS)[number % 2]) for number in range(24)]
LESSONS = [(one, one.rules[DEFENCES.name]) for one in SILVER]


def written(path: Path, records: list[Mapping[str, object]]) -> Path:
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    return path


def test_precision_recall_and_f_are_over_all_values_of_all_rulings() -> None:
    gold = {"a": said("x", "y"), "b": said("x"), "c": said()}
    found = {"a": said("x"), "c": said("z")}
    whole = total(counts(gold, found).values())
    assert whole == Count(1, 2, 3)
    assert (whole.precision, whole.recall, whole.f1) == (0.5, 1 / 3, 0.4)
    assert Count().f1 == 0.0


def test_a_threshold_is_the_highest_of_those_that_score_best() -> None:
    gold, scores = {"a": said("x"), "b": said()}, {"a": {"x": 0.8}, "b": {"x": 0.3}}
    threshold, score = tuned(gold, lambda at: above(scores, at, single=False))
    assert threshold == 0.8
    assert score.f1 == 1.0


def test_a_field_of_one_value_gets_the_likeliest_and_none_below_the_threshold() -> None:
    scores = {"a": {"x": 0.6, "y": 0.4}, "b": {"x": 0.2, "y": 0.1}}
    assert above(scores, 0.3, single=True) == {"a": said("x"), "b": said()}
    assert above(scores, 0.3, single=False)["a"] == said("x", "y")


def test_rules_and_model_are_joined_overruled_and_made_to_agree() -> None:
    rules, model = {"a": said("x"), "b": said()}, {"a": said("y"), "b": said("y")}
    assert joined(rules, model, single=False) == {"a": said("x", "y"), "b": said("y")}
    assert joined(rules, model, single=True) == {"a": said("x"), "b": said("y")}
    assert overruled(rules, {"a": said("y")}) == {"a": said("y"), "b": said()}
    assert agreed(rules, model) == {"a": said(), "b": said()}


def test_the_interval_of_a_difference_holds_it_and_is_the_same_every_time() -> None:
    better, worse = [Count(1, 1, 1)] * 30, [Count(int(place % 3 > 0), 1, 1) for place in range(30)]
    low, high = interval(better, worse)
    assert 0 < low < 1 / 3 < high < 1
    assert interval(better, worse) == (low, high)
    assert interval(worse, worse) == (0.0, 0.0)


def test_what_decides_neither_tunes_nor_teaches(tmp_path: Path) -> None:
    files = [f"md/2014/{number}-2014-HD.pdf.md" for number in range(90001, 90009)]
    halved = written(tmp_path / "dev.jsonl", [{"file": file, "resultado": "fundada"} for file in files])
    final = written(tmp_path / "c.jsonl", [{"file": files[0], "resultado": "infundada"}])
    (tmp_path / "f.list").write_text("md/2014/90020-2014-HD.pdf.md\n", encoding="utf-8")
    made = labels([halved], [], [final], [tmp_path / "f.list"])
    even = {file.split("/")[-1].removesuffix(".pdf.md") for file in files if crc32(file.encode()) % 2 == 0}
    assert set(made.tune) == even - {"90001-2014-HD"}
    assert set(made.untouched) == {"90001-2014-HD"}
    assert set(made.tune) | set(made.other) | set(made.untouched) | {"90020-2014-HD"} == made.kept_out


def test_of_two_labels_of_a_ruling_the_first_file_counts_field_by_field(tmp_path: Path) -> None:
    first = written(tmp_path / "a.jsonl", [{"file": "90001-2014-HD", "resultado": "fundada"}])
    second = written(tmp_path / "b.jsonl", [{"file": "90001-2014-HD", "resultado": "infundada", "temas": ["A01"]}])
    label = labels([], [first, second], [], []).tune["90001-2014-HD"]
    assert (OUTCOME.answer(label), THEMES.answer(label), DEFENCES.answer(label)) == (said("fundada"), said("A01"), None)


def test_what_the_score_leaves_out_is_no_answer() -> None:
    assert DEFENCES.answer({"excepciones_invocadas": ["otra", GAVE]}) == said(GAVE)
    assert OUTCOME.answer({"resultado": None}) == said()


def test_a_value_is_learned_only_from_enough_rulings() -> None:
    few = [*LESSONS[: 2 * FEWEST], (example(99, GAVE), said(GAVE, "competencia"))]
    assert learnable(few) == (LACKS, GAVE)


@pytest.mark.parametrize("kind", [BOW, SPANS], ids=lambda kind: kind.name)
def test_a_model_learns_what_the_rules_say_and_learns_it_the_same_way_again(kind: Kind) -> None:
    unseen = [example(50, GAVE), example(51, LACKS)]
    models = [trained(kind, DEFENCES, "respuesta", LESSONS, None, seed=3) for _ in range(2)]
    scores = [model.scores(unseen) for model in models]
    assert scores[0] == scores[1]
    assert above(scores[0], 0.5, single=False) == {one.name: one.rules[DEFENCES.name] for one in unseen}
    assert 0 < models[0].megabytes <= 5


def test_the_weights_that_the_judge_liked_best_are_kept() -> None:
    seen: list[dict[str, float]] = []
    unseen = [example(50, GAVE)]

    def judge(model: Model) -> float:
        seen.append(dict(model.scores(unseen)[unseen[0].name]))
        return -float(len(seen))

    model = trained(BOW, DEFENCES, "respuesta", LESSONS, judge, seed=3)
    assert model.scores(unseen)[unseen[0].name] == pytest.approx(seen[0])
    assert seen[-1] != pytest.approx(seen[0])


def ruling(number: int, asks: str) -> str:
    return "\n".join(
        [
            f"EXP. N.° {number}-2014-PHD/TC",
            "LAMBAYEQUE",
            "ROSA QUISPE FICTICIA",
            "SENTENCIA DEL TRIBUNAL CONSTITUCIONAL",
            "En Lima, a los 3 días del mes de mayo de 2015, la Sala Segunda del Tribunal Constitucional pronuncia la siguiente sentencia.",
            "ANTECEDENTES",
            f"Con fecha 13 de febrero de 2014, la recurrente interpone demanda de hábeas data contra la Municipalidad de Ejemplo, a fin de que {asks}.",
            "La emplazada contesta la demanda alegando que ya entregó las copias.",
            "FUNDAMENTOS",
            "1. La emplazada no probó la entrega.",
            "HA RESUELTO",
            "1. Declarar FUNDADA la demanda.",
        ]
    )


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus" / "md" / "2015"
    folder.mkdir(parents=True)
    for place in range(20):
        asks = ("se le entregue copia del plano de su calle", "se le entregue copia de la licencia de funcionamiento")[place % 2]
        (folder / f"{90001 + place}-2014-HD.pdf.md").write_text(ruling(90001 + place, asks), encoding="utf-8")
    return tmp_path / "corpus"


def test_a_ruling_is_read_into_its_passages_with_what_the_rules_found(corpus: Path) -> None:
    first = next(examples(corpus))
    assert first.rules[DEFENCES.name] == said(GAVE)
    assert first.rules[OUTCOME.name] == said("fundada")
    assert "plano de su calle" in first.texts["peticion"]
    assert first.texts["respuesta"].strip().startswith("la emplazada contesta")
    (sentence,) = (one for one in first.sentences["antecedentes"] if one.codes)
    assert first.texts["antecedentes"][sentence.start : sentence.end].endswith("entrego las copias")
    assert set(first.seconds) == {DEFENCES.name, THEMES.name, OUTCOME.name}


def test_the_command_prints_a_table_with_the_rules_first(corpus: Path, tmp_path: Path) -> None:
    label = {"file": "md/2015/90001-2014-HD.pdf.md", "temas": ["A23"]}
    tune = written(tmp_path / "a.jsonl", [label, {**label, "file": "90003-2014-HD"}])
    final = written(tmp_path / "c.jsonl", [{**label, "file": "90005-2014-HD"}])
    args = ["--corpus", str(corpus), "--tune", str(tune), "--untouched", str(final), "--task", "temas"]
    result = CliRunner().invoke(main, args, catch_exceptions=False)
    assert "20 sentencias leídas, 3 apartadas" in result.output
    rows = [line for line in result.output.splitlines() if line.startswith("| temas")]
    assert rows[0].startswith("| temas | — | reglas | — | 100.0/100.0/100.0 (2) | — | 100.0/100.0/100.0 (1) |")
    assert {row.split(" | ")[1] for row in rows[1:]} == {"peticion", "demanda"}


def test_without_silver_only_the_rules_are_measured(tmp_path: Path) -> None:
    file = written(tmp_path / "c.jsonl", [{"file": f"{one.name}.pdf.md", "excepciones_invocadas": [GAVE]} for one in SILVER])
    (row,) = compare(SILVER, labels([], [], [file], []), 0, [DEFENCES])
    assert (row.who, row.parts["intacta"]) == ("reglas", Count(12, 24, 24))
    assert not row.wins

"""One comparison: the rules, a model and what the two together say, on labels that chose the threshold and on labels that did not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.learned.labels import Labels
from bench.learned.measure import Answers, Count, Scores, above, agreed, counts, interval, joined, overruled, total, tuned
from bench.learned.models import BOW, BOW_BY_HAND, CNN, SPANS, Kind, Lesson, Model, learnable, trained
from bench.learned.passages import Example
from bench.learned.tasks import DEFENCES, TASKS, Answer, Task
from indexer.scoring import Record

GAIN = 0.02
"""A model is kept where it is so much better on the untouched labels, at equal cost (docs/aprendizaje.md)."""
MEGABYTES = 5.0


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: who answers, by part of the labels the score, and the cost. `against`: 90 % of the gain in F over the rules on the
    untouched part."""

    task: str
    passage: str
    who: str
    threshold: float | None
    parts: Mapping[str, Count]
    gain: float
    against: tuple[float, float]
    seconds: float
    megabytes: float = 0.0
    trained: float = 0.0

    @property
    def wins(self) -> bool:
        """Whether it is better enough, and light enough; of the time a person judges."""
        return self.gain >= GAIN and self.megabytes <= MEGABYTES


@dataclass(frozen=True, slots=True)
class Case:
    """What is asked of every model of one task: silver to learn from, labels of each part, the rules' own answers."""

    task: Task
    silver: tuple[Example, ...]
    gold: Mapping[str, Answers]
    rules: Answers
    read: tuple[Example, ...]
    """The labelled rulings."""
    rules_seconds: float


def case(task: Task, some: Sequence[Example], hand: Labels) -> Case:
    """The case of a task. A part is "ajuste", "otra mitad" or "intacta"."""
    parts = {"ajuste": hand.tune, "otra mitad": hand.other, "intacta": hand.untouched}
    gold = {part: _answers(task, labels) for part, labels in parts.items()}
    labelled = set().union(*gold.values())
    read = tuple(example for example in some if example.name in labelled)
    silver = tuple(example for example in some if example.name not in hand.kept_out)
    seconds = sum(example.seconds[task.name] for example in some) / max(len(some), 1) * 1000
    return Case(task, silver, gold, {example.name: example.rules[task.name] for example in read}, read, seconds)


def _answers(task: Task, labels: Mapping[str, Record]) -> dict[str, Answer]:
    return {name: answer for name, label in labels.items() if (answer := task.answer(label)) is not None}


def kinds(task: Task) -> tuple[Kind, ...]:
    """The architectures that a task is tried with."""
    return (BOW, BOW_BY_HAND, CNN, SPANS) if task is DEFENCES else (BOW, BOW_BY_HAND, CNN)


def compare(some: Sequence[Example], hand: Labels, seed: int, tasks: Sequence[Task] = TASKS) -> Iterator[Row]:
    """Every row, the rules of a task first; only these where the silver teaches no value often enough."""
    for task in tasks:
        asked = case(task, some, hand)
        yield _row(asked, asked.rules, "reglas", "", None)
        if not learnable([(example, example.rules[task.name]) for example in asked.silver]):
            continue
        for passage in task.inputs:
            for kind in kinds(task):
                yield from _rows(asked, kind, passage, seed)


def _rows(asked: Case, kind: Kind, passage: str, seed: int) -> Iterator[Row]:
    single, tune = asked.task.single, asked.gold["ajuste"]
    tuning = [example for example in asked.read if example.name in tune]

    def judge(model: Model) -> float:
        found = model.scores(tuning)
        return tuned(tune, lambda threshold: above(found, threshold, single))[1].f1

    silver = [(example, example.rules[asked.task.name]) for example in asked.silver]
    if kind.by_hand:
        model, found = _taught_by_hand(asked, kind, passage, silver, seed)
    else:
        model = trained(kind, asked.task, passage, silver, judge, seed)
        found = model.scores(asked.read)
    for who, ways in _ways(asked, found).items():
        threshold, _ = tuned(tune, ways)
        yield _row(asked, ways(threshold), f"{kind.name}{who}", passage, threshold, model)


def _taught_by_hand(asked: Case, kind: Kind, passage: str, silver: list[Lesson], seed: int) -> tuple[Model, Scores]:
    """Taught the labels for tuning too; their own scores come from models that learned only the other half of them, so that thresholds are honest."""
    tune = asked.gold["ajuste"]
    hand = [(example, tune[example.name]) for example in asked.read if example.name in tune]
    crossed: dict[str, Mapping[str, float]] = {}
    for half in (0, 1):
        other = trained(kind, asked.task, passage, silver + hand[half::2], None, seed)
        crossed.update(other.scores([example for example, _ in hand[1 - half :: 2]]))
    model = trained(kind, asked.task, passage, silver + hand, None, seed)
    return model, {**model.scores(asked.read), **crossed}


def _ways(asked: Case, found: Scores) -> dict[str, Callable[[float], Answers]]:
    """The ways of answering with a model's scores, by what is added to its name."""
    single, rules = asked.task.single, asked.rules

    def alone(threshold: float) -> dict[str, Answer]:
        return above(found, threshold, single)

    ways: dict[str, Callable[[float], Answers]] = {
        "": alone,
        " ∪ reglas": lambda threshold: joined(rules, alone(threshold), single),
        " ∩ reglas": lambda threshold: agreed(rules, alone(threshold)),
    }
    if single:
        ways[" antes que reglas"] = lambda threshold: overruled(rules, alone(threshold))
    return ways


def _row(asked: Case, answers: Answers, who: str, passage: str, threshold: float | None, model: Model | None = None) -> Row:
    parts = {part: total(counts(gold, answers).values()) for part, gold in asked.gold.items()}
    final = asked.gold["intacta"]
    ours, rules = (list(counts(final, some).values()) for some in (answers, asked.rules))
    seconds = (model.said if model else 0.0) + (asked.rules_seconds if model is None or "reglas" in who else 0.0)
    gain = total(ours).f1 - total(rules).f1
    size, spent = (model.megabytes, model.trained) if model else (0.0, 0.0)
    return Row(asked.task.name, passage, who, threshold, parts, gain, interval(ours, rules), seconds, size, spent)

"""The models that are tried, small enough to ship: bags of words, a convolution, a span categoriser over sentences; all on a blank Spanish pipeline."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example as Pair
from thinc.api import fix_random_seed

from bench.learned.measure import Scores
from bench.learned.passages import Example
from bench.learned.tasks import Answer, Task

FEWEST = 5
"""A value is learned from so many rulings at least."""
_CELLS = 1_250_000
"""Weights of a bag of words at most: 5 MB of 4 bytes."""
_BATCH = 16
_SPANS = "frases"
Lesson = tuple[Example, Answer]
"""A ruling and what a model is to say of it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One way of learning: what it is called in the table, its epochs at most."""

    name: str
    epochs: int
    by_hand: bool = False
    """Whether the labels for tuning teach it too, beside what the rules say of the rest."""


BOW = Kind("TextCatBOW.v3", 12)
BOW_BY_HAND = Kind("TextCatBOW.v3 + mano", 12, by_hand=True)
CNN = Kind("CNN", 6)
SPANS = Kind("spancat", 6)


@dataclass(slots=True)
class Model:
    """A pipeline under training for one task and passage. `values`: what it can say."""

    kind: Kind
    task: Task
    passage: str
    values: tuple[str, ...]
    nlp: Language
    pipe: str
    trained: float = 0.0
    """CPU seconds."""
    said: float = 0.0
    """CPU seconds per 1000 rulings of the last `scores`."""
    kept: bytes = field(default=b"", repr=False)

    @property
    def megabytes(self) -> float:
        """What its weights weigh on disk, uncompressed."""
        return len(self.kept or self.weights()) / 1e6

    def weights(self) -> bytes:
        """The weights as they are now."""
        pipe: Any = self.nlp.get_pipe(self.pipe)
        return bytes(pipe.model.to_bytes())

    def restore(self) -> None:
        """Takes the kept weights again."""
        pipe: Any = self.nlp.get_pipe(self.pipe)
        pipe.model.from_bytes(self.kept)

    def scores(self, some: Sequence[Example]) -> Scores:
        """What it gives each value of each ruling; of sentences the highest."""
        began = time.process_time()
        found = {}
        for example in some:
            doc = self.nlp(_doc(self.nlp, example, self.passage, self.kind)) if example.texts[self.passage].strip() else None
            found[example.name] = _given(doc, self.kind, self.values) if doc is not None else {}
        self.said = (time.process_time() - began) / max(len(some), 1) * 1000
        return found


def learnable(lessons: Sequence[Lesson]) -> tuple[str, ...]:
    """The values that enough rulings have, by name."""
    every = Counter(value for _, said in lessons for value in said)
    return tuple(sorted(value for value, times in every.items() if times >= FEWEST))


def trained(kind: Kind, task: Task, passage: str, lessons: Sequence[Lesson], judge: Callable[[Model], float] | None, seed: int) -> Model:
    """A model taught these answers, with the weights of the epoch that `judge` liked best, the last of equals; of the last one without a judge."""
    fix_random_seed(seed)
    began = time.process_time()
    model = _blank(kind, task, passage, learnable(lessons))
    pairs = [_pair(model, example, said) for example, said in lessons if example.texts[passage].strip()]
    optimizer = model.nlp.initialize(lambda: pairs)
    order, best, spent = random.Random(seed), float("-inf"), time.process_time() - began
    for _ in range(kind.epochs):
        began = time.process_time()
        order.shuffle(pairs)
        for some in _batches(pairs):
            model.nlp.update(some, sgd=optimizer, drop=0.2)
        spent += time.process_time() - began
        liked = judge(model) if judge else best
        if liked >= best:
            best, model.kept = liked, model.weights()
    model.restore()
    model.trained = spent
    return model


def _batches(pairs: Sequence[Pair]) -> Iterator[Sequence[Pair]]:
    for place in range(0, len(pairs), _BATCH):
        yield pairs[place : place + _BATCH]


def _blank(kind: Kind, task: Task, passage: str, values: tuple[str, ...]) -> Model:
    nlp = spacy.blank("es")
    name, config = _config(kind, task.single, len(values))
    pipe: Any = nlp.add_pipe(name, config=config)
    for value in values:
        pipe.add_label(value)
    return Model(kind, task, passage, values, nlp, name)


def _config(kind: Kind, single: bool, many: int) -> tuple[str, dict[str, Any]]:
    words: dict[str, Any] = {
        "@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "width": 64, "depth": 2, "embed_size": 1000,
        "window_size": 1, "maxout_pieces": 3, "subword_features": True,
    }  # fmt: skip
    layers: dict[str, Any]
    if kind is SPANS:
        suggester = {"@misc": "spacy.preset_spans_suggester.v1", "spans_key": _SPANS}
        layers = {
            "@architectures": "spacy.SpanCategorizer.v1", "tok2vec": words, "reducer": {"@layers": "spacy.mean_max_reducer.v1", "hidden_size": 64},
            "scorer": {"@layers": "spacy.LinearLogistic.v1", "nO": None, "nI": None},
        }  # fmt: skip
        return "spancat", {"spans_key": "said", "suggester": suggester, "model": layers, "threshold": 0.0}
    if kind in (BOW, BOW_BY_HAND):
        length = 1 << (_CELLS // max(many, 1)).bit_length() - 1
        layers = {
            "@architectures": "spacy.TextCatBOW.v3",
            "exclusive_classes": single,
            "ngram_size": 2,
            "no_output_layer": False,
            "length": length,
        }
    else:
        layers = {
            "@architectures": "spacy.TextCatReduce.v1", "exclusive_classes": single, "tok2vec": words,
            "use_reduce_first": False, "use_reduce_last": False, "use_reduce_max": True, "use_reduce_mean": True,
        }  # fmt: skip
    return "textcat" if single else "textcat_multilabel", {"model": layers}


def _doc(nlp: Language, example: Example, passage: str, kind: Kind) -> Doc:
    """The passage in tokens; for the categoriser of spans with its sentences."""
    doc = nlp.make_doc(example.texts[passage])
    if kind is SPANS:
        spans = [doc.char_span(one.start, one.end, alignment_mode="expand") for one in example.sentences[passage]]
        doc.spans[_SPANS] = [span for span in spans if span is not None]
    return doc


def _pair(model: Model, example: Example, said: Answer) -> Pair:
    """The lesson as spaCy wants it; the categoriser of spans learns from the rules' sentences."""
    doc = _doc(model.nlp, example, model.passage, model.kind)
    if model.kind is not SPANS:
        return Pair.from_dict(doc, {"cats": {value: float(value in said) for value in model.values}})
    taught = _doc(model.nlp, example, model.passage, model.kind)
    taught.spans["said"] = [
        Span(taught, span.start, span.end, label=code)
        for one in example.sentences[model.passage]
        if (span := taught.char_span(one.start, one.end, alignment_mode="expand")) is not None
        for code in sorted(one.codes & set(model.values))
    ]
    return Pair(doc, taught)


def _given(doc: Doc, kind: Kind, values: tuple[str, ...]) -> Mapping[str, float]:
    if kind is not SPANS:
        return {value: float(doc.cats[value]) for value in values}
    group = doc.spans["said"]
    best: dict[str, float] = {}
    for span, score in zip(group, group.attrs["scores"], strict=True):
        best[span.label_] = max(best.get(span.label_, 0.0), float(score))
    return best

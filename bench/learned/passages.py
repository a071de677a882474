"""What the models read: passages of a ruling in plain text, with what the rules found in them and how long they took."""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.learned.tasks import DEFENCES, OUTCOME, TASKS, THEMES, Answer
from crawler.platforms.files import documents_in
from indexer.extract import defences, fallo, topics
from indexer.extract.extract import extract_graded
from indexer.extract.majority import facts
from indexer.extract.plain import plain
from indexer.extract.rac import objeto_del_rac
from indexer.extract.request import asked, petition
from indexer.extract.source import Source
from indexer.extract.speakers import answers
from indexer.read import read_text
from indexer.scoring import key
from models.document import RawDocument
from models.errors import HabeasError
from models.ids import identify
from models.ruling import Fuente, Ruling, Zona
from models.ruling_json import to_dict

LIMIT = 4000
"""No passage is longer: from its beginning; of the reasons and of votes, the end."""
_STOP = re.compile(r"\n|(?<=[a-z0-9)]{3})[.;](?=\s)")
_Spans = Iterable[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the passage `respuesta` or `antecedentes`, and the defences that the rules read in it."""

    start: int
    end: int
    codes: Answer


@dataclass(frozen=True, slots=True)
class Example:
    """One ruling: its passages and the rules' answers by the names of tasks.py, sentences by passage, CPU seconds of the rules by task."""

    name: str
    texts: Mapping[str, str]
    rules: Mapping[str, Answer]
    sentences: Mapping[str, tuple[Sentence, ...]]
    seconds: Mapping[str, float]


def examples(corpus: Path) -> Iterator[Example]:
    """Every ruling of an archive or folder that the rules read, in its order; what they refuse is left out."""
    for raw in documents_in(corpus):
        if isinstance(raw, RawDocument):
            try:
                yield _example(raw)
            except HabeasError:
                continue


def _example(raw: RawDocument) -> Example:
    identity, document = identify(raw.name), read_text(raw)
    fuente = Fuente(raw.source, raw.url, "", raw.obtained.isoformat(), document.lector)
    ruling = extract_graded(document, identity, identity.ruling_id(), (), fuente, raw.name)
    source = Source(document, identity, (), ruling.secciones, ruling.fundamentos, raw.name)
    record = to_dict(ruling)
    found = {task.name: task.answer(record) or frozenset() for task in TASKS}
    spans = _spans(source)
    text = plain(source.text)
    texts = {name: "\n".join(text[start:end] for start, end in some) for name, some in spans.items()}
    raised = _raised(ruling)
    sentences = {name: tuple(_sentences(text, spans[name], raised)) for name in DEFENCES.inputs}
    return Example(
        key({"file": raw.name}),
        {name: text[-LIMIT:] if name == "fundamentos" else text[:LIMIT] for name, text in texts.items()},
        found,
        {name: tuple(one for one in some if one.end <= LIMIT) for name, some in sentences.items()},
        _timed(source, ruling),
    )


def _spans(source: Source) -> dict[str, list[tuple[int, int]]]:
    """The passages, as stretches of the text."""

    def zones(*names: Zona) -> list[tuple[int, int]]:
        return [(section.inicio, section.fin) for section in source.zones(*names)]

    requested, brought = asked(source), petition(source)
    decided = zones("fallo") or zones("razon") or [(max(start, end - LIMIT), end) for start, end in zones("voto")]
    return {
        "respuesta": list(answers(source)),
        "antecedentes": [(section.inicio, section.fin) for section in facts(source)],
        "peticion": [requested] if requested else [],
        "demanda": [brought] if brought else [],
        "fallo": decided,
        "fundamentos": zones("fundamentos") or zones("voto"),
    }


def _raised(ruling: Ruling) -> list[tuple[int, str]]:
    """Where the rules read each scored defence of the respondent."""
    return [
        (proof.inicio, code)
        for place, code in enumerate(ruling.excepciones_invocadas)
        for proof in ruling.evidencia.get(f"excepciones_invocadas[{place}]", ())
        if proof.inicio is not None and code not in DEFENCES.unscored
    ]


def _sentences(text: str, spans: _Spans, raised: list[tuple[int, str]]) -> Iterator[Sentence]:
    """The sentences of stretches joined by line ends, offsets of the joined passage."""
    shift = 0
    for start, end in spans:
        place = start
        for stop in [*(match.start() for match in _STOP.finditer(text, start, end)), end]:
            words = text[place:stop]
            first, last = place + len(words) - len(words.lstrip(" \n.;")), place + len(words.rstrip())
            if last - first > 3:
                codes = frozenset(code for where, code in raised if place <= where < stop)
                yield Sentence(shift + first - start, shift + last - start, codes)
            place = stop
        shift += end - start + 1


def _timed(source: Source, ruling: Ruling) -> dict[str, float]:
    """CPU seconds of each step alone, the plain text at hand: on a Source of its own words, so that nothing is remembered from the extraction."""
    fresh = _anew(source)
    plain(fresh.text)
    rac, second = objeto_del_rac(fresh), ruling.segunda_instancia
    steps: dict[str, Callable[[], Any]] = {
        DEFENCES.name: lambda: defences.excepciones_invocadas(defences.defensas(fresh, ruling.ambito)),
        THEMES.name: lambda: topics.temas(fresh),
        OUTCOME.name: lambda: fallo.decision(fresh, rac.value if rac else None, second.resultado if second else None),
    }
    return {name: _seconds(step) for name, step in steps.items()}


def _anew(source: Source) -> Source:
    """The same source with one blank more at its end: another text for what is kept by text."""
    return replace(source, document=replace(source.document, text=source.text + " "))


def _seconds(step: Callable[[], Any]) -> float:
    began = time.process_time()
    step()
    return time.process_time() - began

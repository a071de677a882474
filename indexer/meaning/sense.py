"""What serving knows of meaning: HOME/sentido.sqlite in memory, followed while a build goes on adding to it, and the vector of a question."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from indexer.meaning.bm25 import WordIndex
from indexer.meaning.digest import plain
from indexer.meaning.kept import FILE, Kept, unpacked
from indexer.meaning.model import DIMENSIONS, Model, Vectors

AGAIN = 5.0
"""Seconds between two looks at whether more vectors have come: a build commits several times a second."""
_QUESTIONS = 256
"""Vectors of questions that are kept: pages of one answer ask for the same."""

Keys = NDArray[np.int64]
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Meant:
    """Vectors of documents: their unique keys in order, a row each."""

    keys: Keys
    rows: Vectors

    def likeness(self, question: Vectors | None) -> Scores:
        """How near each is to the question, counted from the middle one; all 0 without a question's vector."""
        if question is None or not len(self.keys):
            return np.zeros(len(self.keys))
        found = (self.rows @ question).astype(np.float64)
        return np.asarray(found - np.median(found))


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """One state of the file. `about` and what follows it go by place: rulings in order of key."""

    rulings: Meant
    paragraphs: Meant
    about: Keys
    digests: WordIndex
    themes: Sequence[Sequence[str]]
    kinds: Sequence[Sequence[str]]
    pinned: Mapping[tuple[int, str], int]
    echoes: Mapping[int, Sequence[tuple[int, str]]]


NOTHING = Known(
    Meant(np.zeros(0, np.int64), np.zeros((0, DIMENSIONS), np.float32)),
    Meant(np.zeros(0, np.int64), np.zeros((0, DIMENSIONS), np.float32)),
    np.zeros(0, np.int64),
    WordIndex([]),
    (),
    (),
    {},
    {},
)


class Sense:
    """Safe between threads. `load` gives the model, or None where there is none: then questions are answered by words and digests alone, and
    `missing` says why."""

    def __init__(self, home: Path, load: Callable[[], Model | None], missing: str = "") -> None:
        self._home, self._load, self._missing = home, load, missing
        self._kept: Kept | None = None
        self._state: tuple[int, int] | None = None
        self._looked = -AGAIN
        self._known = NOTHING
        self._lock = Lock()
        self._vector = lru_cache(_QUESTIONS)(self._embedded)

    def known(self) -> Known:
        """What is known now."""
        now = time.monotonic()
        if now - self._looked >= AGAIN and self._lock.acquire(blocking=False):  # whoever comes meanwhile gets what was known before
            try:
                self._follow()
                self._looked = time.monotonic()
            finally:
                self._lock.release()
        return self._known

    def avisos(self) -> tuple[str, ...]:
        """What a reader of an amplio answer should know of the part that meaning has in it."""
        if self._missing:
            return (f"{self._missing} Esta búsqueda amplia se hizo solo por palabras.",)
        return (
            ()
            if len(self._known.rulings.keys)
            else ("El sentido de las sentencias aún se calcula: esta búsqueda amplia se hizo solo por palabras.",)
        )

    def vector(self, question: str) -> Vectors | None:
        """The question's vector, marks and capitals folded; None without a model or without vectors to compare it with."""
        return self._vector(plain(question)) if len(self._known.rulings.keys) else None

    def _embedded(self, question: str) -> Vectors | None:
        loaded = self._load()
        return None if loaded is None else loaded.query(question)

    def _follow(self) -> None:
        try:
            node = (self._home / FILE).stat().st_ino
        except OSError:
            self._known, self._kept, self._state = NOTHING, None, None
            return
        if self._kept is None or self._state is None or self._state[0] != node:
            self._kept, self._state = Kept.read(self._home), None
        if self._kept is None:
            return
        state = node, self._kept.state()
        if state != self._state:
            self._known, self._state = _read(self._kept), state


def _read(kept: Kept) -> Known:
    about = list(kept.about())
    return Known(
        _meant(kept, "sentencias"),
        _meant(kept, "parrafos"),
        np.array([one.clave for one in about], np.int64),
        WordIndex([one.said.split() for one in about]),
        [one.themes for one in about],
        [one.kinds for one in about],
        kept.pinned(),
        kept.echoes(),
    )


def _meant(kept: Kept, kind: Literal["sentencias", "parrafos"]) -> Meant:
    keys, packed = kept.vectors(kind)
    return Meant(keys, unpacked(packed))

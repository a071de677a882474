"""The shape of a ruling's reasons, for telling near-duplicates (domain.md §0.12): pairs of words, and a sketch of them that is compared in no time.

Words of four letters and more of the fundamentos; numbers, months and the parties' names are left out, so that two rulings of one series differ
by nothing. Pairs of such words stand OCR better than longer shingles: on known series they find a tenth more at the same number of false ones.
"""

import hashlib
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from indexer.extract.dates import MONTHS
from indexer.extract.plain import plain
from models.ruling import Ruling, Seccion

VERSION = 1
BINS = 256
"""Values of a sketch: the likeness it tells is off by 0.03 (one standard deviation at 0.45)."""
_SHORTEST = 40
"""Pairs below which reasons are too short to say whether they were copied."""
_WORD = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True, slots=True)
class Shape:
    """How many pairs, a byte for each bin of them (0: none there), and the pairs themselves as sorted 32-bit numbers."""

    size: int
    sketch: bytes
    pairs: bytes


def shape_key(ruling: Ruling, text_sha256: str) -> str:
    """What a shape is made from: the same key, the same shape."""
    facts = (VERSION, text_sha256, [(one.inicio, one.fin) for one in _reasons(ruling)], sorted(_names(ruling)))
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def shape(ruling: Ruling, text: str) -> Shape:
    """The shape of the ruling's reasons; one without pairs where they are missing or too short to tell."""
    bare, masked = plain(text), _names(ruling) | _months()
    words = [word for one in _reasons(ruling) for word in _WORD.findall(bare, one.inicio, one.fin) if word not in masked]
    pairs = _pairs(words)
    if len(pairs) < _SHORTEST:
        return Shape(0, bytes(BINS), b"")
    return Shape(len(pairs), _sketch(pairs), pairs.tobytes())


def likeness(one: bytes, other: bytes) -> float:
    """The share of pairs that two shapes have in common (Jaccard), exactly."""
    first, second = np.frombuffer(one, np.uint32), np.frombuffer(other, np.uint32)
    common = len(np.intersect1d(first, second, assume_unique=True))
    return common / (len(first) + len(second) - common) if common else 0.0


def estimates(one: NDArray[np.uint8], others: NDArray[np.uint8], taken: NDArray[np.uint64] | None = None) -> NDArray[np.float64]:
    """The likeness of one sketch to each of several, estimated; bins that both leave empty say nothing (one-permutation MinHash). `taken` is
    `occupied(others)`, where it is known."""
    mine = occupied(one[np.newaxis])
    same = _counted(_bits(others == one) & mine)
    either = _counted((occupied(others) if taken is None else taken) | mine)
    return (same / np.maximum(either, 1) - 1 / 255) / (1 - 1 / 255)


def occupied(sketches: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Which bins of each sketch hold a pair, a bit a bin: an eighth of the bytes to go through."""
    return _bits(sketches != 0)


def _bits(marks: NDArray[np.bool_]) -> NDArray[np.uint64]:
    return np.packbits(marks, axis=1).view(np.uint64)


def _counted(bits: NDArray[np.uint64]) -> NDArray[np.float64]:
    """How many bits are set in each row."""
    counted: NDArray[np.float64] = np.bitwise_count(bits).sum(axis=1).astype(np.float64)
    return counted


def _reasons(ruling: Ruling) -> Sequence[Seccion]:
    """The fundamentos; the votes where they are the decision."""
    for zone in ("fundamentos", "voto"):
        if found := [one for one in ruling.secciones if one.zona == zone]:
            return found
    return ()


def _names(ruling: Ruling) -> frozenset[str]:
    return frozenset(word for name in (*ruling.demandantes, ruling.representante or "") for word in _WORD.findall(plain(name)))


@cache
def _months() -> frozenset[str]:
    return frozenset((*MONTHS, "septiembre"))


@lru_cache(maxsize=1 << 18)
def _code(word: str) -> int:
    return zlib.crc32(word.encode())


def _pairs(words: Sequence[str]) -> NDArray[np.uint32]:
    """Each pair of neighbours as a well-mixed number, sorted, each once."""
    codes = np.fromiter(map(_code, words), np.uint64, len(words))
    mixed = codes[:-1] * np.uint64(0x9E3779B97F4A7C15) + codes[1:] * np.uint64(0xC2B2AE3D27D4EB4F)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return np.unique((mixed >> np.uint64(32)).astype(np.uint32))


def _sketch(pairs: NDArray[np.uint32]) -> bytes:
    """The least pair of each bin, as one byte from 1 to 255."""
    least = np.full(BINS, np.iinfo(np.uint32).max, np.uint32)
    np.minimum.at(least, pairs % BINS, pairs // BINS)
    taken = np.bincount(pairs % BINS, minlength=BINS) > 0
    return np.where(taken, 1 + least % 255, 0).astype(np.uint8).tobytes()

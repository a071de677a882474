"""What both engines do with a question besides their own queries: answers kept at hand, refusals, explanations, the words of one fundamento."""

import math
from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

from indexer.index.lines import Line
from indexer.index.match import Matcher
from indexer.index.query.text import to_text
from indexer.index.query.tree import Near, Word, conjunction
from indexer.index.schema import CITED_WEIGHT, paragraph_zone
from indexer.index.units import stem_units
from models.errors import BadQuery

WIDEST = 20_000
"""Documents that a proximity of proximities, or one in a zone, may be verified in one by one; a wider one is asked to add a word."""
VERIFIED = 200_000
"""Verified (proximity, document) pairs that are kept."""

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """The last answers, at most `most`: facets, pages and feeds ask again. Safe between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        """What was kept; None when it was not, or is no longer."""
        with self._lock:
            return self._kept.get(key)

    def put(self, key: K, value: V) -> V:
        """Keeps it, and gives it back."""
        with self._lock:
            self._kept[key] = value
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return value


def too_many(near: Near, many: int) -> BadQuery:
    """The refusal of a proximity that would have to be verified in more than WIDEST documents, with the words alone as a query that works."""
    return BadQuery(
        f"Hay que comparar {many} textos para esta proximidad; el máximo es {WIDEST}: agregue otra palabra o una fecha.",
        None,
        to_text(conjunction([near.left, near.right])),
    )


def words_and_citations(score: float, cited: int) -> str:
    """Why a document ranks where it does, outside amplio: its words' score and what its citations multiply it by."""
    factor = 1 + CITED_WEIGHT * math.log1p(cited)
    return f"palabras: {score:.2f}; citada por {cited}: × {factor:.2f}; en total {score * factor:.2f}"


def two_words(near: Near) -> tuple[str, str] | None:
    """The stems of two different words at a distance: what an engine can ask for as a phrase with slop; None for other sides or units.

    In the whole text, one value, that is the very set in both orders; in a zone it may bridge sections, and slop knows no order.
    """
    left, right = (stem_units(side) if isinstance(side, Word) else () for side in (near.left, near.right))
    if near.unit != "palabras" or len(left) != 1 or len(right) != 1 or left == right:
        return None
    return left[0], right[0]


def words_of_fundamento(whole: Matcher, place: int, line: Line) -> Matcher:
    """The words of one fundamento of a ruling: for verifying."""
    zone = paragraph_zone(line.fundamentos[place])
    return Matcher("", whole.sin_enye, zone=zone, given=whole.cut.numbered_part(place, zone))


def text_of_fundamento(whole: Matcher, place: int, line: Line) -> Matcher:
    """The text of one fundamento of a ruling, ready to be matched and marked."""
    fundamento, (first, end) = line.fundamentos[place], whole.cut.numbered[place]
    zone, text = paragraph_zone(fundamento), whole.text[fundamento.inicio : fundamento.fin]
    kept = whole.places.part(first, end, fundamento.inicio)
    return Matcher(text, line.sin_enye, zone=zone, given=whole.cut.numbered_part(place, zone), kept=kept)

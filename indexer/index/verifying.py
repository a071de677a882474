"""In which of many documents a proximity holds: all their words looked up at once in the forward files, a few million at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeGuard

import numpy as np
from numpy.typing import NDArray

from indexer.index.columns import Mask, Numbers
from indexer.index.forward import Forward
from indexer.index.lexicon import Leaf, Lexicon, firsts, tables
from indexer.index.nearness import Places, close, shared, together
from indexer.index.query.tree import Near, Or, Phrase, Tree, Wildcard
from indexer.index.units import exact_units

AT_ONCE = 2_000_000
"""Words that are looked at in one go, 4 bytes each."""
_ASKED, _OFTEN = 500, 1_000_000
"""Words of a pattern up to which each is asked where it stands; places of a word (the rarest of a phrase) up to which they are fetched: more take
more memory than reading the rulings in lots."""
_BRIDGED = 4_096
"""Words of other documents that are read along rather than skipped: a read costs as much."""
_APART = 32
"""Bits that a document's number stands above its words' (and sentences'): no distance reaches from one to the next."""


@dataclass(frozen=True, slots=True)
class Documents:
    """Stretches of the collection's words, in their order and not overlapping; `rulings` are the places of those they belong to."""

    rulings: Numbers
    firsts: Numbers
    ends: Numbers

    def __len__(self) -> int:
        return len(self.rulings)

    def __getitem__(self, which: Numbers) -> "Documents":
        return Documents(self.rulings[which], self.firsts[which], self.ends[which])


def is_simple(side: Tree) -> TypeGuard[Leaf | Or]:
    """Whether a side is a word, phrase, wildcard or alternatives of these: what can be looked up in many documents at once."""
    return isinstance(side, Leaf) or (isinstance(side, Or) and all(isinstance(item, Leaf) for item in side.items))


def holding(near: Near, documents: Documents, forward: Forward, lexicon: Lexicon) -> Mask:
    """In which documents the proximity holds; both sides are simple."""
    held = np.zeros(len(documents), np.bool_)
    lost = forward.sin_enye[documents.rulings]
    apart = any(_has_enye(side) for side in (near.left, near.right))
    for lenient in (False, True) if apart else (False,):
        chosen = np.flatnonzero(lost == lenient) if apart else np.arange(len(documents))
        for some in _lots(chosen, documents):
            held[some] = _Lot(documents[some], forward, lexicon, lenient).holding(near)
    return held


def everywhere(near: Near, forward: Forward, lexicon: Lexicon) -> Numbers | None:
    """The places of all rulings in which the proximity holds, by where its words stand; None where that would be no quicker than to read on.

    Not for words with ñ, which depend on the ruling, nor for patterns that many words fit.
    """
    if any(_has_enye(side) for side in (near.left, near.right)):
        return None
    sides = [_stands(side, forward, lexicon) for side in (near.left, near.right)]
    if sides[0] is None or sides[1] is None:
        return None
    left, right = sides[0], sides[1]
    both = np.zeros(len(forward.firsts), np.bool_)
    both[left.documents] = True
    other = np.zeros(len(forward.firsts), np.bool_)
    other[right.documents] = True
    left, right = (one.only((both & other)[one.documents]) for one in (left, right))
    held = np.zeros(len(forward.firsts), np.bool_)
    if near.unit == "palabras":
        held[left.documents[close(left.places, right.places, near)]] = True
    else:
        cuts = forward.sentences if near.unit == "oracion" else forward.paragraphs
        (left, left_in), (right, right_in) = _inside(left, cuts), _inside(right, cuts)
        held[together(left.places, right.places, left_in, right_in) >> _APART] = True
    return np.flatnonzero(held)


def _stands(side: Tree, forward: Forward, lexicon: Lexicon) -> "_Found | None":
    """Where a side stands in all rulings; None where too many words would have to be asked."""
    leaves = side.items if isinstance(side, Or) else (side,)
    found = [_leaf_stands(leaf, forward, lexicon) for leaf in leaves if isinstance(leaf, Leaf)]
    known = [one for one in found if one is not None]
    return _joined(known) if len(known) == len(found) else None


def _leaf_stands(leaf: Leaf, forward: Forward, lexicon: Lexicon) -> "_Found | None":
    """Of the leaf's words the rarest is asked first: what is left of it is looked for among the places of the others."""
    wanted = list(enumerate(np.flatnonzero(table) for table in tables(leaf, lexicon, False)))
    if not wanted:
        return _Found(*np.zeros((3, 0), np.int64))
    often = {step: forward.occurrences.how_many(words) for step, words in wanted}
    if any(len(words) > _ASKED for _, words in wanted) or min(often.values()) > _OFTEN or max(often.values()) > _OFTEN * 8:
        return None
    wanted.sort(key=lambda one: often[one[0]])
    first, words = wanted[0]
    starts = forward.occurrences.of(words).astype(np.int64) - first
    for step, words in wanted[1:]:
        places = forward.occurrences.of(words)
        starts = shared(starts[starts >= 0] + step, places) - step
    documents = np.searchsorted(forward.firsts, starts, "right") - 1
    inside = starts + len(wanted) <= forward.firsts[documents + 1]
    return _Found(starts, starts + len(wanted), documents).only(inside & (starts >= 0))


def _joined(found: "Sequence[_Found]") -> "_Found":
    """The places of alternatives, in order."""
    if len(found) == 1:
        return found[0]
    starts, ends, documents = (np.concatenate([getattr(one, name) for one in found]) for name in ("starts", "ends", "documents"))
    order = np.argsort(starts, kind="stable")
    return _Found(starts[order], ends[order], documents[order])


def _lots(chosen: Numbers, documents: Documents) -> Iterator[Numbers]:
    """The chosen documents, so many at once as have AT_ONCE words together."""
    words = np.cumsum((documents.ends - documents.firsts)[chosen])
    lots = words // AT_ONCE
    yield from np.split(chosen, np.flatnonzero(np.diff(lots)) + 1) if len(chosen) else []


def _has_enye(side: Tree) -> bool:
    leaves = side.items if isinstance(side, Or) else (side,)
    return any(unit.has_enye for leaf in leaves if isinstance(leaf, Phrase | Wildcard) for unit in exact_units(leaf))


@dataclass(frozen=True, slots=True)
class _Found:
    """Where a side stands: words counted over the collection, and the documents (of the lot) that they are in."""

    starts: Numbers
    ends: Numbers
    documents: Numbers

    def only(self, kept: Mask) -> "_Found":
        """Those that are kept."""
        return _Found(self.starts[kept], self.ends[kept], self.documents[kept])

    @property
    def places(self) -> Places:
        """The same so that no two documents' words are near each other."""
        shift = self.documents << _APART
        return Places(self.starts + shift, self.ends + shift)


@dataclass(frozen=True)
class _Lot:
    """Some documents with all their words in memory; what is read along between them belongs to none."""

    documents: Documents
    forward: Forward
    lexicon: Lexicon
    lenient: bool

    def holding(self, near: Near) -> Mask:
        """In which of them the proximity holds."""
        held = np.zeros(len(self.documents), np.bool_)
        left, right = self._side(near.left), self._side(near.right)
        if near.unit == "palabras":
            held[left.documents[close(left.places, right.places, near)]] = True
        else:
            cuts = self._cuts("frases" if near.unit == "oracion" else "lineas")
            (left, left_in), (right, right_in) = _inside(left, cuts), _inside(right, cuts)
            held[together(left.places, right.places, left_in, right_in) >> _APART] = True
        return held

    @cached_property
    def _runs(self) -> tuple[Numbers, Numbers]:
        """First words and ends of what is read."""
        documents = self.documents
        opens = _openings(documents)
        return documents.firsts[opens], documents.ends[np.append(opens[1:], len(documents)) - 1]

    @cached_property
    def _ids(self) -> NDArray[np.uint32]:
        return np.concatenate([self.forward.ids(first, end) for first, end in zip(*(part.tolist() for part in self._runs), strict=True)])

    def _side(self, side: Tree) -> _Found:
        leaves = side.items if isinstance(side, Or) else (side,)
        found = [self._leaf(leaf) for leaf in leaves if isinstance(leaf, Leaf)]
        return _joined(found)

    def _leaf(self, leaf: Leaf) -> _Found:
        wanted = tables(leaf, self.lexicon, self.lenient)
        at = firsts(self._ids, wanted)
        begins, ends = self._runs
        read = np.cumsum(ends - begins) - (ends - begins)  # where each run begins in what was read
        run = np.searchsorted(read, at, "right") - 1
        starts = at + (begins - read)[run]
        documents = np.searchsorted(self.documents.firsts, starts, "right") - 1
        inside = starts + len(wanted) <= self.documents.ends[documents]
        return _Found(starts[inside], starts[inside] + len(wanted), documents[inside])

    def _cuts(self, name: Literal["frases", "lineas"]) -> Numbers:
        """The first words of the sentences or paragraphs of all rulings from the lot's first to its last."""
        first, end = int(self.documents.rulings[0]), int(self.documents.rulings[-1]) + 1
        rulings = np.repeat(self.forward.firsts[first:end], self.forward.how_many(name, first, end))
        return rulings + self.forward.starts(name, first, end)


def _openings(documents: Documents) -> Numbers:
    """The documents that lie so far behind the one before that a new read begins."""
    skipped = documents.firsts[1:] - documents.ends[:-1]
    return np.concatenate([[0], np.flatnonzero(skipped > _BRIDGED) + 1])


def _inside(found: _Found, cuts: Numbers | NDArray[np.uint32]) -> tuple[_Found, Numbers]:
    """The places that lie whole between two cuts, and the number of that stretch, with its document's."""
    first = np.searchsorted(cuts, found.starts.astype(cuts.dtype), "right")
    if len(found.starts) and (found.ends - found.starts).max() > 1:
        kept = first == np.searchsorted(cuts, (found.ends - 1).astype(cuts.dtype), "right")
        found, first = found.only(kept), first[kept]
    return found, first | found.documents << _APART

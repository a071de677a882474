"""Counts and filters over columns are those of the rulings looked at one by one."""

import sqlite3
from collections import Counter
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.index import columns
from indexer.index.columns import TABLE, Columns, ColumnsWriter
from models.search import FACETS, Filter

Values = Mapping[str, tuple[str, ...]]

_FEW = st.lists(st.sampled_from(["a", "b", "ñ", "d"]), max_size=3, unique=True).map(tuple)
_DAYS = st.sampled_from([(0, 0), (2010_01_01, 2010_12_31), (2015_03_04, 2015_03_04)])


@st.composite
def rulings(draw: st.DrawFn) -> list[tuple[Values, tuple[int, int, int, int]]]:
    shared: Values = dict.fromkeys(FACETS, ())
    made = st.builds(
        lambda found, days, published: (shared | found, (*days, *published)),
        st.fixed_dictionaries({"sala": _FEW, "norma": _FEW, "tema": _FEW}),
        _DAYS,
        _DAYS,
    )
    return draw(st.lists(made, max_size=12))


def kept(found: list[tuple[Values, tuple[int, int, int, int]]]) -> Columns:
    """The columns of these rulings, their keys falling."""
    db = sqlite3.connect(":memory:")
    db.executescript(TABLE)
    writer = ColumnsWriter()
    for place, (values, days) in enumerate(found):
        writer.add(1_000 - place, values, days)
    writer.write(db)
    made = Columns(db)
    db.close()
    return made


@given(found=rulings(), bundled=st.sampled_from([0, 3, 64]), data=st.data())
@settings(deadline=None)
def test_counts_are_those_of_each_ruling(found: list[tuple[Values, tuple[int, int, int, int]]], bundled: int, data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "BUNDLED", bundled)
        made = kept(found)
    inside = np.array(data.draw(st.lists(st.booleans(), min_size=len(found), max_size=len(found))), np.bool_)
    counted = made.counts(inside, FACETS)
    for facet in FACETS:
        wanted = Counter(value for (values, _), member in zip(found, inside, strict=True) if member for value in values[facet])
        names = made.names(facet)
        assert {names[place]: n for place, n in enumerate(counted[facet].tolist()) if n} == wanted
    assert made.places(np.array([1_000 - place for place in range(len(found))], np.int64)).tolist() == list(range(len(found)))


@given(found=rulings(), values=_FEW, excluded=_FEW, empty=st.booleans(), facet=st.sampled_from(["sala", "norma", "serie"]))
@settings(deadline=None)
def test_filters_let_pass_what_they_say(
    found: list[tuple[Values, tuple[int, int, int, int]]], values: tuple[str, ...], excluded: tuple[str, ...], empty: bool, facet: str
) -> None:
    def passes(own: tuple[str, ...]) -> bool:
        accepted = bool(set(own) & set(values)) or (empty and not own) or not (values or empty)
        return accepted and not set(own) & set(excluded)

    made = kept(found)
    assert made.filtered(Filter(facet, values, excluded, empty)).tolist() == [passes(one[facet]) for one, _ in found]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (None, 2012_12_31, [True, False, False]),
        (2010_06_01, None, [False, True, False]),  # a year that begins before is not inside
        (2009_01_01, 2016_01_01, [True, True, False]),  # an unknown date never is
    ],
)
def test_dates_lie_inside_whole_or_not_at_all(low: int | None, high: int | None, expected: list[bool]) -> None:
    none: Values = dict.fromkeys(FACETS, ())
    days = [(2010_01_01, 2010_12_31, 0, 0), (2015_03_04, 2015_03_04, 0, 0), (0, 0, 0, 0)]
    assert kept([(none, one) for one in days]).within(0, low, high).tolist() == expected

"""The walk through a month: the right page, the way on, the balance."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from crawler.errors import UnexpectedPage
from crawler.pages.sedetc import ListingPage
from crawler.platforms.months import MonthWalk, Sum
from models.document import Listing


def _walk() -> MonthWalk:
    return MonthWalk("2021-01", ("1996-01", "2026-06"))


def _rows(first: int, count: int, date: str = "2021-01-30") -> tuple[Listing, ...]:
    return tuple(Listing("sedetc", str(key), "", fecha_publicacion=date) for key in range(first, first + count))


def _page(rows: tuple[Listing, ...], total: int | None = None, pages: int | None = None, number: int | None = None) -> ListingPage:
    return ListingPage(rows, total, pages, number, (), len(rows))


def _steps(walk: MonthWalk, pages: list[ListingPage]) -> Iterator[int | None]:
    for page in pages:
        walk.take(page)
        yield walk.next_page()


@pytest.mark.parametrize(
    ("pages", "steps"),
    [
        ([_page(_rows(0, 10), 12, 2, 1), _page(_rows(10, 2), 12, 2, 2)], [2, None]),
        ([_page(_rows(0, 10), 12), _page(_rows(10, 2), 12)], [2, None]),
        ([_page(_rows(0, 4), 6), _page(_rows(4, 2), 6)], [2, None]),
        ([_page(_rows(0, 10)), _page(_rows(10, 10)), _page(_rows(20, 2))], [2, 3, None]),
        ([_page(_rows(0, 10)), _page(_rows(10, 10)), _page(())], [2, 3, None]),
        ([_page((), 0, 0, 1)], [None]),
        ([_page(())], [None]),
        ([_page(_rows(0, 3), 7), _page(())], [2, None]),
    ],
    ids=[
        "pages told",
        "total told",
        "short pages",
        "nothing told, short end",
        "nothing told, empty end",
        "empty month",
        "empty and untold",
        "fewer than told",
    ],
)
def test_it_goes_on_to_the_end_that_is_told_and_not_past_it(pages: list[ListingPage], steps: list[int | None]) -> None:
    assert list(_steps(_walk(), pages)) == steps


@pytest.mark.parametrize(
    "page",
    [
        _page(_rows(0, 10, "2026-05-02"), 10000, 1000, 1),
        _page(_rows(0, 10), 20, 2, 2),
        _page((*_rows(0, 5, "2021-02-01"), *_rows(5, 5)), 10, 1, 1),
    ],
    ids=["default data", "another page", "half of another month"],
)
def test_a_page_that_was_not_asked_for_is_an_error(page: ListingPage) -> None:
    walk = _walk()
    with pytest.raises(UnexpectedPage) as wrong:
        walk.take(page)
    assert wrong.value.regla == "pagina_ajena"


def test_a_page_seen_before_is_an_error() -> None:
    walk = _walk()
    walk.take(_page(_rows(0, 10)))
    walk.next_page()
    with pytest.raises(UnexpectedPage) as wrong:
        walk.take(_page(_rows(0, 10)))
    assert wrong.value.regla == "pagina_ajena"


@pytest.mark.parametrize("before", [[], [_page(_rows(0, 10), 25, 3, 1)]], ids=["first page", "second page"])
def test_an_empty_page_where_rows_are_told_is_an_error(before: list[ListingPage]) -> None:
    walk = _walk()
    list(_steps(walk, before))
    with pytest.raises(UnexpectedPage) as wrong:
        walk.take(_page((), 25, 3))
    assert wrong.value.regla == "pagina_vacia"


def test_a_row_of_another_month_is_set_apart_and_missed_in_the_balance() -> None:
    walk = _walk()
    taken = walk.take(_page((*_rows(0, 3), *_rows(3, 1, "2021-02-01")), 4))
    assert [row.key for row in taken.strays] == ["3"]
    assert len(taken.rows) == 3
    wrong = walk.imbalance()
    assert wrong is not None
    assert wrong[0] == "total_no_cuadra"


@pytest.mark.parametrize("date", ["", "2201-01-30", "0021-01-30"])
def test_a_row_without_a_possible_date_is_taken_and_signalled(date: str) -> None:
    taken = _walk().take(_page((*_rows(0, 3), *_rows(3, 1, date)), 4))
    assert [row.key for row in taken.undated] == ["3"]
    assert len(taken.rows) == 4


def test_a_lost_page_in_the_middle_does_not_end_the_month() -> None:
    walk = _walk()
    walk.take(_page(_rows(0, 10), 30, 3, 1))
    assert walk.next_page() == 2
    walk.lose()
    assert walk.next_page() == 3
    walk.take(_page(_rows(20, 10), 30, 3, 3))
    assert walk.next_page() is None
    assert walk.imbalance() is None, "the lost page has its own line"


def test_a_month_whose_pages_fail_one_after_the_other_has_an_end() -> None:
    walk = _walk()
    walk.take(_page(_rows(0, 10), 30))
    asked = 1
    while walk.next_page() is not None:
        walk.lose()
        asked += 1
    assert asked == 3


def test_a_lost_first_page_leaves_no_way_on() -> None:
    walk = _walk()
    walk.lose()
    assert walk.next_page() is None


@pytest.mark.parametrize(("total", "regla"), [(3, None), (4, "total_no_cuadra"), (2, "total_no_cuadra"), (None, "total_ausente")])
def test_totals_are_checked_against_what_came(total: int | None, regla: str | None) -> None:
    walk = _walk()
    walk.take(_page(_rows(0, 3), total, 1, 1))
    wrong = walk.imbalance()
    assert (wrong and wrong[0]) == regla


def test_a_month_that_does_not_add_up_is_walked_again_and_each_row_counts_once() -> None:
    walk = _walk()
    list(_steps(walk, [_page(_rows(0, 10), 12, 2, 1), _page(_rows(9, 2), 12, 2, 2)]))  # a new row has pushed the others on
    assert (walk.rows, walk.imbalance() and walk.imbalance()[0]) == (11, "total_no_cuadra")  # type: ignore[index]
    walk.again()
    assert walk.number == 1
    taken = walk.take(_page(_rows(1, 10), 12, 2, 1))
    assert taken.rows == ()
    walk.next_page()
    assert [row.key for row in walk.take(_page((*_rows(10, 1), *_rows(99, 1)), 12, 2, 2)).rows] == ["99"]
    assert walk.imbalance() is None


def test_only_the_pages_that_were_lost_are_asked_for_again() -> None:
    walk = _walk()
    walk.take(_page(_rows(0, 10), 30, 3, 1))
    walk.next_page()
    walk.lose()
    walk.next_page()
    walk.take(_page(_rows(20, 10), 30, 3, 3))
    assert walk.next_page() is None
    walk.again()
    assert walk.number == 2
    walk.take(_page(_rows(10, 10), 30, 3, 2))
    assert walk.next_page() is None
    assert walk.imbalance() is None


def test_a_number_of_pages_that_the_total_denies_is_not_walked() -> None:
    walk = _walk()
    walk.take(_page(_rows(0, 10), 12, 5000, 1))
    asked = 1
    while walk.next_page() is not None:
        asked += 1
        walk.lose()
    assert asked <= 3


def test_pages_lost_one_after_the_other_end_a_month_of_unknown_length() -> None:
    walk = _walk()
    walk.take(_page(_rows(0, 10), None, 1000, 1))
    asked = 1
    while walk.next_page() is not None:
        asked += 1
        walk.lose()
    assert asked <= 4


def test_a_row_twice_on_one_page_and_an_entry_that_is_none_are_part_of_the_total() -> None:
    walk = _walk()
    walk.take(ListingPage((*_rows(0, 3), *_rows(0, 1)), 5, 1, 1, (), 5))
    assert walk.imbalance() is None


def test_a_month_that_had_rows_and_has_none_is_a_fault_at_first() -> None:
    walk = MonthWalk("2021-01", ("1996-01", "2026-06"), known=4)
    with pytest.raises(UnexpectedPage) as wrong:
        walk.take(_page((), 0, 0, 1))
    assert wrong.value.regla == "mes_vacio"


def test_the_digest_changes_with_a_row_or_the_total_and_not_with_the_order() -> None:
    def digest(rows: tuple[Listing, ...], total: int) -> str:
        walk = _walk()
        walk.take(_page(rows, total))
        return walk.digest()

    rows = _rows(0, 3)
    assert digest(rows, 3) == digest(rows[::-1], 3)
    changed = (replace(rows[0], raw='{"_source": {"nombre_demandado": "Otra"}}'), *rows[1:])
    assert len({digest(rows, 3), digest(rows, 4), digest(rows[:2], 3), digest(changed, 3)}) == 4


@pytest.mark.parametrize(
    ("rows", "told", "agrees"),
    [
        (40, [40], True),
        (40, [39, 40, 41], True),  # it grew meanwhile
        (40, [], True),  # nothing said
        (40, [63], False),  # a month that came empty, or rows that no month lists
        (40, [30], False),
        (40, [73_700], True),  # another thing than these months
        (0, [0], True),
    ],
)
def test_the_months_together_are_what_the_source_says_it_has(rows: int, told: list[int], agrees: bool) -> None:
    found = Sum(rows)
    for whole in told:
        found.hear(replace(_page(()), whole=whole))
    assert (found.imbalance() is None) is agrees

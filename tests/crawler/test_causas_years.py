"""The walk through a year of the consulta: where it ends, and which pages are not the one asked for."""

from collections.abc import Sequence

import pytest

from crawler.errors import UnexpectedPage
from crawler.pages.causas import CausasPage
from crawler.platforms.causas_years import YearWalk
from models.causa import CausaRow


def page(numbers: Sequence[int], *, total: int | None = None, pages: int | None = None, year: int = 2022) -> CausasPage:
    """A page with these cases."""
    return CausasPage(tuple(CausaRow(str(number), f"9{number:04d}-{year}-HD") for number in numbers), total, pages, ())


def refused(walk: YearWalk, found: CausasPage) -> str:
    """The rule under which the page is refused."""
    with pytest.raises(UnexpectedPage) as error:
        walk.take(found)
    return error.value.regla


def test_a_year_ends_at_an_empty_page() -> None:
    walk = YearWalk("2022")
    walk.take(page(range(20)))
    assert walk.next_page() == 2
    walk.take(page(range(20, 25)))
    assert walk.next_page() == 3
    walk.take(page([]))
    assert (walk.next_page(), walk.rows, walk.imbalance()) == (None, 25, None)


def test_a_year_whose_total_is_reached_needs_no_empty_page() -> None:
    walk = YearWalk("2022")
    walk.take(page(range(20), total=22))
    walk.next_page()
    walk.take(page([20, 21], total=22))
    assert walk.next_page() is None


def test_the_last_page_again_is_the_end_when_it_is_short_and_a_fault_when_it_is_full() -> None:
    walk = YearWalk("2022")
    walk.take(page(range(20)))
    walk.next_page()
    assert refused(walk, page(range(20))) == "pagina_ajena"
    walk.take(page(range(20, 25)))
    walk.next_page()
    assert walk.take(page(range(20, 25))) == ()
    assert walk.next_page() is None


def test_an_empty_page_before_the_end_is_a_fault() -> None:
    told = YearWalk("2022")
    told.take(page(range(20), total=45))
    told.next_page()
    assert refused(told, page([])) == "pagina_vacia"
    linked = YearWalk("2022")
    linked.take(page(range(20), pages=3))
    linked.next_page()
    assert refused(linked, page([])) == "pagina_vacia"
    assert refused(YearWalk("2022"), page([], total=7)) == "pagina_vacia"


def test_a_year_that_had_cases_and_has_none_is_a_fault() -> None:
    assert refused(YearWalk("2022", known=3), page([])) == "anio_vacio"


def test_cases_of_other_years_are_another_page_and_a_stray_one_is_not() -> None:
    assert refused(YearWalk("2022"), page(range(20), year=2026)) == "pagina_ajena"
    walk = YearWalk("2022")
    mixed = CausasPage((*page(range(5)).causas, CausaRow("90", "90001-2021-HD"), CausaRow("91", "ilegible")), None, None, ())
    assert len(walk.take(mixed)) == 7


def test_a_lost_page_is_gone_round_and_asked_for_again_alone() -> None:
    walk = YearWalk("2022")
    walk.take(page(range(20)))
    walk.next_page()
    walk.lose()
    assert walk.next_page() == 3
    walk.take(page(range(40, 45)))
    assert walk.next_page() == 4
    walk.take(page([]))
    assert walk.next_page() is None
    walk.again()
    assert walk.number == 2
    walk.take(page(range(20, 40)))
    assert (walk.next_page(), walk.lost, walk.rows) == (None, set(), 45)


def test_three_pages_lost_in_a_row_end_a_year_of_which_nothing_says_that_there_is_more() -> None:
    walk = YearWalk("2022")
    walk.lose()
    walk.next_page()
    walk.lose()
    walk.next_page()
    walk.lose()
    assert walk.next_page() is None
    assert walk.lost == {1, 2, 3}


def test_rows_pushed_to_the_next_page_count_once_and_a_wrong_sum_is_said() -> None:
    walk = YearWalk("2022")
    assert len(walk.take(page(range(20), total=23))) == 20
    walk.next_page()
    assert [row.id_exp for row in walk.take(page([19, 20, 21], total=24))] == ["20", "21"]
    assert walk.imbalance() == "La consulta anuncia 24 causas de 2022 y entregó 23."


def test_a_page_past_the_end_may_be_missing_and_one_that_is_promised_may_not() -> None:
    walk = YearWalk("2022")
    assert not walk.past_the_end()
    walk.take(page(range(20), total=45))
    walk.next_page()
    assert not walk.past_the_end()
    other = YearWalk("2022")
    other.take(page(range(20)))
    other.next_page()
    assert other.past_the_end()


def test_two_walks_of_an_unchanged_year_have_one_digest_whatever_the_order() -> None:
    one, two = YearWalk("2022"), YearWalk("2022")
    one.take(page([1, 2, 3]))
    two.take(page([3, 1, 2]))
    assert one.digest() == two.digest()
    two.next_page()
    two.take(page([4]))
    assert one.digest() != two.digest()

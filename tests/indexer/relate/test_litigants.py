"""Frequent litigants: all spellings of one person, and no two persons as one."""

import pytest

from indexer.relate.litigants import FREQUENT, Litigants, litigant


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rosa Quispe Ficticia", "QUISPE FICTICIA, ROSA"),
        ("Margarita del Campo Inventada", "Margarita Del Campo Inventada"),
        ("Empresa de Ejemplo S.A.", "EMPRESA DE EJEMPLO S. A."),
    ],
)
def test_order_case_and_marks_are_not_the_name(one: str, other: str) -> None:
    assert litigant(one) == litigant(other) is not None


@pytest.mark.parametrize("name", ["R. Q. F.", "C. W. H. M.", "Quispe Ficticia", "R. Quispe Ficticia", "Colegio de", ""])
def test_a_name_that_cannot_tell_one_person_counts_for_nobody(name: str) -> None:
    assert litigant(name) is None


def frequent(*rulings: tuple[str, int, str]) -> set[str]:
    held = Litigants()
    for name, times, body in rulings:
        for _ in range(times):
            held.add([name], [body])
    names = {name for name, _, _ in rulings}
    return {name for name in names if litigant(name) in held.frequent()}


def test_ten_rulings_make_a_frequent_litigant_and_nine_do_not() -> None:
    assert frequent(("Rosa Quispe Ficticia", FREQUENT, "onp"), ("Luis Mamani Inventado", FREQUENT - 1, "onp")) == {"Rosa Quispe Ficticia"}


@pytest.mark.parametrize(
    "damaged",
    ["Vicente RaúlFicticio Ejemplo", "Vicente Raúl Ficticio Ejempio", "Vicente Ficticio Ejemplo", "Vlcente Raúl Ficticio Ejemplo"],
)
def test_a_damaged_spelling_counts_with_the_whole_one(damaged: str) -> None:
    whole = "Vicente Raúl Ficticio Ejemplo"
    assert frequent((whole, FREQUENT - 1, "sedalib"), (damaged, 1, "sedalib")) == {whole, damaged}


@pytest.mark.parametrize(
    ("other", "body"),
    [
        ("Segundo Fortunato Ficticio Ejemplo", "sedalib"),
        ("Vicente Rómulo Ficticio Ejemplo", "sedalib"),
        ("Vicente Ficticio Ejemplo", "onp"),
        ("Vicente Raúl Ficticia Ejempla", "onp"),
    ],
)
def test_a_brother_or_a_namesake_elsewhere_is_another_person(other: str, body: str) -> None:
    whole = "Vicente Raúl Ficticio Ejemplo"
    assert frequent((whole, FREQUENT, "sedalib"), (other, 1, body)) == {whole}


def test_claimants_of_one_ruling_count_once_each() -> None:
    held = Litigants()
    held.add(["Rosa Quispe Ficticia", "QUISPE FICTICIA ROSA", "Luis Mamani Inventado"], ["onp"])
    assert sorted(held.rulings.values()) == [1, 1]

"""Numbers that a scan damaged or lost, and the numbers of quoted provisions that are nobody's."""

import pytest

from indexer.extract.fundamentos import fundamentos
from models.ruling import Fundamento, Seccion

WORDS = "que la entidad emplazada contestó por escrito y que el archivo central fue buscado dos veces sin dar con el plano"
FIRST = f"1. Consta {WORDS}."
THIRD = f"3. Por ello, {WORDS}."


def read(*paragraphs: str, scanned: bool = True, told: str = "") -> tuple[dict[str, str], list[str], list[str]]:
    """Number → how it begins; the numbers that the warnings name; the rules of the evidence."""
    text = told + "FUNDAMENTOS\n" + "\n".join(paragraphs) + "\n"
    zonas = [Seccion("antecedentes", 0, len(told))] if told else []
    found, warnings, evidence = fundamentos(text, [*zonas, Seccion("fundamentos", len(told), len(text))], scanned=scanned)
    heads = {one.numero: text[one.inicio : one.inicio + 20] for one in found if isinstance(one, Fundamento)}
    return heads, [one.valores[0] for one in warnings], [one[0].regla for one in evidence.values()]


@pytest.mark.parametrize(
    ("second", "rule"),
    [
        (f"Además, consta {WORDS}.", "fundamentos.lugar"),
        (f"V2. Además, consta {WORDS}.", "fundamentos.danado"),
        (f"U Además, consta {WORDS}.", "fundamentos.danado"),
        (f"7. Además, consta {WORDS}.", "fundamentos.danado"),
        (f". Además, consta {WORDS}.", "fundamentos.danado"),
        (f"12. Además, consta {WORDS}.", "fundamentos.danado"),
    ],
)
def test_between_one_and_three_stands_two_where_one_paragraph_alone_can_be_it(second: str, rule: str) -> None:
    heads, _, rules = read(FIRST, second, THIRD)
    assert list(heads) == ["1", "2", "3"]
    assert second.startswith(heads["2"])
    assert rules == [rule]


def test_a_number_known_by_its_place_alone_is_a_warning_too() -> None:
    assert read(FIRST, f"Además, consta {WORDS}.", THIRD)[1] == ["2"]
    assert read(FIRST, f"V2. Además, consta {WORDS}.", THIRD)[1] == []


def test_a_number_joined_to_its_sub_heading_is_read() -> None:
    heads, warnings, _ = read(FIRST, f"Análisis del caso concreto 2. Además, consta {WORDS}.", THIRD)
    assert heads["2"].startswith("2. Además")
    assert warnings == []


def test_the_first_number_may_be_lost_under_the_heading() -> None:
    heads, _, _ = read("Delimitación del petitorio", f"Consta {WORDS}.", f"2. Además, {WORDS}.", THIRD)
    assert heads["1"].startswith("Consta")


@pytest.mark.parametrize(
    "between",
    [
        [f"Además, consta {WORDS}.", f"Asimismo, consta {WORDS}."],
        [f"a) Además, consta {WORDS}."],
        [f"“Además, consta {WORDS}”."],
        [f"además, consta {WORDS}."],
        [f"A la letra, consta {WORDS} (cfr.", f"FOLIOS 20 y 21), {WORDS}."][1:],
        ["Análisis"],
        [f"6. Además, consta {WORDS}.", f"- Plano uno, {WORDS}.", f"- Plano dos, {WORDS}."],
    ],
)
def test_where_none_or_several_could_be_it_the_number_stays_missing(between: list[str]) -> None:
    heads, warnings, _ = read(FIRST, *between, THIRD)
    assert list(heads) == ["1", "3"]
    assert warnings == ["2"]


def test_what_a_colon_or_an_open_parenthesis_leads_to_is_no_fundamento() -> None:
    assert "2" not in read(f"1. Consta {WORDS}. Y dice:", f"Además, consta {WORDS}.", THIRD)[0]
    assert "2" not in read(f"1. Consta {WORDS} (Cfr.", f"Además, consta {WORDS}.", THIRD)[0]


def test_a_born_digital_text_loses_no_number() -> None:
    heads, warnings, _ = read(FIRST, f"Además, consta {WORDS}.", THIRD, scanned=False)
    assert list(heads) == ["1", "3"]
    assert warnings == ["2"]


def test_the_numbers_of_quoted_provisions_are_the_laws() -> None:
    heads, warnings, _ = read(
        FIRST,
        "2. La Constitución reconoce:",
        "Toda persona tiene derecho:",
        "5. A solicitar sin expresión de causa la información que requiera.",
        "6. A que los servicios informáticos no suministren informaciones.",
        *(f"{number}. Luego, consta {WORDS}." for number in (3, 4, 5, 6, 7)),
    )
    assert list(heads) == [str(number) for number in range(1, 8)]
    assert heads["5"].startswith("5. Luego")
    assert warnings == []


def test_reasons_may_go_on_with_the_row_of_the_antecedentes() -> None:
    told = f"ANTECEDENTES\n1. Demanda, {WORDS}.\n2. Contesta {WORDS}.\n"
    heads, warnings, _ = read(THIRD, f"4. Luego, {WORDS}.", told=told)
    assert list(heads) == ["3", "4"]
    assert warnings == []


def test_the_opening_words_of_a_vote_are_not_its_first_number() -> None:
    text = f"VOTO SINGULAR\nCon respeto, consta {WORDS}.\n2. Además, {WORDS}.\n{THIRD}\n"
    found, warnings, _ = fundamentos(text, [Seccion("voto", 0, len(text), "VOTO SINGULAR")])
    assert [one.numero for one in found] == ["v1.2", "v1.3"]
    assert [one.valores for one in warnings] == [("v1.1",)]


def test_a_list_of_rulings_that_ends_a_fundamento_is_no_sub_heading() -> None:
    text = f"FUNDAMENTOS\n1. Consta {WORDS} (90001-2019-PHD/TC,\n90002-2019-PHD/TC y otras)\n2. Además, {WORDS}.\n"
    found, _, _ = fundamentos(text, [Seccion("fundamentos", 0, len(text))])
    assert text[found[0].inicio : found[0].fin].endswith("y otras)")

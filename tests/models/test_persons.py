"""Who a text names with a title, and who of them is no private person. All names are invented but those of the tables."""

import csv
from pathlib import Path

import pytest

from models import persons
from models.persons import named, people_in, replace_titled

TABLE = Path(__file__).parents[2] / "models" / "tables" / "personas_publicas.csv"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("el señor Juan Soto Luna pidió", "el señor J. S. L. pidió"),
        ("la recurrente Ana Soto de la Luna pidió", "la recurrente A. S. L. pidió"),
        ("el demandante Juan\nSoto Luna y su abogado", "el demandante J. S. L. y su abogado"),
        ("Sr. Juan Soto", "Sr. J. S."),
        ("(caso Juan Soto Luna)", "(caso J. S. L.)"),
        ("el ciudadano Juan D'Angelo Soto", "el ciudadano J. D. S."),
        ("don Juan Soto, don José Quispe y doña Ana Luna", "don J. S., don J. Q. y doña A. L."),
        ("don Juan Soto y doña Ana Luna", "don J. S. y doña A. L."),
        ("doña Ana Soto y Municipalidad de Ejemplo", "doña A. S. y Municipalidad de Ejemplo"),
        ("DON JUAN SOTO\nFUNDAMENTOS", "DON J. S.\nFUNDAMENTOS"),
        ("como representante de don Juan Soto, pidió", "como representante de don J. S., pidió"),
        ("el alcalde citó a don Juan Soto", "el alcalde citó a don J. S."),
    ],
)
def test_whoever_a_text_calls_by_a_title_is_shown_by_initials(text: str, shown: str) -> None:
    assert replace_titled(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "contra el alcalde de Ejemplo, don Juan Soto Luna, con el objeto",
        "contra el director regional de Educación de Ejemplo, don Juan Soto Luna.",
        "contra don Juan Soto Luna, actual alcalde",
        "contra don Juan Soto Luna, en su condición de gerente general",
        "el señor Presidente de la República",
        "el voto del señor Blume Fortini",  # a magistrate of the table
        "el señor Alberto Fujimori Fujimori",
        "el demandante Sindicato de Trabajadores de Ejemplo",
        "el caso Nuevo Ejemplo Inventado S.A.C.",
        "en el caso La Colegiación Obligatoria",
        "el Caso Concreto",
        "la recurrente.\nFundamentos",
        "la actora\n\nAnálisis De Fondo",
        "don de gentes",
    ],
)
def test_officials_figures_bodies_and_common_words_stay(text: str) -> None:
    assert replace_titled(text) == text


def test_whoever_is_once_an_official_is_one_in_the_whole_text() -> None:
    text = "Contra don Juan Soto Luna, alcalde de Ejemplo. Don Juan Soto respondió a doña Ana Quispe\nMamani. El señor Soto Luna calló."
    assert people_in(text) == ("Ana Quispe Mamani",)


def test_places_are_those_of_the_name() -> None:
    text = "A don Juan Soto lo oyeron."
    (found,) = named(text)
    assert text[found.start : found.end] == found.name == "Juan Soto"


def test_the_table_of_public_figures_names_each_once_with_given_name_surnames_and_reason() -> None:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len({row["apellidos"] for row in rows}) == len(rows) > 0
    assert all(row["nombres"].split() and row["apellidos"].split() and row["nota"] for row in rows)


_CALLS = [
    "don",
    "Don",
    "DON",
    "doña",
    "Doña",
    "dona",
    "dóña",
    "doñá",
    "DOÑA",
    "DONA",
    "abogado",
    "Abogadas",
    "ABOGADA",
    "letrado",
    "Letradas",
    "ciudadano",
    "Ciudadana",
    "señor",
    "Señora",
    "senorita",
    "señores",
    "Señoras",
    "sra.",
    "Sr.",
    "Sra.",
    "recurrente",
    "Recurrente",
    "demandante",
    "Demandante",
    "accionante",
    "Accionante",
    "actor",
    "Actora",
    "beneficiario",
    "Beneficiaria",
    "favorecida",
    "Favorecido",
    "agraviado",
    "Agraviada",
    "trabajador",
    "Trabajadora",
    "servidora",
    "Servidor",
    "caso",
    "Caso",
    "perdon",
    "condón",
]


@pytest.mark.parametrize("call", _CALLS)
@pytest.mark.parametrize("before", ["", "el ", "«", "x", "la\n"])
def test_every_word_before_a_name_is_looked_for(call: str, before: str) -> None:
    for after in (" Ana Prueba Soto y otra", " ANA PRUEBA SOTO", "\nAna Prueba, don Beto Ejemplo", " prueba", ""):
        text = f"{before}{call}{after}"
        assert [match.span() for match in persons._matches(text)] == [match.span() for match in persons._PERSON.finditer(text)]

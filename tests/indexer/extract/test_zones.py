"""Zones and numbered paragraphs of invented rulings."""

import itertools

import pytest

from indexer.extract.fundamentos import fundamentos
from indexer.extract.zones import zones
from models.document import Calidad, DocumentText, Nota


def document(text: str, notas: tuple[Nota, ...] = ()) -> DocumentText:
    return DocumentText(text, text, (0,), notas, "texto", Calidad("alta", 1.0))


PLAIN = """EXP. N.° 90001-2012-PHD/TC
LIMA
ROSA QUISPE FICTICIA
SENTENCIA DEL TRIBUNAL CONSTITUCIONAL
En Lima, a los 3 días del mes de mayo de 2013, la Sala Primera del Tribunal Constitucional pronuncia la siguiente sentencia
ASUNTO
Recurso de agravio constitucional interpuesto por doña Rosa Quispe Ficticia.
ANTECEDENTES
La recurrente interpone demanda. El Juzgado resuelve declarar improcedente la demanda.
FUNDAMENTOS
Delimitación del petitorio
1. Se pide copia de un plano.
2. La emplazada alega:
1. Que no lo tiene.
2. Que no existe.
Análisis del caso
3. No se probó la búsqueda.
Por estos fundamentos, el Tribunal Constitucional, con la autoridad que le confiere la Constitución Política del Perú,
HA RESUELTO
1. Declarar FUNDADA la demanda.
Publíquese y notifíquese.
SS.
VERGARA GOTELLI
LANDA ARROYO
FUNDAMENTO DE VOTO DEL MAGISTRADO
LANDA ARROYO
Coincido con lo resuelto.
1. Una razón más.
2. Y otra.
S.
LANDA ARROYO
"""


def names(text: str) -> list[str]:
    return [section.zona for section in zones(document(text))]


def piece(text: str, zone: str) -> str:
    return next(text[section.inicio : section.fin] for section in zones(document(text)) if section.zona == zone)


def test_a_plain_sentencia_has_its_parts_in_order() -> None:
    assert names(PLAIN) == ["caratula", "asunto", "antecedentes", "fundamentos", "fallo", "pie", "voto"]


def test_sections_lie_side_by_side_over_the_whole_text() -> None:
    sections = zones(document(PLAIN))
    assert sections[0].inicio == 0
    assert sections[-1].fin == len(PLAIN)
    assert all(one.fin == two.inicio for one, two in itertools.pairwise(sections))


def test_the_decision_begins_with_its_formula() -> None:
    assert piece(PLAIN, "fallo").startswith("Por estos fundamentos")


def test_a_formula_that_the_last_reason_was_joined_to_belongs_to_the_decision() -> None:
    joined = PLAIN.replace("búsqueda.\nPor estos", "búsqueda Por estos")
    assert piece(joined, "fallo").startswith("Por estos fundamentos")
    assert piece(joined, "fundamentos").endswith("3. No se probó la búsqueda ")


def test_reasons_that_speak_of_the_formula_keep_their_last_sentence() -> None:
    spoken = PLAIN.replace("búsqueda.\nPor estos fundamentos, el Tribunal Constitucional, con", "búsqueda. Por lo expuesto, cede.\nCon")
    assert "cede." in piece(spoken, "fundamentos")


def test_the_title_of_a_vote_is_joined_over_its_lines() -> None:
    vote = next(section for section in zones(document(PLAIN)) if section.zona == "voto")
    assert vote.titulo == "FUNDAMENTO DE VOTO DEL MAGISTRADO LANDA ARROYO"


@pytest.mark.parametrize(
    ("printed", "damaged"),
    [
        ("HA RESUELTO\n", "IIA RESUELTO\n"),
        ("HA RESUELTO\n", "HARESUELTO\n"),
        ("FUNDAMENTOS\n", "FUXDAMENTOS\n"),
        ("FUNDAMENTOS\n", "III. FUNDAMENTOS:\n"),
        ("ASUNTO\n", "SUNTO\n"),
        ("Perú,\nHA RESUELTO\n", "Perú, HA RESUELTO\n"),
        ("ASUNTO\n", "ASUNTO "),
    ],
)
def test_damaged_and_run_in_headings_open_the_same_zones(printed: str, damaged: str) -> None:
    assert names(PLAIN.replace(printed, damaged)) == names(PLAIN)


def test_reasons_whose_heading_was_lost_begin_at_their_first_number() -> None:
    text = PLAIN.replace("FUNDAMENTOS\n", "")
    assert piece(text, "fundamentos").startswith("1. Se pide")


@pytest.mark.parametrize(
    ("printed", "begins"),
    [
        ("ASUNTO\nLa recurrente interpone demanda.", "ASUNTO\nLa recurrente"),
        ("Demanda\nLa recurrente interpone demanda.", "Demanda\nLa recurrente"),
        ("Con fecha 3 de mayo de 2012, la recurrente interpone demanda.", "Con fecha 3 de mayo"),
    ],
)
def test_facts_whose_heading_was_lost_begin_where_the_suit_is_told(printed: str, begins: str) -> None:
    text = PLAIN.replace("ANTECEDENTES\nLa recurrente interpone demanda.", printed)
    assert piece(text, "antecedentes").startswith(begins)
    assert piece(text, "asunto").rstrip().endswith("doña Rosa Quispe Ficticia.")


def test_without_facts_asunto_stays_whole() -> None:
    text = PLAIN.replace("ANTECEDENTES\nLa recurrente interpone demanda. El Juzgado", "El Juzgado")
    assert "antecedentes" not in names(text)


def test_a_decision_whose_verb_was_lost_still_begins_at_the_formula() -> None:
    text = PLAIN.replace("HA RESUELTO\n", "")
    assert piece(text, "fallo").startswith("Por estos fundamentos")


def test_a_quoted_decision_in_the_reasons_is_not_the_decision() -> None:
    quoted = PLAIN.replace("3. No se probó", "La sentencia anterior dijo:\nHA RESUELTO\nDeclarar INFUNDADA la demanda.\n3. No se probó")
    assert "INFUNDADA" not in piece(quoted, "fallo")


def test_an_auto_with_visto_and_atendiendo_has_zones_too() -> None:
    text = (
        "EXP. N.° 90002-2014-PHD/TC\nLIMA\nAUTO DEL TRIBUNAL CONSTITUCIONAL\nLima, 3 de mayo de 2015\nVISTO\nEl recurso.\n"
        "ATENDIENDO A QUE\n1. Uno.\n2. Dos.\nPor estas consideraciones, el Tribunal Constitucional,\nRESUELVE\nDeclarar NULO lo actuado.\nSS.\nBLUME FORTINI\n"
    )
    assert names(text) == ["caratula", "asunto", "fundamentos", "fallo", "pie"]


def test_a_razon_with_votes_alone_has_no_fallo() -> None:
    text = (
        "EXP. N.° 90003-2019-PHD/TC\nRAZÓN DE RELATORÍA\nLa sentencia está conformada por los votos.\nSS.\nBLUME FORTINI\n"
        "VOTO SINGULAR DEL MAGISTRADO BLUME FORTINI\nASUNTO\nRecurso.\nFUNDAMENTOS\n1. Uno.\nHA RESUELTO\nDeclarar FUNDADA la demanda.\n"
        "VOTO DEL MAGISTRADO RAMOS NÚÑEZ\nMe adhiero.\n"
    )
    assert names(text) == ["caratula", "razon", "voto", "voto"]


def test_footnotes_at_the_end_are_a_zone() -> None:
    text = PLAIN + "1 Foja 20.\n"
    sections = zones(document(text, (Nota("1", None, len(PLAIN), len(text)),)))
    assert (sections[-1].zona, sections[-1].inicio) == ("notas", len(PLAIN))


def numbers(text: str) -> list[str]:
    return [one.numero for one in fundamentos(text, zones(document(text)))[0]]


def test_lists_inside_a_paragraph_are_not_fundamentos() -> None:
    assert numbers(PLAIN) == ["1", "2", "3", "v1.1", "v1.2"]


def test_a_fundamento_covers_its_sub_paragraphs_and_leaves_the_next_sub_heading() -> None:
    found = {one.numero: PLAIN[one.inicio : one.fin] for one in fundamentos(PLAIN, zones(document(PLAIN)))[0]}
    assert found["2"] == "2. La emplazada alega:\n1. Que no lo tiene.\n2. Que no existe."
    assert found["v1.2"] == "2. Y otra."


def test_a_missing_number_is_a_warning_and_no_fundamento() -> None:
    text = PLAIN.replace("2. La emplazada alega:\n1. Que no lo tiene.\n2. Que no existe.", "La emplazada alega que no existe.")
    found, warnings, _ = fundamentos(text, zones(document(text)))
    assert [one.numero for one in found if not one.numero.startswith("v")] == ["1", "3"]
    assert [warning.valores for warning in warnings] == [("2",)]


def test_a_number_printed_twice_is_nobodys() -> None:
    text = PLAIN.replace("Análisis del caso\n3. No se probó la búsqueda.", "3. Tercero.\n4. Cuarto.\n4. Otra vez cuarto.\n5. Quinto.")
    found, warnings, _ = fundamentos(text, zones(document(text)))
    assert [one.numero for one in found if not one.numero.startswith("v")] == ["1", "2", "3", "5"]
    assert [warning.valores for warning in warnings] == [("4",)]


DAMAGED = "FUNDAMENTOS\n1. Uno.\n{}\n3. Tres.\nHA RESUELTO\nDeclarar FUNDADA la demanda.\nSS.\n"
LONG = "Luego la emplazada contestó que nada tenía en su archivo. " * 4


@pytest.mark.parametrize(
    ("second", "start"),
    [
        ("2 Luego la emplazada contestó.", "2 Luego"),
        ("2.1 Luego la emplazada contestó.", "2.1 Luego"),
        ("2.. Luego la emplazada contestó.", "2.. Luego"),
        ("Así lo pidió la recurrente. 2 Luego la emplazada contestó.", "2 Luego"),
        (f"B. {LONG}", "B. Luego"),
        (f"0. {LONG}", "0. Luego"),
    ],
)
def test_a_damaged_number_is_read_where_one_place_alone_can_be_meant(second: str, start: str) -> None:
    text = PLAIN[: PLAIN.index("FUNDAMENTOS")] + DAMAGED.format(second)
    found, warnings, _ = fundamentos(text, zones(document(text)))
    assert [one.numero for one in found] == ["1", "2", "3"]
    assert text[found[1].inicio :].startswith(start)
    assert found[0].fin <= found[1].inicio
    assert warnings == ()


@pytest.mark.parametrize(
    "second",
    [
        "Luego la emplazada contestó.",
        "B. Análisis",
        "Véase el artículo 2 Luego la emplazada contestó.",
        "2 Luego la emplazada contestó.\n2 Luego la emplazada calló.",
        f"B. {LONG}\nS. {LONG}",
    ],
)
def test_a_number_that_could_stand_in_no_place_or_in_two_stays_missing(second: str) -> None:
    text = PLAIN[: PLAIN.index("FUNDAMENTOS")] + DAMAGED.format(second)
    found, warnings, _ = fundamentos(text, zones(document(text)))
    assert [one.numero for one in found] == ["1", "3"]
    assert [warning.valores for warning in warnings] == [("2",)]

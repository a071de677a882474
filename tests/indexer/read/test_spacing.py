"""Letters that stand apart: what is made whole again, and what was right as it stood."""

import pytest

from indexer.read.spacing import mended, spelled


@pytest.mark.parametrize(
    ("printed", "whole"),
    [
        ("doña Ana J iménez Soto", "doña Ana Jiménez Soto"),
        ("don Luis COLM ENARES", "don Luis COLMENARES"),
        ("el 5 de mayo de 2 0 11 se pidió", "el 5 de mayo de 2011 se pidió"),
        ("del año 19 9 8", "del año 1998"),
        ("declarar F UNDADA la demanda", "declarar FUNDADA la demanda"),
        ("SENTENCIA DEL TRIB UNAL", "SENTENCIA DEL TRIBUNAL"),
        ("H A R E S U E L T O", "HA RESUELTO"),
        ("don Pedro Q uiñe", "don Pedro Quiñe"),
    ],
)
def test_words_cut_by_bad_kerning_are_whole_again(printed: str, whole: str) -> None:
    assert mended(printed)[0] == whole


@pytest.mark.parametrize(
    "line",
    [
        "en torno a la demanda, sobre todo si no se entregó",
        "el mal trato y el sin embargo, a demás personas, con tal que",
        "A su juicio, y A DEL Ley 30-A del reglamento. Y es así",
        "los incisos a, b, c y d del artículo 2 o 5 de la ley",
        "E. A. F. Z. contra la entidad",
        "el literal B oficio de 2 de 20 personas, 12 34 56",
        "SS. PÉREZ ROJAS",
        "entre 1 y 2 0 3 días",
    ],
)
def test_lines_that_were_right_stay(line: str) -> None:
    assert mended(line) == (line, ())


def test_the_places_of_lost_blanks_are_told() -> None:
    line = "doña J iménez y don COLM ENARES"
    whole, gone = mended(line)
    assert [line[at] for at in gone] == [" ", " "]
    assert len(whole) == len(line) - 2


def test_wide_blanks_part_the_words_of_a_spelled_title() -> None:
    assert spelled("R A Z Ó N   D E   R E L A T O R Í A") == "RAZÓN DE RELATORÍA"
    assert spelled("La  demanda  de  autos") == "La  demanda  de  autos"

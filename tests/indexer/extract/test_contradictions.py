"""What a ruling says two ways is kept two ways; and whom an outcome is about where respondents are told apart."""

import pytest

from indexer.extract.contradictions import contradictions
from indexer.extract.decision import Stretch
from indexer.extract.per_respondent import respondent_of
from indexer.extract.points import clauses
from indexer.extract.source import Source
from models.document import Calidad, DocumentText
from models.ids import identify
from models.ruling import Seccion


def source(header: str, decision: str = "") -> Source:
    text = header + decision
    zonas = tuple(Seccion(*one) for one in (("caratula", 0, len(header)), ("fallo", len(header), len(text))) if one[1] < one[2])
    return Source(
        DocumentText(text, text, (0,), (), "texto", Calidad("alta", 1.0)), identify("90001-2019-HD"), (), zonas, (), "90001-2019-HD"
    )


def warned(header: str, decision: str = "", demandantes: tuple[str, ...] = ()) -> list[str]:
    read = source(header, decision)
    made = clauses(read.text, Stretch(len(header), len(read.text), "cuerpo"))
    return [one.campo for one in contradictions(read, made, demandantes)]


@pytest.mark.parametrize(
    ("decision", "campos"),
    [
        ("1. Declarar INFUNDADA la demanda de amparo.\n", ["fallo"]),
        ("1. Declarar FUNDADA, en parte, la demanda de amparo.\n", ["fallo"]),
        ("1. Declarar FUNDADA la demanda de hábeas data.\n", []),
        ("1. Declarar FUNDADA la demanda, que debe entenderse como una de amparo.\n", []),
        ("1. Declarar FUNDADA la demanda de amparo, entendida como hábeas data.\n", []),
    ],
)
def test_a_decision_that_calls_the_demanda_an_amparo_is_told(decision: str, campos: list[str]) -> None:
    assert warned("EXP. N.° 90001-2019-PHD/TC\n", decision) == campos


HEADER = "EXP. N.° 90001-2019-PHD/TC\nLIMA\n{}\nSENTENCIA DEL TRIBUNAL CONSTITUCIONAL\n"


@pytest.mark.parametrize(
    ("printed", "name", "campos"),
    [
        ("JOSÉ MANUEL CASTRO RAMOS", "José Miguel Castro Ramos", ["demandantes"]),
        ("JOSÉ MANUEL IGNACIO CASTRO\nRAMOS", "José Miguel Castro Ramos", ["demandantes"]),
        ("JOSÉ MIGUEL CASTRO RAMOS", "José Miguel Castro Ramos", []),
        ("JOSE M1GUE1 CASTRO RAMQS", "José Miguel Castro Ramos", []),
        ("JOSÉ MIGUELCASTRO RAMOS", "José Miguel Castro Ramos", []),
        ("JOSÉ MIGUEL CASTRO", "José Miguel Castro Ramos", []),
        ("SINDICATO DE TRABAJADORES DE EJEMPLO", "José Miguel Castro Ramos", []),
    ],
)
def test_a_header_that_names_another_claimant_is_told(printed: str, name: str, campos: list[str]) -> None:
    assert warned(HEADER.format(printed), demandantes=(name,)) == campos


@pytest.mark.parametrize(
    ("decision", "who"),
    [
        ("Declarar INFUNDADA la demanda respecto de la codemandada Empresa Ficticia S.A.\n", "Empresa Ficticia S.A."),
        ("Declarar IMPROCEDENTE la demanda en relación a la Procuraduría Pública de Ejemplo, por error.\n", "Procuraduría Pública de Ejemplo"),
        ("Declarar FUNDADA la demanda contra la Municipalidad de Ejemplo por haberse vulnerado el derecho.\n", "Municipalidad de Ejemplo"),
        ("Declarar IMPROCEDENTE la demanda respecto de don Juan Ficticio Pérez, presidente del club.\n", "Juan Ficticio Pérez"),
        ("Declarar IMPROCEDENTE la demanda respecto de doña Rosa Quispe Ficticia.\n", None),
        ("Declarar INFUNDADA la demanda respecto de la información que ya se entregó.\n", None),
        ("Declarar INFUNDADA la demanda respecto a las horas semanales.\n", None),
        ("Declarar IMPROCEDENTE el pago de costos respecto de la codemandada Empresa Ficticia.\n", None),
    ],
)  # fmt: skip
def test_the_respondent_of_an_outcome_is_read_where_the_clause_names_one(decision: str, who: str | None) -> None:
    made = clauses(decision, Stretch(0, len(decision), "cuerpo"))
    assert respondent_of(decision, made[0], ("Municipalidad Distrital de Ejemplo",), ("Rosa Quispe Ficticia",)) == who

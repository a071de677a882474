"""States of citations: an invented collection."""

import pytest

from indexer.extract.tables import keys, phrases
from indexer.relate.citations import state, usual
from models.ids import ExpedienteNumber, RulingId
from models.ruling import Cita

BY_CASE = {
    ExpedienteNumber("01797-2002-HD"): (RulingId("01797-2002-HD"), RulingId("01797-2002-HD-aclaracion")),
    ExpedienteNumber("90001-2010-HD"): (RulingId("90001-2010-HD-auto"), RulingId("90001-2010-HD-auto-2")),
    ExpedienteNumber("90002-2010-HD"): (RulingId("90002-2010-HD-auto"),),
    ExpedienteNumber("90003-2010-AA"): (RulingId("90003-2010-AA"),),
    ExpedienteNumber("00005-2013-AI"): (RulingId("00005-2013-AI"),),
}
PINS = {ExpedienteNumber("01797-2002-HD"): frozenset({4, 16})}


@pytest.mark.parametrize(
    ("sentencia", "fundamentos", "estado"),
    [
        ("01797-2002-HD", (16,), "resuelta"),
        ("90002-2010-HD", (), "resuelta"),  # the only resolution here
        ("90001-2010-HD", (), "ambigua"),  # two autos and no sentencia
        ("90003-2010-HD", (), "ambigua"),  # here under another process of one numbering
        ("00005-2013-HD", (), "fuera_de_la_coleccion"),  # actions against laws are numbered apart
        ("01997-2002-HD", (16,), "errata_probable"),
        ("01797-2022-HD", (4,), "errata_probable"),
        ("10797-2002-HD", (4, 16), "errata_probable"),
        ("01997-2002-HD", (), "fuera_de_la_coleccion"),  # nothing but the number speaks for a slip
        ("01997-2002-HD", (7,), "fuera_de_la_coleccion"),  # nobody cites the near one for this
        ("00296-2007-AA", (12,), "errata_probable"),
        ("00296-2007-AA", (3,), "fuera_de_la_coleccion"),
    ],
)
def test_a_citation_has_the_state_that_the_collection_tells(sentencia: str, fundamentos: tuple[int, ...], estado: str) -> None:
    assert state(Cita(sentencia, fundamentos), BY_CASE, PINS).estado == estado


def test_without_usual_pin_cites_only_the_table_tells_a_slip() -> None:
    assert state(Cita("01997-2002-HD", (16,)), BY_CASE).estado == "fuera_de_la_coleccion"
    assert state(Cita("00296-2007-AA", (12,)), BY_CASE).estado == "errata_probable"


def test_two_near_cases_leave_a_slip_undecided() -> None:
    held = {**BY_CASE, ExpedienteNumber("01897-2002-HD"): (RulingId("01897-2002-HD"),)}
    pins = {**PINS, ExpedienteNumber("01897-2002-HD"): frozenset({16})}
    assert state(Cita("01997-2002-HD", (16,)), held, pins).estado == "fuera_de_la_coleccion"


def test_what_extraction_settled_stays() -> None:
    cita = Cita("01797-2002-HD", estado="no_reconocida")
    assert state(cita, BY_CASE) is cita


def test_a_fundamento_is_usual_from_three_rulings_on() -> None:
    case = ExpedienteNumber("01797-2002-HD")
    assert usual({(case, 16): 3, (case, 5): 2}) == {case: frozenset({16})}


@pytest.mark.parametrize("case", keys("citas.toml", "erratas"))
def test_slips_of_the_table_are_cases_with_fundamentos(case: str) -> None:
    meant, *numbers = phrases("citas.toml", "erratas", case)
    assert ExpedienteNumber(case) != ExpedienteNumber(meant)
    assert all(number.isdigit() for number in numbers)
    assert numbers

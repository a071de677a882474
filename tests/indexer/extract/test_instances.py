"""Lower courts: invented facts in the Court's ways of telling them (domain.md §9)."""

from dataclasses import replace

import pytest

from indexer.extract.instances import fecha_demanda, primera_instancia, segunda_discordante, segunda_instancia
from indexer.extract.source import Source
from models.document import Calidad, DocumentText
from models.ids import identify
from models.ruling import Instancia, Seccion

DEMAND = "Con fecha 4 de mayo de 2012, la recurrente interpone demanda de hábeas data contra la Municipalidad Distrital de Catacaos."
FIRST = "El Segundo Juzgado Civil de Piura, con fecha 9 de julio de 2012, declaró {} la demanda, por considerar que procede."


def _source(asunto: str, *facts: str) -> Source:
    appeal = f"ASUNTO\nRecurso de agravio constitucional interpuesto por doña Rosa Inga contra la sentencia {asunto}\n"
    told = "ANTECEDENTES\n" + "\n".join(facts) + "\n"
    text = appeal + told
    zones = (Seccion("asunto", 0, len(appeal)), Seccion("antecedentes", len(appeal), len(text)))
    document = DocumentText(text, text, (), (), "texto", Calidad("media", None))
    return Source(document, identify("90001-2015-HD"), (), zones, (), "90001-2015-HD")


def _appeal(outcome: str) -> str:
    return (
        f"de fojas 90, su fecha 3 de marzo de 2013, expedida por la Primera Sala Civil de la Corte Superior de Justicia de Piura, {outcome}"
    )


@pytest.mark.parametrize(
    ("words", "result"),
    [
        ("fundada", "fundada"),
        ("FUNDADA EN PARTE", "fundada_en_parte"),
        ("fundada, en parte,", "fundada_en_parte"),
        ("infundada", "infundada"),
        ("anfundada", "infundada"),  # OCR
        ("improcedepte", "improcedente"),
        ("inadmisible", "inadmisible"),
    ],
)
def test_the_first_court_its_outcome_and_date_are_read(words: str, result: str) -> None:
    found = primera_instancia(_source(_appeal("que declaró infundada la demanda de autos."), DEMAND, FIRST.format(words)))
    assert found is not None
    assert found.value == Instancia("Segundo Juzgado Civil de Piura", result, "2012-07-09")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "result"),
    [
        ("El Juzgado Mixto de Paita declaró infundada la excepción de caducidad y fundada la demanda.", "fundada"),
        ("El Juzgado Mixto de Paita rechazó liminarmente la demanda por no haberse agotado la vía.", "improcedente"),
        ("El Juzgado Mixto de Paita declaró concluido el proceso sin declaración sobre el fondo.", "conclusion_sin_fondo"),
        (
            "El Juzgado Mixto de Paita declaró fundada la demanda en cuanto a las copias e infundada respecto de lo demás.",
            "fundada_en_parte",
        ),
        ("El Juzgado Mixto de Paita declaró fundada la demanda e improcedente el pago de los costos.", "fundada"),
        (
            "Por Resolución 4, de fecha 2 de junio de 2013, se emite sentencia declarando fundada la demanda.",
            "fundada",
        ),  # the court unnamed
        ("El Juzgado Mixto de Paita dio por cumplido el mandato y archivó lo actuado.", "otro"),
        ("El Juzgado Mixto de Paita declaró fundadala demanda por considerar que procede.", "fundada"),  # run into the next word
        ("El Juzgado Mixto de Paita declaró la conclusión del proceso respecto a Ana Paz. Luego declaró fundada la demanda.", "fundada"),
        (
            "El Juzgado Mixto de Paita declaró fundada la demanda. Asimismo, desestima la demanda respecto al pedido de actas.",
            "fundada_en_parte",
        ),
        ("Por Resolución 4, de fecha 2 de junio de 2013, declara fundada la demanda.", "fundada"),
        ("El Juzgado Mixto de Paita estimó en parte el hábeas data por considerar que procede.", "fundada_en_parte"),
        (
            "El Juzgado Mixto de Paita declaró infundada la excepción por cumplirse el requisito para la procedencia de la demanda. "
            "Luego declaró infundada la demanda.",
            "infundada",
        ),
        ("Alega que el Juzgado Mixto de Paita no le entregó la copia.", None),
    ],
)
def test_only_what_is_said_of_the_demand_counts(told: str, result: str | None) -> None:
    found = primera_instancia(_source(_appeal("que declaró infundada la demanda."), DEMAND, told))
    assert (found.value.resultado if found else None) == result


def test_after_a_nullity_the_second_decision_of_the_court_counts() -> None:
    facts = (
        "El Juzgado Civil de Piura declaró improcedente la demanda.",
        "La Sala Civil de Piura declaró nula la apelada.",
        "El Juzgado Civil de Piura declaró fundada la demanda.",
        "La Sala Civil de Piura, revocando la apelada, declaró infundada la demanda.",
    )
    found = primera_instancia(_source(_appeal("que declaró infundada la demanda."), DEMAND, *facts))
    assert found is not None
    assert found.value.resultado == "fundada"


@pytest.mark.parametrize(
    ("outcome", "second", "result"),
    [
        ("que declaró improcedente la demanda de autos.", "La recurrida revocó la apelada.", "improcedente"),
        ("que, confirmando la apelada, declaró fundada en parte la demanda.", "La Sala revisora confirmó la apelada.", "fundada_en_parte"),
        (
            "que declaró improcedente el pago de costos.",
            "La Sala revisora confirmó el extremo apelado.",
            "fundada",
        ),  # only the costs went up
        ("que exoneró a la emplazada del pago de los costos procesales.", "La Sala revisora confirmó la apelada.", "fundada"),
        ("que confirmó la apelada.", "La Sala revisora confirmó la apelada por similares fundamentos.", "fundada"),
    ],
)
def test_the_second_instance_is_how_the_demand_stands_after_it(outcome: str, second: str, result: str) -> None:
    found = segunda_instancia(_source(_appeal(outcome), DEMAND, FIRST.format("fundada"), second))
    assert found is not None
    assert found.value.organo == "Primera Sala Civil de la Corte Superior de Justicia de Piura"
    assert found.value.resultado == result
    assert found.value.fecha == "2013-03-03"


@pytest.mark.parametrize(
    ("told", "date"),
    [
        (
            "con fecha 2 de julio de 2012 declaró infundada la excepción y, con fecha 9 de agosto de 2012, declaró fundada la demanda.",
            "2012-08-09",
        ),
        (
            "con fecha 2 de julio de 2012, rechazó el allanamiento y mediante sentencia de 9 de agosto de 2012 declaró fundada la demanda.",
            "2012-08-09",
        ),
        ("con fecha 2 de julio de 2012, tras leer la carta que la emplazada envió, declaró fundada la demanda.", "2012-07-02"),
        ("declaró fundada la demanda con fecha 2 de julio de 2012.", "2012-07-02"),
        ("declaró fundada la demanda por estimar que el Oficio 7, del 2 de julio de 2012, no responde.", None),
    ],
)
def test_the_date_of_the_first_decision_is_that_of_its_outcome(told: str, date: str | None) -> None:
    found = primera_instancia(_source(_appeal("que declaró infundada la demanda."), DEMAND, f"El Segundo Juzgado Civil de Piura, {told}"))
    assert found is not None
    assert found.value.fecha == date


def test_a_second_court_whose_naming_is_damaged_above_is_read_from_the_facts() -> None:
    appeal = "de fojas 90, su fecha 3 de marzo de 2013, expedida por la M SaIaMixta de Piura, que declaró infundada la demanda."
    named = segunda_instancia(_source(appeal, DEMAND, FIRST.format("fundada"), "La Sala Mixta de Piura revocó la apelada."))
    unnamed = segunda_instancia(_source(appeal, DEMAND, FIRST.format("fundada"), "La Sala revisora revocó la apelada."))
    assert named is not None
    assert unnamed is not None
    assert (named.value.organo, unnamed.value.organo) == ("Sala Mixta de Piura", None)


@pytest.mark.parametrize(
    ("told", "differ"),
    [
        ("La Sala revisora revocó la apelada y declaró improcedente la demanda.", ("infundada", "improcedente")),
        ("La Sala revisora revocó la apelada y declaró infundada la demanda.", None),
        ("La Sala revisora revoca la sentencia, que declaró fundada la demanda, y reformándola la rechaza.", None),
        ("La Sala revisora confirmó la apelada.", None),  # says nothing of its own
    ],
)
def test_a_second_outcome_told_in_two_ways_is_noticed(told: str, differ: tuple[str, str] | None) -> None:
    assert segunda_discordante(_source(_appeal("que declaró infundada la demanda"), DEMAND, FIRST.format("fundada"), told)) == differ


def test_a_queja_tells_no_second_instance() -> None:
    source = _source(_appeal("que denegó el recurso y declaró infundada la nulidad."), DEMAND)
    assert segunda_instancia(replace(source, identity=identify("90001-2015-Q"))) is None


def test_the_date_that_leads_to_a_court_is_of_its_decision() -> None:
    told = "Mediante Resolución 4, de fecha 20 de noviembre de 2013, el Primer Juzgado Civil de Piura declaró fundada la demanda."
    found = primera_instancia(_source(_appeal("que declaró infundada la demanda."), DEMAND, told))
    assert found is not None
    assert found.value.fecha == "2013-11-20"


def test_an_instance_that_nobody_tells_is_unknown() -> None:
    source = _source("de vista.", "La recurrente pidió una copia.")
    assert primera_instancia(source) is None
    assert segunda_instancia(source) is None


@pytest.mark.parametrize(
    ("told", "date"),
    [
        (DEMAND, "2012-05-04"),
        ("El 4 de mayo de 2012, doña Rosa interpuso demanda contra X.", "2012-05-04"),
        ("Doña Rosa interpuso, con fecha 4 de mayo de 2012, demanda de hábeas data.", "2012-05-04"),
        ("Doña Rosa, con fecha 4 de mayo de 2012, plantea demanda de hábeas data.", "2012-05-04"),
        ("Con fecha 4 de mayo de 2012 [cfr. fojas 3], doña Rosa interpone demanda contra X.", "2012-05-04"),
        ("Doña Rosa interpone demanda. Refiere que el 2 de abril de 2012 pidió copias.", None),  # the date of the request
        ("Con fecha 2 de abril de 2012 pidió copias. La recurrente interpone demanda contra X.", None),
        ("La recurrente alega que presentó su pedido el 4 de mayo de 2015.", None),
        ("El sello del 4 de mayo de 2015 no figuraba en la copia que presentó con la demanda.", None),
    ],
)
def test_the_date_of_the_suit_is_of_the_sentence_that_brings_it(told: str, date: str | None) -> None:
    found = fecha_demanda(_source(_appeal("que declaró infundada la demanda."), told))
    assert (found.value if found else None) == date


def test_in_a_suit_against_a_judge_the_sala_decides_first() -> None:
    asunto = "expedida por la Sala de Derecho Constitucional de la Corte Suprema de Justicia de la República, que declaró improcedente la demanda."
    first = "El 6 de mayo de 2013 la Primera Sala Civil de la Corte Superior de Justicia de Piura declaró infundada la demanda."
    second = "La Sala de Derecho Constitucional de la Corte Suprema de Justicia de la República la declaró improcedente."
    found = primera_instancia(_source(asunto, DEMAND, f"{first} {second}"))
    assert found is not None
    assert found.value.organo == "Primera Sala Civil de la Corte Superior de Justicia de Piura"
    assert found.value.resultado == "infundada"


def test_a_demand_of_which_only_a_part_was_appealed_stands_as_the_first_court_left_it() -> None:
    told = (DEMAND, FIRST.format("fundada en parte"), "La Sala revisora confirmó el extremo apelado por similares fundamentos.")
    found = segunda_instancia(_source(_appeal("que declaró improcedente la demanda de autos."), *told))
    assert found is not None
    assert found.value.resultado == "fundada_en_parte"


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("Con fecha 4 de mayo de 2012. la recurrente interpone demanda de hábeas data contra X.", "2012-05-04"),  # a stray full stop
        ("Con fecha 4 de mayo de 2012, doña Rosa Inga demanda de hábeas data contra X.", "2012-05-04"),  # the verb lost
        ("E14 de mayo de 2012, la recurrente interpuso demanda de hábeas data contra X.", "2012-05-04"),  # "El 4"
        ("Con fecha 4 demayo de 2012, la recurrente interpuso demanda de hábeas data contra X.", "2012-05-04"),
        ("Interpone demanda de hábeas data contra X. El 4 de mayo de 2012 contestó el emplazado.", None),
    ],
)
def test_the_day_of_the_demand_is_read_through_damage(told: str, day: str | None) -> None:
    found = fecha_demanda(_source(_appeal("que declaró infundada la demanda."), told))
    assert (found.value if found else None) == day


@pytest.mark.parametrize(
    ("outcome", "first", "second", "result"),
    [
        ("que declaró infundada la demanda respecto de los pedidos 1 y 2.", "fundada",
         "La Sala confirmó la apelada en cuanto declara fundada la demanda en lo demás; y la revocó respecto de los pedidos 1 y 2.", "fundada_en_parte"),
        ("que declaró improcedentes los extremos apelados.", "fundada en parte",
         "La Sala confirmó la apelada en el extremo que declaró improcedente el pedido 2.", "fundada_en_parte"),
        ("que declaró infundada la demanda respecto de los pedidos 1 y 2.", "infundada",
         "La Sala confirmó la apelada por similar fundamento.", "infundada"),
        ("que declaró infundada la demanda.", "fundada", "La Sala revocó la apelada y declaró infundada la demanda.", "infundada"),
    ],
)  # fmt: skip
def test_a_rejection_of_a_part_leaves_a_partial_grant(outcome: str, first: str, second: str, result: str) -> None:
    found = segunda_instancia(_source(_appeal(outcome), DEMAND, FIRST.format(first), second))
    assert found is not None
    assert found.value.resultado == result

"""What was asked for, and of what kind: invented demands."""

from dataclasses import replace

import pytest

from indexer.extract.request import informacion_solicitada
from indexer.extract.source import Source
from indexer.extract.tables import rows
from indexer.extract.topics import pretension, temas
from models.ruling import Fundamento
from tests.indexer.extract.sources import source_of


def _demand(words: str) -> Source:
    told = (
        f"ANTECEDENTES\nCon fecha 4 de mayo de 2012, la recurrente interpone demanda de hábeas data contra la Municipalidad de Paita{words}"
    )
    return source_of(("asunto", "ASUNTO\nRecurso contra la sentencia de vista."), ("antecedentes", told))


@pytest.mark.parametrize(
    ("words", "clause"),
    [
        (
            ", solicitando que se le entregue copia del acta de sesión de concejo. Alega algo.",
            "se le entregue copia del acta de sesión de concejo",
        ),
        (
            ". Solicita que, en virtud de su derecho de acceso, se le informe cuántos camiones hay; más costos.",
            "se le informe cuántos camiones hay",
        ),
        (
            ", con el objeto de que se le expida copia del D.L. 19990 y su reglamento. Refiere",
            "se le expida copia del D.L. 19990 y su reglamento",
        ),
        (
            ", solicitando la entrega de la siguiente información:\n1. Relación de los camiones recolectores de basura. Alega algo.",
            "la entrega de la siguiente información: 1. Relación de los camiones recolectores de basura",
        ),
        (" a fin de que se le entregue copia del plano visado, más el pago de costos.", "se le entregue copia del plano visado"),
        (". Plantea, como pretensión principal, que se le entregue copia del plano.", "se le entregue copia del plano"),
        (". La demanda tiene por objeto que se le entregue copia del plano.", "se le entregue copia del plano"),
        (". Solicita, invocando su derecho de acceso, que se le informe el horario de atención.", "se le informe el horario de atención"),
        (
            ". Solicita que se le entregue copia de la resolución que la Sala Civil declaró firme el lunes. El Juzgado declaró fundada la demanda.",
            "se le entregue copia de la resolución que la Sala Civil declaró firme el lunes",
        ),
    ],
)
def test_the_clause_of_the_request_stands_as_the_ruling_has_it(words: str, clause: str) -> None:
    source = _demand(words)
    found = informacion_solicitada(source)
    assert found is not None
    assert found.value == clause
    assert source.text[found.evidence[0].inicio : found.evidence[0].fin].replace("\n", " ") == clause


def test_a_long_request_is_cut_at_forty_words() -> None:
    found = informacion_solicitada(_demand(", solicitando que se le entregue " + "copia del contrato y del informe, " * 20))
    assert found is not None
    assert 20 < len(found.value.split()) <= 40


def test_the_request_is_taken_from_the_reasons_where_the_facts_do_not_tell_it() -> None:
    source = source_of(
        ("fundamentos", "1. El objeto de la demanda es que se le entreguen copias del plano de la obra. Corresponde analizarlo.")
    )
    found = informacion_solicitada(source)
    assert found is not None
    assert found.value == "se le entreguen copias del plano de la obra"


def test_the_demand_is_told_where_somebody_brings_it_not_where_an_appeal_names_it() -> None:
    source = source_of(
        ("fundamentos", "VISTO el recurso contra la resolución que declaró improcedente la demanda de hábeas data."),
        ("fundamentos", "1. El recurrente solicitó copia de la escritura pública de su casa."),
    )
    assert [found.value for found in temas(source)] == ["A32"]


def test_who_asks_for_his_own_data_does_not_ask_for_a_public_document() -> None:
    told = "ANTECEDENTES\nLa recurrente interpone demanda de hábeas data contra X, solicitando que se le entregue copia de la grabación."
    reasons = "El derecho vulnerado es el de autodeterminación informativa."
    assert [found.value for found in pretension(source_of(("antecedentes", told)))] == ["B01"]
    assert [found.value for found in pretension(source_of(("antecedentes", told), ("fundamentos", reasons)))] == ["B02"]


def test_the_rule_of_a_value_bears_its_name() -> None:
    told = "ANTECEDENTES\nLa recurrente interpone demanda de hábeas data contra X, solicitando acceso a la grabación."
    source = source_of(("antecedentes", told), ("fundamentos", "El derecho vulnerado es el de autodeterminación informativa."))
    assert [(found.value, found.evidence[0].regla) for found in pretension(source)] == [("B02", "temas.B02")]


def test_what_the_respondent_says_is_not_what_was_asked_for() -> None:
    answer = "\nLa emplazada contesta la demanda y alega que la información es incompleta y que no debe corregir ninguna boleta de pago."
    source = _demand(f", solicitando copia del plano.{answer}")
    assert [found.value for found in pretension(source)] == ["B01"]
    assert "A04" not in [found.value for found in temas(source)]


def test_no_request_told_is_none() -> None:
    assert informacion_solicitada(source_of(("fundamentos", "1. Nada."))) is None
    assert temas(source_of(("fundamentos", "1. Nada."))) == ()


@pytest.mark.parametrize(
    ("words", "topics"),
    [
        (", solicitando copia de la licencia de funcionamiento de un local.", ["A19"]),
        (", solicitando copia del expediente técnico y de las órdenes de servicio de la obra.", ["A18", "A15"]),
        (", solicitando copia de las papeletas de tránsito.", ["A20"]),
        (", solicitando copia del acta. Refiere que tiene una licencia de funcionamiento.", []),  # his reasons are not what he asks for
        (
            ", solicitando la información requerida en su solicitud. Sostiene que pidió la licencia de funcionamiento.",
            ["A19"],
        ),  # told there
        (", solicitando:\na) copia de la papeleta de tránsito.\nb) copia del expediente técnico.", ["A20", "A18"]),  # a list goes on
        (" y Administración Tributaria, solicitando copia de la relación de procesos laborales.", ["A25"]),  # a name asks for nothing
        (", solicitando copia de los impuestos prediales y del autoevalúo.", ["A21"]),
        (", solicitando el acta de adjudicación de la plaza.", ["A09"]),  # no contract
        (", solicitando copia del registro de ingresos y egresos.", ["A16"]),  # nobody's attendance
        (", pues la emplazada expide antecedentes y tiene plazas.", []),  # "plaza" and "interno" inside other words are no topic
    ],
)
def test_topics_come_from_the_words_of_the_request(words: str, topics: list[str]) -> None:
    assert [found.value for found in temas(_demand(words))] == topics


def test_costs_are_a_claim_only_where_the_appeal_is_about_them() -> None:
    told = "ANTECEDENTES\nLa recurrente interpone demanda de hábeas data contra X, solicitando copia del acta, con el pago de los costos."
    plain_appeal = source_of(("asunto", "ASUNTO\nRecurso contra la sentencia que declaró infundada la demanda."), ("antecedentes", told))
    costs_appeal = source_of(("asunto", "ASUNTO\nRecurso contra la sentencia que exoneró del pago de los costos."), ("antecedentes", told))
    assert "B12" not in [found.value for found in pretension(plain_appeal)]
    assert "B12" in [found.value for found in pretension(costs_appeal)]


def test_who_says_that_it_is_his_own_does_not_ask_for_a_public_document() -> None:
    assert [found.value for found in pretension(_demand(", solicitando copias fedateadas de su expediente."))] == ["B02"]


@pytest.mark.parametrize(
    ("words", "claims"),
    [
        (", solicitando que se extienda la constancia de su labor del año.", ["B01"]),  # who asks for something wants to see it
        (", solicitando la deuda actualizada del edificio de la plaza.", ["B01"]),  # nothing is to be corrected
        (", solicitando copia del acta y que se suprima la visualización de los datos privados.", ["B01"]),
        (", solicitando que se actualice su domicilio.", ["B06"]),
    ],
)
def test_what_is_wanted_is_read_from_what_is_to_be_done(words: str, claims: list[str]) -> None:
    assert [found.value for found in pretension(_demand(words))] == claims


def test_silence_is_no_claim_of_who_wants_his_data_deleted() -> None:
    words = ", solicitando que se elimine su nombre del registro. Alega que no ha recibido respuesta."
    assert [found.value for found in pretension(_demand(words))] == ["B07"]


def test_an_appeal_limited_to_the_costs_asks_for_them_besides_what_was_sued_for() -> None:
    told = (
        "ANTECEDENTES\nLa recurrente interpone demanda de hábeas data contra X, solicitando copia del acta.\n"
        "El Juzgado Civil declaró fundada la demanda."
    )
    appeal = "1. La recurrente solicita mediante el recurso de agravio constitucional que se condene al pago de costos a la emplazada."
    asunto = "ASUNTO\nRecurso de agravio constitucional interpuesto por ella contra la resolución que confirmó la apelada."
    source = source_of(("asunto", asunto), ("antecedentes", told), ("fundamentos", appeal), ("fallo", "Declarar FUNDADO el recurso."))
    start = source.text.index("1. La")
    numbered = replace(source, fundamentos=(Fundamento("1", start, start + len(appeal)),))
    assert [found.value for found in pretension(numbered)] == ["B01", "B12"]


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        (", solicitando que se rectifique su fecha de nacimiento.", "B06"),
        (", solicitando que se elimine su nombre del registro.", "B07"),
        (", solicitando copias simples del acta.", "B01"),
        (". Alega que no ha recibido respuesta.", "B04"),
        (", solicitando copia del acta.\nSostiene que, sin obtener contestación alguna, esperó un mes.", "B04"),
        (", solicitando copia del acta. Alega que su pedido fue atendido parcialmente.", "B03"),
        (", solicitando copia del acta. Alega que se le exige el pago de un arancel.", "B05"),
        (", solicitando que se le informe los motivos por los que no se le incluyó.", "B10"),
    ],
)
def test_what_the_claimant_wants_done_is_told_apart(words: str, claim: str) -> None:
    assert claim in [found.value for found in pretension(_demand(words))]


def test_every_topic_says_where_its_words_count() -> None:
    assert {row["donde"] for row in rows("temas.csv")} <= {"peticion", "pedido", "relato", "recurso", "instancias"}


def test_weak_words_give_way_to_the_theme_that_explains_them() -> None:
    assert [found.value for found in temas(_demand(", solicitando copia de los planos del colegio."))] == ["A23"]
    assert [found.value for found in temas(_demand(", solicitando los planos y el expediente técnico de la losa deportiva."))] == ["A18"]


def test_what_a_list_is_to_say_of_each_item_is_not_what_is_asked_about() -> None:
    listed = ", solicitando la relación de postulantes, incluyendo los siguientes datos: grado académico, vehículo y remuneración."
    assert [found.value for found in temas(_demand(listed))] == ["A09"]


def test_a_word_in_which_ocr_took_an_e_for_a_c_tells_the_theme_too() -> None:
    assert [found.value for found in temas(_demand(", solicitando copia del lcgajo de la cajera."))] == ["A08"]


def test_a_request_told_later_by_a_list_is_read_with_its_items() -> None:
    source = _demand(" por vulneración de su derecho.\nAlega que solicitó a la entidad lo siguiente:\n1) Copia de las papeletas de salida.")
    assert [found.value for found in temas(source)] == ["A10"]


def test_reasons_that_tell_of_no_asking_give_no_theme() -> None:
    source = _demand(" por vulneración de su derecho.\nAlega que el alcalde gastó el presupuesto y que nadie hace nada.")
    assert temas(source) == ()


def test_a_demand_of_nobody_called_claimant_is_still_told() -> None:
    told = "Con fecha 3 de marzo de 2010 la demandante solicita que se le entregue copia de la ficha escalafonaria de una maestra."
    assert [found.value for found in temas(source_of(("antecedentes", f"ANTECEDENTES\n{told}")))] == ["A08"]


def test_a_union_that_sues_is_the_claimant() -> None:
    told = "El sindicato de obreros interpone demanda de hábeas data contra X y solicita, por su derecho, que se le entregue copia de los viáticos."
    assert [found.value for found in temas(source_of(("antecedentes", f"ANTECEDENTES\n{told}")))] == ["A16"]


def test_themes_that_weak_words_give_way_to_exist() -> None:
    ids = {row["id"] for row in rows("temas.csv")}
    for row in rows("temas.csv"):
        assert set(row["cede"].split()) <= ids
        assert bool(row["cede"]) == bool(row["debil"]), row["id"]

"""Defences from invented answers, decisions of the courts below and reasons of the Court."""

import pytest

from indexer.extract.codes import codes
from indexer.extract.defences import defensas, excepciones_invocadas
from indexer.extract.source import Source
from indexer.extract.tables import keys, phrases
from models.ruling import Zona
from tests.indexer.extract.sources import source_of

DEMAND = (
    "Con fecha 4 de mayo de 2012, la recurrente interpone demanda de hábeas data contra X. La emplazada no cuenta con razón alguna, dice."
)
COURT = "El Juzgado Civil de Piura declaró infundada la demanda, por considerar que afecta la intimidad."


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        ("El procurador contesta la demanda y alega que no cuenta con lo pedido.", ["informacion_inexistente_o_no_poseida"]),
        ("La emplazada contesta la demanda: la ley no la obliga a crear información.", ["obligacion_de_crear_informacion"]),
        ("La emplazada deduce la excepción de falta de agotamiento de la vía administrativa.", ["falta_via_previa"]),
        (
            "La emplazada contesta que los datos personales de terceros y la reserva tributaria lo impiden.",
            ["intimidad_datos_personales", "reserva_tributaria"],
        ),
        ("La emplazada contesta que es una empresa privada y que ya se entregó la copia.", ["entidad_privada_no_obligada", "ya_entregada"]),
        ("La emplazada contesta que no se pagó la tasa establecida en el TUPA.", ["costo_no_pagado"]),
        (
            "La emplazada contesta que no hay documento de fecha cierta y que la demanda es extemporánea.",
            ["falta_de_fecha_cierta_o_requerimiento", "caducidad"],
        ),
        ("La emplazada contesta la demanda: hay cosa juzgada.", ["otra"]),
        ("El procurador contesta la demanda alegando que llovía.", ["otra"]),  # reasons that are none of the list's
        ("El procurador contesta la demanda y pide que se declare infundada.", []),  # no reasons
        ("El procurador contesta la demanda: no se encuentra obligado a responder ni existió negativa.", []),  # lacks no information
        ("El procurador contesta la demanda: lo pedido es reservado.", ["otra"]),  # kept back without a ground
        ("El procurador contesta la demanda: lo pedido es reservado, por seguridad nacional.", ["seguridad_nacional"]),
        ("El procurador contesta la demanda. El pedido debió dirigirse a otro, señala.", ["competencia"]),
        ("El procurador contesta la demanda. Por escrito posterior informa que ha emitido y entregado la copia.", ["ya_entregada"]),
        ("El Procurador Público manifiesta que no se agotó la vía previa.", ["falta_via_previa"]),  # a paragraph that he opens
        ("El procurador contesta la demanda y dice que nunca recibió un pedido.", ["falta_de_fecha_cierta_o_requerimiento"]),
        ("La emplazada contesta la demanda: la copia no le fue proporcionada.", []),
        ("La emplazada contesta la demanda: la caja fue remitida de manera incompleta.", []),
        ("La emplazada contesta la demanda: la copia fue proporcionada por el actor.", []),
        ("La emplazada contesta la demanda y precisa que en su turno fue proporcionado el plano.", ["ya_entregada"]),
        ("La emplazada contesta la demanda: hubo allanamiento del domicilio del actor.", []),
        ("La emplazada contesta la demanda y cita las acciones de control del año.", []),
        ("La emplazada contesta la demanda: las acciones de control son reservadas.", ["investigacion_reservada"]),
        ("Nadie dice nada.", []),
        (
            "El representante de la entidad solicita se declare infundada la demanda, pues no cuenta con ello.",
            ["informacion_inexistente_o_no_poseida"],
        ),
        ("Por escrito de 3 de mayo de 2013, el procurador señala que no se pagó la tasa del TUPA.", ["costo_no_pagado"]),
        ("La emplazada contesta y alega que se le otorgó un plazo para aclarar.", ["otra"]),  # no delivery
        ("La emplazada contesta y alega que cumplió con informar al actor que el archivo está cerrado.", ["otra"]),
        (
            "La emplazada contesta que no tiene la obligación de crear información con la que no cuente.",
            ["obligacion_de_crear_informacion"],
        ),
        (
            "La emplazada contesta que no posee el plano ni es competente para emitirlo.",
            ["informacion_inexistente_o_no_poseida", "competencia"],
        ),
        ("La emplazada contesta que lo impide el numeral 4 del artículo 15-B de la ley.", ["estrategia_de_defensa"]),
        ("La emplazada contesta que lo pedido no se refiere a sus tarifas.", ["entidad_privada_no_obligada"]),
        ("La emplazada contesta que es otra oficina quien guarda el archivo.", ["informacion_inexistente_o_no_poseida"]),
        ("El alcalde alega que las actas solo pueden ser entregadas a sus titulares.", ["intimidad_datos_personales"]),
        ("El alcalde alega que el libro viene siendo materia de investigación por la fiscalía.", ["investigacion_reservada"]),
        ("El alcalde alega que no le corresponde la entrega de los planos.", ["competencia"]),
        ("El alcalde alega que se debió presentar la solicitud ante la gerencia de rentas.", ["competencia"]),
        ("El alcalde alega que se deben sufragar los gastos de las fotocopias.", ["costo_no_pagado"]),
        ("El alcalde alega que el estudio se encuentra en proceso de revisión.", ["proceso_en_tramite_deliberativo"]),
        ("El alcalde alega que no se lograron ubicar los padrones; no logró encontrar ninguno.", ["informacion_inexistente_o_no_poseida"]),
        ("El alcalde alega que se demandó antes de que venciera el plazo.", ["falta_de_fecha_cierta_o_requerimiento"]),
        ("El gerente alega que solo está obligado a informar sobre sus servicios.", ["entidad_privada_no_obligada"]),
        ("El alcalde alega que no está obligado a producir información que no tiene.", ["obligacion_de_crear_informacion"]),
        ("El alcalde alega que fue notificado el lunes.", ["otra"]),  # of the suit, which delivers nothing
    ],
)
def test_a_defence_is_what_the_answer_says_not_the_demand_nor_the_court(answer: str, codes: list[str]) -> None:
    found = defensas(source_of(("antecedentes", f"ANTECEDENTES\n{DEMAND}\n{answer}\n{COURT}")))
    assert [one.value.codigo for one in found if one.value.quien == "entidad"] == codes
    assert [one.value for one in excepciones_invocadas(found)] == codes


def test_an_answer_given_after_the_lower_courts_counts_and_what_the_claimant_replies_does_not() -> None:
    later = (
        "El Tribunal admitió a trámite la demanda.\nEl procurador contestó la demanda y alegó el secreto comercial.\n"
        "La recurrente absolvió el traslado y sostuvo que no hay reserva tributaria."
    )
    found = defensas(source_of(("antecedentes", f"ANTECEDENTES\n{DEMAND}\n{COURT}\n{later}")))
    assert [one.value for one in excepciones_invocadas(found)] == ["secreto_industrial_comercial"]


@pytest.mark.parametrize(
    ("decision", "taken"),
    [
        ("Declarar FUNDADA la demanda.", "no"),
        ("Declarar INFUNDADA la demanda.", "si"),
        ("REVOCANDO la recurrida, que declaró improcedente la demanda, y reformándola, declara FUNDADA la demanda.", "no"),
        ("Declarar IMPROCEDENTE la demanda por sustracción de la materia.", None),  # the matter is gone, whoever was right
        ("Declarar FUNDADA EN PARTE la demanda; INFUNDADA en lo demás.", None),
        ("Declarar FUNDADA la demanda en un extremo e IMPROCEDENTE en lo demás.", None),
    ],
)
def test_whether_the_court_took_it_follows_only_from_a_whole_decision(decision: str, taken: str | None) -> None:
    answer = "El procurador contesta la demanda y alega que no cuenta con lo pedido."
    source = source_of(
        ("antecedentes", f"ANTECEDENTES\n{DEMAND}\n{answer}\n{COURT}"),
        ("fundamentos", "La entidad no cuenta con lo pedido."),
        ("fallo", decision),
    )
    assert [one.value.aceptada for one in defensas(source) if one.value.quien == "entidad"] == [taken]


def test_a_decision_on_the_costs_alone_tells_nothing_of_the_defences() -> None:
    answer = "El procurador contesta la demanda y alega que no cuenta con lo pedido."
    source = source_of(("antecedentes", f"ANTECEDENTES\n{DEMAND}\n{answer}\n{COURT}"), ("fallo", "Declarar FUNDADO el recurso."))
    assert [one.value.aceptada for one in defensas(source, "costos")] == [None]


def _told(*below: str) -> tuple[Zona, str]:
    return "antecedentes", "\n".join(["ANTECEDENTES", DEMAND, *below])


FIRST = "El Juzgado Civil de Piura, con fecha 4 de mayo de 2013, declaró infundada la demanda, por considerar que"
SECOND = "La Sala Superior de Piura confirmó la apelada"


def _codes(source: Source, who: str) -> list[str]:
    return [one.value.codigo for one in defensas(source) if one.value.quien == who]


@pytest.mark.parametrize(
    ("first", "second", "grounds"),
    [
        (f"{FIRST} no se agotó la vía previa.", f"{SECOND} por similares fundamentos.", (["falta_via_previa"], ["falta_via_previa"])),
        (f"{FIRST} hay reserva tributaria.", f"{SECOND} porque la demanda es extemporánea.", (["reserva_tributaria"], ["caducidad"])),
        (f"{FIRST} llovía.", f"{SECOND}, por igual razón.", ([], [])),
        (  # an exception that it dismisses is no ground
            "El Juzgado Civil de Piura declaró infundada la excepción de falta de agotamiento de la vía previa. Posteriormente declaró infundada la "
            "demanda por considerar que hay secreto bancario.",
            f"{SECOND} por los mismos fundamentos.",
            (["secreto_bancario"], ["secreto_bancario"]),
        ),
        (
            "El Juzgado Civil de Piura declaró fundada la demanda por considerar que la intimidad no se afecta.",
            "La Sala Superior de Piura revocó la apelada y declaró improcedente la demanda, por estimar que se pretende la elaboración de informes.",
            ([], ["obligacion_de_crear_informacion"]),
        ),
    ],
)
def test_a_court_below_that_rejects_the_demand_has_its_grounds(first: str, second: str, grounds: tuple[list[str], list[str]]) -> None:
    source = source_of(_told(first, second), ("fundamentos", "Nada."), ("fallo", "Declarar FUNDADA la demanda."))
    assert (_codes(source, "primera_instancia"), _codes(source, "segunda_instancia")) == grounds
    assert {one.value.aceptada for one in defensas(source)} <= {"no"}


@pytest.mark.parametrize(
    ("reasons", "decision", "found"),
    [
        ("Nadie tiene la obligación de crear información: no hay obligación de crear nada.\nCorresponde desestimar la demanda.", "INFUNDADA",
         ["obligacion_de_crear_informacion"]),
        ("La demanda se presentó fuera del plazo; resulta improcedente.", "IMPROCEDENTE", ["caducidad"]),
        ("La demanda se presentó fuera del plazo; resulta improcedente.", "FUNDADA", []),  # then it was no ground
        ("No se presentó el documento de fecha cierta; corresponde desestimar la demanda.", "IMPROCEDENTE",
         ["falta_de_fecha_cierta_o_requerimiento"]),
        ("El actor ha cumplido con el requisito: no se ha omitido el requerimiento; pero la demanda es infundada.", "INFUNDADA", []),
        ("La entidad no obra con malicia.\nEs infundada la demanda.", "INFUNDADA", []),
    ],
)  # fmt: skip
def test_the_court_has_grounds_of_its_own_where_it_rejects(reasons: str, decision: str, found: list[str]) -> None:
    source = source_of(_told("La emplazada no dice nada."), ("fundamentos", reasons), ("fallo", f"Declarar {decision} la demanda."))
    assert _codes(source, "tribunal") == found


ANSWER = "El procurador contesta la demanda y alega que lo pedido afecta la intimidad de terceros y que no se agotó la vía previa."


@pytest.mark.parametrize(
    ("reasons", "decision", "taken"),
    [
        ("La intimidad de terceros lo impide; corresponde desestimar la demanda.", "Declarar INFUNDADA la demanda.", ["si", None]),
        ("Debe entregarse, tachando los datos de otras personas.", "Declarar FUNDADA la demanda.", ["en_parte", "no"]),
        (
            "La intimidad de terceros impide dar el domicilio: este extremo es infundado.",
            "Declarar FUNDADA EN PARTE la demanda; INFUNDADA en lo demás.",
            ["en_parte", "no"],
        ),
        ("No es necesario agotar la vía previa.\nLa intimidad manda: se debe desestimar.", "Declarar INFUNDADA la demanda.", ["si", "no"]),
        ("Se habla de otra cosa.", "Declarar INFUNDADA la demanda.", [None, None]),
    ],
)
def test_what_the_court_made_of_a_defence_is_read_in_its_reasons(reasons: str, decision: str, taken: list[str | None]) -> None:
    source = source_of(_told(ANSWER), ("fundamentos", reasons), ("fallo", decision))
    assert [one.value.aceptada for one in defensas(source) if one.value.quien == "entidad"] == taken


def test_what_the_court_finds_of_its_own_accord_is_a_defence_of_the_list() -> None:
    assert set(keys("defensas.toml", "hallazgos")) <= {code for code, _ in codes()}
    assert set(phrases("defensas.toml", "alcance", "en_parte")) <= set(keys("defensas.toml", "hallazgos"))

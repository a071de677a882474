"""Rights and defences from invented reasons and answers."""

import pytest

from indexer.extract.defences import defensas, excepciones_invocadas
from indexer.extract.rights import derechos
from indexer.extract.source import Source
from models.document import Calidad, DocumentText
from models.ids import identify
from models.ruling import Seccion, Zona


def _source(*parts: tuple[Zona, str]) -> Source:
    text, zones = "", []
    for zone, words in parts:
        zones.append(Seccion(zone, len(text), len(text) + len(words) + 1))
        text += f"{words}\n"
    document = DocumentText(text, text, (), (), "texto", Calidad("media", None))
    return Source(document, identify("90001-2015-HD"), (), tuple(zones), (), "90001-2015-HD")


@pytest.mark.parametrize(
    ("reasons", "decision", "rights"),
    [
        (
            "Se pide información pública.",
            "Declarar FUNDADA la demanda por vulnerarse el derecho de acceso a la información pública.",
            ["acceso_informacion_publica"],
        ),
        (
            "Invoca el acceso a la información pública; corresponde la autodeterminación informativa, que ha sido vulnerada.",
            "Declarar FUNDADA la demanda por vulnerarse la autodeterminación informativa.",
            ["autodeterminacion_informativa"],
        ),
        (
            "El hábeas data protege los incisos 5 y 6 del artículo 2. Se ha vulnerado el derecho de acceso a la información pública.",
            "Declarar FUNDADA la demanda.",
            ["acceso_informacion_publica"],
        ),
        ("Nada se dice.", "Declarar INFUNDADA la demanda.", []),
    ],
)
def test_the_right_is_the_one_that_the_court_examines(reasons: str, decision: str, rights: list[str]) -> None:
    found = derechos(_source(("fundamentos", reasons), ("fallo", decision)))
    assert [one.value for one in found] == rights


def test_a_right_named_in_passing_where_only_costs_are_appealed_does_not_count() -> None:
    source = _source(
        ("asunto", "que exoneró a la emplazada del pago de costos"),
        ("antecedentes", "Se afectó el derecho de acceso a la información pública."),
        ("fundamentos", "Los costos se rigen por el artículo 56."),
        ("fallo", "Declarar FUNDADO el recurso."),
    )
    assert derechos(source) == ()


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
        ("La emplazada contesta que hay cosa juzgada.", ["otra"]),
        ("Nadie dice nada.", []),
    ],
)
def test_a_defence_is_what_the_answer_says_not_the_demand_nor_the_court(answer: str, codes: list[str]) -> None:
    found = defensas(_source(("antecedentes", f"ANTECEDENTES\n{DEMAND}\n{answer}\n{COURT}")))
    assert [one.value.codigo for one in found] == codes
    assert [one.value for one in excepciones_invocadas(found)] == codes


@pytest.mark.parametrize(
    ("decision", "taken"),
    [
        ("Declarar FUNDADA la demanda.", "no"),
        ("Declarar INFUNDADA la demanda.", "si"),
        ("Declarar FUNDADA EN PARTE la demanda; INFUNDADA en lo demás.", None),
        ("Declarar FUNDADA la demanda en un extremo e IMPROCEDENTE en lo demás.", None),
    ],
)
def test_whether_the_court_took_it_follows_only_from_a_whole_decision(decision: str, taken: str | None) -> None:
    answer = "El procurador contesta la demanda y alega que no cuenta con lo pedido."
    source = _source(
        ("antecedentes", f"ANTECEDENTES\n{DEMAND}\n{answer}\n{COURT}"),
        ("fundamentos", "La entidad no cuenta con lo pedido."),
        ("fallo", decision),
    )
    assert [one.value.aceptada for one in defensas(source)] == [taken]

"""The outcome in a citizen's words: from the record only, nothing guessed."""

from dataclasses import replace

import pytest

from models.ruling import Orden, Plazo, Ruling
from web.plain_words import outcome_sentence

BASE = Ruling(id="90001-2022-HD", proceso="HD", expediente="90001-2022-PHD/TC", titulo="", entidades=("Entidad Inventada",))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, ""),  # not known: nothing is said
        (
            {"resultado": "infundada", "sentido_para_demandante": "perdio", "ambito": "demanda"},
            "El Tribunal examinó el pedido y no dio la razón a quien demandó.",
        ),
        (
            {
                "resultado": "fundada",
                "sentido_para_demandante": "gano",
                "ordenes": (Orden("entregar", None, Plazo(10, "dias_habiles")),),
                "costos": "con_costos",
            },
            "Entidad Inventada debe entregar la información en 10 días hábiles; debe pagar los costos del proceso.",
        ),
        (
            {"resultado": "fundada", "sentido_para_demandante": "gano", "ordenes": (Orden("pagar_costos"),)},
            "El Tribunal dio la razón a quien demandó.",
        ),
        (  # who is named once need not be named again; who pays is named when somebody else was ordered
            {
                "resultado": "fundada",
                "sentido_para_demandante": "gano",
                "ordenes": (Orden("buscar", "director inventado"), Orden("entregar", "director inventado", Plazo(3, "dias"))),
                "costos": "con_costos",
            },
            "Director inventado debe buscar o reconstruir la información; debe entregar la información en 3 días; "
            "Entidad Inventada debe pagar los costos del proceso.",
        ),
        (
            {"resultado": "fundada", "sentido_para_demandante": "gano", "ordenes": (Orden("entregar"), Orden("entregar"))},
            "Entidad Inventada debe entregar la información.",
        ),
        (  # orders of a decision that was lost bind nobody
            {"resultado": "infundada", "sentido_para_demandante": "perdio", "ordenes": (Orden("entregar"),)},
            "El Tribunal examinó el pedido y no dio la razón a quien demandó.",
        ),
        (
            {"resultado": "fundada", "ambito": "costos", "sentido_para_demandante": "gano", "costos": "sin_costos"},
            "Aquí solo se decidió quién paga los honorarios de los abogados. El Tribunal dijo que no se pagan costos.",
        ),
    ],
)
def test_the_sentence_says_what_the_record_knows(fields: dict[str, object], sentence: str) -> None:
    assert outcome_sentence(replace(BASE, **fields)) == sentence  # type: ignore[arg-type]

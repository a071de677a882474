"""Orders with addressee and term, fines with role."""

import pytest

from indexer.extract.addressees import one_of
from indexer.extract.decision import Stretch
from indexer.extract.orders import multas, ordenes
from indexer.extract.points import clauses
from indexer.extract.source import Source
from models.document import Calidad, DocumentText
from models.ids import identify
from models.ruling import Multa, Orden, Plazo

BODY = "Municipalidad Distrital de Ejemplo"


def read(fallo: str) -> tuple[Source, Stretch]:
    text = f"El abogado don Pedro Letrado Inventado autorizó los escritos.\n{fallo}\n"
    document = DocumentText(text, text, (0,), (), "texto", Calidad("alta", 1.0))
    return Source(document, identify("90001-2019-HD"), (), (), (), "90001-2019-HD"), Stretch(text.index("\n"), len(text), "cuerpo")


def ordered(fallo: str, entities: tuple[str, ...] = (BODY,)) -> list[Orden]:
    source, stretch = read(fallo)
    return [one.value for one in ordenes(source, clauses(source.text, stretch), entities)]


ROWS = [
    (f"1. ORDENAR a la {BODY} que entregue el plano.", [Orden("entregar", BODY, None)]),
    (
        "1. ORDENAR a la emplazada que, en el plazo de diez (10) días hábiles, proporcione el plano.",
        [Orden("entregar", BODY, Plazo(10, "dias_habiles"))],
    ),
    (
        "1. Ordenar que la demandada, dentro del plazo de siete (7) días útiles, expida las copias.",
        [Orden("entregar", BODY, Plazo(7, "dias_habiles"))],
    ),
    (
        "1. ORDENAR a la emplazada suprimir el dato en un plazo no mayor de 30 días naturales.",
        [Orden("suprimir", BODY, Plazo(30, "dias_naturales"))],
    ),
    ("1. ORDENAR a la emplazada que en el plazo de dos días informe al recurrente.", [Orden("informar", BODY, Plazo(2, "dias"))]),
    ("1. ORDENAR a la emplazada que rectifique el registro en el plazo de tres meses.", [Orden("rectificar", BODY, Plazo(3, "meses"))]),
    ("1. ORDENAR la búsqueda del expediente y su entrega.", [Orden("buscar", BODY, None), Orden("entregar", BODY, None)]),
    ("1. CONDENAR a la emplazada al pago de los costos.", [Orden("pagar_costos", BODY, None)]),
    (
        "1. ORDENAR al Primer Juzgado Civil de Maynas que admita a trámite la demanda.",
        [Orden("admitir", "Primer Juzgado Civil de Maynas", None)],
    ),
    ("1. ORDENAR que se admita a trámite la demanda.", [Orden("admitir", None, None)]),
    ("1. Declarar FUNDADA la demanda.\n2. Notificar a las partes.", []),
    ("1. ORDENAR a la emplazada que cumpla con entregar el plano.", [Orden("entregar", BODY, None)]),
    ("1. DISPONER que la emplazada cumpla con el pago de costos procesales.", [Orden("pagar_costos", BODY, None)]),
    ("1. ORDENAR a la emplazada efectuar el pago de los costos procesales.", [Orden("pagar_costos", BODY, None)]),
    ("1. ORDENAR a la emplazada abstenerse de suministrar y difundir el dato.", [Orden("abstenerse", BODY, None)]),
    (
        "1. ORDENAR a la emplazada anular el registro y abstenerse de difundirlo.",
        [Orden("suprimir", BODY, None), Orden("abstenerse", BODY, None)],
    ),
    ("1. ORDENAR que la emplazada entregue el plano a condición de que no incurra en una reserva de ley.", [Orden("entregar", BODY, None)]),
    ("1. ORDENAR que la emplazada informe lo solicitado.", [Orden("informar", BODY, None)]),
    (
        "1. ORDENAR que la emplazada entregue el plano en un plazo no mayor a dicz días útiles.",
        [Orden("entregar", BODY, Plazo(10, "dias_habiles"))],
    ),
    (
        "1. ORDENAR a la emplazada entregar el plano, con costos.\n2. CONDENAR a la emplazada al pago de costos.",
        [Orden("entregar", BODY, None), Orden("pagar_costos", BODY, None)],
    ),
    ("1. ORDENAR a la emplazada entregar el plano previo pago del costo de reproducción.", [Orden("entregar", BODY, None)]),
]


@pytest.mark.parametrize(("fallo", "expected"), ROWS, ids=[row[0][:60] for row in ROWS])
def test_an_order_has_its_kind_addressee_and_term(fallo: str, expected: list[Orden]) -> None:
    assert ordered(fallo) == expected


def test_of_two_institutions_the_one_that_is_named_must_obey() -> None:
    assert ordered(f"1. ORDENAR a la {BODY} que entregue el plano.", ("Ministerio de Ejemplo", BODY)) == [Orden("entregar", BODY, None)]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("UGEL Ejemplo", "Unidad de Gestión Educativa Local de Ejemplo"),
        ("Oficina de Normalizacion Previsonal", "Oficina de Normalización Previsional"),
        ("ONP", "Oficina de Normalización Previsional"),
        ("UGEL Otra", None),
        ("Ministerio de Ejemplo", None),
    ],
)
def test_an_institution_is_known_by_its_acronym_and_through_damage(printed: str, expected: str | None) -> None:
    held = ("Unidad de Gestión Educativa Local de Ejemplo", "Oficina de Normalización Previsional")
    assert one_of(printed, held) == expected


def fined(fallo: str) -> list[Multa]:
    source, stretch = read(fallo)
    return [one.value for one in multas(source, clauses(source.text, stretch), ("Rosa Quispe Ficticia",), (BODY,))]


@pytest.mark.parametrize(
    ("fallo", "expected"),
    [
        ("1. MULTAR con 10 URP a doña Rosa Quispe Ficticia.", [Multa("demandante", 10.0)]),
        ("1. MULTAR con cinco URP a don Pedro Letrado Inventado.", [Multa("abogado", 5.0)]),
        (f"1. Imponer, tanto al abogado como a la {BODY}, una multa de 20 URP.", [Multa("abogado", 20.0), Multa("entidad", 20.0)]),
        ("1. MULTAR con 2 Unidades de Referencia Procesal a don Juan Nadie Conocido.", [Multa("otro", 2.0)]),
        ("1. Imponer a la empresa Energía Ficticia S.A., la MULTA de 10 URP.", [Multa("entidad", 10.0)]),
        ("1. MULTAR con 5 URP al procurador público.", [Multa("procurador", 5.0)]),
        ("1. ORDENAR la entrega, bajo apercibimiento de imponerse una multa de 20 URP.", []),
    ],
)
def test_a_fine_names_the_role_and_a_threat_is_none(fallo: str, expected: list[Multa]) -> None:
    assert fined(fallo) == expected

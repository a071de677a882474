"""Where a decision on costs departs from its own reasons, or from who pays by the law of its day."""

import pytest

from indexer.extract.costs import TABLE, against_law, against_reasons, costos
from indexer.extract.decision import Stretch
from indexer.extract.points import clauses
from indexer.extract.source import Source
from indexer.extract.tables import phrases
from indexer.extract.trajectory import out_of_order
from models.document import Calidad, DocumentText
from models.ids import identify
from models.ruling import Costos, Instancia, Seccion, Zona
from models.vocabulary import values

EXEMPT = (
    "13. Debe desestimarse el pago de costos, pues el Estado, en el proceso de hábeas data, está exento de la condena de costas y costos."
)


def source(words: str, zone: Zona = "fundamentos") -> Source:
    document = DocumentText(words, words, (0,), (), "texto", Calidad("alta", 1.0))
    return Source(document, identify("90001-2019-HD"), (), (Seccion(zone, 0, len(words)),), (), "90001-2019-HD")


def test_a_fallo_that_orders_costs_against_its_reasons_is_told_with_their_words() -> None:
    (warning,) = against_reasons(source(EXEMPT), "con_costos", ("municipalidad_distrital",), "2023-01-27")
    assert warning.campo == "costos"
    assert warning.mensaje.startswith("incongruencia_fallo_fundamentos")
    assert warning.valores[0] == "con_costos"
    assert warning.valores[1] in EXEMPT


@pytest.mark.parametrize(
    ("words", "zone", "costs", "kinds", "day"),
    [
        (EXEMPT, "fundamentos", "sin_costos", ("ministerio",), "2023-01-27"),
        (EXEMPT, "fundamentos", "con_costos", ("sindicato_asociacion",), "2023-01-27"),  # the exemption is quoted; a private party pays
        (EXEMPT, "fundamentos", "con_costos", ("ministerio",), "2022-10-05"),
        (EXEMPT, "fundamentos", "con_costos", ("ministerio",), None),
        (EXEMPT, "voto", "con_costos", ("ministerio",), "2023-01-27"),
        ("13. La emplazada debe pagar los costos procesales.", "fundamentos", "con_costos", ("ministerio",), "2023-01-27"),
        (
            "13. El Estado está exonerado de los gastos judiciales, lo que no comprende los costos.",
            "fundamentos",
            "con_costos",
            ("ministerio",),
            "2023-01-27",
        ),
    ],
)
def test_reasons_and_fallo_that_agree_give_no_warning(
    words: str, zone: Zona, costs: Costos, kinds: tuple[str, ...], day: str | None
) -> None:
    assert list(against_reasons(source(words, zone), costs, kinds, day)) == []


@pytest.mark.parametrize(
    ("costs", "fees", "won", "kinds", "day", "fields"),
    [
        ("con_costos", "no_menciona", True, ("ministerio",), "2022-10-06", ["costos"]),  # Ley 31583
        ("con_costos", "no_menciona", False, ("ministerio",), "2023-05-01", ["costos"]),
        ("con_costos", "no_menciona", True, ("ministerio",), "2022-10-05", []),
        ("con_costos", "no_menciona", True, ("empresa_privada",), "2023-05-01", []),
        ("sin_costos", "no_menciona", True, ("ministerio",), "2023-05-01", []),
        ("sin_costos", "no_menciona", True, ("empresa_privada",), "2023-05-01", ["costos"]),
        ("sin_costos", "no_menciona", True, ("ministerio",), "2020-05-01", ["costos"]),  # art. 56: the losing State pays costos
        ("sin_costos", "no_menciona", False, ("ministerio",), "2020-05-01", []),
        ("no_menciona", "no_menciona", True, ("ministerio",), "2020-05-01", []),
        ("con_costos", "con_costos", True, ("ministerio",), "2020-05-01", ["costas"]),
        ("con_costos", "con_costos", True, ("empresa_privada",), "2020-05-01", []),
        ("sin_costos", "no_menciona", True, ("ministerio",), "2003-05-01", []),  # before the Código
        ("sin_costos", "no_menciona", True, ("empresa_agua",), "2020-05-01", []),  # not settled
        ("sin_costos", "no_menciona", True, ("ministerio", "empresa_privada"), "2020-05-01", []),
        ("sin_costos", "no_menciona", True, (), "2020-05-01", []),
        ("sin_costos", "no_menciona", True, ("ministerio",), None, []),
    ],
)
def test_the_law_of_the_day_says_who_pays(
    costs: Costos, fees: Costos, won: bool, kinds: tuple[str, ...], day: str | None, fields: list[str]
) -> None:
    assert [one.campo for one in against_law(costs, fees, won, kinds, day)] == fields


def test_every_side_of_the_table_is_a_kind_of_institution_and_no_kind_is_on_both() -> None:
    state, private = (phrases(TABLE, "partes", side) for side in ("estado", "privado"))
    known = {term.valor for term in values("tipo_entidad") or ()}
    assert {*state, *private} <= known
    assert set(state).isdisjoint(private)
    assert phrases(TABLE, "reglas", "vencido_paga") < phrases(TABLE, "reglas", "estado_exento")


@pytest.mark.parametrize(
    ("demanda", "first", "second", "decision", "fields"),
    [
        ("2014-05-01", "2015-03-02", "2016-01-10", "2018-06-07", []),
        ("2014-05", "2014-05-20", None, "2018-06-07", []),
        ("2015-03-02", "2014-03-02", "2016-01-10", "2018-06-07", ["primera_instancia.fecha"]),
        ("2014-05-01", "2016-03-02", "2015-01-10", "2018-06-07", ["segunda_instancia.fecha"]),
        (None, None, "2019-01-10", "2018-06-07", ["fecha"]),
        ("2014-05-01", "2014-05-01", None, None, []),
        ("2020-05-01", None, None, "2018-06-07", []),  # told with dias_demanda_a_tc
        (None, None, None, None, []),
    ],
)
def test_dates_of_a_suit_that_do_not_follow_each_other_are_told(
    demanda: str | None, first: str | None, second: str | None, decision: str | None, fields: list[str]
) -> None:
    told = out_of_order(demanda, Instancia(fecha=first), Instancia(fecha=second), decision)
    assert [one.campo for one in told] == fields


@pytest.mark.parametrize(
    ("fallo", "expected"),
    [
        (
            "Declarar FUNDADA la demanda y que se ordene a la emplazada entregar el plano, sin costos procesales; e IMPROCEDENTE el pago de costas.",
            "sin_costos",
        ),
        ("1. ORDENAR a la emplazada entregar el plano, con el pago de los costos.", "con_costos"),
        ("1. Declarar FUNDADA la demanda.\n2. ORDENAR la entrega del plano, con costos de reproducción a cargo del actor.", "no_menciona"),
        ("1. Declarar FUNDADA la demanda.\n2. ORDENAR la entrega del plano.", "no_menciona"),
    ],
)
def test_costs_are_read_inside_an_order_too_and_never_the_price_of_copies(fallo: str, expected: Costos) -> None:
    held = source(f"Ha resuelto\n{fallo}\n", "fallo")
    found = costos(held, clauses(held.text, Stretch(11, len(held.text), "razon")), "fundada", "demanda")
    assert found.value == expected


def two(reasons: str, fallo: str) -> Source:
    text = f"{reasons}\n{fallo}"
    zones = (Seccion("fundamentos", 0, len(reasons)), Seccion("fallo", len(reasons), len(text)))
    return Source(
        DocumentText(text, text, (0,), (), "texto", Calidad("alta", 1.0)), identify("90001-2019-HD"), (), zones, (), "90001-2019-HD"
    )


@pytest.mark.parametrize(
    ("reasons", "fallo", "value"),
    [
        ("9. Por ello corresponde ordenar que la empresa asuma el pago de los costos procesales.", "1. Declarar FUNDADA la demanda.", "con_costos"),
        ("9. Corresponde estimar la demanda y condenar a la emplazada al pago de costas y costos.", "1. Declarar FUNDADA la demanda.", "con_costos"),
        ("9. El extremo de los costos procesales debe ser desestimado, por mandato de la ley.", "1. Declarar FUNDADA la demanda.", "sin_costos"),
        ("9. En el presente caso ha operado la exoneración del pago de costos.", "1. Declarar FUNDADA la demanda.", "sin_costos"),
        # What the fallo says is what is executed.
        ("9. Corresponde ordenar que la empresa asuma el pago de los costos procesales.", "1. Declarar FUNDADA la demanda, sin costos.", "sin_costos"),
        # What the law says in general, what a party asks and the price of copies decide nothing.
        ("9. De ellos corresponde ordenar solo el pago de costos si se condena al Estado.", "1. Declarar FUNDADA la demanda.", "no_menciona"),
        ("2. El actor solicita, además, el pago de los costos procesales.", "1. Declarar FUNDADA la demanda.", "no_menciona"),
        ("9. Corresponde ordenar la entrega, previo pago de los costos de reproducción.", "1. Declarar FUNDADA la demanda.", "no_menciona"),
        ("9. Por ello no opera la exoneración del pago de costos.", "1. Declarar FUNDADA la demanda.", "no_menciona"),
    ],
)  # fmt: skip
def test_costs_of_which_the_fallo_is_silent_are_read_in_the_reasons(reasons: str, fallo: str, value: Costos) -> None:
    made = two(reasons, fallo)
    found = costos(made, clauses(made.text, Stretch(len(reasons), len(made.text), "cuerpo")), "fundada", "demanda")
    assert found.value == value


def test_silence_on_costs_names_the_zone_that_was_searched() -> None:
    made = source("declaró FUNDADA la demanda", "razon")
    (proof,) = costos(made, clauses(made.text, Stretch(0, len(made.text), "razon")), "fundada", "demanda").evidence
    assert (proof.origen, proof.campo) == ("ausencia", "razon")

"""From the words of a decision to its points and its one outcome: every row is a form of domain.md §7 and the rule that decides it."""

import pytest

from indexer.extract.costs import costas, costos
from indexer.extract.decision import Stretch
from indexer.extract.fallo import Decision, decision, points
from indexer.extract.fundamentos import fundamentos
from indexer.extract.points import clauses, first_words
from indexer.extract.rac import objeto_del_rac
from indexer.extract.source import Source
from indexer.extract.zones import zones
from models.document import Calidad, DocumentText
from models.ids import identify

ASUNTO = "Recurso de agravio constitucional interpuesto por doña Rosa Quispe contra la resolución que declaró improcedente la demanda."
REASONS = "1. Se pide copia de un plano.\n2. La emplazada no probó la búsqueda."


def read(fallo: str, asunto: str = ASUNTO, reasons: str = REASONS, before: str = "", after: str = "") -> Source:
    text = (
        f"EXP. N.° 90001-2012-PHD/TC\nLIMA\n{before}SENTENCIA DEL TRIBUNAL CONSTITUCIONAL\n"
        f"ASUNTO\n{asunto}\nANTECEDENTES\nEl Juzgado declaró FUNDADA la demanda.\n"
        f"FUNDAMENTOS\n{reasons}\nPor estos fundamentos, el Tribunal Constitucional,\n"
        f"HA RESUELTO\n{fallo}\nPublíquese y notifíquese.\nSS.\nBLUME FORTINI\n{after}"
    )
    document = DocumentText(text, text, (0,), (), "texto", Calidad("alta", 1.0))
    sections = zones(document)
    return Source(document, identify("90001-2012-HD"), (), sections, fundamentos(text, sections)[0], "90001-2012-HD")


def decided(source: Source, second: str | None = None) -> Decision:
    rac = objeto_del_rac(source)
    return decision(source, rac.value if rac else None, second)


def words(made: Decision) -> tuple[str | None, str | None, str | None]:
    outcome = made.outcome
    return tuple(found.value if found else None for found in (outcome.resultado, outcome.ambito, outcome.sentido))  # type: ignore[return-value]


ROWS = [
    ("Declarar FUNDADA la demanda.", "fundada", "plain grant"),
    ("Declarar FUNDADO el hábeas data.", "fundada", "masculine"),
    ("Declarar MFUNDADA la demanda.", "infundada", "OCR ate the first letters of infundada"),
    ("eclarar IMPROCEDENTE la demanda.", "improcedente", "OCR ate the D"),
    ("1. Declarar FUNDADA EN PARTE la demanda.", "fundada_en_parte", "partial"),
    ("1. Declarar FUNDADA, en parte, la acción de hábeas data.", "fundada_en_parte", "partial between commas"),
    (
        "1. Declarar FUNDADA la demanda en un extremo.\n2. Declarar IMPROCEDENTE la demanda en lo demás que contiene.",
        "fundada_en_parte",
        "R4",
    ),
    (
        "1. Declarar IMPROCEDENTE la demanda en un extremo.\n2. Declarar FUNDADA la demanda en los demás.",
        "fundada_en_parte",
        "R4, rejection first",
    ),
    ("1. Declarar INFUNDADA la demanda.\n2. Declarar IMPROCEDENTE lo demás.", "infundada", "R5"),
    ("1. Declarar INFUNDADA la excepción de caducidad.\n2. Declarar FUNDADA la demanda.", "fundada", "R3: an exception never decides"),
    ("Declarar INFUNDADA la excepción de incompetencia y FUNDADA la demanda.", "fundada", "R3 in one sentence"),
    (
        "1. Declarar IMPROCEDENTE la demanda respecto de la codemandada Procuraduría.\n2. Declarar FUNDADA la demanda.",
        "fundada",
        "R5b: wrongly joined",
    ),
    ("1. Declarar INFUNDADA la demanda.\n2. EXHORTAR al Congreso a legislar.\n3. ORDENAR que se investigue.", "infundada", "R7"),
    ("Declarar FUNDADA la demanda y NULA la multa impuesta a la recurrente.", "fundada", "R10: a fine annulled"),
    ("Declarar FUNDADA sin costos la demanda.", "fundada", "R11"),
    (
        "1. Declarar FUNDADA la demanda.\n2. Declarar IMPROCEDENTE la demanda en cuanto al pago de costos procesales.",
        "fundada",
        "R8: the demanda only as to the costs",
    ),
    ("Declarar FUNDADA la demanda, sin costos procesales; e IMPROCEDENTE el pago de costas.", "fundada", "costas never lower a grant"),
    (
        "REVOCANDO la recurrida que, confirmando la apelada, declaró improcedente la demanda; y, reformándola, la declara FUNDADA.",
        "fundada",
        "R2",
    ),
    ("CONFIRMANDO la resolución que confirmando la apelada declaró IMPROCEDENTE la acción.", "improcedente", "R2"),
    (
        "CONFIRMANDO la que revoca la apelada, que declaró fundada la demanda, y reformándola la declaró IMPROCEDENTE.",
        "improcedente",
        "R2: fundada is below",
    ),
    (
        "1. Declarar NULA la resolución recurrida y NULO todo lo actuado.\n2. ORDENAR que se admita a trámite la demanda.",
        "nulo_todo_lo_actuado",
        "back to the start",
    ),
    ("REVOCAR la recurrida y ADMITIR a trámite la demanda.", "admite_a_tramite", "nothing is annulled"),
    ("Declarar NULO el concesorio del recurso de agravio constitucional e IMPROCEDENTE el recurso.", "otro", "nothing is decided"),
    ("Declarar FUNDADO el recurso de queja.", "otro", "a queja"),
    ("Tener por desistida a la recurrente del recurso de agravio constitucional.", "desistimiento", "withdrawn"),
    ("Declarar IMPROCEDENTE el pedido de aclaración.", "aclaracion", "an aclaración, whatever its word"),
    ("ORDENAR que informe si la demanda fue declarada fundada, infundada o improcedente.", None, "words inside what is asked for"),
]


@pytest.mark.parametrize(("fallo", "resultado", "reason"), ROWS, ids=[row[2] for row in ROWS])
def test_the_outcome_follows_the_rule(fallo: str, resultado: str | None, reason: str) -> None:
    assert words(decided(read(fallo)))[0] == resultado, reason


def test_confirming_the_recurrida_rejects_what_the_second_instance_left_refused() -> None:
    assert words(decided(read("CONFIRMAR la recurrida en todos sus extremos."), second="fundada_en_parte")) == (
        "infundada",
        "demanda",
        "perdio",
    )


COSTS = "Recurso de agravio constitucional contra la resolución que declaró fundada la demanda, en el extremo que exoneró del pago de los costos procesales."


@pytest.mark.parametrize(
    ("fallo", "asunto", "expected"),
    [
        (
            "Declarar FUNDADO el recurso de agravio constitucional; en consecuencia, ORDENA el pago de costos.",
            COSTS,
            ("fundada", "costos", "gano"),
        ),
        ("Declarar INFUNDADO el recurso de agravio constitucional.", COSTS, ("infundada", "costos", "perdio")),
        ("Declarar INFUNDADA la demanda.", COSTS, ("infundada", "costos", "perdio")),
        ("Declarar IMPROCEDENTE el pago de los costos procesales.", ASUNTO, ("improcedente", "costos", "perdio")),
        ("Declarar FUNDADA la demanda en el extremo referido al pago de costos procesales.", ASUNTO, ("fundada", "costos", "gano")),
        (
            "1. Declarar FUNDADO el recurso de agravio constitucional.\n2. Ordenar que se proporcione la información.",
            ASUNTO,
            ("fundada", "demanda", "gano"),
        ),
        (
            "Declarar IMPROCEDENTE en lo referente a conocer los datos. Y FUNDADA en el extremo relativo al otorgamiento de los costos procesales.",
            ASUNTO,
            ("improcedente", "demanda", "perdio"),
        ),
    ],
)
def test_costs_alone_are_an_ambito_of_their_own(fallo: str, asunto: str, expected: tuple[str, str, str]) -> None:
    """R8."""
    assert words(decided(read(fallo, asunto))) == expected


def test_reasons_that_limit_the_recourse_to_costs_make_it_one_on_costs() -> None:
    reasons = "1. La demanda fue estimada en segunda instancia. El recurso de agravio se circunscribe al pago de los costos del proceso.\n2. Se rechaza."
    assert words(decided(read("Declarar IMPROCEDENTE el recurso de agravio constitucional.", reasons=reasons)))[1] == "costos"


def test_a_matter_that_ceased_is_told_by_the_reasons_too() -> None:
    reasons = (
        "1. Se pide copia.\n2. La copia fue entregada en el curso del proceso, por lo que se ha producido la sustracción de la materia."
    )
    assert words(decided(read("Declarar IMPROCEDENTE la demanda.", reasons=reasons))) == ("sustraccion_de_la_materia", "demanda", "neutro")
    alleged = "1. Se pide copia.\n2. La emplazada alega que se ha producido la sustracción de la materia, lo que no es cierto."
    assert words(decided(read("Declarar IMPROCEDENTE la demanda.", reasons=alleged)))[0] == "improcedente"


RAZON = "RAZÓN DE RELATORÍA\n{}\nSS.\nBLUME FORTINI\nRAMOS NÚÑEZ\n"


def votes_only(razon: str, *votes: str) -> Source:
    text = "EXP. N.° 90001-2019-PHD/TC\n" + RAZON.format(razon) + "".join(votes)
    document = DocumentText(text, text, (0,), (), "texto", Calidad("alta", 1.0))
    return Source(document, identify("90001-2019-HD"), (), zones(document), (), "90001-2019-HD")


DISSENT = "VOTO SINGULAR DEL MAGISTRADO SARDÓN DE TABOADA\nMi voto es por declarar IMPROCEDENTE la demanda.\nS.\nSARDÓN DE TABOADA\n"
GRANT = "VOTO SINGULAR DEL MAGISTRADO RAMOS NÚÑEZ\nMi voto es por declarar FUNDADA la demanda.\nS.\nRAMOS NÚÑEZ\n"


@pytest.mark.parametrize(
    ("razon", "resultado"),
    [
        (
            "La sentencia es aquella que declara FUNDADA la demanda. Por su parte, el magistrado Sardón votó por declarar infundada la demanda.",
            "fundada",
        ),
        (
            "Los magistrados A y B votaron, en minoría, por declarar infundada la demanda. Los demás votaron, en mayoría, por declarar fundada la demanda.",
            "fundada",
        ),
        (
            "El magistrado A votó por declarar INFUNDADA la demanda. Estando a la votación, corresponde declarar IMPROCEDENTE la demanda.",
            "improcedente",
        ),
        (
            "La sentencia está conformada por los votos de los magistrados A, B y C que resuelven:\n1. FUNDADA en parte la demanda.",
            "fundada_en_parte",
        ),
    ],
)
def test_a_razon_that_states_the_result_wins_and_its_minority_does_not(razon: str, resultado: str) -> None:
    assert words(decided(votes_only(razon, DISSENT, GRANT)))[0] == resultado


def test_votes_without_a_stated_result_decide_only_when_they_agree() -> None:
    assert words(decided(votes_only("Se publican los votos emitidos en la causa.", GRANT)))[0] == "fundada"
    assert words(decided(votes_only("Se publican los votos emitidos en la causa.", GRANT, DISSENT)))[0] is None


def test_a_vote_after_the_signatures_never_decides() -> None:
    assert words(decided(read("Declarar INFUNDADA la demanda.", after=GRANT)))[0] == "infundada"


def test_a_razon_that_contradicts_the_body_wins_and_both_are_told() -> None:
    made = decided(read("Declarar INFUNDADA la demanda.", before=RAZON.format("La sentencia es aquella que declara FUNDADA la demanda.")))
    assert words(made)[0] == "fundada"
    assert made.warnings[0].valores == ("fundada", "infundada")


@pytest.mark.parametrize(
    ("fallo", "on_costos", "on_costas"),
    [
        ("Declarar FUNDADA la demanda.", "no_menciona", "no_menciona"),
        ("Declarar FUNDADA la demanda, con el pago de costos.", "con_costos", "no_menciona"),
        ("Declarar FUNDADA la demanda; debiendo abonarse costos y costas.", "con_costos", "con_costos"),
        ("1. Declarar FUNDADA la demanda.\n2. CONDENAR a la ONP al pago de los costos procesales.", "con_costos", "no_menciona"),
        ("1. Declarar FUNDADA la demanda.\n2. EXONERAR a la emplazada del pago de costos.", "sin_costos", "no_menciona"),
        ("1. Declarar FUNDADA la demanda.\n2. Disponer que no corresponde el pago de costos procesales.", "sin_costos", "no_menciona"),
        ("1. Declarar FUNDADA la demanda.\n2. ORDENAR la entrega, previo pago del costo de reproducción.", "no_menciona", "no_menciona"),
        (
            "1. Declarar FUNDADA la demanda.\n2. ORDENAR la entrega, previo pago de los costos que impliquen su reproducción.",
            "no_menciona",
            "no_menciona",
        ),
        ("1. Declarar FUNDADA la demanda, con costos.\n2. Declarar IMPROCEDENTE el pago de costas.", "con_costos", "sin_costos"),
    ],
)
def test_costos_and_costas_are_told_from_the_price_of_copies(fallo: str, on_costos: str, on_costas: str) -> None:
    source = read(fallo)
    made = decided(source)
    assert costos(source, made.clauses, "fundada", "demanda").value == on_costos
    assert costas(source, made.clauses).value == on_costas


def test_a_clause_on_costs_inside_a_point_is_an_entry_of_its_own() -> None:
    made = decided(read("1. Declarar FUNDADA la demanda.\n2. ORDENAR que se entregue el plano, más el pago de los costos del proceso."))
    assert [(one.punto, one.resultado, one.objeto) for one in made.clauses] == [
        (1, "fundada", "demanda"),
        (2, "ordena", "demanda"),
        (2, "ordena", "costos"),
    ]


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("previo pago del costo de reproducción, con costos procesales", "con costos"),
        ("con el costo que suponga el pedido, más la asunción de los costos", "más la asunción de los costos"),
        ("con el pago de los costos", "con el pago de los costos"),
        ("sin el pago de costos", "sin el pago de costos"),
    ],
)
def test_a_clause_on_costs_begins_after_the_price_of_the_copies(order: str, said: str) -> None:
    source = read(f"1. Declarar FUNDADA la demanda.\n2. ORDENAR que se entregue el plano, {order}.")
    assert [one.value.texto for one in points(source, decided(source).clauses)][-1] == said


@pytest.mark.parametrize(
    ("fallo", "numbers"),
    [
        ("Declarar FUNDADA la demanda.\n2. ORDENAR que se entregue el plano.", [1, 2]),
        ("Declarar FUNDADA la demanda.\nLlL\n2. ORDENAR que se entregue el plano.", [1, 2]),
        ("Declarar FUNDADA la demanda.\n3. ORDENAR que se entregue el plano.", [None, 3]),
        ("Declarar FUNDADA la demanda.\nORDENAR que se entregue el plano.", [None, None]),
    ],
)
def test_the_one_point_before_a_second_is_the_first(fallo: str, numbers: list[int | None]) -> None:
    assert [one.punto for one in decided(read(fallo)).clauses] == numbers


def test_the_farewell_of_the_first_decade_orders_nothing() -> None:
    made = decided(
        read("Declarar FUNDADA la demanda. Dispone la notificación a las partes, su publicación y la devolución de los actuados.")
    )
    assert [one.resultado for one in made.clauses] == ["fundada"]


@pytest.mark.parametrize(
    ("decision", "texts"),
    [
        ("1. Declarar FUNDADA la demanda; en consecuencia, ORDENA darlo.", ["Declarar FUNDADA la demanda", "ORDENA darlo"]),
        ("1. FUNDADA la demanda y ORDENAR a la empresa darlo.", ["FUNDADA la demanda", "ORDENAR a la empresa darlo"]),
        ("1. FUNDADA la demanda e INFUNDADA la excepción.", ["FUNDADA la demanda", "INFUNDADA la excepción"]),
    ],
)
def test_a_clause_joined_to_another_begins_with_its_own_verb(decision: str, texts: list[str]) -> None:
    found = clauses(decision, Stretch(0, len(decision), "cuerpo"))
    assert [first_words(decision, one.start, one.end) for one in found] == texts


def test_the_words_shown_for_an_outcome_go_from_its_verb_to_its_object() -> None:
    decision = "1. Declarar FUNDADA en parte la demanda de hábeas data, por haberse vulnerado el derecho de acceso a la información."
    one = clauses(decision, Stretch(0, len(decision), "cuerpo"))[0]
    assert decision[slice(*one.shown)] == "Declarar FUNDADA en parte la demanda"

"""Panel, ponente, votes and voting of invented rulings; names of magistrates are public."""

import pytest

from indexer.extract.announced import announced
from indexer.extract.magistrates import named, repaired
from indexer.extract.panel import majority_of_razon, panel, ponente
from indexer.extract.source import Source
from indexer.extract.votation import votacion
from indexer.extract.votes import Decided, votos
from indexer.extract.zones import zones
from models.document import Calidad, DocumentText
from models.ids import identify
from models.ruling import Voto

SALA = (
    "En Lima, a los 3 días del mes de mayo de 2021, la Sala Segunda del Tribunal Constitucional, integrada por los magistrados Ferrero Costa, "
    "Blume Fortini y Sardón de Taboada, pronuncia la siguiente sentencia{}\n"
)
PLENO = (
    "En Lima, a los 3 días del mes de mayo de 2021, el Pleno del Tribunal Constitucional, "
    "integrado por los señores magistrados Ledesma Narváez, Ferrero Costa, "
    "Miranda Canales, Blume Fortini y Ramos Núñez, pronuncia la siguiente sentencia.\n"
)


def read(*, razon: str = "", given: str = SALA.format(""), signed: str = "", votes: str = "", fallo: bool = True) -> Source:
    body = "ASUNTO\nRecurso de agravio constitucional.\nFUNDAMENTOS\n1. Uno.\n2. Dos.\nHA RESUELTO\nDeclarar FUNDADA la demanda.\nPublíquese y notifíquese.\n"
    text = "EXP. N.° 90001-2019-PHD/TC\nLIMA\n"
    text += f"RAZÓN DE RELATORÍA\n{razon}\n" if razon else ""
    text += f"SENTENCIA DEL TRIBUNAL CONSTITUCIONAL\n{given}{body}SS.\n{signed}" if fallo else ""
    text += votes
    document = DocumentText(text, text, (0,), (), "texto", Calidad("alta", 1.0))
    return Source(document, identify("90001-2019-HD"), (), zones(document), (), "90001-2019-HD")


def people(source: Source, sala: str | None = "Sala Segunda", dissenters: tuple[str, ...] = ()) -> list[str]:
    majority = majority_of_razon(source, "fundada")
    return [one.value for one in panel(source, sala, dissenters, majority)]  # type: ignore[arg-type]


def vote(heading: str, words: str, *names: str) -> str:
    return f"{heading}\n{words}\nS.\n{chr(10).join(names)}\n"


DECIDED = Decided("fundada", frozenset(), False)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("ESPINOSA-SALDANA BARRER A", "Espinosa-Saldaña Barrera"),
        ("LEDESMANARVAEZ", "Ledesma Narváez"),
        ("MIRANDA CANALKS", "Miranda Canales"),
        ("Ernesto Blume Fortini", "Blume Fortini"),
        ("FLAVIO SECRETARIO", None),
    ],
)
def test_damaged_names_are_repaired_from_the_table(printed: str, name: str | None) -> None:
    assert repaired(printed) == name


def test_a_sala_is_the_three_of_its_composition_sentence() -> None:
    assert people(read(signed="FERRERO COSTA\n")) == ["Ferrero Costa", "Blume Fortini", "Sardón de Taboada"]


def test_in_the_pleno_dissenters_who_do_not_sign_are_no_part_of_the_decision() -> None:
    signed = "LEDESMA NARVÁEZ\nFERRERO COSTA\nMIRANDA CANALFS\nRAMOS NUÑEZ\n"
    found = people(read(given=PLENO, signed=signed), "Pleno", ("Blume Fortini",))
    assert found == ["Ledesma Narváez", "Ferrero Costa", "Miranda Canales", "Ramos Núñez"]


def test_a_magistrate_whose_signature_was_lost_stays() -> None:
    assert "Blume Fortini" in people(read(given=PLENO, signed="LEDESMA NARVÁEZ\nFERRERO COSTA\nMIRANDA CANALES\nRAMOS NÚÑEZ\n"), "Pleno")


@pytest.mark.parametrize(
    "razon",
    [
        "La sentencia está conformada por los votos de los magistrados Ledesma Narváez, Ramos Núñez y Miranda Canales que declaran fundada la demanda.",
        "Los magistrados Ledesma, Ramos y Miranda votaron, en mayoría, por declarar fundada la demanda. El magistrado Blume votó en minoría.",
        "Los magistrados Ledesma Narváez, Ramos Núñez y Miranda Canales votaron por declarar fundada la demanda, y los magistrados Blume Fortini y "
        "Ferrero Costa, por declararla infundada.",
    ],
)
def test_votes_that_make_a_decision_are_those_of_the_razons_majority(razon: str) -> None:
    source = read(
        razon=razon, fallo=False, votes=vote("VOTO SINGULAR DEL MAGISTRADO BLUME FORTINI", "Mi voto es por declarar INFUNDADA la demanda.")
    )
    assert people(source, "Pleno") == ["Ledesma Narváez", "Ramos Núñez", "Miranda Canales"]


def test_whoever_breaks_the_tie_completes_the_sala_and_the_dissenter_leaves_it() -> None:
    given = SALA.format(
        ", con el voto dirimente del magistrado Ramos Núñez y el voto singular del magistrado Sardón de Taboada, que se agregan"
    )
    source = read(given=given, signed="FERRERO COSTA\nBLUME FORTINI\n")
    called = named("Ramos Núñez", 0, 11)
    assert [one.value for one in panel(source, "Sala Segunda", ["Sardón de Taboada"], (), called)] == [
        "Ferrero Costa",
        "Blume Fortini",
        "Ramos Núñez",
    ]


def test_magistrates_whom_the_table_does_not_know_are_learned_from_the_ruling() -> None:
    given = SALA.format("").replace("Ferrero Costa, Blume Fortini y Sardón de Taboada", "Arrieta Solano, Bustos Carranza y Camino Leyva")
    source = read(
        given=given,
        signed="ARRIETA SOLANO\nBUSTOS CARRANZA\nCAMINO LEYVA\nPONENTE BUSTOS CARRANZA\nLo que certifico:\nDr. JUAN SECRETARIO INVENTADO\n",
    )
    assert people(source) == ["Arrieta Solano", "Bustos Carranza", "Camino Leyva"]
    found = ponente(source)
    assert found is not None
    assert found.value == "Bustos Carranza"


def test_a_magistrate_printed_under_two_forms_of_his_name_votes_once() -> None:
    words = "Mi voto es por declarar INFUNDADA la demanda."
    printed = "VOTO SINGULAR DEL MAGISTRADO {}"
    twice = vote(printed.format("BLUME FORTINI"), words, "BLUME FORTINI") + vote(printed.format("ERNESTO BLUME"), words, "ERNESTO BLUME")
    assert [found.value.magistrado for found in votos(read(votes=twice), DECIDED)] == ["Blume Fortini"]


def test_a_secretary_is_no_magistrate() -> None:
    source = read(given="", signed="FERRERO COSTA\nBLUME FORTINI\nLo que certifico:\nFLAVIO INVENTADO APAZA\nSECRETARIO RELATOR\n")
    assert people(source, None) == ["Ferrero Costa", "Blume Fortini"]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("VOTO SINGULAR DEL MAGISTRADO RAMOS NÚÑEZ", "voto_singular"),
        ("FUNDAMENTO DE VOTO DEL MAGISTRADO RAMOS NÚÑEZ", "fundamento_de_voto"),
        ("FUNDAMENTODE VOTODEL MAGISTRADORAMOS NUÑEZ", "fundamento_de_voto"),
        ("VOTO DIRIMENTE DEL MAGISTRADO RAMOS NÚÑEZ", "voto_dirimente"),
    ],
)
def test_the_kind_of_a_vote_is_its_heading(heading: str, kind: str) -> None:
    (found,) = votos(read(votes=vote(heading, "Digo lo siguiente.", "RAMOS NÚÑEZ")), DECIDED)
    assert (found.value.magistrado, found.value.tipo) == ("Ramos Núñez", kind)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Habiendo sido llamado a dirimir la discordia, me adhiero al voto que declara FUNDADA la demanda.", "voto_dirimente"),
        ("Coincido con la sentencia.", "fundamento_de_voto"),
        ("Mi voto es por declarar INFUNDADA la demanda.", "voto_singular"),
    ],
)
def test_a_bare_vote_is_told_by_what_it_does(words: str, kind: str) -> None:
    (found,) = votos(read(votes=vote("VOTO DEL MAGISTRADO RAMOS NÚÑEZ", words, "RAMOS NÚÑEZ")), DECIDED)
    assert found.value.tipo == kind


def test_a_vote_says_what_it_would_decide_and_that_it_is_no_part_of_the_majority() -> None:
    words = "El Juzgado declaró FUNDADA la demanda. Por estas razones, mi voto es por declarar INFUNDADA la demanda en todos sus extremos."
    (found,) = votos(read(votes=vote("VOTO SINGULAR DEL MAGISTRADO RAMOS NÚÑEZ", words, "RAMOS NÚÑEZ")), DECIDED)
    assert found.value == Voto("Ramos Núñez", "voto_singular", "infundada", "todo", False)


def test_a_last_word_on_costs_does_not_hide_what_the_vote_says_of_the_demanda() -> None:
    words = (
        "Considero que la demanda debe ser declarada FUNDADA, sin el pago de los costos. El demandante abusa de su derecho.\n"
        "Por lo expuesto, corresponde declarar IMPROCEDENTE el pago de costos."
    )
    (found,) = votos(
        read(votes=vote("VOTO SINGULAR DEL MAGISTRADO RAMOS NÚÑEZ", words, "RAMOS NÚÑEZ")), Decided("improcedente", frozenset(), False)
    )
    assert found.value == Voto("Ramos Núñez", "voto_singular", "fundada", "todo", False)


def test_a_vote_that_speaks_of_costs_alone_is_about_costs() -> None:
    words = "Estoy en contra de la condena. Por ello, corresponde declarar IMPROCEDENTE el pago de costos."
    (found,) = votos(read(votes=vote("VOTO SINGULAR DEL MAGISTRADO RAMOS NÚÑEZ", words, "RAMOS NÚÑEZ")), DECIDED)
    assert (found.value.sentido, found.value.alcance) == ("improcedente", "costos")


def test_a_vote_on_costs_says_so_in_its_heading() -> None:
    heading = "VOTO SINGULAR DEL MAGISTRADO BLUME FORTINI EN EL QUE OPINA POR CONDENAR AL PAGO DE COSTOS"
    (found,) = votos(read(votes=vote(heading, "Discrepo.", "BLUME FORTINI")), DECIDED)
    assert found.value.alcance == "costos"


def test_a_joint_vote_is_an_entry_for_each_magistrate() -> None:
    found = votos(read(votes=vote("VOTO SINGULAR DE LOS MAGISTRADOS RAMOS NÚÑEZ Y LEDESMA NARVÁEZ", "Disentimos.")), DECIDED)
    assert [one.value.magistrado for one in found] == ["Ramos Núñez", "Ledesma Narváez"]


def test_a_vote_announced_without_its_text_is_kept() -> None:
    razon = "Se deja constancia de que el magistrado Blume Fortini emitió un voto singular que se entregará en fecha posterior."
    (found,) = votos(read(razon=razon), DECIDED)
    assert found.value == Voto("Blume Fortini", "voto_singular", None, None, False)
    assert found.evidence[0].regla == "voto.anunciado"


def test_each_announced_vote_has_its_own_magistrate() -> None:
    given = SALA.format(
        ", con el fundamento de voto del magistrado Blume Fortini y el voto singular del magistrado Sardón de Taboada, que se agregan"
    )
    assert [(one.name, one.tipo) for one in announced(read(given=given))] == [
        ("Blume Fortini", "fundamento_de_voto"),
        ("Sardón de Taboada", "voto_singular"),
    ]


def test_the_decision_printed_again_as_its_majoritys_vote_is_no_vote_apart() -> None:
    given = SALA.format(
        ", con el voto en mayoría de los magistrados Ferrero Costa y Blume Fortini, y el voto singular del magistrado Sardón de Taboada"
    )
    source = read(
        given=given, votes=vote("VOTO DE LOS MAGISTRADOS FERRERO COSTA Y BLUME FORTINI", "Por ello, declaramos FUNDADA la demanda.")
    )
    assert [one.value.magistrado for one in votos(source, DECIDED)] == ["Sardón de Taboada"]


def test_whoever_the_razon_says_was_called_breaks_the_tie() -> None:
    razon = "La sentencia está conformada por los votos de los magistrados Blume Fortini y Ramos Núñez, siendo este último convocado para dirimir la discordia."
    source = read(razon=razon, fallo=False, votes=vote("VOTO DEL MAGISTRADO RAMOS NÚÑEZ", "Coincido con lo expuesto.", "RAMOS NÚÑEZ"))
    assert [(one.value.magistrado, one.value.tipo) for one in votos(source, DECIDED)] == [("Ramos Núñez", "voto_dirimente")]


def test_whoever_is_called_to_break_the_tie_is_known_in_either_order() -> None:
    razon = "Habiéndose producido discordia, se ha llamado para dirimirla al magistrado Ramos Núñez, con cuyo voto se alcanzó mayoría."
    source = read(razon=razon, votes=vote("VOTO DEL MAGISTRADO RAMOS NÚÑEZ", "Emito el presente voto.", "RAMOS NÚÑEZ"))
    assert [(one.value.magistrado, one.value.tipo) for one in votos(source, DECIDED)] == [("Ramos Núñez", "voto_dirimente")]


def test_whoever_was_called_and_joined_the_dissenter_dissents() -> None:
    razon = "Se ha llamado para dirimirla al magistrado Ramos Núñez; no habiéndose zanjado, se ha llamado al magistrado Blume Fortini."
    given = vote(
        "VOTO SINGULAR DEL MAGISTRADO SARDÓN DE TABOADA", "Mi voto es porque se declare INFUNDADA la demanda.", "SARDÓN DE TABOADA"
    )
    joined = vote("VOTO DEL MAGISTRADO RAMOS NÚÑEZ", "Asumo la conclusión del voto del magistrado Sardón de Taboada.", "RAMOS NÚÑEZ")
    found = votos(read(razon=razon, votes=given + joined), DECIDED)
    assert [(one.value.magistrado, one.value.tipo, one.value.sentido, one.value.integra_mayoria) for one in found] == [
        ("Sardón de Taboada", "voto_singular", "infundada", False),
        ("Ramos Núñez", "voto_singular", "infundada", False),
    ]


def test_votes_of_another_case_that_the_file_carries_along_do_not_count() -> None:
    foreign = "RAZÓN DE RELATORÍA\nLa causa 90777-2013-PA/TC ha sido votada.\n" + vote(
        "VOTO SINGULAR DEL MAGISTRADO RAMOS NÚÑEZ", "Disiento."
    )
    source = read(votes=vote("FUNDAMENTO DE VOTO DEL MAGISTRADO BLUME FORTINI", "Coincido.", "BLUME FORTINI") + foreign)
    assert [one.value.magistrado for one in votos(source, DECIDED)] == ["Blume Fortini"]


DISSENT = Voto("Blume Fortini", "voto_singular", "infundada", "todo", False)


@pytest.mark.parametrize(
    ("razon", "votes", "how"),
    [
        ("ha emitido, por unanimidad, la siguiente sentencia", [], "unanime"),
        ("han emitido, por mayoría, la siguiente sentencia", [], "mayoria"),
        ("ha emitido, por unanimidad, la siguiente sentencia", [DISSENT], "mayoria"),
        ("se produjo un empate y decide el voto decisorio del presidente, por mayoría", [], "voto_decisorio"),
        ("convocado para dirimir la discordia", [DISSENT], "dirimente"),
        ("", [], "unanime"),
        ("", [DISSENT], "mayoria"),
    ],
)
def test_the_voting_is_told_by_the_razon_else_by_the_votes(razon: str, votes: list[Voto], how: str) -> None:
    found = votacion(read(razon=razon), votes, ["Ferrero Costa"])
    assert found is not None
    assert found.value == how


def test_nobody_known_to_have_voted_is_no_voting() -> None:
    assert votacion(read(), [], []) is None

"""Claimants, who acts for them, respondents: invented captions and sentences, each row one difficulty of irregularities.md §3."""

from dataclasses import replace

import pytest

from indexer.extract.parties import demandantes, representante
from indexer.extract.respondents import demandados
from indexer.extract.source import Source
from models.document import Listing
from tests.indexer.extract.sources import source_of


def _case(caption: str, asunto: str, antecedentes: str = "Nada.") -> Source:
    header = f"TRIBUNAL CONSTITUCIONAL\nEXP. N.° 90001-2015-PHD/TC\nPIURA\n{caption}\nSENTENCIA DEL TRIBUNAL CONSTITUCIONAL"
    appeal = f"ASUNTO\nRecurso de agravio constitucional interpuesto por {asunto} contra la resolución de fojas 9, que declaró infundada la demanda."
    return source_of(("caratula", header), ("asunto", appeal), ("antecedentes", f"ANTECEDENTES\n{antecedentes}"))


@pytest.mark.parametrize(
    ("caption", "asunto", "claimants"),
    [
        ("ROSA MARÍA INGA\nSALDARRIAGA", "doña Rosa María Inga Saldarriaga", ["Rosa María Inga Saldarriaga"]),  # split over lines
        ("ROSA MARIAINGA SALDARRIAGA", "doña Rosa María Inga Saldarriaga", ["Rosa María Inga Saldarriaga"]),  # words run together
        ("ROSA INGA SALDARRIAGA", "don Pedro Ccori Huamán, abogado de doña Rosa Inga Saldarriaga,", ["Rosa Inga Saldarriaga"]),
        ("ROSA INGA SALDARRIAGA", "don Pedro Ccori Huamán", ["Rosa Inga Saldarriaga"]),  # the appellant is a lawyer
        ("ROSA INGA SALDARRIAGA Y OTRO", "don Pedro Ccori Huamán", ["Rosa Inga Saldarriaga", "Pedro Ccori Huamán"]),
        (
            "ASOCIACIÓN LUZ DEL VALLE",
            "la Asociación Luz del Valle, representada por su presidente, don Pedro Ccori,",
            ["Asociación Luz del Valle"],
        ),
        ("VIAJES Y TURISMO EL SOL S.R.L.", "la Empresa de Viajes y Turismo El Sol S.R.L.", ["Empresa de Viajes y Turismo El Sol S.R.L."]),
        ("R. M. I. S.", "doña R. M. I. S.", ["R. M. I. S."]),  # a name kept back keeps its last point
        ("", "doña Rosa Inga Saldarriaga y otros,", ["Rosa Inga Saldarriaga"]),  # no caption
        ("TRBUNAECONSTITUIONAL\nROSA INGA SALDARRIAGA", "doña Rosa Inga Saldarriaga", ["Rosa Inga Saldarriaga"]),  # the letterhead, damaged
    ],
)
def test_the_claimant_is_who_sues_not_who_signs(caption: str, asunto: str, claimants: list[str]) -> None:
    assert [found.value for found in demandantes(_case(caption, asunto))] == claimants


@pytest.mark.parametrize(
    ("caption", "body"),
    [
        ("TRANSPORTES EL SOL", "Transportes El Sol"),  # a name that does not say that it is a body's
        ("TRANSPORTES EL SOL Y OTRO", "Transportes El Sol"),
        ("JUAN PÉREZ SOTO", None),  # who sues for himself
    ],
)
def test_a_body_sues_through_who_holds_office_in_it(caption: str, body: str | None) -> None:
    source = _case(caption, "don Juan Pérez Soto, gerente general de Transportes El Sol,")
    acting = representante(source)
    assert [found.value for found in demandantes(source)] == [body or "Juan Pérez Soto"]
    assert (acting and acting.value) == ("Juan Pérez Soto" if body else None)


def test_a_damaged_word_of_a_name_is_read_where_the_text_has_it_oftener() -> None:
    damaged = "doña Rosa Inga Saldarnaga"
    facts = "Doña Rosa Inga Saldarriaga interpuso demanda."
    assert [found.value for found in demandantes(_case("ROSA INGA SALDARRIAGA", damaged, facts))] == ["Rosa Inga Saldarriaga"]
    assert [found.value for found in demandantes(_case("ROSA INGA SALDARNAGA", "doña Rosa Inga Saldarriaga", facts))] == [
        "Rosa Inga Saldarriaga"
    ]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("doña Rosa IngaSaldarriaga y otros", "Rosa Inga Saldarriaga"),
        ("doña Rosa Inga ldr Saldarriaga", "Rosa Inga Saldarriaga"),
        ("don Juan Díaz De La Cruz", "Juan Díaz de la Cruz"),
        ("don Juan La Rosa Paz", "Juan La Rosa Paz"),  # a surname
        ("doña Rosa McDonald Inga", "Rosa McDonald Inga"),
    ],
)
def test_what_print_did_between_the_words_of_a_name_is_undone(printed: str, name: str) -> None:
    assert [found.value for found in demandantes(_case("", printed))] == [name]


def test_letterhead_above_the_number_is_no_claimant() -> None:
    header = (
        "SALAZ 2\nTRIBUNAL CONSTITUCIONAL\nEXP. N.° 90001-2015-PHD/TC\nPIURA\nROSA INGA SALDARRIAGA\nSENTENCIA DEL TRIBUNAL CONSTITUCIONAL"
    )
    assert [found.value for found in demandantes(source_of(("caratula", header)))] == ["Rosa Inga Saldarriaga"]


@pytest.mark.parametrize(
    ("caption", "asunto", "claimants"),
    [
        ("INSTITUTO DEL AGUA\nY EL VALLE", "don Pedro Ccori Huamán", ["Instituto del Agua y el Valle"]),  # one body, not two
        (
            "ASOCIACIÓN DE VIUDAS, HUÉRFANOS",
            "la Asociación de Viudas, Huérfanos y Jubilados de Piura",
            ["Asociación de Viudas, Huérfanos y Jubilados de Piura"],
        ),
        ("SINDICATO DEL PUERTO", "la secretaria del Sindicato del Puerto, respecto de lo resuelto,", ["Sindicato del Puerto"]),
    ],
)
def test_a_body_s_name_is_kept_whole(caption: str, asunto: str, claimants: list[str]) -> None:
    assert [found.value for found in demandantes(_case(caption, asunto))] == claimants


def test_a_caption_alone_is_shown_in_proper_case() -> None:
    source = source_of(("caratula", "EXP. N.° 90001-2015-PHD/TC\nPIURA\nROSA DE LA CRUZ INGA\nSENTENCIA DEL TRIBUNAL CONSTITUCIONAL"))
    assert [found.value for found in demandantes(source)] == ["Rosa de la Cruz Inga"]


def test_nobody_named_is_nobody() -> None:
    assert demandantes(source_of(("fundamentos", "1. Nada."))) == ()
    assert demandados(source_of(("fundamentos", "1. Nada."))) == ()
    assert representante(source_of(("fundamentos", "1. Nada."))) is None


@pytest.mark.parametrize(
    ("asunto", "name"),
    [
        ("doña Rosa Inga Saldarriaga, representada por el abogado don Pedro Ccori Huamán,", "Pedro Ccori Huamán"),
        ("don Pedro Ccori Huamán en representación de doña Rosa Inga Saldarriaga", "Pedro Ccori Huamán"),
        ("doña Rosa Inga Saldarriaga", None),
    ],
)
def test_who_acts_for_the_claimant_is_named_apart(asunto: str, name: str | None) -> None:
    found = representante(_case("ROSA INGA SALDARRIAGA", asunto))
    assert (found.value if found else None) == name


def test_a_union_sues_through_its_secretary() -> None:
    told = "Con fecha 2 de mayo de 2014, el recurrente, en representación del Sindicato de Obreros de Catacaos, interpone demanda de hábeas data contra X."
    source = _case("PEDRO CCORI HUAMÁN", "don Pedro Ccori Huamán", told)
    assert [found.value for found in demandantes(source)] == ["Sindicato de Obreros de Catacaos"]
    assert (named := representante(source)) is not None
    assert named.value == "Pedro Ccori Huamán"


@pytest.mark.parametrize(
    ("sentence", "respondents"),
    [
        (
            "interpone demanda de hábeas data contra la Municipalidad Distrital de Catacaos, a fin de que",
            ["Municipalidad Distrital de Catacaos"],
        ),
        ("interpone demanda de habeas data contra, el Banco X solicitando", ["Banco X"]),
        (
            "interpuso demanda de hábeas data [f. 3] contra la UGEL Sullana y el Gobierno Regional de Piura. Solicita",
            ["UGEL Sullana", "Gobierno Regional de Piura"],
        ),
        (
            "interpone demanda de hábeas data contra don Luis A. Ruiz, gerente de Aguas S.A., y contra doña Ana Paz. Pide",
            ["Luis A. Ruiz, gerente de Aguas S.A.", "Ana Paz"],
        ),
        (
            "interpone demanda de hábeas data contra el Ministerio de Trabajo y Promoción del Empleo, con emplazamiento al procurador",
            ["Ministerio de Trabajo y Promoción del Empleo"],
        ),
        (
            "interpone demanda de hábeas data contra doña Ana Paz, funcionaria de Aguas S.A. El recurrente solicita que",
            ["Ana Paz, funcionaria de Aguas S.A."],
        ),
        (
            "plantea demanda de hábeas data contra el Servicio de Parques, debidamente representado por su director, solicitando",
            ["Servicio de Parques"],
        ),
        (
            "interpone acción de hábeas data para que se ordene a don Luis Ruiz, rector de la Universidad X, cumpla con entregar",
            ["Luis Ruiz, rector de la Universidad X"],
        ),
    ],
)
def test_respondents_are_named_as_the_ruling_names_them(sentence: str, respondents: list[str]) -> None:
    source = _case("ROSA INGA", "doña Rosa Inga", f"Con fecha 2 de mayo de 2014, la recurrente {sentence} se le entregue una copia.")
    assert [found.value for found in demandados(source)] == respondents


def test_the_appealed_decision_is_not_sued() -> None:
    source = _case("ROSA INGA", "doña Rosa Inga", "La demanda fue rechazada. Interpone recurso contra la sentencia de vista.")
    assert demandados(source) == ()


@pytest.mark.parametrize("words", ["la entidad emplazada", "la parte demandada asuma los costos", "diversas entidades públicas"])
def test_a_respondent_called_by_his_part_is_not_named(words: str) -> None:
    assert demandados(_case("ROSA INGA", "doña Rosa Inga", f"Interpone demanda de hábeas data contra {words}, solicitando copias.")) == ()


def test_respondents_listed_one_a_line_are_all_read() -> None:
    told = (
        "La recurrente interpone demanda de hábeas data contra:\nTextiles SAC\nEditora del Valle SA. Plantea, como petitorio, que se borre."
    )
    found = demandados(_case("ROSA INGA", "doña Rosa Inga", told))
    assert [one.value for one in found] == ["Textiles SAC", "Editora del Valle SA"]


def test_who_answers_besides_the_procurador_is_sued() -> None:
    told = "ANTECEDENTES\nEl procurador público del Ministerio de Salud contesta la demanda.\nEl director de la Red de Salud Tumbes contesta la demanda."
    assert [one.value for one in demandados(source_of(("antecedentes", told)))] == ["director de la Red de Salud Tumbes"]


def test_where_the_facts_say_nothing_a_vote_tells_who_is_sued() -> None:
    vote = "VOTO\nCon fecha 2 de mayo de 2014, la recurrente interpone demanda de hábeas data contra Textiles SAC, solicitando copias."
    source = source_of(("antecedentes", "ANTECEDENTES\nCon los votos que se acompañan, se resuelve."), ("voto", vote))
    assert [one.value for one in demandados(source)] == ["Textiles SAC"]


def test_who_answers_stands_in_where_the_demand_is_not_told() -> None:
    source = source_of(
        ("antecedentes", "ANTECEDENTES\nEl director de la Red de Salud Tumbes contesta la demanda y dice que no tiene lo pedido.")
    )
    assert [found.value for found in demandados(source)] == ["director de la Red de Salud Tumbes"]


def test_who_signs_for_a_body_acts_for_it() -> None:
    source = _case("ASOCIACIÓN LUZ DEL VALLE", "don Pedro Ccori Huamán, presidente de la Asociación Luz del Valle,")
    acting = representante(source)
    assert [found.value for found in demandantes(source)] == ["Asociación Luz del Valle"]
    assert acting is not None
    assert acting.value == "Pedro Ccori Huamán"


def test_the_listing_names_the_respondent_where_the_text_names_none() -> None:
    listing = Listing("sample", "1", "https://example.org/90001-2015-HD.pdf", demandado="Municipalidad Distrital de Ejemplo ")
    source = replace(
        source_of(("fundamentos", "1. Que, así las cosas, en ese orden a seguir, Nada se aclara, cumpla el escrito.")), listings=(listing,)
    )
    (found,) = demandados(source)
    assert found.value == "Municipalidad Distrital de Ejemplo"
    assert found.evidence[0].origen == "listado"
    assert found.evidence[0].campo == "demandado"


@pytest.mark.parametrize(
    ("facts", "claimants"),
    [
        (
            "Con fecha 4 de mayo de 2012 doña Rosa Inga Soto, don Luis Inga Soto y doña Elba Paz Vda. de Ríos interponen demanda de hábeas data.",
            ["Rosa Inga Soto", "Luis Inga Soto", "Elba Paz Vda. de Ríos"],  # brother and sister share their surnames
        ),
        (
            "El 4 de mayo de 2012 (folio 32), los recurrentes, señores Rosa Inga Soto, Juan Gil Cruz y Raúl Peña y Mar interpusieron demanda.",
            ["Rosa Inga Soto", "Juan Gil Cruz", "Raúl Peña y Mar"],  # a surname in two parts
        ),
        (
            "Con fecha 4 de mayo de 2012, doña Rosa Inga Soto, por derecho propio y en representación de don Luis Inga Soto, interpuso demanda.",
            ["Rosa Inga Soto", "Luis Inga Soto"],
        ),
        ("El 4 de mayo de 2012, los recurrentes interponen demanda de hábeas data.", ["Rosa Inga Soto"]),
        ("El 4 de mayo de 2012, doña Rosa Inga Soto y otros interponen demanda de hábeas data.", ["Rosa Inga Soto"]),
        ("Doña Rosa Inga Soto interpone demanda. Sostiene que don Juan Gil Cruz y don Raúl Peña Mar firmaron el acta.", ["Rosa Inga Soto"]),
    ],
)  # fmt: skip
def test_all_who_sue_are_claimants_where_the_facts_name_them(facts: str, claimants: list[str]) -> None:
    assert [found.value for found in demandantes(_case("ROSA INGA SOTO Y OTROS", "doña Rosa Inga Soto y otros", facts))] == claimants

"""The header and the composition sentence of invented rulings."""

import pytest

from indexer.extract import caption
from indexer.extract.source import Source
from indexer.extract.zones import zones
from models.document import Calidad, DocumentText
from models.ids import identify

HEADER = "EXP. N.° 90001-2012-PHD/TC\nLAMBAYEQUE\nROSA QUISPE FICTICIA\n"
TITLE = "SENTENCIA DEL TRIBUNAL CONSTITUCIONAL\n"
GIVEN = "En Lima, a los 3 días del mes de mayo de 2013, la Sala Primera del Tribunal Constitucional pronuncia la siguiente sentencia\n"
REST = (
    "ASUNTO\nRecurso de agravio constitucional contra la resolución de la Sala Civil de la Corte Superior de Justicia de Ica, "
    "de 4 de abril de 2012.\nFUNDAMENTOS\n1. Uno.\n2. Dos.\nHA RESUELTO\nDeclarar FUNDADA la demanda.\nSS.\n"
)


def read(text: str, name: str = "90001-2012-HD") -> Source:
    document = DocumentText(text, text, (0,), (), "texto", Calidad("alta", 1.0))
    return Source(document, identify(name), (), zones(document), (), name)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("EXP. N.° 90001-2012-PHD/TC", "90001-2012-PHD/TC"),
        ("EXP. N.° 90001-2012-HD/TC", "90001-2012-HD/TC"),
        ("EXP. N990012012-PHDITC", "90001-2012-PHD/TC"),
        ("EXP.N90001-2012-1ID/IC", "90001-2012-HD/TC"),
        ("Exp. 90001-12-HD", "90001-2012-HD/TC"),
        ("EXP. N.o 90001-2012-PHDTC", "90001-2012-PHD/TC"),
        ("", "90001-2012-PHD/TC"),
    ],
)
def test_the_header_tells_how_the_case_is_spelt_and_the_name_which_it_is(printed: str, value: str) -> None:
    found, warnings = caption.expediente(read(f"{printed}\nLIMA\n{TITLE}{GIVEN}{REST}"))
    assert found.value == value
    assert warnings == ()


def test_a_ring_read_as_a_digit_names_no_other_case() -> None:
    _, warnings = caption.expediente(read(f"Exp. N9304-2012-HDTC\nLIMA\n{TITLE}{GIVEN}{REST}", "00304-2012-HD"))
    assert warnings == ()


def test_a_header_that_names_another_case_is_a_warning() -> None:
    _, (warning,) = caption.expediente(read(f"EXP. N.° 90777-2014-PHD/TC\nLIMA\n{TITLE}{GIVEN}{REST}"))
    assert warning.campo == "expediente"


@pytest.mark.parametrize(
    ("title", "name", "kind"),
    [
        (TITLE, "90001-2012-HD", "sentencia"),
        ("SENTENCIADEL TRIBUNAL CONSTITUCIONAL\n", "90001-2012-HD", "sentencia"),
        ("SENTENCIA INTERLOCUTORIA DEL TRIBUNAL CONSTITUCIONAL\n", "90001-2012-HD", "sentencia_interlocutoria"),
        ("AUTO DEL TRIBUNAL CONSTITUCIONAL\n", "90001-2012-HD", "auto"),
        ("RESOLUCIÓN DEL TRIBUNAL CONSTITUCIONAL\n", "90001-2012-HD", "auto"),
        ("", "90001-2012-HD Aclaracion", "aclaracion"),
    ],
)
def test_the_kind_is_the_printed_title_else_the_suffix_of_the_name(title: str, name: str, kind: str) -> None:
    given = GIVEN if title else "Lima, 3 de mayo de 2013\n"
    assert caption.tipo(read(f"{HEADER}{title}{given}{REST}", name)).value == kind


def test_a_damaged_letterhead_is_no_title() -> None:
    source = read(f"TRIEUNAL CONSTITUCIONAL\n{HEADER}{TITLE}{GIVEN}{REST}")
    seen = caption.tipo(source).evidence[0]
    assert source.text[seen.inicio : seen.fin] == TITLE.strip()


def test_an_auto_on_a_pedido_de_aclaracion_is_an_aclaracion_unless_it_is_taken_as_a_reposicion() -> None:
    auto = f"{HEADER}AUTO DEL TRIBUNAL CONSTITUCIONAL\nLima, 3 de mayo de 2013\nVISTO\nEl pedido de aclaración; y,\nATENDIENDO A\n1. Uno.\n"
    assert caption.tipo(read(f"{auto}2. Dos.\nRESUELVE\nDeclarar IMPROCEDENTE el pedido de aclaración.\nSS.\n")).value == "aclaracion"
    taken = f"{auto}2. Debe entenderse como recurso de reposición.\nRESUELVE\nDeclarar INFUNDADO el recurso de reposición.\nSS.\n"
    assert caption.tipo(read(taken)).value == "auto"


def test_the_number_of_a_sentencia_loses_its_zeros() -> None:
    found = caption.numero_sentencia(read(f"Sala Segunda. Sentencia 0312/2022\n{HEADER}{TITLE}{GIVEN}{REST}"))
    assert found is not None
    assert found.value == "312/2022"


def test_a_number_of_a_resolution_in_the_reasons_is_no_number_of_the_sentencia() -> None:
    assert caption.numero_sentencia(read(f"{HEADER}{TITLE}{GIVEN}{REST.replace('Uno.', 'Sentencia 12/2020.')}")) is None


@pytest.mark.parametrize(
    ("given", "sala"),
    [
        (GIVEN, "Sala Primera"),
        (GIVEN.replace("la Sala Primera", "la Segunda Sala"), "Sala Segunda"),
        (GIVEN.replace("la Sala Primera", "el Pleno"), "Pleno"),
        (
            "En Lima, a los tres días del mes de julio de mil novecientos noventisiete, reunido el Tribunal Constitucional, pronuncia sentencia\n",
            "Pleno",
        ),
        (
            "En Lima, a los 3 días del mes de mayo de 2013, el Tribunal Constitucional, integrado por los señores magistrados Urviola Hani, Vergara Gotelli, "
            "Mesía Ramírez, Calle Hayen y Eto Cruz, pronuncia la siguiente sentencia\n",
            "Pleno",
        ),
    ],
)
def test_the_chamber_is_the_one_that_pronounces(given: str, sala: str) -> None:
    found = caption.sala(read(f"{HEADER}{TITLE}{given}{REST}"))
    assert found is not None
    assert found.value == sala


def test_the_date_is_the_composition_sentences_not_that_of_a_later_agreement() -> None:
    given = GIVEN.replace("sentencia\n", "sentencia, con el abocamiento aprobado en el Pleno del día 21 de febrero de 2017\n")
    found, warnings = caption.fecha(read(f"{HEADER}{TITLE}{given}{REST}"))
    assert found is not None
    assert (found.value, warnings) == ("2013-05-03", ())


@pytest.mark.parametrize(
    "page",
    [
        "SENTENCIA DEL PLENO JURISDICCIONAL\nDEL 22 DE MARZO DE 2010\nPROCESO DE INCONSTITUCIONALIDAD",
        "Colegio de Abogados de Ejemplo contra el Congreso de la República\nSentencia del 22 de marzo de 2010",
        "SENTENCIA DEL TRIBUNAL CONSTITUCIONAL A 22 de marzo de 2010\nCaso de la ordenanza inventada",
        "SENTENCIA DEL TRIBUNAL CONSTITUCIONAL\n22 de marzo de 2010",
        "Presidente de la República C. Municipalidad de Ejemplo\nLima (Arequipa), 22 de marzo de 2010",
    ],
)
def test_a_ruling_on_a_law_has_the_date_of_its_title_page(page: str) -> None:
    source = read(f"EXP. N.° 90001-2009-PITC\nLIMA\n{page}\n{REST}", "90001-2009-AI")
    found, _ = caption.fecha(source)
    assert found is not None
    assert found.value == "2010-03-22"
    assert caption.header_seen(source)


def test_the_date_of_the_law_on_the_title_page_is_not_the_rulings() -> None:
    page = "Demanda de inconstitucionalidad contra la Ley N.° 90001, publicada el\ndiario oficial de 22 de marzo de 2010"
    found, _ = caption.fecha(read(f"EXP. N.° 90001-2009-PI/TC\nLIMA\n{page}\n{REST}", "90001-2009-AI"))
    assert found is None


def test_a_ruling_of_votes_alone_has_the_date_of_its_razon() -> None:
    text = f"{HEADER}RAZÓN DE RELATORÍA\nEn la sesión del Pleno, de fecha 2 de marzo de 2021, se votó.\nVOTO DEL MAGISTRADO RAMOS NÚÑEZ\nMe adhiero.\n"
    found, _ = caption.fecha(read(text))
    assert found is not None
    assert found.value == "2021-03-02"


def test_a_razon_that_gave_the_ruling_later_wins_over_an_uncorrected_body_with_a_warning() -> None:
    razon = "RAZÓN DE RELATORÍA\nCon fecha 13 de enero de 2021, la Sala Primera ha emitido la siguiente sentencia.\n"
    found, (warning,) = caption.fecha(read(f"{HEADER}{razon}{TITLE}{GIVEN.replace('2013', '2020')}{REST}"))
    assert found is not None
    assert found.value == "2021-01-13"
    assert warning.valores == ("2021-01-13", "2020-05-03")


def test_no_year_is_no_date() -> None:
    found, _ = caption.fecha(read(f"{HEADER}{TITLE}{GIVEN.replace(' de 2013', '')}{REST}"))
    assert found is None


@pytest.mark.parametrize(
    ("line", "district"),
    [
        ("LAMBAYEQUE", "Lambayeque"),
        ("LAMBA AYEQUE", "Lambayeque"),
        ("AYACUCIIO", "Ayacucho"),
        ("JUNIN", "Junín"),
        ("DEL SANTA", "Del Santa"),
    ],
)
def test_the_district_is_the_line_of_the_header(line: str, district: str) -> None:
    found = caption.distrito(read(f"{HEADER.replace('LAMBAYEQUE', line)}{TITLE}{GIVEN}{REST}"))
    assert found is not None
    assert found.value == district


def test_without_a_line_the_district_is_that_of_the_court_appealed_from() -> None:
    found = caption.distrito(read(f"{TITLE}{GIVEN}{REST}"))
    assert found is not None
    assert found.value == "Ica"

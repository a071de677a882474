"""From the respondents' words to institutions: the register, the kinds it does not list, and who is never one (agencies.md §1)."""

import pytest

from indexer.extract.entities import Entidad, entidades
from indexer.extract.register import find, named
from indexer.extract.source import Source
from models.document import Calidad, DocumentText
from models.ids import identify
from models.ruling import Evidencia, Found, Seccion


def _source(facts: str = "Nada.") -> Source:
    text = f"LIMA NORTE\n{facts}\n"
    zones = (Seccion("caratula", 0, 11), Seccion("antecedentes", 11, len(text)))
    document = DocumentText(text, text, (), (), "texto", Calidad("media", None))
    return Source(document, identify("90001-2015-HD"), (), zones, (), "90001-2015-HD")


def _respondent(words: str) -> Found[str]:
    return Found(words, (Evidencia("texto", "partes.demanda", 0.95, 0, 1),))


def _entities(*respondents: str, facts: str = "Nada.") -> list[tuple[str, str]]:
    found = entidades(_source(facts), tuple(_respondent(one) for one in respondents))
    return [(one.value.nombre, one.value.categoria) for one in found]


@pytest.mark.parametrize(
    ("words", "name", "category"),
    [
        ("Oficina de Normalizacion Previsional (ONP)", "Oficina de Normalización Previsional", "organismo_publico"),
        ("ONP", "Oficina de Normalización Previsional", "organismo_publico"),
        ("Sunat - Sede Piura", "Superintendencia Nacional de Aduanas y de Administración Tributaria", "organismo_publico"),
        ("Oficina de Normalizacidn Previsiona1", "Oficina de Normalización Previsional", "organismo_publico"),  # OCR
        ("rector de la Universidad Nacional del Altiplano", "Universidad Nacional del Altiplano", "universidad_publica"),
        ("Universidad Nacional de Ejemplo", "Universidad Nacional de Ejemplo", "universidad_publica"),
        (
            "alcalde de la Municipalidad Distrital de Catacaos, don Luis Ruiz",
            "Municipalidad Distrital de Catacaos",
            "municipalidad_distrital",
        ),
        ("alcalde de la Municipalidad Distrital del Rímac que", "Municipalidad Distrital del Rímac", "municipalidad_distrital"),
        ("Municipalidad de Trujillo", "Municipalidad Provincial de Trujillo", "municipalidad_provincial"),  # a province's seat
        ("Municipalidad de San Borja", "Municipalidad Distrital de San Borja", "municipalidad_distrital"),
        (
            "Municipalidad Provincial de Río Claro",
            "Municipalidad Provincial de Río Claro",
            "municipalidad_provincial",
        ),  # the text is believed
        (
            "Municipalidad Provincial de Belén",
            "Municipalidad Distrital de Belén",
            "municipalidad_distrital",
        ),  # the register knows a district
        ("Gerencia Regional de Salud de Río Claro", "Gerencia Regional de Salud de Río Claro", "salud_essalud_hospital"),
        ("la Universidad Privada Señor del Valle", "Universidad Privada Señor del Valle", "universidad_privada"),
        ("la Universidad Privada del Valle, señor Juan Ríos", "Universidad Privada del Valle", "universidad_privada"),
        ("Datacred Central de Riesgos S.A.", "Datacred Central de Riesgos S.A.", "banco_central_de_riesgo"),
        ("la Cooperativa Frontera Ltda.", "Cooperativa Frontera Ltda.", "empresa_privada"),
        ("director de la Escuela de Oficiales de la Policía Nacional", "Policía Nacional del Perú", "policia_ffaa"),
        ("la Junta Liquidadora del Banco de Ejemplo", "Junta Liquidadora del Banco de Ejemplo", "sindicato_asociacion"),
        ("UGEL 04", "Unidad de Gestión Educativa Local 04", "ugel_dre"),
        ("Unidad de Gestión Educativa Local de Paita", "Unidad de Gestión Educativa Local de Paita", "ugel_dre"),
        ("director regional de Educación de Tumbes", "Dirección Regional de Educación de Tumbes", "ugel_dre"),
        ("Dirección Regional de Agricultura del Gobierno Regional de Junín", "Gobierno Regional de Junín", "gobierno_regional"),
        ("general PNP Luis Ruiz, jefe de la Región Policial Lima", "Policía Nacional del Perú", "policia_ffaa"),
        ("fiscal provincial de Ate", "Ministerio Público", "ministerio_publico"),
        ("ministro del Interior", "Ministerio del Interior", "ministerio"),
        ("jueza del Juzgado Civil de Comas", "Corte Superior de Justicia de Lima Norte", "poder_judicial"),  # the ruling's district
        ("presidente de la Corte Superior de Justicia de Tacna", "Corte Superior de Justicia de Tacna", "poder_judicial"),
        ("notario público Luis Ruiz Paz", "Notaría Luis Ruiz Paz", "notaria"),
        ("Colegio de Abogados de Tumbes", "Colegio de Abogados de Tumbes", "colegio_profesional"),
        (
            "Sindicato de Obreros de la Municipalidad Provincial de Piura",
            "Sindicato de Obreros de la Municipalidad Provincial de Piura",
            "sindicato_asociacion",
        ),
        ("Textiles del Norte S.A.C.", "Textiles del Norte S.A.C.", "empresa_privada"),
        ("la empresa Sedalib SA", "Servicio de Agua Potable y Alcantarillado de La Libertad S.A.", "empresa_agua"),
        ("Luis Ruiz Paz, vecino", "Luis Ruiz Paz", "persona_natural"),
        (
            "empresa Textiles del Norte S. A. C.",
            "Textiles del Norte S.A.C.",
            "empresa_privada",
        ),  # one spelling of its form, the noun left out
        ("gerente general de Textiles del Norte SA", "Textiles del Norte S.A.", "empresa_privada"),
        ("Cooperativa Frontera Ltda", "Cooperativa Frontera Ltda.", "empresa_privada"),
        ("laAsociación Luz del Valle", "Asociación Luz del Valle", "sindicato_asociacion"),  # OCR glued the article
        ("Administradora de Fondo de Pensiones - AFP Profuturo", "Profuturo AFP", "afp"),
        ("Administradora Privada de Fondos de Pensiones Ejemplo", "AFP Ejemplo", "afp"),
        ("Municipalidad Provincial de Tarapoto", "Municipalidad Provincial de San Martín", "municipalidad_provincial"),  # the seat's name
        (
            "Municipalidad Distrital de Tarapoto",
            "Municipalidad Provincial de San Martín",
            "municipalidad_provincial",
        ),  # a seat has no other
        ("Municipalidad de Lima Metropolitana", "Municipalidad Metropolitana de Lima", "municipalidad_provincial"),
        ("alcalde del Concejo Distrital de Olmos", "Municipalidad Distrital de Olmos", "municipalidad_distrital"),
        ("Municipalidad Distrital de Ate-Vitarte", "Municipalidad Distrital de Ate", "municipalidad_distrital"),
        (
            "Municipalidad Distrital de La Victoria, provincia de Chiclayo",
            "Municipalidad Distrital de La Victoria (Chiclayo)",
            "municipalidad_distrital",
        ),
        (
            "Municipalidad Distrital de La Victoria",
            "Municipalidad Distrital de La Victoria (Lima)",
            "municipalidad_distrital",
        ),  # the court's
        ("Dirección Regional Agraria de Huaraz", "Gobierno Regional de Áncash", "gobierno_regional"),
        ("Primer Juzgado Penal de Tarma", "Corte Superior de Justicia de Junín", "poder_judicial"),  # not the ruling's district
        ("Corte Superior de Justicia de Ancash", "Corte Superior de Justicia de Áncash", "poder_judicial"),
        (
            "jefa de la Oficina Distrital de Control de la Magistratura (Odecma) de la Corte Superior de Justicia de Tacna",
            "Corte Superior de Justicia de Tacna",
            "poder_judicial",
        ),
        ("Tercera Brigada de Caballería", "Ejército del Perú", "policia_ffaa"),
        ("I.E. Nuestra Señora del Valle", "Institución Educativa Nuestra Señora del Valle", "otro"),
        ("Comité de Evaluación de la UGEL Paita", "Unidad de Gestión Educativa Local de Paita", "ugel_dre"),  # an organ of the body
        (
            "Jefe de la División de Transportes de la Municipalidad Provincial de Piura",
            "Municipalidad Provincial de Piura",
            "municipalidad_provincial",
        ),
        ("empresa de agua de La Libertad (Sedalib SA)", "Servicio de Agua Potable y Alcantarillado de La Libertad S.A.", "empresa_agua"),
        ("superintendente nacional de los Registros Públicos", "Superintendencia Nacional de los Registros Públicos", "organismo_publico"),
    ],
)
def test_a_respondent_leads_to_its_institution(words: str, name: str, category: str) -> None:
    assert _entities(words) == [(name, category)]


def test_of_a_body_within_a_body_the_one_that_is_sued_counts() -> None:
    assert _entities("Zona Registral XIII de la Superintendencia Nacional de los Registros Públicos") == [
        ("Superintendencia Nacional de los Registros Públicos", "organismo_publico")
    ]
    assert _entities("Hospital Regional de Ejemplo del Ministerio de Salud")[0][1] == "salud_essalud_hospital"


def test_two_officers_of_one_body_are_one_institution() -> None:
    assert len(_entities("Luis Ruiz, gerente general de Sedalib SA", "Ana Paz, encargada de la información de Sedalib SA")) == 1


def test_two_bodies_are_two() -> None:
    assert [name for name, _ in _entities("Instituto Nacional Materno Perinatal", "Ministerio de Salud")] == [
        "Instituto Nacional Materno Perinatal",
        "Ministerio de Salud",
    ]


@pytest.mark.parametrize(
    "words",
    [
        "procurador público",
        "su procurador público",
        "entidad emplazada",
        "dicha empresa",
        "alcalde de dicho distrito",
        "la universidad emplazada",
        "secretario de dicho Ministerio",
    ],
)
def test_who_names_no_institution_is_none(words: str) -> None:
    assert _entities(words) == []


def test_an_office_without_its_institution_is_looked_for_in_the_facts() -> None:
    told = "La recurrente pidió copias a la Municipalidad Distrital de Catacaos."
    assert _entities("alcalde de dicho distrito", facts=told) == [("Municipalidad Distrital de Catacaos", "municipalidad_distrital")]


def test_an_office_of_a_body_already_named_is_no_second_institution() -> None:
    assert _entities("Municipalidad Distrital de Catacaos", "Oficina de Rentas Municipales") == [
        ("Municipalidad Distrital de Catacaos", "municipalidad_distrital")
    ]


def test_names_that_differ_in_a_word_are_not_one() -> None:
    assert _entities("Colegio de Abogados de Lima Norte")[0][0] == "Colegio de Abogados de Lima Norte"
    assert _entities("Entidad Prestadora de Servicios de Saneamiento de Agua Potable y Alcantarillado de Jauja S.A.")[0][0].endswith(
        "Jauja S.A."
    )


def test_officials_sued_by_name_lead_to_the_body_that_the_sentence_names_after_them() -> None:
    text = "LIMA NORTE\nInterpone demanda contra don Luis Ruiz y don Juan Paz, todos funcionarios de la empresa Textiles S.A., y pide copias.\n"
    zones = (Seccion("caratula", 0, 11), Seccion("antecedentes", 11, len(text)))
    source = Source(
        DocumentText(text, text, (), (), "texto", Calidad("media", None)), identify("90001-2015-HD"), (), zones, (), "90001-2015-HD"
    )
    start = text.index("Juan Paz")
    sued = Found("Juan Paz", (Evidencia("texto", "partes.demanda", 0.95, start, start + 8),))
    assert [one.value.nombre for one in entidades(source, (sued,))] == ["Textiles S.A."]


def test_a_notary_is_told_by_what_the_text_calls_him_later() -> None:
    told = "Interpone demanda contra Luis Ruiz Paz. El notario demandado contestó."
    assert _entities("Luis Ruiz Paz", facts=told) == [("Notaría Luis Ruiz Paz", "notaria")]


def test_the_slug_is_of_the_canonical_name() -> None:
    assert Entidad.of("Banco de la Nación", "empresa_estatal").slug == "banco-de-la-nacion"


def test_short_aliases_count_only_as_acronyms() -> None:
    assert find("copia del atu", "copia del atu") == []
    assert [hit.entidad for hit in find("la atu pide", "la ATU pide")] == [named("Autoridad de Transporte Urbano para Lima y Callao")]

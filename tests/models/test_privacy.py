"""Private persons by initials, digits by bullets, lengths unchanged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import persons, privacy
from models.ruling import Advertencia, Orden, PuntoFallo, Ruling

NAME = "Rosa María de la Cruz Quispe"


def ruling(**fields: object) -> Ruling:
    base: dict[str, object] = {
        "id": "90001-2022-HD",
        "proceso": "HD",
        "expediente": "90001-2022-PHD/TC",
        "titulo": "",
        "demandantes": (NAME,),
    }
    return Ruling(**{**base, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("party", "private"),
    [
        (NAME, True),
        ("Municipalidad Distrital de Ejemplo", False),
        ("Aguas Claras S.A.", False),
        ("Juan Pérez Soto, alcalde de Ejemplo", False),  # an official sued as such
        ("Procurador público a cargo de los asuntos judiciales", False),
        ("Juan Pérez Soto", True),
        ("R. M. Q.", True),
        ("Policía Nacional del Perú", False),
        ("ONP", False),  # an acronym of the table of institutions
        ("Energía Inventada S. A.", False),
    ],
)
def test_officials_and_institutions_are_not_private_persons(party: str, private: bool) -> None:
    assert persons.is_private(party) is private


@pytest.mark.parametrize(
    ("party", "private"),
    [
        (NAME, True),
        ("Juan Pérez Soto, alcalde de Ejemplo", True),  # an office does not make a claimant public
        ("Ana Soto Luna frente a la sentencia de la Sala Civil de la Corte Superior", True),  # words that a damaged text drags in
        ("S. A. C.", True),  # initials of a person, not a company
        ("Inmobiliaria Inventada S.A.C.", False),
        ("Sindicato de Trabajadores de Ejemplo", False),
    ],
)
def test_claimants_are_private_unless_their_name_is_a_bodys(party: str, private: bool) -> None:
    assert persons.is_private_claimant(party) is private


def test_common_words_dragged_in_after_a_name_are_not_masked() -> None:
    one = ruling(demandantes=("Ana Soto Luna frente a la sentencia",), demandados=("entidad emplazada para acceder a su pedido",))
    assert privacy.private_names(one) == ("Ana Soto Luna",)
    assert privacy.public(one).demandantes == ("A. S. L. F. A. S.",)


def test_no_field_of_the_public_record_keeps_a_private_name() -> None:
    made = privacy.public(
        ruling(
            titulo=f"{NAME} contra Municipalidad de Ejemplo",
            representante="Pedro Soto Luna",
            demandados=("Municipalidad de Ejemplo", "Ana Flores Rojas"),
            entidades=("Ana Flores Rojas",),
            entidades_slug=("ana-flores-rojas",),
            categoria_entidad=("persona_natural",),
            informacion_solicitada="copia del legajo de CRUZ QUISPE, ROSA MARIA",
            fallo=(PuntoFallo(1, "fundada", "demanda", "Declarar FUNDADA la demanda de dona Rosa Maria de la Cruz Quispe"),),
            ordenes=(Orden("entregar", "don Pedro Soto Luna"),),
            advertencias=(Advertencia("demandantes", f"El listado dice {NAME}.", (NAME, "Rosa Maria Cruz Quizpe")),),
        )
    )
    shown = repr(made).lower()
    assert not [word for word in ("rosa", "quispe", "quizpe", "soto", "flores", "rojas") if word in shown]
    assert made.demandantes == ("R. M. C. Q.",)
    assert made.entidades_slug == ("a-f-r",)
    assert "municipalidad de ejemplo" in shown


def test_initials_that_the_court_gave_are_never_completed() -> None:
    assert privacy.public(ruling(demandantes=("J. P. Q.",))).demandantes == ("J. P. Q.",)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("con DNI N.° 08456712, domiciliada", "08456712"),
        ("D.N.I. 0845 6712", "0845 6712"),
        ("RUC 10084567123", "10084567123"),
        ("correo rosa.q@gmail.com", "rosa.q@gmail.com"),
        ("al teléfono (01) 456-7890.", "456-7890"),
        ("celular 987654321", "987654321"),
        ("llamar al 987 654 321", "987 654 321"),
        ("cuenta de ahorros N.° 191-12345678-0-12", "12345678"),
    ],
)
def test_personal_numbers_are_masked_at_equal_length(text: str, hidden: str) -> None:
    masked = privacy.mask_numbers(text)
    assert len(masked) == len(text)
    assert hidden not in masked


@pytest.mark.parametrize(
    "text",
    [
        "Exp. N.° 01797-2002-HD/TC, fundamento 16",
        "Ley 27806, del 3 de agosto de 2002",
        "escribir a transparencia@ejemplo.gob.pe",
        "RUC 20131312955",  # of a company
        "Carta N.° 000123-2019-SG",
        "S/ 12 345 678 de presupuesto",
    ],
)
def test_numbers_that_are_nobodys_stay(text: str) -> None:
    assert privacy.mask_numbers(text) == text


def test_names_go_from_the_text_only_where_the_matter_is_sensitive() -> None:
    text = f"doña {NAME} pide su historia clínica"
    assert privacy.shown_text(text, ruling(temas=("A19",))) == text
    masked = privacy.shown_text(text, ruling(temas=("A31",)))
    assert masked.startswith("doña R. M. C. Q.")
    assert len(masked) == len(text)
    assert masked.index("pide") == text.index("pide")


def test_a_surname_alone_goes_after_a_form_of_address_only() -> None:
    assert privacy.mask_names("la recurrente Quispe vive en Quispe Alto", [NAME]) == "la recurrente Q.     vive en Quispe Alto"


@given(st.text(alphabet="ROSA maríaQñ 0123456789-.@()\nº℅ß", max_size=80))
def test_masking_never_moves_an_offset(text: str) -> None:
    assert len(privacy.mask_names(privacy.mask_numbers(text), [NAME])) == len(text)


def test_pages_of_private_claimants_stay_out_of_search_engines() -> None:
    assert privacy.has_private_claimant(ruling())
    assert privacy.has_private_claimant(ruling(demandantes=()))
    assert not privacy.has_private_claimant(ruling(demandantes=("Asociación de Vecinos de Ejemplo",)))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("MULTAR con 10 URP a don Juan Pedro de la Rosa Luna", "MULTAR con 10 URP a don J. P. R. L."),  # a lawyer whom no field names
        ("MULTAR al abogado Juan Soto Luna, con 5 URP", "MULTAR al abogado J. S. L., con 5 URP"),
        ("DON JUAN PEREZ SOTO CONTRA LA ONP", "DON J. P. S. CONTRA LA ONP"),
        (
            "Ordenar a don Juan Soto Luna, alcalde de Ejemplo, que entregue",
            "Ordenar a don Juan Soto Luna, alcalde de Ejemplo, que entregue",
        ),
        ("don José Luna en su calidad de gerente", "don José Luna en su calidad de gerente"),
        ("Declarar FUNDADA la demanda. Notifíquese.", "Declarar FUNDADA la demanda. Notifíquese."),
    ],
)
def test_whoever_is_called_don_in_the_record_is_shown_by_initials_unless_an_official(text: str, shown: str) -> None:
    made = privacy.public(ruling(fallo=(PuntoFallo(1, "otro", "otro", text),)))
    assert made.fallo[0].texto == shown

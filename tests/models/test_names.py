"""Which names are bodies' and which are persons', who are shown by their initials."""

import tomllib
from importlib.resources import files

import pytest

from models.names import initials, is_institution, shown


@pytest.mark.parametrize(
    "name",
    [
        "Presidencia de la República",
        "Policía Nacional del Perú",
        "Primera Fiscalía Penal de Río Claro",
        "Segundo Juzgado Civil",
        "Gerencia Regional de Salud",
        "Región Policial Norte",
        "Rímac Seguros y Reaseguros",
        "Marina de Guerra del Perú",
        "Sunat",  # an acronym of the register
        "Energía Inventada S. A.",
        "Textiles Inventados SAC",
        "Hilandera del Valle E.I.R.L.",
        "Cooperativa Frontera Ltda.",
    ],
)
def test_a_body_is_shown_whole(name: str) -> None:
    assert is_institution(name)
    assert shown(name) == name


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Rosa María de la Cruz Quispe", "R. M. C. Q."),
        ("Marina Quispe Soto", "M. Q. S."),  # a first name, not the navy
        ("Rosa Cámara León", "R. C. L."),  # a surname
        ("Pedro Saa Paz", "P. S. P."),  # a surname, not a company's legal form
        ("Juan S. Rojas", "J. S. R."),
        ("L. M. R. T.", "L. M. R. T."),
    ],
)
def test_a_person_is_shown_by_initials(name: str, short: str) -> None:
    assert not is_institution(name)
    assert shown(name) == initials(name) == short


def test_the_nouns_of_bodies_are_plain_words_each_once() -> None:
    table = tomllib.loads((files("models") / "tables" / "entidades.toml").read_text(encoding="utf-8"))["instituciones"]
    words = table["palabras"]
    assert len(words) == len(set(words))
    assert [word for word in words if not word.isascii() or not word.islower() or " " in word] == []

"""Whose municipality a place has, and what tells places of one name apart."""

import pytest

from indexer.extract.places import Hints, court, municipality, places, region, spelled


@pytest.mark.parametrize(
    ("where", "kind", "hints", "found"),
    [
        ("Catacaos", "Distrital", Hints(), ("Distrital", "Catacaos", "", "200105")),
        ("Maranon", "Provincial", Hints(), ("Provincial", "Marañón", "", "1007")),  # its own accents
        ("Belén", "Provincial", Hints(district="Loreto"), ("Distrital", "Belén", "Maynas", "160112")),  # a district called provincial
        ("Trujillo", "", Hints(), ("Provincial", "Trujillo", "", "1301")),
        ("San Miguel", "", Hints(district="Lima"), ("Distrital", "San Miguel", "Lima", "150136")),  # not the province of that name
        ("Chilca de Huancayo", "Distrital", Hints(), ("Distrital", "Chilca", "Huancayo", "120107")),
        ("Pueblo Nuevo", "Distrital", Hints(near=", provincia de Chincha"), ("Distrital", "Pueblo Nuevo", "Chincha", "110207")),
        ("Pueblo Nuevo", "Distrital", Hints(facts="en la provincia de Ferreñafe"), ("Distrital", "Pueblo Nuevo", "Ferreñafe", "140206")),
        ("Pueblo Nuevo", "Distrital", Hints(), ("Distrital", "Pueblo Nuevo", "", "")),  # nothing tells: no guess
        ("Miraflores", "Distrital", Hints(district="Lima Norte"), ("Distrital", "Miraflores", "Lima", "150122")),
        ("Villa Maria del Triunfq", "Distrital", Hints(), ("Distrital", "Villa María del Triunfo", "", "150143")),  # OCR
    ],
)
def test_the_municipality_of_a_place(where: str, kind: str, hints: Hints, found: tuple[str, ...]) -> None:
    made = municipality(where, kind, hints)
    assert made is not None
    assert (made.kind, made.nombre, made.provincia, made.ubigeo) == found


def test_what_is_no_place_has_no_municipality() -> None:
    assert municipality("Río Claro", "Distrital", Hints()) is None


def test_places_lead_to_their_department_and_court() -> None:
    assert region("Huaraz") == "Áncash"
    assert region("Pueblo Nuevo") is None  # in several departments
    assert court("Tarma") == "Junín"
    assert court("Satipo") is None  # of one court today, of another before
    assert spelled("maynas") == "Maynas"
    assert spelled("Río Claro") == "Río Claro"


def test_every_place_lies_in_one_that_the_table_has() -> None:
    assert all(one.provincia and one.departamento for one in places().values())
    assert {len(code) for code in places()} == {2, 4, 6}

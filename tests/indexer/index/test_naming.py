"""Every spelling of a case leads to its rulings (contracts.md §4)."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from indexer.index.base import Indexed, SearchIndex


@pytest.fixture(scope="module")
def held(
    engine: Callable[[Path, Sequence[Indexed]], SearchIndex], invented: Callable[..., Indexed], tmp_path_factory: pytest.TempPathFactory
) -> SearchIndex:
    rows: list[tuple[str, dict[str, str | None]]] = [
        ("90797-2002-HD", {"fecha": "2003-01-29"}),
        ("90797-2002-HD-aclaracion", {"fecha": "2003-05-01", "tipo_resolucion": "aclaracion"}),
        ("90797-2002-HD-auto", {"fecha": None}),
        ("90797-2003-AA", {"proceso": "AA"}),
        ("90312-2021-HD", {"numero_sentencia": "0312/2022", "sala": "Sala Primera", "fecha": "2022-02-02"}),
        ("90313-2021-HD", {"numero_sentencia": "312/2022", "sala": "Sala Segunda", "fecha": "2022-01-01"}),
    ]
    return engine(tmp_path_factory.mktemp("nombres"), [invented(name, {"asunto": "x"}, **fields) for name, fields in rows])


CASE = ("90797-2002-HD", "90797-2002-HD-aclaracion", "90797-2002-HD-auto")


@pytest.mark.parametrize(
    ("spelling", "expected"),
    [
        ("90797-2002-HD", ("90797-2002-HD",)),
        ("90797-2002-hd-auto", ("90797-2002-HD-auto",)),
        ("90797-2002-HD/TC", CASE),
        ("90797-2002-PHD", CASE),
        ("Exp. N.° 90797-2002", CASE),
        ("STC 90797-2002-PHD/TC", CASE),
        ("90797-2002-HD Aclaracion", ("90797-2002-HD-aclaracion",)),
        ("90797-2002-HD Resolucion.pdf", ("90797-2002-HD-auto",)),
        ("90797-2003-PA/TC", ("90797-2003-AA",)),
        ("Sentencia 312/2022 Sala 1", ("90312-2021-HD",)),
        ("sentencia n.° 0312/2022, Sala Segunda", ("90313-2021-HD",)),
        ("Sentencia 312/2022", ("90313-2021-HD", "90312-2021-HD")),
        ("90797-2004", ()),
        ("cualquier cosa", ()),
        ("", ()),
    ],
)
def test_a_spelling_leads_to_its_rulings_by_date(held: SearchIndex, spelling: str, expected: tuple[str, ...]) -> None:
    assert held.resolve(spelling) == expected


def test_the_nearest_of_a_slip_is_first(held: SearchIndex) -> None:
    assert held.nearest("90779-2002-HD")[0] == "90797-2002-HD"
    assert held.nearest("90797-2004")[0] in ("90797-2003-AA", "90797-2002-HD")
    assert len(held.nearest("90797-2002-HD")) <= 5
    assert held.nearest("hola") == ()

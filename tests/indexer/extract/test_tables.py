"""The tables of structure and decision: what a typo in one of them would break."""

import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import get_args

import pytest

from indexer.extract import stamp as stamp_module
from indexer.extract.lines import TABLE as ZONES
from indexer.extract.plain import plain
from indexer.extract.tables import keys, phrases, rows
from models.ruling import ObjetoPunto

TOML = ("zonas.toml", "resultados.toml", "frases.toml", "distritos.toml")


def sections(name: str) -> dict[str, dict[str, list[str] | str]]:
    parsed: dict[str, dict[str, list[str] | str]] = tomllib.loads((files("models") / "tables" / name).read_text(encoding="utf-8"))
    return parsed


@pytest.mark.parametrize("name", TOML)
def test_phrases_are_plain_text_and_listed_once_in_their_section(name: str) -> None:
    for section, keyed in sections(name).items():
        if section in ("seguidos", "citados", "evidencia", "hechos", "ajenos"):
            continue
        every = [phrase for value in keyed.values() for phrase in ([value] if isinstance(value, str) else value)]
        assert [phrase for phrase in every if phrase != plain(phrase)] == [], section
        assert sorted(set(every)) == sorted(every), section


def test_headings_are_bare_letters() -> None:
    for zone in keys(ZONES, "encabezados"):
        assert all(re.fullmatch("[a-z]+", heading) for heading in phrases(ZONES, "encabezados", zone))


def test_objects_of_points_are_those_of_the_record() -> None:
    assert set(keys("resultados.toml", "objeto")) <= set(get_args(ObjetoPunto))


def test_grounds_of_one_matter_are_grounds() -> None:
    named = [ground for key in keys("resultados.toml", "ajenos") for ground in phrases("resultados.toml", "ajenos", key)]
    assert named
    assert set(named) <= set(keys("resultados.toml", "causal"))


def test_districts_are_spelt_once_and_their_other_spellings_name_no_other() -> None:
    names = keys("distritos.toml", "distritos")
    others = [way for name in names for way in phrases("distritos.toml", "distritos", name)]
    assert len({plain(name) for name in names}) == len(names)
    assert not {plain(name) for name in names} & set(others)


def test_magistrates_have_surnames_and_years_in_order() -> None:
    every = rows("magistrados.csv")
    assert len({plain(row["nombre"]) for row in every}) == len(every)
    assert all(int(row["desde"]) <= int(row["hasta"] or 9999) for row in every)


def test_a_table_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        rows("ninguna.csv")


def test_every_table_that_a_rule_reads_is_in_the_stamp() -> None:
    sources = [path.read_text(encoding="utf-8") for path in Path(stamp_module.__file__).parent.glob("*.py") if path.name != "stamp.py"]
    read = {name for source in sources for name in re.findall(r'"(\w+\.(?:toml|csv))"', source)}
    assert read == set(stamp_module.TABLES)

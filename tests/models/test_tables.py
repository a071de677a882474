"""Every table of knowledge under models/tables says only what the code can use: ids once, patterns that compile, words of the closed lists."""

import csv
import re
import tomllib
from importlib.resources import files
from typing import get_args

import pytest

from models.names import slug
from models.ruling import Derecho

CATEGORIES = frozenset(
    [
        "presidencia_pcm",
        "ministerio",
        "organismo_publico",
        "organismo_constitucional_autonomo",
        "poder_judicial",
        "ministerio_publico",
        "congreso",
        "policia_ffaa",
        "gobierno_regional",
        "municipalidad_provincial",
        "municipalidad_distrital",
        "ugel_dre",
        "universidad_publica",
        "universidad_privada",
        "empresa_estatal",
        "empresa_agua",
        "salud_essalud_hospital",
        "colegio_profesional",
        "notaria",
        "banco_central_de_riesgo",
        "afp",
        "sindicato_asociacion",
        "empresa_privada",
        "persona_natural",
        "otro",
    ]
)
"""categoria_entidad of gold/SCHEMA.md."""
DEFENCES = frozenset(
    [
        "intimidad_datos_personales",
        "seguridad_nacional",
        "reserva_tributaria",
        "secreto_bancario",
        "secreto_industrial_comercial",
        "informacion_inexistente_o_no_poseida",
        "obligacion_de_crear_informacion",
        "proceso_en_tramite_deliberativo",
        "estrategia_de_defensa",
        "investigacion_reservada",
        "falta_de_fecha_cierta_o_requerimiento",
        "falta_via_previa",
        "caducidad",
        "entidad_privada_no_obligada",
        "ya_entregada",
        "costo_no_pagado",
        "competencia",
        "otra",
    ]
)
"""excepciones_invocadas of gold/SCHEMA.md."""
LAW_ID = re.compile(r"(?:CONST|CPC|NCPC|CODIGO|LEY|DS|DLEG|DLEY|DU|RS|RM|RA|RNTC|CADH|CDN|PIDCP|DUDH)(?:-[A-Z0-9/]+)*")
PLAIN = re.compile(r"[^A-ZÁÉÍÓÚÑáéíóúñ]*")


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((files("models") / "tables" / name).read_text(encoding="utf-8").splitlines()))


def _toml(name: str) -> dict[str, dict[str, object]]:
    return tomllib.loads((files("models") / "tables" / name).read_text(encoding="utf-8"))


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in _strings(one)]
    if isinstance(value, list):
        return [text for one in value for text in _strings(one)]
    return [value] if isinstance(value, str) else []


def test_norms_have_one_id_each_and_it_is_of_the_known_forms() -> None:
    ids = [row["canonical_id"] for row in _rows("normas.csv")]
    assert len(ids) == len(set(ids))
    assert [one for one in ids if not LAW_ID.fullmatch(one)] == []


def test_names_and_numbers_of_norms_can_be_used() -> None:
    ids = {row["canonical_id"] for row in _rows("normas.csv")}
    for row in _rows("normas.csv"):
        assert not re.compile(row["patron"]).groups, row["canonical_id"]
        assert PLAIN.fullmatch(row["patron"].replace("\\S", "").replace("\\W", "")), f"{row['canonical_id']}: patterns are plain text"
        assert not row["max_articulo"] or int(row["max_articulo"]) > 0
        assert not [number for number in row["numeros"].split("|") if number in ids], (
            f"{row['canonical_id']}: a number that is an id itself"
        )


def test_institutions_have_one_slug_each_and_no_spelling_leads_to_two() -> None:
    rows = _rows("entidades.csv")
    slugs = [slug(row["canonical_name"]) for row in rows]
    assert len(slugs) == len(set(slugs))
    owners: dict[str, set[str]] = {}
    for row in rows:
        for spelling in (row["canonical_name"], row["acronym"], *row["aliases"].split("|"), *row["cargos"].split("|")):
            if spelling:
                owners.setdefault(slug(spelling), set()).add(row["canonical_name"])
    assert {spelling: names for spelling, names in owners.items() if len(names) > 1} == {}


def test_every_institution_has_a_category_of_the_closed_list() -> None:
    assert {row["categoria"] for row in _rows("entidades.csv")} <= CATEGORIES
    table = tomllib.loads((files("models") / "tables" / "entidades.toml").read_text(encoding="utf-8"))
    assert {kind["categoria"] for kind in table["patron"]} <= CATEGORIES
    assert {category for categories in table["cargos"].values() for category in categories} <= CATEGORIES


def test_a_body_that_was_replaced_names_one_of_the_register() -> None:
    names = {row["canonical_name"] for row in _rows("entidades.csv")}
    assert [row["sucesor"] for row in _rows("entidades.csv") if row["sucesor"] and row["sucesor"] not in names] == []


def test_former_names_of_a_body_are_dated_and_found() -> None:
    for row in _rows("entidades.csv"):
        for former in filter(None, row["antes"].split("|")):
            dated = re.fullmatch(r"(.+) \((?:\d{4})?–\d{4}\)", former)
            assert dated is not None, former
            assert dated[1] in row["aliases"].split("|")
        assert all(re.fullmatch(r"(?:\d{4})?", row[column]) for column in ("desde", "hasta"))
        assert not row["hasta"] or row["sucesor"] or row["categoria"] == "ministerio", (
            f"{row['canonical_name']}: ended, and nobody came after it"
        )


def test_municipalities_are_those_of_a_place_of_the_register() -> None:
    places = {row["ubigeo"]: row for row in _rows("ubigeos.csv")}
    assert len(places) == len(_rows("ubigeos.csv"))
    coded = [row for row in _rows("entidades.csv") if row["ubigeo"]]
    assert len({row["ubigeo"] for row in coded}) == len(coded) > 50
    for row in coded:
        assert row["categoria"] == ("municipalidad_provincial" if len(row["ubigeo"]) == 4 else "municipalidad_distrital")
        assert row["ubigeo"] in places


def test_every_court_of_a_province_is_a_judicial_district() -> None:
    districts = tomllib.loads((files("models") / "tables" / "distritos.toml").read_text(encoding="utf-8"))["distritos"]
    assert {row["corte"] for row in _rows("ubigeos.csv") if row["corte"]} <= set(districts)


def test_kinds_of_institutions_say_how_their_name_is_made() -> None:
    table = tomllib.loads((files("models") / "tables" / "entidades.toml").read_text(encoding="utf-8"))
    for kind in table["patron"]:
        assert not re.compile(kind["busca"]).groups, kind["busca"]
        assert kind["forma"] in ("lugar", "region", "entero", "fijo", "corte", "persona", "sigla")
        assert ("nombre" in kind) == (kind["forma"] != "entero")


def test_topics_have_one_id_each_and_patterns_that_compile() -> None:
    rows = _rows("temas.csv")
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids))
    for row in rows:
        assert row["axis"] == ("tema" if row["id"].startswith("A") else "pretension")
        assert not re.compile(row["patron"]).groups, row["id"]


@pytest.mark.parametrize(
    "name", ["normas.toml", "citas.toml", "partes.toml", "entidades.toml", "cortes.toml", "derechos.toml", "defensas.toml", "peticion.toml"]
)
def test_every_string_of_a_table_is_a_pattern_that_compiles(name: str) -> None:
    for text in _strings(_toml(name)):
        re.compile(text.replace("{lugar}", "x").replace("{de_lugar}", "x").replace("{persona}", "x"))


def test_rights_and_defences_are_those_of_the_public_record() -> None:
    assert set(_toml("derechos.toml")["derechos"]) <= set(get_args(Derecho))
    assert set(_toml("defensas.toml")["defensas"]) <= DEFENCES

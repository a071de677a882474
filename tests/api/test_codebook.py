"""The code book describes the CSV that is written: every column, every closed list, nothing else."""

import csv
import io
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest

from api.codebook import HEADER, CodebookBody, ColumnBody, codebook, codebook_lines
from api.desk import Desk
from api.exports import COLUMNS, csv_lines
from api.params import parse
from indexer.index.live import LiveIndex
from models import vocabulary
from models.ruling import Evidencia, Fuente, Instancia, PuntoFallo, Ruling
from models.settings import Settings
from tests.api.client import Client

HINTS = get_type_hints(Ruling)
LISTS = {
    "primera_instancia": Instancia,
    "segunda_instancia": Instancia,
    "fuente": Fuente,
    "fallo[]": PuntoFallo,
    "evidencia.resultado[]": Evidencia,
}


def described(book: CodebookBody) -> dict[str, ColumnBody]:
    return {one.columna: one for one in book.columnas}


def closed(hint: Any) -> set[str]:
    """The values of a Literal, alone, optional or in a tuple; nothing for open types."""
    if get_origin(hint) is Literal:
        return set(get_args(hint))
    inner = [one for one in get_args(hint) if one is not type(None) and one is not Ellipsis]
    return closed(inner[0]) if len(inner) == 1 and (isinstance(hint, UnionType) or get_origin(hint) is tuple) else set()


def test_every_column_is_described_in_the_order_of_the_csv_and_nothing_else() -> None:
    assert [one.columna for one in codebook().columnas] == [name for name, _ in COLUMNS]
    table = csv.DictReader(io.StringIO("".join(codebook_lines()), newline=""))
    rows = list(table)
    assert tuple(table.fieldnames or ()) == HEADER
    assert [row["columna"] for row in rows] == [name for name, _ in COLUMNS]
    assert all(row["significado"].endswith(".") and row["campo"] for row in rows)


@pytest.mark.parametrize("name", [name for name, _ in COLUMNS if closed(HINTS.get(name))])
def test_a_closed_field_of_the_record_has_all_its_values(name: str) -> None:
    assert {code.valor for code in described(codebook())[name].valores} == closed(HINTS[name])


@pytest.mark.parametrize(("name", "facet"), [
    ("categoria_entidad", "tipo_entidad"), ("temas", "tema"), ("pretension", "pretension"), ("excepciones_invocadas", "defensa"),
    ("proceso", "proceso"), ("primera_instancia_resultado", "resultado_instancia"), ("litigante_frecuente", "litigante_frecuente"),
])  # fmt: skip
def test_a_list_kept_in_a_table_is_complete_with_labels(name: str, facet: str) -> None:
    terms = vocabulary.values(facet) or ()
    assert [(code.valor, code.etiqueta) for code in described(codebook())[name].valores] == [(term.valor, term.etiqueta) for term in terms]
    assert terms


def test_source_fields_are_fields_of_the_record() -> None:
    for one in codebook().columnas:
        place, _, last = one.campo.rpartition(".")
        fields = get_type_hints(LISTS[place]) if place else HINTS
        assert last.removesuffix("[]") in fields


def test_several_values_are_announced_where_the_field_holds_several() -> None:
    for one in codebook().columnas:
        assert one.varios == (get_origin(HINTS.get(one.campo.partition("[")[0])) is tuple), one.columna


def test_what_is_written_is_what_the_code_book_says(index: LiveIndex, api_settings: Settings) -> None:
    text = "".join(csv_lines(Desk(index, api_settings), parse("proceso=todos")))
    for row in csv.DictReader(io.StringIO(text, newline="")):
        for one in codebook().columnas:
            cells = row[one.columna].split(" | ") if one.varios else [row[one.columna]]
            known = {code.valor for code in one.valores} | ({"si", "no"} if one.tipo == "si_no" else set())
            assert row[one.columna] == "" or not known or set(cells) <= known
            assert row[one.columna] or one.vacio, one.columna


def test_the_api_gives_the_same_code_book(api: Client) -> None:
    answer = api.get("/api/v1/codigos").json()
    assert [one["columna"] for one in answer["columnas"]] == [name for name, _ in COLUMNS]
    outcome = next(one for one in answer["columnas"] if one["columna"] == "sentido_para_demandante")
    assert outcome["valores"][0] == {"valor": "gano", "etiqueta": "Ganó", "glosa": "Quien demandó obtuvo lo que pedía."}

"""Tables among the files of an import: rows of the listing that others saved, the Court's open register; hostile ones are typed refusals."""

import io
import json
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.platforms.files import Entry, Table, everything_in
from crawler.platforms.register import totals
from crawler.platforms.saved import table_in
from crawler.platforms.sedetc_rows import SavedRows
from crawler.platforms.spreadsheet import Row, csv_rows, xlsx_rows
from models.errors import RefusedDocument
from models.register import Total, Totals

SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CSV_HEADER = (
    "id_interno,numero_sentencia,numero_expediente,url_archivo,sentencia_sala,sentencia_distrito,tipo_expediente,sentido_resolucion,"
    "nombre_demandante,nombre_demandado,fecha_publicacion,fecha_sentencia,fundamentos"
)
REGISTER = "FEC_INGRESO,CDES_TIPOPROCESO,PUB_PAGWEB,PUB_PERUANO,FALLO\n"


def book(rows: str, strings: str = "", **more: str) -> bytes:
    """A workbook with one sheet."""
    made = io.BytesIO()
    parts = {
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{LINKS}"><sheets><sheet name="h" sheetId="1" r:id="rId7"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="x"><Relationship Id="rId7" Target="worksheets/hoja.xml"/></Relationships>',
        "xl/worksheets/hoja.xml": SHEET.format(rows),
        "xl/sharedStrings.xml": f"<sst {MAIN}>{strings}</sst>",
        **more,
    }
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def cells(*values: str) -> str:
    return "<row>" + "".join(f'<c t="inlineStr"><is><t>{value}</t></is></c>' for value in values) + "</row>"


def saved(path: str, body: str | bytes) -> SavedRows:
    found = table_in(path, body.encode() if isinstance(body, str) else body)
    assert isinstance(found, SavedRows)
    return found


def counted(path: str, body: bytes) -> Totals:
    found = table_in(path, body)
    assert isinstance(found, Totals)
    return found


def test_a_row_of_a_saved_listing_is_what_the_listing_said() -> None:
    body = (
        f"{CSV_HEADER}\n"
        "90001,12/2021,90001-2019-HD (Auto) ,https://tc.gob.pe/jurisprudencia/2021/90001-2019-HD%20Resolucion.pdf,"
        "\"{'id': 3, 'nombre': 'Pleno', 'slug': 'pleno'}\",None,Improcedente,Otros,Rosa Inventada,Municipalidad de Ejemplo,2021-01-31,2020-11-06,"
        "\"['4. Un párrafo', 'con, coma']\"\n"
        "90002,,90002-2019-AA,https://tc.gob.pe/jurisprudencia/2021/90002-2019-AA.pdf,,,,,,,2021-02-30,,\n"
    )
    found = saved("datos/expedientes-json-2021.csv", body)
    (row,) = found.listings
    assert (row.source, row.key, row.expediente, row.sala, row.distrito) == ("sedetc", "90001", "90001-2019-HD (Auto) ", "Pleno", "")
    assert (row.fecha_publicacion, row.fecha_sentencia, row.sentido) == ("2021-01-31", "2020-11-06", "Otros")
    assert json.loads(row.raw)["fundamentos"] == "['4. Un párrafo', 'con, coma']"
    assert found.others == 1
    assert found.issues == []


def test_a_map_of_ids_tells_the_year_by_its_key_or_its_name_and_a_broken_number_is_a_line() -> None:
    body = json.dumps({"_note": "x", "2021": {"90001": "90001-2019-HD", "90002": "90002-2019-AA"}, "1998": {"7": "90003-997-HD"}})
    found = saved("mapas.json", body)
    assert [(row.key, row.expediente, row.url, row.fecha_publicacion) for row in found.listings] == [("90001", "90001-2019-HD", "", "2021")]
    assert [(one.regla, one.url) for one in found.issues] == [("expediente_ilegible", "file:mapas.json#7")]
    (row,) = saved("datos/id_map-2019.json", '{"5": "90001-2018-HD (Nulidad)"}').listings
    assert row.fecha_publicacion == "2019"


def test_a_saved_answer_of_the_api_gives_its_rows() -> None:
    source = {"id": 5, "numero_expediente": "90001-2018-HD", "url_archivo": "https://tc.gob.pe/jurisprudencia/2019/90001-2018-HD.pdf"}
    for answer in ({"error": False, "data": [{"_id": "5", "_source": source}], "total": 1}, {"_id": "5", "_source": source}):
        found = saved("pagina.json", json.dumps(answer))
        assert [(row.key, row.expediente) for row in found.listings] == [("5", "90001-2018-HD")]


@pytest.mark.parametrize("body", ['{"a": 1}', "[1]", '{"otros": "textos"}', "null"])
def test_other_json_is_no_table(body: str) -> None:
    assert table_in("x.json", body.encode()) is None


def test_the_register_is_counted_by_year_process_and_outcome() -> None:
    body = (
        REGISTER + "20190105,Proceso de HÁBEAS DATA,20210131,--,Fundada\n20190106,HÁBEAS DATA,--,20210203.0,Fundada\n"
        "20190107,HÁBEAS DATA,--,--,--\n20190108,QUEJA,20211399,--,Nulo\n20190109,Arbitraje,20200101,--,Nulo\n"
    ).encode("iso-8859-1")
    found = counted("dataset_pub.csv", body)
    assert found.dataset == "publicados"
    assert found.odd_dates == 1
    assert set(found.lines) == {
        Total("2021", "HD", "Fundada", 2),
        Total("", "HD", "", 1),
        Total("", "Q", "Nulo", 1),
        Total("2020", "Arbitraje", "Nulo", 1),
    }


def test_the_table_of_what_entered_is_counted_by_year_of_entry() -> None:
    found = counted("dataset_ing.csv", b"FEC_INGRESO;CDES_TIPOPROCESO\n20190105;HABEAS CORPUS\n")
    assert (found.dataset, found.lines) == ("ingresados", (Total("2019", "HC", "", 1),))


def test_a_workbook_gives_what_its_csv_gives_whatever_way_its_cells_are_written() -> None:
    strings = (
        "<si><t>FEC_INGRESO</t></si><si><r><t>CDES_</t></r><r><t>TIPOPROCESO</t></r><rPh><t>no</t></rPh></si><si><t>hábeas data</t></si>"
    )
    rows = (
        cells("Registro del Tribunal")
        + '<row><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c></row><row/>'
        + '<row><c r="A3"><v>20190105</v></c><c r="B3" t="s"><v>2</v></c></row><row><c r="B4" t="s"><v>2</v></c></row>'
    )
    found = counted("dataset_ing.xlsx", book(rows, strings))
    assert set(found.lines) == {Total("2019", "HD", "", 1), Total("", "HD", "", 1)}


def test_a_workbook_of_anything_else_is_no_table() -> None:
    assert table_in("notas.xlsx", book(cells("a", "b"))) is None


BOMB = book("<row>" + "<c><v>1</v></c>" * 400 + "</row>")


@pytest.mark.parametrize(
    ("body", "regla"),
    [
        (b"\xd0\xcf\x11\xe0old", "formato"),
        (b"PK\x03\x04 cut", "danado"),
        (BOMB[:-30], "danado"),
        (book('<row><c r="A1"><f>1+1</f><v>2</v></c></row>'), "formula"),
        (book('<row><c t="s"><v>5</v></c></row>'), "danado"),
        (book('<row><c t="s"><v>x</v></c></row>'), "danado"),
        (book("<row>" + "<c><v>1</v></c>" * 600 + "</row>"), "formato"),
        (book('<row><c r="ZZZ1"><v>1</v></c></row>'), "formato"),
        (book("<row><c>"), "danado"),
        (book("", **{"xl/workbook.xml": f"<workbook {MAIN}/>"}), "formato"),
        (book("", **{"xl/_rels/workbook.xml.rels": "<a/>"}), "formato"),
        (
            book("", **{"xl/worksheets/hoja.xml": f'<!DOCTYPE a [<!ENTITY b "c">]>{SHEET.format("<row><c><v>&b;</v></c></row>")}'}),
            "formato",
        ),
        (book("", **{"xl/sharedStrings.xml": f"<sst {MAIN}><si><t>" + "a" * 70_000_000 + "</t></si></sst>"}), None),
    ],
)
def test_a_hostile_workbook_is_a_typed_refusal(body: bytes, regla: str | None) -> None:
    with pytest.raises(RefusedDocument) as refused:
        list(xlsx_rows(body))
    assert refused.value.regla == regla or (regla is None and refused.value.regla in ("demasiado_grande", "danado"))


def test_a_workbook_with_a_password_and_one_that_lacks_its_sheet_are_refused() -> None:
    locked = bytearray(book(cells("a")))
    place = locked.rfind(b"PK\x01\x02")
    struct.pack_into("<H", locked, place + 8, 1)
    lacking = book("", **{"xl/_rels/workbook.xml.rels": '<a><Relationship Id="rId7" Target="/no/esta.xml"/></a>'})
    for body, regla in ((bytes(locked), "cifrado"), (lacking, "danado")):
        with pytest.raises(RefusedDocument) as refused:
            list(xlsx_rows(body))
        assert refused.value.regla == regla


def test_a_register_without_its_columns_is_refused() -> None:
    rows: list[Row] = [("A", "B")]
    with pytest.raises(RefusedDocument):
        totals(iter(rows))


def test_a_csv_cell_without_end_is_refused() -> None:
    with pytest.raises(RefusedDocument):
        list(csv_rows(b'a,b\n"' + b"x" * 2_000_000))


@given(st.binary(max_size=300), st.sampled_from([".csv", ".xlsx", ".json"]), st.booleans())
def test_no_bytes_end_in_anything_but_a_table_or_a_typed_refusal(body: bytes, extension: str, headed: bool) -> None:
    heads = {".csv": REGISTER.encode(), ".xlsx": b"PK\x03\x04", ".json": b'{"1": "90001-2018-HD", "2": '}
    with suppress(RefusedDocument):
        assert not isinstance(table_in(f"x{extension}", heads[extension] + body if headed else body), str)


def test_a_record_by_sections_of_the_open_corpus_says_what_the_listing_said(tmp_path: Path) -> None:
    record = {
        "CONTEXTO": " 90001-1998-HD.pdf == [Documento original](https://tc.gob.pe/jurisprudencia/1999/90001-1998-HD.pdf) ---",
        "ASUNTO:": "…",
        "fecha_publicacion": "1999-08-17",
        "id": 7,
        "nombre_demandado": "Empresa de Ejemplo",
        "nombre_demandante": None,
        "numero_expediente": "90001-1998-HD",
    }
    (row,) = saved("json/90001-1998-HD.pdf.json", json.dumps(record)).listings
    assert (row.key, row.url) == ("7", "https://tc.gob.pe/jurisprudencia/1999/90001-1998-HD.pdf")
    assert (row.fecha_publicacion, row.demandado, row.demandante) == ("1999-08-17", "Empresa de Ejemplo", "")


def test_in_a_folder_tables_and_documents_come_apart(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/main")
    (tmp_path / "filas.csv").write_text(f"{CSV_HEADER}\n")
    (tmp_path / "otras.csv").write_text("a,b\n1,2\n")
    (tmp_path / "roto.xlsx").write_bytes(b"PK\x03\x04")
    found = list(everything_in(tmp_path))
    assert [one.file for one in found if isinstance(one, Table)] == ["filas.csv"]
    lines = {one.file: getattr(one.found, "regla", "") for one in found if isinstance(one, Entry)}
    assert lines == {"otras.csv": "formato", "roto.xlsx": "danado"}


SAMPLES = Path(__file__).parents[2].parent / "shared" / "api-samples"


@pytest.mark.corpus
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="../shared/api-samples is not here")
def test_the_real_rows_and_the_real_map_are_read() -> None:
    rows = saved("sedetc_rows_2021.csv", (SAMPLES / "sedetc_rows_2021_TF_AGENTES.csv").read_bytes())
    assert len(rows.listings) + rows.others == 11
    assert {row.sala for row in rows.listings} <= {"Pleno", "Sala 1", "Sala 2"}
    assert not any("{" in row.distrito for row in rows.listings)
    (record,) = saved("01071-1998-HD.pdf.json", (SAMPLES / "01071-1998-HD.pdf.json").read_bytes()).listings
    assert (record.expediente, record.fecha_publicacion) == ("01071-1998-HD", "1999-08-17")
    numbers = saved("map.json", (SAMPLES / "sedetc_id_map_HD_subset.json").read_bytes())
    assert len(numbers.listings) == 36
    assert {row.fecha_publicacion for row in numbers.listings} == {"2021", "1998"}

"""The sample court is what the newcomer sees first and what the extraction is measured with: it must be whole, marked and reproducible."""

import json
import re
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTTextContainer

from models.ids import RulingId, identify
from models.names import slug
from models.ruling_json import from_json
from sample.labels import LABELLED
from sample.make import COURT, make
from sample.pdf import MARK, to_pdf
from sample.source import RulingSource, read_source, sources

NAMES = sorted(path.name for path in COURT.iterdir())
ROW = (
    "id", "numero_expediente", "numero_sentencia", "url_archivo", "slug", "fecha_publicacion", "fecha_sentencia", "nombre_demandante",
    "nombre_demandado", "sentencia_sala", "sentencia_distrito", "tipo", "sentido", "fundamentos",
)  # fmt: skip
MORE_RESULTS_THAN = 7


def record(name: str) -> dict[str, object]:
    loaded: dict[str, object] = json.loads((COURT / name / "expected.json").read_text(encoding="utf-8"))
    return loaded


def row(name: str) -> dict[str, object]:
    loaded: dict[str, object] = json.loads((COURT / name / "listing.json").read_text(encoding="utf-8"))
    return loaded


def source(name: str) -> RulingSource:
    return read_source(Path(__file__).parents[2] / "sample" / "rulings" / f"{name}.md")


def items(table: dict[str, object], key: str) -> list[dict[str, object]]:
    value = table[key]
    assert isinstance(value, list)
    return value


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@cache
def pages(name: str) -> list[str]:
    """Text of each page; read once, since two tests ask for it."""
    return [
        "".join(part.get_text() for part in page if isinstance(part, LTTextContainer))
        for page in extract_pages(BytesIO((COURT / name / "ruling.pdf").read_bytes()))
    ]


def with_format(suffix: str) -> list[str]:
    return [name for name in NAMES if (COURT / name / f"ruling.{suffix}").exists()]


def test_the_court_holds_what_the_contract_promises() -> None:
    kinds = [record(name)["tipo_resolucion"] for name in NAMES]
    assert len(NAMES) >= 32
    assert sum(kind != "sentencia" for kind in kinds) >= 13
    assert len(with_format("htm")) >= 9
    assert all(int(name[:5]) >= 90001 for name in NAMES)


def test_the_court_is_varied() -> None:
    records = [record(name) for name in NAMES]
    assert len({found["resultado"] for found in records}) > MORE_RESULTS_THAN
    assert {found["sala"] for found in records} >= {"Pleno", "Sala Primera", "Sala Segunda"}
    assert {found["costos"] for found in records} == {"con_costos", "sin_costos", "no_menciona"}
    assert {found["votacion"] for found in records} >= {"unanime", "mayoria", "voto_decisorio", "dirimente"}
    assert {found["ambito"] for found in records} == {"demanda", "costos", "ejecucion", "otro"}
    assert {found["objeto_del_rac"] for found in records} >= {"todo", "extremo", "costos", "ejecucion"}
    assert {source(name).ficha.era for name in NAMES} == {1, 2, 3, 4}


def test_the_same_sources_make_the_same_bytes(tmp_path: Path) -> None:
    made = tmp_path / "court"
    assert make(made) == len(NAMES)
    fresh = {path.relative_to(made).as_posix(): path.read_bytes() for path in made.rglob("*") if path.is_file()}
    kept = {path.relative_to(COURT).as_posix(): path.read_bytes() for path in COURT.rglob("*") if path.is_file()}
    assert sorted(fresh) == sorted(kept)
    assert [name for name in kept if kept[name] != fresh[name]] == []


def test_the_court_stays_small() -> None:
    assert sum(path.stat().st_size for path in COURT.rglob("*") if path.is_file()) < 3_000_000


@pytest.mark.parametrize("name", with_format("pdf"))
def test_every_page_of_a_pdf_says_that_it_is_fictional(name: str) -> None:
    found = pages(name)
    assert found
    assert all(MARK in page for page in found)


@pytest.mark.parametrize("name", with_format("pdf"))
def test_every_word_of_the_source_stands_in_the_pdf(name: str) -> None:
    text = folded(" ".join(pages(name)))
    missing = [word for word in re.findall(r"[\wñÑ]{4,}", source(name).text) if word not in text]
    assert missing == []


@pytest.mark.parametrize("name", with_format("htm"))
def test_a_page_of_word_says_that_it_is_fictional_above_and_below(name: str) -> None:
    markup = (COURT / name / "ruling.htm").read_bytes().decode("windows-1252")
    assert folded(markup).count(MARK) >= 2
    assert "charset=windows-1252" in markup
    assert "<o:p>&nbsp;</o:p>" in markup


@pytest.mark.parametrize("name", with_format("htm"))
def test_every_word_of_the_source_stands_in_the_html(name: str) -> None:
    markup = (COURT / name / "ruling.htm").read_bytes().decode("windows-1252")
    text = re.sub(r"<[^>]*>", "", markup, flags=re.DOTALL)
    assert [word for word in re.findall(r"[\wñÑ]{4,}", source(name).text) if word not in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_record_has_every_field_that_a_person_can_label_and_no_value_outside_the_closed_lists(name: str) -> None:
    found = record(name)
    numbers = found.pop("numeros_fundamentos")
    assert sorted(found) == sorted(LABELLED)
    assert isinstance(numbers, list)
    assert from_json(json.dumps(found)).id == found["id"]


@pytest.mark.parametrize("name", NAMES)
def test_the_id_comes_from_the_name(name: str) -> None:
    found, listed = record(name), row(name)
    number = str(listed["numero_expediente"])
    assert found["id"] == identify(name).ruling_id()
    assert identify(name, number).ruling_id() == RulingId(str(found["id"]))
    assert number.startswith(identify(name).expediente)


def test_ids_are_unique() -> None:
    assert len({record(name)["id"] for name in NAMES}) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_listing_row_has_the_shape_of_the_courts_own(name: str) -> None:
    found = row(name)
    assert tuple(found) == ROW
    year, last = str(found["url_archivo"]).removeprefix("https://www.tc.gob.pe/jurisprudencia/").split("/")
    assert year == str(found["fecha_publicacion"])[:4]
    assert last.replace("%20", " ").rpartition(".")[0] == name
    assert (COURT / name / f"ruling.{last.rpartition('.')[2]}").exists()
    assert date.fromisoformat(str(found["fecha_sentencia"])) <= date.fromisoformat(str(found["fecha_publicacion"]))


@pytest.mark.parametrize("name", NAMES)
def test_what_a_record_quotes_stands_in_the_ruling(name: str) -> None:
    text, found = folded(source(name).text), record(name)
    points = [str(item["texto"]) for item in items(found, "fallo")]
    assert points
    assert [point for point in points if point not in text] == []
    assert [point for point in points if len(point.split()) > 15] == []
    asked = found["informacion_solicitada"]
    assert asked is None or (str(asked) in text and len(str(asked).split()) <= 40)


@pytest.mark.parametrize("name", NAMES)
def test_parties_and_entities_agree_with_each_other(name: str) -> None:
    found = record(name)
    names = [str(entity) for entity in found["entidades"]] if isinstance(found["entidades"], list) else []
    assert found["entidades_slug"] == [slug(entity) for entity in names]
    categories = found["categoria_entidad"]
    assert isinstance(categories, list)
    assert len(categories) == len(names)


@pytest.mark.parametrize("name", NAMES)
def test_the_dates_of_a_dispute_are_in_order(name: str) -> None:
    found = record(name)
    instances = [found["primera_instancia"], found["segunda_instancia"]]
    dates = [found["fecha_demanda"], *(item.get("fecha") for item in instances if isinstance(item, dict)), found["fecha"]]
    known = [str(value) for value in (*dates, found["fecha_publicacion"]) if value]
    assert known == sorted(known)


@pytest.mark.parametrize("name", NAMES)
def test_fundamentos_are_numbered_without_a_gap(name: str) -> None:
    numbers = [str(item) for item in json.loads((COURT / name / "expected.json").read_text(encoding="utf-8"))["numeros_fundamentos"]]
    parts: dict[str, list[int]] = {}
    for number in numbers:
        vote, _, last = number.rpartition(".")
        parts.setdefault(vote, []).append(int(last))
    assert parts or record(name)["tipo_resolucion"] != "sentencia"
    assert [vote for vote, found in parts.items() if found != list(range(1, len(found) + 1))] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_cited_ruling_of_the_sample_court_exists_in_it(name: str) -> None:
    cases = {identify(other).expediente for other in NAMES}
    cited = [(str(item["sentencia"]), item["estado"]) for item in items(record(name), "citas")]
    assert len({case for case, _ in cited}) == len(cited)
    assert [case for case, _ in cited if case.startswith("9") and case not in cases] == []
    assert [case for case, state in cited if (state == "resuelta") != (case in cases)] == []


def test_some_rulings_are_cited_by_others() -> None:
    cited = [str(item["sentencia"]) for name in NAMES for item in items(record(name), "citas") if item["estado"] == "resuelta"]
    assert len(cited) >= 10


def test_a_note_without_its_call_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "90001-1997-HD.md"
    path.write_text(
        '+++\nera = 1\nformatos = ["pdf"]\npublicado = "1998-01-01"\nexp = "EXP."\ncaratula = ["LIMA"]\n[registro]\n+++\nA.\n\n[^1]: B.\n'
    )
    with pytest.raises(ValueError, match="90001-1997-HD"):
        read_source(path)


def test_a_page_never_overflows_into_the_footnotes(tmp_path: Path) -> None:
    body = "\n\n".join(f"{n}. " + "palabra " * 60 + f"de 2022[^{n}]." for n in range(1, 30))
    notes = "\n".join(f"[^{n}]: Foja {n} del expediente. " + "Véase además el cargo. " * 6 for n in range(1, 30))
    path = tmp_path / "90001-1997-HD.md"
    path.write_text(
        f'+++\nera = 4\nformatos = ["pdf"]\npublicado = "1998-01-01"\nexp = "EXP."\ncaratula = ["LIMA"]\n[registro]\n+++\n{body}\n\n{notes}\n'
    )
    for page in extract_pages(BytesIO(to_pdf(read_source(path), "https://example.org"))):
        boxes = [part for part in page if isinstance(part, LTTextContainer) and part.x0 > 90 and part.y0 > 60 and part.y1 < 700]
        big = min(part.y0 for part in boxes if "palabra" in part.get_text())
        small = max(part.y1 for part in boxes if part.get_text().strip().startswith("Véase") or "Foja" in part.get_text())
        assert small < big + 4


def test_sources_are_read_in_order_of_name() -> None:
    names = [found.name for found in sources()]
    assert names == sorted(names) == NAMES

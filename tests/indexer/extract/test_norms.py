"""Articles and laws: invented sentences, each row one way of writing that rulings use."""

import re

import pytest

from indexer.extract.articles import read_articles
from indexer.extract.norm_table import by_number, misprinted, numbered, successor
from indexer.extract.norm_table import normas as known_norms
from indexer.extract.norms import normas
from indexer.extract.plain import plain
from indexer.extract.source import Source
from indexer.extract.tables import keys, phrases, rows
from models.document import Calidad, DocumentText, Nota
from models.ids import identify
from models.ruling import Seccion


def _source(sentence: str, zone: str = "fundamentos", name: str = "90001-2015-HD") -> Source:
    text = f"{sentence}\n"
    document = DocumentText(text, text, (), tuple[Nota, ...](), "texto", Calidad("media", None))
    return Source(document, identify(name), (), (Seccion(zone, 0, len(text)),), (), name)  # type: ignore[arg-type]


def _normas(sentence: str, name: str = "90001-2015-HD") -> list[str]:
    return [found.value for found in normas(_source(sentence, name=name))]


@pytest.mark.parametrize(
    ("mention", "articles"),
    [
        ("artículo 62", ("62",)),
        ("artículo 62.o", ("62",)),
        ("artículo 62°.", ("62",)),
        ("artículos 13, 15 y 17", ("13", "15", "17")),
        ("artículo 2, inciso 5", ("2.5",)),
        ("inciso 5) del artículo 2", ("2.5",)),
        ("incisos 5 y 6 del artículo 2.°", ("2.5", "2.6")),
        ("artículo 2, incisos 5 y 6", ("2.5", "2.6")),
        ("artículo 2.5", ("2.5",)),
        ("artículos 2, inciso 5, y 200, inciso 3", ("2.5", "200.3")),
        ("literal b) del numeral 2 del artículo 15-B", ("15-B.2.b",)),
        ("artículos 9, inciso d), y 10", ("9.d", "10")),
        ("artículos 410 al 419", ("410-419",)),
        ("artículos 36° a 38°", ("36", "37", "38")),  # a short range is each of its articles
        ("inciso 7, segundo párrafo, del artículo 2", ("2.7",)),
        ("artículo IX", ("IX",)),
        ("incisos 1.3, 1.4y 1.6 del artículo IV", ("IV.1.3", "IV.1.4", "IV.1.6")),
        ("arts. 5 y 6", ("5", "6")),
        ("artículos 17, inciso 5, y 19", ("17.5", "19")),  # several articles, one part
        ("artículo 17, incisos 5 y 9", ("17.5", "17.9")),
        ("inciso 5), artículo 2°", ("2.5",)),
        ("artículo 2 .5°", ("2.5",)),
        ("artículo 2° 5", ("2.5",)),
        ("artículo 5.1.", ("5.1",)),
        ("artículo 60 a)", ("60.a",)),
        ("artículo 11, incisos a y b", ("11.a", "11.b")),
        ("inciso d. del artículo 10", ("10.d",)),
        ("artículo 15 b, inciso 3", ("15-B.3",)),
        ("artículos 13°, 15°, 15°-ay 15°-b", ("13", "15", "15-A", "15-B")),
        ("artículo 18, numeral 18.3", ("18.3",)),
        ("apticulo 62", ("62",)),  # a letter of the word itself is damaged
        ("articulo413", ("413",)),
    ],
)
def test_articles_are_read_in_every_form_of_the_court(mention: str, articles: tuple[str, ...]) -> None:
    assert read_articles(plain(mention)) == articles


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Según el artículo 2, inciso 5, de la Constitución Política del Perú, se pide.", ["CONST-1993:2.5"]),
        ("El articulo 2., inciso 5, de la Constitucion lo dice.", ["CONST-1993:2.5"]),  # the degree sign read as a point
        ("El articulo 18., numeral 3, del Decreto Supremo 006-2009-TR lo dice.", ["DS-006-2009-TR:18.3"]),
        ("Rige la Ley 27806, pues el citado artículo 15 lo dice.", ["LEY-27806:15"]),
        ("Los artículos 410 al 419 del Código Procesal Civil lo dicen.", ["CODIGO-PROCESAL-CIVIL:410-419"]),
        ("El articulo 20, inciso 5, de la Constitucion lo dice.", ["CONST-1993:2.5"]),  # 2° read as 20
        ("Los artículos 13, 15 y 17 del TUO de la Ley 27806 lo dicen.", ["LEY-27806:13", "LEY-27806:15", "LEY-27806:17"]),
        ("El articulo 170 de la Ley N.o 27806 lo dice.", ["LEY-27806:17"]),
        ("el articulo 620 del Codigo Procesal Constitucional exige", ["CPC-2004:62"]),
        ("el artículo 60 del Nuevo Código Procesal Constitucional exige", ["NCPC-2021:60"]),
        ("el artículo IX del Título Preliminar del Código Procesal Constitucional", ["CPC-2004:TP.IX"]),
        ("el inciso 8 del artículo I del Título Preliminar de la Ley N.° 27444", ["LEY-27444:TP.I.8"]),
        ("la Ley 27806, en cuyo artículo 3 se dice", ["LEY-27806:3"]),
        ("el artículo 62 del CPConst y el artículo 65 del mismo código", ["CPC-2004:62", "CPC-2004:65"]),
        ("los artículos 13 y 26 del Reglamento de la Ley 27806", ["DS-072-2003-PCM:13", "DS-072-2003-PCM:26"]),
        ("las Leyes N.os 27487, 27452 y 27586 lo dicen", ["LEY-27487", "LEY-27452", "LEY-27586"]),
        ("el Decreto Supremo N.º 43-2003-PCM rige", ["DS-043-2003-PCM"]),
        ("el DL 19990 y el D. Leg. 1353 rigen", ["DLEY-19990", "DLEG-1353"]),
        ("el artículo 18.3 del Decreto Supremo 006-2009-TR", ["DS-006-2009-TR:18.3"]),
        ("el artículo 10 del TUO de la Ley 27806, aprobado por Decreto Supremo 021-2019-JUS", ["LEY-27806:10", "DS-021-2019-JUS"]),
        ("El Decreto Supremo 021-2019-JUS rige; el artículo 13 de la misma norma lo dice.", ["LEY-27806:13", "DS-021-2019-JUS"]),
        ("El artículo 15 de la Ley 26842 lo dice, y su artículo 29 también.", ["LEY-26842:15", "LEY-26842:29"]),
        ("La Ley 26842 rige. A fojas 2 obra la carta que exige su artículo 15.", ["LEY-26842:15"]),
        ("el artículo 1, a contrario sensu, del Código Procesal Constitucional", ["CPC-2004:1"]),
        ("los artículos 54 y siguientes del Reglamento Normativo del Tribunal Constitucional", ["RNTC:54"]),
        (
            "El inciso 5) del artículo 2 de la Constitución y el artículo VIII del Título Preliminar del Código Procesal Constitucional; "
            "el inciso 6) del mismo artículo.",
            ["CONST-1993:2.5", "CPC-2004:TP.VIII", "CONST-1993:2.6"],
        ),
        (
            "El artículo 2 de la Constitución y el artículo 660 del Código Civil; el inciso 5 del mismo artículo de la Constitución.",
            ["CONST-1993:2", "CODIGO-CIVIL:660", "CONST-1993:2.5"],
        ),
        ("la Ley Orgánica de Municipalidades, N.° 23853, y la Ley Universitaria, Ley N.° 30220", ["LEY-23853", "LEY-30220"]),
        ("el artículo 27 de la Ley 23506, que el artículo 3 de la citada Ley N.° 26301 aplica", ["LEY-23506:27", "LEY-26301:3"]),
        ("los artículos 410 al 419 del Código Procesal Civil", ["CODIGO-PROCESAL-CIVIL:410-419"]),
        ("con la autoridad que le confiere la Constitución", []),  # the Constitution without an article is no citation
        ("el artículo 12 del contrato y la Ley 27444", ["LEY-27444"]),  # the article is the contract's
        ("el Proyecto de Ley 4455/2010-CR", []),
        ("La Ley 26842 rige; el artículo 29 del mismo, y el artículo 15 de la misma.", ["LEY-26842:15"]),  # "del mismo" is no ley
        ("La Ley 27806 rige; el artículo 90 de la citada norma trata de otra cosa.", ["LEY-27806:9"]),  # 9° read as 90
        ("La Ley 29733 rige; el artículo 120 de dicha norma trata de otra cosa.", ["LEY-29733:12"]),
        ("La Ley 29733 rige; el artículo 125 de dicha norma trata de otra cosa.", ["LEY-29733"]),  # the law has no such article
        ("El Decreto Supremo 014-2002-TR rige; el artículo 11 de dicho dispositivo.", ["DS-014-2002-TR:11"]),
        ("La Ley 27806 rige. Artículo 15 del Reglamento de Ascensores de la empresa.", ["LEY-27806"]),
        ("El artículo 100 de su reglamento, aprobado por Decreto Supremo 005-2005-MTC.", ["DS-005-2005-MTC:100"]),
        (
            "Rige la Ley 27806; el artículo 13 de la Ley 29733 dice:\nArtículo 14.- Nombre\nTexto.",
            ["LEY-29733:13", "LEY-29733:14", "LEY-27806"],
        ),
        ("el Código Civil; el artículo 62 del ahora derogado Código Procesal Constitucional", ["CPC-2004:62", "CODIGO-CIVIL"]),
        ("el artículo 1 del Código Procesal Constitucional de 2004", ["CPC-2004:1"]),
        ("el inciso 2 del artículo 5 de la Constitución", ["CONST-1993:2.5"]),  # the Court's own slip
        ("conforme al artículo 90 del Código Procesal Constitucional", ["CPC-2004:9"]),
        ("conforme al numeral 61.1° del Código Procesal Constitucional", ["CPC-2004:61.1"]),
        ("la Resolución Administrativa 172-2021-P/TC y la Resolución 1234-2007-ONP/DC/DL 19990", []),  # who sits; an act's number
        ("no incluirlo en el RNTCI", []),  # a register of workers, not the Reglamento Normativo
        ("conforme al Art. 1 de la Ley N° 27269", []),  # the stamp of a digital signature
    ],
)
def test_an_article_goes_to_the_law_that_it_is_said_of(sentence: str, expected: list[str]) -> None:
    assert _normas(sentence) == expected


@pytest.mark.parametrize(
    ("article", "law"), [("62", "CPC-2004"), ("56", "CPC-2004"), ("60", "NCPC-2021"), ("28", "NCPC-2021"), ("59", "NCPC-2021")]
)
def test_the_article_tells_the_code_where_its_name_does_not(article: str, law: str) -> None:
    sentence = f"El Nuevo Código Procesal Constitucional rige. El artículo {article} del Código Procesal Constitucional lo manda."
    assert _normas(sentence, "90001-2021-HD") == [f"{law}:{article}"]


@pytest.mark.parametrize(("day", "law"), [("3 de junio de 2021", "CPC-2004:59"), ("3 de junio de 2022", "NCPC-2021:59")])
def test_no_decision_cites_the_code_of_2021_before_there_was_one(day: str, law: str) -> None:
    header, reasons = f"AUTO DEL TRIBUNAL CONSTITUCIONAL\nLima, {day}\n", "De nuevo, el artículo 59 del Código Procesal Constitucional.\n"
    document = DocumentText(header + reasons, header + reasons, (), (), "texto", Calidad("media", None))
    zones = (Seccion("caratula", 0, len(header)), Seccion("fundamentos", len(header), len(header + reasons)))
    found = normas(Source(document, identify("90001-2019-HD"), (), zones, (), "90001-2019-HD"))
    assert [one.value for one in found] == [law]


def test_votes_and_footnotes_are_not_the_majority() -> None:
    text = "FUNDAMENTOS\nNada.\nEl artículo 62 del CPConst.\n"
    document = DocumentText(text, text, (), (), "texto", Calidad("media", None))
    zones = (Seccion("fundamentos", 0, 18), Seccion("voto", 18, len(text)))
    assert normas(Source(document, identify("90001-2015-HD"), (), zones, (), "90001-2015-HD")) == ()


def test_the_evidence_is_the_clause_that_says_it() -> None:
    (found,) = normas(_source("Sobre esto, el artículo 62 del CPConst. dice otra cosa."))
    (evidence,) = found.evidence
    assert (
        _source("Sobre esto, el artículo 62 del CPConst. dice otra cosa.").text[evidence.inicio : evidence.fin]
        == "artículo 62 del CPConst."
    )


def _titles() -> list[tuple[str, str]]:
    """(id, title) of the norms whose name pattern matches their own title."""
    titles = [(row["canonical_id"], row["patron"], row["title"].split(" (")[0]) for row in rows("normas.csv") if row["patron"]]
    return [(norm_id, title) for norm_id, pattern, title in titles if re.search(pattern, plain(title))]


@pytest.mark.parametrize(("norm_id", "title"), _titles())
def test_every_name_of_the_table_begins_with_an_anchor_that_is_tried(norm_id: str, title: str) -> None:
    assert f"{norm_id}:3" in _normas(f"según el artículo 3 de la {title}, se pide")


def test_numbers_come_out_in_the_form_of_our_ids() -> None:
    assert numbered("DS", "43-2003-pcm") == "DS-043-2003-PCM"
    assert numbered("DS", "043-2003") == "DS-043-2003-PCM"  # the sector was not printed; one decree of the table has that number
    assert numbered("LEY", "27,806") == "LEY-27806"
    assert numbered("LEY", "28237") == by_number()["LEY-28237"] == "CPC-2004"
    assert numbered("LEY", "1") is None


@pytest.mark.parametrize("row", rows("normas_ejemplos.csv"), ids=lambda row: f"{row['canonical_id']}: {row['ejemplo'][:40]}")
def test_every_example_of_the_table_is_read_as_it_says(row: dict[str, str]) -> None:
    assert _normas(row["ejemplo"].replace(r"\n", "\n")) == [one for one in row["esperado"].split("|") if one]


def test_every_norm_of_the_table_has_an_example() -> None:
    assert {row["canonical_id"] for row in rows("normas_ejemplos.csv")} == {row["canonical_id"] for row in rows("normas.csv")}


def test_damaged_names_are_read_after_an_article_and_other_texts_are_not() -> None:
    assert misprinted("codlgo proccsal constitucional exige") == ("CPC-2004", 30)
    assert misprinted("constitucion de 1979") is None  # spelt right: it is another one
    assert misprinted("contrato de trabajo") is None


@pytest.mark.parametrize(
    ("cited", "heir"),
    [
        ("CPC-2004:62", "NCPC-2021:60"),
        ("CPC-2004:61.2", "NCPC-2021:59"),  # the parts were numbered anew
        ("CPC-2004:5.1", "NCPC-2021:7.1"),
        ("LEY-27806:15-B.5", "LEY-27806:17.5"),
        ("DS-072-2003-PCM", "DS-007-2024-JUS"),
        ("DS-072-2003-PCM:13", None),  # what became of each article no source says
        ("NCPC-2021:60", None),
    ],
)
def test_an_article_no_longer_in_force_has_its_successor(cited: str, heir: str | None) -> None:
    assert successor(cited) == heir


@pytest.mark.parametrize("cited", keys("normas.toml", "sucesores"))
def test_successors_come_from_a_source_and_are_in_force(cited: str) -> None:
    heir, same_parts, source = phrases("normas.toml", "sucesores", cited)
    assert cited.partition(":")[0] in known_norms()
    assert successor(heir) is None
    assert (":" in cited) == (":" in heir)
    assert same_parts in ("si", "no")
    assert source


def test_laws_that_the_rules_name_are_in_the_table() -> None:
    named = [law for section in ("reglamentos", "organicas", "titulos", "con_letra") for law in keys("normas.toml", section)]
    assert [law for law in named if law not in known_norms()] == []


def test_the_razon_of_a_decision_made_of_votes_is_the_court_s() -> None:
    text = "Lo prevé el artículo 49 del Reglamento Normativo.\nEl artículo 62 del CPConst.\n"
    document = DocumentText(text, text, (), (), "texto", Calidad("media", None))
    zones = (Seccion("razon", 0, 50), Seccion("voto", 50, len(text)))
    found = normas(Source(document, identify("90001-2015-HD"), (), zones, (), "90001-2015-HD"))
    assert [one.value for one in found] == ["RNTC:49", "CPC-2004:62"]

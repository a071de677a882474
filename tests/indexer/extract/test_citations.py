"""Citations of rulings: invented sentences in the Court's spellings."""

import pytest

from indexer.extract.citations import citas, citas_internacionales, precedentes
from indexer.extract.source import Source
from models.document import Calidad, DocumentText
from models.ids import identify
from models.ruling import Cita, Seccion, Zona


def _source(*parts: tuple[Zona, str]) -> Source:
    text, zones = "", []
    for zone, words in parts:
        zones.append(Seccion(zone, len(text), len(text) + len(words) + 1))
        text += f"{words}\n"
    document = DocumentText(text, text, (), (), "texto", Calidad("media", None))
    return Source(document, identify("90001-2015-HD"), (), tuple(zones), (), "90001-2015-HD")


def _citas(sentence: str, zone: Zona = "fundamentos") -> list[Cita]:
    return [found.value for found in citas(_source((zone, sentence)))]


@pytest.mark.parametrize(
    ("sentence", "cases"),
    [
        ("(STC N.° 1797-2002-HD/TC)", ["01797-2002-HD"]),
        ("(Cfr. RTC/661-2008-HDITC)", ["00661-2008-HD"]),
        ("Exp. N-01581-2010-PHDTC, f.j. 3", ["01581-2010-HD"]),
        ("sentencia recaída en el Expediente 01797-2002-PHD/TC", ["01797-2002-HD"]),  # one series under two codes
        ("STC 00971-2005-PA/TC, 10064-2005-PA/TC", ["00971-2005-AA", "10064-2005-AA"]),
        ("las SSTC 1797-2002, 2579-2003 y 937-2013", ["01797-2002-HD", "02579-2003-HD", "00937-2013-HD"]),
        ("Exp. N.o 666-96-HD/TC", ["00666-1996-HD"]),  # two-digit years until 2000
        ("Expediente 00005-2013-PITC, fundamento 33", ["00005-2013-AI"]),  # OCR lost the slash
        ("Expediente 02579-2003- PHD/TC", ["02579-2003-HD"]),  # a line ended inside it
        ("STC Exp. 01797-2002-HD/IC", ["01797-2002-HD"]),
        ("la Resolución N.° 01659-2008-MP-FN", []),  # an office's paper
        ("el expediente administrativo N.° 07858-2010", []),
        ("Expediente 01515-2017-0-1308-JR-CI-03", []),  # a lower court's file
        ("el presente Expediente 90001-2015-PHD/TC", []),  # its own number
        ("el Decreto Supremo 043-2003-PCM", []),
        ("del 1-2-2003 al 5-6-2004", []),
    ],
)
def test_every_spelling_of_a_ruling_is_one_id(sentence: str, cases: list[str]) -> None:
    assert [cita.sentencia for cita in _citas(sentence)] == cases


@pytest.mark.parametrize(
    ("sentence", "fundamentos"),
    [
        ("STC 01797-2002-HD/TC, fundamento 16", (16,)),
        ("STC 01797-2002-HD/TC, FFJJ 2-4 y 7", (2, 3, 4, 7)),
        ("(STC 01797-2002-HD/TC, f. j. 16)", (16,)),
        ("(STC 01797-2002-HD/TC, FJ16)", (16,)),
        ("en el fundamento 4 de la sentencia emitida en el Expediente 01797-2002-PHD/TC", (4,)),
        ("el fundamento 16 de la STC N.° 01797-2002-HD/TC", (16,)),
        ("el Fund. Jur. N.° 11 de la STC 01797-2002-HD/TC", (11,)),
        ("el fundamento 15 de la Sentencia 741/2020 (Expediente 01797-2002-PHD/TC)", (15,)),
        ("En la STC 00987-2014-PA/TC, publicada en el diario oficial, el Tribunal estableció, en el fundamento 49, una regla.", (49,)),
        ("En la STC 00987-2014-PA/TC se dijo. Conforme al fundamento 50 de la misma sentencia, procede.", (50,)),
        ("En la STC 00987-2014-PA/TC se dijo (cfr. STC 01042-2002-AA/TC). El fundamento 49 de la citada sentencia procede.", (49,)),
        ("STC 01797-2002-HD/TC. Asimismo, el fundamento 3", ()),  # of another sentence
        ("STC 01797-2002-HD/TC y STC 02579-2003-HD/TC, fundamento 5", ()),  # the pin is the second's
    ],
)
def test_a_pin_cite_belongs_to_its_ruling(sentence: str, fundamentos: tuple[int, ...]) -> None:
    assert _citas(sentence)[0].fundamentos == fundamentos


def test_the_weightiest_place_counts_and_every_mention_is_counted() -> None:
    source = _source(
        ("antecedentes", "Invoca la STC 01797-2002-HD/TC."),
        ("fundamentos", "Según la STC 1797-2002-HD/TC, fundamento 16."),
        ("voto", "La STC 02579-2003-HD/TC y la STC 1797-2002-PHD/TC."),
    )
    first, second = (found.value for found in citas(source))
    assert first == Cita("01797-2002-HD", (16,), "mayoria", None, 3)
    assert second == Cita("02579-2003-HD", (), "voto", None, 1)


def test_precedents_are_what_the_majority_cites() -> None:
    source = _source(("antecedentes", "STC 01797-2002-HD/TC."), ("fundamentos", "Nada."), ("voto", "STC 02579-2003-HD/TC."))
    assert [found.value for found in precedentes(citas(source))] == ["01797-2002-HD"]


def test_cases_of_other_courts_come_from_the_table() -> None:
    (found,) = citas_internacionales(_source(("fundamentos", "la Corte Interamericana, en el caso Claude Reyes y otros vs. Chile, dijo")))
    assert found.value == "Corte IDH, Claude Reyes y otros vs. Chile (2006)"

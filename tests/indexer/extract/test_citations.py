"""Citations of rulings: invented sentences in the Court's spellings."""

import pytest

from indexer.extract.citations import citas, citas_internacionales, precedentes
from indexer.extract.source import Source
from models.document import Calidad, DocumentText, Nota
from models.ids import identify
from models.ruling import Cita, Seccion, Zona
from tests.indexer.extract.sources import source_of


def _citas(sentence: str, zone: Zona = "fundamentos") -> list[Cita]:
    return [found.value for found in citas(source_of((zone, sentence)))]


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
        ("(exp. N.° 1797-2002-HDXTC)", ["01797-2002-HD"]),
        ("STC 005296-2007-PAVIC", ["05296-2007-AA"]),  # a nought too many
        ("STC N.° 0 00004-2004-AL/TC", ["00004-2004-AI"]),
        ("STC 974-2013-PHD/TC, STC 200-2013-Pagina 3 de 14 PHD/TC", ["00974-2013-HD", "00200-2013-HD"]),  # the page's foot fell inside
        ("la sentencia 3239-2012-PHDITCy 1930-2013-PHD/TC", ["03239-2012-HD", "01930-2013-HD"]),
        ("[véanse los expedientes 01095-2018-PHD/TC, 04277-2016-PHD/TC, entre otros en trámite]", []),  # suits, not what was decided
        ("en otros casos, como el contenido en el Expediente 01128-2022-PHD/TC", []),
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
        ("cfr. fundamento 3 de la\nsentencia emitida en el Expediente 04872-2016-PHDTC", (3,)),
        ("(véase el fundamento 2 del caso Nuevo Mundo Inventado S.A., Exp. 1219-2003-HD)", (2,)),
        ("En la STC 01636-2013-HD/TC se ha dicho que, además del requerimiento, debe verse la renuencia (fundamento 5).", (5,)),
        ("En la STC 01636-2013-HD/TC se dijo otra cosa (f. 26).", ()),  # a leaf of the file
        ("STC 01797-2002-HD/TC. Asimismo, el fundamento 3", ()),  # of another sentence
        ("STC 01797-2002-HD/TC y STC 02579-2003-HD/TC, fundamento 5", ()),  # the pin is the second's
    ],
)
def test_a_pin_cite_belongs_to_its_ruling(sentence: str, fundamentos: tuple[int, ...]) -> None:
    assert _citas(sentence)[0].fundamentos == fundamentos


def test_the_weightiest_place_counts_and_every_mention_is_counted() -> None:
    source = source_of(
        ("antecedentes", "Invoca la STC 01797-2002-HD/TC."),
        ("fundamentos", "Según la STC 1797-2002-HD/TC, fundamento 16."),
        ("voto", "La STC 02579-2003-HD/TC y la STC 1797-2002-PHD/TC."),
    )
    first, second = (found.value for found in citas(source))
    assert first == Cita("01797-2002-HD", (16,), "mayoria", None, 3)
    assert second == Cita("02579-2003-HD", (), "voto", None, 1)


def test_a_citation_inside_a_quotation_is_told_from_the_court_s_own() -> None:
    long = ("palabras inventadas " * 6).strip()
    inside = f'Se dijo: "según la STC 01797-2002-HD/TC, {long}". Nada más.'
    assert _citas(inside)[0].donde == "cita"
    source = f'Se dijo: "{long} (STC 01797-2002-HD/TC)". Nada más.'
    assert _citas(source)[0].donde == "mayoria"  # the source of what is quoted


def test_a_footnote_counts_where_it_is_called_from_and_is_no_precedent() -> None:
    text = "Reasons here.\nVote here.\n1 STC 01797-2002-HD/TC\n"
    document = DocumentText(text, text, (), (Nota("1", 20, 25, len(text)),), "texto", Calidad("media", None))
    zones = (Seccion("fundamentos", 0, 14), Seccion("voto", 14, 25), Seccion("notas", 25, len(text)))
    found = citas(Source(document, identify("90001-2015-HD"), (), zones, (), "90001-2015-HD"))
    assert [one.value.donde for one in found] == ["voto"]
    early = DocumentText(text, text, (), (Nota("1", 5, 25, len(text)),), "texto", Calidad("media", None))
    found = citas(Source(early, identify("90001-2015-HD"), (), zones, (), "90001-2015-HD"))
    assert [one.value.donde for one in found] == ["mayoria"]
    assert precedentes(found) == ()


def test_a_ruling_of_a_year_to_come_is_not_recognised() -> None:
    source = source_of(
        ("caratula", "En Lima, a los 3 días del mes de junio de 2015, la Sala Segunda"),
        ("fundamentos", "STC 01797-2022-HD/TC y STC 01797-2002-HD/TC."),
    )
    found = citas(source)
    assert [(one.value.sentencia, one.value.estado) for one in found] == [("01797-2022-HD", "no_reconocida"), ("01797-2002-HD", None)]
    assert [one.value for one in precedentes(found)] == ["01797-2002-HD"]


def test_precedents_are_what_the_majority_cites() -> None:
    source = source_of(("antecedentes", "STC 01797-2002-HD/TC."), ("fundamentos", "Nada."), ("voto", "STC 02579-2003-HD/TC."))
    assert [found.value for found in precedentes(citas(source))] == ["01797-2002-HD"]


def test_cases_of_other_courts_come_from_the_table() -> None:
    (found,) = citas_internacionales(source_of(("fundamentos", "la Corte Interamericana, en el caso Claude Reyes y otros vs. Chile, dijo")))
    assert found.value == "Corte IDH, Claude Reyes y otros vs. Chile (2006)"


@pytest.mark.parametrize(
    "sentence",
    ["la Corte Interamericana, caso Lagos del Campo vs. Perú", "la Corte IDH en el caso Chaparro Álvarez y Lapo Íñiguez contra Ecuador"],
)
def test_cases_named_with_their_state_are_known(sentence: str) -> None:
    assert len(citas_internacionales(source_of(("fundamentos", sentence)))) == 1


def test_a_person_who_bears_the_name_of_a_case_is_none() -> None:
    assert (
        citas_internacionales(source_of(("fundamentos", "La Corte Interamericana dijo algo. El recurrente, Lagos del Campo, pide copias.")))
        == ()
    )

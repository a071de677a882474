"""Dates in digits and words, through OCR damage; every row says why it is there."""

import pytest

from indexer.extract.dates import find_dates
from indexer.extract.plain import plain

ROWS = [
    ("En Lima, a los 7 días del mes de enero de 2010, la Sala", ["2010-01-07"], "the plain form of two decades"),
    ("a los tres días del mes de julio de mil novecientos noventisiete, reunido", ["1997-07-03"], "words, fused tens of the nineties"),
    ("a los veintiún días del mes de enero del año dos mil dos", ["2002-01-21"], "año in between"),
    ("su fecha veintiuno de enero de dos mil.", ["2000-01-21"], "dos mil alone"),
    ("dieciocho de agosto de mil novecientos noventa y ocho", ["1998-08-18"], "tens and units apart"),
    ("treinta y uno de octubre de dos mil tres", ["2003-10-31"], "a day of two words"),
    ("al primer día del mes de octubre de 2008", ["2008-10-01"], "the first is an ordinal"),
    ("a 1 de diciembre de 2014", ["2014-12-01"], "no días"),
    ("el 1° de setiembre de 2015 y el 2 de septiembre de 2016", ["2015-09-01", "2016-09-02"], "both spellings, ordinal mark"),
    ("interpuso demanda el 2 de agosto de 20221 contra", ["2022-08-02"], "a note glued to the year"),
    ("de fecha 8 de junio de 202312.", ["2023-06-08"], "a note of two digits glued"),
    ("a los Ies di setiemlare de 2007, 5 de setiemlare de 2007", ["2007-09-05"], "a damaged month counts when its day is readable"),
    ("16 dc marzo dc 2O12", ["2012-03-16"], "e read as c, 0 read as O"),
    ("Invalid: 31 de febrero de 2010", [], "no such day, and its month alone is not a date either"),
    ("en julio de 2013 solicitó", ["2013-07"], "month precision"),
    ("en el marco de 2012 acciones", [], "marco is no month when no day stands before it"),
    ("Fecha: 23/12/2020 00:44:00-0500", ["2020-12-23"], "stamps of digital signatures"),
    ("Expediente 01515-2017-0-1308-JR-CI-03", [], "a lower court's number is no date"),
    ("Sentencia 115/2022", [], "a number of a sentencia is no date"),
    ("a los 11 días del mes de mayo, la Sala Segunda", [], "no year: unknown, not guessed"),
    ("el 14 de noviembre del 2005, el recurrente", ["2005-11-14"], "del"),
    ("Lima, 30 de marzo de 2 0 11", ["2011-03-30"], "a text layer that spaces its digits"),
    ("el uno de mayo del dos mil veintitrés", ["2023-05-01"], "words of this century"),
    ("Ley 27806, de 3 de agosto de 2002, y su TUO", ["2002-08-03"], "a law's date is a date like another"),
    (
        "a los 4 días del mes mayo de 2011 y 5 días dej mcs de junio de 2012",
        ["2011-05-04", "2012-06-05"],
        "a joint missing, a joint damaged",
    ),
    (
        "a 27 noviembre de 2007 y a los 8 días de! mes de agosto de 2014",
        ["2007-11-27", "2014-08-08"],
        "no joint at all, a joint with a mark",
    ),
    ("2 y 3 de mayo de 2010", ["2010-05-03"], "the nearest day counts"),
    ("treinta (30) días del mes de abril de 2018", ["2018-04-30"], "number repeated in brackets"),
]


@pytest.mark.parametrize(("text", "values", "reason"), ROWS, ids=[row[2] for row in ROWS])
def test_dates_are_read_in_every_spelling(text: str, values: list[str], reason: str) -> None:
    assert [one.value for one in find_dates(text)] == values, reason


def test_the_span_covers_the_date_without_the_glued_note() -> None:
    text = "demanda del 2 de agosto de 20221 contra"
    (found,) = find_dates(text)
    assert text[found.start : found.end] == "2 de agosto de 2022"


def test_only_the_stretch_asked_for_is_searched() -> None:
    text = "1 de mayo de 2001; 2 de mayo de 2002; 3 de mayo de 2003"
    assert [one.value for one in find_dates(text, 18, 38)] == ["2002-05-02"]


def test_plain_text_has_the_length_of_the_text() -> None:
    text = "Ñandú — ÁÉÍÓÚ\u00a0İstanbul ﬁn\tßø\n"
    assert len(plain(text)) == len(text)
    assert plain("SETIEMBRE — Ñ") == "setiembre - n"

"""HTML pages of every kind the Court has published: Word's, pandoc's, mojibake; invented rulings."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.read import read_text
from indexer.read.html import decode
from models.document import DocumentText, RawDocument
from models.errors import UnreadableDocument

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:st1="urn:schemas-microsoft-com:office:smarttags">
<head><meta http-equiv=Content-Type content="text/html; charset=windows-1252"><title>No es texto</title>
<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]--><style>p.MsoNormal {margin:0cm}</style></head>
<body lang=ES><div class=Section1>
<p class=MsoNormal align=right>EXP.
N.° 90003-2009-PHD/TC<o:p></o:p></p>
<p class=MsoNormal align=right>JUNÍN</p>
<p class=MsoNormal>&nbsp;</p>
<p class=MsoNormal align=center><b>SENTENCIA DEL TRIBUNAL
CONSTITUCIONAL</b></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal>Recurso interpuesto por do&ntilde;a Rosa Quispe contra la resolución de <st1:PersonName ProductID="la Sala">la Sala</st1:PersonName>
Civil<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><![if !supportFootnotes]>[1]<![endif]></span></a>,
que declaró infundada la de&shy;manda.</p>
<p class=MsoNormal><![if !supportLists]><span>1.<span>&nbsp;&nbsp;&nbsp; </span></span><![endif]>La demandante pide una copia.</p>
<p class=MsoNormal style='display:none'>texto oculto</p>
<table><tr><td><p>PÉREZ ROJAS</p></td><td><p>RAMOS DE LA CRUZ</p></td></tr><tr><td><p>QUISPE</p></td><td><p>SOTO</p></td></tr></table>
</div>
<div style='mso-element:footnote-list'><br clear=all><hr align=left size=1 width="33%">
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1" title="">
<span class=MsoFootnoteReference>[1]</span></a> Foja 20.</p></div></div>
</body></html>"""

PANDOC = """<!DOCTYPE html><html><body><p>HA RESUELTO</p>
<ol><li><p>Declarar <b>FUNDADA</b> la demanda de fecha 8 de junio de 2023<a href="#fn1" class="footnote-ref" id="fnref1"><sup>1</sup></a>.</p></li>
<li>CONDENAR al pago de costos:<ol type="a"><li>los del proceso</li><li>los demás</li></ol></li></ol>
<section class="footnotes"><ol><li id="fn1"><p>Foja 30.<a href="#fnref1" class="footnote-back">↩︎</a></p></li></ol></section></body></html>"""


def read(page: str | bytes) -> DocumentText:
    body = page if isinstance(page, bytes) else page.encode()
    url = "https://tc.gob.pe/jurisprudencia/2009/90003-2009-HD.html"
    return read_text(RawDocument(url, "90003-2009-HD", body, "html", "tc", datetime(2026, 1, 1, tzinfo=UTC)))


@pytest.mark.parametrize("codec", ["cp1252", "utf-8", "utf-8-sig"])
def test_word_pages_read_right_in_every_encoding(codec: str) -> None:
    lines = read(WORD.encode(codec)).text.split("\n")
    assert lines[:3] == ["EXP. N.° 90003-2009-PHD/TC", "JUNÍN", "SENTENCIA DEL TRIBUNAL CONSTITUCIONAL"]
    assert lines[3] == "Recurso interpuesto por doña Rosa Quispe contra la resolución de la Sala Civil, que declaró infundada la demanda."
    assert lines[4] == "1. La demandante pide una copia."


def test_tables_read_row_by_row() -> None:
    assert read(WORD).text.split("\n")[5:9] == ["PÉREZ ROJAS", "RAMOS DE LA CRUZ", "QUISPE", "SOTO"]


def test_what_a_browser_hides_is_no_text() -> None:
    text = read(WORD).text
    assert not any(hidden in text for hidden in ("oculto", "MsoNormal", "WordDocument", "No es texto", "[1]"))


def test_word_notes_go_to_the_end_with_their_call() -> None:
    document = read(WORD)
    (nota,) = document.notas
    assert document.text[nota.inicio : nota.fin] == "1 Foja 20."
    assert nota.posicion is not None
    assert document.text[nota.posicion :].startswith("Civil,")


def test_numbers_that_a_browser_draws_are_written() -> None:
    assert read(PANDOC).text.split("\n")[:5] == [
        "HA RESUELTO",
        "1. Declarar FUNDADA la demanda de fecha 8 de junio de 2023.",
        "2. CONDENAR al pago de costos:",
        "a) los del proceso",
        "b) los demás",
    ]


def test_raised_marks_are_notes_not_years() -> None:
    document = read(PANDOC)
    assert [(nota.llamada, document.text[nota.inicio : nota.fin]) for nota in document.notas] == [("1", "1 Foja 30.")]


def test_notes_without_links_are_known_by_their_brackets() -> None:
    document = read("<p>La ley [2] citada en la demanda[1] dice eso.</p><p>[1] Foja 5.</p><p>[2] Foja 9.</p>")
    assert document.text.split("\n")[0] == "La ley citada en la demanda dice eso."
    assert [nota.llamada for nota in document.notas] == ["1", "2"]


def test_mojibake_is_mended() -> None:
    broken = "<p>EXP. N.° 90003-2009-PHD/TC</p><p>La acción de hábeas data de la señora Domínguez à</p>".encode().decode("latin-1")
    assert read(broken).text == "EXP. N.° 90003-2009-PHD/TC\nLa acción de hábeas data de la señora Domínguez à\n"


def test_iso_8859_1_means_windows_1252() -> None:
    assert decode(b'<meta charset="iso-8859-1"><p>\x93hoy\x94 \xf1') == '<meta charset="iso-8859-1"><p>“hoy” ñ'


def test_line_breaks_join_sentences_and_part_signatures() -> None:
    text = read("<p>la resolución<br>que declaró</p><p>SS.<br>PÉREZ ROJAS<br>RAMOS DE LA CRUZ</p>").text
    assert text == "la resolución que declaró\nSS.\nPÉREZ ROJAS\nRAMOS DE LA CRUZ\n"


def test_an_empty_page_says_so() -> None:
    with pytest.raises(UnreadableDocument):
        read("<html><body>&nbsp;</body></html>")


@settings(deadline=None, max_examples=150)
@given(
    st.one_of(
        st.binary(max_size=300), st.text(max_size=200).map(str.encode), st.text("<>/pbra olistf&;#1[]\"'=\n", max_size=200).map(str.encode)
    )
)
def test_any_bytes_give_a_text_or_say_why_not(body: bytes) -> None:
    for formato in ("html", "texto", "pdf"):
        try:
            document = read_text(RawDocument("file:x", "x", body, formato, "carpeta", datetime(2026, 1, 1, tzinfo=UTC)))
        except UnreadableDocument:
            continue
        _holds(document)


def _holds(document: DocumentText) -> None:
    assert len(document.text) == len(document.original)
    assert "\n\n" not in document.text
    assert document.text.endswith("\n")
    assert all(line == line.strip() and line for line in document.text[:-1].split("\n"))
    assert all(0 <= nota.inicio < nota.fin <= len(document.text) for nota in document.notas)

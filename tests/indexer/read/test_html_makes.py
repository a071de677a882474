"""One invented ruling in every make of HTML that the Court's site has held: each must read to the same words, every one, notes apart and linked.

The makes follow what is known of the site (Word's pages of 2006–2014 and 2020–2024, those since July 2024, pages of plain text) and what programs that write
such pages do; no page of the Court's could be had as bytes.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from html import escape

import pytest

from indexer.read import read_text
from models.document import DocumentText, RawDocument
from models.errors import UnreadableDocument

CAPTION = ("EXP. N.° 90007-2009-PHD/TC", "JUNÍN", "ROSA ÑAHUI DOMÍNGUEZ")
BODY = (
    "SENTENCIA DEL TRIBUNAL CONSTITUCIONAL",
    "En Lima, a los 30 días del mes de marzo de 2010, la Sala Segunda del Tribunal Constitucional, integrada por los magistrados Pérez Rojas y Quispe Soto, "
    "pronuncia la siguiente sentencia",
    "ASUNTO",
    "Recurso de agravio constitucional interpuesto por doña Rosa Ñahui Domínguez contra la resolución de la Segunda Sala Civil de la Corte Superior de "
    "Justicia de Junín, de fecha 8 de junio de 2009{1}, que declaró infundada la demanda de autos.",
    "FUNDAMENTOS",
    "1. La demandante pide copia de su «legajo» y de las planillas que la emplazada –dice– le niega sin razón; así lo expresó en su solicitud{2}.",
    "2. El artículo 2, inciso 5, de la Constitución reconoce el derecho de “solicitar sin expresión de causa la información que requiera”.",
    "Por estos fundamentos, el Tribunal Constitucional, con la autoridad que le confiere la Constitución Política del Perú",
    "HA RESUELTO",
    "1. Declarar FUNDADA la demanda.",
    "2. ORDENAR que se entregue lo pedido:",
    "a) el legajo de 1998; y",
    "b) las planillas.",
    "Publíquese y notifíquese.",
    "SS.",
    "PÉREZ ROJAS",
    "QUISPE SOTO",
)
NOTES = ("Foja 30 del expediente.", "Escrito de fojas 12, presentado el 3 de mayo.")
WHOLE = (*CAPTION, *BODY)
PLAIN = [re.sub(r"\{\d\}", "", line) for line in WHOLE]
NUMBER = re.compile(r"(\d+\.|[ab]\))\s(.*)", re.DOTALL)


def read(body: bytes) -> DocumentText:
    url = "https://tc.gob.pe/jurisprudencia/2010/90007-2009-HD.html"
    return read_text(RawDocument(url, "90007-2009-HD", body, "html", "tc", datetime(2026, 1, 1, tzinfo=UTC)))


def wrapped(line: str, width: int = 78) -> str:
    """A line as Word writes it into a page: broken near a column."""
    rows = [""]
    for word in line.split(" "):
        rows[-1:] = [f"{rows[-1]} {word}".strip()] if len(rows[-1]) + len(word) < width else [rows[-1], word]
    return "\n".join(rows)


def called(line: str, call: Callable[[str], str]) -> str:
    return re.sub(r"\{(\d)\}", lambda mark: call(mark[1]), line)


def word_page(charset: str = "windows-1252", item: str = "<![if !supportLists]><span>{}<span>&nbsp;&nbsp; </span></span><![endif]>") -> str:
    """Word 2003: an empty paragraph between every two, numbers as runs of their own, smart tags, conditional comments, its own footnotes."""
    rows = []
    for line in WHOLE:
        numbered = NUMBER.match(line)
        text = wrapped(escape(numbered[2] if numbered else line, quote=False)).replace(
            "Sala Civil", "<st1:PersonName ProductID='Sala Civil'>Sala\nCivil</st1:PersonName>"
        )
        text = called(text, lambda mark: f"<a style='mso-footnote-id:ftn{mark}' href='#_ftn{mark}' name='_ftnref{mark}'><span class=MsoFootnoteReference>"
                      f"<![if !supportFootnotes]>[{mark}]<![endif]></span></a>")  # fmt: skip
        number = item.format(numbered[1]) if numbered else ""
        rows.append(f"<p class=MsoNormal>{number}<span lang=ES>{text}<o:p></o:p></span></p>\n<p class=MsoNormal><o:p>&nbsp;</o:p></p>")
    notes = "".join(
        f"<div style='mso-element:footnote' id=ftn{n}><p class=MsoFootnoteText>"
        f"<a href='#_ftnref{n}' name='_ftn{n}'><span class=MsoFootnoteReference>[{n}]</span></a> "
        f"{text}</p></div>" for n, text in enumerate(NOTES, 1)
    )  # fmt: skip
    meta = f'<meta http-equiv=Content-Type content="text/html; charset={charset}">' if charset else ""
    return (
        f"<html xmlns:st1='urn:schemas-microsoft-com:office:smarttags'><head>{meta}<title>EXP</title>"
        f"<!--[if gte mso 9]><xml><w:View>Print</w:View></xml><![endif]-->"
        f"<style>@page Section1 {{size:595pt}} p.MsoNormal {{margin:0cm}}</style></head><body><div class=Section1>{''.join(rows)}</div>"
        f"<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr><![endif]>{notes}</div></body></html>"
    )


def lost_span_page() -> str:
    """Runs that cut words, soft hyphens, invisible characters, revisions, hidden text, comments, entities of both kinds, a table of signatures."""
    rows = []
    for line in WHOLE[:-2]:
        text = "".join(f"&#{ord(c)};" if ord(c) > 126 else c for c in line)
        text = text.replace("demandante", "deman</span><span style='color:black'>dan&shy;te").replace("planillas", "plani&#8203;llas")
        text = text.replace(
            "autos",
            "<del cite='mailto:x'>oficio</del><ins>autos</ins><span style='mso-hide:all'>oculto</span><span class=oculta>tapado</span>",
        )
        rows.append(f"<p><span>{called(text, lambda mark: f'<sup>{mark}</sup>')}</span></p>")
    table = f"<table><tr><td><p>{WHOLE[-2]}</p></td><td><p>{WHOLE[-1].replace('QUISPE', 'QUIS<b>PE</b>')}</p></td></tr></table>"
    notes = "".join(f"<p><sup>{n}</sup>{text}</p>" for n, text in enumerate(NOTES, 1))
    comment = "<div style='mso-element:comment-list'><p class=MsoCommentText>revisar</p></div>"
    return f"<style>.oculta {{ display: none }} @media print {{ .x {{display:none}} p {{display:none}} }}</style>{''.join(rows)}{table}<hr>{notes}{comment}"


def listed(rows: tuple[str, ...]) -> str:
    """Paragraphs with the numbers in the mark-up alone, as browsers draw them."""
    page, last = "", ""
    for line in rows:
        numbered = NUMBER.match(line)
        kind = "" if not numbered else "a" if numbered[1][0].isalpha() else "1"
        if kind != last:
            page += {"": "</ol>", "1": "</ol><ol>" if last else "<ol>", "a": "<ol type=a>"}[kind] + ("</ol>" if last == "a" else "")
        page += f"<li>{numbered[2]}</li>" if numbered else f"<p>{line}</p>"
        last = kind
    return page


def newest_page(glued: bool) -> str:
    """Since July 2024: no numbers but those of lists, digits of notes glued to the word before, the notes listed at the end."""
    page = called(listed(WHOLE), lambda mark: mark if glued else f"<sup>{mark}</sup>")
    return f"<!DOCTYPE html><html lang=es><body>{page}{''.join(f'<p>{n} {text}</p>' for n, text in enumerate(NOTES, 1))}</body></html>"


def bracket_page() -> str:
    page = "".join(f"<p>{called(wrapped(line), lambda mark: f'[{mark}]')}</p><p>&nbsp;</p>" for line in WHOLE)
    return page + "".join(f"<p>[{n}] {text}</p>" for n, text in enumerate(NOTES, 1))


def linked_page(anchor: str, note: str) -> str:
    page = "".join(f"<p>{called(line, lambda mark: anchor.format(mark))}</p>" for line in WHOLE)
    return page + "".join(note.format(n, text) for n, text in enumerate(NOTES, 1))


def broken_page(line_break: str, width: int) -> str:
    """Plain lines broken at a column, as an old page or an OCR's."""
    lines = [called(line, lambda mark: f"[{mark}]") for line in WHOLE] + [f"[{n}] {text}" for n, text in enumerate(NOTES, 1)]
    return line_break.join(wrapped(line, width).replace("\n", line_break) for line in lines)


def headed_page() -> str:
    """An export that repeats the page's head and folio in the middle of sentences."""
    head = "".join(f"<p>{line}</p>" for line in CAPTION)
    rows = [called(line, lambda mark: f"<sup>{mark}</sup>") for line in BODY]
    cut = rows[3].index("Corte Superior")
    rows[3] = f"{rows[3][:cut]}</p><p>2</p>{head}<p>{rows[3][cut:]}"
    rows[6] = f"{rows[6]}</p><p>Página 2 de 3</p>{head}<p>"
    notes = "".join(f"<p>{n} {text}</p>" for n, text in enumerate(NOTES, 1))
    return head + "".join(f"<p>{row}</p>" for row in rows) + f"<hr>{notes}"


SDFOOTNOTE = (
    '<a class="sdfootnoteanc" name="sdfootnote{0}anc" href="#sdfootnote{0}sym"><sup>{0}</sup></a>',
    '<div id="sdfootnote{0}"><p><a class="sdfootnotesym" name="sdfootnote{0}sym" href="#sdfootnote{0}anc">{0}</a>{1}</p></div>',
)
GOOGLE = (
    '<sup><a href="#ftnt{0}" id="ftnt_ref{0}">[{0}]</a></sup>',
    '<div><p><a href="#ftnt_ref{0}" id="ftnt{0}">[{0}]</a><span>&nbsp;{1}</span></p></div>',
)
MAMMOTH = ('<sup><a href="#x-{0}" id="y-{0}">[{0}]</a></sup>', '<ol><li id="x-{0}"><p>{1} <a href="#y-{0}">↑</a></p></li></ol>')

MAKES: Mapping[str, Callable[[], bytes]] = {
    "word windows-1252": lambda: word_page().encode("cp1252"),
    "word without meta": lambda: word_page("").encode("cp1252"),
    "word that says iso-8859-1": lambda: word_page("iso-8859-1").encode("cp1252"),
    "word utf-8 without charset": lambda: word_page("").encode(),
    "word that says windows-1252 and is utf-8": lambda: word_page().encode(),
    "word utf-8 with a byte order mark": lambda: word_page("utf-8").encode("utf-8-sig"),
    "word utf-16": lambda: word_page("unicode").encode("utf-16"),
    "word utf-16 without a byte order mark": lambda: word_page("unicode").encode("utf-16-le"),
    "utf-8 read as latin-1 and saved again": lambda: word_page("utf-8").encode().decode("latin-1").encode(),
    "utf-8 read as latin-1 three times": lambda: thrice(bracket_page()),
    "utf-8 with a byte of windows-1252": lambda: word_page("utf-8").encode() + b"<p hidden>\xf1</p>",
    "word of 2010 with comments around numbers": lambda: word_page(item="<!--[if !supportLists]-->{}&nbsp;<!--[endif]-->").encode("cp1252"),
    "word's numbers in cells of a table": lambda: word_page(item="<table><tr><td>{}</td><td>").encode("cp1252"),
    "numbers as paragraphs": lambda: word_page(item="{}</p><p>").encode("cp1252"),
    "runs, revisions, hidden text": lambda: lost_span_page().encode("ascii", "xmlcharrefreplace"),
    "newest, marks glued": lambda: newest_page(glued=True).encode(),
    "newest, marks raised": lambda: newest_page(glued=False).encode(),
    "newest as mojibake": lambda: newest_page(glued=True).encode().decode("latin-1").encode(),
    "brackets": lambda: bracket_page().encode("cp1252"),
    "libreoffice": lambda: linked_page(*SDFOOTNOTE).encode(),
    "documents of google": lambda: linked_page(*GOOGLE).encode(),
    "links of any name": lambda: linked_page(*MAMMOTH).encode(),
    "lines broken by br": lambda: broken_page("<br>\n", 80).encode("cp1252"),
    "preformatted": lambda: f"<html><body><pre>{broken_page(chr(10), 80)}</pre></body></html>".encode("cp1252"),
    "plain text": lambda: broken_page("\r\n", 76).encode("cp1252"),
    "page heads repeated": lambda: headed_page().encode(),
    "entities": lambda: (
        escape(bracket_page(), quote=False).encode("ascii", "xmlcharrefreplace").replace(b"&lt;", b"<").replace(b"&gt;", b">")
    ),
    "entities escaped twice": lambda: bracket_page().encode("ascii", "xmlcharrefreplace").replace(b"&#", b"&amp;#"),
    "type that is never closed": lambda: b"<font>" * 3000 + bracket_page().encode(),
}


def thrice(page: str) -> bytes:
    for _ in range(3):
        page = page.encode().decode("latin-1")
    return page.encode()


@pytest.mark.parametrize("make", MAKES)
def test_every_make_reads_to_the_same_words(make: str) -> None:
    document = read(MAKES[make]())
    end = document.notas[0].inicio if document.notas else len(document.text)
    assert document.text[:end].split() == " ".join(PLAIN).split()
    assert [(nota.llamada, document.text[nota.inicio : nota.fin]) for nota in document.notas] == [
        (f"{n}", f"{n} {text}") for n, text in enumerate(NOTES, 1)
    ]


@pytest.mark.parametrize("make", MAKES)
def test_every_make_keeps_its_paragraphs_and_the_places_of_its_notes(make: str) -> None:
    document = read(MAKES[make]())
    assert document.text.split("\n")[: len(PLAIN)] == PLAIN
    assert [document.text[nota.posicion or 0 :].split()[0] for nota in document.notas] == ["2009,", "solicitud."]


def text_of(page: str) -> str:
    return read(page.encode()).text


@pytest.mark.parametrize(
    ("page", "text", "why"),
    [
        ("<p>con fecha 8 de junio de 20231 se declaró</p>", "con fecha 8 de junio de 20231 se declaró\n", "no list of notes: nothing moves"),
        ("<p>corpus1 dijo</p><p>HA RESUELTO</p><p>1. Declarar FUNDADA la demanda.</p>", "corpus1 dijo\nHA RESUELTO\n1. Declarar FUNDADA la demanda.\n",
         "points of a decision are no notes"),
        ("<p>la Ley 20531 dice eso.</p><hr><p>1. Dicho antes.</p>", "la Ley 20531 dice eso.\n1. Dicho antes.\n", "the number of a law is no year with a mark"),
        ("<p>de 2023<sup>1</sup>, un lote de 300 m<sup>2</sup></p>", "de 2023, un lote de 300 m2\n", "the note was lost, its mark is still none of the year"),
        ("<p>de 2023<sup>7</sup>, fin</p>", "de 2023, fin\n", "never glued to a number"),
        ("<p>EXP. N.<sup>o</sup> 90001-2024-HD/TC</p>", "EXP. N.o 90001-2024-HD/TC\n", "raised letters are letters"),
        ("<p>uno<sup>1</sup> y dos<sup>2</sup></p><p><sup>1</sup>Foja 3.</p><p><sup>2</sup> Foja 4.</p>",
         "uno y dos\n1 Foja 3.\n2 Foja 4.\n", "raised in both places"),
        ("<p>en 2023(1) y</p><hr><p>(1) Foja 3.</p>", "en 2023 y\n1 Foja 3.\n", "in round brackets"),
        ("<p>Dijo eso1.</p><p>Fin2.</p><hr><ol><li>Foja 3.</li><li>Foja 4.</li></ol>", "Dijo eso.\nFin.\n1 Foja 3.\n2 Foja 4.\n", "a list below a line"),
    ],
)  # fmt: skip
def test_marks_of_notes_leave_the_text_only_with_evidence(page: str, text: str, why: str) -> None:
    assert text_of(page) == text, why


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<ol start=3><li>tres<li value=7>siete<li>ocho</ol>", "3. tres\n7. siete\n8. ocho\n"),
        ("<ol type=A start=2><li>be</ol><ol type=I><li>uno</ol><ol type=i start=4><li>cuatro</ol>", "B) be\nI. uno\niv) cuatro\n"),
        ("<ol style='list-style-type:lower-latin'><li>á<li>be</ol><ol style='list-style:none'><li>sin</ol>", "a) á\nb) be\nsin\n"),
        ("<ol><li>1. Declarar<li>2) Ordenar</ol>", "1. Declarar\n2) Ordenar\n"),
        ("<ul><li>uno<li>dos</ul>", "uno\ndos\n"),
        ("<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>Sin número a la vista.</p>", "Sin número a la vista.\n"),
    ],
)
def test_only_numbers_that_the_page_shows_are_written(page: str, text: str) -> None:
    assert text_of(page) == text


def test_the_caption_of_a_vote_stays() -> None:
    caption = "".join(f"<p>{line}</p>" for line in CAPTION)
    page = f"{caption}<p>SENTENCIA DEL TRIBUNAL CONSTITUCIONAL</p><p>Se declara.</p>{caption}<p>VOTO SINGULAR DEL MAGISTRADO PÉREZ ROJAS</p><p>Disiento.</p>"
    assert text_of(page).split("\n")[5:8] == list(CAPTION)


def test_words_in_unknown_elements_stay() -> None:
    assert (
        text_of("<p>ante <st1:PersonName ProductID='la Sala'>la <v:x>Sala</v:x></st1:PersonName> y <o:p>el</o:p> <sdt>Juez</sdt></p>")
        == "ante la Sala y el Juez\n"
    )


def test_a_mark_alone_in_its_paragraph_leaves_no_blank() -> None:
    assert text_of("[1]<p>[1][1]") == "1\n1 [1]\n"


def test_elements_without_end_say_that_they_cannot_be_read() -> None:
    with pytest.raises(UnreadableDocument):
        read(b"<div>" * 100_000 + b"texto")

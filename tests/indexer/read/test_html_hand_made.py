"""Pages by hand, by converters and by Word's "filtered" export: their notes and their broken lines. All words are invented."""

from datetime import UTC, datetime

import pytest

from indexer.read import read_text
from models.document import DocumentText, RawDocument

CAPTION = ("EXP. N.° 90005-2008-PHD/TC", "LIMA", "NÉLIDA QUISPE APARICIO", "SENTENCIA DEL TRIBUNAL CONSTITUCIONAL")
PRINTED = (
    "La demandante, con fecha 8 de mayo de 2007, pidió a la oficina de ejemplo el",
    "“acta” de la sesión de los vecinos, y no la obtuvo porque el archivo de la",
    "Municipalidad de Muestra se había mudado sin inventario ni cargo, según dice el",
    "15 de junio su jefe, quien agrega que el plazo de la ley no había vencido, y la",
    "Sala estima que la mudanza no la exime.",
)


def read(body: str) -> DocumentText:
    page = f"<html><body>{''.join(f'<p>{line}</p>' for line in CAPTION)}{body}</body></html>"
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return read_text(RawDocument("https://tc.gob.pe/90005-2008-HD.html", "90005-2008-HD", page.encode(), "html", "sedetc", moment))


def words(document: DocumentText) -> list[str]:
    """The paragraphs after the caption, without the notes."""
    end = min((note.inicio for note in document.notas), default=len(document.text))
    return document.text[:end].strip().split("\n")[len(CAPTION) :]


def notes(document: DocumentText) -> list[tuple[str, bool]]:
    return [(document.text[note.inicio : note.fin], note.posicion is not None) for note in document.notas]


@pytest.mark.parametrize("element", ["p", "div"])
def test_printed_lines_in_an_element_each_are_one_paragraph(element: str) -> None:
    body = "".join(f"<{element}>{line}</{element}>" for line in PRINTED)
    assert words(read(body)) == [" ".join(PRINTED)]


def test_short_paragraphs_stay_apart() -> None:
    short = ["El acta existe.", "La sesión fue pública", "Nadie la ha negado", "Se ordena su entrega."]
    assert words(read("".join(f"<p>{line}</p>" for line in short))) == short


def test_a_filtered_note_of_two_paragraphs_is_one_note() -> None:
    document = read(
        '<p>La norma<a href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference>[1]</span></a> rige.</p><hr>'
        '<div id=ftn1><p><a href="#_ftnref1" name="_ftn1">[1]</a> Foja 2.</p><p>Allí consta el cargo.</p></div>'
    )
    assert words(document) == ["La norma rige."]
    assert notes(document) == [("1 Foja 2. Allí consta el cargo.", True)]


def test_notes_numbered_by_hand_are_linked_and_their_ways_back_are_out() -> None:
    document = read(
        '<p>El 8 de junio de 2009 <a href="#1">(1)</a><a name="v1"></a> apeló, y desistió <a href="#2">(2)</a><a name="v2"></a>.</p><hr>'
        '<p><a name="1"></a>(1) Foja 12. <a href="#v1">Volver</a></p><p><a name="2"></a>(2) Foja 30. <a href="#v2">Volver</a></p>'
    )
    assert words(document) == ["El 8 de junio de 2009 apeló, y desistió."]
    assert notes(document) == [("1 Foja 12.", True), ("2 Foja 30.", True)]


def test_a_table_of_contents_is_no_list_of_notes() -> None:
    document = read(
        '<p><a href="#1">1</a> Antecedentes</p><p><a href="#2">2</a> Fallo</p><p><a name="1"></a>Hechos.</p><p><a name="2"></a>Se ordena.</p>'
    )
    assert words(document) == ["1 Antecedentes", "2 Fallo", "Hechos.", "Se ordena."]
    assert not document.notas


def test_notes_marked_by_stars_are_apart() -> None:
    document = read("<p>La norma<sup>*</sup> rige y<sup>**</sup> obliga.</p><hr><p>* Publicada el 3 de mayo.</p><p>** Foja 2.</p>")
    assert words(document) == ["La norma rige y obliga."]
    assert notes(document) == [("* Publicada el 3 de mayo.", True), ("** Foja 2.", True)]


def test_stars_before_the_items_of_a_list_stay() -> None:
    body = "<p>Se pide lo siguiente:</p><p>* El acta de la sesión.</p><p>** La copia del cargo.</p>"
    assert words(read(body)) == ["Se pide lo siguiente:", "* El acta de la sesión.", "** La copia del cargo."]

"""aLex files: invented rulings with the damage that real ones show (irregularities.md §2)."""

from datetime import UTC, datetime

import pytest

from indexer.read import read_text
from models.document import DocumentText, RawDocument

HEAD = """BLICA DEL
TRIBUNAL CONSTITUCIONAL
EXP. N.o 90001-2016-PHDITC
LIMA NORTE
ROSA MARIA QUISPE PRADO
"""
FIRST = (
    HEAD
    + """SENTENCIA DEL TRIBUNAL CONSTITUCIONAL
En Lima, a los 4 dias del mes de octubre de 2016, la Sala Primera del Tribunal
Constitucional pronuncia la siguiente sentencia
ASUNTO
Recurso de agravio constitucional interpuesto por dona Rosa Maria Quispe
Prado contra la resolucion de fojas 220, su fecha 28 de octubre de 2015, expedida
por la Sala Civil de la Corte Superior de Justicia de Lima Norte, que
declaro infundada la demanda de habeas data de autos.
ANTECEDENTES
Con fecha 2 de junio de 2014, la actora interpone demanda de habeas data contra
la Municipalidad Distrital de Ejemplo solicitando que se le entregue copia del
expediente de obra que esta aprobo. Manifiesta que la solicito dos veces y que la
"""
)
REST = """municipalidad no respondio ninguna.
FUNDAMENTOS
1. La actora solicita copia del expediente de obra que la emplazada dice haber
perdido en una mudanza.
2. La mudanza no exime a la emplazada de buscar lo que debe conservar por ley en
su archivo.
Por estos fundamentos, el Tribunal Constitucional, con la autoridad que le confiere
la Constitucion Politica del Peru
HA RESUELTO
1. Declarar FUNDADA la demanda; en consecuencia, ORDENA que la Municipalidad
Distrital de Ejemplo proporcione a dona Rosa
"""
END = """Maria Quispe Prado, con el costo que suponga el pedido, copia del expediente.
2. Condenar a la emplazada al pago de costos.
Publiquese y notifiquese.
SS.
PEREZ ROJAS
/
RAMOS DE LA CRUZ
Lo que certifico:
"""


def read(body: str, name: str = "90001-2016-HD") -> DocumentText:
    lines = "".join(f"{line}  \n" for line in body.split("\n"))
    text = f"\n{name}.pdf\n=================\n  \n[Documento original](https://tc.gob.pe/jurisprudencia/2016/{name}.pdf)  \n---  \n{lines}"
    raw = RawDocument(f"https://tc.gob.pe/{name}.pdf", name, text.encode(), "texto", "alex", datetime(2026, 1, 1, tzinfo=UTC))
    return read_text(raw)


def test_heads_leave_the_sentence_they_cut() -> None:
    document = read(FIRST + HEAD + REST + HEAD + END)
    lines = document.original.split("\n")
    assert any("y que la municipalidad no respondio ninguna." in line for line in lines)
    assert any("proporcione a dona Rosa Maria Quispe Prado, con el costo" in line for line in lines)
    assert document.original.count("EXP.") == 1


def test_the_first_head_stays_as_lines_of_its_own() -> None:
    document = read(FIRST + HEAD + REST + HEAD + END)
    assert document.original.split("\n")[:5] == [
        "TRIBUNAL CONSTITUCIONAL",
        "EXP. N.o 90001-2016-PHDITC",
        "LIMA NORTE",
        "ROSA MARIA QUISPE PRADO",
        "SENTENCIA DEL TRIBUNAL CONSTITUCIONAL",
    ]


def test_pages_begin_where_their_heads_stood() -> None:
    document = read(FIRST + HEAD + REST + HEAD + END)
    assert [document.original[start : start + 9] for start in document.paginas[1:]] == ["municipal", "Maria Qui"]


def test_a_damaged_head_is_known_by_the_others() -> None:
    damaged = "ICA DEL,\nTRBUNALCONSTITUCIONAL\nEXP N790001-2016-PHDTC\nLMA NORTE\nROSA MARIA QUlSPE\nPRADO\n"
    assert "proporcione a dona Rosa Maria Quispe Prado" in read(FIRST + HEAD + REST + damaged + END).original


def test_points_of_the_fallo_are_paragraphs() -> None:
    lines = read(FIRST + HEAD + REST + HEAD + END).original.split("\n")
    assert [line[:2] for line in lines[lines.index("HA RESUELTO") + 1 :][:2]] == ["1.", "2."]


def test_signatures_stand_alone_and_scrawl_goes() -> None:
    lines = read(FIRST + REST + END).original.split("\n")
    start = lines.index("SS.")
    assert lines[start + 1 : start + 3] == ["PEREZ ROJAS", "RAMOS DE LA CRUZ"]


def test_a_text_without_heads_has_no_pages() -> None:
    assert read(REST + END).paginas == ()


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("la opinion de Espinosa-\nSaldana Barrera es otra", "Espinosa-Saldana Barrera"),
        ("la informa-\ncion que se pide", "la informacion que se pide"),
        ("el Oficio 43-\n2003 de la entidad", "el Oficio 43-2003"),
        ("el codigo -vigente en aquel momento-\npues lo demas no cuenta", "momento- pues"),
    ],
)
def test_only_words_cut_at_the_margin_lose_their_hyphen(broken: str, whole: str) -> None:
    assert whole in read(f"En el presente caso se advierte que\n{broken}.").original


def test_a_note_list_at_the_foot_goes_to_the_end() -> None:
    document = read(FIRST + "1 Foja 65\n2 Foja 6\n" + HEAD + REST)
    assert "y que la municipalidad" in document.original
    assert [(nota.llamada, document.text[nota.inicio : nota.fin]) for nota in document.notas] == [("1", "1 Foja 65"), ("2", "2 Foja 6")]


def test_a_signature_stamp_leaves_the_words_of_its_line() -> None:
    stamped = (
        "Firmado digitalmente por:\nPEREZ ROJAS Juana\nMaria FAU 20217267618 soft interpone\n"
        "Motivo: En senal de\nconformidad\nFecha: 24/05/2023 09:30:41-0500 demanda.\n"
    )
    assert "que la interpone demanda. municipalidad" in read(FIRST + stamped + REST).original


def test_a_number_read_a_line_late_goes_back_to_its_paragraph() -> None:
    document = read(
        "FUNDAMENTOS\n1. Que el plazo vencio sin respuesta.\nQue, mediante oficio de fecha 28 de\n2.\nnoviembre de 1994, la entidad contesto."
    )
    assert "2. Que, mediante oficio de fecha 28 de noviembre de 1994" in document.original


def test_the_first_whole_head_stands_at_the_top_when_the_razon_has_none() -> None:
    razon = "ICA DEL\nTRIBUNAL CONSTITUCIONAL\nRAZON DE RELATORIA\nSe deja constancia de que se publica la sentencia.\nLima, 3 de noviembre de 2016\n"
    lines = read(razon + FIRST + HEAD + REST).original.split("\n")
    assert lines[:5] == [
        "TRIBUNAL CONSTITUCIONAL",
        "EXP. N.o 90001-2016-PHDITC",
        "LIMA NORTE",
        "ROSA MARIA QUISPE PRADO",
        "RAZON DE RELATORIA",
    ]


def test_a_list_of_rulings_under_a_head_is_text() -> None:
    cases = "STC 90002-2012-PHD/TC, STC 90003-2013-PHD/TC,\nSTC 90004-2013-PHD/TC, STC 90005-2013-\nPHD/TC y otras.\n"
    document = read(FIRST + HEAD + cases + HEAD + cases + REST)
    assert document.original.count("90004-2013-PHD/TC") == 2


def test_pages_of_another_case_are_cut_and_said() -> None:
    other = (
        "TRIBUNAL CONSTITUCIONAL\nEXP. N.o 90875-2014-PC/TC\nTACNA\nJUAN SOTO\nSENTENCIA INTERLOCUTORIA DEL TRIBUNAL CONSTITUCIONAL\n"
        "Declarar IMPROCEDENTE el recurso de otro proceso.\n"
    )
    document = read(FIRST + HEAD + REST + HEAD + END + other + HEAD + "VOTO DEL MAGISTRADO SOTO\nEstimo fundada la demanda.\n")
    assert "otro proceso" not in document.original
    assert "VOTO DEL MAGISTRADO SOTO" in document.original
    assert document.avisos == ("El archivo trae páginas de otro expediente (90875-2014); se dejaron fuera.",)


@pytest.mark.parametrize(
    "stamp", ["FOJAS", "OTD,A", "SALA 2", "FOJAS 0r6", "w", "/.", "Documento firmado digitalmente conforme al Art. 1° de la Ley No 27269."]
)
def test_stamps_and_strokes_leave_the_flow(stamp: str) -> None:
    assert read(f"La entidad no contesto el\n{stamp}\npedido de la actora.").original == "La entidad no contesto el pedido de la actora.\n"


@pytest.mark.parametrize("word", ["y", "de", "lo"])
def test_a_short_word_on_its_own_line_stays(word: str) -> None:
    assert f" {word} " in read(f"La entidad no contesto el pedido\n{word}\nla actora insistio.").original


def test_a_heading_under_a_signature_stamp_stays() -> None:
    stamped = (
        "Firmado digitalmente por:\nPAZ SOTO MANTECEDENTES\nJesus FAU 20217267618 soft\nMotivo: Doy fe\nFecha: 24/05/2023 09:30:41-0500\n"
    )
    assert "\nANTECEDENTES\n" in read(f"ASUNTO\nRecurso de la actora.\n{stamped}Con fecha 2 de junio la actora demando.").original


def test_conformidad_goes_with_its_stamp_only() -> None:
    stamp = (
        "Motivo: En senal de\nla actora interpone demanda de conformidad Fecha: 30/03/2022 21:52:17-0500\nhabeas data contra la entidad.\n"
    )
    assert "demanda de habeas data" in read(f"Firmado digitalmente por:\n{stamp}").original
    assert "en senal de conformidad." in read("Los magistrados firman al pie de esta razon en senal de conformidad.").original


def test_a_note_is_called_where_its_number_is_glued_to_a_word_in_their_order() -> None:
    document = read(
        FIRST
        + "Con fecha 3 de mayo de 20231 la actora solicito el plano2, que obra en el expediente 002, y lo reitero el 9 de junio de 20233.\n"
        + "SS.\nBLUME FORTINI\n1 Foja 20\n2 Foja 31\n3 Foja 40\n"
    )
    called = [document.text[: note.posicion].split()[-1] if note.posicion else None for note in document.notas]
    assert called == ["2023", "plano", "2023"]


def test_a_note_whose_call_is_not_found_has_no_place() -> None:
    document = read(FIRST + "La actora solicito el plano.\nSS.\nBLUME FORTINI\n1 Foja 20\n2 Foja 31\n")
    assert [note.posicion for note in document.notas] == [None, None]

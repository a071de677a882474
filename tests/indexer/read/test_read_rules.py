"""The readers' tables, the stamp, and what characters may stand in a text."""

import hashlib
import pickle
import subprocess
import sys
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.read import read_stamp, read_text
from indexer.read.accent_rules import accent_rules
from indexer.read.accent_tables import form_of, tables
from indexer.read.clean import clean_line, mend_mojibake
from indexer.read.quality import lost_accents, quality
from indexer.read.read import VERSIONS
from indexer.read.rules import bare, is_heading, is_title, rules
from models.document import RawDocument

SCAN = """
90004-2015-HD.pdf
=================

[Documento original](https://tc.gob.pe/jurisprudencia/2015/90004-2015-HD.pdf)
---
TRIBUNAL CONSTITUCIONAL
EXP. N.o 90004-2015-PHD/TC
LIMA
JUAN SOTO
SENTENCIA DEL TRIBUNAL CONSTITUCIONAL
ASUNTO
Recurso de agravio constitucional interpuesto por don Juan Soto contra la resolu-
cion que declaro improcedente la peticion de informacion y la solicitud de atencion.
HA RESUELTO
1. Declarar FUNDADA la demanda de habeas data.
"""


def test_phrases_of_the_table_are_written_as_lines_are_compared() -> None:
    found = rules()
    for phrase in (*found.titles, *found.stamps, *found.headings, *found.votes, *found.decision, *found.notes, *found.protected):
        assert bare(phrase) == phrase.strip()


def test_limits_of_quality_are_in_order() -> None:
    assert 0 < rules().middle < rules().high < 1
    assert 0 < rules().lost < 1


def test_accent_rules_are_forms() -> None:
    found = accent_rules()
    assert all(form_of(word) == word for word in (*found.doubtful, *found.verbs, *found.thirds, found.office))
    assert all(form_of(marked) == plain for plain, marked in found.capital.items())


def test_variants_have_the_length_of_their_form() -> None:
    assert all(form_of(variant) == form for form, variants in tables().forms.items() for variant in variants)


@pytest.mark.parametrize("line", ["ASUNTO", "ANTECEDENTES:", "HIA RESUELTO", "SS.", "FUNDAMENT0S"])
def test_headings_are_known_in_spite_of_the_ocr(line: str) -> None:
    assert is_heading(line)


@pytest.mark.parametrize("line", ["asunto", "el asunto", "En el fundamento", "S. A. de C. V. y otros"])
def test_words_of_a_sentence_are_no_headings(line: str) -> None:
    assert not is_heading(line)


def test_titles_are_no_heads() -> None:
    assert is_title("VOTO SINGULAR DEL MAGISTRADO SOTO")
    assert not is_title("TRIBUNAL CONSTITUCIONAL")


@pytest.mark.parametrize(
    ("printed", "clean"),
    [
        ("de\xadmanda", "demanda"),
        ("ﬁnal oﬃcial", "final official"),
        ("N.º 5\xa0\xa0de  la", "N.º 5 de la"),
        ("m² (cid:9)x", "m² x"),
        ("n\u0303o", "ño"),
        ("\u0301x\x00", "x"),
    ],
)
def test_only_traces_of_typesetting_go(printed: str, clean: str) -> None:
    assert clean_line(printed) == clean


@given(st.text(max_size=60))
def test_a_clean_line_stays_clean(text: str) -> None:
    line = clean_line(text)
    assert clean_line(line) == line
    assert unicodedata.is_normalized("NFC", line)
    assert "\n" not in line


def test_a_line_of_plain_characters_is_cleaned_as_one_with_a_control_character_is() -> None:
    # The control character, which goes, keeps the line from the short way: both ways must agree on every character of the plane.
    for code in range(0x20, 0x10000):
        line = f"en  {chr(code)}a{chr(code)} "
        assert clean_line(line) == clean_line(f"\x00{line}\x00"), hex(code)


@given(st.text("áéíóúñÑ°º¿¡“”–ÁÉÜ abc", max_size=40))
def test_mojibake_of_any_spanish_is_mended_and_spanish_left_alone(text: str) -> None:
    assert mend_mojibake(text) == text
    assert mend_mojibake(text.encode().decode("latin-1")) == text


def test_quality_falls_with_unknown_words() -> None:
    assert quality("La demanda de habeas data fue declarada fundada por el tribunal").nivel == "alta"
    assert quality("qwx zzkj ppqr vvbn mmnb la demanda").nivel == "baja"
    assert quality("").palabras_conocidas is None


def test_only_texts_that_lost_their_accents_are_restored() -> None:
    assert lost_accents("informacion resolucion peticion")
    assert not lost_accents("información resolución petición y una informacion")


def test_the_text_moves_only_with_a_new_version() -> None:
    """When this fails, the readers' text changed: raise the number in VERSIONS, then write the new hash here."""
    raw = RawDocument(
        "https://tc.gob.pe/jurisprudencia/2015/x.pdf", "90004-2015-HD", SCAN.encode(), "texto", "alex", datetime(2026, 1, 1, tzinfo=UTC)
    )
    document = read_text(raw)
    pinned = (tuple(sorted(VERSIONS.items())), hashlib.sha256(document.text.encode()).hexdigest()[:16])
    assert pinned == (
        (("accents", 1), ("alex", 3), ("clean", 1), ("flow", 2), ("html", 3), ("ocr", 3), ("pdf", 5)),
        "e8de20c92dd0dd58",
    )


def test_documents_travel_between_processes() -> None:
    raw = RawDocument("file:x", "90004-2015-HD", SCAN.encode(), "texto", "alex", datetime(2026, 1, 1, tzinfo=UTC))
    assert pickle.loads(pickle.dumps(read_text(raw))) == read_text(raw)


def test_the_stamp_is_the_same_in_every_process() -> None:
    code = "from indexer.read import read_stamp; print(read_stamp(), end='')"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout == read_stamp()


def test_importing_the_readers_loads_no_table() -> None:
    code = "import indexer.read; from indexer.read.accent_tables import tables; from indexer.read.rules import rules; "
    code += "print(tables.cache_info().currsize + rules.cache_info().currsize, end='')"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout == "0"


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from([*SCAN.split("\n")[6:], "1 Foja 9", "/", "SS.", "12", "PONENTE SOTO", "FOJAS", "", "y", "2."]), max_size=40)
)
def test_any_order_of_lines_keeps_the_invariants(lines: list[str]) -> None:
    raw = RawDocument(
        "file:x", "90004-2015-HD", "\n".join(["Uno dos.", *lines]).encode(), "texto", "alex", datetime(2026, 1, 1, tzinfo=UTC)
    )
    document = read_text(raw)
    assert len(document.text) == len(document.original)
    assert "\n\n" not in document.text
    assert list(document.paginas) == sorted(document.paginas)
    assert all(document.text[nota.inicio : nota.fin].startswith(nota.llamada) for nota in document.notas)

"""Citations as the Court's own header prints them, and the sentence that cites."""

from dataclasses import replace

import pytest

from api.quoting import Mention, anchor, citation, first_mention, paragraph_at
from models.ruling import Fundamento, Ruling, Voto

BASE = Ruling(
    id="90002-2010-HD", proceso="HD", expediente="90002-2010-HD/TC", titulo="", tipo_resolucion="sentencia", fecha="2012-03-01",
    votos=(Voto("Tercero Inventado", "voto_singular"),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "numero", "expected"),
    [
        ({}, "16", "STC Exp. N.° 90002-2010-HD/TC, f. j. 16"),
        ({}, None, "STC Exp. N.° 90002-2010-HD/TC"),
        ({"expediente": "90002-2010-PHD/TC"}, "3", "STC Exp. N.° 90002-2010-PHD/TC, f. j. 3"),  # PHD where the header says so
        ({"numero_sentencia": "12/2012"}, "3", "STC Exp. N.° 90002-2010-HD/TC, f. j. 3"),  # numbers are cited from 2020 on
        (
            {"numero_sentencia": "312/2022", "sala": "Sala Primera", "fecha": "2022-05-01"},
            "3",
            "STC Exp. N.° 90002-2010-HD/TC, Sala Primera. Sentencia 312/2022, f. j. 3",
        ),
        ({"tipo_resolucion": "auto"}, "3", "ATC Exp. N.° 90002-2010-HD/TC, f. j. 3"),
        ({"tipo_resolucion": None}, "3", "Exp. N.° 90002-2010-HD/TC, f. j. 3"),
        ({}, "v1.2", "STC Exp. N.° 90002-2010-HD/TC, voto de Tercero Inventado, f. j. 2"),
        ({}, "v2.2", "STC Exp. N.° 90002-2010-HD/TC, voto 2, f. j. 2"),  # a vote whose author is not known
    ],
)
def test_a_citation_is_the_headers(fields: dict[str, object], numero: str | None, expected: str) -> None:
    assert citation(replace(BASE, **fields), numero) == expected  # type: ignore[arg-type]


def test_copied_words_of_a_restored_text_say_so() -> None:
    restored = replace(BASE, texto_restaurado=True)
    assert citation(restored, "16", copied=True).endswith("tildes restauradas]")
    assert not citation(restored, "16").endswith("]")


@pytest.mark.parametrize(("numero", "expected"), [("16", "f16"), ("v1.3", "v1-f3"), ("4.b", "f4-b")])
def test_anchors_follow_the_contract(numero: str, expected: str) -> None:
    assert anchor(numero) == expected


def test_the_citing_sentence_is_one_sentence() -> None:
    text = "Antes se dijo otra cosa. Como en la STC 90002-2010-HD/TC, fundamento 4, la entrega es completa. Después sigue el texto."
    sentence = "Como en la STC 90002-2010-HD/TC, fundamento 4, la entrega es completa."
    assert first_mention(text, "90002-2010-HD") == Mention(text.index("90002"), sentence)
    abbreviated = "Otra cosa. Conforme al Exp. No. 90002-2010-HD/TC la entrega es completa. Después."
    found = first_mention(abbreviated, "90002-2010-HD")
    assert found
    assert found.sentence == "Conforme al Exp. No. 90002-2010-HD/TC la entrega es completa."
    opened = first_mention("Así, en el Exp. 90002-2010-HD/TC (Fund. 3) se dijo que la entrega es completa. Después.", "90002-2010-HD")
    assert opened
    assert opened.sentence.endswith("se dijo que la entrega es completa.")
    endless = first_mention("En la STC 90002-2010-HD/TC " + "se dijo esto " * 100, "90002-2010-HD")
    assert endless
    assert endless.sentence.endswith(("se…", "dijo…", "esto…"))
    assert len(endless.sentence) <= 500
    assert first_mention(text, "90003-2010-HD") is None
    assert first_mention(text, "no es un id") is None


def test_a_place_has_the_number_of_the_fundamento_around_it() -> None:
    ruling = replace(BASE, fundamentos=(Fundamento("1", 10, 20), Fundamento("v1.1", 30, 40)))
    assert [paragraph_at(ruling, place) for place in (9, 10, 19, 20, 35)] == [None, "1", "1", None, "v1.1"]

"""Printed lines become one: what the margin cut apart is whole again. All words are invented."""

import pytest

from indexer.read.flow import joined


@pytest.mark.parametrize(
    ("printed", "whole", "why"),
    [
        (
            ("improcedente, pues —según afirma", "— el actor pudo recurrir"),
            "improcedente, pues —según afirma— el actor pudo recurrir",
            "closes",
        ),
        (("improcedente, pues —", "según afirma— el actor"), "improcedente, pues —según afirma— el actor", "opens"),
        (("la Sala Civil –", "Sede de Ejemplo"), "la Sala Civil – Sede de Ejemplo", "a dash between blanks"),
        (("la dirección archivo@ejemplo.pe", ". Asimismo"), "la dirección archivo@ejemplo.pe. Asimismo", "the margin cut the stop off"),
        (("la dirección archivo@ejemplo", ".pe, que"), "la dirección archivo@ejemplo.pe, que", "the margin cut the address"),
        (("considero pertinente", ".precisar algo"), "considero pertinente .precisar algo", "a speck before the next word is no stop"),
        (("en atención a", ")lo dispuesto"), "en atención a )lo dispuesto", "a stroke before the next word closes nothing"),
        (("dice la norma", "... y añade"), "dice la norma ... y añade", "dots that stand for words"),
    ],
)
def test_marks_that_the_margin_cut_off_go_back_to_their_word(printed: tuple[str, str], whole: str, why: str) -> None:
    assert joined(printed) == whole, why

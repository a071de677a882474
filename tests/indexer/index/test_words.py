"""Cutting texts into words: the quick way for long texts finds what the plain one finds, and forms are the engine's own."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from indexer.index import analysis
from indexer.index.analysis import LONGEST, Words, exact, for_exact, stems

PLAIN = st.text(st.characters(max_codepoint=0x2DDF, exclude_categories=["Cs"]), max_size=80)

LATIN = st.text(st.characters(max_codepoint=0xFF), max_size=80)
"""Beyond it are letters that fold to several signs («⒄» to «(17)»), of which the engine stems more or less by the way it is asked."""


@given(PLAIN)
@example("")
@example("fin")
@example("  Art. 2º, inc. 5: «año»_x ½ ")
def test_a_long_text_is_cut_as_a_short_one(text: str) -> None:
    prepared = for_exact(text)
    if analysis._EXOTIC.search(prepared):
        return
    made = analysis._parted(prepared)
    expected = [(match[0], *match.span()) for match in re.finditer(r"[^\W_]+", prepared)]
    assert list(zip(made.surfaces, made.starts, made.ends, strict=True)) == expected


@given(LATIN, st.integers(0, 60))
@example("Acción ÚNICA número 27806", 50)
def test_words_have_the_forms_that_the_engine_gives_them(text: str, times: int) -> None:
    cut = Words(f"{text} Constitución Nº 7 señor. " * times)
    short = [word for word in cut.exact if len(word.encode()) < LONGEST]
    assert short == exact(cut.text)
    assert [stem for stem, word in zip(cut.stems, cut.exact, strict=True) if len(word.encode()) < LONGEST] == stems(cut.text)
    assert [cut.vocabulary[number] for number in cut.ids] == cut.exact


def test_what_has_been_worked_out_is_forgotten_when_there_is_too_much_of_it() -> None:
    forms = analysis.Remembered(str.lower)
    found = [forms[f"W{number}"] for number in range(analysis._FORMS + 5)]
    assert found[-1] == f"w{analysis._FORMS + 4}"
    assert len(forms) <= analysis._FORMS

"""Accents restored: sentences of our own, the properties, and the real text beside the checkout."""

import random
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.read.accent_tables import known_forms
from indexer.read.accents import restore
from indexer.read.vote_spans import vote_spans

DEV = Path(__file__).parents[3].parent / "shared" / "gold" / "accents_dev.txt"
LINES_TO_2012, LINES_TO_2019 = range(100, 111), (*range(70, 80), *range(100, 111), *range(185, 210))
WORD = re.compile(r"[^\W\d_]+")
LOSS = {
    "á": ("a", "â", 0.916),
    "ó": ("o", "ô", 0.998),
    "ú": ("u", "û", 0.967),
    "é": ("e", "é", 0.003),
    "í": ("i", "i", 1.0),
    "ñ": ("n", "n", 1.0),
}
"""Mark → what the OCR shows, what it shows else, share of the first (data report; seeded)."""


@pytest.mark.parametrize(
    ("seen", "printed"),
    [
        ("La demandante solicito informacion publica.", "La demandante solicitó información pública."),
        ("el derecho de acceso a la informacion publica", "el derecho de acceso a la información pública"),
        ("declaro infundada la demanda", "declaró infundada la demanda"),
        ("El senor Nunez pidio una compania", "El señor Núñez pidió una compañía"),
        ("carâcter y articulo", "carácter y artículo"),
        ("RAZON DE RELATORIA", "RAZÓN DE RELATORÍA"),
        ("Por ello, se esta afectando su derecho", "Por ello, se está afectando su derecho"),
        ("esta resolucion", "esta resolución"),
        ("a través de él y qué más", "a través de él y qué más"),
    ],
)
def test_lost_marks_come_back(seen: str, printed: str) -> None:
    assert restore(seen) == printed


def test_habeas_follows_the_year_of_publication() -> None:
    assert restore("la demanda de habeas data", 2015) == "la demanda de hábeas data"
    assert restore("la demanda de habeas data", 2021) == "la demanda de habeas data"
    assert restore("la demanda de habeas data") == "la demanda de habeas data"


def test_a_vote_speaks_in_the_first_person() -> None:
    vote = "VOTO SINGULAR DEL MAGISTRADO PEREZ\nPor ello considero que la demanda es fundada. El juez considero lo contrario.\n"
    restored = restore(vote, 2020, vote_spans(vote))
    assert "ello considero que" in restored
    assert "juez consideró lo" in restored


def test_votes_end_where_a_ruling_begins() -> None:
    text = "VOTO DE LA MAGISTRADA X\nuno\nSENTENCIA DEL TRIBUNAL CONSTITUCIONAL\ndos\nFUNDAMENTO DE VOTO DE Y\ntres\n"
    assert [text[a:b].split("\n")[1] for a, b in vote_spans(text)] == ["uno", "tres"]


def test_every_known_form_can_be_restored_in_any_capitals() -> None:
    text = ", x ".join(f"{form} {form.capitalize()} {form.upper()}" for form in known_forms())
    assert len(restore(text)) == len(text)


@settings(deadline=None)  # the first call loads the tables
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200), st.sampled_from([None, 2005, 2024]))
def test_only_marks_change(text: str, year: int | None) -> None:
    text = unicodedata.normalize("NFC", text)
    restored = restore(text, year, [(0, len(text) // 2)])
    assert len(restored) == len(text)
    assert unicodedata.is_normalized("NFC", restored)
    assert _bare(restored) == _bare(text)


@settings(deadline=None)  # the first call loads the tables
@given(
    st.lists(
        st.sampled_from(["informacion", "HABEAS", "Nunez", "considero", "ejecución", "él", "â", "ü", "İ", "ẞ", "İntegracion", ",", "5"]),
        max_size=30,
    )
)
def test_restoring_twice_changes_nothing_of_the_length(words: list[str]) -> None:
    text = " ".join(words)
    assert len(restore(restore(text))) == len(text)


@pytest.mark.corpus
@pytest.mark.skipif(not DEV.exists(), reason="no ../shared beside the checkout")
def test_995_of_a_thousand_words_of_real_rulings_come_out_right() -> None:
    lines = DEV.read_text(encoding="utf-8").split("\n")
    chance = random.Random(1)
    right = total = 0
    for number, line in enumerate(lines):
        year = 2012 if number in LINES_TO_2012 else 2019 if number in LINES_TO_2019 else 2024
        restored = restore("".join(_lose(char, chance) for char in line), year)
        words = list(WORD.finditer(line))
        total += len(words)
        right += sum(restored[word.start() : word.end()] == word[0] for word in words)
    assert right >= 0.995 * total


def _lose(char: str, chance: random.Random) -> str:
    if char.lower() not in LOSS:
        return char
    usual, other, share = LOSS[char.lower()]
    if char == "É":
        share = 0.2
    shown = usual if chance.random() < share else other
    return shown.upper() if char.isupper() else shown


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))

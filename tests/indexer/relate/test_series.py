"""Near-duplicates: what joins, what does not, and that names stand when more rulings come."""

import random
from dataclasses import replace

import numpy as np
import pytest

from indexer.relate.series import Member, series
from indexer.relate.shapes import BINS, estimates, likeness, shape, shape_key
from models.ids import RulingId
from models.ruling import Ruling, Seccion

WORDS = [
    a + b + c
    for a in ("mar", "pol", "tin", "sur")
    for b in ("ero", "ina", "eta", "olo", "ural")
    for c in ("nte", "dor", "les", "cion", "mas")
]


def prose(seed: int, length: int = 400) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


def changed(words: list[str], share: float, seed: int) -> list[str]:
    """The same words, some replaced by words of no other text."""
    chance = random.Random(seed)
    return [
        f"{word}x{chr(97 + seed % 26)}{chr(97 + n % 26)}{chr(97 + n // 26)}" if chance.random() < share else word
        for n, word in enumerate(words)
    ]


def ruling(words: list[str], name: str = "90001-2015-HD", claimant: str = "Rosa Quispe Ficticia") -> tuple[Ruling, str]:
    text = f"Caratula.\n{' '.join(words)}.\n"
    zones = (Seccion("caratula", 0, 9), Seccion("fundamentos", 10, len(text)))
    return Ruling(id=name, proceso="HD", expediente="", titulo="", demandantes=(claimant,), secciones=zones), text


class Collection:
    """Members with their pairs at hand."""

    def __init__(self) -> None:
        self.members: list[Member] = []
        self.pairs: dict[str, bytes] = {}

    def add(self, name: str, words: list[str], fecha: str | None = "2015-01-01", bodies: tuple[str, ...] = ("onp",)) -> None:
        made = shape(*ruling(words, name))
        self.pairs[name] = made.pairs
        self.members.append(Member(RulingId(name), fecha, bodies, name, made.size, made.sketch))

    def series(self) -> dict[str, str]:
        found = series(self.members, lambda one, other: likeness(self.pairs[one], self.pairs[other]))
        return {str(name): str(belongs.serie) for name, belongs in found.items()}


def test_copies_are_a_series_named_after_the_oldest_and_a_lone_ruling_has_none() -> None:
    held = Collection()
    for number, fecha in ((1, "2016-05-01"), (2, "2014-02-01"), (3, None)):
        held.add(f"9000{number}-2015-HD", changed(prose(1), 0.05, number), fecha)
    held.add("90004-2015-HD", prose(2))
    assert held.series() == dict.fromkeys(("90001-2015-HD", "90002-2015-HD", "90003-2015-HD"), "90002-2015-HD")


def test_the_same_words_against_another_institution_are_the_courts_formula() -> None:
    held = Collection()
    held.add("90001-2015-HD", prose(1), bodies=("onp",))
    held.add("90002-2015-HD", prose(1), bodies=("sunat",))
    held.add("90003-2015-HD", prose(1), bodies=())
    assert held.series() == {}


def test_numbers_dates_and_the_claimants_name_make_no_difference() -> None:
    words = prose(1, 120)
    one, text = ruling(["Quispe", "15", "enero", *words], claimant="Rosa Quispe Ficticia")
    other, changed_text = ruling(["Mamani", "28", "marzo", *words], claimant="Luis Mamani Inventado")
    assert shape(one, text) == shape(other, changed_text)


def test_reasons_too_short_to_tell_have_no_shape() -> None:
    assert shape(*ruling(prose(1, 20))).size == 0
    assert shape(*ruling([])).size == 0


def test_a_shape_is_made_again_when_its_words_zones_or_names_change() -> None:
    one, _ = ruling(prose(1))
    same = shape_key(one, "a")
    assert shape_key(replace(one, resultado="fundada"), "a") == same
    assert shape_key(one, "b") != same
    assert shape_key(replace(one, demandantes=("Otra Persona Ficticia",)), "a") != same
    assert shape_key(replace(one, secciones=one.secciones[:1]), "a") != same


def test_a_chain_of_neighbours_is_cut_by_its_middle() -> None:
    """Each text goes on where the one before stood, five sixths of it the same: the last has nothing of the first."""
    stream, held = prose(1, 2500), Collection()
    for step in range(20):
        held.add(f"900{step:02d}-2015-HD", stream[step * 100 :][:600], f"2015-01-{step + 1:02d}")
    found = held.series()
    assert len(found) > 10
    assert found["90000-2015-HD"] != found["90019-2015-HD"]


@pytest.mark.parametrize("seed", range(4))
def test_later_rulings_rename_no_series(seed: int) -> None:
    chance, held = random.Random(seed), Collection()
    texts = [changed(prose(100 + seed * 10 + chance.randrange(5)), 0.04, number) for number in range(40)]
    before: dict[str, str] = {}
    for number, words in enumerate(texts):
        held.add(f"9{number:04d}-2015-HD", words, f"20{10 + number // 4:02d}-0{1 + number % 4}-01")
        if number % 10 == 9:
            now = held.series()
            assert {name: now[name] for name in before} == before
            before = now
    assert len(set(before.values())) > 1


def test_a_sketch_tells_likeness_within_a_tenth() -> None:
    made = [shape(*ruling(changed(prose(7, 900), share, 3))) for share in (0.0, 0.1, 0.2, 0.4, 0.8)]
    sketches = np.array([np.frombuffer(one.sketch, np.uint8) for one in made])
    guessed = estimates(sketches[0], sketches)
    assert sketches.shape[1] == BINS
    assert [abs(float(guess) - likeness(made[0].pairs, one.pairs)) < 0.1 for guess, one in zip(guessed, made, strict=True)] == [True] * 5

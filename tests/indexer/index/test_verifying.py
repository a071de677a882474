"""A proximity looked up in many documents at once holds where it holds in each of them alone; words come back from the files as they were."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.index import occurrences, verifying
from indexer.index.analysis import words
from indexer.index.cutting import cut, places
from indexer.index.forward import Forward, ForwardWriter, Odd, part
from indexer.index.lexicon import ListedWords
from indexer.index.match import Matcher
from indexer.index.query.parse import parse
from indexer.index.query.tree import Near
from models.ruling import Fundamento

PIECES = ["copia", "copias", "año", "ano", "ley", "art. 13.", "Otra", "fin.", "\n", "œuvre", "ﬁn", "." * 300, "x" * 300, "de la"]
TEXTS = st.lists(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join), min_size=1, max_size=6)
QUESTIONS = (
    "copia /3 ley",
    "copia +2 ley",
    "ley /s copia",
    "ley /p otra",
    '"de la" /4 copia',
    '"de la" /s "la de"',
    "copia /1 copia",
    "copia /s copia",
    '"año" /5 copia',
    '(copia O "de la") /2 (ley O otra)',
    "(copia O ley) +1 (copia O ley)",
    "cop* /s l?y",
)


def kept(directory: Path, texts: Sequence[str]) -> tuple[Forward, ListedWords, list[Odd]]:
    """The forward files of these texts, a ruling each; every third lost its ñ."""
    writer, odd = ForwardWriter(directory / "palabras"), []
    for number, text in enumerate(texts):
        found = words(text)
        made = part(found, cut(found, {}, fundamentos(text)))
        writer.add(made, found.vocabulary, number % 3 == 2)
        odd.append(made.odd)
    writer.close(True)
    return Forward(directory / "palabras"), ListedWords(list(writer.numbers)), odd


def fundamentos(text: str) -> tuple[Fundamento, ...]:
    """The text's two halves."""
    half = len(text) // 2
    return (Fundamento("1", 0, half), Fundamento("2", half, len(text)))


@given(
    texts=TEXTS, q=st.sampled_from(QUESTIONS), at_once=st.sampled_from([1, 20, 1_000]), bridged=st.sampled_from([0, 4_096]), data=st.data()
)
@settings(deadline=None)
def test_a_proximity_holds_in_many_documents_as_in_each(texts: list[str], q: str, at_once: int, bridged: int, data: st.DataObject) -> None:
    near = parse(q)
    assert isinstance(near, Near)
    chosen = np.array(sorted(data.draw(st.sets(st.integers(0, len(texts) - 1), min_size=1))))
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(verifying, "AT_ONCE", at_once)
        patch.setattr(verifying, "_BRIDGED", bridged)
        forward, lexicon, _ = kept(Path(folder), texts)
        whole = verifying.Documents(chosen, forward.firsts[chosen], forward.firsts[chosen + 1])
        each = [Matcher(texts[place], place % 3 == 2, fundamentos=fundamentos(texts[place])) for place in chosen]
        assert verifying.holding(near, whole, forward, lexicon).tolist() == [one.holds(near) for one in each]
        rulings, halves = np.repeat(chosen, 2), np.tile([0, 1], len(chosen))
        parts = verifying.Documents(rulings, *forward.fundamentos(rulings, halves))
        wanted = [
            Matcher("", one.sin_enye, given=one.cut.numbered_part(half, "fundamentos")).holds(near) for one in each for half in (0, 1)
        ]
        assert verifying.holding(near, parts, forward, lexicon).tolist() == wanted
        forward.close()
        forward.occurrences.close()


@given(texts=TEXTS, q=st.sampled_from(QUESTIONS), block=st.sampled_from([1, 15, 1_000]))
@settings(deadline=None)
def test_where_words_stand_tells_in_which_rulings_a_proximity_holds(texts: list[str], q: str, block: int) -> None:
    near = parse(q)
    assert isinstance(near, Near)
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(occurrences, "BLOCK", block)
        forward, lexicon, _ = kept(Path(folder), texts)
        found = verifying.everywhere(near, forward, lexicon)
        each = [Matcher(text, place % 3 == 2, fundamentos=fundamentos(text)) for place, text in enumerate(texts)]
        if "ñ" in q:
            assert found is None
        else:
            assert found is not None
            assert found.tolist() == [place for place, one in enumerate(each) if one.holds(near)]
        forward.close()
        forward.occurrences.close()


def test_words_that_stand_everywhere_are_not_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forward, lexicon, _ = kept(tmp_path, ["de la ley", "la copia de la ley"])
    near = parse('"de la" /s copia')
    assert isinstance(near, Near)
    for often, expected in ((1, None), (2, [1])):  # «de» stands twice
        monkeypatch.setattr(verifying, "_OFTEN", often)
        found = verifying.everywhere(near, forward, lexicon)
        assert (None if found is None else found.tolist()) == expected
    forward.close()
    forward.occurrences.close()


def test_a_pattern_of_too_many_words_is_not_asked_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "_ASKED", 1)
    forward, lexicon, _ = kept(tmp_path, ["copia ley", "copias ley"])
    near = parse("copia* /s ley")
    assert isinstance(near, Near)
    assert verifying.everywhere(near, forward, lexicon) is None
    monkeypatch.setattr(verifying, "_ASKED", 2)
    found = verifying.everywhere(near, forward, lexicon)
    assert found is not None
    assert found.tolist() == [0, 1]
    forward.close()
    forward.occurrences.close()


@given(texts=TEXTS)
@settings(deadline=None)
def test_words_and_their_places_come_back_from_the_files(texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        forward, lexicon, odd = kept(Path(folder), texts)
        for place, text in enumerate(texts):
            found, made = words(text), forward.cut(place, {}, lexicon)
            alone = cut(found, {}, fundamentos(text))
            assert [list(np.asarray(cuts)) for cuts in (made.sentences, made.paragraphs)] == [list(alone.sentences), list(alone.paragraphs)]
            assert [tuple(pair) for pair in np.asarray(made.numbered).tolist()] == list(alone.numbered)
            back, kept_places = places(found), forward.places(place, made, odd[place])
            assert kept_places.starts.tolist() == back.starts.tolist()
            assert kept_places.lengths.tolist() == back.lengths.tolist()
            assert len(set(found.exact)) == len(set(np.asarray(made.ids).tolist()))
        forward.close()

"""The blend of an amplio question, on an engine of plain dicts: what each factor does, and that the order is the same every time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from indexer.index import amplio
from indexer.index.amplio import Piece, Question, Scored, blend_fundamentos, blend_rulings, weights
from indexer.index.analysis import words
from indexer.index.cutting import cut
from indexer.index.fields import key, unique_key
from indexer.index.query.tree import Tree, Word, disjunction
from indexer.index.themes import themes_of
from indexer.index.understanding import NEAREST, telling
from indexer.meaning.bm25 import WordIndex
from indexer.meaning.model import DIMENSIONS, Vectors
from indexer.meaning.sense import NOTHING, Known, Meant
from models import vocabulary

CLAVES = [key(f"{number:05d}-2015-HD") for number in range(1, 6)]
RULINGS = [unique_key(clave) for clave in CLAVES]


@dataclass(frozen=True, slots=True)
class _Engine:
    """Documents with the scores that words give them."""

    scores: Mapping[int, float] = field(default_factory=dict)
    said: Mapping[int, str] = field(default_factory=dict)
    cited: Mapping[int, int] = field(default_factory=dict)
    numbers: Mapping[int, str] = field(default_factory=dict)
    everything: Collection[int] | None = None

    def best(self, tree: Tree, limit: int, habeas: bool = False) -> Scored:
        return sorted(self.scores.items(), key=lambda pair: -pair[1])[:limit]

    def best_rulings(self, tree: Tree, limit: int) -> Scored:
        return []

    def present(self, uniques: Sequence[int]) -> Collection[int]:
        return [one for one in uniques if self.everything is None or one in self.everything]

    def pieces(self, uniques: Sequence[int]) -> Mapping[int, Piece]:
        return {one: self._piece(one) for one in uniques}

    def _piece(self, unique: int) -> Piece:
        made = cut(words(self.said.get(unique, "nada")), {}, ())
        return Piece(self.numbers.get(unique, str((unique & 0xFFF) + 1)), made, self.cited.get(unique, 0))


def _question(text: str, vector: Vectors | None = None) -> Question:
    return Question(text, disjunction([Word(word) for word in telling(text)]), vector)


def _unit(at: int) -> Vectors:
    made = np.zeros(DIMENSIONS, np.float32)
    made[at] = 1
    return made


def _meant(keys: Sequence[int]) -> Meant:
    """Document i points in direction i."""
    return Meant(np.array(keys, np.int64), np.stack([_unit(at) for at in range(len(keys))]))


def _known(**fields: object) -> Known:
    about = np.array(CLAVES, np.int64)
    empty = [()] * len(CLAVES)
    plain = replace(NOTHING, about=about, digests=WordIndex([[]] * len(CLAVES)), themes=empty, kinds=empty)
    return replace(plain, **fields)  # type: ignore[arg-type]


def test_words_alone_rank_where_nothing_else_is_known() -> None:
    found = blend_rulings(_question("viáticos"), _Engine({RULINGS[0]: 1.0, RULINGS[1]: 3.0}), NOTHING)
    assert found.order == (RULINGS[1], RULINGS[0])


def test_a_ruling_without_a_word_of_the_question_is_found_by_meaning() -> None:
    found = blend_rulings(_question("cuánto gana", _unit(2)), _Engine({RULINGS[0]: 1.0}), _known(rulings=_meant(RULINGS)))
    assert found.order[0] == RULINGS[2]


def test_what_is_not_in_the_index_or_of_another_process_is_never_found() -> None:
    engine = _Engine({RULINGS[0]: 1.0}, everything=[RULINGS[0]])
    assert blend_rulings(_question("gana", _unit(2)), engine, _known(rulings=_meant(RULINGS))).order == (RULINGS[0],)


def test_a_theme_that_the_question_tells_lifts_its_rulings() -> None:
    themes = [("A19",), ("A06",), ("A19",), ("A19",), ()]
    engine = _Engine(dict.fromkeys(RULINGS[:2], 1.0))
    assert blend_rulings(_question("cuánto ganan los regidores"), engine, _known(themes=themes)).order[0] == RULINGS[1]


def test_what_the_first_rulings_share_lifts_others_of_it() -> None:
    themes = [("A06",), ("A06",), ("A19",), ("A06",), ("A19",)]
    scores = dict(zip(RULINGS, (9.0, 8.0, 1.0, 1.0, 1.0), strict=True))
    found = blend_rulings(_question("xilófono"), _Engine(scores), _known(themes=themes))
    assert found.order[2] == RULINGS[3]


def test_a_quotation_finds_the_paragraph_it_stands_in() -> None:
    first, second = unique_key(CLAVES[0], 0), unique_key(CLAVES[1], 0)
    said = {first: "públicas son las planillas de esta entidad", second: "las planillas de esta entidad son públicas"}
    found = blend_fundamentos(_question("LAS PLANILLAS DE ESTA ENTIDAD"), _Engine({first: 1.0, second: 1.0}, said), NOTHING)
    assert found.parts[first]["textual"] == found.parts[second]["textual"] > 0
    found = blend_fundamentos(_question("esta entidad son publicas"), _Engine({first: 1.0, second: 1.0}, said), NOTHING)
    assert found.order[0] == second


def test_a_fundamento_that_others_name_goes_before_its_copies() -> None:
    copy, leading, citing = unique_key(CLAVES[0], 3), unique_key(CLAVES[1], 4), unique_key(CLAVES[2], 0)
    known = _known(pinned={(CLAVES[1], "5"): 20}, echoes={citing: ((CLAVES[1], ""), (CLAVES[1], "5"))})
    engine = _Engine(dict.fromkeys((copy, leading, citing), 1.0))
    found = blend_fundamentos(_question("planillas"), engine, known)
    assert found.order[0] == leading
    assert found.parts[leading]["eco"] > 0 == found.parts[copy]["eco"]


def test_a_vote_goes_behind_the_majority() -> None:
    vote, majority = unique_key(CLAVES[0], 0), unique_key(CLAVES[0], 1)
    found = blend_fundamentos(_question("planillas"), _Engine({vote: 1.0, majority: 1.0}, numbers={vote: "v1.3", majority: "7"}), NOTHING)
    assert found.order == (majority, vote)


def test_no_more_than_the_nearest_are_the_answer_and_ties_go_by_key() -> None:
    keys = [unique_key(CLAVES[0], place) for place in range(NEAREST + 50)]
    found = blend_rulings(_question("planillas"), _Engine(dict.fromkeys(reversed(keys), 1.0)), NOTHING)
    assert found.order == tuple(keys[:NEAREST])


def test_nothing_found_is_an_empty_answer() -> None:
    assert blend_rulings(_question("planillas"), _Engine(), NOTHING).order == ()
    assert blend_fundamentos(_question("planillas"), _Engine(), NOTHING).order == ()


def test_the_explanation_adds_up() -> None:
    found = blend_rulings(_question("planillas"), _Engine({RULINGS[0]: 2.0}), NOTHING)
    assert found.explained(RULINGS[0]) == "palabras +0.30; en total 0.30"
    assert found.explained(RULINGS[1]) == ""


@pytest.mark.parametrize("kind", amplio.KINDS)
def test_every_factor_has_a_weight_and_every_weight_a_factor(kind: amplio.Kind) -> None:
    one = unique_key(CLAVES[0])
    blend = blend_rulings if kind == "sentencias" else blend_fundamentos
    assert blend(_question("planillas"), _Engine({one: 1.0}), NOTHING).parts[one].keys() == weights(kind).keys()


@pytest.mark.parametrize(
    ("question", "theme"),
    [
        ("¿Cuánto les pagan a los gerentes?", "A06"),
        ("MI HISTORIA CLINICA", "A31"),
        ("me pusieron una papeleta", "A20"),
        ("how can I get my medical record", "A31"),
        ("no me dan mis boletas de pago", "A04"),
    ],
)
def test_people_s_words_tell_a_theme(question: str, theme: str) -> None:
    assert theme in themes_of(question)


def test_common_words_tell_no_theme() -> None:
    assert themes_of("quiero una copia de la información que pedí") == frozenset()


def test_every_theme_of_the_questions_table_exists() -> None:
    known = {term.valor for facet in ("tema", "pretension") for term in vocabulary.values(facet) or ()}
    named = {theme for themes in amplio_themes().values() for theme in themes}
    assert named <= known


def amplio_themes() -> Mapping[tuple[str, ...], frozenset[str]]:
    """The table as it is read."""
    from indexer.index import themes

    return themes._sayings()

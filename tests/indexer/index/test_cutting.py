"""A cut that was kept answers as the text itself does; proximities are the same with and without spans."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.index import cutting, schema
from indexer.index.analysis import stem_of, words
from indexer.index.base import Indexed
from indexer.index.generations import build_generation
from indexer.index.highlight import passages
from indexer.index.lines import line_of
from indexer.index.live import LiveIndex
from indexer.index.match import Matcher
from indexer.index.query.parse import parse
from indexer.index.query.tree import Near
from models import privacy
from models.search import SearchQuery
from models.settings import Settings

Invent = Callable[..., Indexed]

TEXTS = st.lists(
    st.sampled_from(
        ["copia", "copias", "año", "ano", "N.º", "art. 13.", "Ley", "27.806", "El", "fin.", "\n", "ﬁn", "œuvre", "א", "x" * 300]
    ),
    max_size=30,
).map(" ".join)


@given(text=TEXTS)
def test_words_are_those_of_the_text_and_survive_packing(text: str) -> None:
    found = words(text)
    assert [text[start:end].replace("ñ", "ν") for start, end in zip(found.starts, found.ends, strict=True)] == found.surfaces
    assert [found.vocabulary[number] for number in found.ids] == found.exact
    assert found.stems == [stem_of(word) for word in found.exact]
    made = cutting.cut(found, {}, ())
    vocabulary, ids = cutting.unpack_words(cutting.pack_words(made))
    assert (vocabulary, list(ids)) == (list(made.vocabulary), list(made.ids))
    places = cutting.unpack_places(cutting.pack_places(cutting.places(found)))
    assert list(places.starts) == found.starts
    assert list(places.lengths) == [min(len(word), 255) for word in found.surfaces]


QUESTIONS = (
    "copias",
    '"el año"',
    "copia /3 ley",
    '"art 13" /s ley',
    "copia /p fin",
    "cop* +2 ley",
    "(copia O el) /4 13",
    "asunto:(copia /9 ley)",
)


@given(text=TEXTS, q=st.sampled_from(QUESTIONS))
def test_a_proximity_holds_where_it_has_a_span(text: str, q: str) -> None:
    matcher, tree = Matcher(text, zone="asunto"), parse(q)
    if isinstance(tree, Near):
        assert matcher.holds(tree) == bool(matcher.spans(tree))
    marked = {mark for span in matcher.spans(tree) for mark in span.marks}
    assert {mark for _, marks in matcher.marks(tree) for mark in marks} == marked


@pytest.mark.parametrize("q", ["copias", '"el año"', "copia /p ley", "fallo:copia", "de la"])
def test_passages_of_an_index_are_those_of_the_text(tmp_path: Path, invented: Invent, q: str) -> None:
    zones = {
        "asunto": "El señor pide copias de la Ley. Nada más.",
        "fundamentos": "1. El año en que rige la Ley; copia de la copia.\n2. Otra copia, por la Sra. Inventada.",
        "fallo": "Entréguese copia de la Ley del AÑO.",
    }
    made = invented("90711-2020-HD", zones)
    build_generation(Settings(home=tmp_path), [made], "a")
    (hit,) = LiveIndex(Settings(home=tmp_path)).search(SearchQuery(q=q, modo="exacto", facetas=())).resultados
    line = line_of(made)
    matcher = Matcher(made.text, line.sin_enye, line.secciones, line.fundamentos)
    assert hit.fragmentos == passages(matcher, parse(q), line.privados, line.otros)
    assert hit.fragmentos


def test_the_point_of_an_abbreviation_ends_no_sentence() -> None:
    found = words("Según el art. 13 de la norma. Otra cosa!\nFin")
    assert [found.exact[place] for place in cutting.cut(found, {}, ()).sentences] == ["otra", "fin"]


def test_a_fundamento_is_searched_in_its_own_zone(tmp_path: Path, invented: Invent) -> None:
    zones = {"asunto": "Unas copias.", "fundamentos": "1. Se niega la copia.\n2. Costos.", "voto": "1. Mi voto: sin copia."}
    build_generation(Settings(home=tmp_path), [invented("90712-2020-HD", zones)], "a")
    index = LiveIndex(Settings(home=tmp_path))

    def found(q: str) -> list[str]:
        page = index.paragraphs(SearchQuery(q=q, modo="exacto"))
        return sorted(one.fundamento for one in page.resultados)

    assert found("copia") == ["1", "v1.1"]
    assert found("fundamentos:copia") == ["1"]
    assert found('votos:"sin copia"') == ["v1.1"]
    assert found("fundamentos:(niega /3 copia)") == ["1"]
    assert found("fundamentos:(voto /3 copia)") == []
    assert found("asunto:copias costos") == ["2"]


def test_a_change_of_who_is_private_asks_for_a_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tmp_path / "privacy.py"
    changed.write_text(f"{Path(privacy.__file__).read_text(encoding='utf-8')}\n# another rule\n", encoding="utf-8")
    monkeypatch.setattr(privacy, "__file__", str(changed))
    assert schema.schema_stamp.__wrapped__() != schema.schema_stamp()


def test_a_kept_matcher_forgets_the_spans_of_other_questions(invented: Invent) -> None:
    made = invented("90713-2020-HD", {"asunto": "Una copia."})
    first = Matcher(made.text)
    assert first.spans(parse("copia"))
    assert replace(first, _cache={}).spans(parse("nada")) == []

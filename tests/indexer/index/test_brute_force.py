"""Totals and every count against a matcher in plain Python that reads the records, on random questions."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.index.base import Indexed, SearchIndex
from indexer.index.fields import facet_values
from indexer.index.live import LiveIndex
from models.ids import RulingId
from models.search import FACETS, Filter, SearchQuery
from models.settings import Settings

COUNTED = ("resultado", "entidad", "tema", "sala", "anio", "magistrado", "proceso")


def passes(values: Sequence[str], one: Filter | None) -> bool:
    """Whether a ruling with these values of a facet passes the facet's filter."""
    if one is None or "todos" in one.values:
        return True
    if set(values) & set(one.excluded):
        return False
    accepted = [bool(set(values) & set(one.values))] if one.values else []
    accepted += [not values] if one.empty else []
    return any(accepted) if accepted else True


def check(index: SearchIndex, collection: Sequence[Indexed], query: SearchQuery, matches: Callable[[Indexed], bool]) -> None:
    """The engine's answer is what reading every record gives."""
    chosen = {one.facet: one for one in query.filters}
    if not chosen.get("proceso", Filter("proceso")).values:
        chosen["proceso"] = Filter("proceso", ("HD",))
    records = [facet_values(one.ruling) for one in collection if matches(one)]
    page = index.search(query)
    assert page.total == sum(all(passes(values[facet], chosen.get(facet)) for facet in FACETS) for values in records)
    for facet in page.facetas:
        others = [values for values in records if all(passes(values[name], chosen.get(name)) for name in FACETS if name != facet.nombre)]
        expected = Counter(value for values in others for value in values[facet.nombre])
        assert {one.valor: one.n for one in facet.valores if one.n} == expected, facet.nombre


@st.composite
def _filters(draw: st.DrawFn) -> tuple[Filter, ...]:
    values = {
        "resultado": ["fundada", "infundada", "improcedente", "aclaracion"],
        "entidad": ["oficina-inventada", "universidad-imaginaria", "banco-ficticio"],
        "tema": ["A01", "A02", "A05", "A99"],
        "sala": ["Pleno", "Sala Primera"],
        "anio": ["2010", "2011", "2015"],
        "proceso": ["HD", "AA", "todos"],
    }
    names = draw(st.lists(st.sampled_from(sorted(values)), unique=True, max_size=3))
    return tuple(
        Filter(
            name,
            tuple(draw(st.lists(st.sampled_from(values[name]), unique=True, max_size=2))),
            tuple(draw(st.lists(st.sampled_from(values[name]), unique=True, max_size=1))) if name != "proceso" else (),
            draw(st.booleans()) if name not in ("anio", "proceso") else False,
        )
        for name in names
    )


Checked = Callable[[SearchQuery, Callable[[Indexed], bool]], None]


@pytest.fixture(scope="session")
def checked(index: SearchIndex, collection: list[Indexed]) -> Checked:
    """`check` on the invented collection; a function, since Hypothesis prints its arguments."""
    return lambda query, matches: check(index, collection, query, matches)


@given(filters=_filters(), q=st.sampled_from(["", "resultado:fundada", "-tema:A01", "sala:(pleno O segunda)"]))
@settings(max_examples=120, deadline=None)
def test_totals_and_counts_are_those_of_the_records(checked: Checked, filters: tuple[Filter, ...], q: str) -> None:
    meaning: dict[str, Callable[[Indexed], bool]] = {
        "": lambda _: True,
        "resultado:fundada": lambda one: one.ruling.resultado == "fundada",
        "-tema:A01": lambda one: "A01" not in one.ruling.temas,
        "sala:(pleno O segunda)": lambda one: one.ruling.sala in ("Pleno", "Sala Segunda"),
    }
    checked(SearchQuery(q=q, filters=filters, facetas=COUNTED, max_valores=0), meaning[q])


def plain(text: str) -> list[str]:
    """Words without marks, in lower case: written apart from the engines' analysis."""
    folded = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return re.findall(r"[a-z0-9]+", folded)


LETTERS = ["ala", "bote", "cima", "duna"]


Near = Callable[[str], tuple[set[str], list[Indexed]]]


@pytest.fixture(scope="session")
def lettered(
    engine: Callable[[Path, Sequence[Indexed]], SearchIndex], invented: Callable[..., Indexed], tmp_path_factory: pytest.TempPathFactory
) -> Near:
    """Asks an engine about texts of four words in all sorts of distances; gives the ids it finds, and all texts."""

    def word(seed: int, step: int) -> str:
        return LETTERS[(seed * (step + 3) // 2 + step * step) % 7 % 4] if (seed + step) % 3 else "relleno"

    texts = [" ".join(word(seed, step) for step in range(3 + seed % 14)) for seed in range(60)]
    made = [invented(f"{90800 + n:05d}-2020-HD", {"fundamentos": f"1. {text}"}) for n, text in enumerate(texts)]
    index = engine(tmp_path_factory.mktemp("letras"), made)

    def ask(q: str) -> tuple[set[str], list[Indexed]]:
        page = index.search(SearchQuery(q=q, modo="exacto", por_pagina=100, facetas=()))
        return {hit.id for hit in page.resultados}, made

    return ask


@given(
    left=st.sampled_from(LETTERS),
    right=st.sampled_from(LETTERS),
    distance=st.integers(1, 6),
    ordered=st.booleans(),
    quoted=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_a_proximity_is_what_counting_words_gives(
    lettered: Near, left: str, right: str, distance: int, ordered: bool, quoted: bool
) -> None:
    def near(words: list[str]) -> bool:
        places = [(i, j) for i, a in enumerate(words) for j, b in enumerate(words) if a == left and b == right and i != j]
        return any(0 < j - i <= distance or (not ordered and 0 < i - j <= distance) for i, j in places)

    q = f"{f'{chr(34)}{left}{chr(34)}' if quoted else left} {'+' if ordered else '/'}{distance} {right}"
    found, made = lettered(q)
    assert found == {one.ruling.id for one in made if near(plain(one.text))}


@pytest.mark.slow
@pytest.mark.corpus
def test_on_the_real_collection_words_phrases_and_facets_are_those_of_the_texts(real_home: Path) -> None:
    index = LiveIndex(Settings(home=real_home))
    everything = [
        found
        for hit in index.scan(SearchQuery(filters=(Filter("proceso", ("todos",)),)))
        if (found := index.get(RulingId(hit.id))) is not None
    ]
    assert len(everything) == index.generation().documents > 800
    words = {one.ruling.id: plain(one.text) for one in everything}
    joined = {name: f" {' '.join(found)} " for name, found in words.items()}
    questions: list[tuple[str, Callable[[Indexed], bool]]] = [
        ('"copias"', lambda one: " copias " in joined[one.ruling.id]),
        (
            "copias",
            lambda one: any(re.fullmatch(r"copi(a|as|ar|ado|ados|ada|adas|o|os|e|en|ando|aron|an)", word) for word in words[one.ruling.id]),
        ),
        ('"acceso a la información"', lambda one: " acceso a la informacion " in joined[one.ruling.id]),
        ('"acceso a la informacion"', lambda one: " acceso a la informacion " in joined[one.ruling.id]),
        (
            '"acceso a la información" -"costos"',
            lambda one: " acceso a la informacion " in joined[one.ruling.id] and " costos " not in joined[one.ruling.id],
        ),
    ]
    entity = Counter(slug for one in everything for slug in one.ruling.entidades_slug).most_common(1)[0][0]
    for q, matches in questions:
        query = SearchQuery(q=q, modo="exacto", facetas=COUNTED, max_valores=0)
        check(index, everything, query, matches)
        check(index, everything, replace(query, filters=(Filter("resultado", ("infundada",)), Filter("entidad", (entity,)))), matches)

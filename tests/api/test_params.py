"""Parameters ↔ question: inverses, and everything else refused with a reason."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.links import choosing, emptied, excluding, href, only, toggled
from api.params import parse, to_query_string
from models import vocabulary
from models.errors import BadParameter, BadQuery
from models.search import FACETS, MODOS, ORDENES, Filter, SearchQuery

_NAMES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=12).filter(str.isprintable)
_SLUGS = st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)
_YEARS = st.from_regex(r"[0-9]{4}", fullmatch=True)
_CASES = st.from_regex(r"[0-9]{5}-[0-9]{4}-(HD|AA)", fullmatch=True)
_OPEN = {"anio": _YEARS, "anio_publicacion": _YEARS, "entidad": _SLUGS, "precedente": _CASES}


def _value_of(facet: str) -> st.SearchStrategy[str]:
    known = vocabulary.values(facet)
    if known is not None:
        return st.sampled_from([term.valor for term in known])
    return _OPEN.get(facet, _NAMES)


@st.composite
def filters(draw: st.DrawFn) -> tuple[Filter, ...]:
    made = []
    for facet in FACETS:
        if draw(st.integers(0, 6)) == 0:
            values = st.lists(_value_of(facet), max_size=3, unique=True)
            one = Filter(facet, tuple(draw(values)), tuple(draw(values)), draw(st.booleans()))
            made += [one] if one.values or one.excluded or one.empty else []
    return tuple(made)


_DAYS = st.none() | st.dates().map(lambda day: day.isoformat())
queries = st.builds(
    SearchQuery,
    q=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40).map(str.strip),
    filters=filters(),
    desde=_DAYS,
    hasta=_DAYS,
    publicado_desde=_DAYS,
    publicado_hasta=_DAYS,
    orden=st.none() | st.sampled_from(ORDENES),
    modo=st.sampled_from(MODOS),
    series=st.none() | st.sampled_from(["juntas", "todas"]),
    pagina=st.integers(1, 1_000_000),
    por_pagina=st.integers(1, 100),
    facetas=st.none() | st.lists(st.sampled_from(FACETS), unique=True).map(tuple),
    max_valores=st.integers(0, 1000),
    explicar=st.booleans(),
)


@given(queries)
def test_a_question_written_as_a_url_is_read_back_the_same(query: SearchQuery) -> None:
    assert parse(to_query_string(query)) == query


@given(st.text(max_size=60))
def test_any_query_string_gives_a_question_or_a_reason(text: str) -> None:
    try:
        query = parse(text)
    except (BadParameter, BadQuery):
        return
    assert parse(to_query_string(query)) == query


@given(queries, st.sampled_from(["resultado", "anio", "entidad"]), st.data())
def test_choosing_a_value_twice_changes_nothing_but_the_page(query: SearchQuery, facet: str, data: st.DataObject) -> None:
    value = data.draw(_value_of(facet))
    chosen = next((one for one in query.filters if one.facet == facet), Filter(facet))
    if value in chosen.excluded or value in chosen.values[:-1]:  # an exclusion goes for good; a value comes back at the end
        return
    twice = toggled(toggled(query, facet, value), facet, value)
    assert twice == replace(query, pagina=1)
    assert emptied(emptied(query, facet), facet) == replace(query, pagina=1)


@given(queries, st.sampled_from(["resultado", "anio", "norma"]), st.data())
def test_the_links_of_a_facet_are_those_of_its_values(query: SearchQuery, facet: str, data: st.DataObject) -> None:
    values = data.draw(st.lists(_value_of(facet), max_size=5))
    chosen = next((one for one in query.filters if one.facet == facet), Filter(facet))
    link = choosing("/buscar", query, facet)
    for value in (*values, *chosen.values, *chosen.excluded):
        assert link(value) == href("/buscar", toggled(query, facet, value))


def test_a_link_holds_whatever_letters_the_question_has() -> None:
    query = parse("q=%EE%80%80+copias")
    assert choosing("/buscar", query, "norma")("LEY-27806:13") == href("/buscar", toggled(query, "norma", "LEY-27806:13"))


def test_excluding_a_chosen_value_drops_the_choice() -> None:
    query = excluding(parse("resultado=fundada"), "resultado", "fundada")
    assert to_query_string(query) == "no.resultado=fundada"
    assert to_query_string(only(query, resultado="infundada")) == "resultado=infundada"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("q=&pagina=1&por_pagina=20&modo=auto", ""),  # what is usual is not written
        ("q=%20copias%20", "q=copias"),
        ("anio=2015&resultado=fundada&anio=2016", "resultado=fundada&anio=2015&anio=2016"),  # facets in their order, values in the writer's
        ("resultado=fundada&resultado=fundada", "resultado=fundada"),
        ("desde=2015&hasta=2016-02", "desde=2015-01-01&hasta=2016-02-29"),  # a year or month widens to its edges
        ("proceso=todos", "proceso=todos"),
        ("vacio=tema&no.sala=Pleno", "vacio=tema&no.sala=Pleno"),
    ],
)
def test_the_written_form_is_canonical(text: str, expected: str) -> None:
    written = to_query_string(parse(text))
    assert sorted(written.split("&")) == sorted(expected.split("&"))
    assert parse(written) == parse(expected)


@pytest.mark.parametrize(
    "text",
    [
        "resultadoo=fundada",
        "resultado=ganada",
        "resultado=",
        "no.resultado=nada",
        "vacio=nada",
        "pagina=0",
        "pagina=-1",
        "pagina=uno",
        "pagina=%D9%A1",  # Arabic-Indic one: a digit, but not ours
        "pagina=1&pagina=2",
        "por_pagina=101",
        "por_pagina=0",
        "max=-1",
        "orden=azar",
        "modo=total",
        "series=si",
        "facetas=nada",
        "desde=ayer",
        "hasta=2015-13",
        "hasta=2015-02-30",
        "anio=15",
        "entidad=Con%20Espacios",
        "precedente=1797",
        "distrito=%00",
        "utm_source=x",
        "lang=en",
    ],
)
def test_unknown_parameters_and_values_are_refused(text: str) -> None:
    with pytest.raises(BadParameter):
        parse(text)


def test_a_typing_error_is_answered_with_what_was_meant() -> None:
    with pytest.raises(BadParameter) as refused:
        parse("resultado=fundadas")
    assert refused.value.sugerencia == "fundada"


@pytest.mark.parametrize("q", ["a\0b", "x" * 9000])
def test_a_question_that_cannot_be_searched_says_why_and_offers_one_that_can(q: str) -> None:
    with pytest.raises(BadQuery) as refused:
        parse([("q", q)])
    assert refused.value.sugerencia
    assert parse([("q", refused.value.sugerencia)]).q == refused.value.sugerencia


def test_pages_let_marks_of_others_and_empty_fields_pass() -> None:
    query = parse("q=copias&utm_source=x&fbclid=1&gclid=2&lang=en&desde=&hasta=", page=True)
    assert query == SearchQuery(q="copias")
    with pytest.raises(BadParameter):
        parse("resultadoo=fundada", page=True)

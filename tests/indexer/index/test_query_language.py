"""The query language: what is understood, what is refused and how, and that text and tree are the same thing."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.index.query.lex import LIMIT
from indexer.index.query.parse import parse
from indexer.index.query.text import to_text
from indexer.index.query.tree import (
    All,
    And,
    Field,
    Near,
    Not,
    Or,
    Phrase,
    Range,
    Tree,
    Wildcard,
    Word,
    conjunction,
    disjunction,
)
from indexer.index.understanding import understand
from models.errors import BadQuery
from models.search import Modo, SearchQuery

A, B, C = Word("a"), Word("b"), Word("c")


@pytest.mark.parametrize(
    ("q", "tree"),
    [
        ("", All()),
        ("¿? - , ;", All()),
        ("Copias, Licencia.", And((Word("copias"), Word("licencia")))),
        ("a y b o no c", And((A, Word("y"), B, Word("o"), Word("no"), C))),
        ("a Y b", And((A, B))),
        ("a O b c", Or((A, And((B, C))))),
        ("(a O b) c", And((Or((A, B)), C))),
        ("NO a /5 b", Not(Near(A, B, "palabras", 5))),
        ("a NO b c", And((A, Not(B), C))),
        ("a -b", And((A, Not(B)))),
        ("costo-beneficio", Word("costo-beneficio")),
        ("a AND b OR NOT c", Or((And((A, B)), Not(C)))),
        ("A Y B", And((A, Word("y"), B))),
        ("ONP NO SUNAT", And((Word("onp"), Word("no"), Word("sunat")))),
        ("1797 O 2002", Or((Word("1797"), Word("2002")))),
        ("«a b» c", And((Phrase("a b"), C))),
        ("certif* p?nsion ¿copias?", And((Wildcard("certif*"), Wildcard("p?nsion"), Word("copias")))),
        ('"a b" +3 c /s b', Near(Near(Phrase("a b"), C, "palabras", 3, True), B, "oracion")),
        ("a /P b", Near(A, B, "parrafo")),
        ("fallo:a b", And((Field("fallo", A), B))),
        ("FALLO:a", Field("fallo", A)),
        ("FALLO:A O B", And((Field("fallo", A), Word("o"), B))),
        ("fallo:A O B", Or((Field("fallo", A), B))),
        ("fallo: a", And((Word("fallo"), A))),
        ("otracosa:a", Word("otracosa:a")),
        ("fallo:(a O b)", Field("fallo", Or((A, B)))),
        ("-fallo:a", Not(Field("fallo", A))),
        ("fecha:2010..2012", Field("fecha", Range("2010", "2012"))),
        ("fecha:2012..2010", Field("fecha", Range("2010", "2012"))),
        ("fecha:>=2021-07-24", Field("fecha", Range("2021-07-24", None))),
        ("fecha:>2010", Field("fecha", Range("2011-01-01", None))),
        ("fecha:<2010-03", Field("fecha", Range(None, "2010-02-28"))),
        ("anio:(2010 O 2012)", Field("anio", Or((Range("2010", "2010"), Range("2012", "2012"))))),
        ('norma:"27806 art. 13"', Field("norma", Phrase("27806 art. 13"))),
        ("cita:1797-2002", Field("cita", Word("1797-2002"))),
        ('"costo de reproducción" /10 abusivo', Near(Phrase("costo de reproducción"), Word("abusivo"), "palabras", 10)),
        ("fallo:(infundada Y costos)", Field("fallo", And((Word("infundada"), Word("costos"))))),
        ("fallo:(costo /3 copia)", Field("fallo", Near(Word("costo"), Word("copia"), "palabras", 3))),
        ('votos:"de la"', Field("votos", Phrase("de la"))),
        ("*ación", Wildcard("*ación")),
        ("(a O b) /5 c", Near(Or((A, B)), C, "palabras", 5)),
        ("a O b /5 c", Or((A, Near(B, C, "palabras", 5)))),
        ("NO a b", And((Not(A), B))),
        ("NO a O b", Or((Not(A), B))),
        ("a b Y c O a", Or((And((A, B, C)), A))),
        ("-a", Not(A)),
        ("LEY NO APLICABLE", And((Word("ley"), Word("no"), Word("aplicable")))),
        ('LEY Y "DE LA" O SUNAT', And((Word("ley"), Word("y"), Phrase("de la"), Word("o"), Word("sunat")))),
        ('"AÑO" O ano', Or((Phrase("año"), Word("ano")))),
        ("fecha:2021-07", Field("fecha", Range("2021-07", "2021-07"))),
        ("fecha:..2012 a", And((Field("fecha", Range(None, "2012")), A))),
        ("fecha:<=2012-05-03", Field("fecha", Range(None, "2012-05-03"))),
        ("x:a", Word("x:a")),
    ],
)
def test_a_query_means_one_tree(q: str, tree: Tree) -> None:
    assert parse(q) == tree
    assert parse(to_text(tree)) == tree


@pytest.mark.parametrize(
    ("q", "position", "suggestion"),
    [
        ('copias "de la', 7, 'copias "de la"'),
        ("(copias O planos", 0, "(copias O planos)"),
        ("copias) planos", 6, "copias planos"),
        ("copias O", 7, "copias"),
        ("Y copias", 0, "copias"),
        ("copias O Y planos", 9, "copias O planos"),
        ("a* copias", 0, "copias"),
        ("copias ()", 7, "copias"),
        ('"" copias', 0, "copias"),
        ("copias /0 planos", 7, "copias /1 planos"),
        ("copias /5", 7, "copias"),
        ("copias NO", 7, "copias"),
        ("copias fecha:ayer", 13, "copias fecha ayer"),
        ("copias\x00planos", 6, "copias planos"),
        ("(", 0, "copia de expediente"),  # no words are left: an example
        ('"', 0, "copia de expediente"),
        ("\x00", 0, "copia de expediente"),
        ("-(", 1, "copia de expediente"),
    ],
)
def test_an_error_names_the_place_and_a_query_that_works(q: str, position: int, suggestion: str) -> None:
    with pytest.raises(BadQuery) as caught:
        parse(q)
    assert (caught.value.posicion, caught.value.sugerencia) == (position, suggestion)
    assert parse(suggestion) != All()


def _trees() -> st.SearchStrategy[Tree]:
    words = st.sampled_from(["copia", "ñandú", "27.806", "y", "o", "no", "año", "d.s", "1797-2002"]).map(Word)
    phrases = st.sampled_from(["de la", "no y", "acceso: a", "año*", "-x (y)"]).map(Phrase)
    wildcards = st.sampled_from(["certif*", "*ación", "p?nsion", "a*b*c"]).map(Wildcard)
    leaves: st.SearchStrategy[Tree] = st.one_of(words, phrases, wildcards)
    ranges = st.sampled_from([Range("2010", "2012"), Range(None, "2012-05"), Range("2011-02-03", None), Range("2010", "2010")])
    near = st.recursive(
        st.one_of(leaves, st.lists(leaves, min_size=2, max_size=3).map(disjunction)),
        lambda inner: st.one_of(
            st.builds(Near, inner, inner, st.just("palabras"), st.integers(1, 30), st.booleans()),
            st.builds(Near, inner, inner, st.sampled_from(["oracion", "parrafo"])),
        ),
        max_leaves=4,
    )
    base: st.SearchStrategy[Tree] = st.one_of(leaves, near, st.builds(Field, st.just("fecha"), ranges))
    return st.recursive(
        base,
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=4).map(conjunction),
            st.lists(inner, min_size=2, max_size=4).map(disjunction),
            inner.map(Not),
            st.builds(Field, st.sampled_from(["fallo", "resultado", "norma", "demandante"]), leaves),
            st.builds(Field, st.sampled_from(["fallo", "asunto"]), st.lists(leaves, min_size=2, max_size=3).map(conjunction)),
        ),
        max_leaves=12,
    )


@given(_trees())
@settings(max_examples=300, deadline=None)
def test_the_text_of_a_tree_parses_to_the_same_tree(tree: Tree) -> None:
    assert parse(to_text(tree)) == tree


def tree_or_suggested(q: str) -> Tree:
    """The tree of a query or of what its error proposes, which must be something to search; the error names a place inside the query."""
    try:
        return parse(q)
    except BadQuery as error:
        place, proposed = error.posicion, error.sugerencia
    assert place is not None
    assert 0 <= place <= len(q)
    suggested = parse(proposed or "")
    assert suggested != All()
    return suggested


_PIECES = [
    *'ab ñY O"()-*?:/5+.«»“”\n,;_²ª',
    *(
        "Y",
        "O",
        "NO",
        "AND",
        "OR",
        "NOT",
        " Y ",
        " NO ",
        " y ",
        "  ",
        "fallo:",
        "FECHA:",
        "norma:",
        "anio:",
        "demandante:",
        "otra:",
        "..",
        ">=",
        "<",
    ),
    *(
        "2010",
        "2010-02",
        "0001",
        "9999-12-31",
        "27.806",
        "1797-2002",
        " /5 ",
        " +3 ",
        " /s ",
        " /P ",
        "/0",
        "copia",
        "COPIA",
        "Ñandú",
        "p?nsion",
        "certif*",
    ),
    *(
        "n\u0303",
        "\u0301",
        "\u0345",
        "İ",
        "ß",
        "ﬁ",
        "ǅ",
        "日本",
        "Ж",
        "١٢",
        "\u200b",
        "\u00a0",
        "\u2028",
        "\ufeff",
        "😀",
        "\x85",
        "\ud800",
        "\x00",
    ),
]


@given(st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=2)), max_size=14).map("".join))
@example("ªfallo:Y")
@example("YY?ª")
@example("anio:(copia) O")
@settings(max_examples=800, deadline=None)
def test_anything_is_a_tree_or_an_error_whose_suggestion_works(q: str) -> None:
    tree = tree_or_suggested(q)
    assert parse(to_text(tree)) == tree


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_text_of_any_alphabet_escapes(q: str) -> None:
    tree_or_suggested(q)


@given(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
@settings(max_examples=400, deadline=None)
def test_in_amplio_nothing_is_an_error_but_what_no_mode_can_read(q: str) -> None:
    readable = "".join(c for c in q if c not in "\x00\ud800")
    assert understand(SearchQuery(q=readable, modo="amplio"), lambda tree: 0).modo == "amplio"
    if readable != q:
        with pytest.raises(BadQuery) as caught:
            understand(SearchQuery(q=q, modo="amplio"), lambda tree: 0)
        assert q[caught.value.posicion or 0] in "\x00\ud800"


@pytest.mark.parametrize("modo", ["exacto", "amplio", "auto"])
def test_too_much_text_is_an_error_in_every_mode(modo: Modo) -> None:
    with pytest.raises(BadQuery) as caught:
        understand(SearchQuery(q="copias " * LIMIT, modo=modo), lambda tree: 0)
    assert caught.value.posicion == LIMIT
    assert parse(caught.value.sugerencia or "") != All()

"""What the box understands while one types: names, completions, corrections; never a person."""

from pathlib import Path

import pytest

from indexer.index.base import SearchIndex
from indexer.index.completing import Completer
from indexer.index.recognising import Recogniser
from indexer.index.spelling import LEAST, Speller, Spoken, VocabularyCount
from tests.indexer.index.conftest import build, invent

_TOWN, _ONP = "Municipalidad Distrital de Ejemplo", "Oficina de Normalización Previsional"
_OTHER = "Municipalidad Distrital de Valle Imaginario"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """Six rulings that ask two institutions for files, each by a person."""
    home: Path = tmp_path_factory.mktemp("casilla")
    texts = {
        "asunto": "Recurso interpuesto por doña Rosalba Inventada Quillabamba contra la resolución.",
        "fundamentos": "1. El expediente de pensión existe.\n2. La jubilación consta en la planilla; niñez y certificado.",
        "fallo": "Declarar FUNDADA la demanda.",
    }
    made = []
    for n in range(6):
        town = n % 2 == 0
        made.append(
            invent(
                f"9010{n}-2022-HD",
                texts,  # type: ignore[arg-type]
                demandantes=("Rosalba Inventada Quillabamba",),
                entidades=(_TOWN if town else _ONP,),
                entidades_slug=("municipalidad-distrital-de-ejemplo" if town else "oficina-de-normalizacion-previsional",),
                normas=("LEY-27806:13", "CONST-1993:200.3") if town else ("LEY-27806:13",),
                temas=("A04",),
                numero_sentencia=f"{300 + n}/2022",
                sala="Sala Primera",
            )
        )
    other = {"entidades": (_OTHER,), "entidades_slug": ("municipalidad-distrital-de-valle-imaginario",)}
    made.append(invent("90110-2022-HD", texts, **other))  # type: ignore[arg-type]
    return build(home, made)


@pytest.mark.parametrize(
    ("typed", "meant", "rest"),
    [
        ("art. 13 de la Ley 27806", "LEY-27806:13", ""),
        ("Ley N.° 27806, artículo 13 plazo", "LEY-27806:13", "plazo"),
        ("art. 200 inciso 3 de la Constitución", "CONST-1993:200.3", ""),
        ("ONP", "oficina-de-normalizacion-previsional", ""),
        ("planillas de la onp", "oficina-de-normalizacion-previsional", "planillas"),
        ("copias a la muni de Ejemplo", "municipalidad-distrital-de-ejemplo", "copias"),
        ("oficina de normalizacion previsional pensión", "oficina-de-normalizacion-previsional", "pensión"),
    ],
)
def test_articles_and_institutions_are_offered_as_filters_of_what_remains(index: SearchIndex, typed: str, meant: str, rest: str) -> None:
    offers = Recogniser(index).offers(typed)
    assert [(one.values, one.q) for one in offers] == [((meant,), rest)]


@pytest.mark.parametrize("typed", ["fundamento 2 de la 90101-2022", "STC Exp. N.° 90101-2022-HD/TC, f. j. 2", "90101-2022-HD f.j. 2"])
def test_a_pinned_citation_opens_the_paragraph(index: SearchIndex, typed: str) -> None:
    first = Recogniser(index).offers(typed)[0]
    assert (first.tipo, first.id, first.fundamento) == ("fundamento", "90101-2022-HD", "2")


def test_a_fundamento_that_the_ruling_lacks_is_not_offered(index: SearchIndex) -> None:
    assert "fundamento" not in [one.tipo for one in Recogniser(index).offers("fundamento 40 de la 90101-2022")]


def test_a_sentencia_number_names_its_ruling(index: SearchIndex) -> None:
    assert [one.id for one in Recogniser(index).offers("Sentencia 302/2022 Sala 1")] == ["90102-2022-HD"]


@pytest.mark.parametrize(
    "typed", ["", "acceso a la información", '"onp"', "entidad:onp", "(onp)", "de la", "municipalidad distrital", "palabra " * 60 + "onp"]
)
def test_other_words_operators_and_pasted_texts_name_nothing(index: SearchIndex, typed: str) -> None:
    assert Recogniser(index).offers(typed) == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("espediente", "expediente"),
        ("pencion", "pensión"),
        ("jubilasion", "jubilación"),
        ("planiya", "planilla"),
        ("certificdo", "certificado"),
    ],
)
def test_a_misspelt_word_finds_the_collections_own(index: SearchIndex, typed: str, meant: str) -> None:
    assert index.speller().corrected(f"copia {typed}") == f"copia {meant}"


@pytest.mark.parametrize("q", ["expediente pensión", '"espediente"', "-espediente", "entidad:espediente", "90101-2022", "de la", ""])
def test_held_words_phrases_negations_and_filters_are_left_as_they_are(index: SearchIndex, q: str) -> None:
    assert index.speller().corrected(q) is None


@pytest.mark.parametrize("typed", ["quillabanba", "rosalva", "inventad"])
def test_a_persons_name_is_never_proposed_nor_completed(index: SearchIndex, typed: str) -> None:
    assert index.speller().corrected(typed) is None
    assert Completer(index).complete(typed[:7]) == ()


def test_a_word_of_names_counts_as_a_word_only_where_many_write_it_in_lower_case() -> None:
    count = VocabularyCount()
    for n in range(12):
        count.add(["rosa", "Quispe", "quispe"] if n < LEAST else ["rosa"], ["rosa", "quispe"], ["Rosa Quispe"])
    assert {word: forma for word, forma, _ in count.rows()} == {"rosa": "rosa", "quispe": None}


def test_common_words_win_over_rare_ones_at_the_same_distance() -> None:
    speller = Speller({"costos": Spoken("costos", 500), "cortos": Spoken("cortos", 3)}, lambda word: False)
    assert speller.nearest("cosrtos") == "costos"


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("oficina norm", "entidad", "oficina-de-normalizacion-previsional"),
        ("onp", "entidad", "oficina-de-normalizacion-previsional"),
        ("ley 278", "norma", "LEY-27806"),
        ("art 13", "norma", "LEY-27806:13"),
        ("90101", "expediente", "90101-2022-HD"),
        ("copia de jubil", "palabra", "copia de jubilación"),
    ],
)
def test_what_is_typed_is_completed(index: SearchIndex, typed: str, kind: str, value: str) -> None:
    assert (kind, value) in [(one.tipo, one.valor) for one in Completer(index).complete(typed)]


def test_completions_are_few_and_count_rulings(index: SearchIndex) -> None:
    found = Completer(index).complete("e")
    assert found == ()
    assert [(one.valor, one.n) for one in Completer(index).complete("municipalidad de ejem") if one.tipo == "entidad"] == [
        ("municipalidad-distrital-de-ejemplo", 3)
    ]

"""What every engine answers: sets, counts, orders, facets. Never scores."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from indexer.index.base import Indexed, SearchIndex
from models.errors import BadQuery
from models.search import MODOS, Facet, Filter, Modo, SearchPage, SearchQuery

ALL = Filter("proceso", ("todos",))


def ids(page: SearchPage) -> set[str]:
    return {hit.id for hit in page.resultados}


def found(index: SearchIndex, q: str, *filters: Filter, **more: object) -> set[str]:
    """Ids of a whole answer, as written."""
    query = replace(SearchQuery(q=q, filters=filters, modo="exacto", por_pagina=100, series="todas", facetas=()), **more)  # type: ignore[arg-type]
    page = index.search(query)
    assert page.total == len(page.resultados)
    return ids(page)


def short(names: set[str]) -> str:
    return " ".join(sorted(name[3:5] + name[13:] for name in names))


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ('"acceso a la información"', "01"),
        ('"acceso a la informacion"', "01"),
        ('"ACCESO A LA INFORMACIÓN"', "01"),
        ('"acceso informacion"', ""),
        ("acceso información", "01 02"),
        ("accesos públicas", "01 02"),
        ("acceso Y información Y año", "01"),
        ("acceso información -libre", "01"),
        ("acceso NO libre", "01"),
        ("(año O libre) acceso", "01 02"),
        ("año O libre", "01 02 03 04"),
        ('"año"', "01 04"),
        ('"ano"', "03 04"),
        ("ano pasado", "04"),
        ("señal", "03"),
        ("senal", "03"),
        ("compañ*", "04"),
        ("compan*", "04"),
        ("a?o pasado", "04"),
        ("*ectric*", "10 11 12 14"),
        ("se?or", "04"),
        ("costo /7 abusivo", "05"),
        ("costo /6 abusivo", ""),
        ("abusivo /7 costo", "05"),
        ("abusivo +7 costo", ""),
        ("costo +7 abusivo", "05"),
        ('"costo de reproducción" /5 abusivo', "05"),
        ('"costo de reproducción" /4 abusivo', ""),
        ("costo /s abusivo", "05"),
        ("costo /s monto", ""),
        ("costo /p monto", "05"),
        ("costo /p nada", ""),
        ("costo /7 abusivo /3 monto", "05"),
        ("costo /7 abusivo /1 monto", ""),
        ("(tarifa O monto) /4 (eléctricas O abusivo)", "05 10 11 12 14"),
        ("fallo:infundada -resultado:infundada", "05"),
        ("fallo:(infundada Y costas)", "05"),
        ('fallo:"infundada la demanda" viáticos', "05"),
        ("votos:viáticos", "05"),
        ("fundamentos:viáticos", ""),
        ("fallo:(infundada /4 costas)", "05"),
        ("asunto:(infundada /4 costas)", ""),
        ("viáticos", "05"),
        ("viáticos proceso:AA", "07"),
        ("expediente:90006-2015-HD/TC", "06 06-auto"),
        ("expediente:90007-2015", "07"),
        ("90.006", ""),
        ("demandante:nadie", ""),
        ("resultado:nadie", ""),
        ("27806 fecha:2012 fecha:>=2012-11-15", "23"),
    ],
)
def test_a_query_finds_exactly(index: SearchIndex, q: str, expected: str) -> None:
    assert short(found(index, q)) == expected


def test_an_empty_query_finds_every_ruling_of_its_process(index: SearchIndex, collection: list[Indexed]) -> None:
    assert found(index, "") == {one.ruling.id for one in collection if one.ruling.proceso == "HD"}
    assert found(index, "", ALL) == {one.ruling.id for one in collection}


def test_only_negatives_mean_all_minus(index: SearchIndex) -> None:
    assert found(index, "-copias") == found(index, "") - found(index, "copias")


@pytest.mark.parametrize(
    ("one", "other"), [("pension", "pensión"), ("historia CLINICA", "historia clínica"), ("señor", "senor"), ("COPIA", "copias")]
)
def test_accents_case_and_number_do_not_matter(index: SearchIndex, one: str, other: str) -> None:
    first, second = (index.search(SearchQuery(q=q, modo="exacto", por_pagina=100, facetas=())) for q in (one, other))
    assert [hit.id for hit in first.resultados] == [hit.id for hit in second.resultados] != []


@pytest.mark.parametrize(
    ("q", "facet", "value"),
    [
        ('norma:"27806 art. 13"', "norma", "LEY-27806:13"),
        ("norma:LEY-27806:13", "norma", "LEY-27806:13"),
        ('norma:"art. 13 de la Ley 27806"', "norma", "LEY-27806:13"),
        ('norma:"Ley N° 27806, artículo 13"', "norma", "LEY-27806:13"),
        ("norma:27806", "norma", "LEY-27806"),
        ('norma:"D.S. 043-2003-PCM"', "norma", "DS-043-2003-PCM"),
        ('norma:"constitución 2.5"', "norma", "CONST-1993:2.5"),
        ("precedente:1797-2002-HD/TC", "precedente", "01797-2002-HD"),
        ("cita:1797-2002-PHD", "precedente", "01797-2002-HD"),
        ("magistrado:ñahui", "magistrado", "Ficticio Ñahui"),
        ("magistrado:nahui", "magistrado", "Ficticio Ñahui"),
        ('sala:"sala primera"', "sala", "Sala Primera"),
        ("sala:primera", "sala", "Sala Primera"),
        ("distrito:ancash", "distrito", "Áncash"),
        ("entidad:universidad-imaginaria", "entidad", "universidad-imaginaria"),
        ('entidad:"Universidad Imaginaria"', "entidad", "universidad-imaginaria"),
        ("entidad:imaginaria", "entidad", "universidad-imaginaria"),
        ("resultado:FUNDADA", "resultado", "fundada"),
        ("tema:a03", "tema", "A03"),
        ("anio:2010", "anio", "2010"),
        ("multa:si", "multa", "si"),
    ],
)
def test_a_field_value_is_understood_in_usual_spellings(index: SearchIndex, q: str, facet: str, value: str) -> None:
    assert found(index, q) == found(index, "", Filter(facet, (value,))) != set()


@pytest.mark.parametrize("orden", ["fecha", "-fecha"])
def test_unknown_dates_are_last_and_ties_go_by_id(index: SearchIndex, collection: list[Indexed], orden: str) -> None:
    query = SearchQuery(filters=(ALL,), orden=orden, por_pagina=100, facetas=())  # type: ignore[arg-type]
    dates = {one.ruling.id: one.ruling.fecha for one in collection}
    known = sorted((name for name in dates if dates[name]), key=lambda name: name)
    known.sort(key=lambda name: dates[name] or "", reverse=orden == "-fecha")
    assert [hit.id for hit in index.search(query).resultados] == [*known, *sorted(name for name in dates if not dates[name])]


def test_the_most_cited_come_first(index: SearchIndex, collection: list[Indexed]) -> None:
    expected = sorted((-one.citada_por, one.ruling.id) for one in collection if one.ruling.proceso == "HD")
    page = index.search(SearchQuery(orden="citas", por_pagina=100, facetas=()))
    assert [(-hit.citada_por, hit.id) for hit in page.resultados] == expected


@pytest.mark.parametrize("q", ["", "copias", "27806", "resultado:fundada"])
def test_pages_add_up_to_the_whole_answer(index: SearchIndex, q: str) -> None:
    query = SearchQuery(q=q, modo="exacto", por_pagina=7, facetas=())
    total = index.search(query).total
    paged = [hit.id for page in range(1, total // 7 + 2) for hit in index.search(replace(query, pagina=page)).resultados]
    assert paged == [hit.id for hit in index.scan(query)]
    assert len(set(paged)) == total


@pytest.mark.parametrize("page", [4, 10**6, 10**30])
def test_past_the_end_is_an_empty_page_with_an_aviso(index: SearchIndex, page: int) -> None:
    found = index.search(SearchQuery(por_pagina=20, pagina=page))
    assert found.resultados == ()
    assert any("después de la última (3)" in aviso for aviso in found.avisos)
    assert found.total == 47


def facet(page: SearchPage, name: str) -> Facet:
    return next(one for one in page.facetas if one.nombre == name)


def test_near_duplicates_stand_behind_their_best_and_still_count(index: SearchIndex) -> None:
    query = SearchQuery(q="tarifas eléctricas", modo="exacto", facetas=("serie",))
    page = index.search(query)
    assert page.total == 4
    assert sorted(len(hit.iguales) for hit in page.resultados) == [0, 2]
    assert facet(page, "serie").valores[0].n == 3
    assert len(index.search(replace(query, series="todas")).resultados) == 4
    assert len(list(index.scan(query))) == 4
    assert len(index.search(replace(query, por_pagina=1)).resultados) == 1


def test_auto_is_exacto_from_ten_rulings_on_and_with_any_sign(index: SearchIndex) -> None:
    assert index.search(SearchQuery(q="27806 artículo")).modo == "exacto"
    few = index.search(SearchQuery(q="viáticos paguen otracosa"))
    assert (few.modo, few.total) == ("amplio", 1)
    assert "amplia" in few.avisos[0]
    assert index.search(SearchQuery(q='"viáticos"')).modo == "exacto"
    assert index.search(SearchQuery(q="viáticos O otracosa")).modo == "exacto"


def test_the_mode_does_not_depend_on_filters(index: SearchIndex) -> None:
    filtered = index.search(SearchQuery(q="27806 artículo", filters=(Filter("anio", ("2010",)),)))
    assert filtered.modo == "exacto"
    assert filtered.total < 10


def test_filters_intersect_the_nearest_of_a_question(index: SearchIndex) -> None:
    question = SearchQuery(q="quiero copias de la licencia (de mi vecino", modo="amplio", por_pagina=100)
    whole = ids(index.search(question))
    assert (
        ids(index.search(replace(question, filters=(Filter("ambito", ("demanda",)),)))) == whole & found(index, "ambito:demanda") != set()
    )


def test_nicknames_apply_outside_quotes_and_are_told(
    index: SearchIndex, built: Callable[[Sequence[Indexed]], SearchIndex], invented: Callable[..., Indexed]
) -> None:
    other = built([invented("90301-2020-HD", {"asunto": "La municipalidad no contestó."})])
    page = other.search(SearchQuery(q="muni contestó", modo="exacto"))
    assert page.total == 1
    assert any("municipalidad" in aviso for aviso in page.avisos)
    assert other.search(SearchQuery(q='"muni" contestó')).total == 0


@pytest.mark.parametrize(
    "q", ["(((", "(", '"', "a*", "y Y", "x\x00y", "a" * 10_000, "\ud800", "fecha:ayer", "(" * 500 + "a" + ")" * 500, "-" * 300 + "a NO"]
)
def test_what_can_not_be_read_says_where_and_what_would_work(index: SearchIndex, q: str) -> None:
    with pytest.raises(BadQuery) as caught:
        index.search(SearchQuery(q=q, modo="exacto"))
    assert caught.value.sugerencia
    assert index.search(SearchQuery(q=caught.value.sugerencia, modo="exacto")).modo == "exacto"


def test_a_pasted_paragraph_with_stray_signs_is_read_as_words(index: SearchIndex) -> None:
    pasted = "a) que el costo de reproducción resulta abusivo; b) que las costas se paguen por la demandada"
    page = index.search(SearchQuery(q=pasted))
    assert page.modo == "amplio"
    assert any("palabras sueltas" in aviso for aviso in page.avisos)
    assert page.resultados[0].id == "90005-2014-HD"
    with pytest.raises(BadQuery):
        index.search(SearchQuery(q=pasted, modo="exacto"))
    with pytest.raises(BadQuery):
        index.search(SearchQuery(q=f"{pasted} \x00"))


@pytest.mark.parametrize("mode", MODOS)
def test_signs_alone_ask_for_everything_and_a_word_too_long_for_nothing(index: SearchIndex, mode: Modo) -> None:
    everything = index.search(SearchQuery()).total
    assert [index.search(SearchQuery(q=q, modo=mode)).total for q in ("", "¿? º ª 😀", "a" * 999)] == [everything, everything, 0]


@pytest.mark.parametrize(
    "q", ["*" * 50 + "ala", "*a*b*c*d*e", '"*a*b*c*d*e uno"', "a" * 3_999, "fallo:" * 300 + "a", "x:" * 1_000, "tema:A01 /5 b"]
)
def test_hostile_patterns_end_soon(index: SearchIndex, q: str) -> None:
    try:
        page = index.search(SearchQuery(q=q, modo="exacto"))
    except BadQuery as error:
        page = index.search(SearchQuery(q=error.sugerencia or "", modo="exacto"))
    assert page.modo == "exacto"


def test_fundamentos_are_found_one_by_one(index: SearchIndex) -> None:
    page = index.paragraphs(SearchQuery(q="abusivo", modo="exacto"))
    assert [(hit.sentencia, hit.fundamento) for hit in page.resultados] == [("90005-2014-HD", "1")]
    assert "<mark>abusivo</mark>" in page.resultados[0].texto
    assert index.paragraphs(SearchQuery(q="abusivo nada", modo="exacto")).total == 0
    assert [hit.fundamento for hit in index.paragraphs(SearchQuery(q="votos:viáticos")).resultados] == ["v1.1"]
    assert index.paragraphs(SearchQuery(q="fallo:costas")).total == 3
    assert index.paragraphs(SearchQuery(q="costo /p monto", modo="exacto")).total == 1


def test_fundamentos_obey_the_filters_of_rulings(index: SearchIndex, collection: list[Indexed]) -> None:
    chosen = Filter("resultado", ("fundada",))
    expected = sum(len(one.ruling.fundamentos) for one in collection if one.ruling.resultado == "fundada" and one.ruling.proceso == "HD")
    assert index.paragraphs(SearchQuery(filters=(chosen,))).total == expected > 0

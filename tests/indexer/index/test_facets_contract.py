"""Filters and facets on every engine: OR within, AND across, exact counts, what stays visible."""

from dataclasses import replace

from indexer.index.base import Indexed, SearchIndex
from indexer.index.fields import facet_values
from models.search import FACETS, Facet, Filter, SearchPage, SearchQuery

ALL = Filter("proceso", ("todos",))


def found(index: SearchIndex, q: str, *filters: Filter, **more: str) -> set[str]:
    """Ids of a whole answer, as written."""
    query = SearchQuery(q=q, filters=filters, modo="exacto")
    return {hit.id for hit in index.scan(replace(query, **more))}  # type: ignore[arg-type]


def test_a_range_of_years_is_the_union_of_its_years(index: SearchIndex) -> None:
    years = Filter("anio", ("2010", "2011", "2012"))
    assert found(index, "anio:2010..2012") == found(index, "fecha:2010..2012") == found(index, "", years) != set()
    assert found(index, "", desde="2010-01-01", hasta="2012-12-31") == found(index, "", years)


def test_a_publication_known_by_year_is_inside_its_year_only(index: SearchIndex, collection: list[Indexed]) -> None:
    year = {one.ruling.id for one in collection if (one.ruling.fecha_publicacion or "")[:4] == "2011" and one.ruling.proceso == "HD"}
    assert found(index, "", publicado_desde="2011", publicado_hasta="2011") == year
    dated = {one.ruling.id for one in collection if one.ruling.fecha_publicacion == "2011-03-01" and one.ruling.proceso == "HD"}
    assert found(index, "", publicado_desde="2011-02-01", publicado_hasta="2011-12-31") == dated


def test_values_are_alternatives_and_facets_must_all_hold(index: SearchIndex) -> None:
    either = Filter("resultado", ("fundada", "infundada"))
    assert found(index, "", either) == found(index, "", Filter("resultado", ("fundada",))) | found(
        index, "", Filter("resultado", ("infundada",))
    )
    costs = Filter("ambito", ("costos",))
    assert found(index, "", either, costs) == found(index, "", either) & found(index, "", costs)


def test_excluded_and_empty_values(index: SearchIndex, collection: list[Indexed]) -> None:
    rulings = [one.ruling for one in collection if one.ruling.proceso == "HD"]
    assert found(index, "", Filter("resultado", excluded=("fundada",))) == {r.id for r in rulings if r.resultado != "fundada"}
    assert found(index, "", Filter("entidad", empty=True)) == {r.id for r in rulings if not r.entidades_slug}
    mixed = Filter("sala", ("Pleno",), empty=True)
    assert found(index, "", mixed) == {r.id for r in rulings if r.sala in ("Pleno", None)}


def facet(page: SearchPage, name: str) -> Facet:
    return next(one for one in page.facetas if one.nombre == name)


def test_a_selected_value_stays_visible_at_zero_and_others_are_counted_without_it(index: SearchIndex) -> None:
    chosen = Filter("resultado", ("aclaracion",))
    page = index.search(SearchQuery(filters=(chosen,), facetas=("resultado", "sala")))
    assert page.total == 0
    values = {one.valor: one for one in facet(page, "resultado").valores}
    assert values["aclaracion"].n == 0
    assert values["aclaracion"].activo
    assert values["fundada"].n == len(found(index, "resultado:fundada"))
    assert facet(page, "sala").valores == ()


def test_values_go_by_count_then_label_and_the_rest_is_announced(index: SearchIndex) -> None:
    whole = facet(index.search(SearchQuery(facetas=("entidad",), max_valores=0)), "entidad")
    assert [(-one.n, one.etiqueta) for one in whole.valores] == sorted((-one.n, one.etiqueta) for one in whole.valores)
    assert {one.etiqueta for one in whole.valores} >= {"Universidad Imaginaria"}
    cut = facet(index.search(SearchQuery(facetas=("entidad",), max_valores=1)), "entidad")
    assert (cut.valores, cut.mas) == (whole.valores[:1], len(whole.valores) - 1)


def test_every_facet_counts_what_the_records_say(index: SearchIndex, collection: list[Indexed]) -> None:
    page = index.search(SearchQuery(filters=(ALL,), facetas=FACETS, max_valores=0))
    for one in page.facetas:
        expected: dict[str, int] = {}
        for indexed in collection:
            for value in facet_values(indexed.ruling)[one.nombre]:
                expected[value] = expected.get(value, 0) + 1
        assert {value.valor: value.n for value in one.valores} == expected, one.nombre

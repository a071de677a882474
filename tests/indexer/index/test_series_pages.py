"""Near-duplicates in one line: pages fetch ahead only as far as they need, and every ruling stands in exactly one line."""

from collections.abc import Callable
from pathlib import Path

from indexer.index.base import Indexed
from indexer.index.generations import build_generation
from indexer.index.live import LiveIndex
from models.search import SearchQuery
from models.settings import Settings

Invent = Callable[..., Indexed]

SERIES, MEMBERS = 13, 9


def test_pages_of_lines_hold_every_ruling_once(tmp_path: Path, invented: Invent) -> None:
    made = [
        invented(
            f"{91000 + serie * MEMBERS + n:05d}-2016-HD",
            {"asunto": "Tarifas. " * (1 + serie % 4) + "Texto gemelo."},
            serie=f"s-{serie}" if serie else None,
            citada_por=n,
        )
        for serie in range(SERIES)
        for n in range(MEMBERS)
    ]
    build_generation(Settings(home=tmp_path), made, "a")
    index = LiveIndex(Settings(home=tmp_path))

    def page(number: int) -> list[tuple[str, ...]]:
        found = index.search(SearchQuery(q="tarifas", modo="exacto", pagina=number, por_pagina=4, facetas=()))
        assert found.total == len(made)
        return [(hit.id, *hit.iguales) for hit in found.resultados]

    pages = [page(number) for number in range(1, 8)]
    lines = [line for one in pages for line in one]
    assert sorted(name for line in lines for name in line) == sorted(one.ruling.id for one in made)
    assert sorted(len(line) for line in lines) == [1] * MEMBERS + [MEMBERS] * (SERIES - 1)
    assert [len(one) for one in pages] == [4, 4, 4, 4, 4, 1, 0]
    past = index.search(SearchQuery(q="tarifas", modo="exacto", pagina=7, por_pagina=4, facetas=()))
    assert past.avisos == ("La página 7 está después de la última (6).",)


def test_a_line_names_its_best_member_first(tmp_path: Path, invented: Invent) -> None:
    made = [invented(f"9200{n}-2016-HD", {"asunto": "Tarifas."}, serie="s", citada_por=n) for n in range(4)]
    build_generation(Settings(home=tmp_path), made, "a")
    (hit,) = LiveIndex(Settings(home=tmp_path)).search(SearchQuery(q="tarifas", modo="exacto", facetas=())).resultados
    assert (hit.id, hit.iguales) == ("92003-2016-HD", ("92002-2016-HD", "92001-2016-HD", "92000-2016-HD"))

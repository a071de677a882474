"""k of n with its interval, and the universe every rate stands on (contracts.md §6, pages.md "Rules of every figure")."""

import math
from dataclasses import dataclass, replace

from api.links import filter_of, only, with_filter
from indexer.index.base import SearchIndex
from models.search import Filter, SearchPage, SearchQuery

MINIMUM = 10
"""Below it there is no percentage: one ruling would move it by ten points or more."""
_Z = 1.959963984540054


def wilson(k: int, n: int) -> tuple[float, float] | None:
    """95 % Wilson interval of k of n as shares 0–1, None when n is 0; it holds for small n and for 0 or all."""
    if n == 0:
        return None
    share, square = k / n, _Z * _Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = _Z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Excluded:
    """Rulings of the set that the rate leaves out, and why."""

    motivo: str
    n: int


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How the rulings of a set ended for who sued.

    `n` = rulings that decide the demanda itself with an outcome for or against (ambito=demanda, sentido other than neutro); k = gano +
    gano_en_parte. `tasa` 0–1 is None below 10; `intervalo` is the 95 % Wilson interval. `universo` is the search that gives the n rulings.
    """

    total: int
    n: int
    gano: int
    gano_en_parte: int
    perdio: int
    tasa: float | None
    intervalo: tuple[float, float] | None
    excluidos: tuple[Excluded, ...]
    universo: SearchQuery

    @property
    def k(self) -> int:
        """Won, whole or in part."""
        return self.gano + self.gano_en_parte


_REASONS = {"costos": "solo costos", "ejecucion": "cumplimiento de otra sentencia", "otro": "otra cosa (quejas, aclaraciones)"}


def outcomes(index: SearchIndex, query: SearchQuery) -> Outcomes:
    """The outcomes of the rulings that a question finds (its page and order don't matter). Raises BadQuery."""
    whole = index.search(_counting(query, "ambito"))
    ambito = _counts(whole, query, "ambito")
    left = {_REASONS[name]: ambito.pop(name, 0) for name in _REASONS}
    left["no se sabe qué deciden"] = whole.total - sum(left.values()) - ambito.get("demanda", 0)
    sentido: dict[str, int] = {}
    if ambito.get("demanda"):
        inside = index.search(_counting(only(query, ambito="demanda"), "sentido"))
        sentido = _counts(inside, query, "sentido")
        left["de trámite"] = sentido.pop("neutro", 0)
        left["no se sabe cómo terminó"] = ambito["demanda"] - sum(sentido.values()) - left["de trámite"]
    won, part, lost = (sentido.get(name, 0) for name in ("gano", "gano_en_parte", "perdio"))
    n = won + part + lost
    return Outcomes(
        whole.total, n, won, part, lost,
        (won + part) / n if n >= MINIMUM else None, wilson(won + part, n),
        tuple(Excluded(reason, count) for reason, count in left.items() if count > 0),
        _universe(query),
    )  # fmt: skip


def _counting(query: SearchQuery, facet: str) -> SearchQuery:
    return replace(query, facetas=(facet,), max_valores=0, pagina=1, por_pagina=1, series="todas")


def _counts(page: SearchPage, query: SearchQuery, facet: str) -> dict[str, int]:
    """Counts of a facet inside the answer: a facet's counts leave its own filter out, so it is put back here."""
    chosen = filter_of(query, facet)
    found = next((one.valores for one in page.facetas if one.nombre == facet), ())
    narrowed = bool(chosen.values) or chosen.empty
    return {one.valor: one.n for one in found if (not narrowed or one.valor in chosen.values) and one.valor not in chosen.excluded}


def _universe(query: SearchQuery) -> SearchQuery:
    """The search of the n rulings: the same question, ambito=demanda, the outcomes that count."""
    chosen = filter_of(query, "sentido")
    wanted = [
        one for one in ("gano", "gano_en_parte", "perdio") if (not chosen.values or one in chosen.values) and one not in chosen.excluded
    ]
    return replace(with_filter(only(query, ambito="demanda"), Filter("sentido", tuple(wanted))), orden=None, por_pagina=20)

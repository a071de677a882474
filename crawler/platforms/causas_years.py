"""The walk through one year of the consulta de causas: page by page until an empty one, and whether a page is the one asked for (sources.md §3)."""

import hashlib
from dataclasses import dataclass, field

from crawler.errors import UnexpectedPage
from crawler.pages.causas import CausasPage
from models.causa import CausaRow
from models.ids import spellings

_DEEPEST = 500
"""No page past it, whatever the site answers: a year has some thirteen."""
_STREAK = 3
"""Pages lost one after the other that end a year of which nothing says that there is more."""


@dataclass(slots=True)
class YearWalk:
    """One year. `known` is how many rows it had when it was last read: one that has none all at once is a fault."""

    anio: str
    known: int = 0
    number: int = 1
    """The page being asked for."""
    round: int = 0
    total: int | None = None
    pages: int | None = None
    """The highest page that a page has a link to."""
    lost: set[int] = field(default_factory=set)
    """Pages that could not be had."""
    ended: bool = False
    """A page past the end was seen."""
    _rows: dict[str, CausaRow] = field(default_factory=dict)
    _round_keys: set[str] = field(default_factory=set)
    _had: set[int] = field(default_factory=set)
    _entries: int = 0
    _size: int = 0
    _last: int = 0
    _streak: int = 0

    @property
    def rows(self) -> int:
        """Rows that came, each once."""
        return len(self._rows)

    def take(self, page: CausasPage) -> tuple[CausaRow, ...]:
        """The rows of the page asked for that are new or say something else. Raises UnexpectedPage: pagina_ajena, pagina_vacia, anio_vacio."""
        asked = f"se pidió la página {self.number} de {self.anio}"
        years = [year for row in page.causas if (year := _year(row))]
        if sum(year != self.anio for year in years) * 2 > len(years):
            raise UnexpectedPage("pagina_ajena", f"El sitio contestó causas de otros años: {asked}.")
        self.total = page.total if page.total is not None else self.total
        self.pages = max(page.pages or 0, self.pages or 0) or None
        keys = {row.key for row in page.causas}
        if not keys:
            self._refuse_empty(asked)
        elif self.number > 1 and keys <= self._round_keys:
            if self._promises(self.number) or self._last >= self._size:
                raise UnexpectedPage("pagina_ajena", f"El sitio repitió causas de una página anterior: {asked}.")
            keys = set()  # past the end it shows what it has
        if not keys:
            self.ended = True
        fresh = tuple(row for row in page.causas if keys and self._rows.get(row.key) != row)
        self._note(page, keys)
        return fresh

    def lose(self) -> None:
        """The page asked for could not be had."""
        self.lost.add(self.number)
        self._streak += 1

    def next_page(self) -> int | None:
        """Goes to the next page that was not had and gives its number; None at the end of the year, or when nothing says that there is more."""
        number = self.number + 1
        while number in self._had:
            number += 1
        complete = self.total is not None and self._entries >= self.total and not self.lost
        hopeless = self._streak >= _STREAK and not self._promises(number)
        if self.ended or complete or hopeless or number > _DEEPEST:
            return None
        self.number = number
        return number

    def past_the_end(self) -> bool:
        """Whether the page asked for may well not exist: then a 404 is the end of the year."""
        return self.number > 1 and not self._promises(self.number)

    def again(self) -> None:
        """Begins another round: of the pages that were lost, else of the whole year; rows that came stay."""
        self.round += 1
        if not self.lost:
            self._had.clear()
            self._round_keys.clear()
            self._entries, self.ended = 0, False
        self.number = min(self.lost, default=1)
        self.lost.clear()
        self._streak = 0

    def digest(self) -> str:
        """Hash of all rows as said: two walks of an unchanged year have the same."""
        lines = sorted(repr((row.key, row.expediente, row.demandante, row.demandado, row.nro_pj)) for row in self._rows.values())
        return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()

    def imbalance(self) -> str | None:
        """The sentence when as many rows came as announced is not true; None when it is, or nothing was announced."""
        if self.lost or self.total is None or self.total == self._entries:
            return None
        return f"La consulta anuncia {self.total} causas de {self.anio} y entregó {self._entries}."

    def _promises(self, number: int) -> bool:
        """Whether an answer said that there is such a page."""
        return number <= (self.pages or 0) or (self.total is not None and self._size > 0 and (number - 1) * self._size < self.total)

    def _refuse_empty(self, asked: str) -> None:
        short = self.total is None or self._entries < self.total
        if (self._promises(self.number) and short) or (self.number == 1 and self.total):
            raise UnexpectedPage("pagina_vacia", f"El sitio contestó una página vacía: {asked}, donde anuncia causas.")
        if self.number == 1 and self.known:
            raise UnexpectedPage("anio_vacio", f"La consulta ya no muestra ninguna causa de {self.anio}, donde había {self.known}.")

    def _note(self, page: CausasPage, keys: set[str]) -> None:
        self._had.add(self.number)
        self.lost.discard(self.number)
        self._streak = 0
        if keys:
            self._rows |= {row.key: row for row in page.causas}
            self._round_keys |= keys
            self._entries += len(page.causas)
            self._size, self._last = max(self._size, len(page.causas)), len(page.causas)


def _year(row: CausaRow) -> str | None:
    """The year of a row's expediente; None when it writes none that can be read."""
    found = spellings(row.expediente)
    return str(found[0].year) if found else None

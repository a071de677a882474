"""The walk through one month of a listing: which page comes next, whether a page is the one asked for, whether the totals agree.

Rows move between pages while one walks (a ruling published meanwhile pushes the others on), so a month that does not add up is walked again and what
came counts once; pages that could not be had are asked for again alone.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.errors import UnexpectedPage
from crawler.pages.sedetc import ListingPage, row_sha256
from models.document import Listing

_DEEPEST = 1000
"""No page past it: the API answers 500 there (sources.md §1.2)."""
_PER_PAGE = 10
"""Rows of a full page, whatever one asks for."""
_STREAK = 3
"""Pages lost one after the other that end a month whose answers told no total: nothing says that there is more."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a page gave that was not had before: rows of the month (or without a date that can be read), and rows that say another month."""

    rows: tuple[Listing, ...]
    undated: tuple[Listing, ...]
    strays: tuple[Listing, ...]


@dataclass(slots=True)
class Sum:
    """What the months of a run announced together, against what the source says of its whole listing meanwhile (sources.md §1.1, `total_agregados`).

    A month that is empty from the first run on, and rows that no month lists (no date, one before the first month), are missed nowhere else.
    """

    rows: int = 0
    _told: set[int] = field(default_factory=set)

    def hear(self, page: ListingPage) -> None:
        """Notes what an answer says of the whole: it may grow while one walks."""
        if page.whole is not None:
            self._told.add(page.whole)

    def imbalance(self) -> str | None:
        """The sentence when they do not agree; None when they do, and when the source tells another thing: one of which the months are not even half."""
        low, high = min(self._told, default=0), max(self._told, default=0)
        if low <= self.rows <= high or not high <= 2 * self.rows <= 4 * high:
            return None
        return f"El origen anuncia {high} resoluciones en todo el listado, y sus meses suman {self.rows}."


@dataclass(slots=True)
class MonthWalk:
    """One month, page by page. `span` is the first and the last month that the listing can have: a date outside it is a typing error.

    `known` is how many rows it had when it was last read: a month that has none all at once is a fault until it stays so.
    """

    month: str
    span: tuple[str, str]
    known: int = 0
    number: int = 1
    """The page being asked for."""
    round: int = 0
    total: int | None = None
    pages: int | None = None
    lost: set[int] = field(default_factory=set)
    """Pages that could not be had."""
    emptied: bool = False
    """The month had rows before, and after all rounds has none."""
    _had: set[int] = field(default_factory=set)
    _seen: set[str] = field(default_factory=set)
    """Keys of this round."""
    _hashes: dict[str, str] = field(default_factory=dict)
    _repeats: dict[int, int] = field(default_factory=dict)
    """Page → entries that are a row's second copy on one page, or no row at all: the total counts them."""
    _size: int = 0
    _last: int = 0
    _streak: int = 0

    def take(self, page: ListingPage) -> Taken:
        """The new rows of the page asked for. Raises UnexpectedPage: pagina_ajena when it is another one, pagina_vacia, mes_vacio.

        The API has answered 200 with its default data, ignoring every parameter (sources.md §1.2): the page number, rows mostly of other months, or
        rows seen before give it away. A few rows of other months are set apart, and missed in the balance.
        """
        asked = f"se pidió la página {self.number} de {self.month}"
        if page.number not in (None, self.number):
            raise UnexpectedPage("pagina_ajena", f"El origen contestó la página {page.number}: {asked}.")
        dated = [(row, self._month_of(row)) for row in page.rows]
        strays = [row for row, month in dated if month not in (None, self.month)]
        if strays and len(strays) >= sum(month == self.month for _, month in dated):
            raise UnexpectedPage("pagina_ajena", f"El origen contestó resoluciones de {strays[0].fecha_publicacion[:7]}: {asked}.")
        own = {row.key: row for row, month in dated if month in (None, self.month)}
        if own and page.number is None and own.keys() <= self._seen:
            raise UnexpectedPage("pagina_ajena", f"El origen repitió una página anterior: {asked}.")
        self._refuse_empty(page, asked)
        self.total = page.total if page.total is not None else self.total
        self.pages = page.pages if page.pages is not None else self.pages
        fresh = {key: row for key, row in own.items() if key not in self._hashes}
        self._note(page, own)
        undated = tuple(row for row, month in dated if month is None and row.key in fresh)
        return Taken(tuple(fresh.values()), undated, tuple(strays))

    def lose(self) -> None:
        """The page asked for could not be had."""
        self.lost.add(self.number)
        self._streak += 1

    def next_page(self) -> int | None:
        """Goes to the next page that was not had and gives its number; None at the end of the month, or when nothing says that there is more.

        Never past the end that the answers tell: past 10,000 rows the API answers 500 (sources.md §1.2).
        """
        number = self.number + 1
        while number in self._had:
            number += 1
        if not self._more(number):
            return None
        self.number = number
        return number

    def again(self) -> None:
        """Begins another round: of the pages that were lost, else of the whole month; rows that came stay."""
        self.round += 1
        if not self.lost:
            self._had.clear()
            self._repeats.clear()
            self._seen.clear()
        self.number = min(self.lost, default=1)
        self.lost.clear()
        self._streak = 0

    @property
    def told(self) -> bool:
        """Whether an answer said how far the month goes: where none did, a page that fails may lie past its end."""
        return self.total is not None or self.pages is not None

    @property
    def rows(self) -> int:
        """Rows that came, each once."""
        return len(self._hashes)

    def digest(self) -> str:
        """Hash of all rows as said and of the total: two walks of an unchanged month have the same."""
        lines = [f"{key} {sha}" for key, sha in sorted(self._hashes.items())]
        return hashlib.sha256("\n".join([str(self.total), *lines]).encode()).hexdigest()

    def hash_of(self, key: str) -> str:
        """Hash of a row that came, as it was said."""
        return self._hashes[key]

    def imbalance(self) -> tuple[str, str] | None:
        """(rule, sentence) when the rows that came are not as many as announced, or no number was announced; None when all is well."""
        if self.lost:
            return None  # the page has its own line
        if self.total is None:
            return (
                "total_ausente",
                f"El origen no dice cuántas resoluciones tiene {self.month}: llegaron {self.rows} y no se puede comprobar.",
            )
        if self.total != self._counted():
            return ("total_no_cuadra", f"El origen anuncia {self.total} resoluciones de {self.month} y entregó {self._counted()}.")
        return None

    def _refuse_empty(self, page: ListingPage, asked: str) -> None:
        if page.hits:
            return
        total = page.total if page.total is not None else self.total
        within = self.number <= (page.pages or self.pages or 0) and (total is None or self._counted() < total)
        if within or (self.number == 1 and total):
            raise UnexpectedPage("pagina_vacia", f"El origen contestó una página vacía: {asked}, donde anuncia {total} resoluciones.")
        if self.number == 1 and self.known:
            raise UnexpectedPage("mes_vacio", f"El origen ya no anuncia ninguna resolución de {self.month}, donde había {self.known}.")

    def _note(self, page: ListingPage, own: Mapping[str, Listing]) -> None:
        self._seen |= own.keys()
        self._hashes |= {key: row_sha256(row) for key, row in own.items()}
        strange = {row.key for row in page.rows} - own.keys()
        self._repeats[self.number] = page.hits - len(own) - len(strange)
        self._had.add(self.number)
        self.lost.discard(self.number)
        self._size, self._last, self._streak = max(self._size, page.hits), page.hits, 0

    def _counted(self) -> int:
        return len(self._hashes) + sum(self._repeats.values())

    def _more(self, number: int) -> bool:
        """Whether there is such a page, by what the answers told so far; where they tell nothing, until a page comes short or fails."""
        if number > _DEEPEST or (self._had and not self._last):
            return False
        if self.total is not None:
            if self._size and (number - 1) * self._size >= self.total + self._size:
                return False
            if self._counted() >= self.total and self._last < max(self._size, _PER_PAGE):
                return False
            if self.pages is not None:
                return number <= self.pages
            return self._counted() < self.total and not (self.lost and (number - 1) * self._size >= self.total)
        if self._streak >= _STREAK:
            return False
        if self.pages is not None:
            return number <= self.pages
        return not self.lost and self._last >= self._size > 0

    def _month_of(self, row: Listing) -> str | None:
        """The month of a row; None when it has no date or one outside the span."""
        month = row.fecha_publicacion[:7]
        return month if self.span[0] <= month <= self.span[1] else None

"""The walk through one month of a listing: which page comes next, whether a page is the one asked for, whether the totals agree."""

from dataclasses import dataclass, field

from crawler.errors import UnexpectedPage
from crawler.pages.sedetc import ListingPage
from models.document import Listing


@dataclass(frozen=True, slots=True)
class Taken:
    """What a page gave: rows of the month (or without a date that can be read), and rows that say another month of the listing's span."""

    rows: tuple[Listing, ...]
    undated: tuple[Listing, ...]
    strays: tuple[Listing, ...]


@dataclass(slots=True)
class MonthWalk:
    """One month, page by page. `span` is the first and the last month that the listing can have: a date outside it is a typing error."""

    month: str
    span: tuple[str, str]
    number: int = 1
    """The page being asked for."""
    total: int | None = None
    pages: int | None = None
    lost: int = 0
    """Pages that could not be had."""
    _keys: set[str] = field(default_factory=set)
    _size: int = 0
    _empty: bool = False

    def take(self, page: ListingPage) -> Taken:
        """The rows of the page asked for. Raises UnexpectedPage pagina_ajena when it is another one.

        The API has answered 200 with its default data, ignoring every parameter (sources.md §1.2): the page number, rows mostly of other months, or
        rows seen before give it away. A few rows of other months are set apart, and missed in the balance.
        """
        asked = f"se pidió la página {self.number} de {self.month}"
        if page.number not in (None, self.number):
            raise UnexpectedPage("pagina_ajena", f"El origen contestó la página {page.number}: {asked}.")
        dated = [(row, self._month_of(row)) for row in page.rows]
        rows = tuple(row for row, month in dated if month in (None, self.month))
        strays = tuple(row for row, month in dated if month not in (None, self.month))
        if strays and len(strays) >= sum(month == self.month for _, month in dated):
            raise UnexpectedPage("pagina_ajena", f"El origen contestó resoluciones de {strays[0].fecha_publicacion[:7]}: {asked}.")
        keys = {row.key for row in rows}
        if keys and keys <= self._keys:
            raise UnexpectedPage("pagina_ajena", f"El origen repitió una página anterior: {asked}.")
        self.total = page.total if page.total is not None else self.total
        self.pages = page.pages if page.pages is not None else self.pages
        if not page.rows and (self.total if self.number == 1 else self.number <= (self.pages or 0)):
            raise UnexpectedPage("pagina_vacia", f"El origen contestó una página vacía: {asked}, donde anuncia {self.total} resoluciones.")
        self._keys |= keys
        self._size, self._empty = max(self._size, len(page.rows)), not page.rows
        return Taken(rows, tuple(row for row, month in dated if month is None), strays)

    def lose(self) -> None:
        """The page asked for could not be had."""
        self.lost += 1
        self._empty = False

    def next_page(self) -> int | None:
        """Goes to the next page and gives its number; None at the end of the month, or when a lost page left no way on.

        Never past the end that the answers tell: past 10,000 rows the API answers 500 (sources.md §1.2).
        """
        if self._empty or not self._more():
            return None
        self.number += 1
        return self.number

    def _more(self) -> bool:
        """Whether there is a next page, by what the answers told so far; where they tell nothing, until a page comes empty or fails."""
        if self.pages is not None:
            return self.number < self.pages
        if self.total is not None:
            return len(self._keys) < self.total and not (self.lost and self.number * self._size >= self.total)
        return not self.lost

    def imbalance(self) -> tuple[str, str] | None:
        """(rule, sentence) when the rows that came are not as many as announced, or no number was announced; None when all is well."""
        if self.lost:
            return None  # the page has its own line
        if self.total is None:
            return (
                "total_ausente",
                f"El origen no dice cuántas resoluciones tiene {self.month}: llegaron {len(self._keys)} y no se puede comprobar.",
            )
        if self.total != len(self._keys):
            return "total_no_cuadra", f"El origen anuncia {self.total} resoluciones de {self.month} y entregó {len(self._keys)}."
        return None

    def _month_of(self, row: Listing) -> str | None:
        """The month of a row; None when it has no date or one outside the span."""
        month = row.fecha_publicacion[:7]
        return month if self.span[0] <= month <= self.span[1] else None

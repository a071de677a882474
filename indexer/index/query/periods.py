"""Years, months and days: "2010..2012", ">=2021-07-24" → a Range, and a Range → the days it covers."""

import re
from calendar import monthrange
from datetime import date, timedelta

from indexer.index.query.tree import Range
from models.errors import BadQuery

_PERIOD = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def days(period: str) -> tuple[date, date] | None:
    """First and last day of "2017", "2017-05", "2017-05-02"; None when it is no period."""
    found = _PERIOD.fullmatch(period.strip())
    if not found:
        return None
    try:
        first = date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None
    if found[3]:
        return first, first
    if found[2]:
        return first, first.replace(day=monthrange(first.year, first.month)[1])
    return first, first.replace(month=12, day=31)


def range_of(text: str, position: int) -> Range:
    """ "2010..2012", ">=2021-07-24", "<2010", "2015", "..2012" as a Range. Raises BadQuery."""
    found = re.fullmatch(r"(>=|<=|>|<)?([\d-]+)|([\d-]*)\.\.([\d-]*)", re.sub(r"(?<!\.)\.$|[,;]+$", "", text.strip()))
    if found and found[2] and days(found[2]):
        return _compared(found[1] or "=", found[2])
    if found and found[2] is None and (found[3] or found[4]):
        low, high = found[3] or None, found[4] or None
        if all(end is None or days(end) for end in (low, high)):
            if low and high and _first(low) > _last(high):
                low, high = high, low
            return Range(low, high)
    raise BadQuery(f"«{text[:40]}» no es una fecha: escriba 2015, 2010..2012, 2021-07 o >=2021-07-24.", position)


def _compared(sign: str, period: str) -> Range:
    if sign == "=":
        return Range(period, period)
    if sign == ">=":
        return Range(period, None)
    if sign == "<=":
        return Range(None, period)
    try:
        beside = _last(period) + timedelta(days=1) if sign == ">" else _first(period) - timedelta(days=1)
    except OverflowError:
        return Range(period, None) if sign == ">" else Range(None, period)
    return Range(beside.isoformat(), None) if sign == ">" else Range(None, beside.isoformat())


def _first(period: str) -> date:
    found = days(period)
    assert found is not None  # range_of asked
    return found[0]


def _last(period: str) -> date:
    found = days(period)
    assert found is not None  # range_of asked
    return found[1]


def numbers(span: Range) -> tuple[int | None, int | None]:
    """The first and last day of a Range as yyyymmdd, None where open."""
    return (
        int(_first(span.low).strftime("%Y%m%d")) if span.low else None,
        int(_last(span.high).strftime("%Y%m%d")) if span.high else None,
    )

"""What one run is asked to collect."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from models.errors import ConfigError

LIMA = timezone(timedelta(hours=-5))
"""Peru keeps UTC−5 all year; the Court's dates are Lima's."""
_MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Plan:
    """Which part of a source: months of publication (YYYY-MM, both included), processes, at most `limit` files; nothing is written on a dry run."""

    since: str | None = None
    until: str | None = None
    processes: tuple[str, ...] | None = None
    """None: what the source collects by default."""
    limit: int | None = None
    dry_run: bool = False
    refresh: bool = False
    """Ask again for files that are held, too (crawler.revisits)."""

    def __post_init__(self) -> None:
        """Raises ConfigError on a month that is none or an interval the wrong way round."""
        for option, month in (("--since", self.since), ("--until", self.until)):
            if month is not None and not _MONTH.fullmatch(month):
                raise ConfigError(f"{option} {month[:20]}: escriba año y mes, por ejemplo 2021-03.")
        if self.since and self.until and self.since > self.until:
            raise ConfigError(f"--since {self.since} es posterior a --until {self.until}: intercámbielos.")

    @property
    def whole(self) -> bool:
        """Whether the run reads all that a source lists, so that what it does not report is settled."""
        return self.since is None and self.until is None and self.limit is None and not self.dry_run

    def months(self, first: str, now: datetime) -> Iterator[str]:
        """The months to walk, oldest first: from --since (else `first`) to --until (else the current month in Lima)."""
        last = self.until or f"{now.astimezone(LIMA):%Y-%m}"
        year, month = map(int, (self.since or first).split("-"))
        while (name := f"{year:04d}-{month:02d}") <= last:
            yield name
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)

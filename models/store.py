"""The raw store: every file and version as its source gave it, and a catalogue of what is known about them. Skeleton."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from models.document import Listing, RawDocument
from models.ids import RulingId
from models.issues import Issue
from models.stored import Added, Estado, Event, Lectura, Problem, Run, StoredVersion, Withdrawal


class RawStore:
    """Skeleton of the interface."""

    @classmethod
    def open(cls, home: Path) -> Self:
        raise NotImplementedError

    def __enter__(self) -> Self:
        raise NotImplementedError

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        raise NotImplementedError

    def transaction(self) -> AbstractContextManager[None]:
        """Many calls, one commit; nested calls join the outer one. Rolled back when the block raises."""
        raise NotImplementedError

    def add(self, raw: RawDocument, listings: Sequence[Listing] = ()) -> Added:
        """Keeps a file: hash, temp name, fsync, os.replace, then the catalogue row. Raises RefusedDocument, BadIdentity, NotDone (disk full)."""
        raise NotImplementedError

    def add_listing(self, listing: Listing) -> None:
        """Keeps what a source says of a resolution; the same (source, key) again replaces it, the old payload stays in history when it differs."""
        raise NotImplementedError

    def has_url(self, url: str) -> bool:
        raise NotImplementedError

    def versions(self, *, current_only: bool = False) -> Iterator[StoredVersion]:
        """Every file version in order of (expediente, kind, fecha_publicacion, url, version); `current_only` = estado vigente."""
        raise NotImplementedError

    def listings(self, url: str) -> tuple[Listing, ...]:
        raise NotImplementedError

    def body(self, sha256: str) -> bytes:
        """The bytes, hash checked on read. Raises CorruptStore."""
        raise NotImplementedError

    def raw(self, version: StoredVersion) -> RawDocument:
        raise NotImplementedError

    def assign(self, document: int, ruling_id: RulingId) -> None:
        """Gives a document its id, for ever: raises ValueError when it already has another."""
        raise NotImplementedError

    def mark(
        self, document: int, version: int, *, lectura: Lectura | None = None, estado: Estado | None = None, words_sha256: str | None = None
    ) -> None:
        raise NotImplementedError

    def report(self, issue: Issue) -> None:
        """Opens the issue or, when (etapa, url, regla) is there, renews it."""
        raise NotImplementedError

    def close_issues(self, etapa: str, url: str, regla: str | None = None) -> int:
        """Closes what is open there; how many were."""
        raise NotImplementedError

    def issues(self, *, open_only: bool = True) -> Iterator[Issue]:
        raise NotImplementedError

    def announced(self) -> Mapping[RulingId, str]:
        """Ruling id → hash of the record last announced in the change log."""
        raise NotImplementedError

    def announce(self, tipo: str, ruling_id: RulingId, record_sha256: str, campos: Sequence[str] = ()) -> None:
        """Writes an event (alta, cambio, retiro) and remembers the hash, together."""
        raise NotImplementedError

    def events(self, since: int = 0) -> Iterator[Event]:
        raise NotImplementedError

    def start_run(self, command: str, source: str) -> int:
        raise NotImplementedError

    def finish_run(self, number: int, estado: str, counts: Mapping[str, int]) -> None:
        raise NotImplementedError

    def runs(self) -> Iterator[Run]:
        """Newest first."""
        raise NotImplementedError

    def withdraw(self, ruling_id: RulingId, state: str, reason: str) -> None:
        raise NotImplementedError

    def withdrawals(self) -> Mapping[RulingId, Withdrawal]:
        """The last word on each id ever withdrawn."""
        raise NotImplementedError

    def verify(self) -> Iterator[Problem]:
        raise NotImplementedError

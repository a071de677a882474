"""The raw store: every file and version as its source gave it, and a catalogue of what is known about them. The system of record.

On disk, under the home:

    catalogo.sqlite         the catalogue (models.catalogue: schema and migrations); WAL, so two more files beside it while it is open
    archivos/ab/abcdef…     the bytes of a version, by their SHA-256: the first two digits are the folder, the whole is the name, no extension
    archivos/tmp/           what an open transaction has written so far

A file is written under archivos/tmp/, synced, renamed, its folder synced; only then is the row that names it committed: killed at any moment, the
catalogue names only files that are whole. What such a kill leaves (a file that no row names, or something in tmp/) is overwritten or swept by the
next import and listed by `habeas verify`. Two versions of equal bytes share one file. Nothing is ever deleted: replaced, duplicated and withdrawn
versions keep their bytes, and withdrawing is a row that lies over the others (privacy.md §6).

A *document* is (address without what does not matter: models.urls.stem, formato); its *versions* are its changed bytes, numbered from 1; its *id* is
the ruling's, shared with its other formats and its duplicates. When a document gets its id: `RawStore.settle`.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from models import holdings, journal, verification
from models.blobs import Blobs, sha256_of
from models.catalogue import connect, spoken
from models.document import Listing, RawDocument
from models.errors import RefusedDocument
from models.ids import RulingId
from models.issues import Issue
from models.stored import Added, Estado, Event, Lectura, Problem, Run, StoredVersion, Withdrawal
from models.urls import formato_of, stem


class RawStore:
    """An open store; a context manager. One a thread and a process: several may read and write one home at once, writers wait for each other.

    Every method raises NotDone (disk full, another writer for a minute, read-only) and CorruptStore.
    """

    def __init__(self, home: Path, db: sqlite3.Connection, blobs: Blobs) -> None:
        self.home = home
        self._path = home / "catalogo.sqlite"
        self._db = db
        self._blobs = blobs
        self._depth = 0
        self._touched: set[holdings.Group] = set()

    @classmethod
    def open(cls, home: Path) -> Self:
        """The store of a home, made when there is none, migrated when it is older. Raises ConfigError when it is of a newer program."""
        path = home / "catalogo.sqlite"
        if not path.is_file():
            with spoken(path):
                (home / "archivos" / "tmp").mkdir(parents=True, exist_ok=True)
        return cls(home, connect(path), Blobs(home / "archivos"))

    @property
    def catalogue(self) -> sqlite3.Connection:
        """The open catalogue, for modules of models that keep tables of their own in it (models.looks); writes go inside `transaction`."""
        return self._db

    def holds(self, sha256: str, size: int) -> bool:
        """Whether the file of a version lies on the disk, by its name and size."""
        return self._blobs.holds(sha256, size)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes the catalogue; an open transaction is rolled back."""
        self._db.close()

    @contextmanager
    def transaction(self, *, bulk: bool = False) -> Iterator[None]:
        """Many calls, one commit; nested calls join the outer one. Rolled back when the block raises.

        At its end the groups of the documents it added are settled (see `settle`); not so with `bulk`, for batches of one import whose order must
        not matter: call `settle` after the last.
        """
        if self._depth:
            yield
            return
        with spoken(self._path):
            self._db.execute("BEGIN IMMEDIATE")
            self._depth = 1
            try:
                yield
                for group in sorted(self._touched if not bulk else ()):
                    holdings.settle(self._db, group)
                self._blobs.flush()
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # a full disk makes SQLite roll back by itself
                    self._db.execute("ROLLBACK")
                self._blobs.discard()
                raise
            finally:
                self._depth = 0
                self._touched.clear()

    def add(self, raw: RawDocument, listings: Sequence[Listing] = ()) -> Added:
        """Keeps a file and what its listings say. Raises RefusedDocument (vacio), BadIdentity, NotDone (disk full): then nothing was written.

        Bytes that any version of the document had already are `igual`. `duplicado` tells that the same bytes are current under another URL of the
        same case, kind and formato.
        """
        if not raw.body:
            raise RefusedDocument("vacio", f"«{raw.name[:80]}» no tiene contenido.")
        sha256 = sha256_of(raw.body)
        with self.transaction():
            added, group = holdings.admit(self._db, raw, sha256, (*listings, *self.listings(raw.url)))
            for listing in listings:
                journal.keep_listing(self._db, listing)
            if added.outcome != "igual":
                self._touched.add(group)
            if not self._is_kept(sha256, len(raw.body), added):
                self._blobs.put(sha256, raw.body)
        return added

    def settle(self) -> int:
        """Gives every id that needs no reading; how many. Called by an import at its end; the build calls it before it compares words.

        A document gets its id when it is the only one of its (expediente, kind), when another format of its URL has one, or when its bytes are
        those of a document that has one (estado `duplicado`). Everything else has competitors and waits for `assign`.
        """
        with self.transaction():
            return sum(holdings.settle(self._db, group) for group in holdings.undecided(self._db))

    def add_listing(self, listing: Listing) -> None:
        """Keeps what a source says of a resolution; the same (source, key) again replaces it, the old payload stays in history when it differs."""
        with self.transaction():
            journal.keep_listing(self._db, listing)

    def has_url(self, url: str) -> bool:
        """Whether the file at this address is here, in the format that its extension promises (any format when it has none)."""
        formato = formato_of(url)
        with spoken(self._path):
            found = self._db.execute("SELECT 1 FROM documents WHERE stem = ? AND formato = coalesce(?, formato)", (stem(url), formato))
            return found.fetchone() is not None

    def versions(self, *, current_only: bool = False) -> Iterator[StoredVersion]:
        """Every file version in order of (expediente, kind, fecha_publicacion, url, formato, version); `current_only` = estado vigente.

        The list is as it was at the first step: a caller may mark and assign while it walks.
        """
        with spoken(self._path):
            yield from holdings.held(self._db, current_only=current_only)

    def listings(self, url: str) -> tuple[Listing, ...]:
        """What the sources say of the file at this address or of another format of it, in order of (source, key)."""
        with spoken(self._path):
            return journal.listings_of(self._db, url)

    def body(self, sha256: str) -> bytes:
        """The bytes, hash checked on read. Raises CorruptStore."""
        return self._blobs.read(sha256)

    def raw(self, version: StoredVersion) -> RawDocument:
        """The version as it came in. Raises CorruptStore."""
        return RawDocument(
            url=version.url,
            name=version.name,
            body=self.body(version.sha256),
            formato=version.formato,
            source=version.source,
            obtained=version.obtained,
            media_type=version.media_type,
            ficticia=version.ficticia,
            fecha_publicacion=version.fecha_publicacion,
        )

    def assign(self, document: int, ruling_id: RulingId) -> None:
        """Gives a document its id, for ever, and with it the other formats of its URL and its duplicates of equal bytes.

        Raises ValueError when it already has another, when there is no such document, or when the id is of another case.
        """
        with self.transaction():
            holdings.assign(self._db, document, ruling_id)

    def mark(
        self, document: int, version: int, *, lectura: Lectura | None = None, estado: Estado | None = None, words_sha256: str | None = None
    ) -> None:
        """Changes what is given. Raises ValueError when there is no such version, or for a privacy removal: `withdraw` lies over any mark."""
        if estado == "retirado_por_privacidad":
            raise ValueError("use withdraw")
        with self.transaction():
            changed = self._db.execute(
                """UPDATE versions SET lectura = coalesce(?, lectura), estado = coalesce(?, estado), words_sha256 = coalesce(?, words_sha256)
                WHERE document = ? AND version = ?""",
                (lectura, estado, words_sha256, document, version),
            )
            if not changed.rowcount:
                raise ValueError(f"no version {version} of document {document}")

    def report(self, issue: Issue) -> None:
        """Opens the issue or, when (etapa, url, regla) is there, renews it. An empty `fecha` is now."""
        with self.transaction():
            journal.report(self._db, issue)

    def close_issues(self, etapa: str, url: str, regla: str | None = None) -> int:
        """Closes what is open there; how many were."""
        query = "UPDATE issues SET abierta = 0 WHERE abierta AND etapa = ? AND url = ? AND regla = coalesce(?, regla)"
        with self.transaction():
            return self._db.execute(query, (etapa, url, regla)).rowcount

    def issues(self, *, open_only: bool = True) -> Iterator[Issue]:
        """In order of (etapa, url, regla)."""
        with spoken(self._path):
            yield from journal.issues(self._db, open_only=open_only)

    def announced(self) -> Mapping[RulingId, str]:
        """Ruling id → hash of the record last announced in the change log; none after a retiro."""
        with spoken(self._path):
            return {RulingId(row[0]): row[1] for row in self._db.execute("SELECT ruling_id, record_sha256 FROM announced")}

    def announce(self, tipo: str, ruling_id: RulingId, record_sha256: str, campos: Sequence[str] = ()) -> None:
        """Writes an event (alta, cambio, retiro) and remembers the hash, together."""
        with self.transaction():
            journal.announce(self._db, tipo, ruling_id, record_sha256, campos)

    def events(self, since: int = 0) -> Iterator[Event]:
        """The change log after number `since`, in order."""
        with spoken(self._path):
            yield from journal.events(self._db, since)

    def start_run(self, command: str, source: str) -> int:
        """The number of a run that begins now, estado en_curso."""
        with self.transaction():
            return journal.start_run(self._db, command, source)

    def finish_run(self, number: int, estado: str, counts: Mapping[str, int]) -> None:
        """Closes a run: completa, incompleta or fallida."""
        with self.transaction():
            journal.finish_run(self._db, number, estado, counts)

    def runs(self) -> Iterator[Run]:
        """Newest first."""
        with spoken(self._path):
            yield from journal.runs(self._db)

    def withdraw(self, ruling_id: RulingId, state: str, reason: str) -> None:
        """Blocks, withdraws or restores (bloqueado, retirado, restaurado); versions of the id show it at once, builds leave them out.

        Raises NotFound for an id that no document has, or restaurado for one never withdrawn.
        """
        with self.transaction():
            journal.withdraw(self._db, ruling_id, state, reason)

    def withdrawals(self) -> Mapping[RulingId, Withdrawal]:
        """The last word on each id ever withdrawn."""
        with spoken(self._path):
            return journal.withdrawals(self._db)

    def verify(self) -> Iterator[Problem]:
        """Hashes of all files against the catalogue, catalogue against disk: each thing that is wrong with the line that mends it."""
        with spoken(self._path):
            yield from verification.verify(self._db, self._blobs)

    def _is_kept(self, sha256: str, size: int, added: Added) -> bool:
        """Whether the content has its file: a row of an earlier commit names it, and nobody has removed or cut it since."""
        query = "SELECT 1 FROM versions WHERE sha256 = ? AND (document, version) <> (?, ?) LIMIT 1"
        named = added.outcome == "igual" or self._db.execute(query, (sha256, added.document, added.version)).fetchone() is not None
        return named and self._blobs.holds(sha256, size)

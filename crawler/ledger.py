"""What a run keeps and counts: the only place where a spider's findings meet the raw store."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Literal

from crawler.plan import Plan
from crawler.sources import Source
from models.document import Listing, RawDocument
from models.ids import CODES
from models.issues import Issue
from models.looks import Held, Looks, Sight
from models.store import RawStore

_COUNTS = (
    "meses", "paginas", "filas", "anunciados", "nuevos", "versiones", "iguales", "retirados", "ya_estaban", "por_pedir", "avisos",
)  # fmt: skip
DOUBT = "final_dudoso"
"""The rule of a page that was kept though it may lack its end: it holds until other bytes come."""
EstadoDeCorrida = Literal["completa", "incompleta", "fallida"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One source's run in counts. `motivo` says why it is not completa, in Spanish."""

    source: str
    estado: EstadoDeCorrida
    motivo: str
    meses: int
    paginas: int
    """Listing pages read."""
    filas: int
    """Rows read, of any process."""
    anunciados: int
    """Files of the wanted processes, each counted once."""
    nuevos: int
    versiones: int
    """Known files whose bytes changed."""
    iguales: int
    """Asked for again, and nothing had changed."""
    retirados: int
    """Files that the source had and has no more."""
    ya_estaban: int
    """Not asked for again."""
    por_pedir: int
    """Announced and left for a later run: --limit, --dry-run."""
    avisos: int
    """Issue lines of this run."""

    def counts(self) -> dict[str, int]:
        """The numbers by name, as the catalogue keeps them."""
        return {name: getattr(self, name) for name in _COUNTS}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file as it came, with the validators of its answer ("" where it had none)."""

    raw: RawDocument
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run is: month being read ("" before the first), months done of all, and what was found so far."""

    source: str
    month: str
    months_done: int
    months: int
    pages: int
    documents: int
    issues: int
    seconds: float = 0.0
    """Since the run began."""


@dataclass(slots=True)
class Ledger:
    """The state of one run of one source. Without a store (dry run over no home) nothing is there and nothing is kept."""

    source: Source
    plan: Plan
    store: RawStore | None
    report: Callable[[Progress], None]
    run: int = 0
    """Its number in the catalogue; 0 on a dry run."""
    months: int = 0
    month: str = ""
    began: float = field(default_factory=monotonic)
    counts: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)
    """Year of publication → files announced."""
    lost_pages: int = 0
    stop: str = ""
    """Why the run ended before its plan was done, in Spanish."""
    crash: BaseException | None = None
    """The first error that is no issue: disk full, a bug."""
    _written: set[tuple[str, str]] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    """Beginnings of the addresses of parts (pages, rows, fields) of listings that were read whole: their lines that were not written again are settled."""
    _lines: dict[tuple[str, str], Issue] | None = None
    _doubted: dict[str, Issue] | None = None

    @property
    def processes(self) -> frozenset[str]:
        """The process codes of this run."""
        return frozenset(self.plan.processes or self.source.procesos)

    @property
    def looks(self) -> Looks | None:
        """What is known of earlier looks at this source; None without a store."""
        return None if self.store is None else Looks(self.store, self.source.name)

    @property
    def writes(self) -> bool:
        """Whether the run keeps anything."""
        return self.store is not None and not self.plan.dry_run

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is kept in the block is kept whole or not at all, in one write."""
        if self.store is None or not self.writes:
            yield
            return
        with self.store.transaction(bulk=True):
            yield

    def held(self, url: str) -> Held | None:
        """The file at this address, when it is in the store."""
        return None if self.looks is None else self.looks.held(url)

    def differs(self, listing: Listing, row_sha256: str) -> bool:
        """Whether a row that is here said something else before: for a dry run, which does not keep what it sees."""
        return self.looks is not None and not self.writes and self.looks.would_change(listing.key, row_sha256)

    def see(self, listing: Listing, month: str, row_sha256: str) -> Sight:
        """Keeps a row that was found in its month; what was open about the address that it announced before is settled."""
        if self.looks is None or not self.writes:
            return Sight(fresh=False, enriched=True)
        sight = self.looks.see(listing, month, row_sha256, self.run)
        if sight.before and not self.looks.announces(sight.before):
            self.settled(sight.before)
        return sight

    def keep_listing(self, listing: Listing) -> None:
        """Keeps what the source says."""
        if self.store is not None and self.writes:
            self.store.add_listing(listing)

    def keep(self, fetched: Fetched) -> None:
        """Keeps a file and closes what was open about it. Raises RefusedDocument, BadIdentity, NotDone."""
        assert self.store is not None  # a dry run asks for no file
        assert self.looks is not None
        with self.store.transaction(bulk=True):  # ids in the order of publication, not of arrival: `settle` at the end
            added = self.store.add(fetched.raw)
            self.looks.note(added.document, self.run, fetched.etag, fetched.modified)
            self.settled(fetched.raw.url)
        self.counts[{"nuevo": "nuevos", "version": "versiones", "igual": "iguales"}[added.outcome]] += 1
        self.tell()

    def same(self, url: str, held: Held) -> None:
        """The source says that a held file has not changed."""
        assert self.looks is not None  # it is held somewhere
        with self.together():
            self.looks.note(held.document, self.run, held.etag, held.modified)
            self.settled(url)
            if (doubt := self._doubts().get(url)) is not None:
                self.issue(doubt)
        self.counts["iguales"] += 1
        self.tell()

    def _doubts(self) -> dict[str, Issue]:
        """What was kept with a doubt before this run, by address: the same bytes are as doubtful as they were."""
        if self._doubted is None:
            lines = self.store.issues() if self.store is not None else ()
            self._doubted = {issue.url: issue for issue in lines if (issue.fuente, issue.regla) == (self.source.name, DOUBT)}
        return self._doubted

    def gone(self, held: Held) -> None:
        """The source says that a held file is not there."""
        assert self.looks is not None  # it is held somewhere
        if self.looks.gone(held.document, self.run):
            self.counts["retirados"] += 1
        self.tell()

    def issue(self, issue: Issue) -> None:
        """Writes an issue line; the same one twice in a run counts once."""
        if (issue.url, issue.regla) not in self._written:
            self._written.add((issue.url, issue.regla))
            self.counts["avisos"] += 1
        if self.store is not None and self.writes:
            self.store.report(issue)

    def one_line(self, issue: Issue) -> Issue:
        """The issue at the address where it was first seen: one line for a part of the listing (address#part), whatever months it is found in."""
        if self._lines is None:
            lines = self.store.issues() if self.store is not None else ()
            self._lines = {(one.regla, _part(one.url)): one for one in lines if one.fuente == issue.fuente and _part(one.url)}
        return self._lines.setdefault((issue.regla, _part(issue.url)), issue)

    def settled(self, url: str, regla: str | None = None) -> None:
        """The thing at this address was had: closes its issues, but for those that this very run has written."""
        if self.store is not None and self.writes and not any(written == url for written, _ in self._written):
            self.store.close_issues("recoleccion", url, regla)

    def tell(self) -> None:
        """Reports where the run is."""
        done = self.counts["nuevos"] + self.counts["versiones"] + self.counts["iguales"]
        self.report(
            Progress(
                self.source.name,
                self.month,
                self.counts["meses"],
                self.months,
                self.counts["paginas"],
                done,
                self.counts["avisos"],
                monotonic() - self.began,
            )
        )

    def finish(self) -> Outcome:
        """Settles ids and old issues, and counts."""
        if self.store is not None and self.writes and self.crash is None:
            self.store.settle()
            self._supersede()
            self._close_stale(everything=self.plan.whole and not self.stop and not self.lost_pages)
        estado, motivo = self._verdict()
        return Outcome(self.source.name, estado, motivo, **{name: self.counts[name] for name in _COUNTS})

    def _supersede(self) -> None:
        """A row that announces another address than before, once its new file is here: the one at the old address is not what the source publishes any
        more. It stays, as retirado_en_origen since now; it is vigente again should the row go back to it (crawler.revisits)."""
        assert self.looks is not None  # `finish` has asked for a store
        for document in self.looks.superseded():
            self.counts["retirados"] += self.looks.gone(document, self.run)

    def _verdict(self) -> tuple[EstadoDeCorrida, str]:
        if self.crash is not None:
            return "fallida", str(self.crash)
        if not self.counts["paginas"] and self.lost_pages:
            return "fallida", self.stop or "No se pudo leer ninguna página del listado."
        if self.stop or self.lost_pages:
            return "incompleta", self.stop or f"Páginas del listado que no se pudieron leer: {self.lost_pages}."
        return "completa", ""

    def _close_stale(self, *, everything: bool) -> None:
        """What was not reported again is settled (a row corrected at the source, say): after a run over all that the source lists, `everything`; after
        another, what was told of the months (years of cases) that it read."""
        assert self.store is not None
        wanted = self.processes
        for issue in list(self.store.issues()):
            codes = {code for code in CODES if f"-{code}" in issue.expediente}
            mine = issue.etapa == "recoleccion" and issue.fuente == self.source.name and (not codes or codes & wanted)
            seen = everything or issue.url.startswith(tuple(self.read))
            if mine and seen and issue.regla != DOUBT and (issue.url, issue.regla) not in self._written:
                self.store.close_issues(issue.etapa, issue.url, issue.regla)


def _part(url: str) -> str:
    """What stands behind the # of an address: a field or a row of a listing; "" for a whole one."""
    return url.rpartition("#")[2] if "#" in url else ""

"""What a run keeps and counts: the only place where a spider's findings meet the raw store."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from crawler.plan import Plan
from crawler.sources import Source
from models.document import Listing, RawDocument
from models.ids import CODES
from models.issues import Issue
from models.store import RawStore

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
    """Fetched, and the bytes were there."""
    ya_estaban: int
    """Not asked for again."""
    por_pedir: int
    """Announced and left for a later run: --limit, --dry-run."""
    avisos: int
    """Issue lines of this run."""

    def counts(self) -> dict[str, int]:
        """The numbers by name, as the catalogue keeps them."""
        names = ("meses", "paginas", "filas", "anunciados", "nuevos", "versiones", "iguales", "ya_estaban", "por_pedir", "avisos")
        return {name: getattr(self, name) for name in names}


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


@dataclass(slots=True)
class Ledger:
    """The state of one run of one source. Without a store (dry run over no home) nothing is there and nothing is kept."""

    source: Source
    plan: Plan
    store: RawStore | None
    report: Callable[[Progress], None]
    months: int = 0
    month: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)
    """Year of publication → files announced."""
    lost_pages: int = 0
    stop: str = ""
    """Why the run ended before its plan was done, in Spanish."""
    crash: BaseException | None = None
    """The first error that is no issue: disk full, a bug."""
    _written: set[tuple[str, str]] = field(default_factory=set)

    @property
    def processes(self) -> frozenset[str]:
        """The process codes of this run."""
        return frozenset(self.plan.processes or self.source.procesos)

    def has(self, url: str) -> bool:
        """Whether the file is in the store already."""
        return self.store is not None and self.store.has_url(url)

    def keep_listing(self, listing: Listing) -> None:
        """Keeps what the source says."""
        if self.store is not None and not self.plan.dry_run:
            self.store.add_listing(listing)

    def keep(self, raw: RawDocument) -> None:
        """Keeps a file and closes what was open about it. Raises RefusedDocument, BadIdentity, NotDone."""
        assert self.store is not None  # a dry run asks for no file
        with self.store.transaction(bulk=True):  # ids in the order of publication, not of arrival: `settle` at the end
            added = self.store.add(raw)
            self.settled(raw.url)
        self.counts[{"nuevo": "nuevos", "version": "versiones", "igual": "iguales"}[added.outcome]] += 1
        self.tell()

    def issue(self, issue: Issue) -> None:
        """Writes an issue line; the same one twice in a run counts once."""
        if (issue.url, issue.regla) not in self._written:
            self._written.add((issue.url, issue.regla))
            self.counts["avisos"] += 1
        if self.store is not None and not self.plan.dry_run:
            self.store.report(issue)

    def settled(self, url: str, regla: str | None = None) -> None:
        """The thing at this address was had: closes its issues, but for those that this very run has written."""
        if self.store is not None and not self.plan.dry_run and not any(written == url for written, _ in self._written):
            self.store.close_issues("recoleccion", url, regla)

    def tell(self) -> None:
        """Reports where the run is."""
        done = self.counts["nuevos"] + self.counts["versiones"] + self.counts["iguales"]
        self.report(
            Progress(self.source.name, self.month, self.counts["meses"], self.months, self.counts["paginas"], done, self.counts["avisos"])
        )

    def finish(self) -> Outcome:
        """Settles ids and old issues, and counts."""
        if self.store is not None and not self.plan.dry_run and self.crash is None:
            self.store.settle()
            if self.plan.whole and not self.stop and not self.lost_pages:
                self._close_stale()
        names = ("meses", "paginas", "filas", "anunciados", "nuevos", "versiones", "iguales", "ya_estaban", "por_pedir", "avisos")
        estado, motivo = self._verdict()
        return Outcome(self.source.name, estado, motivo, **{name: self.counts[name] for name in names})

    def _verdict(self) -> tuple[EstadoDeCorrida, str]:
        if self.crash is not None:
            return "fallida", str(self.crash)
        if not self.counts["paginas"] and self.lost_pages:
            return "fallida", self.stop or "No se pudo leer ninguna página del listado."
        if self.stop or self.lost_pages:
            return "incompleta", self.stop or f"Páginas del listado que no se pudieron leer: {self.lost_pages}."
        return "completa", ""

    def _close_stale(self) -> None:
        """After a run over all that the source lists, what it did not report again is settled (a row corrected at the source, say)."""
        assert self.store is not None
        wanted = self.processes
        for issue in list(self.store.issues()):
            codes = {code for code in CODES if f"-{code}" in issue.expediente}
            mine = issue.etapa == "recoleccion" and issue.fuente == self.source.name and (not codes or codes & wanted)
            if mine and (issue.url, issue.regla) not in self._written:
                self.store.close_issues(issue.etapa, issue.url, issue.regla)

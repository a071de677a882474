"""What the SEDETC API tells besides the listing: the detailed answer on a case (/avanzada) and the vocabularies of its filters (/init).

Economical: a case is asked for only when a row of it is new or says something else and the month's rows lack the fields; a failure is an issue line.
"""

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.errors import UnexpectedPage
from crawler.ledger import Ledger
from crawler.pages.sedetc import ListingPage, lacks_detail, listing_page, vocabularies, with_detail
from crawler.trouble import failed
from models.document import Listing
from models.errors import BadIdentity
from models.ids import identify, name_of
from models.issues import Issue

_PATH, _INIT = "/sentencia/busqueda/avanzada", "/init"
_FILTERS = (
    "search", "nombre_demandante", "nombre_demandado", "fecha_publicacion", "sentencia_sentido", "id_sentencia_distrito", "id_sentencia_sala",
    "id_sentencia_tipo", "palabras_claves", "palabras",
)  # fmt: skip
_PATIENCE = 5
"""Cases that fail one after the other until no more are asked for in this run."""


class Details:
    """Asks for details and keeps them with the rows."""

    def __init__(self, ledger: Ledger, base: str) -> None:
        self._ledger, self._base = ledger, base
        self._failures = 0

    @property
    def wanted(self) -> bool:
        """Whether this run asks for details."""
        return self._ledger.source.enriquece and self._ledger.writes

    def ask_vocabularies(self) -> Iterator[Request]:
        """The request for the vocabularies."""
        if self.wanted:
            yield self._request(f"{self._base}{_INIT}", "init", ())

    def ask(self, rows: Iterable[Listing]) -> Iterator[Request]:
        """A request for each case among rows that lack their details."""
        cases: dict[str, list[Listing]] = {}
        for row in rows if self.wanted else ():
            if lacks_detail(row) and (case := _case_of(row)):
                cases.setdefault(case, []).append(row)
        for case, lacking in cases.items():
            if self._failures < _PATIENCE:
                yield self._request(self._url(case), case, tuple(lacking))

    def parse(self, response: Response, what: str, rows: tuple[Listing, ...]) -> Iterator[Issue]:
        """Keeps what came; a line for what is not the answer that was asked for."""
        name, url = self._ledger.source.name, f"{self._base}{_INIT}" if what == "init" else self._url(what)
        try:
            if what == "init":
                yield from self._vocabularies(response.body, url)
            else:
                self._keep(listing_page(response.body, name), what, rows)
        except UnexpectedPage as error:
            yield from self._lost(
                Issue("recoleccion", error.regla, f"{error} Se volverá a pedir.", name, url, "" if what == "init" else what)
            )
            return
        self._ledger.settled(url)
        if what != "init":
            self._failures = 0
            self._ledger.settled(f"{self._base}{_PATH}")

    def failed(self, failure: Failure) -> Iterator[Issue]:
        """The line for an answer that did not come."""
        what: str = failure.request.cb_kwargs["what"]  # type: ignore[attr-defined]
        init = what == "init"
        url = f"{self._base}{_INIT}" if init else self._url(what)
        yield from self._lost(failed(self._ledger.source.name, url, "" if init else what, failure))

    def _lost(self, issue: Issue) -> Iterator[Issue]:
        yield issue
        self._failures += bool(issue.expediente)
        if self._failures == _PATIENCE:
            mensaje = "La búsqueda avanzada falló varias veces seguidas: en esta recolección no se le pidió más. Se volverá a pedir en la próxima."
            yield Issue("recoleccion", "sin_detalle", mensaje, issue.fuente, f"{self._base}{_PATH}")

    def _keep(self, page: ListingPage, case: str, rows: tuple[Listing, ...]) -> None:
        """Completes the rows. Raises UnexpectedPage when the answer is about other cases: the API may ignore what it is asked (sources.md §1.2)."""
        found = {row.key: row for row in page.rows}
        if found and not found.keys() & {row.key for row in rows}:
            raise UnexpectedPage("pagina_ajena", f"El origen contestó otras resoluciones: se pidieron las del expediente {case}.")
        looks = self._ledger.looks
        assert looks is not None  # `wanted`
        with self._ledger.together():
            for row in rows:
                looks.enrich(with_detail(row, found[row.key]) if row.key in found else row)

    def _vocabularies(self, body: bytes, url: str) -> Iterator[Issue]:
        name, looks = self._ledger.source.name, self._ledger.looks
        assert looks is not None  # `wanted`
        found = vocabularies(body, name)
        for signal in found.signals:
            mensaje = (
                f"Los vocabularios cambiaron: {signal.regla.replace('_', ' ')} «{signal.campo}»: {signal.ejemplo}. Se volverá a mirar."
            )
            yield Issue("recoleccion", signal.regla, mensaje, name, f"{url}#{signal.campo}")
        for vocabulary, values in found.values.items():
            before = looks.vocabulary(vocabulary, values)
            fresh, vanished = sorted(set(values) - set(before or values)), sorted(set(before or ()) - set(values))
            where = f"{url}#{vocabulary}"
            if fresh or vanished:
                said = "; ".join(
                    f"{word}: {', '.join(some)[:200]}" for word, some in (("nuevos", fresh), ("desaparecidos", vanished)) if some
                )
                yield Issue(
                    "recoleccion",
                    "vocabulario_cambiado",
                    f"Cambiaron los valores de «{vocabulary}»: {said}. Revise las tablas.",
                    name,
                    where,
                )
            else:
                self._ledger.settled(where)

    def _request(self, url: str, what: str, rows: tuple[Listing, ...]) -> Request:
        return Request(
            url,
            self.parse,
            errback=self.failed,
            headers={"Accept": "application/json"},
            cb_kwargs={"what": what, "rows": rows},
            meta={"max_retry_times": 2, "download_timeout": self._ledger.source.espera_listado},
            dont_filter=True,
        )

    def _url(self, case: str) -> str:
        return f"{self._base}{_PATH}?{urlencode({'page': '1', 'numero_expediente': case, **dict.fromkeys(_FILTERS, '')})}"


def _case_of(row: Listing) -> str:
    """The number without its parenthesis, as the filter takes it; "" when the row has none."""
    try:
        return str(identify(row.expediente.strip()).expediente)
    except BadIdentity:
        try:
            return str(identify(name_of(row.url)).expediente)
        except BadIdentity:
            return ""

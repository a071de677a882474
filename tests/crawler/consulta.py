"""The consulta de causas of the little Court: WordPress pages as sources.md §3 describes them, with invented cases. Plugs into Replica.faults."""

import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path

from models.causa import Causa
from models.causas_store import CausasQuery, CausasStore
from models.issues import Issue
from models.store import RawStore
from tests.crawler.replica import Answer, Replica

LIST, DETAIL = "/consultas-de-causas/", "/consultas-de-causas/detalles-consulta"
YEARS = ("collect", "causas", "--since", "2021-01", "--until", "2022-12")
PER_PAGE = 20
HEAD = '<!DOCTYPE html><html lang="es"><head><meta charset="UTF-8"><title>Consulta de Causas</title></head><body><nav><a href="/">Inicio</a></nav>'
FORM = (
    '<form><label>Demandante:</label><input name="n_exp"><input name="a_exp"><select name="tip_exp"><option>Todos</option></select></form>'
)
TAIL = "<footer>Teléfono: 000</footer></body></html>"


@dataclass(frozen=True)
class Published:
    """A row of the resolutions; `pdf` and `html` are addresses as written, "" for none."""

    pdf: str = ""
    html: str = ""
    tipo: str = "SENTENCIA"
    web: str = "03/04/2022"
    fallo: str = "Fundada"


@dataclass(frozen=True)
class Case:
    """A case of the consulta."""

    id_exp: int
    expediente: str
    demandante: str = "Rosa Inventada Quispe"
    demandado: str = "Municipalidad Distrital de Ejemplo"
    ingreso: str = "12/03/2021"
    sala: str = "Sala 1"
    ponente: str = "Inventado Ríos"
    published: tuple[Published, ...] = ()

    @property
    def year(self) -> str:
        """The year that the list has it under."""
        return self.expediente.split("-")[1]


@dataclass
class Consulta:
    """Its state; tests change it between runs. `faults` are asked first; `encoding` is what pages are sent in."""

    cases: list[Case] = field(default_factory=list)
    faults: list[Callable[[str, Mapping[str, str]], Answer | None]] = field(default_factory=list)
    encoding: str = "utf-8"
    total: bool = False
    """Whether the list says how many cases a year has."""

    def __call__(self, path: str, query: Mapping[str, str]) -> Answer | None:
        """The answer, None for addresses that are not its own."""
        if not path.startswith(LIST):
            return None
        for fault in self.faults:
            if (answer := fault(path, query)) is not None:
                return answer
        if path == DETAIL:
            return self._detail(query.get("id_exp", ""))
        return self._page(self.list_page(query.get("a_exp", ""), int(query.get("pagina", "1"))))

    def put(self, number: int, **changes: object) -> None:
        """Changes the case of that id."""
        self.cases = [replace(case, **changes) if case.id_exp == number else case for case in self.cases]  # type: ignore[arg-type]

    def list_page(self, year: str, number: int) -> str:
        """A page of a year."""
        found = [case for case in self.cases if case.year == year]
        shown = found[(number - 1) * PER_PAGE : number * PER_PAGE]
        rows = "".join(
            f'<tr><th scope="row" data-title="Nro. Expediente">{case.expediente}</th><td data-title="Demandante">{escape(case.demandante)}</td>'
            f'<td data-title="Demandado">{escape(case.demandado)}</td><td data-title="Nro. PJ">00001-2020-0-1801-JR-DC-01</td>'
            f'<td><a href="detalles-consulta?id_exp={case.id_exp}">Ver</a></td></tr>'
            for case in shown
        )
        total = f"<p>Total de resultados: {len(found)}</p>" if self.total else ""
        return f"{HEAD}{FORM}{total}<table><tbody>{rows}</tbody></table>{TAIL}"

    def _detail(self, number: str) -> Answer:
        found = next((case for case in self.cases if str(case.id_exp) == number), None)
        if found is None:
            return self._page(f"{HEAD}{FORM}<p>No se encontró</p>{TAIL}")
        fields = (("Fecha de Ingreso", found.ingreso), ("Colegiado", found.sala), ("Ponente", found.ponente))
        told = "".join(f"<p><strong>{label}:</strong> {value}</p>" for label, value in fields)
        rows = "".join(
            f"<tr><td>{one.tipo}</td><td>{one.web}</td><td>--</td><td>{one.fallo}</td><td>{_link(one.pdf)}</td><td>{_link(one.html)}</td></tr>"
            for one in found.published
        )
        head = "".join(
            f"<th>{name}</th>"
            for name in (
                "Tipo de Resoluci&oacute;n", "Fecha de Public. Web", "Public. Diario El Peruano", "Fallo", "Ver Publicaci&oacute;n (PDF)",
                "Ver Publicaci&oacute;n (Formato HTML)",
            )
        )  # fmt: skip
        table = f"<h3>Resoluciones y Sentencias Publicadas</h3><table><tr>{head}</tr>{rows}</table>" if rows else ""
        return self._page(f"{HEAD}<h2>Expediente N° {found.expediente}</h2>{told}{table}{TAIL}")

    def _page(self, text: str) -> Answer:
        return 200, {"Content-Type": "text/html"}, text.encode(self.encoding)


def _link(address: str) -> str:
    return f'<a href="{address}">Ver</a>' if address else ""


def of_consulta(court: Replica) -> list[str]:
    """What the consulta was asked for, in order: "2021/1" for a page of a year, "#476993" for a case."""
    said = []
    for request in court.asked:
        path, _, query = request.path.partition("?")
        values = dict(pair.partition("=")[::2] for pair in query.split("&"))
        if path == DETAIL:
            said.append(f"#{values['id_exp']}")
        elif path == LIST:
            said.append(f"{values['a_exp']}/{values['pagina']}")
    return said


def court_file(year: str, name: str, extension: str = ".pdf") -> str:
    """An announced address with the blanks that the table leaves in."""
    return f"https://www.tc.gob.pe/jurisprudencia/{year}/{name}{extension}"


def served(court: Replica, address: str, body: bytes, kind: str = "application/pdf") -> None:
    """Puts a file where the court announces it."""
    court.files[address.removeprefix("https://www.tc.gob.pe")] = [(200, {"Content-Type": kind}, body)]


@dataclass
class Home:
    """A home and what the catalogue says there."""

    path: Path
    issues: dict[tuple[str, str], Issue] = field(default_factory=dict)
    """(rule, end of the address) → line."""

    def collect(self, court: Replica, *command: str, hurried: bool = False) -> subprocess.CompletedProcess[str]:
        """Runs it and reads the open lines."""
        court.asked.clear()
        done = court.habeas(self.path, *(command or YEARS), hurried=hurried, HABEAS_CRAWL_DELAY="0.01")
        with RawStore.open(self.path) as store:
            self.issues = {(issue.regla, issue.url.partition("/consultas-de-causas/")[2] or issue.url): issue for issue in store.issues()}
        return done

    def causa(self, key: int) -> Causa:
        """A case as kept."""
        with RawStore.open(self.path) as store:
            known = CausasStore(store).known(str(key))
        assert known is not None
        return known.causa

    def states(self) -> dict[str, str]:
        """Expediente → state."""
        with RawStore.open(self.path) as store:
            return {one.expediente: one.estado for one in CausasStore(store).find(CausasQuery(), 0, 1000).causas}

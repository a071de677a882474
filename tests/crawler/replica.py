"""A small Court for the tests of collecting: the listing and the files of sources.md §1–2 on loopback, with faults on demand. All rows are invented."""

import json
import os
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Lock, Thread
from urllib.parse import parse_qs, quote, unquote, urlsplit

PER_PAGE = 10
CHRONOLOGICAL = "/api/visitor/sentencia/busqueda/cronologico"
DETAILED = "/api/visitor/sentencia/busqueda/avanzada"
INIT = "/api/visitor/init"
CONSULTA = "/consultas-de-causas/"
Json = dict[str, object]
HANG_UP, RESET, STALL, TORN, DRIP, UNTOLD = 0, -1, -2, -3, -4, -5
"""Statuses of ours: closed without an answer; reset in the middle of one; nothing for long; a chunk cut short; a byte now and then; no word of the length."""
Answer = tuple[int, dict[str, str], bytes]
"""Status, headers, body."""


_HURRIED = """
from dataclasses import replace
from crawler import sources
table = {name: replace(row, espera_listado=2, espera_archivo=2) for name, row in sources.sources().items()}
sources.sources = lambda: table
from habeas.__main__ import main
main()
"""


@dataclass(frozen=True)
class Asked:
    """A request as the server saw it."""

    at: float
    path: str
    user_agent: str
    headers: Mapping[str, str]


def pdf(words: str) -> bytes:
    """Bytes that pass for a PDF."""
    return b"%PDF-1.4\n% " + words.encode() + b"\n%%EOF\n"


def row(number: int, expediente: str, date: str, url: str | None = None, **fields: object) -> Json:
    """A row of the listing; without `url` its file is on the Court's own host."""
    name = expediente.split("(")[0].strip()
    return {
        "id": number,
        "numero_expediente": expediente,
        "numero_sentencia": "",
        "url_archivo": court_url(date[:4], name) if url is None else url,
        "slug": name.lower(),
        "fecha_publicacion": date,
        "fecha_sentencia": date,
        "nombre_demandante": "Rosa Inventada Quispe",
        "nombre_demandado": "Municipalidad Distrital de Ejemplo",
        "fundamentos": [],
        "sentencia_sala": {
            "id": 1,
            "nombre": "Sala 1",
            "slug": "sala-1",
            "flag_activo": 1,
            "created_at": "2020-07-19 08:20:27",
            "updated_at": None,
        },
        "sentencia_distrito": {"id": 37, "nombre": "Distrito Judicial de Lima", "slug": "distrito-judicial-de-lima"},
        "tipo": {"nombre": "Proceso de Habeas Data", "slug": "proceso-de-habeas-data"},
        "sentencia_sentido": {"nombre": "Fundada", "slug": "fundada"},
        **fields,
    }


def _json(body: Json) -> Answer:
    return 200, {"Content-Type": "application/json"}, json.dumps(body).encode()


def _consulta(year: str, number: str) -> Answer:
    """A consulta de causas with nothing of ours: one amparo a year (tests/crawler/consulta.py has a whole one)."""
    row = f'<tr><th data-title="Nro. Expediente">99999-{year}-AA</th><td><a href="detalles-consulta?id_exp={year}">Ver</a></td></tr>'
    return 200, {"Content-Type": "text/html"}, f"<html><body><table>{row if number == '1' else ''}</table></body></html>".encode()


def court_url(year: str, name: str, suffix: str = ".pdf", host: str = "https://www.tc.gob.pe") -> str:
    """Where the Court keeps a file published that year."""
    return f"{host}/jurisprudencia/{year}/{quote(name)}{suffix}"


@dataclass
class Replica:
    """The state of the little Court; tests change it between runs."""

    rows: list[Json] = field(default_factory=list)
    robots: Answer = (200, {}, b"User-agent: *\nDisallow: /jurisprudencia/2021/prohibido/\n")
    files: dict[str, list[Answer]] = field(default_factory=dict)
    """Decoded path → answers in turn, the last one for ever; a path announced by a row and not here is a good PDF."""
    faults: list[Callable[[str, Mapping[str, str]], Answer | None]] = field(default_factory=list)
    """Asked in order before the listing answers."""
    totals: dict[str, object] = field(default_factory=dict)
    """Month → what `total` says; else the true number, as a string."""
    vocabularies: Json = field(
        default_factory=lambda: {"salas": [{"id": 1, "nombre": "Sala 1"}], "sentidos": [{"id": 1, "nombre": "Fundada"}]}
    )
    without_pagination: set[str] = field(default_factory=set)
    asked: list[Asked] = field(default_factory=list)
    port: int = 0
    _lock: Lock = field(default_factory=Lock)

    def answer(self, target: str) -> Answer:
        """The answer to GET `target`."""
        parts = urlsplit(target)
        path, query = unquote(parts.path), {name: values[-1] for name, values in parse_qs(parts.query).items()}
        with self._lock:
            if path == "/robots.txt":
                return self.robots
            for fault in self.faults:
                if (answer := fault(path, query)) is not None:
                    return answer
            if path == CHRONOLOGICAL:
                return self.listing(query.get("fecha_publicacion", ""), int(query.get("page", "1")))
            if path == DETAILED:
                return self._detailed(query.get("numero_expediente", ""))
            if path == CONSULTA:
                return _consulta(query.get("a_exp", ""), query.get("pagina", "1"))
            if path == INIT:
                return _json({"error": False, "data": self.vocabularies})
            return self._file(path)

    def _detailed(self, case: str) -> Answer:
        """The rows of a case with what only the detailed search says."""
        more: Json = {"sentido": {"nombre": "Infundada"}, "tesaurio": "Proceso de Habeas Data", "sistematizacion": []}
        hits = [{"_id": str(row["id"]), "_source": {**more, **row}} for row in self.rows if str(row["numero_expediente"]).startswith(case)]
        return _json({"error": False, "data": hits[:PER_PAGE], "total": len(hits)})

    def listing(self, month: str, number: int) -> Answer:
        """A page of a month; with "" the default data of the whole listing, newest first."""
        found = sorted(
            (row for row in self.rows if str(row["fecha_publicacion"]).startswith(month)), key=lambda row: str(row["fecha_publicacion"])
        )
        found = found if month else found[::-1]
        hits = [
            {"_index": "sentencias", "_type": "_doc", "_id": str(row["id"]), "_score": None, "_source": row, "sort": [0]} for row in found
        ]
        body: Json = {
            "error": False,
            "message": "Consulta correctamente",
            "data": hits[(number - 1) * PER_PAGE : number * PER_PAGE],
            "total": self.totals.get(month, str(len(found))),
            "total_agregados": len(self.rows),
            "searching_for_letter": False,
        }
        if month not in self.without_pagination:
            body["pagination"] = {
                "current_page": number, "total_item": len(found), "num_items": PER_PAGE, "num_pages": -(-len(found) // PER_PAGE), "show_pagination": 5,
            }  # fmt: skip
        return _json(body)

    def _file(self, path: str) -> Answer:
        if path in self.files:
            answers = self.files[path]
            return answers.pop(0) if len(answers) > 1 else answers[0]
        announced = {unquote("/" + str(row["url_archivo"]).strip().split("/", 3)[-1]) for row in self.rows}
        return (200, {"Content-Type": "application/pdf"}, pdf(path)) if path in announced else (404, {}, b"<html>No existe</html>")

    def of_files(self) -> list[str]:
        """The files asked for, in order, decoded."""
        return [unquote(urlsplit(request.path).path) for request in self.asked if "/jurisprudencia/" in request.path]

    def gaps(self) -> list[float]:
        """Seconds between one request and the next."""
        times = [request.at for request in self.asked]
        return [after - before for before, after in pairwise(times)]

    def environ(self, **more: str) -> dict[str, str]:
        """The environment for a command that collects from here."""
        origin = f"http://127.0.0.1:{self.port}"
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("HABEAS_", "LANG", "LC_"))}
        own = {
            "HABEAS_SEDETC_URL": f"{origin}/api/visitor",
            "HABEAS_TC_URL": origin,
            "HABEAS_CRAWL_DELAY": "0.02",
            "HABEAS_CONTACT": "prueba@ejemplo.pe",
        }
        return {**clean, **own, **more}

    def habeas(self, home: Path, *arguments: str, hurried: bool = False, **environ: str) -> subprocess.CompletedProcess[str]:
        """Runs the real command; `hurried`, it waits two seconds for an answer and not most of a minute."""
        program = ["-c", _HURRIED] if hurried else ["-m", "habeas"]
        command = [sys.executable, *program, "--home", str(home), *arguments]
        return subprocess.run(command, env=self.environ(**environ), capture_output=True, text=True, timeout=400, check=False)


def _misbehave(handler: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
    """What a broken server or line does."""
    if status == HANG_UP:
        return
    heads = {TORN: b"Transfer-Encoding: chunked", UNTOLD: b"Connection: close"}
    head = heads.get(status, b"Content-Length: %d" % (len(body) + 100))
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n")
    if status == TORN:
        handler.wfile.write(b"%x\r\n" % (len(body) + 100) + body)
    if status == UNTOLD:
        handler.wfile.write(body)
    if status == RESET:
        handler.wfile.write(body[:10])
        handler.wfile.flush()
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    for _ in range(200 if status in (STALL, DRIP) else 0):
        time.sleep(0.05)
        if status == DRIP:
            with suppress(OSError):
                handler.wfile.write(b"%")
                handler.wfile.flush()


def _in_chunks(handler: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
    """An answer of undeclared length."""
    handler.send_response(status)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    with suppress(OSError):  # they may have had enough
        for start in range(0, len(body), 2**20):
            piece = body[start : start + 2**20]
            handler.wfile.write(b"%x\r\n" % len(piece) + piece + b"\r\n")
        handler.wfile.write(b"0\r\n\r\n")


@contextmanager
def running(replica: Replica) -> Iterator[Replica]:
    """Serves the replica while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def do_GET(self) -> None:
            replica.asked.append(Asked(time.monotonic(), self.path, self.headers.get("User-Agent", ""), dict(self.headers)))
            status, headers, body = replica.answer(self.path)
            self.close_connection = status <= 0 or headers.get("Content-Length", str(len(body))) != str(len(body))
            if status <= 0:
                _misbehave(self, status, body)
                return
            if headers.get("Transfer-Encoding"):
                _in_chunks(self, status, body)
                return
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):  # they may have had enough
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    replica.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield replica
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def times(count: int, answer: Answer, path: str, **query: str) -> Callable[[str, Mapping[str, str]], Answer | None]:
    """A fault: the first `count` requests for the path with that query get this answer."""
    left = [count]

    def fault(asked: str, given: Mapping[str, str]) -> Answer | None:
        if asked != path or any(given.get(name) != value for name, value in query.items()) or left[0] <= 0:
            return None
        left[0] -= 1
        return answer

    return fault

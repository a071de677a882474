"""A proxy before a real node that breaks, refuses and lies on demand: what networks and servers do at the wrong moment."""

import http.client
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

Reply = tuple[int, Mapping[str, object]]


@dataclass
class Middleman:
    """`down`: connections end without an answer; `rule`: what to answer instead of the node, by method and path (None: the node's own answer)."""

    url: str
    down: bool = False
    rule: Callable[[str, str], Reply | None] = lambda method, path: None
    asked: list[str] = field(default_factory=list)


class _Server(ThreadingHTTPServer):
    """Knows its middleman and the node behind it."""

    def __init__(self, node: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        target = urlsplit(node)
        self.node = target.hostname or "", target.port or 0
        self.man = Middleman(f"http://127.0.0.1:{self.server_address[1]}")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def _pass(self) -> None:
        man, body = self.server.man, self.rfile.read(int(self.headers.get("Content-Length") or 0))
        man.asked.append(f"{self.command} {self.path}")
        told = man.rule(self.command, self.path)
        if man.down:
            self.close_connection = True
        elif told is not None:
            self._answer(told[0], "application/json", json.dumps(told[1]).encode())
        else:
            self._ask_node(body)

    def _ask_node(self, body: bytes) -> None:
        upstream = http.client.HTTPConnection(*self.server.node)
        upstream.request(self.command, self.path, body, {k: v for k, v in self.headers.items() if k.lower() != "host"})
        answer = upstream.getresponse()
        self._answer(answer.status, answer.headers["Content-Type"] or "application/json", answer.read())
        upstream.close()

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "X-Elastic-Product": "Elasticsearch", "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _pass

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def before(node: str) -> Iterator[Middleman]:
    """A proxy on a port of its own."""
    server = _Server(node)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.man
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

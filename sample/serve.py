"""The sample court's site on a free port of 127.0.0.1, for as long as it is collected."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from sample.site import Site

COURT = Path(__file__).parent / "court"
"""The sample court's rulings, one folder each; made by sample.make."""


@contextmanager
def serving(court: Path = COURT) -> Iterator[str]:
    """Serves the court while the block runs; gives the site's origin, "http://127.0.0.1:40321"."""
    site = Site(court)

    class Handler(BaseHTTPRequestHandler):
        """Answers from the site."""

        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one packet: apart, each answer waits 40 ms for the client's delayed ACK

        def do_GET(self) -> None:
            """Sends what the site answers."""
            reply = site.answer(self.path)
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.media_type)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing: the crawl has its own lines."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

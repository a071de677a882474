"""Everything that a source can do wrong, one fault a row of a table: what it does to a small Court, and what must be stored or said after a run."""

import gzip
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.crawler.replica import (
    CHRONOLOGICAL,
    DRIP,
    HANG_UP,
    RESET,
    STALL,
    TORN,
    UNTOLD,
    Answer,
    Json,
    Replica,
    court_url,
    pdf,
    row,
    times,
)  # fmt: skip

PDF = {"Content-Type": "application/pdf"}
HTML = {"Content-Type": "text/html"}
PAGE = b"<html><body><p>EXP. 90117-2020-HD</p></body></html>"
WORD = b"<html><body><div class=WordSection1><p class=MsoNormal>EXP. 90117-2020-HD</p><p>Declara FUNDADA la demanda.</p></div>"
MID = WORD.replace(b"FUNDADA la demanda.", b"FUNDADA la demanda y ordena que")
BLOCK = b"<html><head><title>Attention Required! | Cloudflare</title></head><body>Ray ID: 1</body></html>"
HOME = b"<html><head><title>Tribunal</title></head><body>Bienvenidos</body></html>"
FILES_MONTH = "2012-01"
WHOLE: Answer = (200, PDF, pdf("whole"))


@dataclass
class Fault:
    """`stored`: whether its file must be here after the run with faults; `regla`: the line that must be open then (None: no line at all)."""

    name: str
    stored: bool
    regla: str | None = None
    answers: tuple[Answer, ...] = ()
    """What its file answers, in turn; the last for ever. () = the good file."""
    url: str = ""
    """What its row announces; "" = the Court's usual address."""
    listing: Callable[[Replica, str], None] | None = None
    """What it does to the answers of its month."""
    fields: Mapping[str, object] = field(default_factory=dict)
    suffix: str = ".pdf"
    number: int = 0
    month: str = FILES_MONTH

    @property
    def case(self) -> str:
        return f"{90000 + self.number}-2010-HD"

    def row(self, *, healed: bool = False) -> Json:
        usual = court_url(self.month[:4], self.case, self.suffix)
        announced = self.url.format(case=self.case) or usual
        made = row(self.number, self.case, f"{self.month}-10", usual if healed else announced)
        return made if healed else {**made, **self.fields}

    def path(self) -> str:
        return f"/jurisprudencia/{self.month[:4]}/{self.case}{self.suffix}"


def _passing(times_: int, *faulty: Answer, good: Answer = WHOLE) -> tuple[Answer, ...]:
    return (*(faulty * times_), good)


def _soon() -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)


PASSING = (
    Fault("429 with seconds", True, answers=_passing(1, (429, {"Retry-After": "1"}, b""))),
    Fault("429 with a date", True, answers=_passing(1, (429, {"Retry-After": _soon()}, b""))),
    Fault("500 eight times", True, answers=_passing(8, (500, {}, b"down"))),
    Fault("502 for a while", True, answers=_passing(3, (502, {}, b"down"))),
    Fault("503 eight times", True, answers=_passing(8, (503, {}, b"down"))),
    Fault("504 twice", True, answers=_passing(2, (504, {}, b""))),
    Fault("408", True, answers=_passing(1, (408, {}, b""))),
    Fault("522", True, answers=_passing(1, (522, {}, b""))),
    Fault("closed without an answer eight times", True, answers=_passing(8, (HANG_UP, {}, b""))),
    Fault("reset in the middle", True, answers=_passing(3, (RESET, {}, pdf("half of it")))),
    Fault("404 for a moment", True, answers=_passing(1, (404, HTML, b"no"))),
    Fault("410 for a moment", True, answers=_passing(1, (410, HTML, b"no"))),
    Fault("page of Word without its end tag", True, suffix=".htm", answers=((200, HTML, WORD),)),
    Fault("the same in chunks", True, suffix=".htm", answers=((200, {**HTML, "Transfer-Encoding": "chunked"}, WORD),)),
    Fault("the same without a length", True, suffix=".htm", answers=((UNTOLD, HTML, WORD),)),
    Fault("half a sentence for a while", True, suffix=".htm", answers=_passing(3, (200, HTML, MID), good=(200, HTML, PAGE))),
    Fault("stall", True, answers=_passing(1, (STALL, {}, b""))),
    Fault("a byte now and then", True, answers=_passing(1, (DRIP, {}, b""))),
    Fault("shorter than declared", True, answers=_passing(4, (200, {**PDF, "Content-Length": "9999"}, b"%PDF-1.4 half"))),
    Fault("a chunk cut short", True, answers=_passing(3, (TORN, {}, b"%PDF-1.4 half"))),
    Fault("zero bytes for a while", True, answers=_passing(3, (200, PDF, b""))),
    Fault("half a PDF with its true length", True, answers=_passing(3, (200, PDF, b"%PDF-1.4\nhalf"))),
    Fault("half a page", True, suffix=".htm", answers=_passing(3, (200, HTML, PAGE[:30]), good=(200, HTML, PAGE))),
    Fault("block page for a while", True, answers=_passing(2, (200, HTML, BLOCK))),
    Fault("block page with 418", True, answers=_passing(2, (418, HTML, BLOCK))),
    Fault("403 for a while", True, answers=_passing(2, (403, HTML, b"no"))),
    Fault("a page instead of the PDF", True, answers=_passing(2, (200, HTML, HOME))),
    Fault("gzip that is none", True, answers=_passing(3, (200, {**PDF, "Content-Encoding": "gzip"}, b"\x1f\x8bgarbage"))),
    Fault("gzip cut short", True, answers=_passing(3, (200, {**PDF, "Content-Encoding": "gzip"}, gzip.compress(pdf("x" * 5000))[:-20]))),
    Fault("spent allowance", True, answers=((200, {**PDF, "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1"}, pdf("x")),)),
    Fault("gzip", True, answers=((200, {**PDF, "Content-Encoding": "gzip"}, gzip.compress(pdf("zip"))),)),
    Fault("gzip that was not used", True, answers=((200, {**PDF, "Content-Encoding": "gzip"}, pdf("plain")),)),
    Fault("br that was not used", True, suffix=".htm", answers=((200, {**HTML, "Content-Encoding": "br"}, PAGE),)),
    Fault(
        "script behind the PDF",
        True,
        answers=((200, PDF, pdf("whole")[:-6] + b"startxref\n9\n%%EOF\n" + b"<script>medir()</script>" * 200),),
    ),
    Fault("deflate without head", True, answers=((200, {**PDF, "Content-Encoding": "deflate"}, zlib.compress(pdf("z"))[2:-4]),)),
    Fault("chunked", True, answers=((200, {**PDF, "Transfer-Encoding": "chunked"}, pdf("in chunks")),)),
    Fault("media type that is false", True, answers=((200, HTML, pdf("named html")),)),
    Fault("media type that says nothing", True, answers=((200, {"Content-Type": "application/octet-stream"}, pdf("a")),)),
    Fault("no media type", True, answers=((200, {}, pdf("b")),)),
    Fault("charset that is false", True, suffix=".htm", answers=((200, {"Content-Type": "text/html; charset=utf-16"}, PAGE),)),
    Fault("redirect to another spelling", True, answers=((301, {"Location": "/jurisprudencia/2012/{case}.PDF"}, b""),)),
    Fault(
        "redirect to the other name of the Court",
        True,
        answers=((302, {"Location": "https://tc.gob.pe/jurisprudencia/2012/{case}.PDF"}, b""),),
    ),
)
LASTING = (
    Fault("500 for good", False, "http_500", ((500, {}, b""),)),
    Fault("Retry-After of a day", False, "pide_espera", ((503, {"Retry-After": "86400"}, b""),)),
    Fault("404", False, "no_existe", ((404, HTML, b"no"),)),
    Fault("410", False, "no_existe", ((410, HTML, b"no"),)),
    Fault("204", False, "vacio", ((204, {}, b""),)),
    Fault("zero bytes", False, "vacio", ((200, PDF, b""),)),
    Fault("blanks", False, "vacio", ((200, PDF, b" \r\n" * 9),)),
    Fault("half a PDF for good", False, "truncado", ((200, PDF, b"%PDF-1.4\nhalf"),)),
    Fault("always shorter than declared", False, "truncado", ((200, {**PDF, "Content-Length": "9999"}, b"%PDF-1.4 half"),)),
    Fault("half a page for good", False, "truncado", ((200, HTML, PAGE[:30]),), suffix=".htm"),
    Fault("half a page of no told length", False, "truncado", ((UNTOLD, HTML, MID),), suffix=".htm"),
    Fault("half a sentence for good", True, "final_dudoso", ((200, HTML, MID),), suffix=".htm"),
    Fault("block page", False, "bloqueo", ((200, HTML, BLOCK),)),
    Fault("block page for an HTML file", False, "bloqueo", ((200, HTML, BLOCK),), suffix=".htm"),
    Fault("418 for good", False, "http_418", ((418, HTML, BLOCK),)),
    Fault("406", False, "http_406", ((406, HTML, b"Not Acceptable"),)),
    Fault("redirect loop", False, "redireccion", ((302, {"Location": "/jurisprudencia/2012/{case}.pdf"}, b""),)),
    Fault("redirect to a foreign host", False, "host_ajeno", ((302, {"Location": "https://copias.ejemplo.org/{case}.pdf"}, b""),)),
    Fault("redirect to another port", False, "host_ajeno", ((302, {"Location": "http://127.0.0.1:9/jurisprudencia/{case}.pdf"}, b""),)),
    Fault("redirect to the start page", False, "redireccion", ((302, {"Location": "/jurisprudencia/2012/"}, b""),)),
    Fault("redirect to another ruling", False, "redireccion", ((302, {"Location": "/jurisprudencia/2012/90001-2010-HD.pdf"}, b""),)),
    Fault("redirect to half an address", False, "redireccion", ((302, {"Location": "https://[tc.gob.pe/{case}.pdf"}, b""),)),
    Fault("redirect to a port that is none", False, "redireccion", ((302, {"Location": "https://tc.gob.pe:999999/{case}.pdf"}, b""),)),
    Fault("redirect to file:", False, "http_302", ((302, {"Location": "file:///etc/passwd"}, b""),)),
    Fault("redirect without a place", False, "http_302", ((302, {}, b""),)),
    Fault("60 MB, declared", False, "demasiado_grande", ((200, {**PDF, "Content-Length": str(60 * 2**20)}, b"%PDF-1.4"),)),
    Fault("60 MB, in chunks", False, "demasiado_grande", ((200, {**PDF, "Transfer-Encoding": "chunked"}, b"%PDF-" + b"0" * 60 * 2**20),)),
    Fault("bomb", False, "demasiado_grande", ((200, {**PDF, "Content-Encoding": "gzip"}, gzip.compress(b"%PDF-" + b"0" * 60 * 2**20)),)),
    Fault("unknown compression", False, "truncado", ((200, {**PDF, "Content-Encoding": "compress"}, b"\x1f\x9d\x90" * 20),)),
    Fault("an image", False, "tipo_falso", ((200, PDF, b"\xff\xd8\xff\xe0 JFIF" * 20),)),
    Fault("a program", False, "tipo_falso", ((200, PDF, b"MZ\x90\x00" * 20),)),
    Fault("JSON in place of a file", False, "tipo_falso", ((200, {"Content-Type": "application/json"}, b'{"error": true}'),)),
    Fault("304 that nobody asked for", False, "http_304", ((304, {}, b""),)),
    Fault("closed without an answer for good", False, "sin_conexion", ((HANG_UP, {}, b""),)),
    Fault("stall for good", False, "sin_respuesta", ((STALL, {}, b""),)),
    Fault("disallowed", False, "robots", url="https://www.tc.gob.pe/jurisprudencia/2021/prohibido/{case}.pdf"),
)
ROWS = (
    Fault("foreign origin", False, "host_ajeno", url="https://copias.ejemplo.org/jurisprudencia/2012/{case}.pdf"),
    Fault("name before the host", False, "host_ajeno", url="https://www.tc.gob.pe@copias.ejemplo.org/jurisprudencia/2012/{case}.pdf"),
    Fault("file:", False, "direccion", url="file:///etc/{case}.pdf"),
    Fault("ftp:", False, "direccion", url="ftp://www.tc.gob.pe/jurisprudencia/2012/{case}.pdf"),
    Fault("half an address", False, "direccion", url="https://[tc.gob.pe/jurisprudencia/2012/{case}.pdf"),
    Fault("port that is none", False, "direccion", url="https://www.tc.gob.pe:999999/jurisprudencia/2012/{case}.pdf"),
    Fault("steps out of the folder", False, "ruta", url="https://www.tc.gob.pe/jurisprudencia/../../etc/{case}.pdf"),
    Fault("hidden steps", False, "ruta", url="https://www.tc.gob.pe/jurisprudencia/%2e%2e%2fetc/{case}.pdf"),
    Fault("no address", False, "sin_archivo", fields={"url_archivo": ""}),
    Fault("null address", False, "sin_archivo", fields={"url_archivo": None}),
    Fault("a Word file", False, "formato", url="https://www.tc.gob.pe/jurisprudencia/2012/{case}.doc"),
    Fault("http", True, url="http://www.tc.gob.pe/jurisprudencia/2012/{case}.pdf"),
    Fault("no www", True, url="https://tc.gob.pe/jurisprudencia/2012/{case}.pdf"),
    Fault("no scheme", True, url="//tc.gob.pe/jurisprudencia/2012/{case}.pdf"),
    Fault("full stop behind the host", True, url="https://www.tc.gob.pe./jurisprudencia/2012/{case}.pdf"),
    Fault("capitals", True, url="HTTPS://WWW.TC.GOB.PE/jurisprudencia/2012/{case}.PDF"),
    Fault("blanks around the address", True, url="  https://www.tc.gob.pe/jurisprudencia/2012/{case}.pdf "),
    Fault("Word's folder", True, url="https://www.tc.gob.pe/jurisprudencia/2012/90001-2010-HC_archivos/{case}.pdf"),
    Fault("number with steps", True, fields={"numero_expediente": "../../etc/passwd"}),
    Fault("number with a typing error", True, fields={"numero_expediente": "01090-997-HD"}),
    Fault("no number", True, fields={"numero_expediente": None}),
    Fault("blanks behind the number", True, fields={"numero_expediente": "{case} "}),
    Fault("null district", True, fields={"sentencia_distrito": None}),
    Fault("mojibake", True, fields={"nombre_demandado": "Municipalidad de CaÃ±ete"}),
    Fault("half a character", True, fields={"nombre_demandado": "Municipalidad \ud800"}),
    Fault("a number for a name", True, fields={"nombre_demandado": 7}),
)


def _answers(times_: int, *faulty: Answer, page: str = "1") -> Callable[[Replica, str], None]:
    def break_it(court: Replica, month: str) -> None:
        court.faults.extend(times(times_, answer, CHRONOLOGICAL, fecha_publicacion=month, page=page) for answer in faulty)

    return break_it


def _rewritten(change: Callable[[Json], object], times_: int = 10**6, coding: str = "") -> Callable[[Replica, str], None]:
    """The month's true answer with something changed; `coding` is only said to have been used."""

    def break_it(court: Replica, month: str) -> None:
        left = [times_]

        def fault(path: str, query: Mapping[str, str]) -> Answer | None:
            if path != CHRONOLOGICAL or query.get("fecha_publicacion") != month or left[0] <= 0:
                return None
            left[0] -= 1
            status, headers, body = court.listing(month, int(query["page"]))
            told = json.loads(body)
            made = change(told)
            said = {**headers, "Content-Encoding": coding} if coding else headers
            return status, said, made if isinstance(made, bytes) else json.dumps(told).encode()

        court.faults.append(fault)

    return break_it


def _default(times_: int) -> Callable[[Replica, str], None]:
    def break_it(court: Replica, month: str) -> None:
        court.faults.append(times(times_, court.listing("", 1), CHRONOLOGICAL, fecha_publicacion=month))

    return break_it


def _inner(name: str, value: object) -> Callable[[Json], None]:
    def change(told: Json) -> None:
        told["data"][0]["_source"][name] = value  # type: ignore[index]

    return change


def _renamed(told: Json) -> None:
    source = told["data"][0]["_source"]  # type: ignore[index]
    source["archivo"] = source.pop("url_archivo")


ERROR = json.dumps({"error": True, "message": "Falla", "data": []}).encode()
CUT = b'{"error": false, "data": [{"_id": "1", "_sou'
LISTINGS = (
    Fault("month: 429", True, listing=_answers(1, (429, {"Retry-After": "1"}, b"{}"))),
    Fault("month: 500 eight times", True, listing=_answers(8, (500, {}, b""))),
    Fault("month: 502", True, listing=_answers(3, (502, {}, b""))),
    Fault("month: closed without an answer", True, listing=_answers(3, (HANG_UP, {}, b""))),
    Fault("month: reset in the middle", True, listing=_answers(2, (RESET, {}, CUT))),
    Fault("month: stall", True, listing=_answers(1, (STALL, {}, b""))),
    Fault("month: cut JSON", True, listing=_answers(4, (200, {}, CUT))),
    Fault("month: error true", True, listing=_answers(4, (200, {}, ERROR))),
    Fault("month: block page", True, listing=_answers(4, (200, HTML, BLOCK))),
    Fault("month: 418", True, listing=_answers(1, (418, HTML, BLOCK))),
    Fault("month: default data", True, listing=_default(4)),
    Fault("month: empty where rows are told", True, listing=_rewritten(lambda told: told.update(data=[]), 3)),
    Fault("month: gzip that is none", True, listing=_answers(3, (200, {"Content-Encoding": "gzip"}, b"\x1f\x8bgarbage"))),
    Fault("month: gzip that was not used", True, listing=_rewritten(lambda told: None, coding="gzip")),
    Fault("month: BOM", True, listing=_rewritten(lambda told: b"\xef\xbb\xbf" + json.dumps(told).encode())),
    Fault("month: latin-1", True, "codificacion", listing=_rewritten(lambda told: json.dumps({**told, "message": "sí"}, ensure_ascii=False).encode("latin-1"))),
    Fault("month: total as object", True, listing=_rewritten(lambda told: told.update(total={"value": 1, "relation": "eq"}))),
    Fault("month: total as number", True, listing=_rewritten(lambda told: told.update(total=1))),
    Fault("month: no total", True, "total_ausente", listing=_rewritten(lambda told: (told.pop("total"), told.pop("pagination")))),
    Fault("month: a list with a gap", True, listing=_rewritten(lambda told: told.update(data={"3": told["data"][0]}))),  # type: ignore[index]
    Fault("month: no pagination", True, listing=_rewritten(lambda told: told.pop("pagination"))),
    Fault("month: absurd pagination", True, listing=_rewritten(lambda told: told.update(pagination={"num_pages": 90000, "current_page": 1}))),
    Fault("month: new field", True, "campo_desconocido", listing=_rewritten(_inner("campo_nuevo", 1))),
    Fault("month: renamed field of the file", True, "campo_ausente", listing=_rewritten(_renamed)),
    Fault("month: null row", True, "valor_desconocido", listing=_rewritten(lambda told: (told["data"].append(None), told.update(total=2)))),  # type: ignore[attr-defined]
    Fault("month: row twice", True, listing=_rewritten(lambda told: (told["data"].append(told["data"][0]), told.update(total=2)))),  # type: ignore[attr-defined, index]
    Fault("month: total too high", True, "total_no_cuadra", listing=_rewritten(lambda told: told.update(total="7"))),
    Fault("month: no date", True, "fecha_ilegible", listing=_rewritten(_inner("fecha_publicacion", "2201-13-45"))),
    Fault("month: 500 for good", False, "http_500", listing=_answers(10**6, (500, {}, b""))),
    Fault("month: block page for good", False, "bloqueo", listing=_answers(10**6, (200, HTML, BLOCK))),
    Fault("month: error true for good", False, "error_de_origen", listing=_answers(10**6, (200, {}, ERROR))),
    Fault("month: default data for good", False, "pagina_ajena", listing=_default(10**6)),
    Fault("month: cut JSON for good", False, "respuesta_ilegible", listing=_answers(10**6, (200, {}, CUT))),
    Fault("month: a list in place of the object", False, "respuesta_ilegible", listing=_answers(10**6, (200, {}, b"[1]"))),
    Fault("month: renamed list", False, "respuesta_ilegible", listing=_rewritten(lambda told: told.update(filas=told.pop("data")))),
)  # fmt: skip


def numbered() -> tuple[Fault, ...]:
    """All faults with a case each, those of the listing with a month each."""
    faults = (*PASSING, *LASTING, *ROWS, *LISTINGS)
    for place, fault in enumerate(faults, 1):
        fault.number = place
    for place, fault in enumerate(LISTINGS):
        fault.month = f"{2013 + place // 12}-{place % 12 + 1:02d}"
    return faults


FAULTS = numbered()

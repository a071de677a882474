"""The sample court's site: what the Court's own answers, in miniature (sources.md §1–2). Answers are pure; sample.serve puts them on loopback."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

Row = Mapping[str, object]

PER_PAGE = 10
"""The Court's API gives ten rows a page, whatever one asks for."""
_API = "/api/visitor"
_MEDIA = {".pdf": "application/pdf", ".htm": "text/html", ".html": "text/html"}
_FILE = {".pdf": "ruling.pdf", ".htm": "ruling.htm", ".html": "ruling.htm"}
_EXACT = {"numero_expediente": "numero_expediente", "fecha_publicacion": "fecha_publicacion"}
_NAMED = {"id_sentencia_sala": "sentencia_sala", "id_sentencia_distrito": "sentencia_distrito"}


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer."""

    status: int
    media_type: str
    body: bytes


@dataclass(frozen=True)
class Site:
    """The site over a folder of rulings: each a folder with listing.json (one row) and ruling.pdf, ruling.htm or both."""

    court: Path

    @cached_property
    def rows(self) -> Sequence[Row]:
        """Every row of the court, newest publication first."""
        rows = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(self.court.glob("*/listing.json"))]
        return sorted(rows, key=lambda row: (str(row["fecha_publicacion"]), int(str(row["id"]))), reverse=True)

    @cached_property
    def files(self) -> Mapping[str, Path]:
        """Path on the site → file: what each listing announces and, where the ruling has both formats, its twin."""
        found = {}
        for path in sorted(self.court.glob("*/listing.json")):
            announced = unquote(urlsplit(json.loads(path.read_text(encoding="utf-8"))["url_archivo"]).path)
            stem = Path(announced).with_suffix("")
            for suffix, name in _FILE.items():
                if (path.parent / name).exists():
                    found[f"{stem}{suffix}"] = path.parent / name
        return found

    def answer(self, target: str) -> Reply:
        """The answer to GET `target` (path and query)."""
        parts = urlsplit(target)
        path = unquote(parts.path)
        query = {name: values[-1].strip() for name, values in parse_qs(parts.query).items()}
        if path == "/robots.txt":
            return Reply(200, "text/plain", b"User-agent: *\nAllow: /\n")
        if path in self.files:
            return Reply(200, _MEDIA[Path(path).suffix], self.files[path].read_bytes())
        listings = {
            f"{_API}/sentencia/busqueda": self._search,
            f"{_API}/sentencia/busqueda/cronologico": self._month,
            f"{_API}/sentencia/busqueda/avanzada": self._advanced,
        }
        if path in listings:
            return self._page(list(listings[path](query)), query.get("page", "1"))
        if path == f"{_API}/init":
            return _json(200, {"error": False, "message": "Consulta correctamente", "data": self._vocabularies()})
        return _json(404, {"error": True, "message": "No existe."})

    def _search(self, query: Mapping[str, str]) -> Iterator[Row]:
        wanted = query.get("search", "").casefold()
        return (row for row in self.rows if wanted in json.dumps(row, ensure_ascii=False).casefold())

    def _month(self, query: Mapping[str, str]) -> Iterator[Row]:
        return (row for row in self.rows if str(row["fecha_publicacion"]).startswith(query.get("fecha_publicacion", "")))

    def _advanced(self, query: Mapping[str, str]) -> Iterator[Row]:
        for row in self._search(query):
            exact = all(str(row[field]).startswith(query.get(name, "")) for name, field in _EXACT.items())
            names = all(query.get(name, "").casefold() in str(row[name]).casefold() for name in ("nombre_demandante", "nombre_demandado"))
            if exact and names and all(query.get(name, "") in ("", _id_of(row.get(field))) for name, field in _NAMED.items()):
                yield row

    def _page(self, rows: Sequence[Row], page: str) -> Reply:
        """Ten rows in the envelope of the Court's API (sources.md §1.3); `total` is a string, as /cronologico has it."""
        number = int(page) if re.fullmatch(r"[1-9]\d{0,5}", page) else 1
        pages = -(-len(rows) // PER_PAGE)
        shown = rows[(number - 1) * PER_PAGE : number * PER_PAGE]
        hits = [{"_index": "sentencias", "_type": "_doc", "_id": str(row["id"]), "_score": None, "_source": row} for row in shown]
        pagination = {"current_page": number, "total_item": len(rows), "num_items": PER_PAGE, "num_pages": pages, "show_pagination": 5}
        envelope = {
            "error": False,
            "message": "Consulta correctamente",
            "data": hits,
            "total": str(len(rows)),
            "total_agregados": len(self.rows),
            "searching_for_letter": False,
            "pagination": pagination,
        }
        return _json(200, envelope)

    def _vocabularies(self) -> dict[str, object]:
        """The filter lists of /init: chambers and districts as the rows have them (the key's typing error is the Court's)."""
        lists = {
            name: {json.dumps(row[field], sort_keys=True): row[field] for row in self.rows if row.get(field)} for name, field in
            (("salas", "sentencia_sala"), ("distritos_judiales", "sentencia_distrito"))
        }  # fmt: skip
        return {name: list(found.values()) for name, found in lists.items()}


def _id_of(named: object) -> str:
    return str(named["id"]) if isinstance(named, dict) else ""


def _json(status: int, body: object) -> Reply:
    return Reply(status, "application/json", json.dumps(body, ensure_ascii=False).encode())

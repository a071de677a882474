"""Whole result sets as CSV and JSON lines: streamed, without ceiling, persons by initials."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator

from api.desk import Desk
from models.ids import RulingId
from models.privacy import public
from models.ruling import Instancia, Ruling
from models.ruling_json import to_dict
from models.search import SearchQuery

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _instance(which: Instancia | None) -> tuple[object, ...]:
    return (which.organo, which.resultado, which.fecha) if which else (None, None, None)


COLUMNS: tuple[tuple[str, Callable[[Ruling], object]], ...] = (
    *((name, lambda ruling, name=name: getattr(ruling, name)) for name in (
        "id", "expediente", "proceso", "titulo", "tipo_resolucion", "numero_sentencia", "sala", "ponente", "fecha", "fecha_publicacion",
        "distrito", "demandantes", "representante", "demandados", "entidades", "entidades_slug", "categoria_entidad", "derechos",
        "informacion_solicitada", "temas", "pretension", "fecha_demanda", "dias_demanda_a_tc",
    )),
    ("primera_instancia_organo", lambda ruling: _instance(ruling.primera_instancia)[0]),
    ("primera_instancia_resultado", lambda ruling: _instance(ruling.primera_instancia)[1]),
    ("segunda_instancia_organo", lambda ruling: _instance(ruling.segunda_instancia)[0]),
    ("segunda_instancia_resultado", lambda ruling: _instance(ruling.segunda_instancia)[1]),
    *((name, lambda ruling, name=name: getattr(ruling, name)) for name in (
        "resultado", "ambito", "sentido_para_demandante", "causal_improcedencia", "costos", "costas", "votacion", "magistrados",
        "normas", "precedentes", "excepciones_invocadas", "litigante_frecuente", "serie",
    )),
    ("fallo", lambda ruling: tuple(point.texto for point in ruling.fallo)),
    ("votos", lambda ruling: tuple(f"{vote.magistrado} ({vote.tipo}{f': {vote.sentido}' if vote.sentido else ''})" for vote in ruling.votos)),
    ("confianza_resultado", lambda ruling: max((one.confianza for one in ruling.evidencia.get("resultado", ())), default=None)),
    ("fuente_url", lambda ruling: ruling.fuente and ruling.fuente.url),
    ("ficticia", lambda ruling: ruling.fuente and ruling.fuente.ficticia),
)  # fmt: skip
"""Columns of the CSV: fields of the record under their own names; several values of one field are joined by " | "."""


def csv_lines(desk: Desk, query: SearchQuery) -> Iterator[str]:
    """RFC 4180 lines, the header first; cells that a spreadsheet would run as a formula begin with an apostrophe. Raises BadQuery."""
    yield csv_line(name for name, _ in COLUMNS)
    for ruling in _rulings(desk, query):
        yield csv_line(_cell(value(ruling)) for _, value in COLUMNS)


def jsonl_lines(desk: Desk, query: SearchQuery) -> Iterator[str]:
    """The public record of each ruling, one JSON object a line. Raises BadQuery."""
    for ruling in _rulings(desk, query):
        yield json.dumps(to_dict(ruling), ensure_ascii=False, separators=(",", ":")) + "\n"


FORMATS: dict[str, Callable[[Desk, SearchQuery], Iterator[str]]] = {"csv": csv_lines, "jsonl": jsonl_lines}


def _rulings(desk: Desk, query: SearchQuery) -> Iterator[Ruling]:
    """Public records of the answer, in its order; a ruling that a new generation dropped meanwhile is left out."""
    gone = desk.withdrawn()
    for hit in desk.index.scan(query):
        found = None if hit.id in gone else desk.index.get(RulingId(hit.id))
        if found is not None:
            yield public(found.ruling)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "si" if value else "no"
    text = " | ".join(str(one) for one in value) if isinstance(value, tuple) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_line(cells: Iterable[str]) -> str:
    """One RFC 4180 record with its line end."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(list(cells))
    return line.getvalue()

"""What an answer of the SEDETC API says (sources.md §1.3–1.4). Pages never fetch; every field is handled, explicitly ignored, or signalled."""

import json
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from crawler.errors import UnexpectedPage
from crawler.intake import block_page
from models.document import Listing

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

_ENVELOPE_IGNORED = ("message", "searching_for_letter", "total_agregados")
_PAGINATION_IGNORED = ("num_items", "show_pagination")
_HIT_IGNORED = ("_index", "_type", "_score", "sort")
_SOURCE_IGNORED = ("slug", "fundamentos", "sentencia_tipo", "sistematizacion", "palabras", "attachment")
"""`fundamentos` are picked paragraphs and `attachment` the start of a text layer: neither is the ruling. They stay in `Listing.raw`."""
_NAMED_IGNORED = ("id", "slug", "flag_activo", "flag_public", "created_at", "updated_at")
_ALWAYS_THERE = ("numero_expediente", "url_archivo", "fecha_publicacion", "nombre_demandante", "nombre_demandado")
"""Keys that every row seen so far had; a row without one says that the API renamed it."""


@dataclass(frozen=True, slots=True)
class Signal:
    """A field that is not as it was: `regla` campo_desconocido, campo_ausente or valor_desconocido; `campo` with dots; `ejemplo` ≤ 80 characters."""

    regla: str
    campo: str
    ejemplo: str


@dataclass(frozen=True, slots=True)
class ListingPage:
    """One page of a listing. `total`, `pages`, `number` (current page) are None where the answer does not say."""

    rows: tuple[Listing, ...]
    total: int | None
    pages: int | None
    number: int | None
    signals: tuple[Signal, ...]


def listing_page(body: bytes, source: str) -> ListingPage:
    """The rows and totals of an answer of /sentencia/busqueda, /cronologico or /avanzada. Raises UnexpectedPage when it is none."""
    answer = _object(body)
    if answer.pop("error", False):
        raise UnexpectedPage("error_de_origen", f"El origen contestó con un error: «{str(answer.get('message'))[:120]}».")
    hits = answer.pop("data", None)
    if not isinstance(hits, list):
        raise UnexpectedPage("respuesta_ilegible", "La respuesta no trae la lista de resoluciones («data»).")
    signals: list[Signal] = []
    pagination = answer.pop("pagination", None)
    numbers = dict(pagination) if isinstance(pagination, dict) else {}
    total = _total(answer.pop("total", None), numbers.pop("total_item", None))
    pages, number = _int(numbers.pop("num_pages", None)), _int(numbers.pop("current_page", None))
    rows = tuple(_row(hit, source, signals) for hit in hits if isinstance(hit, dict))
    signals.extend(
        Signal("valor_desconocido", "data[]", json.dumps(hit, ensure_ascii=False)[:80]) for hit in hits if not isinstance(hit, dict)
    )
    _audit(numbers, _PAGINATION_IGNORED, "pagination.", signals)
    _audit(answer, _ENVELOPE_IGNORED, "", signals)
    first = {(signal.regla, signal.campo): signal for signal in reversed(signals)}
    return ListingPage(rows, total, pages, number, tuple(reversed(first.values())))


def _object(body: bytes) -> dict[str, Json]:
    """The JSON object of a body; a web page (block page, maintenance notice) or a broken answer is an error, never an empty list."""
    try:
        answer = json.loads(body)
    except ValueError as error:
        if who := block_page(body):
            raise UnexpectedPage("bloqueo", f"En lugar del listado vino una página de bloqueo o de error («{who}»).") from error
        start = " ".join(body[:80].decode("utf-8", "replace").split())
        raise UnexpectedPage("respuesta_ilegible", f"La respuesta no es JSON: empieza con «{start[:60]}».") from error
    if not isinstance(answer, dict):
        raise UnexpectedPage("respuesta_ilegible", "La respuesta no es un objeto JSON.")
    return answer


def _row(hit: dict[str, Json], source: str, signals: list[Signal]) -> Listing:
    """One hit as a Listing; what it does not say is "", what it says otherwise than expected is signalled."""
    raw = json.dumps(hit, ensure_ascii=False)
    rest = dict(hit)
    inner = rest.pop("_source", None)
    if not isinstance(inner, dict):
        signals.append(Signal("campo_ausente", "_source", raw[:80]))
        inner = {}
    fields = dict(inner)
    signals.extend(Signal("campo_ausente", f"_source.{name}", raw[:80]) for name in _ALWAYS_THERE if name not in fields)
    text = {
        name: _text(fields.pop(name, None), f"_source.{name}", signals) for name in (*_ALWAYS_THERE, "numero_sentencia", "fecha_sentencia")
    }
    named = {
        name: _name(fields.pop(name, None), f"_source.{name}", signals)
        for name in ("sentencia_sala", "sentencia_distrito", "tipo", "tesaurio", "sentido", "sentencia_sentido")
    }
    key = _text(rest.pop("_id", None), "_id", signals) or _text(fields.pop("id", None), "_source.id", signals)
    fields.pop("id", None)
    _audit(fields, _SOURCE_IGNORED, "_source.", signals)
    _audit(rest, _HIT_IGNORED, "", signals)
    return Listing(
        source=source,
        key=key or text["url_archivo"].strip(),
        url=text["url_archivo"].strip(),
        expediente=text["numero_expediente"],
        numero_sentencia=text["numero_sentencia"],
        demandante=text["nombre_demandante"],
        demandado=text["nombre_demandado"],
        sala=named["sentencia_sala"],
        distrito=named["sentencia_distrito"],
        fecha_publicacion=_date(text["fecha_publicacion"], "_source.fecha_publicacion", signals),
        fecha_sentencia=_date(text["fecha_sentencia"], "_source.fecha_sentencia", signals),
        tipo=named["tipo"] or named["tesaurio"],
        sentido=named["sentido"] or named["sentencia_sentido"],
        raw=raw,
    )


def _text(value: Json, campo: str, signals: list[Signal]) -> str:
    """A string as it stands, a number as its digits, "" for null; anything else is signalled."""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is not None:
        signals.append(Signal("valor_desconocido", campo, json.dumps(value, ensure_ascii=False)[:80]))
    return ""


def _date(value: str, campo: str, signals: list[Signal]) -> str:
    """An ISO date; "" for none, and for what is no date, which is signalled (the row keeps it in `raw`)."""
    try:
        return date.fromisoformat(value.strip()).isoformat() if value.strip() else ""
    except ValueError:
        signals.append(Signal("valor_desconocido", campo, value[:80]))
        return ""


def _name(value: Json, campo: str, signals: list[Signal]) -> str:
    """The name in `{id, nombre, slug, …}`, in a list of them (joined by " / "), or the string itself; "" for null (sources.md: page 522)."""
    if isinstance(value, list):
        return " / ".join(name for item in value if (name := _name(item, campo, signals)))
    if not isinstance(value, dict):
        return _text(value, campo, signals)
    fields = dict(value)
    if "nombre" not in fields:
        signals.append(Signal("campo_ausente", f"{campo}.nombre", json.dumps(value, ensure_ascii=False)[:80]))
    name = _text(fields.pop("nombre", None), f"{campo}.nombre", signals)
    _audit(fields, _NAMED_IGNORED, f"{campo}.", signals)
    return name


def _audit(rest: dict[str, Json], ignored: tuple[str, ...], prefix: str, signals: list[Signal]) -> None:
    """Signals every key that is left over and not ignored on purpose."""
    for name, value in rest.items():
        if name not in ignored:
            signals.append(Signal("campo_desconocido", f"{prefix}{name}", json.dumps(value, ensure_ascii=False)[:80]))


def _total(value: Json, otherwise: Json) -> int | None:
    """How many rows there are: int, digits, or `{value, relation}`, where relation "gte" is a ceiling and no count (sources.md §1.3).

    `otherwise` is what the pagination says, for an answer without a total.
    """
    if isinstance(value, dict):
        return None if value.get("relation") == "gte" else _int(value.get("value"))
    return _int(otherwise) if value is None else _int(value)


def _int(value: Json) -> int | None:
    if isinstance(value, str) and value.strip().isdecimal():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None

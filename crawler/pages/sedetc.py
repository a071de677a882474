"""What an answer of the SEDETC API says (sources.md §1.3–1.4). Pages never fetch; every field is handled, explicitly ignored, or signalled."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from crawler.errors import UnexpectedPage
from crawler.intake import block_page
from models.document import Listing

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

_ENVELOPE_IGNORED = ("message", "searching_for_letter")
_PAGINATION_IGNORED = ("num_items", "show_pagination")
_HIT_IGNORED = ("_index", "_type", "_score", "sort")
_SOURCE_IGNORED = ("slug", "fundamentos", "sentencia_tipo", "sistematizacion", "palabras", "attachment")
"""`fundamentos` are picked paragraphs and `attachment` the start of a text layer: neither is the ruling. They stay in `Listing.raw`."""
_NAMED_IGNORED = ("id", "slug", "flag_activo", "flag_public", "created_at", "updated_at")
_DETAIL = (("sentencia_sentido", "sentido"), ("tipo", "tesaurio"))
"""What /avanzada adds to a row (sources.md §1.1), each under one of its names."""
_VOCABULARIES = ("distritos_judiales", "distritos_judiciales", "salas", "sentidos", "tipos", "palabras")
_INIT_IGNORED = ("error", "message", "sentencias", "videos", "gacetas")
_FILE_URL = re.compile(r"(https?:)?//[^\s/]+/jurisprudencia/.+\.(pdf|html?)\s*", re.IGNORECASE)
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
    hits: int = 0
    """Entries of the list, also those that are no row, or a row's second copy: the total counts them."""
    whole: int | None = None
    """Rows of the whole listing, of every month (total_agregados); None where the answer does not say."""


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """The filter lists of /init: name → values, each once, sorted."""

    values: Mapping[str, tuple[str, ...]]
    signals: tuple[Signal, ...]


def listing_page(body: bytes, source: str) -> ListingPage:
    """The rows and totals of an answer of /sentencia/busqueda, /cronologico or /avanzada. Raises UnexpectedPage when it is none."""
    answer = _object(body)
    if answer.pop("error", False):
        raise UnexpectedPage("error_de_origen", f"El origen contestó con un error: «{str(answer.get('message'))[:120]}».")
    hits = answer.pop("data", None)
    if isinstance(hits, dict) and all(name.isdecimal() for name in hits):
        hits = list(hits.values())  # how PHP writes a list with a gap
    if not isinstance(hits, list):
        raise UnexpectedPage("respuesta_ilegible", "La respuesta no trae la lista de resoluciones («data»).")
    signals, whole = list(_encoding(body)), _int(answer.pop("total_agregados", None))
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
    return ListingPage(rows, total, pages, number, tuple(reversed(first.values())), len(hits), whole)


def vocabularies(body: bytes, source: str) -> Vocabularies:
    """The filter lists of an answer of /init. Raises UnexpectedPage when it is none. `source` is not needed: lists have no rows."""
    answer = _object(body)
    if answer.get("error"):
        raise UnexpectedPage("error_de_origen", f"El origen contestó con un error: «{str(answer.get('message'))[:120]}».")
    inner = answer.pop("data", None)
    lists = dict(inner) if isinstance(inner, dict) else answer
    signals = list(_encoding(body))
    values = {
        name: tuple(sorted({_name(value, name, []) for value in found} - {""}))
        for name in _VOCABULARIES
        if isinstance(found := lists.pop(name, None), list)
    }
    if not values:
        raise UnexpectedPage("respuesta_ilegible", "La respuesta no trae ninguno de los vocabularios (salas, sentidos, tipos…).")
    _audit(lists, (*_INIT_IGNORED, *_VOCABULARIES), "init.", signals)
    return Vocabularies(values, tuple(signals))


def row_sha256(row: Listing) -> str:
    """Hash of a row as the source said it, whatever the order of its keys; its score in one search is no part of it."""
    hit = json.loads(row.raw)
    said = {name: value for name, value in hit.items() if name not in ("_score", "sort", "_avanzada")}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()


def lacks_detail(row: Listing) -> bool:
    """Whether the row does not have the keys that only /avanzada gives."""
    inner = json.loads(row.raw).get("_source")
    return isinstance(inner, dict) and not all(any(name in inner for name in names) for names in _DETAIL)


def with_detail(row: Listing, detail: Listing) -> Listing:
    """The row with what its detailed answer adds; its own values stand, the answer is kept whole under `_avanzada`."""
    raw = json.loads(row.raw) | {"_avanzada": json.loads(detail.raw)}
    return replace(row, tipo=row.tipo or detail.tipo, sentido=row.sentido or detail.sentido, raw=json.dumps(raw, ensure_ascii=False))


def _encoding(body: bytes) -> tuple[Signal, ...]:
    """A signal when the body is not the UTF-8 that JSON has to be."""
    try:
        body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return (Signal("codificacion", "charset", repr(body[max(0, error.start - 20) : error.start + 20])[:80]),)
    return ()


def _decoded(body: bytes) -> str:
    """The text of a body: UTF-8, else windows-1252, which every byte but five is."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _object(body: bytes) -> dict[str, Json]:
    """The JSON object of a body; a web page (block page, maintenance notice) or a broken answer is an error, never an empty list."""
    try:
        answer = json.loads(_decoded(body))
        if b"\\ud" in body.lower():  # half a surrogate pair is a character that no file nor table takes
            answer = json.loads(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
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
    text["url_archivo"] = text["url_archivo"] or _renamed_url(fields)
    _audit(fields, _SOURCE_IGNORED, "_source.", signals)
    _audit(rest, _HIT_IGNORED, "", signals)
    return Listing(
        source=source,
        key=key.strip() or text["url_archivo"].strip() or hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()[:16],
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


def _renamed_url(fields: Mapping[str, Json]) -> str:
    """The address of a file under a name that is not known: the only value of the row that is one; "" when none or several are."""
    found = {
        value for name, value in fields.items() if name not in _SOURCE_IGNORED and isinstance(value, str) and _FILE_URL.fullmatch(value)
    }
    return found.pop() if len(found) == 1 else ""


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
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 16:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None

"""Rows of the SEDETC listing that others have saved (sources.md §4): CSV with a row a resolution, JSON that gives numbers for ids, saved answers, the
records by sections of the open corpus aLex.

They come in as what the listing said, under its own ids, and only where nothing better is here: a row that was seen at the source, or that names its file,
is not replaced by one that knows less. What they announce and nobody holds is a gap of the coverage (models.coverage).
"""

import ast
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from crawler.errors import UnexpectedPage
from crawler.pages.sedetc import Json, listing_page
from crawler.platforms.alex import original_url
from crawler.platforms.sedetc_row import codes_of, row_trouble
from crawler.platforms.spreadsheet import Row
from models.document import Listing
from models.errors import RefusedDocument
from models.ids import name_of
from models.issues import Issue
from models.store import RawStore

SOURCE = "sedetc"
_COLUMNS = {"id_interno", "numero_expediente", "url_archivo"}
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_FIRST_SECTION = "CONTEXTO"
_LONGEST = 4000
"""Letters of a value like "{'id': 3, 'nombre': 'Pleno', …}": nothing longer is taken apart."""


@dataclass(slots=True)
class SavedRows:
    """What one file of rows said: the rows of the wanted processes, how many of others it has, and lines for rows of which no case can be told."""

    listings: list[Listing] = field(default_factory=list)
    others: int = 0
    issues: list[Issue] = field(default_factory=list)

    def take(self, rows: Iterator[Listing], processes: frozenset[str], place: str) -> "SavedRows":
        """Sorts the rows; `place` is where lines point to."""
        for row in rows:
            codes = codes_of(row)
            if codes and not codes & processes:
                self.others += 1
                continue
            trouble = row_trouble(row, place)
            if trouble is not None and trouble.regla == "expediente_ilegible":
                self.issues.append(Issue("recoleccion", trouble.regla, trouble.mensaje, SOURCE, f"{place}#{row.key}", trouble.expediente))
            else:
                self.listings.append(row)
        return self


def keep_rows(store: RawStore, rows: Iterable[Listing]) -> int:
    """Keeps the rows that are not here, and those that name a file where what is here names none; how many."""
    kept = 0
    for row in rows:
        said = store.catalogue.execute(
            "SELECT json_extract(said, '$.url') FROM listings WHERE source = ? AND key = ?", (row.source, row.key)
        ).fetchone()
        if said is None or (row.url and not said[0]):
            store.add_listing(row)
            kept += 1
    return kept


def is_saved_rows(header: Row) -> bool:
    """Whether a CSV with this header has rows of the listing."""
    return {name.strip() for name in header} >= _COLUMNS


def rows_of_csv(header: Row, rows: Iterator[Row]) -> Iterator[Listing]:
    """A row each; a value that is none is ""."""
    names = [name.strip() for name in header]
    for row in rows:
        said = dict(zip(names, row, strict=False))
        text = {name: value.strip() for name, value in said.items()}
        yield Listing(
            source=SOURCE,
            key=text["id_interno"] or text["url_archivo"],
            url=text.get("url_archivo", ""),
            expediente=said.get("numero_expediente", ""),
            numero_sentencia=text.get("numero_sentencia", ""),
            demandante=text.get("nombre_demandante", ""),
            demandado=text.get("nombre_demandado", ""),
            sala=_named(text.get("sentencia_sala", "")),
            distrito=_named(text.get("sentencia_distrito", "")),
            fecha_publicacion=_day(text.get("fecha_publicacion", "")),
            fecha_sentencia=_day(text.get("fecha_sentencia", "")),
            tipo=text.get("tipo_expediente", ""),
            sentido=text.get("sentido_resolucion", ""),
            raw=json.dumps(said, ensure_ascii=False),
        )


def rows_of_json(body: bytes, name: str) -> Iterator[Listing] | None:
    """The rows of a saved answer of the API or of one hit of it, of an aLex record by sections, of a map from ids to numbers (of one year, or under its
    years); None for any other JSON.

    Raises RefusedDocument (danado) where it is no JSON at all. The year of a map is that of its key, else of the file's name, when it tells one.
    """
    try:
        answer: Json = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise RefusedDocument("danado", f"No es JSON, o está dañado ({str(error)[:80]}).") from error
    if not isinstance(answer, dict):
        return None
    if isinstance(hits := answer.get("data"), list):
        return _hits(hits)
    if isinstance(answer.get("_source"), dict):
        return _hits([answer])
    if {"id", "numero_expediente", _FIRST_SECTION} <= answer.keys():
        return iter((_sectioned(answer, name),))
    found = list(_numbered(answer, _year(name)))
    return iter(found) if found else None


def _hits(hits: list[Json]) -> Iterator[Listing] | None:
    try:
        return iter(listing_page(json.dumps({"error": False, "data": hits}).encode(), SOURCE).rows)
    except UnexpectedPage:
        return None


def _sectioned(answer: dict[str, Json], name: str) -> Listing:
    """What an aLex record by sections repeats of the listing; its sections are those of the text in the corpus's md/, and stay in `raw`."""
    said = {key: "" if value is None else str(value) for key, value in answer.items()}
    return Listing(
        source=SOURCE,
        key=said["id"],
        url=original_url(said[_FIRST_SECTION].encode("utf-8", "replace"), name_of(name)) or "",
        expediente=said["numero_expediente"],
        demandante=said.get("nombre_demandante", "").strip(),
        demandado=said.get("nombre_demandado", "").strip(),
        fecha_publicacion=_day(said.get("fecha_publicacion", "")),
        raw=json.dumps(answer, ensure_ascii=False),
    )


def _numbered(answer: dict[str, Json], year: str) -> Iterator[Listing]:
    for key, value in answer.items():
        if isinstance(value, dict):
            yield from _numbered(value, _year(key) or year)
        elif key.isdecimal() and isinstance(value, str):
            said = json.dumps({key: value}, ensure_ascii=False)
            yield Listing(source=SOURCE, key=key, url="", expediente=value, fecha_publicacion=year, raw=said)


def _year(name: str) -> str:
    found = _YEAR.search(name)
    return found[1] if found else ""


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value[:10]).isoformat() if value else ""
    except ValueError:
        return ""


def _named(value: str) -> str:
    """The name in "{'id': 3, 'nombre': 'Pleno', …}", as Python writes it; a plain word as it is; "" for None and for what can't be taken apart."""
    if not value.startswith("{"):
        return "" if value in ("None", "nan", "null") else value
    try:
        found = ast.literal_eval(value[:_LONGEST])
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return ""
    return str(found.get("nombre") or "") if isinstance(found, dict) else ""

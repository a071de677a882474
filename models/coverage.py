"""What the sources announce against what is held: by year, month and kind of resolution, case by case where something lacks.

A *resolution* counts once, whatever its formats and however many rows announce it: rows of one address are one (the listing doubles them under two ids,
sources.md §1.5), a row that names no file is the one of its case and kind. It is *held* when the bytes of any format are here, under that address or as
a copy that is known to be of that case and kind. A row that its month does not show any more announces nothing.
"""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from models.errors import BadIdentity
from models.ids import Identity, identify, name_of
from models.store import RawStore
from models.urls import stem

PLAIN_KIND = "sentencia"
"""What the kind "" is called where people read it."""
Case = tuple[str, str]
"""(expediente, kind)."""


@dataclass(frozen=True, slots=True)
class Tally:
    """anunciadas = tenemos + faltan. `sin_anuncio`: held, and no source announces them; `retiradas`: held (either way), and gone at their source."""

    anunciadas: int = 0
    tenemos: int = 0
    faltan: int = 0
    sin_anuncio: int = 0
    retiradas: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """The tally of a year or month of publication ("" where no source tells one), as a whole and by kind of resolution."""

    periodo: str
    total: Tally
    tipos: Mapping[str, Tally]


@dataclass(frozen=True, slots=True)
class Gap:
    """A resolution that is announced and not held: where, by whom and since when; `regla` and `mensaje` of the open issue, "" where there is none."""

    expediente: str
    tipo: str
    fecha_publicacion: str
    url: str
    fuentes: tuple[str, ...]
    desde: str
    regla: str
    mensaje: str


@dataclass(frozen=True, slots=True)
class SourceLook:
    """One source: rows that it announces, documents held that came from it, and when it was last looked at, as instants (ISO, UTC), "" for never."""

    fuente: str
    filas: int
    documentos: int
    ultima_mirada: str
    """Of its listing, else of any of its files."""
    ultima_novedad: str
    """When anything of it was last new or otherwise."""
    ultima_publicacion: str
    """The newest date of publication that it tells; one still to come is a typing error."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Everything at once; `huecos` in order of (fecha_publicacion, expediente), newest first."""

    total: Tally = Tally()
    anios: tuple[Span, ...] = ()
    meses: tuple[Span, ...] = ()
    tipos: Mapping[str, Tally] = field(default_factory=dict)
    huecos: tuple[Gap, ...] = ()
    fuentes: tuple[SourceLook, ...] = ()


@dataclass(slots=True)
class _Resolution:
    identity: Identity
    date: str = ""
    url: str = ""
    place: str = ""
    """Stem of the address; "" where no row names one."""
    sources: set[str] = field(default_factory=set)
    since: str = ""
    announced: bool = False
    held: bool = False
    gone: bool = False

    @property
    def case(self) -> Case:
        return (str(self.identity.expediente), self.identity.kind)

    def add(self, source: str, date: str, since: str) -> None:
        """Another row of it: the earliest date, the exact one before the year alone."""
        dates = [one for one in (self.date, date) if one]
        self.date = min(dates, key=lambda one: (len(one) < 10, one), default="")
        self.since = min(filter(None, (self.since, since)), default="")
        self.sources.add(source)


def coverage(store: RawStore, processes: Collection[str] | None = None) -> Coverage:
    """The coverage of a store; `processes`: codes that count, None for all. Raises NotDone, CorruptStore."""
    db = store.catalogue
    found = [one for one in _resolutions(db) if processes is None or one.identity.expediente.code in processes]
    return Coverage(
        _tally(found),
        _spans(found, 4),
        _spans(found, 7),
        _by_kind(found),
        tuple(_gaps(db, found)),
        tuple(_looks(db)),
    )


def _resolutions(db: sqlite3.Connection) -> list[_Resolution]:
    known = _announced(db)
    by_case: dict[Case, list[_Resolution]] = {}
    for one in known.values():
        by_case.setdefault(one.case, []).append(one)
    spare: dict[Case, list[_Resolution]] = {}
    for place, one in _held(db):
        if place in known:
            known[place].held, known[place].gone = True, one.gone
        else:
            spare.setdefault(one.case, []).append(one)
    found = list(known.values())
    for case, copies in spare.items():
        lacking = [one for one in by_case.get(case, ()) if not one.held]
        for one, copy in zip(lacking, copies, strict=False):
            one.held, one.gone = True, copy.gone
        if case not in by_case:
            found.extend(_as_one(copies))
    return found


def _announced(db: sqlite3.Connection) -> dict[str, _Resolution]:
    """Address (stem; for rows without one, case and kind) → what its rows say."""
    rows = db.execute(
        """SELECT l.source, l.stem, json_extract(l.said, '$.url') AS url, json_extract(l.said, '$.expediente') AS expediente,
            json_extract(l.said, '$.fecha_publicacion') AS date, l.since
        FROM listings l LEFT JOIN sightings s USING (source, key) WHERE coalesce(s.missed, 0) = 0 ORDER BY l.stem = '', l.source, l.key"""
    )
    found: dict[str, _Resolution] = {}
    cases: dict[Case, _Resolution] = {}
    for row in rows:
        try:
            identity = identify(name_of(row["url"]), row["expediente"].strip())
        except BadIdentity:
            continue  # it has its issue line
        case = (str(identity.expediente), identity.kind)
        place = row["stem"] or f"{case[0]} {case[1]}"
        if not row["stem"] and case in cases:
            one = cases[case]
        else:
            one = found.setdefault(place, _Resolution(identity, url=row["url"], place=row["stem"], announced=True))
            cases.setdefault(case, one)
        one.add(row["source"], row["date"], row["since"])
    return found


def _held(db: sqlite3.Connection) -> Iterator[tuple[str, _Resolution]]:
    """Stem → each document whose bytes are here; `gone` when every format of it is gone at its source."""
    rows = db.execute(
        """SELECT d.stem, d.expediente, d.kind, min(d.fecha_publicacion) AS date, min(d.url) AS url,
            min(v.estado = 'retirado_en_origen') AS gone, group_concat(DISTINCT v.source) AS sources
        FROM documents d JOIN versions v USING (document) WHERE v.estado <> 'reemplazado' GROUP BY d.stem, d.expediente, d.kind ORDER BY d.stem"""
    )
    for row in rows:
        identity = Identity(identify(row["expediente"]).expediente, row["kind"])
        yield (
            row["stem"],
            _Resolution(identity, row["date"], row["url"], row["stem"], set(row["sources"].split(",")), held=True, gone=bool(row["gone"])),
        )


def _as_one(copies: Iterable[_Resolution]) -> Iterator[_Resolution]:
    """What nobody announces: each address is a resolution, copies without one of their own (`file:`) only where there is no other."""
    copies = list(copies)
    published = [one for one in copies if not one.url.startswith("file:")]
    yield from published or copies[:1]


def _tally(found: Iterable[_Resolution]) -> Tally:
    counts = Counter[str]()
    for one in found:
        counts["anunciadas"] += one.announced
        counts["tenemos"] += one.announced and one.held
        counts["faltan"] += one.announced and not one.held
        counts["sin_anuncio"] += not one.announced
        counts["retiradas"] += one.held and one.gone
    return Tally(**counts)


def _by_kind(found: Iterable[_Resolution]) -> dict[str, Tally]:
    kinds: dict[str, list[_Resolution]] = {}
    for one in found:
        kinds.setdefault(one.identity.kind or PLAIN_KIND, []).append(one)
    return {kind: _tally(kinds[kind]) for kind in sorted(kinds, key=lambda kind: (kind != PLAIN_KIND, kind))}


def _spans(found: Iterable[_Resolution], width: int) -> tuple[Span, ...]:
    """By the first `width` letters of the date; a date that does not reach so far counts as unknown."""
    spans: dict[str, list[_Resolution]] = {}
    for one in found:
        spans.setdefault(one.date[:width] if len(one.date) >= width else "", []).append(one)
    return tuple(Span(name, _tally(spans[name]), _by_kind(spans[name])) for name in sorted(spans))


def _gaps(db: sqlite3.Connection, found: Iterable[_Resolution]) -> Iterator[Gap]:
    """What is announced and not held, with the issue that says why."""
    reasons: dict[str, tuple[str, str]] = {}
    for row in db.execute("SELECT url, regla, mensaje FROM issues WHERE abierta AND etapa = 'recoleccion' ORDER BY url, regla"):
        reasons.setdefault(stem(row["url"]), (row["regla"], row["mensaje"]))
    lacking = [one for one in found if one.announced and not one.held]
    for one in sorted(lacking, key=lambda one: (one.date, one.case), reverse=True):
        regla, mensaje = reasons.get(one.place, ("", "")) if one.place else ("", "")
        case, kind = one.case
        yield Gap(case, kind or PLAIN_KIND, one.date, one.url, tuple(sorted(one.sources)), one.since, regla, mensaje)


def _looks(db: sqlite3.Connection) -> Iterator[SourceLook]:
    """Each source that announced or gave anything, by name."""
    names = "SELECT source FROM listings UNION SELECT source FROM versions UNION SELECT source FROM months ORDER BY 1"
    for (name,) in db.execute(names).fetchall():
        row = db.execute(
            """SELECT
                (SELECT count(*) FROM listings l LEFT JOIN sightings s USING (source, key) WHERE source = ?1 AND coalesce(s.missed, 0) = 0) AS rows,
                (SELECT count(DISTINCT document) FROM versions WHERE source = ?1) AS documents,
                (SELECT max(looked) FROM months WHERE source = ?1) AS listing,
                (SELECT max(coalesce(k.looked, v.obtained)) FROM versions v LEFT JOIN looks k USING (document) WHERE v.source = ?1) AS file,
                (SELECT max(since) FROM listings WHERE source = ?1) AS said,
                (SELECT max(obtained) FROM versions WHERE source = ?1) AS obtained,
                (SELECT max(json_extract(said, '$.fecha_publicacion')) FROM listings
                    WHERE source = ?1 AND json_extract(said, '$.fecha_publicacion') <= date('now', '+1 day')) AS published""",
            (name,),
        ).fetchone()
        news = max(row["said"] or "", row["obtained"] or "")
        yield SourceLook(name, row["rows"], row["documents"], row["listing"] or row["file"] or "", news, row["published"] or "")

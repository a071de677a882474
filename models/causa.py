"""A case as the Court's consulta de causas tells it (sources.md §3): what entered, whether or not anything was decided. Never a ruling of its own."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from models.errors import BadIdentity
from models.ids import ExpedienteNumber, fold, identify

Tramite = Literal["pendiente", "en_tramite", "resuelta"]
EstadoDeCausa = Literal["pendiente", "en_tramite", "resuelta", "retirada"]
ESTADOS: tuple[EstadoDeCausa, ...] = ("pendiente", "en_tramite", "resuelta", "retirada")
"""pendiente: nothing published; en_tramite: only what does not end it; resuelta: something that does; retirada: the consulta lists it no more."""


@dataclass(frozen=True, slots=True)
class CausaRow:
    """A row of the list, as said, blanks apart; "" for what it does not say. `id_exp` is the Court's number of its page."""

    id_exp: str
    expediente: str
    demandante: str = ""
    demandado: str = ""
    nro_pj: str = ""

    @property
    def key(self) -> str:
        """What names the row at its source: its page, else its expediente."""
        return self.id_exp or self.expediente


@dataclass(frozen=True, slots=True)
class Publicacion:
    """A row of «Resoluciones y Sentencias Publicadas»: dates ISO or "", addresses as announced or ""."""

    tipo: str = ""
    fecha_web: str = ""
    fecha_peruano: str = ""
    fallo: str = ""
    pdf: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True)
class CausaDetail:
    """What the case's own page says; "" for what it does not. `otros`: fields that we keep and do not use, by their label."""

    expediente: str = ""
    fecha_ingreso: str = ""
    """ISO date."""
    sala: str = ""
    ponente: str = ""
    fecha_vista: str = ""
    """ISO date of the hearing."""
    distrito: str = ""
    publicaciones: tuple[Publicacion, ...] = ()
    otros: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Causa:
    """Row and page together; `detail` is None until the page was read."""

    row: CausaRow
    anio: str
    """Year of the list it stands in."""
    detail: CausaDetail | None = None

    @property
    def expediente(self) -> ExpedienteNumber | None:
        """Its number; None when neither the row nor the page writes one that can be read."""
        for said in (self.row.expediente, self.detail.expediente if self.detail else ""):
            try:
                return identify(said.strip()).expediente
            except BadIdentity:
                continue
        return None

    @property
    def tramite(self) -> Tramite:
        """Where it stands by the table of its resolutions; what was not looked at yet counts as pendiente."""
        return tramite_of(self.detail.publicaciones if self.detail else ())


@dataclass(frozen=True, slots=True)
class _Table:
    """models/tables/causas.toml, the part about states and chambers."""

    dias_pendiente: int
    siguen: frozenset[str]
    terminan: frozenset[str]
    salas: Mapping[str, str]
    esperado: Mapping[str, tuple[int, int]]


@cache
def _table() -> _Table:
    table = tomllib.loads((Path(__file__).with_name("tables") / "causas.toml").read_text(encoding="utf-8"))
    estado = table["estado"]
    return _Table(table["dias_pendiente"], frozenset(estado["siguen"]), frozenset(estado["terminan"]), table["salas"], table["esperado"])


def days_pending() -> int:
    """Days after which a case that is not decided is looked at again."""
    return _table().dias_pendiente


def believable() -> Mapping[str, tuple[int, int]]:
    """Year of the list → fewest and most cases, of any process, that it can have at the Court's own site."""
    return _table().esperado


def plain(text: str) -> str:
    """The words without marks, capitals and signs: "N.º Expediente:" → "n expediente"."""
    return re.sub(r"[^a-z0-9]+", " ", fold(text).replace("º", " ").replace("°", " ")).strip()


def tramite_of(publicaciones: tuple[Publicacion, ...]) -> Tramite:
    """pendiente without resolutions; resuelta with one whose fallo (or, where it has none, whose kind) ends the case; else en_tramite."""
    if not publicaciones:
        return "pendiente"
    return "resuelta" if any(map(_ends, publicaciones)) else "en_tramite"


def _ends(one: Publicacion) -> bool:
    fallo = plain(one.fallo)
    return fallo not in _table().siguen if fallo else plain(one.tipo) in _table().terminan


def chamber(said: str) -> str:
    """The chamber as rulings name it ("Sala Primera"), what the consulta says where that is another."""
    words = f" {plain(said)} "
    names = sorted(_table().salas.items(), key=lambda pair: -len(pair[0]))
    return next((name for way, name in names if f" {way} " in words), said.strip())


def to_json(causa: Causa) -> str:
    """The record as the catalogue keeps it."""
    row, detail = causa.row, causa.detail
    said = {
        "anio": causa.anio,
        "row": {name: getattr(row, name) for name in CausaRow.__dataclass_fields__},
        "detail": detail
        and {
            **{name: getattr(detail, name) for name in CausaDetail.__dataclass_fields__},
            "publicaciones": [{name: getattr(one, name) for name in Publicacion.__dataclass_fields__} for one in detail.publicaciones],
        },
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def from_json(said: str) -> Causa:
    """The record that `to_json` wrote."""
    found = json.loads(said)
    detail = found["detail"]
    if detail is not None:
        published = tuple(Publicacion(**one) for one in detail.pop("publicaciones"))
        others = tuple((label, value) for label, value in detail.pop("otros"))
        detail = CausaDetail(**detail, publicaciones=published, otros=others)
    return Causa(CausaRow(**found["row"]), found["anio"], detail)

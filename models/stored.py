"""What the raw store's catalogue says: one frozen row each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from models.document import Formato
from models.ids import ExpedienteNumber, RulingId

Estado = Literal["vigente", "reemplazado", "retirado_en_origen", "retirado_por_privacidad", "duplicado"]
Lectura = Literal["leido", "sin_leer", "pendiente"]


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """One version of one format of one document: `document` is the catalogue's row of (url, formato); `version` counts from 1."""

    document: int
    url: str
    name: str
    formato: Formato
    source: str
    version: int
    sha256: str
    size: int
    media_type: str
    obtained: datetime
    estado: Estado
    lectura: Lectura
    ruling_id: RulingId | None
    """None until the identity stage has decided (a second file of one kind waits for its words to be compared)."""
    expediente: ExpedienteNumber
    kind: str
    fecha_publicacion: str
    ficticia: bool
    words_sha256: str | None
    """Hash of the words of the text, None until read: tells text changes from byte changes."""
    retirado: str | None = None
    """Instant (ISO, UTC) since which its source says that it is gone; only with estado retirado_en_origen, None also where nobody noted it."""


@dataclass(frozen=True, slots=True)
class Added:
    """What `RawStore.add` did: `nuevo` (first version), `version` (changed bytes), `igual` (bytes already there; nothing written)."""

    outcome: Literal["nuevo", "version", "igual"]
    document: int
    version: int
    duplicado: bool = False
    """The same bytes stand under another URL of the same resolution."""


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the change log behind /cambios, numbered for ever from 1 without gaps."""

    seq: int
    tipo: Literal["alta", "cambio", "retiro"]
    id: RulingId
    at: datetime
    campos: tuple[str, ...]
    """cambio: the fields of the record that changed."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a collecting or building command; `finished` None while it runs or when it was killed."""

    number: int
    command: str
    source: str
    started: datetime
    finished: datetime | None
    estado: Literal["en_curso", "completa", "incompleta", "fallida"]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A privacy removal: bloqueado while one decides (Ley 29733 reglamento 82.3), then retirado or restaurado."""

    id: RulingId
    state: Literal["bloqueado", "retirado", "restaurado"]
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Problem:
    """Something `verify` found: what, where, and the line that mends it, in Spanish."""

    que: str
    donde: str
    remedio: str

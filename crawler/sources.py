"""The sources as a table (models/tables/fuentes.toml)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from models.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Source:
    """One place that rulings are collected from."""

    name: str
    etiqueta: str
    """What users read."""
    viva: bool
    """Collected by default."""
    primer_mes: str
    """First month that its listing has, YYYY-MM."""
    procesos: tuple[str, ...]
    """Process codes collected by default: habeas data and the quejas about it."""
    sitio: str
    """The address that `esperado` was counted at: a replica of the source has numbers of its own."""
    hosts_de_archivos: tuple[str, ...]
    """Hosts in its listings that stand for HABEAS_TC_URL (contracts.md §3)."""
    enriquece: bool = False
    """Whether rows without outcome are completed from the detailed search, and the vocabularies of the filters are kept."""
    dias_entre_miradas: int = 30
    """Days after which a file that is held is asked for again, changed or not."""
    repaso_por_corrida: int = 200
    """Files, the longest not looked at, that are asked for again when anything in the listing changed."""
    espera_listado: float = 25
    """Seconds for a page of the listing: 5 to connect and 20 to read (sources.md §1.2)."""
    espera_archivo: float = 50
    """Seconds for a file: 5 and 45."""
    esperado: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Year of publication → fewest and most habeas data resolutions that can be believed (crawler/monitors.py)."""


@cache
def sources() -> Mapping[str, Source]:
    """Every source of the table by its name."""
    path = Path(__file__).parents[1] / "models" / "tables" / "fuentes.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: _source(name, row) for name, row in rows.items()}


def source(name: str) -> Source:
    """The source of that name. Raises ConfigError with the names that exist."""
    if name not in sources():
        raise ConfigError(f"No hay una fuente «{name[:40]}»: escriba {' o '.join(sources())}.")
    return sources()[name]


def _source(name: str, row: dict[str, object]) -> Source:
    fields = dict(row)
    years = fields.pop("esperado", {})
    assert isinstance(years, dict)
    lists = {key: tuple(value) for key, value in fields.items() if isinstance(value, list)}
    return Source(name=name, **{**fields, **lists}, esperado={year: (low, high) for year, (low, high) in years.items()})  # type: ignore[arg-type]

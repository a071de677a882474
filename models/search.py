"""Question and answer of a search: the seam between engines, and between the index and its readers."""

from dataclasses import dataclass, field
from typing import Literal

from models.ruling import Resultado, Sentido

Orden = Literal["relevancia", "fecha", "-fecha", "citas"]
Modo = Literal["auto", "exacto", "amplio"]
ORDENES: tuple[Orden, ...] = ("relevancia", "fecha", "-fecha", "citas")
MODOS: tuple[Modo, ...] = ("auto", "exacto", "amplio")

FACETS = (
    "resultado", "sentido", "ambito", "derecho", "entidad", "tipo_entidad", "tema", "pretension", "tipo", "costos", "sala", "distrito",
    "ponente", "magistrado", "voto", "votacion", "defensa", "defensa_aceptada", "norma", "precedente", "anio", "anio_publicacion",
    "multa", "litigante_frecuente", "serie", "lector", "calidad", "proceso",
)  # fmt: skip
"""Every facet of contracts.md §5, which is also a parameter and a field of the query language."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One facet's choice: `values` are alternatives (OR); `excluded` values must not occur; `empty` asks for rulings without any value."""

    facet: str
    values: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    empty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """A whole question: built by api.params (URL) and habeas.search (command line) only.

    `proceso` is a filter like the others; ("HD",) unless said. `facetas` None = the default ones; `max_valores` 0 = all.
    """

    q: str = ""
    filters: tuple[Filter, ...] = ()
    desde: str | None = None
    hasta: str | None = None
    publicado_desde: str | None = None
    publicado_hasta: str | None = None
    orden: Orden | None = None
    """None: relevancia, or -fecha when q is empty."""
    modo: Modo = "auto"
    series: Literal["juntas", "todas"] | None = None
    pagina: int = 1
    por_pagina: int = 20
    facetas: tuple[str, ...] | None = None
    max_valores: int = 50
    explicar: bool = False

    def values(self, facet: str) -> tuple[str, ...]:
        """The chosen values of a facet, () when none."""
        return next((chosen.values for chosen in self.filters if chosen.facet == facet), ())


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value with its count in the answer, its own facet's filter left out."""

    valor: str
    etiqueta: str
    n: int
    activo: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet of an answer; `mas` = values that were cut off."""

    nombre: str
    valores: tuple[FacetValue, ...]
    mas: int = 0


@dataclass(frozen=True, slots=True)
class Fragmento:
    """A passage around hits: HTML-safe, with <mark>; its zone and fundamento ("16", "v1.3") where it has one."""

    texto: str
    zona: str | None
    fundamento: str | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A line of results. No full name of a private person (privacy.md 1); `iguales` are near-duplicates it stands for."""

    id: str
    expediente: str
    titulo: str
    fecha: str | None
    sala: str | None
    resultado: Resultado | None
    sentido_para_demandante: Sentido | None
    entidades: tuple[str, ...]
    entidades_slug: tuple[str, ...]
    temas: tuple[str, ...]
    informacion_solicitada: str | None
    fragmentos: tuple[Fragmento, ...] = ()
    iguales: tuple[str, ...] = ()
    citas: int = 0
    citada_por: int = 0
    ficticia: bool = False
    explicacion: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A whole answer: `total` counts rulings, never groups; `facetas` in the order asked."""

    total: int
    pagina: int
    por_pagina: int
    orden: Orden
    modo: Literal["exacto", "amplio"]
    consulta: str
    avisos: tuple[str, ...] = ()
    resultados: tuple[Hit, ...] = ()
    facetas: tuple[Facet, ...] = field(default=())

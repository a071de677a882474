"""The public record of a ruling: these dataclasses are the public JSON, field for field (contracts.md §5, gold/SCHEMA.md).

Unknown is None or an empty tuple, never a default guess. Legal nouns keep the Court's Spanish. Closed lists are the Literals below; their labels
and glosses are in models/tables/vocabularios.toml.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from models.document import Calidad

T = TypeVar("T", covariant=True)

TipoResolucion = Literal["sentencia", "auto", "sentencia_interlocutoria", "aclaracion", "otro"]
Sala = Literal["Pleno", "Sala Primera", "Sala Segunda"]
Derecho = Literal["acceso_informacion_publica", "autodeterminacion_informativa", "otro"]
ResultadoInstancia = Literal[
    "fundada", "fundada_en_parte", "infundada", "improcedente", "inadmisible", "nulo", "conclusion_sin_fondo", "otro"
]
ResultadoPunto = Literal[
    "fundada", "fundada_en_parte", "infundada", "improcedente", "nulo", "ordena", "exhorta", "impone_multa", "admite", "integra", "otro"
]
ObjetoPunto = Literal["demanda", "recurso_de_agravio", "excepcion", "costos", "costas", "pedido_aclaracion", "queja", "actuados", "otro"]
Resultado = Literal[
    "fundada", "fundada_en_parte", "infundada", "improcedente", "sustraccion_de_la_materia", "nulo_todo_lo_actuado",
    "admite_a_tramite", "aclaracion", "desistimiento", "otro",
]  # fmt: skip
Ambito = Literal["demanda", "costos", "ejecucion", "otro"]
Costos = Literal["con_costos", "sin_costos", "no_menciona"]
Sentido = Literal["gano", "gano_en_parte", "perdio", "neutro"]
TipoVoto = Literal["voto_singular", "fundamento_de_voto", "voto_dirimente", "voto"]
Zona = Literal["caratula", "asunto", "antecedentes", "fundamentos", "fallo", "voto", "pie", "razon", "notas"]
"""caratula: header before ASUNTO; razon: razón de relatoría; pie: closing, signatures; notas: footnotes."""
OrigenEvidencia = Literal["texto", "listado", "archivo", "derivado", "ausencia"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of DocumentText.text: code points, half open."""

    inicio: int
    fin: int


@dataclass(frozen=True, slots=True)
class Evidencia:
    """Why a value is believed. `texto`: the span (≤ 300 characters, the smallest clause that says it) and its page; `listado`: field and URL;
    `archivo`: the name; `derivado`: from which fields; `ausencia`: which zones were searched. `regla` names the rule, stable between versions."""

    origen: OrigenEvidencia
    regla: str
    confianza: float
    inicio: int | None = None
    fin: int | None = None
    pagina: int | None = None
    campo: str | None = None
    """listado: the field there; derivado: the fields it follows from, comma-separated; archivo: the name; ausencia: the zones searched."""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value with its evidence; what every extractor returns. A value without evidence is not a value."""

    value: T
    evidence: tuple[Evidencia, ...]


AT_SOURCE = "fuente"
"""`campo` of the warning that the file a record is made from is no longer at its source; its value is the day (ISO) since which that is known."""


@dataclass(frozen=True, slots=True)
class Advertencia:
    """Something a reader should know about a field: contradictions are kept here, both values."""

    campo: str
    mensaje: str
    valores: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Instancia:
    """What a lower court decided. `resultado` of the second instance is the status of the demanda after it."""

    organo: str | None = None
    resultado: ResultadoInstancia | None = None
    fecha: str | None = None


@dataclass(frozen=True, slots=True)
class PuntoFallo:
    """One operative point of the Court's decision; `texto` verbatim first words, ≤ 15 words."""

    punto: int | None
    resultado: ResultadoPunto
    objeto: ObjetoPunto
    texto: str
    demandado: str | None = None


@dataclass(frozen=True, slots=True)
class Plazo:
    """A term the Court sets."""

    n: int
    unidad: Literal["dias", "dias_habiles", "dias_naturales", "meses"]


@dataclass(frozen=True, slots=True)
class Orden:
    """What somebody must do; `tipo`: entregar, buscar, informar, rectificar, actualizar, suprimir, abstenerse, pagar_costos, admitir, otro."""

    tipo: str
    a: str | None = None
    plazo: Plazo | None = None


@dataclass(frozen=True, slots=True)
class Multa:
    """A fine: `a` names the role (demandante, abogado, entidad, procurador), never a private person (privacy.md 5)."""

    a: str
    urp: float | None


@dataclass(frozen=True, slots=True)
class Voto:
    """A vote apart from the decision, in print order. `integra_mayoria`: None where the text does not say."""

    magistrado: str
    tipo: TipoVoto
    sentido: str | None = None
    alcance: Literal["todo", "costos", "extremo"] | None = None
    integra_mayoria: bool | None = None


@dataclass(frozen=True, slots=True)
class Defensa:
    """A defence (codes of SCHEMA.md excepciones_invocadas), who raised it and what the Court made of it."""

    codigo: str
    quien: str | None = None
    aceptada: Literal["si", "no", "en_parte"] | None = None


@dataclass(frozen=True, slots=True)
class Cita:
    """A ruling that the text cites: `sentencia` is a ruling id, `donde` majority, antecedentes, voto or cita; `estado` of contracts.md §6."""

    sentencia: str
    fundamentos: tuple[int, ...] = ()
    donde: Literal["mayoria", "antecedentes", "voto", "cita"] = "mayoria"
    estado: Literal["resuelta", "fuera_de_la_coleccion", "ambigua", "errata_probable", "no_reconocida"] | None = None
    veces: int = 1


@dataclass(frozen=True, slots=True)
class Seccion:
    """A zone of the text; votes come one section each, `titulo` as printed."""

    zona: Zona
    inicio: int
    fin: int
    titulo: str | None = None


@dataclass(frozen=True, slots=True)
class Fundamento:
    """A numbered paragraph: "16" is the majority's, "v1.3" the third of the first vote. The span covers its sub-paragraphs."""

    numero: str
    inicio: int
    fin: int


@dataclass(frozen=True, slots=True)
class NotaPie:
    """A footnote of the text; `posicion` is the offset of the place it is called from, after the word (None where none is found)."""

    llamada: str
    inicio: int
    fin: int
    posicion: int | None = None


@dataclass(frozen=True, slots=True)
class Fuente:
    """Where the text comes from; `obtenido` is an ISO instant in UTC."""

    origen: str
    url: str
    sha256: str
    obtenido: str
    lector: str
    ficticia: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One resolution, whole. What only the collection knows (litigante_frecuente, serie, familia, estado of citas) is filled by indexer.relate."""

    id: str
    proceso: str
    expediente: str
    titulo: str
    tipo_resolucion: TipoResolucion | None = None
    numero_sentencia: str | None = None
    sala: Sala | None = None
    ponente: str | None = None
    fecha: str | None = None
    fecha_publicacion: str | None = None
    distrito: str | None = None
    demandantes: tuple[str, ...] = ()
    representante: str | None = None
    demandados: tuple[str, ...] = ()
    entidades: tuple[str, ...] = ()
    entidades_slug: tuple[str, ...] = ()
    categoria_entidad: tuple[str, ...] = ()
    derechos: tuple[Derecho, ...] = ()
    informacion_solicitada: str | None = None
    temas: tuple[str, ...] = ()
    pretension: tuple[str, ...] = ()
    objeto_del_rac: Literal["todo", "extremo", "costos", "ejecucion", "salto"] | None = None
    fecha_demanda: str | None = None
    primera_instancia: Instancia | None = None
    segunda_instancia: Instancia | None = None
    resultado: Resultado | None = None
    ambito: Ambito | None = None
    sentido_para_demandante: Sentido | None = None
    causal_improcedencia: str | None = None
    fallo: tuple[PuntoFallo, ...] = ()
    ordenes: tuple[Orden, ...] = ()
    multas: tuple[Multa, ...] = ()
    costos: Costos | None = None
    costas: Costos | None = None
    votacion: Literal["unanime", "mayoria", "voto_decisorio", "dirimente"] | None = None
    magistrados: tuple[str, ...] = ()
    votos: tuple[Voto, ...] = ()
    normas: tuple[str, ...] = ()
    precedentes: tuple[str, ...] = ()
    excepciones_invocadas: tuple[str, ...] = ()
    defensas: tuple[Defensa, ...] = ()
    citas: tuple[Cita, ...] = ()
    citas_internacionales: tuple[str, ...] = ()
    dias_demanda_a_tc: int | None = None
    litigante_frecuente: bool | None = None
    serie: str | None = None
    familia: tuple[str, ...] = ()
    secciones: tuple[Seccion, ...] = ()
    fundamentos: tuple[Fundamento, ...] = ()
    notas: tuple[NotaPie, ...] = ()
    texto_restaurado: bool = False
    texto_sha256: str = ""
    calidad: Calidad | None = None
    fuente: Fuente | None = None
    evidencia: Mapping[str, tuple[Evidencia, ...]] = field(default_factory=dict)
    """JSON path → evidence: "resultado", "fallo[0]", "primera_instancia.resultado"; lists have evidence per item."""
    advertencias: tuple[Advertencia, ...] = ()
    sello: str = ""
    """Stamp of the rules that made this record; stale when it differs from the running one."""


@dataclass(frozen=True, slots=True)
class RulingWithText:
    """A record and the two texts its spans point into."""

    ruling: Ruling
    text: str
    original: str
    paginas: tuple[int, ...] = ()

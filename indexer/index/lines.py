"""A line of results as a generation keeps it: all that a Hit and its passages need besides the text, small and quick to read."""

from dataclasses import dataclass, replace
from functools import cache

from pydantic import TypeAdapter

from indexer.index.analysis import lost_enye
from indexer.index.base import Indexed
from indexer.index.fields import cited
from models.persons import people_in
from models.privacy import private_names, public
from models.ruling import Fundamento, Resultado, Ruling, Seccion, Sentido
from models.search import Fragmento, Hit


@dataclass(frozen=True, slots=True)
class Line:
    """`privados`: names of private persons among the parties, to be masked in passages; `otros`: of those whom its text names
    besides, officials apart; `sin_enye`: the source lost its ñ."""

    id: str
    expediente: str
    titulo: str
    fecha: str | None
    sala: str | None
    resultado: Resultado | None
    sentido: Sentido | None
    entidades: tuple[str, ...]
    entidades_slug: tuple[str, ...]
    temas: tuple[str, ...]
    solicitada: str | None
    citas: int
    citada_por: int
    ficticia: bool
    privados: tuple[str, ...]
    otros: tuple[str, ...]
    secciones: tuple[Seccion, ...]
    fundamentos: tuple[Fundamento, ...]
    sin_enye: bool

    def to_json(self) -> bytes:
        """As `from_json` reads it."""
        return _adapter().dump_json(self)

    @staticmethod
    def from_json(line: bytes) -> "Line":
        """The line that `to_json` wrote."""
        return _adapter().validate_json(line)

    def hit(self, fragmentos: tuple[Fragmento, ...] = (), iguales: tuple[str, ...] = (), explicacion: tuple[str, ...] = ()) -> Hit:
        """The line of an answer."""
        return Hit(
            id=self.id,
            expediente=self.expediente,
            titulo=self.titulo,
            fecha=self.fecha,
            sala=self.sala,
            resultado=self.resultado,
            sentido_para_demandante=self.sentido,
            entidades=self.entidades,
            entidades_slug=self.entidades_slug,
            temas=self.temas,
            informacion_solicitada=self.solicitada,
            fragmentos=fragmentos,
            iguales=iguales,
            citas=self.citas,
            citada_por=self.citada_por,
            ficticia=self.ficticia,
            explicacion=explicacion,
        )


@cache
def _adapter() -> TypeAdapter[Line]:
    return TypeAdapter(Line)


def line_of(indexed: Indexed, shown: Ruling | None = None) -> Line:
    """The line of a ruling: private persons by initials in all that is shown (`shown`, where it was made before), their names kept only to be
    masked in passages."""
    ruling, names = shown or _shown(indexed.ruling), private_names(indexed.ruling)
    return Line(
        id=ruling.id,
        expediente=ruling.expediente,
        titulo=ruling.titulo,
        fecha=ruling.fecha,
        sala=ruling.sala,
        resultado=ruling.resultado,
        sentido=ruling.sentido_para_demandante,
        entidades=ruling.entidades,
        entidades_slug=ruling.entidades_slug,
        temas=ruling.temas,
        solicitada=ruling.informacion_solicitada,
        citas=len(cited(ruling)),
        citada_por=indexed.citada_por,
        ficticia=bool(ruling.fuente and ruling.fuente.ficticia),
        privados=names,
        otros=tuple(name for name in people_in(indexed.text) if name not in names),
        secciones=ruling.secciones,
        fundamentos=ruling.fundamentos,
        sin_enye=lost_enye(indexed.text, indexed.original),
    )


def _shown(ruling: Ruling) -> Ruling:
    """The record as it is shown, without what no line shows: to hide names in all points, orders and warnings takes five times as long."""
    return public(replace(ruling, causal_improcedencia=None, fallo=(), ordenes=(), advertencias=()))

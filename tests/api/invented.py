"""Invented rulings for the tests of the API and the pages: nobody in them exists."""

from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import get_args

from indexer.index.base import Indexed
from models.names import shown, slug
from models.ruling import (
    Advertencia,
    Cita,
    Defensa,
    Evidencia,
    Fuente,
    Fundamento,
    Instancia,
    NotaPie,
    Orden,
    Plazo,
    PuntoFallo,
    Resultado,
    Ruling,
    Seccion,
    Voto,
    Zona,
)

CLAIMANT = "Rosa Inventada Quispe Mamani"
TOWN = "Municipalidad Distrital de Ejemplo"
WATER = "Aguas Claras de Ejemplo S.A."
HOSTILE = "Empresa <script>alert(1)</script> S.A."


@dataclass
class Draft:
    """A text under construction, and the zones and numbers in it."""

    text: str = ""
    sections: list[Seccion] = field(default_factory=list)
    numbers: list[Fundamento] = field(default_factory=list)
    notes: list[NotaPie] = field(default_factory=list)

    def section(self, zona: Zona, lines: list[str], titulo: str | None = None, vote: int = 0) -> None:
        """A zone; lines that begin "7. " are fundamentos."""
        start = len(self.text)
        for line in lines:
            at = len(self.text)
            self.text += line + "\n"
            number = line.partition(".")[0]
            if zona in ("fundamentos", "voto") and number.isdecimal():
                self.numbers.append(Fundamento(f"v{vote}.{number}" if vote else number, at, at + len(line)))
            if zona == "notas":
                self.notes.append(NotaPie(line.partition(" ")[0], at, at + len(line)))
        self.sections.append(Seccion(zona, start, len(self.text), titulo))

    def evidence(self, words: str, rule: str) -> tuple[Evidencia, ...]:
        """Evidence at the first place of these words."""
        at = self.text.index(words)
        return (Evidencia("texto", rule, 0.95, at, at + len(words), 1),)


def _leading_draft() -> Draft:
    draft = Draft()
    draft.section(
        "caratula", ["EXP. N.° 90001-2022-PHD/TC", "LIMA NORTE", "ROSA INVENTADA QUISPE MAMANI", "SENTENCIA DEL TRIBUNAL CONSTITUCIONAL"]
    )
    draft.section(
        "asunto",
        [
            "ASUNTO",
            f"Recurso de agravio constitucional interpuesto por doña {CLAIMANT}, identificada con DNI N.° 40404040, contra la resolución que rechazó.",
        ],
    )
    draft.section(
        "antecedentes", ["ANTECEDENTES", f"La recurrente pide a la {TOWN} copia de las licencias de funcionamiento del jirón Inventado."]
    )
    draft.section("fundamentos", [
        "FUNDAMENTOS",
        "1. La demanda pide copia de las licencias de funcionamiento.",
        "2. El derecho de acceso se respeta cuando la entrega es completa, como se dijo en la STC 90002-2010-HD/TC, fundamento 4[1], y en la 01797-2002-HD/TC.",
        "3. La municipalidad alegó que la información no existe & no lo probó: <licencias>.",
    ])  # fmt: skip
    draft.section(
        "fallo",
        [
            "HA RESUELTO",
            "1. Declarar FUNDADA EN PARTE la demanda de hábeas data.",
            f"2. ORDENAR a la {TOWN} que entregue las licencias en diez días hábiles, sin costos.",
            "3. Declarar INFUNDADA la demanda en lo demás que contiene.",
        ],
    )
    draft.section("pie", ["Publíquese y notifíquese.", "SS.", "PRIMERA INVENTADA", "SEGUNDO INVENTADO"])
    draft.section(
        "voto",
        ["VOTO SINGULAR DEL MAGISTRADO TERCERO INVENTADO", "1. Discrepo de la mayoría.", "2. La demanda debió declararse INFUNDADA."],
        "VOTO SINGULAR DEL MAGISTRADO TERCERO INVENTADO",
        vote=1,
    )
    draft.section("notas", ["1 Véase el fundamento 4 de esa sentencia."])
    return draft


def _leading_evidence(draft: Draft) -> dict[str, tuple[Evidencia, ...]]:
    return {
        "resultado": draft.evidence("Declarar FUNDADA EN PARTE la demanda de hábeas data", "fallo.punto"),
        "fallo[0]": draft.evidence("Declarar FUNDADA EN PARTE la demanda de hábeas data", "fallo.punto"),
        "demandantes[0]": draft.evidence(CLAIMANT, "partes.asunto"),
        "costos": draft.evidence("sin costos", "costos.fallo"),
        "sala": (Evidencia("listado", "listado.sala", 0.95, campo="sala", url="https://tc.ejemplo/90001"),),
        "sentido_para_demandante": (Evidencia("derivado", "sentido.tabla", 0.9, campo="resultado,ambito"),),
    }


def _leading() -> Indexed:
    draft = _leading_draft()
    ruling = Ruling(
        id="90001-2022-HD", proceso="HD", expediente="90001-2022-PHD/TC", titulo=f"{shown(CLAIMANT)} contra {TOWN}", tipo_resolucion="sentencia",
        numero_sentencia="312/2023", sala="Sala Primera", ponente="Segundo Inventado", fecha="2023-03-02", fecha_publicacion="2023-05-02",
        distrito="Lima Norte", demandantes=(CLAIMANT,), demandados=(TOWN,), entidades=(TOWN,), entidades_slug=(slug(TOWN),),
        categoria_entidad=("municipalidad_distrital",), derechos=("acceso_informacion_publica",),
        informacion_solicitada=f"copia de las licencias de funcionamiento que pidió {CLAIMANT}", temas=("A19",), pretension=("B01",),
        fecha_demanda="2020-03-20", primera_instancia=Instancia("Primer Juzgado Civil de Ejemplo", "infundada", "2020-12-02"),
        segunda_instancia=Instancia("Sala Civil de Ejemplo", "infundada", "2021-10-03"), resultado="fundada_en_parte", ambito="demanda",
        sentido_para_demandante="gano_en_parte",
        fallo=(
            PuntoFallo(1, "fundada_en_parte", "demanda", "Declarar FUNDADA EN PARTE la demanda de hábeas data."),
            PuntoFallo(2, "ordena", "demanda", f"ORDENAR a la {TOWN} que entregue las licencias"),
            PuntoFallo(3, "infundada", "demanda", "Declarar INFUNDADA la demanda en lo demás que contiene."),
        ),
        ordenes=(Orden("entregar", TOWN, Plazo(10, "dias_habiles")),), costos="sin_costos", costas="no_menciona", votacion="mayoria",
        magistrados=("Primera Inventada", "Segundo Inventado"), votos=(Voto("Tercero Inventado", "voto_singular", "infundada", "todo", False),),
        normas=("LEY-27806:13", "CONST-1993:2.5"), precedentes=("90002-2010-HD", "01797-2002-HD"),
        excepciones_invocadas=("informacion_inexistente_o_no_poseida",), defensas=(Defensa("informacion_inexistente_o_no_poseida", "entidad", "no"),),
        citas=(Cita("90002-2010-HD", (4,), "mayoria", "resuelta", 1), Cita("01797-2002-HD", (), "mayoria", "fuera_de_la_coleccion", 1)),
        dias_demanda_a_tc=1077, secciones=tuple(draft.sections), fundamentos=tuple(draft.numbers), notas=tuple(draft.notes),
        texto_restaurado=True, texto_sha256=sha256(draft.text.encode()).hexdigest(),
        fuente=Fuente("sample", "https://tc.ejemplo/jurisprudencia/2023/90001-2022-HD.pdf", "ab" * 32, "2026-11-24T10:00:00Z", "ocr", True),
        evidencia=_leading_evidence(draft), advertencias=(Advertencia("demandantes", "El listado y el texto difieren.", (CLAIMANT, "Rosa Inventada Quizpe")),),
        sello="prueba",
    )  # fmt: skip
    return Indexed(ruling, draft.text, draft.text.replace("á", "a").replace("é", "e"), (0,), 0)


_SENTIDO = {"fundada": "gano", "fundada_en_parte": "gano_en_parte", "infundada": "perdio", "improcedente": "perdio"}


def _plain(number: int, year: int, resultado: Resultado, entity: str, **fields: object) -> Indexed:
    draft = Draft()
    draft.section(
        "asunto", ["ASUNTO", f"Recurso interpuesto por don Persona Inventada {number} contra la resolución que rechazó su demanda."]
    )
    draft.section(
        "fundamentos",
        ["FUNDAMENTOS", f"1. La demanda pide copias de las planillas número {number} de {entity}.", "2. El pedido se examina."],
    )
    draft.section("fallo", ["HA RESUELTO", f"Declarar {resultado.replace('_', ' ').upper()} la demanda."])
    name = f"{number:05d}-{year}-HD"
    ruling = Ruling(
        id=name, proceso="HD", expediente=f"{number:05d}-{year}-PHD/TC", titulo=f"P. I. contra {entity}", tipo_resolucion="sentencia",
        sala="Sala Segunda", fecha=f"{year + 2}-06-{number % 28 + 1:02d}", fecha_publicacion=str(year + 3), distrito="Lima",
        demandantes=("Persona Inventada",), demandados=(entity,), entidades=(entity,), entidades_slug=(slug(entity),),
        categoria_entidad=("empresa_agua" if entity == WATER else "empresa_privada" if entity == HOSTILE else "municipalidad_distrital",),
        derechos=("acceso_informacion_publica",), temas=("A04",), resultado=resultado, ambito="demanda",
        sentido_para_demandante=_SENTIDO.get(resultado, "neutro"),  # type: ignore[arg-type]
        secciones=tuple(draft.sections), fundamentos=tuple(draft.numbers),
        fuente=Fuente("sample", f"https://tc.ejemplo/{name}.pdf", "cd" * 32, "2026-11-24T10:00:00Z", "pdf", True), sello="prueba",
    )  # fmt: skip
    return Indexed(replace(ruling, **fields), draft.text, draft.text, (0,))  # type: ignore[arg-type]


def documents() -> list[Indexed]:
    """Forty-odd rulings: every outcome, two entities with many, one with few and a name to escape, one dispute with two resolutions."""
    outcomes = get_args(Resultado)
    made = [_leading()]
    made += [_plain(90002 + i, 2010 + i % 9, outcomes[i % len(outcomes)], (TOWN, WATER)[i % 2]) for i in range(40)]
    made.append(_plain(90050, 2015, "infundada", HOSTILE, titulo="=1+1 contra <b>nadie</b>"))
    made.append(_plain(90051, 2016, "fundada", "Clínica Inventada S.A.", temas=("A31",), demandantes=("Persona Inventada Luna",)))
    made.append(_plain(90052, 2012, "fundada", WATER, ambito="costos"))
    auto = _plain(90001, 2022, "admite_a_tramite", TOWN, id="90001-2022-HD-auto", tipo_resolucion="auto", fecha="2022-11-01")
    return [*made, auto]

"""A small invented collection for every engine, and a reference matcher in plain Python that shares no code with them."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer.index.base import Indexed, SearchIndex
from indexer.index.engines import engine_of
from indexer.index.generations import build_generation, current_generation
from indexer.index.live import LiveIndex
from models.document import Calidad
from models.ruling import Cita, Defensa, Fuente, Fundamento, Multa, Ruling, Seccion, Voto, Zona
from models.settings import Settings

Invent = Callable[..., Indexed]
Build = Callable[[Path, Sequence[Indexed]], SearchIndex]


def invent(ruling_id: str, zones: dict[Zona, str], *, original: str | None = None, citada_por: int = 0, **fields: object) -> Indexed:
    """A ruling of these zones, in order; lines "7. …" of fundamentos and votes are numbered paragraphs. Other fields as given."""
    text, sections, numbered, votes = "", [], [], 0
    for zone, content in zones.items():
        start = len(text)
        votes += zone == "voto"
        for line in content.split("\n"):
            number = line.partition(".")[0]
            if zone in ("fundamentos", "voto") and number.isdigit():
                numbered.append(Fundamento(f"v{votes}.{number}" if zone == "voto" else number, len(text), len(text) + len(line)))
            text += line + "\n"
        sections.append(Seccion(zone, start, len(text)))
    made = Ruling(
        id=ruling_id,
        proceso="HD",
        expediente=ruling_id[:13],
        titulo=f"R. M. Q. contra Entidad {ruling_id[:5]}",
        secciones=tuple(sections),
        fundamentos=tuple(numbered),
        calidad=Calidad("alta", 0.99),
        fuente=Fuente("carpeta", f"file:{ruling_id}.pdf", "0" * 64, "2026-01-01T00:00:00Z", "pdf"),
    )
    return Indexed(replace(made, **fields), text, original or text, (0,), citada_por)  # type: ignore[arg-type]


def build(home: Path, documents: Sequence[Indexed]) -> SearchIndex:
    """The embedded engine over these rulings."""
    settings = Settings(home=home)
    build_generation(settings, iter(documents), "prueba")
    assert current_generation(home) is not None
    return LiveIndex(settings)


SLUGS = ("oficina-inventada", "municipalidad-distrital-de-ejemplo", "universidad-imaginaria", "banco-ficticio")
RESULTS = ("fundada", "infundada", "improcedente", "fundada_en_parte", None)


def _varied(number: int) -> Indexed:
    """Ruling `number` of a family whose texts and facets are all different mixtures."""
    words = ("copias", "licencia", "planillas", "expediente", "pensión", "historia clínica", "reproducción", "costos")
    said = " ".join(words[(number * step) % len(words)] for step in range(1, 1 + number % 5))
    case = f"{90100 + number:05d}-{2005 + number % 17}"
    zones: dict[Zona, str] = {
        "caratula": f"EXP. N.º {case}-PHD/TC",
        "asunto": f"Recurso interpuesto por don Inventado Número {number} contra la resolución que declaró infundada la demanda.",
        "antecedentes": f"El recurrente pidió {said} y el emplazado contestó.",
        "fundamentos": f"1. Se solicita {said}.\n2. El artículo 13 de la Ley 27806 fue citado {number} veces.",
        "fallo": f"Declarar {(RESULTS[number % 5] or 'nula').upper().replace('_', ' ')} la demanda.",
    }
    return invent(f"{case}-HD", zones, citada_por=number * 7 % 11, **_decided(number), **_about(number))


def _decided(number: int) -> dict[str, Any]:
    """What was decided, when and by whom."""
    return {
        "fecha": None if number % 9 == 0 else f"{2006 + number % 17}-{1 + number % 12:02d}-{1 + number % 28:02d}",
        "fecha_publicacion": f"{2007 + number % 17}" if number % 2 else f"{2007 + number % 17}-03-01",
        "resultado": RESULTS[number % 5],
        "sentido_para_demandante": ("gano", "perdio", "perdio", "gano_en_parte", None)[number % 5],
        "ambito": "costos" if number % 7 == 0 else "demanda",
        "sala": ("Pleno", "Sala Primera", "Sala Segunda", None)[number % 4],
        "numero_sentencia": f"0{300 + number}/2022" if number % 4 else None,
        "magistrados": ("Inventada Pérez", "Ficticio Ñahui")[: 1 + number % 2],
        "votos": (Voto("Ficticio Ñahui", "voto_singular" if number % 6 == 0 else "fundamento_de_voto"),) if number % 3 == 0 else (),
        "multas": (Multa("abogado", 5.0),) if number % 10 == 0 else (),
        "proceso": "AA" if number % 13 == 0 else "HD",
    }


def _about(number: int) -> dict[str, Any]:
    """Who is in it, about what, with what law."""
    entities = tuple(dict.fromkeys(SLUGS[(number + step) % len(SLUGS)] for step in range(number % 3)))
    return {
        "demandantes": (f"Inventado Número {number} Quispe Ñaupari",),
        "litigante_frecuente": None if number % 3 == 0 else number % 3 == 1,
        "entidades": tuple(slug.replace("-", " ").title() for slug in entities),
        "entidades_slug": entities,
        "categoria_entidad": ("organismo_publico",) if entities else (),
        "distrito": "Lima" if number % 2 else "Áncash",
        "derechos": ("acceso_informacion_publica", "autodeterminacion_informativa")[: 2 - number % 2],
        "temas": tuple(f"A{1 + (number + step) % 6:02d}" for step in range(number % 4)),
        "normas": ("LEY-27806:13", "CONST-1993:2.5") if number % 3 else ("LEY-27806:10", "DS-043-2003-PCM:5"),
        "precedentes": ("01797-2002-HD",) if number % 4 == 0 else (),
        "citas": (Cita("00937-2013-HD"),) if number % 5 == 0 else (),
        "excepciones_invocadas": ("reserva_tributaria",) if number % 8 == 0 else (),
        "defensas": (Defensa("reserva_tributaria", "entidad", "en_parte"),) if number % 16 == 0 else (),
    }


def _special() -> list[Indexed]:
    """Rulings about one trap each."""
    lost = "El ano pasado la compania pidio informacion al senor Inventado."
    return [
        invent(
            "90001-2010-HD",
            {"asunto": "x", "fundamentos": "1. El derecho de acceso a la información pública es del año 2010.\n2. Otra cosa."},
        ),
        invent("90002-2011-HD", {"asunto": "x", "fundamentos": "1. El acceso libre a la nueva información es público."}),
        invent("90003-2012-HD", {"asunto": "x", "fundamentos": "1. Un ano de mar; señal de que este texto conserva su eñe."}),
        invent("90004-2013-HD", {"asunto": "x", "fundamentos": f"1. {lost}"}, original=f"x\n1. {lost}\n"),
        invent(
            "90005-2014-HD",
            {
                "asunto": "x",
                "fundamentos": "1. El costo de reproducción resulta en este caso abusivo. El monto es otro.\n2. Nada más.",
                "fallo": "Declarar INFUNDADA la demanda, con costas.",
                "voto": "1. Mi voto es porque se declare fundada y se paguen viáticos.",
            },
        ),
        invent("90006-2015-HD", {"asunto": "x", "fallo": "Ha resuelto declarar improcedente <b>todo</b> & nada."}),
        invent("90006-2015-HD-auto", {"asunto": "Corrección de la resolución", "fallo": "Corregir."}, tipo_resolucion="auto"),
        invent("90007-2015-AA", {"asunto": "Proceso de amparo sobre viáticos."}, proceso="AA"),
        *(
            invent(
                f"{90010 + n}-2016-HD",
                {"asunto": "Texto gemelo sobre tarifas eléctricas."},
                serie="tarifas-2016",
                fecha=f"2017-01-0{1 + n}",
            )
            for n in range(3)
        ),
        invent("90014-2016-HD", {"asunto": "Texto suelto sobre tarifas eléctricas y otras tarifas."}, fecha="2018-05-05"),
    ]


@pytest.fixture(scope="session")
def collection() -> list[Indexed]:
    """52 invented rulings."""
    return [*_special(), *(_varied(number) for number in range(40))]


def build_elastic(home: Path, documents: Sequence[Indexed]) -> SearchIndex:
    """Elasticsearch over these rulings."""
    settings = Settings(home=home, engine="elastic", elastic_url=elastic_url())
    engine_of(settings).build(iter(documents), "prueba")
    return LiveIndex(settings)


def elastic_url() -> str:
    """The address of the node that `.ci/run` starts; skips where there is none."""
    return os.environ.get("HABEAS_ELASTIC_URL") or pytest.skip("HABEAS_ELASTIC_URL is not set: Elasticsearch was not tried")


@pytest.fixture(scope="session")
def elastic_node() -> str:
    """The address of a real node; skips where there is none."""
    return elastic_url()


ENGINES: Mapping[str, Build] = {"embedded": build, "elastic": build_elastic}
"""Engine → how to build it."""


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Build:
    """How to build each engine: the same tests run on all."""
    made: Build = ENGINES[request.param]
    return made


@pytest.fixture(scope="session")
def index(engine: Build, collection: list[Indexed], tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """The collection in an engine."""
    return engine(tmp_path_factory.mktemp("home"), collection)


@pytest.fixture(scope="session")
def invented() -> Invent:
    """Makes one more ruling."""
    return invent


@pytest.fixture
def built(engine: Build, tmp_path: Path) -> Callable[[Sequence[Indexed]], SearchIndex]:
    """Builds the engine over other rulings."""
    return lambda documents: engine(tmp_path / "home", documents)


@pytest.fixture(scope="session")
def real_home(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the 843 real rulings, imported and built by the real command line (two minutes; vectors, which no test asks it for, take ten)."""
    home = tmp_path_factory.mktemp("real")
    words_only = {**os.environ, "HABEAS_MEANING": "off"}
    for arguments in (["import", str(shared / "corpus" / "habeas-data.tar.xz")], ["build"]):
        subprocess.run([sys.executable, "-m", "habeas", "--home", str(home), *arguments], check=True, capture_output=True, env=words_only)
    return home

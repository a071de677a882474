"""The whole record of an invented ruling: every value has evidence, every span says it, nothing is guessed."""

import dataclasses
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from indexer.extract.components import pipeline
from indexer.extract.extract import extract
from indexer.extract.stamp import stamp
from models.document import Calidad, DocumentText, Listing
from models.errors import NotARuling
from models.ids import identify
from models.ruling import Fuente, Ruling

TEXT = """Sala Segunda. Sentencia 0312/2022
EXP. N.° 90001-2019-PHD/TC
LAMBAYEQUE
ROSA QUISPE FICTICIA
SENTENCIA DEL TRIBUNAL CONSTITUCIONAL
En Lima, a los 3 días del mes de mayo de 2021, la Sala Segunda del Tribunal Constitucional, integrada por los magistrados Ferrero Costa,
  Blume Fortini y Sardón de Taboada, pronuncia la siguiente sentencia, con el voto singular del magistrado Sardón de Taboada, que se
  agrega.
ASUNTO
Recurso de agravio constitucional interpuesto por doña Rosa Quispe Ficticia contra la resolución de fojas 90, de fecha 4 de marzo de
  2019, expedida por la Sala Civil de la Corte Superior de Justicia de Lambayeque, que declaró improcedente la demanda de autos.
ANTECEDENTES
Con fecha 13 de febrero de 2018, la recurrente interpone demanda de hábeas data contra la Municipalidad Distrital de Ejemplo, a fin de
  que se le entregue copia del plano de su calle.
El Juzgado Civil de Chiclayo, con fecha 5 de julio de 2018, declaró infundada la demanda.
FUNDAMENTOS
1. El artículo 2, inciso 5, de la Constitución reconoce el derecho de acceso a la información pública.
2. La emplazada no probó la búsqueda.
Por estos fundamentos, el Tribunal Constitucional, con la autoridad que le confiere la Constitución Política del Perú,
HA RESUELTO
1. Declarar FUNDADA la demanda por haberse vulnerado el derecho de acceso a la información pública.
2. ORDENAR a la Municipalidad Distrital de Ejemplo que entregue la copia en el plazo de dos días, con el pago de los costos.
Publíquese y notifíquese.
SS.
FERRERO COSTA
BLUME FORTINI
PONENTE BLUME FORTINI
VOTO SINGULAR DEL MAGISTRADO SARDÓN DE TABOADA
Mi voto es por declarar IMPROCEDENTE la demanda.
S.
SARDÓN DE TABOADA
""".replace("\n  ", " ")
"""A ruling of ours: paragraphs are lines, here folded with two blanks."""
FUENTE = Fuente("sedetc", "https://www.tc.gob.pe/jurisprudencia/2022/90001-2019-HD.pdf", "0" * 64, "2026-01-01T00:00:00Z", "pdf")
LISTING = Listing(
    "sedetc", "1", FUENTE.url, expediente="90001-2019-HD", sala="Sala Segunda", distrito="Lambayeque", fecha_publicacion="2022-06-01"
)


def made(text: str = TEXT, name: str = "90001-2019-HD", listings: tuple[Listing, ...] = ()) -> Ruling:
    document = DocumentText(text, text, (0, 200), (), "texto", Calidad("alta", 1.0), avisos=("Falta una página.",))
    identity = identify(name)
    return extract(document, identity, identity.ruling_id(), listings, FUENTE, name)


def test_the_record_says_what_the_ruling_says() -> None:
    ruling = made()
    assert (ruling.id, ruling.proceso, ruling.expediente) == ("90001-2019-HD", "HD", "90001-2019-PHD/TC")
    assert ruling.titulo == "R. Q. F. contra Municipalidad Distrital de Ejemplo"
    assert (ruling.tipo_resolucion, ruling.numero_sentencia, ruling.sala, ruling.ponente) == (
        "sentencia",
        "312/2022",
        "Sala Segunda",
        "Blume Fortini",
    )
    assert (ruling.fecha, ruling.fecha_demanda, ruling.dias_demanda_a_tc) == ("2021-05-03", "2018-02-13", 1175)
    assert (ruling.resultado, ruling.ambito, ruling.sentido_para_demandante, ruling.costos) == ("fundada", "demanda", "gano", "con_costos")
    assert [(one.punto, one.resultado, one.objeto) for one in ruling.fallo] == [
        (1, "fundada", "demanda"),
        (2, "ordena", "demanda"),
        (2, "ordena", "costos"),
    ]
    assert (ruling.ordenes[0].tipo, ruling.ordenes[0].a) == ("entregar", "Municipalidad Distrital de Ejemplo")
    assert ruling.votacion == "mayoria"
    assert [one.numero for one in ruling.fundamentos] == ["1", "2"]
    assert ruling.fecha_publicacion == "2022"


_TEXTLESS = {
    "id", "secciones", "fundamentos", "notas", "texto_restaurado", "texto_sha256", "calidad", "fuente", "evidencia", "advertencias", "sello",
    "litigante_frecuente", "serie", "familia",
}  # fmt: skip


def test_the_title_shows_an_institution_whole_even_where_its_name_looks_like_a_persons() -> None:
    ruling = made(TEXT.replace("Municipalidad Distrital de Ejemplo", "Radio Alegría del Norte"))
    assert ruling.categoria_entidad == ("empresa_privada",)
    assert ruling.titulo == "R. Q. F. contra Radio Alegría del Norte"


def filled(ruling: Ruling) -> dict[str, Any]:
    values = {field.name: getattr(ruling, field.name) for field in dataclasses.fields(ruling) if field.name not in _TEXTLESS}
    return {name: value for name, value in values.items() if value not in (None, ())}


def test_every_value_has_its_evidence() -> None:
    ruling = made(listings=(LISTING,))
    paths = [
        f"{name}[{place}]" if isinstance(value, tuple) else name
        for name, value in filled(ruling).items()
        for place in range(len(value) if isinstance(value, tuple) else 1)
    ]
    assert [path for path in paths if not ruling.evidencia.get(path)] == []


def test_every_span_lies_in_the_text_and_is_short() -> None:
    spans = [one for items in made().evidencia.values() for one in items if one.origen == "texto"]
    assert spans
    assert all(
        one.inicio is not None and one.fin is not None and 0 <= one.inicio < one.fin <= len(TEXT) and one.fin - one.inicio <= 300
        for one in spans
    )
    assert {one.pagina for one in spans} == {1, 2}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("fecha", "3 días del mes de mayo de 2021"),
        ("distrito", "LAMBAYEQUE"),
        ("fallo[0]", "Declarar FUNDADA la demanda por haberse vulnerado el derecho de acceso a la información pública"),
        ("fallo[2]", "con el pago de los costos"),
        ("votos[0]", "VOTO SINGULAR DEL MAGISTRADO SARDÓN DE TABOADA"),
        ("ponente", "PONENTE BLUME FORTINI"),
    ],
)
def test_the_evidence_is_the_smallest_clause_that_says_it(path: str, words: str) -> None:
    one = made().evidencia[path][0]
    assert TEXT[one.inicio : one.fin].strip() == words


def test_listings_fill_what_the_text_lacks_and_contradict_in_a_warning() -> None:
    without = TEXT.replace("Sala Segunda. Sentencia 0312/2022\n", "").replace("LAMBAYEQUE\n", "").replace("de Lambayeque", "")
    listing = dataclasses.replace(LISTING, numero_sentencia="Sentencia 312/2022", sala="Pleno", distrito="LAMBAYEQUE")
    ruling = made(without, listings=(listing,))
    assert (ruling.numero_sentencia, ruling.distrito, ruling.sala, ruling.fecha_publicacion) == (
        "312/2022",
        "Lambayeque",
        "Sala Segunda",
        "2022-06-01",
    )
    assert ruling.evidencia["numero_sentencia"][0].origen == "listado"
    assert ("sala", ("Sala Segunda", "Pleno")) in [(one.campo, one.valores) for one in ruling.advertencias]


def test_what_the_reader_noticed_reaches_the_reader() -> None:
    assert [one.mensaje for one in made().advertencias] == ["Falta una página."]


def test_unknown_is_null_and_never_a_guess() -> None:
    ruling = made("EXP. N.° 90001-2019-PHD/TC\nTexto que no dice nada más.\n")
    assert (ruling.resultado, ruling.fecha, ruling.sala, ruling.costos, ruling.votacion) == (None,) * 5
    assert ruling.titulo == "90001-2019-PHD/TC"


def test_a_text_without_expediente_and_date_is_no_ruling() -> None:
    with pytest.raises(NotARuling):
        made("Receta de cocina.\nSe mezcla todo.\n")


def test_a_queja_about_habeas_data_belongs_to_habeas_data() -> None:
    text = "EXP. N.° 90001-2019-Q/TC\nLIMA\nAUTO DEL TRIBUNAL CONSTITUCIONAL\nLima, 3 de mayo de 2021\nVISTO\nEl recurso de queja en el proceso de {}.\n"
    assert made(text.format("hábeas data"), "90001-2019-Q Resolucion").proceso == "HD"
    assert made(text.format("amparo"), "90001-2019-Q Resolucion").proceso == "Q"


def test_the_pipeline_is_spacys_with_our_components_in_their_order() -> None:
    assert pipeline().pipe_names == [
        "caption",
        "parties",
        "instances",
        "decision",
        "orders",
        "votes",
        "law",
        "request",
        "listing",
        "record",
    ]


def test_the_stamp_is_stable_and_on_the_record() -> None:
    assert made().sello == stamp()
    assert len(stamp()) == 16


SHARED = Path(__file__).parents[3].parent / "shared"


@pytest.mark.corpus
@pytest.mark.skipif(not SHARED.exists(), reason="the real rulings are beside the repository only where they may be read")
def test_real_rulings_keep_the_invariants() -> None:
    """Some of every decade: evidence for every value, sections side by side, fundamentos inside sections."""
    import tarfile

    from indexer.read.read import read_text
    from models.document import RawDocument

    with tarfile.open(SHARED / "corpus" / "habeas-data.tar.xz") as tar:
        for place, member in enumerate(one for one in tar if one.name.endswith(".md")):
            if place % 60:
                continue
            file = tar.extractfile(member)
            assert file is not None
            name = Path(member.name).name.removesuffix(".pdf.md")
            raw = RawDocument(f"file:{member.name}", name, file.read(), "texto", "alex", datetime(2026, 1, 1, tzinfo=UTC))
            document, identity = read_text(raw), identify(name)
            ruling = extract(document, identity, identity.ruling_id(), (), FUENTE, name)
            missing = [
                name
                for name, value in filled(ruling).items()
                if not ruling.evidencia.get(f"{name}[0]" if isinstance(value, tuple) else name)
            ]
            assert missing == [], member.name
            assert ruling.secciones[0].inicio == 0
            assert ruling.secciones[-1].fin == len(document.text)
            assert all(one.fin - one.inicio > 0 for one in ruling.fundamentos)

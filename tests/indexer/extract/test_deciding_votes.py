"""Which votes are the Court's text where there is no other: invented files of a razón and three votes."""

from indexer.extract.citations import citas, precedentes
from indexer.extract.deciding_votes import deciding_votes
from indexer.extract.norms import normas
from indexer.extract.source import Source
from models.document import Calidad, DocumentText
from models.ids import identify
from models.ruling import Evidencia, Seccion, Voto, Zona

RAZON = "RAZÓN DE RELATORÍA\nLa sentencia se compone de los votos que siguen.\n"
FIRST = (
    "VOTO SINGULAR DE LA MAGISTRADA UNO\nSegún el artículo 62 del Código Procesal Constitucional y la STC 01111-2010-PHD/TC, es FUNDADA.\n"
)
SECOND = "VOTO SINGULAR DEL MAGISTRADO DOS\nPor el artículo 56 del Código Procesal Constitucional y la STC 02222-2011-PHD/TC, es FUNDADA.\n"
DRAFT = (
    "VOTO SINGULAR DEL MAGISTRADO TRES\nASUNTO\nRecurso interpuesto por don Juan.\n"
    "Por el artículo 5 del Código Procesal Constitucional y la STC 03333-2012-PHD/TC, es INFUNDADA.\n"
)


def _source(*parts: tuple[Zona, str]) -> Source:
    text, zones = "", []
    for zone, words in parts:
        zones.append(Seccion(zone, len(text), len(text) + len(words)))
        text += words
    document = DocumentText(text, text, (), (), "texto", Calidad("media", None))
    return Source(document, identify("90001-2018-HD"), (), tuple(zones), (), "90001-2018-HD")


def _vote(name: str, sense: str | None, wins: bool | None) -> Voto:
    return Voto(name, "voto_singular", sense, None, wins)


def _said(source: Source) -> dict[str, tuple[Evidencia, ...]]:
    return {f"votos[{place}]": (source.quote(one.inicio, one.inicio + 30, "votos", 0.9),) for place, one in enumerate(source.zones("voto"))}


SOURCE = _source(("razon", RAZON), ("voto", FIRST), ("voto", SECOND), ("voto", DRAFT))


def test_the_law_of_a_decision_made_of_votes_is_that_of_those_who_make_it() -> None:
    votes = [_vote("Uno", "fundada", True), _vote("Dos", "fundada", True), _vote("Tres", "infundada", False)]
    deciding = deciding_votes(SOURCE, votes, _said(SOURCE))
    assert [one.inicio for one in deciding] == [one.inicio for one in list(SOURCE.zones("voto"))[:2]]
    assert {found.value for found in normas(SOURCE, deciding)} == {"CPC-2004:62", "CPC-2004:56"}
    cited = citas(SOURCE, deciding)
    assert [found.value for found in precedentes(cited)] == ["01111-2010-HD", "02222-2011-HD"]
    assert [found.value.donde for found in cited] == ["mayoria", "mayoria", "voto"]


def test_the_vote_that_tells_the_case_counts_unless_it_is_known_to_have_lost() -> None:
    votes = [_vote("Uno", "fundada", True), _vote("Dos", "fundada", True), _vote("Tres", None, False)]
    assert len(deciding_votes(SOURCE, votes, _said(SOURCE))) == 3


def test_without_a_vote_known_to_decide_none_is_picked() -> None:
    assert deciding_votes(SOURCE, [_vote("Uno", None, None)], _said(SOURCE)) == ()


def test_where_the_court_decides_in_its_own_text_votes_are_not_it() -> None:
    whole = _source(("fundamentos", "FUNDAMENTOS\n1. Nada.\n"), ("fallo", "HA RESUELTO\nDeclarar FUNDADA la demanda.\n"), ("voto", FIRST))
    assert deciding_votes(whole, [_vote("Uno", "fundada", True)], _said(whole)) == ()

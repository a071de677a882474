"""Rights from invented reasons and requests."""

import pytest

from indexer.extract.rights import derechos
from models.ruling import Zona
from tests.indexer.extract.sources import source_of


@pytest.mark.parametrize(
    ("reasons", "decision", "rights"),
    [
        (
            "Se pide información pública.",
            "Declarar FUNDADA la demanda por vulnerarse el derecho de acceso a la información pública.",
            ["acceso_informacion_publica"],
        ),
        (
            "Invoca el acceso a la información pública; corresponde la autodeterminación informativa, que ha sido vulnerada.",
            "Declarar FUNDADA la demanda por vulnerarse la autodeterminación informativa.",
            ["autodeterminacion_informativa"],
        ),
        (
            "El hábeas data protege los incisos 5 y 6 del artículo 2. Se ha vulnerado el derecho de acceso a la información pública.",
            "Declarar FUNDADA la demanda.",
            ["acceso_informacion_publica"],
        ),
        ("Nada se dice.", "Declarar INFUNDADA la demanda.", []),
        (
            "El derecho que ejerce es el de autodeterminación informativa y no el de acceso a la información pública, como erróneamente invoca. "
            "Se pide acceso a la información de sus aportes. El acceso a la información fue negado.",
            "Declarar FUNDADA la demanda.",
            ["autodeterminacion_informativa"],
        ),
        (
            "Si bien el actor invoca erróneamente el acceso a la información pública, se trata de otra cosa. El acceso a la información se pidió. "
            "Se examina la autodeterminación informativa.",
            "Declarar FUNDADA la demanda.",
            ["autodeterminacion_informativa"],
        ),
        ("La emplazada sostiene que protege datos personales.", "Declarar INFUNDADA la demanda.", []),
        (  # what the Court judges by outweighs what it explains at length
            "El acceso a la información pública es un derecho. Lo sirve la Ley de Transparencia y Acceso a la Información Pública. "
            "Corresponde determinar si se ha vulnerado el derecho a la autodeterminación informativa.",
            "Declarar FUNDADA la demanda.",
            ["autodeterminacion_informativa"],
        ),
        (  # recast
            "Si bien el actor considera que se vulnera su derecho de acceso a la información pública, este Tribunal estima, por el iura novit "
            "curia, que el derecho que en realidad sustenta su pretensión es el de autodeterminación informativa.",
            "Declarar FUNDADA la demanda.",
            ["autodeterminacion_informativa"],
        ),
        (
            "En realidad, no estaría comprometido su derecho de acceso a la información pública, sino el de autodeterminación informativa.",
            "Declarar FUNDADA la demanda.",
            ["autodeterminacion_informativa"],
        ),
        (  # both, in one breath, but judged
            "Nada.",
            "Declarar FUNDADA la demanda por haberse vulnerado los derechos de acceso a la información pública y a la autodeterminación "
            "informativa.",
            ["acceso_informacion_publica", "autodeterminacion_informativa"],
        ),
        (  # one's own record is no public information
            "Se ha acreditado que lesionó el derecho de acceso a la información personal del actor.",
            "Declarar FUNDADA la demanda.",
            ["autodeterminacion_informativa"],
        ),
        (  # the law that hides other people's data names no right of the claimant
            "Corresponde determinar si el tachado afecta o no el derecho de acceso a la información pública. La Ley de Protección de Datos "
            "Personales garantiza el derecho a la protección de los datos personales del artículo 2, numeral 6.",
            "Declarar INFUNDADA la demanda.",
            ["acceso_informacion_publica"],
        ),
        ("Lo ampara el artículo 2°, inciso 5 de la Constitución.", "Declarar FUNDADA la demanda.", ["acceso_informacion_publica"]),
    ],
)
def test_the_right_is_the_one_that_the_court_examines(reasons: str, decision: str, rights: list[str]) -> None:
    found = derechos(source_of(("fundamentos", reasons), ("fallo", decision)))
    assert [one.value for one in found] == rights


COSTS: tuple[Zona, str] = (
    "asunto",
    "ASUNTO\nRecurso de agravio contra la sentencia que declaró fundada la demanda y exoneró a la emplazada del pago de costos.",
)


def test_where_only_costs_are_appealed_the_right_is_the_one_of_the_suit() -> None:
    source = source_of(
        COSTS,
        ("antecedentes", "Se afectó el derecho de acceso a la información pública."),
        ("fundamentos", "Los costos se rigen por el artículo 56."),
        ("fallo", "Declarar FUNDADO el recurso."),
    )
    assert [one.value for one in derechos(source)] == ["acceso_informacion_publica"]


REQUEST = "ANTECEDENTES\nLa recurrente interpone demanda de hábeas data contra X, solicitando que se le entregue "


@pytest.mark.parametrize(
    ("asked", "rights"),
    [
        ("copia del acta de apertura de sobres.", ["acceso_informacion_publica"]),
        ("el detalle de sus aportes.", ["autodeterminacion_informativa"]),  # about herself
        ("una disculpa.", []),
    ],
)
def test_where_no_right_is_named_it_follows_from_the_request(asked: str, rights: list[str]) -> None:
    found = derechos(source_of(("antecedentes", REQUEST + asked), ("fundamentos", "Nada."), ("fallo", "Declarar FUNDADA la demanda.")))
    assert [one.value for one in found] == rights
    assert [one.evidence[0].regla for one in found] == ["derechos.peticion"] * len(rights)


def test_where_the_demand_is_not_decided_no_right_is_read_from_the_request() -> None:
    assert derechos(source_of(("antecedentes", REQUEST + "copia del acta."), ("fallo", "Declarar NULO el concesorio."))) == ()


def test_where_only_costs_are_appealed_no_right_is_read_from_the_request() -> None:
    facts = REQUEST + "copia del acta."
    assert (
        derechos(source_of(COSTS, ("antecedentes", facts), ("fundamentos", "Los costos."), ("fallo", "Declarar FUNDADO el recurso."))) == ()
    )


def test_a_right_that_only_the_respondent_speaks_of_is_not_at_issue() -> None:
    facts = (
        "ANTECEDENTES\nLa recurrente interpone demanda de hábeas data contra X.\n"
        "La emplazada contesta la demanda y alega que la Ley de Transparencia y Acceso a la Información Pública no la obliga."
    )
    assert derechos(source_of(("antecedentes", facts), ("fundamentos", "Nada."))) == ()

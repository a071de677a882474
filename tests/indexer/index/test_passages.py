"""Passages: marks from the tree over the text, zone and number, HTML-safe, private persons by initials."""

import re
from collections.abc import Callable

import pytest

from indexer.index.base import Indexed
from indexer.index.highlight import marked, passages
from indexer.index.lines import line_of
from indexer.index.masking import mask
from indexer.index.match import Matcher
from indexer.index.query.parse import parse
from models.ruling import Zona

Invent = Callable[..., Indexed]


def whole(q: str, text: str, *names: str) -> str:
    return marked(Matcher(text, zone="fundamentos"), parse(q), names)


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("pedido", "El <mark>pedido</mark> de acceso a la información, y los <mark>pedidos</mark> de informes."),
        ('"acceso a la información"', "El pedido de <mark>acceso a la información</mark>, y los pedidos de informes."),
        ('"ACCESO A LA INFORMACION"', "El pedido de <mark>acceso a la información</mark>, y los pedidos de informes."),
        ("infor*", "El pedido de acceso a la <mark>información</mark>, y los pedidos de <mark>informes</mark>."),
        ("acceso /4 pedidos", "El <mark>pedido</mark> de <mark>acceso</mark> a la información, y los pedidos de informes."),
        ("pedido -acceso", "El <mark>pedido</mark> de acceso a la información, y los <mark>pedidos</mark> de informes."),
        ("NO pedido", "El pedido de acceso a la información, y los pedidos de informes."),
        ("fallo:pedido", "El pedido de acceso a la información, y los pedidos de informes."),
        ("fundamentos:acceso resultado:fundada", "El pedido de <mark>acceso</mark> a la información, y los pedidos de informes."),
        ('acceso "acceso a"', "El pedido de <mark>acceso a</mark> la información, y los pedidos de informes."),
    ],
)
def test_marks_are_what_the_tree_asks_for(q: str, expected: str) -> None:
    assert whole(q, "El pedido de acceso a la información, y los pedidos de informes.") == expected


def test_html_in_a_text_is_escaped_and_marks_stand() -> None:
    assert whole("script", "Un <script> & más.") == "Un &lt;<mark>script</mark>&gt; &amp; más."


ROSA = "Rosa María de la Cruz Quispe"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("interpuesto por doña Rosa María de la Cruz Quispe contra", "interpuesto por doña R. M. C. Q. contra"),
        ("ROSA MARIA DE LA CRUZ QUISPE", "R. M. C. Q."),
        ("la señora De la Cruz apela; Quispe insiste", "la señora De la C. apela; Q. insiste"),
        ("rosa maria quispe pide", "r. m. q. pide".upper().replace("PIDE", "pide")),
        ("Rosa Marla de la Cruz Quispee", "R. Marla de la C. Q."),
        ("La Municipalidad de Lima y la rosa", "La Municipalidad de Lima y la rosa"),
        ("Corte Superior", "Corte Superior"),
    ],
)
def test_names_of_a_private_person_become_initials(text: str, shown: str) -> None:
    assert mask(text, [ROSA]) == shown


def test_a_mark_on_a_name_stays_around_its_initials() -> None:
    assert whole("quispe", "Habló Rosa María de la Cruz Quispe ayer.", ROSA) == "Habló <mark>R. M. C. Q.</mark> ayer."
    assert whole('"cruz quispe ayer"', "Habló Rosa María de la Cruz Quispe ayer.", ROSA) == "Habló <mark>R. M. C. Q. ayer</mark>."


ANA = "Ana Soto Luna"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ana Soto Luna pidió en Luna Nueva", "A. S. L. pidió en Luna Nueva"),  # one word may be a place's
        ("SOTO LUNA, ANA", "S. L. A."),
        ("el señor Soto y la calle Soto", "el señor S. y la calle Soto"),
        ("Rosa Quispe y Ana Soto de Luna", "R. Q. y A. S. L."),
        ("la soto luna", "la S. L."),
    ],
)
def test_others_whom_a_text_names_become_initials_where_two_words_stand_together(text: str, shown: str) -> None:
    assert mask(text, [ROSA], [ANA]) == shown


def test_persons_who_are_no_parties_are_hidden_in_every_passage(invented: Invent) -> None:
    far = "1. Lo pedido por don Ana Soto Luna.\n2. " + "relleno " * 40 + f"según {ANA} la licencia " + "y nada más " * 30
    line = line_of(made := invented("90706-2020-HD", {"fundamentos": far}, demandantes=(ROSA,)))
    assert line.otros == (ANA,)
    matcher = Matcher(made.text, line.sin_enye, line.secciones, line.fundamentos)
    for q, marked_as in (
        ("licencia", "según A. S. L. la <mark>licencia</mark>"),
        ('"soto luna"', "según <mark>A. S. L.</mark> la licencia"),
    ):
        assert marked_as in "".join(one.texto for one in passages(matcher, parse(q), line.privados, line.otros))


@pytest.mark.parametrize("gap", range(55, 80))
def test_a_name_that_the_edge_of_a_passage_cuts_is_hidden_too(invented: Invent, gap: int) -> None:
    text = f"1. {'antes ' * 20}{ANA} {'x' * (gap - 1)} licencia {'y' * (gap - 1)} {ANA}{' después' * 20}"
    made = invented("90707-2020-HD", {"fundamentos": text})
    (found,) = passages(Matcher(made.text, False, made.ruling.secciones, made.ruling.fundamentos), parse("licencia"), (), (ANA,))
    assert not {"Ana", "Soto", "Luna"} & set(re.findall(r"\w+", found.texto))


ZONES: dict[Zona, str] = {
    "caratula": "EXP. LICENCIA ROSA MARÍA DE LA CRUZ QUISPE",
    "antecedentes": "Se pidió licencia.\n" + "Relleno sin nada que decir. " * 30,
    "fundamentos": "1. Nada.\n2. La licencia de obra que pidió Rosa María de la Cruz Quispe es pública.\n"
    + "3. Más relleno sin nada. " * 20,
    "fallo": "Ordena entregar la licencia de obra.",
    "voto": "1. Mi voto sobre la licencia de obra.",
}


def test_the_two_best_passages_come_in_text_order_with_zone_and_number(invented: Invent) -> None:
    line = line_of(made := invented("90701-2020-HD", ZONES, demandantes=(ROSA,)))
    matcher = Matcher(made.text, line.sin_enye, line.secciones, line.fundamentos)
    found = passages(matcher, parse('"licencia de obra" pública'), line.privados)
    assert [(one.zona, one.fundamento) for one in found] == [("fundamentos", "2"), ("fallo", None)]
    assert found[0].texto == "2. La <mark>licencia de obra</mark> que pidió R. M. C. Q. es <mark>pública</mark>."
    assert "Rosa" not in "".join(one.texto for one in found)


def test_a_long_paragraph_is_cut_at_words_around_the_hit(invented: Invent) -> None:
    made = invented("90702-2020-HD", {"fundamentos": "1. " + "antes " * 80 + "licencia " + "después " * 80})
    (found,) = passages(Matcher(made.text, False, made.ruling.secciones, made.ruling.fundamentos), parse("licencia"), ())
    assert found.texto.startswith("…antes ")
    assert found.texto.endswith(" después…")
    assert len(found.texto) < 300


def test_a_query_of_facets_alone_has_no_passages(invented: Invent) -> None:
    made = invented("90703-2020-HD", ZONES)
    assert passages(Matcher(made.text), parse("resultado:fundada -licencia"), ()) == ()


def test_institutions_are_not_masked(invented: Invent) -> None:
    assert line_of(invented("90704-2020-HD", ZONES, demandantes=("Asociación de Vecinos de Ejemplo",))).privados == ()
    assert line_of(invented("90705-2020-HD", ZONES, demandantes=(ROSA,))).privados == (ROSA,)

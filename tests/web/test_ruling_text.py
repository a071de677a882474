"""A ruling's text as sections: every word once and in its place, headings never doubled."""

import re
from html import unescape

import pytest

from api.desk import Desk
from indexer.index.base import Indexed
from indexer.index.live import LiveIndex
from models.ruling import Ruling, Seccion, Zona
from models.settings import Settings
from web.ruling_text import SectionView, sections


@pytest.fixture(scope="module")
def desk(settings: Settings) -> Desk:
    """The desk over the invented rulings."""
    return Desk(LiveIndex(settings), settings)


def sectioned(desk: Desk, *zones: tuple[Zona, str | None, str]) -> tuple[SectionView, ...]:
    """The sections of a text made of these zones: (zona, printed title, words)."""
    text, spans = "", []
    for zona, title, words in zones:
        spans.append(Seccion(zona, len(text), len(text) + len(words) + 1, title))
        text += words + "\n"
    ruling = Ruling(id="90777-2015-HD", proceso="HD", expediente="90777-2015-PHD/TC", titulo="", secciones=tuple(spans))
    return sections(desk, Indexed(ruling, text, text, (0,)), (), lambda link: link)


def said(view: SectionView) -> tuple[str, list[str]]:
    """Heading and lines without markup."""
    return unescape(str(view.titulo)), [unescape(re.sub(r"<[^>]+>", "", line)) for par in view.paragraphs for line in par.lines]


@pytest.mark.parametrize(
    ("zona", "title", "words", "heading", "lines"),
    [
        ("asunto", "ASUNTO", "ASUNTO\nRecurso inventado.", "ASUNTO", ["Recurso inventado."]),
        ("asunto", "ASUNTO:", "ASUNTO :\nRecurso inventado.", "ASUNTO :", ["Recurso inventado."]),
        (  # the title stands after the words that lead to it: ours above, theirs in place
            "fallo",
            "HA RESUELTO",
            "Por estos fundamentos inventados,\nHA RESUELTO\nDeclarar FUNDADA la demanda.",
            "Fallo",
            ["Por estos fundamentos inventados,", "HA RESUELTO", "Declarar FUNDADA la demanda."],
        ),
        ("fallo", "RESUELVE", "Por lo dicho, RESUELVE:\nAdmitir.", "Fallo", ["Por lo dicho, RESUELVE:", "Admitir."]),
        ("fallo", None, "FALLO\nAdmitir.", "FALLO", ["Admitir."]),
        ("fundamentos", None, "1. Se inventa.", "Fundamentos", ["1. Se inventa."]),
        (  # a heading over two lines
            "voto",
            "VOTO SINGULAR DE LA MAGISTRADA INVENTADA",
            "VOTO SINGULAR DE LA\nMAGISTRADA INVENTADA\nDiscrepo.",
            "VOTO SINGULAR DE LA MAGISTRADA INVENTADA",
            ["Discrepo."],
        ),
        ("voto", "VOTO DEL MAGISTRADO OTRO", "VOTO DEL MAGISTRADO UNO\nDiscrepo.", "Voto", ["VOTO DEL MAGISTRADO UNO", "Discrepo."]),
        ("caratula", "SENTENCIA INVENTADA", "SENTENCIA INVENTADA", "SENTENCIA INVENTADA", []),
    ],
)
def test_a_heading_stands_once_and_no_word_is_lost(
    desk: Desk, zona: Zona, title: str | None, words: str, heading: str, lines: list[str]
) -> None:
    (view,) = sectioned(desk, (zona, title, words))
    assert said(view) == (heading, lines)


def test_lines_in_capitals_are_headings_until_the_signatures(desk: Desk) -> None:
    (view,) = sectioned(desk, ("voto", "VOTO", "VOTO\nANÁLISIS DEL CASO\nDiscrepo.\nS.\nMAGISTRADO INVENTADO"))
    assert [(str(par.lines[0]), par.heading) for par in view.paragraphs] == [
        ("ANÁLISIS DEL CASO", True),
        ("Discrepo.", False),
        ("S.", False),
        ("MAGISTRADO INVENTADO", False),
    ]


def test_what_no_zone_covers_stands_without_a_heading(desk: Desk) -> None:
    text = "Suelto al inicio.\nASUNTO\nDentro.\nSuelto al final."
    start, end = text.index("ASUNTO"), text.index("Suelto al final")
    ruling = Ruling(
        id="90777-2015-HD", proceso="HD", expediente="90777-2015-PHD/TC", titulo="", secciones=(Seccion("asunto", start, end, "ASUNTO"),)
    )
    found = sections(desk, Indexed(ruling, text, text, (0,)), (), lambda link: link)
    assert [said(view) for view in found] == [("", ["Suelto al inicio."]), ("ASUNTO", ["Dentro."]), ("", ["Suelto al final."])]
    assert [view.entry for view in found] == ["", "Asunto", ""]


def test_a_cover_in_two_parts_is_one_line_of_the_contents(desk: Desk) -> None:
    found = sectioned(
        desk, ("caratula", None, "Exp. inventado"), ("caratula", "SENTENCIA", "SENTENCIA\nEn Lima"), ("asunto", None, "Nada.")
    )
    assert [view.entry for view in found] == ["Carátula", "", "Asunto"]
    assert len({view.anchor for view in found}) == 3

"""The labels cover every closed list of the record, and say something."""

from typing import get_args

import pytest

from models import ruling, search, vocabulary

LITERALS = {
    "tipo": ruling.TipoResolucion,
    "sala": ruling.Sala,
    "derecho": ruling.Derecho,
    "resultado": ruling.Resultado,
    "resultado_instancia": ruling.ResultadoInstancia,
    "resultado_punto": ruling.ResultadoPunto,
    "objeto_punto": ruling.ObjetoPunto,
    "ambito": ruling.Ambito,
    "costos": ruling.Costos,
    "costas": ruling.Costos,
    "sentido": ruling.Sentido,
    "tipo_voto": ruling.TipoVoto,
    "zona": ruling.Zona,
    "origen_evidencia": ruling.OrigenEvidencia,
}


@pytest.mark.parametrize("name", LITERALS)
def test_every_value_of_the_record_has_its_words(name: str) -> None:
    known = vocabulary.values(name)
    assert known is not None
    assert {term.valor for term in known} == set(get_args(LITERALS[name]))


@pytest.mark.parametrize("name", sorted(vocabulary.closed_lists()))
def test_labels_and_glosses_are_not_empty_and_labels_are_distinct(name: str) -> None:
    terms = list(vocabulary.closed_lists()[name].values())
    assert all(term.etiqueta.strip() and term.glosa.strip() for term in terms)
    assert len({term.etiqueta for term in terms}) == len(terms)


def test_outcomes_are_told_by_mark_and_word_never_by_colour_alone() -> None:
    terms = vocabulary.values("sentido") or ()
    assert [(term.marca, term.palabra) for term in terms] == [("●", "gana"), ("◐", "gana en parte"), ("○", "pierde"), ("▫", "trámite")]


def test_every_facet_has_a_name_for_people() -> None:
    assert all(vocabulary.facet_name(facet) != facet for facet in search.FACETS)


def test_process_codes_are_those_of_the_ids() -> None:
    from models.ids import CODES

    assert {term.valor for term in vocabulary.values("proceso") or ()} == set(CODES)


@pytest.mark.parametrize(
    ("facet", "value", "expected"),
    [
        ("norma", "LEY-27806:13", "Ley 27806, art. 13"),
        ("norma", "DS-043-2003-PCM", "D. S. 043-2003-PCM"),
        ("norma", "CONST-1993:2.5", "Constitución de 1993, art. 2.5"),
        ("norma", "CPC-2004:TP.IX", "Código Procesal Constitucional (2004), título preliminar, art. IX"),
        ("norma", "CPC-2004:DF5", "Código Procesal Constitucional (2004), 5.ª disposición final"),
        ("norma", "RARA", "RARA"),  # an id of no known form stands for itself
        ("tema", "A19", "Licencias y defensa civil"),
        ("defensa_aceptada", "caducidad", "Se demandó fuera de plazo"),  # the same list as `defensa`
        ("distrito", "Lima Norte", "Lima Norte"),  # open lists are their own labels
        ("resultado", "desconocido", "desconocido"),
    ],
)
def test_a_label_is_what_a_person_reads(facet: str, value: str, expected: str) -> None:
    assert vocabulary.label(facet, value) == expected


def test_institutions_of_the_table_have_a_kind_that_the_vocabulary_knows() -> None:
    kinds = {term.valor for term in vocabulary.values("tipo_entidad") or ()}
    assert set(vocabulary.entity_kinds().values()) <= kinds


def test_open_lists_have_no_values() -> None:
    assert vocabulary.values("distrito") is None

"""Which numbers are one dispute: only what a ruling tells of itself, never law that it cites nor one claimant's other suits."""

import pytest

from indexer.relate.families import by_ruling, claimants_of, families, tellings
from indexer.relate.relations import Relations, complete
from models.ids import ExpedienteNumber, RulingId
from models.ruling import Cita, Evidencia, Ruling, Seccion, Zona

FIRST, LATER = "90001-2016-HD", "90002-2019-HD"


def telling(sentence: str, zone: Zona = "antecedentes", claimant: str = "Rosa Quispe Ficticia", **more: object) -> tuple[Ruling, str]:
    """A ruling whose zone holds the sentence, with the citation as the extractor finds it."""
    text = f"Con fecha 3 de mayo interpone demanda. {sentence} El juzgado contesta.\n"
    place = text.index("90001-2016")
    evidence = {"citas[0]": (Evidencia("texto", "citas.numero", 0.9, place, place + 10),)}
    made = Ruling(
        id=LATER, proceso="HD", expediente=LATER, titulo="", demandantes=(claimant,), citas=(Cita(FIRST),),
        secciones=(Seccion(zone, 0, len(text)),), evidencia=evidence, **more,  # type: ignore[arg-type]
    )  # fmt: skip
    return made, text


def learnt(later: Ruling, text: str, claimant: str = "QUISPE FICTICIA, ROSA") -> Relations:
    first = Ruling(id=FIRST + "-auto", proceso="HD", expediente=FIRST, titulo="", demandantes=(claimant,))
    both = (first, later)
    by_case = {RulingId(one.id).expediente: (RulingId(one.id),) for one in both}
    claimants = {RulingId(one.id): claimants_of(one) for one in both}
    disputes, steps = families(by_case, tellings(later), claimants, lambda _: text)
    return Relations(by_case, {}, frozenset(), disputes=disputes, steps=by_ruling(steps))


@pytest.mark.parametrize(
    "sentence",
    [
        "Mediante auto recaído en el Expediente 90001-2016-PHD/TC, el Tribunal Constitucional dispuso que se admita a trámite la demanda.",
        "Este Tribunal, en el Expediente 90001-2016-PHD/TC, declaró la nulidad de los actuados y dispuso la admisión a trámite de la demanda.",
        "El Tribunal declaró fundado el recurso de queja en el Expediente 90001-2016-Q/TC y ordenó que se eleven los autos.",
    ],
)
def test_a_step_told_in_the_antecedentes_makes_a_family_of_both(sentence: str) -> None:
    later, text = telling(sentence)
    relations = learnt(later, text)
    whole = complete(later, relations)
    assert whole.familia == (FIRST + "-auto",)
    (why,) = whole.evidencia["familia[0]"]
    assert why.inicio is not None
    assert "90001-2016" in text[why.inicio : why.fin]
    other = complete(Ruling(id=FIRST + "-auto", proceso="HD", expediente=FIRST, titulo=""), relations)
    assert other.familia == (LATER,)
    assert other.evidencia["familia[0]"][0].regla == "familia.contada_por_otra"


@pytest.mark.parametrize(
    ("sentence", "zone"),
    [
        ("Alega que en el Expediente 90001-2016-PHD/TC el Tribunal Constitucional protegió su derecho.", "antecedentes"),
        ("En el Expediente 90001-2016-PHD/TC este Tribunal declaró nulo todo lo actuado y ordenó que se admita a trámite.", "fundamentos"),
        ("Pide que se declare nula la resolución que el Tribunal Constitucional citó en el Expediente 90001-2016-PHD/TC.", "antecedentes"),
        ("Cita el Expediente 90001-2016-PHD/TC. Luego el juzgado resolvió admitir a trámite la demanda.", "antecedentes"),
    ],
)
def test_a_case_named_for_another_reason_is_no_family(sentence: str, zone: Zona) -> None:
    later, text = telling(sentence, zone)
    assert complete(later, learnt(later, text)).familia == ()


def test_another_claimants_case_is_no_step_of_this_dispute() -> None:
    later, text = telling("El Tribunal Constitucional, en el Expediente 90001-2016-PHD/TC, dispuso que se admita a trámite la demanda.")
    assert complete(later, learnt(later, text, "Pedro Nadie Conocido")).familia == ()
    assert complete(later, learnt(later, text, "P. N. C.")).familia == ()
    assert complete(later, learnt(later, text, "Rosa Quispe Ficticla")).familia == (FIRST + "-auto",)


def test_an_execution_names_the_sentence_that_it_looks_at() -> None:
    sentence = "Solicita el cumplimiento de la sentencia emitida en el Expediente 90001-2016-PHD/TC."
    later, text = telling(sentence, "asunto", objeto_del_rac="ejecucion")
    assert complete(later, learnt(later, text)).familia == (FIRST + "-auto",)
    later, text = telling(sentence, "asunto")
    assert complete(later, learnt(later, text)).familia == ()


def test_resolutions_of_one_case_are_a_family_without_being_told() -> None:
    case = ExpedienteNumber(FIRST)
    ids = (RulingId(FIRST), RulingId(FIRST + "-aclaracion"))
    whole = complete(Ruling(id=FIRST, proceso="HD", expediente=FIRST, titulo=""), Relations({case: ids}, {}, frozenset()))
    assert whole.familia == (FIRST + "-aclaracion",)
    assert whole.evidencia["familia[0]"][0].regla == "familia.expediente"

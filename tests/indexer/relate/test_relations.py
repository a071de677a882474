"""One pass over a collection: what each record learns, and that only new words are looked at again."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.derived import Derived, TextKey, pack_text
from indexer.relate.relations import complete, learn, relate_stamp
from models.document import Calidad, DocumentText
from models.ids import RulingId
from models.ruling import Cita, Evidencia, Ruling, Seccion

BODY = "municipalidad-distrital-de-ejemplo"
WORDS = [
    first + second
    for first in ("plano", "acta", "pago", "vial", "obra", "caja")
    for second in ("nuevo", "total", "mayor", "firme", "local", "anual")
]


def keep(derived: Derived, name: str, words: str, **more: object) -> None:
    """A ruling and its text, as the stages before leave them."""
    text = f"Caratula de prueba.\n{words}\n"
    document = DocumentText(text, text, (0,), (), "texto", Calidad("alta", 1.0))
    fields: dict[str, object] = {
        "secciones": (Seccion("caratula", 0, 19), Seccion("fundamentos", 20, len(text))),
        "texto_sha256": name, "fecha": "2015-01-01", "entidades_slug": (BODY,), **more,
    }  # fmt: skip
    derived.put_text(TextKey(name, "pdf"), "s", name, pack_text(document))
    derived.put_ruling(Ruling(id=name, proceso="HD", expediente=name, titulo="", **fields), "i", TextKey(name, "pdf"))  # type: ignore[arg-type]
    derived.commit()


def prose(seed: int) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=200))


@pytest.fixture
def derived(tmp_path: Path) -> Iterator[Derived]:
    with Derived.open(tmp_path) as opened:
        for number in range(1, 4):
            keep(opened, f"9000{number}-2015-HD", prose(7), fecha=f"2016-0{4 - number}-01")
        keep(opened, "90004-2015-HD", prose(8))
        yield opened


def serie(derived: Derived) -> dict[str, str | None]:
    relations = learn(derived)
    return {ruling.id: complete(ruling, relations).serie for ruling, _ in derived.rulings()}


def test_near_duplicates_bear_the_oldest_ones_name_and_say_why(derived: Derived) -> None:
    twins = dict.fromkeys(("90001-2015-HD", "90002-2015-HD", "90003-2015-HD"), "90003-2015-HD")
    assert serie(derived) == {**twins, "90004-2015-HD": None}
    relations = learn(derived)
    first, *_, last = (complete(ruling, relations) for ruling, _ in derived.rulings())
    assert [(one.origen, one.campo) for one in first.evidencia["serie"]] == [("derivado", "fundamentos,entidades")]
    assert "serie" not in last.evidencia


def test_a_text_whose_shape_is_known_is_not_read_again(derived: Derived) -> None:
    before = serie(derived)
    derived.keep_texts(set())
    assert serie(derived) == before


def test_shapes_of_rulings_that_are_gone_are_forgotten(derived: Derived) -> None:
    learn(derived)
    assert len(derived.sketches()) == 4
    derived.drop_rulings({RulingId("90003-2015-HD")})
    assert serie(derived)["90001-2015-HD"] == "90002-2015-HD"
    assert len(derived.sketches()) == 3


def test_a_file_of_before_there_were_shapes_keeps_its_texts(derived: Derived, tmp_path: Path) -> None:
    derived._db.execute("DROP TABLE shapes")
    derived.commit()
    with Derived.open(tmp_path) as again:
        assert len(again.text_stamps()) == 4
        assert again.sketches() == {}


def test_citations_of_one_case_count_once_a_ruling_and_never_by_itself(derived: Derived) -> None:
    keep(derived, "90005-2016-HD", prose(9), citas=(Cita("90001-2015-HD", veces=3), Cita("90005-2016-HD"), Cita("01797-2002-HD")))
    keep(derived, "90006-2016-HD", prose(10), citas=(Cita("90001-2015-HD"),))
    relations = learn(derived)
    assert relations.cited_by["90001-2015-HD"] == 2  # type: ignore[index]
    assert relations.cited_by.get("90005-2016-HD", 0) == 0  # type: ignore[call-overload]
    whole = next(complete(ruling, relations) for ruling, _ in derived.rulings() if ruling.id == "90005-2016-HD")
    assert [cita.estado for cita in whole.citas] == ["resuelta", "resuelta", "fuera_de_la_coleccion"]


def test_an_earlier_step_that_the_text_tells_is_of_the_family(derived: Derived) -> None:
    told = "El Tribunal Constitucional, en el Expediente 90001-2015-PHD/TC, dispuso que se admita a trámite la demanda."
    place = told.index("90001") + 20
    keep(
        derived, "90007-2018-HD", told, demandantes=("Rosa Quispe Ficticia",), citas=(Cita("90001-2015-HD"),),
        secciones=(Seccion("antecedentes", 20, 20 + len(told)),),
        evidencia={"citas[0]": (Evidencia("texto", "citas.numero", 0.9, place, place + 10),)},
    )  # fmt: skip
    keep(derived, "90001-2015-HD", prose(7), demandantes=("Rosa Quispe Ficticia",))
    relations = learn(derived)
    families = {ruling.id: complete(ruling, relations).familia for ruling, _ in derived.rulings()}
    assert families["90007-2018-HD"] == ("90001-2015-HD",)
    assert families["90001-2015-HD"] == ("90007-2018-HD",)
    assert families["90002-2015-HD"] == ()


@pytest.mark.parametrize(("claimants", "expected"), [((), None), (("Rosa Quispe Ficticia",), True), (("Luis Mamani Inventado",), False)])
def test_a_claimant_is_frequent_or_not_and_unknown_without_a_name(
    derived: Derived, claimants: tuple[str, ...], expected: bool | None
) -> None:
    for number in range(10, 20):
        keep(derived, f"900{number}-2015-HD", prose(number), demandantes=("ROSA QUISPE FICTICIA",))
    keep(derived, "90020-2015-HD", prose(20), demandantes=claimants)
    relations = learn(derived)
    (whole,) = (complete(ruling, relations) for ruling, _ in derived.rulings() if ruling.id == "90020-2015-HD")
    assert whole.litigante_frecuente is expected


def test_the_stamp_holds_the_rules_and_the_words_of_families() -> None:
    assert relate_stamp() == relate_stamp()
    assert relate_stamp().count("-") == 1

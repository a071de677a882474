"""Facts are kept by record: what did not change is not looked at again, here or in other processes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.derived import Derived, TextKey, pack_text
from indexer.relate import facts
from indexer.relate.facts import facts_of, gather, known, stamp
from models.document import Calidad, DocumentText
from models.ids import RulingId
from models.ruling import Cita, Evidencia, Ruling, Seccion

NAMES = [f"{90000 + number}-2017-HD" for number in range(6)]


def keep(derived: Derived, name: str, **more: object) -> None:
    text = f"Caratula.\n{name} pide planos {' '.join(f'palabra{letter}' for letter in 'abcdefgh' * 8)}\n"
    fields: dict[str, object] = {
        "secciones": (Seccion("antecedentes", 0, 10), Seccion("fundamentos", 10, len(text))),
        "texto_sha256": name,
        **more,
    }
    derived.put_text(TextKey(name, "pdf"), "s", name, pack_text(DocumentText(text, text, (0,), (), "texto", Calidad("alta", 1.0))))
    ruling = Ruling(id=name, proceso="HD", expediente=name, titulo="", **fields)  # type: ignore[arg-type]
    derived.put_ruling(ruling, "i", TextKey(name, "pdf"))


@pytest.fixture
def derived(tmp_path: Path) -> Iterator[Derived]:
    with Derived.open(tmp_path) as opened:
        for name in NAMES:
            keep(
                opened, name, demandantes=("Rosa Quispe Ficticia", "R. M."), entidades_slug=("oficina",), citas=(Cita("90001-2017-HD", (3,)),),
                evidencia={"citas[0]": (Evidencia("texto", "citas.numero", 0.9, 2, 8),)},
            )  # fmt: skip
        yield opened


@pytest.mark.parametrize("few", [0, facts.FEW])
def test_what_is_kept_is_what_the_record_says(derived: Derived, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "FEW", few)
    gather(derived)
    assert [one for one, _ in known(derived)] == [facts_of(ruling) for ruling, _ in derived.rulings()]
    first = next(known(derived))[0]
    assert (first.claimants, first.sues) == ((("ficticia quispe rosa", "rosaquispeficticia"),), True)
    assert [(one.ruling, one.other) for one in first.tellings()] == [("90000-2017-HD", "90001-2017-HD")]


def test_only_records_that_changed_are_looked_at_again(derived: Derived) -> None:
    gather(derived)
    assert derived.lacking_facts(stamp()) == []
    keep(derived, NAMES[2], demandantes=("Luis Mamani Inventado",))
    assert derived.lacking_facts(stamp()) == [NAMES[2]]
    gather(derived)
    assert {one.id: dict(one.claimants) for one, _ in known(derived)}[NAMES[2]] == {"inventado luis mamani": "luismamaniinventado"}
    assert derived.lacking_facts("otras reglas") == NAMES


def test_facts_of_records_that_are_gone_are_forgotten(derived: Derived) -> None:
    gather(derived)
    derived.drop_rulings({RulingId(NAMES[0])})
    gather(derived)
    assert [one.id for one, _ in known(derived)] == NAMES[1:]
    assert derived._db.execute("SELECT count(*) FROM facts").fetchone() == (5,)


def test_what_extraction_keeps_is_what_gathering_would(derived: Derived) -> None:
    gather(derived)
    gathered, shapes = list(known(derived)), derived.sketches()
    derived._db.execute("DELETE FROM facts")
    derived.drop_shapes(shapes.keys())
    for ruling, key, record_sha256 in list(derived.records(NAMES)):
        document = derived.text(key)
        assert document is not None
        facts.keep(derived, ruling.id, record_sha256, facts.look(ruling, document.text))
    assert derived.lacking_facts(stamp()) == []
    assert (list(known(derived)), derived.sketches()) == (gathered, shapes)
